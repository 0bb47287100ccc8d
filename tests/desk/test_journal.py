"""The desk's calls are kept in the calendar's own database, on either store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from handrail import Conversation, PlainCall
from handrail.desk.calendar import Calendar
from handrail.desk.call import answering
from handrail.journal import CallSummary
from tests.desk.conftest import NOW

CALLER = "+12125550142"


@pytest.fixture(params=["sqlite", "memory", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        url: str = request.getfixturevalue("postgresql_url")
        return url
    return ":memory:" if request.param == "memory" else str(tmp_path / "desk.db")


@pytest.fixture
async def calendar(where: str) -> AsyncIterator[Calendar]:
    async with await Calendar.open(where) as opened:
        yield opened


async def called(calendar: Calendar, *said: str, caller: str | None = CALLER) -> PlainCall[Any]:
    call = PlainCall(Conversation(**await answering(calendar, clock=lambda: NOW, caller=caller)))
    await call.open()
    for text in said:
        await call.say(text)
    return call


async def kept(calendar: Calendar) -> list[CallSummary]:
    return [*await calendar.journal().open_calls(CALLER, since=NOW)]


async def test_a_call_is_kept_turn_by_turn_beside_the_calendar(calendar: Calendar) -> None:
    await called(calendar, "a haircut on tuesday at three")
    (call,) = await kept(calendar)
    assert call.last == NOW.astimezone(UTC)
    records = await calendar.journal().read(call.header.id)
    assert "a haircut on tuesday at three" in [record.data.get("text") for record in records]


async def test_the_number_is_kept_in_one_form_however_the_line_gave_it(calendar: Calendar) -> None:
    await called(calendar, "a haircut", caller="(212) 555-0142")
    await called(calendar, "a haircut", caller="anonymous")
    assert len(await kept(calendar)) == 1


async def test_a_call_that_came_to_its_end_is_none_that_was_dropped(calendar: Calendar) -> None:
    await called(calendar, "no thanks, goodbye")
    assert await kept(calendar) == []
