"""The owner looks after the calendar by hand: the same rules as in a call, and what calls do."""

from __future__ import annotations

import csv
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from handrail.desk.calendar import (
    Calendar,
    all_bookings,
    all_holds,
    cancel,
    hold,
    notifications,
    put_off,
    renew_feed_secret,
    reschedule,
    take_due,
)
from handrail.desk.calendar.owner import ResourceDraft, blocks, define_resource
from handrail.desk.web.pages.calendar.export import plain_cell
from tests.desk.conftest import NEW_YORK, NOW, Desk, Opened
from tests.desk.web_browser import Browser

THREE = datetime(2026, 6, 16, 15, tzinfo=NEW_YORK)
HOUR = timedelta(hours=1)
WHO = {"name": "Ana Stone", "phone": "(212) 555-0199", "email": "ana@example.com"}


@pytest.fixture
async def booked(desk: Desk) -> int:
    return (await desk.booked(THREE)).id


async def wanted(owner: Browser, **values: Any) -> Any:
    return await owner.send("/calendar/book?day=2026-06-16", "/calendar/book", **WHO, **values)


@pytest.mark.parametrize(
    "path",
    [
        *("/calendar", "/calendar?span=week&day=2026-06-16", "/calendar/book", "/customers"),
        *("/calendar/bookings/1", "/calendar/bookings/1/move", "/calendar/busy/new"),
        *("/calendar/export", "/calendar/feeds", "/calendar/feeds/1", "/customers/1"),
    ],
)
@pytest.mark.usefixtures("booked")
async def test_every_page_of_the_calendar_is_shown(owner: Browser, path: str) -> None:
    seen = await owner.get(path)
    assert seen.status == 200
    assert len(seen.text) < 30_000
    assert seen.text.count("<h1>") == 1
    assert " style=" not in seen.text


@pytest.mark.parametrize("path", ["/calendar", "/calendar/bookings.csv", "/customers"])
async def test_a_stranger_sees_nothing_of_it(stranger: Browser, path: str) -> None:
    assert (await stranger.get(path)).path == "/login"


# --- looking ----------------------------------------------------------------------------------


@pytest.mark.on_postgresql
async def test_a_day_and_a_week_show_what_is_booked_and_what_calls_hold(
    owner: Browser, desk: Desk, booked: int
) -> None:
    await hold(desk.calendar, desk.haircut, THREE + HOUR, run="a call", now=NOW)
    for span in ("day", "week"):
        seen = await owner.get(f"/calendar?span={span}&day=2026-06-16")
        assert "15:00 –15:30 Maria Lopez Haircut" in seen.plain
        assert "16:00 –16:30 Held in a call Haircut" in seen.plain
        assert f'href="/calendar/bookings/{booked}"' in seen.text
    assert "Nothing booked" in (await owner.get("/calendar?day=2026-06-17")).plain


async def test_each_step_leads_a_day_or_a_week_on(owner: Browser) -> None:
    seen = await owner.get("/calendar?span=week&day=2026-01-01")
    assert "29 December – 4 January 2026" in seen.plain
    assert "day=2026-01-08" in seen.text
    seen = await owner.get("/calendar?day=2026-03-01")
    assert "day=2026-02-28" in seen.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/calendar?day=tomorrow", 400),
        ("/calendar?day=2026-02-30", 400),
        ("/calendar?day=0001-01-01", 400),
        ("/calendar?day=9999-12-31", 400),
        ("/calendar?day=2200-12-31&span=week", 200),
        ("/calendar?resource=99", 404),
        ("/calendar?resource=x", 404),
        ("/calendar/book?at=nonsense&service=99&resource=99", 200),
        ("/calendar/book?at=0001-01-01T00:00:00Z", 200),
        ("/calendar/book?day=2200-12-31", 200),
        ("/calendar/bookings/99", 404),
        ("/calendar/bookings/99999999999999999999", 404),
        ("/calendar/bookings/99/move", 404),
        ("/calendar/busy/1/nonsense", 404),
        ("/calendar/feeds/99", 404),
        ("/calendar/feeds/99999999999999999999", 404),
        ("/customers/99", 404),
        ("/customers/99999999999999999999", 404),
        ("/calendar/bookings.csv?first=2026-06-02&last=2026-06-01", 400),
        ("/calendar/bookings.csv?first=2001-06-02&last=2026-06-01", 400),
    ],
)
async def test_an_address_that_makes_no_sense_gets_a_sentence(
    owner: Browser, path: str, status: int
) -> None:
    assert (await owner.get(path)).status == status


