"""Bookings and call-backs page by page, for those who list many."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, or_, select

from .bookings import Booking, BookingStatus, bookings_in
from .clientele import fits
from .store import Calendar
from .tables import BookingRow, BusinessRow, CallBackRow

__all__ = [
    "LONGEST_PAGE",
    "CallBackListed",
    "Place",
    "Sought",
    "bookings_coded",
    "bookings_page",
    "callbacks_page",
]

LONGEST_PAGE: Final = 200
"""Entries that a page has at most."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of bookings ended: after this start, and of those that start then, this id."""

    start: datetime
    """Aware."""
    id: int


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for; what is None or empty does not matter."""

    first: datetime | None = None
    """The earliest start, aware."""
    last: datetime | None = None
    """Aware; what starts then is not among them."""
    status: BookingStatus | None = None
    service: int | None = None
    """The booking type's id."""
    text: str = field(default="", repr=False)
    """A number, a name, an email or a code, or a part of one: see `find_customers`."""


@dataclass(frozen=True, slots=True)
class CallBackListed:
    """One caller to call back, with the key of its row."""

    id: int
    phone: str
    """E.164."""
    asked_at: datetime
    """Aware, in UTC."""


async def bookings_page(
    calendar: Calendar, sought: Sought, *, after: Place | None = None, limit: int = LONGEST_PAGE
) -> tuple[tuple[Booking, ...], Place | None]:
    """Return a page of bookings by their start, and where the next one begins.

    Args:
        calendar: Whose.
        sought: Which.
        after: Where the page before ended; None for the first.
        limit: At most so many.

    Returns:
        The bookings; and their end, or None when there are no more.

    Raises:
        CalendarUnavailable: When they cannot be read.
    """
    where: list[ColumnElement[bool]] = []
    if sought.first is not None:
        where.append(BookingRow.starts_at >= sought.first)
    if sought.last is not None:
        where.append(BookingRow.starts_at < sought.last)
    if sought.status is not None:
        where.append(BookingRow.status == sought.status)
    if sought.service is not None:
        where.append(BookingRow.booking_type_id == sought.service)
    if after is not None:
        where.append(
            or_(
                BookingRow.starts_at > after.start,
                and_(BookingRow.starts_at == after.start, BookingRow.id > after.id),
            )
        )
    async with calendar.reading() as connection:
        if sought.text:
            region = (await connection.execute(select(BusinessRow.region))).scalar_one()
            where.append(await fits(connection, sought.text, region))
        found = await bookings_in(connection, *where, limit=limit + 1)
    if len(found) <= limit:
        return found, None
    return found[:limit], Place(found[limit - 1].start, found[limit - 1].id)


async def bookings_coded(calendar: Calendar, code: str) -> tuple[Booking, ...]:
    """Return all bookings of a code, the latest first.

    One that is to come has its code alone; a past one's may have been given again.

    Raises:
        CalendarUnavailable: When they cannot be read.
    """
    async with calendar.reading() as connection:
        return tuple(reversed(await bookings_in(connection, BookingRow.code == code)))


async def callbacks_page(
    calendar: Calendar, *, after: int = 0, limit: int = LONGEST_PAGE
) -> tuple[tuple[CallBackListed, ...], int | None]:
    """Return a page of call-backs, the longest waiting first, and where the next one begins.

    Args:
        calendar: Whose.
        after: The id of the last one of the page before; 0 for the first page.
        limit: At most so many.

    Raises:
        CalendarUnavailable: When they cannot be read.
    """
    wanted = (
        select(CallBackRow.id, CallBackRow.phone, CallBackRow.asked_at)
        .where(CallBackRow.id > after)
        .order_by(CallBackRow.id)
        .limit(limit + 1)
    )
    async with calendar.reading() as connection:
        found = tuple(CallBackListed(*row) for row in await connection.execute(wanted))
    return found[:limit], found[limit - 1].id if len(found) > limit else None
