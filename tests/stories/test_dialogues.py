"""The calls of the design's dialogues, as stories on both hosts.

What is held is the behaviour: what the desk waits for, what it knows, and the words that matter.
"""

from __future__ import annotations

from typing import Any

from tests.stories.talk import at, take


async def test_straight_through(call: Any) -> None:
    async with call() as caller:
        caller.hears("Northside Studio, good morning", r"\?").is_asked(None)
        await caller.say("i'd like to book a haircut")
        caller.hears("haircut", "when|what day").is_asked("start").knows(service="Haircut")
        await caller.say("next tuesday at three")
        caller.hears("Tuesday the 16th at 3", "free", "number").is_asked("phone")
        await caller.say("two one two five five five oh one four two")
        caller.hears("212, 555, 0142").is_asked("phone", "read_back")
        caller.knows(phone=("+12125550142", "heard"))
        await caller.say("yep")
        caller.hears("name").does_not_hear("212").is_asked("name")
        caller.knows(phone=("+12125550142", "confirmed"))
        await caller.say("maria lopez")
        caller.hears("Maria", "email").is_asked("email")
        await caller.say("no thanks")
        caller.hears("haircut", "Tuesday the 16th at 3", "Maria Lopez", r"book (it|that)\?")
        caller.does_not_hear("212").is_asked(None, "summary").knows(email=(None, "declined"))
        assert not await caller.bookings()
        await caller.say("yes please")
        caller.hears("booked", "code", r"anything else").is_asked(None, "none")
        await caller.say("no that's all")
        caller.hears("goodbye").ended("completed")
        (booking,) = await caller.bookings()
        assert (booking.service, booking.start.isoformat()) == ("Haircut", at("2026-06-16 15:00"))
        assert (booking.phone, booking.name) == ("+12125550142", "Maria Lopez")
        assert booking.email is None


async def test_everything_at_once(call: Any) -> None:
    async with call() as caller:
        await caller.say(
            "hi this is maria lopez i need a colour on saturday morning my number's 212 555 0142"
        )
        caller.hears("tomorrow", r"\b10\b", "10:30", r"\b11\b", "Maria").is_asked("start", "offer")
        await caller.say("the second")
        caller.hears("10:30 tomorrow", "212, 555, 0142").is_asked("phone", "read_back")
        await caller.say("right")
        caller.is_asked("email").knows(
            service="Colour",
            start=at("2026-06-13 10:30"),
            phone=("+12125550142", "confirmed"),
            name="Maria Lopez",
        )


async def test_fragments(call: Any) -> None:
    async with call() as caller:
        await caller.say("a haircut please", "tuesday")
        caller.hears("Tuesday the 16th", "time").is_asked("start").does_not_know("start")
        await caller.say("around three")
        caller.hears(r"\b3 or 3:15").is_asked("start", "offer")
        await caller.say("three's fine")
        caller.is_asked("phone").knows(start=at("2026-06-16 15:00"))
        await caller.say("two one two")
        assert not caller.heard
        caller.is_asked("phone").does_not_know("phone")
        await caller.say("")
        caller.hears("rest")
        await caller.say("five five five oh one four two")
        caller.hears("212, 555, 0142").is_asked("phone", "read_back")


async def test_a_correction_in_place(call: Any) -> None:
    async with call() as caller:
        await caller.say("a haircut tuesday at three", "212 555 0142", "yes")
        caller.is_asked("name")
        await caller.say("maria lopez, oh and make it four instead of three")
        caller.hears("four|4", "Tuesday", "email", "Maria").is_asked("email")
        caller.knows(start=at("2026-06-16 16:00"), name="Maria Lopez")


async def test_going_back_and_back_again(call: Any) -> None:
    async with call() as caller:
        await caller.say("a haircut tuesday at three", "212 555 0142", "yes", "maria lopez")
        caller.is_asked("email")
        await caller.say("wait, can we change the day")
        caller.hears("Tuesday the 16th at 3").is_asked("start")
        await caller.say("actually the phone's wrong too")
        caller.hears("both|then", "day|time").is_asked("start")
        await caller.say("wednesday same time")
        caller.hears("Wednesday the 17th at 3", "number").is_asked("phone")
        await caller.say("212 555 0199")
        caller.hears("212, 555, 0199").is_asked("phone", "read_back")
        await caller.say("yes")
        caller.hears("email").is_asked("email")
        caller.knows(start=at("2026-06-17 15:00"), phone=("+12125550199", "confirmed"))


