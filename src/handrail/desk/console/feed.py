"""`handrail feed`: a resource's bookings as iCalendar, or the link to them."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime

from handrail.desk.calendar import Calendar, feed_resources, feed_secret, renew_feed_secret
from handrail.desk.feeds import feed_of
from handrail.faults import BadInput

from .place import open_calendar

__all__ = ["print_feed"]


def print_feed(db: str | None, resource: str | None, *, link: bool, renew: bool) -> None:
    """Print the feed, or the path at which the dashboard serves it.

    Raises:
        BadInput: When the calendar cannot be used, or it is not clear whose feed is meant.
    """

    async def told() -> bytes:
        now = datetime.now(UTC)
        async with open_calendar(db) as calendar:
            whose = await _resource(calendar, resource)
            if link or renew:
                secret_of = renew_feed_secret if renew else feed_secret
                return f"/feeds/{await secret_of(calendar, whose, now=now)}.ics\n".encode()
            found = await feed_of(calendar, whose, now=now)
            return found.body if found else b""

    sys.stdout.buffer.write(asyncio.run(told()))
    sys.stdout.flush()


async def _resource(calendar: Calendar, name: str | None) -> int:
    """Return the id of the resource of a name, or of the only one.

    Raises:
        BadInput: When there is none, or several.
    """
    known = await feed_resources(calendar)
    meant = [each for each, called in known.items() if _is_meant(name, called)]
    if len(meant) == 1:
        return meant[0]
    raise BadInput(f"--resource must be one of those there are: {', '.join(known.values())}.")


def _is_meant(given: str | None, called: str) -> bool:
    return given is None or given.strip().casefold() == called.casefold()
