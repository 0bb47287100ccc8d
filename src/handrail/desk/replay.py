"""Replaying calls of the desk from their journal, for those who look at them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self
from zoneinfo import ZoneInfo

from handrail.journal import (
    CallJournal,
    JournalUnavailable,
    Turn,
    UnreadableJournal,
    turns_of,
    words_of,
)
from handrail.kinds.base import Context
from handrail.reception import Reception
from handrail.workflow import Workflow

from .calendar import Calendar, CalendarUnavailable
from .call import WORKFLOWS
from .callback import CallBack
from .front import Front

__all__ = ["Replay", "Replayer"]

_RECEPTION: Final = Reception()
_WORKFLOWS: Final[tuple[type[Workflow], ...]] = (
    *WORKFLOWS,
    CallBack,
    _RECEPTION.workflow(first=True),
)
"""All that a call of the desk can be in. Of its two receptions either will do: they ask alike."""


@dataclass(frozen=True, slots=True)
class Replay:
    """A call as its journal tells it."""

    call: str
    turns: Sequence[Turn]
    context: Context
    """By which its values are spoken."""
    is_whole: bool = True
    """Whether all of it could be read; where not, the turns hold what was said and no more."""


class Replayer:
    """Replays calls of one calendar, with the business as it is now.

    Args:
        calendar: The open calendar.
        front: The business.
    """

    def __init__(self, calendar: Calendar, front: Front) -> None:
        self._calendar = calendar
        self._front = front

    @classmethod
    async def open(cls, calendar: Calendar, clock: Callable[[], datetime]) -> Self:
        """Look the business up.

        Raises:
            CalendarUnavailable: When it cannot be read.
        """
        return cls(calendar, await Front.open(calendar, clock))

    @property
    def zone(self) -> ZoneInfo:
        """The business's."""
        return self._front.business.zone

    async def replay(self, call: str) -> Replay | None:
        """Return a call as it stands in the journal; None when there is none of that id.

        Raises:
            CalendarUnavailable: When the journal cannot be read.
        """
        front, store = self._front, self._calendar.journal()
        context = Context(now=front.clock(), region=front.business.region, facts=front.facts(None))
        try:
            try:
                journal = await CallJournal.reopen(store, call)
                return Replay(call, turns_of(journal.recorded(_WORKFLOWS, context)), context)
            except UnreadableJournal:
                records = await store.read(call)
                if not records:
                    return None
                return Replay(call, words_of(records), context, is_whole=False)
        except JournalUnavailable as fault:
            raise CalendarUnavailable(str(fault)) from None
