"""Booking: once for each run of a workflow, in one transaction.

A time that the run holds becomes the booking. Whether the time is free is looked up only to choose
a resource: the database refuses an overlap, and that refusal is the answer (`Taken`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from random import SystemRandom
from typing import Final
from uuid import uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from .audit import is_changed_since, note
from .bookings import Booking, booking_in
from .business import Service
from .codes import RandomSource, new_code
from .customers import customer_in
from .occupied import Exempt
from .outbox import Event, tell_of_booking
from .places import Refused, Taken, attempt, blocked, lock, places_for
from .store import Calendar
from .tables import BookingRow, BusinessRow, HoldRow

__all__ = ["NewBooking", "book"]

_DRAWS: Final = 20
"""How many codes of one length are drawn before longer ones are."""


@dataclass(frozen=True, slots=True)
class NewBooking:
    """What is to be booked."""

    service: Service
    start: datetime
    """Aware, in any zone."""
    phone: str
    """E.164."""
    name: str
    email: str | None = None


async def book(
    calendar: Calendar,
    wanted: NewBooking,
    *,
    run: str,
    now: datetime,
    random: RandomSource | None = None,
) -> Booking:
    """Write a booking, once for each run.

    Args:
        calendar: Where to.
        wanted: What to book. Its hours are not asked about again: the check of its time did.
        run: The id of the workflow's run. If it has booked already, that booking is put right
            where it differs from what is wanted now, and returned.
        now: The present moment, aware.
        random: What draws the code; the system's source by default.

    Raises:
        Taken: when every resource is booked or held at that time.
        Refused: when the type's notice, window or limits are against it, and it was not held; or
            when somebody else has changed since what the run has booked otherwise.
        CalendarUnavailable: when the database cannot be written or no longer knows the service.
        ValueError: for a start or a present without a time zone, or a run without an id.
    """
    if not run:
        # Every run without an id would pass for the same one, and get a stranger's booking.
        raise ValueError("a booking needs the id of its run")
    if wanted.start.tzinfo is None or now.tzinfo is None:
        raise ValueError("a booking's start and present need a time zone")
    async with calendar.writing() as session:
        # A booking is locked before its resources, as by whoever moves it.
        own = select(BookingRow.id).where(BookingRow.run_key == run)
        await session.execute(own.with_for_update(key_share=True))
        # Locked before it is read: of two workers with one call the second finds what the first
        # has booked.
        await lock(session, wanted.service, run=run, now=now)
        made = await booking_in(session, BookingRow.run_key == run)
        if made is None:
            await _insert(session, wanted, run, now, random or SystemRandom())
            made = await booking_in(session, BookingRow.run_key == run)
            assert made is not None
            await tell_of_booking(session, calendar.channels, "booked", made, now=now)
        else:
            made = await _put_right(session, calendar, made, wanted, run=run, now=now)
            await session.execute(delete(HoldRow).where(HoldRow.run_key == run))
    return made


async def _put_right(
    session: AsyncSession,
    calendar: Calendar,
    made: Booking,
    wanted: NewBooking,
    *,
    run: str,
    now: datetime,
) -> Booking:
    """Make what a run has booked into what is wanted now.

    It differs where the answer to a commit was lost: "Sorry, I couldn't do that" - "make it four".
    """
    held = (made.service, made.start, made.phone, made.name, (made.email or "").lower())
    email = (wanted.email or "").lower()
    if held == (wanted.service.name, wanted.start, wanted.phone, wanted.name, email):
        return made
    if made.status != "confirmed" or await is_changed_since(session, made.id, run):
        raise Refused("That appointment was changed since")
    service, start = wanted.service, wanted.start.astimezone(UTC)
    moves = made.start != start
    places = await places_for(session, service, start, now=now, exempt=Exempt(run, made.id))
    await session.execute(delete(HoldRow).where(HoldRow.run_key == run))
    customer = await customer_in(session, wanted.phone, wanted.name, wanted.email, now)
    for place in places:
        try:
            async with attempt(session):
                await session.execute(
                    update(BookingRow)
                    .where(BookingRow.id == made.id)
                    .values(
                        booking_type_id=service.id,
                        resource_id=place,
                        customer_id=customer,
                        starts_at=start,
                        ends_at=start + service.duration,
                        **blocked(service, start),
                        sequence=made.sequence + 1,
                        version=made.version + 1,
                    )
                )
        except IntegrityError:
            continue
        event: Event = "rescheduled" if moves else "corrected"
        note(session, event, "bookings", made.id, run=run, now=now, resource=place)
        right = await booking_in(session, BookingRow.id == made.id)
        assert right is not None
        was = made.start if moves else None
        await tell_of_booking(session, calendar.channels, event, right, now=now, was=was)
        return right
    raise Taken(wanted.start)


async def _insert(
    session: AsyncSession, wanted: NewBooking, run: str, now: datetime, random: RandomSource
) -> None:
    """Write the booking into the first resource that the database lets it have."""
    service, start = wanted.service, wanted.start.astimezone(UTC)
    places = await places_for(session, service, start, now=now, exempt=Exempt(run))
    await session.execute(delete(HoldRow).where(HoldRow.run_key == run))
    zone = (await session.execute(select(BusinessRow.zone))).scalar_one()
    customer = await customer_in(session, wanted.phone, wanted.name, wanted.email, now)
    code = await _unused_code(session, now, random)
    for place in places:
        row = BookingRow(
            booking_type_id=service.id,
            resource_id=place,
            customer_id=customer,
            starts_at=start,
            ends_at=start + service.duration,
            **blocked(service, start),
            zone=zone,
            code=code,
            uid=str(uuid4()),
            run_key=run,
            created_at=now,
        )
        try:
            async with attempt(session):
                session.add(row)
        except IntegrityError:
            continue
        note(session, "booked", "bookings", row.id, run=run, now=now, resource=place)
        return
    raise Taken(wanted.start)


async def _unused_code(session: AsyncSession, now: datetime, random: RandomSource) -> str:
    """Draw a code that no booking still to come has, so that a code names one booking."""
    pairs = 2
    while True:
        for _ in range(_DRAWS):
            code = new_code(random, pairs)
            used = select(BookingRow.id).where(BookingRow.code == code, BookingRow.ends_at > now)
            if (await session.execute(used.limit(1))).first() is None:
                return code
        pairs += 1
