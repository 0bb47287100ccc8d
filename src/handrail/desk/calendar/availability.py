"""Which times are free: a pure function of a booking type, the hours, what is taken and a clock.

Nothing here reads a database or a clock, so every answer can be tested against a slow and obvious
reference. Internally all moments are in UTC; what comes out is in the business's zone. The rules:

- a start lies on the booking type's grid, which counts from 00:00, or the type's offset, on the
  business's wall clock of each day;
- the whole booking lies within one opening (openings that touch are one) of a resource that can do
  it, measured in real time, so an hour on the night of a change is sixty minutes;
- that resource is free for all of it and for the buffers around it, in which it need not be open;
- it does not start before `now` and the type's notice, nor after the last date of its window;
- its date and its week, Monday to Sunday, have fewer of the type than its limits allow.

A resource with hours of its own keeps those, in its own zone. A date on which the business has
other hours or is closed limits them too, unless the resource has hours of its own for that date.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from heapq import merge
from itertools import groupby
from math import ceil
from zoneinfo import ZoneInfo

from handrail.kinds.when import Hours

from .business import Service
from .hours import DatedHours
from .wall_clock import boundary, grid, midnight

__all__ = ["APART", "Availability", "Diary", "Interval", "first_apart", "openings", "working"]

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
    """When one resource is taken, and when it is at work. Build it with `Diary.of`."""

    starts: tuple[int, ...] = ()
    """When each stretch that is taken begins, in seconds since 1970: numbers compare quickly."""
    ends: tuple[int, ...] = ()
    hours: Hours | None = None
    """The resource's own; None for the business's."""
    zone: ZoneInfo | None = None
    """The zone of its own hours; None for the business's."""
    resource: int = 0
    """The key of its row."""

    @classmethod
    def of(
        cls,
        taken: Iterable[Interval | tuple[int, int]],
        *,
        hours: Hours | None = None,
        zone: ZoneInfo | None = None,
        resource: int = 0,
    ) -> Diary:
        """Arrange intervals, in any order and overlapping or not, for quick look-up.

        Args:
            taken: Intervals, or their starts and ends in seconds since 1970, which is quicker.
            hours: The resource's own hours; None for the business's.
            zone: Their zone; None for the business's.
            resource: The key of its row.
        """
        starts: list[int] = []
        ends: list[int] = []
        for start, end in sorted(
            (_seconds(each.start), _seconds(each.end)) if isinstance(each, Interval) else each
            for each in taken
        ):
            if ends and start <= ends[-1]:
                ends[-1] = max(ends[-1], end)
            else:
                starts.append(start)
                ends.append(end)
        return cls(tuple(starts), tuple(ends), hours, zone, resource)

    def is_free(self, start: int, end: int) -> bool:
        """Tell whether nothing is taken between two moments, in seconds since 1970."""
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
    booked: Sequence[datetime] = ()
    """The starts of the type's bookings in order, in UTC and by whole weeks; needed only where the
    type has a limit."""

    @property
    def earliest(self) -> datetime:
        """The first moment, in UTC, that the notice allows."""
        return self.now.astimezone(UTC) + self.service.notice

    @property
    def last_day(self) -> date | None:
        """The last date, inclusive, that the window allows; None for any."""
        until, days = self.service.window_until, self.service.window_days
        if days is None:
            return until
        rolling = self.now.astimezone(self.zone).date() + days * _DAY
        return rolling if until is None else min(rolling, until)

    def slots(self, first: datetime, last: datetime) -> Iterator[datetime]:
        """Yield the free starts from `first` up to, but not including, `last`, in order.

        Args:
            first: Aware, in any zone.
            last: Aware, in any zone.

        Yields:
            Aware datetimes in the business's zone; in a repeated hour `fold` tells them apart.
        """
        earliest = max(first.astimezone(UTC), self.earliest)
        latest = last.astimezone(UTC)
        if (last_day := self.last_day) is not None:
            latest = min(latest, midnight(last_day + _DAY, self.zone))
        if earliest >= latest:
            return
        crews = self._crews()
        if len(crews) == 1:
            yield from self._worked_by(crews[0], earliest, latest)
            return
        found = (self._worked_by(crew, earliest, latest) for crew in crews)
        for _, same in groupby(merge(*found, key=_exact), key=_exact):
            yield next(same)

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
        return not any(diary.is_free(*self._blocked(start)) for diary in self.diaries)

    def places(self, start: datetime) -> tuple[int, ...]:
        """Return the resources that nothing stands in the way of, the business's hours aside.

        One with hours of its own must be at work.
        """
        moment = start.astimezone(UTC)
        return tuple(
            diary.resource
            for diary in self.diaries
            if diary.is_free(*self._blocked(start))
            and (diary.hours is None or self._is_at_work(diary, moment))
        )

    def is_full(self, day: date) -> bool:
        """Tell whether a date, or its week, has as many of the type as it may have."""
        monday = day - day.weekday() * _DAY
        return self._has(self.service.daily_limit, day, day) or self._has(
            self.service.weekly_limit, monday, monday + 6 * _DAY
        )

    def opening_at(self, moment: datetime) -> Interval | None:
        """Return the opening during which a moment falls, or None when closed."""
        exact = moment.astimezone(UTC)
        day = moment.astimezone(self.zone).date()
        for opening in openings(self.hours, self.zone, day - _DAY, day + _DAY):
            if opening.start <= exact < opening.end:
                return opening
        return None

    def _has(self, limit: int | None, first: date, last: date) -> bool:
        if limit is None:
            return False
        begin, end = self.bounds(first, last)
        return bisect_left(self.booked, end) - bisect_left(self.booked, begin) >= limit

    def _is_at_work(self, diary: Diary, moment: datetime) -> bool:
        day = moment.astimezone(self.zone).date()
        end = moment + self.service.duration
        return any(
            opening.start <= moment and end <= opening.end
            for opening in working(self.hours, self.zone, diary, day - _DAY, day + _DAY)
        )

    def _blocked(self, start: datetime) -> tuple[int, int]:
        moment, service = _seconds(start), self.service
        return (
            moment - 60 * service.buffer_before_minutes,
            moment + 60 * (service.minutes + service.buffer_after_minutes),
        )

    def _crews(self) -> list[list[Diary]]:
        """Return the diaries by their hours: those who work at the same times are asked at once."""
        crews: list[list[Diary]] = []
        for diary in self.diaries:
            for crew in crews:
                if crew[0].hours == diary.hours and crew[0].zone == diary.zone:
                    crew.append(diary)
                    break
            else:
                crews.append([diary])
        return crews

    def _worked_by(
        self, crew: Sequence[Diary], earliest: datetime, latest: datetime
    ) -> Iterator[datetime]:
        # Openings run into a day from the one before and, where nobody ever closes, out of it.
        begin = earliest.astimezone(self.zone).date() - _DAY
        end = latest.astimezone(self.zone).date() + _DAY
        for opening in working(self.hours, self.zone, crew[0], begin, end):
            if opening.end > earliest and opening.start < latest:
                yield from self._within(opening, crew, earliest, latest)

    def _within(
        self, opening: Interval, crew: Sequence[Diary], earliest: datetime, latest: datetime
    ) -> Iterator[datetime]:
        service, zone = self.service, self.zone
        before = 60 * service.buffer_before_minutes
        span = 60 * (service.minutes + service.buffer_after_minutes)
        begin, final = max(opening.start, earliest), opening.end - service.duration
        if final < begin:
            return
        first, stop = ceil(begin.timestamp()), min(_seconds(final) + 1, ceil(latest.timestamp()))
        day, final_day = begin.astimezone(zone).date(), final.astimezone(zone).date()
        while day <= final_day:
            if not self.is_full(day):
                starts = grid(day, service.step_minutes, zone, service.offset_minutes)
                for start in starts[bisect_left(starts, first) : bisect_left(starts, stop)]:
                    if any(diary.is_free(start - before, start + span) for diary in crew):
                        yield datetime.fromtimestamp(start, zone)
            day += _DAY


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _exact(start: datetime) -> datetime:
    """Return the moment in UTC: within one zone Python would compare the wall clocks."""
    return start.astimezone(UTC)


