"""Which times are free: a pure function of a booking type, the hours, what is taken and a clock.

Nothing here reads a database or a clock, so every answer can be tested against a slow and obvious
reference. Internally all moments are in UTC; what comes out is in the business's zone. The rules:

- a start lies on the booking type's grid, which counts from 00:00 on the wall clock of each day;
- the whole booking lies within one opening (openings that touch are one), measured in real time,
  so an hour on the night of a change is sixty minutes;
- at least one resource is free for all of it;
- it does not start before `now`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handrail.kinds.when import Hours

from .business import Service
from .wall_clock import boundary, grid, midnight

__all__ = ["APART", "Availability", "Diary", "Interval", "first_apart", "openings"]

APART = timedelta(minutes=30)
"""Times offered together from a range lie at least this far apart."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A stretch of time from `start` up to, but not including, `end`: aware, in UTC."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Diary:
    """When one resource is taken. Build it with `Diary.of`."""

    starts: tuple[datetime, ...] = ()
    ends: tuple[datetime, ...] = ()

    @classmethod
    def of(cls, taken: Iterable[Interval]) -> Diary:
        """Arrange intervals, in any order and overlapping or not, for quick look-up."""
        merged: list[Interval] = []
        for interval in sorted(taken):
            if merged and interval.start <= merged[-1].end:
                last = merged.pop()
                merged.append(Interval(last.start, max(last.end, interval.end)))
            else:
                merged.append(interval)
        return cls(tuple(i.start for i in merged), tuple(i.end for i in merged))

    def is_free(self, start: datetime, end: datetime) -> bool:
        """Tell whether nothing is taken between two moments."""
        following = bisect_right(self.ends, start)
        return following == len(self.starts) or self.starts[following] >= end


@dataclass(frozen=True, slots=True)
class Availability:
    """The free times of one booking type, as far as the diaries reach."""

    service: Service
    hours: Hours
    zone: ZoneInfo
    now: datetime
    """The present moment, aware."""
    diaries: Sequence[Diary] = (Diary(),)
    """One for each resource that can do it; with none there is nothing to book."""

    def slots(self, first: datetime, last: datetime) -> Iterator[datetime]:
        """Yield the free starts from `first` up to, but not including, `last`, in order.

        Args:
            first: Aware, in any zone.
            last: Aware, in any zone.

        Yields:
            Aware datetimes in the business's zone; in a repeated hour `fold` tells them apart.
        """
        earliest = max(first.astimezone(UTC), self.now.astimezone(UTC))
        latest = last.astimezone(UTC)
        if earliest >= latest:
            return
        # Openings run into a day from the one before and, where nobody ever closes, out of it.
        begin = earliest.astimezone(self.zone).date() - _DAY
        end = latest.astimezone(self.zone).date() + _DAY
        for opening in openings(self.hours, self.zone, begin, end):
            if opening.end > earliest and opening.start < latest:
                yield from self._within(opening, earliest, latest)

    def on(self, day: date) -> list[datetime]:
        """Return the free starts of a date."""
        return list(self.slots(*self.bounds(day, day)))

    def bounds(self, first: date, last: date) -> tuple[datetime, datetime]:
        """Return the moments at which the first date begins and the last one ends."""
        return midnight(first, self.zone), midnight(last + _DAY, self.zone)

    def is_free(self, start: datetime) -> bool:
        """Tell whether a booking may start at this moment, by all the rules."""
        return next(self.slots(start, start + timedelta(seconds=1)), None) is not None

    def is_taken(self, start: datetime) -> bool:
        """Tell whether other bookings stand in the way, the other rules aside."""
        moment = start.astimezone(UTC)
        return not any(d.is_free(moment, moment + self.service.duration) for d in self.diaries)

    def opening_at(self, moment: datetime) -> Interval | None:
        """Return the opening during which a moment falls, or None when closed."""
        exact = moment.astimezone(UTC)
        day = moment.astimezone(self.zone).date()
        for opening in openings(self.hours, self.zone, day - _DAY, day + _DAY):
            if opening.start <= exact < opening.end:
                return opening
        return None

    def _within(
        self, opening: Interval, earliest: datetime, latest: datetime
    ) -> Iterator[datetime]:
        duration = self.service.duration
        begin = max(opening.start, earliest)
        final = opening.end - duration
        if final < begin:
            return
        day, final_day = begin.astimezone(self.zone).date(), final.astimezone(self.zone).date()
        while day <= final_day:
            for start in grid(day, self.service.step_minutes, self.zone):
                if not begin <= start <= final:
                    continue
                if start >= latest:
                    return
                if any(diary.is_free(start, start + duration) for diary in self.diaries):
                    yield start.astimezone(self.zone)
            day += _DAY


def openings(hours: Hours, zone: ZoneInfo, first: date, last: date) -> Iterator[Interval]:
    """Yield the stretches during which a business is open, in order; those that touch are one.

    Args:
        hours: Wall-clock openings of each date; a close at `time.max` is the midnight after.
        zone: The zone of those wall clocks.
        first: The first date whose openings count.
        last: The last one.
    """
    pending: Interval | None = None
    day = first
    while day <= last:
        for opens, closes in hours.on(day):
            start = boundary(datetime.combine(day, opens), zone)
            if closes == time.max:
                end = midnight(day + _DAY, zone)
            else:
                end = boundary(datetime.combine(day, closes), zone)
            if start >= end:
                continue  # it lies in the hour that is skipped this night
            if pending is not None and start <= pending.end:
                pending = Interval(pending.start, max(pending.end, end))
                continue
            if pending is not None:
                yield pending
            pending = Interval(start, end)
        day += _DAY
    if pending is not None:
        yield pending


def first_apart(
    starts: Iterable[datetime], count: int = 3, apart: timedelta = APART
) -> tuple[datetime, ...]:
    """Return the first starts that lie at least so far from each other, at most `count`."""
    chosen: list[datetime] = []
    for start in starts:
        # Moments are compared in UTC: within one zone Python would compare the wall clocks.
        if not chosen or start.astimezone(UTC) - chosen[-1].astimezone(UTC) >= apart:
            chosen.append(start)
        if len(chosen) == count:
            break
    return tuple(chosen)
