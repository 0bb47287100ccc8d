"""The calendar: opened, created and seeded when new, read and written in the right transactions."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import false, select, update
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from .business import Business, Service, weekly_hours
from .database import (
    APPLICATION_ID,
    BEGIN,
    SCHEMA_VERSION,
    CalendarUnavailable,
    engine_for,
    explain,
    is_new,
    place_of,
    try_connecting,
    url_of,
)
from .sample import add_sample_business
from .tables import Base, BookingTypeRow, BusinessRow, WeeklyHoursRow

__all__ = ["Calendar"]


class Calendar:
    """A business's calendar in an SQLite database. Open it with `Calendar.open`.

    It belongs to the event loop it was opened in; any number of calls may share it.
    """

    def __init__(self, where: str | Path) -> None:
        url = url_of(where)
        self._place = place_of(url)
        self._new = is_new(url)
        self._engine = engine_for(url)
        self._writing = self._engine.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})

    @classmethod
    async def open(cls, where: str | Path) -> Self:
        """Open a calendar; a missing or empty file becomes a new one with the sample business.

        Args:
            where: A path, or a URL such as `sqlite:///bookings.db`; `:memory:` is a calendar that
                is forgotten when closed.

        Raises:
            CalendarUnavailable: when there is no such folder, the file is not a calendar of
                Handrail's (it is then left untouched), is damaged, or cannot be written.
        """
        calendar = cls(where)
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
            async with self._engine.connect() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """Give a session that alone may write, committed at the end unless something is raised.

        What it reads cannot change before it writes: the lock is taken at the start.

        Raises:
            CalendarUnavailable: when the database cannot be written.
            IntegrityError: SQLAlchemy's, when the database refuses what was written.
        """
        with self._explained():
            async with (
                AsyncSession(self._writing, expire_on_commit=False) as session,
                session.begin(),
            ):
                yield session

    async def business(self) -> Business:
        """Return the business with its hours, as they are now.

        Raises:
            CalendarUnavailable: when it cannot be read, or its zone or hours make no sense.
        """
        async with self.reading() as connection:
            found = await connection.execute(
                select(BusinessRow.name, BusinessRow.address, BusinessRow.zone, BusinessRow.region)
            )
            row = found.one_or_none()
            openings = await connection.execute(
                select(
                    WeeklyHoursRow.weekday,
                    WeeklyHoursRow.opens_minute,
                    WeeklyHoursRow.closes_minute,
                )
            )
        if row is None:
            raise CalendarUnavailable(f"{self._place} is damaged: it names no business")
        try:
            return Business(
                name=row.name,
                address=row.address,
                zone=ZoneInfo(row.zone),
                region=row.region,
                hours=weekly_hours((on, opens, closes) for on, opens, closes in openings),
            )
        except (ValueError, ZoneInfoNotFoundError) as error:
            raise CalendarUnavailable(f"{self._place} is damaged: {error.args[0]}") from error

    async def services(self) -> tuple[Service, ...]:
        """Return the active booking types, in the owner's order.

        Raises:
            CalendarUnavailable: when they cannot be read.
        """
        async with self.reading() as connection:
            rows = await connection.execute(
                select(
                    BookingTypeRow.id,
                    BookingTypeRow.name,
                    BookingTypeRow.minutes,
                    BookingTypeRow.synonyms,
                    BookingTypeRow.price_cents,
                    BookingTypeRow.step_minutes,
                )
                .where(BookingTypeRow.active)
                .order_by(BookingTypeRow.position, BookingTypeRow.id)
            )
            return tuple(
                Service(
                    id=row.id,
                    name=row.name,
                    minutes=row.minutes,
                    synonyms=tuple(row.synonyms),
                    price_cents=row.price_cents,
                    step_minutes=row.step_minutes,
                )
                for row in rows
            )

    async def _prepare(self) -> None:
        """Create what a new database needs, and see that an old one can be read and written."""
        try_connecting(self._engine)
        async with self.writing() as session:
            # Whether it is new is asked again under the lock: another call may have been first.
            connection = await session.connection()
            owner = (await connection.exec_driver_sql("PRAGMA application_id")).scalar_one()
            parts = (
                await connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
            ).scalar_one()
            if owner != APPLICATION_ID:
                if owner or parts:
                    raise CalendarUnavailable(f"{self._place} is a database of another program")
                await connection.run_sync(Base.metadata.create_all)
                await connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
                await connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
                await session.run_sync(add_sample_business)
            # SQLite quietly lets one begin to write to a file that can only be read.
            await session.execute(update(BusinessRow).where(false()).values(id=1))
        await self.business()
        if self._new:
            await self._let_readers_pass()

    async def _let_readers_pass(self) -> None:
        """Keep a write-ahead log from now on, so that readers and a writer do not wait."""
        plain = self._engine.execution_options(**{BEGIN: ""})
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
            raise explain(self._place, error) from error
