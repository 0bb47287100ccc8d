"""The business: its name, place and zone, and the facts that callers ask about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from handrail.desk.calendar import BusinessFact, Faulty, FieldFault
from handrail.desk.calendar.owner import (
    BusinessDraft,
    business_draft,
    change_business,
    change_facts,
    facts_of,
    version_of,
)

from ..consequences import warning_of
from ..forms import form_of, parts_of
from ..moving import moved
from ..rendering import go, page
from ..site import Page, site_of

__all__ = ["PAGE"]

_FIELDS: Final = ("name", "address", "zone", "region")
_COLUMNS: Final = ("topic", "words", "answer")
_MOST_ROWS: Final = 120


async def _business(
    request: Request,
    sent: dict[str, Any] | None = None,
    rows: Sequence[dict[str, str]] | None = None,
    faults: Sequence[FieldFault] = (),
) -> Response:
    site = site_of(request)
    draft, facts = await business_draft(site.calendar), await facts_of(site.calendar)
    values: dict[str, Any] = {name: getattr(draft, name) for name in _FIELDS}
    values |= {"version": version_of(draft), "facts_version": version_of(facts), **(sent or {})}
    if rows is None:
        rows = [
            {"topic": each.topic, "words": ", ".join(each.words), "answer": each.answer}
            for each in facts
        ]
    return await page(
        request,
        "business.html",
        status=422 if faults else 200,
        faults=faults,
        warning=await warning_of(request),
        values=values,
        rows=[*rows, {"topic": "", "words": "", "answer": ""}],
    )


async def _save(request: Request) -> Response:
    site, form = site_of(request), await form_of(request)
    try:
        draft = BusinessDraft(
            name=form.text("name"),
            address=form.text("address"),
            zone=form.text("zone"),
            region=form.text("region"),
        )
        await change_business(
            site.calendar,
            draft,
            version=form.raw("version"),
            now=site.clock(),
            found=form.found,
        )
    except Faulty as fault:
        sent = {name: form.raw(name) for name in (*_FIELDS, "version")}
        return await _business(request, sent, faults=fault.faults)
    return go("/business", "saved")


async def _save_facts(request: Request) -> Response:
    """Save all facts; an emptied row goes, and a button may move one as they are saved."""
    site, form = site_of(request), await form_of(request)
    rows = [
        row
        for number in range(_MOST_ROWS)
        if any((row := {name: form.text(f"{number}.{name}") for name in _COLUMNS}).values())
    ]
    keys = range(len(rows))
    for to in ("up", "down"):
        if form.ticked(to):
            rows = [rows[at] for at in moved(keys, form.raw(to), to)]
    try:
        facts = [BusinessFact(row["topic"], parts_of(row["words"]), row["answer"]) for row in rows]
        await change_facts(
            site.calendar,
            facts,
            version=form.raw("facts_version"),
            now=site.clock(),
            found=form.found,
        )
    except Faulty as fault:
        sent = {"facts_version": form.raw("facts_version")}
        return await _business(request, sent, rows, fault.faults)
    return go("/business", "saved")


PAGE = Page(
    "Business",
    (
        Route("/business", _business),
        Route("/business", _save, methods=["POST"]),
        Route("/business/facts", _save_facts, methods=["POST"]),
    ),
    "/business",
)
