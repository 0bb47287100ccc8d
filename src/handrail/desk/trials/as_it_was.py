"""A calendar as it was at some moment, in memory, so that a call of that time can be held again.

Bookings are as they were then, as far as the calendar still tells: those made since are not there,
those moved or cancelled since are where they were;
details are those that were corrected since. Holds are not there. What the owner defines is
as it is now: that, like the workflow, may be what is being tried.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from handrail.desk.calendar import Calendar
from handrail.desk.calendar.columns import Base
from handrail.desk.calendar.tables import AuditRow, BookingRow, CustomerRow, RescheduleRow

from .tables import OWNERS, forget_calls

__all__ = ["AsItWas"]

_TIMES: Final = ("starts_at", "ends_at", "blocked_from", "blocked_until")


class AsItWas:
    """Makes one calendar what another one was.

    Args:
        source: The calendar that is only read.
        copy: A calendar in memory, which is overwritten.
    """

    def __init__(self, source: Calendar, copy: Calendar) -> None:
        self._source = source
        self._copy = copy

    async def define(self) -> None:
        """Take over what the owner defines."""
        tables = [table for table in Base.metadata.sorted_tables if table.name in OWNERS]
        async with self._source.reading() as there, self._copy.writing() as here:
            for table in reversed(tables):
                await here.execute(delete(table))
            for table in tables:
                if rows := [{**row} for row in (await there.execute(select(table))).mappings()]:
                    await here.execute(insert(table), rows)

    async def reset(self, moment: datetime) -> None:
        """Make it what it was at a moment (aware), with nothing of any call in it."""
        customers = CustomerRow.__table__
        async with self._source.reading() as there, self._copy.writing() as here:
            await forget_calls(here)
            bookings = await _bookings(there, moment)
            # The details of a booking may have been corrected since: then they are a later row.
            theirs = {row["customer_id"] for row in bookings}
            people = [
                {**row}
                for row in (await there.execute(select(customers))).mappings()
                if row["created_at"] < moment or row["id"] in theirs
            ]
            if people:
                await here.execute(insert(CustomerRow), people)
            if bookings:
                await here.execute(insert(BookingRow), bookings)


async def _bookings(there: AsyncConnection, moment: datetime) -> list[dict[str, Any]]:
    bookings, moves, notes = BookingRow.__table__, RescheduleRow.__table__, AuditRow.__table__
    made = select(bookings).where(bookings.c.created_at < moment)
    moved = select(moves).where(moves.c.moved_at >= moment).order_by(moves.c.id.desc())
    changed = select(notes.c.subject_id).where(
        notes.c.at >= moment, notes.c.subject == BookingRow.__tablename__
    )
    # The first move since comes last, and tells where it was before all of them.
    first_move = {row["booking_id"]: {**row} for row in (await there.execute(moved)).mappings()}
    touched = set((await there.execute(changed)).scalars())
    return [
        _as_it_was({**row}, first_move.get(row["id"]), touched=row["id"] in touched)
        for row in (await there.execute(made)).mappings()
    ]


def _as_it_was(
    row: Mapping[str, Any], moved: Mapping[str, Any] | None, *, touched: bool
) -> dict[str, Any]:
    found = {**row}
    if moved is not None:
        back = moved["old_starts_at"] - row["starts_at"]
        found |= {name: row[name] + back for name in _TIMES}
        found["resource_id"] = moved["old_resource_id"]
    if touched:  # nothing is changed any more in one that is cancelled
        found["status"] = "confirmed"
    return found
