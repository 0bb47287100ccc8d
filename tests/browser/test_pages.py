"""Every page: for people who cannot see well or use a mouse, on a phone, and on a slow line."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import Browsers, keep_picture
from tests.browser.served import INVITATION, Served
from tests.browser.test_calendar import booked
from tests.browser.test_chat import call_the_desk, say

pytestmark = pytest.mark.browser

_MOST_PAGES: Final = 60
_MOST_BYTES: Final = 150_000
_MOST_HIGH: Final = 80
"""Pixels of the navigation, in one line."""
_WIDE: Final[ViewportSize] = {"width": 1200, "height": 900}
_PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
_BEFORE_LOGIN: Final = ("/login", f"/first?key={INVITATION}")
_NO_LINK_LEADS: Final = ("/setup", "/calendar?span=week&day=2026-06-16", "/no-such-page")
_LEADS_ELSEWHERE: Final = re.compile(r"/feeds/|\.(csv|ics|json)$")

_SCAN: Final = """async rules => (await axe.run(document, {
  resultTypes: ["violations"],
  ...(rules && {runOnly: {type: "rule", values: rules}}),
})).violations
  .filter(each => ["serious", "critical"].includes(each.impact))
  .map(each => `${each.id}: ${each.nodes.map(node => node.target.join(" ")).join(", ")}`)"""
_BYTES: Final = """() => ["navigation", "resource"]
  .flatMap(kind => performance.getEntriesByType(kind))
  .reduce((sum, each) => sum + each.transferSize, 0)"""


@pytest.mark.timeout(400)
def test_every_page_is_accessible_fits_a_phone_and_is_light(
    browsers: Browsers, desk: Served
) -> None:
    booked(desk)
    stranger = browsers.stranger()
    found = [fault for path in _BEFORE_LOGIN for fault in faults_of(stranger, path)]
    page = browsers.owner()
    call_the_desk(page)
    say(page, "I'd like to book a haircut", "next tuesday at three", "make it four")
    page.goto("/api-tokens")
    page.get_by_label("For").fill("our website")
    page.get_by_role("button", name="Make the token").click()
    found += faults_here(page, "page-api-token-made")
    paths = reachable(page)
    kinds = {re.sub(r"(?<=.)/[0-9a-f]{32}.*", "/ID", path) for path in paths}
    assert {"/calls/ID", "/try/ID", "/api-reference"} <= kinds
    assert len(paths) < _MOST_PAGES
    for path in (*paths, *_NO_LINK_LEADS):
        found += faults_of(page, path)
    found += overweight(browsers, paths)
    assert found == []


def reachable(page: Page) -> list[str]:
    """Return the pages that links lead to, one of each kind: bookings are all alike."""
    seen: dict[str, str] = {}
    ahead = ["/"]
    while ahead:
        page.goto(ahead.pop(0))
        for link in page.locator("a[href]").evaluate_all("all => all.map(each => each.href)"):
            parts = urlsplit(link)
            kind = re.sub(r"(?<=/)[0-9][^/]*", "N", parts.path)
            if parts.netloc != urlsplit(page.url).netloc or _LEADS_ELSEWHERE.search(kind):
                continue
            if kind not in seen:
                seen[kind] = f"{parts.path}?{parts.query}".rstrip("?")
                ahead.append(seen[kind])
    return sorted(seen.values())


def faults_of(page: Page, path: str) -> list[str]:
    """Return what is wrong with a page, in light and dark, on a desk and on a phone."""
    page.set_viewport_size(_WIDE)
    page.goto(path)
    found = faults_here(page, f"page{re.sub(r'[^a-z0-9]+', '-', path.partition('?')[0])}")
    return [f"{path}: {each}" for each in found]


def faults_here(page: Page, name: str) -> list[str]:
    """Return what is wrong with a page as it is shown, and keep pictures of it."""
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(_WIDE)
    expect(page.locator("h1")).to_have_count(1)
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
    faults: list[str] = page.evaluate(_SCAN)
    if page.evaluate("document.querySelector('.top').offsetHeight") > _MOST_HIGH:
        faults.append("the navigation takes two lines")
    keep_picture(page, name)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(_PHONE)
    faults += [f"dark: {each}" for each in page.evaluate(_SCAN, ["color-contrast"])]
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > _PHONE["width"]:
        faults.append(f"{wide} px wide on a phone")
    keep_picture(page, f"{name}-dark-phone")
    return faults


def overweight(browsers: Browsers, paths: list[str]) -> list[str]:
    """Return the pages that are heavy for a browser that has seen none before."""
    state = browsers.chromium.contexts[-1].storage_state()
    found = []
    for path in paths:
        page = browsers.stranger(storage_state=state)
        page.goto(path)
        size = page.evaluate(_BYTES)
        if not 0 < size < _MOST_BYTES:
            found.append(f"{path}: {size} bytes")
        page.context.close()
    return found
