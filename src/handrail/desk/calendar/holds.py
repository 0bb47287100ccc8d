"""Holds: a time agreed in a call is kept for that call until it is booked, dropped or expires.

A run of a workflow holds one time. A hold is no booking and is never listed as one; it is a row of
its own, and the database refuses what overlaps it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from .audit import note
from .business import Service
from .occupied import Exempt
from .places import Taken, attempt, blocked, lock, places_for
from .store import Calendar
from .tables import BookingRow, BookingTypeRow, HoldRow, ResourceRow

__all__ = ["HOLD_LASTS", "Hold", "all_holds", "hold", "release"]

HOLD_LASTS: Final = timedelta(minutes=10)
"""How long a hold lasts: the rest of a call, and of one that dropped and is resumed."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A time that is kept for a call."""

    run: str
    """The run of the workflow it is kept for."""
    service: str
    """The booking type's name."""
    resource: str
    start: datetime
    """Aware, in UTC."""
    expires: datetime
    """Aware, in UTC."""


async def hold(
    calendar: Calendar,
    service: Service,
    start: datetime,
    *,
    run: str,
    now: datetime,
    moving: int | None = None,
    lasts: timedelta = HOLD_LASTS,
) -> None:
    """Keep a time for a run, instead of the one it held; the same time again is kept for longer.

    Args:
        calendar: Whose.
        service: What is to be booked.
        start: When, aware, in any zone.
        run: The id of the workflow's run.
        now: The present moment, aware.
        moving: The id of the booking that is to be moved there, which does not stand in the way.
        lasts: When it expires, from now.

    Raises:
        Taken: when every resource is booked or held at that time; what the run held, it still does.
        Refused: when the type's rules are against it; likewise.
        CalendarUnavailable: when the database cannot be written.
        ValueError: for a time without a zone, or a run without an id.
    """
    if not run or start.tzinfo is None:
        raise ValueError("a hold needs the id of its run and a time with a zone")
    start = start.astimezone(UTC)
    async with calendar.writing() as session:
        await lock(session, service, run=run, now=now)
        # A booking that is moved stays with whom it is with: who wants Anna was moved to Bob.
        whose = select(BookingRow.resource_id).where(BookingRow.id == moving)
        prefer = None if moving is None else (await session.execute(whose)).scalar_one_or_none()
        places = await places_for(
            session, service, start, now=now, exempt=Exempt(run, moving), prefer=prefer
        )
        for place in places:
            values = {
                "booking_type_id": service.id,
                "resource_id": place,
                "booking_id": moving,
                "starts_at": start,
                **blocked(service, start),
                "expires_at": now + lasts,
            }
            own = HoldRow.run_key == run
            try:
                async with attempt(session):
                    changed = await session.execute(
                        update(HoldRow).where(own).values(values).returning(HoldRow.run_key)
                    )
                    if changed.first() is None:
                        await session.execute(insert(HoldRow).values(run_key=run, **values))
            except IntegrityError:
                continue
            note(session, "held", "holds", None, run=run, now=now, resource=place)
            return
        raise Taken(start)


async def release(calendar: Calendar, *, run: str, now: datetime) -> None:
    """Give up what a run holds, if it holds anything.

    Args:
        calendar: Whose.
        run: The id of the workflow's run.
        now: The present moment, aware.

    Raises:
        CalendarUnavailable: when the database cannot be written.
    """
    async with calendar.writing() as session:
        gone = await session.execute(
            delete(HoldRow).where(HoldRow.run_key == run).returning(HoldRow.resource_id)
        )
        if (place := gone.scalar_one_or_none()) is not None:
            note(session, "released", "holds", None, run=run, now=now, resource=place)


async def all_holds(calendar: Calendar, *, now: datetime) -> tuple[Hold, ...]:
    """Return what is held at this moment, by its start.

    Args:
        calendar: Whose.
        now: The present moment, aware.

    Raises:
        CalendarUnavailable: when the database cannot be read.
    """
    wanted = (
        select(
            HoldRow.run_key,
            BookingTypeRow.name,
            ResourceRow.name,
            HoldRow.starts_at,
            HoldRow.expires_at,
        )
        .join(BookingTypeRow, HoldRow.booking_type_id == BookingTypeRow.id)
        .join(ResourceRow, HoldRow.resource_id == ResourceRow.id)
        .where(HoldRow.expires_at > now)
        .order_by(HoldRow.starts_at)
    )
    async with calendar.reading() as connection:
        return tuple(Hold(*row) for row in await connection.execute(wanted))
