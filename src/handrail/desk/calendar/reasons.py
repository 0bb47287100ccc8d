"""Why a time will not do, each reason as one spoken sentence without an end mark.

A caller has just said the time, so it is named shortly ("Three on Tuesday is taken") and by the
weekday alone where a week leaves no doubt.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Final

from handrail.kinds.when.hours import Hours

from .business import Service

__all__ = [
    "CLOSED_FOR_TODAY",
    "CLOSED_THEN",
    "DAY_PASSED",
    "NOTHING_THEN",
    "TIME_PASSED",
    "TOO_FAR",
    "Say",
    "closed",
    "does_not_fit",
    "fully_booked",
    "off_grid",
    "outside_hours",
    "short_time",
    "skipped",
    "taken",
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


def closed(day: date) -> str:
    """Say that the business is closed on that day of the week."""
    return f"We're closed on {day:%A}s"


def outside_hours(day: date, hours: Hours) -> str:
    """Say the hours of that day of the week."""
    openings = hours.on(day)
    if not openings:
        return closed(day)
    first, last = openings[0][0], openings[-1][1]
    # "9 to 6" is plain; "1 to 2" and "6 to 11" are not, nor is a day longer than half a clock.
    plain = first.hour < _NOON and _span(first, last) <= _HALF_DAY
    spans = [f"{_clock(a, half=not plain)} to {_clock(b, half=not plain)}" for a, b in openings]
    return f"We're open {' and '.join(spans)} on {day:%A}s"


def does_not_fit(service: Service, said: str | None = None) -> str:
    """Say that a booking would run past the closing time.

    Args:
        service: What is to be booked.
        said: The time, or None for "that".
    """
    first = service.name.partition(" ")[0]
    spelled = first.isupper() and len(first) > 1  # "an MOT" is said by its letters
    name = service.name if spelled else service.name[:1].lower() + service.name[1:]
    if name.endswith("s") and not name.endswith("ss"):
        subject, verb = name, "take"  # "highlights take an hour"
    else:
        vowel = name[:1] in ("AEFHILMNORSX" if spelled else "aeiou")
        subject, verb = f"{'an' if vowel else 'a'} {name}", "takes"
    return (
        f"{_capital(subject)} {verb} {_duration(service.minutes)}, "
        f"so {said or 'that'} won't fit before we close"
    )


def off_grid(step_minutes: int) -> str:
    """Say at which times bookings start."""
    named = {15: "on the quarter hour", 30: "on the half hour", 60: "on the hour"}
    return f"Our times start {named.get(step_minutes, f'every {_duration(step_minutes)}')}"


def skipped(wall: datetime) -> str:
    """Say that a wall-clock time does not exist on the night the clocks go forward."""
    return f"The clocks go forward that night, so there is no {_clock(wall.time())}"


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
        return f"{_clock(clock, half=both, words=True)} {on}{day}"

    return say


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


def _clock(moment: time, *, half: bool = False, words: bool = False) -> str:
    if moment == time.max or (moment.hour, moment.minute) == (0, 0):
        return "midnight"
    if (moment.hour, moment.minute) == (_NOON, 0):
        return "noon"
    hour = (moment.hour - 1) % _NOON + 1
    suffix = (" p.m." if moment.hour >= _NOON else " a.m.") if half else ""
    if moment.minute:
        return f"{hour}:{moment.minute:02}{suffix}"
    return f"{_HOURS[hour - 1] if words else hour}{suffix}"


def _duration(minutes: int) -> str:
    hours, rest = divmod(minutes, _HOUR)
    if not hours:
        return "half an hour" if rest * 2 == _HOUR else f"{rest} minutes"
    whole = "an hour" if hours == 1 else f"{_count(hours)} hours"
    if not rest:
        return whole
    if rest * 2 == _HOUR:
        return "an hour and a half" if hours == 1 else f"{_count(hours)} and a half hours"
    return f"{whole} and {rest} minutes"


def _count(number: int) -> str:
    return _HOURS[number - 1] if number <= len(_HOURS) else str(number)


def _span(first: time, last: time) -> timedelta:
    return datetime.combine(date.min, last) - datetime.combine(date.min, first)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
