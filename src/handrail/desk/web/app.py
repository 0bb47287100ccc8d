"""The dashboard's ASGI application: the pages, the guard before them, and what errors look like."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route, Router
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from handrail.desk.calendar import Calendar, CalendarUnavailable, Faulty, Outdated
from handrail.desk.calendar.login import login_secret
from handrail.faults import log_fault

from .api import ApiSettings, api_routes
from .api.problem import problem_of
from .guard import Guard, Headed
from .pages import PAGES
from .rendering import STATIC, sentence_page
from .site import Page, Site
from .visit import Visit

__all__ = ["application"]

logger = logging.getLogger("handrail.desk.web")

_FOR_EVER = "public, max-age=31536000, immutable"


async def application(
    calendar: Calendar,
    *,
    clock: Callable[[], datetime],
    invitation: str | None = None,
    hosts: frozenset[str] | None = None,
    hasher: PasswordHasher | None = None,
    pages: Sequence[Page] = PAGES,
    api: ApiSettings | None = None,
) -> Starlette:
    """Make the dashboard of an open calendar.

    Args:
        calendar: Whose; it must stay open.
        clock: Gives the present moment, aware.
        invitation: The key of the one-time link by which the first password, or a new one, is set.
        hosts: The names that browsers may know it by; None for any.
        hasher: What hashes passwords; None for argon2's own choice of costs.
        pages: What it consists of.
        api: How its JSON API is offered; None for the ordinary way.

    Raises:
        CalendarUnavailable: When the calendar cannot be used.
    """
    site = Site(
        calendar,
        clock,
        await login_secret(calendar),
        invitation=invitation,
        hosts=hosts,
        hasher=hasher or PasswordHasher(),
    )
    routes = [route for each in pages for route in each.routes]
    opened = {
        route.path.partition("{")[0].rstrip("/")
        for each in pages
        if each.is_open
        for route in each.routes
        if isinstance(route, Route | Mount)
    }
    inner = Router(
        [
            Mount("/static", _Static(directory=STATIC)),
            Route("/health", _health),
            *api_routes(api or ApiSettings()),
            *routes,
        ],
        redirect_slashes=False,
    )

    @asynccontextmanager
    async def serving(_app: Starlette) -> AsyncIterator[None]:
        yield
        await site.aclose()

    app = Starlette(
        lifespan=serving,
        routes=[Mount("", app=Guard(inner, site, opened))],
        middleware=[Middleware(Headed)],
        exception_handlers={
            HTTPException: _refused,
            CalendarUnavailable: _unavailable,
            Outdated: _outdated,
            Faulty: _faulty,
        },
    )
    app.state.site = site
    app.state.pages = pages
    return app


class _Static(StaticFiles):
    """Files whose address changes with their content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = _FOR_EVER
        return response


async def _health(_request: Request) -> Response:
    return PlainTextResponse("well\n")


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if request.scope["path"].startswith("/api/"):  # refused before the API was asked
        return problem_of(error).response()
    sentences = {
        404: "There is no such page.",
        405: "That cannot be done here.",
    }
    sentence = sentences.get(error.status_code, error.detail)
    return await _sentence(request, error.status_code, "That did not work", sentence)


async def _unavailable(request: Request, error: Exception) -> Response:
    log_fault(logger, "the calendar is unavailable", error)
    sentence = f"The calendar cannot be used: {error}."
    return await _sentence(request, 503, "The calendar is unavailable", sentence)


async def _outdated(request: Request, error: Exception) -> Response:
    return await _sentence(request, 409, "Changed meanwhile", str(error))


async def _faulty(request: Request, error: Exception) -> Response:
    return await _sentence(request, 422, "That cannot be", str(error))


async def _sentence(request: Request, status: int, title: str, sentence: str) -> Response:
    if not hasattr(request.state, "visit"):
        request.state.visit = Visit.begin()  # it was refused before anybody was looked up
    parts = request.url.path.strip("/").split("/")
    back = f"/{parts[0]}" if request.method == "POST" and parts[0] else "/"
    return await sentence_page(request, status, title, sentence, back)
