"""From version 3 to 4: the journal of calls, in the same database."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

__all__ = ["down_revision", "revision", "upgrade"]

revision: Final = "0004"
down_revision: Final = "0003"


def upgrade() -> None:
    """Add three tables; no row changes. A journal that was begun there before stays as it is."""
    journal = sa.MetaData()  # its own: the names that the calendar gives to rules are not its
    sa.Table(
        "journal_call",
        journal,
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("caller", sa.String),
        sa.Column("began", sa.BigInteger, nullable=False),
        sa.Column("last", sa.BigInteger, nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("ended", sa.Boolean, nullable=False),
        sa.Index("journal_call_by_caller", "caller", "last"),
        sa.Index("journal_call_by_age", "last"),
    )
    sa.Table(
        "journal_record",
        journal,
        _of_call(),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("form", sa.Integer, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
    )
    sa.Table(
        "journal_person",
        journal,
        sa.Column("person", sa.String, primary_key=True),
        _of_call(),
    )
    journal.create_all(op.get_bind())


def _of_call() -> sa.Column[str]:
    call = sa.ForeignKey("journal_call.id", ondelete="CASCADE")
    return sa.Column("call", sa.String, call, primary_key=True)
