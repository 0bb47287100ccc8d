"""What callers mean by what they say of a booking that exists, and what they do not mean."""

from __future__ import annotations

import pytest

from handrail.desk.calendar import Booking, Calendar, all_bookings
from tests.stories.made import MARIA, STRANGER, make
from tests.stories.talk import Calling, at


@pytest.fixture(autouse=True)
async def made(calendar: Calendar) -> dict[str, Booking]:
    """Have the callers' bookings made before they call."""
    return await make(calendar)


async def status(calendar: Calendar, booking: Booking) -> str:
    return next(each.status for each in await all_bookings(calendar) if each.id == booking.id)


# --- told to do it, or not to ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "said", ["ok cancel it", "cancel it please", "please cancel my appointment", "yes cancel it"]
)
async def test_who_says_cancel_it_when_asked_whether_to_cancel_has_it_cancelled(
    call: Calling, made: dict[str, Booking], said: str
) -> None:
    async with call(caller=MARIA[1]) as caller:
        await caller.say("cancel my appointment", "maria lopez", said)
        caller.hears("cancelled")
        assert await status(caller.calendar, made["maria"]) == "cancelled"


@pytest.mark.parametrize("said", ["don't cancel it", "please don't cancel my appointment"])
async def test_who_says_not_to_cancel_it_keeps_it(
    call: Calling, made: dict[str, Booking], said: str
) -> None:
    async with call(caller=MARIA[1]) as caller:
        await caller.say("cancel my appointment", "maria lopez", said)
        caller.hears("stays as it is").does_not_hear("call you back")
        assert await status(caller.calendar, made["maria"]) == "confirmed"


@pytest.mark.parametrize("said", ["cancel", "no cancel it"])
async def test_a_cancel_that_may_be_meant_either_way_is_asked_about(
    plain_call: Calling, made: dict[str, Booking], said: str
) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say("cancel my appointment", "maria lopez", said)
        caller.is_asked(None, "summary").hears("shall I cancel")
        assert await status(caller.calendar, made["maria"]) == "confirmed"


async def test_who_would_rather_move_it_than_cancel_it_moves_it(plain_call: Calling) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say("cancel my appointment", "maria lopez")
        await caller.say("don't cancel it, move it to friday at noon")
        caller.hears("moves to Friday the 19th at 12").is_asked(None, "summary")


async def test_an_ok_after_a_moment_cancels_nothing_before_it_is_asked_once_more(
    plain_call: Calling, made: dict[str, Booking]
) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say("cancel my appointment", "maria lopez", "just a second", "ok")
        caller.is_asked(None, "summary")
        assert await status(caller.calendar, made["maria"]) == "confirmed"
        await caller.say("yes")
        assert await status(caller.calendar, made["maria"]) == "cancelled"


@pytest.mark.parametrize(
    "said",
    ["oh no wait i want it back", "actually i'd like to book it again", "no don't cancel it"],
)
async def test_what_was_cancelled_is_wanted_back(plain_call: Calling, said: str) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say("cancel my appointment", "maria lopez", "yes", said)
        caller.hears("as it was", "put it back")


# --- which of the desk's services is asked for ----------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "i'm calling about my appointment",
        "can you check if i have an appointment",
        "did you get my booking",
        "do i still have an appointment",
        "hi it's about an appointment i've got",
        "i have an appointment with you on thursday",
        "it's regarding the booking i made yesterday",
    ],
)
async def test_who_calls_about_an_appointment_books_no_other(
    plain_call: Calling, said: str
) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say(said)
        caller.is_asked("booking")
        await caller.say("maria lopez")
        caller.hears("You have a haircut on Thursday the 18th at 11")


@pytest.mark.parametrize(
    "said",
    [
        "i have an appointment on thursday and i'd like to move it to friday at noon",
        "i've got an appointment thursday at eleven and need to push it back to friday at noon",
        "hi i'm calling about my appointment, i need to move it to friday at noon",
    ],
)
async def test_who_has_an_appointment_and_wants_it_moved_books_no_other(
    plain_call: Calling, said: str
) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say(said, "maria lopez", "yes")
        caller.hears("moves to Friday the 19th at 12").is_asked(None, "summary")
        caller.knows(start=at("2026-06-19 12:00"))


