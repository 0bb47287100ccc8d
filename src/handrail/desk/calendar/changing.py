"""Changing a booking: moved, cancelled, or marked as one that nobody came to. One transaction each.

The booking stays one row, with its code and its iCalendar UID; its sequence and version are raised.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from .audit import note
from .bookings import Booking, BookingStatus, booking_in
from .customers import customer_in
from .definitions import service_in
from .faults import Outdated
from .occupied import Exempt
from .outbox import tell_of_booking
from .places import Refused, Taken, attempt, blocked, lock, lock_booking, places_for
from .store import Calendar
from .tables import BookingRow, HoldRow, RescheduleRow
from .undoing import link_of, move_back, stand_again

__all__ = ["Move", "cancel", "correct", "mark_no_show", "moves_of", "reschedule"]

_GONE: Final = "That appointment isn't there any more"
_CANCELLED: Final = "That appointment was cancelled"
_CHANGED: Final = "That appointment was changed since"
_NOT_BEGUN: Final = "That appointment has not begun yet"


@dataclass(frozen=True, slots=True)
class Move:
    """One link of the chain of a booking's times."""

    sequence: int
    """The booking's iCalendar sequence after it."""
    old_start: datetime
    """Aware, in UTC."""
    new_start: datetime
    """Aware, in UTC."""
    moved_at: datetime
    """Aware, in UTC."""
    run: str
    """The id of the workflow's run that made it."""


async def reschedule(
    calendar: Calendar,
    booking: int,
    start: datetime,
    *,
    run: str,
    now: datetime,
    version: int | None = None,
) -> Booking:
    """Move a booking to another time, once for each run: the old time is lost when the new is won.

    It stays with its resource if that can be, and takes as long as its type does now.

    Args:
        calendar: Whose.
        booking: Its id.
        start: The new time, aware. The one it has already changes nothing.
        run: The id of the workflow's run. What it has moved already it moves on from there; if
            that was another booking, it is moved back.
        now: The present moment, aware.
        version: The booking's, as it was shown; None to move it whatever it is now.

    Raises:
        Outdated: when it has another version now.
        Taken: when every resource is booked or held at that time.
        Refused: when it is no longer there to move, or the type's rules are against it; or when
            somebody else has changed since what the run has moved elsewhere.
        CalendarUnavailable: when the database cannot be written.
        ValueError: for a time without a zone, or a run without an id.
    """
    if not run or start.tzinfo is None:
        raise ValueError("moving a booking needs the id of its run and a time with a zone")
    start = start.astimezone(UTC)
    async with calendar.writing() as session:
        link = await link_of(session, run)
        if link is not None and link.booking_id != booking:
            # It was moved unknown to the caller, who has another in mind now.
            await move_back(session, calendar, link, run=run, now=now)
            link = None
        row = await _locked(session, booking, version if link is None else None)
        done = link is not None and link.new_starts_at == start  # whoever has changed it since
        if not done and row.status != "confirmed":
            raise Refused(_CANCELLED)
        if not done and row.starts_at != start:
            if link is not None and link.sequence != row.sequence:
                raise Refused(_CHANGED)
            await _move(session, row, start, run=run, now=now, link=link)
            await tell_of_booking(
                session,
                calendar.channels,
                "rescheduled",
                await _as_it_is(session, booking),
                now=now,
                was=row.starts_at,
            )
        await session.execute(delete(HoldRow).where(HoldRow.run_key == run))
        return await _as_it_is(session, booking)


async def cancel(
    calendar: Calendar,
    booking: int,
    *,
    run: str | None,
    now: datetime,
    version: int | None = None,
) -> Booking:
    """Cancel a booking; one that is cancelled already is returned as it is.

    Args:
        calendar: Whose.
        booking: Its id.
        run: The id of the workflow's run, whose hold is given up too; None for the owner. Another
            booking that it has cancelled already stands again.
        now: The present moment, aware.
        version: The booking's, as it was shown; None to cancel it whatever it is now.

    Raises:
        Outdated: when it has another version now, and is not cancelled.
        Refused: when it is not there any more; or when another has the time by now of what the run
            has cancelled before.
        CalendarUnavailable: when the database cannot be written.
    """
    async with calendar.writing() as session:
        if run is not None:
            # It was cancelled unknown to the caller, who has another in mind now.
            await stand_again(session, calendar, run=run, now=now, but=booking)
        row = await _locked(session, booking)
        if row.status == "cancelled":
            return await _as_it_is(session, booking)
        _match(row, version)
        await _end(session, row, "cancelled", run, now, sequence=row.sequence + 1)
        if run is not None:
            await session.execute(delete(HoldRow).where(HoldRow.run_key == run))
        ended = await _as_it_is(session, booking)
        await tell_of_booking(session, calendar.channels, "cancelled", ended, now=now)
        return ended


