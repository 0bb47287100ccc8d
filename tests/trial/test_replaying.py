"""Calls that were held are held again: what would be different now."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from handrail import Confirm
from handrail.desk.booking import Booking
from handrail.desk.calendar import Calendar, all_bookings
from handrail.desk.calendar.calls import end_call, mark_tried
from handrail.desk.trials.replaying import replayed
from handrail.journal import JOURNAL
from handrail.trial.replaying import ReplayedCall
from tests.cli.running import invoke
from tests.stories.talk import FRIDAY_AT_NINE, Host, Talk, offer_only, talk

BOOKS = (
    "a haircut on tuesday at three",
    "two one two five five five oh one four two",
    "yes",
    "maria lopez",
    "no email",
    "yes",
)
NUMBER = "+12125550142"


@pytest.fixture
async def calendar() -> AsyncIterator[Calendar]:
    async with await Calendar.open(":memory:") as opened:
        yield opened


async def held(
    calendar: Calendar, *says: str, caller: str | None = None, hours: int = 0, host: Host = "plain"
) -> Talk:
    now = FRIDAY_AT_NINE + timedelta(hours=hours)
    async with talk(calendar, host, now=now, caller=caller) as one:
        await one.say(*says)
        if not one.conversation.closed:
            one.hangs_up()
        await one.conversation.keep()
    return one


async def again(calendar: Calendar) -> list[ReplayedCall]:
    return [call async for call in replayed(calendar)]


async def test_calls_held_again_by_the_same_desk_do_not_differ(calendar: Calendar) -> None:
    """Though what they booked is booked now, and what they cancelled is cancelled."""
    await held(calendar, *BOOKS, caller=NUMBER)
    await held(calendar, "a haircut on tuesday at three", "", "how much is it", "bye", hours=1)
    moves = ("I want to move my booking", "maria lopez", "yes", "wednesday at four", "yes")
    await held(calendar, *moves, caller=NUMBER, hours=2)
    cancels = ("I want to cancel my booking", "maria lopez", "yes", "yes")
    await held(calendar, *cancels, caller=NUMBER, hours=3)
    before = await calendar.journal().calls(), await all_bookings(calendar)
    calls = await again(calendar)
    assert [(call.differs, call.stopped) for call in calls] == [(False, "")] * 4
    assert [call.outcome_now for call in calls] == [
        "booking completed",
        "booking abandoned",
        "rescheduling completed",
        "cancelling completed",
    ]
    assert (await calendar.journal().calls(), await all_bookings(calendar)) == before


async def test_a_service_that_is_gone_makes_calls_differ(calendar: Calendar) -> None:
    await held(calendar, "hello", *BOOKS)
    await offer_only(calendar, "Beard trim")
    [call] = await again(calendar)
    assert (call.turn, call.caller) == (2, "a haircut on tuesday at three")
    assert "service" in {each.step for each in call.differences}
    assert call.was != call.now
    assert (call.outcome_was, call.outcome_now) == ("booking completed", None)


async def test_a_step_that_is_asked_otherwise_makes_calls_differ(
    calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answers are the same, and so is the end; the question is another one."""
    await held(calendar, *BOOKS)
    asked = replace(Booking.plan.by_name["phone"], confirm=Confirm.NEVER)
    steps = tuple(asked if step.name == "phone" else step for step in Booking.plan.steps)
    monkeypatch.setattr(Booking, "plan", replace(Booking.plan, steps=steps))
    [call] = await again(calendar)
    assert call.turn == 2
    assert [str(each) for each in call.differences] == ["question: phone/read_back -> name/ask"]


async def test_a_prompt_that_was_cut_is_cut_again(calendar: Calendar) -> None:
    """What the caller did not hear is not agreed to; played to its end, it would be."""
    async with talk(calendar, "plain", manners=False) as one:
        await one.say("a haircut on tuesday at three")
        conversation = one.conversation
        said = "two one two five five five oh one four two"
        for move in conversation.read((said,)).moves:
            conversation.begin_turn((said,))
            conversation.apply(move)
        conversation.played(await conversation.settle(), "Is that")
        await one.say("yes", "yes")
        one.hangs_up()
        await conversation.keep()
    [call] = await again(calendar)
    assert not call.differs, call


