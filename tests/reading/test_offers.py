"""What callers say of an offer: another one, that one please, not now; and what only sounds so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from handrail.engine import moves as m
from handrail.engine.moves import Move
from handrail.kinds.choice import Choice
from handrail.kinds.when import When
from handrail.kinds.yes_no import YesNo
from handrail.reading import Scene
from handrail.step import Step
from handrail.workflow import Workflow
from tests.reading.moves import acts, record
from tests.reading.sample import at, scene


class Cleaning(Workflow):
    """A dentist is found in a town, and a cleaning booked there."""

    town = Step(Choice(["Leeds", "York", "Bath"]))
    dentist = Step(
        Choice(["Smile Dental Studio", "Family Dentist Blake"]), words=["dentist", "practice"]
    )
    wanted = Step(YesNo(), ask="Shall I book a cleaning there?")
    start = Step(When(), words=["time", "day"])


def _at(asked: str, **more: Any) -> Scene:
    return replace(scene(asked, workflow=Cleaning, **more), workflows=(Cleaning,))


FOUND = {"town": "Leeds"}
CHOSEN = {"town": "Leeds", "dentist": "Smile Dental Studio"}
ONE = _at("dentist", act="offer", offer=("Smile Dental Studio",), knows=FOUND)
TWO = _at(
    "dentist", act="offer", offer=("Smile Dental Studio", "Family Dentist Blake"), knows=FOUND
)
TIME = _at("start", act="offer", offer=(at(17, 15),), knows=CHOSEN)
WANTED = _at("wanted", knows=CHOSEN)


# --- another one ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "find me someone else",
        "could you look for someone else please",
        "is there anybody else?",
        "who else have you got?",
        "what else can you find",
        "any other suggestions?",
        "more options please",
        "Are there more choices nearby?",
        "okay, can you show me another one?",
        "another dentist please",
        "do you know a different practice?",
        "what other dentists are there?",
        "please keep looking",
        "no, not that one",
        "I'd rather see somebody else",
        "what about the others",
        "can you look for another good one?",
        "is there anyone else who is available?",
    ],
)
def test_who_asks_for_another_turns_the_offer_down(said: str) -> None:
    assert acts(said, ONE) == [m.Deny()]


def test_a_value_behind_the_wish_for_another_is_taken_with_it() -> None:
    york = [m.Deny(), record("town", "York")]
    assert acts("is there someone else in York?", ONE) == york
    assert acts("I'd like a different practice in York instead", ONE) == york
    assert m.Deny() not in (acts("something else on thursday", TIME) or [])


def test_the_option_that_is_named_to_be_turned_down_is_not_taken() -> None:
    assert acts("any other practice like the Smile Dental Studio?", ONE) == [m.Deny()]


@pytest.mark.parametrize(
    "said",
    [
        "yes, and what else do you have?",  # nobody can tell which of the two is meant
        "is there anything else I should know?",
        "is there something else to bring?",
        "do you have any other branches",
        "I have another dentist appointment on that day anyway",
    ],
)
def test_what_only_sounds_like_asking_for_another_is_left_to_a_model(said: str) -> None:
    assert acts(said, ONE) is None


def test_another_question_turns_nothing_down() -> None:
    assert acts("I have another question", ONE) == [m.Question(answered=True)]


def test_someone_else_is_asked_to_the_phone_where_nothing_is_offered() -> None:
    asked = _at("start", knows=CHOSEN)
    assert acts("can I talk to someone else", asked) in ([m.AskHuman()], None)
    assert acts("someone else please", asked) is None


# --- that one, please -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "I'd like to go with that one",
        "I'll go with them",
        "I will take this dentist please",
        "yes, I'd love to go there",
        "can I book an appointment with this practice?",
        "that one sounds better",
        "they sound good to me",
        "that sounds like a good choice",
        "I like the sound of that",
        "this is exactly what I was looking for",
        "I'm interested in that practice",
        "I would love that",
        "yes, he would",
    ],
)
def test_who_goes_with_the_one_on_offer_takes_it(said: str) -> None:
    assert acts(said, ONE) == [m.Affirm()]


@pytest.mark.parametrize("said", ["that time is good", "I'd like that day", "that slot works"])
def test_a_time_may_be_taken_by_its_noun(said: str) -> None:
    assert acts(said, TIME) == [m.Affirm()]


@pytest.mark.parametrize(
    "said",
    [
        "I don't want to go with that one",
        "I don't know if I'd go with them",
        "I go to a good dentist",
        "why would I take this one",
        "that would be a better practice for my wife",
    ],
)
def test_who_only_speaks_of_the_one_on_offer_does_not_take_it(said: str) -> None:
    assert m.Affirm() not in (acts(said, ONE) or [])
    assert m.Choose(1) not in (acts(said, ONE) or [])


def test_of_two_the_noun_picks_none() -> None:
    assert acts("I'll take that dentist", TWO) is None
    assert acts("a dentist", TWO) is None
    assert acts("the second one", TWO) == [m.Choose(2)]
    assert acts("Blake", TWO) == [m.Choose(2)]


# --- not now --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "maybe later",
        "not right now, thank you",
        "not now, maybe later",
        "no, perhaps another time",
        "maybe another time",
        "some other time perhaps",
        "not at the moment",
        "not at this time, thanks",
        "let's do that later",
        "I think I'll wait",
        "I'll hold off for now",
    ],
)
def test_who_puts_it_off_says_no(said: str) -> None:
    assert acts(said, WANTED) == [record("wanted", value=False)]
    assert acts(said, ONE) == [m.Deny()]


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("maybe later in the week", WANTED),
        ("some other time slot", WANTED),
        ("later", WANTED),
        ("wait", WANTED),
    ],
)
def test_what_only_sounds_like_putting_it_off_is_no_no(said: str, asked: Scene) -> None:
    found: list[Move] = acts(said, asked) or []
    assert record("wanted", value=False) not in found


def test_another_time_changes_the_time_once_there_is_one() -> None:
    known = _at("wanted", knows={**CHOSEN, "start": at(17, 15)})
    assert acts("can we find another time", known) == [m.Revisit("start")]


def test_later_than_the_time_on_offer_is_still_a_time() -> None:
    found = acts("a bit later", TIME)
    assert found is not None
    assert [type(move) for move in found] == [m.Record]


def test_going_on_a_day_is_no_yes() -> None:
    assert acts("I wish to go on the 18th", TIME) is not None
    assert m.Affirm() not in (acts("no, I wish to go on the 18th", TIME) or [])
    assert acts("go on then", TIME) == [m.Affirm()]


# --- what is looked for while one is on offer -----------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "find one in York",
        "is there a dentist in York?",
        "I'm looking for a practice in York",
        "could you search in York instead",
        "no, please find me something in York",
        "I want one in York",
    ],
)
def test_who_looks_elsewhere_turns_down_what_was_found_here(said: str) -> None:
    assert acts(said, ONE) == [m.Deny(), record("town", "York")]


@pytest.mark.parametrize(
    "said", ["what about parking in York", "find me one", "is there a bus to it", "I live in York"]
)
def test_who_looks_for_something_else_than_a_value_is_left_to_a_model(said: str) -> None:
    assert acts(said, ONE) is None


def test_a_yes_beside_what_was_not_asked_yet_takes_what_is_offered() -> None:
    ten = record("start", at(19, 10))
    assert acts("sounds good, on friday at ten please", ONE) == [m.Affirm(), ten]
    assert acts("I'll go with that one. Friday at ten.", ONE) == [m.Affirm(), ten]
    assert acts("friday at ten would be great", ONE) == [ten]
    assert acts("yes, but in York", ONE) is None  # there it would be another one


def test_an_ok_to_the_end_of_it_takes_nothing() -> None:
    assert acts("ok thanks, that's all", ONE) is None


@pytest.mark.parametrize(
    "said",
    ["no, I don't want to do that yet", "please don't book it yet", "I will not do it, thanks"],
)
def test_who_will_not_do_it_says_no(said: str) -> None:
    assert acts(said, WANTED) == [record("wanted", value=False)]


def test_change_to_another_time_is_no_wish_to_leave_it() -> None:
    asked = _at("start", act="read_back", knows={**CHOSEN, "start": at(17, 15)})
    assert acts("no, change it to four", asked) == [record("start", at(17, 16))]
    assert acts("change to four in the afternoon", asked) == [record("start", at(17, 16))]