async def test_the_page_learns_of_a_call_without_being_loaded_again(
    owner: Browser, desk: Desk
) -> None:
    seen = await owner.get("/calendar?day=2026-06-16")
    path = seen.text.partition('hx-get="')[2].partition('"')[0].replace("&amp;", "&")
    assert path.startswith("/calendar/news?")
    assert (await owner.get(path)).status == 204
    await desk.booked(THREE)
    news = await owner.get(path)
    assert "Maria Lopez" in news.plain
    assert "<html" not in news.text
    path = news.text.partition('hx-get="')[2].partition('"')[0].replace("&amp;", "&")
    assert (await owner.get(path)).status == 204
    owner.now += 5 * timedelta(minutes=1)
    assert (await owner.get(path)).status == 200  # the present has moved


# --- booking ----------------------------------------------------------------------------------


@pytest.mark.on_postgresql
async def test_a_booking_by_hand_is_one_like_any_other_and_is_told(
    owner: Browser, calendar: Calendar
) -> None:
    calendar.channels = frozenset({"webhook"})
    seen = await wanted(owner, start=THREE.isoformat())
    assert (seen.status, "Booked." in seen.plain) == (200, True)
    assert "Booked by hand" in seen.plain
    (booking,) = await all_bookings(calendar)
    assert (booking.start, booking.phone, booking.name, booking.email) == (
        THREE,
        "+12125550199",
        "Ana Stone",
        "ana@example.com",
    )
    assert [each.event for each in await notifications(calendar)] == ["booked"]
    assert await all_holds(calendar, now=NOW) == ()


async def test_a_form_that_is_sent_twice_books_once(owner: Browser, calendar: Calendar) -> None:
    fields = (await owner.get("/calendar/book?day=2026-06-16")).fields("/calendar/book")
    fields |= {name: [value] for name, value in WHO.items()} | {"start": [THREE.isoformat()]}
    first = await owner.post("/calendar/book", fields)
    second = await owner.post("/calendar/book", fields)
    assert first.path == second.path == "/calendar/bookings/1"
    assert len(await all_bookings(calendar)) == 1


@pytest.mark.on_postgresql
async def test_a_time_that_was_taken_meanwhile_is_explained_with_the_nearest(
    owner: Browser, desk: Desk, calendar: Calendar
) -> None:
    fields = (await owner.get("/calendar/book?day=2026-06-16")).fields("/calendar/book")
    await desk.booked(THREE)
    fields |= {name: [value] for name, value in WHO.items()} | {"start": [THREE.isoformat()]}
    seen = await owner.post("/calendar/book", fields)
    assert (seen.status, seen.fault("start")) == (
        422,
        "Three on Tuesday is taken; the nearest free: Tue 16 Jun, 14:30 or Tue 16 Jun, 15:30.",
    )
    assert 'value="Ana Stone"' in seen.text
    assert len(await all_bookings(calendar)) == 1


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        ("2026-06-16T20:00:00-04:00", "We're open 9 to 6 on Tuesdays"),
        ("2026-06-16T15:07:00-04:00", "Our times start on the quarter hour"),
        ("2026-06-11T15:00:00-04:00", "That day has already passed"),
        ("2199-06-16T15:00:00-04:00", "That's further ahead than I can book"),
        ("2026-06-16T15:00:00", "Choose a time."),
        ("", "Choose a time."),
    ],
)
async def test_the_rules_of_a_call_hold_by_hand_too(
    owner: Browser, calendar: Calendar, start: str, sentence: str
) -> None:
    seen = await wanted(owner, start=start)
    assert seen.status == 422
    assert (seen.fault("start") or "").startswith(sentence)
    assert await all_bookings(calendar) == ()
    assert await all_holds(calendar, now=NOW) == ()


async def test_what_is_wrong_stands_beside_its_field(owner: Browser, calendar: Calendar) -> None:
    values = {"name": "=1+1", "phone": "12", "email": "nobody", "start": THREE.isoformat()}
    seen = await owner.send("/calendar/book?day=2026-06-16", "/calendar/book", **values)
    assert seen.status == 422
    assert [seen.fault(each) is not None for each in ("name", "phone", "email", "start")] == [
        *(True, True, True, False)
    ]
    assert await all_bookings(calendar) == ()