async def test_a_call_is_compared_as_far_as_its_words_are_known(calendar: Calendar) -> None:
    """A model, the owner, or a person did something that the caller's words do not tell."""
    await held(calendar, *BOOKS)
    async with talk(calendar, "plain", now=FRIDAY_AT_NINE + timedelta(hours=1)) as one:
        (_, ends) = sorted(await calendar.journal().calls(), key=lambda one: one.header.began)
        await end_call(calendar, ends.header.id, now=FRIDAY_AT_NINE + timedelta(hours=1))
        await one.say("a haircut")
        one.hangs_up()
    await held(calendar, "a haircut", hours=2)
    await held(calendar, "a beard trim", hours=3)
    model, owner, gone, tried = sorted(
        await calendar.journal().calls(), key=lambda one: one.header.began
    )
    records = JOURNAL.tables["journal_record"]
    async with calendar.writing() as session:
        of = records.c.call == model.header.id
        [(number, data), *_] = (
            await session.execute(
                select(records.c.number, records.c.data)
                .where(of, records.c.kind == "Spoke")
                .order_by(records.c.number.desc())
            )
        ).all()
        data = json.dumps({**json.loads(data), "model_calls": 1})
        await session.execute(
            update(records).where(of, records.c.number == number).values(data=data)
        )
        of = (records.c.call == gone.header.id) & (records.c.kind == "Began")
        await session.execute(update(records).where(of).values(data='{"plan": "massage"}'))
    await mark_tried(calendar, tried.header.id)
    found = {call.call: call for call in await again(calendar)}
    assert {call: (one.turns, one.stopped) for call, one in found.items()} == {
        model.header.id: (5, "a model helped in turn 6"),
        owner.header.id: (0, "the owner ended it before turn 1"),
        gone.header.id: (0, "it is in a workflow that is gone, or cannot be read"),
    }


def test_the_command_tells_what_would_differ(tmp_path: Path) -> None:
    db, report = tmp_path / "desk.db", tmp_path / "report.json"

    async def prepare(*changes: Callable[[Calendar], Awaitable[object]]) -> None:
        async with await Calendar.open(db) as calendar:
            for change in changes:
                await change(calendar)

    asyncio.run(prepare(lambda calendar: held(calendar, *BOOKS)))
    same = invoke("trial", "--replay", str(db), "--strict")
    assert (same.status, same.err) == (0, "")
    assert "1 call, 1 of them to the end: 0 would differ, 0 would end" in same.out
    asyncio.run(prepare(lambda calendar: offer_only(calendar, "Beard trim")))
    told = invoke("trial", "--replay", str(db), "--json", str(report))
    assert told.status == 0
    assert "turn 1 differs\n  > a haircut on tuesday at three\n  was: " in told.out
    written = json.loads(report.read_text())
    assert written["figures"]["differ"] == 1
    assert written["calls"][0]["turn"] == 1
    assert invoke("trial", "--replay", str(db), "--strict").status == 1


def test_what_a_replay_would_pass_over_is_refused(tmp_path: Path) -> None:
    told = invoke("trial", "moving.yaml", "--replay", str(tmp_path / "a.db"), "--noise", "0.1")
    assert told.status == 2
    assert told.err.endswith("it takes --json and --strict, not paths or --noise.\n")
    assert told.err.count("\n") == 1


def test_a_calendar_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    told = invoke("trial", "--replay", str(tmp_path / "none.db"))
    assert told.status == 2
    assert "no calendar" in told.err
    assert not list(tmp_path.iterdir())
    (tmp_path / "other.db").write_text("not a database at all")
    told = invoke("trial", "--replay", str(tmp_path / "other.db"))
    assert (told.status, "Traceback" in told.err) == (2, False)
