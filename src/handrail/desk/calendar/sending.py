"""Taking messages out of the outbox, so that of several workers one sends each.

Whoever takes a message puts off when it is due: until then it is theirs, and if they die, it is due
again. Each taking is counted, and only the last one may tell what became of it.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, Text, cast, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from handrail.faults import log_fault

from .bookings import Booking, booking_in
from .definitions import zone_of
from .outbox import Event
from .outbox_tables import OutboxRow
from .store import Calendar
from .tables import BookingRow, BusinessRow, CallBackRow

__all__ = ["LEASE", "CallBackTold", "Message", "Sender", "mark_sent", "put_off", "take_due"]

logger = logging.getLogger(__name__)

LEASE: Final = timedelta(minutes=5)
"""How long whoever takes a message has it for themselves: longer than any attempt lasts."""


@dataclass(frozen=True, slots=True)
class Sender:
    """The business whose message it is."""

    name: str
    address: str
    zone: ZoneInfo
    region: str
    """ISO 3166 country code."""


@dataclass(frozen=True, slots=True)
class CallBackTold:
    """A caller to call back."""

    phone: str
    """E.164."""
    asked_at: datetime
    """Aware, in the business's zone."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message that was taken to be sent."""

    id: int
    """The key of its row."""
    attempt: int
    """Which attempt at it this is, from 1."""
    key: str
    """The same at each attempt, and no other message's."""
    channel: str
    event: Event
    created_at: datetime
    """When what it tells happened. Aware, in UTC."""
    sender: Sender
    about: Booking | CallBackTold
    """A booking as it stood after the event; its person's details are as they are now."""
    was: datetime | None
    """A moved booking's start before. Aware, in the business's zone."""


async def take_due(
    calendar: Calendar, channels: Collection[str], *, now: datetime, limit: int
) -> tuple[Message, ...]:
    """Take messages that are due, for this worker alone until the lease ends.

    Of a booking's messages by one channel the next is not due before the one before it was sent or
    given up: nobody reads "moved to four" before "booked for three". One whose row cannot be read
    is given up here, so that it keeps no other from being sent.

    Args:
        calendar: Whose.
        channels: The names of those that can be sent by.
        now: The present moment, aware.
        limit: How many at most.

    Raises:
        CalendarUnavailable: when the database cannot be written.
    """
    due = _due(channels, now)
    async with calendar.reading() as connection:
        if (await connection.execute(due.limit(1))).first() is None:
            return ()  # looked for without keeping writers waiting
    async with calendar.writing() as session:
        rows = (
            await session.execute(due.limit(limit).with_for_update(of=OutboxRow, skip_locked=True))
        ).all()
        if not rows:
            return ()
        await session.execute(
            update(OutboxRow)
            .where(OutboxRow.id.in_([row.id for row in rows]))
            .values(due_at=now + LEASE, attempts=OutboxRow.attempts + 1)
        )
        sender = await _sender(session)
        made = [await _message_or_none(session, row, sender, now) for row in rows]
        return tuple(message for message in made if message is not None)


async def mark_sent(calendar: Calendar, message: Message, *, now: datetime) -> bool:
    """Note that a message was sent.

    Returns:
        Whether it was still this attempt's to tell.

    Raises:
        CalendarUnavailable: when the database cannot be written; it will be sent again then.
    """
    return await _settle(calendar, message, sent_at=now, last_error=None)


async def put_off(
    calendar: Calendar, message: Message, *, why: str, until: datetime | None, now: datetime
) -> bool:
    """Note that an attempt failed, and when the next is due.

    Args:
        calendar: Whose.
        message: Which.
        why: A few words without personal data.
        until: When it is due again, aware; None: it is given up.
        now: The present moment, aware.

    Returns:
        Whether it was still this attempt's to tell.

    Raises:
        CalendarUnavailable: when the database cannot be written; it will be tried again then.
    """
    if until is None:
        return await _settle(calendar, message, failed_at=now, last_error=why)
    return await _settle(calendar, message, due_at=until, last_error=why)


