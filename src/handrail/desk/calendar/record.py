"""The record of one booking: what the owner sees of it, besides what was agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select

from .audit import SETTLED, note
from .bookings import Booking, booking_in
from .business import Service
from .definitions import service_in
from .store import Calendar
from .tables import AuditRow, BookingRow

__all__ = ["Record", "booked_by", "has_written", "is_settled", "keep_settled", "record_of"]


@dataclass(frozen=True, slots=True)
class Record:
    """A booking with the keys of what it belongs to."""

    booking: Booking
    service: Service
    """Its type as it is now, an inactive one too."""
    resource: int
    """The key of what it occupies."""
    customer: int
    """The key of whom it is for."""
    created_at: datetime
    """Aware, in UTC."""


async def record_of(calendar: Calendar, booking: int) -> Record | None:
    """Return the record of a booking; None when there is none of that id.

    Raises:
        CalendarUnavailable: When it cannot be read.
    """
    keys = select(
        BookingRow.booking_type_id,
        BookingRow.resource_id,
        BookingRow.customer_id,
        BookingRow.created_at,
    ).where(BookingRow.id == booking)
    async with calendar.reading() as connection:
        row = (await connection.execute(keys)).one_or_none()
        found = await booking_in(connection, BookingRow.id == booking)
        if row is None or found is None:
            return None
        service = await service_in(connection, row.booking_type_id)
        return Record(found, service, row.resource_id, row.customer_id, row.created_at)


async def has_written(calendar: Calendar, run: str) -> bool:
    """Tell whether a run has changed any booking.

    Raises:
        CalendarUnavailable: When it cannot be read.
    """
    changed = exists().where(AuditRow.run_key == run, AuditRow.subject == "bookings")
    async with calendar.reading() as connection:
        return bool((await connection.execute(select(changed))).scalar_one())


async def is_settled(calendar: Calendar, run: str) -> bool:
    """Tell whether what a run left in doubt was taken back, or given to the owner.

    Raises:
        CalendarUnavailable: When it cannot be read.
    """
    settled = exists().where(AuditRow.run_key == run, AuditRow.action == SETTLED)
    async with calendar.reading() as connection:
        return bool((await connection.execute(select(settled))).scalar_one())


async def keep_settled(calendar: Calendar, run: str, *, now: datetime) -> None:
    """Note that what a run left in doubt is the owner's, whatever becomes of it.

    Raises:
        CalendarUnavailable: When it cannot be written.
    """
    async with calendar.writing() as session:
        note(session, SETTLED, "runs", None, run=run, now=now)


async def booked_by(calendar: Calendar, run: str) -> int | None:
    """Return the id of the booking that a run has made; None when it has made none.

    Raises:
        CalendarUnavailable: When it cannot be read.
    """
    async with calendar.reading() as connection:
        wanted = select(BookingRow.id).where(BookingRow.run_key == run)
        return (await connection.execute(wanted)).scalar_one_or_none()
