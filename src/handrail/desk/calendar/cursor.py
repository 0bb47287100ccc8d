"""A cursor of an SQLite database, as SQLAlchemy's adapter of aiosqlite wants one.

The adapter asks four times: for a cursor, to run the statement, for its rows, and to close the
cursor. Here all four are one, since asking takes longer than most of a desk's statements do.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self

__all__ = ["Cursor", "Ran", "run"]


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a statement."""

    description: Any = None
    """What columns its result has."""
    rowcount: int = -1
    """How many rows were changed."""
    lastrowid: int | None = None
    """The key of the row inserted last."""
    rows: Sequence[Any] = ()


class Runner(Protocol):
    """A connection that runs statements."""

    async def run(self, statement: str, parameters: Sequence[Any], *, many: bool = False) -> Ran:
        """Run a statement, once or for each of many sets of parameters."""


class Cursor:
    """A cursor whose statements are run, read and done with in one go."""

    def __init__(self, connection: Runner) -> None:
        self._connection = connection
        self._ran = Ran()

    async def __aenter__(self) -> Self:
        """Return it: there is nothing to open."""
        return self

    @property
    def description(self) -> Any:
        """As of the last statement; so are the next two."""
        return self._ran.description

    @property
    def rowcount(self) -> int:
        """See `Ran`."""
        return self._ran.rowcount

    @property
    def lastrowid(self) -> int | None:
        """See `Ran`."""
        return self._ran.lastrowid

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Self:
        """Run a statement."""
        self._ran = await self._connection.run(statement, parameters)
        return self

    async def executemany(self, statement: str, parameters: Sequence[Sequence[Any]]) -> Self:
        """Run a statement for each set of parameters."""
        self._ran = await self._connection.run(statement, parameters, many=True)
        return self

    async def fetchall(self) -> Sequence[Any]:
        """Return all rows: SQLAlchemy asks once."""
        return self._ran.rows

    async def close(self) -> None:
        """Do nothing: it was closed when its rows were read."""


def run(
    connection: sqlite3.Connection, statement: str, parameters: Sequence[Any], *, many: bool
) -> Ran:
    """Run a statement and read all that comes of it."""
    cursor = connection.cursor()
    try:
        if many:
            cursor.executemany(statement, parameters)
        else:
            cursor.execute(statement, parameters)
        rows = cursor.fetchall() if cursor.description else ()
        return Ran(cursor.description, cursor.rowcount, cursor.lastrowid, rows)
    finally:
        cursor.close()
