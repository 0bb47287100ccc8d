"""The other desk, as trials hold a call with it: LiveKit's session, its group and the model."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from livekit.agents import AgentSession

from handrail.desk.booking import Booking
from handrail.trial import Ending, Heard
from handrail.trial.heard import plain

from .ears import Asked, Ears
from .flow import FrontDesk, Group
from .model import Line, Model

__all__ = ["GroupDesk"]

_PATIENCE: Final = 2.0
"""Seconds after which nobody is expected to answer any more."""


class GroupDesk:
    """One call.

    Args:
        arguments: What a stage of Handrail's own desk returns: the same calendar, clock, caller.
        group: LiveKit's `TaskGroup`, or another that is called as it is.
    """

    def __init__(self, arguments: Mapping[str, Any], group: Group) -> None:
        self._ears = Ears(arguments)
        self._model = Model(self._ears)
        caller = arguments["facts"].get("caller_number")
        self._desk = FrontDesk(arguments["userdata"], group, caller, self._ears.speak)
        self._spoken: list[str] = []
        self._news = asyncio.Event()
        self.session: AgentSession[Any] = AgentSession(
            vad=None, llm=self._model, turn_handling={"turn_detection": None}
        )
        self.session.on("conversation_item_added", self._on_item)

    @property
    def model_calls(self) -> int:
        """How often the model was asked so far."""
        return self._model.calls

    async def open(self) -> str:
        """Begin the call and return the first words."""
        await self._ears.open()
        await self.session.start(self._desk, record=False)
        return await self._listen()

    async def say(self, text: str) -> str:
        """Say something, or nothing, and return the desk's words."""
        self._spoken.clear()
        self._model.answer = None
        with suppress(Exception):  # LiveKit lets out what ended a task; the call may go on
            await self.session.run(user_input=text)
        return await self._listen()

    async def aclose(self) -> None:
        """Hang up."""
        await self.session.aclose()

    def hear(self, text: str) -> Heard:
        """Return what a caller hears who is told these words."""
        asked = self._asked(text)
        booked = self._desk.draft.receipt is not None
        receiving = asked.receiving or booked
        values = {} if receiving else self._values(asked)
        said = plain(text)
        speak, steps = self._ears.speak, Booking.steps
        return Heard(
            text=text,
            step=asked.step,
            act="summary" if asked.act == "change" else asked.act,
            workflow=None if receiving else "booking",
            receiving=receiving,
            values={step: self._ears.dump(step, value) for step, value in values.items()},
            named=frozenset(
                step
                for step, value in values.items()
                if value is not None and plain(speak(step, value)) in said
            ),
            offers=[self._ears.dump(str(asked.step), option) for option in asked.options],
            outcome="completed" if booked else None,
            closed=self._desk.closed,
            ladder=()
            if receiving
            else [
                {"step": step, "status": "heard" if step in values else "open"} for step in steps
            ],
            revisited=frozenset(self._ears.reopened),
        )

    def moves(self) -> Sequence[str]:
        """Return what the model took the caller's last turn for."""
        return [type(move).__name__ for move in self._ears.moves]

    def ending(self) -> Ending:
        """Return how the call ended."""
        receipt = self._desk.draft.receipt
        if receipt is None:
            return Ending("hung_up", "booking")
        return Ending("completed", "booking", receipt.as_json())

    def _asked(self, text: str) -> Asked:
        """Return what the last of the words waits for."""
        ends = [line for line in self._model.lines if text.endswith(line)]
        return self._model.lines[max(ends, key=len)] if ends and text else self._ears.asked

    def _values(self, asked: Asked) -> dict[str, Any]:
        one = self._desk.draft.results.get("service")
        only = {"service": one} if one is not None else {}
        return {**only, **self._model.recorded, **asked.values}

    async def _listen(self) -> str:
        """Wait until something was said that waits for the caller, or nobody says any more."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                while not self._is_answered():
                    self._news.clear()
                    await self._news.wait()
                await self.session.wait_for_idle()
        return " ".join(self._spoken)

    def _is_answered(self) -> bool:
        last = self._model.answer
        return isinstance(last, Line) and bool(self._spoken) and self._spoken[-1] == last.text

    def _on_item(self, event: Any) -> None:
        item = event.item
        if item.type == "message" and item.role == "assistant":
            self._spoken.append(item.text_content or "")
            self._news.set()
