"""Settling what calls have left in doubt, once nobody can go on with them.

When the answer to a commit is lost and the calendar stays away to the end of the call, what the
caller has dropped cannot be taken back in it. Its journal tells: a commit was asked for, and nobody
knows that it was done. What was dropped is then taken back after the call; what the caller may
believe otherwise than it is, is marked for the owner to follow up.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NoReturn

from handrail.engine import events as e
from handrail.faults import log_fault
from handrail.journal import WINDOW, JournalUnavailable, Record

from .calendar import Calendar, CalendarUnavailable, Refused, take_back
from .calendar.calls import doubtful_calls, follow_up, mark_of
from .calendar.record import has_written, is_settled, keep_settled

__all__ = ["settle", "settle_doubts"]

_logger = logging.getLogger(__name__)

_LOOKS_BACK: Final = timedelta(days=2)
"""How old a call may be that the first look of a process finds: over a weekend at most."""
_PAUSE: Final = 60.0
_QUIET: Final = timedelta(minutes=1)
"""How long after its end a run is left to its own call, which may be taking it back."""
_SOON: Final = timedelta(minutes=5)
"""How long after its end a run is taken back: by then its caller, or the owner, may have looked
what there is, and have been told that it stands."""
_UNASKED: Final = frozenset({"human", "failed"})
"""Causes of an end at which the caller still wanted it."""

_NOT_TOLD: Final = "What was agreed in this call is in the calendar, but the caller may not know."
_NOT_UNDONE: Final = "The caller gave this up, but it is in the calendar: undo it, and call them."
_TOO_LATE: Final = "The caller gave this up, but it may be in the calendar: ask them, and undo it."
_UNREADABLE: Final = "This call may have left something in the calendar: its record cannot be read."


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A run whose commit was asked for, and of which nobody knows that it was done."""

    run: str
    at: datetime
    """When it ended; where it has not, when its call was last written to. Aware."""
    ended: bool
    wanted: bool
    """Whether the caller may want it still."""

    def is_ripe(self, now: datetime) -> bool:
        """Tell whether nobody goes on with it: a run that has ended is not gone on with."""
        return now - self.at >= (_QUIET if self.ended else WINDOW)


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
        now = clock()
        since = max(since, now - _LOOKS_BACK)
        try:
            await settle_doubts(calendar, since=since, now=now)
        except CalendarUnavailable as fault:
            _logger.warning("what calls left in doubt stays so", extra={"reason": str(fault)})
        except Exception as fault:  # noqa: BLE001 - nobody would learn that nothing is settled any more
            log_fault(_logger, "what calls left in doubt could not be settled", fault)
        else:
            since = now - WINDOW
        await asyncio.sleep(pause)


async def settle_doubts(calendar: Calendar, *, since: datetime, now: datetime) -> int:
    """Settle what the calls have left in doubt that were written to from a moment on.

    Any number of workers may do so, and again: what was settled stays as it is. A call that cannot
    be settled does not stand in the way of others.

    Args:
        calendar: Whose.
        since: The moment, aware.
        now: The present moment, aware.

    Returns:
        How many calls have been marked to be followed up.

    Raises:
        CalendarUnavailable: When the calendar or its journal cannot be used, for all or for some.
    """
    marked, away = 0, ""
    for call in await doubtful_calls(calendar, since=since, until=now):
        try:
            marked += await _settle_call(calendar, call, now)
        except (CalendarUnavailable, JournalUnavailable) as fault:
            away = str(fault)
    if away:
        raise CalendarUnavailable(away)
    return marked


async def _settle_call(calendar: Calendar, call: str, now: datetime) -> int:
    """Settle what a call has left in doubt, and return how often it was marked."""
    try:
        doubts = _doubts_in(await calendar.journal().read(call))
    except (ValueError, TypeError) as fault:
        if await is_settled(calendar, call):
            return 0
        log_fault(_logger, "a call's record cannot be read", fault)
        await keep_settled(calendar, call, now=now)
        return await _mark(calendar, call, _UNREADABLE)
    marked = 0
    for doubt in doubts:
        if doubt.is_ripe(now) and not await is_settled(calendar, doubt.run):
            note = await _settled(calendar, doubt, now)
            if note:
                marked += await _mark(calendar, call, note)
                await keep_settled(calendar, doubt.run, now=now)
    return marked


async def _mark(calendar: Calendar, call: str, note: str) -> int:
    """Mark a call to be followed up, unless the owner has noted something of it."""
    if (await mark_of(calendar, call)).note:
        return 0
    return int(await follow_up(calendar, call, wanted=True, note=note))


async def _settled(calendar: Calendar, doubt: _Doubt, now: datetime) -> str:
    """Settle a doubt, and return what is left to a person; "" if nothing is."""
    late = now - doubt.at > _SOON
    if doubt.wanted or late:
        note = _NOT_TOLD if doubt.wanted else _TOO_LATE
        return note if await has_written(calendar, doubt.run) else ""
    try:
        await take_back(calendar, run=doubt.run, now=now)
    except Refused:
        return _NOT_UNDONE
    return ""


def _doubts_in(records: Iterable[Record]) -> list[_Doubt]:
    """Return what a call's records leave in doubt."""
    run, last, doubts = "", None, dict[str, _Doubt | None]()
    for record in records:
        data, last = record.data, record.at
        if record.kind == e.Began.__name__:
            run = str(data.get("run"))
        elif record.kind == e.CommitRequested.__name__:
            doubts[run] = None
        elif record.kind == e.Written.__name__:
            doubts.pop(run, None)
        elif record.kind == e.Closed.__name__ and run in doubts:
            wanted = data.get("cause") in _UNASKED
            doubts[run] = _Doubt(run, record.at, ended=True, wanted=wanted)
    return [
        doubt or _Doubt(each, last, ended=False, wanted=True)
        for each, doubt in doubts.items()
        if last is not None
    ]
