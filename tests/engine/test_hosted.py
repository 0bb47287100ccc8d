"""Hosted steps: asked by a task of the host's, and in all else steps like any other."""

from __future__ import annotations

import pytest

from handrail.engine import events as e
from handrail.engine.moves import Affirm, AskHuman, Decline, Deny, Record, Revisit, TaskFailed
from handrail.facts import Verdict
from handrail.plan import Plan
from tests.engine.story import Story, plan_of, quote, step


def checkout(**more: bool) -> Plan:
    return plan_of(
        step("service"),
        step("email", hosted=True, **more),
        step("card", "email", hosted=True, checked=True),
    )


def given(name: str, value: str) -> Record:
    return Record(name, value, by="task")


def test_what_a_task_gives_is_an_answer_like_any_other() -> None:
    story = Story(checkout()).says(Record("service", "haircut")).asks("email")
    story.says(given("email", "a@x")).asks("card").says(given("card", "4242"))
    story.asks("summary").says(Affirm()).ends("completed", "completed")
    assert story.result == {"service": "haircut", "email": "a@x", "card": "4242"}


@pytest.mark.parametrize("by", ["reader", "model"])
def test_nobody_but_the_task_answers_a_hosted_step(by: str) -> None:
    story = Story(checkout()).says(Record("service", "haircut"))
    story.says(Record("email", "a@x", by=by, evidence=quote("a at x")))  # type: ignore[arg-type]
    story.refuses("hosted").asks("email")
    assert [event.step for event in story.new if isinstance(event, e.Refused)] == ["email"]


def test_what_a_task_gives_is_checked_and_asked_again_with_the_reason() -> None:
    def check(each: object) -> Verdict:
        return Verdict.no("that card has run out") if "4000" in str(each) else Verdict.yes()

    story = Story(checkout(), check=check).says(Record("service", "haircut"))
    story.says(given("email", "a@x")).says(given("card", "4000")).asks("card")
    assert [news.reason for news in story.news(e.CheckFailed)] == ["that card has run out"]


def test_a_card_is_checked_again_when_the_email_it_needs_changes() -> None:
    story = Story(checkout()).says(Record("service", "haircut"))
    story.says(given("email", "a@x")).says(given("card", "4242")).asks("summary")
    story.says(Revisit("email")).asks("email", manner="revisit")
    assert story.answers["email"] == "a@x"
    story.says(given("email", "b@x")).asks("summary")
    assert [each.step for each in story.checked] == ["card", "card"]


def test_a_task_that_was_to_change_a_value_and_gave_none_changes_nothing() -> None:
    story = Story(checkout(optional=True)).says(Record("service", "haircut"))
    story.says(given("email", "a@x")).says(Revisit("email")).asks("email", manner="revisit")
    story.says(Decline("email", by="task")).asks("card")
    assert story.answers["email"] == "a@x"


def test_an_optional_step_is_declined_in_its_task() -> None:
    story = Story(checkout(optional=True)).says(Record("service", "haircut"))
    story.says(Decline("email", by="task")).asks("card")
    assert story.status("email") == "declined"


def test_a_required_step_that_is_refused_three_times_leads_to_a_person() -> None:
    story = Story(checkout()).says(Record("service", "haircut"))
    for _ in range(2):
        story.says(Decline("email", by="task")).asks("email", manner="required")
    story.says(Decline("email", by="task")).asks("human").says(Affirm()).ends("escalated", "human")


def test_a_task_that_breaks_is_the_desks_fault_and_a_person_is_offered() -> None:
    story = Story(checkout()).says(Record("service", "haircut"))
    story.reports(TaskFailed(story.prompt.revision)).asks("human")
    assert story.news(e.Apologised)
    story.says(Deny()).asks("email")
    story.reports(TaskFailed(story.prompt.revision)).ends("abandoned", "failed")


def test_a_task_that_breaks_at_an_optional_step_costs_that_step_alone() -> None:
    story = Story(checkout(optional=True)).says(Record("service", "haircut"))
    story.reports(TaskFailed(story.prompt.revision)).asks("card")
    assert story.status("email") == "declined"


def test_a_task_that_breaks_while_changing_a_value_leaves_it() -> None:
    story = Story(checkout()).says(Record("service", "haircut")).says(given("email", "a@x"))
    story.says(Revisit("email")).reports(TaskFailed(story.prompt.revision)).asks("human")
    story.says(Deny()).asks("card")
    assert story.answers["email"] == "a@x"


def test_a_late_report_of_a_task_changes_nothing() -> None:
    story = Story(checkout())
    story.reports(TaskFailed(story.prompt.revision)).asks("service")  # no task asks for this one
    asked = story.says(Record("service", "haircut")).prompt.revision
    story.says(given("email", "a@x")).reports(TaskFailed(asked)).asks("card")


def test_a_correction_while_a_task_asks_leaves_its_step_unanswered() -> None:
    story = Story(checkout()).says(Record("service", "haircut"))
    story.says(Record("service", "colour")).asks("email", manner="again")
    story.says(AskHuman()).ends("escalated", "human")
