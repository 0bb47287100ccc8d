"""The API's tokens: made, shown once, and revoked."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from handrail.desk.calendar import Faulty, FieldFault
from handrail.desk.calendar.tokens import all_tokens, make_token, revoke_token

from ..forms import form_of
from ..rendering import go, page
from ..site import Page, site_of

__all__ = ["PAGE"]

_PURPOSES = (
    ("book", "Book: what is free, and bookings by those they are for"),
    ("read", "Read: what is free, and how calls went, without anybody's data"),
    ("all", "Everything: all bookings, call-backs and calls with what was said"),
)


async def _list(request: Request) -> Response:
    return await _page(request)


async def _make(request: Request) -> Response:
    site, form = site_of(request), await form_of(request)
    name, scope = form.text("name"), form.raw("scope")
    try:
        made = await make_token(site.calendar, name, scope, now=site.clock())
    except Faulty as fault:
        return await _page(request, name=name, scope=scope, faults=fault.faults)
    # Not led on to another page: the token would have to be kept for it.
    return await _page(request, made=made)


async def _revoke(request: Request) -> Response:
    site, form = site_of(request), await form_of(request)
    await revoke_token(site.calendar, form.key("id"), now=site.clock())
    return go("/api-tokens", "removed")


async def _page(
    request: Request,
    *,
    name: str = "",
    scope: str = "book",
    made: str | None = None,
    faults: Sequence[FieldFault] = (),
) -> Response:
    site = site_of(request)
    zone = await site.calendar.zone()
    return await page(
        request,
        "tokens.html",
        status=422 if faults else 200,
        faults=faults,
        tokens=await all_tokens(site.calendar),
        zone=zone,
        purposes=_PURPOSES,
        values={"name": name, "scope": scope},
        made=made,
    )


PAGE = Page(
    "API",
    (
        Route("/api-tokens", _list),
        Route("/api-tokens", _make, methods=["POST"]),
        Route("/api-tokens/revoke", _revoke, methods=["POST"]),
    ),
    "/api-tokens",
)
