"""From version 4 to 5: the dashboard's login."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

from handrail.desk.calendar.columns import Moment, numbers

__all__ = ["down_revision", "revision", "upgrade"]

revision: Final = "0005"
down_revision: Final = "0004"


def upgrade() -> None:
    """Add two tables; no row changes."""
    op.create_table(
        "login",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("secret", sa.String, nullable=False),
        sa.Column("password_hash", sa.String),
        sa.CheckConstraint("id = 1", name="only_one"),
    )
    op.create_table(
        "login_sessions",
        sa.Column("digest", sa.String, primary_key=True),
        sa.Column("expires_at", Moment, nullable=False),
        numbers("expires_at"),
    )
    op.create_index("ix_login_sessions_expires_at", "login_sessions", ["expires_at"])
