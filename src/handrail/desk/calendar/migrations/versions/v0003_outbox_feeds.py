"""From version 2 to 3: messages that wait to be sent, and the secrets of calendar feeds."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

from handrail.desk.calendar.columns import Moment, numbers, where

__all__ = ["down_revision", "revision", "upgrade"]

revision: Final = "0003"
down_revision: Final = "0002"


def upgrade() -> None:
    """Add a column and a table; no row changes."""
    op.add_column("resources", sa.Column("feed_secret", sa.String))
    op.create_index("uq_resources_feed_secret", "resources", ["feed_secret"], unique=True)
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String, nullable=False, unique=True),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("event", sa.String, nullable=False),
        sa.Column("booking_id", sa.Integer, sa.ForeignKey("bookings.id", ondelete="CASCADE")),
        sa.Column("callback_id", sa.Integer, sa.ForeignKey("callbacks.id", ondelete="CASCADE")),
        sa.Column("sequence", sa.Integer, nullable=False, server_default="0"),
        sa.Column("detail", sa.JSON, nullable=False, server_default="{}"),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("due_at", Moment, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("last_error", sa.String),
        sa.Column("sent_at", Moment),
        sa.Column("failed_at", Moment),
        sa.CheckConstraint("(booking_id IS NULL) <> (callback_id IS NULL)", name="one_subject"),
        sa.CheckConstraint("sent_at IS NULL OR failed_at IS NULL", name="one_end"),
        sa.CheckConstraint("attempts >= 0", name="attempts"),
        numbers("created_at", "due_at"),
    )
    op.create_index(
        "ix_outbox_due_at", "outbox", ["due_at"], **where("sent_at IS NULL AND failed_at IS NULL")
    )
    op.create_index("ix_outbox_booking_id", "outbox", ["booking_id"])
    op.create_index("ix_outbox_callback_id", "outbox", ["callback_id"])
