"""Booking types as the owner defines them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ..audit import note
from ..definitions import Reader, business_in, resources_in
from ..faults import FieldFault
from ..store import Calendar
from ..tables import BookingTypeResourceRow, BookingTypeRow, ResourceRow
from .checks import Checks
from .defined import (
    Defined,
    behind,
    changed_fields,
    draft_of,
    note_changed,
    owning,
    put_in_order,
)
from .service_checks import ServiceDraft, check_fits, check_names, checked_alone, service_of

__all__ = [
    "activate_service",
    "all_services",
    "change_service",
    "check_service",
    "checked_service",
    "define_service",
    "order_services",
    "resource_ids_in",
    "rewrite_service",
    "services_defined_in",
    "write_service",
]


async def all_services(calendar: Calendar) -> tuple[Defined[ServiceDraft], ...]:
    """Return every booking type in the owner's order, the inactive ones too.

    Raises:
        CalendarUnavailable: When they cannot be read.
    """
    async with calendar.reading() as connection:
        return await services_defined_in(connection)


async def define_service(
    calendar: Calendar,
    draft: ServiceDraft,
    *,
    now: datetime,
    found: Iterable[FieldFault] = (),
) -> int:
    """Add a booking type behind the others, and return its id.

    Args:
        calendar: Whose.
        draft: What it is to be.
        now: The present moment, aware.
        found: What is wrong with what was typed: it is told with the rest.

    Raises:
        Faulty: When it will not do.
        CalendarUnavailable: When the calendar cannot be written.
    """
    async with owning(calendar) as session:
        others = await services_defined_in(session)
        tidy = await checked_service(session, draft, others, now=now, found=found)
        position = await behind(session, BookingTypeRow)
        return await write_service(session, tidy, position=position, now=now)


async def change_service(
    calendar: Calendar,
    service: int,
    draft: ServiceDraft,
    *,
    version: str | None,
    now: datetime,
    found: Iterable[FieldFault] = (),
) -> None:
    """Change a booking type. Bookings that were made of it stay as they are.

    Args:
        calendar: Whose.
        service: Its id.
        draft: What it is to be.
        version: The version that was shown; None to change it whatever it is.
        now: The present moment, aware.
        found: What is wrong with what was typed: it is told with the rest.

    Raises:
        Faulty: When it will not do, or when no active one would be left.
        Outdated: When it has changed since, or there is none of that id.
        CalendarUnavailable: When the calendar cannot be written.
    """
    async with owning(calendar) as session:
        await _change(session, service, draft, version=version, now=now, found=found)


async def activate_service(
    calendar: Calendar, service: int, *, active: bool, now: datetime
) -> None:
    """Let callers book a type, or no longer.

    Raises:
        Faulty: As for `change_service`.
        Outdated: When there is none of that id.
        CalendarUnavailable: When the calendar cannot be written.
    """
    async with owning(calendar) as session:
        draft = draft_of(await services_defined_in(session), service)
        await _change(session, service, replace(draft, active=active), version=None, now=now)


async def order_services(calendar: Calendar, services: Sequence[int], *, now: datetime) -> None:
    """Put the booking types in the order in which they are offered to callers.

    Raises:
        Outdated: When these are not the ids of all of them, each once.
        CalendarUnavailable: When the calendar cannot be written.
    """
    async with owning(calendar) as session:
        await put_in_order(session, BookingTypeRow, services, now=now)


async def check_service(
    calendar: Calendar,
    draft: ServiceDraft,
    *,
    service: int | None = None,
    now: datetime,
    found: Iterable[FieldFault] = (),
) -> ServiceDraft:
    """Check a booking type without writing it, and return it made tidy.

    Args:
        calendar: Whose.
        draft: What it is to be.
        service: The id of the one to change; None for a new one.
        now: The present moment, aware.
        found: What is wrong with what was typed: it is told with the rest.

    Raises:
        Faulty: When it will not do.
        CalendarUnavailable: When the calendar cannot be read.
    """
    async with calendar.reading() as connection:
        others = [one for one in await services_defined_in(connection) if one.id != service]
        return await checked_service(
            connection, draft, others, changed=service is not None, now=now, found=found
        )


async def services_defined_in(reader: Reader) -> tuple[Defined[ServiceDraft], ...]:
    """Read every booking type, in order."""
    able: dict[int, list[str]] = {}
    for service, name in await reader.execute(
        select(BookingTypeResourceRow.booking_type_id, ResourceRow.name)
        .join(ResourceRow, ResourceRow.id == BookingTypeResourceRow.resource_id)
        .order_by(ResourceRow.position, ResourceRow.id)
    ):
        able.setdefault(service, []).append(name)
    rows = await reader.execute(
        select(*BookingTypeRow.__table__.columns).order_by(
            BookingTypeRow.position, BookingTypeRow.id
        )
    )
    return tuple(Defined(row.id, _draft(row, able.get(row.id, ()))) for row in rows)


async def checked_service(
    reader: Reader,
    draft: ServiceDraft,
    others: Sequence[Defined[ServiceDraft]],
    *,
    now: datetime,
    changed: bool = False,
    found: Iterable[FieldFault] = (),
) -> ServiceDraft:
    """Check a booking type against itself, the others and the resources; return it made tidy.

    Args:
        reader: What reads the calendar.
        draft: What it is to be.
        others: The other types.
        now: The present moment, aware.
        changed: Whether it is there already.
        found: What is wrong with what was typed: it is told with the rest.

    Raises:
        Faulty: When it will not do.
    """
    checks = Checks.beginning(found)
    tidy = checked_alone(checks, draft)
    check_names(checks, tidy, [each.draft for each in others])
    resources = await _activity(reader)
    for name in tidy.resources:
        if name not in resources:
            checks.fault("resources", f"There is no resource {name!r} any more: choose others.")
    if tidy.active:
        business = await business_in(reader)
        if tidy.resources and not any(resources.get(name) for name in tidy.resources):
            checks.fault("resources", "All of these are inactive: choose one that is active.")
        if tidy.window_until and tidy.window_until < now.astimezone(business.zone).date():
            checks.fault("window_until", "That date has passed: give a later one, or none.")
        able = await resources_in(reader, service_of(tidy, 0, await resource_ids_in(reader)))
        opened = [(each.hours or business.hours, each.zone or business.zone) for each in able]
        check_fits(checks, tidy.minutes, opened, now)
    elif changed and not any(each.draft.active for each in others):
        checks.fault(
            "active", "Callers must be able to book something: make another type active first."
        )
    checks.settle()
    return tidy


async def write_service(
    session: AsyncSession,
    tidy: ServiceDraft,
    *,
    position: int,
    now: datetime,
) -> int:
    """Write a new booking type that has passed its checks, and return its id."""
    row = BookingTypeRow(**_columns(tidy), position=position)
    session.add(row)
    await session.flush()
    await _write_resources(session, row.id, tidy)
    note(session, "defined", "booking_types", row.id, run=None, now=now)
    return row.id


async def _change(
    session: AsyncSession,
    service: int,
    draft: ServiceDraft,
    *,
    version: str | None,
    now: datetime,
    found: Iterable[FieldFault] = (),
) -> None:
    every = await services_defined_in(session)
    before = draft_of(every, service, version=version)
    others = [each for each in every if each.id != service]
    tidy = await checked_service(session, draft, others, now=now, changed=True, found=found)
    await rewrite_service(session, service, before, tidy, now=now)


async def rewrite_service(
    session: AsyncSession, service: int, before: ServiceDraft, tidy: ServiceDraft, *, now: datetime
) -> None:
    """Write a booking type that is there and has passed its checks; nothing when it is the same."""
    changed = changed_fields(before, tidy)
    if not changed:
        return
    await session.execute(
        update(BookingTypeRow).where(BookingTypeRow.id == service).values(**_columns(tidy))
    )
    await _write_resources(session, service, tidy)
    note_changed(session, BookingTypeRow, service, changed, active=tidy.active, now=now)


async def _write_resources(session: AsyncSession, service: int, tidy: ServiceDraft) -> None:
    await session.execute(
        delete(BookingTypeResourceRow).where(BookingTypeResourceRow.booking_type_id == service)
    )
    if tidy.resources:
        ids = await resource_ids_in(session)
        await session.execute(
            insert(BookingTypeResourceRow),
            [{"booking_type_id": service, "resource_id": ids[each]} for each in tidy.resources],
        )


async def _activity(reader: Reader) -> dict[str, bool]:
    rows = await reader.execute(select(ResourceRow.name, ResourceRow.active))
    return {row.name: row.active for row in rows}


async def resource_ids_in(reader: Reader) -> dict[str, int]:
    """Read the ids of the resources by their names."""
    rows = await reader.execute(select(ResourceRow.name, ResourceRow.id))
    return {row.name: row.id for row in rows}


def _draft(row: Any, resources: Sequence[str]) -> ServiceDraft:
    kept: dict[str, Any] = {
        each.name: getattr(row, each.name, None) for each in fields(ServiceDraft)
    }
    kept |= {"synonyms": tuple(row.synonyms), "resources": tuple(resources)}
    return ServiceDraft(**kept)


def _columns(tidy: ServiceDraft) -> dict[str, Any]:
    kept = asdict(tidy)
    del kept["resources"]
    return {**kept, "synonyms": list(tidy.synonyms)}
