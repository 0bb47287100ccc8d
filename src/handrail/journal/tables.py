"""The tables of a journal, the same on SQLite and PostgreSQL.

Times are whole microseconds since 1970 in UTC: both databases compare them alike, and none is
rounded. Records are JSON text: no database looks into them.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

__all__ = ["CALLS", "METADATA", "PEOPLE", "RECORDS"]

METADATA = MetaData()

CALLS = Table(
    "journal_call",
    METADATA,
    Column("id", String, primary_key=True),
    Column("caller", String),
    Column("began", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False),
    Column("length", Integer, nullable=False),
    Column("ended", Boolean, nullable=False),
    Index("journal_call_by_caller", "caller", "last"),
    Index("journal_call_by_age", "last"),
)


def _call() -> ForeignKey:
    return ForeignKey("journal_call.id", ondelete="CASCADE")


RECORDS = Table(
    "journal_record",
    METADATA,
    Column("call", _call(), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("form", Integer, nullable=False),
    Column("data", Text, nullable=False),
)

PEOPLE = Table(
    "journal_person",
    METADATA,
    Column("person", String, primary_key=True),
    Column("call", _call(), primary_key=True),
)
