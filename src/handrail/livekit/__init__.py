"""The LiveKit adapter: workflows as tasks and agents of LiveKit's.

Importing it imports LiveKit Agents, which takes a second or two: commands import it late.
"""

from __future__ import annotations

from .group import TaskCompletedEvent, TaskGroup, TaskGroupResult
from .hosting import HostingOptions
from .receptionist import Receptionist
from .task import WorkflowEnded, WorkflowTask
from .telephony import caller_number
from .text import TextCall, TextTurn

__all__ = [
    "HostingOptions",
    "Receptionist",
    "TaskCompletedEvent",
    "TaskGroup",
    "TaskGroupResult",
    "TextCall",
    "TextTurn",
    "WorkflowEnded",
    "WorkflowTask",
    "caller_number",
]
