"""The owner's calendar: by hand, and as calls change it while the owner looks on."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest
from playwright.sync_api import Locator, Page, expect

from handrail.desk.calendar import Booking, NewBooking, book, cancel, reschedule
from tests.browser.conftest import NOW, Browsers, keep_picture
from tests.browser.served import Served

pytestmark = pytest.mark.browser

THREE = datetime(2026, 6, 16, 15, tzinfo=NOW.tzinfo)
DAY = "/calendar?day=2026-06-16"


def booked(desk: Served, start: datetime = THREE, run: str = "a call") -> Booking:
    haircut = desk.run(desk.calendar.services())[0]
    wanted = NewBooking(haircut, start, "+12125550142", "Maria Lopez")
    return desk.run(book(desk.calendar, wanted, run=run, now=NOW, random=Random(run)))


def entry(page: Page, text: str) -> Locator:
    return page.locator(".entries li", has_text=text)


def test_the_calendar_shows_what_calls_do_without_a_reload(
    browsers: Browsers, desk: Served
) -> None:
    page = browsers.owner(DAY)
    page.evaluate("document.loadedOnce = true")
    found = booked(desk)
    expect(entry(page, "Maria Lopez")).to_contain_text("15:00")
    keep_picture(page, "calendar-after-a-call")
    moved = desk.run(
        reschedule(
            desk.calendar,
            found.id,
            THREE + timedelta(hours=1),
            run="another call",
            now=NOW,
            version=found.version,
        )
    )
    expect(entry(page, "Maria Lopez")).to_contain_text("16:00")
    desk.run(cancel(desk.calendar, moved.id, run="a third", now=NOW, version=moved.version))
    expect(entry(page, "Maria Lopez")).to_have_count(0)
    assert page.evaluate("document.loadedOnce") is True


def test_a_booking_is_made_moved_and_cancelled_by_hand(browsers: Browsers, desk: Served) -> None:
    del desk
    page = browsers.owner(DAY)
    page.get_by_role("link", name="Book", exact=True).click()
    page.get_by_label("15:00", exact=True).check()
    page.get_by_label("Name").fill("Ana Stone")
    page.get_by_label("Phone").fill("(212) 555-0199")
    page.get_by_role("button", name="Book").click()
    expect(page.get_by_role("heading", name="Ana Stone")).to_be_visible()

    page.get_by_role("link", name="Move").click()
    page.get_by_label("Day", exact=True).fill("2026-06-17")
    page.get_by_label("Day", exact=True).blur()
    slots = page.get_by_role("radiogroup", name="Free times on Wednesday 17 June")
    slots.get_by_label("16:30", exact=True).check()
    page.get_by_role("button", name="Move it").click()
    expect(page.locator(".facts")).to_contain_text("Wednesday 17 June 2026, 16:30")
    page.get_by_role("link", name="Calendar").last.click()
    expect(entry(page, "Ana Stone")).to_contain_text("16:30")

    entry(page, "Ana Stone").get_by_role("link").click()
    page.get_by_text("Cancel", exact=True).click()
    page.get_by_role("button", name="Cancel this booking").click()
    expect(page.get_by_role("heading", name="Ana Stone")).to_contain_text("Cancelled")


def test_a_time_that_a_call_took_meanwhile_is_explained_and_nothing_is_moved(
    browsers: Browsers, desk: Served
) -> None:
    mine = booked(desk)
    page = browsers.owner(f"/calendar/bookings/{mine.id}/move")
    page.get_by_label("16:00", exact=True).check()
    booked(desk, THREE + timedelta(hours=1), run="another call")
    page.get_by_role("button", name="Move it").click()
    expect(page.locator("#start-fault")).to_contain_text("Four on Tuesday is taken")
    keep_picture(page, "a-conflict")
    page.goto(DAY)
    expect(page.locator(".entries li time")).to_have_text(["15:00–15:30", "16:00–16:30"])
