"""The history of the tables: how a database of an earlier version becomes one of today's.

A new database is made as the tables are today and marked with the last revision, `HEAD`. One of an
earlier version runs the revisions it lacks, under the lock of whoever opens it. Version 1 was an
SQLite file without a mark of Alembic's: it is the base.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection

if TYPE_CHECKING:
    from alembic.config import Config

__all__ = ["HEAD", "config_for", "migrate"]

HEAD: Final = "0007"
"""The last revision."""


def migrate(connection: Connection) -> None:
    """Run the revisions that a database lacks, within the transaction that has begun.

    Raises:
        CommandError: Alembic's, when the database is of a revision that is not known.
    """
    from alembic import command  # noqa: PLC0415 - nearly every database is of today

    command.upgrade(config_for(connection), "head")


def config_for(connection: Connection | None = None) -> Config:
    """Return what Alembic needs to work on a database, or without one to know its revisions."""
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
