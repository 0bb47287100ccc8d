"""Who the caller is: numbers in parts, known and withheld numbers, names and emails."""

from __future__ import annotations

import pytest

from handrail.desk.calendar import Calendar
from tests.stories.places import SAID, place
from tests.stories.talk import Calling, at, offer_only

IN_PARTS = [
    ("212", "555 0142"),
    ("two one two", "five five five oh one four two"),
    ("two one two", "five five five", "oh one four two"),
    ("212", "555", "0142"),
    ("it's 212", "555", "and then 0142"),
]


@pytest.mark.parametrize("parts", IN_PARTS, ids=" - ".join)
@pytest.mark.parametrize("silence", [False, True], ids=["at once", "with silence"])
async def test_a_number_in_parts(
    plain_call: Calling, parts: tuple[str, ...], *, silence: bool
) -> None:
    async with plain_call() as caller:
        await place("the number").reach(caller)
        for part in parts[:-1]:
            await caller.say(part)
            assert not caller.heard, caller.told("a number being given is listened to")
            caller.is_asked("phone").does_not_know("phone")
            if silence:
                await caller.say("")
                caller.hears("rest|next")
        await caller.say(parts[-1])
        caller.is_asked("phone", "read_back").hears("212, 555, 0142")
        await caller.say("yes")
        caller.is_asked("name").knows(phone=("+12125550142", "confirmed"))


async def test_a_number_in_parts_on_both_hosts(call: Calling) -> None:
    async with call() as caller:
        await place("the number").reach(caller)
        await caller.say("two one two", "", "five five five", "", "oh one four two")
        caller.is_asked("phone", "read_back").hears("212, 555, 0142")


