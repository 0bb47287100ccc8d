"""An SQLite database in a thread of its own, which is asked once for each statement.

aiosqlite's own cursors ask it four times, and each is a switch to the thread and back: a third of
what it cost to look the business up.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any, Final

import aiosqlite

from .cursor import Cursor, Ran, run

__all__ = ["connect"]

_CHUNK: Final = 64
"""aiosqlite's own choice of how many rows are read at a time; here they are read all at once."""


async def connect(database: str, **options: Any) -> aiosqlite.Connection:
    """Open a database, as `aiosqlite.connect` does."""
    connection = _Connection(lambda: sqlite3.connect(database, **options), _CHUNK)
    # As SQLAlchemy sees to where it connects by itself: a program that ends need not wait for it.
    connection._thread.daemon = True  # noqa: SLF001
    return await connection


class _Connection(aiosqlite.Connection):
    """A connection whose cursors ask its thread once."""

    def cursor(self) -> Cursor:  # type: ignore[override]  # it has what SQLAlchemy asks of one
        """Return a new cursor."""
        return Cursor(self)

    async def run(self, statement: str, parameters: Sequence[Any], *, many: bool = False) -> Ran:
        """Run a statement in the thread, and bring all that came of it."""
        ran: Ran = await self._execute(  # type: ignore[no-untyped-call]
            run, self._conn, statement, parameters, many=many
        )
        return ran
