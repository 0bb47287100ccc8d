"""A sheet of the calendar: all that a page of some days shows, read at one moment.

It is for the owner's eyes: unlike availability it tells what a time is taken by.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import func, select, true

from .availability import Diary, Interval, working
from .bookings import Booking, bookings_in
from .business import Business
from .definitions import Reader, business_in, resources_in
from .hours import DatedHours
from .owner.busy import Block, blocks_in
from .store import Calendar
from .tables import (
    LONGEST_BOOKING_SECONDS,
    AuditRow,
    BookingRow,
    BookingTypeRow,
    HoldRow,
    ResourceRow,
)
from .wall_clock import midnight

__all__ = ["HeldTime", "Sheet", "SheetResource", "sheet", "sheet_mark"]

_DAY: Final = timedelta(days=1)
_LONGEST: Final = timedelta(seconds=LONGEST_BOOKING_SECONDS)
_LATE: Final = 100
"""Of so many changes the number is looked at, not the last one alone: in PostgreSQL a change may
be seen later than one that was begun after it."""


@dataclass(frozen=True, slots=True)
class SheetResource:
    """A resource as a sheet shows it."""

    id: int
    """The key of its row."""
    name: str
    active: bool
    open: tuple[Interval, ...] = ()
    """When it is at work on the days of the sheet; an inactive one never is."""
    special: frozenset[date] = frozenset()
    """The dates on which its hours are others than those of every week."""


@dataclass(frozen=True, slots=True)
class HeldTime:
    """A time that is kept for a call which has not booked it yet."""

    resource: str
    service: str
    start: datetime
    """Aware, in UTC; so are the next two."""
    end: datetime
    expires: datetime


@dataclass(frozen=True, slots=True)
class Sheet:
    """Some days of the calendar, as they are."""

    business: Business
    resources: tuple[SheetResource, ...]
    """All of them in the owner's order, the inactive ones last."""
    bookings: tuple[Booking, ...]
    """By their start; cancelled ones are left out."""
    holds: tuple[HeldTime, ...]
    blocks: tuple[Block, ...]
    mark: str
    """See `sheet_mark`."""


async def sheet(
    calendar: Calendar, first: date, last: date, *, now: datetime, resource: int | None = None
) -> Sheet:
    """Return all that a page of some days shows.

    Args:
        calendar: Whose.
        first: The first day, in the business's zone.
        last: The last one.
        now: The present moment, aware; holds that have expired by then are left out.
        resource: The id of the one whose bookings alone are wanted; None for all.

    Raises:
        CalendarUnavailable: When it cannot be read.
    """
    async with calendar.reading() as connection:
        mark = await _mark(connection, now)
        business = await business_in(connection)
        begin, end = midnight(first, business.zone), midnight(last + _DAY, business.zone)
        bookings = await bookings_in(
            connection,
            BookingRow.starts_at > begin - _LONGEST,
            BookingRow.starts_at < end,
            BookingRow.ends_at > begin,
            BookingRow.status != "cancelled",
            true() if resource is None else BookingRow.resource_id == resource,
        )
        return Sheet(
            business,
            await _resources(connection, business, first, last),
            bookings,
            await _holds(connection, begin, end, now),
            await blocks_in(connection, begin, end),
            mark,
        )


async def sheet_mark(calendar: Calendar, *, now: datetime) -> str:
    """Return what changes whenever a sheet may have: a page that shows one looks at it often.

    Raises:
        CalendarUnavailable: When it cannot be read.
    """
    async with calendar.reading() as connection:
        return await _mark(connection, now)


async def _mark(reader: Reader, now: datetime) -> str:
    newest = select(func.coalesce(func.max(AuditRow.id), 0)).scalar_subquery()
    late = select(func.count()).where(AuditRow.id > newest - _LATE).scalar_subquery()
    held = select(func.count()).where(HoldRow.expires_at > now).scalar_subquery()
    row = (await reader.execute(select(newest, late, held))).one()
    return ".".join(str(each) for each in row)


async def _resources(
    reader: Reader, business: Business, first: date, last: date
) -> tuple[SheetResource, ...]:
    zone = business.zone
    rows = (
        await reader.execute(
            select(ResourceRow.id, ResourceRow.name).order_by(
                ResourceRow.active.desc(), ResourceRow.position, ResourceRow.id
            )
        )
    ).all()
    at_work = {each.id: each for each in await resources_in(reader, None)}
    found = []
    for row in rows:
        own = at_work.get(row.id)
        if own is None:
            found.append(SheetResource(row.id, row.name, active=False))
            continue
        diary = Diary((), (), own.hours, own.zone, own.id)
        found.append(
            SheetResource(
                row.id,
                row.name,
                active=True,
                # An opening of the day before may run into the first one.
                open=tuple(working(business.hours, zone, diary, first - _DAY, last)),
                special=frozenset(
                    day
                    for day in (first + n * _DAY for n in range((last - first).days + 1))
                    if any(
                        isinstance(hours, DatedHours) and hours.is_special(day)
                        for hours in (business.hours, own.hours)
                    )
                ),
            )
        )
    return tuple(found)


async def _holds(
    reader: Reader, begin: datetime, end: datetime, now: datetime
) -> tuple[HeldTime, ...]:
    rows = await reader.execute(
        select(
            ResourceRow.name.label("resource"),
            BookingTypeRow.name.label("service"),
            BookingTypeRow.minutes,
            HoldRow.starts_at,
            HoldRow.expires_at,
        )
        .join(BookingTypeRow, HoldRow.booking_type_id == BookingTypeRow.id)
        .join(ResourceRow, HoldRow.resource_id == ResourceRow.id)
        .where(
            HoldRow.expires_at > now,
            HoldRow.blocked_from < end,
            HoldRow.blocked_until > begin,
        )
        .order_by(HoldRow.starts_at)
    )
    return tuple(
        HeldTime(
            row.resource,
            row.service,
            row.starts_at,
            row.starts_at + timedelta(minutes=row.minutes),
            row.expires_at,
        )
        for row in rows
    )
