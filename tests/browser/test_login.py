"""The first start, logging in, and being refused."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Browsers
from tests.browser.served import INVITATION, PASSWORD, Served
from tests.browser.test_pages import faults_here

pytestmark = pytest.mark.browser


def test_a_new_desk_is_set_up_in_a_few_lines(browsers: Browsers) -> None:
    page = browsers.stranger()
    page.goto("/")
    expect(page.get_by_text("There is no password yet")).to_be_visible()
    page.goto(f"/first?key={INVITATION}")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same again").fill(PASSWORD)
    page.get_by_role("button", name="Set it").click()

    expect(page.get_by_role("heading", name="Set up your desk")).to_be_visible()
    assert faults_here(page, "page-setup") == []
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_label("Name").first.fill("Low Gear")
    page.get_by_label("Time zone").fill("Mars")
    page.get_by_label("Country").fill("gb")
    callers_book = page.get_by_role("group", name="What callers book first")
    callers_book.get_by_label("Name").fill("Service check")
    page.get_by_role("button", name="Set it up").click()
    fault = re.compile("There is no time zone 'Mars'")
    expect(page.get_by_label("Time zone")).to_have_accessible_description(fault)
    page.get_by_label("Time zone").fill("London")
    page.get_by_role("button", name="Set it up").click()

    expect(page.get_by_role("heading", name="Booking types")).to_be_visible()
    expect(page.get_by_role("heading", name="Service check")).to_be_visible()
    expect(page.get_by_role("link", name="Low Gear")).to_be_visible()


def test_the_link_of_the_first_start_works_once(browsers: Browsers) -> None:
    first, second = browsers.stranger(), browsers.stranger()
    for page in (first, second):
        page.goto(f"/first?key={INVITATION}")
    for page in (first, second):
        page.get_by_label("Password", exact=True).fill("another password")
        page.get_by_label("The same again").fill("another password")
        page.get_by_role("button", name="Set it").click()
    expect(first.get_by_role("button", name="Log out")).to_be_visible()
    expect(second.get_by_text("That link is used up")).to_be_visible()


@pytest.mark.usefixtures("desk")
def test_a_wrong_password_is_refused_and_too_many_are_not_tried(browsers: Browsers) -> None:
    page = browsers.stranger()
    page.goto("/calendar")
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    password = page.get_by_label("Password")
    for _ in range(5):
        password.fill("not the password")
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_text("That is not the password.")).to_be_visible()
    password.fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_text("Too many attempts")).to_be_visible()
    expect(password).to_have_attribute("aria-invalid", "true")


def test_whoever_logs_in_lands_where_they_were_going_until_they_log_out(
    browsers: Browsers, desk: Served
) -> None:
    page = browsers.stranger()
    page.goto("/hours")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{desk.address}/hours")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    page.goto("/hours")
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
