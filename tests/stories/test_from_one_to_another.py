"""From one of the desk's calls to another, at each of its steps."""

from __future__ import annotations

import pytest

from handrail import view
from handrail.desk.calendar import Booking, Calendar, NewBooking, all_bookings, all_holds, book
from tests.stories.made import MARIA, make
from tests.stories.places import SAID
from tests.stories.talk import FRIDAY_AT_NINE, Calling, at

SAID_AT = "2026-06-16 15:00"


@pytest.fixture(autouse=True)
async def made(calendar: Calendar) -> dict[str, Booking]:
    """Have the callers' bookings made before they call."""
    return await make(calendar)


async def now(calendar: Calendar, booking: Booking) -> Booking:
    return next(each for each in await all_bookings(calendar) if each.id == booking.id)


BOOKING_TURNS = SAID
MOVING_TURNS = ("move my appointment", "maria lopez", "yes", "friday at noon")
CANCELLING_TURNS = ("cancel my appointment", "maria lopez")


@pytest.mark.parametrize("step", range(1, len(BOOKING_TURNS) + 1))
@pytest.mark.parametrize(
    ("text", "workflow"),
    [
        ("actually i want to move my other appointment", "rescheduling"),
        ("actually i want to cancel my other appointment", "cancelling"),
    ],
)
async def test_from_a_booking_at_each_step(
    call: Calling, step: int, text: str, workflow: str
) -> None:
    async with call() as caller:
        await caller.say(*BOOKING_TURNS[:step], text)
        assert view.workflow(caller.conversation) == workflow, caller.told(text)
        assert not await all_holds(caller.calendar, now=FRIDAY_AT_NINE)
        assert caller.turns[-1].desk.count("?") == 1
        assert not [b for b in await caller.bookings() if b.start.isoformat() == at(SAID_AT)]


@pytest.mark.parametrize("step", range(1, len(MOVING_TURNS) + 1))
@pytest.mark.parametrize(
    ("text", "workflow"),
    [
        ("actually just cancel it", "cancelling"),
        ("i'd rather book a new appointment instead", "booking"),
        ("let me book an appointment instead", "booking"),
    ],
)
async def test_from_a_moving_at_each_step(
    call: Calling, made: dict[str, Booking], step: int, text: str, workflow: str
) -> None:
    async with call(caller=MARIA[1]) as caller:
        await caller.say(*MOVING_TURNS[:step], text)
        assert view.workflow(caller.conversation) == workflow, caller.told(text)
        assert not await all_holds(caller.calendar, now=FRIDAY_AT_NINE)
        assert await now(caller.calendar, made["maria"]) == made["maria"]
        if workflow == "cancelling" and step > 1:
            caller.hears("haircut on Thursday the 18th at 11").is_asked(None, "summary")


@pytest.mark.parametrize("step", range(1, len(CANCELLING_TURNS) + 1))
@pytest.mark.parametrize(
    ("text", "workflow"),
    [
        ("actually can i move it instead", "rescheduling"),
        ("no, move it to friday at noon", "rescheduling"),
        ("let me book a new appointment instead", "booking"),
    ],
)
async def test_from_a_cancelling_at_each_step(
    call: Calling, made: dict[str, Booking], step: int, text: str, workflow: str
) -> None:
    async with call(caller=MARIA[1]) as caller:
        await caller.say(*CANCELLING_TURNS[:step], text)
        assert view.workflow(caller.conversation) == workflow, caller.told(text)
        assert (await now(caller.calendar, made["maria"])).status == "confirmed"


async def test_already_having_one_at_the_email(call: Calling) -> None:
    async with call() as caller:
        await caller.say(*SAID[:5])
        await caller.say("you know what, i already have one on thursday, can i just move that")
        caller.hears("haircut on Thursday the 18th at 11 for Maria Lopez", "is that the one")
        await caller.say("yes")
        caller.is_asked("start")


# --- nonsense, silence, a broken calendar ---------------------------------------------------------


async def test_nonsense_is_helped_and_then_a_person_is_offered(call: Calling) -> None:
    async with call() as caller:
        await caller.say("cancel my appointment", "the thing with the blue", "blue")
        caller.hears("number").is_asked("booking")
        await caller.say("blue blue")
        caller.is_asked(None, "human")


async def test_silence_while_it_is_looked_for(call: Calling) -> None:
    async with call() as caller:
        await caller.say("cancel my appointment", "")
        caller.hears("there").is_asked("booking")


@pytest.mark.parametrize("text", ["yes please, and book me a colour on monday at ten"])
async def test_a_yes_is_not_lost_over_a_second_wish(
    plain_call: Calling, made: dict[str, Booking], text: str
) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say(*CANCELLING_TURNS, text)
        caller.hears("haircut on Thursday").does_not_hear("like that").is_asked(None, "summary")
        await caller.say("yes")
        caller.hears("cancelled")
        assert (await now(caller.calendar, made["maria"])).status == "cancelled"


