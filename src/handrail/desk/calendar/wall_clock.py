"""From the clock on the wall to moments in time, on days when the clocks change too.

A wall-clock time stands for one moment on most days, for two in the hour that is repeated in
autumn and for none in the hour that is skipped in spring (PEP 495 calls these the fold and the
gap). Moments are aware datetimes in UTC throughout: Python compares two datetimes of the same zone
by their wall clocks, which is wrong across a change.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo

__all__ = ["boundary", "grid", "midnight", "moments"]

_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)


def moments(wall: datetime, zone: tzinfo) -> tuple[datetime, ...]:
    """Return the moments a naive wall-clock time stands for: none in a gap, two in a fold."""
    first = wall.replace(tzinfo=zone, fold=0)
    second = wall.replace(tzinfo=zone, fold=1)
    before, after = first.utcoffset(), second.utcoffset()
    if before == after:
        return (first.astimezone(UTC),)
    if before is not None and after is not None and before < after:
        return ()
    return (first.astimezone(UTC), second.astimezone(UTC))


def boundary(wall: datetime, zone: tzinfo) -> datetime:
    """Return the one moment at which a business opens or closes at a naive wall-clock time.

    A time that comes twice means the first; one that is skipped means the moment of the skip:
    whoever opens at 02:30 opens at 03:00 on the night that has no 02:30.
    """
    found = moments(wall, zone)
    if found:
        return found[0]
    # Read with the offset from after the change, a skipped time lies before it, and the other way
    # round; halving the stretch between them finds the change.
    early = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    late = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    old = early.astimezone(zone).utcoffset()
    while late - early > _SECOND:
        middle = early + (late - early) / 2
        if middle.astimezone(zone).utcoffset() == old:
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0)


def midnight(day: date, zone: tzinfo) -> datetime:
    """Return the moment a date begins; in some zones the clocks change just then."""
    return boundary(datetime.combine(day, time()), zone)


def grid(day: date, step_minutes: int, zone: tzinfo, offset_minutes: int = 0) -> Sequence[int]:
    """Return the moments of a date whose wall clock is the offset and a multiple of the step.

    They are in order, in seconds since 1970. An offset of more than a step is one by what is left
    of it: 75 minutes mean a quarter past each hour, from 00:15 on, where the step is an hour. A
    time that is skipped is not among them; one that is repeated is there twice.
    """
    begin = midnight(day, zone)
    minutes = range(offset_minutes % step_minutes, 24 * 60, step_minutes)
    if midnight(day + _DAY, zone) - begin == _DAY:  # no change: nearly always, and much quicker
        first = int(begin.timestamp())
        return range(first + 60 * minutes.start, first + 60 * minutes.stop, 60 * step_minutes)
    start = datetime.combine(day, time())
    walls = (start + timedelta(minutes=minute) for minute in minutes)
    return sorted(int(moment.timestamp()) for wall in walls for moment in moments(wall, zone))
