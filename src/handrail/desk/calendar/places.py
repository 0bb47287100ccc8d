"""Where a time can be had: which resource, by the type's rules, in the transaction that takes it.

Nothing here keeps two from the same time: the database does (see `guards`). What is looked up here
explains a refusal, and chooses among several resources.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from .availability import Availability
from .business import Service
from .definitions import business_in
from .faults import CalendarUnavailable
from .guards import is_overlap
from .occupied import Exempt, availability_in
from .rules import refused_by_rule
from .tables import BookingRow, BookingTypeRow, HoldRow, ResourceRow

__all__ = ["Refused", "Taken", "attempt", "blocked", "lock", "lock_booking", "places_for"]


class Refused(Exception):  # noqa: N818 - an answer, not a fault
    """The calendar's rules are against it; nothing was written.

    Args:
        reason: Why, as one spoken sentence without an end mark.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Taken(Refused):
    """Somebody else has that time; nothing was written."""

    def __init__(self, start: datetime) -> None:
        super().__init__("That time is taken")
        self.start = start


def blocked(service: Service, start: datetime) -> dict[str, datetime]:
    """Return the columns of the stretch that a booking from a start, in UTC, blocks."""
    return {
        "blocked_from": start - service.buffer_before,
        "blocked_until": start + service.duration + service.buffer_after,
    }


async def places_for(
    session: AsyncSession,
    service: Service,
    start: datetime,
    *,
    now: datetime,
    exempt: Exempt,
    prefer: int | None = None,
) -> Sequence[int]:
    """Return the resources that a time can be had at, the one to take first.

    What the run holds already was promised, so the type's rules are not held against it again.

    Args:
        session: A transaction that writes, and has the type's resources to itself (see `lock`).
        service: What is wanted.
        start: When, in UTC.
        now: The present moment, aware.
        exempt: What does not stand in the way.
        prefer: The resource to take if it can be had.

    Raises:
        Refused: when the type's rules are against it.
        Taken: when every resource is taken.
        CalendarUnavailable: when the calendar cannot be read.
    """
    held = (
        await session.execute(
            select(HoldRow.booking_type_id, HoldRow.starts_at, HoldRow.resource_id).where(
                HoldRow.run_key == exempt.run
            )
        )
    ).one_or_none()
    business = await business_in(session)
    free = await availability_in(session, business, service, start, start, now=now, exempt=exempt)
    if held is not None and (held.booking_type_id, held.starts_at) == (service.id, start):
        prefer = held.resource_id
    elif reason := refused_by_rule(free, start):
        raise Refused(reason)
    places = free.places(start)
    if not places:
        raise Taken(start)
    if prefer in places:
        return (prefer, *(each for each in places if each != prefer))
    return await _in_order(session, free, places, start)


@asynccontextmanager
async def attempt(session: AsyncSession) -> AsyncIterator[None]:
    """Try what the database may refuse because the time is taken; the transaction goes on.

    Raises:
        IntegrityError: SQLAlchemy's, when it refuses for that reason.
        CalendarUnavailable: when it refuses for another.
    """
    try:
        async with session.begin_nested():
            yield
    except IntegrityError as error:
        if is_overlap(error):
            raise
        raise CalendarUnavailable(f"the calendar refuses it: {error.orig}") from error


async def lock_booking(session: AsyncSession, *where: ColumnElement[bool]) -> Any:
    """Return the row of the one booking for which conditions hold; None when there is none.

    Others cannot change it before the transaction is over. It is locked before its resources.
    """
    wanted = select(
        BookingRow.id,
        BookingRow.booking_type_id,
        BookingRow.resource_id,
        BookingRow.customer_id,
        BookingRow.starts_at,
        BookingRow.status,
        BookingRow.sequence,
        BookingRow.version,
    ).where(*where)
    return (await session.execute(wanted.with_for_update(key_share=True))).one_or_none()


async def lock(session: AsyncSession, service: Service, *, run: str, now: datetime) -> None:
    """Let others wait who want what this transaction may take, and clear away expired holds.

    SQLite has let them wait already. They wait in one order: the type, whose limits are counted,
    then the resources by their ids.

    Args:
        session: A transaction that writes.
        service: What is wanted.
        run: The run that wants it; its own hold is left.
        now: The present moment, aware.
    """
    if service.is_limited:
        await session.execute(
            select(BookingTypeRow.id)
            .where(BookingTypeRow.id == service.id)
            .with_for_update(key_share=True)
        )
    wanted = select(ResourceRow.id).where(ResourceRow.active).order_by(ResourceRow.id)
    if service.resources:
        wanted = wanted.where(ResourceRow.id.in_(service.resources))
    locked = (await session.execute(wanted.with_for_update(key_share=True))).scalars().all()
    await session.execute(
        delete(HoldRow).where(
            HoldRow.resource_id.in_(locked), HoldRow.expires_at <= now, HoldRow.run_key != run
        )
    )


async def _in_order(
    session: AsyncSession, free: Availability, places: Sequence[int], start: datetime
) -> Sequence[int]:
    """Return resources that are free in the order in which the type's way of choosing has them."""
    if len(places) == 1:
        return places
    service = free.service
    if service.choose == "least_busy":
        first, last = free.bounds(*(start.astimezone(free.zone).date(),) * 2)
        busy = dict.fromkeys(places, timedelta())
        for each in await session.execute(
            select(BookingRow.resource_id, BookingRow.starts_at, BookingRow.ends_at).where(
                BookingRow.resource_id.in_(places),
                BookingRow.status == "confirmed",
                BookingRow.starts_at >= first,
                BookingRow.starts_at < last,
            )
        ):
            busy[each.resource_id] += each.ends_at - each.starts_at
        return sorted(places, key=lambda place: busy[place])
    turns = await session.execute(
        select(BookingRow.resource_id, func.max(BookingRow.id))
        .where(BookingRow.booking_type_id == service.id, BookingRow.resource_id.in_(places))
        .group_by(BookingRow.resource_id)
    )
    last_turn = {resource: turn for resource, turn in turns}  # noqa: C416 - rows are no tuples to mypy
    return sorted(places, key=lambda place: last_turn.get(place, 0))
