"""Opening hours: those of every week, and of the dates that have others.

An opening belongs to the day on which it begins, however late it ends: a date that is closed does
not end the night before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final, TypeAlias

from handrail.kinds.when import Hours, WeeklyHours

__all__ = ["DatedHours", "Spans", "hours_of", "own_hours", "weekly_hours"]

Spans: TypeAlias = tuple[tuple[int, int], ...]
"""Openings of a day, in minutes from its 00:00; a close beyond 1440 is on the next day."""

_DAY_MINUTES: Final = 24 * 60
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class DatedHours:
    """Weekly hours with other ones on some dates."""

    week: tuple[Spans, ...]
    """Monday to Sunday."""
    dates: Mapping[date, Spans]
    """The dates with hours of their own; none: closed."""

    def on(self, day: date) -> tuple[tuple[time, time], ...]:
        """Return the openings of a day; a part of one that began the day before is one too."""
        own = [(opens, min(closes, _DAY_MINUTES)) for opens, closes in self._begun_on(day)]
        before = [
            (0, closes - _DAY_MINUTES)
            for _, closes in self._begun_on(day - _DAY)
            if closes > _DAY_MINUTES
        ]
        return tuple((_time_of(opens), _time_of(closes)) for opens, closes in sorted(before + own))

    def is_special(self, day: date) -> bool:
        """Tell whether a date has hours of its own."""
        return day in self.dates

    def _begun_on(self, day: date) -> Spans:
        own = self.dates.get(day)
        return self.week[day.weekday()] if own is None else own


def hours_of(
    openings: Iterable[tuple[int, int, int]], overrides: Mapping[date, Spans] | None = None
) -> Hours:
    """Build hours from rows.

    Args:
        openings: Weekday (0 is Monday), opening and closing minute since its 00:00; a closing
            minute beyond 1440 is on the next day.
        overrides: The openings of the dates that have others.

    Raises:
        ValueError: when an opening is impossible.
    """
    if not overrides:
        return weekly_hours(openings)
    week: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for weekday, opens, closes in openings:
        week[weekday].append((opens, closes))
    for day, spans in overrides.items():
        for opens, closes in spans:
            if not (0 <= opens < _DAY_MINUTES and opens < closes <= opens + _DAY_MINUTES):
                raise ValueError(f"{day}: no day can be open from minute {opens} to {closes}")
    return DatedHours(tuple(tuple(spans) for spans in week), dict(overrides))


def own_hours(
    openings: Iterable[tuple[int, int, int]],
    overrides: Mapping[date, Spans],
    *,
    shared: Iterable[tuple[int, int, int]],
    shared_overrides: Mapping[date, Spans],
) -> Hours | None:
    """Build the hours that a resource has of its own; None for those of the business.

    One that has only dates of its own, a day off, keeps the business's hours on all others.

    Args:
        openings: Its own, as for `hours_of`.
        overrides: The openings of its own dates.
        shared: The business's.
        shared_overrides: The openings of the business's dates.

    Raises:
        ValueError: when an opening is impossible.
    """
    own = tuple(openings)
    if own:
        return hours_of(own, overrides)
    return hours_of(shared, {**shared_overrides, **overrides}) if overrides else None


def weekly_hours(openings: Iterable[tuple[int, int, int]]) -> WeeklyHours:
    """Build weekly hours from rows; an opening that runs past midnight is cut in two there.

    Args:
        openings: As for `hours_of`.

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
