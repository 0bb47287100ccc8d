"""A calendar that breaks, or changes, while a booking is moved or cancelled: nothing half done."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from handrail.desk import cancelling, finding, rescheduling
from handrail.desk.calendar import (
    Booking,
    Calendar,
    CalendarUnavailable,
    all_bookings,
    all_callbacks,
    all_holds,
    cancel,
    moves_of,
    reschedule,
)
from tests.stories.made import MARIA, make
from tests.stories.talk import FRIDAY_AT_NINE, Calling, at

MOVING = ("move my appointment", "maria", "yes", "friday at noon")
CANCELLING = ("cancel my appointment", "maria")


@pytest.fixture(autouse=True)
async def made(calendar: Calendar) -> dict[str, Booking]:
    """Have the callers' bookings made before they call."""
    return await make(calendar)


async def now(calendar: Calendar, booking: Booking) -> Booking:
    return next(each for each in await all_bookings(calendar) if each.id == booking.id)


def breaks(monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str) -> None:
    """Have something that the desk does with its calendar fail."""

    async def failing(*_arguments: object, **_options: object) -> None:
        raise CalendarUnavailable("bookings.db is damaged: database disk image is malformed")

    monkeypatch.setattr(module, name, failing)


@pytest.mark.parametrize(
    ("before", "broken", "text"),
    [
        (MOVING[:1], (finding, "find_bookings"), "maria"),
        (MOVING[:2], (finding, "find_bookings"), "yes"),
        (MOVING[:3], (rescheduling, "check_start"), "friday at noon"),
        (MOVING, (rescheduling, "reschedule"), "yes"),
        (CANCELLING[:1], (finding, "find_bookings"), "maria"),
        (CANCELLING, (cancelling, "cancel"), "yes"),
        (CANCELLING, (finding, "find_bookings"), "yes"),
    ],
)
async def test_a_calendar_that_breaks_is_apologised_for_and_somebody_calls_back(
    call: Calling,
    monkeypatch: pytest.MonkeyPatch,
    before: tuple[str, ...],
    broken: tuple[ModuleType, str],
    text: str,
) -> None:
    async with call(caller=MARIA[1]) as caller:
        there = await all_bookings(caller.calendar)
        await caller.say(*before)
        breaks(monkeypatch, *broken)
        await caller.say(text)
        caller.hears("sorry", "call you back").does_not_hear("damaged", "moved", "cancelled")
        caller.is_asked(None, "human")
        await caller.say("yes", "yes")
        caller.ended("escalated")
        assert [each.phone for each in await all_callbacks(caller.calendar)] == [MARIA[1]]
        assert await all_bookings(caller.calendar) == there
        assert not await all_holds(caller.calendar, now=FRIDAY_AT_NINE)


@pytest.mark.parametrize(
    ("turns", "broken", "done"),
    [
        (MOVING, (rescheduling, "reschedule"), "moved, same code"),
        (CANCELLING, (cancelling, "cancel"), "cancelled"),
    ],
)
async def test_a_commit_that_breaks_once_can_be_tried_again(
    plain_call: Calling,
    monkeypatch: pytest.MonkeyPatch,
    turns: tuple[str, ...],
    broken: tuple[ModuleType, str],
    done: str,
) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say(*turns)
        with monkeypatch.context() as once:
            breaks(once, *broken)
            await caller.say("yes")
        await caller.say("no")
        caller.is_asked(None, "summary")
        await caller.say("yes")
        caller.hears(done)


async def test_what_the_owner_cancelled_meanwhile_is_not_cancelled_twice(
    plain_call: Calling, made: dict[str, Booking]
) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say(*CANCELLING)
        gone = await cancel(caller.calendar, made["maria"].id, run=None, now=FRIDAY_AT_NINE)
        await caller.say("yes")
        caller.hears("cancelled").goes_on()
        assert await now(caller.calendar, made["maria"]) == gone


async def test_what_the_owner_moved_meanwhile_is_not_cancelled_unheard(
    plain_call: Calling, made: dict[str, Booking]
) -> None:
    """The caller agreed to lose Thursday at 11, and not Friday at 4."""
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say(*CANCELLING)
        start = made["maria"].start.replace(day=19, hour=16)
        moved = await reschedule(
            caller.calendar, made["maria"].id, start, run="the owner's", now=FRIDAY_AT_NINE
        )
        await caller.say("yes")
        assert await now(caller.calendar, made["maria"]) == moved, caller.told("cancelled unheard")
        caller.hears("friday the 19th at 4")
        await caller.say("yes")
        caller.hears("friday the 19th at 4").is_asked(None, "summary")
        await caller.say("yes")
        assert (await now(caller.calendar, made["maria"])).status == "cancelled"


async def test_what_the_owner_moved_meanwhile_is_still_moved_to_what_was_agreed(
    plain_call: Calling, made: dict[str, Booking]
) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say(*MOVING)
        start = made["maria"].start.replace(hour=16)
        await reschedule(
            caller.calendar, made["maria"].id, start, run="the owner's", now=FRIDAY_AT_NINE
        )
        await caller.say("yes")
        caller.hears("moved, same code")
        moved = await now(caller.calendar, made["maria"])
        assert moved.start.isoformat() == at("2026-06-19 12:00")
        assert len(await moves_of(caller.calendar, moved.id)) == 2


async def test_what_changes_in_the_very_moment_it_is_moved_is_agreed_to_anew(
    plain_call: Calling, monkeypatch: pytest.MonkeyPatch, made: dict[str, Booking]
) -> None:
    async def after_the_owner(*arguments: Any, **options: Any) -> Booking:
        monkeypatch.setattr(rescheduling, "reschedule", reschedule)
        start = made["maria"].start.replace(hour=16)
        await reschedule(
            arguments[0], made["maria"].id, start, run="the owner's", now=FRIDAY_AT_NINE
        )
        return await reschedule(*arguments, **options)

    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say(*MOVING)
        monkeypatch.setattr(rescheduling, "reschedule", after_the_owner)
        await caller.say("yes")
        caller.hears("changed since", "thursday the 18th at 4").does_not_hear("moved")
        await caller.say("yes", "yes")
        assert (await now(caller.calendar, made["maria"])).start.isoformat() == at(
            "2026-06-19 12:00"
        ), caller.told("not moved")
