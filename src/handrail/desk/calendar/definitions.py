"""What the owner defines, read from the tables as frozen values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from handrail.kinds.when import Hours

from .business import Business, BusinessFact, Choosing, Resource, Service
from .faults import CalendarUnavailable
from .hours import hours_of, own_hours
from .tables import (
    BookingTypeResourceRow,
    BookingTypeRow,
    BusinessFactRow,
    BusinessRow,
    DateOverrideRow,
    ResourceRow,
    WeeklyHoursRow,
)

__all__ = [
    "Reader",
    "business_in",
    "business_zone_in",
    "resources_in",
    "service_in",
    "services_in",
    "zone_of",
]

Reader: TypeAlias = AsyncConnection | AsyncSession
"""What reads: a connection that only reads, or the session of a change."""


async def business_in(reader: Reader) -> Business:
    """Return the business with its hours.

    Raises:
        CalendarUnavailable: when there is none, or its zone or hours make no sense.
    """
    found = await reader.execute(
        select(BusinessRow.name, BusinessRow.address, BusinessRow.zone, BusinessRow.region)
    )
    row = found.one_or_none()
    if row is None:
        raise CalendarUnavailable(_NO_BUSINESS)
    weekly = await reader.execute(_WEEKLY.where(WeeklyHoursRow.resource_id.is_(None)))
    dated = await reader.execute(_DATED.where(DateOverrideRow.resource_id.is_(None)))
    facts = await reader.execute(
        select(BusinessFactRow.topic, BusinessFactRow.words, BusinessFactRow.answer).order_by(
            BusinessFactRow.id
        )
    )
    try:
        return Business(
            name=row.name,
            address=row.address,
            zone=zone_of(row.zone),
            region=row.region,
            hours=hours_of(_openings(weekly), _overrides(dated)),
            facts=tuple(BusinessFact(each.topic, tuple(each.words), each.answer) for each in facts),
        )
    except (ValueError, TypeError) as error:
        raise CalendarUnavailable(f"the calendar is damaged: {error.args[0]}") from error


async def business_zone_in(reader: Reader) -> ZoneInfo:
    """Return the business's zone.

    Raises:
        CalendarUnavailable: when there is no business, or no such zone.
    """
    name = (await reader.execute(select(BusinessRow.zone))).scalar_one_or_none()
    if name is None:
        raise CalendarUnavailable(_NO_BUSINESS)
    return zone_of(name)


async def services_in(reader: Reader) -> tuple[Service, ...]:
    """Return the active booking types, in the owner's order."""
    able: dict[int, list[int]] = {}
    for kind, resource in await reader.execute(
        select(BookingTypeResourceRow.booking_type_id, BookingTypeResourceRow.resource_id)
    ):
        able.setdefault(kind, []).append(resource)
    rows = await reader.execute(
        select(*BookingTypeRow.__table__.columns)
        .where(BookingTypeRow.active)
        .order_by(BookingTypeRow.position, BookingTypeRow.id)
    )
    return tuple(_service(row, able.get(row.id, ())) for row in rows)


async def service_in(reader: Reader, service: int) -> Service:
    """Return one booking type by its id, an inactive one too.

    Raises:
        CalendarUnavailable: when there is none of that id.
    """
    wanted = select(*BookingTypeRow.__table__.columns).where(BookingTypeRow.id == service)
    row = (await reader.execute(wanted)).one_or_none()
    if row is None:
        raise CalendarUnavailable("the calendar no longer has that booking type")
    able = await reader.execute(
        select(BookingTypeResourceRow.resource_id).where(
            BookingTypeResourceRow.booking_type_id == service
        )
    )
    return _service(row, able.scalars())


async def resources_in(reader: Reader, service: Service | None) -> tuple[Resource, ...]:
    """Return the active resources that can do a booking type, with the hours of their own.

    Args:
        reader: What reads the calendar.
        service: The type; None for every active resource.

    Raises:
        CalendarUnavailable: when the zone or the hours of one make no sense.
    """
    wanted = select(ResourceRow.id, ResourceRow.name, ResourceRow.zone).where(ResourceRow.active)
    if service is not None and service.resources:
        wanted = wanted.where(ResourceRow.id.in_(service.resources))
    rows = (await reader.execute(wanted.order_by(ResourceRow.position, ResourceRow.id))).all()
    weekly = _by_resource(await reader.execute(_WEEKLY))
    dated = _by_resource(await reader.execute(_DATED))
    try:
        return tuple(
            Resource(
                row.id,
                row.name,
                _own_hours(weekly, dated, row.id),
                zone_of(row.zone) if row.zone and row.id in weekly else None,
            )
            for row in rows
        )
    except (ValueError, TypeError) as error:
        raise CalendarUnavailable(f"the calendar is damaged: {error.args[0]}") from error


def zone_of(name: str) -> ZoneInfo:
    """Return the zone of an IANA name.

    Raises:
        CalendarUnavailable: when there is none of that name.
    """
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        raise CalendarUnavailable(
            f"the calendar is damaged: there is no time zone {name!r}"
        ) from error


_NO_BUSINESS: Final = "the calendar is damaged: it names no business"
_WEEKLY = select(
    WeeklyHoursRow.resource_id,
    WeeklyHoursRow.weekday,
    WeeklyHoursRow.opens_minute,
    WeeklyHoursRow.closes_minute,
)
_DATED = select(DateOverrideRow.resource_id, DateOverrideRow.day, DateOverrideRow.openings)


def _own_hours(
    weekly: Mapping[int | None, Sequence[Any]],
    dated: Mapping[int | None, Sequence[Any]],
    resource: int,
) -> Hours | None:
    return own_hours(
        _openings(weekly.get(resource, ())),
        _overrides(dated.get(resource, ())),
        shared=_openings(weekly.get(None, ())),
        shared_overrides=_overrides(dated.get(None, ())),
    )


def _by_resource(rows: Iterable[Any]) -> dict[int | None, list[Any]]:
    found: dict[int | None, list[Any]] = {}
    for row in rows:
        found.setdefault(row.resource_id, []).append(row)
    return found


def _openings(rows: Iterable[Any]) -> list[tuple[int, int, int]]:
    return [(row.weekday, row.opens_minute, row.closes_minute) for row in rows]


def _overrides(rows: Iterable[Any]) -> dict[Any, tuple[tuple[int, int], ...]]:
    return {row.day: tuple((opens, closes) for opens, closes in row.openings) for row in rows}


def _service(row: Any, resources: Iterable[int]) -> Service:
    return Service(
        id=row.id,
        name=row.name,
        minutes=row.minutes,
        synonyms=tuple(row.synonyms),
        price_cents=row.price_cents,
        step_minutes=row.step_minutes,
        offset_minutes=row.offset_minutes,
        description=row.description,
        buffer_before_minutes=row.buffer_before_minutes,
        buffer_after_minutes=row.buffer_after_minutes,
        notice_minutes=row.notice_minutes,
        window_days=row.window_days,
        window_until=row.window_until,
        daily_limit=row.daily_limit,
        weekly_limit=row.weekly_limit,
        resources=tuple(resources),
        choose=cast("Choosing", row.choose),
    )
