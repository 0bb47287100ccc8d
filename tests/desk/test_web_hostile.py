"""Every form and every address of the dashboard, from its table of routes, with values that hurt.

What is sent is gathered from the pages' own templates and code, so that a new page, a new form or a
new field is tried as soon as it is there. The API's operations are tried in `test_web_api_schema`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from starlette.routing import Route

from handrail.desk import web
from handrail.desk.calendar import Calendar
from handrail.desk.calendar.owner import definition_of
from handrail.desk.web.pages import PAGES
from tests.desk.conftest import NEW_YORK, NOW, Desk
from tests.desk.web_browser import Browser, Seen

ROUTES = [each for page in PAGES for each in page.routes if isinstance(each, Route)]
OPEN = {
    each.path for page in PAGES if page.is_open for each in page.routes if isinstance(each, Route)
}
POSTED = sorted(each.path for each in ROUTES if "POST" in (each.methods or ()))
SHOWN = sorted(each.path for each in ROUTES if "GET" in (each.methods or ()))
ENDLESS = {"/calls/stream"}
"""Streams that never end: they read nothing of what is asked."""
HOSTILE = [
    "",
    "\x00",
    "'; DROP TABLE booking_types; --",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "9" * 400,
    "-1",
    "1e999",
    "NaN",
    "\u202e\U0001f600",
    "\ud800",
    "9999-12-31",
    "0001-01-01T00:00",
    "9999-12-31T23:59:59+23:59",
    "0:00-24:00",
    "x" * 6000,
]
KEYS = ("1", "0", "99999999999999999999")
NAMED = ("x", "\x00", "..", "\u2603" * 60, "<script>alert(1)</script>", "'--", "a.b")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def _names() -> list[str]:
    """Gather what the pages call the fields of their forms and of their addresses."""
    top = Path(web.__file__).parent
    found: set[str] = set()
    for template in (top / "templates").rglob("*.html"):
        text = template.read_text()
        found |= set(re.findall(r'\bname="([\w.]+)"', text))
        found |= set(re.findall(r'form\.(?:field|area|choice)\("([\w.]+)"', text))
    for module in (top / "pages").rglob("*.py"):
        text = module.read_text()
        found |= set(re.findall(r'\b(?:form|values|query_params)\.\w+\(\s*"([\w.]+)"', text))
        found |= set(re.findall(r'\(request, "(\w+)"', text))
    days = ("monday", "tuesday", "sunday")  # these are counted up
    return sorted(found - {"csrf"} | set(days) | {"0.topic", "0.words", "0.answer"})


NAMES = _names()


def test_the_names_of_fields_are_found_in_pages_and_templates() -> None:
    assert {"name", "minutes", "joins", "at", "q", "place", "note", "weekdays"} <= set(NAMES)


def _addresses(path: str) -> Iterator[str]:
    """Yield addresses that a route answers, its parameters filled in."""
    for key, name in zip(cycle(KEYS), NAMED, strict=False):
        told = quote(name.encode("utf-8", "surrogatepass"), safe="")
        filled = re.sub(r"\{\w+:int\}", key, path)
        yield re.sub(r"\{\w+\}", told, filled)
        if "{" not in path:
            return


def _sent(value: str) -> str:
    return urlencode(dict.fromkeys(NAMES, value), errors="surrogatepass")


def _is_a_sentence(seen: Seen, where: str) -> None:
    assert seen.status < 500, (where, seen.plain[-300:])
    assert "<script>alert" not in seen.text
    assert ">49<" not in seen.text


@pytest.fixture
async def whole(desk: Desk, calendar: Calendar) -> Calendar:
    """Give a calendar in which the key 1 is something everywhere."""
    await desk.booked(NOW.replace(hour=15, tzinfo=NEW_YORK))
    return calendar


@pytest.mark.parametrize("path", POSTED)
@pytest.mark.usefixtures("whole")
async def test_no_form_breaks_by_what_is_sent(
    owner: Browser, calendar: Calendar, path: str
) -> None:
    token = await owner.token()
    for where in _addresses(path):
        bodies = [f"csrf={token}", *(f"csrf={token}&{_sent(value)}" for value in HOSTILE)]
        for body in (
            bodies
            if where.startswith(path.partition("{")[0] + "1") or where == path
            else bodies[:3]
        ):
            _is_a_sentence(await owner.raw("POST", where, body.encode(), **FORM), where)
    await definition_of(calendar)  # it can still be read
    assert (await owner.get("/types")).status == 200


@pytest.mark.usefixtures("whole")
async def test_no_form_is_taken_in_another_kind_too_large_or_without_its_mark(
    owner: Browser, calendar: Calendar
) -> None:
    before = await definition_of(calendar)
    mark = {"X-CSRF-Token": await owner.token()}
    for path in POSTED:
        where = next(_addresses(path))
        for kind, body in (
            ("application/json", b'{"name": ["deep"]}'),
            ("multipart/form-data; boundary=x", b"--x--"),
            (FORM["Content-Type"], b"name=" + b"x" * 200_000),
            (FORM["Content-Type"], b"a&" * 2_001),
        ):
            seen = await owner.raw("POST", where, body, **{**mark, "Content-Type": kind})
            assert seen.status in {413, 415}, (where, kind)
        seen = await owner.raw("POST", where, _sent("1").encode(), **FORM)
        assert seen.status == 403, where
    assert await definition_of(calendar) == before


@pytest.mark.parametrize("path", sorted(set(SHOWN) - ENDLESS))
@pytest.mark.usefixtures("whole")
async def test_no_address_breaks_by_what_is_asked(owner: Browser, path: str) -> None:
    for where in _addresses(path):
        _is_a_sentence(await owner.get(where), where)
    where = next(_addresses(path))
    for value in HOSTILE:
        _is_a_sentence(await owner.get(f"{where}?{_sent(value[:100])}"), where)
    assert (await owner.raw("PATCH", where, b"")).status in {403, 405}


@pytest.mark.usefixtures("whole")
async def test_nothing_is_done_or_shown_without_a_login(
    stranger: Browser, calendar: Calendar
) -> None:
    before = await definition_of(calendar)
    body = f"csrf={await stranger.token()}&{_sent('1')}".encode()
    for path in sorted({*POSTED, *SHOWN} - OPEN):
        where = next(_addresses(path))
        if path in SHOWN:
            assert (await stranger.get(where)).path == "/login", where
        if path in POSTED:
            assert (await stranger.raw("POST", where, body, **FORM)).path == "/login", where
    assert await definition_of(calendar) == before
