"""What is said before it is asked, beside something else, or after all was done."""

from __future__ import annotations

import pytest

from handrail.desk.calendar import Booking, Calendar, all_bookings
from tests.stories.made import MARIA, make
from tests.stories.places import SAID
from tests.stories.talk import Calling, at


@pytest.fixture(autouse=True)
async def made(calendar: Calendar) -> dict[str, Booking]:
    """Have the callers' bookings made before they call."""
    return await make(calendar)


# --- names ----------------------------------------------------------------------------------------


async def test_a_whole_name_instead_of_the_number_is_not_asked_for_again(call: Calling) -> None:
    async with call() as caller:
        await caller.say(*SAID[:2], "bob hope")
        caller.is_asked("phone").knows(name="Bob Hope")
        await caller.say("212 555 0142", "yes")
        caller.is_asked("email")


@pytest.mark.parametrize(
    "said",
    [
        "haircut tuesday at three, phone 212 555 0142, bob hope",
        "bob hope 212 555 0142 haircut tuesday at three",
    ],
)
async def test_a_name_beside_a_number_needs_no_word_of_its_own(
    plain_call: Calling, said: str
) -> None:
    async with plain_call() as caller:
        await caller.say(said)
        caller.is_asked("phone", "read_back").knows(
            service="Haircut", start=at("2026-06-16 15:00"), name="Bob Hope"
        )


@pytest.mark.parametrize(
    "said", ["oh my god", "grace period", "lovely weather", "john please hold", "never better"]
)
async def test_what_is_no_name_for_certain_is_none(plain_call: Calling, said: str) -> None:
    async with plain_call() as caller:
        await caller.say(*SAID[:2], said)
        assert "name" not in caller.conversation.values


async def test_the_name_of_who_it_is_for_is_taken_when_it_is_said(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say("a haircut for my daughter on tuesday at three", "her name is lucy brown")
        caller.is_asked("phone").knows(name="Lucy Brown")


# --- times ----------------------------------------------------------------------------------------


async def test_half_of_a_time_goes_with_the_one_that_was_just_refused(plain_call: Calling) -> None:
    """It once went with the one before, and Thursday was booked for Wednesday."""
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say("move my appointment", "maria lopez", "yes", "wednesday", "no thursday")
        caller.hears("when it is now").is_asked("start")
        await caller.say("at four")
        caller.hears("Thursday the 18th at 4")


# --- at the summary -------------------------------------------------------------------------------


async def test_who_refuses_the_summary_and_takes_leave_is_not_asked_again(call: Calling) -> None:
    async with call() as caller:
        await caller.say(*SAID, "no thanks", "bye")
        caller.hears("haven't booked", "goodbye").does_not_hear("shall I")


async def test_who_changes_their_mind_at_the_summary_is_asked_what_to_change(
    plain_call: Calling,
) -> None:
    async with plain_call() as caller:
        await caller.say(*SAID, "i changed my mind")
        caller.hears("change")
        await caller.say("wednesday")
        caller.is_asked(None, "summary").knows(start=at("2026-06-17 15:00"))


# --- another booking ------------------------------------------------------------------------------


async def test_another_service_is_cancelled_while_one_is_being_booked(
    plain_call: Calling, made: dict[str, Booking]
) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say("book a colour on monday at two", "yes", "cancel my haircut")
        caller.is_asked("booking")
        await caller.say("maria lopez", "yes")
        every = await all_bookings(caller.calendar)
        gone = next(each for each in every if each.id == made["maria"].id)
        assert gone.status == "cancelled"


@pytest.mark.parametrize(
    ("said", "hears"),
    [
        ("i gave you the wrong number it's 212 555 0199", "212, 555, 0199"),
        ("my number is wrong, use 212 555 0199", "212, 555, 0199"),
        ("my name is spelled l o p e s", "Maria Lopes"),
        ("the name should be mary lopez", "Mary Lopez"),
    ],
)
async def test_what_was_wrong_is_said_with_what_is_right_behind_the_booking(
    plain_call: Calling, said: str, hears: str
) -> None:
    """The new number was once looked for among the bookings."""
    async with plain_call() as caller:
        await caller.say(*SAID, "yes", said)
        caller.hears(hears).does_not_hear("sorry", "can't find")


async def test_the_number_that_is_called_from_is_used_after_all(call: Calling) -> None:
    async with call(caller=MARIA[1]) as caller:
        await caller.say("haircut tuesday at three", "no", "646 555 0100", "yes", "bob hope", "no")
        caller.is_asked(None, "summary").knows(phone="+16465550100")
        await caller.say("actually use the number i'm calling from")
        caller.is_asked("phone", "read_back").knows(phone=MARIA[1])


# --- another option beside the answer -------------------------------------------------------------


@pytest.mark.parametrize("said", ["a colour on friday at ten", "and a colour on friday at ten"])
async def test_another_service_beside_the_time_is_read_back(call: Calling, said: str) -> None:
    """It was Friday at ten for the haircut, and the colour was passed over."""
    async with call() as caller:
        await caller.say("a haircut please", said)
        caller.is_asked("service", "read_back").knows(service="Colour")
        await caller.say("yes")
        caller.is_asked("start", "read_back").knows(start=at("2026-06-19 10:00"))


async def test_a_second_service_beside_the_time_changes_nothing(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say("a haircut please", "and also a colour on friday at ten")
        caller.is_asked("start").knows(service="Haircut")


@pytest.mark.parametrize("said", ["what do you have on friday", "what have you got friday"])
async def test_who_asks_what_there_is_that_day_is_not_moved_to_the_same_hour(
    call: Calling, said: str
) -> None:
    async with call(caller=MARIA[1]) as caller:
        await caller.say("move my appointment", "maria lopez", "yes", said)
        caller.is_asked("start", "offer").hears("Friday the 19th")
