"""Whatever answers a trial's call: Handrail on one of its hosts, or a desk built otherwise.

The same callers, seeds, noise and judges are for both: a caller needs to know only what it is told
and what is waited for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from .. import view
from .heard import Heard, hear
from .hosts import Host

__all__ = ["Desk", "Ending", "OwnDesk"]


@dataclass(frozen=True, slots=True)
class Ending:
    """How a call ended."""

    outcome: str | None
    """Of the last workflow, as `view.ending` tells it."""
    workflow: str | None
    result: Mapping[str, Any] | None = None
    """What a completed one gave, as JSON data."""


class Desk(Protocol):
    """One call."""

    @property
    def model_calls(self) -> int:
        """How often a model was asked so far."""

    async def open(self) -> str:
        """Begin the call and return the first words."""

    async def say(self, text: str) -> str:
        """Say something, or nothing, and return the desk's words."""

    async def aclose(self) -> None:
        """Hang up."""

    def hear(self, text: str) -> Heard:
        """Return what a caller hears who is told these words."""

    def moves(self) -> Sequence[str]:
        """Return what the caller did in the last turn, as far as it was understood."""

    def ending(self) -> Ending:
        """Return how the call ended."""


class OwnDesk:
    """Handrail, on a host.

    Args:
        host: What holds the call.
    """

    def __init__(self, host: Host) -> None:
        self._host = host

    @property
    def model_calls(self) -> int:
        """How often a model was asked so far."""
        return self._host.model_calls

    async def open(self) -> str:
        """Begin the call and return the first words."""
        return await self._host.open()

    async def say(self, text: str) -> str:
        """Say something, or nothing, and return the desk's words."""
        return await self._host.say(text)

    async def aclose(self) -> None:
        """Hang up."""
        await self._host.aclose()

    def hear(self, text: str) -> Heard:
        """Return what a caller hears who is told these words."""
        return hear(self._host.conversation, text)

    def moves(self) -> Sequence[str]:
        """Return the names of the caller's moves in the last turn."""
        return [move["move"] for move in view.moves(self._host.conversation)]

    def ending(self) -> Ending:
        """Return how the call ended: the result's values and the receipt."""
        conversation = self._host.conversation
        ending = view.ending(conversation)
        outcome, workflow = ending["outcome"], ending["workflow"]
        if conversation.outcome != "completed" or conversation.result is None:
            return Ending(outcome, workflow)
        steps = conversation.result.steps
        values = {
            name: None if value is None else steps[name].kind.dump(value)
            for name, value in conversation.result.values().items()
        }
        return Ending(outcome, workflow, {**values, **(conversation.receipt or {})})