async def test_a_resource_can_be_chosen(owner: Browser, calendar: Calendar) -> None:
    basin = await define_resource(calendar, ResourceDraft(name="Basin"), now=NOW)
    for _ in range(2):
        seen = await wanted(owner, start=THREE.isoformat(), resource=basin)
    assert seen.status == 422
    assert [each.resource for each in await all_bookings(calendar)] == ["Basin"]


async def test_the_free_times_follow_the_day_and_the_type(owner: Browser, desk: Desk) -> None:
    await desk.booked(THREE)
    colour = desk.colour.id
    seen = await owner.get(f"/calendar/book/times?service={colour}&day=2026-06-16")
    assert "13:30" in seen.plain
    assert "13:45" not in seen.plain
    seen = await owner.get(f"/calendar/book/times?service={colour}&day=2026-06-14")
    assert "We're closed on Sundays. The nearest free: Sat 13 Jun" in seen.plain


# --- changing ---------------------------------------------------------------------------------


@pytest.mark.on_postgresql
async def test_a_booking_is_moved_and_its_history_tells(
    owner: Browser, calendar: Calendar, booked: int
) -> None:
    page = f"/calendar/bookings/{booked}/move"
    seen = await owner.send(page, start=(THREE + HOUR).isoformat())
    assert "Moved." in seen.plain
    assert "Booked in a call" in seen.plain
    assert "Moved from Tue 16 Jun, 15:00 to Tue 16 Jun, 16:00 by hand" in seen.plain
    (booking,) = await all_bookings(calendar)
    assert (booking.start, booking.sequence) == (THREE + HOUR, 1)
    assert await all_holds(calendar, now=NOW) == ()
    assert (await owner.send(page, start=None)).fault("start") == "Choose a time."
    same = await owner.send(page, start=(THREE + HOUR).isoformat())
    assert same.fault("start") == "That is the time it has: choose another."


async def test_a_booking_that_is_moved_stays_with_whom_it_is_with(
    owner: Browser, calendar: Calendar, booked: int
) -> None:
    await define_resource(calendar, ResourceDraft(name="Anna"), now=NOW)
    for later in (1, 2, 3):  # in turn it would be Anna's
        page = f"/calendar/bookings/{booked}/move"
        await owner.send(page, start=(THREE + later * HOUR / 2).isoformat())
        (booking,) = await all_bookings(calendar)
        assert (booking.start, booking.resource) == (THREE + later * HOUR / 2, "Chair")


async def test_a_move_to_a_taken_time_is_explained(owner: Browser, desk: Desk, booked: int) -> None:
    await desk.booked(THREE + HOUR)
    seen = await owner.send(f"/calendar/bookings/{booked}/move", start=(THREE + HOUR).isoformat())
    # Its own time is free for it.
    assert (seen.fault("start") or "") == (
        "Four on Tuesday is taken; the nearest free: Tue 16 Jun, 15:30 or Tue 16 Jun, 16:30."
    )


@pytest.mark.on_postgresql
async def test_what_a_call_changed_meanwhile_is_shown_instead(
    owner: Browser, calendar: Calendar, booked: int
) -> None:
    page = f"/calendar/bookings/{booked}"
    fields = (await owner.get(page)).fields(f"{page}/cancel")
    moving = (await owner.get(f"{page}/move")).fields(f"{page}/move")
    await reschedule(calendar, booked, THREE + HOUR, run="a call", now=NOW)
    for path, sent in (
        ("cancel", fields),
        ("move", {**moving, "start": [(THREE - HOUR).isoformat()]}),
    ):
        seen = await owner.post(f"{page}/{path}", sent)
        assert seen.status == 409
        assert "It was changed meanwhile" in seen.plain
    (booking,) = await all_bookings(calendar)
    assert (booking.start, booking.status) == (THREE + HOUR, "confirmed")
    assert await all_holds(calendar, now=NOW) == ()


@pytest.mark.on_postgresql
async def test_a_booking_is_cancelled_once_however_often_it_is_asked(
    owner: Browser, calendar: Calendar, booked: int
) -> None:
    page = f"/calendar/bookings/{booked}"
    fields = (await owner.get(page)).fields(f"{page}/cancel")
    for _ in range(2):
        seen = await owner.post(f"{page}/cancel", fields)
        assert "Cancelled by hand" in seen.plain
    assert seen.text.count("Cancelled") == 3  # the notice, the mark, the history
    assert (await owner.get(f"{page}/move")).status == 409
    seen = await owner.get("/calendar?day=2026-06-16")
    assert "Maria Lopez" not in seen.plain
    assert [each.status for each in await all_bookings(calendar)] == ["cancelled"]


