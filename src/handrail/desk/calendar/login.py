"""Who may see the dashboard: the owner's password, and the browsers that are logged in.

A password is kept as its argon2 hash, a session as the digest of its key: whoever reads the
database can log in with neither.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from .audit import note
from .login_tables import LoginRow, LoginSessionRow
from .owner.defined import owning
from .store import Calendar

__all__ = [
    "SESSION_LASTS",
    "begin_session",
    "end_session",
    "login_secret",
    "password_hash",
    "session_is_on",
    "set_password_hash",
]

SESSION_LASTS: Final = timedelta(days=14)
"""A browser stays logged in for so long."""

_SECRET_BYTES: Final = 32


async def login_secret(calendar: Calendar) -> bytes:
    """Return what cookies are signed with, made when it is first asked for.

    Raises:
        CalendarUnavailable: When it cannot be read or made.
    """
    async with owning(calendar) as session:
        return bytes.fromhex(await _secret_in(session))


async def password_hash(calendar: Calendar) -> str | None:
    """Return the owner's password as argon2 hashed it; None when none is set.

    Raises:
        CalendarUnavailable: When it cannot be read.
    """
    async with calendar.reading() as connection:
        return (await connection.execute(select(LoginRow.password_hash))).scalar_one_or_none()


async def set_password_hash(calendar: Calendar, hashed: str, *, now: datetime) -> None:
    """Set the owner's password. Every browser that was logged in no longer is.

    Raises:
        CalendarUnavailable: When it cannot be written.
    """
    async with owning(calendar) as session:
        await _secret_in(session)
        await session.execute(update(LoginRow).values(password_hash=hashed))
        await session.execute(delete(LoginSessionRow))
        note(session, "changed", "login", 1, run=None, now=now)


async def begin_session(calendar: Calendar, key: str, *, now: datetime) -> None:
    """Log a browser in.

    Args:
        calendar: Whose.
        key: What its cookie holds: long, and drawn by chance.
        now: The present moment, aware.

    Raises:
        CalendarUnavailable: When it cannot be written.
    """
    async with calendar.writing() as session:
        await session.execute(delete(LoginSessionRow).where(LoginSessionRow.expires_at <= now))
        session.add(LoginSessionRow(digest=_digest(key), expires_at=now + SESSION_LASTS))


async def session_is_on(calendar: Calendar, key: str, *, now: datetime) -> bool:
    """Tell whether a browser is logged in.

    Raises:
        CalendarUnavailable: When it cannot be read.
    """
    wanted = select(LoginSessionRow.expires_at).where(LoginSessionRow.digest == _digest(key))
    async with calendar.reading() as connection:
        expires = (await connection.execute(wanted)).scalar_one_or_none()
    return expires is not None and expires > now


async def end_session(calendar: Calendar, key: str) -> None:
    """Log a browser out.

    Raises:
        CalendarUnavailable: When it cannot be written.
    """
    async with calendar.writing() as session:
        await session.execute(delete(LoginSessionRow).where(LoginSessionRow.digest == _digest(key)))


async def _secret_in(session: AsyncSession) -> str:
    """Return the secret, which a new calendar is given here with the row that holds it."""
    found = (await session.execute(select(LoginRow.secret))).scalar_one_or_none()
    if found is None:
        found = secrets.token_hex(_SECRET_BYTES)
        session.add(LoginRow(secret=found))
        await session.flush()
    return found


def _digest(key: str) -> str:
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
