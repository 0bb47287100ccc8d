"""The whole business as one value: what a file of it holds, read and written at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.kinds.when import Hours

from ..audit import note
from ..business import BusinessFact
from ..definitions import zone_of
from ..faults import FieldFault
from ..hours import Spans, hours_of, own_hours
from ..store import Calendar
from ..tables import (
    BookingRow,
    BookingTypeResourceRow,
    BookingTypeRow,
    BusyRow,
    HoldRow,
    RescheduleRow,
    ResourceRow,
)
from .business import (
    BusinessDraft,
    business_draft_in,
    checked_business,
    checked_facts,
    facts_in,
    write_business,
    write_facts,
)
from .checks import Checks, same
from .defined import Defined, owning
from .hours import (
    Override,
    checked_override,
    checked_week,
    overrides_in,
    week_in,
    write_overrides,
    write_week,
)
from .resources import (
    ResourceDraft,
    checked_resource,
    resources_defined_in,
    rewrite_resource,
    write_resource,
)
from .service_checks import ServiceDraft, check_fits, check_names, checked_alone
from .services import rewrite_service, services_defined_in, write_service
from .spans import Week

__all__ = ["Definition", "ResourceDefinition", "definition_of", "load_definition"]

_CLOSED: Final[Week] = ((),) * 7
_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class ResourceDefinition:
    """A resource with the hours of its own."""

    draft: ResourceDraft
    week: Week = _CLOSED
    """None on any day: the business's."""
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """All that an owner defines, in order. Bookings, customers and busy blocks are no part."""

    business: BusinessDraft
    week: Week
    services: tuple[ServiceDraft, ...]
    resources: tuple[ResourceDefinition, ...] = field(
        default=(ResourceDefinition(ResourceDraft(name="Desk")),)
    )
    overrides: tuple[Override, ...] = ()
    facts: tuple[BusinessFact, ...] = ()


async def definition_of(calendar: Calendar) -> Definition:
    """Return the whole business as it is.

    Raises:
        CalendarUnavailable: When it cannot be read.
    """
    async with calendar.reading() as connection:
        return Definition(
            business=await business_draft_in(connection),
            week=await week_in(connection, None),
            overrides=await overrides_in(connection, None),
            facts=await facts_in(connection),
            resources=tuple(
                [
                    ResourceDefinition(
                        each.draft,
                        await week_in(connection, each.id),
                        await overrides_in(connection, each.id),
                    )
                    for each in await resources_defined_in(connection)
                ]
            ),
            services=tuple(each.draft for each in await services_defined_in(connection)),
        )


async def load_definition(
    calendar: Calendar,
    definition: Definition,
    *,
    now: datetime,
    found: Iterable[FieldFault] = (),
) -> None:
    """Make the business what is defined, in one transaction.

    Types and resources are known by their names. Those that are there and not defined go, or are
    made inactive when a booking tells of them.

    Args:
        calendar: Whose.
        definition: All that is to be there.
        now: The present moment, aware.
        found: What is wrong with what was typed: it is told with the rest.

    Raises:
        Faulty: When it will not do; the fields are such as "services.0.minutes".
        CalendarUnavailable: When the calendar cannot be written.
    """
    tidy = _checked(definition, Checks.beginning(found), now)
    async with owning(calendar) as session:
        await _lock(session)
        await write_business(session, tidy.business, now=now)
        await write_week(session, tidy.week, None, now=now)
        await write_overrides(session, tidy.overrides, None, now=now)
        await write_facts(session, tidy.facts, now=now)
        await _write_services_and_resources(session, tidy, now)


