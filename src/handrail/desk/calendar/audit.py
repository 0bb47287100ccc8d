"""The trail of every change: who did what to which row, and when. It holds no personal data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from .store import Calendar
from .tables import AuditRow

__all__ = ["SETTLED", "Change", "changes", "is_changed_since", "is_untouched", "note"]

SETTLED: Final = "settled"
"""What is noted of a run that left a doubt once it was taken back, or given to the owner."""
_ACCESS: Final = ("login", "api_tokens")


@dataclass(frozen=True, slots=True)
class Change:
    """One change."""

    at: datetime
    """Aware, in UTC."""
    action: str
    """A word of the past: "booked", "rescheduled", "cancelled", "corrected", "no_show", "held",
    "released", "settled"."""
    subject: str
    """The table of what was changed."""
    subject_id: int | None
    """The key of its row; None where rows come and go, as holds do."""
    run: str | None
    """The run of the workflow that did it; None for the owner."""
    detail: Mapping[str, Any]


def note(
    session: AsyncSession,
    action: str,
    subject: str,
    subject_id: int | None,
    *,
    run: str | None,
    now: datetime,
    **detail: Any,
) -> None:
    """Note a change in the transaction that makes it.

    Args:
        session: The transaction's.
        action: A word of the past.
        subject: The table.
        subject_id: The key of the row; None where rows come and go.
        run: The run of the workflow that does it; None for the owner.
        now: The present moment, aware.
        detail: What else there is to know, as JSON data; never a person's name, number or email.
    """
    session.add(
        AuditRow(
            at=now,
            action=action,
            subject=subject,
            subject_id=subject_id,
            run_key=run,
            detail=detail,
        )
    )


async def is_changed_since(session: AsyncSession, booking: int, run: str) -> bool:
    """Tell whether anybody else has changed a booking since a run first did.

    Args:
        session: A transaction that has the booking to itself.
        booking: Its id.
        run: The id of the workflow's run.
    """
    its = AuditRow.subject == "bookings", AuditRow.subject_id == booking
    first = select(func.min(AuditRow.id)).where(*its, AuditRow.run_key == run).scalar_subquery()
    others = exists().where(*its, AuditRow.run_key.is_distinct_from(run), AuditRow.id > first)
    return bool((await session.execute(select(others))).scalar_one())


async def changes(calendar: Calendar, *, booking: int | None = None) -> tuple[Change, ...]:
    """Return what was changed, in order.

    Args:
        calendar: Whose.
        booking: Only changes of the booking with this id.

    Raises:
        CalendarUnavailable: when it cannot be read.
    """
    wanted = select(*AuditRow.__table__.columns).order_by(AuditRow.id)
    if booking is not None:
        wanted = wanted.where(AuditRow.subject == "bookings", AuditRow.subject_id == booking)
    async with calendar.reading() as connection:
        return tuple(
            Change(row.at, row.action, row.subject, row.subject_id, row.run_key, row.detail)
            for row in await connection.execute(wanted)
        )


async def is_untouched(calendar: Calendar) -> bool:
    """Tell whether a calendar is as new: nothing was defined or agreed in it but who may see it.

    Raises:
        CalendarUnavailable: when it cannot be read.
    """
    async with calendar.reading() as connection:
        touched = await connection.execute(select(exists().where(AuditRow.subject.not_in(_ACCESS))))
        return not touched.scalar_one()
