"""What a model says that the caller did: believed where the words plainly say so."""

from __future__ import annotations

from typing import Any

import pytest

from handrail.engine.moves import (
    Abandon,
    Affirm,
    Choose,
    Decline,
    Deny,
    Goodbye,
    Move,
    Record,
    Restart,
    Revisit,
    Switch,
)
from handrail.plan import Confirm
from tests.engine.story import BOOKING, Story, plan_of, quote, step

TWO = plan_of(step("phone", confirm=Confirm.READ_BACK), step("email", optional=True))
MAYBE: Any = {"by": "model", "evidence": quote("heavens"), "doubtful": True}
PLAINLY: Any = {"by": "model", "evidence": quote("heavens")}


def at_read_back() -> Story:
    return Story(TWO).says(Record("phone", "0142")).reads_back("phone")


def test_a_doubtful_yes_confirms_no_value_that_was_read_back() -> None:
    story = at_read_back().says(Affirm(**MAYBE)).refuses("not_plain")
    assert story.status("phone") == "heard"
    story.says(Affirm(**PLAINLY)).asks("email")
    assert story.status("phone") == "confirmed"


def test_a_doubtful_yes_to_a_summary_leads_to_one_plain_question_which_wants_a_plain_yes() -> None:
    story = at_read_back().says(Affirm()).says(Decline("email")).asks("summary")
    story.says(Affirm(**MAYBE)).asks("summary", manner="plain")
    story.says(Affirm(**MAYBE)).refuses("not_plain")
    story.asks("summary").says(Affirm()).ends("completed", "completed")


def test_a_value_that_only_a_model_heard_again_is_no_yes_to_its_read_back() -> None:
    story = at_read_back().says(Record("phone", "0142", **MAYBE))
    assert story.status("phone") == "heard"
    story = at_read_back().says(Record("phone", "0142", **PLAINLY))
    assert story.status("phone") == "confirmed"


@pytest.mark.parametrize("move", [Deny(**MAYBE), Decline("email", **MAYBE)])
def test_an_optional_step_is_not_left_out_on_a_guess(move: Move) -> None:
    story = at_read_back().says(Affirm()).asks("email").says(move).refuses("not_plain")
    story.asks("email")


def test_a_doubtful_no_to_a_value_that_was_read_back_asks_for_it() -> None:
    at_read_back().says(Deny(**MAYBE)).asks("phone")


def test_a_doubtful_no_to_a_change_leaves_what_there_was() -> None:
    story = at_read_back().says(Affirm()).says(Revisit("phone")).asks("phone")
    story.says(Deny(**MAYBE)).asks("email")


def test_a_call_goes_back_on_a_guess_only_when_asked_what_to_change() -> None:
    story = at_read_back().says(Affirm()).says(Decline("email")).asks("summary")
    story.says(Revisit("phone", **MAYBE)).refuses("not_plain").asks("summary")
    story.says(Deny()).asks("change").says(Revisit("phone", **MAYBE)).asks("phone")


@pytest.mark.parametrize("move", [Restart(**MAYBE), Switch("other", **MAYBE)])
def test_nothing_is_begun_anew_on_a_guess(move: Move) -> None:
    story = at_read_back().says(move).refuses("not_plain")
    assert story.status("phone") == "heard"


@pytest.mark.parametrize("move", [Abandon(**MAYBE), Goodbye(**MAYBE)])
def test_a_wish_to_end_that_only_a_model_heard_takes_three_tries(move: Move) -> None:
    story = Story(plan_of(step("phone"), escalates=False))
    story.says(move).asks("phone", manner="rephrase")
    story.says(move).asks("phone", manner="help")
    story.says(move).ends("abandoned", "not_understood")


def test_a_doubtful_pick_is_read_back() -> None:
    story = Story(BOOKING).says(Record("service", "haircut"))
    story.says(Record("start", alternatives=("two", "four")))
    story.says(Choose(1, **MAYBE)).reads_back("start")


def test_a_doubtful_value_is_read_back_where_no_summary_will_name_it() -> None:
    story = Story(plan_of(step("note", confirm=Confirm.NEVER), summary=False))
    story.says(Record("note", "dogs", **MAYBE)).reads_back("note")
    story.says(Affirm()).ends("completed", "completed")
