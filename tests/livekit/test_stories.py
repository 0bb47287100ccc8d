"""Calls to the sample business through LiveKit's own session, told as stories, without a model."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handrail.desk.calendar import Calendar, all_bookings
from handrail.desk.call import answering
from handrail.livekit import Receptionist, TextCall

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 6, 12, 9, 0, tzinfo=ZONE)
CALLER = "+12125550142"


@pytest.fixture
async def calendar(tmp_path: Path) -> AsyncIterator[Calendar]:
    async with await Calendar.open(str(tmp_path / "desk.db")) as opened:
        yield opened


class Told:
    """A call, and what came of it."""

    def __init__(self, call: TextCall) -> None:
        self.call = call

    async def hold(self, *turns: str) -> list[str]:
        """Say the turns; return the desk's words to each, the greeting first."""
        return [await self.call.open(), *[(await self.call.say(turn)).desk for turn in turns]]

    @property
    def answers(self) -> dict[str, Any]:
        return {n: answer.value for n, answer in self.call.conversation.state.answers.items()}

    @property
    def result(self) -> dict[str, Any]:
        result = self.call.conversation.result
        return result.values() if result else {}


@pytest.fixture
async def told(calendar: Calendar) -> AsyncIterator[Told]:
    desk = await answering(calendar, clock=lambda: NOW)
    call = TextCall(Receptionist(**desk, ends_session=False))
    yield Told(call)
    await call.aclose()


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 6, day, hour, minute, tzinfo=ZONE)


UP_TO_EMAIL = (
    "i'd like to book a haircut",
    "next tuesday at three",
    "two one two five five five oh one four two",
    "yep",
    "maria lopez",
)


async def test_straight_through(told: Told) -> None:
    desk = await told.hold(*UP_TO_EMAIL, "no thanks", "yes please", "no that's all")
    assert "Northside Studio" in desk[0]
    assert "212, 555, 0142" in desk[3]
    assert "Maria" in desk[5]
    assert "Shall I book it?" in desk[6]
    assert "Your code is" in desk[7]
    assert told.result == {
        "service": "Haircut",
        "start": at(16, 15),
        "phone": CALLER,
        "name": "Maria Lopez",
        "email": None,
    }
    assert told.call.conversation.closed


async def test_everything_at_once(told: Told) -> None:
    desk = await told.hold(
        "hi this is maria lopez i need a colour on saturday morning my number's 212 555 0142",
        "the second",
        "right",
        "no email",
        "yes",
    )
    assert "10, 10:30 or 11" in desk[1]
    assert "212, 555, 0142" in desk[2]
    assert told.result["start"] == at(13, 10, 30)
    assert told.result["service"] == "Colour"
    assert told.result["name"] == "Maria Lopez"


async def test_fragments(told: Told) -> None:
    desk = await told.hold(
        "i'd like to book a haircut",
        "tuesday",
        "around three",
        "three's fine",
        "two one two",
        "",
        "five five five oh one four two",
        "yes",
    )
    assert "3 or 3:15" in desk[3]
    assert desk[5] == ""
    assert "rest" in desk[6]
    assert told.answers["start"] == at(16, 15)
    assert told.answers["phone"] == CALLER


async def test_a_correction_in_place(told: Told) -> None:
    desk = await told.hold(*UP_TO_EMAIL[:-1], "maria lopez, oh and make it four instead of three")
    assert told.answers["start"] == at(16, 16)
    assert told.answers["name"] == "Maria Lopez"
    assert "email" in desk[-1]


async def test_going_back_twice_and_back_again(told: Told) -> None:
    desk = await told.hold(
        *UP_TO_EMAIL,
        "wait, can we change the day",
        "actually the phone's wrong too",
        "wednesday same time",
        "212 555 0199",
        "yes",
    )
    assert told.answers["start"] == at(17, 15)
    assert told.answers["phone"] == "+12125550199"
    assert "email" in desk[-1]


async def test_a_change_that_undoes_another_answer(told: Told) -> None:
    desk = await told.hold(
        "a haircut on friday the 19th at 5:15 please", "make it a colour instead", "four thirty"
    )
    assert "hour and a half" in desk[2]
    assert "hour and a half" not in desk[3]
    assert told.answers["start"] == at(19, 16, 30)


async def test_a_question_and_an_aside_lose_nothing(told: Told) -> None:
    desk = await told.hold(
        *UP_TO_EMAIL[:2],
        "how much is it by the way",
        "hang on let me find it",
        "",
        "it's 212 555 0142",
    )
    assert "45 dollars" in desk[3]
    assert desk[3].endswith("?")
    assert desk[4] == "Take your time."
    assert desk[5]
    assert told.answers["phone"] == CALLER


async def test_yes_but(told: Told) -> None:
    desk = await told.hold(*UP_TO_EMAIL, "no thanks", "yes but make it four")
    assert not told.result
    assert desk[-1].endswith("?")
    await told.call.say("yes")
    assert told.result["start"] == at(16, 16)


async def test_a_change_of_mind_at_the_summary(told: Told) -> None:
    await told.hold(*UP_TO_EMAIL, "no thanks", "no", "the name, it's lopes with an s", "yes")
    assert told.result["name"] == "Maria Lopes"


async def test_nonsense_three_times_ends_with_a_person(told: Told) -> None:
    desk = await told.hold(
        "i'd like to book a haircut", "the thing with the blue", "blue", "blue blue"
    )
    assert len(set(desk)) == len(desk)
    assert "call you back" in desk[-1]
    await told.call.say("yes")
    await told.call.say("212 555 0142")
    last = await told.call.say("yes")
    assert told.call.conversation.outcome == "escalated"
    assert last.desk


async def test_a_hang_up_in_the_middle_books_nothing(told: Told, calendar: Calendar) -> None:
    await told.hold(*UP_TO_EMAIL, "no thanks")
    await told.call.aclose()
    assert told.call.conversation.outcome == "hung_up"
    assert await all_bookings(calendar) == ()
