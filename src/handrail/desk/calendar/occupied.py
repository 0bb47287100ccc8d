"""What stands in the way of a booking: others, holds of other calls, and what the owner blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    bindparam,
    literal_column,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.types import NullType

from .availability import Availability, Diary
from .business import Business, Service
from .columns import Moment
from .definitions import Reader, resources_in
from .tables import LONGEST_BLOCKED_SECONDS, BookingRow, BusyRow, HoldRow
from .wall_clock import midnight

__all__ = ["Exempt", "availability_in"]

_LONGEST: Final = timedelta(seconds=LONGEST_BLOCKED_SECONDS)
_DAY: Final = timedelta(days=1)
_SUNDAY: Final = 6
_NO_BOOKING: Final = -1


@dataclass(frozen=True, slots=True)
class Exempt:
    """What does not stand in a caller's way: their own hold, and the booking they are moving."""

    run: str = ""
    booking: int | None = None
    """The key of its row."""


def _raw(moment: Any) -> ColumnElement[Any]:
    """Return a moment as the database keeps it: thousands are read while a caller waits."""
    return type_coerce(moment, NullType())


_FIRST = bindparam("first", type_=Moment)
_LAST = bindparam("last", type_=Moment)
_EARLIEST = bindparam("earliest", type_=Moment)
_NOW = bindparam("now", type_=Moment)

# The status stands in the text because SQLite uses a partial index only for a condition it can
# see, and the lower bound on the start lets the indexes skip the past.
_CONFIRMED = BookingRow.status == literal_column("'confirmed'")
_ANY_HOLD = (
    HoldRow.expires_at > _NOW,
    HoldRow.run_key != bindparam("run"),
)
_OCCUPIED: Final[CompoundSelect[*tuple[Any, ...]]] = union_all(
    select(
        BookingRow.resource_id, _raw(BookingRow.blocked_from), _raw(BookingRow.blocked_until)
    ).where(
        BookingRow.resource_id.in_(bindparam("resources", expanding=True)),
        _CONFIRMED,
        BookingRow.blocked_from < _LAST,
        BookingRow.blocked_from > _EARLIEST,
        BookingRow.blocked_until > _FIRST,
        BookingRow.id != bindparam("booking"),
    ),
    select(HoldRow.resource_id, _raw(HoldRow.blocked_from), _raw(HoldRow.blocked_until)).where(
        HoldRow.blocked_from < _LAST, HoldRow.blocked_until > _FIRST, *_ANY_HOLD
    ),
    select(BusyRow.resource_id, _raw(BusyRow.starts_at), _raw(BusyRow.ends_at)).where(
        BusyRow.starts_at < _LAST, BusyRow.ends_at > _FIRST
    ),
)
_OF_TYPE: Final[CompoundSelect[*tuple[Any, ...]]] = union_all(
    select(BookingRow.starts_at).where(
        BookingRow.booking_type_id == bindparam("type"),
        _CONFIRMED,
        BookingRow.starts_at >= _FIRST,
        BookingRow.starts_at < _LAST,
        BookingRow.id != bindparam("booking"),
    ),
    select(HoldRow.starts_at).where(
        HoldRow.booking_type_id == bindparam("type"),
        HoldRow.starts_at >= _FIRST,
        HoldRow.starts_at < _LAST,
        *_ANY_HOLD,
    ),
)


async def availability_in(
    reader: Reader,
    business: Business,
    service: Service,
    first: datetime,
    last: datetime,
    *,
    now: datetime,
    exempt: Exempt,
) -> Availability:
    """Return what is free for starts between two moments.

    Args:
        reader: What reads the calendar.
        business: Its zone and hours.
        service: What is to be booked.
        first: Aware, in any zone.
        last: Aware, in any zone.
        now: The present moment, aware; holds that have expired by then count for nothing.
        exempt: What does not stand in the way.
    """
    resources = await resources_in(reader, service)
    begin = first - service.buffer_before
    end = last + service.duration + service.buffer_after
    taken = await _taken_in(
        reader, [each.id for each in resources], begin, end, now=now, exempt=exempt
    )
    booked: list[datetime] = []
    if service.is_limited:
        booked = await _starts_of_type(
            reader, business, service, first, last, now=now, exempt=exempt
        )
    return Availability(
        service,
        business.hours,
        business.zone,
        now,
        tuple(
            Diary.of(taken[each.id], hours=each.hours, zone=each.zone, resource=each.id)
            for each in resources
        ),
        booked,
    )


async def _taken_in(
    reader: Reader,
    resources: Sequence[int],
    first: datetime,
    last: datetime,
    *,
    now: datetime,
    exempt: Exempt,
) -> dict[int, list[tuple[int, int]]]:
    """Return for each of these resources when it is taken between two moments, in seconds."""
    rows = await reader.execute(
        _OCCUPIED,
        {
            "resources": list(resources),
            "first": first,
            "last": last,
            "earliest": first - _LONGEST,
            "now": now,
            **_params(exempt),
        },
    )
    taken: dict[int, list[tuple[int, int]]] = {resource: [] for resource in resources}
    for resource, start, end in rows.all():
        span = (_seconds(start), _seconds(end))
        for each in taken if resource is None else (resource,):
            if each in taken:
                taken[each].append(span)
    return taken


def _seconds(kept: int | datetime) -> int:
    """Return a moment in seconds: SQLite keeps those, PostgreSQL gives a datetime."""
    return kept if isinstance(kept, int) else int(kept.timestamp())


async def _starts_of_type(
    reader: Reader,
    business: Business,
    service: Service,
    first: datetime,
    last: datetime,
    *,
    now: datetime,
    exempt: Exempt,
) -> list[datetime]:
    """Return when bookings and holds of a type start in the weeks between two moments, in order."""
    monday, sunday = first.astimezone(business.zone).date(), last.astimezone(business.zone).date()
    monday -= monday.weekday() * _DAY
    sunday += (_SUNDAY - sunday.weekday()) * _DAY
    rows = await reader.execute(
        _OF_TYPE,
        {
            "type": service.id,
            "first": midnight(monday, business.zone),
            "last": midnight(sunday + _DAY, business.zone),
            "now": now,
            **_params(exempt),
        },
    )
    return sorted(rows.scalars())


def _params(exempt: Exempt) -> dict[str, object]:
    booking = _NO_BOOKING if exempt.booking is None else exempt.booking
    return {"run": exempt.run, "booking": booking}
