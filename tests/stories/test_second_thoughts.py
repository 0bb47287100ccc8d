"""Callers who think again: another of what was offered, back to what was, and at the summary."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handrail.desk.calendar import Booking, Calendar, all_bookings, reschedule
from tests.stories.made import ANN, MARIA, make
from tests.stories.places import SAID
from tests.stories.talk import FRIDAY_AT_NINE, Calling, at

MOVED = ("move my appointment to friday at noon", "maria lopez", "yes", "yes")
CANCELLED = ("cancel my appointment", "maria lopez", "yes")


@pytest.fixture(autouse=True)
async def made(calendar: Calendar) -> dict[str, Booking]:
    """Have the callers' bookings made before they call."""
    return await make(calendar)


async def now(calendar: Calendar, booking: Booking) -> Booking:
    return next(each for each in await all_bookings(calendar) if each.id == booking.id)


# --- another of what was offered ------------------------------------------------------------------


@pytest.mark.parametrize("said", ["no wait the first", "sorry i meant the first", "the first one"])
async def test_another_booking_than_was_picked_is_cancelled(
    plain_call: Calling, made: dict[str, Booking], said: str
) -> None:
    """Both were offered; the yes once cancelled the one that was taken back."""
    async with plain_call(caller=ANN[1]) as caller:
        await caller.say("cancel my appointment", "ann smith", "the second one", said)
        caller.hears("haircut on Wednesday the 17th").is_asked(None, "summary")
        await caller.say("yes")
        assert (await now(caller.calendar, made["ann"])).status == "cancelled"


@pytest.mark.parametrize("said", ["oh actually can we do the third", "no the last one"])
async def test_another_time_than_was_picked_is_no_day_of_the_month(
    call: Calling, said: str
) -> None:
    """It once was the third of July."""
    async with call() as caller:
        await caller.say("a colour", "friday morning", "the second")
        caller.knows(start=at("2026-06-19 09:30"))
        await caller.say(said)
        caller.is_asked("phone").knows(start=at("2026-06-19 10:00"))


async def test_the_middle_one_after_the_last_at_the_summary(call: Calling) -> None:
    async with call(caller=MARIA[1]) as caller:
        await caller.say("move my appointment", "maria lopez", "yes", "later that day")
        await caller.say("the last one", "no the middle one")
        caller.hears("11:45").is_asked(None, "summary")


