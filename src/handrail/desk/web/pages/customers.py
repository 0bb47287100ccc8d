"""Customers: searched by whatever is known of them, and what each has booked."""

from __future__ import annotations

from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from handrail.desk.calendar import bookings_of, customer_of, find_customers

from ..rendering import page, part
from ..site import Page, site_of

__all__ = ["PAGE"]

_SHOWN: Final = 50
_MOST_KEYS: Final = 2**31
"""No key is as large, and PostgreSQL refuses to look for one that is."""


async def _search(request: Request) -> Response:
    site, text = site_of(request), request.query_params.get("q", "").replace("\x00", " ")
    found, more = await find_customers(site.calendar, text, limit=_SHOWN)
    zone = await site.calendar.zone()
    shown: dict[str, Any] = {"text": text, "customers": found, "more": more, "zone": zone}
    if request.headers.get("hx-request"):
        return part(request, "customers/found.html", **shown)
    return await page(request, "customers/search.html", **shown)


async def _customer(request: Request) -> Response:
    site, key = site_of(request), request.path_params["id"]
    found = await customer_of(site.calendar, key) if key < _MOST_KEYS else None
    if found is None:
        raise HTTPException(404)
    bookings = await bookings_of(site.calendar, found)
    now = site.clock()
    return await page(
        request,
        "customers/customer.html",
        customer=found,
        coming=[each for each in reversed(bookings) if each.end > now],
        past=[each for each in bookings if each.end <= now],
    )


PAGE = Page(
    "Customers",
    (Route("/customers", _search), Route("/customers/{id:int}", _customer)),
    "/customers",
)
