"""Callers who change their minds: several things at once, what a change undoes, the summary."""

from __future__ import annotations

import pytest

from tests.stories.places import place
from tests.stories.talk import Calling, at

NAME_FIRST = ("my name and my number are wrong", "the name and the number are both wrong")
NUMBER_FIRST = ("my number and my name are wrong", "can we change the number and the name")


@pytest.mark.parametrize("said", NAME_FIRST)
@pytest.mark.parametrize("where", ["the email", "the summary", "what to change"])
async def test_the_name_then_the_number(plain_call: Calling, where: str, said: str) -> None:
    start = place(where)
    async with plain_call() as caller:
        await start.reach(caller)
        await caller.say(said)
        caller.is_asked("name").hears("name").does_not_hear("number")
        await caller.say("ann lee")
        caller.is_asked("phone").hears("number")
        await caller.say("212 555 0199")
        caller.is_asked("phone", "read_back").hears("212, 555, 0199")
        await caller.say("yes")
        caller.is_asked(*start.asking)
        caller.knows(service="Haircut", start=at("2026-06-16 15:00"))
        caller.knows(name="Ann Lee", phone=("+12125550199", "confirmed"))


@pytest.mark.parametrize("said", NUMBER_FIRST)
@pytest.mark.parametrize("where", ["the email", "the summary", "what to change"])
async def test_the_number_then_the_name(plain_call: Calling, where: str, said: str) -> None:
    start = place(where)
    async with plain_call() as caller:
        await start.reach(caller)
        await caller.say(said)
        caller.is_asked("phone").hears("number").does_not_hear(r"\bname")
        await caller.say("212 555 0199")
        caller.is_asked("name").hears("name")
        await caller.say("ann lee")
        caller.is_asked("phone", "read_back").hears("212, 555, 0199")
        await caller.say("yes")
        caller.is_asked(*start.asking)
        caller.knows(name="Ann Lee", phone=("+12125550199", "confirmed"))


async def test_two_regressions_from_the_summary_end_in_a_booking(call: Calling) -> None:
    async with call() as caller:
        await place("the summary").reach(caller)
        await caller.say("no, my name and my number are wrong", "ann lee", "212 555 0199", "yes")
        caller.is_asked(None, "summary").hears("Ann Lee").does_not_hear("Maria")
        await caller.say("yes")
        (booking,) = await caller.bookings()
        assert (booking.name, booking.phone) == ("Ann Lee", "+12125550199")
        assert booking.start.isoformat() == at("2026-06-16 15:00")


async def test_a_second_regression_is_named_while_the_first_is_asked_about(call: Calling) -> None:
    async with call() as caller:
        await place("the email").reach(caller)
        await caller.say("wait the name is wrong", "and the time as well")
        caller.is_asked("name")
        await caller.say("ann lee")
        caller.is_asked("start")
        await caller.say("wednesday at four")
        caller.is_asked("email").knows(name="Ann Lee", start=at("2026-06-17 16:00"))


