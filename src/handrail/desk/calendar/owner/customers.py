"""Customers' details, put right by the owner: what was misheard in a call, or has changed since."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from ..audit import note
from ..bookings import booking_in
from ..customers import known_by
from ..faults import Faulty, FieldFault, Outdated
from ..outbox import tell_of_booking
from ..store import Calendar
from ..tables import BookingRow, CustomerRow
from .defined import changed_fields, match, owning

__all__ = ["CustomerDraft", "correct_customer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerDraft:
    """A customer's details, as a call has read them or the owner writes them."""

    phone: str
    """E.164."""
    name: str
    email: str | None = None


async def correct_customer(
    calendar: Calendar,
    customer: int,
    draft: CustomerDraft,
    *,
    version: str | None,
    joins: bool = False,
    now: datetime,
) -> int:
    """Put a customer's details right, for all their bookings. The same details change nothing.

    Bookings to come are told of as a call's correction is, with their sequence raised: an address
    that is right at last gets the invitation, and to the one that was wrong nothing is written.

    Args:
        calendar: Whose.
        customer: The id of their row.
        draft: What the details are to be.
        version: The version that was shown; None to change them whatever they are.
        joins: Whether the customer may become one with another who has these details.
        now: The present moment, aware.

    Returns:
        The id of the row that their bookings are of now.

    Raises:
        Faulty: When another customer has these details; the field is "joins".
        Outdated: When they have changed since, were purged, or when there is none of that id.
        CalendarUnavailable: When the calendar cannot be written.
    """
    async with owning(calendar) as session:
        before = await _locked(session, customer)
        match(version, before)
        changed = changed_fields(before, draft)
        if not changed:
            return customer
        other = await known_by(session, draft.phone, draft.name, draft.email)
        if other in {None, customer}:  # itself, when only an email's capitals change
            await _write(session, customer, draft)
        elif joins:
            # Its row stays, as after a purge: what a call noted of it may still point there.
            theirs = update(BookingRow).where(BookingRow.customer_id == customer)
            await session.execute(theirs.values(customer_id=other))
            await _write(session, customer, None)
        else:
            raise _taken()
        kept = other or customer
        note(session, "corrected", "customers", kept, run=None, now=now, fields=changed)
        await _tell(session, calendar, kept, now)
        return kept


async def _locked(session: AsyncSession, customer: int) -> CustomerDraft:
    wanted = select(CustomerRow.phone, CustomerRow.name, CustomerRow.email)
    found = await session.execute(wanted.where(CustomerRow.id == customer).with_for_update())
    row = found.one_or_none()
    if row is None or row.phone is None:
        raise Outdated
    return CustomerDraft(phone=row.phone, name=row.name, email=row.email)


async def _write(session: AsyncSession, customer: int, draft: CustomerDraft | None) -> None:
    """Write a row's details; None empties it."""
    details = dict.fromkeys(("phone", "name", "email")) if draft is None else asdict(draft)
    email = details["email"] or None
    kept = {**details, "email": email, "email_key": email and email.lower()}
    try:
        async with session.begin_nested():
            await session.execute(
                update(CustomerRow).where(CustomerRow.id == customer).values(**kept)
            )
    except IntegrityError:
        raise _taken() from None  # a call has booked with these details a moment ago


async def _tell(session: AsyncSession, calendar: Calendar, customer: int, now: datetime) -> None:
    """Tell of what is booked ahead that it is corrected."""
    raised = (
        update(BookingRow)
        .where(
            BookingRow.customer_id == customer,
            BookingRow.status == "confirmed",
            BookingRow.ends_at > now,
        )
        .values(sequence=BookingRow.sequence + 1, version=BookingRow.version + 1)
        .returning(BookingRow.id)
    )
    for key in sorted((await session.execute(raised)).scalars()):
        note(session, "corrected", "bookings", key, run=None, now=now)
        booking = await booking_in(session, BookingRow.id == key)
        assert booking is not None
        await tell_of_booking(session, calendar.channels, "corrected", booking, now=now)


def _taken() -> Faulty:
    told = "Another customer has just these details: tick below if the two are one person."
    return Faulty([FieldFault("joins", told)])
