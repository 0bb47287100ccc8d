"""`handrail bookings` and `handrail callbacks`: what calls have left in the calendar."""

from __future__ import annotations

import asyncio
import json as json_
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from handrail.desk.calendar import Booking, Calendar, CallBackAsked, all_bookings, all_callbacks

from .place import missing_file, open_calendar

__all__ = ["list_bookings", "list_callbacks", "list_rows"]


class _Row(Protocol):
    def as_json(self) -> Mapping[str, Any]: ...


RowT = TypeVar("RowT", bound=_Row)


def list_bookings(db: str | None, *, json: bool) -> None:
    """Print the bookings, whatever became of them: one JSON object a line, or a table."""

    def cells(one: Booking) -> tuple[str, ...]:
        start = f"{one.start:%a %d %b %Y %H:%M}"
        return one.code, start, one.service, one.name, one.phone, one.email or "", one.status

    heads = ("Code", "Start", "Service", "Name", "Phone", "Email", "Status")
    list_rows(db, all_bookings, heads, cells, json=json)


def list_callbacks(db: str | None, *, json: bool) -> None:
    """Print who wants to be called back, the longest waiting first."""

    def cells(one: CallBackAsked) -> tuple[str, ...]:
        return one.phone, f"{one.asked_at:%a %d %b %Y %H:%M}"

    list_rows(db, all_callbacks, ("Phone", "Asked"), cells, json=json)


def list_rows(
    db: str | None,
    fetch: Callable[[Calendar], Awaitable[Sequence[RowT]]],
    heads: Sequence[str],
    cells: Callable[[RowT], Sequence[str]],
    *,
    json: bool,
) -> None:
    """Print rows of a calendar: one JSON object a line, or a table.

    Args:
        db: Which calendar; one that is not there yet has none, and is not begun.
        fetch: Reads the rows.
        heads: What stands over the table's columns.
        cells: Gives what stands in them for a row.
        json: Whether to print JSON.
    """

    async def fetched() -> Sequence[RowT]:
        if missing := missing_file(db):
            # Nothing was ever booked there, and to look is no reason to begin a calendar; but a
            # path that was mistyped is found out.
            print(f"There is no calendar at {missing} yet.", file=sys.stderr, flush=True)
            return ()
        async with open_calendar(db) as calendar:
            return await fetch(calendar)

    found = asyncio.run(fetched())
    if json:
        for one in found:
            print(json_.dumps(one.as_json(), ensure_ascii=False))
    elif not found:
        print("There are none.")
    else:
        from rich.console import Console  # noqa: PLC0415 - not for JSON
        from rich.table import Table  # noqa: PLC0415

        table = Table()
        for head in heads:  # a number that is cut short cannot be called
            table.add_column(head, no_wrap=head == "Phone", overflow="fold")
        for one in found:
            table.add_row(*cells(one))
        Console().print(table)
