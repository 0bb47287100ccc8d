"""Numbers of the calls in a range of days, and the flow as a picture with what happened in it."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Final

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from handrail.desk.calendar.double import double_bookings
from handrail.desk.call import WORKFLOWS
from handrail.verify import Counts, diagram

from ..calls.numbers import Numbers
from ..rendering import page
from ..site import Page, Site, site_of

__all__ = ["FLOW", "PAGE"]

_DAYS: Final = 30
_STYLE: Final = re.compile(r"<style>.*?</style>", re.DOTALL)
"""What the content policy does not allow in a page: `flow.css` has the same."""


async def _numbers(request: Request) -> Response:
    site = site_of(request)
    numbers, first, last = await _range(request, site)
    return await page(
        request,
        "calls/numbers.html",
        numbers=numbers,
        first=first,
        last=last,
        tried=_with_tried(request),
        double=await double_bookings(site.calendar),
    )


async def _flow(request: Request) -> Response:
    site = site_of(request)
    numbers, first, last = await _range(request, site)
    names = [workflow.plan.name for workflow in WORKFLOWS]
    wanted = request.query_params.get("workflow", "")
    plan = WORKFLOWS[names.index(wanted) if wanted in names else 0].plan
    steps = next((each.steps for each in numbers.workflows if each.name == plan.name), {})
    counts = {
        name: Counts(
            answered=found.answered,
            reasked=found.reasked,
            corrected=found.corrected,
            dropped=found.dropped,
        )
        for name, found in steps.items()
        if name in plan.by_name
    }
    counts = {name: counts.get(name, Counts()) for name in plan.names}
    drawn = _STYLE.sub("", diagram(plan, format="svg", counts=counts))
    return await page(
        request,
        "calls/flow.html",
        drawn=Markup(drawn),  # noqa: S704 - the renderer escapes all text
        names=names,
        name=plan.name,
        counts=counts,
        first=first,
        last=last,
        tried=_with_tried(request),
    )


async def _range(request: Request, site: Site) -> tuple[Numbers, date, date]:
    """Return the numbers of the days that are asked for, and these days; by default the last 30."""
    site.counting.begin()
    zone = await site.calendar.zone()
    today = site.clock().astimezone(zone).date()
    last = _day(request, "last", today)
    first = min(_day(request, "first", last - timedelta(days=_DAYS - 1)), last)
    numbers = await site.counting.numbers(
        datetime.combine(first, time.min, zone),
        datetime.combine(last + timedelta(days=1), time.min, zone),
        tried=_with_tried(request),
    )
    return numbers, first, last


def _with_tried(request: Request) -> bool:
    return request.query_params.get("tried") == "1"


def _day(request: Request, name: str, default: date) -> date:
    """Return a date of the address; what is none, or out of reach, counts as not given."""
    try:
        day = date.fromisoformat(request.query_params.get(name, ""))
    except ValueError:
        return default
    return day if date(2000, 1, 1) <= day <= date(2100, 1, 1) else default


PAGE = Page("Numbers", (Route("/numbers", _numbers),), "/numbers")
FLOW = Page("Flow", (Route("/flow", _flow),))
