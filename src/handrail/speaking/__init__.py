"""Speaking: effects into words. It owns sentences, variation and summaries; it decides nothing."""

from __future__ import annotations

from .line import Line, Mark
from .phrasebook import PHRASES, Phrasebook
from .speaker import Speaker

__all__ = ["PHRASES", "Line", "Mark", "Phrasebook", "Speaker"]
