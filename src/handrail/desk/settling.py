"""Settling what calls have left in doubt, once nobody can go on with them.

When the answer to a commit is lost and the calendar stays away to the end of the call, what the
caller has dropped cannot be taken back in it. Its journal tells: a commit was asked for, and nobody
knows that it was done. What was dropped is then taken back after the call; what the caller may
believe otherwise than it is, is marked for the owner to follow up.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NoReturn

from handrail.engine import events as e
from handrail.faults import log_fault
from handrail.journal import WINDOW, JournalUnavailable, Record

from .calendar import Calendar, CalendarUnavailable, Refused, take_back
from .calendar.calls import doubtful_calls, follow_up, mark_of
from .calendar.record import has_written

__all__ = ["settle", "settle_doubts"]

_logger = logging.getLogger(__name__)

_LOOKS_BACK: Final = timedelta(days=2)
"""How old a call may be that the first look of a process finds: over a weekend at most."""
_PAUSE: Final = 300.0

_NOT_TOLD: Final = "What was agreed in this call is in the calendar, but the caller may not know."
_NOT_UNDONE: Final = "The caller gave this up, but it is in the calendar: undo it, and call them."


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A run whose commit was asked for, and of which nobody knows that it was done."""

    run: str
    dropped: bool
    """Whether the caller wants no more of it."""


async def settle(
    calendar: Calendar, *, clock: Callable[[], datetime], pause: float = _PAUSE
) -> NoReturn:
    """Settle what calls have left in doubt, time and again, until cancelled.

    A calendar that cannot be reached for a while is no reason to stop, nor is any other fault: what
    was not settled is looked at again.

    Args:
        calendar: Whose.
        clock: Gives the present moment, aware.
        pause: Seconds between one look and the next.
    """
    since = clock() - _LOOKS_BACK
    while True:
        until = clock() - WINDOW
        try:
            await settle_doubts(calendar, since=since, until=until, now=clock())
        except CalendarUnavailable as fault:
            _logger.warning("what calls left in doubt stays so", extra={"reason": str(fault)})
        except Exception as fault:  # noqa: BLE001 - nobody would learn that nothing is settled any more
            log_fault(_logger, "what calls left in doubt could not be settled", fault)
        else:
            since = until
        await asyncio.sleep(pause)


async def settle_doubts(
    calendar: Calendar, *, since: datetime, until: datetime, now: datetime
) -> int:
    """Settle what those calls have left in doubt that were silent from a stretch of time on.

    Any number of workers may do so, and again: what was settled stays as it is.

    Args:
        calendar: Whose.
        since: The beginning of the stretch, aware.
        until: Its end, aware: long enough ago that nobody goes on with the calls.
        now: The present moment, aware.

    Returns:
        How many calls have been marked to be followed up.

    Raises:
        CalendarUnavailable: When the calendar or its journal cannot be used.
    """
    store, marked = calendar.journal(), 0
    for call in await doubtful_calls(calendar, since=since, until=until):
        try:
            doubts = _doubts_in(await store.read(call))
        except JournalUnavailable as fault:
            raise CalendarUnavailable(str(fault)) from None
        for doubt in doubts:
            note = await _settled(calendar, doubt, now)
            if note and not (await mark_of(calendar, call)).note:
                marked += await follow_up(calendar, call, wanted=True, note=note)
    return marked


async def _settled(calendar: Calendar, doubt: _Doubt, now: datetime) -> str:
    """Settle a doubt, and return what is left to a person; "" if nothing is."""
    if not doubt.dropped:
        return _NOT_TOLD if await has_written(calendar, doubt.run) else ""
    try:
        await take_back(calendar, run=doubt.run, now=now)
    except Refused:
        return _NOT_UNDONE
    return ""


def _doubts_in(records: Iterable[Record]) -> list[_Doubt]:
    """Return what a call's records leave in doubt."""
    run, dropped = "", dict[str, bool]()
    for record in records:
        data: Mapping[str, object] = record.data
        if record.kind == e.Began.__name__:
            run = str(data.get("run"))
        elif record.kind == e.CommitRequested.__name__:
            dropped[run] = False
        elif record.kind == e.Written.__name__:
            dropped.pop(run, None)
        elif record.kind == e.Closed.__name__ and run in dropped:
            dropped[run] = True
    return [_Doubt(run, gone) for run, gone in dropped.items()]