@pytest.mark.parametrize(
    "wish",
    [
        "i have an appointment on thursday and i need to change it",
        "move my thursday appointment to the same time on friday",
        "i need to change my thursday appointment",
        "can i move my thursday appointment to friday at noon",
        "could you reschedule my haircut appointment please",
    ],
)
async def test_a_wish_that_tells_which_is_one_to_move(plain_call: Calling, wish: str) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say(wish, "maria")
        assert view.workflow(caller.conversation) == "rescheduling", caller.told(wish)
        caller.hears("haircut on Thursday the 18th at 11").is_asked("booking", "offer")


@pytest.mark.parametrize(
    "wish", ["cancel my thursday appointment", "i'd like to cancel my haircut appointment"]
)
async def test_a_wish_that_tells_which_is_one_to_cancel(plain_call: Calling, wish: str) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say(wish, "maria")
        caller.hears("haircut on Thursday the 18th at 11").is_asked(None, "summary")


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("yes, an hour earlier", "2026-06-18 10:00"),
        ("an hour earlier", "2026-06-18 10:00"),
        ("a day later", "2026-06-19 11:00"),
        ("the day after", "2026-06-19 11:00"),
    ],
)
async def test_another_time_at_is_that_the_one_is_told_from_it(
    plain_call: Calling, text: str, start: str
) -> None:
    async with plain_call(caller=MARIA[1]) as caller:
        await caller.say("move my appointment", "maria", text)
        if not text.startswith("yes"):
            caller.is_asked("booking", "offer")
            await caller.say("yes")
        caller.knows(start=at(start)).is_asked(None, "summary")


async def test_who_goes_to_and_fro_for_ever_is_taken_leave_of(plain_call: Calling) -> None:
    """Each run ends by itself; so must their succession, whoever switches: a caller or a model."""
    async with plain_call(manners=False) as caller:
        for _ in range(5):
            await caller.say("actually i want to move my appointment")
            assert not caller.conversation.closed
            await caller.say("i'd rather book a new appointment instead")
        await caller.say("actually i want to move my appointment")
        assert caller.conversation.closed
        caller.hears("sorry i couldn't help", "goodbye")
        assert caller.conversation.outcome == "abandoned"


async def test_all_three_to_their_end_in_one_call(call: Calling, made: dict[str, Booking]) -> None:
    async with call(caller=MARIA[1]) as caller:
        await caller.say("a haircut on tuesday at three", "actually i want to move my appointment")
        await caller.say("maria lopez", "yes", "friday at noon", "yes")
        caller.hears("moved")
        await caller.say("and cancel it after all", "yes")
        caller.hears("cancelled")
        await caller.say("book me a haircut on tuesday at three then")
        caller.does_not_hear("name")
        for _ in range(3):
            if "Booked" not in caller.turns[-1].desk:
                await caller.say("no" if caller.turns[-1].asking["step"] == "email" else "yes")
        caller.hears("booked")
        held = await all_bookings(caller.calendar)
        assert (await now(caller.calendar, made["maria"])).status == "cancelled"
        assert [b.name for b in held if b.start.isoformat() == at(SAID_AT)] == ["Maria Lopez"]


async def test_what_a_booking_tells_of_its_owner_is_no_proof_for_another(
    call: Calling, calendar: Calendar
) -> None:
    """Maria's number, which nobody said, once stood for the second thing that must match."""
    haircut = next(one for one in await calendar.services() if one.name == "Haircut")
    wednesday = FRIDAY_AT_NINE.replace(day=17, hour=14)
    his = NewBooking(haircut, wednesday, MARIA[1], "John Smith", None)
    await book(calendar, his, run="his", now=FRIDAY_AT_NINE)
    async with call(manners=False) as caller:
        await caller.say("cancel my appointment, maria lopez, maria at example dot com")
        caller.hears("haircut on Thursday the 18th")
        await caller.say("never mind", "book a colour on friday at noon", "never mind")
        await caller.say("when is my appointment, it's under john smith", "john smith")
        assert not [turn for turn in caller.turns if "Wednesday" in turn.desk]


async def test_what_was_put_back_is_not_put_back_twice(call: Calling) -> None:
    async with call(caller=MARIA[1], manners=False) as caller:
        await caller.say("cancel my appointment", "maria lopez", "yes", "put it back", "yes")
        caller.hears("back")
        await caller.say("book it again", "yes")
        thursday = [b for b in await caller.bookings() if b.start.day == 18]
        assert [b.status for b in thursday] == ["confirmed"]