def _checked(definition: Definition, checks: Checks, now: datetime) -> Definition:
    if max(len(definition.services), len(definition.resources), len(definition.overrides)) > _MOST:
        checks.fault("services", f"Define {_MOST} types, resources and dates at most.")
        checks.settle()
    business = checked_business(checks.within("business"), definition.business)
    zone = "UTC" if checks.faults("business.zone") else business.zone  # no hour is skipped there
    tidy = Definition(
        business=business,
        week=checked_week(checks.within("hours"), definition.week),
        overrides=_checked_dates(checks.within("overrides"), definition.overrides, zone),
        facts=checked_facts(checks.within("facts"), definition.facts),
        resources=_checked_resources(checks, definition.resources, zone),
        services=_checked_services(checks, definition),
    )
    if not checks.faults("hours", "overrides", "resources"):
        _check_all_fit(checks, tidy, zone, now)
    checks.settle()
    return tidy


def _checked_resources(
    checks: Checks, resources: Sequence[ResourceDefinition], zone: str
) -> tuple[ResourceDefinition, ...]:
    tidied: list[ResourceDefinition] = []
    for number, each in enumerate(resources):
        within = checks.within(f"resources.{number}")
        draft = checked_resource(within, each.draft, [one.draft for one in tidied])
        week = checked_week(within.within("hours"), each.week)
        own = draft.zone if any(week) and not within.faults("zone") else None
        dates = _checked_dates(within.within("overrides"), each.overrides, own or zone)
        tidied.append(ResourceDefinition(draft, week, dates))
    if not any(each.draft.active for each in tidied):
        checks.fault("resources", "Define at least one active resource: bookings need a place.")
    return tuple(tidied)


def _checked_services(checks: Checks, definition: Definition) -> tuple[ServiceDraft, ...]:
    names = {" ".join(each.draft.name.split()): each.draft for each in definition.resources}
    tidied: list[ServiceDraft] = []
    for number, each in enumerate(definition.services):
        within = checks.within(f"services.{number}")
        tidy = checked_alone(within, each)
        check_names(within, tidy, tidied)
        for name in tidy.resources:
            if name not in names:
                within.fault("resources", f"There is no resource {name[:60]!r}: define it, too.")
        able = [names[name].active for name in tidy.resources if name in names]
        if tidy.active and able and not any(able):
            within.fault("resources", "All of these are inactive: name one that is active.")
        tidied.append(tidy)
    if not any(each.active for each in tidied):
        checks.fault("services", "Define at least one active type: callers must have a choice.")
    return tuple(tidied)


def _checked_dates(
    checks: Checks, overrides: Sequence[Override], zone: str
) -> tuple[Override, ...]:
    days = [each.day for each in overrides]
    if len(set(days)) < len(days):
        checks.fault("day", "A date is there twice: leave one of the two out.")
    tidied = (
        checked_override(checks.within(each.day.isoformat()), each, zone_of(zone))
        for each in overrides
    )
    return tuple(sorted(tidied, key=lambda each: each.day))


async def _lock(session: AsyncSession) -> None:
    """Wait for bookings under way, in the order in which they lock too, so that none is caught."""
    for table in (BookingTypeRow, ResourceRow):
        await session.execute(select(table.id).order_by(table.id).with_for_update())


async def _write_services_and_resources(
    session: AsyncSession, tidy: Definition, now: datetime
) -> None:
    services = await services_defined_in(session)
    resources = await resources_defined_in(session)
    kept_services = {same(each.name) for each in tidy.services}
    kept_resources = {same(each.draft.name) for each in tidy.resources}
    for each in services:
        if same(each.draft.name) not in kept_services:
            await _retire_service(session, each, now)
    known = {same(each.draft.name): each for each in resources}
    for position, defined in enumerate(tidy.resources, 1):
        key = await _put_resource(session, known, defined.draft, position, now)
        await write_week(session, defined.week, key, now=now)
        await write_overrides(session, defined.overrides, key, now=now)
    known_services = {same(each.draft.name): each for each in services}
    for position, draft in enumerate(tidy.services, 1):
        there = known_services.get(same(draft.name))
        if there is None:
            await write_service(session, draft, position=position, now=now)
            continue
        await rewrite_service(session, there.id, there.draft, draft, now=now)
        await _place(session, BookingTypeRow, there.id, position)
    for each_resource in resources:  # last: no type may point at one that goes
        if same(each_resource.draft.name) not in kept_resources:
            await _retire_resource(session, each_resource, now)


