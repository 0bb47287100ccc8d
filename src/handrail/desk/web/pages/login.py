"""Logging in and out, and the password: the first one is set by a link that is printed at start."""

from __future__ import annotations

import asyncio
import hmac
from typing import Final

from argon2.exceptions import InvalidHashError, VerificationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from handrail.desk.calendar import Faulty
from handrail.desk.calendar.audit import is_untouched
from handrail.desk.calendar.login import (
    begin_session,
    end_session,
    password_hash,
    set_password_hash,
)

from ..forms import Form, form_of
from ..guard import check_form
from ..rendering import go, page
from ..site import Page, Site, site_of
from ..visit import Visit, visit_of

__all__ = ["INSIDE", "PAGE"]

_SHORTEST: Final = 10
_LONGEST: Final = 200


async def _login(request: Request) -> Response:
    site = site_of(request)
    is_set = await password_hash(site.calendar) is not None
    return await page(
        request, "login.html", is_set=is_set, following=request.query_params.get("next", "")
    )


async def _log_in(request: Request) -> Response:
    site = site_of(request)
    await check_form(request)
    form = await form_of(request)
    address = request.client.host if request.client else "?"
    now = site.clock()
    wait = site.attempts.wait(address, now)
    if wait is not None:
        form.fault("password", "Too many attempts: wait five minutes, then try again.")
        response = await _login_again(request, form, 429)
        response.headers["Retry-After"] = str(max(1, int(wait.total_seconds())))
        return response
    site.attempts.note(address, now)
    if not await _is_right(site, form.raw("password")):
        form.fault("password", "That is not the password.")
        return await _login_again(request, form, 401)
    site.attempts.forget(address)
    await _let_in(request)
    following = form.raw("next")
    return go(following if _is_here(following) else "/")


async def _login_again(request: Request, form: Form, status: int) -> Response:
    return await page(
        request,
        "login.html",
        status=status,
        faults=form.found,
        is_set=True,
        following=form.raw("next"),
    )


async def _first(request: Request) -> Response:
    key = request.query_params.get("key", "")
    _check_invited(request, key)
    return await page(request, "first.html", key=key)


async def _set_first(request: Request) -> Response:
    site = site_of(request)
    await check_form(request)
    form = await form_of(request)
    key = form.raw("key")
    _check_invited(request, key)
    try:
        hashed = await _hashed(site, form)
    except Faulty as fault:
        return await page(request, "first.html", status=422, faults=fault.faults, key=key)
    _check_invited(request, key)  # another may have used it while this one was hashed
    site.invitation = None
    await set_password_hash(site.calendar, hashed, now=site.clock())
    await _let_in(request)
    return go("/setup" if await is_untouched(site.calendar) else "/", "password")


async def _log_out(request: Request) -> Response:
    await end_session(site_of(request).calendar, visit_of(request).key)
    request.state.visit = Visit.begin()
    return go("/login")


async def _password(request: Request) -> Response:
    return await page(request, "password.html")


async def _set_password(request: Request) -> Response:
    site = site_of(request)
    form = await form_of(request)
    try:
        if not await _is_right(site, form.raw("old")):
            form.fault("old", "That is not the password.")
        hashed = await _hashed(site, form)
    except Faulty as fault:
        return await page(request, "password.html", status=422, faults=fault.faults)
    await set_password_hash(site.calendar, hashed, now=site.clock())
    await _let_in(request)
    return go("/password", "password")


async def _let_in(request: Request) -> None:
    site = site_of(request)
    visit = Visit.begin()
    await begin_session(site.calendar, visit.key, now=site.clock())
    request.state.visit = visit


async def _is_right(site: Site, password: str) -> bool:
    hashed = await password_hash(site.calendar)
    if hashed is None or len(password) > _LONGEST:
        return False
    async with site.hashing:
        try:
            return await asyncio.to_thread(site.hasher.verify, hashed, _bytes(password))
        except (VerificationError, InvalidHashError):
            return False


async def _hashed(site: Site, form: Form) -> str:
    password = form.raw("password")
    if not _SHORTEST <= len(password) <= _LONGEST:
        form.fault("password", f"Take {_SHORTEST} to {_LONGEST} characters.")
    elif password != form.raw("again"):
        form.fault("again", "The two are not the same: type it again.")
    form.settle()
    async with site.hashing:
        return await asyncio.to_thread(site.hasher.hash, _bytes(password))


def _check_invited(request: Request, key: str) -> None:
    invitation = site_of(request).invitation
    if invitation is None or not hmac.compare_digest(_bytes(key), _bytes(invitation)):
        raise HTTPException(
            403, "That link is used up: start the desk with --new-password for another."
        )


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _is_here(path: str) -> bool:
    """Tell whether a path stays on this site, which two slashes of either kind leave."""
    return path.startswith("/") and path[1:2] not in {"/", "\\"} and path.isprintable()


PAGE = Page(
    "Log in",
    (
        Route("/login", _login),
        Route("/login", _log_in, methods=["POST"]),
        Route("/first", _first),
        Route("/first", _set_first, methods=["POST"]),
    ),
    is_open=True,
)
"""What is there before a login."""

INSIDE = Page(
    "Password",
    (
        Route("/logout", _log_out, methods=["POST"]),
        Route("/password", _password),
        Route("/password", _set_password, methods=["POST"]),
    ),
)
"""What is there after it."""
