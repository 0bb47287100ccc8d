"""Saying a date and time as people do: "Tuesday the 16th at 3"."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from ..base import join_options
from .hours import Hours, likely_times
from .meaning import PARTS_OF_DAY, clock
from .part import WhenPart

__all__ = ["say_day", "say_options", "say_part", "say_time", "say_value"]

_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_FORTNIGHT: Final = 14
_NOON: Final = 12


def say_day(day: dt.date, today: dt.date) -> str:
    """Say a day: "today", "Tuesday the 16th", "Tuesday the 7th of July", with a year when needed.

    The month is named when it is another one or more than two weeks off, the year when it is
    another one than the present.
    """
    if day == today:
        return "today"
    if day == today + dt.timedelta(days=1):
        return "tomorrow"
    said = f"{_WEEKDAYS[day.weekday()]} the {_ordinal(day.day)}"
    if day.year != today.year:
        return f"{said} of {_MONTHS[day.month - 1]} {day.year}"
    if day.month != today.month or (day - today).days > _FORTNIGHT:
        return f"{said} of {_MONTHS[day.month - 1]}"
    return said


def say_time(time: dt.time, day: dt.date | None, hours: Hours | None) -> str:
    """Say a clock time: "3", "3:15", with "a.m." or "p.m." where it could be either.

    That is where opening hours are unknown, or do not settle the half of the day.
    """
    hour = time.hour % _NOON or _NOON
    said = f"{hour}:{time.minute:02}" if time.minute else str(hour)
    either = clock(hour, time.minute)
    if hours is not None and day is not None and either is not None:
        settled = likely_times(either.times, (day,), hours) == (time,)
        if settled:
            return said
    if time == dt.time(_NOON):
        return "noon"
    return f"{said} {'a.m.' if time.hour < _NOON else 'p.m.'}"


def say_value(value: dt.datetime, now: dt.datetime, hours: Hours | None) -> str:
    """Say a date and time: "Tuesday the 16th at 3", "10:30 tomorrow"."""
    value = value.astimezone(now.tzinfo)
    day, time = say_day(value.date(), now.date()), say_time(value.time(), value.date(), hours)
    return f"{time} {day}" if day in ("today", "tomorrow") else f"{day} at {time}"


def say_options(
    values: Sequence[dt.datetime | WhenPart], now: dt.datetime, hours: Hours | None
) -> str:
    """Say several: "10, 10:30 or 11 tomorrow", "Tuesday the 16th at 3 or Saturday the 20th at 10".

    Values that are all the start of a day stand for days ("next Tuesday", said on a Monday), as
    parts with a day do.
    """
    moments = [value.astimezone(now.tzinfo) for value in values if isinstance(value, dt.datetime)]
    if len(moments) < len(values):
        return join_options(
            [
                say_part(value, now, hours)
                if isinstance(value, WhenPart)
                else say_value(value, now, hours)
                for value in values
            ]
        )
    if moments and all(moment.time() == dt.time(0) for moment in moments):
        return join_options([say_day(moment.date(), now.date()) for moment in moments])
    groups: list[tuple[dt.date, list[dt.time]]] = []
    for value in moments:
        if not groups or groups[-1][0] != value.date():
            groups.append((value.date(), []))
        groups[-1][1].append(value.time())
    return join_options([_say_group(day, times, now.date(), hours) for day, times in groups])


def _say_group(day: dt.date, times: list[dt.time], today: dt.date, hours: Hours | None) -> str:
    said = join_options([say_time(time, day, hours) for time in times])
    name = say_day(day, today)
    return f"{said} {name}" if name in ("today", "tomorrow") else f"{name} at {said}"


def say_part(part: WhenPart, now: dt.datetime, hours: Hours | None) -> str:
    """Say what is known in part: "Tuesday the 16th", "3", "Tuesday the 16th in the afternoon"."""
    today = now.date()
    day = ""
    if part.date is not None:
        day = say_day(part.date, today)
    elif part.dates:
        day = join_options([say_day(one, today) for one in part.dates])
    elif part.first is not None and part.last is not None:
        ends = dict.fromkeys(say_day(end, today) for end in (part.first, part.last))
        day = " to ".join(ends)
    elif part.weekdays:
        day = _say_weekdays(part.weekdays)
    elif part.first == today:
        day = ""
    elif part.first is not None:
        day = f"from {say_day(part.first, today)}"
    elif part.last is not None:
        day = f"by {say_day(part.last, today)}"
    time = ""
    if part.clock is not None:
        about = "around " if part.time is None else "at " if day else ""
        time = about + say_time(part.clock, part.date, hours)
    elif part.start is not None or part.end is not None:
        time = _window(part.start, part.end, part.date, hours)
    # "As soon as possible" alone is no part of a time to be said back.
    wish = _PREFERRED[part.prefer] if part.prefer is not None and (day or time) else ""
    return " ".join(said for said in (day, time, wish) if said)


_PREFERRED: Final = {"first": "as soon as possible", "last": "as late as possible", "any": ""}


_GROUPS: Final = {(0, 1, 2, 3, 4): "on a weekday", (5, 6): "on weekends", (1, 2, 3): "midweek"}


def _say_weekdays(days: Sequence[int]) -> str:
    if tuple(days) in _GROUPS:
        return _GROUPS[tuple(days)]
    others = [_WEEKDAYS[day] for day in range(7) if day not in days]
    if len(others) < len(days):
        return f"any day but {join_options(others)}"
    return "any " + join_options([_WEEKDAYS[day] for day in days])


def _window(
    start: dt.time | None, end: dt.time | None, day: dt.date | None, hours: Hours | None
) -> str:
    for name, bounds in PARTS_OF_DAY.items():
        if bounds == (start, end) and name not in ("early", "late"):
            return _PHRASES.get(name, f"in the {name}")
    if start is None and end is not None:
        return f"before {say_time(end, day, hours)}"
    if start is not None and end is None:
        return f"after {say_time(start, day, hours)}"
    assert start is not None
    assert end is not None
    return f"between {say_time(start, day, hours)} and {say_time(end, day, hours)}"


_PHRASES: Final = {
    "first thing": "first thing",
    "before work": "before work",
    "after work": "after work",
    "after school": "after school",
    "before lunch": "before lunch",
    "after lunch": "after lunch",
    "lunchtime": "at lunchtime",
    "night": "at night",
    "late night": "late at night",
    "end of the day": "at the end of the day",
}
"""Parts of the day that are not said as "in the ..."."""


def _ordinal(number: int) -> str:
    if 11 <= number % 100 <= 13:
        return f"{number}th"
    return f"{number}{_ENDINGS.get(number % 10, 'th')}"


_ENDINGS: Final = {1: "st", 2: "nd", 3: "rd"}
