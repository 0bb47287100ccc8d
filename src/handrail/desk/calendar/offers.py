"""What to offer near a time that will not do: the nearest that a caller would think of too.

Two, because a listener holds two; on the asked day first, because a day is usually chosen before
an hour is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Final

from .availability import Availability, first_apart

__all__ = ["DAYS_AHEAD", "DAYS_BACK", "closest", "distance", "following_days", "nearest"]

DAYS_BACK: Final = 7
DAYS_AHEAD: Final = 60
"""How many days from the asked one are looked through for something to offer."""

_OFFERS: Final = 2


def nearest(free: Availability, asked: datetime) -> tuple[datetime, ...]:
    """Return at most two free times to offer instead, in order.

    The nearest before and after on the asked day. When it has none before, two after; when none
    after, the one before and the first of the next day that has any. When it has none at all, the
    nearest days before and after, as close as they come to the time that was asked for.
    """
    start = asked.astimezone(free.zone)
    moment = start.astimezone(UTC)
    today = free.on(start.date())
    before = [each for each in today if each.astimezone(UTC) < moment]
    after = [each for each in today if each.astimezone(UTC) > moment]
    if before and after:
        return before[-1], after[0]
    if not today:
        return _on_other_days(free, start)
    here = before[-1:] or list(first_apart(after, _OFFERS))
    if len(here) < _OFFERS:
        here += islice(following_days(free, start.date(), time.min), 1)
    return tuple(here)


def following_days(free: Availability, day: date, wanted: time) -> Iterator[datetime]:
    """Yield for each day after this one that has any its free time closest to the wanted one."""
    return _of_days(free, (day + timedelta(days=n) for n in range(1, DAYS_AHEAD + 1)), wanted)


def closest(starts: Sequence[datetime], wanted: time) -> datetime:
    """Return the start whose wall clock is closest to the wanted time; the earlier of two."""
    return min(starts, key=lambda start: distance(start.time(), wanted))


def distance(one: time, other: time) -> timedelta:
    """Return how far apart two times of one day are on the clock."""
    return abs(datetime.combine(date.min, one) - datetime.combine(date.min, other))


def _on_other_days(free: Availability, start: datetime) -> tuple[datetime, ...]:
    day, wanted = start.date(), start.time()
    before = _of_days(free, (day - timedelta(days=n) for n in range(1, DAYS_BACK + 1)), wanted)
    earlier = list(islice(before, 1))
    later = islice(following_days(free, day, wanted), _OFFERS - len(earlier))
    return (*earlier, *later)


def _of_days(free: Availability, days: Iterable[date], wanted: time) -> Iterator[datetime]:
    for day in days:
        starts = free.on(day)
        if starts:
            yield closest(starts, wanted)
