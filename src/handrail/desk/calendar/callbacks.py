"""Call-backs: callers who want a person, and the number to call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from .outbox import tell_of_callback
from .store import Calendar
from .tables import CallBackRow

__all__ = ["CallBackAsked", "all_callbacks", "ask_for_callback"]


@dataclass(frozen=True, slots=True)
class CallBackAsked:
    """One caller to call back."""

    phone: str
    """E.164."""
    asked_at: datetime
    """Aware, in the business's zone."""

    def as_json(self) -> dict[str, str]:
        """Return it as JSON data, the time as ISO 8601 with offset."""
        return {"phone": self.phone, "asked_at": self.asked_at.isoformat()}


async def ask_for_callback(calendar: Calendar, phone: str, *, run: str, now: datetime) -> None:
    """Note that a caller is to be called back, once for each run.

    Args:
        calendar: Where to.
        phone: The number, E.164.
        run: The id of the workflow's run.
        now: The present moment, aware.

    Raises:
        CalendarUnavailable: When the database cannot be written.
    """
    async with calendar.writing() as session:
        noted = await session.execute(select(CallBackRow.id).where(CallBackRow.run_key == run))
        if noted.first() is None:
            row = CallBackRow(phone=phone, run_key=run, asked_at=now)
            session.add(row)
            await session.flush()
            await tell_of_callback(session, calendar.channels, row.id, run=run, now=now)


async def all_callbacks(calendar: Calendar) -> tuple[CallBackAsked, ...]:
    """Return whom to call back, the longest waiting first.

    Raises:
        CalendarUnavailable: When the database cannot be read.
    """
    zone = await calendar.zone()
    wanted = select(CallBackRow.phone, CallBackRow.asked_at).order_by(CallBackRow.id)
    async with calendar.reading() as connection:
        rows = await connection.execute(wanted)
        return tuple(CallBackAsked(row.phone, row.asked_at.astimezone(zone)) for row in rows)
