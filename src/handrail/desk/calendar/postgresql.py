"""A PostgreSQL database beneath a calendar, for a desk on several machines.

The driver is psycopg 3, of the extra `handrail[postgres]`.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from .faults import CalendarUnavailable

__all__ = ["DRIVERS", "LOCK", "READING", "engine_for", "meaning_of", "place_of", "url_of"]

_DRIVER: Final = "postgresql+psycopg"
DRIVERS: Final = frozenset({"postgresql", "postgres", _DRIVER})

LOCK: Final = int.from_bytes(b"HDRLcal", "big")
"""Key of the advisory lock under which tables are made and changed."""

READING: Final = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
"""Execution options of a transaction that sees one state throughout."""

# psycopg gives no code for a connection that was refused, only the server's words.
_WITHOUT_CODE: Final = (
    ('role "', "refuses the user or the password"),
    ("does not exist", "does not exist"),
    ("authentication failed", "refuses the user or the password"),
    ("no password supplied", "refuses the user or the password"),
    ("too many clients", "has no room or connection left"),
)

_CONNECT_SECONDS: Final = 5
_UNACKNOWLEDGED_MILLISECONDS: Final = 10_000
"""How long what was sent may stay without an answer from the other machine. One that vanishes says
no goodbye: Linux would go on sending for a quarter of an hour, and a call wait as long."""
_KEEPALIVE: Final = {
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
}
"""The same for a connection on which an answer is awaited; in seconds, about ten altogether."""
_LOCK_MILLISECONDS: Final = 5000
"""How long a writer waits for another one before it gives up; a caller would wait no longer."""

# https://www.postgresql.org/docs/current/errcodes-appendix.html, by code or by its class
_MEANINGS: Final = {
    "42501": "cannot be written or read by this user",
    "42P01": "is damaged: a part of it is missing",
    "42703": "is damaged: a part of it is missing",
    "25006": "cannot be written",
    "55P03": "is held by somebody else's change",
    "40": "is held by somebody else's change",
    "53": "has no room or connection left",
    "57P": "is shutting down",
    "08": "cannot be reached",
    "XX": "is damaged",
}


def url_of(url: URL) -> URL:
    """Return the URL with the driver it is used by.

    Raises:
        CalendarUnavailable: when the driver is not installed.
    """
    if find_spec("psycopg") is None:
        raise CalendarUnavailable(
            "a calendar in PostgreSQL needs its driver: pip install 'handrail[postgres]'"
        )
    return url.set(drivername=_DRIVER)


def place_of(url: URL) -> str:
    """Return what a person calls the database, without user or password."""
    where = f" at {url.host}" if url.host else ""
    return f"the PostgreSQL database {url.database or ''}{where}".replace("  ", " ")


def engine_for(url: URL) -> AsyncEngine:
    """Return an engine whose statements do not wait for ever."""
    return create_async_engine(
        url,
        connect_args={
            "connect_timeout": _CONNECT_SECONDS,
            "tcp_user_timeout": _UNACKNOWLEDGED_MILLISECONDS,
            **_KEEPALIVE,
            "options": f"-c lock_timeout={_LOCK_MILLISECONDS} -c timezone=UTC",
        },
        pool_pre_ping=True,  # a server that was restarted between two calls is no fault of theirs
    )


def meaning_of(error: Exception) -> str:
    """Say what an error means, as the rest of a sentence about the database."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    state = getattr(cause, "sqlstate", None)
    if state is None and isinstance(error, DBAPIError):
        return next((m for sign, m in _WITHOUT_CODE if sign in str(cause)), "cannot be reached")
    for length in (5, 3, 2):
        if state and state[:length] in _MEANINGS:
            return _MEANINGS[state[:length]]
    first_line = next(iter(str(cause).splitlines()), "no reason is given")
    return f"cannot be used: {first_line}"
