"""The tables of a database that is opened: made when it is new, brought up to date when it is old.

Both happen under a lock, so that of several that open one at once a single one does it.
"""

from __future__ import annotations

from sqlalchemy import Connection, inspect, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from handrail.journal import JOURNAL

from . import call_tables as _call_tables  # noqa: F401 - they are made with the others
from . import login_tables as _login_tables  # noqa: F401 - likewise
from . import outbox_tables as _outbox_tables  # noqa: F401 - likewise
from . import postgresql
from .columns import Base
from .faults import CalendarUnavailable
from .guards import guards_of
from .migrations import HEAD, migrate
from .sample import add_sample_business
from .sqlite import APPLICATION_ID, SCHEMA_VERSION
from .tables import VersionRow

__all__ = ["prepare"]


async def prepare(session: AsyncSession, place: str) -> None:
    """Make the tables, or bring them up to date, in the session's transaction.

    Args:
        session: One that may write.
        place: What a person calls the database.

    Raises:
        CalendarUnavailable: when the database belongs to another program, or to a newer version.
    """
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        await _prepare_postgresql(session, connection, place)
    else:
        await _prepare_sqlite(session, connection, place)


async def _prepare_sqlite(session: AsyncSession, connection: AsyncConnection, place: str) -> None:
    # The lock is the transaction's own. Whether the file is new is asked again under it: another
    # call may have been first.
    owner = (await connection.exec_driver_sql("PRAGMA application_id")).scalar_one()
    version = (await connection.exec_driver_sql("PRAGMA user_version")).scalar_one()
    parts = (await connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")).scalar_one()
    if owner != APPLICATION_ID:
        if owner or parts:
            raise CalendarUnavailable(f"{place} is a database of another program")
        await _create(session, connection)
        await connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    elif version < SCHEMA_VERSION:
        await connection.run_sync(migrate)
    elif version > SCHEMA_VERSION:
        raise CalendarUnavailable(f"{place} was made by a newer version of Handrail")
    else:
        return
    await connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


async def _prepare_postgresql(
    session: AsyncSession, connection: AsyncConnection, place: str
) -> None:
    if await connection.run_sync(_revision) == HEAD:
        return
    await session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": postgresql.LOCK})
    revision = await connection.run_sync(_revision)
    if revision is None:
        if await connection.run_sync(_strangers):
            raise CalendarUnavailable(f"{place} has tables of another program by our names")
        await _create(session, connection)
    elif revision > HEAD:
        raise CalendarUnavailable(f"{place} was made by a newer version of Handrail")
    elif revision < HEAD:
        await connection.run_sync(migrate)


async def _create(session: AsyncSession, connection: AsyncConnection) -> None:
    await connection.run_sync(JOURNAL.create_all)  # first: tables of the calendar refer to it
    await connection.run_sync(Base.metadata.create_all)
    for statement in guards_of(connection.dialect.name):
        await connection.exec_driver_sql(statement)
    session.add(VersionRow(version_num=HEAD))
    await session.run_sync(add_sample_business)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VersionRow.__tablename__):
        return None
    return connection.execute(select(VersionRow.version_num)).scalar_one_or_none()


def _strangers(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) & set(Base.metadata.tables)
