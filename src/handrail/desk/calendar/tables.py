"""The calendar's tables: what an owner defines, and what callers agree to.

One resource is never booked twice at a time, and the database itself sees to that (see `guards`).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import JSON

from .columns import Base, Moment, numbers, span, where

__all__ = [
    "LONGEST_BLOCKED_SECONDS",
    "LONGEST_BOOKING_SECONDS",
    "AuditRow",
    "BookingRow",
    "BookingTypeResourceRow",
    "BookingTypeRow",
    "BusinessFactRow",
    "BusinessRow",
    "BusyRow",
    "CallBackRow",
    "CustomerRow",
    "DateOverrideRow",
    "HoldRow",
    "RescheduleRow",
    "ResourceRow",
    "VersionRow",
    "WeeklyHoursRow",
]

LONGEST_BOOKING_SECONDS: Final = 24 * 60 * 60
"""No booking is longer."""

LONGEST_BLOCKED_SECONDS: Final = 3 * LONGEST_BOOKING_SECONDS
"""No booking blocks a resource for longer, its buffers included, so a search for overlaps need not
look further back than this."""


class VersionRow(Base):
    """Which migration made the tables what they are, as Alembic notes it."""

    __tablename__ = "calendar_version"
    __table_args__ = (PrimaryKeyConstraint("version_num", name="calendar_version_pkc"),)

    version_num: Mapped[str] = mapped_column(String(32))


# --- what the owner defines --------------------------------------------------------------------


class BusinessRow(Base):
    """The one business this database belongs to."""

    __tablename__ = "business"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    name: Mapped[str]
    address: Mapped[str]
    zone: Mapped[str]
    """IANA name."""
    region: Mapped[str]
    """ISO 3166 country code."""


class BusinessFactRow(Base):
    """Something callers ask about that no other table knows: parking, payment, what to bring."""

    __tablename__ = "business_facts"

    id: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(unique=True)
    words: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    """What callers say who ask for it."""
    answer: Mapped[str]
    """One spoken sentence without an end mark."""


class ResourceRow(Base):
    """What a booking occupies: a chair, a person, a room."""

    __tablename__ = "resources"
    __table_args__ = (Index("uq_resources_feed_secret", "feed_secret", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    zone: Mapped[str | None]
    """IANA name of the zone of its own hours; None for the business's."""
    active: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    feed_secret: Mapped[str | None]
    """Who knows it may read this resource's calendar feed; None until a link is asked for."""


class WeeklyHoursRow(Base):
    """One opening on one day of the week, in minutes of the wall clock."""

    __tablename__ = "weekly_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint(
            "opens_minute BETWEEN 0 AND 1439"
            " AND closes_minute BETWEEN opens_minute + 1 AND opens_minute + 1440",
            name="span",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[int | None] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"))
    """Whose; None for the business, whose hours hold for each resource that has none."""
    weekday: Mapped[int]
    """0 is Monday, as in `datetime.date.weekday`."""
    opens_minute: Mapped[int]
    closes_minute: Mapped[int]
    """Beyond 1440: on the next day."""


