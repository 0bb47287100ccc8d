"""The owner defines the desk on its pages, and the next call uses what was saved."""

from __future__ import annotations

import pytest

from handrail.desk.calendar import Calendar
from handrail.desk.calendar.owner import (
    activate_service,
    all_resources,
    all_services,
    business_draft,
    definition_of,
    facts_of,
    overrides_of,
    week_of,
)
from handrail.desk.web.forms import Form, minutes_text
from tests.desk.conftest import NOW, Desk
from tests.desk.web_browser import Browser
from tests.stories.talk import talk

PATHS = [
    *("/types", "/types/new", "/types/1", "/hours", "/resources", "/resources/new"),
    *("/resources/1", "/resources/1/hours", "/business", "/password"),
]


@pytest.mark.parametrize("path", PATHS)
async def test_every_page_is_shown_and_is_small(owner: Browser, path: str) -> None:
    seen = await owner.get(path)
    assert (seen.status, seen.path) == (200, path)
    assert len(seen.text) < 30_000
    assert '<main id="main"' in seen.text
    assert seen.text.count("<h1>") == 1


@pytest.mark.on_postgresql
async def test_a_new_desk_opens_on_its_set_up(owner: Browser, calendar: Calendar) -> None:
    seen = await owner.get("/")
    assert (seen.path, "Northside" in seen.plain) == ("/setup", False)
    seen = await owner.send("/setup", name="", zone="Mars", minutes="soon", weekdays="9 to late")
    assert seen.status == 422
    assert seen.fault("minutes") is not None
    assert seen.fault("weekdays") is not None
    seen = await owner.send("/setup", name="", zone="Mars", service="MOT")
    assert (seen.fault("name"), seen.fault("zone")) == (
        "Give it a name.",
        "There is no time zone 'Mars'. Name it like Europe/London.",
    )
    seen = await owner.send(
        "/setup", name="Low Gear", zone="london", region="gb", service="MOT", minutes="1 h"
    )
    assert (seen.path, "Low Gear" in seen.plain) == ("/types", True)
    async with talk(calendar, manners=False) as caller:
        await caller.say("I'd like to book")
        caller.is_asked("start")
    assert (await owner.get("/setup")).path == "/types"
    assert (await owner.post("/setup", {"csrf": await owner.token()})).status == 409


async def test_every_fault_of_a_form_is_told_at_once_beside_its_field(
    owner: Browser, calendar: Calendar
) -> None:
    before = await definition_of(calendar)
    sent = {"name": "", "zone": "Lodnon", "region": "XX", "weekdays": "9 to 5, 16-18"}
    sent |= {"saturday": "9-10", "minutes": "ages", "price": "free"}
    seen = await owner.post("/setup", {**sent, "csrf": await owner.token()})
    wrong = {"name", "zone", "region", "weekdays", "service", "minutes", "price"}
    assert {name for name in wrong if seen.fault(name)} == wrong
    assert "Do you mean Europe/London?" in seen.plain
    assert "Not saved yet: 7 things need your attention below." in seen.plain
    # What needs two fields to be seen is told beside what needs none.
    seen = await owner.send("/setup", name="", zone="london", service="MOT", minutes="9 h")
    assert (seen.fault("name"), seen.fault("minutes")) == (
        "Give it a name.",
        "Nobody is open so long: the longest opening is eight hours.",
    )
    seen = await owner.send("/types/new", name="", minutes="23 h", step_minutes="often")
    assert all(seen.fault(name) for name in ("name", "minutes", "step_minutes"))
    seen = await owner.send("/hours", "/hours/week", monday="9 to late", tuesday="9-12, 11-13")
    assert all(seen.fault(name) for name in ("monday", "tuesday"))
    seen = await owner.send("/hours", "/hours/dates", day="", openings="9-12, 11-13")
    assert all(seen.fault(name) for name in ("day", "openings"))
    seen = await owner.send("/hours", "/hours/busy", starts="", ends="", reason="x" * 201)
    assert all(seen.fault(name) for name in ("starts", "ends", "reason"))
    assert await definition_of(calendar) == before