async def test_a_change_that_undoes_another_answer(call: Any) -> None:
    async with call() as caller:
        await caller.say("a haircut on friday the 19th at 5:15")
        await caller.say("make it a colour instead")
        caller.hears("hour and a half", "close", "4:30", "Saturday( the 20th)? at 10").is_asked(
            "start", "offer"
        )
        caller.does_not_know("start").knows(service="Colour")
        await caller.say("four thirty")
        caller.does_not_hear("hour and a half").is_asked("phone")
        caller.knows(start=at("2026-06-19 16:30"))


async def test_a_change_that_leaves_the_time_alone(call: Any) -> None:
    async with call() as caller:
        await caller.say("a haircut on friday the 19th at 2", "make it a colour instead")
        caller.is_asked("phone").knows(service="Colour", start=at("2026-06-19 14:00"))


async def test_the_time_is_gone(call: Any, calendar: Any) -> None:
    await take(calendar, "Haircut", "2026-06-16 15:00")
    async with call() as caller:
        await caller.say("a haircut", "tuesday at three")
        caller.hears("taken", "2:30 or 3:30").is_asked("start", "offer").does_not_know("start")
        await caller.say("neither, what about wednesday")
        caller.hears("Wednesday the 17th at 3").is_asked("start", "offer")
        await caller.say("go on then")
        caller.is_asked("phone").knows(start=at("2026-06-17 15:00"))


async def to_the_summary(caller: Any, name: str = "maria lopez") -> None:
    await caller.say("a haircut tuesday at three", "212 555 0142", "yes", name, "no thanks")
    caller.is_asked(None, "summary")


async def test_no_at_the_summary(call: Any) -> None:
    async with call() as caller:
        await to_the_summary(caller)
        await caller.say("no")
        caller.hears("change").is_asked(None, "summary")
        await caller.say("the name, it's lopes with an s")
        caller.hears("Maria Lopes", "L O P E S", "book").does_not_hear("Tuesday")
        caller.is_asked(None, "summary")
        await caller.say("yes")
        (booking,) = await caller.bookings()
        assert booking.name == "Maria Lopes"


async def test_a_question_in_the_middle(call: Any) -> None:
    async with call() as caller:
        await caller.say("a haircut tuesday at three", "how much is it by the way")
        caller.hears("45 dollars", "number").is_asked("phone")


async def test_asides(call: Any) -> None:
    async with call() as caller:
        await caller.say("a haircut tuesday at three", "hang on let me find it")
        caller.hears("time").is_asked("phone")
        await caller.say("")
        caller.hears("there")
        await caller.say("yeah it's 212 555 0142", "yes")
        await caller.say("oh can we change the time", "wednesday at three")
        before = caller.heard
        await caller.say("sorry what was that")
        assert caller.heard == before
        caller.hears("Wednesday the 17th at 3", "name").is_asked("name")


async def test_not_understood(call: Any) -> None:
    async with call() as caller:
        await caller.say("a haircut please", "the thing with the blue")
        first = caller.hears("day|time|when").is_asked("start").heard
        await caller.say("blue")
        caller.hears("Tuesday at three|like").is_asked("start")
        assert caller.heard != first
        await caller.say("blue blue")
        caller.hears("someone", "call").is_asked(None, "human")
        await caller.say("yes")
        caller.hears("number").is_asked("phone")
        await caller.say("212 555 0142", "yes")
        caller.ended("escalated")
        assert not await caller.bookings()


async def test_the_caller_number_is_known(call: Any) -> None:
    async with call(caller="+12125550142") as caller:
        await caller.say("a haircut", "wednesday at ten")
        caller.hears("Wednesday the 17th at 10", "0142").is_asked("phone", "read_back")
        caller.knows(phone=("+12125550142", "prefilled"))
        await caller.say("no use my mobile 212 555 0199")
        caller.hears("212, 555, 0199").is_asked("phone", "read_back")
        await caller.say("yes")
        caller.is_asked("name").knows(phone=("+12125550199", "confirmed"))


async def test_yes_but(call: Any) -> None:
    async with call() as caller:
        await to_the_summary(caller)
        await caller.say("yes but make it four")
        caller.hears("four|4", "Tuesday", "book").is_asked(None, "summary")
        assert not await caller.bookings()
        await caller.say("yes")
        (booking,) = await caller.bookings()
        assert booking.start.isoformat() == at("2026-06-16 16:00")


async def test_back_and_no_change_after_all(call: Any) -> None:
    async with call() as caller:
        await caller.say("a haircut tuesday at three", "212 555 0142", "yes")
        caller.is_asked("name")
        await caller.say("hang on what time did we say")
        caller.hears("Tuesday the 16th at 3").is_asked("start")
        await caller.say("no leave it")
        caller.hears("name").is_asked("name").knows(start=at("2026-06-16 15:00"))
