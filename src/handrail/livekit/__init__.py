"""The LiveKit adapter: workflows as tasks and agents of LiveKit's.

Importing it imports LiveKit Agents, which takes a second or two: commands import it late.
"""

from __future__ import annotations

from .hosting import HostingOptions
from .receptionist import Receptionist
from .task import WorkflowEnded, WorkflowTask
from .text import TextCall, TextTurn

__all__ = [
    "HostingOptions",
    "Receptionist",
    "TextCall",
    "TextTurn",
    "WorkflowEnded",
    "WorkflowTask",
]
