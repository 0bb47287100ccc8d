"""Every free time, as a page or another program lists them; a call hears a few (see `free`)."""

from __future__ import annotations

from datetime import date, datetime

from .availability import Availability
from .business import Business, Service
from .occupied import Exempt, availability_in
from .store import Calendar

__all__ = ["free_between", "free_times"]


async def free_times(
    calendar: Calendar,
    day: date,
    *,
    business: Business,
    service: Service,
    now: datetime,
    moving: int | None = None,
) -> tuple[datetime, ...]:
    """Return every time of a date at which a booking can start, in order.

    Args:
        calendar: Whose bookings count.
        day: In the business's zone.
        business: Its zone and hours.
        service: What is to be booked.
        now: The present moment, aware.
        moving: The id of the booking that is to be moved, which does not stand in the way.

    Returns:
        Aware, in the business's zone.

    Raises:
        CalendarUnavailable: when the database cannot be read.
    """
    unknown = Availability(service, business.hours, business.zone, now, diaries=())
    first, last = unknown.bounds(day, day)
    return await free_between(
        calendar, first, last, business=business, service=service, now=now, moving=moving
    )


async def free_between(
    calendar: Calendar,
    first: datetime,
    last: datetime,
    *,
    business: Business,
    service: Service,
    now: datetime,
    moving: int | None = None,
) -> tuple[datetime, ...]:
    """Return every time between two moments at which a booking can start, in order.

    Args:
        calendar: Whose bookings count.
        first: Aware, in any zone.
        last: Aware, in any zone; what starts then is not among them.
        business: Its zone and hours.
        service: What is to be booked.
        now: The present moment, aware.
        moving: The id of the booking that is to be moved, which does not stand in the way.

    Returns:
        Aware, in the business's zone.

    Raises:
        CalendarUnavailable: when the database cannot be read.
    """
    async with calendar.reading() as connection:
        free = await availability_in(
            connection, business, service, first, last, now=now, exempt=Exempt(booking=moving)
        )
    return tuple(free.slots(first, last))
