"""The table of what is to be told: see `outbox`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import JSON

from .columns import Base, Moment, numbers, where

__all__ = ["OutboxRow"]


class OutboxRow(Base):
    """One message to send: of an event, by a channel. Written with what it tells, sent afterwards.

    It holds no personal data. Whom a booking is for is read from its customer when it is sent, so
    that a purge of the customer leaves nothing here.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint("(booking_id IS NULL) <> (callback_id IS NULL)", name="one_subject"),
        CheckConstraint("sent_at IS NULL OR failed_at IS NULL", name="one_end"),
        CheckConstraint("attempts >= 0", name="attempts"),
        numbers("created_at", "due_at"),
        Index("ix_outbox_due_at", "due_at", **where("sent_at IS NULL AND failed_at IS NULL")),
        Index("ix_outbox_booking_id", "booking_id"),
        Index("ix_outbox_callback_id", "callback_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    """Unique for each event, booking, sequence and channel. Receivers drop repeats by it."""
    channel: Mapped[str]
    event: Mapped[str]
    """A word of the past: "booked", "rescheduled", "corrected", "cancelled", "call_back_asked"."""
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("bookings.id", ondelete="CASCADE"))
    callback_id: Mapped[int | None] = mapped_column(ForeignKey("callbacks.id", ondelete="CASCADE"))
    sequence: Mapped[int] = mapped_column(default=0, server_default="0")
    """The booking's iCalendar sequence after the event."""
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")
    """How things stood after the event, whatever has happened since."""
    created_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
    """When it is to be tried next. Whoever takes it puts this off, and so has it for themselves."""
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    last_error: Mapped[str | None]
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    failed_at: Mapped[datetime | None] = mapped_column(Moment)
    """When it was given up."""
