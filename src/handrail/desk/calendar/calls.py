"""The calls in the journal as the dashboard lists them, and what the owner marks in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias

from sqlalchemy import Row, Select, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.engine import events as e
from handrail.journal import JOURNAL

from .call_tables import CallFiguresRow, CallMarkRow
from .store import Calendar

__all__ = [
    "LONGEST_NOTE",
    "ListedCall",
    "Mark",
    "Pulse",
    "counted_calls",
    "doubtful_calls",
    "end_call",
    "figures_mark",
    "follow_up",
    "keep_figures",
    "listed_call",
    "listed_calls",
    "mark_of",
    "mark_tried",
    "pulse",
    "uncounted_calls",
]

LONGEST_NOTE: Final = 1000
"""Characters of a note on a call."""

_CALL: Final = JOURNAL.tables["journal_call"].c
_RECORD: Final = JOURNAL.tables["journal_record"].c
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST: Final = 100
"""How many calls are looked at for news: of more, those that were silent longest are no news."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What the owner wants of a call."""

    end_wanted_at: datetime | None = None
    follow_up: bool = False
    note: str = ""
    tried: bool = False
    """Whether it was a chat on the dashboard."""


@dataclass(frozen=True, slots=True)
class ListedCall:
    """A call in a list. Times are in UTC."""

    id: str
    caller: str | None
    """The calling number, E.164; None where it is withheld."""
    began: datetime
    last: datetime
    """When it was last written to."""
    length: int
    """How many records it has."""
    ended: bool
    mark: Mark
    figures: Mapping[str, Any] | None
    """What was counted of it when it was `counted` records long, if it was."""
    counted: int


Pulse: TypeAlias = Mapping[str, tuple[object, ...]]
"""By call its number of records, whether it has ended, and how it is marked: what changes when a
turn is written."""


async def listed_calls(
    calendar: Calendar, *, limit: int, skip: int = 0, to_follow_up: bool = False
) -> Sequence[ListedCall]:
    """Return calls, those that were written to last first.

    Args:
        calendar: Whose.
        limit: How many at most.
        skip: How many of the first are left out.
        to_follow_up: Only those that are marked for it.

    Raises:
        CalendarUnavailable: When they cannot be read.
    """
    wanted = _listed().order_by(_CALL.last.desc(), _CALL.id).limit(limit).offset(skip)
    if to_follow_up:
        wanted = wanted.where(CallMarkRow.follow_up)
    async with calendar.reading() as connection:
        return [_call_of(row) for row in await connection.execute(wanted)]


async def listed_call(calendar: Calendar, call: str) -> ListedCall | None:
    """Return one call; None when there is none of that id (any more).

    Raises:
        CalendarUnavailable: When it cannot be read.
    """
    async with calendar.reading() as connection:
        row = (await connection.execute(_listed().where(_CALL.id == call))).one_or_none()
    return None if row is None else _call_of(row)


async def pulse(calendar: Calendar, watched: Collection[str] = ()) -> Pulse:
    """Return what tells that something was written: cheap, and the same for all who watch.

    Args:
        calendar: Whose.
        watched: Calls that are looked at however long they have been silent.

    Raises:
        CalendarUnavailable: When it cannot be read.
    """
    wanted = select(
        _CALL.id, _CALL.length, _CALL.ended, CallMarkRow.end_wanted_at, CallMarkRow.follow_up
    ).outerjoin_from(JOURNAL.tables["journal_call"], CallMarkRow, CallMarkRow.call == _CALL.id)
    async with calendar.reading() as connection:
        found = list(await connection.execute(wanted.order_by(_CALL.last.desc()).limit(_LATEST)))
        if watched:
            found += await connection.execute(wanted.where(_CALL.id.in_(watched)))
    return {row.id: tuple(row[1:]) for row in found}


async def uncounted_calls(
    calendar: Calendar, *, silent_since: datetime, limit: int
) -> Sequence[ListedCall]:
    """Return calls that are over, or silent since then, and not counted as they are now.

    Raises:
        CalendarUnavailable: When they cannot be read.
    """
    is_news = func.coalesce(CallFiguresRow.length, -1) != _CALL.length
    is_over = or_(_CALL.ended, _CALL.last < _stored(silent_since))
    async with calendar.reading() as connection:
        rows = await connection.execute(_listed().where(is_news, is_over).limit(limit))
        return [_call_of(row) for row in rows]


async def doubtful_calls(calendar: Calendar, *, since: datetime, until: datetime) -> Sequence[str]:
    """Return the calls, last written to in a stretch of time, that asked for more than was done.

    Of each the id; what a commit came to was refused, or nobody knows it.

    Raises:
        CalendarUnavailable: When they cannot be read.
    """

    def of_kind(event: type[e.Event]) -> Any:
        own = _RECORD.call == _CALL.id, _RECORD.kind == event.__name__
        return select(func.count()).where(*own).scalar_subquery()

    wanted = select(_CALL.id).where(
        _CALL.last >= _stored(since),
        _CALL.last < _stored(until),
        of_kind(e.CommitRequested) > of_kind(e.Written),
    )
    async with calendar.reading() as connection:
        return list((await connection.execute(wanted)).scalars())


