"""Which half of the day a clock time is in that was said without it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from ..base import Context
from .hours import Hours, likely_times
from .meaning import Clock

__all__ = ["is_late_today", "likeliest", "minute_of", "times_on"]

_WEEK: Final = 7
_NOON: Final = 12


def times_on(
    day: dt.date, times: tuple[dt.time, ...], ctx: Context, hours: Hours | None
) -> tuple[dt.time, ...]:
    """Return the halves of a day that a clock time is likely in.

    Of today it is the one to come, unless hours say that the business is closed then: "nine", at
    ten in the morning, is not nine in the evening. Who has a time out of a common day, such as
    seven in the evening, and makes it eight, means the same half.
    """
    likely = likely_times(times, (day,), hours)
    held = ctx.current
    if hours is None and len(times) > 1 and isinstance(held, dt.datetime):
        same = tuple(time for time in times if (time.hour < _NOON) == (held.hour < _NOON))
        if held.time() not in likely_times(_halves(held.time()), (), None):
            likely = same or likely
    if day != ctx.now.date() or len(times) == 1:
        return likely
    ahead = tuple(time for time in times if time >= minute_of(ctx.now).time())
    if hours is None or not ahead:
        return likely_times(ahead, (day,), hours) or likely
    is_open = tuple(t for t in ahead if any(a <= t < b for a, b in hours.on(day)))
    return is_open or likely


def is_late_today(
    value: dt.datetime, clocks: Sequence[Clock], ctx: Context, hours: Hours | None
) -> bool:
    """Whether a bare hour is taken for the evening only because its morning has passed.

    "At nine today", said at ten: where no opening hours are known that is no more than a guess.
    """
    if hours is not None or ctx.current is not None or value.date() != ctx.now.date():
        return False
    said = [one.times for one in clocks if value.time() in one.times]
    return any(
        len(times) > 1 and value.time() not in likely_times(times, (), None) for times in said
    )


def likeliest(times: tuple[dt.time, ...], ctx: Context, hours: Hours | None) -> dt.time:
    """Return the half of the day a clock time is in on the coming days."""
    today = ctx.now.date()
    days = tuple(today + dt.timedelta(days=i) for i in range(_WEEK))
    fits = likely_times(times, days, hours)
    if len(fits) > 1:
        fits = likely_times(times, (), None)
    return fits[0]


def minute_of(now: dt.datetime) -> dt.datetime:
    """Return the minute that has begun: a time in it is not past yet."""
    return now.replace(second=0, microsecond=0)


def _halves(time: dt.time) -> tuple[dt.time, dt.time]:
    """Return a clock time in both halves of the day."""
    return time.replace(hour=time.hour % _NOON), time.replace(hour=time.hour % _NOON + _NOON)
