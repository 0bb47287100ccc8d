"""What is said of a booking that was just made, and of what was put down for it."""

from __future__ import annotations

import pytest

from handrail.desk.calendar import all_callbacks, changes
from tests.stories.places import SAID
from tests.stories.talk import Calling


@pytest.mark.parametrize(
    ("said", "field", "right"),
    [
        (("you got my name wrong it's lopes with an s",), "name", "Maria Lopes"),
        (("the name is wrong", "maria lopes"), "name", "Maria Lopes"),
        (("the number is wrong", "212 555 0199", "yes"), "phone", "+12125550199"),
        (("my email is wrong", "ann at example dot com", "yes"), "email", "ann@example.com"),
    ],
)
async def test_what_was_taken_down_wrong_is_put_right_on_the_booking(
    plain_call: Calling, said: tuple[str, ...], field: str, right: str
) -> None:
    async with plain_call() as caller:
        await caller.say(*SAID, "yes", *said)
        caller.is_asked(None, "summary")
        await caller.say("yes")
        caller.hears("corrected").is_asked(None, "none")
        (booked,) = await caller.bookings()
        assert (getattr(booked, field), booked.status) == (right, "confirmed")
        actions = [each.action for each in await changes(caller.calendar, booking=booked.id)]
        assert actions == ["booked", "corrected"]


async def test_what_is_wrong_of_the_time_moves_it(call: Calling) -> None:
    async with call() as caller:
        await caller.say(*SAID, "yes", "the time is wrong")
        caller.is_asked("start")
        await caller.say("four")
        caller.hears("at 4", "shall I move it").is_asked(None, "summary")


@pytest.mark.parametrize("text", ["could i also book a colour", "how much is a colour", "thanks"])
async def test_what_changes_no_booking_calls_nobody_back(plain_call: Calling, text: str) -> None:
    async with plain_call() as caller:
        await caller.say(*SAID, "yes", text)
        caller.does_not_hear("call you back")
        assert not await all_callbacks(caller.calendar)


async def test_who_wants_a_person_hears_which_number_they_will_call(call: Calling) -> None:
    async with call() as caller:
        await caller.say(*SAID[:4], "just get me a real person")
        caller.hears("call you back soon on 212, 555, 0142").does_not_hear("stands")
        caller.ended("escalated")


async def test_a_number_that_was_just_read_back_is_not_said_once_more(call: Calling) -> None:
    async with call() as caller:
        await caller.say("i'd like to speak to a person", "212 555 0142")
        caller.is_asked("phone", "read_back")
        await caller.say("yes")
        caller.hears("call you back soon").does_not_hear("0142").ended("escalated")


async def test_asked_at_the_summary_which_number_was_put_the_desk_says_it(call: Calling) -> None:
    async with call() as caller:
        await caller.say(*SAID, "what number did you put")
        caller.hears("212, 555, 0142").is_asked(None, "summary")
        await caller.say("ok yes")
        caller.hears("booked")


async def test_a_number_that_is_asked_back_too_early_is_not_made_up(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say("a haircut tuesday at three", "what number do you have")
        caller.hears("no number yet").is_asked("phone")


@pytest.mark.parametrize("noun", ["number", "name", "email"])
async def test_why_it_is_needed_has_an_answer(plain_call: Calling, noun: str) -> None:
    async with plain_call() as caller:
        await caller.say(SAID[0], f"why do you need my {noun}")
        caller.hears("it's (so|only)").is_asked("start")


async def test_a_yes_after_all_is_asked_for_once_more(call: Calling) -> None:
    async with call() as caller:
        await caller.say(*SAID, "yes no wait", "actually yes")
        caller.is_asked(None, "summary").hears("book")
        assert not await caller.bookings()
        await caller.say("yes")
        assert await caller.bookings()


@pytest.mark.parametrize("text", ["yes but four", "ok but at four please"])
async def test_yes_but_another_hour_is_another_hour(plain_call: Calling, text: str) -> None:
    async with plain_call() as caller:
        await caller.say(*SAID, text)
        caller.hears("at 4").is_asked(None, "summary")
        assert not await caller.bookings()


@pytest.mark.parametrize("text", ["yes but there are four of us", "yes but one thing"])
async def test_a_number_that_is_no_hour_moves_nothing(plain_call: Calling, text: str) -> None:
    async with plain_call() as caller:
        await caller.say(*SAID, text)
        caller.knows(start=caller.known()["start"]["value"]).does_not_hear("at 4|at 1")
        assert not await caller.bookings()


async def test_a_question_asked_on_begins_no_booking(call: Calling) -> None:
    async with call() as caller:
        await caller.say("how much is a haircut", "and a colour")
        caller.hears("a colour is 120 dollars").is_asked(None)
        await caller.say("ok book me a haircut")
        caller.is_asked("start").knows(service="Haircut")


@pytest.mark.parametrize("text", ["a colour please", "and a colour please"])
async def test_a_wish_behind_an_answer_begins_a_booking(plain_call: Calling, text: str) -> None:
    async with plain_call() as caller:
        await caller.say("how much is a haircut", text)
        caller.is_asked("start").knows(service="Colour")
