"""Availability once more, slow and obvious: each minute is looked at on its own.

It shares nothing with `handrail.desk.calendar.availability` but what it is asked with. The clocks
on the wall are those that `zoneinfo` gives for each minute, one after the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from handrail.desk.calendar import Service
from handrail.desk.calendar.hours import Spans

__all__ = ["Reference", "Rota", "Worker"]

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
AROUND = 3 * DAY
"""How far beyond what is asked for minutes are looked at: openings, blocks and buffers reach in."""


@dataclass(frozen=True)
class Rota:
    """Opening hours as an owner enters them."""

    week: Sequence[tuple[int, int, int]] = ()
    """Weekday, and the minutes after its 00:00 of opening and closing."""
    dates: Mapping[date, Spans] = field(default_factory=dict)
    """The dates that have others."""

    def on(self, day: date) -> Sequence[tuple[int, int]]:
        if day in self.dates:
            return self.dates[day]
        return [(begin, end) for weekday, begin, end in self.week if weekday == day.weekday()]


@dataclass(frozen=True)
class Worker:
    """A resource: when it is taken, and its own hours, if it has any."""

    busy: Sequence[tuple[datetime, datetime]] = ()
    rota: Rota | None = None
    zone: ZoneInfo | None = None


@dataclass(frozen=True)
class Reference:
    """The free starts of a type between two moments, minute by minute."""

    service: Service
    rota: Rota
    zone: ZoneInfo
    now: datetime
    workers: Sequence[Worker]
    booked: Sequence[datetime]
    first: datetime
    last: datetime

    def starts(self) -> list[datetime]:
        """Return the moments, in UTC, at which a booking may start."""
        return [
            moment
            for moment in self._minutes(self.first, self.last)
            if self._is_allowed(moment) and self.hands(moment)
        ]

    def hands(self, start: datetime) -> list[int]:
        """Return which of the workers can do it from a moment on."""
        begin, end = start, start + self.service.minutes * MINUTE
        before = self.service.buffer_before_minutes * MINUTE
        after = self.service.buffer_after_minutes * MINUTE
        return [
            number
            for number, worker in enumerate(self.workers)
            if all(each in self._at_work[number] for each in self._minutes(begin, end))
            and not any(
                a <= each < b
                for each in self._minutes(begin - before, end + after)
                for a, b in worker.busy
            )
        ]

    def _is_allowed(self, start: datetime) -> bool:
        service, wall = self.service, start.astimezone(self.zone)
        if (60 * wall.hour + wall.minute - service.offset_minutes) % service.step_minutes:
            return False
        if start < self.now + service.notice_minutes * MINUTE:
            return False
        today = self.now.astimezone(self.zone).date()
        if service.window_days is not None and wall.date() > today + service.window_days * DAY:
            return False
        if service.window_until is not None and wall.date() > service.window_until:
            return False
        booked = [each.astimezone(self.zone).date() for each in self.booked]
        on_day = sum(1 for each in booked if each == wall.date())
        in_week = sum(1 for each in booked if each.isocalendar()[:2] == wall.isocalendar()[:2])
        return not (
            (service.daily_limit is not None and on_day >= service.daily_limit)
            or (service.weekly_limit is not None and in_week >= service.weekly_limit)
        )

    @cached_property
    def _at_work(self) -> list[set[datetime]]:
        """The minutes at which each worker is at work."""
        business = self._open(self.rota, self.zone)
        found = []
        for worker in self.workers:
            if worker.rota is None:
                found.append(business)
                continue
            own = self._open(worker.rota, worker.zone or self.zone)
            special = {
                minute
                for minute in own
                if minute.astimezone(self.zone).date() in self.rota.dates
                and minute.astimezone(self.zone).date() not in worker.rota.dates
            }
            found.append(own - (special - business))
        return found

    def _open(self, rota: Rota, zone: ZoneInfo) -> set[datetime]:
        """Return the minutes that hours in a zone cover."""
        minutes = self._minutes(self.first - AROUND, self.last + AROUND)
        walls = [minute.astimezone(zone).replace(tzinfo=None) for minute in minutes]

        def first_at(wall: datetime) -> int:
            """Where the clock first shows that time, or for want of it a later one."""
            return next((n for n, shown in enumerate(walls) if shown >= wall), len(walls))

        found: set[datetime] = set()
        day = walls[0].date() + DAY
        while day < walls[-1].date():
            midnight = datetime.combine(day, time())
            for begin, end in rota.on(day):
                a, b = first_at(midnight + begin * MINUTE), first_at(midnight + end * MINUTE)
                found.update(minutes[a:b])
            day += DAY
        return found

    @staticmethod
    def _minutes(first: datetime, last: datetime) -> list[datetime]:
        count = (last - first) // MINUTE
        return [first.astimezone(UTC) + n * MINUTE for n in range(count)]
