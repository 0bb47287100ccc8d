"""An SQLite database in memory without a thread, where aiosqlite would give it one.

A statement in memory takes some microseconds, and handing it to a thread and back takes a hundred:
of a simulated call, two thirds. What SQLAlchemy's adapter calls of aiosqlite is here as coroutines
that never wait. Nothing else runs in the event loop meanwhile, so only trials ask for it.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from .cursor import Cursor, Ran, run

__all__ = ["connect"]


async def connect(database: str, **options: Any) -> Connection:
    """Open a database, as `aiosqlite.connect` does."""
    return Connection(sqlite3.connect(database, **options))


class Connection:
    """A connection whose coroutines never wait."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._conn = connection
        self._connection: sqlite3.Connection | None = connection
        self._tx = _AtOnce()

    @property
    def isolation_level(self) -> str | None:
        """How transactions begin."""
        return self._conn.isolation_level

    def cursor(self) -> Cursor:
        """Return a new cursor."""
        return Cursor(self)

    async def run(self, statement: str, parameters: Sequence[Any], *, many: bool = False) -> Ran:
        """Run a statement at once."""
        return run(self._conn, statement, parameters, many=many)

    async def create_function(self, *arguments: Any, **options: Any) -> None:
        """Give SQL a function."""
        self._conn.create_function(*arguments, **options)

    async def commit(self) -> None:
        """Commit."""
        self._conn.commit()

    async def rollback(self) -> None:
        """Roll back."""
        self._conn.rollback()

    async def close(self) -> None:
        """Close it."""
        self.stop()

    def stop(self) -> None:
        """Close it, whether or not the event loop still runs."""
        self._connection = None
        self._conn.close()


class _AtOnce:
    """Stands where aiosqlite has the queue of its thread: SQLAlchemy sets an option through it."""

    def put_nowait(self, task: tuple[asyncio.Future[Any], Callable[[], Any]]) -> None:
        future, function = task
        future.set_result(function())
