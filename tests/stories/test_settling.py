"""What a call left in doubt is settled after it, from its journal."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, select

from handrail.desk import giving_up, rescheduling
from handrail.desk.calendar import (
    Booking,
    Calendar,
    CalendarUnavailable,
    all_bookings,
    cancel,
)
from handrail.desk.calendar.calls import follow_up, listed_calls
from handrail.desk.settling import settle, settle_doubts
from handrail.journal import JOURNAL
from tests.stories.made import MARIA, make
from tests.stories.places import place
from tests.stories.talk import FRIDAY_AT_NINE, Calling, Talk, take
from tests.stories.test_lost_answers import (
    MOVING,
    away,
    is_about_to_book_unheard,
    loses_the_answer,
)

HOUR = timedelta(hours=1)
LATER = FRIDAY_AT_NINE + HOUR
SOON = FRIDAY_AT_NINE + timedelta(minutes=2)


async def settled(calendar: Calendar, now: datetime = SOON) -> list[str]:
    """Settle what the calls of the last hour left, and return what the owner is to follow up."""
    await settle_doubts(calendar, since=FRIDAY_AT_NINE - HOUR, now=now)
    return [each.mark.note for each in await listed_calls(calendar, limit=9, to_follow_up=True)]


async def drops_what_was_written(caller: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    await is_about_to_book_unheard(caller, monkeypatch)
    with monkeypatch.context() as patched:
        patched.setattr(giving_up, "take_back", away)
        await caller.say("yes", "no", "never mind", "goodbye")


async def statuses(calendar: Calendar) -> list[str]:
    return [each.status for each in await all_bookings(calendar)]


async def test_what_could_not_be_taken_back_in_the_call_is_taken_back_after_it(
    plain_call: Calling, monkeypatch: pytest.MonkeyPatch, calendar: Calendar
) -> None:
    async with plain_call(manners=False) as caller:
        await drops_what_was_written(caller, monkeypatch)
    assert await statuses(calendar) == ["confirmed"]
    assert await settled(calendar) == []
    assert await statuses(calendar) == ["cancelled"]


async def test_what_may_have_been_told_to_stand_meanwhile_is_not_taken_back(
    plain_call: Calling, monkeypatch: pytest.MonkeyPatch, calendar: Calendar
) -> None:
    async with plain_call(manners=False) as caller:
        await drops_what_was_written(caller, monkeypatch)
    (note,) = await settled(calendar, LATER)
    assert "ask them" in note
    assert await statuses(calendar) == ["confirmed"]


async def test_what_was_taken_back_is_not_looked_at_again(
    plain_call: Calling, monkeypatch: pytest.MonkeyPatch, calendar: Calendar
) -> None:
    async with plain_call(manners=False) as caller:
        await drops_what_was_written(caller, monkeypatch)
    for now in (SOON, LATER):
        assert await settled(calendar, now) == []


async def test_a_call_that_cannot_be_read_does_not_keep_others_from_being_settled(
    plain_call: Calling, monkeypatch: pytest.MonkeyPatch, calendar: Calendar
) -> None:
    async with plain_call(manners=False) as caller:
        await drops_what_was_written(caller, monkeypatch)
    records, calls = JOURNAL.tables["journal_record"], JOURNAL.tables["journal_call"]
    async with calendar.writing() as session:
        (call,) = (await session.execute(select(calls))).mappings()
        await session.execute(insert(calls).values({**call, "id": "broken"}))
        for kind in ("CommitRequested", "Began"):
            found = select(records).where(records.c.call == call["id"], records.c.kind == kind)
            for record in (await session.execute(found)).mappings().all():
                broken = {**record, "call": "broken", "data": "{"}
                await session.execute(insert(records).values(broken))
    (note,) = await settled(calendar)
    assert "cannot be read" in note
    assert await statuses(calendar) == ["cancelled"]


async def test_what_somebody_has_changed_meanwhile_is_theirs(
    plain_call: Calling, monkeypatch: pytest.MonkeyPatch, calendar: Calendar
) -> None:
    made = await make(calendar)
    async with plain_call(caller=MARIA[1], manners=False) as caller:
        await caller.say(*MOVING)
        loses_the_answer(monkeypatch, rescheduling, "reschedule")
        with monkeypatch.context() as patched:
            patched.setattr(giving_up, "take_back", away)
            await caller.say("yes", "no", "never mind")
    gone = await cancel(calendar, made["maria"].id, run=None, now=LATER)
    assert await settled(calendar) == []
    assert next(each for each in await all_bookings(calendar) if each.id == gone.id) == gone


async def test_what_cannot_be_moved_back_any_more_is_the_owner_s_to_follow_up(
    plain_call: Calling, monkeypatch: pytest.MonkeyPatch, calendar: Calendar
) -> None:
    made: dict[str, Booking] = await make(calendar)
    async with plain_call(caller=MARIA[1], manners=False) as caller:
        await caller.say(*MOVING)
        loses_the_answer(monkeypatch, rescheduling, "reschedule")
        with monkeypatch.context() as patched:
            patched.setattr(giving_up, "take_back", away)
            await caller.say("yes", "no", "never mind", "goodbye")
    await take(calendar, "Haircut", made["maria"].start.strftime("%Y-%m-%d %H:%M"))
    (note,) = await settled(calendar)
    assert "undo it" in note


async def test_who_hung_up_on_an_apology_is_the_owner_s_to_follow_up_once(
    plain_call: Calling, monkeypatch: pytest.MonkeyPatch, calendar: Calendar
) -> None:
    async with plain_call(manners=False) as caller:
        await is_about_to_book_unheard(caller, monkeypatch)
        await caller.say("yes")
        await caller.hangs_up().conversation.keep()
    assert await settled(calendar) == []
    (note,) = await settled(calendar, LATER)
    assert "may not know" in note
    assert await statuses(calendar) == ["confirmed"]
    (call,) = await listed_calls(calendar, limit=2)
    await follow_up(calendar, call.id, wanted=False, note="")
    assert await settled(calendar, LATER) == []


async def test_what_was_done_or_refused_is_no_doubt(
    plain_call: Calling, calendar: Calendar
) -> None:
    async with plain_call() as caller:
        await place("the summary").reach(caller)
        await take(calendar, "Haircut", "2026-06-16 15:00")
        await caller.say("yes", "the first one", "yes", "no, goodbye")
        assert caller.heard_in_all("booked") == 1
    assert await settled(calendar) == []
    assert await statuses(calendar) == ["confirmed"] * 2


async def test_settling_goes_on_after_a_fault_and_looks_again(
    plain_call: Calling, monkeypatch: pytest.MonkeyPatch, calendar: Calendar
) -> None:
    async with plain_call(manners=False) as caller:
        await drops_what_was_written(caller, monkeypatch)
    faults = [CalendarUnavailable("away"), OSError("away")]
    done = asyncio.Event()

    async def fails_at_first(*arguments: object, **options: object) -> int:
        if faults:
            raise faults.pop()
        found = await settle_doubts(*arguments, **options)  # type: ignore[arg-type]
        done.set()
        return found

    monkeypatch.setattr("handrail.desk.settling.settle_doubts", fails_at_first)
    settling = asyncio.create_task(settle(calendar, clock=lambda: SOON, pause=0))
    async with asyncio.timeout(10):
        await done.wait()
    settling.cancel()
    await asyncio.wait({settling})
    assert await statuses(calendar) == ["cancelled"]
