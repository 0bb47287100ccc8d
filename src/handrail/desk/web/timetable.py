"""A timetable: a sheet of the calendar laid out in columns and rows, for a grid to show.

A column is one resource's day; a row is five minutes of the wall clock. Where clocks go back, the
hour that comes twice has rows of its own, so that the columns of a week stay in line and nothing
that is booked in it overlaps; where they go forward, the hour that is skipped is empty and marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from handrail.desk.calendar import Booking, HeldTime, Interval, Sheet, SheetResource
from handrail.desk.calendar.owner import Block
from handrail.desk.calendar.wall_clock import midnight, moments

__all__ = ["MOST_LANES", "MOST_ROWS", "Cell", "Column", "Entry", "Hour", "Timetable", "timetable"]

_STEP: Final = 5
_HOUR: Final = 60
_HOUR_ROWS: Final = _HOUR // _STEP
_DAY_MINUTES: Final = 24 * _HOUR
_DAY: Final = timedelta(days=1)
_USUAL: Final = (9 * _HOUR, 17 * _HOUR)
"""What is shown of days on which nothing is open or booked."""
_LEAST_ROWS: Final = 3
"""Fewer would not hold a line of text."""

MOST_ROWS: Final = 26 * _HOUR_ROWS
"""No day has more: one with an hour twice has twenty-five."""
MOST_LANES: Final = 4

_Row = tuple[int, int]
"""A minute of the wall clock, and whether it is the second that shows it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Where something lies in its column."""

    row: int
    """From 1."""
    span: int


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour of a column's ground, or of the axis."""

    cell: Cell
    label: str
    """Such as "09:00"."""
    state: Literal["open", "closed", "skipped"]
    start: datetime | None
    """Its moment in the business's zone; None for one that is skipped."""


@dataclass(slots=True)
class Entry:
    """What takes time in a column."""

    what: Booking | HeldTime | Block
    kind: Literal["booking", "hold", "block"]
    start: datetime
    """Aware, in the business's zone; so is the end."""
    end: datetime
    cell: Cell
    goes_on: bool
    """Whether it began on the day before."""
    lane: int = 1
    """From 1: entries at the same time lie side by side."""


@dataclass(frozen=True, slots=True)
class Column:
    """One resource's day."""

    day: date
    resource: SheetResource
    hours: tuple[Hour, ...]
    entries: tuple[Entry, ...]
    """By their start."""
    lanes: int
    is_today: bool
    note: str
    """"Closed", "Other hours than usual" and the like; "" for an ordinary day."""
    now: int | None
    """The row of the present moment; None outside the hours that are shown."""


@dataclass(frozen=True, slots=True)
class Timetable:
    """Columns that share one axis."""

    axis: tuple[Hour, ...]
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class _Axis:
    """The rows that all columns share."""

    rows: tuple[_Row, ...]
    at: dict[_Row, int] = field(default_factory=dict)

    def shows(self, moment: datetime) -> bool:
        """Tell whether a moment is between the first hour that is shown and the last."""
        return _row(moment) in self.at

    def row_of(self, moment: datetime, day: date) -> int:
        """Return the row, from 0, at which a moment lies; those of other days lie at an end."""
        if moment.date() < day:
            return 0
        if moment.date() > day:
            return len(self.rows)
        row = _row(moment)
        # The second time of a wall clock has a row of its own only on the day that repeats it.
        found = self.at.get(row)
        if found is None:
            found = 0 if row < self.rows[0] else len(self.rows)
        return found


def _row(moment: datetime) -> _Row:
    """Return the row of a wall clock's time, whether or not it is shown."""
    return moment.hour * _HOUR + moment.minute // _STEP * _STEP, moment.fold


def timetable(
    found: Sheet,
    days: Sequence[date],
    resources: Sequence[SheetResource],
    *,
    now: datetime,
) -> Timetable:
    """Lay out some days of some resources, a column for each day of each.

    Args:
        found: The sheet, of these days at least.
        days: In order.
        resources: Among those of the sheet.
        now: The present moment, aware.
    """
    zone = found.business.zone
    taken = {each.id: _taken(found, each) for each in resources}
    bounds = {day: (midnight(day, zone), midnight(day + _DAY, zone)) for day in days}
    shares = [_share(day, each, taken[each.id], bounds[day]) for day in days for each in resources]
    axis = _axis(days, [each for share in shares for each in share.shown], zone)
    starts = {day: _moments(axis, day, zone) for day in days}
    local = now.astimezone(zone)
    columns = []
    for share in shares:
        entries = [_entry(each, axis, share.day, zone) for each in share.taken]
        lanes = _arrange(entries)
        is_today = local.date() == share.day
        columns.append(
            Column(
                share.day,
                share.resource,
                _ground(axis, starts[share.day], share.open, zone),
                tuple(entries),
                lanes,
                is_today,
                _note(share),
                axis.row_of(local, share.day) + 1 if is_today and axis.shows(local) else None,
            )
        )
    return Timetable(_ground(axis), tuple(columns))


_Taken = tuple[Booking | HeldTime | Block, Literal["booking", "hold", "block"], datetime, datetime]


@dataclass(frozen=True, slots=True)
class _Share:
    """What of a resource falls on a day."""

    day: date
    resource: SheetResource
    open: Sequence[Interval]
    taken: Sequence[_Taken]
    shown: Sequence[Interval]
    """What of the day must be shown."""


