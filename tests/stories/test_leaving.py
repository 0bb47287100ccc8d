"""How calls end, and begin again: hang-ups, goodbyes, a person, never mind, another booking."""

from __future__ import annotations

import pytest

from handrail.desk.calendar import all_callbacks
from tests.stories.places import PLACES, SAID, Place, place
from tests.stories.talk import Calling, Talk, at

ANYWHERE = pytest.mark.parametrize("here", PLACES, ids=lambda each: each.name)


@ANYWHERE
async def test_a_hang_up_books_nothing(plain_call: Calling, here: Place) -> None:
    async with plain_call() as caller:
        await here.reach(caller)
        caller.hangs_up().ended("hung_up")
        assert not await caller.bookings()


async def test_a_hang_up_on_both_hosts(call: Calling) -> None:
    async with call() as caller:
        await place("the summary").reach(caller)
        caller.hangs_up().ended("hung_up")
        assert not await caller.bookings()


async def test_a_hang_up_at_the_greeting(call: Calling) -> None:
    async with call() as caller:
        caller.hangs_up().ended("hung_up")


async def test_a_hang_up_after_the_booking_leaves_it(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say(*SAID, "yes")
        caller.hangs_up().ended("completed")
        assert len(await caller.bookings()) == 1


@ANYWHERE
@pytest.mark.parametrize("text", ["goodbye", "ok bye"])
async def test_goodbye_in_the_middle_books_nothing(
    plain_call: Calling, here: Place, text: str
) -> None:
    async with plain_call() as caller:
        await here.reach(caller)
        await caller.say(text)
        if {"phone", "name"} <= set(here.known) and not caller.conversation.closed:
            caller.is_asked(None, "summary").hears("before you go", "shall I book")
            await caller.say(text)
        caller.hears("goodbye").ended("abandoned")
        assert not await caller.bookings()


@pytest.mark.parametrize("last", ["no thanks bye", "bye", "ok thank you goodbye"])
async def test_who_takes_leave_before_the_last_yes_is_asked_for_it(
    call: Calling, last: str
) -> None:
    async with call() as caller:
        await caller.say(*SAID[:5])
        caller.is_asked("email")
        await caller.say(last)
        caller.is_asked(None, "summary").hears("before you go", "Tuesday the 16th at 3", "book it?")
        caller.knows(email=(None, "declined"))
        await caller.say("oh yes please")
        caller.hears("booked")
        assert len(await caller.bookings()) == 1


@pytest.mark.parametrize("answer", ["no", "no thank you", "bye", "never mind"])
async def test_who_takes_leave_and_wants_no_booking_is_told_that_there_is_none(
    plain_call: Calling, answer: str
) -> None:
    async with plain_call() as caller:
        await caller.say(*SAID, "bye", answer)
        caller.hears("haven't booked it").does_not_hear("change")
        assert not await caller.bookings()


async def test_a_change_after_taking_leave_is_agreed_to_like_any_other(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say(*SAID, "bye", "make it four")
        caller.is_asked(None, "summary").hears("Tuesday the 16th at 4")
        await caller.say("no")
        caller.hears("change").goes_on()


async def test_a_goodbye_half_way_is_not_taken_for_a_booking(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say(*SAID[:2], "bye")
        caller.hears("haven't booked it", "goodbye").ended("abandoned")


@ANYWHERE
@pytest.mark.parametrize("text", ["i want to speak to a person", "can i talk to someone real"])
async def test_a_person_is_asked_for(plain_call: Calling, here: Place, text: str) -> None:
    async with plain_call() as caller:
        await here.reach(caller)
        await caller.say(text)
        await gives_a_number(caller, here)
        assert [asked.phone for asked in await all_callbacks(caller.calendar)] == ["+12125550142"]
        assert not await caller.bookings()


async def gives_a_number(caller: Talk, here: Place) -> None:
    """Give the number to call, unless it is known; read back, unless it was."""
    if "phone" not in here.known:
        caller.is_asked("phone").hears("number")
        await caller.say("212 555 0142")
    if here.step == "phone" or "phone" not in here.known:
        caller.is_asked("phone", "read_back")
        await caller.say("yes")
    caller.hears("call you", "goodbye").ended("escalated")


@pytest.mark.parametrize("number", [None, "+12125550142"])
async def test_a_person_is_asked_for_at_the_greeting(call: Calling, number: str | None) -> None:
    async with call(caller=number) as caller:
        await caller.say("can i speak to a person please")
        if number is None:
            caller.is_asked("phone")
            await caller.say("212 555 0142")
        caller.is_asked("phone", "read_back").hears("0142")
        await caller.say("yes")
        caller.ended("escalated")
        (asked,) = await all_callbacks(caller.calendar)
        assert asked.phone == "+12125550142"


async def test_another_number_for_the_call_back(plain_call: Calling) -> None:
    async with plain_call(caller="+12125550142") as caller:
        await caller.say("can i speak to a person please", "no, 212 555 0199", "yes")
        caller.ended("escalated")
        (asked,) = await all_callbacks(caller.calendar)
        assert asked.phone == "+12125550199"


@pytest.mark.parametrize("text", ["never mind", "no it's ok, let's carry on"])
async def test_a_person_is_not_wanted_after_all(call: Calling, text: str) -> None:
    async with call() as caller:
        await place("the number").reach(caller)
        await caller.say("can i speak to a person please", text)
        caller.is_asked("phone").knows(service="Haircut", start=at("2026-06-16 15:00"))
        caller.hears("number").does_not_hear("call")
        await caller.say(*SAID[2:], "yes")
        caller.hears("booked")


@pytest.mark.parametrize("text", ["a haircut", "a haircut on tuesday at three please"])
async def test_who_is_to_be_called_back_books_after_all(plain_call: Calling, text: str) -> None:
    async with plain_call() as caller:
        await caller.say("can i speak to a person please", text)
        caller.knows(service="Haircut").goes_on()
        assert not await all_callbacks(caller.calendar)


async def test_a_person_is_not_wanted_after_all_and_nothing_else_is(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("the number").reach(caller)
        await caller.say("can i speak to a person please", "never mind", "never mind", "no")
        caller.hears("goodbye").ended("abandoned")


@ANYWHERE
async def test_start_over(plain_call: Calling, here: Place) -> None:
    async with plain_call() as caller:
        await here.reach(caller)
        await caller.say("start over")
        caller.is_asked("service").does_not_know("service", "start", "name", "email")
        await caller.say("a colour", "friday at ten", *SAID[2:], "yes")
        (booking,) = await caller.bookings()
        assert (booking.service, booking.start.isoformat()) == ("Colour", at("2026-06-19 10:00"))


@pytest.mark.parametrize(
    "here",
    # There "never mind" means that nothing is to be changed.
    [each for each in PLACES if each.name != "what to change"],
    ids=lambda each: each.name,
)
async def test_never_mind_and_then_again_asks_nothing_twice_about_the_caller(
    plain_call: Calling, here: Place
) -> None:
    async with plain_call() as caller:
        await here.reach(caller)
        await caller.say("never mind, forget it")
        caller.is_asked(None, "none").hears("haven't booked it", "else")
        await caller.say("actually i'd like a colour on friday at ten")
        kept = [name for name in here.known if name in {"phone", "name", "email"}]
        assert set(kept) <= set(caller.known()), caller.told("what was said was lost")
        assert caller.turns[-1].asking != {"step": "service", "act": "ask"}
        for step, answer in (("phone", SAID[2]), ("name", SAID[4]), ("email", SAID[5])):
            if caller.turns[-1].asking == {"step": step, "act": "ask"}:
                assert step not in kept, caller.told(f"{step} is asked twice")
                await caller.say(answer)
            if caller.turns[-1].asking == {"step": step, "act": "read_back"}:
                await caller.say("yes")
        caller.is_asked(None, "summary").hears("colour on Friday the 19th at 10")
        await caller.say("yes")
        (booking,) = await caller.bookings()
        assert booking.phone == "+12125550142"


async def test_a_second_booking_carries_who_the_caller_is(call: Calling) -> None:
    async with call() as caller:
        await caller.say(*SAID, "yes")
        await caller.say("i'd like to book another one, a colour on friday at ten")
        caller.is_asked(None, "summary").hears("colour on Friday the 19th at 10", "Maria Lopez")
        await caller.say("yes", "no that's all")
        caller.ended("completed")
        colour, haircut = sorted(await caller.bookings(), key=lambda each: each.service)
        assert (colour.phone, colour.name, colour.email) == (
            haircut.phone,
            haircut.name,
            haircut.email,
        )
        assert colour.code != haircut.code


async def test_a_second_booking_for_somebody_else(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say(*SAID, "yes", "another haircut on friday at ten, for ann lee")
        caller.is_asked(None, "summary").hears("Ann Lee", "Friday the 19th at 10")


async def test_the_second_booking_is_dropped_and_the_first_stays(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say(*SAID, "yes", "i'd like to book another appointment", "never mind")
        assert len(await caller.bookings()) == 1
        caller.goes_on()
        await caller.say("no thanks")
        assert caller.conversation.closed


@pytest.mark.parametrize(
    "said", ["no thanks", "no that's all", "nope", "that's it thank you", "bye", "no goodbye"]
)
async def test_nothing_else_is_wanted(plain_call: Calling, said: str) -> None:
    async with plain_call() as caller:
        await caller.say(*SAID, "yes", said)
        caller.hears("goodbye").ended("completed")


async def test_thanks_as_the_first_words_end_nothing(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say("thank you")
        caller.hears("help").is_asked(None)
        await caller.say("a haircut on tuesday at three")
        caller.is_asked("phone")
