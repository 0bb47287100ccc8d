"""What a call left in doubt is settled after it, from its journal."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

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


async def settled(calendar: Calendar) -> list[str]:
    """Settle what the calls of the last hour left, and return what the owner is to follow up."""
    await settle_doubts(calendar, since=FRIDAY_AT_NINE - HOUR, until=LATER - HOUR / 2, now=LATER)
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
    (note,) = await settled(calendar)
    assert "may not know" in note
    assert await statuses(calendar) == ["confirmed"]
    (call,) = await listed_calls(calendar, limit=2)
    await follow_up(calendar, call.id, wanted=False, note="She knows.")
    assert await settled(calendar) == []


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
    settling = asyncio.create_task(settle(calendar, clock=lambda: LATER, pause=0))
    async with asyncio.timeout(10):
        await done.wait()
    settling.cancel()
    await asyncio.wait({settling})
    assert await statuses(calendar) == ["cancelled"]
