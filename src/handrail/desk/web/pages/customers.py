"""Customers: searched by whatever is known of them, put right, and what each has booked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from handrail.desk.calendar import (
    Customer,
    Faulty,
    FieldFault,
    bookings_of,
    customer_of,
    find_customers,
)
from handrail.desk.calendar.owner import CustomerDraft, correct_customer, version_of

from ..forms import Form, form_of
from ..person import read_person
from ..rendering import go, page, part
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
    return await _show(request, await _found(request))


async def _correct(request: Request) -> Response:
    """Put the details right, by the rules of a call."""
    site, form, found = site_of(request), await form_of(request), await _found(request)
    now = site.clock()
    phone, name, email = read_person(
        await site.calendar.business(),
        now,
        form.fault,
        phone=form.text("phone"),
        name=form.text("name"),
        email=form.text("email") or None,
    )
    try:
        form.settle()
        kept = await correct_customer(
            site.calendar,
            found.id,
            CustomerDraft(phone=phone, name=name, email=email),
            version=form.raw("version"),
            joins=form.ticked("joins"),
            now=now,
        )
    except Faulty as fault:
        return await _show(request, found, form, fault.faults)
    return go(f"/customers/{kept}", "corrected")


async def _show(
    request: Request,
    customer: Customer,
    sent: Form | None = None,
    faults: Sequence[FieldFault] = (),
) -> Response:
    site = site_of(request)
    bookings = await bookings_of(site.calendar, customer)
    now = site.clock()
    draft = CustomerDraft(phone=customer.phone, name=customer.name, email=customer.email)
    values = {**asdict(draft), "email": draft.email or "", "version": version_of(draft)}
    if sent is not None:
        values = {name: sent.raw(name) for name in values}
    return await page(
        request,
        "customers/customer.html",
        status=422 if faults else 200,
        faults=faults,
        customer=customer,
        values=values,
        coming=[each for each in reversed(bookings) if each.end > now],
        past=[each for each in bookings if each.end <= now],
    )


async def _found(request: Request) -> Customer:
    key = request.path_params["id"]
    found = await customer_of(site_of(request).calendar, key) if key < _MOST_KEYS else None
    if found is None:
        raise HTTPException(404)
    return found


PAGE = Page(
    "Customers",
    (
        Route("/customers", _search),
        Route("/customers/{id:int}", _customer),
        Route("/customers/{id:int}", _correct, methods=["POST"]),
    ),
    "/customers",
)
