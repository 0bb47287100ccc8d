"""WorkflowTask: one workflow as one awaited, typed task.

class Frontdesk(Agent):
    async def on_enter(self) -> None:
        booking = await WorkflowTask(Booking)
        self.session.say(f"See you, {booking.name}!")
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, TypeVar, Unpack, cast

from livekit.agents import AgentTask, ToolError

from ..workflow import Workflow
from .hosting import Hosting, HostingOptions

__all__ = ["WorkflowEnded", "WorkflowTask"]

W = TypeVar("W", bound=Workflow)


class WorkflowEnded(ToolError):  # noqa: N818 - an ending the caller chose, not a fault
    """Raised to whoever awaits a workflow that ended without a result.

    A `ToolError`, so that in a tool's body it may pass: its message tells a model what happened.
    """

    def __init__(
        self,
        workflow: str,
        outcome: str,
        *,
        reason: str = "",
        answers: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(f"The {workflow} was not completed: {_WHY.get(outcome, outcome)}.")
        self.workflow = workflow
        """The workflow's name."""
        self.outcome = outcome
        """`abandoned`, `disqualified`, `escalated` or `hung_up`, and nothing was written; or
        `unknown`: the commit was under way when the call ended, and did not report in time.
        `Call.run` finds it."""
        self.reason = reason
        """What a disqualified caller was told (`Verdict.end`)."""
        self.answers: Mapping[str, Any] = dict(answers or {})
        """The values found out before it ended, by step; None for what was declined."""


_WHY = {
    "abandoned": "the caller dropped it",
    "disqualified": "an answer ended it, and the caller was told why",
    "escalated": "the caller wants a person",
    "hung_up": "the call ended or went elsewhere",
    "unknown": "the call ended while it was being written, and nobody knows whether it was",
}


class WorkflowTask(Hosting, AgentTask[W]):
    """Runs a workflow and gives its result: an instance of the workflow, its steps' values on it.

    Await it where LiveKit allows: in `on_enter` or a tool's body, directly (a task made by
    `asyncio.gather` or `wait_for` is elsewhere). Prefer `on_enter`: after `update_agent` from
    outside, a tool's code that awaits is not resumed. In the `on_exit` that `update_agent` leads to
    LiveKit raises, for a transition is under way.

    Args:
        workflow: The workflow.
        preserve_function_call_history: Whether the parent's history keeps the calls, too.
        options: See `HostingOptions`.

    Raises:
        RuntimeError: When awaited elsewhere, or twice.
        WorkflowEnded: When awaited, if the workflow ended without a result.
    """

    def __init__(
        self,
        workflow: type[W],
        *,
        preserve_function_call_history: bool = False,
        **options: Unpack[HostingOptions],
    ) -> None:
        self._workflow = workflow
        self._leaving: asyncio.Task[None] | None = None
        history: dict[str, Any] = {"preserve_function_call_history": preserve_function_call_history}
        super().__init__([workflow], **options, **history)

    @property
    def id(self) -> str:
        """The workflow's name: two workflows are told apart in LiveKit's hand-off history."""
        return f"{self._workflow.plan.name}_task"

    async def on_enter(self) -> None:
        """Begin the workflow; what goes wrong in that is raised to whoever awaits it."""
        try:
            await super().on_enter()
        except Exception as fault:  # noqa: BLE001 - LiveKit would log it and never resume the parent
            self.conversation.hang_up()
            if not self.done():
                self.complete(fault)

    async def on_exit(self) -> None:
        """Settle, if the session was given to another agent: the caller is gone."""
        await super().on_exit()
        await self._hang_up()
        self._end()

    def cancel(self) -> None:
        """End the workflow, as when the session closes: nothing more is begun.

        What is being written has a few seconds to report; the task is done only then.
        """
        if self.conversation.is_writing and not self.done():
            self._leaving = self._leaving or asyncio.create_task(self._cancel_when_written())
            return
        self.conversation.hang_up()
        self._end()
        super().cancel()  # what is being said is cut short

    async def _cancel_when_written(self) -> None:
        await self._hang_up()
        self._end()
        super().cancel()

    def _finish(self) -> None:
        if self.done():
            return
        if self.conversation.result is not None:
            self.complete(cast("W", self.conversation.result))
        else:
            outcome = self.conversation.outcome or "abandoned"
            ended = WorkflowEnded(
                self._workflow.plan.name,
                outcome,
                reason=self.conversation.reason,
                answers=self.conversation.values,
            )
            self.complete(ended)
