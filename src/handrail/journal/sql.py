"""Stores in SQLite and PostgreSQL: one set of statements for both."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from sqlalchemy import URL, Row, delete, event, insert, make_url, or_, select, text, update
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from .faults import JournalUnavailable, OvertakenError
from .store import CallHeader, CallSummary, Record, Store
from .tables import CALLS, METADATA, PEOPLE, RECORDS

__all__ = ["SqlStore"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_BEGIN = "journal_begin"
"""The execution option that holds the statement by which SQLite begins a transaction."""
_ONE: dict[str, Any] = {"pool_size": 1, "max_overflow": 0}
_AT_ONCE = 500
"""Calls that are deleted by one statement: databases limit what one may name."""
_BUSY = 5_000
"""Milliseconds that a write to an SQLite file waits for another process to finish its own."""


class SqlStore(Store):
    """A journal in an SQLite file or a PostgreSQL database. Open it with `SqlStore.open`.

    It belongs to the event loop it was opened in.
    """

    def __init__(
        self, engine: AsyncEngine, place: str, *, writing: AsyncEngine, owned: bool
    ) -> None:
        self._engine = engine
        self._writing = writing
        self._place = place
        self._owned = owned

    @classmethod
    async def open(cls, where: str | Path) -> Self:
        """Open a journal; where there is none, one is begun.

        Args:
            where: A path, or a URL such as `sqlite:///calls.db` or
                `postgresql://user@host/database`; `:memory:` is forgotten when closed.

        Raises:
            JournalUnavailable: If it cannot be opened, with one sentence that says why.
        """
        url = _url_of(where)
        place = url.database or ":memory:" if _is_sqlite(url) else f"the database {url.database}"
        engine = _engine_for(url)
        writing = engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
        store = cls(engine, place, writing=writing, owned=True)
        if _is_sqlite(url) and url.database:
            _try_connecting(url.database)
        try:
            async with store._write() as connection:
                if not _is_sqlite(url):  # two workers that start at once: one makes the tables
                    await connection.execute(text("SELECT pg_advisory_xact_lock(4817263551)"))
                await connection.run_sync(METADATA.create_all)
        except BaseException:
            await store.aclose()
            raise
        return store

    @classmethod
    def beside(cls, engine: AsyncEngine, *, writing: AsyncEngine, place: str) -> Self:
        """Return a journal in a database that is open for something else, too.

        Its tables are made by whoever makes the others: see `handrail.journal.tables`.

        Args:
            engine: The database's. It is not closed with the journal.
            writing: The same; its transactions are begun by who will write. On SQLite they must
                begin with `BEGIN IMMEDIATE`, with foreign keys and `secure_delete` on.
            place: What a person calls the database.
        """
        return cls(engine, place, writing=writing, owned=False)

    async def append(
        self,
        call: CallHeader,
        records: Sequence[Record],
        *,
        after: int,
        people: frozenset[str] = frozenset(),
        ended: bool = False,
    ) -> None:
        """Append records to a call in one transaction; see `Store.append`."""
        length = after + len(records)
        last = max([call.began, *(record.at for record in records)])
        async with self._write() as connection:
            if after == 0:
                await _begin_call(connection, call)
            moved = await connection.execute(
                update(CALLS)
                .where(CALLS.c.id == call.id, CALLS.c.length == after)
                .values(length=length, last=_stored(last), ended=ended)
            )
            if moved.rowcount != 1:
                raise OvertakenError("another worker has written to this call")
            if records:
                await connection.execute(
                    insert(RECORDS),
                    [_row(call.id, number, one) for number, one in enumerate(records, after)],
                )
            await _name(connection, call.id, people)

    async def read(self, call: str) -> tuple[Record, ...]:
        """Return the records of a call in their order."""
        query = select(RECORDS).where(RECORDS.c.call == call).order_by(RECORDS.c.number)
        async with self._read() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(
            Record(row.kind, _moment(row.at), json.loads(row.data), row.form) for row in rows
        )

    async def find(self, call: str) -> CallSummary | None:
        """Return a call by its id."""
        async with self._read() as connection:
            found = await connection.execute(select(CALLS).where(CALLS.c.id == call))
            row = found.one_or_none()
        return None if row is None else _summary(row)

    async def open_calls(self, caller: str, *, since: datetime) -> tuple[CallSummary, ...]:
        """Return a caller's calls that have not ended, the latest first."""
        query = (
            select(CALLS)
            .where(CALLS.c.caller == caller, CALLS.c.last >= _stored(since), ~CALLS.c.ended)
            .order_by(CALLS.c.last.desc(), CALLS.c.id)
        )
        async with self._read() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(map(_summary, rows))

    async def calls(self) -> tuple[CallSummary, ...]:
        """Return all calls."""
        async with self._read() as connection:
            return tuple(map(_summary, (await connection.execute(select(CALLS))).all()))

    async def purge(self, calls: Collection[str]) -> int:
        """Delete the calls with these ids."""
        every, purged = sorted(calls), 0
        for first in range(0, len(every), _AT_ONCE):
            purged += await self._purge(CALLS.c.id.in_(every[first : first + _AT_ONCE]))
        return purged

    async def purge_before(self, moment: datetime) -> int:
        """Delete every call to which nothing was appended at this moment or later."""
        return await self._purge(CALLS.c.last < _stored(moment))

    async def purge_person(self, person: str) -> int:
        """Delete every call that came from this number or named this person."""
        named = select(PEOPLE.c.call).where(PEOPLE.c.person == person.casefold())
        return await self._purge(or_(CALLS.c.caller == person, CALLS.c.id.in_(named)))

    async def _purge(self, which: Any) -> int:
        async with self._write() as connection:
            purged = await connection.execute(delete(CALLS).where(which))
        if purged.rowcount and self._engine.dialect.name == "sqlite":
            await self._empty_the_log()
        return int(purged.rowcount)

    async def _empty_the_log(self) -> None:
        """Write the log back into the file and cut it: what was purged must not be left in it."""
        with self._explained():
            async with self._engine.connect() as connection:
                await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    async def aclose(self) -> None:
        """Close every connection, unless the database is somebody else's."""
        if self._owned:
            await self._engine.dispose()

    def _read(self) -> AbstractAsyncContextManager[AsyncConnection]:
        return self._transaction(self._engine)

    def _write(self) -> AbstractAsyncContextManager[AsyncConnection]:
        return self._transaction(self._writing)

    @asynccontextmanager
    async def _transaction(self, engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        with self._explained():
            async with engine.begin() as connection:
                yield connection

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Raise what the database layer raises as a fault of the journal's."""
        try:
            yield
        except IntegrityError as error:
            raise OvertakenError("another worker has written to this call") from error
        except (SQLAlchemyError, OSError) as error:
            raise JournalUnavailable(f"{self._place} cannot be used: {_why(error)}") from None


async def _begin_call(connection: AsyncConnection, call: CallHeader) -> None:
    began = _stored(call.began)
    await connection.execute(
        insert(CALLS).values(
            id=call.id, caller=call.caller, began=began, last=began, length=0, ended=False
        )
    )


async def _name(connection: AsyncConnection, call: str, people: frozenset[str]) -> None:
    """Add the people whom the call names and did not name before."""
    wanted = {person.casefold() for person in people}
    if not wanted:
        return
    found = await connection.execute(select(PEOPLE.c.person).where(PEOPLE.c.call == call))
    if new := wanted - set(found.scalars()):
        await connection.execute(insert(PEOPLE), [{"person": p, "call": call} for p in new])


def _row(call: str, number: int, record: Record) -> dict[str, Any]:
    return {
        "call": call,
        "number": number,
        "kind": record.kind,
        "at": _stored(record.at),
        "form": record.form,
        "data": json.dumps(record.data, ensure_ascii=False, separators=(",", ":")),
    }


def _summary(row: Row[Any]) -> CallSummary:
    header = CallHeader(row.id, row.caller, _moment(row.began))
    return CallSummary(header, _moment(row.last), row.length, row.ended)


def _stored(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _moment(stored: int) -> datetime:
    return _EPOCH + stored * _MICROSECOND


def _why(error: Exception) -> str:
    """Say why, without the statement and its values: they may be what a caller said."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return type(cause).__name__


# --- databases --------------------------------------------------------------------------------


def _url_of(where: str | Path) -> URL:
    """Return the URL of a path or a URL, with the driver that is used."""
    if isinstance(where, Path) or "://" not in where:
        database = None if str(where) == ":memory:" else str(where)
        return URL.create("sqlite+aiosqlite", database=database)
    try:
        url = make_url(where)
    except ArgumentError:
        raise JournalUnavailable("the journal's URL is no database URL") from None
    drivers = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}
    backend = url.get_backend_name()
    if backend not in drivers:
        raise JournalUnavailable(
            f"a journal is kept in SQLite or PostgreSQL, not in {backend}: give a path, "
            "sqlite:///... or postgresql://..."
        )
    return url.set(drivername=drivers[backend])


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _engine_for(url: URL) -> AsyncEngine:
    try:
        if not _is_sqlite(url):
            return create_async_engine(url, pool_pre_ping=True, hide_parameters=True)
        # A journal in memory is its only connection, which one transaction after the other has.
        memory = {} if url.database else {"poolclass": AsyncAdaptedQueuePool, **_ONE}
        engine = create_async_engine(url, hide_parameters=True, **memory)
    except ModuleNotFoundError as error:
        raise JournalUnavailable(
            f"a journal at this URL needs {error.name}: install handrail[postgres]"
        ) from None
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin_transaction)
    return engine


def _try_connecting(database: str) -> None:
    """Open a file once without a thread, for the error only.

    When aiosqlite cannot open one, its thread ends on its own, and may outlive the event loop.
    """
    try:
        sqlite3.connect(database).close()
    except sqlite3.Error as error:
        raise JournalUnavailable(f"{database} cannot be used: {error}") from None


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the transactions are ours: see `_begin_transaction`
    try:
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout = {_BUSY}",
            "journal_mode = WAL",
            "synchronous = FULL",  # a turn that was answered survives a power cut, too
            "foreign_keys = ON",
            "secure_delete = ON",  # what is purged is overwritten
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
    except BaseException:
        connection.close()  # nobody else would, and its thread would outlive the event loop
        raise


def _begin_transaction(connection: Any) -> None:
    """Begin; who will write takes the lock at once, since one taken later could be refused."""
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))
