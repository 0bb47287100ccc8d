"""From version 5 to 6: what the dashboard keeps of calls."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

from handrail.desk.calendar.columns import Moment

__all__ = ["down_revision", "revision", "upgrade"]

revision: Final = "0006"
down_revision: Final = "0005"


def upgrade() -> None:
    """Add two tables; no row changes."""
    op.create_table(
        "call_marks",
        _of_call(),
        sa.Column("end_wanted_at", Moment),
        sa.Column("follow_up", sa.Boolean, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("tried", sa.Boolean, nullable=False),
    )
    op.create_index(
        "ix_call_marks_follow_up",
        "call_marks",
        ["follow_up"],
        sqlite_where=sa.text("follow_up"),
        postgresql_where=sa.text("follow_up"),
    )
    op.create_table(
        "call_figures",
        _of_call(),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("figures", sa.JSON, nullable=False),
    )


def _of_call() -> sa.Column[str]:
    call = sa.ForeignKey("journal_call.id", ondelete="CASCADE")
    return sa.Column("call", sa.String, call, primary_key=True)
