"""What a resource's calendar feed is made of: the secret that opens it, and its bookings."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from .audit import note
from .bookings import Booking, bookings_in
from .places import Refused
from .store import Calendar
from .tables import AuditRow, BookingRow, BusinessRow, ResourceRow

__all__ = [
    "CANCELLED_SHOWN",
    "PAST_SHOWN",
    "FeedEntry",
    "FeedSource",
    "feed_resources",
    "feed_secret",
    "feed_source",
    "renew_feed_secret",
    "resource_of_secret",
]

PAST_SHOWN: Final = timedelta(days=30)
"""For so long a feed shows what is over."""
CANCELLED_SHOWN: Final = timedelta(days=14)
"""For so long a feed shows what was cancelled, so that programs that look seldom learn of it."""

_SECRET_BYTES: Final = 24


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A booking in a feed."""

    booking: Booking
    changed_at: datetime
    """When it became what it is. Aware, in UTC."""


@dataclass(frozen=True, slots=True)
class FeedSource:
    """What a feed tells."""

    resource: str
    """The name of whose it is."""
    business: str
    address: str
    zone: str
    """IANA name of the business's zone."""
    entries: tuple[FeedEntry, ...]
    """By their start."""


async def feed_resources(calendar: Calendar) -> dict[int, str]:
    """Return the names of all resources by their ids, inactive ones too, in the owner's order.

    Raises:
        CalendarUnavailable: when the database cannot be read.
    """
    wanted = select(ResourceRow.id, ResourceRow.name).order_by(ResourceRow.position, ResourceRow.id)
    async with calendar.reading() as connection:
        return {row.id: row.name for row in await connection.execute(wanted)}


async def feed_secret(calendar: Calendar, resource: int, *, now: datetime) -> str:
    """Return the secret that opens a resource's feed, 192 bits long; made when first asked for.

    Args:
        calendar: Whose.
        resource: Its id.
        now: The present moment, aware.

    Raises:
        Refused: when there is no resource of that id.
        CalendarUnavailable: when the database cannot be read or written.
    """
    async with calendar.writing() as session:
        wanted = select(ResourceRow.feed_secret).where(ResourceRow.id == resource)
        row = (await session.execute(wanted.with_for_update())).one_or_none()
        if row is not None and row.feed_secret is not None:
            return str(row.feed_secret)
        return await _new_secret(session, resource, now)


async def renew_feed_secret(calendar: Calendar, resource: int, *, now: datetime) -> str:
    """Return a new secret for a resource's feed; the old one opens nothing from now on.

    Args:
        calendar: Whose.
        resource: Its id.
        now: The present moment, aware.

    Raises:
        Refused: when there is no resource of that id.
        CalendarUnavailable: when the database cannot be written.
    """
    async with calendar.writing() as session:
        return await _new_secret(session, resource, now)


async def resource_of_secret(calendar: Calendar, secret: str) -> int | None:
    """Return the id of the resource whose feed a secret opens; None for none.

    Each secret there is is compared with it to the end: a search in an index would take longer the
    more of it is right.

    Raises:
        CalendarUnavailable: when the database cannot be read.
    """
    wanted = select(ResourceRow.id, ResourceRow.feed_secret).where(
        ResourceRow.feed_secret.is_not(None)
    )
    given = secret.encode("utf-8", "replace")
    async with calendar.reading() as connection:
        rows = (await connection.execute(wanted)).all()
    opened = [row.id for row in rows if secrets.compare_digest(row.feed_secret.encode(), given)]
    return opened[0] if opened else None


async def feed_source(calendar: Calendar, resource: int, *, now: datetime) -> FeedSource | None:
    """Return what a resource's feed tells; None when there is no resource of that id.

    It leaves out what has been over, or cancelled, for long (`PAST_SHOWN`, `CANCELLED_SHOWN`).

    Args:
        calendar: Whose.
        resource: Its id; an inactive one has a feed too.
        now: The present moment, aware.

    Raises:
        CalendarUnavailable: when the database cannot be read.
    """
    last = (
        select(func.max(AuditRow.at))
        .where(AuditRow.subject == "bookings", AuditRow.subject_id == BookingRow.id)
        .scalar_subquery()
    )
    changed_at = func.coalesce(last, BookingRow.created_at)
    shown = (
        BookingRow.resource_id == resource,
        BookingRow.ends_at > now - PAST_SHOWN,
        or_(BookingRow.status != "cancelled", changed_at > now - CANCELLED_SHOWN),
    )
    async with calendar.reading() as connection:
        names = (
            await connection.execute(
                select(
                    ResourceRow.name.label("resource"),
                    BusinessRow.name.label("business"),
                    BusinessRow.address,
                    BusinessRow.zone,
                )
                .join(BusinessRow, BusinessRow.id == 1)
                .where(ResourceRow.id == resource)
            )
        ).one_or_none()
        if names is None:
            return None
        changes = dict(
            (await connection.execute(select(BookingRow.id, changed_at).where(*shown))).all()
        )
        found = await bookings_in(connection, *shown)
    return FeedSource(*names, tuple(FeedEntry(each, changes[each.id]) for each in found))


async def _new_secret(session: AsyncSession, resource: int, now: datetime) -> str:
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    changed = await session.execute(
        update(ResourceRow)
        .where(ResourceRow.id == resource)
        .values(feed_secret=secret)
        .returning(ResourceRow.id)
    )
    if changed.scalar_one_or_none() is None:
        raise Refused("There is no such resource")
    note(session, "feed_opened", "resources", resource, run=None, now=now)
    return secret
