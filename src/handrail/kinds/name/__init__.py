"""Names of people, read from speech, from spelling and from a recogniser's hypotheses."""

from __future__ import annotations

from .kind import PersonName, given

__all__ = ["PersonName", "given"]
