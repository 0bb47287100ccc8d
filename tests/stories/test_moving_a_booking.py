"""A booking is found by what its caller says of it, and moved or cancelled."""

from __future__ import annotations

from datetime import datetime

import pytest

from handrail import view
from handrail.desk.calendar import (
    Booking,
    Calendar,
    NewBooking,
    all_bookings,
    all_holds,
    book,
    cancel,
    changes,
    moves_of,
)
from tests.stories.made import ANN, BOB, MARIA, STRANGER, make
from tests.stories.places import SAID
from tests.stories.talk import FRIDAY_AT_NINE, NEW_YORK, Calling, at, take

SAID_AT, SAID_AT_FOUR = "2026-06-16 15:00", "2026-06-16 16:00"


@pytest.fixture(autouse=True)
async def made(calendar: Calendar) -> dict[str, Booking]:
    """Have the callers' bookings made before they call."""
    return await make(calendar)


async def now(calendar: Calendar, booking: Booking) -> Booking:
    return next(each for each in await all_bookings(calendar) if each.id == booking.id)


# --- found ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["maria lopez", "maria", "lopez", "it's under maria lopez"])
async def test_from_a_known_number_a_name_is_enough(
    call: Calling, made: dict[str, Booking], name: str
) -> None:
    async with call(caller=MARIA[1]) as caller:
        await caller.say("i need to move my appointment")
        caller.is_asked("booking").hears("name").does_not_hear("number")
        await caller.say(name)
        caller.hears("haircut on Thursday the 18th at 11 for Maria Lopez", "is that").is_asked(
            "booking", "offer"
        )
        await caller.say("yes", "friday at noon")
        caller.hears("moves to Friday the 19th at 12", "shall I").is_asked(None, "summary")
        caller.knows(booking=made["maria"].code, start=at("2026-06-19 12:00"))
        await caller.say("yes")
        caller.hears("moved, same code")
        moved = await now(caller.calendar, made["maria"])
        assert (moved.start.isoformat(), moved.code) == (at("2026-06-19 12:00"), made["maria"].code)
        assert len(await moves_of(caller.calendar, moved.id)) == 1
        assert view.ending(caller.conversation)["workflow"] == "rescheduling"


@pytest.mark.parametrize(
    "said",
    [
        ("maria lopez, 212 555 0142",),
        ("maria lopez", "212 555 0142"),
        ("212 555 0142", "maria lopez"),
        ("maria lopez", "two one two", "five five five oh one four two"),
        ("maria lopez, my email is maria at example dot com",),
        ("my code is CODE", "maria lopez"),
        ("it's 212 555 0142 and the code is CODE",),
        ("lopes", "212 555 0142"),
        ("john", "the code is CODE", "maria lopez"),
    ],
)
async def test_without_a_known_number_two_things_are_needed(
    plain_call: Calling, made: dict[str, Booking], said: tuple[str, ...]
) -> None:
    async with plain_call() as caller:
        await caller.say("cancel my appointment")
        caller.is_asked("booking").hears("name and number")
        for text in said:
            caller.does_not_hear("haircut").is_asked("booking")
            await caller.say(text.replace("CODE", " ".join(made["maria"].code)))
        caller.hears("haircut on Thursday the 18th at 11").is_asked(None, "summary")
        await caller.say("yes")
        caller.hears("cancelled")
        assert (await now(caller.calendar, made["maria"])).status == "cancelled"


@pytest.mark.parametrize(
    ("said", "start"),
    [
        ("the first one", "Wednesday the 17th"),
        ("the second", "Friday the 19th"),
        ("friday", "Friday the 19th"),
        ("the colour", "Friday the 19th"),
        ("the one at ten", "Wednesday the 17th"),
        ("my haircut", "Wednesday the 17th"),
    ],
)
async def test_of_several_one_is_picked(plain_call: Calling, said: str, start: str) -> None:
    async with plain_call(caller=ANN[1]) as caller:
        await caller.say("i want to cancel", "ann smith")
        caller.is_asked("booking", "offer").hears("wednesday", "friday")
        await caller.say(said)
        caller.hears(start).is_asked(None, "summary")


async def test_of_many_the_day_is_asked(call: Calling) -> None:
    async with call(caller=BOB[1]) as caller:
        await caller.say("can i reschedule", "bob jones")
        caller.hears("day").is_asked("booking")
        await caller.say("the 24th")
        caller.hears("Wednesday the 24th").is_asked("booking", "offer")


