"""A time agreed in a call is kept for that caller: another one hears of others meanwhile."""

from __future__ import annotations

from datetime import timedelta

from handrail.desk.calendar import Calendar, all_holds
from tests.stories.talk import FRIDAY_AT_NINE, Calling, at

SOON = FRIDAY_AT_NINE + timedelta(minutes=1)
LATER = FRIDAY_AT_NINE + timedelta(minutes=11)


async def held(calendar: Calendar) -> list[str]:
    found = await all_holds(calendar, now=FRIDAY_AT_NINE)
    return [each.start.isoformat() for each in found]


def utc(hour: int, minute: int = 0) -> str:
    """A time on Tuesday in New York, in UTC."""
    return f"2026-06-16T{hour + 4:02}:{minute:02}:00+00:00"


async def test_a_second_caller_hears_of_other_times_while_the_first_decides(
    call: Calling, calendar: Calendar
) -> None:
    async with call() as first:
        await first.say("A haircut on Tuesday at three, please")
        first.knows(start=at("2026-06-16 15:00"))
        async with call() as second:
            await second.say("A haircut on Tuesday at three, please")
            second.hears("three on Tuesday is taken").is_asked("start", "offer")
            await second.say("the second one")
            second.knows(start=at("2026-06-16 15:30"))
        await first.say("212 555 0142", "yes", "Maria Lopez", "no", "yes")
        first.hears("booked")
        assert await held(calendar) == [utc(15, 30)]


async def test_another_time_replaces_the_one_that_was_kept(
    call: Calling, calendar: Calendar
) -> None:
    async with call() as caller:
        await caller.say("A haircut on Tuesday at three, please")
        assert await held(calendar) == [utc(15)]
        await caller.say("no, make it four")
        assert await held(calendar) == [utc(16)]


async def test_a_part_of_a_day_keeps_nothing(call: Calling, calendar: Calendar) -> None:
    async with call() as caller:
        await caller.say("A haircut on Tuesday afternoon, please")
        caller.is_asked("start", "offer")
        assert await held(calendar) == []


async def test_a_caller_who_drops_it_leaves_the_time_to_others(
    call: Calling, calendar: Calendar
) -> None:
    async with call() as caller:
        await caller.say("A haircut on Tuesday at three, please")
        assert await held(calendar) == [utc(15)]
        await caller.say("never mind, forget it")
        assert await held(calendar) == []


async def test_a_caller_who_is_to_be_called_back_leaves_the_time_to_others(
    call: Calling, calendar: Calendar
) -> None:
    async with call(caller="+12125550142") as caller:
        await caller.say("A haircut on Tuesday at three, please", "can I speak to a person")
        assert await held(calendar) == []


async def test_a_time_is_kept_for_a_while_after_a_hang_up(
    call: Calling, calendar: Calendar
) -> None:
    async with call() as caller:
        await caller.say("A haircut on Tuesday at three, please")
        caller.hangs_up()
    assert await held(calendar) == [utc(15)]
    async with call(now=SOON) as soon:
        await soon.say("A haircut on Tuesday at three, please")
        soon.hears("taken")
    async with call(now=LATER) as later:
        await later.say("A haircut on Tuesday at three, please")
        later.does_not_hear("taken").knows(start=at("2026-06-16 15:00"))
