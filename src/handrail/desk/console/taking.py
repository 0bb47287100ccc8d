"""Taking turns: the caller says something, or lets time pass, and hears the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .turns import Clock, Turn, Waiting

if TYPE_CHECKING:
    from handrail.livekit.text import TextCall

__all__ = ["TurnTaken", "take_turn"]


@dataclass(frozen=True, slots=True)
class TurnTaken:
    """One turn of the caller's and the desk's answer."""

    number: int
    caller: str
    desk: str
    model_calls: int
    ms: float
    """From the caller's words to the desk's, in milliseconds."""
    model_fault: Exception | None = None
    """Why the model that was asked gave no answer."""


async def take_turn(held: TextCall, clock: Clock, turn: Turn, number: int) -> TurnTaken:
    """Let the caller say something, or let time pass in silence, and hear the desk."""
    text = "" if isinstance(turn, Waiting) else turn
    if isinstance(turn, Waiting):
        clock.wait(turn.time)
    taken = await held.say(text)
    return TurnTaken(
        number, text, taken.desk, taken.model_calls, taken.milliseconds, taken.model_fault
    )
