"""Busy blocks: stretches during which the business or a resource takes no bookings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from ..audit import note
from ..definitions import Reader, business_zone_in
from ..faults import FieldFault, Outdated
from ..store import Calendar
from ..tables import BusyRow, ResourceRow
from ..wall_clock import moments
from .checks import Checks
from .defined import owning

__all__ = ["Block", "BusyDraft", "blocks", "blocks_in", "define_block", "remove_block"]

_LONGEST: Final = timedelta(days=10 * 365)
_FIRST_YEAR: Final = 2000
_LAST_YEAR: Final = 2200


@dataclass(frozen=True, slots=True, kw_only=True)
class BusyDraft:
    """A busy block as the owner writes it."""

    starts: datetime | None
    """Naive, on the business's wall clock; of a time that comes twice the first is meant."""
    ends: datetime | None
    """Likewise."""
    resource: str | None = None
    """The name of the resource that is busy; None: all of them."""
    reason: str = ""
    """For the owner; callers do not hear it."""


@dataclass(frozen=True, slots=True)
class Block:
    """A busy block."""

    id: int
    """The key of its row."""
    start: datetime
    """Aware, in the business's zone."""
    end: datetime
    resource: str | None
    """The name of the resource; None: all of them."""
    reason: str


async def blocks(calendar: Calendar, first: datetime, last: datetime) -> tuple[Block, ...]:
    """Return the busy blocks that touch a stretch of time, in order.

    Args:
        calendar: Whose.
        first: Aware.
        last: Aware.

    Raises:
        CalendarUnavailable: When they cannot be read.
    """
    async with calendar.reading() as connection:
        return await blocks_in(connection, first, last)


async def blocks_in(reader: Reader, first: datetime, last: datetime) -> tuple[Block, ...]:
    """Return the busy blocks that touch a stretch of time, in order."""
    wanted = (
        select(BusyRow.id, BusyRow.starts_at, BusyRow.ends_at, ResourceRow.name, BusyRow.reason)
        .outerjoin(ResourceRow, ResourceRow.id == BusyRow.resource_id)
        .where(BusyRow.starts_at < last, BusyRow.ends_at > first)
        .order_by(BusyRow.starts_at, BusyRow.id)
    )
    zone = await business_zone_in(reader)
    return tuple(
        Block(key, start.astimezone(zone), end.astimezone(zone), name, reason)
        for key, start, end, name, reason in await reader.execute(wanted)
    )


async def define_block(
    calendar: Calendar, draft: BusyDraft, *, now: datetime, found: Iterable[FieldFault] = ()
) -> int:
    """Block a stretch of time, and return the block's id. Bookings in it stay as they are.

    Args:
        calendar: Whose.
        draft: When, and who is busy.
        now: The present moment, aware.
        found: What is wrong with what was typed: it is told with the rest.

    Raises:
        Faulty: When it lacks its begin or end, ends before it begins or has passed, when the
            clocks skip its begin or end, or when there is no such resource.
        CalendarUnavailable: When the calendar cannot be written.
    """
    async with owning(calendar) as session:
        zone = await business_zone_in(session)
        ids = {
            row.name: row.id
            for row in await session.execute(select(ResourceRow.name, ResourceRow.id))
        }
        checks = Checks.beginning(found)
        tidy = replace(
            draft,
            reason=checks.text("reason", draft.reason, "the reason", longest=200, needed=False),
        )
        if tidy.resource is not None and tidy.resource not in ids:
            checks.fault("resource", "There is no such resource any more: choose another.")
        starts = _moment(checks, "starts", tidy.starts, zone)
        ends = _moment(checks, "ends", tidy.ends, zone)
        if starts is not None and ends is not None:
            if ends <= starts:
                checks.fault("ends", "It ends before it begins: give a later end.")
            elif ends - starts > _LONGEST:
                checks.fault("ends", "That is more than ten years: give an earlier end.")
            elif ends <= now:
                checks.fault("ends", "That has passed: give a later end.")
        checks.settle()
        assert starts is not None
        assert ends is not None
        row = BusyRow(
            resource_id=None if tidy.resource is None else ids[tidy.resource],
            starts_at=starts,
            ends_at=ends,
            reason=tidy.reason,
        )
        session.add(row)
        await session.flush()
        note(session, "defined", "busy_blocks", row.id, run=None, now=now)
        return row.id


async def remove_block(calendar: Calendar, block: int, *, now: datetime) -> None:
    """Take a busy block away.

    Raises:
        Outdated: When there is none of that id.
        CalendarUnavailable: When the calendar cannot be written.
    """
    async with owning(calendar) as session:
        wanted = select(BusyRow.id).where(BusyRow.id == block)
        if (await session.execute(wanted)).scalar_one_or_none() is None:
            raise Outdated
        await session.execute(delete(BusyRow).where(BusyRow.id == block))
        note(session, "removed", "busy_blocks", block, run=None, now=now)


def _moment(checks: Checks, name: str, wall: datetime | None, zone: ZoneInfo) -> datetime | None:
    if wall is None:
        checks.fault(name, "Choose a date and a time.")
        return None
    if not _FIRST_YEAR <= wall.year <= _LAST_YEAR:
        checks.fault(name, f"Give a date from {_FIRST_YEAR} to {_LAST_YEAR}.")
        return None
    found = moments(wall.replace(second=0, microsecond=0, tzinfo=None), zone)
    if not found:
        checks.fault(
            name, f"The clocks go forward that night and skip {wall:%H:%M}: choose another time."
        )
        return None
    return found[0]
