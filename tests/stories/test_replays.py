"""A call is looked at from outside: replayed turn by turn, and ended."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import update

from handrail import view
from handrail.desk.calendar import Calendar, all_bookings
from handrail.desk.calendar.calls import end_call, follow_up, listed_call, listed_calls, mark_of
from handrail.desk.replay import Replay, Replayer
from handrail.journal import JOURNAL, CallJournal
from tests.stories.talk import FRIDAY_AT_NINE, Calling, Talk

NOW = FRIDAY_AT_NINE


def call_of(caller: Talk) -> str:
    journal = caller.conversation._course.journal
    assert isinstance(journal, CallJournal)
    return journal.call


async def replayed(calendar: Calendar) -> Replay:
    replayer = await Replayer.open(calendar, lambda: NOW)
    (listed,) = await listed_calls(calendar, limit=2)
    found = await replayer.replay(listed.id)
    assert found is not None
    return found


def ladder(replay: Replay, turn: int) -> dict[str, Any]:
    at = replay.turns[turn]
    assert at.workflow is not None
    rungs = view.rungs(at.workflow, at.state, replay.context)
    return {each["step"]: (each["status"], each["text"]) for each in rungs}


async def test_a_call_is_replayed_turn_by_turn(call: Calling, calendar: Calendar) -> None:
    async with call() as caller:
        await caller.say("a haircut on tuesday at three", "no, make it four", "", "maria lopez")
        await caller.hangs_up().conversation.keep()
    replay = await replayed(calendar)
    assert [turn.caller for turn in replay.turns] == [
        None,
        "a haircut on tuesday at three",
        "no, make it four",
        "",
        "maria lopez",
    ]
    assert all(turn.desk for turn in replay.turns)
    first = ladder(replay, 1)
    assert first["start"] == ("heard", "Tuesday the 16th at 3")
    assert (first["phone"], first["name"]) == (("asked", ""), ("open", ""))
    assert ladder(replay, 2)["start"] == ("heard", "Tuesday the 16th at 4")
    assert ladder(replay, 4)["name"] == ("heard", "Maria Lopez")
    assert replay.turns[1].values["start"] == datetime.fromisoformat("2026-06-16T15:00-04:00")
    quotes = {(quote.turn, quote.step, quote.said) for quote in replay.turns[2].quotes}
    assert quotes == {(2, "start", ("four",))}
    assert replay.turns[-1].hung_up


async def test_what_a_turn_cost_is_in_the_journal(call: Calling, calendar: Calendar) -> None:
    async with call() as caller:
        await caller.say("a haircut on tuesday at three")
    turn = (await replayed(calendar)).turns[1]
    assert (turn.model_calls, turn.model_characters) == (0, 0)
    assert (turn.milliseconds > 0) == hasattr(caller.host, "session")


async def test_of_a_call_in_a_workflow_that_is_gone_the_words_are_left(
    plain_call: Calling, calendar: Calendar
) -> None:
    async with plain_call() as caller:
        await caller.say("hello", "a haircut")
    records = JOURNAL.tables["journal_record"]
    async with calendar.writing() as session:
        began = update(records).where(records.c.kind == "Began")
        await session.execute(began.values(data='{"plan": "massage"}'))
    replay = await replayed(calendar)
    assert not replay.is_whole
    assert [turn.caller for turn in replay.turns] == [None, "hello", "a haircut"]
    assert all(turn.desk for turn in replay.turns)


async def test_a_call_that_the_owner_ends_is_called_back(call: Calling, calendar: Calendar) -> None:
    async with call() as caller:
        await caller.say("a haircut on tuesday at three", "maria lopez")
        assert await end_call(calendar, call_of(caller), now=NOW)
        await caller.say("two one two five five five oh one four two")
        caller.hears("sorry", "end our call here")
        caller.does_not_hear("of course")
        assert (await caller.say("yes")).heard_in_all("end our call") == 1
    assert not await end_call(calendar, call_of(caller), now=NOW)


async def test_who_wants_no_call_back_from_an_ended_call_is_not_held(
    call: Calling, calendar: Calendar
) -> None:
    for goes in ("no thanks", "I'd like to cancel my booking"):
        async with call() as caller:
            await caller.say("a haircut on tuesday at three")
            await end_call(calendar, call_of(caller), now=NOW)
            await caller.say("my name is maria lopez", goes)
            assert caller.conversation.closed
            caller.hears("goodbye")


async def test_a_yes_after_the_owner_ended_the_call_books_nothing(
    call: Calling, calendar: Calendar
) -> None:
    async with call(caller="+12125550142") as caller:
        await caller.say("a haircut on tuesday at three", "maria lopez", "yes", "no email")
        caller.is_asked(None, "summary")
        await end_call(calendar, call_of(caller), now=NOW)
        await caller.say("yes")
        caller.hears("end our call here")
        caller.hears("call you back soon on 212").ended("escalated")
    assert not await all_bookings(calendar)


async def test_an_owner_marks_a_call_for_follow_up(plain_call: Calling, calendar: Calendar) -> None:
    for _ in range(3):
        async with plain_call() as caller:
            await caller.say("hello")
    second = (await listed_calls(calendar, limit=3))[1].id
    assert await follow_up(calendar, second, wanted=True, note="call her back")
    (found,) = await listed_calls(calendar, limit=9, to_follow_up=True)
    assert (found.id, found.mark.note) == (second, "call her back")
    await follow_up(calendar, second, wanted=False, note="")
    assert not await listed_calls(calendar, limit=9, to_follow_up=True)
    assert not await follow_up(calendar, "no such call", wanted=True, note="")
    await calendar.journal().purge([second])
    assert await listed_call(calendar, second) is None
    assert await mark_of(calendar, second) == await mark_of(calendar, "no such call")