async def test_a_no_show_is_marked_once_it_has_begun(owner: Browser, booked: int) -> None:
    page = f"/calendar/bookings/{booked}"
    token = await owner.token()
    seen = await owner.post(f"{page}/no-show", {"csrf": token, "version": "1"})
    assert (seen.status, "has not begun yet." in seen.plain) == (409, True)
    owner.now = THREE + HOUR / 4
    seen = await owner.send(page, f"{page}/no-show")
    assert "Marked as a no-show by hand" in seen.plain
    assert "no-show" in (await owner.get("/calendar?day=2026-06-16")).plain


async def test_a_message_that_was_given_up_is_sent_again(
    owner: Browser, desk: Desk, calendar: Calendar
) -> None:
    calendar.channels = frozenset({"webhook"})
    booked = (await desk.booked(THREE)).id
    (message,) = await take_due(calendar, ("webhook",), now=NOW, limit=1)
    await put_off(calendar, message, why="it answered 410", until=None, now=NOW)
    page = f"/calendar/bookings/{booked}"
    assert "Given up it answered 410" in (await owner.get(page)).plain
    # A button's value is sent by a press.
    seen = await owner.send(page, f"{page}/again", notification=1)
    assert "It will be sent again." in seen.plain
    assert [each.state for each in await notifications(calendar)] == ["waiting"]
    token = (await owner.token(),)
    seen = await owner.post(f"{page}/again", {"csrf": token, "notification": "1"})
    assert seen.status == 409


# --- busy times -------------------------------------------------------------------------------


@pytest.mark.on_postgresql
async def test_a_time_is_blocked_and_freed_where_it_is_seen(
    owner: Browser, calendar: Calendar
) -> None:
    seen = await owner.send(
        "/calendar/busy/new",
        starts="2026-06-16T12:00",
        ends="2026-06-16T13:00",
        reason="Lunch & <b>rest</b>",
    )
    assert seen.path == "/calendar"
    assert "Blocked Lunch & <b>rest</b>" in seen.plain
    page = seen.text.partition('href="/calendar/busy/1/')[2].partition('"')[0]
    page = f"/calendar/busy/1/{page}"
    assert "Lunch" in (await owner.get(page)).plain
    fields = {"csrf": await owner.token()}
    assert "Removed." in (await owner.post(page, fields)).plain
    assert (await owner.post(page, fields)).status == 404
    assert await blocks(calendar, THREE - 9 * HOUR, THREE) == ()


async def test_a_block_that_makes_no_sense_is_explained(owner: Browser) -> None:
    seen = await owner.send("/calendar/busy/new", starts="", ends="2026-06-16T13:00")
    assert (seen.status, seen.fault("starts")) == (422, "Choose a date and a time.")
    seen = await owner.send("/calendar/busy/new", starts="2026-06-16T13:00", ends="soon")
    assert seen.fault("ends") is not None
    seen = await owner.send(
        "/calendar/busy/new", starts="2026-06-16T13:00", ends="2026-06-16T12:00", resource="Nobody"
    )
    assert seen.fault("ends") == "It ends before it begins: give a later end."
    assert seen.fault("resource") is not None


# --- customers, export, feeds -----------------------------------------------------------------


@pytest.mark.on_postgresql
async def test_a_customer_is_searched_and_their_bookings_are_shown(
    owner: Browser, calendar: Calendar, desk: Desk, booked: int
) -> None:
    later = await desk.booked(THREE + 2 * HOUR)
    await cancel(calendar, later.id, run=None, now=NOW)
    for text in ("lopez", "212 555 0142", "555-01", (await all_bookings(calendar))[0].code):
        seen = await owner.get(f"/customers?q={text}")
        assert "Maria Lopez +12125550142" in seen.plain
    assert "Nobody fits “<script>”" in (await owner.get("/customers?q=<script>")).plain
    part = await owner.get("/customers?q=lopez", **{"HX-Request": "true"})
    assert "<html" not in part.text
    seen = await owner.get("/customers/1")
    assert f'href="/calendar/bookings/{booked}"' in seen.text
    assert "Cancelled" in seen.plain


