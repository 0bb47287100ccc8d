"""A value that ends the run: there is nothing more to ask, and the caller is told why."""

from __future__ import annotations

from typing import Any

import pytest

from handrail.engine import effects as f
from handrail.engine import events as e
from handrail.engine.moves import Affirm, Deny, Question, Record, Revisit
from handrail.engine.state import Answer
from handrail.facts import Verdict
from handrail.plan import Confirm, Plan
from tests.engine.story import Story, plan_of, quote, step, when

TOO_YOUNG = "This survey is for adults"


def survey(age: Confirm = Confirm.UNSURE, **more: Any) -> Plan:
    return plan_of(
        step("name"), step("age", checked=True, confirm=age), step("opinion"), commits=True, **more
    )


def adults_only(check: f.Check) -> Verdict:
    return Verdict.end(TOO_YOUNG) if check.value == 16 else Verdict.yes()


def interview(plan: Plan, **more: Any) -> Story:
    return Story(plan, check=adults_only, **more).says(Record("name", "Maria"))


def test_an_answer_that_ends_the_run_is_told_and_nothing_is_written() -> None:
    story = interview(survey()).says(Record("age", 16)).ends("disqualified", "disqualified")
    assert story.finish is not None
    assert story.finish.reason == TOO_YOUNG
    assert story.result is None
    assert story.committed == []
    assert story.answers == {"name": "Maria", "age": 16}


def test_what_was_said_beside_it_in_the_same_turn_is_kept() -> None:
    story = interview(survey()).says(Record("opinion", "too dear"), Record("age", 16))
    story.ends("disqualified", "disqualified")
    assert story.answers["opinion"] == "too dear"


def test_a_correction_in_the_same_turn_counts() -> None:
    interview(survey()).says(Record("age", 16), Record("age", 19)).asks("opinion")


def test_a_doubtful_answer_ends_nothing_before_it_is_agreed_to() -> None:
    doubtful = Record("age", 16, evidence=quote("sixteen"), doubtful=True)
    story = interview(survey()).says(doubtful).reads_back("age")
    story.says(Question(None)).reads_back("age")
    story.says(Affirm()).ends("disqualified", "disqualified")


def test_a_no_to_its_read_back_asks_again() -> None:
    story = interview(survey(Confirm.READ_BACK)).says(Record("age", 16)).reads_back("age")
    story.says(Deny()).asks("age").says(Record("age", 19)).reads_back("age")
    story.says(Affirm()).asks("opinion")


@pytest.mark.parametrize("summary", [True, False])
def test_one_whose_read_back_was_talked_past_ends_it_when_all_else_is_agreed(
    *, summary: bool
) -> None:
    story = interview(survey(Confirm.READ_BACK, summary=summary)).says(Record("age", 16))
    story.reads_back("age").says(Record("opinion", "too dear"))
    if summary:
        story.asks("summary").says(Affirm())
    story.ends("disqualified", "disqualified")
    assert story.committed == []


def test_the_same_answer_again_ends_it_as_well() -> None:
    story = interview(survey(Confirm.READ_BACK)).says(Record("age", 16)).reads_back("age")
    story.says(Record("age", 16)).ends("disqualified", "disqualified")


def test_a_value_that_is_being_changed_ends_nothing() -> None:
    story = interview(survey(Confirm.READ_BACK)).says(Record("age", 16)).reads_back("age")
    story.says(Record("name", "Ana"), Revisit("opinion"), Revisit("age"))
    assert story.finish is None


def test_a_change_elsewhere_may_make_an_answer_end_the_run() -> None:
    plan = plan_of(step("country"), step("age", "country", checked=True), step("opinion"))

    def of_age(check: f.Check) -> Verdict:
        return Verdict.yes() if check.answers["country"] == "Austria" else Verdict.end(TOO_YOUNG)

    story = Story(plan, check=of_age).says(Record("country", "Austria"), Record("age", 16))
    story.asks("opinion").says(Record("country", "Malta"))
    story.ends("disqualified", "disqualified")
    assert [kept.ends for kept in story.events if isinstance(kept, e.Kept)] == [TOO_YOUNG]


def test_a_change_elsewhere_may_also_let_it_go_on() -> None:
    plan = plan_of(step("country"), step("age", "country", checked=True, confirm=Confirm.READ_BACK))

    def of_age(check: f.Check) -> Verdict:
        return Verdict.yes() if check.answers["country"] == "Austria" else Verdict.end(TOO_YOUNG)

    story = Story(plan, check=of_age).says(Record("country", "Malta"), Record("age", 16))
    story.reads_back("age").says(Record("country", "Austria"), Affirm())
    assert story.finish is None
    assert story.state.answers["age"].ends is None


def test_a_value_known_before_the_call_is_agreed_to_first() -> None:
    story = Story(survey(), check=adults_only, known={"age": 16}).asks("name")
    story.says(Record("name", "Maria")).reads_back("age")
    story.says(Affirm()).ends("disqualified", "disqualified")


def test_what_ended_another_workflow_does_not_end_this_one() -> None:
    known = {"age": Answer(16, "confirmed", ends=TOO_YOUNG)}
    Story(plan_of(step("name"), step("age")), known=known).asks("name")


def test_an_answer_that_does_not_apply_ends_nothing() -> None:
    plan = plan_of(
        step("works"),
        step("age", checked=True, when=when("works", "works")),
        tests={"works": bool},
    )
    story = Story(plan, check=adults_only).says(Record("works", value=True), Record("age", 19))
    story.asks("summary")
    story = Story(plan, check=adults_only).says(Record("age", 16)).asks("works")
    story.says(Record("works", value=False)).asks("summary")


def test_alternatives_and_parts_end_nothing_yet() -> None:
    story = Story(survey(), check=lambda _check: Verdict.end(TOO_YOUNG))
    story.says(Record("name", "Maria"), Record("age", partial="teen")).asks("age")
    story.says(Record("age", alternatives=(16, 17))).offers("age", 16, 17)
