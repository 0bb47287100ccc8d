"""Who gets into the dashboard, and who does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import httpx2
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from handrail.desk.calendar import Calendar
from handrail.desk.calendar.login import login_secret, password_hash, set_password_hash
from handrail.desk.web import application
from handrail.desk.web.site import Page
from tests.desk.conftest import CHEAP, NOW, Opened
from tests.desk.web_browser import PASSWORD, Browser

SHORT = "short"


async def test_health_is_told_to_everybody(stranger: Browser) -> None:
    seen = await stranger.get("/health")
    assert (seen.status, seen.text) == (200, "well\n")


@pytest.mark.parametrize("path", ["/", "/types", "/types/1", "/setup", "/password", "/nothing"])
async def test_a_stranger_is_led_to_the_login(stranger: Browser, path: str) -> None:
    seen = await stranger.get(path)
    assert seen.path == "/login"
    assert "Northside" not in seen.text
    assert (await stranger.get(path, **{"HX-Request": "true"})).status == 401


@pytest.mark.on_postgresql
async def test_the_first_password_is_set_by_a_link_that_works_once(opened: Opened) -> None:
    first, second = opened.browser(), opened.browser()
    assert "no password yet" in (await first.get("/login")).plain
    assert (await first.get("/first?key=wrong")).status == 403
    link = f"/first?key={opened.invitation}"
    seen = await first.send(link, "/first", password=SHORT, again=SHORT)
    assert seen.fault("password") == "Take 10 to 200 characters."
    seen = await first.send(link, "/first", password=PASSWORD, again=PASSWORD + "!")
    assert seen.fault("again") == "The two are not the same: type it again."
    seen = await first.send(link, "/first", password=PASSWORD, again=PASSWORD)
    assert (seen.status, seen.path) == (200, "/setup")
    assert (await second.get(link)).status == 403
    assert (await second.log_in()).path == "/setup"


async def test_a_password_is_kept_by_a_calendar_that_was_never_shown(calendar: Calendar) -> None:
    await set_password_hash(calendar, CHEAP.hash(PASSWORD), now=NOW)
    assert await password_hash(calendar) is not None
    assert await login_secret(calendar) == await login_secret(calendar)


async def test_a_wrong_password_is_refused_and_five_are_too_many(stranger: Browser) -> None:
    for _ in range(5):
        seen = await stranger.log_in("wrong password")
        assert (seen.status, seen.fault("password")) == (401, "That is not the password.")
    seen = await stranger.log_in()
    assert seen.status == 429
    assert int(seen.headers["retry-after"]) <= 300
    stranger.now += timedelta(minutes=5)
    assert (await stranger.log_in()).status == 200


async def test_a_login_leads_on_within_this_site_only(stranger: Browser) -> None:
    assert (await stranger.send("/login?next=/types/new", "/login", password=PASSWORD)).path == (
        "/types/new"
    )
    for elsewhere in ("//evil.test", "https://evil.test", "/\\evil.test", "", "/a\r\nb"):
        shown = await stranger.get("/login")
        fields = {**shown.fields("/login"), "password": [PASSWORD], "next": [elsewhere]}
        response = await stranger.client.post("/login", data=fields, follow_redirects=False)
        assert response.headers["location"] == "/"


@pytest.mark.on_postgresql
async def test_a_browser_is_logged_out_by_hand_by_age_and_by_a_new_password(
    owner: Browser, stranger: Browser
) -> None:
    await stranger.log_in()
    assert (await stranger.send("/types", "/logout")).path == "/login"
    assert (await stranger.get("/types")).path == "/login"
    await stranger.log_in()
    seen = await owner.send("/password", old="wrong", password="x" * 10, again="x" * 10)
    assert seen.fault("old") == "That is not the password."
    seen = await owner.send("/password", old=PASSWORD, password="x" * 10, again="x" * 10)
    assert "The password is set." in seen.plain
    assert (await stranger.get("/types")).path == "/login"
    owner.now += timedelta(days=15)
    assert (await owner.get("/types")).path == "/login"


async def test_a_cookie_is_kept_from_scripts_and_changes_with_the_login(stranger: Browser) -> None:
    seen = await stranger.get("/login")
    before = seen.headers["set-cookie"]
    assert "HttpOnly" in before
    assert "SameSite=lax" in before
    response = await stranger.client.post(
        "/login",
        data={**seen.fields("/login"), "password": [PASSWORD]},
        follow_redirects=False,
    )
    assert response.headers["set-cookie"].split(";")[0] != before.split(";")[0]


@pytest.mark.parametrize("cookie", ["", "x", "x.y", "a" * 5000, "\u00e9.\u00e9", "a.b.c"])
async def test_a_cookie_that_was_made_up_is_none(stranger: Browser, cookie: str) -> None:
    stranger.client.cookies.clear()
    header = f"handrail_desk={cookie}".encode()
    response = await stranger.client.get("/types", headers=[(b"Cookie", header)])
    assert response.url.path == "/login"


async def test_a_form_of_another_site_does_nothing(owner: Browser) -> None:
    token = await owner.token()
    fields = {"csrf": token, "active": "0"}
    for headers in (
        {"Origin": "http://evil.test"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        seen = await owner.post("/types/1/active", fields, **headers)
        assert (seen.status, "another site" in seen.plain) == (403, True)
    for wrong in ({}, {"csrf": ""}, {"csrf": "x"}, {"csrf": "é"}):
        seen = await owner.post("/types/1/active", {**wrong, "active": "0"})
        assert (seen.status, "too old" in seen.plain) == (403, True)
    assert "inactive" not in (await owner.get("/types")).plain
    seen = await owner.post("/types/1/active", fields, Origin="http://desk.test")
    assert "inactive" in seen.plain
    seen = await owner.post("/types/1/active", {"active": "1"}, **{"X-CSRF-Token": token})
    assert "inactive" not in seen.plain


async def test_every_answer_bears_the_headers_that_protect_it(owner: Browser) -> None:
    for path in ("/types", "/login", "/nothing", "/static/desk.css", "/health"):
        headers = (await owner.get(path)).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
    assert (await owner.get("/types")).headers["cache-control"] == "no-store"


async def test_no_page_holds_script_or_style_of_its_own(owner: Browser) -> None:
    for path in ("/types", "/types/new", "/password", "/login", "/nothing"):
        text = (await owner.get(path)).text
        assert "<style" not in text
        assert " style=" not in text
        assert " onclick" not in text
        assert text.count("<script") == text.count("<script src=")


async def test_a_desk_on_this_machine_does_not_go_by_other_names(opened: Opened) -> None:
    browser = opened.browser()
    seen = await browser.get("/login", Host="evil.test")
    assert (seen.status, "does not go by that name" in seen.plain) == (400, True)
    assert (await browser.get("/login", Host="DESK.test:8000")).status == 200


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", "application/json", 415),
        (b"x" * 300_000, "application/x-www-form-urlencoded", 413),
        (b"a=1&" * 3000, "application/x-www-form-urlencoded", 413),
        (b"password=%ff%00%zz&csrf=\xff", "application/x-www-form-urlencoded", 403),
        (b"", "", 403),
    ],
)
async def test_a_body_that_is_no_form_is_refused(
    stranger: Browser, body: bytes, kind: str, status: int
) -> None:
    seen = await stranger.raw("POST", "/login", body, **{"Content-Type": kind})
    assert seen.status == status


async def test_a_page_that_fails_says_so_and_shows_no_more(
    calendar: Calendar, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(_request: Request) -> Response:
        raise RuntimeError("Maria Lopez")

    page = Page("Failing", (Route("/failing", fail),), is_open=True)
    app = await application(calendar, clock=lambda: NOW, pages=(page,))
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://desk.test") as client:
        answer = await client.get("/failing")
    assert answer.status_code == 500
    assert "Something went wrong here" in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "Maria" not in answer.text + caplog.text
    assert "RuntimeError" in caplog.text


async def test_a_calendar_that_is_gone_is_told_of(
    owner: Browser, calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    from handrail.desk.calendar import CalendarUnavailable

    def gone(*_: object, **__: object) -> Callable[[], None]:
        raise CalendarUnavailable("the file is gone")

    monkeypatch.setattr(calendar, "reading", gone)
    seen = await owner.get("/types")
    assert (seen.status, "the file is gone" in seen.plain) == (503, True)