async def test_the_export_has_the_bookings_of_the_days(
    owner: Browser, calendar: Calendar, booked: int
) -> None:
    del booked
    seen = await owner.get("/calendar/bookings.csv?first=2026-06-16&last=2026-06-16")
    assert seen.headers["content-type"].startswith("text/csv")
    assert "attachment" in seen.headers["content-disposition"]
    head, row = csv.reader(StringIO(seen.text.removeprefix("\ufeff")))
    (booking,) = await all_bookings(calendar)
    assert dict(zip(head, row, strict=True)) == {
        "Code": booking.code,
        "Date": "2026-06-16",
        "Start": "15:00",
        "End": "15:30",
        "Type": "Haircut",
        "Resource": "Chair",
        "Name": "Maria Lopez",
        "Phone": "'+12125550142",
        "Email": "",
        "Status": "confirmed",
    }
    seen = await owner.get("/calendar/bookings.csv?first=2026-06-17&last=2026-06-17")
    assert len(seen.text.splitlines()) == 1


@given(st.text(max_size=20))
@example("=cmd|' /C calc'!A0")
@example("  @SUM(1)")
@example("\t=1")
def test_no_cell_is_taken_for_a_formula(text: str) -> None:
    assert plain_cell(text).lstrip(" ")[:1] not in {"=", "+", "-", "@", "\t", "\r", "\n"}
    assert plain_cell(text).removeprefix("'") in {text, text.removeprefix("'")}


async def test_a_feed_is_read_without_a_login_by_its_secret_alone(
    opened: Opened, owner: Browser, calendar: Calendar, booked: int
) -> None:
    del booked
    link = (await owner.get("/calendar/feeds/1")).text.partition("http://desk.test")[2]
    path = link.partition('"')[0]
    program = opened.browser()
    seen = await program.get(path)
    assert (seen.status, "Maria Lopez" in seen.text) == (200, True)
    assert seen.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "set-cookie" not in seen.headers
    etag = seen.headers["etag"]
    for tags in (etag, f'"other", W/{etag}', "*"):
        again = await program.get(path, **{"If-None-Match": tags})
        assert (again.status, again.text) == (304, "")
    assert (await program.get(path, **{"If-None-Match": '"other"'})).status == 200
    assert (await program.get("/feeds/guess.ics")).status == 404
    assert (await program.get("/feeds")).status == 404
    seen = await owner.send("/calendar/feeds/1", "/calendar/feeds/1/renew")
    assert "There is a new link" in seen.plain
    assert path not in seen.text
    assert (await program.get(path)).status == 404
    assert await renew_feed_secret(calendar, 1, now=NOW) not in seen.text


# --- whatever is sent -------------------------------------------------------------------------

FORMS = {
    "/calendar/book": ("run", "service", "resource", "start", "day", "name", "phone", "email"),
    "/calendar/bookings/1/move": ("run", "start", "version"),
    "/calendar/bookings/1/no-show": ("version",),
    "/calendar/bookings/1/again": ("notification",),
    "/calendar/busy/new": ("starts", "ends", "resource", "reason"),
    "/calendar/feeds/99/renew": (),
}
VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        (
            *("2026-06-16T15:00:00-04:00", "9999-12-31T23:59:59+23:59"),
            *("0001-01-01T00:00:00-23:00", "by-hand-" + "0" * 32, "1", "-1", "9" * 30),
            *("\x00", "\ud800", "x" * 6000, "2026-06-16"),
            *("2026-06-16T15:00", "9999-12-31T23:59", "0001-01-01T00:00"),
        )
    ),
)


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.usefixtures("booked")
async def test_no_form_falls_whatever_is_sent(owner: Browser, path: str) -> None:
    token = await owner.token()
    runs: list[Callable[[], Awaitable[None]]] = []

    @settings(
        max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(st.fixed_dictionaries({}, optional=dict.fromkeys(FORMS[path], VALUES)))
    def gather(values: dict[str, str]) -> None:
        async def sent() -> None:
            fields = {k: v.encode("utf-8", "replace").decode() for k, v in values.items()}
            assert (await owner.post(path, {**fields, "csrf": token})).status < 500

        runs.append(sent)

    gather()
    for run in runs:
        await run()


@pytest.mark.parametrize("text", ["'", "%", "\\", "☃" * 300, "+", "0" * 300, "@", "a b c d"])
async def test_no_search_falls_whatever_is_typed(owner: Browser, text: str) -> None:
    seen = await owner.client.get("/customers", params={"q": text})
    assert seen.status_code == 200
