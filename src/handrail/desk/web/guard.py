"""Who may see what: every request passes here, and without a login only open pages are shown.

Other sites cannot make a browser do anything: a form must come from this site (`Origin`,
`Sec-Fetch-Site`) and bear the token of the visit.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import replace
from typing import Final
from urllib.parse import quote, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from handrail.desk.calendar import CalendarUnavailable, Faulty, Outdated
from handrail.desk.calendar.login import session_is_on
from handrail.faults import log_fault

from .forms import form_of
from .site import Site, site_of
from .visit import COOKIE, CSRF_FIELD, CSRF_HEADER, Visit, visit_of

__all__ = ["Guard", "Headed", "check_form"]

logger = logging.getLogger("handrail.desk.web")

_FREE: Final = ("/static", "/health", "/feeds", "/api", "/openapi.json")
"""Nobody is looked up for them, and none gets a cookie: they are the same for everybody, or, as the
API, know by themselves who asks."""
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
_HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": forms would then come from the origin "null".
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Headed:
    """Gives every answer the headers that keep a browser from being misled."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, headed if scope["type"] == "http" else send)


class Guard:
    """Lets a request through to the pages, or leads it to the login.

    Args:
        app: The pages.
        site: The site.
        opened: The paths, and all below them, that say themselves who may see what.
    """

    def __init__(self, app: ASGIApp, site: Site, opened: Collection[str]) -> None:
        self._app = app
        self._site = site
        self._opened = (*_FREE, *opened)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request.

        Raises:
            HTTPException: 400 for a name that is not this site's, 403 for another site's form.
            CalendarUnavailable: When it cannot be told who is logged in.
            Faulty: As a page raises it; likewise `Outdated`.
        """
        if scope["type"] != "http":
            return  # there are no web sockets here: the server closes it
        request = Request(scope, receive)
        path = scope["path"]
        self._check_host(request)
        if "\0" in path:
            raise HTTPException(404)  # PostgreSQL would refuse to look for it
        if _is_below(path, _FREE):
            await self._app(scope, receive, send)
            return
        secret = self._site.secret
        visit = Visit.read(request.cookies.get(COOKIE), secret) or Visit.begin()
        request.state.visit = visit
        if not visit.is_new and await session_is_on(
            self._site.calendar, visit.key, now=self._site.clock()
        ):
            request.state.visit = replace(visit, logged_in=True)
        if not _is_below(path, self._opened):
            if not visit_of(request).logged_in:
                await _to_login(request)(scope, receive, send)
                return
            if request.method not in _SAFE:
                await check_form(request)

        async def keeping(message: Message) -> None:
            # A page may have begun another visit: the one that is there at the end counts.
            if message["type"] == "http.response.start" and visit_of(request).is_new:
                kept = Response()
                visit_of(request).keep(kept, secret, secure=request.url.scheme == "https")
                MutableHeaders(scope=message).append("set-cookie", kept.headers["set-cookie"])
            await send(message)

        try:
            await self._app(scope, receive, keeping)
        except (HTTPException, CalendarUnavailable, Faulty, Outdated):
            raise  # each has a page of its own
        except Exception as fault:  # noqa: BLE001 - whatever a page does, people see a sentence
            log_fault(logger, "a page failed", fault, route=path.split("/")[1])
            raise HTTPException(500, "Something went wrong here: try again.") from None

    def _check_host(self, request: Request) -> None:
        """Refuse a name that somebody else's domain server has led to this machine."""
        allowed = self._site.hosts
        host = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
        if allowed is not None and host.lower() not in allowed:
            raise HTTPException(400, "This desk does not go by that name: see --allow-host.")


async def check_form(request: Request) -> None:
    """Hold that what is to be done was asked for on a page of this site.

    Raises:
        HTTPException: 403, when it was not; as `form_of` does, when it is no form.
    """
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "none")
    host = request.headers.get("host", "")
    if (origin is not None and urlsplit(origin).netloc != host) or site not in {
        "same-origin",
        "none",
    }:
        raise HTTPException(403, "That was asked for by another site, so nothing was done.")
    form = await form_of(request)  # a page that reads no field takes no other kind of body either
    token = request.headers.get(CSRF_HEADER) or form.raw(CSRF_FIELD)
    if not visit_of(request).bears(token, site_of(request).secret):
        raise HTTPException(403, "That page was too old, so nothing was done: load it again.")


def _to_login(request: Request) -> Response:
    path = request.url.path
    login = "/login"
    if request.method in _SAFE and path != "/":
        login += f"?next={quote(path, safe='/')}"
    if request.headers.get("hx-request"):
        return Response(status_code=401, headers={"HX-Redirect": "/login"})
    return RedirectResponse(login, status_code=303)


def _is_below(path: str, tops: Collection[str]) -> bool:
    return any(path == top or path.startswith(f"{top.rstrip('/')}/") for top in tops)
