"""A day or a week of the calendar, which looks by itself for what calls change."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from handrail.desk.calendar import Sheet, SheetResource, sheet, sheet_mark

from ...rendering import page, part
from ...site import site_of
from ...timetable import MOST_LANES, MOST_ROWS, timetable
from .asked import asked_day, asked_key

__all__ = ["ROUTES", "address_of"]

_DAY: Final = timedelta(days=1)
_WEEK: Final = 7
_NOTHING_NEW: Final = 204


async def _view(request: Request) -> Response:
    shown = await _shown(request)
    return await page(request, "calendar/view.html", **shown)


async def _news(request: Request) -> Response:
    """Show the sheet again if it may have changed since the page was; HTMX asks every other second.

    It changes with the clock too: the line of the present moment moves.
    """
    site = site_of(request)
    seen = request.query_params.get("seen", "")
    if seen == await _mark(request, await sheet_mark(site.calendar, now=site.clock())):
        return Response(status_code=_NOTHING_NEW)
    return part(request, "calendar/sheet.html", **await _shown(request))


async def _shown(request: Request) -> dict[str, Any]:
    site = site_of(request)
    now = site.clock()
    zone = await site.calendar.zone()
    today = now.astimezone(zone).date()
    day = asked_day(request, "day", today)
    span = "week" if request.query_params.get("span") == "week" else "day"
    first = day - day.weekday() * _DAY if span == "week" else day
    days = [first + n * _DAY for n in range(_WEEK if span == "week" else 1)]
    resource = asked_key(request, "resource")
    found = await sheet(site.calendar, days[0], days[-1], now=now, resource=resource)
    shown = _resources(found, resource, span)
    step = _WEEK if span == "week" else 1
    table = timetable(found, days, shown, now=now)
    return {
        "table": table,
        "span": span,
        "day": day,
        "days": days,
        "resource": shown[0].id if resource is not None or span == "week" else None,
        "resources": found.resources,
        "earlier": day - step * _DAY,
        "later": day + step * _DAY,
        "today": today,
        "address": address_of,
        "grid": GRID_ADDRESS,
        "mark": await _mark(request, found.mark),
        "bookings": sum(
            each.kind == "booking" and not each.goes_on
            for column in table.columns
            for each in column.entries
        ),
    }


def _resources(found: Sheet, wanted: int | None, span: str) -> list[SheetResource]:
    """Return whose columns are shown: a week is one resource's, a day everybody's or one's."""
    if wanted is None:
        busy = {each.resource for each in found.bookings}
        at_hand = [each for each in found.resources if each.active or each.name in busy]
        return (at_hand or list(found.resources))[: 1 if span == "week" else None]
    shown = [each for each in found.resources if each.id == wanted]
    if not shown:
        raise HTTPException(404)
    return shown


async def _mark(request: Request, mark: str) -> str:
    """Return the mark of a page: what is shown, and the five minutes that it is."""
    moment = site_of(request).clock().timestamp()
    return f"{mark}.{int(moment) // 300}"


def address_of(span: str, day: date | str, resource: int | None = None) -> str:
    """Return the address of a day or a week of one resource, or of all."""
    asked = {"span": span, "day": str(day)}
    if resource is not None:
        asked["resource"] = str(resource)
    return f"/calendar?{urlencode(asked)}"


async def _grid(_request: Request) -> Response:
    """Give each row and length a class: the content policy allows no style in a page."""
    return Response(
        _GRID, media_type="text/css", headers={"Cache-Control": "private, max-age=604800"}
    )


def _rules() -> str:
    rows = "".join(
        f".r{row}{{grid-row-start:{row}}}.s{row}{{grid-row-end:span {row}}}"
        for row in range(1, MOST_ROWS + 1)
    )
    lanes = "".join(
        f".l{lane}{{grid-column:{lane}}}.of{lane}"
        f"{{grid-template-columns:repeat({lane},minmax(0,1fr))}}"
        for lane in range(1, MOST_LANES + 1)
    )
    return rows + lanes


_GRID: Final = _rules()
GRID_ADDRESS: Final = f"/calendar/grid.css?v={sha256(_GRID.encode()).hexdigest()[:12]}"

ROUTES: Final = (
    Route("/calendar", _view),
    Route("/calendar/news", _news),
    Route("/calendar/grid.css", _grid),
)