async def test_a_day_of_the_month_is_one_though_a_time_was_picked(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say("a haircut", "friday morning", "the second", "actually july the third")
        caller.knows(start=at("2026-07-03 09:30"))


# --- as it was ------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["no wait put it back", "actually no", "oh no wait", "undo that"])
async def test_what_was_moved_is_moved_back(
    call: Calling, made: dict[str, Booking], said: str
) -> None:
    async with call(caller=MARIA[1]) as caller:
        await caller.say(*MOVED)
        assert (await now(caller.calendar, made["maria"])).start.day == 19
        await caller.say(said)
        caller.hears("haircut on Thursday the 18th at 11").is_asked(None, "summary")
        await caller.say("yes")
        caller.hears("back")
        back = await now(caller.calendar, made["maria"])
        assert (back.start.isoformat(), back.status) == (at("2026-06-18 11:00"), "confirmed")


async def test_what_was_moved_is_moved_back_though_its_name_was_put_right_since(
    plain_call: Calling, made: dict[str, Booking]
) -> None:
    """It was taken for changed by others, and the caller handed to a person."""
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say(*MOVED, "my name is spelled l o p e s", "no", "yes")
        await caller.say("put it back where it was", "yes")
        caller.hears("back as it was")
        back = await now(caller.calendar, made["maria"])
        assert (back.start, back.name) == (made["maria"].start, "Maria Lopes")


async def test_of_what_was_cancelled_and_moved_it_is_asked_which_is_put_back(
    plain_call: Calling, made: dict[str, Booking]
) -> None:
    """It was the move, to who asked for what they had cancelled."""
    async with plain_call(caller=ANN[1]) as caller:
        await caller.say("cancel my haircut", "ann smith", "yes")
        await caller.say("move my colour to thursday at two", "yes", "yes")
        caller.hears("moved")
        await caller.say("undo the cancellation")
        caller.is_asked("booking", "offer").hears("haircut on Wednesday", "colour")
        await caller.say("the haircut")
        caller.hears("haircut on Wednesday the 17th at 10").is_asked(None, "summary")
        await caller.say("yes")
        caller.hears("back")
        stands = [
            (each.service, each.start.isoformat())
            for each in await all_bookings(caller.calendar)
            if each.name == "Ann Smith" and each.status == "confirmed"
        ]
        assert stands == [("Haircut", at("2026-06-17 10:00")), ("Colour", at("2026-06-18 14:00"))]
        assert (await now(caller.calendar, made["ann"])).status == "cancelled"


async def test_what_others_change_before_it_is_moved_back_is_asked_about_again(
    plain_call: Calling, made: dict[str, Booking]
) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say(*MOVED, "put it back where it was")
        elsewhere = made["maria"].start + timedelta(days=5)
        await reschedule(
            caller.calendar, made["maria"].id, elsewhere, run="owner", now=FRIDAY_AT_NINE
        )
        await caller.say("yes")
        caller.hears("has been changed since").does_not_hear("call you back")
        assert (await now(caller.calendar, made["maria"])).start == elsewhere


@pytest.mark.parametrize("said", ["actually no", "oh no wait"])
async def test_a_second_thought_after_a_cancelling_does_not_end_the_call(
    plain_call: Calling, said: str
) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say(*CANCELLED, said)
        caller.hears("put it back").is_asked(None, "summary")
        await caller.say("no")
        caller.does_not_hear("goodbye")


@pytest.mark.parametrize("said", ["no wait", "no hang on", "oh no hold on"])
async def test_who_says_no_wait_when_asked_what_else_is_not_let_go(
    plain_call: Calling, said: str
) -> None:
    async with plain_call() as caller:
        await caller.say(*SAID, "yes", said)
        caller.does_not_hear("goodbye")
        assert not caller.conversation.closed


@pytest.mark.parametrize(
    "said",
    [
        "could i make that four",
        "can you move it to four",
        "no move it to four",
        "change it to four",
    ],
)
async def test_a_bare_hour_changes_what_was_just_booked(plain_call: Calling, said: str) -> None:
    """Who asked "could i make that four" was to be called back, and the call was over."""
    async with plain_call() as caller:
        await caller.say(*SAID, "yes", said)
        caller.hears("moves to Tuesday the 16th at 4").is_asked(None, "summary")
        await caller.say("yes")
        caller.hears("moved, same code")


async def test_half_past_changes_what_was_just_booked(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say(*SAID, "yes", "could i make that 3:30")
        caller.hears("moves to Tuesday the 16th at 3:30").is_asked(None, "summary")


@pytest.mark.parametrize(
    "said", ["no keep it as it was", "no the old one was right", "oh never mind, keep the old one"]
)
async def test_a_change_is_taken_back_while_it_is_read_back(call: Calling, said: str) -> None:
    """The new number was read back again, and the next yes took it."""
    async with call() as caller:
        await caller.say(*SAID[:5], "my number is 646 555 0199", said)
        caller.knows(phone="+12125550142").does_not_hear("0199")
        await caller.say("yes")
        caller.is_asked("email").knows(phone="+12125550142")


async def test_a_name_is_put_back(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say(*SAID[:4], "siobhan o'reilly", "no", "can you change the name to shivaun")
        caller.is_asked("name", "read_back")
        await caller.say("no, leave the name as it was")
        caller.knows(name="Siobhan O'Reilly").does_not_hear("shivaun")


async def test_what_was_agreed_to_since_is_not_put_back(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say(*SAID[:5], "my number is 646 555 0199", "yes", "no keep it as it was")
        caller.knows(phone="+16465550199")


# --- at the summary -------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["four", "four then", "hmm four please", "4"])
async def test_a_bare_hour_at_the_summary_is_another_time(call: Calling, said: str) -> None:
    async with call() as caller:
        await caller.say(*SAID, said)
        caller.hears("4").is_asked(None, "summary").knows(start=at("2026-06-16 16:00"))


@pytest.mark.parametrize("said", ["no gracias", "nein danke"])
async def test_no_thanks_in_another_language_is_no_name(plain_call: Calling, said: str) -> None:
    """It once made Juan Gracias of Juan Garcia."""
    async with plain_call() as caller:
        await caller.say(*SAID[:4], "juan garcia", said)
        caller.is_asked(None, "summary").knows(name="Juan Garcia", email=None)


# --- which booking, in pieces ---------------------------------------------------------------------


async def test_the_number_of_a_booking_is_given_in_parts(call: Calling) -> None:
    """An area code was once twelve past two, and the number was never found."""
    async with call() as caller:
        await caller.say("i need to move my appointment", "212", "555 0142")
        caller.is_asked("booking").hears("name").does_not_hear("rest")
        await caller.say("maria lopez")
        caller.hears("haircut on Thursday the 18th").is_asked("booking", "offer")


async def test_name_after_name_without_a_number_ends_with_a_person(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say("cancel my appointment", "bob carter", "john smith", "mary jones")
        caller.is_asked("booking").hears("number")
        await caller.say("peter pan")
        caller.is_asked(None, "human")


async def test_what_was_not_found_is_not_told_again_for_a_day(plain_call: Calling) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say("move my appointment", "bob smith")
        caller.hears("can't find")
        await caller.say("thursday at two")
        caller.is_asked("booking").does_not_hear("can't find")


# --- one more of the same -------------------------------------------------------------------------


async def test_another_one_for_somebody_else_is_of_the_same_service_and_day(call: Calling) -> None:
    async with call() as caller:
        await caller.say(*SAID, "yes", "and another one for my son at four")
        caller.hears("haircut on Tuesday the 16th at 4").is_asked("name")
        await caller.say("tommy lopez")
        caller.hears("for Tommy Lopez").is_asked(None, "summary").knows(
            start=at("2026-06-16 16:00")
        )
        await caller.say("yes")
        assert [each.name for each in await caller.bookings()] == ["Maria Lopez", "Tommy Lopez"]


@pytest.mark.parametrize(
    "said", ["can i also book one for my husband", "i need one for my daughter too"]
)
async def test_one_for_somebody_else_asks_whom_it_is_for(plain_call: Calling, said: str) -> None:
    async with plain_call() as caller:
        await caller.say(*SAID, "yes", said)
        caller.hears("haircut").is_asked("name")


async def test_another_service_or_day_is_not_carried(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say(*SAID, "yes", "and a colour for my son on friday at ten too", "tommy")
        caller.hears("colour on Friday the 19th at 10 for Tommy").is_asked(None, "summary")
