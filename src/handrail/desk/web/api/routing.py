"""The API's routes: a token, a limit, a check of what is asked, an operation, an answer."""

from __future__ import annotations

import json
import logging
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from handrail.desk.calendar import CalendarUnavailable
from handrail.desk.calendar.tokens import Token, note_use, token_of
from handrail.faults import log_fault

from ..attempts import Attempts
from ..site import site_of
from . import bookings, callbacks, calls, catalogue
from .document import document_of
from .limits import Limits
from .operation import Asked, Operation
from .problem import Problem, Problems
from .reference import Reference, reference_of

__all__ = ["OPERATIONS", "ApiSettings", "api_routes", "documented"]

logger = logging.getLogger("handrail.desk.web.api")

OPERATIONS: Final[tuple[Operation[Any, Any], ...]] = (
    *catalogue.OPERATIONS,
    *bookings.OPERATIONS,
    *callbacks.OPERATIONS,
    *calls.OPERATIONS,
)
"""All that can be asked."""

_PREFIX: Final = "/api/v1"
_HEADERS: Final = ("Authorization", "Booking-Proof", "Content-Type", "Idempotency-Key")
_BEARER: Final = {"WWW-Authenticate": 'Bearer realm="handrail"'}


@dataclass(frozen=True, slots=True)
class ApiSettings:
    """How the API is offered."""

    origins: frozenset[str] = frozenset()
    """The websites whose scripts may ask it from a browser: "https://www.example.com"."""
    per_minute: int = 300
    """How many requests a token may make in a minute."""


@dataclass(slots=True)
class _Door:
    """Who may come in, and how often."""

    limits: Limits
    attempts: Mapping[int, Attempts] = field(default_factory=lambda: defaultdict(Attempts))
    """Proofs that failed of late, by token."""

    async def enter(self, request: Request, operation: Operation[Any, Any]) -> Token:
        """Return the token of a request.

        Raises:
            Problem: When it has none, one that may not ask this, or asks too often.
        """
        site = site_of(request)
        now = site.clock()
        scheme, _, written = request.headers.get("authorization", "").partition(" ")
        token = None
        if scheme.lower() == "bearer":
            token = await token_of(site.calendar, written.strip())
        if token is None:
            sentence = "Send a token of this desk: Authorization: Bearer handrail_..."
            raise Problem(401, sentence, headers=_BEARER)
        if (wait := self.limits.wait(str(token.id), now)) is not None:
            sentence = f"A token may ask {self.limits.most} times a minute: wait a moment."
            raise Problem(429, sentence, headers={"Retry-After": str(wait)})
        if token.scope not in operation.scopes:
            needed = " or ".join(f"`{each}`" for each in operation.scopes)
            raise Problem(403, f"This needs a token of scope {needed}.")
        try:
            await note_use(site.calendar, token, now=now)
        except CalendarUnavailable as fault:  # what is asked may well be answered
            log_fault(logger, "the use of a token was not noted", fault)
        return token


def api_routes(settings: ApiSettings) -> list[BaseRoute]:
    """Return the routes of the API and of its description.

    Args:
        settings: How it is offered.
    """
    door = _Door(Limits(settings.per_minute))
    router = Router(_routes(door), redirect_slashes=False)
    app: ASGIApp = Problems(router)
    if settings.origins:
        app = CORSMiddleware(
            app,
            allow_origins=sorted(settings.origins),
            allow_methods=("GET", "POST"),
            allow_headers=_HEADERS,
            expose_headers=("Retry-After",),
        )
    described = Response(_document(), media_type="application/json")

    async def describe(_request: Request) -> Response:
        return described

    return [Mount(_PREFIX, app=app), Route("/openapi.json", describe)]


@lru_cache(maxsize=1)
def documented() -> Reference:
    """Return what a page shows of the API."""
    return reference_of(json.loads(_document()))


@lru_cache(maxsize=1)
def _document() -> bytes:
    return document_of(OPERATIONS, _PREFIX)


def _routes(door: _Door) -> list[Route]:
    by_path: dict[str, dict[str, Operation[Any, Any]]] = {}
    for each in OPERATIONS:
        by_path.setdefault(each.path, {})[each.method] = each
    return [
        Route(path, _Endpoint(door, methods), methods=list(methods))
        for path, methods in by_path.items()
    ]


class _Endpoint:
    """Answers at one address. It is no function, so that what it raises becomes a problem."""

    def __init__(self, door: _Door, methods: Mapping[str, Operation[Any, Any]]) -> None:
        self._door = door
        self._methods = methods

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        operation = self._methods["GET" if request.method == "HEAD" else request.method]
        token = await self._door.enter(request, operation)
        given, body = await operation.read(request)
        site, attempts = site_of(request), self._door.attempts[token.id]
        asked = Asked(site.calendar, token, site.clock(), attempts, given, body)
        answer = await operation.answer(asked)
        status, reply = answer if isinstance(answer, tuple) else (operation.statuses[0], answer)
        response = Response(reply.model_dump_json(), status, media_type="application/json")
        await response(scope, receive, send)
