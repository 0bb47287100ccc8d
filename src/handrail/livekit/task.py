"""WorkflowTask: one workflow as one awaited, typed task.

class Frontdesk(Agent):
    async def on_enter(self) -> None:
        booking = await WorkflowTask(Booking)
        self.session.say(f"See you, {booking.name}!")
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar, cast

from livekit.agents import NOT_GIVEN, AgentTask, NotGivenOr, ToolError, TurnHandlingOptions, llm
from livekit.agents import stt as lk_stt
from livekit.agents import tts as lk_tts
from livekit.agents import vad as lk_vad
from livekit.agents.utils import is_given

from ..conversation import Conversation
from ..workflow import Workflow
from .directive import INSTRUCTIONS
from .hosting import Hosting
from .turns import TurnLoop

__all__ = ["WorkflowEnded", "WorkflowTask"]

W = TypeVar("W", bound=Workflow)


class WorkflowEnded(ToolError):  # noqa: N818 - an ending the caller chose, not a fault
    """Raised to whoever awaits a workflow that ended without a result.

    A `ToolError`, so that in a tool's body it may pass: its message tells a model what happened.
    """

    def __init__(self, workflow: str, outcome: str) -> None:
        super().__init__(f"The {workflow} was not completed: {_WHY.get(outcome, outcome)}.")
        self.workflow = workflow
        """The workflow's name."""
        self.outcome = outcome
        """`abandoned`, `escalated` or `hung_up`."""


_WHY = {
    "abandoned": "the caller dropped it",
    "escalated": "the caller wants a person",
    "hung_up": "the call ended or went elsewhere",
}


def local_time() -> datetime:
    """Return the present moment in this machine's zone."""
    return datetime.now().astimezone()


class WorkflowTask(Hosting, AgentTask[W]):
    """Runs a workflow and gives its result: an instance of the workflow, its steps' values on it.

    Await it where LiveKit allows: in `on_enter`, `on_exit` or a tool's body, directly (a task made
    by `asyncio.gather` or `wait_for` is elsewhere). Prefer `on_enter`: after `update_agent` from
    outside, a tool's code that awaits is not resumed.

    Args:
        workflow: The workflow.
        userdata: Handed to its checks and commit; by default the session's.
        clock: Gives the present moment in the zone in which callers mean times; by default this
            machine's.
        region: ISO 3166 code of the country whose phone numbers and date order are meant.
        facts: Call facts by name, for prefills, conditions and choices.
        instructions: What a model is told beside the task's own instructions.
        tools: A developer's own tools, beside those of the steps.
        chat_ctx: What was said before; nothing in it is taken for an answer.
        preserve_function_call_history: Whether the parent's history keeps the calls, too.
        stt, vad, llm, tts, turn_handling: As for LiveKit's `AgentTask`.

    Raises:
        RuntimeError: When awaited elsewhere, or twice.
        WorkflowEnded: When awaited, if the workflow ended without a result.
    """

    def __init__(
        self,
        workflow: type[W],
        *,
        userdata: NotGivenOr[Any] = NOT_GIVEN,
        clock: Callable[[], datetime] = local_time,
        region: str = "US",
        facts: Mapping[str, Any] | None = None,
        instructions: str = "",
        tools: Sequence[llm.Tool | llm.Toolset] = (),
        chat_ctx: NotGivenOr[llm.ChatContext] = NOT_GIVEN,
        preserve_function_call_history: bool = False,
        stt: NotGivenOr[lk_stt.STT[Any] | None] = NOT_GIVEN,
        vad: NotGivenOr[lk_vad.VAD | None] = NOT_GIVEN,
        llm: NotGivenOr[llm.LLM[Any] | llm.RealtimeModel | None] = NOT_GIVEN,
        tts: NotGivenOr[lk_tts.TTS[Any] | None] = NOT_GIVEN,
        turn_handling: NotGivenOr[TurnHandlingOptions] = NOT_GIVEN,
    ) -> None:
        conversation = Conversation(
            [workflow],
            userdata=userdata if is_given(userdata) else None,
            clock=clock,
            region=region,
            facts=facts,
        )
        self._workflow = workflow
        self._loop = TurnLoop(conversation, self._watch_end)
        self._takes_userdata = not is_given(userdata)
        super().__init__(
            instructions=f"{INSTRUCTIONS}\n{instructions}".strip(),
            chat_ctx=chat_ctx,
            tools=[*self._loop.tools, *tools],
            preserve_function_call_history=preserve_function_call_history,
            stt=stt,
            vad=vad,
            llm=llm,
            tts=tts,
            turn_handling=turn_handling,
        )

    @property
    def id(self) -> str:
        """The workflow's name: two workflows are told apart in LiveKit's hand-off history."""
        return f"{self._workflow.plan.name}_task"

    @property
    def conversation(self) -> Conversation[Any]:
        """The conversation: its state, what is known so far."""
        return self._loop.conversation

    async def on_enter(self) -> None:
        """Begin the workflow; what goes wrong in that is raised to whoever awaits it."""
        try:
            await super().on_enter()
        except Exception as fault:  # noqa: BLE001 - LiveKit would log it and never resume the parent
            self._loop.conversation.hang_up()
            if not self.done():
                self.complete(fault)

    async def on_exit(self) -> None:
        """Settle, if the session was given to another agent: the caller is gone."""
        await super().on_exit()
        self._end()

    def cancel(self) -> None:
        """End the workflow at once, as when the session closes: nothing more is written."""
        self._loop.conversation.hang_up()
        self._end()
        super().cancel()  # what is being said is cut short

    def _finish(self) -> None:
        if self.done():
            return
        conversation = self._loop.conversation
        if conversation.result is not None:
            self.complete(cast("W", conversation.result))
        else:
            outcome = conversation.outcome or "abandoned"
            self.complete(WorkflowEnded(self._workflow.plan.name, outcome))
