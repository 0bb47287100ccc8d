from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

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
from handrail.facts import Verdict

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
async def desk(file: Path) -> AsyncIterator[Desk]:
    async with await Calendar.open(file) as calendar:
        yield await desk_of(calendar)
