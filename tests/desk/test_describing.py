"""Callers ask what a booking type is, and hear what the owner wrote of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handrail.desk.calendar import Calendar
from handrail.desk.calendar.owner import all_services, change_service
from handrail.desk.front import Front
from handrail.desk.topics import facts_of
from tests.desk.conftest import NOW
from tests.stories.talk import talk

CHAT = "A quick chat about what would suit you"
COLOUR = "we mix it with you, put it on, and dry your hair. A patch test is part of it"


@pytest.fixture
async def told(calendar: Calendar) -> Calendar:
    for each in await all_services(calendar):
        written = {"Consultation": f"{CHAT}.", "Colour": f"{COLOUR}."}.get(each.draft.name, "")
        draft = replace(each.draft, description=written)
        await change_service(calendar, each.id, draft, version=None, now=NOW)
    return calendar


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("what is a consultation?", CHAT),
        ("can you tell me about the consultation", CHAT),
        ("what happens in a consultation", CHAT),
        ("what does the dye involve?", "We mix it with you"),
        ("what is a consultation, and how much is it?", f"{CHAT}. A consultation is free"),
        # What it is was not asked.
        ("what's the consultation price", "A consultation is free"),
        ("what's a colour cost", "A colour is 120 dollars"),
        # Nothing is written of it.
        ("what is a haircut", "I can't say"),
    ],
)
async def test_who_asks_what_a_type_is_hears_what_the_owner_wrote(
    told: Calendar, said: str, heard: str
) -> None:
    async with talk(told) as caller:
        await caller.say(said)
        assert caller.heard.startswith(heard)


async def test_a_question_about_a_type_leaves_the_step_waiting(told: Calendar) -> None:
    async with talk(told) as caller:
        await caller.say("I'd like to book a consultation")
        await caller.say("what happens in a consultation?")
        assert CHAT in caller.heard
        caller.is_asked("start")


async def test_who_asks_what_there_is_hears_of_what_is_said_shortly(told: Calendar) -> None:
    async with talk(told) as caller:
        await caller.say("what do you offer?")
        assert f"a haircut, a colour or a consultation. Consultation: {CHAT}." in caller.heard
        assert "patch test" not in caller.heard


async def test_a_model_knows_what_types_are(told: Calendar) -> None:
    known = facts_of(await Front.open(told, lambda: NOW))
    assert known["what a consultation is"] == CHAT
    assert "what a haircut is" not in known
