"""What is counted over calls, and the flow with what happened in it."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from handrail.desk.calendar import Calendar
from handrail.desk.calendar.calls import mark_tried
from handrail.desk.calendar.double import double_bookings
from handrail.desk.figures import CallFigures
from handrail.desk.web.calls.counting import SILENT
from handrail.desk.web.calls.numbers import numbers_of
from tests.desk.conftest import NOW, Desk, Opened
from tests.desk.test_web_calls import called
from tests.desk.web_browser import Browser, Seen

BOOKED = ("a haircut on tuesday at three", "maria lopez", "yes", "no email", "yes", "no thanks")


async def some_calls(opened: Opened, calendar: Calendar) -> str:
    await called(calendar, *BOOKED, caller="+12125550142")
    await called(calendar, "a haircut on friday at ten", "no, make it eleven", "blue monkeys")
    await called(calendar, "a colour", "can I talk to a human", "212 555 0142", "yes", "goodbye")
    tried = await called(calendar, "a haircut", "goodbye")
    await mark_tried(calendar, tried)
    for browser in opened.browsers:
        browser.now += 2 * SILENT  # until then, who hung up may call again and go on
    await opened.app.state.site.counting.catch_up()
    return tried


def figure(seen: Seen, name: str) -> str:
    found = re.search(rf"<dt>{name}</dt><dd>([^<]*)</dd>", seen.text)
    assert found, seen.plain
    return found[1]


@pytest.mark.on_postgresql
async def test_calls_are_summed_up(opened: Opened, owner: Browser, calendar: Calendar) -> None:
    await some_calls(opened, calendar)
    seen = await owner.get("/numbers")
    assert (figure(seen, "Calls"), figure(seen, "Took no person")) == ("3", "67 %")
    assert (figure(seen, "Turns, median"), figure(seen, "Turns without a model")) == ("5", "100 %")
    assert (figure(seen, "Model calls"), figure(seen, "Double bookings, ever")) == ("0", "0")
    assert "1 of 3, 33 %" in seen.plain
    assert "booking: phone 1" in seen.plain
    assert figure(await owner.get("/numbers?tried=1"), "Calls") == "4"


async def test_only_the_days_that_are_asked_for_count(
    opened: Opened, owner: Browser, calendar: Calendar
) -> None:
    await some_calls(opened, calendar)
    for first, last, calls in [
        ("2026-06-12", "2026-06-12", "3"),
        ("2026-06-13", "2026-06-14", "0"),
        ("2026-05-01", "2026-06-11", "0"),
        ("2026-06-30", "2026-06-12", "3"),
        ("soon", "9999-12-31", "3"),
        ("-1", "\u0663", "3"),
    ]:
        seen = await owner.get(f"/numbers?first={first}&last={last}")
        assert (seen.status, figure(seen, "Calls")) == (200, calls), (first, last)


@pytest.mark.on_postgresql
async def test_the_flow_is_drawn_with_what_happened(
    opened: Opened, owner: Browser, calendar: Calendar
) -> None:
    await some_calls(opened, calendar)
    seen = await owner.get("/flow")
    assert ("<svg" in seen.text, "<style" in seen.text) == (True, False)
    assert "answered 2, re-asked 0, corrected 1, dropped 0" in seen.plain
    assert "answered 1, re-asked 1, corrected 0, dropped 1" in seen.plain
    other = await owner.get("/flow?workflow=cancelling")
    assert "The steps of cancelling" in other.plain
    assert (await owner.get("/flow?workflow=<script>")).plain.count("The steps of booking") == 1


async def test_with_no_calls_there_are_no_numbers(owner: Browser) -> None:
    seen = await owner.get("/numbers")
    assert (seen.status, figure(seen, "Took no person")) == (200, "–")
    assert (await owner.get("/flow")).status == 200


def test_nothing_sums_up_to_nothing() -> None:
    numbers = numbers_of(())
    assert (numbers.calls, numbers.contained, numbers.turns) == (0, None, None)
    assert numbers_of([CallFigures()]).by_rule is None


@pytest.mark.parametrize("where", ["file"], indirect=True)  # its triggers can be taken away
async def test_a_double_booking_would_be_found(desk: Desk) -> None:
    await desk.booked(NOW.replace(day=16, hour=15))
    await desk.booked(NOW.replace(day=16, hour=16))
    assert await double_bookings(desk.calendar) == 0
    async with desk.calendar.writing() as session:
        found = await session.execute(text("SELECT name FROM sqlite_master WHERE type='trigger'"))
        for name in found.scalars():
            await session.execute(text(f'DROP TRIGGER "{name}"'))
        await session.execute(
            text("UPDATE bookings SET blocked_from = blocked_from - 3000 WHERE id = 2")
        )
    assert await double_bookings(desk.calendar) == 1
