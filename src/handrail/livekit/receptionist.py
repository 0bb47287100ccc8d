"""Receptionist: several workflows in one agent for the whole call.

There is no hand-off, so nobody introduces themselves twice and no turn is lost between agents. What
the caller asks between steps is answered from the reception's topics.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from livekit.agents import NOT_GIVEN, NotGivenOr, TurnHandlingOptions, llm
from livekit.agents import stt as lk_stt
from livekit.agents import tts as lk_tts
from livekit.agents import vad as lk_vad
from livekit.agents.utils import is_given

from ..conversation import Conversation
from ..reception import Reception
from ..workflow import Workflow
from .directive import INSTRUCTIONS
from .hosting import Hosting
from .task import local_time
from .turns import TurnLoop

__all__ = ["Receptionist"]


class Receptionist(Hosting):
    """Hosts workflows in one agent: give it to `AgentSession.start`.

    Args:
        workflows: What callers can ask for.
        reception: How a call is received, and what can be asked between steps.
        userdata: Handed to checks and commits; by default the session's.
        clock: Gives the present moment in the business's zone; by default this machine's.
        region: ISO 3166 code of the country whose phone numbers and date order are meant.
        facts: Call facts by name (the caller's number), for prefills, conditions and choices.
        instructions: What a model is told beside the receptionist's own instructions.
        tools: A developer's own tools, beside those of the workflows.
        ends_session: Whether the session is shut down after the goodbye.
        stt, vad, llm, tts, turn_handling: As for LiveKit's `Agent`.
    """

    def __init__(
        self,
        workflows: Sequence[type[Workflow]],
        *,
        reception: Reception | None = None,
        userdata: NotGivenOr[Any] = NOT_GIVEN,
        clock: Callable[[], datetime] = local_time,
        region: str = "US",
        facts: Mapping[str, Any] | None = None,
        instructions: str = "",
        tools: Sequence[llm.Tool | llm.Toolset] = (),
        ends_session: bool = True,
        stt: NotGivenOr[lk_stt.STT[Any] | None] = NOT_GIVEN,
        vad: NotGivenOr[lk_vad.VAD | None] = NOT_GIVEN,
        llm: NotGivenOr[llm.LLM[Any] | llm.RealtimeModel | None] = NOT_GIVEN,
        tts: NotGivenOr[lk_tts.TTS[Any] | None] = NOT_GIVEN,
        turn_handling: NotGivenOr[TurnHandlingOptions] = NOT_GIVEN,
    ) -> None:
        conversation = Conversation(
            workflows,
            userdata=userdata if is_given(userdata) else None,
            clock=clock,
            region=region,
            facts=facts,
            reception=reception or Reception(),
        )
        self._ends_session = ends_session
        self._loop = TurnLoop(conversation, self._watch_end)
        self._takes_userdata = not is_given(userdata)
        super().__init__(
            instructions=f"{INSTRUCTIONS}\n{instructions}".strip(),
            tools=[*self._loop.tools, *tools],
            stt=stt,
            vad=vad,
            llm=llm,
            tts=tts,
            turn_handling=turn_handling,
        )

    @property
    def conversation(self) -> Conversation[Any]:
        """The call: its state, what is known so far, how it ended."""
        return self._loop.conversation

    @property
    def loop(self) -> TurnLoop:
        """The turn loop: the moves of the last turn, the calls to a model."""
        return self._loop

    def _finish(self) -> None:
        if self._ends_session:
            self.session.shutdown()
