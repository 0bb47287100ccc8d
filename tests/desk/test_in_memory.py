"""A calendar in memory that works without a thread, for trials."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from handrail.desk.calendar import Calendar
from handrail.desk.calendar.tables import ResourceRow


async def _add(calendar: Calendar, *names: str) -> None:
    async with calendar.writing() as session:
        for name in names:
            await session.execute(insert(ResourceRow).values(name=name))


async def test_a_calendar_without_a_thread_is_a_calendar() -> None:
    """What is written is there, all of it or nothing, and the database's own rules hold."""
    before = set(threading.enumerate())
    async with await Calendar.open(":memory:", threaded=False) as calendar:
        assert set(threading.enumerate()) <= before
        await _add(calendar, "Chair 9")
        with pytest.raises(IntegrityError):
            await _add(calendar, "Chair 10", "Chair 9")
        async with calendar.reading() as connection:
            names = set((await connection.execute(select(ResourceRow.name))).scalars())
    assert "Chair 9" in names
    assert "Chair 10" not in names