def _due(channels: Collection[str], now: datetime) -> Select[*tuple[Any, ...]]:
    earlier = aliased(OutboxRow)
    is_first = ~(
        select(earlier.id)
        .where(
            earlier.booking_id == OutboxRow.booking_id,
            earlier.channel == OutboxRow.channel,
            earlier.id < OutboxRow.id,
            *_waiting(earlier),
        )
        .exists()
    )
    return (
        select(
            OutboxRow.id,
            OutboxRow.attempts,
            OutboxRow.key,
            OutboxRow.channel,
            OutboxRow.event,
            OutboxRow.created_at,
            OutboxRow.booking_id,
            OutboxRow.callback_id,
            OutboxRow.sequence,
            # As text: one row that is no JSON would else keep all others from being read.
            cast(OutboxRow.detail, Text).label("detail"),
        )
        .where(
            OutboxRow.channel.in_(channels),
            OutboxRow.due_at <= now,
            *_waiting(OutboxRow),
            is_first,
        )
        .order_by(OutboxRow.due_at, OutboxRow.id)
    )


def _waiting(row: type[OutboxRow]) -> tuple[ColumnElement[bool], ...]:
    return row.sent_at.is_(None), row.failed_at.is_(None)


async def _settle(calendar: Calendar, message: Message, **values: Any) -> bool:
    async with calendar.writing() as session:
        settled = await session.execute(
            update(OutboxRow)
            .where(
                OutboxRow.id == message.id,
                OutboxRow.attempts == message.attempt,
                *_waiting(OutboxRow),
            )
            .values(**values)
            .returning(OutboxRow.id)
        )
        return settled.scalar_one_or_none() is not None


async def _sender(session: AsyncSession) -> Sender:
    row = (
        await session.execute(
            select(BusinessRow.name, BusinessRow.address, BusinessRow.zone, BusinessRow.region)
        )
    ).one()
    return Sender(row.name, row.address, zone_of(row.zone), row.region)


async def _message_or_none(
    session: AsyncSession, row: Any, sender: Sender, now: datetime
) -> Message | None:
    try:
        return await _message(session, row, sender)
    except DBAPIError:
        raise  # the database's fault, and no row's
    except Exception as fault:  # noqa: BLE001 - whatever is wrong with one row, the others are sent
        log_fault(logger, "a message cannot be read", fault, key=row.key)
        why = f"it cannot be read ({type(fault).__name__})"
        given_up = update(OutboxRow).where(OutboxRow.id == row.id)
        await session.execute(given_up.values(failed_at=now, last_error=why))
        return None


async def _message(session: AsyncSession, row: Any, sender: Sender) -> Message:
    detail: dict[str, Any] = json.loads(row.detail)
    event: Event = row.event
    about: Booking | CallBackTold
    if row.booking_id is None:
        about = await _callback(session, row.callback_id, sender.zone)
    else:
        about = await _booking(session, row, detail)
    return Message(
        id=row.id,
        attempt=row.attempts + 1,
        key=row.key,
        channel=row.channel,
        event=event,
        created_at=row.created_at,
        sender=sender,
        about=about,
        was=_moment(detail["was"], sender.zone) if "was" in detail else None,
    )


async def _booking(session: AsyncSession, row: Any, detail: dict[str, Any]) -> Booking:
    booking = await booking_in(session, BookingRow.id == row.booking_id)
    assert booking is not None  # its messages are deleted with it
    zone = booking.start.tzinfo
    return replace(
        booking,
        service=detail["service"],
        start=_moment(detail["start"], zone),
        end=_moment(detail["end"], zone),
        resource=detail["resource"],
        status=detail["status"],
        sequence=row.sequence,
        version=detail["version"],
    )


async def _callback(session: AsyncSession, callback: int, zone: ZoneInfo) -> CallBackTold:
    wanted = select(CallBackRow.phone, CallBackRow.asked_at).where(CallBackRow.id == callback)
    row = (await session.execute(wanted)).one()
    return CallBackTold(row.phone, row.asked_at.astimezone(zone))


def _moment(text: str, zone: tzinfo | None) -> datetime:
    return datetime.fromisoformat(text).astimezone(zone)
