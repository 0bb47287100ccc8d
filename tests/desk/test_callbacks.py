"""Call-backs: whom a person is to call, noted once for each call that asked for it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handrail import Conversation, PlainCall
from handrail.desk.calendar import (
    Calendar,
    CalendarUnavailable,
    CallBackAsked,
    all_callbacks,
    ask_for_callback,
)
from handrail.desk.call import answering
from tests.desk.conftest import NOW, Desk

NUMBER = "+12125550142"


async def test_nobody_is_to_be_called_in_a_new_calendar(desk: Desk) -> None:
    assert await all_callbacks(desk.calendar) == ()


async def test_a_call_back_is_noted_with_the_moment_it_was_asked_for(desk: Desk) -> None:
    await ask_for_callback(desk.calendar, NUMBER, run="run-1", now=NOW)
    (asked,) = await all_callbacks(desk.calendar)
    assert asked == CallBackAsked(NUMBER, NOW)
    assert asked.asked_at.tzinfo == NOW.tzinfo
    assert asked.as_json() == {"phone": NUMBER, "asked_at": "2026-06-12T09:00:00-04:00"}


async def test_a_run_asks_once_however_often_it_tries(desk: Desk) -> None:
    for number in (NUMBER, NUMBER, "+12125550199"):
        await ask_for_callback(desk.calendar, number, run="run-1", now=NOW)
    assert [asked.phone for asked in await all_callbacks(desk.calendar)] == [NUMBER]


async def test_who_waits_longest_comes_first(desk: Desk) -> None:
    await ask_for_callback(desk.calendar, "+12125550199", run="run-1", now=NOW)
    await ask_for_callback(desk.calendar, NUMBER, run="run-2", now=NOW + timedelta(minutes=5))
    asked = await all_callbacks(desk.calendar)
    assert [each.phone for each in asked] == ["+12125550199", NUMBER]


async def test_a_moment_in_another_zone_is_told_in_the_business_s(desk: Desk) -> None:
    await ask_for_callback(desk.calendar, NUMBER, run="run-1", now=NOW.astimezone(tz=None))
    (asked,) = await all_callbacks(desk.calendar)
    assert asked.asked_at.isoformat() == "2026-06-12T09:00:00-04:00"


async def test_a_calendar_without_its_table_says_so(desk: Desk) -> None:
    async with desk.calendar.writing() as session:
        connection = await session.connection()
        await connection.exec_driver_sql("DROP TABLE callbacks")
    with pytest.raises(CalendarUnavailable):
        await ask_for_callback(desk.calendar, NUMBER, run="run-1", now=NOW)
    with pytest.raises(CalendarUnavailable):
        await all_callbacks(desk.calendar)


async def call(calendar: Calendar, *said: str, caller: str | None = None) -> Conversation[object]:
    """Hold a call and return it when all has been said."""
    conversation = Conversation(**await answering(calendar, clock=lambda: NOW, caller=caller))
    plain = PlainCall(conversation)
    await plain.open()
    for text in said:
        await plain.say(text)
    return conversation  # type: ignore[return-value]


async def test_a_caller_s_own_number_is_noted_after_a_yes(desk: Desk) -> None:
    ended = await call(desk.calendar, "a person please", "yes", caller=NUMBER)
    assert ended.outcome == "escalated"
    assert [asked.phone for asked in await all_callbacks(desk.calendar)] == [NUMBER]


async def test_a_number_that_was_not_agreed_to_is_not_noted(desk: Desk) -> None:
    await call(desk.calendar, "a person please", "212 555 0142")
    assert await all_callbacks(desk.calendar) == ()


async def test_two_calls_are_two_to_call(desk: Desk) -> None:
    for number in ("212 555 0142", "212 555 0199"):
        await call(desk.calendar, "a person please", number, "yes")
    asked = await all_callbacks(desk.calendar)
    assert [each.phone for each in asked] == [NUMBER, "+12125550199"]
