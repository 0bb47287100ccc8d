"""The calendar feeds themselves, for programs: whoever knows a feed's secret may read it."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from handrail.desk.feeds import feed

from ..site import Page, site_of

__all__ = ["PAGE"]

_NOT_MODIFIED: Final = 304


async def _feed(request: Request) -> Response:
    site = site_of(request)
    found = await feed(site.calendar, request.path_params["secret"], now=site.clock())
    if found is None:
        return PlainTextResponse("There is no such feed.\n", status_code=404)
    headers = {"ETag": found.etag, "Cache-Control": "private, no-cache"}
    if _has(request.headers.get("if-none-match", ""), found.etag):
        return Response(status_code=_NOT_MODIFIED, headers=headers)
    return Response(found.body, headers={**headers, "Content-Type": found.media_type})


def _has(tags: str, etag: str) -> bool:
    """Tell whether a list of entity tags has one; weak ones count (RFC 9110, 13.1.2)."""
    known = {each.strip().removeprefix("W/") for each in tags.split(",")}
    return etag in known or "*" in known


PAGE = Page("Feeds", (Route("/feeds/{secret}.ics", _feed),), is_open=True)
