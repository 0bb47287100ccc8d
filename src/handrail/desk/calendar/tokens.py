"""Tokens for the JSON API: made and revoked by the owner, kept as digests.

A token is shown once, when it is made. It names its row, so that it is found by its key and then
compared in constant time; whoever reads the database can use none.
"""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final, Literal, TypeAlias, cast, get_args

from sqlalchemy import Row, Select, delete, select, update

from .audit import note
from .faults import Outdated
from .login_tables import ApiTokenRow
from .owner.checks import Checks
from .owner.defined import owning
from .store import Calendar

__all__ = [
    "SCOPES",
    "Scope",
    "Token",
    "all_tokens",
    "make_token",
    "note_use",
    "revoke_token",
    "token_of",
]

Scope: TypeAlias = Literal["read", "book", "all"]
"""What a token is for: `read` what is free and how calls went, without a person's data; `book`
what is free, and bookings by those they are for; `all` everything."""
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)

_MOST: Final = 50
_LONGEST_NAME: Final = 60
_SECRET_BYTES: Final = 32
_WRITTEN: Final = re.compile(r"handrail_([0-9]{1,9})_([A-Za-z0-9_-]{43})")
_NOTED_EACH: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Token:
    """A token as the owner sees it, without what it is."""

    id: int
    """The key of its row."""
    name: str
    """What the owner calls it: whom it was given to."""
    scope: Scope
    made_at: datetime
    """Aware, in UTC."""
    used_at: datetime | None
    """When it was last used, to about a minute. Aware, in UTC; None before its first use."""


async def make_token(calendar: Calendar, name: str, scope: str, *, now: datetime) -> str:
    """Make a token.

    Args:
        calendar: Whose.
        name: What the owner calls it.
        scope: One of `SCOPES`.
        now: The present moment, aware.

    Returns:
        The token itself, which cannot be had again.

    Raises:
        Faulty: When the name or the scope will not do, or there are too many.
        CalendarUnavailable: When it cannot be written.
    """
    checks = Checks()
    tidy = checks.text("name", name, "a name", longest=_LONGEST_NAME)
    if scope not in SCOPES:
        checks.fault("scope", "Choose what it may do.")
    async with owning(calendar) as session:
        names = (await session.execute(select(ApiTokenRow.name))).scalars().all()
        if tidy in names:
            checks.fault("name", f"There is already a token {tidy!r}.")
        if len(names) >= _MOST:
            checks.fault("name", "There are too many tokens: revoke one first.")
        checks.settle()
        secret = secrets.token_urlsafe(_SECRET_BYTES)
        row = ApiTokenRow(name=tidy, scope=scope, digest=_digest(secret), made_at=now)
        session.add(row)
        await session.flush()
        note(session, "made", "api_tokens", row.id, run=None, now=now, scope=scope)
        return f"handrail_{row.id}_{secret}"


async def revoke_token(calendar: Calendar, token: int, *, now: datetime) -> None:
    """Revoke a token: it opens nothing any more.

    Raises:
        Outdated: When there is none of that key.
        CalendarUnavailable: When it cannot be written.
    """
    async with owning(calendar) as session:
        gone = await session.execute(
            delete(ApiTokenRow).where(ApiTokenRow.id == token).returning(ApiTokenRow.id)
        )
        if gone.first() is None:
            raise Outdated
        note(session, "revoked", "api_tokens", token, run=None, now=now)


async def all_tokens(calendar: Calendar) -> tuple[Token, ...]:
    """Return the tokens, the first made first.

    Raises:
        CalendarUnavailable: When they cannot be read.
    """
    async with calendar.reading() as connection:
        rows = await connection.execute(_tokens().order_by(ApiTokenRow.id))
        return tuple(_token(row) for row in rows)


async def token_of(calendar: Calendar, written: str) -> Token | None:
    """Return the token that this is; None when it is none, or was revoked.

    Raises:
        CalendarUnavailable: When it cannot be told.
    """
    match = _WRITTEN.fullmatch(written)
    if match is None:
        return None
    wanted = _tokens().add_columns(ApiTokenRow.digest).where(ApiTokenRow.id == int(match[1]))
    async with calendar.reading() as connection:
        row = (await connection.execute(wanted)).one_or_none()
    if row is None or not hmac.compare_digest(row.digest, _digest(match[2])):
        return None
    return _token(row)


async def note_use(calendar: Calendar, token: Token, *, now: datetime) -> None:
    """Note that a token was used, at most once a minute: reading must not become writing.

    Raises:
        CalendarUnavailable: When it cannot be written.
    """
    if token.used_at is not None and now - token.used_at < _NOTED_EACH:
        return
    async with calendar.writing() as session:
        await session.execute(
            update(ApiTokenRow).where(ApiTokenRow.id == token.id).values(used_at=now)
        )


def _tokens() -> Select[*tuple[Any, ...]]:
    return select(
        ApiTokenRow.id,
        ApiTokenRow.name,
        ApiTokenRow.scope,
        ApiTokenRow.made_at,
        ApiTokenRow.used_at,
    )


def _token(row: Row[Any]) -> Token:
    return Token(row.id, row.name, cast("Scope", row.scope), row.made_at, row.used_at)


def _digest(secret: str) -> str:
    # Not a slow hash: a secret of 256 bits drawn by chance cannot be found by trying.
    return sha256(secret.encode()).hexdigest()