def _less(whole: Iterator[Interval], parts: Sequence[Interval]) -> Iterator[Interval]:
    """Yield what is left of stretches, in order, when others, in order, are taken away."""
    for interval in whole:
        begin = interval.start
        for part in parts:
            if part.end <= begin or part.start >= interval.end:
                continue
            if part.start > begin:
                yield Interval(begin, part.start)
            begin = max(begin, part.end)
        if begin < interval.end:
            yield Interval(begin, interval.end)


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


def working(
    hours: Hours, zone: ZoneInfo, diary: Diary, first: date, last: date
) -> Iterator[Interval]:
    """Yield the stretches during which a resource is at work, in order.

    Args:
        hours: The business's.
        zone: The business's.
        diary: The resource's, with its own hours if it has any.
        first: The first date, in the business's zone, whose openings count.
        last: The last one.
    """
    if diary.hours is None:
        return openings(hours, zone, first, last)
    own = openings(diary.hours, diary.zone or zone, first - _DAY, last + _DAY)
    return _less(own, tuple(_closures_for(diary.hours, hours, zone, first, last)))


def _closures_for(
    own: Hours, hours: Hours, zone: ZoneInfo, first: date, last: date
) -> Iterator[Interval]:
    """Yield when the business's special dates close it, but those special to a resource."""
    if not isinstance(hours, DatedHours):
        return
    for day in (first + number * _DAY for number in range((last - first).days + 1)):
        if not hours.is_special(day):
            continue
        if isinstance(own, DatedHours) and own.is_special(day):
            continue
        yield from _less(
            iter([Interval(midnight(day, zone), midnight(day + _DAY, zone))]),
            tuple(openings(hours, zone, day - _DAY, day)),
        )


def first_apart(
    starts: Iterable[datetime], count: int = 3, apart: timedelta = APART
) -> tuple[datetime, ...]:
    """Return the first starts that lie at least so far from each other, at most `count`."""
    chosen: list[datetime] = []
    for start in starts:
        if not chosen or _exact(start) - _exact(chosen[-1]) >= apart:
            chosen.append(start)
        if len(chosen) == count:
            break
    return tuple(chosen)