@pytest.mark.parametrize(
    "said",
    [
        ("can i cancel the one on the 23rd", "bob jones", "at four"),
        ("i'd like to cancel my appointment", "bob jones", "the 23rd", "the four o'clock one"),
    ],
)
async def test_of_many_on_one_day_the_time_is_asked(
    plain_call: Calling, calendar: Calendar, said: tuple[str, ...]
) -> None:
    haircut, *_ = await calendar.services()
    for hour in (12, 14, 16):
        start = datetime(2026, 6, 23, hour, tzinfo=NEW_YORK)
        wanted = NewBooking(haircut, start, BOB[1], BOB[0])
        await book(calendar, wanted, run=f"at {hour}", now=FRIDAY_AT_NINE)
    async with plain_call(caller=BOB[1]) as caller:
        await caller.say(*said[:-1])
        caller.hears("several then", "time").does_not_hear("day is").is_asked("booking")
        await caller.say(said[-1])
        caller.hears("Tuesday the 23rd at 4").is_asked(None, "summary")


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("thursday after half past ten", "10:30 or 11:30"),
        ("thursday between 11 and 12", "at 11:30 is free"),
        ("thursday between 11 and 11:15", "that's when it is now"),
    ],
)
async def test_the_present_time_is_not_offered_to_who_moves_a_booking(
    plain_call: Calling, said: str, heard: str
) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say("move my appointment", "maria", "yes", said)
        caller.hears(heard).is_asked("start", "offer" if "that's" not in heard else "ask")


@pytest.mark.parametrize(
    ("said", "day"), [("my colour", "Friday the 19th"), ("the one on wednesday", "the 17th")]
)
async def test_what_is_said_of_it_with_the_wish_narrows(
    plain_call: Calling, said: str, day: str
) -> None:
    async with plain_call(caller=ANN[1]) as caller:
        await caller.say(f"i want to cancel {said}", "ann smith")
        caller.hears(day).is_asked(None, "summary")


async def test_a_new_time_said_with_the_wish_is_not_asked_again(call: Calling) -> None:
    async with call(caller=MARIA[1]) as caller:
        await caller.say("can i move my haircut from thursday at 11 to friday at noon", "maria")
        await caller.say("yes")
        caller.hears("to Friday the 19th at 12").is_asked(None, "summary")


@pytest.mark.parametrize(
    "wish",
    [
        "i can't make it on thursday",
        "i won't be able to come",
        "something came up, i need to change my booking",
        "is it possible to change my appointment",
        "could you push back my appointment",
        "i'd like to postpone",
    ],
)
async def test_ordinary_words_ask_for_another_time(plain_call: Calling, wish: str) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say(wish)
        assert view.workflow(caller.conversation) == "rescheduling", caller.told(wish)


@pytest.mark.parametrize(
    ("said", "start"),
    [
        ("half an hour later", "2026-06-18 11:30"),
        ("an hour earlier", "2026-06-18 10:00"),
        ("the next day same time", "2026-06-19 11:00"),
        ("same time on wednesday", "2026-06-17 11:00"),
        ("make it four", "2026-06-18 16:00"),
    ],
)
async def test_another_time_is_told_from_the_present_one(
    plain_call: Calling, said: str, start: str
) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say("move my appointment", "maria", "yes", said)
        caller.knows(start=at(start)).is_asked(None, "summary")


async def test_when_is_my_appointment_is_told_to_whom_it_belongs(call: Calling) -> None:
    async with call(caller=MARIA[1]) as caller:
        await caller.say("what time is my appointment")
        caller.is_asked("booking").does_not_hear("thursday")
        await caller.say("maria lopez")
        caller.hears("haircut on Thursday the 18th at 11").is_asked(None, "none")


# --- not found, and whose it is -------------------------------------------------------------------


async def test_after_two_misses_a_person_is_offered(call: Calling) -> None:
    async with call() as caller:
        await caller.say("cancel my booking", "john doe 646 555 0112")
        caller.hears("can't find a booking").is_asked("booking")
        await caller.say("it could be under 646 555 0113")
        caller.is_asked(None, "human")
        await caller.say("yes")
        caller.hears("646, 555, 0113").is_asked("phone", "read_back")


@pytest.mark.parametrize(
    "said",
    [
        "maria lopez",
        "john doe 212 555 0142",
        "maria lopez 646 555 0100",
        "the code is CODE",
        "the one on thursday at 11",
        "212 555 0142",
    ],
)
async def test_a_stranger_hears_nothing_of_a_booking(
    plain_call: Calling, made: dict[str, Booking], said: str
) -> None:
    async with plain_call(caller=STRANGER) as caller:
        for wish in ("cancel my appointment", said.replace("CODE", made["maria"].code), "yes"):
            await caller.say(wish)
            caller.does_not_hear("haircut", "thursday", "maria")
        assert (await now(caller.calendar, made["maria"])).status == "confirmed"


async def test_a_cancelled_booking_is_not_found(
    plain_call: Calling, made: dict[str, Booking]
) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await cancel(caller.calendar, made["maria"].id, run=None, now=FRIDAY_AT_NINE)
        await caller.say("move my appointment", "maria lopez")
        caller.hears("can't find").does_not_hear("thursday")


async def test_it_is_in_another_name(plain_call: Calling) -> None:
    async with plain_call(caller=ANN[1]) as caller:
        await caller.say("move my appointment", "wait, it's under my husband's name")
        caller.is_asked("booking").hears("name")
        await caller.say("bob jones", "212 555 0177")
        caller.hears("day").is_asked("booking")


