"""Booking types: what callers can book, in the order in which they are offered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final, cast

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from handrail.desk.calendar import Faulty, FieldFault
from handrail.desk.calendar.business import Choosing
from handrail.desk.calendar.owner import (
    Defined,
    ServiceDraft,
    activate_service,
    all_resources,
    all_services,
    business_draft,
    change_service,
    check_service,
    define_service,
    next_free,
    order_services,
)
from handrail.desk.pricing import money_of

from ..consequences import warning_of
from ..forms import Form, form_of, minutes_text, money_text
from ..moving import moved
from ..rendering import go, page, part
from ..site import Page, Site, site_of

__all__ = ["PAGE", "draft_of", "shown"]

_EMPTY: Final = ServiceDraft(name="", minutes=30)


async def _list(request: Request, faults: tuple[FieldFault, ...] = ()) -> Response:
    site = site_of(request)
    types = await all_services(site.calendar)
    return await page(
        request,
        "types/list.html",
        types=types,
        money=await _money(site),
        faults=faults,
        status=422 if faults else 200,
        warning=await warning_of(request),
    )


async def _new(request: Request) -> Response:
    return await _form(request, None, shown(_EMPTY))


async def _add(request: Request) -> Response:
    site, form = site_of(request), await form_of(request)
    try:
        await define_service(site.calendar, draft_of(form), now=site.clock(), found=form.found)
    except Faulty as fault:
        return await _form(request, None, _as_sent(form), fault.faults)
    return go("/types", "added")


async def _edit(request: Request) -> Response:
    found = await _found(request)
    return await _form(request, found, {**shown(found.draft), "version": found.version})


async def _save(request: Request) -> Response:
    site, form, found = site_of(request), await form_of(request), await _found(request)
    try:
        await change_service(
            site.calendar,
            found.id,
            replace(draft_of(form), active=found.draft.active),
            version=form.raw("version"),
            now=site.clock(),
            found=form.found,
        )
    except Faulty as fault:
        return await _form(request, found, _as_sent(form), fault.faults)
    return go("/types", "saved")


async def _activate(request: Request) -> Response:
    site, form, found = site_of(request), await form_of(request), await _found(request)
    active = form.raw("active") == "1"
    try:
        await activate_service(site.calendar, found.id, active=active, now=site.clock())
    except Faulty as fault:
        told = tuple(FieldFault(f"type-{found.id}", each.sentence) for each in fault.faults)
        return await _list(request, told[:1])
    return go("/types", "saved")


async def _order(request: Request) -> Response:
    site, form = site_of(request), await form_of(request)
    types = [each.id for each in await all_services(site.calendar)]
    await order_services(
        site.calendar, moved(types, form.raw("id"), form.raw("to")), now=site.clock()
    )
    return go("/types", "ordered")


async def _preview(request: Request) -> Response:
    """Show what callers would be offered next, were the form saved as it is."""
    site, form = site_of(request), await form_of(request)
    key = form.key("id") or None
    now = site.clock()
    try:
        draft = replace(draft_of(form), active=True)
        tidy = await check_service(site.calendar, draft, service=key, now=now, found=form.found)
    except Faulty as fault:
        return part(request, "types/preview.html", times=None, sentence=fault.faults[0].sentence)
    times = await next_free(site.calendar, tidy, service=key, now=now)
    return part(request, "types/preview.html", times=times, sentence="")


async def _form(
    request: Request,
    found: Defined[ServiceDraft] | None,
    values: dict[str, Any],
    faults: tuple[FieldFault, ...] = (),
) -> Response:
    site: Site = site_of(request)
    resources = [each.draft for each in await all_resources(site.calendar)]
    return await page(
        request,
        "types/form.html",
        status=422 if faults else 200,
        faults=faults,
        found=found,
        values={"version": "", **values},
        resources=resources,
        money=await _money(site),
    )


async def _money(site: Site) -> str:
    """Name the money that prices are in."""
    return money_of((await business_draft(site.calendar)).region)


async def _found(request: Request) -> Defined[ServiceDraft]:
    key: int = request.path_params["id"]
    for each in await all_services(site_of(request).calendar):
        if each.id == key:
            return each
    raise HTTPException(404)


def shown(draft: ServiceDraft) -> dict[str, Any]:
    """Return a type as the form's fields show it."""
    return {
        "name": draft.name,
        "synonyms": ", ".join(draft.synonyms),
        "description": draft.description,
        "minutes": minutes_text(draft.minutes),
        "price_cents": money_text(draft.price_cents),
        "step_minutes": minutes_text(draft.step_minutes),
        "offset_minutes": minutes_text(draft.offset_minutes),
        "buffer_before_minutes": minutes_text(draft.buffer_before_minutes),
        "buffer_after_minutes": minutes_text(draft.buffer_after_minutes),
        "notice_minutes": minutes_text(draft.notice_minutes),
        "window_days": "" if draft.window_days is None else draft.window_days,
        "window_until": draft.window_until or "",
        "daily_limit": draft.daily_limit or "",
        "weekly_limit": draft.weekly_limit or "",
        "resources": draft.resources,
        "choose": draft.choose,
    }


def draft_of(form: Form) -> ServiceDraft:
    """Read the form; what is not of its field's kind is noted in it."""
    return ServiceDraft(
        name=form.text("name"),
        synonyms=form.list("synonyms"),
        description=form.text("description"),
        minutes=form.minutes("minutes"),
        price_cents=form.cents("price_cents"),
        step_minutes=form.minutes("step_minutes", empty=15),
        offset_minutes=form.minutes("offset_minutes"),
        buffer_before_minutes=form.minutes("buffer_before_minutes"),
        buffer_after_minutes=form.minutes("buffer_after_minutes"),
        notice_minutes=form.minutes("notice_minutes"),
        window_days=form.whole("window_days"),
        window_until=form.day("window_until"),
        daily_limit=form.whole("daily_limit"),
        weekly_limit=form.whole("weekly_limit"),
        resources=form.several("resources"),
        choose=cast("Choosing", form.raw("choose") or "round_robin"),
    )


def _as_sent(form: Form) -> dict[str, Any]:
    """Return what was sent, to show it again beside what is wrong with it."""
    sent: dict[str, Any] = {
        name: form.raw(name) for name in shown(ServiceDraft(name="", minutes=1))
    }
    return {**sent, "resources": form.several("resources"), "version": form.raw("version")}


PAGE = Page(
    "Booking types",
    (
        Route("/types", _list),
        Route("/types/new", _new),
        Route("/types/new", _add, methods=["POST"]),
        Route("/types/order", _order, methods=["POST"]),
        Route("/types/preview", _preview, methods=["POST"]),
        Route("/types/{id:int}", _edit),
        Route("/types/{id:int}", _save, methods=["POST"]),
        Route("/types/{id:int}/active", _activate, methods=["POST"]),
    ),
    "/types",
)
