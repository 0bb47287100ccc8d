"""The links to the resources' calendar feeds, and new ones in their place."""

from __future__ import annotations

from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from handrail.desk.calendar import Refused, feed_resources, feed_secret, renew_feed_secret

from ...rendering import go, page
from ...site import site_of

__all__ = ["ROUTES"]


async def _list(request: Request) -> Response:
    resources = await feed_resources(site_of(request).calendar)
    return await page(request, "calendar/feeds.html", resources=resources)


async def _link(request: Request) -> Response:
    """Show a resource's link. It is made when it is first looked at."""
    site, key = site_of(request), _key(request)
    names = await feed_resources(site.calendar)
    if key not in names:
        raise HTTPException(404)
    secret = await feed_secret(site.calendar, key, now=site.clock())
    link = f"{request.url.scheme}://{request.url.netloc}/feeds/{secret}.ics"
    return await page(request, "calendar/feed.html", key=key, name=names[key], link=link)


async def _renew(request: Request) -> Response:
    site, key = site_of(request), _key(request)
    try:
        await renew_feed_secret(site.calendar, key, now=site.clock())
    except Refused:
        raise HTTPException(404) from None
    return go(f"/calendar/feeds/{key}", "renewed")


def _key(request: Request) -> int:
    key: int = request.path_params["id"]
    if key >= _MOST_KEYS:
        raise HTTPException(404)
    return key


_MOST_KEYS: Final = 2**31
"""No key is as large, and PostgreSQL refuses to look for one that is."""

ROUTES: Final = (
    Route("/calendar/feeds", _list),
    Route("/calendar/feeds/{id:int}", _link),
    Route("/calendar/feeds/{id:int}/renew", _renew, methods=["POST"]),
)
