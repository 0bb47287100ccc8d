"""A website books by the JSON API: the rules are those of a call, and a token says what it may."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from handrail.desk.calendar import (
    Calendar,
    CalendarUnavailable,
    all_bookings,
    all_callbacks,
    all_holds,
    cancel,
    correct,
)
from handrail.desk.calendar.tokens import all_tokens, make_token, revoke_token
from handrail.desk.web import application
from handrail.desk.web.api import ApiSettings
from tests.desk.conftest import NOW, Desk, Opened
from tests.desk.web_browser import ADDRESS
from tests.stories.talk import talk

THREE = "2026-06-16T15:00:00-04:00"
FOUR = "2026-06-16T16:00:00-04:00"
MARIA = {"name": "Maria Lopez", "phone": "+12125550142", "email": "maria@example.com"}
WISH = {"type": 1, "start": THREE, **MARIA}
PROOF = {"Booking-Proof": "maria%40example.com"}


@dataclass
class Website:
    """A program with a token."""

    client: httpx2.AsyncClient

    async def get(self, path: str, **headers: str) -> httpx2.Response:
        return await self.client.get(f"/api/v1{path}", headers=headers)

    async def post(
        self, path: str, body: Any, once: str | None = None, **headers: str
    ) -> httpx2.Response:
        if once is not None:
            headers["Idempotency-Key"] = once
        return await self.client.post(f"/api/v1{path}", json=body, headers=headers)


@pytest.fixture
async def clients(opened: Opened) -> AsyncIterator[Callable[..., Website]]:
    made: list[httpx2.AsyncClient] = []

    def client(token: str | None = None, app: Any = None) -> Website:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        transport = httpx2.ASGITransport(app or opened.app)
        made.append(httpx2.AsyncClient(transport=transport, base_url=ADDRESS, headers=headers))
        return Website(made[-1])

    yield client
    for each in made:
        await each.aclose()


@pytest.fixture
async def website(calendar: Calendar, clients: Callable[..., Website]) -> Website:
    """Give a website that may book."""
    return clients(await make_token(calendar, "the website", "book", now=NOW))


@pytest.fixture
async def office(calendar: Calendar, clients: Callable[..., Website]) -> Website:
    """Give a program that may do everything."""
    return clients(await make_token(calendar, "the office", "all", now=NOW))


def fault(response: httpx2.Response, field: str) -> str | None:
    assert response.status_code == 422, response.text
    found = {each["field"]: each["sentence"] for each in response.json()["faults"]}
    return found.get(field)


# --- what is free ------------------------------------------------------------------------------


async def test_a_website_learns_what_can_be_booked_and_when(website: Website) -> None:
    assert (await website.get("/business")).json()["zone"] == "America/New_York"
    types = (await website.get("/types")).json()["types"]
    assert [each["name"] for each in types] == ["Haircut", "Colour", "Consultation"]
    assert (await website.get("/resources")).json() == {"resources": [{"id": 1, "name": "Chair"}]}
    free = (await website.get("/availability?type=1&first=2026-06-13&last=2026-06-14")).json()
    saturday, sunday = free["days"]
    assert saturday["times"][0] == "2026-06-13T10:00:00-04:00"
    assert sunday == {"day": "2026-06-14", "times": []}


async def test_the_days_and_times_are_those_of_the_zone_that_is_asked_for(website: Website) -> None:
    path = "/availability?type=1&first=2026-06-16&zone=Asia/Tokyo"
    (day,) = (await website.get(path)).json()["days"]
    assert day["times"][0] == "2026-06-16T00:00:00+09:00", "eleven in the morning of the 15th"
    assert all(each.startswith("2026-06-16T") for each in day["times"])


async def test_a_time_that_is_booked_is_not_listed(website: Website, desk: Desk) -> None:
    path = "/availability?type=1&first=2026-06-16&resource=1"
    assert THREE in (await website.get(path)).json()["days"][0]["times"]
    assert (await website.post("/bookings", WISH, once="a")).status_code == 201
    assert THREE not in (await website.get(path)).json()["days"][0]["times"]
    del desk


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ("", "type", "It is needed."),
        ("type=9", "type", "There is no active booking type of that id."),
        ("type=1.0", "type", "Give a whole number."),
        ("type=1&type=2", "type", "It is given twice."),
        ("type=1&resource=7", "resource", "No active resource of that id can do this type."),
        ("type=1&first=2026-02-30", "first", "Give a date such as 2026-12-24."),
        ("type=1&first=9999-12-31", "first", "Give a year from 2000 to 2099."),
        ("type=1&first=1700000000", "first", "Give a date such as 2026-12-24."),
        ("type=1&zone=Mars", "zone", "Name a time zone like Europe/London."),
        ("type=1&zone=../../etc", "zone", "Name a time zone like Europe/London."),
        (
            "type=1&first=2026-06-16&last=2026-06-15",
            "last",
            "Give a day that is not before the first.",
        ),
        ("type=1&first=2026-06-01&last=2026-07-02", "last", "Ask for at most 31 days at once."),
        ("type=1&last=2026-06-15", "first", "Give the first day too."),
        ("type=1&frist=2026-06-16", "frist", "There is no such field."),
    ],
)
async def test_what_is_wrong_in_a_question_is_told_by_field(
    website: Website, query: str, field: str, sentence: str
) -> None:
    assert fault(await website.get(f"/availability?{query}"), field) == sentence


# --- booking -----------------------------------------------------------------------------------


@pytest.mark.on_postgresql
async def test_a_website_books_and_the_next_call_knows_it(
    website: Website, calendar: Calendar
) -> None:
    made = await website.post("/bookings", WISH, once="a")
    assert made.status_code == 201
    assert made.json()["status"] == "confirmed"
    async with talk(calendar, manners=False) as caller:
        await caller.say("a haircut on tuesday the sixteenth at three")
        caller.hears("taken")


@pytest.mark.on_postgresql
async def test_what_is_sent_twice_is_booked_once(website: Website, calendar: Calendar) -> None:
    answers = await asyncio.gather(*(website.post("/bookings", WISH, once="a") for _ in range(4)))
    assert {each.status_code for each in answers} <= {200, 201}
    assert len({each.json()["code"] for each in answers}) == 1
    again = await website.post("/bookings", WISH, once="a")
    assert (again.status_code, len(await all_bookings(calendar))) == (200, 1)


async def test_it_is_the_same_wish_wherever_the_booking_was_moved(website: Website) -> None:
    code = (await website.post("/bookings", WISH, once="a")).json()["code"]
    await website.post(f"/bookings/{code}/move", {"start": FOUR}, **PROOF)
    again = await website.post("/bookings", WISH, once="a")
    assert (again.status_code, again.json()["start"]) == (200, FOUR)


async def test_another_wish_under_the_same_key_is_refused(
    website: Website, calendar: Calendar
) -> None:
    await website.post("/bookings", WISH, once="a")
    other = await website.post("/bookings", {**WISH, "start": FOUR}, once="a")
    assert other.status_code == 422
    assert other.json()["type"] == "urn:handrail:problem:key-used"
    assert len(await all_bookings(calendar)) == 1


async def test_keys_of_different_tokens_have_nothing_to_do_with_each_other(
    website: Website, office: Website, calendar: Calendar
) -> None:
    await website.post("/bookings", WISH, once="a")
    other = await office.post("/bookings", {**WISH, "start": FOUR}, once="a")
    assert (other.status_code, len(await all_bookings(calendar))) == (201, 2)


@pytest.mark.on_postgresql
async def test_a_time_that_is_taken_is_refused_with_the_nearest_others(website: Website) -> None:
    await website.post("/bookings", WISH, once="a")
    second = await website.post("/bookings", WISH, once="b")
    assert second.headers["content-type"] == "application/problem+json"
    assert second.status_code == 409
    told = second.json()
    assert (told["type"], told["detail"]) == (
        "urn:handrail:problem:not-free",
        "Three on Tuesday is taken.",
    )
    assert told["alternatives"] == ["2026-06-16T14:30:00-04:00", "2026-06-16T15:30:00-04:00"]


async def test_the_owners_rules_hold_and_nothing_stays_held(
    website: Website, calendar: Calendar
) -> None:
    for start in ("2026-06-14T15:00:00-04:00", "2026-06-16T15:05:00-04:00", "2026-06-11T15:00:00Z"):
        refused = await website.post("/bookings", {**WISH, "start": start}, once=start)
        assert refused.status_code == 409, start
        assert refused.json()["detail"].endswith(".")
    assert await all_bookings(calendar) == ()
    assert await all_holds(calendar, now=NOW) == ()


async def test_all_that_is_wrong_in_a_booking_is_told_at_once(
    website: Website, calendar: Calendar
) -> None:
    wrong = {"type": "1", "start": "tomorrow", "name": "", "phone": "555", "email": 4, "extra": 1}
    refused = await website.post("/bookings", wrong)
    for field in ("Idempotency-Key", *wrong):
        assert fault(refused, field) is not None, field
    assert "tomorrow" not in refused.text, "what was sent is not repeated"
    refused = await website.post(
        "/bookings", {**WISH, "name": "12345", "phone": "+19995550142", "email": "a@b"}, once="a"
    )
    assert fault(refused, "name") == "Give a name, in letters."
    assert fault(refused, "email") == "Give an address such as maria@example.com, or none."
    assert await all_bookings(calendar) == ()


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"\xff", b'{"type": NaN}', b"[" * 5000]
)
async def test_what_is_no_json_is_told(website: Website, body: bytes) -> None:
    headers = {"Content-Type": "application/json", "Idempotency-Key": "a"}
    answer = await website.client.post("/api/v1/bookings", content=body, headers=headers)
    assert answer.status_code == 422


async def test_what_is_too_much_or_not_json_at_all_is_refused(website: Website) -> None:
    large = await website.post("/bookings", {**WISH, "name": "m" * 30_000}, once="a")
    assert large.status_code == 413
    form = await website.client.post("/api/v1/bookings", data=MARIA)
    assert form.status_code == 415


# --- a booking of one's own --------------------------------------------------------------------


@pytest.mark.on_postgresql
async def test_who_proves_it_is_theirs_reads_moves_and_cancels_a_booking(website: Website) -> None:
    code = (await website.post("/bookings", WISH, once="a")).json()["code"]
    for proof in ("maria%40example.com", "MARIA@example.com", "+12125550142", "%2B1 212 555 0142"):
        read = await website.get(f"/bookings/{code.lower()}", **{"Booking-Proof": proof})
        assert (read.status_code, read.json()["start"]) == (200, THREE), proof
    moved = await website.post(f"/bookings/{code}/move", {"start": FOUR, "version": 1}, **PROOF)
    assert (moved.json()["start"], moved.json()["version"]) == (FOUR, 2)
    late = await website.post(f"/bookings/{code}/cancel", {"version": 1}, **PROOF)
    assert (late.status_code, late.json()["type"]) == (409, "urn:handrail:problem:outdated")
    for _ in range(2):
        ended = await website.post(f"/bookings/{code}/cancel", {}, **PROOF)
        assert (ended.status_code, ended.json()["status"]) == (200, "cancelled")
    again = await website.post(f"/bookings/{code}/move", {"start": THREE}, **PROOF)
    assert (again.status_code, again.json()["detail"]) == (409, "That appointment was cancelled.")


async def test_a_booking_is_moved_only_to_a_time_that_is_free(website: Website, desk: Desk) -> None:
    code = (await website.post("/bookings", WISH, once="a")).json()["code"]
    await website.post("/bookings", {**WISH, "start": FOUR}, once="b")
    for start in (FOUR, "2026-06-16T23:00:00-04:00"):
        refused = await website.post(f"/bookings/{code}/move", {"start": start}, **PROOF)
        assert (refused.status_code, len(refused.json()["alternatives"])) == (409, 2)
    assert (await website.get(f"/bookings/{code}", **PROOF)).json()["start"] == THREE
    assert await all_holds(desk.calendar, now=NOW) == ()


async def test_a_move_that_is_sent_twice_moves_once(website: Website, calendar: Calendar) -> None:
    code = (await website.post("/bookings", WISH, once="a")).json()["code"]
    path = f"/bookings/{code}/move"
    await website.post(path, {"start": FOUR}, once="m", **PROOF)
    await website.post(path, {"start": THREE}, once="n", **PROOF)
    again = await website.post(path, {"start": FOUR}, once="m", **PROOF)
    assert (again.status_code, again.json()["start"]) == (200, THREE), "it had been done"
    assert (await all_bookings(calendar))[0].sequence == 2


async def test_without_the_right_proof_no_booking_is_there(website: Website, desk: Desk) -> None:
    code = (await website.post("/bookings", WISH, once="a")).json()["code"]
    nobody = await website.get("/bookings/ZZZZ", **PROOF)
    for proof in ({}, {"Booking-Proof": "Maria Lopez"}, {"Booking-Proof": "x@example.com"}):
        answer = await website.get(f"/bookings/{code}", **proof)
        assert (answer.status_code, answer.text) == (404, nobody.text)
        assert (await website.post(f"/bookings/{code}/cancel", {}, **proof)).status_code == 404
    assert (await all_bookings(desk.calendar))[0].status == "confirmed"


async def test_who_tries_codes_soon_has_to_wait(website: Website, opened: Opened) -> None:
    code = (await website.post("/bookings", WISH, once="a")).json()["code"]
    for number in range(5):
        assert (await website.get(f"/bookings/T{number}T{number}", **PROOF)).status_code == 404
    late = await website.get(f"/bookings/{code}", **PROOF)
    assert (late.status_code, late.headers["Retry-After"]) == (429, "300")
    opened.browser().now = NOW + timedelta(minutes=6)
    assert (await website.get(f"/bookings/{code}", **PROOF)).status_code == 200


async def test_the_owner_needs_no_proof_and_a_corrected_name_is_read(
    website: Website, office: Website, calendar: Calendar
) -> None:
    made = (await website.post("/bookings", WISH, once="a")).json()
    assert (await office.get(f"/bookings/{made['code']}")).json() == made
    (booking,) = await all_bookings(calendar)
    await correct(
        calendar, booking.id, phone="+12125550150", name="Maria Lopes", email=None, run="r", now=NOW
    )
    read = (await office.get(f"/bookings/{made['code']}")).json()
    assert (read["name"], read["email"]) == ("Maria Lopes", None)


# --- lists -------------------------------------------------------------------------------------


@pytest.mark.on_postgresql
async def test_bookings_are_listed_page_by_page_and_searched(office: Website, desk: Desk) -> None:
    hours = [NOW.replace(day=16, hour=hour) for hour in (9, 10, 11, 14, 15)]
    made = [await desk.booked(each) for each in hours]
    await cancel(desk.calendar, made[1].id, run=None, now=NOW)
    codes, path = [], "/bookings?limit=2"
    while path:
        page = (await office.get(path)).json()
        codes += [each["code"] for each in page["bookings"]]
        path = f"/bookings?limit=2&after={page['next']}" if page["next"] else ""
    assert codes == [each.code for each in made]

    async def found(query: str) -> list[str]:
        return [
            each["code"] for each in (await office.get(f"/bookings?{query}")).json()["bookings"]
        ]

    assert await found("status=cancelled") == [made[1].code]
    assert await found("first=2026-06-17") == []
    assert len(await found("last=2026-06-16&type=1&search=lop")) == 5
    assert await found(f"search={made[3].code}&limit=1") == [made[0].code], "it is the customer's"
    assert await found("search=nobody") == []
    assert fault(await office.get("/bookings?after=MQ"), "after") is not None
    assert fault(await office.get("/bookings?after=MS4x4"), "after") is not None


@pytest.mark.on_postgresql
async def test_call_backs_are_asked_for_once_and_listed(
    website: Website, office: Website, calendar: Calendar
) -> None:
    for _ in range(2):
        asked = await website.post("/callbacks", {"phone": "+12125550142"}, once="a")
        assert (asked.status_code, asked.json()) == (201, {"phone": "+12125550142"})
    await website.post("/callbacks", {"phone": "+12125550143"}, once="b")
    assert len(await all_callbacks(calendar)) == 2
    page = (await office.get("/callbacks?limit=1")).json()
    rest = (await office.get(f"/callbacks?after={page['next']}")).json()
    numbers = [each["phone"] for each in page["callbacks"] + rest["callbacks"]]
    assert (numbers, rest["next"]) == (["+12125550142", "+12125550143"], None)
    refused = await website.post("/callbacks", {"phone": "+1234567"}, once="c")
    assert fault(refused, "phone") is not None


async def test_a_call_is_read_turn_by_turn_and_its_words_only_with_everything(
    office: Website, clients: Callable[..., Website], calendar: Calendar
) -> None:
    async with talk(calendar, manners=False, caller="+12125550142") as caller:
        await caller.say("a haircut on tuesday at three", "yes")
        await caller.say("Maria Lopez")
    (call,) = (await office.get("/calls")).json()["calls"]
    assert call["caller"] == "+12125550142"
    told = (await office.get(f"/calls/{call['id']}")).json()
    assert told["turns"][1]["caller"] == "a haircut on tuesday at three"
    step = next(each for each in told["turns"][1]["steps"] if each["step"] == "service")
    assert (step["status"], step["text"]) == ("heard", "Haircut")
    counting = clients(await make_token(calendar, "figures", "read", now=NOW))
    text = (await counting.get(f"/calls/{call['id']}")).text
    assert '"status":"heard"' in text
    for word in ("aircut", "Maria", "+1212"):
        assert word not in text
        assert word not in (await counting.get("/calls")).text


# --- tokens ------------------------------------------------------------------------------------


async def test_nothing_is_answered_without_a_token_of_this_desk(
    clients: Callable[..., Website], calendar: Calendar
) -> None:
    token = await make_token(calendar, "the website", "all", now=NOW)
    for wrong in (None, "x", token[:-1], token[:-1] + "?", token.replace("_1_", "_2_")):
        answer = await clients(wrong).get("/types")
        assert (answer.status_code, answer.json()["status"]) == (401, 401), wrong
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert "set-cookie" not in answer.headers
    (kept,) = await all_tokens(calendar)
    assert (await clients(token).get("/types")).status_code == 200
    await revoke_token(calendar, kept.id, now=NOW)
    assert (await clients(token).get("/types")).status_code == 401


@pytest.mark.parametrize(
    ("scope", "allowed"),
    [
        ("read", {"/types", "/calls"}),
        ("book", {"/types"}),
        ("all", {"/types", "/calls", "/callbacks", "/bookings"}),
    ],
)
async def test_a_token_does_what_its_scope_says(
    clients: Callable[..., Website], calendar: Calendar, scope: str, allowed: set[str]
) -> None:
    client = clients(await make_token(calendar, "a program", scope, now=NOW))
    for path in ("/types", "/calls", "/callbacks", "/bookings"):
        assert (await client.get(path)).status_code == (200 if path in allowed else 403), path
    booked = await client.post("/bookings", WISH, once="a")
    assert booked.status_code == (403 if scope == "read" else 201)


async def test_the_owner_sees_when_a_token_was_last_used(
    website: Website, calendar: Calendar, opened: Opened
) -> None:
    assert [each.used_at for each in await all_tokens(calendar)] == [None]
    clock = opened.browser()
    for minutes, noted in ((0, 0), (0.5, 0), (2, 2)):
        clock.now = NOW + timedelta(minutes=minutes)
        await website.get("/types")
        (token,) = await all_tokens(calendar)
        assert token.used_at == NOW + timedelta(minutes=noted)


async def test_a_token_that_asks_too_often_has_to_wait(
    calendar: Calendar, clients: Callable[..., Website]
) -> None:
    app = await application(calendar, clock=lambda: NOW, api=ApiSettings(per_minute=3))
    token = await make_token(calendar, "the website", "read", now=NOW)
    other = await make_token(calendar, "another", "read", now=NOW)
    website = clients(token, app)
    statuses = [(await website.get("/types")).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    assert (await website.get("/types")).headers["Retry-After"] == "60"
    assert (await clients(other, app).get("/types")).status_code == 200


async def test_scripts_of_other_sites_may_ask_only_if_the_owner_allows_them(
    calendar: Calendar, clients: Callable[..., Website]
) -> None:
    site, token = "https://www.example.com", await make_token(calendar, "w", "read", now=NOW)
    asks = {"Origin": site, "Access-Control-Request-Method": "GET"}
    allow = "access-control-allow-origin"
    plain = clients(token)
    assert allow not in (await plain.get("/types", Origin=site)).headers
    assert (await plain.client.options("/api/v1/types", headers=asks)).status_code == 405
    settings = ApiSettings(origins=frozenset({site}))
    app = await application(calendar, clock=lambda: NOW, api=settings)
    allowed = clients(token, app)
    assert (await allowed.get("/types", Origin=site)).headers[allow] == site
    assert (await allowed.client.options("/api/v1/types", headers=asks)).headers[allow] == site
    assert allow not in (await allowed.get("/types", Origin="https://evil.example")).headers


@pytest.mark.parametrize(
    ("raised", "status"),
    [(RuntimeError("maria@example.com"), 500), (CalendarUnavailable("maria@example.com"), 503)],
)
async def test_a_fault_of_ours_is_a_problem_too_and_tells_nothing(
    website: Website, monkeypatch: pytest.MonkeyPatch, raised: Exception, status: int
) -> None:
    async def fail(_calendar: Calendar) -> None:
        raise raised

    monkeypatch.setattr(Calendar, "services", fail)
    answer = await website.get("/types")
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert "maria" not in answer.text
