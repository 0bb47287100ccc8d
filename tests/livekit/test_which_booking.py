"""A model that says which booking is meant: by the caller's words alone, and by no others."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest

from handrail import view
from handrail.desk.calendar import Booking, Calendar, all_bookings
from handrail.desk.call import answering
from handrail.livekit import Receptionist, TextCall
from tests.livekit.scripted import Reply, Scripted
from tests.stories.made import ANN, MARIA, STRANGER, make
from tests.stories.talk import FRIDAY_AT_NINE

ODD = "as my dear old mother used to tell them"
WISH = "cancel my appointment"

Call = tuple[str, dict[str, Any]]


def record(booking: object, said: str) -> Call:
    return "record_booking", {"booking": booking, "said": said}


class Desk:
    """The desk with the bookings of several people, and who calls it."""

    def __init__(self, calendar: Calendar, made: dict[str, Booking]) -> None:
        self.calendar = calendar
        self.made = made

    @asynccontextmanager
    async def call(self, caller: str | None, *replies: Sequence[Call]) -> AsyncIterator[TextCall]:
        """Call it, where a model answers with these calls whenever it is asked."""
        model = Scripted(*(Reply(calls=calls) for calls in replies))
        arguments = await answering(self.calendar, clock=lambda: FRIDAY_AT_NINE, caller=caller)
        call = TextCall(Receptionist(**arguments, ends_session=False), model=model)
        try:
            await call.open()
            yield call
        finally:
            await call.aclose()

    async def is_untouched(self) -> bool:
        """Whether every booking is as it was."""
        every = {each.id: each for each in await all_bookings(self.calendar)}
        return all(every[each.id] == each for each in self.made.values())


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with await Calendar.open(":memory:") as calendar:
        yield Desk(calendar, await make(calendar))


def hears_of_nobody(desk: str) -> bool:
    return not any(word in desk.lower() for word in ("haircut", "colour", "thursday", "ann", "lop"))


async def test_what_was_said_of_it_in_other_words_is_found(desk: Desk) -> None:
    found = record("Maria Lopez", "under maria lopez")
    async with desk.call(MARIA[1], [found]) as call:
        await call.say(WISH)
        turn = await call.say(f"well they will have put it under maria lopez {ODD}")
        assert turn.model_calls == 1
        assert "haircut on Thursday the 18th at 11" in turn.desk
        assert view.asking(call.conversation) == {"step": None, "act": "summary"}
        turn = await call.say("yes")
        assert "cancelled" in turn.desk


@pytest.mark.parametrize(
    ("booking", "said"),
    [
        ("Ann Smith, +12125550155", "ann smith"),
        ("Ann Smith, 212 555 0155", "my name is ann smith"),
        ("Ann Smith, 212 555 0155", "ann smith 212 555 0155"),
        ("Ann Smith CODE", "ann smith"),
        ("CODE", "ann smith"),
        ({"name": "Ann Smith", "phone": "+12125550155"}, "ann smith"),
        ("ann smith", "nobody said so"),
    ],
)
async def test_a_second_thing_that_nobody_said_opens_no_booking(
    desk: Desk, booking: object, said: str
) -> None:
    if isinstance(booking, str):
        booking = booking.replace("CODE", desk.made["ann"].code)
    made_up = [record(booking, said)]
    async with desk.call(STRANGER, *[made_up] * 9) as call:
        await call.say(WISH)
        for _ in range(2):
            turn = await call.say(f"well my name is ann smith {ODD}")
            assert hears_of_nobody(turn.desk), turn.desk
        await call.say("yes")
    assert await desk.is_untouched()


async def test_nor_does_a_name_that_nobody_said_from_a_known_number(desk: Desk) -> None:
    """Whoever picks up somebody's telephone may know nothing of them."""
    made_up = [record("Ann Smith", f"the one on the wall {ODD}")]
    async with desk.call(ANN[1], *[made_up] * 9) as call:
        await call.say(WISH)
        turn = await call.say(f"the one on the wall {ODD}")
        assert hears_of_nobody(turn.desk), turn.desk
        await call.say("yes")
    assert await desk.is_untouched()


async def test_a_number_made_up_for_a_booking_finds_none_in_a_cancelling(desk: Desk) -> None:
    made_up = ("record_phone", {"phone": ANN[1], "said": f"the one on the wall {ODD}"})
    async with desk.call(None, [made_up]) as call:
        await call.say("a haircut on tuesday at three")
        turn = await call.say(f"the one on the wall {ODD}")
        assert "0155" in turn.desk
        await call.say("actually i want to cancel my appointment")
        turn = await call.say("ann smith")
        assert hears_of_nobody(turn.desk), turn.desk


async def test_a_wish_made_up_does_not_leave_what_is_under_way(desk: Desk) -> None:
    """Moving is not turned into cancelling by a model that likes it better."""
    switch = ("switch", {"workflow": "cancelling", "said": ODD})
    async with desk.call(MARIA[1], *[[switch]] * 9) as call:
        await call.say(
            "move my appointment",
        )
        await call.say("maria")
        await call.say(f"hmm {ODD}")
        assert view.workflow(call.conversation) == "rescheduling"


async def test_a_wish_in_other_words_is_taken_up(desk: Desk) -> None:
    switch = ("switch", {"workflow": "cancelling", "said": "won't be wanting it any more"})
    async with desk.call(MARIA[1], [switch]) as call:
        await call.say(f"well it's maria and i won't be wanting it any more {ODD}")
        assert view.workflow(call.conversation) == "cancelling"
        await call.say("maria")
        assert view.asking(call.conversation) == {"step": None, "act": "summary"}


@pytest.mark.parametrize("workflow", ["rescheduling", "cancelling"])
@pytest.mark.parametrize(
    "agrees",
    [
        [("answer", {"yes": True, "said": ODD})],
        [("answer", {"yes": True, "said": "hmm"}), record("Maria Lopez", "hmm")],
        [("choose", {"number": 1, "said": ODD})],
    ],
)
async def test_no_yes_of_a_model_moves_or_cancels(
    desk: Desk, workflow: str, agrees: Sequence[Call]
) -> None:
    wish = WISH if workflow == "cancelling" else "move my appointment to friday at noon"
    async with desk.call(MARIA[1], *[agrees] * 20) as call:
        await call.say(wish)
        await call.say("maria")
        if workflow == "rescheduling":
            await call.say("yes")
        assert view.asking(call.conversation) == {"step": None, "act": "summary"}
        for _ in range(3):
            await call.say(f"hmm {ODD}")
    assert await desk.is_untouched()