# --- back and forth -------------------------------------------------------------------------------


async def test_another_one_after_it_was_agreed(call: Calling) -> None:
    async with call(caller=ANN[1]) as caller:
        await caller.say("reschedule", "ann smith", "the colour", "monday at ten")
        caller.is_asked(None, "summary").hears("colour")
        await caller.say("no, the other one")
        caller.hears("haircut on Wednesday the 17th").is_asked("booking", "offer")
        await caller.say("yes")
        caller.is_asked(None, "summary").hears("haircut on Wednesday the 17th", "Monday")


@pytest.mark.parametrize("asked", ["yes", "yes|friday at noon", "yes|friday at noon|no"])
@pytest.mark.parametrize("text", ["actually leave it as it is", "never mind, keep it"])
async def test_left_as_it_is(
    plain_call: Calling, made: dict[str, Booking], asked: str, text: str
) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say("move my appointment", "maria", *asked.split("|"), text)
        caller.hears("stays").is_asked(None, "none")
        assert await now(caller.calendar, made["maria"]) == made["maria"]
        assert not await all_holds(caller.calendar, now=FRIDAY_AT_NINE)


@pytest.mark.parametrize("text", ["no", "no leave it", "no don't cancel it", "actually no keep it"])
async def test_not_cancelled_after_all(
    plain_call: Calling, made: dict[str, Booking], text: str
) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say("cancel my appointment", "maria", text)
        caller.hears("stays").is_asked(None, "none")
        assert (await now(caller.calendar, made["maria"])).status == "confirmed"


async def test_the_new_time_is_lost_to_another_caller_and_the_old_one_is_kept(
    call: Calling, made: dict[str, Booking]
) -> None:
    async with call(caller=MARIA[1]) as caller:
        await caller.say("move my appointment", "maria", "yes", "friday at noon")
        await take(caller.calendar, "Haircut", "2026-06-19 12:00")
        await caller.say("yes")
        caller.hears("taken").is_asked("start", "offer")
        assert await now(caller.calendar, made["maria"]) == made["maria"]
        await caller.say("the first one", "yes")
        caller.hears("moved, same code")
        assert len(await moves_of(caller.calendar, made["maria"].id)) == 1


async def test_a_booking_that_went_meanwhile_is_not_moved(
    plain_call: Calling, made: dict[str, Booking]
) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say("move my appointment", "maria", "yes", "friday at noon")
        await cancel(caller.calendar, made["maria"].id, run=None, now=FRIDAY_AT_NINE)
        await caller.say("yes")
        caller.hears("isn't there").goes_on()


# --- after a booking ------------------------------------------------------------------------------


async def test_half_an_hour_later_right_after_the_booking(call: Calling) -> None:
    async with call() as caller:
        await caller.say(*SAID, "yes", "oh could it be half an hour later")
        caller.hears("3:30", "shall I move it").is_asked(None, "summary")
        await caller.say("please")
        caller.hears("moved, same code", "anything else").is_asked(None, "none")
        await caller.say("actually make it four", "yes")
        (mine,) = [b for b in await caller.bookings() if b.start.isoformat() == at(SAID_AT_FOUR)]
        assert [each.action for each in await changes(caller.calendar, booking=mine.id)] == [
            "booked",
            "rescheduled",
            "rescheduled",
        ]


async def test_cancelled_right_after_the_booking_with_one_yes(call: Calling) -> None:
    async with call() as caller:
        await caller.say(*SAID, "yes", "actually cancel that")
        caller.hears("haircut on Tuesday the 16th at 3", "cancel").is_asked(None, "summary")
        await caller.say("yes")
        caller.hears("cancelled")
        await caller.say("oh no, put it back", "yes")
        caller.hears("back")
        mine = [b.status for b in await caller.bookings() if b.start.isoformat() == at(SAID_AT)]
        assert sorted(mine) == ["cancelled", "confirmed"]


async def test_what_was_cancelled_and_is_gone_cannot_be_put_back(plain_call: Calling) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say("cancel my appointment", "maria", "yes")
        await take(caller.calendar, "Haircut", "2026-06-18 11:00")
        await caller.say("oh no put it back")
        caller.hears("taken").is_asked(None, "human")


async def test_a_second_booking_is_for_the_same_person(call: Calling) -> None:
    async with call() as caller:
        await caller.say(*SAID, "yes", "another haircut on wednesday at 3:30")
        caller.hears("Wednesday the 17th at 3:30 for Maria Lopez").is_asked(None, "summary")
        await caller.say("yes")
        caller.hears("booked")


async def test_after_a_cancelling_the_caller_need_not_say_who_they_are(call: Calling) -> None:
    async with call(caller=MARIA[1]) as caller:
        await caller.say("cancel my appointment", "maria", "yes", "book a colour monday at ten")
        caller.is_asked("email", "ask")  # the old one would be booked with unheard
        await caller.say("no")
        caller.hears("for Maria Lopez").is_asked(None, "summary")
