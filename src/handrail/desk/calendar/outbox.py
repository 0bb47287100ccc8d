"""The outbox: messages written in the transaction of what they tell, and sent after it.

A message is written for each channel that the calendar was opened with. Its key is one for each
event, booking, sequence and channel, so that nothing is told twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from .audit import note
from .bookings import Booking
from .outbox_tables import OutboxRow
from .store import Calendar

__all__ = [
    "EMAIL",
    "WEBHOOK",
    "Event",
    "Notification",
    "NotificationState",
    "notifications",
    "send_again",
    "tell_of_booking",
    "tell_of_callback",
]

WEBHOOK: Final = "webhook"
EMAIL: Final = "email"

Event = Literal["booked", "rescheduled", "corrected", "cancelled", "call_back_asked"]

NotificationState = Literal["waiting", "sent", "failed"]

_RUNS: Final = uuid5(NAMESPACE_URL, "handrail:run")


@dataclass(frozen=True, slots=True)
class Notification:
    """One message as its owner sees it. It names nobody."""

    id: int
    """The key of its row."""
    key: str
    channel: str
    event: str
    booking: int | None
    """The id of the booking it tells of; None for a call-back."""
    created_at: datetime
    """Aware, in UTC."""
    due_at: datetime
    """When it is tried next. Aware, in UTC."""
    attempts: int
    last_error: str | None
    """Why the last attempt failed, in a few words."""
    sent_at: datetime | None
    failed_at: datetime | None
    """When it was given up."""

    @property
    def state(self) -> NotificationState:
        """What has become of it."""
        if self.sent_at is not None:
            return "sent"
        return "waiting" if self.failed_at is None else "failed"

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON data, moments as ISO 8601 with offset."""

        def moment(at: datetime | None) -> str | None:
            return None if at is None else at.isoformat()

        return {
            "id": self.id,
            "key": self.key,
            "channel": self.channel,
            "event": self.event,
            "booking": self.booking,
            "state": self.state,
            "attempts": self.attempts,
            "last_error": self.last_error,
            "created_at": moment(self.created_at),
            "due_at": moment(self.due_at),
            "sent_at": moment(self.sent_at),
            "failed_at": moment(self.failed_at),
        }


async def notifications(
    calendar: Calendar, *, state: NotificationState | None = None, booking: int | None = None
) -> tuple[Notification, ...]:
    """Return the messages that were written, in order.

    Args:
        calendar: Whose.
        state: Only those of which this has become.
        booking: Only those that tell of the booking with this id.

    Raises:
        CalendarUnavailable: when they cannot be read.
    """
    wanted = select(
        OutboxRow.id,
        OutboxRow.key,
        OutboxRow.channel,
        OutboxRow.event,
        OutboxRow.booking_id,
        OutboxRow.created_at,
        OutboxRow.due_at,
        OutboxRow.attempts,
        OutboxRow.last_error,
        OutboxRow.sent_at,
        OutboxRow.failed_at,
    ).order_by(OutboxRow.id)
    if booking is not None:
        wanted = wanted.where(OutboxRow.booking_id == booking)
    if state is not None:
        sent, failed = OutboxRow.sent_at, OutboxRow.failed_at
        wanted = wanted.where(
            sent.is_not(None) if state == "sent" else sent.is_(None),
            failed.is_not(None) if state == "failed" else failed.is_(None),
        )
    async with calendar.reading() as connection:
        return tuple(Notification(*row) for row in await connection.execute(wanted))


async def send_again(calendar: Calendar, notification: int, *, now: datetime) -> bool:
    """Let a message that was given up be tried once more from the start, for the owner.

    Args:
        calendar: Whose.
        notification: Its id.
        now: The present moment, aware.

    Returns:
        Whether there was such a message, given up.

    Raises:
        CalendarUnavailable: when the database cannot be written.
    """
    async with calendar.writing() as session:
        found = await session.execute(
            update(OutboxRow)
            .where(OutboxRow.id == notification, OutboxRow.failed_at.is_not(None))
            .values(failed_at=None, attempts=0, due_at=now)
            .returning(OutboxRow.id)
        )
        if found.scalar_one_or_none() is None:
            return False
        note(session, "sent_again", "outbox", notification, run=None, now=now)
        return True


async def tell_of_booking(
    session: AsyncSession,
    channels: Iterable[str],
    event: Event,
    booking: Booking,
    *,
    now: datetime,
    was: datetime | None = None,
) -> None:
    """Write the messages that tell of a booking, in the transaction that changes it.

    How it stands now is kept with them, apart from whom it is for: a message that is sent late
    still tells of this change, and not of the next.

    Args:
        session: The transaction's.
        channels: The names of those that messages leave by. One by email is written only for a
            booking with an email.
        event: What has become of it.
        booking: As it is now.
        now: The present moment, aware.
        was: Its start before, aware; None unless it was moved.
    """
    detail = {
        "service": booking.service,
        "start": booking.start.astimezone(UTC).isoformat(),
        "end": booking.end.astimezone(UTC).isoformat(),
        "resource": booking.resource,
        "status": booking.status,
        "version": booking.version,
    }
    if was is not None:
        detail["was"] = was.astimezone(UTC).isoformat()
    for channel in sorted(channels):
        if channel == EMAIL and not booking.email:
            continue
        session.add(
            OutboxRow(
                key=f"{event}.{booking.uid}.{booking.sequence}.{channel}",
                channel=channel,
                event=event,
                booking_id=booking.id,
                sequence=booking.sequence,
                detail=detail,
                created_at=now,
                due_at=now,
            )
        )
    await session.flush()


async def tell_of_callback(
    session: AsyncSession, channels: Iterable[str], callback: int, *, run: str, now: datetime
) -> None:
    """Write the messages that tell of a caller to call back, in the transaction that notes it.

    Args:
        session: The transaction's.
        channels: The names of those that messages leave by.
        callback: The key of its row.
        run: The id of the workflow's run.
        now: The present moment, aware.
    """
    event: Event = "call_back_asked"
    for channel in sorted(channels):
        session.add(
            OutboxRow(
                # A run's id is the host's choice, and need not fit into a header.
                key=f"{event}.{uuid5(_RUNS, run)}.0.{channel}",
                channel=channel,
                event=event,
                callback_id=callback,
                created_at=now,
                due_at=now,
            )
        )
    await session.flush()
