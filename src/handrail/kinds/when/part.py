"""What is known of a date and time before it is one: a day, a clock time, or room for either."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

__all__ = ["WhenPart", "dump_part", "load_part"]


@dataclass(frozen=True, slots=True)
class WhenPart:
    """A date and time as far as the caller has said it.

    All dates and times are in the zone of the reading's `Context.now`. Fields that were not said
    are None.
    """

    date: dt.date | None = None
    """The day, when it is exact."""
    time: dt.time | None = None
    """The clock time, when it is exact."""
    first: dt.date | None = None
    """The first day that will do ("next week", "from Monday")."""
    last: dt.date | None = None
    """The last day that will do."""
    start: dt.time | None = None
    """The earliest time of day that will do ("afternoon", "any time after three")."""
    end: dt.time | None = None
    """The latest time of day that will do ("before noon")."""
    around: dt.time | None = None
    """The clock time near which it should be ("around three")."""
    dates: tuple[dt.date, ...] = ()
    """The days it could be, when the caller's words fit more than one ("next Tuesday")."""
    bare: bool = False
    """Whether `time` (or `around`) was said without its half of the day, so that a day named later
    may settle it by that day's opening hours."""
    weekdays: tuple[int, ...] = ()
    """The days of the week that will do (0 is Monday), when not all ("any day but Monday")."""
    never: tuple[dt.time, ...] = ()
    """Clock times that will not do ("between one and two, but not 1:30")."""
    prefer: Literal["first", "last", "any"] | None = None
    """Which of the free times is wanted, when the caller left the choice to the desk ("the first
    you have", "as late as possible", "whenever")."""

    @property
    def is_constraint(self) -> bool:
        """Whether it leaves room from which a host can offer times, rather than ask for the rest.

        "Tuesday afternoon", "next week" and "around three on Tuesday" do; "Tuesday" and "three"
        do not: there the other half is simply asked for.
        """
        window = self.start is not None or self.end is not None
        days = self.first is not None or self.last is not None
        chosen = self.around is not None or self.prefer is not None
        return window or days or (chosen and (self.date is not None or bool(self.dates)))

    @property
    def clock(self) -> dt.time | None:
        """The clock time that was said, whether exact or only about."""
        return self.time if self.time is not None else self.around

    @property
    def each_day(self) -> tuple[WhenPart, ...]:
        """The same for each of the days it could be: what to offer where `dates` is set."""
        return tuple(replace(self, date=day, dates=()) for day in self.dates)

    def __str__(self) -> str:
        """Show what is known, for logs and for a model: "2026-06-16, 12:00 to 18:00"."""
        said: list[str] = []
        if self.date is not None:
            said.append(self.date.isoformat())
        elif self.dates:
            said.append(" or ".join(day.isoformat() for day in self.dates))
        elif self.first is not None or self.last is not None:
            said.append(_range(self.first, self.last))
        if self.time is not None:
            said.append(self.time.isoformat("minutes"))
        elif self.around is not None:
            said.append(f"around {self.around.isoformat('minutes')}")
        elif self.start is not None or self.end is not None:
            said.append(
                _range(
                    self.start and self.start.isoformat("minutes"),
                    self.end and self.end.isoformat("minutes"),
                )
            )
        if self.weekdays:
            said.insert(1, "on " + ", ".join(_WEEKDAYS[day] for day in self.weekdays))
        if self.never:
            said.append("not " + ", ".join(time.isoformat("minutes") for time in self.never))
        if self.prefer is not None:
            said.append(_PREFERRED[self.prefer])
        return ", ".join(said)


_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_PREFERRED = {"first": "the first", "last": "the last", "any": "any time"}


def _range(start: object, end: object) -> str:
    if start is None:
        return f"until {end}"
    return f"from {start}" if end is None else f"{start} to {end}"


_OF_TEXT: Mapping[str, Callable[[str], object]] = {
    **dict.fromkeys(("date", "first", "last", "dates"), dt.date.fromisoformat),
    **dict.fromkeys(("time", "start", "end", "around", "never"), dt.time.fromisoformat),
}
"""The fields that are stored as ISO 8601 text, and how that is read."""


def dump_part(part: WhenPart) -> dict[str, Any]:
    """Return a part as JSON data: the fields that were said."""
    said = {each.name: getattr(part, each.name) for each in fields(part)}
    return {name: _dumped(value) for name, value in said.items() if value not in (None, (), False)}


def load_part(data: Mapping[str, Any]) -> WhenPart:
    """Return the part that `dump_part` gave.

    Raises:
        TypeError: For a field that no part has.
        ValueError: For what is no ISO 8601 text.
    """
    return WhenPart(**{name: _loaded(name, stored) for name, stored in data.items()})


def _dumped(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_dumped(one) for one in value]
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


def _loaded(name: str, stored: Any) -> Any:
    if isinstance(stored, list):
        return tuple(_loaded(name, one) for one in stored)
    return _OF_TEXT[name](stored) if name in _OF_TEXT else stored
