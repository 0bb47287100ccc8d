"""Bookings as they are listed and found, and as frozen values."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from sqlalchemy import ColumnElement, Row, Select, select

from .definitions import Reader, zone_of
from .store import Calendar
from .tables import BookingRow, BookingTypeRow, BusinessRow, CustomerRow, ResourceRow

__all__ = [
    "Booking",
    "BookingStatus",
    "all_bookings",
    "booking_in",
    "bookings_in",
    "bookings_with",
    "find_bookings",
]

BookingStatus = Literal["confirmed", "cancelled", "no_show"]


@dataclass(frozen=True, slots=True)
class Booking:
    """One booking, whatever became of it. Moved, it keeps its id, code and UID."""

    id: int
    """The key of its row."""
    service: str
    """The booking type's name."""
    start: datetime
    """Aware, in the business's zone."""
    end: datetime
    """Aware, in the business's zone."""
    phone: str
    """E.164; empty, like the name, once the person's data were purged."""
    name: str
    email: str | None
    status: BookingStatus
    code: str
    resource: str
    """The name of what it occupies."""
    zone: str
    """IANA name of the zone it was made in."""
    uid: str
    """Its iCalendar UID (RFC 5545, 3.8.4.7)."""
    sequence: int
    """Its iCalendar SEQUENCE: raised when it is moved or cancelled."""
    version: int
    """Raised with every change."""

    def as_json(self) -> dict[str, str | None]:
        """Return the booking as JSON data, its start as ISO 8601 with offset."""
        return {
            "service": self.service,
            "start": self.start.isoformat(),
            "phone": self.phone,
            "name": self.name,
            "email": self.email,
            "status": self.status,
            "code": self.code,
        }


async def all_bookings(calendar: Calendar) -> tuple[Booking, ...]:
    """Return every booking by its start, cancelled and past ones too.

    Raises:
        CalendarUnavailable: when they cannot be read.
    """
    async with calendar.reading() as connection:
        return await bookings_in(connection)


async def find_bookings(
    calendar: Calendar,
    *,
    phone: str | None = None,
    name: str | None = None,
    email: str | None = None,
    code: str | None = None,
    after: datetime | None = None,
) -> tuple[Booking, ...]:
    """Return the confirmed bookings that all that is given fits, by their start.

    Args:
        calendar: Whose.
        phone: The number they were made with, E.164.
        name: The name they were made in, compared without case.
        email: The email they were made with, compared without case.
        code: Their code, compared without case or spaces.
        after: Only those that start after this moment, aware.

    Raises:
        CalendarUnavailable: when they cannot be read.
        ValueError: when nothing is given to find them by.
    """
    where: list[ColumnElement[bool]] = []
    if phone is not None:
        where.append(CustomerRow.phone == phone)
    if email is not None:
        where.append(CustomerRow.email_key == email.lower())
    if code is not None:
        where.append(BookingRow.code == "".join(code.split()).upper())
    if not where and name is None:
        raise ValueError("a booking is found by a number, a name, an email or a code")
    if after is not None:
        where.append(BookingRow.starts_at > after)
    where.append(BookingRow.status == "confirmed")
    async with calendar.reading() as connection:
        found = await bookings_in(connection, *where)
    # Databases differ in what they take for the same letter, so names are compared here.
    return tuple(b for b in found if name is None or b.name.casefold() == name.casefold())


async def bookings_with(
    calendar: Calendar, codes: Collection[str], *, after: datetime
) -> tuple[Booking, ...]:
    """Return the bookings that have these codes, cancelled ones too.

    Args:
        calendar: Whose.
        codes: Their codes, as they are written.
        after: Only those that end after this moment, aware: no two of them have one code.

    Raises:
        CalendarUnavailable: when they cannot be read.
    """
    async with calendar.reading() as connection:
        where = BookingRow.code.in_(codes), BookingRow.ends_at > after
        return await bookings_in(connection, *where)


async def booking_in(reader: Reader, *where: ColumnElement[bool]) -> Booking | None:
    """Return the one booking for which conditions hold, or None."""
    found = await bookings_in(reader, *where)
    return found[0] if found else None


async def bookings_in(
    reader: Reader, *where: ColumnElement[bool], limit: int | None = None
) -> tuple[Booking, ...]:
    """Return the bookings for which conditions hold, by their start; at most so many."""
    wanted = _bookings().where(*where).order_by(BookingRow.starts_at, BookingRow.id)
    rows = await reader.execute(wanted.limit(limit))
    return tuple(_booking(row) for row in rows)


def _bookings() -> Select[*tuple[Any, ...]]:
    return (
        select(
            BookingRow.id,
            BookingTypeRow.name.label("service"),
            BookingRow.starts_at,
            BookingRow.ends_at,
            CustomerRow.phone,
            CustomerRow.name,
            CustomerRow.email,
            BookingRow.status,
            BookingRow.code,
            ResourceRow.name.label("resource"),
            BookingRow.zone,
            BookingRow.uid,
            BookingRow.sequence,
            BookingRow.version,
            BusinessRow.zone.label("business_zone"),
        )
        .join(BookingTypeRow, BookingRow.booking_type_id == BookingTypeRow.id)
        .join(ResourceRow, BookingRow.resource_id == ResourceRow.id)
        .join(CustomerRow, BookingRow.customer_id == CustomerRow.id)
        .join(BusinessRow, BusinessRow.id == 1)
    )


def _booking(row: Row[Any]) -> Booking:
    zone = zone_of(row.business_zone)
    return Booking(
        id=row.id,
        service=row.service,
        start=row.starts_at.astimezone(zone),
        end=row.ends_at.astimezone(zone),
        phone=row.phone or "",
        name=row.name or "",
        email=row.email,
        status=cast("BookingStatus", row.status),
        code=row.code,
        resource=row.resource,
        zone=row.zone,
        uid=row.uid,
        sequence=row.sequence,
        version=row.version,
    )
