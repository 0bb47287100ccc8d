"""Hours: those of every week, the dates that have others, and busy times.

The business's are at `/hours`; the same page below a resource shows its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from handrail.desk.calendar import Faulty, FieldFault
from handrail.desk.calendar.owner import (
    BusyDraft,
    Defined,
    Override,
    ResourceDraft,
    all_resources,
    blocks,
    business_draft,
    change_week,
    define_block,
    define_override,
    overrides_of,
    remove_block,
    remove_override,
    spans_text,
    version_of,
    week_of,
)
from handrail.desk.calendar.owner.spans import DAY_NAMES

from ..consequences import warning_of
from ..forms import Form, form_of
from ..rendering import go, page
from ..site import Page, site_of

__all__ = ["PAGE", "ROUTES"]

_SHOWN_AHEAD: Final = timedelta(days=3 * 366)
_DAYS: Final = tuple(name.lower() for name in DAY_NAMES)
_EMPTY: Final = {
    **dict.fromkeys(("day", "openings", "replaces"), ""),
    **dict.fromkeys(("starts", "ends", "resource", "reason"), ""),
}


async def _hours(
    request: Request, sent: Form | None = None, faults: Sequence[FieldFault] = ()
) -> Response:
    site, whose = site_of(request), await _whose(request)
    key = whose.id if whose else None
    week = await week_of(site.calendar, resource=key)
    business = await business_draft(site.calendar)
    today = site.clock().date() - timedelta(days=1)  # whatever the zone, it is not over yet
    now = site.clock()
    busy = await blocks(site.calendar, now, now + _SHOWN_AHEAD)
    values: dict[str, Any] = {
        **_EMPTY,
        **{day: spans_text(spans) for day, spans in zip(_DAYS, week, strict=True)},
        "version": version_of(week),
    }
    if sent is not None:
        values |= {name: sent.raw(name) for name in values if name in sent.values}
    return await page(
        request,
        "hours.html",
        status=422 if faults else 200,
        faults=faults,
        warning=await warning_of(request),
        whose=whose,
        top=_top(request),
        days=list(zip(_DAYS, DAY_NAMES, strict=True)),
        values=values,
        zone=(whose.draft.zone if whose and any(week) else None) or business.zone,
        dates=[
            each for each in await overrides_of(site.calendar, resource=key) if each.day >= today
        ],
        busy=[each for each in busy if whose is None or each.resource == whose.draft.name],
        resources=[each.draft.name for each in await all_resources(site.calendar)],
    )


async def _set_week(request: Request) -> Response:
    site, form, whose = site_of(request), await form_of(request), await _whose(request)
    try:
        await change_week(
            site.calendar,
            tuple(form.spans(day) for day in _DAYS),
            resource=whose.id if whose else None,
            version=form.raw("version"),
            now=site.clock(),
            found=form.found,
        )
    except Faulty as fault:
        return await _hours(request, form, fault.faults)
    return go(_top(request), "saved")


async def _set_date(request: Request) -> Response:
    site, form, whose = site_of(request), await form_of(request), await _whose(request)
    try:
        day, openings = form.day("day"), form.spans("openings")
        if day is None:
            form.fault("day", "Choose the date.")
        await define_override(
            site.calendar,
            Override(day or site.clock().date(), openings),
            resource=whose.id if whose else None,
            replaces=form.ticked("replaces"),
            now=site.clock(),
            found=form.found,
        )
    except Faulty as fault:
        return await _hours(request, form, fault.faults)
    return go(_top(request), "saved")


async def _remove_date(request: Request) -> Response:
    site, form, whose = site_of(request), await form_of(request), await _whose(request)
    day = form.day("day")
    form.settle()
    await remove_override(
        site.calendar,
        day or date.min,
        resource=whose.id if whose else None,
        now=site.clock(),
    )
    return go(_top(request), "removed")


async def _set_busy(request: Request) -> Response:
    site, form, whose = site_of(request), await form_of(request), await _whose(request)
    try:
        draft = BusyDraft(
            starts=form.moment("starts"),
            ends=form.moment("ends"),
            resource=whose.draft.name if whose else form.raw("resource") or None,
            reason=form.text("reason"),
        )
        await define_block(site.calendar, draft, now=site.clock(), found=form.found)
    except Faulty as fault:
        return await _hours(request, form, fault.faults)
    return go(_top(request), "saved")


async def _remove_busy(request: Request) -> Response:
    site, form = site_of(request), await form_of(request)
    await remove_block(site.calendar, form.key("id"), now=site.clock())
    return go(_top(request), "removed")


async def _whose(request: Request) -> Defined[ResourceDraft] | None:
    key = request.path_params.get("id")
    if key is None:
        return None
    for each in await all_resources(site_of(request).calendar):
        if each.id == key:
            return each
    raise HTTPException(404)


def _top(request: Request) -> str:
    key = request.path_params.get("id")
    return "/hours" if key is None else f"/resources/{key}/hours"


def _routes(top: str) -> tuple[Route, ...]:
    return (
        Route(top, _hours),
        Route(f"{top}/week", _set_week, methods=["POST"]),
        Route(f"{top}/dates", _set_date, methods=["POST"]),
        Route(f"{top}/dates/remove", _remove_date, methods=["POST"]),
        Route(f"{top}/busy", _set_busy, methods=["POST"]),
        Route(f"{top}/busy/remove", _remove_busy, methods=["POST"]),
    )


ROUTES: Final = _routes("/resources/{id:int}/hours")
"""Those of a resource's own hours."""

PAGE = Page("Hours", _routes("/hours"), "/hours")
