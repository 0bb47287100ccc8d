"""Bookings: written once, at commit, and listed.

`book` is the only way in. It runs in one immediate transaction and is keyed by the run of the
workflow, so a retry finds the booking instead of making another. It does not look whether the time
is free: the database refuses an overlap, and that refusal is the answer (`Taken`).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from random import SystemRandom
from typing import Any, Final, Literal, cast
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, literal_column, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from .availability import Diary, Interval
from .business import Service
from .codes import RandomSource, new_code
from .database import CalendarUnavailable
from .store import Calendar
from .tables import (
    LONGEST_BOOKING_SECONDS,
    TAKEN,
    BookingRow,
    BookingTypeRow,
    BusinessRow,
    Moment,
    ResourceRow,
)

__all__ = ["Booking", "BookingStatus", "NewBooking", "Taken", "all_bookings", "book", "diaries"]

BookingStatus = Literal["confirmed", "cancelled", "no_show"]

_DRAWS: Final = 20
"""How many codes of one length are drawn before longer ones are."""

_LONGEST: Final = timedelta(seconds=LONGEST_BOOKING_SECONDS)

_FIRST = bindparam("first", type_=Moment)
_LAST = bindparam("last", type_=Moment)
_EARLIEST = bindparam("earliest", type_=Moment)
# Built once, since it is asked for every time that a caller names. The status stands in the text
# because SQLite uses a partial index only for a condition it can see, and the lower bound on the
# start lets that index skip the past. A resource without bookings gives one row without a start.
_OCCUPIED: Final = (
    select(ResourceRow.id, BookingRow.starts_at, BookingRow.ends_at)
    .outerjoin(
        BookingRow,
        and_(
            BookingRow.resource_id == ResourceRow.id,
            BookingRow.status == literal_column("'confirmed'"),
            BookingRow.starts_at < _LAST,
            BookingRow.starts_at > _EARLIEST,
            BookingRow.ends_at > _FIRST,
        ),
    )
    .where(ResourceRow.active)
    .order_by(ResourceRow.id)
)


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


@dataclass(frozen=True, slots=True)
class Booking:
    """One booking, whatever became of it."""

    service: str
    """The booking type's name."""
    start: datetime
    """Aware, in the business's zone."""
    phone: str
    """E.164."""
    name: str
    email: str | None
    status: BookingStatus
    code: str

    def as_json(self) -> dict[str, str | None]:
        """Return the booking as JSON data, its start as ISO 8601 with offset."""
        return asdict(self) | {"start": self.start.isoformat()}


class Taken(Exception):  # noqa: N818 - an answer, not a fault
    """Somebody else has booked that time; nothing was written."""

    def __init__(self, start: datetime) -> None:
        super().__init__(f"{start.isoformat()} is taken")
        self.start = start


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
        wanted: What to book.
        run: The id of the workflow's run. If it has booked already, that booking is returned.
        now: The present moment, aware.
        random: What draws the code; the system's source by default.

    Raises:
        Taken: when every resource is booked at that time.
        CalendarUnavailable: when the database cannot be written or no longer knows the service.
        ValueError: for a start or a present without a time zone, or a run without an id.
    """
    if not run:
        # Every run without an id would pass for the same one, and get a stranger's booking.
        raise ValueError("a booking needs the id of its run")
    async with calendar.writing() as session:
        made = await session.execute(_bookings(BookingRow.run_key == run))
        found = made.one_or_none()
        if found is None:
            await _insert(session, wanted, run, now, random or SystemRandom())
            found = (await session.execute(_bookings(BookingRow.run_key == run))).one()
        return _booking(found)


async def all_bookings(calendar: Calendar) -> tuple[Booking, ...]:
    """Return every booking by its start, cancelled and past ones too.

    Raises:
        CalendarUnavailable: when they cannot be read.
    """
    async with calendar.reading() as connection:
        rows = await connection.execute(_bookings().order_by(BookingRow.starts_at, BookingRow.id))
        return tuple(_booking(row) for row in rows)


async def diaries(calendar: Calendar, first: datetime, last: datetime) -> tuple[Diary, ...]:
    """Return what is taken between two moments, one diary for each active resource.

    Args:
        calendar: Whose.
        first: Aware, in any zone.
        last: Aware, in any zone.

    Raises:
        CalendarUnavailable: when the database cannot be read.
    """
    async with calendar.reading() as connection:
        rows = await connection.execute(
            _OCCUPIED, {"first": first, "last": last, "earliest": first - _LONGEST}
        )
        taken: dict[int, list[Interval]] = {}
        for resource, start, end in rows:
            intervals = taken.setdefault(resource, [])
            if start is not None:
                intervals.append(Interval(start, end))
    return tuple(Diary.of(intervals) for intervals in taken.values())


async def _insert(
    session: AsyncSession, wanted: NewBooking, run: str, now: datetime, random: RandomSource
) -> None:
    """Write the booking into the first resource that the database lets it have."""
    zone = (await session.execute(select(BusinessRow.zone))).scalar_one()
    resources = await session.execute(
        select(ResourceRow.id).where(ResourceRow.active).order_by(ResourceRow.id)
    )
    code = await _unused_code(session, now, random)
    for resource in resources.scalars():
        row = BookingRow(
            booking_type_id=wanted.service.id,
            resource_id=resource,
            starts_at=wanted.start,
            ends_at=wanted.start.astimezone(UTC) + wanted.service.duration,
            zone=zone,
            phone=wanted.phone,
            name=wanted.name,
            email=wanted.email,
            code=code,
            run_key=run,
            created_at=now,
        )
        try:
            async with session.begin_nested():
                session.add(row)
        except IntegrityError as error:
            if TAKEN not in str(error.orig):
                raise CalendarUnavailable(f"the calendar refuses it: {error.orig}") from error
        else:
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


def _bookings(*where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            BookingTypeRow.name.label("service"),
            BookingRow.starts_at,
            BookingRow.phone,
            BookingRow.name,
            BookingRow.email,
            BookingRow.status,
            BookingRow.code,
            BusinessRow.zone.label("business_zone"),
        )
        .join(BookingTypeRow, BookingRow.booking_type_id == BookingTypeRow.id)
        .join(BusinessRow, BusinessRow.id == 1)
        .where(*where)
    )


def _booking(row: Row[Any]) -> Booking:
    try:
        zone = ZoneInfo(row.business_zone)
    except (ValueError, OSError, KeyError) as error:
        raise CalendarUnavailable(f"there is no time zone {row.business_zone!r}") from error
    return Booking(
        service=row.service,
        start=row.starts_at.astimezone(zone),
        phone=row.phone,
        name=row.name,
        email=row.email,
        status=cast("BookingStatus", row.status),
        code=row.code,
    )
