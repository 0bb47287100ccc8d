"""The database beneath a calendar: SQLite by a path, SQLite or PostgreSQL by a URL."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from . import postgresql, sqlite
from .faults import CalendarUnavailable

__all__ = ["engine_for", "explain", "is_postgresql", "place_of", "url_of"]


def url_of(where: str | Path) -> URL:
    """Turn a path or a URL into a database's URL.

    Raises:
        CalendarUnavailable: for a URL that cannot be read, or names a database of another kind.
    """
    if isinstance(where, Path) or "://" not in where:
        return sqlite.url_of(str(where))
    try:
        url = make_url(where)
    except (ArgumentError, ValueError) as error:
        raise CalendarUnavailable("the calendar's URL cannot be read") from error
    if url.drivername in sqlite.DRIVERS:
        return url.set(drivername=sqlite.DRIVER)
    if url.drivername in postgresql.DRIVERS:
        return postgresql.url_of(url)
    # The URL itself is not repeated: it may hold a password.
    raise CalendarUnavailable(
        f"a calendar is kept in SQLite or PostgreSQL, not in {url.drivername}"
    )


def is_postgresql(url: URL) -> bool:
    """Tell which of the two it is."""
    return url.get_backend_name() == "postgresql"


def place_of(url: URL) -> str:
    """Return what a person calls the database."""
    return postgresql.place_of(url) if is_postgresql(url) else sqlite.place_of(url)


def engine_for(url: URL) -> AsyncEngine:
    """Return the engine for a URL."""
    return postgresql.engine_for(url) if is_postgresql(url) else sqlite.engine_for(url)


def explain(url: URL, error: SQLAlchemyError) -> CalendarUnavailable:
    """Say in one sentence what is wrong with a database."""
    if is_postgresql(url):
        return CalendarUnavailable(f"{place_of(url)} {postgresql.meaning_of(error)}")
    said = str(error.orig if isinstance(error, DBAPIError) else error)
    return CalendarUnavailable(f"{place_of(url)} {sqlite.meaning_of(said)}")
