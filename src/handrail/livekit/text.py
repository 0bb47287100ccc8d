"""A call in writing, over LiveKit's own session without a voice: for the terminal and for tests."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from livekit.agents import AgentSession, NotGivenOr, llm
from livekit.agents.types import NOT_GIVEN, APIConnectOptions
from livekit.agents.voice.agent_session import SessionConnectOptions
from livekit.agents.voice.run_result import RunResult

from ..conversation import Conversation
from .receptionist import Receptionist
from .turns import Made

__all__ = ["TextCall", "TextTurn"]


@dataclass(frozen=True, slots=True)
class TextTurn:
    """One caller turn."""

    caller: str
    desk: str
    """What was said to it; empty where the desk rightly keeps silent."""
    moves: Sequence[Made]
    model_calls: int
    """How often a model was asked while the caller waited. A summary that is written in the
    background (`Summary`) is none of these."""
    milliseconds: float
    model_fault: Exception | None = None
    """Why the model that was asked gave no answer; the desk went on by rule."""


class TextCall:
    """Holds one call in writing.

        call = TextCall(Receptionist([Booking], ends_session=False))
        print(await call.open())
        print((await call.say("a haircut on tuesday at three")).desk)
        await call.aclose()

    LiveKit's warnings are kept from the terminal unless logging is set up for them.

    Args:
        receptionist: The agent; it should not end the session itself.
        model: The session's model, for turns the reader abstains on; by default there is none.
    """

    def __init__(
        self, receptionist: Receptionist, *, model: NotGivenOr[llm.LLM[Any]] = NOT_GIVEN
    ) -> None:
        # Without any handler Python prints warnings to stderr, into the caller's conversation.
        for name in ("livekit", "handrail"):
            logging.getLogger(name).addHandler(_SILENT)
        self._receptionist = receptionist
        self._session: AgentSession[Any] = AgentSession(
            vad=None,
            llm=model,
            turn_handling={"turn_detection": None},
            conn_options=SessionConnectOptions(llm_conn_options=_ONCE_MORE),
        )

    @property
    def conversation(self) -> Conversation[Any]:
        """The call: its state, what is known so far, how it ended."""
        return self._receptionist.conversation

    @property
    def session(self) -> AgentSession[Any]:
        """LiveKit's session, with the history."""
        return self._session

    async def open(self) -> str:
        """Begin the call and return the greeting."""
        run: RunResult[Any] = await self._session.start(
            self._receptionist, capture_run=True, record=False
        )
        return _spoken(run)

    async def say(self, text: str) -> TextTurn:
        """Take one caller turn; blank text is silence."""
        loop = self._receptionist.loop
        asked, fault = loop.model_calls, loop.model_fault
        began = time.perf_counter()
        run: RunResult[Any] = await self._session.run(user_input=text)
        took = (time.perf_counter() - began) * 1000
        return TextTurn(
            text,
            _spoken(run),
            tuple(loop.made),
            loop.model_calls - asked,
            took,
            None if loop.model_fault is fault else loop.model_fault,
        )

    async def aclose(self) -> None:
        """Hang up: nothing more is begun; a commit under way has a few seconds to report."""
        self._receptionist.loop.report_heard(self._session.history.items)
        self.conversation.hang_up()
        await self._session.aclose()


_SILENT = logging.NullHandler()
_ONCE_MORE = APIConnectOptions(max_retry=1)
"""LiveKit tries four times, which takes over four seconds: whoever types waits for it."""


def _spoken(run: RunResult[Any]) -> str:
    """Return what the desk said in a run, as one text."""
    said = [
        event.item.text_content or ""
        for event in run.events
        if event.type == "message" and event.item.role == "assistant"
    ]
    return " ".join(text for text in said if text)
