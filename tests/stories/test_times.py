"""Times: taken ones and what else there is, ranges, days without an hour, other callers."""

from __future__ import annotations

import pytest

from tests.stories.places import SAID, place
from tests.stories.talk import Calling, Talk, at, take


async def test_tuesday_then_three(call: Calling) -> None:
    async with call() as caller:
        await caller.say("a haircut", "tuesday")
        caller.hears("Tuesday the 16th", "time").is_asked("start").does_not_know("start")
        await caller.say("three")
        caller.is_asked("phone").knows(start=at("2026-06-16 15:00"))


async def test_three_then_tuesday(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say("a haircut", "at three")
        caller.hears("day").is_asked("start").does_not_know("start")
        await caller.say("tuesday")
        caller.is_asked("phone").knows(start=at("2026-06-16 15:00"))


async def test_a_time_said_before_what_it_is_for_is_echoed(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say("tuesday at three please")
        caller.hears("Tuesday the 16th at 3").is_asked("service")
        await caller.say("a haircut")
        caller.is_asked("phone").knows(start=at("2026-06-16 15:00"))


async def test_half_of_a_new_time_keeps_the_other_half(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("the name").reach(caller)
        await caller.say("make it wednesday")
        caller.is_asked("name").hears("Wednesday the 17th at 3")
        await caller.say("and an hour later")
        caller.is_asked("name").knows(start=at("2026-06-17 16:00"))


async def test_a_range_is_offered_and_one_is_chosen(call: Calling) -> None:
    async with call() as caller:
        await caller.say("a haircut", "tuesday afternoon")
        caller.is_asked("start", "offer").hears("12|1")
        await caller.say("the last one")
        caller.is_asked("phone")
        assert caller.known()["start"]["value"].startswith("2026-06-16T1")


async def test_a_taken_time_and_its_neighbours(call: Calling) -> None:
    async with call() as caller:
        await take(caller.calendar, "Haircut", "2026-06-16 15:00")
        await caller.say(*SAID[:2])
        caller.hears("taken", "2:30 or 3:30").is_asked("start", "offer").does_not_know("start")
        await caller.say("3:30")
        caller.is_asked("phone").knows(start=at("2026-06-16 15:30"))
        assert caller.heard_in_all("taken") == 1


async def test_none_of_what_is_offered(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("an offer").reach(caller)
        await caller.say("neither")
        caller.is_asked("start").does_not_hear("2:30").does_not_know("start")
        await caller.say("thursday at noon")
        caller.is_asked("phone").knows(start=at("2026-06-18 12:00"))


async def test_none_of_a_morning_leaves_the_day(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say(
            "a haircut", "tuesday morning", "none of those", "what about the afternoon"
        )
        caller.hears("Tuesday the 16th at 12").is_asked("start", "offer")
        await caller.say("no", "wednesday")
        caller.hears("Wednesday the 17th at 12").is_asked("start", "offer")
        await caller.say("neither", "five on thursday")
        caller.is_asked("phone").knows(start=at("2026-06-18 17:00"))


async def test_something_later_on_a_day_without_a_time(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say("a haircut", "tuesday", "do you have anything later")
        caller.hears("Tuesday the 16th at 12").is_asked("start", "offer")
    async with plain_call() as caller:
        await caller.say("a haircut", "tuesday", "something earlier", "the last one")
        caller.is_asked("phone").knows(start=at("2026-06-16 10:00"))


async def test_a_time_of_day_without_a_day_is_asked_its_day(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say("a haircut", "after four")
        caller.hears("after 4", "day").does_not_hear("time").is_asked("start")
        await caller.say("the thing with the blue")
        caller.hears("day").does_not_hear("time").is_asked("start")
        await caller.say("tuesday")
        caller.hears("Tuesday the 16th at 4").is_asked("start", "offer")


async def test_a_day_already_said_is_not_asked_again(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say("a haircut", "tuesday", "the thing with the blue")
        caller.hears("sorry", "time on Tuesday").does_not_hear("day and time")


@pytest.mark.parametrize(
    "said", ["what's the next available haircut", "when is your first available haircut"]
)
async def test_the_next_available(plain_call: Calling, said: str) -> None:
    async with plain_call() as caller:
        await caller.say(said)
        caller.hears("9, 9:30 or 10 today").is_asked("start", "offer").knows(service="Haircut")


async def test_what_times_there_are_on_the_day_that_was_said(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say("a haircut", "saturday", "what times do you have on saturday")
        caller.hears("10, 10:30 or 11 tomorrow").is_asked("start", "offer")


async def test_everything_in_one_breath_without_a_comma(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say(
            "hi i need a haircut for tomorrow at 10 my name is priya patel my number is "
            "917 555 0188 and my email is priya at gmail dot com"
        )
        caller.knows(start=at("2026-06-13 10:00"), name="Priya Patel", phone="+19175550188")
        caller.knows(email="priya@gmail.com").is_asked("phone", "read_back")


async def test_a_time_at_which_nobody_ever_opens_is_refused_before_its_day(
    plain_call: Calling,
) -> None:
    async with plain_call() as caller:
        await caller.say("a haircut", "5 am")
        caller.hears("closed then").is_asked("start")
        await caller.say("five in the afternoon then", "tuesday")
        caller.is_asked("phone").knows(start=at("2026-06-16 17:00"))


async def test_a_time_taken_twice_running(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("an offer").reach(caller)
        await take(caller.calendar, "Haircut", "2026-06-17 15:00")
        await caller.say("what about wednesday then")
        caller.hears("Wednesday", "taken").is_asked("start", "offer")
        await caller.say("2:30")
        caller.is_asked("phone").knows(start=at("2026-06-17 14:30"))


async def test_an_offer_is_taken_by_another_caller_before_it_is_chosen(call: Calling) -> None:
    async with call() as caller:
        await place("an offer").reach(caller)
        await take(caller.calendar, "Haircut", "2026-06-16 14:30")
        await caller.say("the first one please")
        caller.hears("2:30|half past", "taken").is_asked("start", "offer").does_not_know("start")
        await caller.say("3:30 then")
        caller.is_asked("phone").knows(start=at("2026-06-16 15:30"))


async def until_it_is_booked(caller: Talk) -> None:
    """Agree to what was offered instead, and have it booked."""
    await caller.say("the second one")
    caller.is_asked(None, "summary").knows(start=at("2026-06-16 15:30"))
    await caller.say("yes")
    caller.hears("booked")
    (booking,) = await caller.bookings()
    assert booking.start.isoformat() == at("2026-06-16 15:30")
    assert (booking.phone, booking.name) == ("+12125550142", "Maria Lopez")


async def test_the_time_is_taken_between_the_summary_and_the_yes(call: Calling) -> None:
    async with call() as caller:
        await place("the summary").reach(caller)
        await take(caller.calendar, "Haircut", "2026-06-16 15:00")
        await caller.say("yes")
        caller.hears("taken", "2:30 or 3:30").does_not_hear("booked").is_asked("start", "offer")
        caller.does_not_know("start").knows(phone=("+12125550142", "confirmed"))
        assert not await caller.bookings()
        await until_it_is_booked(caller)


async def test_the_time_is_taken_while_something_else_is_asked(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("the name").reach(caller)
        await take(caller.calendar, "Haircut", "2026-06-16 15:00")
        await caller.say("maria lopez", "no thanks", "yes")
        caller.hears("taken").is_asked("start", "offer")
        await until_it_is_booked(caller)


async def test_a_longer_type_is_taken_by_another_between_the_summary_and_the_yes(
    plain_call: Calling,
) -> None:
    async with plain_call() as caller:
        await caller.say("a colour tuesday at ten", *SAID[2:5], "no thanks")
        caller.is_asked(None, "summary")
        await take(caller.calendar, "Consultation", "2026-06-16 11:00")
        await caller.say("yes")
        caller.does_not_hear("booked").is_asked("start", "offer").does_not_know("start")
        await caller.say("the first one")
        caller.is_asked(None, "summary")
        await caller.say("yes")
        caller.hears("booked")


async def test_a_closed_day_is_said_and_something_else_offered(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say("a haircut", "sunday at noon")
        caller.hears("closed|Sunday").does_not_know("start")
        await caller.say("monday at noon")
        caller.is_asked("phone").knows(start=at("2026-06-15 12:00"))


async def test_a_time_in_the_past_is_not_taken(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say("a haircut", "today at eight in the morning")
        caller.does_not_know("start")
        await caller.say("monday at noon")
        caller.is_asked("phone").knows(start=at("2026-06-15 12:00"))


async def test_something_else_is_corrected_while_times_are_offered(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say("this is maria lopez, a haircut on saturday morning please")
        caller.is_asked("start", "offer")
        await caller.say("sorry, the name is ann lee")
        caller.is_asked("start", "offer").hears("10:30").knows(name="Ann Lee")
        await caller.say("10:30")
        caller.is_asked("phone").knows(start=at("2026-06-13 10:30"))


async def test_going_back_while_times_are_offered_keeps_the_day(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say("this is maria lopez, a haircut on saturday morning please")
        await caller.say("my name is wrong", "ann lee")
        caller.knows(name="Ann Lee")
        assert caller.turns[-1].asking["step"] == "start"
        await caller.say("10:30")
        caller.is_asked("phone").knows(start=at("2026-06-13 10:30"))


async def test_two_days_named_at_once_are_days_and_not_midnights(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say("a haircut on tuesday or thursday")
        caller.hears("Tuesday the 16th or Thursday the 18th", "time").is_asked("start")
        await caller.say("3")
        caller.hears("Tuesday the 16th", "Thursday the 18th").is_asked("start", "offer")
        await caller.say("thursday")
        caller.is_asked("phone").knows(start=at("2026-06-18 15:00"))


@pytest.mark.parametrize(
    ("said", "start"),
    [
        ("half one then", "2026-06-16 13:30"),
        ("thursday then", "2026-06-18 15:00"),
    ],
)
async def test_another_time_right_after_the_echo(
    plain_call: Calling, said: str, start: str
) -> None:
    async with plain_call() as caller:
        await place("the number").reach(caller)
        await caller.say(said)
        caller.is_asked("phone").knows(start=at(start))


async def test_call_it_four_gives_no_digit_of_the_number_that_is_asked(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("the number").reach(caller)
        await caller.say("call it four instead")
        caller.knows(start=at("2026-06-16 16:00")).hears("4")


async def test_a_day_that_cannot_be_is_told_as_such_and_asked_again(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say("a haircut please")
        await caller.say("june 10th at three")
        caller.hears(r"June 10th has gone already\.", r"\?$").is_asked("start")
        await caller.say("june 31st")
        caller.hears(r"June has no 31st\.").is_asked("start")
        await caller.say("june 16th at three")
        caller.is_asked("phone").knows(start=at("2026-06-16 15:00"))
