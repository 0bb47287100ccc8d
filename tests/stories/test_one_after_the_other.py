"""Two things in one sentence, and words whose time comes only later in the call."""

from __future__ import annotations

import pytest

from handrail.desk.calendar import Booking, Calendar, all_bookings
from tests.stories.made import ANN, MARIA, make
from tests.stories.places import SAID
from tests.stories.talk import Calling, Talk, at


@pytest.fixture(autouse=True)
async def made(calendar: Calendar) -> dict[str, Booking]:
    """Have the callers' bookings made before they call."""
    return await make(calendar)


async def stand(caller: Talk, name: str) -> dict[str, str]:
    """Return the bookings of somebody that stand: when, by service."""
    every = await all_bookings(caller.calendar)
    mine = [each for each in every if each.name == name and each.status == "confirmed"]
    return {each.service: each.start.isoformat() for each in mine}


async def test_of_two_wishes_the_second_follows_the_first(call: Calling) -> None:
    async with call(caller=ANN[1]) as caller:
        await caller.say("cancel my colour and move my haircut", "ann smith")
        caller.hears("your colour").is_asked(None, "summary")
        await caller.say("yes")
        caller.hears("cancelled", "haircut on Wednesday").does_not_hear("anything else")
        caller.is_asked("booking", "offer")
        await caller.say("yes", "thursday at ten", "yes")
        caller.hears("moved", "anything else")
        assert await stand(caller, "Ann Smith") == {"Haircut": at("2026-06-18 10:00")}


async def test_a_second_wish_keeps_what_was_said_with_it(plain_call: Calling) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say("book a colour on monday at two and cancel my thursday appointment")
        caller.hears("colour on Monday the 15th at 2")
        await caller.say("yes", "maria lopez", "no", "yes")
        caller.hears("booked", "haircut on Thursday the 18th", "cancel").is_asked(None, "summary")
        await caller.say("yes")
        assert await stand(caller, "Maria Lopez") == {"Colour": at("2026-06-15 14:00")}


async def test_one_wish_in_two_sentences_is_done_once_and_with_all_that_is_said(
    call: Calling,
) -> None:
    async with call() as caller:
        await caller.say("I need an appointment. Can you book me a colour on Monday at two?")
        caller.hears("colour", "Monday the 15th at 2")


async def test_the_second_wish_comes_too_when_the_first_is_dropped(plain_call: Calling) -> None:
    async with plain_call(caller=ANN[1]) as caller:
        await caller.say("cancel my colour and move my haircut", "ann smith", "no keep it")
        caller.hears("stays as it is", "haircut on Wednesday").is_asked("booking", "offer")


async def test_what_else_is_asked_after_the_second_wish_only(plain_call: Calling) -> None:
    async with plain_call(caller=ANN[1]) as caller:
        await caller.say("cancel my colour and cancel my haircut", "ann smith", "yes", "yes")
        caller.hears("cancelled", "anything else")
        assert await stand(caller, "Ann Smith") == {}


@pytest.mark.parametrize("said", ["both", "all of them", "both of them please"])
async def test_both_that_are_offered_are_cancelled(call: Calling, said: str) -> None:
    async with call(caller=ANN[1]) as caller:
        await caller.say("cancel my appointment", "ann smith", said)
        caller.hears("haircut on Wednesday").is_asked(None, "summary")
        await caller.say("yes")
        caller.hears("colour on Friday").is_asked(None, "summary")
        await caller.say("yes")
        assert await stand(caller, "Ann Smith") == {}


@pytest.mark.parametrize(
    "said", ["cancel both my appointments", "cancel everything", "i want to cancel all my bookings"]
)
async def test_who_wants_all_cancelled_is_not_asked_which(plain_call: Calling, said: str) -> None:
    async with plain_call(caller=ANN[1]) as caller:
        await caller.say(said, "ann smith")
        caller.hears("haircut on Wednesday").is_asked(None, "summary")
        await caller.say("yes", "no")
        assert await stand(caller, "Ann Smith") == {"Colour": at("2026-06-19 14:00")}


