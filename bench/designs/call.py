"""One call of the script, over LiveKit's session in writing."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter, process_time
from typing import Any, Final

from livekit.agents import AgentSession

from .designs import Design
from .model import Model
from .script import INTRODUCTION, NOW, REMARK, SCRIPT

__all__ = ["Held", "Measured", "measured", "remark_is_lost"]

_PATIENCE: Final = 10.0
"""Seconds after which a turn that nobody answers is given up."""


@dataclass(slots=True)
class Measured:
    """What a call took."""

    calls: list[int] = field(default_factory=list)
    """Requests to the model in each caller turn, made one after the other."""
    wall: list[float] = field(default_factory=list)
    """Seconds from a caller's words to the end of the answer."""
    cpu: list[float] = field(default_factory=list)
    lost: int = 0
    """Caller turns that nothing was done about: no tool ran, or nobody answered."""
    introductions: int = 0
    booked: Mapping[str, str] | None = None


class Held:
    """A call in progress."""

    def __init__(self, design: Design, model: Model, *, now: datetime = NOW) -> None:
        self.model = model
        self.result = Measured()
        self._design = design
        self._now = now
        self._ran = 0
        self._answered = asyncio.Event()
        self.session: AgentSession[Any] = AgentSession(
            vad=None, llm=model, turn_handling={"turn_detection": None}
        )
        self.session.on("function_tools_executed", self._on_tools)
        self.session.on("conversation_item_added", self._on_item)

    async def open(self) -> None:
        """Begin the call and wait for the first question."""
        self.desk = self._design(self._now)
        await self.session.start(self.desk, record=False)
        await self._until_answered()
        while not self._is_asked():
            self._answered.clear()
            await self._until_answered()

    async def say(self, text: str) -> None:
        """Take a caller turn, and measure it."""
        result, before, ran = self.result, self.model.sent.calls, self._ran
        self._answered.clear()
        began, worked = perf_counter(), process_time()
        await self.session.run(user_input=text)
        answered = await self._until_answered()
        result.wall.append(perf_counter() - began)
        result.cpu.append(process_time() - worked)
        result.calls.append(self.model.sent.calls - before)
        result.lost += not answered or self._ran == ran

    async def aclose(self) -> Measured:
        """End the call, and return what it took."""
        if self.desk.booked.done():
            self.result.booked = self.desk.booked.result()
        await self.session.aclose()
        return self.result

    async def _until_answered(self) -> bool:
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._answered.wait()
                await self.session.wait_for_idle()
        except TimeoutError:
            return False
        return True

    def _is_asked(self) -> bool:
        last = self.session.history.items[-1]
        return last.type == "message" and (last.text_content or "").endswith("?")

    def _on_tools(self, _event: object) -> None:
        self._ran += 1

    def _on_item(self, event: Any) -> None:
        item = event.item
        if item.type == "message" and item.role == "assistant":
            self.result.introductions += (item.text_content or "").count(INTRODUCTION)
            self._answered.set()


async def measured(design: Design, model: Model, *, now: datetime = NOW) -> Measured:
    """Hold one whole call.

    Args:
        design: Makes the agent.
        model: The session's model.
        now: The moment of the call, in the business's zone.
    """
    call = Held(design, model, now=now)
    await call.open()
    for turn in SCRIPT:
        await call.say(turn.text)
    return await call.aclose()


async def remark_is_lost(design: Design, *, steps: int) -> bool:
    """Tell whether a remark on top of an answer is lost: in no history, so no model will see it.

    Args:
        design: Makes the agent.
        steps: The remark comes this many steps of the event loop after the answer's tool has run.
    """
    call = Held(design, Model(weighs=False))
    await call.open()
    loop = asyncio.get_running_loop()
    said = loop.create_future()

    def remark() -> None:  # as LiveKit's own callback for text input does
        try:
            call.session.interrupt()
            call.session.generate_reply(user_input=REMARK)
        except RuntimeError as refused:
            said.set_result(refused)
        else:
            said.set_result(None)

    def later(left: int) -> None:
        loop.call_soon(later, left - 1) if left else remark()

    call.session.once("function_tools_executed", lambda _event: later(steps))
    await call.say(SCRIPT[0].text)
    await said
    await call.session.wait_for_idle()
    kept = [item for item in call.session.history.items if item.type == "message"]
    await call.aclose()
    return not any(message.text_content == REMARK for message in kept)
