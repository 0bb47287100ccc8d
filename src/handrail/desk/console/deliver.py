"""`handrail deliver` and `handrail notifications`: what is told, and what could not be."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime

from handrail.desk.calendar import Notification, notifications
from handrail.desk.notifications import deliver, deliver_due, settings_from
from handrail.faults import BadInput

from .bookings import list_rows
from .place import open_calendar
from .worker import log_without_numbers

__all__ = ["list_notifications", "run_delivery"]


def run_delivery(db: str | None, *, once: bool) -> None:
    """Send what is due, once or until it is stopped.

    Raises:
        BadInput: When no channel is configured, or the calendar cannot be used.
    """
    settings = settings_from(os.environ)
    channels = settings.channels()
    if not channels:
        raise BadInput(
            "There is nothing to deliver by: set HANDRAIL_WEBHOOK_URL or HANDRAIL_SMTP_URL."
        )

    def clock() -> datetime:
        return datetime.now(UTC)

    async def delivered() -> None:
        async with open_calendar(db, channels=settings.names) as calendar:
            if not once:
                await deliver(calendar, channels, clock=clock)
            done = await deliver_due(calendar, channels, clock=clock)
        print(f"Sent {done.sent}, put off {done.put_off}, given up {done.failed}.")

    if not once:
        log_without_numbers()
    asyncio.run(delivered())


def list_notifications(db: str | None, *, json: bool) -> None:
    """Print the messages that were written, and what became of each."""

    def cells(one: Notification) -> tuple[str, ...]:
        made = f"{one.created_at:%Y-%m-%d %H:%M}Z"
        return made, one.event, one.channel, one.state, str(one.attempts), one.last_error or ""

    heads = ("Written", "Event", "Channel", "State", "Attempts", "Last error")
    list_rows(db, notifications, heads, cells, json=json)
