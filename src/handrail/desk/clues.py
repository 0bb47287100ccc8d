"""Clues: what a caller says of a booking that exists, before it is known which one it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, time
from typing import Any, Final

from handrail.kinds.phone import PhonePart
from handrail.kinds.when import When, WhenPart

from .calendar import Booking

__all__ = ["Clues"]

_NEAR_MINUTES: Final = 60
"""How far from "around three" a booking may be."""


@dataclass(frozen=True, slots=True)
class Clues:
    """What was said of a booking so far; hashable, as a kind's partial must be."""

    phone: str | None = None
    """A number, E.164."""
    part: PhonePart | None = None
    """A number that is not finished."""
    name: str | None = None
    email: str | None = None
    code: str | None = None
    """A booking code, without spaces."""
    service: str | None = None
    """A booking type's name."""
    when: WhenPart | None = None
    """When it is, as far as that was said."""
    other: bool = False
    """It is another one than was named last."""
    renamed: bool = False
    """It is in another name, which is still to be said."""
    several: bool = False
    """So many fit that the day is asked for; on one day, that the time is."""

    def and_then(self, later: Clues) -> Clues:
        """Return these clues with those that were said later, which take their place."""
        fresh = later.given()
        if later.phone is not None:
            fresh["part"] = None
        if later.name is not None:
            fresh["renamed"] = False
        if later.when is not None:
            fresh["several"] = False
            if self.several and self.when is not None and not _names_a_day(later.when):
                fresh["when"] = replace(self.when, **_time_of(later.when))
        return replace(self, **fresh)

    def fits(self, booking: Booking) -> bool:
        """Tell whether what was said of the booking itself, its type and time, is true of one."""
        if self.service is not None and self.service != booking.service:
            return False
        return self.when is None or _is_then(booking.start, self.when)

    @property
    def describes(self) -> bool:
        """Whether anything was said by which one booking differs from another."""
        return self.service is not None or self.when is not None or self.code is not None

    @property
    def says_who(self) -> bool:
        """Whether anything was said of whom it is for, or which it is by its code."""
        said = (self.phone, self.part, self.name, self.email, self.code)
        return self.renamed or any(each is not None for each in said)

    def given(self) -> dict[str, Any]:
        """Return what was said, by field."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in values.items() if value not in (None, False)}

    def dump(self) -> dict[str, Any]:
        """Return the clues as JSON data, without what was not said."""
        data = self.given()
        if self.part is not None:
            data["part"] = self.part.digits
        if self.when is not None:
            data["when"] = When().dump_partial(self.when)
        return data

    @classmethod
    def load(cls, data: Mapping[str, Any]) -> Clues:
        """Turn what `dump` gave back into the same clues."""
        said = dict(data)
        if "part" in said:
            said["part"] = PhonePart(said["part"])
        if "when" in said:
            said["when"] = When().load_partial(said["when"])
        return cls(**said)


_OF_THE_CLOCK: Final = ("time", "around", "start", "end", "bare")


def _names_a_day(when: WhenPart) -> bool:
    return any((when.date, when.dates, when.first, when.last, when.weekdays))


def _time_of(when: WhenPart) -> dict[str, Any]:
    return {name: getattr(when, name) for name in _OF_THE_CLOCK}


def _is_then(start: datetime, when: WhenPart) -> bool:
    """Tell whether a booking is at a time, as far as that was said."""
    day, clock = start.date(), start.time().replace(tzinfo=None)
    days = when.dates or ((when.date,) if when.date is not None else ())
    if days and day not in days:
        return False
    if (when.first and day < when.first) or (when.last and day > when.last):
        return False
    if when.weekdays and day.weekday() not in when.weekdays:
        return False
    if when.time is not None and clock != when.time:
        # "My three o'clock": by which half of the day it is told, the caller need not know.
        return when.bare and (clock.hour % 12, clock.minute) == (
            when.time.hour % 12,
            when.time.minute,
        )
    if when.around is not None and abs(_minutes(clock) - _minutes(when.around)) > _NEAR_MINUTES:
        return False
    return (when.start is None or clock >= when.start) and (when.end is None or clock < when.end)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
