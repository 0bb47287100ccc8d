"""The calendar's tables, and the rule the database itself keeps: one resource, one booking.

Code that books looks for a free time first, but two callers may look at once, a later room may
forget to look, and an owner may write SQL by hand. So a confirmed booking that overlaps another of
the same resource is refused by triggers, whoever writes it. Moments are whole seconds since 1970
in UTC: a number has one form, so comparing two in SQL is safe.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import (
    DDL,
    CheckConstraint,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    event,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import JSON, TypeDecorator

__all__ = [
    "LONGEST_BOOKING_SECONDS",
    "TAKEN",
    "Base",
    "BookingRow",
    "BookingTypeRow",
    "BusinessRow",
    "CallBackRow",
    "Moment",
    "ResourceRow",
    "WeeklyHoursRow",
]

LONGEST_BOOKING_SECONDS: Final = 24 * 60 * 60
"""No booking is longer, so a search for overlaps need not look further back than this."""

TAKEN: Final = "handrail: this resource is booked at that time"
"""What the database says when it refuses an overlap."""


class Moment(TypeDecorator[datetime]):
    """An aware datetime, stored as whole seconds since 1970 in UTC and read back in UTC."""

    impl = Integer
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> int | None:
        """Turn a moment into seconds.

        Raises:
            ValueError: for a naive datetime, which stands for no moment.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return int(value.timestamp())

    def process_result_value(
        self,
        value: int | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> datetime | None:
        """Turn seconds into a moment."""
        return None if value is None else datetime.fromtimestamp(value, UTC)


class Base(DeclarativeBase):
    """The calendar's own tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


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


class WeeklyHoursRow(Base):
    """One opening on one day of the week, in minutes of the business's wall clock."""

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
    weekday: Mapped[int]
    """0 is Monday, as in `datetime.date.weekday`."""
    opens_minute: Mapped[int]
    closes_minute: Mapped[int]
    """Beyond 1440: on the next day."""


class BookingTypeRow(Base):
    """What a caller can book."""

    __tablename__ = "booking_types"
    __table_args__ = (
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes"),
        CheckConstraint("step_minutes BETWEEN 1 AND 1440", name="step_minutes"),
        CheckConstraint("price_cents >= 0", name="price_cents"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    synonyms: Mapped[list[str]] = mapped_column(JSON, default=list)
    minutes: Mapped[int]
    step_minutes: Mapped[int] = mapped_column(default=15)
    price_cents: Mapped[int | None]
    """None or 0: free of charge."""
    active: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)
    """Types are offered in this order."""


class ResourceRow(Base):
    """What a booking occupies: a chair, a person, a room."""

    __tablename__ = "resources"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    active: Mapped[bool] = mapped_column(default=True)


class BookingRow(Base):
    """One booking, whatever became of it."""

    __tablename__ = "bookings"
    __table_args__ = (
        CheckConstraint("status IN ('confirmed', 'cancelled', 'no_show')", name="status"),
        CheckConstraint(
            f"ends_at > starts_at AND ends_at - starts_at <= {LONGEST_BOOKING_SECONDS}",
            name="span",
        ),
        # SQLite would keep a text such as '2026-06-16' in an integer column, and it compares as
        # later than every number: such a row would overlap with nothing.
        CheckConstraint(
            "typeof(starts_at) = 'integer' AND typeof(ends_at) = 'integer'", name="moments"
        ).ddl_if(dialect="sqlite"),
        Index(
            "ix_bookings_occupied",
            "resource_id",
            "starts_at",
            "ends_at",
            sqlite_where=text("status = 'confirmed'"),
            postgresql_where=text("status = 'confirmed'"),
        ),
        Index("ix_bookings_code", "code", "ends_at"),
        Index("ix_bookings_starts_at", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_type_id: Mapped[int] = mapped_column(ForeignKey("booking_types.id"))
    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id"))
    starts_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    zone: Mapped[str]
    """IANA name of the zone the booking was made in."""
    phone: Mapped[str]
    """E.164."""
    name: Mapped[str]
    email: Mapped[str | None]
    status: Mapped[str] = mapped_column(default="confirmed")
    code: Mapped[str]
    run_key: Mapped[str] = mapped_column(unique=True)
    """The run of the workflow that made it: a run books once."""
    created_at: Mapped[datetime] = mapped_column(Moment)


class CallBackRow(Base):
    """A caller who wants a person to call."""

    __tablename__ = "callbacks"

    id: Mapped[int] = mapped_column(primary_key=True)
    phone: Mapped[str]
    """E.164."""
    run_key: Mapped[str] = mapped_column(unique=True)
    """The run of the workflow that took the number."""
    asked_at: Mapped[datetime] = mapped_column(Moment)


_REFUSE_OVERLAP = """
CREATE TRIGGER bookings_overlap_on_{name} BEFORE {moment} ON bookings
WHEN NEW.status = 'confirmed'
BEGIN
    SELECT RAISE(ABORT, '{message}') WHERE EXISTS (
        SELECT 1 FROM bookings
        WHERE resource_id = NEW.resource_id AND status = 'confirmed'
          AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at
          AND starts_at > NEW.starts_at - {longest} {others}
    );
END
"""

for _name, _moment, _others in (
    ("insert", "INSERT", ""),
    ("update", "UPDATE", "AND id <> OLD.id"),
):
    event.listen(
        BookingRow.__table__,
        "after_create",
        DDL(  # type: ignore[no-untyped-call]  # SQLAlchemy left its constructor untyped
            _REFUSE_OVERLAP.format(
                name=_name,
                moment=_moment,
                message=TAKEN,
                longest=LONGEST_BOOKING_SECONDS,
                others=_others,
            )
        ).execute_if(dialect="sqlite"),
    )