async def _put_resource(
    session: AsyncSession,
    known: dict[str, Defined[ResourceDraft]],
    draft: ResourceDraft,
    position: int,
    now: datetime,
) -> int:
    there = known.get(same(draft.name))
    if there is None:
        return await write_resource(session, draft, position=position, now=now)
    await rewrite_resource(session, there.id, there.draft, draft, now=now)
    await _place(session, ResourceRow, there.id, position)
    return there.id


async def _place(
    session: AsyncSession, table: type[BookingTypeRow | ResourceRow], key: int, position: int
) -> None:
    await session.execute(update(table).where(table.id == key).values(position=position))


async def _retire_service(
    session: AsyncSession, each: Defined[ServiceDraft], now: datetime
) -> None:
    if await _is_told_of(session, BookingRow.booking_type_id, each.id) or await _is_told_of(
        session, HoldRow.booking_type_id, each.id
    ):
        await _deactivate(session, BookingTypeRow, each, now)
        return
    await session.execute(
        delete(BookingTypeResourceRow).where(BookingTypeResourceRow.booking_type_id == each.id)
    )
    await session.execute(delete(BookingTypeRow).where(BookingTypeRow.id == each.id))
    note(session, "removed", "booking_types", each.id, run=None, now=now)


async def _retire_resource(
    session: AsyncSession, each: Defined[ResourceDraft], now: datetime
) -> None:
    for column in (
        BookingRow.resource_id,
        HoldRow.resource_id,
        RescheduleRow.old_resource_id,
        RescheduleRow.new_resource_id,
        BookingTypeResourceRow.resource_id,
        BusyRow.resource_id,
    ):
        if await _is_told_of(session, column, each.id):
            await _deactivate(session, ResourceRow, each, now)
            return
    await write_week(session, _CLOSED, each.id, now=now)
    await write_overrides(session, (), each.id, now=now)
    await session.execute(delete(ResourceRow).where(ResourceRow.id == each.id))
    note(session, "removed", "resources", each.id, run=None, now=now)


async def _deactivate(
    session: AsyncSession,
    table: type[BookingTypeRow | ResourceRow],
    each: Defined[ServiceDraft] | Defined[ResourceDraft],
    now: datetime,
) -> None:
    if each.draft.active:
        await session.execute(update(table).where(table.id == each.id).values(active=False))
        note(session, "deactivated", table.__tablename__, each.id, run=None, now=now)


async def _is_told_of(session: AsyncSession, column: Any, key: int) -> bool:
    """Tell whether a row of another table points at one."""
    return bool((await session.execute(select(exists().where(column == key)))).scalar_one())


def _check_all_fit(checks: Checks, tidy: Definition, zone: str, now: datetime) -> None:
    """Check that bookings of each type fit into the hours of somebody who does it."""
    shared, shared_dates = _rows(tidy.week), _dates(tidy.overrides)
    business = hours_of(shared, shared_dates)
    opened: dict[str, tuple[Hours, ZoneInfo]] = {}
    for each in tidy.resources:
        own = own_hours(
            _rows(each.week), _dates(each.overrides), shared=shared, shared_overrides=shared_dates
        )
        if each.draft.active:
            theirs = each.draft.zone if any(each.week) else None
            opened[each.draft.name] = own or business, zone_of(theirs or zone)
    for number, service in enumerate(tidy.services):
        if service.active:
            able = [opened[name] for name in service.resources or opened if name in opened]
            check_fits(checks.within(f"services.{number}"), service.minutes, able, now)


def _rows(week: Week) -> list[tuple[int, int, int]]:
    return [(day, opens, closes) for day, spans in enumerate(week) for opens, closes in spans]


def _dates(overrides: Sequence[Override]) -> dict[date, Spans]:
    return {each.day: each.openings for each in overrides}
