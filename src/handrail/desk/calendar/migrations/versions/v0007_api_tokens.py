"""From version 6 to 7: the tokens of the JSON API."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

from handrail.desk.calendar.columns import Moment

__all__ = ["down_revision", "revision", "upgrade"]

revision: Final = "0007"
down_revision: Final = "0006"


def upgrade() -> None:
    """Add a table; no row changes."""
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("scope", sa.String, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("made_at", Moment, nullable=False),
        sa.Column("used_at", Moment),
        sa.CheckConstraint("scope IN ('read', 'book', 'all')", name="scope"),
        sa.UniqueConstraint("name", name="uq_api_tokens_name"),
        sqlite_autoincrement=True,
    )
