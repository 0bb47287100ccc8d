"""From version 1, an SQLite file, to 2: holds, resources with hours, customers, a trail.

A version 1 file is the base: it carries no revision. PostgreSQL begins with version 2. Beside
it, `v0002.sql` is version 2 as it was, whatever the tables are today.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from alembic import op

__all__ = ["down_revision", "revision", "upgrade"]

revision: Final = "0002"
down_revision: Final = None

_OLD: Final = (
    *("bookings", "booking_types", "business", "callbacks", "resources", "weekly_hours"),
)


def upgrade() -> None:
    """Put the rows aside, make the tables anew, and write the rows into them."""
    for table in _OLD:
        op.execute(f"CREATE TEMPORARY TABLE old_{table} AS SELECT * FROM {table}")  # noqa: S608 - ours
        # With its table go its indexes and triggers. Bookings, which point at others, go first.
        op.execute(f"DROP TABLE {table}")
    for statement in Path(__file__).with_name("v0002.sql").read_text("utf-8").split("\n\n"):
        op.execute(statement)
    for statement in _ROWS:
        op.execute(statement)
    for table in _OLD:
        op.execute(f"DROP TABLE old_{table}")


_ROWS: Final = (
    """INSERT INTO business (id, name, address, zone, region)
    SELECT id, name, address, zone, region FROM old_business""",
    """INSERT INTO resources (id, name, active) SELECT id, name, active FROM old_resources""",
    """INSERT INTO weekly_hours (id, weekday, opens_minute, closes_minute)
    SELECT id, weekday, opens_minute, closes_minute FROM old_weekly_hours""",
    """INSERT INTO booking_types
        (id, name, synonyms, minutes, step_minutes, price_cents, active, position)
    SELECT id, name, synonyms, minutes, step_minutes, price_cents, active, position
    FROM old_booking_types""",
    """INSERT INTO callbacks (id, phone, run_key, asked_at)
    SELECT id, phone, run_key, asked_at FROM old_callbacks""",
    # The same details are one customer, an email's case aside; it stays as first written.
    """INSERT INTO customers (phone, name, email, email_key, created_at)
    SELECT phone, name, email, lower(email), min(created_at) FROM old_bookings
    GROUP BY phone, name, lower(email) ORDER BY min(id)""",
    """INSERT INTO bookings
        (id, booking_type_id, resource_id, customer_id, starts_at, ends_at, blocked_from,
         blocked_until, zone, status, code, uid, run_key, created_at)
    SELECT old.id, old.booking_type_id, old.resource_id, customers.id, old.starts_at, old.ends_at,
           old.starts_at, old.ends_at, old.zone, old.status, old.code, lower(hex(randomblob(16))),
           old.run_key, old.created_at
    FROM old_bookings AS old
    JOIN customers ON customers.phone = old.phone AND customers.name = old.name
        AND customers.email_key IS lower(old.email)""",
)
