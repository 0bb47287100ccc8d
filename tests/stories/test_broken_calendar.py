"""A calendar that breaks in the middle of a call: an apology, a person, and nothing written."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from handrail.desk import booking
from handrail.desk.calendar import Calendar, CalendarUnavailable, check_start
from handrail.facts import Verdict
from tests.stories.places import PLACES, SAID, Place, place
from tests.stories.talk import Calling, at

BROKEN = "bookings.db is damaged: database disk image is malformed"


def breaks(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Have what the desk does with its calendar fail."""

    async def failing(*_arguments: object, **_options: object) -> None:
        raise CalendarUnavailable(BROKEN)

    for name in names:
        monkeypatch.setattr(booking, name, failing)


async def test_a_check_that_breaks_is_apologised_for(
    call: Calling, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with call() as caller:
        await caller.say(SAID[0])
        breaks(monkeypatch, "check_start")
        await caller.say("tuesday at three")
        caller.hears("sorry", "call you back").does_not_hear("damaged").is_asked(None, "human")
        caller.does_not_know("start")
        await caller.say("yes", "212 555 0142", "yes")
        caller.ended("escalated")
        assert not await caller.bookings()


async def test_a_check_that_breaks_once_and_no_person_is_wanted(
    plain_call: Calling, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with plain_call() as caller:
        await caller.say(SAID[0])
        with monkeypatch.context() as broken:
            breaks(broken, "check_start")
            await caller.say("tuesday at three")
        await caller.say("no")
        caller.is_asked("start")
        await caller.say("tuesday at three")
        caller.is_asked("phone")


async def test_a_check_that_stays_broken_ends_politely(
    plain_call: Calling, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with plain_call() as caller:
        await caller.say(SAID[0])
        breaks(monkeypatch, "check_start")
        await caller.say("tuesday at three", "no", "wednesday at four")
        caller.hears("sorry", "goodbye").ended("abandoned")


async def test_a_slow_check_is_waited_for(call: Calling, monkeypatch: pytest.MonkeyPatch) -> None:
    async def slowly(*arguments: Any, **options: Any) -> Verdict:
        for _ in range(20):  # as many turns of the event loop as a slow line would take
            await asyncio.sleep(0)
        return await check_start(*arguments, **options)

    monkeypatch.setattr(booking, "check_start", slowly)
    async with call() as caller:
        await caller.say("a haircut", "tuesday at three")
        caller.hears("Tuesday the 16th at 3", "free").is_asked("phone")
        await caller.say("make it sunday")
        caller.hears("closed").knows(start=at("2026-06-16 15:00"))


@pytest.mark.parametrize(
    "here", [each for each in PLACES if "start" in each.known], ids=lambda each: each.name
)
async def test_a_correction_whose_check_breaks_keeps_the_old_time(
    plain_call: Calling, here: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with plain_call() as caller:
        await here.reach(caller)
        before = caller.known()["start"]
        with monkeypatch.context() as broken:
            breaks(broken, "check_start")
            await caller.say("actually make that wednesday at four")
        caller.hears("sorry").is_asked(None, "human")
        assert caller.known()["start"] == before


async def test_a_commit_that_breaks_writes_nothing(
    call: Calling, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with call() as caller:
        await place("the summary").reach(caller)
        breaks(monkeypatch, "book")
        await caller.say("yes")
        caller.hears("sorry", "call you back").does_not_hear("booked", "damaged")
        caller.is_asked(None, "human")
        assert not await caller.bookings()
        await caller.say("yes")
        caller.ended("escalated")


async def test_a_commit_that_breaks_once_can_be_tried_again(
    plain_call: Calling, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with plain_call() as caller:
        await place("the summary").reach(caller)
        with monkeypatch.context() as broken:
            breaks(broken, "book")
            await caller.say("yes")
        caller.is_asked(None, "human")
        await caller.say("no, try again")
        if caller.turns[-1].asking["act"] == "human":
            await caller.say("no")
        caller.is_asked(None, "summary")
        await caller.say("yes")
        caller.hears("booked")
        assert len(await caller.bookings()) == 1


async def test_the_disk_is_gone_for_good(plain_call: Calling, calendar: Calendar) -> None:
    async with plain_call(manners=False) as caller:
        await place("the summary").reach(caller)
        async with calendar.writing() as session:
            connection = await session.connection()
            await connection.exec_driver_sql("DROP TABLE bookings")
        await caller.say("yes")
        caller.hears("sorry").does_not_hear("booked", "table").is_asked(None, "human")


async def test_the_call_back_cannot_be_noted_either(
    plain_call: Calling, calendar: Calendar
) -> None:
    async with plain_call() as caller:
        await caller.say("i want to talk to a person", "212 555 0142")
        async with calendar.writing() as session:
            connection = await session.connection()
            await connection.exec_driver_sql("DROP TABLE callbacks")
        await caller.say("yes")
        caller.hears("sorry", "goodbye").does_not_hear("will call you back")
        assert caller.conversation.closed
