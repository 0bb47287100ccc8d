"""Undoing: what a run wrote though its caller was never told so, and wants no more of it.

When the connection is lost at the COMMIT, nobody can tell whether it was done: the caller hears
that it could not be. Should they then say "never mind", what the run has written, found by its id,
is taken back.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from .audit import SETTLED, is_changed_since, note
from .bookings import booking_in
from .definitions import service_in
from .outbox import Event, tell_of_booking
from .places import Taken, attempt, blocked, lock, lock_booking
from .store import Calendar
from .tables import AuditRow, BookingRow, CustomerRow, HoldRow, RescheduleRow

__all__ = ["link_of", "move_back", "stand_again", "take_back"]


async def take_back(calendar: Calendar, *, run: str, now: datetime) -> None:
    """Undo what a run has written, and give up what it holds; nothing, if it has written nothing.

    What it booked is cancelled, what it moved is moved back, what it cancelled stands again, and
    whom it said a booking is for, it no longer is. A booking that somebody else has changed since
    is left to them.

    Args:
        calendar: Whose.
        run: The id of the workflow's run.
        now: The present moment, aware.

    Raises:
        Taken: when somebody else has the time by now that the booking was moved or cancelled from;
            nothing was written.
        CalendarUnavailable: when the database cannot be written.
    """
    async with calendar.writing() as session:
        await session.execute(delete(HoldRow).where(HoldRow.run_key == run))
        await _unbook(session, calendar, run, now)
        link = await link_of(session, run)
        if link is not None:
            await move_back(session, calendar, link, run=run, now=now)
        await stand_again(session, calendar, run=run, now=now)
        await _put_details_back(session, calendar, run, now)
        note(session, SETTLED, "runs", None, run=run, now=now)


async def link_of(session: AsyncSession, run: str) -> Any:
    """Return the link of a booking's chain of times that a run has made; None if it made none."""
    return (
        await session.execute(
            select(
                RescheduleRow.booking_id,
                RescheduleRow.sequence,
                RescheduleRow.old_resource_id,
                RescheduleRow.old_starts_at,
                RescheduleRow.new_starts_at,
            ).where(RescheduleRow.run_key == run)
        )
    ).one_or_none()


async def move_back(
    session: AsyncSession, calendar: Calendar, link: Any, *, run: str, now: datetime
) -> None:
    """Move a booking to where a run has moved it from, and take the link out of its chain.

    Args:
        session: A transaction that writes.
        calendar: Its calendar.
        link: The link (see `link_of`).
        run: The id of the workflow's run.
        now: The present moment, aware.

    Raises:
        Taken: when somebody else has that time by now.
    """
    row = await lock_booking(session, BookingRow.id == link.booking_id)
    if row is None or (row.status, row.sequence) != ("confirmed", link.sequence):
        return
    service = await service_in(session, row.booking_type_id)
    await lock(session, service, run=run, now=now)
    start = link.old_starts_at
    await _restore(
        session,
        row,
        start,
        resource_id=link.old_resource_id,
        starts_at=start,
        ends_at=start + service.duration,
        **blocked(service, start),
    )
    await session.execute(delete(RescheduleRow).where(RescheduleRow.run_key == run))
    note(
        session, "rescheduled", "bookings", row.id, run=run, now=now, resource=link.old_resource_id
    )
    await _tell(session, calendar, "rescheduled", row.id, now, was=row.starts_at)


async def stand_again(
    session: AsyncSession, calendar: Calendar, *, run: str, now: datetime, but: int | None = None
) -> None:
    """Let stand again what a run has cancelled.

    Args:
        session: A transaction that writes.
        calendar: Its calendar.
        run: The id of the workflow's run.
        now: The present moment, aware.
        but: The booking that stays as it is; None for none.

    Raises:
        Taken: when somebody else has the time of one by now.
    """
    cancelled = (
        select(AuditRow.subject_id)
        .where(
            AuditRow.run_key == run, AuditRow.subject == "bookings", AuditRow.action == "cancelled"
        )
        .distinct()
        .order_by(AuditRow.subject_id)  # two of a run's are locked in one order
    )
    for booking in (await session.execute(cancelled)).scalars().all():
        if booking == but:
            continue
        row = await lock_booking(
            session,
            BookingRow.id == booking,
            BookingRow.status == "cancelled",
            BookingRow.run_key != run,  # its own booking is what it has just taken back
        )
        if row is not None and not await is_changed_since(session, row.id, run):
            service = await service_in(session, row.booking_type_id)
            await lock(session, service, run=run, now=now)
            await _restore(session, row, row.starts_at, status="confirmed")
            note(session, "booked", "bookings", row.id, run=run, now=now, resource=row.resource_id)
            await _tell(session, calendar, "booked", row.id, now)


async def _unbook(session: AsyncSession, calendar: Calendar, run: str, now: datetime) -> None:
    row = await lock_booking(session, BookingRow.run_key == run, BookingRow.status == "confirmed")
    if row is not None and not await is_changed_since(session, row.id, run):
        await session.execute(_raised(row, status="cancelled"))
        note(session, "cancelled", "bookings", row.id, run=run, now=now)
        await _tell(session, calendar, "cancelled", row.id, now)


async def _put_details_back(
    session: AsyncSession, calendar: Calendar, run: str, now: datetime
) -> None:
    corrections = (
        select(AuditRow.subject_id, AuditRow.detail)
        .where(
            AuditRow.run_key == run, AuditRow.subject == "bookings", AuditRow.action == "corrected"
        )
        .order_by(AuditRow.id)
    )
    first = (await session.execute(corrections.limit(1))).one_or_none()
    if first is None or "was" not in first.detail:
        return
    row = await lock_booking(
        session, BookingRow.id == first.subject_id, BookingRow.status == "confirmed"
    )
    if row is None or row.customer_id == first.detail["was"]:
        return
    # Merged into another or purged since, it is nobody: a booking was left without a name.
    somebody = select(CustomerRow.id).where(
        CustomerRow.id == first.detail["was"], CustomerRow.phone.is_not(None)
    )
    held = await session.execute(somebody.with_for_update(read=True, key_share=True))
    if held.first() is None:
        return
    if not await is_changed_since(session, row.id, run):
        await session.execute(_raised(row, customer_id=first.detail["was"]))
        note(session, "corrected", "bookings", row.id, run=run, now=now, was=row.customer_id)
        await _tell(session, calendar, "corrected", row.id, now)


async def _restore(session: AsyncSession, row: Any, start: datetime, **values: Any) -> None:
    try:
        async with attempt(session):
            await session.execute(_raised(row, **values))
    except IntegrityError:
        raise Taken(start) from None


def _raised(row: Any, **values: Any) -> Any:
    raised = {"sequence": row.sequence + 1, "version": row.version + 1}
    return update(BookingRow).where(BookingRow.id == row.id).values(**values, **raised)


async def _tell(
    session: AsyncSession,
    calendar: Calendar,
    event: Event,
    booking: int,
    now: datetime,
    *,
    was: datetime | None = None,
) -> None:
    found = await booking_in(session, BookingRow.id == booking)
    assert found is not None
    await tell_of_booking(session, calendar.channels, event, found, now=now, was=was)