async def test_a_number_begun_anew(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("the number").reach(caller)
        await caller.say("two one two five", "no wait, 212 555 0142")
        caller.is_asked("phone", "read_back").hears("212, 555, 0142")


async def test_a_number_denied_and_given_again(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("the number read back").reach(caller)
        await caller.say("no")
        caller.is_asked("phone").does_not_know("phone")
        await caller.say("212 555 0199")
        caller.is_asked("phone", "read_back").hears("212, 555, 0199")


async def test_a_number_denied_with_the_right_one(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("the number read back").reach(caller)
        await caller.say("no, 212 555 0199")
        caller.is_asked("phone", "read_back").hears("212, 555, 0199")


async def test_a_number_that_is_talked_past_is_named_by_the_summary(call: Calling) -> None:
    async with call() as caller:
        await place("the number read back").reach(caller)
        await caller.say("my name is maria lopez", "no thanks")
        caller.is_asked(None, "summary").hears("212, 555, 0142")
        await caller.say("yes")
        caller.hears("booked")


async def test_the_calling_number_is_offered_and_taken(call: Calling) -> None:
    async with call(caller="+12125550142") as caller:
        await caller.say(*SAID[:2])
        caller.is_asked("phone", "read_back").hears("0142").does_not_hear("212")
        caller.knows(phone=("+12125550142", "prefilled"))
        await caller.say("yes", "maria lopez", "no", "yes")
        (booking,) = await caller.bookings()
        assert booking.phone == "+12125550142"


async def test_the_calling_number_is_not_the_one(plain_call: Calling) -> None:
    async with plain_call(caller="+12125550142") as caller:
        await caller.say(*SAID[:2], "no")
        caller.is_asked("phone").does_not_hear("sorry").does_not_know("phone")
        await caller.say("212 555 0199", "yes")
        caller.is_asked("name").knows(phone=("+12125550199", "confirmed"))


@pytest.mark.parametrize("number", [None, "anonymous", "+1999", ""])
async def test_a_withheld_or_broken_number_is_asked_for(
    plain_call: Calling, number: str | None
) -> None:
    async with plain_call(caller=number) as caller:
        await caller.say(*SAID[:2])
        caller.is_asked("phone").does_not_know("phone")


async def test_a_calling_number_said_in_full_is_not_asked_again(plain_call: Calling) -> None:
    async with plain_call(caller="+12125550142") as caller:
        await caller.say(*SAID[:2], "212 555 0142")
        caller.is_asked("name").knows(phone=("+12125550142", "confirmed"))


@pytest.mark.parametrize(
    "said", ["no thanks", "i don't have an email", "no", "i'd rather not", "skip that"]
)
async def test_an_email_is_declined(plain_call: Calling, said: str) -> None:
    async with plain_call() as caller:
        await place("the email").reach(caller)
        await caller.say(said)
        caller.is_asked(None, "summary").knows(email=(None, "declined"))


async def test_an_email_is_spelled_back(call: Calling) -> None:
    async with call() as caller:
        await place("the email").reach(caller)
        await caller.say("maria at example dot com")
        caller.is_asked("email", "read_back").hears("M A R I A")
        await caller.say("yes")
        caller.is_asked(None, "summary").knows(email=("maria@example.com", "confirmed"))


async def test_yes_there_is_an_email(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("the email").reach(caller)
        await caller.say("yes")
        caller.is_asked("email").hears("ahead")
        await caller.say("maria at example dot com")
        caller.is_asked("email", "read_back")


async def test_an_email_is_denied_and_given_again(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("the email read back").reach(caller)
        await caller.say("no")
        caller.is_asked("email").does_not_know("email")
        await caller.say("mary at example dot com")
        caller.is_asked("email", "read_back").hears("M A R Y")


async def test_an_email_is_corrected_at_its_read_back(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("the email read back").reach(caller)
        await caller.say("no, it's mary at example dot com")
        caller.is_asked("email", "read_back").hears("M A R Y")
        await caller.say("yes")
        caller.is_asked(None, "summary").knows(email=("mary@example.com", "confirmed"))


async def test_a_no_with_half_an_email_does_not_rename_the_caller(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("the email read back").reach(caller)
        await caller.say("no it's mary")
        caller.is_asked("email", caller.turns[-1].asking["act"]).knows(name="Maria Lopez")


async def test_an_email_is_declined_at_its_read_back(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("the email read back").reach(caller)
        await caller.say("no, actually leave the email out")
        caller.is_asked(None, "summary").knows(email=(None, "declined"))


async def test_a_name_corrected_by_a_letter_is_spelled_back(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("the email").reach(caller)
        await caller.say("the name is lopes with an s")
        caller.hears("L O P E S").knows(name="Maria Lopes")


async def test_everything_in_one_sentence(call: Calling) -> None:
    async with call() as caller:
        await caller.say(
            "hi it's maria lopez, i'd like a haircut on tuesday at three, "
            "my number is 212 555 0142 and my email is maria at example dot com"
        )
        caller.is_asked("phone", "read_back").knows(
            service="Haircut", start=at("2026-06-16 15:00"), name="Maria Lopez"
        )
        await caller.say("yes")
        caller.is_asked("email", "read_back")
        await caller.say("yes")
        caller.is_asked(None, "summary")
        await caller.say("yes")
        (booking,) = await caller.bookings()
        assert booking.email == "maria@example.com"


async def test_with_one_type_it_is_never_asked(call: Calling, calendar: Calendar) -> None:
    await offer_only(calendar, "Colour")
    async with call() as caller:
        await caller.say("i'd like to book an appointment")
        caller.is_asked("start").knows(service=("Colour", "prefilled"))
        await caller.say("tuesday at three", *SAID[2:5], "no thanks")
        caller.is_asked(None, "summary").hears("Tuesday the 16th at 3", "Maria Lopez")
        await caller.say("yes")
        (booking,) = await caller.bookings()
        assert booking.service == "Colour"
        assert not caller.heard_in_all("what would you like to book")


async def test_with_one_type_there_is_nothing_to_change_it_to(
    plain_call: Calling, calendar: Calendar
) -> None:
    await offer_only(calendar, "Colour")
    async with plain_call() as caller:
        await caller.say("i'd like to book for tuesday at three", "can we change the service")
        caller.is_asked("phone").knows(service="Colour")


async def test_with_one_type_a_start_over_does_not_ask_for_it(
    plain_call: Calling, calendar: Calendar
) -> None:
    await offer_only(calendar, "Colour")
    async with plain_call() as caller:
        await caller.say("i'd like to book for tuesday at three", "start over")
        caller.is_asked("start").knows(service=("Colour", "prefilled"))


async def test_with_no_type_at_all_a_person_is_offered(
    plain_call: Calling, calendar: Calendar
) -> None:
    await offer_only(calendar, "nothing")
    async with plain_call() as caller:
        await caller.say("i'd like to book an appointment", "a haircut", "a haircut", "a cut")
        caller.is_asked(None, "human")