async def test_a_type_that_fits_nowhere_any_more_is_told_of_once_that_is_saved(
    owner: Browser, calendar: Calendar
) -> None:
    seen = await owner.send("/hours", "/hours/week", monday="9-12:30")
    assert "Saved. The next call uses it." in seen.plain
    assert "nothing is free" not in seen.plain
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
    seen = await owner.send("/hours", "/hours/week", **dict.fromkeys(days, "9-10"))
    assert seen.status == 200
    told = "But nothing is free for Colour within a year, so callers cannot book it"
    assert told in seen.plain
    assert (await week_of(calendar))[0] == ((540, 600),)
    assert told not in (await owner.get("/hours")).plain
    colour = "/types/2"
    seen = await owner.send(colour, minutes="1 h", window_until="2026-06-12", notice_minutes="2 d")
    assert told in seen.plain
    seen = await owner.send("/types", f"{colour}/active", active="0")
    assert "nothing is free" not in seen.plain
    await owner.send("/types", "/types/1/active", active="0")
    seen = await owner.send("/types", "/types/3/active", active="0")
    assert "Callers must be able to book something: make another type active first." in seen.plain


async def test_the_sample_business_may_stay(owner: Browser) -> None:
    seen = await owner.send("/setup", "/setup/sample")
    assert (seen.path, "Haircut" in seen.plain) == ("/types", True)
    assert (await owner.get("/")).path == "/calendar"


@pytest.mark.on_postgresql
async def test_a_type_that_was_defined_on_the_page_is_booked_in_the_next_call(
    owner: Browser, calendar: Calendar
) -> None:
    seen = await owner.send(
        "/types/new",
        name="Beard trim",
        synonyms="shave, trim",
        minutes="1 h 15",
        price_cents="19,50",
        notice_minutes="1 day",
    )
    assert (seen.path, "Beard trim" in seen.plain) == ("/types", True)
    draft = (await all_services(calendar))[-1].draft
    assert (draft.synonyms, draft.minutes) == (("shave", "trim"), 75)
    assert (draft.price_cents, draft.notice_minutes) == (1950, 1440)
    async with talk(calendar) as caller:
        await caller.say("a shave on tuesday at three")
        caller.knows(service="Beard trim").is_asked("phone")


async def test_a_type_is_edited_as_it_was_shown(owner: Browser, calendar: Calendar) -> None:
    before = await definition_of(calendar)
    assert (await owner.send("/types/2")).path == "/types"
    assert await definition_of(calendar) == before, "saved as it is, nothing changes"
    seen = await owner.send("/types/2", name="haircut", minutes="25 h", daily_limit="many")
    assert seen.status == 422
    assert seen.fault("daily_limit") == "Give a whole number."
    assert 'value="25 h"' in seen.text
    seen = await owner.send("/types/2", name="haircut", minutes="25 h")
    assert seen.fault("name") == "There is already a type 'Haircut'."
    assert seen.fault("minutes") == "Give a number from 1 to 1,440."
    assert (await owner.send("/types/2", name="Colouring")).path == "/types"
    assert (await all_services(calendar))[1].draft.name == "Colouring"


async def test_what_somebody_else_changed_is_not_overwritten(
    owner: Browser, calendar: Calendar
) -> None:
    fields = (await owner.get("/types/2")).fields("/types/2")
    await owner.send("/types/2", minutes="2 h")
    seen = await owner.post("/types/2", {**fields, "minutes": "5 min"})
    assert (seen.status, "Somebody has changed this" in seen.plain) == (409, True)
    assert (await all_services(calendar))[1].draft.minutes == 120


