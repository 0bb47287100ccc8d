"""AgentTasks as steps: held where the engine asks for them, and left for what the caller wants."""

from __future__ import annotations

from .holding import HostedTasks

__all__ = ["HostedTasks"]