async def test_both_new_values_come_in_one_sentence(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("the summary").reach(caller)
        await caller.say("make it a colour on wednesday at four")
        caller.is_asked(None, "summary").hears("colour", "Wednesday the 17th at 4")
        caller.knows(service="Colour", start=at("2026-06-17 16:00"))
        await caller.say("yes")
        caller.hears("booked")


async def test_a_type_that_no_longer_fits_drops_the_time_and_says_why_once(call: Calling) -> None:
    async with call() as caller:
        await caller.say(
            "a haircut on friday the 19th at 5:15", "212 555 0142", "yes", "maria lopez"
        )
        caller.is_asked("email")
        await caller.say("make it a colour instead")
        caller.hears("hour and a half", r"4:30", "Saturday.* at 10").is_asked("start", "offer")
        caller.does_not_know("start")
        await caller.say("four thirty")
        caller.is_asked("email").knows(service="Colour", start=at("2026-06-19 16:30"))
        await caller.say("no thanks")
        caller.hears("colour on Friday the 19th at 4:30 for Maria Lopez")
        await caller.say("yes", "no thanks")
        assert caller.heard_in_all("hour and a half") == 1, caller.told("the reason")
        caller.ended("completed")


async def test_a_type_that_still_fits_keeps_the_time_and_says_nothing_of_it(
    call: Calling,
) -> None:
    async with call() as caller:
        await place("the summary").reach(caller)
        await caller.say("actually make it a colour")
        caller.is_asked(None, "summary").does_not_hear("Tuesday", "hour and a half", "free")
        caller.knows(service="Colour", start=at("2026-06-16 15:00"))


async def test_a_type_changed_and_changed_back_before_the_new_time(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say("a haircut on friday the 19th at 5:15", "make it a colour instead")
        caller.is_asked("start", "offer")
        await caller.say("oh no, then a haircut after all")
        caller.knows(service="Haircut").does_not_hear("hour and a half")


async def test_the_type_is_changed_at_the_summary_and_the_time_no_longer_fits(
    plain_call: Calling,
) -> None:
    async with plain_call() as caller:
        await caller.say("a haircut on friday the 19th at 5:15", "212 555 0142", "yes")
        await caller.say("maria lopez", "no thanks")
        caller.is_asked(None, "summary")
        await caller.say("could it be a colour instead")
        caller.hears("hour and a half").is_asked("start", "offer")
        await caller.say("the first one")
        caller.is_asked(None, "summary").hears("4:30")
        await caller.say("yes")
        (booking,) = await caller.bookings()
        assert (booking.service, booking.start.isoformat()) == ("Colour", at("2026-06-19 16:30"))


YES_BUTS = [
    ("yes but make it four", "start", at("2026-06-16 16:00")),
    ("no, four o'clock", "start", at("2026-06-16 16:00")),
    ("no make it wednesday", "start", at("2026-06-17 15:00")),
    ("actually could it be a colour", "service", "Colour"),
    ("yes but the name is ann lee", "name", "Ann Lee"),
    ("no, the name's ann lee", "name", "Ann Lee"),
]


@pytest.mark.parametrize(("said", "step", "value"), YES_BUTS)
async def test_a_mind_changed_at_the_summary_is_summarised_again(
    plain_call: Calling, said: str, step: str, value: str
) -> None:
    async with plain_call() as caller:
        await place("the summary").reach(caller)
        await caller.say(said)
        caller.is_asked(None, "summary").knows(**{step: value})
        assert not await caller.bookings()
        await caller.say("yes")
        (booking,) = await caller.bookings()
        assert booking.as_json()[step] == value


BARE = [("the time", "start", "friday at ten", at("2026-06-19 10:00"))]
BARE += [("the service", "service", "a consultation", "Consultation")]
BARE += [("the name", "name", "ann lee", "Ann Lee")]


@pytest.mark.parametrize(("said", "step", "then", "value"), BARE)
async def test_no_then_what_to_change_then_the_value(
    plain_call: Calling, said: str, step: str, then: str, value: str
) -> None:
    async with plain_call() as caller:
        await place("what to change").reach(caller)
        await caller.say(said)
        caller.is_asked(step)
        await caller.say(then)
        caller.is_asked(None, "summary").knows(**{step: value})


@pytest.mark.parametrize("said", ["nothing", "nothing actually", "no it's fine"])
async def test_no_and_then_nothing_to_change_after_all(plain_call: Calling, said: str) -> None:
    async with plain_call() as caller:
        await place("what to change").reach(caller)
        await caller.say(said)
        caller.is_asked(None, "summary")
        await caller.say("yes")
        caller.hears("booked")


async def test_everything_is_wrong_is_not_nothing_to_change(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("what to change").reach(caller)
        await caller.say("everything is wrong")
        caller.does_not_hear("book (it|that)")


async def test_the_email_is_dropped_at_the_summary(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("the summary").reach(caller)
        await caller.say("actually leave the email out")
        caller.is_asked(None, "summary").knows(email=(None, "declined"))
        await caller.say("yes")
        (booking,) = await caller.bookings()
        assert booking.email is None


async def test_an_email_declined_and_then_given_at_the_summary(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("the email").reach(caller)
        await caller.say("no thanks")
        caller.is_asked(None, "summary")
        await caller.say("oh you can have my email, it's maria at example dot com")
        caller.is_asked("email", "read_back")
        await caller.say("yes")
        caller.is_asked(None, "summary").knows(email=("maria@example.com", "confirmed"))
        await caller.say("yes")
        (booking,) = await caller.bookings()
        assert booking.email == "maria@example.com"


async def test_several_changes_at_the_summary_are_said_as_a_sentence(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("the summary").reach(caller)
        await caller.say("make it wednesday at four and my name is joanna")
        caller.hears("A haircut on Wednesday the 17th at 4 for Joanna").is_asked(None, "summary")


async def test_another_service_at_the_summary_is_said_with_its_article(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("the summary").reach(caller)
        await caller.say("actually can we make it a colour instead")
        caller.hears("a colour").is_asked(None, "summary")


@pytest.mark.parametrize(
    "said", ["yes but actually make it a", "yes dut actually make it a", "yes, change it to the"]
)
async def test_a_change_whose_value_is_lost_on_the_line_is_no_yes(
    plain_call: Calling, said: str
) -> None:
    async with plain_call() as caller:
        await place("the summary").reach(caller)
        await caller.say(said)
        assert not await caller.bookings()
        caller.is_asked(None, "summary")


async def test_leave_it_keeps_an_email_also_when_it_was_asked_in_other_words(call: Calling) -> None:
    """A turn that was not understood made "leave it" a wish to leave the email out."""
    async with call() as caller:
        await caller.say("i'd like to book a haircut tuesday at three", "212 555 0142", "yes")
        await caller.say("maria lopez", "maria at example dot com", "yes")
        await caller.say("can i change the email", "zorp blue", "leave it")
        caller.is_asked(None, "summary").knows(email=("maria@example.com", "confirmed"))
