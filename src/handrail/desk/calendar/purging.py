"""Purging: personal data is taken out of the calendar; what was booked stays, without a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from .changing import cancel
from .outbox_tables import OutboxRow
from .store import Calendar
from .tables import BookingRow, CallBackRow, CustomerRow

__all__ = ["Held", "data_before", "data_of", "empty"]


_AT_ONCE: Final = 500
"""Rows that are named in one statement: databases limit how many may be."""


@dataclass(frozen=True, slots=True)
class Held:
    """What the calendar holds of people, to be purged."""

    customers: tuple[int, ...] = ()
    callbacks: tuple[int, ...] = ()
    ahead: tuple[int, ...] = ()
    """The confirmed bookings of these customers that are still to come."""
    numbers: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    messages: tuple[int, ...] = ()
    """Messages that were sent or given up. They name nobody."""


async def data_before(calendar: Calendar, moment: datetime) -> Held:
    """Find the data of customers all of whose bookings ended before, and of older call-backs.

    With them go the messages that were sent or given up before.

    Args:
        calendar: Whose.
        moment: Aware.

    Raises:
        CalendarUnavailable: when it cannot be read.
    """
    later = exists().where(BookingRow.customer_id == CustomerRow.id, BookingRow.ends_at >= moment)
    async with calendar.reading() as connection:
        customers = await connection.execute(
            select(CustomerRow.id).where(_known(), CustomerRow.created_at < moment, ~later)
        )
        callbacks = await connection.execute(
            select(CallBackRow.id).where(CallBackRow.asked_at < moment)
        )
        messages = await connection.execute(
            select(OutboxRow.id).where(
                or_(OutboxRow.sent_at < moment, OutboxRow.failed_at < moment)
            )
        )
        return Held(
            tuple(customers.scalars()),
            tuple(callbacks.scalars()),
            messages=tuple(messages.scalars()),
        )


async def data_of(calendar: Calendar, person: str, *, phone: str | None, now: datetime) -> Held:
    """Find the data of a person.

    Args:
        calendar: Whose.
        person: Their email or name, compared without case.
        phone: Their number, E.164, if that is what they are named by.
        now: The present moment, aware.

    Raises:
        CalendarUnavailable: when it cannot be read.
    """
    async with calendar.reading() as connection:
        every = (await connection.execute(select(*CustomerRow.__table__.columns))).all()
        # Databases differ in what they take for the same letter, so names are compared here.
        mine = [row for row in every if _is(row, person.casefold(), phone)]
        numbers = {row.phone for row in mine if row.phone} | ({phone} if phone else set())
        ids = tuple(row.id for row in mine)
        callbacks = await connection.execute(
            select(CallBackRow.id).where(CallBackRow.phone.in_(numbers))
        )
        ahead = await connection.execute(
            select(BookingRow.id).where(
                BookingRow.customer_id.in_(ids),
                BookingRow.status == "confirmed",
                BookingRow.starts_at > now,
            )
        )
        return Held(
            ids,
            tuple(callbacks.scalars()),
            tuple(ahead.scalars()),
            frozenset(numbers),
            frozenset(row.email for row in mine if row.email),
            frozenset(row.name for row in mine if row.name),
        )


async def empty(calendar: Calendar, held: Held, *, now: datetime) -> int:
    """Cancel what is booked ahead, and take out the details. Bookings stay, without a person.

    Who has booked again since they were found keeps their details: the booking would have nobody.

    Returns:
        How many customers' details were taken out.

    Raises:
        CalendarUnavailable: when it cannot be written.
    """
    for booking in held.ahead:
        await cancel(calendar, booking, run=None, now=now)
    async with calendar.writing() as session:
        emptied = await _empty(session, held, now)
    await calendar.forget()
    return emptied


async def _empty(session: AsyncSession, held: Held, now: datetime) -> int:
    theirs = CustomerRow.id.in_(held.customers)
    await session.execute(select(CustomerRow.id).where(theirs).with_for_update())
    expected = exists().where(
        BookingRow.customer_id == CustomerRow.id,
        BookingRow.status == "confirmed",
        BookingRow.starts_at > now,
    )
    gone = (await session.execute(select(CustomerRow.id).where(theirs, ~expected))).scalars().all()
    await session.execute(
        update(CustomerRow)
        .where(CustomerRow.id.in_(gone))
        .values(phone=None, name=None, email=None, email_key=None)
    )
    await session.execute(delete(CallBackRow).where(CallBackRow.id.in_(held.callbacks)))
    for first in range(0, len(held.messages), _AT_ONCE):
        some = held.messages[first : first + _AT_ONCE]
        ended = or_(OutboxRow.sent_at.is_not(None), OutboxRow.failed_at.is_not(None))
        await session.execute(delete(OutboxRow).where(OutboxRow.id.in_(some), ended))
    return len(gone)


def _known() -> ColumnElement[bool]:
    return or_(CustomerRow.phone.is_not(None), CustomerRow.name.is_not(None))


def _is(row: Row[Any], person: str, phone: str | None) -> bool:
    if phone:
        return bool(row.phone == phone)
    return person in {each.casefold() for each in (row.email, row.name) if each}
