"""Taking people's details out of the calendar, while others use it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from handrail.desk.calendar import (
    Calendar,
    all_bookings,
    mark_sent,
    notifications,
    put_off,
    take_due,
)
from handrail.desk.calendar.purging import data_before, empty
from tests.desk.conftest import NEW_YORK, NOW, Desk, desk_of

TUESDAY_AT_THREE = datetime(2026, 6, 16, 15, tzinfo=NEW_YORK)


@pytest.fixture(params=["sqlite", "postgresql"])
async def desk(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Desk]:
    where = str(tmp_path / "bookings.db")
    if request.param == "postgresql":
        where = request.getfixturevalue("postgresql_url")
    async with await Calendar.open(where) as calendar:
        yield await desk_of(calendar)


async def test_who_books_again_while_old_data_are_purged_keeps_their_name(desk: Desk) -> None:
    await desk.booked(TUESDAY_AT_THREE)
    later = NOW + timedelta(days=400)
    held = await data_before(desk.calendar, later - timedelta(days=90))
    assert len(held.customers) == 1
    desk.now = later
    await desk.booked(TUESDAY_AT_THREE + timedelta(days=7 * 58))
    assert await empty(desk.calendar, held, now=later) == 0
    assert {booking.name for booking in await all_bookings(desk.calendar)} == {"Maria Lopez"}


async def test_who_does_not_is_forgotten(desk: Desk) -> None:
    await desk.booked(TUESDAY_AT_THREE)
    later = NOW + timedelta(days=400)
    held = await data_before(desk.calendar, later - timedelta(days=90))
    assert await empty(desk.calendar, held, now=later) == 1
    assert {booking.name for booking in await all_bookings(desk.calendar)} == {""}


async def test_messages_that_were_sent_or_given_up_go_in_time_and_others_stay(desk: Desk) -> None:
    calendar = desk.calendar
    calendar.channels = frozenset({"pigeon"})
    for number in range(3):
        await desk.booked(TUESDAY_AT_THREE + timedelta(minutes=30 * number))
    sent, given_up, _ = await take_due(calendar, {"pigeon"}, now=NOW, limit=3)
    await mark_sent(calendar, sent, now=NOW)
    await put_off(calendar, given_up, why="no such address", until=None, now=NOW)
    for moment, left in ((NOW, 3), (NOW + timedelta(seconds=1), 1)):
        held = await data_before(calendar, moment)
        assert len(held.messages) == 3 - left
        await empty(calendar, held, now=NOW)
        assert len(await notifications(calendar)) == left
    assert len(await all_bookings(calendar)) == 3
