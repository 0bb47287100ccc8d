"""A calendar in memory that works without a thread, for trials."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from handrail.desk.calendar import Calendar
from handrail.desk.calendar.tables import ResourceRow


async def test_a_calendar_without_a_thread_is_a_calendar() -> None:
    before = threading.active_count()
    async with await Calendar.open(":memory:", threaded=False) as calendar:
        assert threading.active_count() == before
        assert [service.name for service in await calendar.services()]
        async with calendar.writing() as session:
            await session.execute(insert(ResourceRow).values(name="Chair 9"))
        with pytest.raises(IntegrityError):
            async with calendar.writing() as session:
                await session.execute(insert(ResourceRow).values(name="Chair 10"))
                await session.execute(insert(ResourceRow).values(name="Chair 9"))
        names = [resource.name for resource in await calendar.resources()]
        assert "Chair 9" in names
        assert "Chair 10" not in names
