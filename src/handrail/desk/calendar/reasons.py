"""Why a time will not do, each reason as one spoken sentence without an end mark.

A caller has just said the time, so it is named shortly ("Three on Tuesday is taken") and by the
weekday alone where a week leaves no doubt.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Final

from handrail.kinds.when import Hours

from .business import Service
from .hours import DatedHours

__all__ = [
    "CLOSED_FOR_TODAY",
    "CLOSED_THEN",
    "DAY_PASSED",
    "NOTHING_THEN",
    "TIME_PASSED",
    "TOO_FAR",
    "Say",
    "clock_time",
    "closed",
    "does_not_fit",
    "duration",
    "fully_booked",
    "off_grid",
    "outside_hours",
    "short_time",
    "skipped",
    "taken",
    "too_soon",
    "with_article",
]

Say = Callable[[datetime], str]
"""How a time is named inside a sentence: "three on Tuesday"."""

DAY_PASSED: Final = "That day has already passed"
TIME_PASSED: Final = "That time has already passed"
TOO_FAR: Final = "That's further ahead than I can book"
NOTHING_THEN: Final = "I have nothing free then"
CLOSED_THEN: Final = "We're closed then"
CLOSED_FOR_TODAY: Final = "There's nothing left today"

_HOURS: Final = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_NOON: Final = 12
_HOUR: Final = 60
_SUFFIXES: Final = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
_HALF_DAY: Final = timedelta(hours=12)
_WEEK: Final = timedelta(days=7)
_DAY: Final = timedelta(days=1)


def taken(said: str) -> str:
    """Say that somebody else has the time."""
    return f"{_capital(said)} is taken"


def fully_booked(day: date, today: date) -> str:
    """Say that nothing is free on a date."""
    if day == today:
        return CLOSED_FOR_TODAY
    return f"{_capital(_day(day, today))} is fully booked"


def closed(day: date, hours: Hours) -> str:
    """Say that the business is closed on that day of the week, or on that date only."""
    return f"We're closed {_on(day, hours)}"


def outside_hours(day: date, hours: Hours) -> str:
    """Say the hours of that day of the week."""
    openings = hours.on(day)
    if not openings:
        return closed(day, hours)
    first, last = openings[0][0], openings[-1][1]
    # "9 to 6" is plain; "1 to 2" and "6 to 11" are not, nor is a day longer than half a clock.
    plain = first.hour < _NOON and _span(first, last) <= _HALF_DAY
    spans = [
        f"{clock_time(a, half=not plain)} to {clock_time(b, half=not plain)}" for a, b in openings
    ]
    return f"We're open {' and '.join(spans)} {_on(day, hours)}"


def does_not_fit(service: Service, said: str | None = None) -> str:
    """Say that a booking would run past the closing time.

    Args:
        service: What is to be booked.
        said: The time, or None for "that".
    """
    subject = with_article(service.name)
    verb = "take" if _is_plural(service.name) else "takes"
    return (
        f"{_capital(subject)} {verb} {duration(service.minutes)}, "
        f"so {said or 'that'} won't fit before we close"
    )


def off_grid(step_minutes: int, offset_minutes: int = 0) -> str:
    """Say at which times bookings start."""
    named = {15: "on the quarter hour", 30: "on the half hour", 60: "on the hour"}
    every = f"every {step_minutes} minutes"
    past = offset_minutes % step_minutes
    if past:
        from_hour = f"{past} minutes past the hour"
        return (
            f"Our times start {from_hour if step_minutes == _HOUR else f'{every} from {from_hour}'}"
        )
    return f"Our times start {named.get(step_minutes, every)}"


def too_soon(minutes: int) -> str:
    """Say how far ahead it has to be booked."""
    days, rest = divmod(minutes, 24 * _HOUR)
    ahead = duration(minutes) if rest or not days else _days(days)
    return f"That has to be booked at least {ahead} ahead"


def skipped(wall: datetime) -> str:
    """Say that a wall-clock time does not exist on the night the clocks go forward."""
    return f"The clocks go forward that night, so there is no {clock_time(wall.time())}"


def short_time(now: datetime, hours: Hours) -> Say:
    """Return the shortest way to name a time, without the half of the day where hours tell it.

    Args:
        now: The present moment in the business's zone.
        hours: When the business is open.
    """

    def say(start: datetime) -> str:
        clock = start.time()
        other = clock.replace(hour=(clock.hour + 12) % 24)
        both = all(
            any(opens <= each < closes for opens, closes in hours.on(start.date()))
            for each in (clock, other)
        )
        day = _day(start.date(), now.date())
        on = "" if day in {"today", "tomorrow"} else "on "
        return f"{clock_time(clock, half=both, words=True)} {on}{day}"

    return say


def clock_time(moment: time, *, half: bool = False, words: bool = False) -> str:
    """Say a time of day: "9", "5:30", "noon".

    Args:
        moment: The time; `time.max` is the midnight that ends a day.
        half: Whether to say which half of the day it is in.
        words: Whether a full hour is a word ("three"), as at the start of a sentence.
    """
    if moment == time.max or (moment.hour, moment.minute) == (0, 0):
        return "midnight"
    if (moment.hour, moment.minute) == (_NOON, 0):
        return "noon"
    hour = (moment.hour - 1) % _NOON + 1
    suffix = (" p.m." if moment.hour >= _NOON else " a.m.") if half else ""
    if moment.minute:
        return f"{hour}:{moment.minute:02}{suffix}"
    return f"{_HOURS[hour - 1] if words else hour}{suffix}"


def duration(minutes: int) -> str:
    """Say how long something takes: "half an hour", "an hour and a half"."""
    hours, rest = divmod(minutes, _HOUR)
    if not hours:
        return "half an hour" if rest * 2 == _HOUR else f"{rest} minutes"
    whole = "an hour" if hours == 1 else f"{_count(hours)} hours"
    if not rest:
        return whole
    if rest * 2 == _HOUR:
        return "an hour and a half" if hours == 1 else f"{_count(hours)} and a half hours"
    return f"{whole} and {rest} minutes"


def with_article(name: str) -> str:
    """Say one of a service inside a sentence: "a haircut", "an MOT", "highlights"."""
    first = name.partition(" ")[0]
    spelled = first.isupper() and len(first) > 1  # such a word is said by its letters
    said = name if spelled else name[:1].lower() + name[1:]
    if _is_plural(name):
        return said
    return f"{'an' if said[:1] in ('AEFHILMNORSX' if spelled else 'aeiou') else 'a'} {said}"


def _on(day: date, hours: Hours) -> str:
    special = isinstance(hours, DatedHours) and hours.is_special(day)
    return "that day" if special else f"on {day:%A}s"


def _is_plural(name: str) -> bool:
    return name.endswith("s") and not name.endswith("ss")


def _day(day: date, today: date) -> str:
    if day == today:
        return "today"
    if day == today + _DAY:
        return "tomorrow"
    if today < day <= today + _WEEK:
        return f"{day:%A}"
    month = "" if (day.year, day.month) == (today.year, today.month) else f" of {day:%B}"
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day:%A} the {day.day}{_SUFFIXES.get(day.day, 'th')}{month}{year}"


def _days(count: int) -> str:
    return "a day" if count == 1 else f"{_count(count)} days"


def _count(number: int) -> str:
    return _HOURS[number - 1] if number <= len(_HOURS) else str(number)


def _span(first: time, last: time) -> timedelta:
    return datetime.combine(date.min, last) - datetime.combine(date.min, first)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
