"""Entries: what is written down of a call, so that it can be taken up where it stood.

The events of the engine are nearly all of it. Beside them stand what the caller said, the lines
that answered it, and what happened to the call as a whole. `Conversation` notes entries as they
come and has them kept before it speaks; whatever keeps them is a `Journal`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Final, Protocol, TypeAlias

from .engine.events import Event
from .kinds.base import Context
from .workflow import Workflow

__all__ = [
    "LOST",
    "Decided",
    "Effort",
    "EndingsHeard",
    "Entry",
    "Given",
    "HandedOver",
    "HungUp",
    "Journal",
    "Said",
    "Spoke",
]


class _Lost(Enum):
    LOST = "lost"


LOST: Final = _Lost.LOST
"""Stands for a value that was given and cannot be had again: it was not to be kept (a card's
number), or its kind no longer takes it (an option that has been withdrawn)."""


@dataclass(frozen=True, slots=True)
class Said:
    """The caller said something; the event that the turn began follows."""

    text: str
    at: datetime
    """The moment it was said, with a time zone."""
    asked: str | None = None
    """The step that had been asked."""
    private: bool = False
    """Whether the words must not be kept: they may hold a value that is not to be."""


@dataclass(frozen=True, slots=True)
class Decided:
    """The engine decided something. A run begins with `Began`."""

    event: Event


@dataclass(frozen=True, slots=True)
class Spoke:
    """A line was decided; it is spoken once it is written down."""

    text: str
    steps: frozenset[str] = frozenset()
    """The steps whose values it says."""
    model_calls: int = 0
    """How often a model was asked since the line before it, while the caller waited."""
    model_characters: int = 0
    """How many characters it was shown in them, and answered; of the tools' schemas none."""
    milliseconds: int = 0
    """From the caller's words to the decision what to say; 0 where no host measures it."""


@dataclass(frozen=True, slots=True)
class Effort:
    """What a turn has cost; the fields are those of `Spoke`."""

    model_calls: int = 0
    model_characters: int = 0
    milliseconds: int = 0


@dataclass(frozen=True, slots=True)
class EndingsHeard:
    """The caller heard how the workflows that had ended did end ("Booked. Your code is ...")."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A person took the call."""


@dataclass(frozen=True, slots=True)
class HungUp:
    """The caller was gone before the call was over. What was in progress stays as it is."""


Entry: TypeAlias = Said | Decided | Spoke | EndingsHeard | HandedOver | HungUp


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was given in a call, as it is stored."""

    run: str
    """The run it was given in: its key."""
    workflow: str
    """The workflow's name."""
    step: str
    value: Any
    """JSON data, as the step's kind dumps it."""


class Journal(Protocol):
    """What keeps one call. `handrail.journal.CallJournal` keeps it in a store."""

    call: str
    """The call's id: another one, where a dropped call is gone on with."""

    @property
    def lost(self) -> bool:
        """Whether somebody else has taken the call up, so that nothing more of it is kept here."""
        ...

    def recorded(
        self, workflows: Sequence[type[Workflow]], context: Context
    ) -> Sequence[tuple[type[Workflow], Entry]]:
        """Return what was kept of this call so far, each with its workflow; nothing if it is new.

        Args:
            workflows: The workflows of the call, its reception's among them.
            context: The call's: its zone, region and facts.
        """
        ...

    def given(self) -> Sequence[Given]:
        """Return every answer that was ever given in this call, in order.

        A host looks up with it what its kinds speak of, before the call is gone on with: a booking
        by its code.
        """
        ...

    def note(self, entry: Entry, workflow: type[Workflow], now: datetime) -> None:
        """Take an entry, without keeping it yet. It never raises.

        Args:
            entry: What happened.
            workflow: The workflow in whose run it did.
            now: When, with a time zone.
        """
        ...

    async def keep(self, *, ended: bool) -> bool:
        """Keep what was noted since the last time, all or nothing. It never raises.

        Args:
            ended: Whether the call is over, so that there is nothing to take up again.

        Returns:
            Whether all that was ever noted is kept. It is not if somebody else has taken the call
            up, or if it could not be written.
        """
        ...
