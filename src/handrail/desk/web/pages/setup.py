"""The first set-up of a new desk: name, zone, hours and a first type; or the sample business."""

from __future__ import annotations

from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from handrail.desk.calendar import Faulty, FieldFault, Outdated
from handrail.desk.calendar.audit import is_untouched
from handrail.desk.calendar.owner import (
    BusinessDraft,
    Definition,
    ServiceDraft,
    keep_sample,
    load_definition,
)

from ..forms import Form, form_of
from ..rendering import go, page
from ..site import Page, site_of

__all__ = ["PAGE"]

_EMPTY: Final = {
    "name": "",
    "address": "",
    "zone": "",
    "region": "US",
    "weekdays": "9:00-17:00",
    "saturday": "",
    "sunday": "",
    "service": "",
    "minutes": "30 min",
    "price": "",
}
_FIELDS: Final = {
    "business.name": "name",
    "business.address": "address",
    "business.zone": "zone",
    "business.region": "region",
    "hours.monday": "weekdays",
    "hours.saturday": "saturday",
    "hours.sunday": "sunday",
    "services.0.name": "service",
    "services.0.minutes": "minutes",
    "services.0.price_cents": "price",
}
"""The fields of the form by their places in a definition."""
_PLACES: Final = {field: place for place, field in _FIELDS.items()}


async def _setup(request: Request) -> Response:
    if not await is_untouched(site_of(request).calendar):
        return go("/types")
    return await page(request, "setup.html", values=_EMPTY)


async def _define(request: Request) -> Response:
    site, form = site_of(request), await form_of(request)
    if not await is_untouched(site.calendar):
        raise Outdated  # what is there now is not to be replaced from a page that was left open
    try:
        definition = _definition_of(form)
        found = [FieldFault(_PLACES[each.field], each.sentence) for each in form.found]
        await load_definition(site.calendar, definition, now=site.clock(), found=found)
    except Faulty as fault:
        faults = [
            FieldFault(_FIELDS.get(each.field, each.field), each.sentence) for each in fault.faults
        ]
        values: dict[str, Any] = {name: form.raw(name) for name in _EMPTY}
        return await page(request, "setup.html", status=422, faults=faults, values=values)
    return go("/types", "welcome")


async def _keep(request: Request) -> Response:
    site = site_of(request)
    await keep_sample(site.calendar, now=site.clock())
    return go("/types", "welcome")


def _definition_of(form: Form) -> Definition:
    hours = {name: form.spans(name) for name in ("weekdays", "saturday", "sunday")}
    minutes, price = form.minutes("minutes"), form.cents("price")
    return Definition(
        business=BusinessDraft(
            name=form.text("name"),
            address=form.text("address"),
            zone=form.text("zone"),
            region=form.text("region"),
        ),
        week=(*(hours["weekdays"],) * 5, hours["saturday"], hours["sunday"]),
        services=(ServiceDraft(name=form.text("service"), minutes=minutes, price_cents=price),),
    )


PAGE = Page(
    "Set-up",
    (
        Route("/setup", _setup),
        Route("/setup", _define, methods=["POST"]),
        Route("/setup/sample", _keep, methods=["POST"]),
    ),
)
