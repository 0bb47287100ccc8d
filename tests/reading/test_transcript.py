"""Whether a model's value follows from all that the caller said around the quoted words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handrail.engine.state import Candidate, Offer, State
from handrail.kinds import Choice, Email, Number, PersonName, Phone, Text, When, YesNo
from handrail.kinds.base import Context
from handrail.reading import CallerTurn, Scene, Transcript, find_quotes
from handrail.step import Step
from handrail.workflow import Workflow

NEW_YORK = ZoneInfo("America/New_York")
FRIDAY = datetime(2026, 6, 12, 9, tzinfo=NEW_YORK)


class Visit(Workflow):
    service = Step(Choice(["Haircut", "Colour"]))
    start = Step(When())
    party = Step(Number())
    phone = Step(Phone())
    name = Step(PersonName())
    email = Step(Email(), optional=True)
    parking = Step(YesNo())
    note = Step(Text())


class Trip(Workflow):
    out = Step(When(), ask="When do you leave?")
    back = Step(When(), ask="When do you come back?")

    asks_for = ("plan a trip", "cancel", "cancel my trip")


def transcript(
    *turns: str,
    asked: str | None = None,
    workflow: type[Workflow] = Visit,
    state: State | None = None,
    minutes: int = 0,
) -> Transcript:
    """Return a transcript, the turns a number of minutes apart, the last one now."""
    times = [FRIDAY - timedelta(minutes=minutes * back) for back in range(len(turns))][::-1]
    said = [CallerTurn(text, now, asked) for text, now in zip(turns, times, strict=True)]
    scene = Scene(workflow, state or State(), Context(now=FRIDAY), (Visit, Trip))
    return Transcript(scene, said)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 6, day, hour, minute, tzinfo=NEW_YORK)


def sure(
    step: str, value: Any, said: str, *turns: str, asked: str | None = None, **scene: Any
) -> bool:
    heard = transcript(*turns, asked=asked or step, **scene)
    quotes = find_quotes(said, turns)
    assert quotes, "the words were not said at all"
    workflow = heard.scene.workflow
    return heard.supports(workflow.steps[step], value, quotes)


TRUE = [
    ("start", at(16, 15), "Tuesday at 3", "oh my dear tuesday at three it is"),
    ("start", at(16, 15), "tuesday at 3 pm", "let us say tuesday at three p.m. then"),
    ("party", 6, "six", "the whole gang of six"),
    ("phone", "+12125550142", "212 555 0142", "ah that is two one two five double five 0142"),
    ("name", "Maria Lopez", "Maria López", "well my love it is maria lopez"),
    ("email", "maria@example.com", "maria@example.com", "ah maria at example dot com my love"),
    ("service", "Haircut", "hair-cut", "the usual haircut i suppose my dear"),
    ("parking", True, "yes", "yes my dear"),
    ("note", "I have a big dog.", "I have a big dog", "tell them i have a big dog"),
]


@pytest.mark.parametrize(("step", "value", "said", "turn"), TRUE)
def test_a_value_that_the_words_give_is_sure(step: str, value: Any, said: str, turn: str) -> None:
    assert sure(step, value, said, turn)


def test_a_number_given_in_pieces_is_sure_in_its_order_only() -> None:
    turns = ("two one two", "five five five oh one four two")
    assert sure("phone", "+12125550142", "212 ... 555 0142", *turns)
    assert not sure("phone", "+12125550142", "212 ... 555 0142", *reversed(turns))


@pytest.mark.parametrize(
    ("step", "value", "said", "turn"),
    [
        ("start", at(16, 15), "tuesday at three", "not on tuesday at three"),
        ("start", at(16, 15), "tuesday at three", "is tuesday at three free"),
        ("start", at(16, 15), "tuesday at three", "i wonder if tuesday at three is any good"),
        ("start", at(16, 15), "tuesday ... at three", "tuesday, no, wednesday at three"),
        ("start", at(16, 15), "tuesday at three", "tuesday at three, no sorry, four"),
        ("start", at(16, 15), "tuesday at three", "tuesday at three but not this week"),
        ("start", at(16, 15), "tuesday", "tuesday"),
        ("start", at(16, 15), "tuesday at three", "tuesday at three or wednesday at four"),
        ("start", at(16, 15), "around three", "tuesday around three"),
        ("party", 3, "three", "two of us on tuesday at three"),
        ("party", 30, "thirty", "in thirty minutes"),
        ("phone", "+12125550143", "0142", "it is 212 555 0142"),
        ("name", "Maria Lopes", "maria lopes", "it is maria lopez"),
        ("name", "Lopez Maria", "maria lopez", "it is maria lopez"),
        ("name", "Tuesday Haircut", "haircut on tuesday", "a haircut on tuesday"),
        ("email", "mario@example.com", "at example", "maria at example dot com"),
        ("service", "Colour", "a colour", "not a colour"),
        ("parking", True, "yes", "is that a yes or no thing?"),
        ("note", "allergic to nuts and milk", "allergic", "allergic to nuts but not to milk"),
        ("note", "want nuts", "want nuts", "i do not want nuts"),
    ],
)
def test_a_value_that_the_words_do_not_give_is_not(
    step: str, value: Any, said: str, turn: str
) -> None:
    assert not sure(step, value, said, turn)


def test_words_of_an_earlier_turn_alone_are_not_enough() -> None:
    assert not sure("party", 6, "six", "six", "hello there")


def test_pieces_from_answers_to_two_things_make_no_third() -> None:
    turns = ("tuesday at three", "there will be four of us at the table")
    assert not sure("start", at(16, 16), "tuesday ... four", *turns)


def test_tomorrow_is_counted_from_when_it_was_said() -> None:
    turns = ("tomorrow", "at three in the afternoon")
    late = timedelta(hours=10)
    heard = transcript(*turns, asked="start", minutes=int(late.total_seconds() // 60))
    quotes = find_quotes("tomorrow ... three in the afternoon", turns)
    for day in (12, 13):  # yesterday's tomorrow, and today's
        assert not heard.supports(Visit.steps["start"], at(day, 15), quotes)


def test_of_two_steps_of_one_kind_only_the_one_that_was_asked_is_sure() -> None:
    said = ("tuesday at three", "well tuesday at three my dear")
    assert sure("out", at(16, 15), *said, workflow=Trip)
    assert not sure("back", at(16, 15), *said, workflow=Trip, asked="out")


def test_what_is_quoted_for_another_step_does_not_blur_this_one() -> None:
    turn = "oh the whole gang, six, and ring me on 212 555 0142 my love"
    heard = transcript(turn, asked="party")
    six, number = find_quotes("six ... 212 555 0142", [turn])
    party = Visit.steps["party"]
    assert not heard.supports(party, 6, [six])
    assert heard.supports(party, 6, [six], [number])


@pytest.mark.parametrize(
    ("turn", "agrees"),
    [
        ("yes please my dear", True),
        ("heavens yes that is right", True),
        ("s\u00ed, por favor", True),
        ("yes but on another day", False),
        ("yes, 0143", False),
        ("okay so what's the price", False),
        ("no that's not right okay", False),
        ("hmm let me see", False),
        ("yes?", False),
    ],
)
def test_only_a_plain_yes_is_one(turn: str, agrees: bool) -> None:
    assert transcript(turn).is_yes(find_quotes(turn, [turn])) is agrees


@pytest.mark.parametrize(
    ("turn", "leaves"),
    [
        ("oh forget the whole thing", True),
        ("the usual my love", False),
        ("oh cancel dear", True),
        ("goodness no i'd like to cancel my trip my dear", False),
    ],
)
def test_only_words_of_leaving_end_a_call(turn: str, leaves: bool) -> None:
    assert transcript(turn).is_leaving(find_quotes(turn, [turn])) is leaves


@pytest.mark.parametrize(("turn", "wishes"), [("i'd like to plan a trip", True), ("a trip", False)])
def test_another_workflow_is_begun_for_who_asks_for_it(turn: str, wishes: bool) -> None:
    assert transcript(turn).is_wish("trip", find_quotes(turn, [turn])) is wishes


@pytest.mark.parametrize(
    ("turn", "returns"),
    [("about my number dear", True), ("that was wrong of me", True), ("gracious me", False)],
)
def test_only_who_speaks_of_a_step_goes_back_to_it(turn: str, returns: bool) -> None:
    step, quotes = Visit.steps["phone"], find_quotes(turn, [turn])
    assert transcript(turn).is_return(step, quotes) is returns


def test_a_pick_is_the_option_that_the_words_name() -> None:
    state = State(offers=(Offer("start", (at(16, 15), at(16, 16)), Candidate()),))
    turn = "oh the later of them, four, my dear"
    heard = transcript(turn, asked="start", state=state)
    quotes = find_quotes("four", [turn])
    assert heard.picks(2, quotes)
    assert not heard.picks(1, quotes)
    assert not heard.picks(3, quotes)