def _share(
    day: date, resource: SheetResource, taken: Iterable[_Taken], bounds: tuple[datetime, datetime]
) -> _Share:
    begin, last = bounds
    opened = [each for each in resource.open if each.start < last and each.end > begin]
    falling = [each for each in taken if each[2] < last and each[3] > begin]
    shown = [Interval(start, end) for _, kind, start, end in falling if kind != "block"]
    return _Share(
        day,
        resource,
        opened,
        falling,
        [Interval(max(each.start, begin), min(each.end, last)) for each in (*opened, *shown)],
    )


def _taken(found: Sheet, resource: SheetResource) -> list[_Taken]:
    """Return what takes a resource's time, by its start; blocks come first, as the ground."""
    every: list[_Taken] = [
        (each, "block", each.start, each.end)
        for each in found.blocks
        if each.resource in {None, resource.name}
    ]
    rest: list[_Taken] = [
        *((b, "booking", b.start, b.end) for b in found.bookings if b.resource == resource.name),
        *((h, "hold", h.start, h.end) for h in found.holds if h.resource == resource.name),
    ]
    return every + sorted(rest, key=lambda each: each[2].astimezone(UTC))


def _axis(days: Sequence[date], shown: Iterable[Interval], zone: ZoneInfo) -> _Axis:
    first, last = _DAY_MINUTES, 0
    for each in shown:
        start, end = each.start.astimezone(zone), each.end.astimezone(zone)
        first = min(first, start.hour * _HOUR)
        closes = end.hour * _HOUR + end.minute
        ends_later = end.date() > start.date() or closes <= start.hour * _HOUR + start.minute
        last = max(last, _DAY_MINUTES if ends_later else closes)
    if first >= last:
        first, last = _USUAL
    last = min(-(-last // _HOUR) * _HOUR, _DAY_MINUTES)
    changing = [d for d in days if midnight(d + _DAY, zone) - midnight(d, zone) != _DAY]
    rows: list[_Row] = []
    again: list[_Row] = []
    for minute in range(first, last, _STEP):
        twice = any(len(moments(_wall(day, minute), zone)) > 1 for day in changing)
        if not twice:
            rows += again
            again = []
        rows.append((minute, 0))
        if twice:
            again.append((minute, 1))
    rows += again
    return _Axis(tuple(rows), {row: number for number, row in enumerate(rows)})


def _wall(day: date, minute: int) -> datetime:
    return datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)


def _moments(axis: _Axis, day: date, zone: ZoneInfo) -> tuple[datetime | None, ...]:
    """Return the moment of each row of a day, in UTC; None for one that the day does not have."""
    begin = midnight(day, zone)
    if midnight(day + _DAY, zone) - begin == _DAY:  # no change: nearly always, and much quicker
        return tuple(
            None if again else begin + timedelta(minutes=minute) for minute, again in axis.rows
        )
    found = [(moments(_wall(day, minute), zone), again) for minute, again in axis.rows]
    return tuple(each[again] if again < len(each) else None for each, again in found)


def _ground(
    axis: _Axis,
    starts: Sequence[datetime | None] = (),
    opened: Sequence[Interval] = (),
    zone: ZoneInfo | None = None,
) -> tuple[Hour, ...]:
    """Return hours, cut where a resource opens or closes.

    Args:
        axis: The rows.
        starts: Their moments; none: the axis itself is meant.
        opened: When the resource is at work.
        zone: The business's.
    """
    states: list[Literal["open", "closed", "skipped"]] = [
        "skipped" if start is None else "open" if _is_open(start, opened) else "closed"
        for start in starts
    ] or ["open"] * len(axis.rows)
    hours: list[Hour] = []
    begin = 0
    for number in range(1, len(axis.rows) + 1):
        if number < len(axis.rows):
            (minute, again), (_, before) = axis.rows[number], axis.rows[number - 1]
            if minute % _HOUR and again == before and states[number] == states[number - 1]:
                continue
        minute = axis.rows[begin][0]
        start = starts[begin] if starts else None
        hours.append(
            Hour(
                Cell(begin + 1, number - begin),
                f"{minute // _HOUR:02}:{minute % _HOUR:02}",
                states[begin],
                start.astimezone(zone) if start else None,
            )
        )
        begin = number
    return tuple(hours)


def _is_open(moment: datetime, opened: Sequence[Interval]) -> bool:
    return any(each.start <= moment < each.end for each in opened)


def _entry(taken: _Taken, axis: _Axis, day: date, zone: ZoneInfo) -> Entry:
    what, kind, start, end = taken
    here, there = start.astimezone(zone), end.astimezone(zone)
    first = min(axis.row_of(here, day), len(axis.rows) - 1)
    rows = max(axis.row_of(there, day) - first, min(_LEAST_ROWS, len(axis.rows) - first))
    return Entry(what, kind, here, there, Cell(first + 1, rows), here.date() < day)


def _arrange(entries: Iterable[Entry]) -> int:
    """Put what overlaps side by side, and return how many lanes that takes."""
    ends: list[int] = []
    for entry in entries:
        if entry.kind == "block":
            continue  # it lies beneath the others
        last = entry.cell.row + entry.cell.span
        for number, end in enumerate(ends):
            if end <= entry.cell.row:
                ends[number], entry.lane = last, number + 1
                break
        else:
            ends.append(last)
            entry.lane = min(len(ends), MOST_LANES)
    return max(1, min(len(ends), MOST_LANES))


def _note(share: _Share) -> str:
    if not share.resource.active:
        return "Takes no bookings"
    if share.day in share.resource.special:
        return "Other hours than usual" if share.open else "Closed on this date"
    return "" if share.open else "Closed"
