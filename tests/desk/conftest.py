from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import httpx2
import pytest
from argon2 import PasswordHasher

from handrail.desk.calendar import (
    Asked,
    Booking,
    Business,
    Calendar,
    NewBooking,
    Service,
    book,
    check_start,
)
from handrail.desk.calendar.login import set_password_hash
from handrail.desk.web import application
from handrail.facts import Verdict
from tests.desk.web_browser import ADDRESS, PASSWORD, Browser
from tests.sizes import sized

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 6, 12, 9, tzinfo=NEW_YORK)
"""Friday 12 June 2026, 9:00 in New York: the clock of all stories."""


@dataclass
class Desk:
    """The sample business on the stories' clock, as a call sees it."""

    calendar: Calendar
    business: Business
    haircut: Service
    colour: Service
    consultation: Service
    now: datetime = NOW
    runs: int = 0

    async def asked(self, asked: Asked, service: Service | None = None) -> Verdict:
        return await check_start(
            self.calendar,
            asked,
            business=self.business,
            service=service or self.haircut,
            now=self.now,
        )

    async def booked(
        self, start: datetime, service: Service | None = None, run: str | None = None
    ) -> Booking:
        self.runs += 1
        return await book(
            self.calendar,
            NewBooking(service or self.haircut, start, "+12125550142", "Maria Lopez"),
            run=run or f"run-{self.runs}",
            now=self.now,
            random=Random(self.runs),
        )


async def desk_of(calendar: Calendar) -> Desk:
    haircut, colour, consultation = await calendar.services()
    return Desk(calendar, await calendar.business(), haircut, colour, consultation)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "bookings.db"


@pytest.fixture
def where(request: pytest.FixtureRequest) -> str | Path:
    """Give what the calendar is opened by: see `pytest_generate_tests`."""
    store: str = getattr(request, "param", "file")
    found: str | Path = request.getfixturevalue(store)
    return found


@pytest.fixture
async def desk(where: str | Path) -> AsyncIterator[Desk]:
    async with await Calendar.open(where) as calendar:
        yield await desk_of(calendar)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run tests of the dashboard on PostgreSQL, too: those marked so, and in `make soak` all."""
    if "where" not in metafunc.fixturenames or "test_web_" not in metafunc.module.__name__:
        return
    if any(each.args[0] == "where" for each in metafunc.definition.iter_markers("parametrize")):
        return  # it has chosen
    marked = metafunc.definition.get_closest_marker("on_postgresql") is not None
    if marked or sized(1, reduced=0):
        metafunc.parametrize("where", ["file", "postgresql_url"], indirect=True)


# --- the dashboard -----------------------------------------------------------------------------

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""A password's hash is slow on purpose, which tests need not be."""


@dataclass
class Opened:
    """The dashboard of a calendar, and browsers that look at it. The clock is the first one's."""

    app: Any
    invitation: str
    browsers: list[Browser]

    def browser(self) -> Browser:
        client = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(self.app), base_url=ADDRESS, follow_redirects=True
        )
        self.browsers.append(Browser(client, NOW))
        return self.browsers[-1]

    @property
    def now(self) -> datetime:
        return max((each.now for each in self.browsers), default=NOW)


@pytest.fixture
def calendar(desk: Desk) -> Calendar:
    return desk.calendar


@pytest.fixture
async def opened(calendar: Calendar) -> AsyncIterator[Opened]:
    """Give the dashboard of a new calendar, before it has a password."""
    found = Opened(None, "an invitation", [])
    found.app = await application(
        calendar,
        clock=lambda: found.now,
        invitation=found.invitation,
        hosts=frozenset({"desk.test"}),
        hasher=CHEAP,
    )
    yield found
    await found.app.state.site.aclose()
    for each in found.browsers:
        await each.client.aclose()


@pytest.fixture
async def stranger(opened: Opened, calendar: Calendar) -> Browser:
    """Give a browser that is not logged in, of a desk that has a password."""
    await set_password_hash(calendar, CHEAP.hash(PASSWORD), now=NOW)
    return opened.browser()


@pytest.fixture
async def owner(stranger: Browser, opened: Opened) -> Browser:
    """Give a browser that is logged in."""
    del stranger
    browser = opened.browser()
    await browser.log_in()
    return browser
