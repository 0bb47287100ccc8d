"""What the database itself refuses, whoever writes: one resource twice at a time.

Code that books looks for a free time first, but two callers may look at once, a later room may
forget to look, and an owner may write SQL by hand. Two rules are kept:

- no two confirmed bookings of a resource overlap, their buffers included, and no two holds;
- no booking overlaps a hold of another run, nor a hold a booking, except the one it is to move.

PostgreSQL keeps the first by exclusion constraints. The second is about two tables, so there a
trigger looks, and two that look at once wait for each other at the resource's row. SQLite has one
writer at a time, and triggers keep both.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy.exc import IntegrityError

from .tables import LONGEST_BLOCKED_SECONDS

__all__ = ["TAKEN", "guards_of", "is_overlap"]

TAKEN: Final = "handrail: this resource is booked at that time"
"""What the database says when it refuses an overlap."""

_EXCLUSION_VIOLATION: Final = "23P01"


def is_overlap(error: IntegrityError) -> bool:
    """Tell whether a refusal means that the time is taken."""
    state = getattr(error.orig, "sqlstate", None)
    return state == _EXCLUSION_VIOLATION or TAKEN in str(error.orig)


def guards_of(dialect: str) -> list[str]:
    """Return the statements that make the tables refuse an overlap, to run once they are there.

    Args:
        dialect: SQLAlchemy's name of the database: "sqlite" or "postgresql".
    """
    return _postgresql_rules() if dialect == "postgresql" else _sqlite_triggers()


# --- SQLite ------------------------------------------------------------------------------------

_REFUSE: Final = """
CREATE TRIGGER {table}_overlap_{others}_on_{name} BEFORE {moment} ON {table}
{when}BEGIN
    SELECT RAISE(ABORT, '{message}') WHERE EXISTS (
        SELECT 1 FROM {others}
        WHERE resource_id = NEW.resource_id AND {which}
          AND blocked_from < NEW.blocked_until AND blocked_until > NEW.blocked_from
          AND blocked_from > NEW.blocked_from - {longest}
    );
END
"""
_OTHER_RUNS: Final = "run_key <> NEW.run_key"


def _sqlite_triggers() -> list[str]:
    confirmed = "WHEN NEW.status = 'confirmed'\n"
    rules = (
        # table, others, when, which on insert, which on update
        ("bookings", "bookings", confirmed, "status = 'confirmed'", " AND id <> OLD.id"),
        ("bookings", "holds", confirmed, _OTHER_RUNS, " AND booking_id IS NOT OLD.id"),
        ("holds", "holds", "", _OTHER_RUNS, " AND run_key <> OLD.run_key"),
        ("holds", "bookings", "", "status = 'confirmed' AND id IS NOT NEW.booking_id", ""),
    )
    return [
        _REFUSE.format(
            table=table,
            others=others,
            name=moment.lower(),
            moment=moment,
            when=when,
            message=TAKEN,
            which=which + (update if moment == "UPDATE" else ""),
            longest=LONGEST_BLOCKED_SECONDS,
        )
        for table, others, when, which, update in rules
        for moment in ("INSERT", "UPDATE")
    ]


# --- PostgreSQL --------------------------------------------------------------------------------

_EXCLUDE: Final = """
ALTER TABLE {table} ADD CONSTRAINT {table}_overlap EXCLUDE USING gist (
    resource_id WITH =, tstzrange(blocked_from, blocked_until) WITH &&
){where}
"""
_REFUSE_FUNCTION: Final = """
CREATE FUNCTION {table}_refuse_overlap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM resources WHERE id = NEW.resource_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT 1 FROM {others}
        WHERE resource_id = NEW.resource_id AND {which}
          AND tstzrange(blocked_from, blocked_until)
              && tstzrange(NEW.blocked_from, NEW.blocked_until)
    ) THEN
        RAISE EXCEPTION '{message}' USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NEW;
END
$$
"""
_REFUSE_TRIGGER: Final = """
CREATE TRIGGER {table}_overlap_{others} BEFORE INSERT OR UPDATE ON {table}
FOR EACH ROW {when}EXECUTE FUNCTION {table}_refuse_overlap()
"""


def _postgresql_rules() -> list[str]:
    rules = (
        # table, others, where, when, which
        (
            "bookings",
            "holds",
            " WHERE (status = 'confirmed')",
            "WHEN (NEW.status = 'confirmed') ",
            "run_key <> NEW.run_key AND booking_id IS DISTINCT FROM NEW.id",
        ),
        (
            "holds",
            "bookings",
            "",
            "",
            "status = 'confirmed' AND id IS DISTINCT FROM NEW.booking_id",
        ),
    )
    # An exclusion of numbers and ranges at once needs an extension of PostgreSQL's own.
    return ["CREATE EXTENSION IF NOT EXISTS btree_gist"] + [
        form.format(table=table, others=others, where=where, when=when, which=which, message=TAKEN)
        for table, others, where, when, which in rules
        for form in (_EXCLUDE, _REFUSE_FUNCTION, _REFUSE_TRIGGER)
    ]
