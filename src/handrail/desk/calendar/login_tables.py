"""The tables of who may see what: the owner, the browsers they are logged in with, and tokens."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from .columns import Base, Moment, numbers

__all__ = ["ApiTokenRow", "LoginRow", "LoginSessionRow"]


class LoginRow(Base):
    """What the owner logs in with."""

    __tablename__ = "login"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    secret: Mapped[str]
    """What cookies are signed with."""
    password_hash: Mapped[str | None]
    """By argon2; None until a password is set."""


class LoginSessionRow(Base):
    """A browser that is logged in."""

    __tablename__ = "login_sessions"
    __table_args__ = (
        numbers("expires_at"),
        Index("ix_login_sessions_expires_at", "expires_at"),
    )

    digest: Mapped[str] = mapped_column(primary_key=True)
    """SHA-256 of the key in its cookie: who reads the table cannot log in with it."""
    expires_at: Mapped[datetime] = mapped_column(Moment)


class ApiTokenRow(Base):
    """A token for the JSON API."""

    __tablename__ = "api_tokens"
    __table_args__ = (
        CheckConstraint("scope IN ('read', 'book', 'all')", name="scope"),
        {"sqlite_autoincrement": True},  # bookings know by its key which token has made them
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    """What the owner calls it."""
    scope: Mapped[str]
    digest: Mapped[str]
    """SHA-256 of its secret part."""
    made_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
