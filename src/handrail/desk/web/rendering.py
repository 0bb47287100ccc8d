"""Pages out of templates: everything is escaped, and a name that a template lacks is an error."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from handrail.desk.calendar import CalendarUnavailable, FieldFault
from handrail.desk.calendar.owner import business_draft, spans_text

from .forms import minutes_text, money_text
from .site import site_of
from .visit import visit_of

__all__ = ["STATIC", "fragment", "go", "page", "part", "sentence_page"]

_HERE: Final = Path(__file__).parent
STATIC: Final = _HERE / "static"

_NOTICES: Final = {
    "saved": "Saved. The next call uses it.",
    "added": "Added. The next call uses it.",
    "removed": "Removed.",
    "booked": "Booked.",
    "moved": "Moved.",
    "cancelled": "Cancelled.",
    "corrected": "The details are right now, in every booking of theirs.",
    "no_show": "Marked as a no-show.",
    "blocked": "Blocked. Bookings in it stay as they are.",
    "again": "It will be sent again.",
    "renewed": "There is a new link; the old one is dead.",
    "ordered": "The order is saved.",
    "chat-over": "That chat is over.",
    "ending": "The caller hears it at their next turn, and is called back.",
    "was-over": "That call was over already.",
    "marked": "Marked for follow-up.",
    "unmarked": "Nothing is left to follow up in this call.",
    "password": "The password is set.",
    "welcome": "Your desk is set up. Try it, or call it and watch it here.",
}
"""What a page says first after a change, by the word in its address."""


async def page(
    request: Request,
    template: str,
    *,
    status: int = 200,
    faults: Sequence[FieldFault] = (),
    warning: str = "",
    **values: Any,
) -> Response:
    """Return a whole page.

    Args:
        request: What it answers.
        template: The template's path below `templates`.
        status: The answer's.
        faults: What is wrong, which the template shows beside its fields.
        warning: What was saved and may not have been meant so; a sentence.
        values: What the template shows.
    """
    visit = visit_of(request)
    business = ""
    if visit.logged_in:
        try:
            business = (await business_draft(site_of(request).calendar)).name
        except CalendarUnavailable:
            business = "Handrail"
    return part(
        request,
        template,
        status=status,
        faults=faults,
        business=business,
        pages=[each for each in request.app.state.pages if each.path],
        notice=_NOTICES.get(request.query_params.get("done", "")),
        warning=warning,
        **values,
    )


def part(
    request: Request,
    template: str,
    *,
    status: int = 200,
    faults: Sequence[FieldFault] = (),
    **values: Any,
) -> Response:
    """Return a part of a page, for HTMX to put in its place; the arguments are those of `page`."""
    visit = visit_of(request)
    text = (
        _environment()
        .get_template(template)
        .render(
            path=request.url.path,
            csrf=visit.token(site_of(request).secret),
            logged_in=visit.logged_in,
            faults={each.field: each.sentence for each in faults},
            **values,
        )
    )
    return HTMLResponse(text, status_code=status)


def fragment(template: str, **values: Any) -> str:
    """Return a piece of a page that is the same for all who see it: it holds no form."""
    return _environment().get_template(template).render(**values)


async def sentence_page(
    request: Request, status: int, title: str, sentence: str, back: str | None = None
) -> Response:
    """Return a page that says one thing: why something was not done, and the way back."""
    return await page(
        request, "sentence.html", status=status, title=title, sentence=sentence, back=back
    )


def go(path: str, done: str | None = None) -> Response:
    """Lead the browser on after a change, so that loading again does not change it twice."""
    joint = "&" if "?" in path else "?"
    return RedirectResponse(f"{path}{joint}done={done}" if done else path, status_code=303)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        auto_reload=False,  # or it looks at the files again for every page
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"minutes": minutes_text, "money": money_text, "spans": spans_text}
    environment.globals["static"] = _static
    return environment


@lru_cache(maxsize=64)
def _static(name: str) -> str:
    """Return a file's address, which changes with its content, so that it can be kept for ever."""
    return f"/static/{name}?v={sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"
