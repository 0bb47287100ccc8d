"""Settling what calls left in doubt, beside what a command does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from handrail.desk.calendar import Calendar
from handrail.desk.settling import settle

__all__ = ["settling"]


@asynccontextmanager
async def settling(calendar: Calendar) -> AsyncIterator[None]:
    """Settle what calls left in doubt, until the end."""
    task = asyncio.create_task(settle(calendar, clock=lambda: datetime.now(UTC)))
    try:
        yield
    finally:
        task.cancel()  # a transaction that is called off is none
        await asyncio.wait({task})
