"""A calendar in a file works in a thread, which is asked once for each statement."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from handrail.desk.calendar import Calendar
from handrail.desk.calendar.tables import ResourceRow


async def test_a_statement_asks_the_thread_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    whole = aiosqlite.Connection._execute

    async def counting(self: aiosqlite.Connection, fn: Any, *args: Any, **kwargs: Any) -> Any:
        asked.append(fn.__name__)
        return await whole(self, fn, *args, **kwargs)  # type: ignore[no-untyped-call]

    async with await Calendar.open(tmp_path / "desk.db") as calendar:
        monkeypatch.setattr(aiosqlite.Connection, "_execute", counting)
        async with calendar.reading() as connection:
            names = (await connection.execute(select(ResourceRow.name))).scalars().all()
        monkeypatch.undo()
    assert names
    assert asked == ["run", "run", "rollback"]  # BEGIN, and the statement


async def test_what_a_statement_changed_is_told(tmp_path: Path) -> None:
    """Keys and counts come back from the thread, and what it refuses is raised."""
    async with await Calendar.open(tmp_path / "desk.db") as calendar:
        async with calendar.writing() as session:
            many = [{"name": f"Chair {n}"} for n in range(7, 10)]
            await session.execute(insert(ResourceRow), many)
            row = ResourceRow(name="Chair 10")
            session.add(row)
            await session.flush()
        with pytest.raises(IntegrityError):
            async with calendar.writing() as session:
                await session.execute(insert(ResourceRow).values(name="Chair 10"))
        async with calendar.reading() as connection:
            wanted = select(ResourceRow.name).where(ResourceRow.id == row.id)
            assert (await connection.execute(wanted)).scalars().all() == ["Chair 10"]
