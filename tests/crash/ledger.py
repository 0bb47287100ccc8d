"""The books as they are, read by SQL that is no part of Handrail."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import pytest

__all__ = ["Ledger"]

_NOTHING_LEFT: Final = (
    "outbox",
    "audit",
    "holds",
    "reschedules",
    "bookings",
    "customers",
    "callbacks",
    "journal_person",
    "journal_record",
    "journal_call",
)

_WRONG: Final = {
    "two bookings of a resource overlap": """
        SELECT one.id FROM bookings AS one JOIN bookings AS other
        ON one.id < other.id AND one.resource_id = other.resource_id
        AND one.status = 'confirmed' AND other.status = 'confirmed'
        AND one.blocked_from < other.blocked_until AND other.blocked_from < one.blocked_until
    """,
    "a booking overlaps a hold": """
        SELECT bookings.id FROM bookings JOIN holds
        ON bookings.resource_id = holds.resource_id AND bookings.status = 'confirmed'
        AND bookings.id <> coalesce(holds.booking_id, -1)
        AND bookings.blocked_from < holds.blocked_until
        AND holds.blocked_from < bookings.blocked_until
    """,
    "two holds of a resource overlap": """
        SELECT one.run_key FROM holds AS one JOIN holds AS other
        ON one.run_key < other.run_key AND one.resource_id = other.resource_id
        AND one.blocked_from < other.blocked_until AND other.blocked_from < one.blocked_until
    """,
    "a booking is for nobody, of nothing or nowhere": """
        SELECT bookings.id FROM bookings
        LEFT JOIN customers ON customers.id = bookings.customer_id
        LEFT JOIN resources ON resources.id = bookings.resource_id
        LEFT JOIN booking_types ON booking_types.id = bookings.booking_type_id
        WHERE customers.id IS NULL OR resources.id IS NULL OR booking_types.id IS NULL
        OR customers.phone IS NULL OR bookings.run_key = ''
    """,
    "a customer has no booking": """
        SELECT id FROM customers WHERE id NOT IN (SELECT customer_id FROM bookings)
    """,
    "a run that has booked still holds": """
        SELECT holds.run_key FROM holds JOIN bookings ON bookings.run_key = holds.run_key
    """,
    "a booking is not noted once": """
        SELECT id FROM bookings WHERE 1 <> (SELECT count(*) FROM audit
        WHERE action = 'booked' AND subject_id = bookings.id AND run_key = bookings.run_key)
    """,
    "what is noted was not booked": """
        SELECT id FROM audit WHERE action = 'booked'
        AND subject_id NOT IN (SELECT id FROM bookings)
    """,
    "a booking's moves are not those that were noted": """
        SELECT id FROM bookings WHERE
        (SELECT count(*) FROM reschedules WHERE booking_id = bookings.id) <>
        (SELECT count(*) FROM audit WHERE action = 'rescheduled' AND subject_id = bookings.id)
    """,
    "a booking is not where its last move left it": """
        SELECT bookings.id FROM bookings JOIN reschedules
        ON reschedules.booking_id = bookings.id AND reschedules.sequence = (
            SELECT max(sequence) FROM reschedules WHERE booking_id = bookings.id)
        WHERE reschedules.new_starts_at <> bookings.starts_at
        OR reschedules.new_resource_id <> bookings.resource_id
    """,
    "a booking's sequence does not count its changes": """
        SELECT id FROM bookings WHERE sequence <> (SELECT count(*) FROM audit
        WHERE action IN ('rescheduled', 'cancelled') AND subject_id = bookings.id)
        OR version <> sequence + 1
    """,
    "a cancelling was not noted once": """
        SELECT id FROM bookings WHERE
        (SELECT count(*) FROM audit WHERE action = 'cancelled' AND subject_id = bookings.id)
        <> CASE status WHEN 'cancelled' THEN 1 ELSE 0 END
    """,
    "a call's length is not the number of its records": """
        SELECT id FROM journal_call WHERE length <> (
            SELECT count(*) FROM journal_record WHERE call = journal_call.id)
    """,
    "a record of a call is missing": """
        SELECT call FROM journal_record GROUP BY call HAVING max(number) + 1 <> count(*)
    """,
}


@dataclass(frozen=True, slots=True)
class Ledger:
    """A calendar, and the journal in it, as a stranger to Handrail reads them."""

    where: str
    """A file or a URL."""

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Return what the database answers."""
        if "://" not in self.where:
            with closing(sqlite3.connect(self.where)) as file, file:
                return file.execute(statement).fetchall()
        answered = _server(self.where).execute(statement)
        return [] if answered.description is None else answered.fetchall()

    def records(self, call: str) -> list[tuple[Any, ...]]:
        """Return what the journal holds of a call: each record's kind and data, in order."""
        wanted = f"SELECT kind, data FROM journal_record WHERE call = '{call}' ORDER BY number"  # noqa: S608
        return self.rows(wanted)

    def faults(self) -> list[str]:
        """Return in what the books contradict themselves."""
        return [fault for fault, which in _WRONG.items() if self.rows(which)]

    def clear(self) -> None:
        """Delete all that callers have done."""
        for table in _NOTHING_LEFT:
            self.rows(f"DELETE FROM {table}")  # noqa: S608


@cache
def _server(url: str) -> Any:
    """Return the one connection to a database: the tests ask it thousands of things."""
    psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed")
    return psycopg.connect(url, autocommit=True)
