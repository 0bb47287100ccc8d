"""What a phrase about time can mean: the values that grammar rules build and sentences combine."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final, Literal

__all__ = [
    "PARTS_OF_DAY",
    "Clock",
    "Days",
    "Later",
    "Meaning",
    "Minute",
    "Moment",
    "Offset",
    "Preference",
    "Same",
    "Shape",
    "Shift",
    "Than",
    "Window",
    "clock",
    "fits_part",
]

Shape = Literal["at", "around", "after", "before"]


@dataclass(frozen=True, slots=True)
class Days:
    """One or more days."""

    dates: tuple[dt.date, ...] = ()
    """The day; several when the words fit several."""
    first: dt.date | None = None
    last: dt.date | None = None
    """A stretch of days instead, open at a side that is None."""
    weekday: int | None = None
    """Set when nothing but a weekday was said (0 is Monday): a stretch said elsewhere decides."""
    monthday: int | None = None
    """Set when nothing but a day of the month was said: a month said elsewhere decides."""
    weekdays: tuple[int, ...] = ()
    """The days of the week of a stretch that will do, when not all ("on weekdays")."""
    doubtful: bool = False
    part: str | None = None
    """A part of the day that the word says too ("tonight")."""

    @property
    def exact(self) -> dt.date | None:
        """The day when there is just one."""
        return self.dates[0] if len(self.dates) == 1 else None

    @property
    def is_stretch(self) -> bool:
        """Whether this is a stretch of days, not single ones."""
        return not self.dates


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock time."""

    times: tuple[dt.time, ...]
    """The time; two when the half of the day was not said."""
    shape: Shape = "at"
    doubtful: bool = False
    either_end: bool = False
    """Whether it is "midnight", by which either end of a day is meant."""

    def shaped(self, shape: Shape) -> Clock:
        """Return the same time as the middle or an edge of what will do."""
        return replace(self, shape=shape)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of the day."""

    start: dt.time | None
    end: dt.time | None
    part: str | None = None
    """Its name when it has one (a key of `PARTS_OF_DAY`): it settles the half of a clock time."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, said by its distance from now ("in half an hour")."""

    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Shift:
    """A distance from the present value ("half an hour later", "the day after")."""

    minutes: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Later:
    """Some time after the present value or the offers ("something later"), or before them."""

    earlier: bool = False


@dataclass(frozen=True, slots=True)
class Same:
    """A half of the present value that is kept ("same time")."""

    what: Literal["time", "day"]


@dataclass(frozen=True, slots=True)
class Minute:
    """The minutes of an hour that is known otherwise ("quarter past")."""

    minute: int
    before: bool = False
    """Whether they are counted back from the hour ("quarter to")."""


@dataclass(frozen=True, slots=True)
class Than:
    """An edge at whatever was named just before ("my class is until three, so after that")."""

    shape: Shape


@dataclass(frozen=True, slots=True)
class Offset:
    """A distance from a day that is named beside it ("the day before July 4th")."""

    days: int
    """Days after it; with a weekday only whether it is after (1) or before (-1)."""
    weekday: int | None = None
    """The next such weekday instead."""
    week: bool = False
    """Whether it is a week said as a stretch ("the week after the 20th")."""
    back: bool = False
    """Whether the day it is from was named before ("the Friday after")."""


@dataclass(frozen=True, slots=True)
class Preference:
    """Which of the free times is wanted ("the first you have", "whenever")."""

    which: Literal["first", "last", "any"]


Meaning = (
    Days | Clock | Window | Moment | Shift | Offset | Later | Same | Minute | Than | Preference
)

PARTS_OF_DAY: Final[dict[str, tuple[dt.time | None, dt.time | None]]] = {
    "morning": (dt.time(5), dt.time(12)),
    "early morning": (dt.time(5), dt.time(10)),
    "mid morning": (dt.time(9, 30), dt.time(11)),
    "late morning": (dt.time(10), dt.time(12)),
    "lunchtime": (dt.time(12), dt.time(14)),
    "afternoon": (dt.time(12), dt.time(18)),
    "early afternoon": (dt.time(12), dt.time(15)),
    "mid afternoon": (dt.time(14), dt.time(16)),
    "late afternoon": (dt.time(15), dt.time(18)),
    "evening": (dt.time(17), dt.time(22)),
    "early evening": (dt.time(17), dt.time(19)),
    "late evening": (dt.time(20), dt.time(23)),
    "night": (dt.time(18), dt.time(23, 59)),
    "late night": (dt.time(20), dt.time(23, 59)),
    "early": (dt.time(5), dt.time(10)),
    "late": (dt.time(15), dt.time(20)),
    "first thing": (dt.time(5), dt.time(10)),
    "after work": (dt.time(17), dt.time(22)),
    "before work": (dt.time(5), dt.time(9)),
    "after school": (dt.time(15), dt.time(18)),
    "after lunch": (dt.time(13), dt.time(18)),
    "before lunch": (dt.time(5), dt.time(13)),
    "end of the day": (dt.time(16), dt.time(20)),
}
"""What callers mean by a part of the day, as the bounds within which a time is offered."""


def fits_part(moment: dt.time, part: str) -> bool:
    """Whether a clock time can be said with a part of the day ("4 in the evening").

    Wider than `PARTS_OF_DAY`: callers say "4 in the evening" (Schema-Guided Dialogue) and "3:35 at
    night" (NLU++).
    """
    hour = moment.hour
    if part in ("night", "late night"):
        return hour >= 17 or hour < 5
    if "morning" in part or part in ("early", "first thing", "before work"):
        return hour < 12
    if "evening" in part or part in ("late", "after work"):
        return hour >= 13
    if part == "lunchtime":
        return 11 <= hour < 15
    if part == "before lunch":
        return hour < 14
    return 12 <= hour < 22


def clock(hour: int, minute: int = 0, half: str | None = None) -> Clock | None:
    """Return a clock time by hour, minute and half of the day ("am", "pm" or not said).

    None when there is no such time: "25:10", "13 a.m.".
    """
    if not (0 <= hour <= 24 and 0 <= minute < 60) or (hour == 24 and minute):
        return None
    if half == "pm":
        # "0 45 p.m." and "18:30 pm" are said and written, and can only mean one thing.
        return (
            Clock((dt.time(hour % 24 if hour >= 12 else hour + 12, minute),)) if hour < 24 else None
        )
    if half == "am":
        return Clock((dt.time(hour % 12, minute),)) if hour <= 12 else None
    if hour in (0, 24) or hour > 12:
        return Clock((dt.time(hour % 24, minute),))
    return Clock((dt.time(hour % 12, minute), dt.time(hour % 12 + 12, minute)))
