"""The next free times of a booking type: the owner's preview of what callers will be offered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from ..definitions import business_in
from ..occupied import Exempt, availability_in
from ..store import Calendar
from .service_checks import ServiceDraft, service_of
from .services import all_services, resource_ids_in

__all__ = ["never_free", "next_free"]

_DAY: Final = timedelta(days=1)
_LOOKED_AHEAD: Final = (14, 62, 366)
"""How many days are looked through for a next free time; most types have one in the first few."""


async def next_free(
    calendar: Calendar,
    draft: ServiceDraft,
    *,
    now: datetime,
    service: int | None = None,
    count: int = 3,
) -> tuple[datetime, ...]:
    """Return the next free times of a booking type, whether it is written or not.

    Args:
        calendar: Whose.
        draft: One that has passed its checks.
        now: The present moment, aware.
        service: The id of the row, whose bookings count towards its limits; None for a new one.
        count: At most so many, on different days as far as that goes.

    Returns:
        Aware, in the business's zone; none when nothing is free within a year.

    Raises:
        CalendarUnavailable: When the calendar cannot be read.
    """
    async with calendar.reading() as connection:
        business = await business_in(connection)
        wanted = service_of(draft, service or 0, await resource_ids_in(connection))
        found: list[datetime] = []
        for days in _LOOKED_AHEAD:
            free = await availability_in(
                connection, business, wanted, now, now + days * _DAY, now=now, exempt=Exempt()
            )
            found = _spread(free.slots(now, now + days * _DAY), count)
            if len(found) == count:
                break
        return tuple(found)


async def never_free(calendar: Calendar, *, now: datetime) -> tuple[str, ...]:
    """Return the names of the active types of which callers can book none, within a year.

    Raises:
        CalendarUnavailable: When the calendar cannot be read.
    """
    return tuple(
        [
            each.draft.name
            for each in await all_services(calendar)
            if each.draft.active
            and not await next_free(calendar, each.draft, now=now, service=each.id, count=1)
        ]
    )


def _spread(starts: Iterable[datetime], count: int) -> list[datetime]:
    """Choose times of different days: the owner sees in a glance which days have any."""
    found: dict[date, datetime] = {}
    for start in starts:
        found.setdefault(start.date(), start)
        if len(found) == count:
            break
    return list(found.values())
