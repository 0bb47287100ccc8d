"""What the calendar's tables are made of: moments, and rules in each database's own words.

SQLite keeps moments as whole seconds since 1970 in UTC: a number has one form, so comparing two in
SQL is safe. PostgreSQL has a type for them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import CheckConstraint, DateTime, Dialect, Integer, MetaData, text
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator, TypeEngine

__all__ = ["Base", "Moment", "numbers", "span", "where"]


class Moment(TypeDecorator[datetime]):
    """An aware datetime to the second, read back in UTC."""

    impl = Integer
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Use the database's own type where it has one that keeps the moment."""
        kept = DateTime(timezone=True) if dialect.name == "postgresql" else Integer()
        return dialect.type_descriptor(kept)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Turn a moment into what the database keeps.

        Raises:
            ValueError: for a naive datetime, which stands for no moment.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        if dialect.name == "postgresql":
            return value.astimezone(UTC).replace(microsecond=0)
        return int(value.timestamp())

    def process_result_value(
        self,
        value: Any,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> datetime | None:
        """Turn what the database keeps into a moment."""
        if value is None or isinstance(value, datetime):
            return value and value.astimezone(UTC)
        return datetime.fromtimestamp(value, UTC)


class Base(DeclarativeBase):
    """The calendar's own tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def span(name: str, first: str, last: str, longest: int) -> tuple[CheckConstraint, ...]:
    """Keep a stretch of time in order and within a length, in each database's own words."""
    return (
        CheckConstraint(f"{last} > {first} AND {last} - {first} <= {longest}", name=name).ddl_if(
            dialect="sqlite"
        ),
        CheckConstraint(
            f"{last} > {first} AND {last} - {first} <= interval '{longest} seconds'", name=name
        ).ddl_if(dialect="postgresql"),
    )


def numbers(*columns: str) -> CheckConstraint:
    """Refuse a moment that is no number.

    SQLite would keep a text such as '2026-06-16' in an integer column, and it compares as later
    than every number: such a row would overlap with nothing.
    """
    each = " AND ".join(f"typeof({column}) = 'integer'" for column in columns)
    return CheckConstraint(each, name="moments").ddl_if(dialect="sqlite")


def where(condition: str) -> dict[str, Any]:
    """Make an index one of some rows only."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}
