"""Dropped calls at the desk: on both stores, from the command line, by a worker, with a model."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from handrail import Conversation, PlainCall
from handrail.desk.calendar import Calendar
from handrail.desk.call import answering
from handrail.desk.worker import Line, receptionist
from handrail.journal import CallJournal, JournalUnavailable, Record, SqlStore
from handrail.livekit import Receptionist, TextCall
from tests.cli.running import invoke
from tests.desk.conftest import NOW
from tests.livekit.scripted import Reply, Scripted

MARIA = "+12125550142"
HERS = ("i'm maria lopez, a haircut on tuesday at three", "yes")


@pytest.fixture
async def calendar() -> AsyncIterator[Calendar]:
    async with await Calendar.open(":memory:") as opened:
        yield opened


async def cut_off(calendar: Calendar, *said: str, now: datetime = NOW) -> None:
    arguments = await answering(calendar, clock=lambda: now, caller=MARIA)
    call = PlainCall(Conversation(**arguments))
    await call.open()
    for text in said:
        await call.say(text)
    call.conversation.hang_up()
    await call.conversation.keep()


def says(conversation: Conversation[Any], text: str) -> None:
    proposal = conversation.read((text,))
    conversation.begin_turn((text,))
    for move in proposal.moves:
        conversation.apply(move)


async def answered(calendar: Calendar) -> PlainCall[object]:
    return PlainCall(Conversation(**await answering(calendar, clock=lambda: NOW, caller=MARIA)))


def play(db: str, *said: str) -> str:
    ran = invoke(
        "call", "--db", db, "--from", MARIA, "--now", NOW.isoformat(), stdin="\n".join(said)
    )
    assert ran.status == 0, ran.err
    return ran.out


def test_another_command_goes_on_with_a_call_that_one_was_cut_off_from(tmp_path: Path) -> None:
    db = str(tmp_path / "desk.db")
    play(db, *HERS)
    heard = play(db, "maria lopez", "yes", "no", "yes")
    assert "welcome back" in heard
    assert "We had a haircut on Tuesday the 16th at 3" in heard
    assert "completed (booking)" in heard


async def test_on_postgresql_a_dropped_call_is_gone_on_with_and_purged(
    postgresql_url: str,
) -> None:
    async with await Calendar.open(postgresql_url) as calendar:
        await cut_off(calendar, *HERS)
        call = await answered(calendar)
        assert "welcome back" in await call.open()
        assert "haircut on Tuesday the 16th at 3" in await call.say("maria lopez")
        assert "email" in await call.say("yes")
        purged = await asyncio.to_thread(invoke, "purge", "--db", postgresql_url, "--person", MARIA)
        assert purged.status == 0, purged.err
        again = await answered(calendar)
        assert "good morning" in await again.open()


async def test_a_dropped_call_that_cannot_be_read_makes_an_ordinary_one(
    calendar: Calendar, caplog: pytest.LogCaptureFixture
) -> None:
    await cut_off(calendar, *HERS)
    store = calendar.journal()
    (dropped,) = await store.open_calls(MARIA, since=NOW - timedelta(minutes=1))
    damaged = [Record("Answered", NOW.astimezone(UTC), {"answer": 1}, 1)]
    await store.append(dropped.header, damaged, after=dropped.length)
    call = await answered(calendar)
    assert "good morning" in await call.open()
    assert "cannot be gone on with" in caplog.text
    assert "Maria" not in caplog.text


async def test_a_journal_that_cannot_be_read_makes_an_ordinary_call(
    calendar: Calendar, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await cut_off(calendar, *HERS)

    async def away(*_: object, **__: object) -> None:
        raise JournalUnavailable("calls.db cannot be used")

    monkeypatch.setattr("handrail.desk.call.dropped_calls", away)
    call = await answered(calendar)
    assert "good morning" in await call.open()
    assert "dropped calls cannot be looked up: calls.db cannot be used" in caplog.text


async def test_a_journal_that_is_only_slow_refuses_nobody_who_goes_on(
    calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    await cut_off(calendar, *HERS)
    call = await answered(calendar)
    await call.open()
    await call.say("maria lopez")
    back, append = asyncio.Event(), SqlStore.append

    async def slow(store: SqlStore, *args: Any, **options: Any) -> None:
        await back.wait()
        await append(store, *args, **options)

    monkeypatch.setattr(SqlStore, "append", slow)
    monkeypatch.setattr("handrail.journal.call.PATIENCE", 0.0)
    monkeypatch.setattr("handrail.journal.call.PATIENCE_AFTER_A_FAILURE", 0.0)
    assert "email" in await call.say("yes")
    back.set()
    await call.say("no")
    assert "Booked" in await call.say("yes")


async def test_what_is_said_while_a_dropped_call_is_taken_up_is_heard(
    calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    await cut_off(calendar, *HERS)
    call = await answered(calendar)
    await call.open()
    await call.say("maria lopez")
    back, begun, append = asyncio.Event(), asyncio.Event(), SqlStore.append

    async def slow(store: SqlStore, *args: Any, **options: Any) -> None:
        begun.set()
        await back.wait()
        await append(store, *args, **options)

    monkeypatch.setattr(SqlStore, "append", slow)
    conversation = call.conversation
    says(conversation, "yes")
    settling = asyncio.create_task(conversation.settle())
    await begun.wait()
    says(conversation, "make it four")
    back.set()
    await settling
    conversation.played(await conversation.settle())
    assert conversation.values["start"].hour == 16


async def test_what_is_said_while_somebody_else_takes_the_dropped_call_is_heard_all_the_same(
    calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    await cut_off(calendar, *HERS)
    call, other = await answered(calendar), await answered(calendar)
    for each in (call, other):
        await each.open()
        await each.say("maria lopez")
    back, begun, append = asyncio.Event(), asyncio.Event(), SqlStore.append

    async def slow(store: SqlStore, *args: Any, **options: Any) -> None:
        begun.set()
        await back.wait()
        await append(store, *args, **options)

    conversation = call.conversation
    says(conversation, "yes")
    with monkeypatch.context() as patched:
        patched.setattr(SqlStore, "append", slow)
        settling = asyncio.create_task(conversation.settle())
        await begun.wait()
        patched.setattr(SqlStore, "append", append)
        assert "email" in await other.say("yes")
    says(conversation, "a colour on wednesday at ten please")
    back.set()
    await settling
    line = await conversation.settle()
    assert "can't go on with that" in line.text
    assert conversation.values["service"] == "Colour"


async def test_calls_that_were_hung_up_at_the_greeting_do_not_hide_the_one_to_go_on_with(
    calendar: Calendar,
) -> None:
    others = [await answered(calendar) for _ in range(3)]
    await cut_off(calendar, *HERS, now=NOW - timedelta(minutes=5))
    for each in others:  # somebody else, from the number that they share
        await each.open()
        each.conversation.hang_up()
        await each.conversation.keep()
    assert len(await calendar.journal().open_calls(MARIA, since=NOW - timedelta(hours=1))) == 4
    assert "welcome back" in await (await answered(calendar)).open()


async def test_that_a_call_has_ended_is_kept_also_when_nothing_else_waits(
    calendar: Calendar,
) -> None:
    await cut_off(calendar, *HERS)
    store = calendar.journal()
    (dropped,) = await store.open_calls(MARIA, since=NOW)
    journal = await CallJournal.reopen(store, dropped.header.id)
    assert await journal.keep(ended=True)
    assert await store.open_calls(MARIA, since=NOW) == ()


async def test_a_worker_asks_who_was_cut_off(calendar: Calendar) -> None:
    await cut_off(calendar, *HERS, now=datetime.now(UTC))
    line = Line(db="", stt="", tts="", llm=None)
    assert (await receptionist(line, calendar, MARIA)).conversation.resuming
    assert not (await receptionist(line, calendar, "+12125550199")).conversation.resuming


async def test_a_model_hears_of_the_dropped_call_only_when_its_caller_is_known(
    calendar: Calendar,
) -> None:
    await cut_off(calendar, *HERS)
    given = {"name": "Maria Lopez", "said": "maria lopez"}
    agreed = {"go_on_0": True, "said": "say yes to that"}
    model = Scripted(
        Reply(calls=[("record_name", given)]), Reply(calls=[("record_go_on_0", agreed)])
    )
    arguments = await answering(calendar, clock=lambda: NOW, caller=MARIA)
    call = TextCall(Receptionist(**arguments, ends_session=False), model=model)
    await call.open()
    heard = await call.say("well the whole lot of it would be maria lopez as it happens")
    (shown,) = model.asked
    assert not any(word in str(shown).lower() for word in ("haircut on", "tuesday the"))
    assert "haircut on Tuesday the 16th at 3" in heard.desk
    heard = await call.say("oh i suppose one could say yes to that if it is all the same to you")
    assert "is that right?" in heard.desk  # a yes that only a model has heard
    assert "email" in (await call.say("yes")).desk
    await call.aclose()
