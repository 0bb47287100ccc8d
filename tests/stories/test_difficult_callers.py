"""Callers who ramble, hesitate, talk to others, or say half of it somewhere else."""

from __future__ import annotations

import pytest

from tests.stories.places import SAID, place
from tests.stories.talk import Calling, at


async def test_everything_at_once_with_a_time_in_the_middle(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say(
            "hi my name's Anthony Russo and I want a colour on Friday the 19th at 2 in the "
            "afternoon, you can reach me on 646-555-0177 and my email is tony.russo@gmail.com, "
            "I've been a client for ten years"
        )
        caller.is_asked("phone", "read_back").hears("colour on Friday the 19th at 2")
        caller.knows(
            start=at("2026-06-19 14:00"),
            name="Anthony Russo",
            phone="+16465550177",
            email="tony.russo@gmail.com",
        )


async def test_one_of_two_times_at_the_reception(call: Calling) -> None:
    async with call() as caller:
        await caller.say("haircut friday at 10 i think or maybe 11")
        caller.is_asked("start", "offer").hears("10 or 11")
        await caller.say("11")
        caller.knows(start=at("2026-06-19 11:00"))


@pytest.mark.parametrize("said", ["any time is fine", "whenever", "what times do you have"])
async def test_any_time_of_the_day_agreed_on(plain_call: Calling, said: str) -> None:
    async with plain_call() as caller:
        await caller.say("a haircut", "tuesday", said)
        caller.is_asked("start", "offer").hears("Tuesday the 16th at 9")


@pytest.mark.parametrize("said", ["what days do you have", "what days are free next week"])
async def test_who_asks_for_the_free_days_hears_some(plain_call: Calling, said: str) -> None:
    async with plain_call() as caller:
        await caller.say("a haircut", said)
        caller.is_asked("start", "offer").does_not_hear("sorry", "afraid")


async def test_neither_and_then_earlier(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say("a haircut friday around two", "neither", "earlier")
        caller.is_asked("start", "offer").does_not_hear("which day")


async def test_a_part_of_the_day_while_the_service_is_asked(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say("do you have anything next week", "mornings")
        caller.is_asked("service").hears("in the morning")
        await caller.say("a colour")
        caller.is_asked("start", "offer")


async def test_the_day_alone_is_changed_while_something_else_is_asked(call: Calling) -> None:
    async with call() as caller:
        await place("the number").reach(caller)
        await caller.say("thursday")
        caller.is_asked("phone").hears("Thursday the 18th at 3")
        await caller.say("no friday")
        caller.is_asked("phone").hears("Friday the 19th at 3")


@pytest.mark.parametrize(
    "said",
    [
        "actually can you put my mobile instead",
        "can you use my other number",
        "i'd rather use my cell",
    ],
)
async def test_another_number_is_wanted_at_the_summary(plain_call: Calling, said: str) -> None:
    async with plain_call() as caller:
        await caller.say(*SAID, said)
        caller.is_asked("phone").hears("212, 555, 0142", "should it be")


async def test_a_number_given_while_its_turn_has_not_come(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say(*SAID, "change the email and the phone", "646 555 0102")
        caller.is_asked("email").knows(phone="+16465550102")


@pytest.mark.parametrize(
    "said",
    [
        "it's for emma, emma brown, i'm her mum lucy",
        "emma brown, she's my daughter",
        "it's for my daughter emma brown",
    ],
)
async def test_whose_name_it_is_comes_with_the_name(plain_call: Calling, said: str) -> None:
    async with plain_call() as caller:
        await place("the name").reach(caller)
        await caller.say(said)
        caller.knows(name="Emma Brown")


async def test_who_only_says_whose_mother_she_is_has_given_no_name(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("the name").reach(caller)
        await caller.say("i'm her mum")
        caller.is_asked("name").does_not_know("name")


@pytest.mark.parametrize("said", ["no not you tommy, ten o'clock", "tommy stop it, ten o'clock"])
async def test_a_child_in_the_room(plain_call: Calling, said: str) -> None:
    async with plain_call() as caller:
        await caller.say("a haircut tomorrow", said)
        caller.knows(start=at("2026-06-13 10:00"))


async def test_a_wish_that_hangs_on_the_bus_is_a_wish(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say("a haircut", "thursday would be nice if the bus is running")
        caller.is_asked("start").hears("Thursday the 18th", "time")


@pytest.mark.parametrize(
    "said", ["thursday if you have nothing on wednesday", "thursday if not then friday"]
)
async def test_a_wish_with_another_behind_it_is_not_cut_short(
    plain_call: Calling, said: str
) -> None:
    async with plain_call() as caller:
        await caller.say("a haircut", said)
        caller.does_not_hear(r"Thursday the 18th\. ")


@pytest.mark.parametrize("said", ["yes for me and my husband", "yes for both of us"])
async def test_a_yes_for_two_books_nothing_yet(call: Calling, said: str) -> None:
    async with call() as caller:
        await caller.say(*SAID, said)
        caller.is_asked(None, "summary")
        assert not await caller.bookings()


@pytest.mark.parametrize("said", ["sure, who am i seeing", "yes please but can i bring my dog"])
async def test_a_question_behind_the_yes_is_not_passed_over(plain_call: Calling, said: str) -> None:
    async with plain_call() as caller:
        await caller.say(*SAID, said)
        caller.is_asked(None, "summary").does_not_hear("sorry", "Tuesday")
        assert not await caller.bookings()


async def test_another_one_after_the_booking(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say(*SAID, "yes", "yes, another one for my son, wednesday at 3:30")
        caller.is_asked("name").hears("haircut", "What name should it be?")
        caller.knows(start=at("2026-06-17 15:30"))


@pytest.mark.parametrize("said", ["no wait it's 0143", "no it's oh one four three"])
async def test_the_end_of_the_number_is_mended_when_it_is_no_more_asked(
    call: Calling, said: str
) -> None:
    async with call() as caller:
        await place("the name").reach(caller)
        await caller.say(said)
        caller.is_asked("phone", "read_back").hears("212, 555, 0143")


async def test_the_thursday_one_is_no_hour(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say("a haircut", "next week", "the thursday one")
        caller.does_not_hear("at 1").does_not_know("start")


async def test_a_fee_for_something_else_is_no_price(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say(*SAID, "is there a cancellation fee")
        caller.does_not_hear("45").is_asked(None, "summary")


async def test_what_is_done_with_the_number(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("the number").reach(caller)
        await caller.say("what do you do with my number")
        caller.hears("reach you").is_asked("phone")


async def test_who_is_not_sure_gets_help_or_time(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say("i'd like to book", "not sure what you have")
        caller.hears("haircut, colour or consultation")
        await caller.say(*SAID, "i'm not sure")
        caller.is_asked(None, "summary").hears("take your time|no rush").does_not_hear("sorry")


@pytest.mark.parametrize("said", ["maybe not", "i no have email", "can i give it later"])
async def test_soft_ways_to_leave_the_email_out(plain_call: Calling, said: str) -> None:
    async with plain_call() as caller:
        await place("the email").reach(caller)
        await caller.say(said)
        caller.is_asked(None, "summary").knows(email=(None, "declined"))


async def test_what_somebody_else_says_suits(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say("a haircut", "she says thursday", "my wife says at 2")
        caller.knows(start=at("2026-06-18 14:00"))


async def test_the_dog_is_barking(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("the number").reach(caller)
        await caller.say("hold on the dog is barking")
        caller.is_asked("phone").does_not_hear("sorry")
        await caller.say("sorry about that")
        caller.is_asked("phone").does_not_hear("sorry")


async def test_the_family_name_is_spelled_before_the_first_name_comes(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("the name").reach(caller)
        await caller.say("it's mcallister, m c a l l i s t e r, first name ian")
        caller.knows(name="Ian McAllister")


@pytest.mark.parametrize(
    "said", ["hmm that's a bit late", "no not tuesday", "it's too early for me"]
)
async def test_a_time_that_does_not_suit_after_all(plain_call: Calling, said: str) -> None:
    async with plain_call() as caller:
        await caller.say(*SAID, said)
        caller.is_asked("start").hears("Tuesday the 16th at 3", "instead|better")
        await caller.say("wednesday")
        caller.is_asked(None, "summary").hears("Wednesday the 17th at 3")


async def test_an_old_number_is_not_the_right_one(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("the number read back").reach(caller)
        await caller.say("that's my old number")
        caller.is_asked("phone").hears("right number")


async def test_the_number_that_is_called_from(plain_call: Calling) -> None:
    async with plain_call(caller="+12125550142") as caller:
        await caller.say("a haircut tuesday at 3", "yes the one i'm calling from")
        caller.is_asked("name").knows(phone=("+12125550142", "confirmed"))


async def test_the_area_code_comes_alone(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("the number").reach(caller)
        await caller.say("area code 212", "555", "0142")
        caller.is_asked("phone", "read_back").hears("212, 555, 0142")


@pytest.mark.parametrize(
    ("said", "told"),
    [("what was the number", "212, 555, 0142"), ("what was the time", "Tuesday the 16th at 3")],
)
async def test_what_was_given_is_told_at_the_summary(
    plain_call: Calling, said: str, told: str
) -> None:
    async with plain_call() as caller:
        await caller.say(*SAID, said)
        caller.is_asked(None, "summary").hears(told)


@pytest.mark.parametrize(
    "said", ["john lopez", "no his name is john lopez", "put it in his name, john lopez"]
)
async def test_the_second_booking_is_for_somebody_else(plain_call: Calling, said: str) -> None:
    async with plain_call() as caller:
        await caller.say(*SAID, "yes", "another haircut on wednesday at 3:30", said)
        caller.is_asked(None, "summary").hears("John Lopez")


@pytest.mark.parametrize(
    ("said", "offered"),
    [
        ("a haircut as late as possible on tuesday", "5:30"),
        ("what's the earliest you can do a haircut on tuesday", "at 9"),
    ],
)
async def test_the_first_or_the_last_there_is(plain_call: Calling, said: str, offered: str) -> None:
    async with plain_call() as caller:
        await caller.say(said)
        caller.is_asked("start", "offer").hears(offered)


async def test_a_first_name_and_then_the_last(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("the name").reach(caller)
        await caller.say("first name sam", "last name hill")
        caller.is_asked("email").knows(name="Sam Hill")


@pytest.mark.parametrize("said", ["gmail", "same as my name at gmail dot com"])
async def test_what_is_not_yet_an_address_changes_no_name(plain_call: Calling, said: str) -> None:
    async with plain_call() as caller:
        await place("the email").reach(caller)
        await caller.say(said)
        caller.is_asked("email").knows(name="Maria Lopez").does_not_know("email")


@pytest.mark.parametrize("said", ["that's it thanks", "that's all"])
async def test_that_is_it_leaves_the_email_out(plain_call: Calling, said: str) -> None:
    async with plain_call() as caller:
        await place("the email").reach(caller)
        await caller.say(said)
        caller.is_asked(None, "summary").knows(email=(None, "declined"))


@pytest.mark.parametrize(
    "said", ["a haircut, whatever's free tuesday", "a haircut whenever you've got space on tuesday"]
)
async def test_whatever_is_free_then(plain_call: Calling, said: str) -> None:
    async with plain_call() as caller:
        await caller.say(said)
        caller.is_asked("start", "offer").hears("Tuesday the 16th at 9")


async def test_who_asks_for_the_date_wants_nothing_today(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say("a haircut", "what's today's date")
        caller.is_asked("start").does_not_hear("what time")