class DateOverrideRow(Base):
    """The openings of one date, instead of those of its day of the week."""

    __tablename__ = "date_overrides"
    __table_args__ = (
        Index("uq_date_overrides_of_business", "day", unique=True, **where("resource_id IS NULL")),
        UniqueConstraint("resource_id", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[int | None] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"))
    """Whose; None for the business."""
    day: Mapped[date]
    openings: Mapped[list[list[int]]] = mapped_column(JSON, default=list, server_default="[]")
    """Opening and closing minutes, as in `WeeklyHoursRow`; none: closed."""


class BusyRow(Base):
    """A stretch during which a resource takes no bookings; those it has are left as they are."""

    __tablename__ = "busy_blocks"
    __table_args__ = (
        *span("span", "starts_at", "ends_at", 10 * 366 * LONGEST_BOOKING_SECONDS),
        numbers("starts_at", "ends_at"),
        Index("ix_busy_blocks_ends_at", "ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[int | None] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"))
    """Whose; None for every resource's."""
    starts_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(default="", server_default="")


class BookingTypeRow(Base):
    """What a caller can book."""

    __tablename__ = "booking_types"
    __table_args__ = (
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes"),
        CheckConstraint("buffer_before_minutes BETWEEN 0 AND 1440", name="buffer_before_minutes"),
        CheckConstraint("buffer_after_minutes BETWEEN 0 AND 1440", name="buffer_after_minutes"),
        CheckConstraint("step_minutes BETWEEN 1 AND 1440", name="step_minutes"),
        CheckConstraint("offset_minutes BETWEEN 0 AND 1439", name="offset_minutes"),
        CheckConstraint("notice_minutes >= 0", name="notice_minutes"),
        CheckConstraint("window_days >= 0", name="window_days"),
        CheckConstraint("daily_limit >= 1", name="daily_limit"),
        CheckConstraint("weekly_limit >= 1", name="weekly_limit"),
        CheckConstraint("price_cents >= 0", name="price_cents"),
        CheckConstraint("choose IN ('round_robin', 'least_busy')", name="choose"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    synonyms: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    description: Mapped[str] = mapped_column(default="", server_default="")
    minutes: Mapped[int]
    buffer_before_minutes: Mapped[int] = mapped_column(default=0, server_default="0")
    buffer_after_minutes: Mapped[int] = mapped_column(default=0, server_default="0")
    step_minutes: Mapped[int] = mapped_column(default=15, server_default="15")
    offset_minutes: Mapped[int] = mapped_column(default=0, server_default="0")
    """Starts count from this many minutes after midnight."""
    notice_minutes: Mapped[int] = mapped_column(default=0, server_default="0")
    window_days: Mapped[int | None]
    """How many days after today it can be booked for; None for any."""
    window_until: Mapped[date | None]
    """The last date it can be booked for; None for any."""
    daily_limit: Mapped[int | None]
    weekly_limit: Mapped[int | None]
    """How many a week may have, Monday to Sunday."""
    price_cents: Mapped[int | None]
    """None or 0: free of charge."""
    choose: Mapped[str] = mapped_column(default="round_robin", server_default="round_robin")
    """Which of several free resources is taken."""
    active: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    """Types are offered in this order."""


class BookingTypeResourceRow(Base):
    """A resource that can do a booking type. A type without any is done by every resource."""

    __tablename__ = "booking_type_resources"

    booking_type_id: Mapped[int] = mapped_column(
        ForeignKey("booking_types.id", ondelete="CASCADE"), primary_key=True
    )
    # Not deleted with its resource: a type that loses its last one would be done by everybody.
    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id"), primary_key=True)


# --- what callers agree to ---------------------------------------------------------------------


class CustomerRow(Base):
    """Whom a booking is for, as they gave their details; the same details are the same row."""

    __tablename__ = "customers"
    __table_args__ = (
        Index(
            "uq_customers_details",
            "phone",
            "name",
            text("coalesce(email_key, '')"),
            unique=True,
        ),
        Index("ix_customers_email_key", "email_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    phone: Mapped[str | None]
    """E.164; None, like the name, once the person's data were purged."""
    name: Mapped[str | None]
    email: Mapped[str | None]
    email_key: Mapped[str | None]
    """The email in lower case: what two are compared by."""
    created_at: Mapped[datetime] = mapped_column(Moment)


class BookingRow(Base):
    """One booking, whatever became of it. Rescheduled, it stays this row with its code and UID."""

    __tablename__ = "bookings"
    __table_args__ = (
        CheckConstraint("status IN ('confirmed', 'cancelled', 'no_show')", name="status"),
        *span("span", "starts_at", "ends_at", LONGEST_BOOKING_SECONDS),
        CheckConstraint(
            "blocked_from <= starts_at AND blocked_until >= ends_at", name="blocked_around"
        ),
        *span("blocked", "blocked_from", "blocked_until", LONGEST_BLOCKED_SECONDS),
        numbers("starts_at", "ends_at", "blocked_from", "blocked_until"),
        Index(
            "ix_bookings_occupied",
            "resource_id",
            "blocked_from",
            "blocked_until",
            **where("status = 'confirmed'"),
        ),
        Index(
            "ix_bookings_of_type", "booking_type_id", "starts_at", **where("status = 'confirmed'")
        ),
        Index("ix_bookings_turns", "booking_type_id", "resource_id", "id"),
        Index("ix_bookings_code", "code", "ends_at"),
        Index("ix_bookings_customer_id", "customer_id", "starts_at"),
        Index("ix_bookings_starts_at", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_type_id: Mapped[int] = mapped_column(ForeignKey("booking_types.id"))
    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    starts_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    blocked_from: Mapped[datetime] = mapped_column(Moment)
    """From here the resource is taken: the start less the type's buffer before."""
    blocked_until: Mapped[datetime] = mapped_column(Moment)
    zone: Mapped[str]
    """IANA name of the zone the booking was made in."""
    status: Mapped[str] = mapped_column(default="confirmed")
    code: Mapped[str]
    uid: Mapped[str] = mapped_column(unique=True)
    """Its iCalendar UID (RFC 5545, 3.8.4.7)."""
    sequence: Mapped[int] = mapped_column(default=0, server_default="0")
    """Its iCalendar SEQUENCE: raised when it is moved or cancelled."""
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    """Raised with every change."""
    run_key: Mapped[str] = mapped_column(unique=True)
    """The run of the workflow that made it: a run books once."""
    created_at: Mapped[datetime] = mapped_column(Moment)


class RescheduleRow(Base):
    """One link of the chain of a booking's times: from where it was moved, and to where."""

    __tablename__ = "reschedules"
    __table_args__ = (UniqueConstraint("booking_id", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id", ondelete="CASCADE"))
    sequence: Mapped[int]
    """The booking's iCalendar sequence after it."""
    old_resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id"))
    old_starts_at: Mapped[datetime] = mapped_column(Moment)
    new_resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id"))
    new_starts_at: Mapped[datetime] = mapped_column(Moment)
    run_key: Mapped[str] = mapped_column(unique=True)
    """The run of the workflow that moved it: a run moves once."""
    moved_at: Mapped[datetime] = mapped_column(Moment)


class HoldRow(Base):
    """A time agreed in a call that is not booked yet. A run holds one.

    The row blocks its time as long as it is there, whatever the clock says: whoever wants the time
    first deletes what has expired, in the same transaction.
    """

    __tablename__ = "holds"
    __table_args__ = (
        CheckConstraint(
            "blocked_from <= starts_at AND blocked_until > starts_at", name="blocked_around"
        ),
        *span("blocked", "blocked_from", "blocked_until", LONGEST_BLOCKED_SECONDS),
        numbers("starts_at", "blocked_from", "blocked_until", "expires_at"),
        Index("ix_holds_occupied", "resource_id", "blocked_from", "blocked_until"),
    )

    run_key: Mapped[str] = mapped_column(primary_key=True)
    booking_type_id: Mapped[int] = mapped_column(ForeignKey("booking_types.id"))
    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id"))
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("bookings.id", ondelete="CASCADE"))
    """The booking that is to be moved there, whose own time does not stand in the way."""
    starts_at: Mapped[datetime] = mapped_column(Moment)
    blocked_from: Mapped[datetime] = mapped_column(Moment)
    blocked_until: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)


class AuditRow(Base):
    """One change: what was done, to what, by which run. It holds no personal data."""

    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_subject", "subject", "subject_id"),
        Index("ix_audit_run_key", "run_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    action: Mapped[str]
    """A word of the past: "booked", "rescheduled", "cancelled"."""
    subject: Mapped[str]
    """What was changed, by its table."""
    subject_id: Mapped[int | None]
    run_key: Mapped[str | None]
    """The run of the workflow that did it; None for the owner."""
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")


class CallBackRow(Base):
    """A caller who wants a person to call."""

    __tablename__ = "callbacks"

    id: Mapped[int] = mapped_column(primary_key=True)
    phone: Mapped[str]
    """E.164."""
    run_key: Mapped[str] = mapped_column(unique=True)
    """The run of the workflow that took the number."""
    asked_at: Mapped[datetime] = mapped_column(Moment)