async def correct(
    calendar: Calendar,
    booking: int,
    *,
    phone: str,
    name: str,
    email: str | None,
    run: str,
    now: datetime,
) -> Booking:
    """Put right whom a booking is for; the same details change nothing.

    It is told like a move, with the sequence raised: an address that was taken down right at last
    gets the invitation, and to one that was wrong, which is somebody else's, nothing is written.

    Args:
        calendar: Whose.
        booking: Its id.
        phone: E.164.
        name: As it is written.
        email: None for none.
        run: The id of the workflow's run.
        now: The present moment, aware.

    Raises:
        Refused: when it was cancelled, or is not there any more.
        CalendarUnavailable: when the database cannot be written.
    """
    async with calendar.writing() as session:
        row = await _locked(session, booking)
        if row.status != "confirmed":
            raise Refused(_CANCELLED)
        customer = await customer_in(session, phone, name, email, now)
        changed = await session.execute(
            update(BookingRow)
            .where(BookingRow.id == row.id, BookingRow.customer_id != customer)
            .values(customer_id=customer, sequence=row.sequence + 1, version=row.version + 1)
            .returning(BookingRow.id)
        )
        if changed.first() is not None:
            was = row.customer_id
            note(session, "corrected", "bookings", row.id, run=run, now=now, was=was)
            corrected = await _as_it_is(session, booking)
            await tell_of_booking(session, calendar.channels, "corrected", corrected, now=now)
        return await _as_it_is(session, booking)


async def mark_no_show(
    calendar: Calendar,
    booking: int,
    *,
    now: datetime,
    run: str | None = None,
    version: int | None = None,
) -> Booking:
    """Note that nobody came to a booking; one that is so marked is returned as it is.

    Args:
        calendar: Whose.
        booking: Its id.
        now: The present moment, aware.
        run: The id of the workflow's run; None for the owner.
        version: The booking's, as it was shown; None to mark it whatever it is now.

    Raises:
        Outdated: when it has another version now, and is not marked.
        Refused: when it was cancelled, has not begun yet, or is not there any more.
        CalendarUnavailable: when the database cannot be written.
    """
    async with calendar.writing() as session:
        row = await _locked(session, booking)
        if row.status == "cancelled":
            raise Refused(_CANCELLED)
        if row.starts_at > now:
            raise Refused(_NOT_BEGUN)
        if row.status != "no_show":
            _match(row, version)
            await _end(session, row, "no_show", run, now, sequence=row.sequence)
        return await _as_it_is(session, booking)


async def moves_of(calendar: Calendar, booking: int) -> tuple[Move, ...]:
    """Return how a booking was moved, in order.

    Raises:
        CalendarUnavailable: when it cannot be read.
    """
    wanted = (
        select(
            RescheduleRow.sequence,
            RescheduleRow.old_starts_at,
            RescheduleRow.new_starts_at,
            RescheduleRow.moved_at,
            RescheduleRow.run_key,
        )
        .where(RescheduleRow.booking_id == booking)
        .order_by(RescheduleRow.sequence)
    )
    async with calendar.reading() as connection:
        return tuple(Move(*row) for row in await connection.execute(wanted))


async def _move(
    session: AsyncSession, row: Any, start: datetime, *, run: str, now: datetime, link: Any
) -> None:
    """Move a booking; the link that the run has made already is made anew, from the same time."""
    service = await service_in(session, row.booking_type_id)
    await lock(session, service, run=run, now=now)
    places = await places_for(
        session, service, start, now=now, exempt=Exempt(run, row.id), prefer=row.resource_id
    )
    await session.execute(delete(HoldRow).where(HoldRow.run_key == run))
    await session.execute(delete(RescheduleRow).where(RescheduleRow.run_key == run))
    for place in places:
        try:
            async with attempt(session):
                await session.execute(
                    update(BookingRow)
                    .where(BookingRow.id == row.id)
                    .values(
                        resource_id=place,
                        starts_at=start,
                        ends_at=start + service.duration,
                        **blocked(service, start),
                        sequence=row.sequence + 1,
                        version=row.version + 1,
                    )
                )
        except IntegrityError:
            continue
        session.add(
            RescheduleRow(
                booking_id=row.id,
                sequence=row.sequence + 1,
                old_resource_id=row.resource_id if link is None else link.old_resource_id,
                old_starts_at=row.starts_at if link is None else link.old_starts_at,
                new_resource_id=place,
                new_starts_at=start,
                run_key=run,
                moved_at=now,
            )
        )
        note(session, "rescheduled", "bookings", row.id, run=run, now=now, resource=place)
        return
    raise Taken(start)


async def _end(
    session: AsyncSession,
    row: Any,
    status: BookingStatus,
    run: str | None,
    now: datetime,
    *,
    sequence: int,
) -> None:
    await session.execute(
        update(BookingRow)
        .where(BookingRow.id == row.id)
        .values(status=status, sequence=sequence, version=row.version + 1)
    )
    note(session, status, "bookings", row.id, run=run, now=now)


async def _locked(session: AsyncSession, booking: int, version: int | None = None) -> Any:
    """Return a booking's row, which others cannot change meanwhile.

    Raises:
        Refused: when there is none.
        Outdated: when it is not of the version that was shown.
    """
    row = await lock_booking(session, BookingRow.id == booking)
    if row is None:
        raise Refused(_GONE)
    _match(row, version)
    return row


def _match(row: Any, version: int | None) -> None:
    if version is not None and row.version != version:
        raise Outdated


async def _as_it_is(session: AsyncSession, booking: int) -> Booking:
    found = await booking_in(session, BookingRow.id == booking)
    assert found is not None
    return found
