"""Steps of a yes or a no: what answers them, and what only passes by."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from handrail.conversation import Conversation
from handrail.engine import moves as m
from handrail.kinds.choice import Choice
from handrail.kinds.name import PersonName
from handrail.kinds.phone import Phone
from handrail.kinds.when import When
from handrail.kinds.yes_no import YesNo
from handrail.reading import best_effort, understand
from handrail.step import Step
from handrail.workflow import Workflow
from tests.reading.moves import acts, bare, heard, record
from tests.reading.sample import NOW, at, reception, scene


class Dinner(Workflow):
    start = Step(When())
    allergies = Step(YesNo())
    name = Step(PersonName())


class Repair(Workflow):
    job = Step(Choice(["Oil change", "Brakes", "Tyres"]), label="job")
    start = Step(When())
    loaner = Step(YesNo(), label="courtesy car", optional=True)


class CallBack(Workflow, summary=False, escalates=False):
    phone = Step(Phone())


SEVEN = {"start": at(19, 19)}
ALLERGIES = scene("allergies", workflow=Dinner, knows=SEVEN)
LOANER = scene("loaner", workflow=Repair, knows={"job": "Brakes", **SEVEN})
SUMMARY = scene(act="summary", workflow=Repair, knows={"job": "Brakes", **SEVEN, "loaner": True})
CALLED_BACK = scene("phone", workflow=CallBack)


@pytest.mark.parametrize(
    ("said", "start"),
    [
        ("an hour later please", at(19, 20)),
        ("make it eight pm", at(19, 20)),
        ("actually make it an hour later", at(19, 20)),
        ("actually make it eleven pm", at(19, 23)),
        ("ok, make it eight pm please", at(19, 20)),
        ("great, make it saturday", at(13, 19)),
        ("no, make it eight pm", at(19, 20)),
    ],
)
@pytest.mark.parametrize("asked", [ALLERGIES, LOANER])
def test_a_correction_says_neither_yes_nor_no(said: str, start: datetime, asked: object) -> None:
    assert heard(said, asked) == {"start": start}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "allergies"),
    [
        ("yes and make it eight pm", True),
        ("sure, but make it eight pm", True),
        ("no but make it eight pm", False),
        ("no thanks, make it eight pm", False),
        ("make it eight pm and no allergies", False),
        ("make it eight pm, and yes", True),
    ],
)
def test_an_answer_beside_a_correction_is_both(said: str, allergies: bool) -> None:
    assert heard(said, ALLERGIES) == {"allergies": allergies, "start": at(19, 20)}


@pytest.mark.parametrize(
    "said",
    [
        "no allergies",
        "no allergy",
        "no, none",
        "none",
        "nope, no allergies",
        "no, no allergies thanks",
        "we don't have any allergies",
        "i don't have any",
        "nobody does",
        "not that i know of",
        "i'm good",
    ],
)
def test_a_no_in_the_words_of_the_question_is_a_no(said: str) -> None:
    assert heard(said, ALLERGIES) == {"allergies": False}


@pytest.mark.parametrize(
    "said", ["i don't need a courtesy car", "no courtesy car", "i don't need one", "no need"]
)
def test_what_may_be_left_out_can_still_be_answered_with_no(said: str) -> None:
    assert heard(said, LOANER) == {"loaner": False}


@pytest.mark.parametrize(
    "said",
    ["i need a courtesy car", "a courtesy car please", "yes, i'd like a courtesy car please"],
)
def test_a_wish_for_what_is_asked_about_is_a_yes(said: str) -> None:
    assert heard(said, LOANER) == {"loaner": True}


def test_a_wish_ahead_of_its_question_is_kept() -> None:
    at_the_job = scene("job", workflow=Repair)
    assert heard("brakes wednesday at noon and i need a courtesy car", at_the_job) == {
        "job": "Brakes",
        "start": at(17, 12),
        "loaner": True,
    }


@pytest.mark.parametrize(
    "said", ["do i need a courtesy car", "what if i need a courtesy car", "the courtesy car"]
)
def test_to_talk_of_what_is_asked_about_is_no_yes(said: str) -> None:
    found = understand(said, LOANER)
    assert m.Record not in {type(move) for move in found.moves}


@pytest.mark.parametrize("said", ["skip", "i'd rather not say", "pass"])
@pytest.mark.parametrize(("asked", "step"), [(ALLERGIES, "allergies"), (LOANER, "loaner")])
def test_who_would_rather_not_say_has_said_nothing(said: str, asked: object, step: str) -> None:
    assert acts(said, asked) == [m.Decline(step)]  # type: ignore[arg-type]


def test_a_yes_before_a_no_in_the_words_of_the_question_is_doubtful() -> None:
    doubtful = record("allergies", value=False, doubtful=True)
    assert acts("yes, we don't have any allergies", ALLERGIES) == [doubtful]
    assert acts("yes, i don't have any", ALLERGIES) is None


def test_a_no_to_it_later_turns_the_yes() -> None:
    assert heard("actually i don't need the courtesy car", SUMMARY) == {"loaner": False}


def test_a_no_ahead_of_its_question_is_kept() -> None:
    at_the_job = scene("job", workflow=Repair)
    assert heard("brakes tuesday at noon no courtesy car", at_the_job) == {
        "job": "Brakes",
        "start": at(16, 12),
        "loaner": False,
    }


def test_a_yes_with_more_behind_it_is_doubtful() -> None:
    found = understand("yes, nuts", ALLERGIES)
    assert not found.covered
    assert bare(best_effort("yes, nuts", found, ALLERGIES)) == [
        record("allergies", True, doubtful=True)
    ]


@pytest.mark.parametrize("said", ["yes", "yes please", "please", "i do thanks", "we do, yes"])
def test_a_yes_is_a_yes(said: str) -> None:
    assert heard(said, ALLERGIES) == {"allergies": True}


def test_an_option_picked_while_something_else_is_read_back_is_no_lost_turn() -> None:
    noon = at(16, 12)
    asked = scene(
        "start", act="offer", workflow=Repair, offer=(at(16, 11), noon), wanted=at(16, 10)
    )
    assert asked.state.prompt is not None
    prompt = replace(asked.state.prompt, act="read_back", step="job")
    reading_back = replace(asked, state=replace(asked.state, prompt=prompt))
    assert acts("what about noon", asked) == [m.Choose(2)]
    assert acts("what about noon", reading_back) == [record("start", noon)]


@pytest.mark.parametrize(
    ("said", "moves"),
    [
        ("i want to book a haircut", [m.Switch("booking"), record("service", "Haircut")]),
        ("let's book a colour", [m.Switch("booking"), record("service", "Colour")]),
        ("i want to cancel my appointment", [m.Switch("cancelling")]),
    ],
)
def test_who_is_to_be_called_back_may_still_want_something(said: str, moves: list[m.Move]) -> None:
    assert acts(said, CALLED_BACK) == moves


def test_a_number_being_taken_is_not_moved_to_another_workflow() -> None:
    found = understand("can you move it to 212 555 0143", CALLED_BACK).moves
    assert not any(isinstance(move, m.Switch) for move in found)


def test_thanks_end_no_call_in_which_nothing_was_done() -> None:
    assert acts("thank you", replace(reception(), first=True)) == [m.Question(answered=True)]
    assert acts("thank you", reception()) == [m.Deny()]
    assert acts("no thank you", replace(reception(), first=True)) == [m.Deny()]


async def test_an_answer_that_was_never_given_is_asked_for_again() -> None:
    call: Conversation[None] = Conversation([Dinner], userdata=None, clock=lambda: NOW)
    await call.open()
    for said in ("friday at seven pm", "an hour later please"):
        proposal = call.read([said])
        call.begin_turn([said])
        for move in proposal.moves:
            call.apply(move)
        line = await call.settle()
    assert set(call.state.answers) == {"start"}
    assert line.text.endswith("?")
