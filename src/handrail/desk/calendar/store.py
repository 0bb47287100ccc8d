"""The calendar: opened, created and seeded when new, read and written in the right transactions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import (
    AbstractAsyncContextManager,
    asynccontextmanager,
    contextmanager,
    nullcontext,
    suppress,
)
from pathlib import Path
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo

from sqlalchemy import false, update
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from handrail.journal import SqlStore

from . import postgresql, sqlite
from .business import Business, Resource, Service
from .database import engine_for, explain, is_postgresql, place_of, url_of
from .definitions import business_in, business_zone_in, resources_in, services_in
from .schema import prepare
from .tables import BusinessRow

__all__ = ["Calendar"]

_JOURNAL_PATIENCE = 1.0
"""Seconds that a turn of a call waits to be written to an SQLite file that somebody else holds."""


class Calendar:
    """A business's calendar in a database. Open it with `Calendar.open`.

    It belongs to the event loop it was opened in; any number of calls may share it.
    """

    channels: frozenset[str]
    """The names of the channels by which its changes are told."""

    def __init__(
        self, where: str | Path, *, channels: Collection[str] = (), threaded: bool = True
    ) -> None:
        self.channels = frozenset(channels)
        self._url = url_of(where)
        self._turn: AbstractAsyncContextManager[object] = nullcontext()
        if is_postgresql(self._url):
            self._new = False
            self._engine = engine_for(self._url)
            self._reading = self._engine.execution_options(**postgresql.READING)
            self._writing = self._engine
        else:
            self._new = sqlite.is_new(self._url)
            self._engine = self._reading = sqlite.engine_for(self._url, threaded=threaded)
            self._writing = self._engine.execution_options(**{sqlite.BEGIN: "BEGIN IMMEDIATE"})
            # SQLite lets writers try again and again, so one may starve. Those of this process wait
            # in line, and only those of different processes try.
            self._turn = asyncio.Lock()

    @classmethod
    async def open(
        cls, where: str | Path, *, channels: Collection[str] = (), threaded: bool = True
    ) -> Self:
        """Open a calendar; a missing or empty one becomes a new one with the sample business.

        One of an earlier version is brought up to date, in one transaction.

        Args:
            where: A path, or a URL such as `sqlite:///bookings.db` or
                `postgresql+psycopg://desk@localhost/desk`; `:memory:` is a calendar that is
                forgotten when closed.
            channels: The names of the channels, such as "webhook" and "email", by which its changes
                are told; a message to each is written with every change, for
                `handrail.desk.notifications` to send.
            threaded: Whether a calendar in memory works in a thread of its own, as files do. False
                is three times as fast, and nothing else runs in the event loop meanwhile.

        Raises:
            CalendarUnavailable: when there is no such folder or database, it is not a calendar of
                Handrail's (it is then left untouched), is damaged, or cannot be written.
        """
        calendar = cls(where, channels=channels, threaded=threaded)
        try:
            await calendar._prepare()
        except BaseException:
            await calendar.aclose()
            raise
        return calendar

    async def aclose(self) -> None:
        """Close every connection. The calendar cannot be used afterwards."""
        await self._engine.dispose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection that sees one state of the database throughout.

        Raises:
            CalendarUnavailable: when the database cannot be read.
        """
        with self._explained():
            async with self._reading.connect() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """Give a session that writes, committed at the end unless something is raised.

        In SQLite it is the only one from its start, so what it reads cannot change before it
        writes. In PostgreSQL that holds of the rows it locks.

        Raises:
            CalendarUnavailable: when the database cannot be written.
            IntegrityError: SQLAlchemy's, when the database refuses what was written.
        """
        with self._explained():
            async with (
                self._turn,
                AsyncSession(self._writing, expire_on_commit=False) as session,
                session.begin(),
            ):
                yield session

    def journal(self) -> SqlStore:
        """Return the journal of calls, which lies in the same database."""
        # It must not hold up a turn for as long as a booking may: the call goes on without it.
        hasty = self._writing.execution_options(**{sqlite.PATIENCE: _JOURNAL_PATIENCE})
        return SqlStore.beside(self._reading, writing=hasty, place=place_of(self._url))

    async def forget(self) -> None:
        """See that nothing of what was deleted is left in an SQLite file or beside it.

        Raises:
            CalendarUnavailable: when it cannot be written.
        """
        if not is_postgresql(self._url):
            plain = self._engine.execution_options(**{sqlite.BEGIN: ""})
            with self._explained():
                async with plain.connect() as connection:
                    # What was deleted is overwritten at once (`secure_delete`), but not what an
                    # earlier version had deleted. While somebody else reads, it has to wait.
                    with suppress(OperationalError):
                        await connection.exec_driver_sql("VACUUM")
                    await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    async def business(self) -> Business:
        """Return the business with its hours, as they are now.

        Raises:
            CalendarUnavailable: when it cannot be read, or its zone or hours make no sense.
        """
        async with self.reading() as connection:
            return await business_in(connection)

    async def zone(self) -> ZoneInfo:
        """Return the business's zone alone, for whoever only names times.

        Raises:
            CalendarUnavailable: when it cannot be read, or makes no sense.
        """
        async with self.reading() as connection:
            return await business_zone_in(connection)

    async def services(self) -> tuple[Service, ...]:
        """Return the active booking types, in the owner's order.

        Raises:
            CalendarUnavailable: when they cannot be read.
        """
        async with self.reading() as connection:
            return await services_in(connection)

    async def resources(self, service: Service) -> tuple[Resource, ...]:
        """Return the active resources that can do a booking type, in the owner's order.

        Raises:
            CalendarUnavailable: when they cannot be read, or their hours make no sense.
        """
        async with self.reading() as connection:
            return await resources_in(connection, service)

    async def _prepare(self) -> None:
        """Create what a new database needs, and see that an old one can be read and written."""
        if not is_postgresql(self._url):
            sqlite.try_connecting(self._engine)
        try:
            async with self.writing() as session:
                await prepare(session, place_of(self._url))
                # SQLite quietly lets one begin to write to a file that can only be read.
                await session.execute(update(BusinessRow).where(false()).values(id=1))
        except IntegrityError as error:  # what an old one holds, today's rules are against
            raise explain(self._url, error) from error
        await self.business()
        if self._new:
            await self._let_readers_pass()

    async def _let_readers_pass(self) -> None:
        """Keep a write-ahead log from now on, so that readers and a writer do not wait."""
        plain = self._engine.execution_options(**{sqlite.BEGIN: ""})
        async with plain.connect() as connection:
            # Refused while another call is just reading, or by a file system that cannot share
            # memory. It is an improvement, not a need, so a refusal is left at that.
            with suppress(OperationalError):
                await connection.exec_driver_sql("PRAGMA journal_mode = WAL")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Raise what the database layer raises as `CalendarUnavailable`; a refusal stays itself."""
        try:
            yield
        except IntegrityError:
            raise
        except SQLAlchemyError as error:
            raise explain(self._url, error) from error
