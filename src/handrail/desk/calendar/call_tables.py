"""The tables of what the dashboard keeps of calls, beside their journal; they go with its calls."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import JSON

from handrail.journal import JOURNAL

from .columns import Base, Moment

__all__ = ["CallFiguresRow", "CallMarkRow"]


def _call() -> Column[str]:
    call = ForeignKey(JOURNAL.tables["journal_call"].c.id, ondelete="CASCADE")
    return Column("call", String, call, primary_key=True)


class CallMarkRow(Base):
    """What the owner wants of a call."""

    __tablename__ = "call_marks"
    __table_args__ = (
        Index(
            "ix_call_marks_follow_up",
            "follow_up",
            sqlite_where=text("follow_up"),
            postgresql_where=text("follow_up"),
        ),
    )

    call: Mapped[str] = _call()  # type: ignore[assignment]
    end_wanted_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the owner ended it; its host does so at the caller's next turn."""
    follow_up: Mapped[bool] = mapped_column(Boolean, default=False)
    note: Mapped[str] = mapped_column(String, default="")
    tried: Mapped[bool] = mapped_column(Boolean, default=False)
    """Whether it was a chat on the dashboard, which no customer held."""


class CallFiguresRow(Base):
    """What is counted of a call, so that numbers need not read journals again."""

    __tablename__ = "call_figures"

    call: Mapped[str] = _call()  # type: ignore[assignment]
    length: Mapped[int] = mapped_column(Integer)
    """How many records the journal had: with more it is counted again."""
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
