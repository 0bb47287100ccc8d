"""Sending what changes have to tell, beside what a command does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from handrail.desk.calendar import Calendar
from handrail.desk.notifications import NotificationSettings, deliver

__all__ = ["delivering"]


@asynccontextmanager
async def delivering(
    calendar: Calendar, notifications: NotificationSettings
) -> AsyncIterator[None]:
    """Send what changes have to tell, until the end; nothing where no channel is configured."""
    channels = notifications.channels()
    if not channels:
        yield
        return
    sending = asyncio.create_task(deliver(calendar, channels, clock=lambda: datetime.now(UTC)))
    try:
        yield
    finally:
        sending.cancel()  # what it was about to send is due again when its lease ends
        await asyncio.wait({sending})
