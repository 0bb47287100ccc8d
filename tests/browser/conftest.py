"""Real browsers that look at the dashboard. All waiting is Playwright's, and bounded."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.served import PASSWORD, Served, served

NOW: Final = datetime(2026, 6, 12, 9, tzinfo=ZoneInfo("America/New_York"))
"""Friday 12 June 2026, 9:00 in New York: the clock of all stories."""
PICTURES: Final = Path(__file__).resolve().parents[2] / "build" / "browser"
_CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome")
_FLAGS: Final = (
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)
_LONGEST_MS: Final = 10_000


@dataclass
class Browsers:
    """Browsers of different people: none knows the cookies of another."""

    chromium: Browser
    desk: Served
    faults: list[str] = field(default_factory=list)
    """What went wrong behind a page: errors of scripts, what the content policy forbids, 5xx."""

    def stranger(self, **context: Any) -> Page:
        """Give a browser that is not logged in."""
        usual = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}
        opened = self.chromium.new_context(base_url=self.desk.address, **{**usual, **context})
        opened.set_default_timeout(_LONGEST_MS)
        page = opened.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda said: self._said(said.type, said.text))
        page.on("response", lambda answer: self._answered(answer.status, answer.url))
        return page

    def owner(self, path: str = "/", **context: Any) -> Page:
        """Give a browser that is logged in, at a page."""
        page = self.stranger(**context)
        page.goto(f"/login?next={path}")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        expect(page).not_to_have_url(re.compile("/login"))
        return page

    def _said(self, kind: str, text: str) -> None:
        # Chromium also says of each 4xx that it was one, which a form with a fault is.
        if kind == "error" and "status of 4" not in text:
            self.faults.append(text)

    def _answered(self, status: int, url: str) -> None:
        if status >= 500:
            self.faults.append(f"{status} {url}")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if found is None:
        pytest.skip("there is no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_desk(tmp_path: Path) -> Iterator[Served]:
    """Give a desk at its first start, without a password."""
    with served(tmp_path / "desk.db", NOW) as found:
        yield found


@pytest.fixture
def desk(new_desk: Served) -> Served:
    """Give a desk with a password and the sample business."""
    new_desk.keep_sample()
    return new_desk


@pytest.fixture
def browsers(chromium: Browser, new_desk: Served) -> Iterator[Browsers]:
    expect.set_options(timeout=_LONGEST_MS)
    found = Browsers(chromium, new_desk)
    yield found
    for context in chromium.contexts:
        context.close()
    assert found.faults == []


def keep_picture(page: Page, name: str) -> None:
    """Keep what a page looks like, for people to see after the run."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
