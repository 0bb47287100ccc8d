"""Busy times, added and removed where they are seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from handrail.desk.calendar import Faulty, FieldFault
from handrail.desk.calendar.owner import (
    Block,
    BusyDraft,
    all_resources,
    blocks,
    define_block,
    remove_block,
)

from ...forms import form_of
from ...rendering import go, page
from ...site import site_of
from .asked import asked_day, asked_key, moment_of
from .view import address_of

__all__ = ["ROUTES"]

_HOUR: Final = timedelta(hours=1)
_FROM: Final = 9
_FIELDS: Final = ("starts", "ends", "resource", "reason")
_AROUND: Final = timedelta(seconds=1)


async def _new(request: Request) -> Response:
    site = site_of(request)
    zone = await site.calendar.zone()
    day = asked_day(request, "day", site.clock().astimezone(zone).date())
    starts = datetime.combine(day, datetime.min.time()).replace(hour=_FROM)
    names = {each.id: each.draft.name for each in await all_resources(site.calendar)}
    whose = names.get(asked_key(request, "resource") or 0, "")
    shown = (starts, starts + _HOUR)
    values = dict(
        zip(_FIELDS, (*(f"{each:%Y-%m-%dT%H:%M}" for each in shown), whose, ""), strict=True)
    )
    return await _form(request, values)


async def _add(request: Request) -> Response:
    site, form = site_of(request), await form_of(request)
    draft = BusyDraft(
        starts=form.moment("starts"),
        ends=form.moment("ends"),
        resource=form.raw("resource") or None,
        reason=form.text("reason"),
    )
    try:
        await define_block(site.calendar, draft, now=site.clock(), found=form.found)
    except Faulty as fault:
        return await _form(request, {each: form.raw(each) for each in _FIELDS}, fault.faults)
    assert draft.starts is not None
    return go(address_of("day", draft.starts.date()), "blocked")


async def _form(
    request: Request, values: dict[str, Any], faults: Sequence[FieldFault] = ()
) -> Response:
    site = site_of(request)
    return await page(
        request,
        "calendar/block.html",
        status=422 if faults else 200,
        faults=faults,
        values=values,
        resources=[each.draft.name for each in await all_resources(site.calendar)],
    )


async def _show(request: Request) -> Response:
    found = await _found(request)
    return await page(request, "calendar/blocked.html", block=found)


async def _remove(request: Request) -> Response:
    site, found = site_of(request), await _found(request)
    await remove_block(site.calendar, found.id, now=site.clock())
    return go(address_of("day", found.start.date()), "removed")


async def _found(request: Request) -> Block:
    """Return the block that an address names, which tells its begin too, to be found quickly."""
    site = site_of(request)
    begin = moment_of(request.path_params["begin"], await site.calendar.zone())
    if begin is not None:
        for each in await blocks(site.calendar, begin, begin + _AROUND):
            if each.id == request.path_params["id"]:
                return each
    raise HTTPException(404, "It is not there any more.")


ROUTES: Final = (
    Route("/calendar/busy/new", _new),
    Route("/calendar/busy/new", _add, methods=["POST"]),
    Route("/calendar/busy/{id:int}/{begin}", _show),
    Route("/calendar/busy/{id:int}/{begin}", _remove, methods=["POST"]),
)
