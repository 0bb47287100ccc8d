"""`handrail bookings`: the bookings, whatever became of them."""

from __future__ import annotations

import asyncio
import json as json_

from handrail.desk.calendar import Booking, all_bookings

from .place import open_calendar

__all__ = ["list_bookings"]


def list_bookings(db: str | None, *, json: bool) -> None:
    """Print the bookings: one JSON object a line, or a table."""
    found = asyncio.run(_bookings(db))
    if json:
        for booking in found:
            print(json_.dumps(booking.as_json(), ensure_ascii=False))
    else:
        _print_table(found)


async def _bookings(db: str | None) -> tuple[Booking, ...]:
    async with open_calendar(db) as calendar:
        return await all_bookings(calendar)


def _print_table(found: tuple[Booking, ...]) -> None:
    from rich.console import Console  # noqa: PLC0415 - not for JSON
    from rich.table import Table  # noqa: PLC0415

    if not found:
        print("No bookings.")
        return
    table = Table("Code", "Start", "Service", "Name", "Phone", "Email", "Status")
    for booking in found:
        start = f"{booking.start:%a %d %b %Y %H:%M}"
        row = (booking.code, start, booking.service, booking.name, booking.phone)
        table.add_row(*row, booking.email or "", booking.status)
    Console().print(table)
