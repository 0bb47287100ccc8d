"""Bookings as a table that spreadsheet programs open."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date, timedelta
from io import StringIO
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from handrail.desk.calendar import Booking, bookings_between
from handrail.desk.calendar.wall_clock import midnight

from ...rendering import page
from ...site import site_of
from .asked import asked_day

__all__ = ["ROUTES", "plain_cell", "table_of"]

_HEADS: Final = (
    *("Code", "Date", "Start", "End", "Type", "Resource"),
    *("Name", "Phone", "Email", "Status"),
)
_MONTH: Final = timedelta(days=30)
_DAY: Final = timedelta(days=1)
_LONGEST: Final = timedelta(days=3 * 366)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


async def _form(request: Request) -> Response:
    today = await _today(request)
    return await page(request, "calendar/export.html", first=today - _MONTH, last=today + _MONTH)


async def _table(request: Request) -> Response:
    site, today = site_of(request), await _today(request)
    first = asked_day(request, "first", today - _MONTH)
    last = asked_day(request, "last", today + _MONTH)
    if last < first:
        raise HTTPException(400, "The last day is before the first one: give a later one.")
    if last - first > _LONGEST:
        raise HTTPException(400, "Three years at most go into one table: take fewer days.")
    zone = await site.calendar.zone()
    found = await bookings_between(
        site.calendar, midnight(first, zone), midnight(last + _DAY, zone)
    )
    name = f"bookings-{first}-{last}.csv"
    return Response(
        # The mark before it tells spreadsheet programs that it is UTF-8.
        table_of(found).encode("utf-8-sig", "replace"),
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def table_of(bookings: Iterable[Booking]) -> str:
    """Write bookings as CSV (RFC 4180), times on the business's wall clock."""
    written = StringIO()
    table = csv.writer(written)
    table.writerow(_HEADS)
    for each in bookings:
        cells = (
            each.code,
            f"{each.start:%Y-%m-%d}",
            f"{each.start:%H:%M}",
            f"{each.end:%H:%M}",
            each.service,
            each.resource,
            each.name,
            each.phone,
            each.email or "",
            each.status,
        )
        table.writerow(map(plain_cell, cells))
    return written.getvalue()


def plain_cell(text: str) -> str:
    """Return a cell that no spreadsheet program takes for a formula.

    An apostrophe before it makes it text, as OWASP's "CSV Injection" has it; the "+" of a number
    needs it too, or the number loses it.
    """
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


async def _today(request: Request) -> date:
    site = site_of(request)
    return site.clock().astimezone(await site.calendar.zone()).date()


ROUTES: Final = (
    Route("/calendar/export", _form),
    Route("/calendar/bookings.csv", _table),
)