async def test_types_are_moved_and_deactivated_by_buttons(
    owner: Browser, calendar: Calendar
) -> None:
    token = await owner.token()
    await owner.post("/types/order", {"csrf": token, "id": "1", "to": "down"})
    assert [each.id for each in await all_services(calendar)] == [2, 1, 3]
    for key in ("1", "2"):
        await owner.post(f"/types/{key}/active", {"csrf": token, "active": "0"})
    seen = await owner.post("/types/3/active", {"csrf": token, "active": "0"})
    assert (seen.status, "make another type active first" in seen.plain) == (422, True)
    async with talk(calendar) as caller:
        await caller.say("I'd like to book")
        caller.is_asked("start")


async def test_the_next_free_times_are_shown_beside_the_form(owner: Browser) -> None:
    shown = await owner.get("/types/new")
    fields = {**shown.fields("/types/new"), "name": "Trim"}
    seen = await owner.post("/types/preview", fields)
    assert "Friday 12 June, 09:00 Saturday 13 June, 10:00 Monday 15 June, 09:00" in seen.plain
    seen = await owner.post("/types/preview", {**fields, "minutes": "x"})
    assert "Give a length of time" in seen.plain
    seen = await owner.post("/types/preview", {**fields, "minutes": "10 h"})
    assert "Nobody is open so long" in seen.plain


async def test_hours_are_set_and_a_wrong_day_is_told(owner: Browser, calendar: Calendar) -> None:
    seen = await owner.send("/hours", "/hours/week", monday="9-12, 11-13", sunday="never")
    assert seen.fault("sunday") is not None
    seen = await owner.send("/hours", "/hours/week", monday="9-12, 11-13")
    assert "overlaps" in str(seen.fault("monday"))
    await owner.send("/hours", "/hours/week", monday="8-12, 13-19", saturday="")
    week = await week_of(calendar)
    assert (week[0], week[5]) == (((480, 720), (780, 1140)), ())


@pytest.mark.on_postgresql
async def test_a_date_is_closed_changed_and_opened_again(
    owner: Browser, calendar: Calendar
) -> None:
    await owner.send("/hours", "/hours/dates", day="2026-12-24", openings="9-12")
    seen = await owner.send("/hours", "/hours/dates", day="2026-12-24", openings="")
    assert "already" in str(seen.fault("day"))
    await owner.send("/hours", "/hours/dates", day="2026-12-24", openings="", replaces="1")
    assert [each.openings for each in await overrides_of(calendar)] == [()]
    assert "Thursday 24 December 2026 closed" in (await owner.get("/hours")).plain
    await owner.send("/hours", "/hours/dates/remove")
    assert await overrides_of(calendar) == ()
    token = await owner.token()
    again = await owner.post("/hours/dates/remove", {"csrf": token, "day": "2026-12-24"})
    assert again.status == 409


async def test_a_busy_time_is_added_and_removed(owner: Browser) -> None:
    seen = await owner.send("/hours", "/hours/busy", starts="2026-06-15T09:00", ends="")
    assert seen.fault("ends") == "Choose a date and a time."
    seen = await owner.send(
        "/hours", "/hours/busy", starts="2026-06-15T09:00", ends="2026-06-15T12:00", reason="<b>"
    )
    assert "to Mon 15 Jun 2026, 12:00 · everybody · <b>" in seen.plain.replace("< b>", "<b>")
    assert "<b>" not in seen.text
    seen = await owner.send("/hours", "/hours/busy/remove")
    assert "everybody ·" not in seen.plain


async def test_a_resource_is_added_with_hours_of_its_own(
    owner: Browser, calendar: Calendar
) -> None:
    seen = await owner.send("/resources/new", name="chair", zone="Mars")
    assert (seen.status, seen.fault("name")) == (422, "There is already a resource 'Chair'.")
    await owner.send("/resources/new", name="Anna")
    key = (await all_resources(calendar))[-1].id
    top = f"/resources/{key}/hours"
    await owner.send(top, f"{top}/week", monday="10-14")
    await owner.send(top, f"{top}/busy", starts="2026-06-15T09:00", ends="2026-06-15T12:00")
    assert (await week_of(calendar, resource=key))[0] == ((600, 840),)
    assert "· Anna" in (await owner.get(top)).plain
    await owner.send(f"/resources/{key}", name="Anne", zone="Paris")
    token = await owner.token()
    await owner.post("/resources/order", {"csrf": token, "id": str(key), "to": "up"})
    await owner.post(f"/resources/{key}/active", {"csrf": token, "active": "0"})
    assert [each.draft.active for each in await all_resources(calendar)] == [False, True]
    seen = await owner.post("/resources/1/active", {"csrf": token, "active": "0"})
    assert "Nobody else does Haircut" in seen.plain


