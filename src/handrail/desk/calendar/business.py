"""What the owner defines: the business and its booking types, as frozen values.

Weekly hours are the `When` kind's own, since that kind resolves "three" by them: wall-clock times
in the business's zone, `time.max` standing for the midnight that ends a day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from handrail.kinds.when import Hours, WeeklyHours

__all__ = ["Business", "Service", "weekly_hours"]

_DAY_MINUTES: Final = 24 * 60


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
    """Starts lie this many minutes apart on the clock face, counted from 00:00 each day."""

    @property
    def duration(self) -> timedelta:
        """How long it takes."""
        return timedelta(minutes=self.minutes)


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


def weekly_hours(openings: Iterable[tuple[int, int, int]]) -> WeeklyHours:
    """Build weekly hours from rows; an opening that runs past midnight is cut in two there.

    Args:
        openings: Weekday (0 is Monday), opening and closing minute since its 00:00; a closing
            minute beyond 1440 is on the next day.

    Raises:
        ValueError: when an opening is impossible.
    """
    week: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for weekday, opens, closes in openings:
        week[weekday].append((opens, min(closes, _DAY_MINUTES)))
        if closes > _DAY_MINUTES:
            week[(weekday + 1) % 7].append((0, closes - _DAY_MINUTES))
    return WeeklyHours(
        tuple(tuple((_time_of(a), _time_of(b)) for a, b in sorted(spans)) for spans in week)
    )


def _time_of(minute: int) -> time:
    return time.max if minute == _DAY_MINUTES else time(*divmod(minute, 60))
