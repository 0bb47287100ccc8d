"""The answer to a commit is lost: it was done, but the caller hears that it could not be."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from handrail.desk import booking, cancelling, correcting, giving_up, rescheduling, restoring
from handrail.desk.calendar import (
    Booking,
    Calendar,
    CalendarUnavailable,
    Refused,
    all_bookings,
    all_callbacks,
    all_holds,
)
from tests.stories.made import MARIA, make
from tests.stories.places import place
from tests.stories.talk import FRIDAY_AT_NINE, Calling, Talk, at, take

MOVING = ("move my appointment", "maria", "yes", "friday at noon")
CANCELLING = ("cancel my appointment", "maria")


@pytest.fixture
async def made(calendar: Calendar) -> dict[str, Booking]:
    """Have the callers' bookings made before they call."""
    return await make(calendar)


def loses_the_answer(monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str) -> None:
    """Have the first of what the desk writes be done, and its answer lost."""
    write = getattr(module, name)

    async def lost(*arguments: Any, **options: Any) -> None:
        monkeypatch.setattr(module, name, write)
        await write(*arguments, **options)
        raise CalendarUnavailable("the connection was lost at the COMMIT")

    monkeypatch.setattr(module, name, lost)


async def is_about_to_book_unheard(caller: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    await place("the summary").reach(caller)
    loses_the_answer(monkeypatch, booking, "book")


async def test_who_books_another_time_then_has_that_time(
    plain_call: Calling, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with plain_call() as caller:
        await is_about_to_book_unheard(caller, monkeypatch)
        await caller.say("yes")
        caller.hears("sorry")
        await caller.say("no", "make it four", "yes")
        caller.hears("booked")
        (written,) = await caller.bookings()
        assert written.start.isoformat() == at("2026-06-16 16:00")
        assert not await all_holds(caller.calendar, now=FRIDAY_AT_NINE)


async def test_a_time_that_was_booked_unheard_is_not_in_its_own_way(
    plain_call: Calling, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with plain_call() as caller:
        await is_about_to_book_unheard(caller, monkeypatch)
        await caller.say("yes", "no", "make it four", "make it three", "yes")
        caller.hears("booked")
        (written,) = await caller.bookings()
        assert written.start.isoformat() == at("2026-06-16 15:00")


async def test_who_never_minds_has_not_booked(
    plain_call: Calling, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with plain_call(manners=False) as caller:
        await is_about_to_book_unheard(caller, monkeypatch)
        await caller.say("yes", "no", "never mind")
        caller.hears("haven't booked it")
        assert [each.status for each in await caller.bookings()] == ["cancelled"]


async def test_who_moves_to_another_time_then_has_that_time(
    plain_call: Calling, monkeypatch: pytest.MonkeyPatch, made: dict[str, Booking]
) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say(*MOVING)
        loses_the_answer(monkeypatch, rescheduling, "reschedule")
        await caller.say("yes", "no", "make it four", "yes")
        caller.hears("moved")
        now = {each.id: each for each in await all_bookings(caller.calendar)}
        assert now[made["maria"].id].start.isoformat() == at("2026-06-19 16:00"), caller.told("")


@pytest.mark.parametrize(
    ("turns", "module", "name"),
    [(MOVING, rescheduling, "reschedule"), (CANCELLING, cancelling, "cancel")],
)
async def test_what_stays_as_it_is_does(  # noqa: PLR0917 - fixtures
    plain_call: Calling,
    monkeypatch: pytest.MonkeyPatch,
    made: dict[str, Booking],
    turns: tuple[str, ...],
    module: ModuleType,
    name: str,
) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say(*turns)
        loses_the_answer(monkeypatch, module, name)
        await caller.say("yes", "no", "never mind")
        caller.hears("stays as it is|nothing is changed")
        now = {each.id: each for each in await all_bookings(caller.calendar)}[made["maria"].id]
        assert (now.start, now.status) == (made["maria"].start, "confirmed")


async def test_what_was_cancelled_and_is_taken_by_now_is_refused_in_words(
    plain_call: Calling, made: dict[str, Booking]
) -> None:
    del made
    async with plain_call(caller=MARIA[1], manners=False) as caller:
        await caller.say(*CANCELLING, "yes", "put it back")
        await take(caller.calendar, "Haircut", "2026-06-18 11:00")
        await caller.say("yes")
        caller.hears("that time is taken", "call you back").does_not_hear("2026", "which one")


async def test_what_the_calendar_refuses_though_it_is_free_is_a_person_s_matter(
    plain_call: Calling, monkeypatch: pytest.MonkeyPatch, made: dict[str, Booking]
) -> None:
    del made

    async def refused(*_arguments: object, **_options: object) -> None:
        raise Refused("That appointment was changed since")

    for module, name, turns in (
        (booking, "book", None),
        (rescheduling, "reschedule", MOVING),
        (restoring, "book", (*CANCELLING, "yes", "put it back")),
    ):
        monkeypatch.setattr(module, name, refused)
        async with plain_call(caller=MARIA[1], manners=False) as caller:
            await (caller.say(*turns) if turns else place("the summary").reach(caller))
            await caller.say("yes")
            caller.hears("was changed since", "call you back").is_asked(None, "human")


async def test_who_never_minds_a_correction_has_the_details_as_they_were(
    plain_call: Calling, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with plain_call(manners=False) as caller:
        await place("the summary").reach(caller)
        await caller.say("yes", "you got my name wrong it's lopes with an s")
        loses_the_answer(monkeypatch, correcting, "correct")
        await caller.say("yes", "no", "never mind")
        caller.hears("stays as it is|nothing is changed")
        (written,) = await caller.bookings()
        assert written.name == "Maria Lopez", caller.told("")


async def away(*_arguments: object, **_options: object) -> None:
    raise CalendarUnavailable("the database is away")


async def test_who_never_minds_what_cannot_be_taken_back_is_told_so_and_called_back(
    plain_call: Calling, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with plain_call(manners=False) as caller:
        await is_about_to_book_unheard(caller, monkeypatch)
        monkeypatch.setattr(giving_up, "take_back", away)
        await caller.say("yes", "no", "never mind")
        caller.hears("can't tell whether", "look into it").does_not_hear("haven't booked")
        await caller.say("yes")
        assert len(await all_callbacks(caller.calendar)) == 1, caller.told("")


async def test_who_takes_leave_of_what_cannot_be_taken_back_is_told_so(
    plain_call: Calling, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with plain_call(manners=False) as caller:
        await is_about_to_book_unheard(caller, monkeypatch)
        monkeypatch.setattr(giving_up, "take_back", away)
        await caller.say("yes", "no", "goodbye", "goodbye")
        caller.hears("can't tell whether", "goodbye").does_not_hear("haven't booked")
        assert caller.conversation.closed


async def test_a_hold_that_cannot_be_given_up_is_no_doubt(
    plain_call: Calling, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with plain_call(manners=False) as caller:
        await place("the summary").reach(caller)
        monkeypatch.setattr(giving_up, "release", away)
        await caller.say("never mind")
        caller.hears("haven't booked it")


async def test_who_goes_on_with_a_call_and_never_minds_has_not_booked(
    plain_call: Calling, monkeypatch: pytest.MonkeyPatch, calendar: Calendar
) -> None:
    async with plain_call(caller=MARIA[1], manners=False) as caller:
        await caller.say("i'm maria lopez, a haircut on tuesday at three", "yes", "no")
        loses_the_answer(monkeypatch, booking, "book")
        await caller.say("yes")
        await caller.hangs_up().conversation.keep()
    async with plain_call(caller=MARIA[1], manners=False) as caller:
        await caller.say("maria lopez", "yes", "never mind")
        caller.hears("haven't booked it")
    assert [each.status for each in await all_bookings(calendar)] == ["cancelled"], caller.told("")