@pytest.mark.on_postgresql
async def test_facts_are_added_moved_and_taken_away(owner: Browser, calendar: Calendar) -> None:
    added = {"0.topic": "parking", "0.words": "car park, where can i park"}
    seen = await owner.send("/business", "/business/facts", **added)
    assert seen.fault("0.answer") == "Give it what callers hear."
    added["0.answer"] = "You can park behind the house."
    await owner.send("/business", "/business/facts", **added)
    payment = {"1.topic": "payment", "1.answer": "Cards and cash are fine"}
    await owner.send("/business", "/business/facts", **payment)
    await owner.send("/business", "/business/facts", up="1")
    assert [each.topic for each in await facts_of(calendar)] == ["payment", "parking"]
    async with talk(calendar) as caller:
        await caller.say("where can I park?")
        caller.hears("You can park behind the house")
    gone = {"0.topic": "", "0.answer": ""}
    await owner.send("/business", "/business/facts", **gone)
    assert [each.topic for each in await facts_of(calendar)] == ["parking"]


async def test_the_business_is_renamed_and_its_zone_is_checked(
    owner: Browser, calendar: Calendar
) -> None:
    seen = await owner.send("/business", zone="Nowhere/Else", region="Narnia")
    assert (seen.status, seen.fault("zone") is None, seen.fault("region") is None) == (
        422,
        False,
        False,
    )
    seen = await owner.send("/business", name='<script>"&', zone="Europe/Paris")
    assert "&lt;script&gt;" in seen.text
    assert "<script>" not in seen.text
    assert (await business_draft(calendar)).zone == "Europe/Paris"


@pytest.mark.parametrize(
    "path",
    ["/types/0", "/types/99999999999999999999", "/types/-1", "/types/x", "/resources/7/hours"],
)
async def test_what_is_not_there_is_told(owner: Browser, path: str) -> None:
    seen = await owner.get(path)
    assert (seen.status, "There is no such page" in seen.plain) == (404, True)


async def test_another_method_is_refused(owner: Browser) -> None:
    token = await owner.token()
    seen = await owner.raw("DELETE", "/types", b"", **{"X-CSRF-Token": token})
    assert seen.status == 405


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("45", 45),
        ("45 min", 45),
        ("1 h 30", 90),
        ("1h30m", 90),
        ("2 days", 2880),
        ("1 day, 2 h", 1560),
    ],
)
def test_a_length_of_time_is_read_as_owners_write_it(text: str, minutes: int) -> None:
    form = Form({"minutes": [text]})
    assert form.minutes("minutes") == minutes
    assert Form({"minutes": [minutes_text(minutes)]}).minutes("minutes") == minutes
    assert not form.found


@pytest.mark.parametrize("text", ["x", "1.5 h", "-5", "h", "1 week", "1 h -", "١"])
def test_a_length_of_time_that_is_none_is_told(text: str) -> None:
    form = Form({"minutes": [text]})
    form.minutes("minutes")
    assert [each.field for each in form.found] == ["minutes"]


async def test_what_is_shown_is_what_the_next_call_offers(owner: Browser, desk: Desk) -> None:
    await activate_service(desk.calendar, desk.colour.id, active=False, now=NOW)
    assert "Colour" in (await owner.get("/types")).plain
    async with talk(desk.calendar) as caller:
        await caller.say("what can I book?")
        caller.hears("haircut").does_not_hear("colour")
