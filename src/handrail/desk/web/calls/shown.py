"""A call as pages show it: the ladder, the words with what was taken from them, the decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Rung", "ShownCall", "ShownTurn", "Told", "Words"]


@dataclass(frozen=True, slots=True)
class Told:
    """One decision, in words."""

    kind: str
    """What it is, for its mark: `known`, `corrected`, `cleared`, `offers`, `back`, `again`,
    `aside`, `refused`, `begins` or `done`."""
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a caller's turn."""

    text: str
    step: str = ""
    """The step that took them for its answer; "" where none did."""


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the ladder."""

    label: str
    status: str
    """As `handrail.view.ladder` has it, or `cleared`."""
    text: str
    why: str = ""
    """Why it was cleared."""
    is_asked: bool = False


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """One turn."""

    number: int
    words: Sequence[Words]
    """What the caller said; none before they spoke."""
    is_silence: bool
    is_private: bool
    desk: str
    told: Sequence[Told]
    model_calls: int
    milliseconds: int
    hung_up: bool
    handed_over: bool


@dataclass(frozen=True, slots=True)
class ShownCall:
    """A call, up to one of its turns."""

    id: str
    turns: Sequence[ShownTurn]
    workflow: str
    """The workflow of the ladder; "" before any was begun."""
    outcome: str
    """How that workflow has ended; "" while it has not."""
    ladder: Sequence[Rung]
    asking: str
    """What the desk waits for, in words."""
    is_whole: bool
