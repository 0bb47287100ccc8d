"""Resources: the chairs, persons or rooms that bookings occupy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from handrail.desk.calendar import Faulty, FieldFault
from handrail.desk.calendar.owner import (
    Defined,
    ResourceDraft,
    activate_resource,
    all_resources,
    change_resource,
    define_resource,
    order_resources,
)

from ..consequences import warning_of
from ..forms import Form, form_of
from ..moving import moved
from ..rendering import go, page
from ..site import Page, site_of
from . import hours

__all__ = ["PAGE"]


async def _list(request: Request, faults: Sequence[FieldFault] = ()) -> Response:
    found = await all_resources(site_of(request).calendar)
    return await page(
        request,
        "resources/list.html",
        status=422 if faults else 200,
        faults=faults,
        warning=await warning_of(request),
        resources=found,
    )


async def _new(request: Request) -> Response:
    return await _form(request, None, {"name": "", "zone": "", "version": ""})


async def _add(request: Request) -> Response:
    site, form = site_of(request), await form_of(request)
    try:
        await define_resource(site.calendar, _draft_of(form), now=site.clock(), found=form.found)
    except Faulty as fault:
        return await _form(request, None, _as_sent(form), fault.faults)
    return go("/resources", "added")


async def _edit(request: Request) -> Response:
    found = await _found(request)
    values = {"name": found.draft.name, "zone": found.draft.zone or "", "version": found.version}
    return await _form(request, found, values)


async def _save(request: Request) -> Response:
    site, form, found = site_of(request), await form_of(request), await _found(request)
    try:
        draft = replace(_draft_of(form), active=found.draft.active)
        await change_resource(
            site.calendar,
            found.id,
            draft,
            version=form.raw("version"),
            now=site.clock(),
            found=form.found,
        )
    except Faulty as fault:
        return await _form(request, found, _as_sent(form), fault.faults)
    return go("/resources", "saved")


async def _activate(request: Request) -> Response:
    site, form, found = site_of(request), await form_of(request), await _found(request)
    active = form.raw("active") == "1"
    try:
        await activate_resource(site.calendar, found.id, active=active, now=site.clock())
    except Faulty as fault:
        told = [FieldFault(f"resource-{found.id}", each.sentence) for each in fault.faults]
        return await _list(request, told[:1])
    return go("/resources", "saved")


async def _order(request: Request) -> Response:
    site, form = site_of(request), await form_of(request)
    keys = [each.id for each in await all_resources(site.calendar)]
    order = moved(keys, form.raw("id"), form.raw("to"))
    await order_resources(site.calendar, order, now=site.clock())
    return go("/resources", "ordered")


async def _form(
    request: Request,
    found: Defined[ResourceDraft] | None,
    values: dict[str, str],
    faults: Sequence[FieldFault] = (),
) -> Response:
    return await page(
        request,
        "resources/form.html",
        status=422 if faults else 200,
        faults=faults,
        found=found,
        values=values,
    )


async def _found(request: Request) -> Defined[ResourceDraft]:
    for each in await all_resources(site_of(request).calendar):
        if each.id == request.path_params["id"]:
            return each
    raise HTTPException(404)


def _draft_of(form: Form) -> ResourceDraft:
    return ResourceDraft(name=form.text("name"), zone=form.text("zone") or None)


def _as_sent(form: Form) -> dict[str, str]:
    return {name: form.raw(name) for name in ("name", "zone", "version")}


PAGE = Page(
    "Resources",
    (
        Route("/resources", _list),
        Route("/resources/new", _new),
        Route("/resources/new", _add, methods=["POST"]),
        Route("/resources/order", _order, methods=["POST"]),
        Route("/resources/{id:int}", _edit),
        Route("/resources/{id:int}", _save, methods=["POST"]),
        Route("/resources/{id:int}/active", _activate, methods=["POST"]),
        *hours.ROUTES,
    ),
    "/resources",
)