@pytest.mark.parametrize(
    "said",
    [
        "i was meant to come in on thursday but something's come up",
        "i need a different time for my thursday appointment",
        "can i swap my thursday slot please",
    ],
)
async def test_other_words_for_moving(plain_call: Calling, said: str) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say(said, "maria lopez", "yes", "friday at noon")
        caller.hears("moves to Friday the 19th at 12").is_asked(None, "summary")


async def test_who_has_one_and_wants_another_books_it(plain_call: Calling) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say("i already have an appointment but i want another one")
        caller.is_asked("service")


@pytest.mark.parametrize("said", ["i don't want my appointment anymore", "cancel maria's booking"])
async def test_other_words_for_cancelling(plain_call: Calling, said: str) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say(said, "maria lopez")
        caller.hears("Shall I cancel")


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("cancel my other one", "Shall I cancel"),
        ("actually cancel my thursday appointment", "Shall I cancel"),
        ("what time is my appointment on thursday", "You have a haircut on Thursday the 18th"),
        ("i'd rather move my thursday one", "is that the one"),
    ],
)
async def test_another_booking_is_spoken_of_while_one_is_being_made(
    plain_call: Calling, said: str, asked: str
) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say("a haircut tuesday at three", "yes", "maria lopez", said)
        caller.hears(asked)


async def test_one_more_is_booked_while_one_is_being_moved(plain_call: Calling) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say("move my appointment", "maria lopez", "yes")
        await caller.say("i'd like to book a colour as well")
        caller.hears("colour").is_asked("start")
        caller.knows(service="Colour")


async def test_a_code_alone_asks_to_move_nothing(
    plain_call: Calling, made: dict[str, Booking]
) -> None:
    async with plain_call(caller=STRANGER) as caller:
        await caller.say(f"my code is {' '.join(made['maria'].code)}")
        caller.hears("what name").does_not_hear("can't find").is_asked("booking")
        await caller.say("maria")
        caller.hears("You have a haircut on Thursday the 18th at 11")


async def test_a_relative_who_is_mentioned_begins_nothing(plain_call: Calling) -> None:
    async with plain_call(caller=STRANGER) as caller:
        await caller.say("he's my husband")
        caller.is_asked(None)


# --- found by what was said -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "cancel my appointment, maria lopez, 212 555 0142",
        "cancel my appointment maria lopez 2125550142",
    ],
)
async def test_a_name_beside_a_number_is_heard(plain_call: Calling, said: str) -> None:
    async with plain_call() as caller:
        await caller.say(said)
        caller.hears("haircut on Thursday the 18th at 11", "Shall I cancel")


@pytest.mark.parametrize("said", ["no it's 0142", "it ends in 0142"])
async def test_the_end_of_a_number_that_was_not_found_is_mended(
    plain_call: Calling, said: str
) -> None:
    async with plain_call() as caller:
        await caller.say("cancel my appointment", "maria", "212 555 0199")
        caller.hears("can't find")
        await caller.say(said)
        caller.hears("haircut on Thursday the 18th at 11", "Shall I cancel")


# --- questions about a booking that is being cancelled --------------------------------------------


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("what time was it again", "That's a haircut, Thursday the 18th at 11"),
        ("how long does it take", "A haircut takes half an hour. "),
        ("how much is it", "A haircut is 45 dollars. "),
        ("is there a fee for cancelling", "I can't say|I don't know|I'm afraid"),
    ],
)
async def test_what_is_asked_of_a_booking_is_answered_for_that_one(
    plain_call: Calling, asked: str, answer: str
) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say("cancel my appointment", "maria lopez", asked)
        caller.hears(answer, "shall I cancel").does_not_hear("colour")