async def counted_calls(
    calendar: Calendar, *, since: datetime, until: datetime
) -> Sequence[ListedCall]:
    """Return the calls that began in a stretch of time and that are counted, in no order.

    Raises:
        CalendarUnavailable: When they cannot be read.
    """
    first, end = _stored(since), _stored(until)
    wanted = _listed().where(
        _CALL.last >= first, _CALL.began >= first, _CALL.began < end, CallFiguresRow.length > 0
    )
    async with calendar.reading() as connection:
        return [_call_of(row) for row in await connection.execute(wanted)]


async def figures_mark(calendar: Calendar) -> tuple[int, ...]:
    """Return numbers that change when what is counted does: sums made before hold until then.

    Raises:
        CalendarUnavailable: When it cannot be read.
    """
    counted = select(func.count(), func.coalesce(func.sum(CallFiguresRow.length), 0))
    tried = select(func.count()).select_from(CallMarkRow).where(CallMarkRow.tried)
    async with calendar.reading() as connection:
        calls, records = (await connection.execute(counted)).one()
        return int(calls), int(records), int((await connection.execute(tried)).scalar_one())


async def keep_figures(
    calendar: Calendar, counted: Mapping[str, tuple[int, Mapping[str, Any]]]
) -> None:
    """Keep what was counted of calls, in the place of what was counted before.

    Args:
        calendar: Whose.
        counted: By call how many records it had, and its figures as JSON data.

    Raises:
        CalendarUnavailable: When it cannot be written.
    """
    async with calendar.writing() as session:
        await session.execute(delete(CallFiguresRow).where(CallFiguresRow.call.in_(counted)))
        there = await session.execute(select(_CALL.id).where(_CALL.id.in_(counted)))
        session.add_all(  # one may have been purged meanwhile
            CallFiguresRow(call=call, length=counted[call][0], figures=dict(counted[call][1]))
            for call in there.scalars()
        )


async def mark_of(calendar: Calendar, call: str) -> Mark:
    """Return what the owner wants of a call.

    Raises:
        CalendarUnavailable: When it cannot be read.
    """
    async with calendar.reading() as connection:
        wanted = select(*_MARK).where(CallMarkRow.call == call)
        row = (await connection.execute(wanted)).one_or_none()
    return Mark() if row is None else _mark_of(row)


async def end_call(calendar: Calendar, call: str, *, now: datetime) -> bool:
    """Have a call ended: its host does so at the caller's next turn.

    Returns:
        Whether there is such a call that has not ended.

    Raises:
        CalendarUnavailable: When it cannot be written.
    """
    async with calendar.writing() as session:
        wanted = select(_CALL.ended).where(_CALL.id == call)
        if (await session.execute(wanted)).scalar_one_or_none() is not False:
            return False
        mark = await _marked(session, call)
        mark.end_wanted_at = mark.end_wanted_at or now
        return True


async def follow_up(calendar: Calendar, call: str, *, wanted: bool, note: str) -> bool:
    """Mark a call for follow-up, or as done.

    Args:
        calendar: Whose.
        call: The call's id.
        wanted: Whether somebody is to follow it up.
        note: What for, at most `LONGEST_NOTE` characters.

    Returns:
        Whether there is such a call.

    Raises:
        CalendarUnavailable: When it cannot be written.
    """
    async with calendar.writing() as session:
        found = await session.execute(select(_CALL.id).where(_CALL.id == call))
        if found.first() is None:
            return False
        mark = await _marked(session, call)
        mark.follow_up, mark.note = wanted, note[:LONGEST_NOTE]
        return True


async def mark_tried(calendar: Calendar, call: str) -> None:
    """Note that a call was a chat on the dashboard, which no customer held.

    Raises:
        CalendarUnavailable: When it cannot be written.
    """
    async with calendar.writing() as session:
        found = await session.execute(select(_CALL.id).where(_CALL.id == call))
        if found.first() is not None:
            (await _marked(session, call)).tried = True


async def _marked(session: AsyncSession, call: str) -> CallMarkRow:
    mark = await session.get(CallMarkRow, call, with_for_update=True)
    if mark is None:
        mark = CallMarkRow(call=call, follow_up=False, note="", tried=False)
        session.add(mark)
    return mark


_MARK: Final = (
    CallMarkRow.end_wanted_at,
    CallMarkRow.follow_up,
    CallMarkRow.note,
    CallMarkRow.tried,
)


def _listed() -> Select[Any]:
    return (
        select(
            _CALL.id,
            _CALL.caller,
            _CALL.began,
            _CALL.last,
            _CALL.length,
            _CALL.ended,
            *_MARK,
            CallFiguresRow.figures,
            CallFiguresRow.length.label("counted"),
        )
        .outerjoin_from(JOURNAL.tables["journal_call"], CallMarkRow, CallMarkRow.call == _CALL.id)
        .outerjoin(CallFiguresRow, CallFiguresRow.call == _CALL.id)
    )


def _call_of(row: Row[Any]) -> ListedCall:
    return ListedCall(
        row.id,
        row.caller,
        _moment(row.began),
        _moment(row.last),
        row.length,
        row.ended,
        _mark_of(row),
        row.figures,
        row.counted or 0,
    )


def _mark_of(row: Any) -> Mark:
    return Mark(row.end_wanted_at, bool(row.follow_up), row.note or "", bool(row.tried))


def _stored(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)


def _moment(stored: int) -> datetime:
    return _EPOCH + timedelta(microseconds=stored)