async def test_of_both_the_other_follows_the_one_that_was_booked_last(plain_call: Calling) -> None:
    """The one just booked was "it", nothing was on offer, and the other was forgotten."""
    async with plain_call() as caller:
        await caller.say(*SAID[:2], "646 555 0199", "yes", "peter parker", "no", "yes")
        await caller.say("another haircut on wednesday at 3:30", "yes")
        await caller.say("cancel both my appointments", "yes")
        caller.hears("cancelled", "haircut on Tuesday the 16th at 3").is_asked(None, "summary")
        await caller.say("yes")
        caller.hears("cancelled", "anything else")
        assert await stand(caller, "Peter Parker") == {}


async def test_who_has_one_alone_and_wants_all_cancelled_is_asked_nothing_more(
    plain_call: Calling,
) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say("cancel all my appointments", "maria lopez", "yes")
        caller.hears("cancelled", "anything else").is_asked(None, "none")


async def test_both_of_the_times_on_offer_is_no_answer(plain_call: Calling) -> None:
    """The first was taken, and then another change was begun."""
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say("move my appointment", "maria lopez", "yes", "friday morning")
        caller.is_asked("start", "offer")
        await caller.say("both")
        caller.does_not_know("start").is_asked("start", "offer")


@pytest.mark.parametrize(
    ("said", "start"),
    [
        ("move my haircut an hour later", "2026-06-18 12:00"),
        ("i want to push my appointment back a week", "2026-06-25 11:00"),
        ("can you bring my appointment forward half an hour", "2026-06-18 10:30"),
        ("push my haircut back 30 minutes please", "2026-06-18 11:30"),
    ],
)
async def test_how_much_later_is_said_before_it_is_known_later_than_what(
    call: Calling, said: str, start: str
) -> None:
    """It was lost, and the caller asked when."""
    async with call(caller=MARIA[1]) as caller:
        await caller.say(said, "maria lopez", "yes")
        caller.is_asked(None, "summary").knows(start=at(start))


async def test_another_time_than_was_put_off_is_taken(plain_call: Calling) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say("move my haircut an hour later", "maria lopez", "yes, friday at ten")
        caller.is_asked(None, "summary").knows(start=at("2026-06-19 10:00"))
        await caller.say("yes")
        caller.hears("moved", "anything else")


@pytest.mark.parametrize("said", ["yes, friday at ten", "yeah can we do friday at ten"])
async def test_the_new_time_comes_with_the_yes_to_which_booking(
    plain_call: Calling, said: str
) -> None:
    """It was once looked for among the bookings: "I don't see one then"."""
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say("move my appointment", "maria lopez", said)
        caller.is_asked(None, "summary").knows(start=at("2026-06-19 10:00"))


async def test_the_new_time_instead_of_a_yes_is_kept(plain_call: Calling) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say("move my appointment", "maria lopez", "friday at ten")
        caller.is_asked("booking", "offer").hears("Friday the 19th at 10", "is that")
        await caller.say("yes")
        caller.is_asked(None, "summary").knows(start=at("2026-06-19 10:00"))


async def test_another_booking_is_told_by_its_day(plain_call: Calling) -> None:
    async with plain_call(caller=ANN[1]) as caller:
        await caller.say("move my haircut", "ann smith", "no the one on friday", "yes")
        caller.is_asked("start").knows()
        assert caller.conversation.values["booking"] is not None


@pytest.mark.parametrize(
    ("said", "start"),
    [
        ("yes but can we do four", "2026-06-16 16:00"),
        ("yes, and make it wednesday", "2026-06-17 15:00"),
    ],
)
async def test_a_change_comes_with_the_yes_to_going_on(
    plain_call: Calling, said: str, start: str
) -> None:
    """It was not understood, and a no to the same question then lost the call."""
    async with plain_call(caller=MARIA[1], manners=False) as before:
        await before.say("haircut tuesday at three", "yes", "maria lopez")
        before.hangs_up()
        await before.conversation.keep()
    async with plain_call(caller=MARIA[1], manners=False) as caller:
        await caller.say("maria lopez", said)
        caller.is_asked("email").knows(start=at(start))


@pytest.mark.parametrize("said", ["and the one on friday as well", "and my other one too please"])
async def test_the_same_is_done_to_another_booking(plain_call: Calling, said: str) -> None:
    """A new booking was begun."""
    async with plain_call(caller=ANN[1]) as caller:
        await caller.say("cancel my haircut", "ann smith", "yes", said)
        caller.hears("colour on Friday").is_asked(None, "summary")
        await caller.say("yes")
        assert await stand(caller, "Ann Smith") == {}
