"""What the owner defines: the business, its booking types and its resources, as frozen values.

Hours are the `When` kind's own, since that kind resolves "three" by them: wall-clock times in the
business's zone, `time.max` standing for the midnight that ends a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from handrail.kinds.when import Hours

__all__ = ["Business", "BusinessFact", "Choosing", "Resource", "Service"]

Choosing = Literal["round_robin", "least_busy"]
"""Which of several free resources is taken: the one whose last booking of the type was made longest
ago, or the one with the fewest minutes booked on that date."""


@dataclass(frozen=True, slots=True)
class Service:
    """A booking type: what a caller can book."""

    id: int
    """The key of its row."""
    name: str
    minutes: int
    """How long it takes, in minutes of real time."""
    synonyms: tuple[str, ...] = ()
    """What else callers call it."""
    price_cents: int | None = None
    """In hundredths of the business's currency; None or 0 when it is free of charge."""
    step_minutes: int = 15
    """Starts lie this many minutes apart on the clock face."""
    offset_minutes: int = 0
    """They are counted from so many minutes after 00:00 each day."""
    description: str = ""
    buffer_before_minutes: int = 0
    """For so long before it the resource must be free too; it need not be open."""
    buffer_after_minutes: int = 0
    """For so long after it, likewise."""
    notice_minutes: int = 0
    """It cannot start sooner than this from now."""
    window_days: int | None = None
    """It can be booked for so many dates after today; None for any."""
    window_until: date | None = None
    """The last date it can be booked for; None for any."""
    daily_limit: int | None = None
    """How many of it a date may have."""
    weekly_limit: int | None = None
    """How many of it a week may have, Monday to Sunday."""
    resources: tuple[int, ...] = ()
    """The ids of those that can do it; none: all of them."""
    choose: Choosing = "round_robin"

    @property
    def duration(self) -> timedelta:
        """How long it takes."""
        return timedelta(minutes=self.minutes)

    @property
    def buffer_before(self) -> timedelta:
        """How long before it the resource is blocked."""
        return timedelta(minutes=self.buffer_before_minutes)

    @property
    def buffer_after(self) -> timedelta:
        """How long after it the resource is blocked."""
        return timedelta(minutes=self.buffer_after_minutes)

    @property
    def notice(self) -> timedelta:
        """How far ahead it must be booked."""
        return timedelta(minutes=self.notice_minutes)

    @property
    def is_limited(self) -> bool:
        """Whether a date or a week may have only so many."""
        return self.daily_limit is not None or self.weekly_limit is not None


@dataclass(frozen=True, slots=True)
class Resource:
    """What a booking occupies: a chair, a person, a room."""

    id: int
    """The key of its row."""
    name: str
    hours: Hours | None = None
    """Its own; None for the business's."""
    zone: ZoneInfo | None = None
    """The zone of its own weekly hours; None for the business's."""


@dataclass(frozen=True, slots=True)
class BusinessFact:
    """Something callers ask about: parking, payment, what to bring."""

    topic: str
    words: tuple[str, ...]
    """What callers say who ask for it."""
    answer: str
    """One spoken sentence without an end mark."""


@dataclass(frozen=True, slots=True)
class Business:
    """Who is called, where it is and when it is open."""

    name: str
    address: str
    zone: ZoneInfo
    """The zone of its hours, and the one its times are spoken and listed in."""
    region: str
    """ISO 3166 code of the country whose phone numbers are meant."""
    hours: Hours
    facts: tuple[BusinessFact, ...] = ()
