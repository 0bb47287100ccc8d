"""Resources as the owner defines them: the chairs, persons or rooms that bookings occupy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ..audit import note
from ..definitions import Reader
from ..faults import FieldFault
from ..store import Calendar
from ..tables import ResourceRow
from .checks import Checks, same
from .defined import (
    Defined,
    behind,
    changed_fields,
    draft_of,
    note_changed,
    owning,
    put_in_order,
)
from .services import services_defined_in

__all__ = [
    "ResourceDraft",
    "activate_resource",
    "all_resources",
    "change_resource",
    "checked_resource",
    "define_resource",
    "order_resources",
    "resources_defined_in",
    "rewrite_resource",
    "write_resource",
]

_NAMED: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceDraft:
    """A resource as the owner writes it."""

    name: str
    zone: str | None = None
    """IANA name of the zone of its own hours; None for the business's."""
    active: bool = True
    """Whether it takes bookings."""


async def all_resources(calendar: Calendar) -> tuple[Defined[ResourceDraft], ...]:
    """Return every resource in the owner's order, the inactive ones too.

    Raises:
        CalendarUnavailable: When they cannot be read.
    """
    async with calendar.reading() as connection:
        return await resources_defined_in(connection)


async def define_resource(
    calendar: Calendar,
    draft: ResourceDraft,
    *,
    now: datetime,
    found: Iterable[FieldFault] = (),
) -> int:
    """Add a resource behind the others, and return its id.

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
        others = await resources_defined_in(session)
        checks = Checks.beginning(found)
        tidy = checked_resource(checks, draft, [each.draft for each in others])
        checks.settle()
        position = await behind(session, ResourceRow)
        return await write_resource(session, tidy, position=position, now=now)


async def change_resource(
    calendar: Calendar,
    resource: int,
    draft: ResourceDraft,
    *,
    version: str | None,
    now: datetime,
    found: Iterable[FieldFault] = (),
) -> None:
    """Change a resource. Bookings that it has stay as they are.

    Args:
        calendar: Whose.
        resource: Its id.
        draft: What it is to be.
        version: The version that was shown; None to change it whatever it is.
        now: The present moment, aware.
        found: What is wrong with what was typed: it is told with the rest.

    Raises:
        Faulty: When it will not do, or when an active type could be done by nobody.
        Outdated: When it has changed since, or there is none of that id.
        CalendarUnavailable: When the calendar cannot be written.
    """
    async with owning(calendar) as session:
        await _change(session, resource, draft, version=version, now=now, found=found)


async def activate_resource(
    calendar: Calendar, resource: int, *, active: bool, now: datetime
) -> None:
    """Let a resource take bookings, or no longer.

    Raises:
        Faulty: As for `change_resource`.
        Outdated: When there is none of that id.
        CalendarUnavailable: When the calendar cannot be written.
    """
    async with owning(calendar) as session:
        draft = draft_of(await resources_defined_in(session), resource)
        await _change(session, resource, replace(draft, active=active), version=None, now=now)


async def order_resources(calendar: Calendar, resources: Sequence[int], *, now: datetime) -> None:
    """Put the resources in order, in which the dashboard shows them.

    Raises:
        Outdated: When these are not the ids of all of them, each once.
        CalendarUnavailable: When the calendar cannot be written.
    """
    async with owning(calendar) as session:
        await put_in_order(session, ResourceRow, resources, now=now)


async def resources_defined_in(reader: Reader) -> tuple[Defined[ResourceDraft], ...]:
    """Read every resource, in order."""
    rows = await reader.execute(
        select(*ResourceRow.__table__.columns).order_by(ResourceRow.position, ResourceRow.id)
    )
    names = [each.name for each in fields(ResourceDraft)]
    return tuple(
        Defined(row.id, ResourceDraft(**{name: getattr(row, name) for name in names}))
        for row in rows
    )


def checked_resource(
    checks: Checks, draft: ResourceDraft, others: Sequence[ResourceDraft]
) -> ResourceDraft:
    """Check a resource by itself and against the others; return it made tidy."""
    tidy = replace(
        draft,
        name=checks.text("name", draft.name, "a name", longest=60),
        zone=checks.zone("zone", draft.zone) if draft.zone and draft.zone.strip() else None,
    )
    for other in others:
        if same(other.name) == same(tidy.name):
            inactive = "" if other.active else " It is inactive: make that one active again."
            checks.fault("name", f"There is already a resource {other.name!r}.{inactive}")
    return tidy


async def write_resource(
    session: AsyncSession, tidy: ResourceDraft, *, position: int, now: datetime
) -> int:
    """Write a new resource that has passed its checks, and return its id."""
    row = ResourceRow(**asdict(tidy), position=position)
    session.add(row)
    await session.flush()
    note(session, "defined", "resources", row.id, run=None, now=now)
    return row.id


async def rewrite_resource(
    session: AsyncSession,
    resource: int,
    before: ResourceDraft,
    tidy: ResourceDraft,
    *,
    now: datetime,
) -> None:
    """Write a resource that is there and has passed its checks; nothing when it is the same."""
    changed = changed_fields(before, tidy)
    if not changed:
        return
    await session.execute(
        update(ResourceRow).where(ResourceRow.id == resource).values(**asdict(tidy))
    )
    note_changed(session, ResourceRow, resource, changed, active=tidy.active, now=now)


async def _change(
    session: AsyncSession,
    resource: int,
    draft: ResourceDraft,
    *,
    version: str | None,
    now: datetime,
    found: Iterable[FieldFault] = (),
) -> None:
    every = await resources_defined_in(session)
    before = draft_of(every, resource, version=version)
    others = [each.draft for each in every if each.id != resource]
    checks = Checks.beginning(found)
    tidy = checked_resource(checks, draft, others)
    if before.active and not tidy.active:
        await _check_spared(checks, session, others)
    checks.settle()
    await rewrite_resource(session, resource, before, tidy, now=now)


async def _check_spared(
    checks: Checks, session: AsyncSession, others: Sequence[ResourceDraft]
) -> None:
    """Check that every active type can still be done by somebody."""
    left = {each.name for each in others if each.active}
    lost = [
        each.draft.name
        for each in await services_defined_in(session)
        if each.draft.active and not (left & set(each.draft.resources or left))
    ]
    if lost:
        which = ", ".join(lost[:_NAMED]) + (" and others" if len(lost) > _NAMED else "")
        checks.fault(
            "active", f"Nobody else does {which}: let another active resource do it first."
        )
