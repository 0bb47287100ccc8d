"""The first page: it leads to what an owner does most."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from handrail.desk.calendar.audit import is_untouched

from ..rendering import go
from ..site import Page, site_of

__all__ = ["PAGE"]


async def _home(request: Request) -> Response:
    untouched = await is_untouched(site_of(request).calendar)
    return go("/setup" if untouched else "/calendar")


PAGE = Page("Home", (Route("/", _home),))
