"""An SQLite file beneath a calendar: recognised before it is opened, and opened the right way.

An SQLite file says whose it is by its application id. Only a file that carries ours is opened, and
only a missing or empty one is made into a calendar. Any other is refused by reading its first
hundred bytes: merely opening a stranger's database may roll back its journal or fold in its log.
"""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

from sqlalchemy import URL, Connection, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from . import in_memory, in_thread
from .faults import CalendarUnavailable

__all__ = [
    "APPLICATION_ID",
    "BEGIN",
    "DRIVER",
    "DRIVERS",
    "PATIENCE",
    "SCHEMA_VERSION",
    "engine_for",
    "is_new",
    "meaning_of",
    "place_of",
    "try_connecting",
    "url_of",
]

APPLICATION_ID: Final = int.from_bytes(b"HDRL", "big")
SCHEMA_VERSION: Final = 7
"""The file's user version: one more with each migration."""

BEGIN: Final = "handrail_begin"
"""Execution option: the statement a transaction begins with; empty for no transaction at all."""

DRIVER: Final = "sqlite+aiosqlite"
DRIVERS: Final = frozenset({"sqlite", DRIVER})
PATIENCE: Final = "handrail_patience"
"""Execution option: for how many seconds a writer waits for another one."""
_IN_MEMORY: Final = ":memory:"
_BUSY_SECONDS: Final = 5.0
"""How long a writer waits for another one before it gives up; a caller would wait no longer."""
_REMOVED: Final = "the file was removed or replaced"

# The file's header: https://www.sqlite.org/fileformat.html#the_database_header
_HEADER_BYTES: Final = 100
_MAGIC: Final = b"SQLite format 3\x00"
_VERSION_AT: Final = slice(60, 64)
_APPLICATION_AT: Final = slice(68, 72)

_MEANINGS: Final = (
    (_REMOVED, "was removed or replaced while it was in use"),
    ("readonly", "cannot be written"),
    ("unable to open", "cannot be opened for writing"),
    ("locked", "is held by somebody else's change"),
    ("not a database", "is not an SQLite database"),
    ("malformed", "is damaged"),
    ("no such", "is damaged: a part of it is missing"),
    ("full", "cannot be written because the disk is full"),
    ("disk i/o", "cannot be read or written because the disk fails"),
)


def url_of(name: str) -> URL:
    """Turn a path into the URL of an SQLite database.

    Raises:
        CalendarUnavailable: for a name that is none.
    """
    if not name.strip():
        raise CalendarUnavailable("the calendar's file has no name")
    database = name if name == _IN_MEMORY else str(Path(name).expanduser())
    return URL.create(DRIVER, database=database)


def place_of(url: URL) -> str:
    """Return what a person calls the database: its file, or ":memory:"."""
    return url.database or _IN_MEMORY


def is_new(url: URL) -> bool:
    """Tell whether there is no database yet, by the file's first bytes and without opening it.

    Raises:
        CalendarUnavailable: when there is something else in its place.
    """
    path = _file_of(place_of(url))
    header = b"" if path is None else _header_of(path)
    if not header:
        return True
    if not header.startswith(_MAGIC):
        raise CalendarUnavailable(f"{path} is not an SQLite database")
    if int.from_bytes(header[_APPLICATION_AT], "big") != APPLICATION_ID:
        raise CalendarUnavailable(f"{path} is a database of another program")
    if int.from_bytes(header[_VERSION_AT], "big") > SCHEMA_VERSION:
        raise CalendarUnavailable(f"{path} was made by a newer version of Handrail")
    return False


