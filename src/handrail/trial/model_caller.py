"""A caller whom a model plays, told by a scenario's instructions who they are and what they want.

It hears the desk's words and nothing else: what the public view shows of the call is not told.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Any, Final

from livekit.agents import llm

from .caller import Caller
from .heard import Heard
from .scenario import Scenario
from .world import World

__all__ = ["ModelCaller", "playing"]

_RULES: Final = """\
You play a person on the telephone who has called a business. Stay in this role; you are the caller,
never the business. Say one short turn at a time, as people speak on the telephone: plain words, no
lists, no marks of format. When you have what you wanted, or cannot get it, or the business says
goodbye, answer with HANG UP and nothing else.

Who you are and what you want:
"""
_HANGS_UP: Final = "hang up"


class ModelCaller:
    """One caller in one call.

    Args:
        model: Any of LiveKit's.
        instructions: Who they are and what they want.
    """

    def __init__(self, model: llm.LLM[Any], instructions: str) -> None:
        self._model = model
        self._chat = llm.ChatContext.empty()
        self._chat.add_message(role="system", content=_RULES + instructions)

    async def reply(self, heard: Heard) -> str | None:
        """Return what is said next; None to hang up, as when the model gives no answer."""
        if heard.closed:
            return None
        self._chat.add_message(role="user", content=heard.text or "(They are listening.)")
        answer = await self._model.chat(chat_ctx=self._chat).collect()
        text = " ".join(answer.text.split())
        if not text or text.strip(" .!\"'").lower() == _HANGS_UP:
            return None
        self._chat.add_message(role="assistant", content=text)
        return text

    def has_said(self, step: str) -> int | None:
        """Return None: nobody knows what of a model's words is which value."""
        del step
        return None

    def may_mean(self, step: str, value: Any) -> bool:
        """Return True, for the same reason."""
        del step, value
        return True


def playing(model: llm.LLM[Any]) -> Callable[[Scenario, World, datetime, Random], Caller]:
    """Return what makes callers whom a model plays."""

    def caller(scenario: Scenario, world: World, now: datetime, random: Random) -> Caller:
        del world, random
        today = f"It is {now:%A, %d %B %Y, %H:%M}.\n"
        return ModelCaller(model, today + scenario.caller.instructions)

    return caller
