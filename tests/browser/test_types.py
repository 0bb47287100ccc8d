"""What callers book is defined without a mouse, and its next free times are seen meanwhile."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browsers, keep_picture
from tests.browser.served import Served

pytestmark = pytest.mark.browser

_MOST_STEPS = 60


def test_a_type_is_defined_with_the_keyboard_alone(browsers: Browsers, desk: Served) -> None:
    page = browsers.owner("/types")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    go_to(page, "New type")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="New type")).to_be_visible()
    for label, typed in (("Name", "Beard trim"), ("It takes", "sometime")):
        go_to(page, label)
        page.keyboard.press("ControlOrMeta+A")
        page.keyboard.type(typed)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("1 thing needs your attention")
    go_to(page, "It takes")
    expect(page.get_by_label("It takes")).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("20 min")
    go_to(page, "Save")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Beard trim")).to_be_visible()
    assert [each.name for each in desk.run(desk.calendar.services())][-1] == "Beard trim"


@pytest.mark.usefixtures("desk")
def test_the_next_free_times_follow_what_is_typed(browsers: Browsers) -> None:
    page = browsers.owner("/types/new")
    ahead = page.get_by_role("complementary", name="Next free times")
    page.get_by_label("Name").fill("Beard trim")
    page.get_by_label("It takes").fill("20 min")
    expect(ahead).to_contain_text("Friday 12 June, 09:00")
    page.get_by_label("At least ahead").fill("2 days")
    expect(ahead).to_contain_text("Monday 15 June, 09:00")
    page.get_by_label("It takes").fill("20 h")
    expect(ahead).not_to_contain_text("June")
    keep_picture(page, "no-free-times")


@pytest.mark.usefixtures("desk")
def test_the_pages_are_behind_a_button_on_a_phone(browsers: Browsers) -> None:
    page = browsers.owner("/hours", viewport={"width": 390, "height": 844}, has_touch=True)
    business = page.get_by_role("link", name="Business")
    expect(business).to_be_hidden()
    page.get_by_role("button", name="Menu").tap()
    expect(page.get_by_role("link", name="Hours")).to_have_attribute("aria-current", "page")
    business.tap()
    expect(page.get_by_role("heading", name="Business")).to_be_visible()
    expect(business).to_be_hidden()


def go_to(page: Page, label: str) -> None:
    """Press the tab key until what bears a label has the focus."""
    wanted = page.get_by_label(label, exact=True).or_(
        page.get_by_role("link", name=label, exact=True)
    )
    wanted = wanted.or_(page.get_by_role("button", name=label, exact=True))
    for _ in range(_MOST_STEPS):
        page.keyboard.press("Tab")
        if wanted.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError(f"the tab key does not lead to {label!r}")
