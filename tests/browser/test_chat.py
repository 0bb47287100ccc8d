"""Calls in writing, on the dashboard: what the owner changes, the next caller meets."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Browsers, keep_picture

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

_DAY = "/calendar?day=2026-06-16"
_FIRST_CALL_MS = 60_000  # LiveKit is imported then, on two slow cores


def call_the_desk(page: Page) -> None:
    page.goto("/try")
    page.get_by_label("The number you call from").fill("+12125550142")
    page.get_by_role("button", name="Call the desk").click(timeout=_FIRST_CALL_MS)
    expect(turns(page)).to_have_count(1, timeout=_FIRST_CALL_MS)


def say(page: Page, *texts: str) -> None:
    """Say one thing after the other, each when the one before was answered."""
    for text in texts:
        before = turns(page).count()
        page.get_by_label("You say").fill(text)
        page.keyboard.press("Enter")
        expect(turns(page)).to_have_count(before + 1)


def hang_up(page: Page) -> None:
    page.get_by_role("button", name="Hang up").click()
    expect(page.get_by_role("heading", name="Try it")).to_be_visible()


def turns(page: Page) -> Locator:
    return page.locator(".turn")


def heard(page: Page) -> Locator:
    """Give the desk's last words."""
    return turns(page).last.locator(".desk .said")


@pytest.mark.usefixtures("desk")
def test_the_type_is_asked_only_while_there_are_several(browsers: Browsers) -> None:
    page = browsers.owner("/types")
    call_the_desk(page)
    say(page, "I'd like to book an appointment")
    expect(heard(page)).to_contain_text("What would you like to book?")
    hang_up(page)

    page.goto("/types")
    for name in ("Colour", "Consultation"):
        page.get_by_role("button", name=f"Deactivate {name}").click()
        expect(page.get_by_role("button", name=f"Activate {name}")).to_be_visible()
    call_the_desk(page)
    say(page, "I'd like to book an appointment")
    expect(heard(page)).to_contain_text("When would you like to come in?")
    hang_up(page)

    page.goto("/types")
    page.get_by_role("button", name="Activate Colour").click()
    call_the_desk(page)
    say(page, "I'd like to book an appointment")
    expect(heard(page)).to_contain_text("What would you like to book?")


@pytest.mark.usefixtures("desk")
def test_what_a_chat_books_moves_and_cancels_is_seen_in_the_calendar_at_once(
    browsers: Browsers,
) -> None:
    calendar = browsers.owner(_DAY)
    calendar.evaluate("document.loadedOnce = true")
    entries = calendar.locator(".entries li")
    expect(entries).to_have_count(0)
    page = calendar.context.new_page()

    call_the_desk(page)
    say(page, "I'd like to book a haircut", "next tuesday at three")
    expect(entries).to_contain_text("Held in a call")
    say(page, "yes", "maria lopez", "no email", "yes")
    expect(entries).to_contain_text("Maria Lopez")

    hang_up(page)
    call_the_desk(page)
    say(page, "I'd like to move my haircut", "maria lopez", "to four on tuesday", "yes", "yes")
    expect(entries.filter(has_text="Maria Lopez")).to_contain_text("16:00")

    hang_up(page)
    call_the_desk(page)
    say(page, "I'd like to cancel my haircut", "maria lopez", "yes")
    expect(entries).to_have_count(0)
    assert calendar.evaluate("document.loadedOnce") is True


@pytest.mark.usefixtures("desk")
def test_nothing_more_can_be_said_once_the_desk_has_ended_the_call(browsers: Browsers) -> None:
    page = browsers.owner("/try")
    call_the_desk(page)
    say(page, "bye")
    expect(page.get_by_text("The desk has ended this call.")).to_be_visible()
    expect(page.get_by_label("You say")).to_be_hidden()
    page.get_by_role("link", name="Call again").click()
    expect(page.get_by_role("button", name="Put away")).to_be_visible()


@pytest.mark.usefixtures("desk")
def test_a_second_page_watches_a_call_while_it_goes_on(browsers: Browsers) -> None:
    page = browsers.owner("/try")
    watcher = browsers.owner("/calls")
    expect(watcher.get_by_text("live")).to_have_count(0)
    call_the_desk(page)
    watcher.locator("main a[href^='/calls/']").first.click()
    expect(turns(watcher)).to_have_count(1)
    say(page, "I'd like to book a haircut", "next tuesday at three")
    expect(turns(watcher)).to_have_count(3)
    expect(watcher.locator(".words")).to_contain_text("next tuesday at three")
    expect(watcher.locator(".rung.now")).to_have_count(1)
    keep_picture(watcher, "a-live-call")
    say(page, "make it four instead")
    expect(watcher.locator(".ladder")).to_contain_text("4")
    expect(heard(watcher)).to_have_text(heard(page).inner_text())
