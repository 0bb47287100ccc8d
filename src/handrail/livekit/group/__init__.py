"""A drop-in for LiveKit's TaskGroup: AgentTasks asked in order, with going back."""

from __future__ import annotations

from livekit.agents.beta.workflows import TaskCompletedEvent, TaskGroupResult

from .task_group import TaskGroup

__all__ = ["TaskCompletedEvent", "TaskGroup", "TaskGroupResult"]