def engine_for(url: URL, *, threaded: bool = True) -> AsyncEngine:
    """Return an engine whose transactions begin as the option `BEGIN` says.

    Python's driver begins transactions late and never immediately, so it is told to leave them
    alone (`isolation_level = None`) and each is begun by hand.

    Args:
        url: The database's.
        threaded: Whether one in memory has a thread, so that the event loop goes on meanwhile.
    """
    options: dict[str, Any] = {}
    file = _file_of(place_of(url))
    if file is None:
        # A database in memory lives in its one connection.
        options = {"pool_size": 1, "max_overflow": 0, "poolclass": AsyncAdaptedQueuePool}
    without = file is None and not threaded
    arguments: dict[str, Any] = {
        "timeout": _BUSY_SECONDS,
        "async_creator_fn": in_memory.connect if without else in_thread.connect,
    }
    engine = create_async_engine(url, connect_args=arguments, **options)
    opened = _SameFile(file)

    def on_connect(connection: Any, record: Any) -> None:
        opened.learn()
        record.info[PATIENCE] = _BUSY_SECONDS
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA secure_delete = ON")  # what is purged is overwritten
        cursor.close()

    def on_begin(connection: Connection) -> None:
        opened.check()
        wanted = connection.get_execution_options()
        patience = wanted.get(PATIENCE, _BUSY_SECONDS)
        if connection.info[PATIENCE] != patience:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {round(1000 * patience)}")
            connection.info[PATIENCE] = patience
        if statement := wanted.get(BEGIN, "BEGIN"):
            connection.exec_driver_sql(statement)

    event.listen(engine.sync_engine, "do_connect", opened.check)  # or SQLite would make a new one
    event.listen(engine.sync_engine, "connect", on_connect)
    event.listen(engine.sync_engine, "begin", on_begin)
    event.listen(engine.sync_engine, "commit", opened.check)
    return engine


class _SameFile:
    """Sees to it that a file is still the one that was opened.

    One that was removed is written on happily by whoever has it open: a caller would be told of a
    booking that nobody ever finds.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._opened: tuple[int, int] | None = None

    def learn(self) -> None:
        """Take the file as it is for the one that was opened, the first time."""
        if self._opened is None:
            self._opened = self._found()

    def check(self, *_: object) -> None:
        """Do nothing while it is the same.

        Raises:
            OperationalError: SQLAlchemy's, when it is not there, or another one is in its place.
        """
        if self._opened != (None if self._opened is None else self._found()):
            raise OperationalError(None, None, sqlite3.OperationalError(_REMOVED))

    def _found(self) -> tuple[int, int] | None:
        try:
            found = None if self._path is None else self._path.stat()
        except OSError:
            return None
        return found and (found.st_dev, found.st_ino)


def try_connecting(engine: AsyncEngine) -> None:
    """Open the database once without a thread, for the error only.

    When aiosqlite cannot open a file, its thread ends on its own, and if the program ends first (as
    a command does that was given a wrong file) the thread's traceback follows the sentence.

    Raises:
        CalendarUnavailable: when the database cannot be opened.
    """
    (name, *_), options = engine.dialect.create_connect_args(engine.url)
    try:
        sqlite3.connect(str(name), **options).close()
    except sqlite3.Error as error:
        place, said = place_of(engine.url), str(error)
        raise CalendarUnavailable(f"{place} {meaning_of(said)}") from error


def meaning_of(said: str) -> str:
    """Say what SQLite's message means, as the rest of a sentence about the file."""
    for sign, meaning in _MEANINGS:
        if sign in said.lower():
            return meaning
    first_line = next(iter(said.splitlines()), "no reason is given")
    return f"cannot be used: {first_line}"


def _file_of(place: str) -> Path | None:
    """Return the file of a database, or None when it is in memory only."""
    if not place.startswith("file:"):
        return None if place == _IN_MEMORY else Path(place)
    parts = urlsplit(place)
    if parts.path in {"", _IN_MEMORY} or "memory" in parse_qs(parts.query).get("mode", ()):
        return None
    return Path(unquote(parts.path))


def _header_of(path: Path) -> bytes:
    """Return a file's first bytes; none when it is empty or does not exist yet."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise CalendarUnavailable(f"{path} is a folder, not a calendar")
        if not stat.S_ISREG(mode):
            raise CalendarUnavailable(f"{path} is not a file")
        with path.open("rb") as file:
            return file.read(_HEADER_BYTES)
    except FileNotFoundError:
        if not path.parent.is_dir():
            raise CalendarUnavailable(
                f"there is no folder {path.parent} for the calendar"
            ) from None
        return b""
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise CalendarUnavailable(f"{path} cannot be opened: {reason.lower()}") from error
