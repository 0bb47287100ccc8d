"""The feed of a resource: its bookings, for the calendar program of whoever does the work.

It tells what and for whom, by name; no number and no email, since a link is easily passed on.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from icalendar import vText

from handrail.desk.calendar import Calendar, FeedEntry, FeedSource, feed_source, resource_of_secret

from .event import calendar_for, event_of, one_line, written

__all__ = ["Feed", "feed", "feed_of"]

REFRESH: Final = timedelta(minutes=15)
"""How often a program is asked to look again."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it is served."""

    resource: str
    """The name of whose it is."""
    body: bytes
    etag: str
    """An HTTP entity tag, quotes included: the same for the same body."""
    media_type: str = "text/calendar; charset=utf-8"


async def feed(calendar: Calendar, secret: str, *, now: datetime) -> Feed | None:
    """Return the feed that a secret opens; None when it opens none.

    Args:
        calendar: Whose.
        secret: The one in the link. How long it takes tells nothing about how much of it is right.
        now: The present moment, aware.

    Raises:
        CalendarUnavailable: when the calendar cannot be read.
    """
    resource = await resource_of_secret(calendar, secret)
    return None if resource is None else await feed_of(calendar, resource, now=now)


async def feed_of(calendar: Calendar, resource: int, *, now: datetime) -> Feed | None:
    """Return the feed of a resource by its id; None when there is none of that id.

    Raises:
        CalendarUnavailable: when the calendar cannot be read.
    """
    source = await feed_source(calendar, resource, now=now)
    if source is None:
        return None
    # A long one takes a good part of a second, in which others are not to wait.
    body = await asyncio.to_thread(_body, source)
    return Feed(source.resource, body, f'"{sha256(body).hexdigest()[:32]}"')


def _body(source: FeedSource) -> bytes:
    around = calendar_for("PUBLISH")
    name = vText(one_line(f"{source.resource}, {source.business}"))
    around.add("name", name)
    around.add("x-wr-calname", name)
    around.add("x-wr-timezone", source.zone)
    around.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    around.add("x-published-ttl", f"PT{int(REFRESH.total_seconds()) // 60}M")
    for entry in source.entries:
        event = event_of(
            entry.booking,
            summary=_summary(entry),
            location=source.address,
            stamp=entry.changed_at,
        )
        around.add_component(event)
    return written(around)


def _summary(entry: FeedEntry) -> str:
    booking = entry.booking
    named = ", ".join(part for part in (booking.service, booking.name) if part)
    # Some programs show what a feed calls cancelled like everything else.
    return f"Cancelled: {named}" if booking.status == "cancelled" else named
