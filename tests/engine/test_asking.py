"""What is asked next, and nobody else decides it."""

from __future__ import annotations

import pytest

from handrail.engine import effects as f
from handrail.engine import events as e
from handrail.engine.moves import (
    Affirm,
    Checked,
    Decline,
    Deny,
    Help,
    Move,
    Question,
    Record,
    Repeat,
    Revisit,
    Unclear,
    Wait,
)
from handrail.plan import Confirm
from tests.engine.story import BOOKING, Story, booking, plan_of, step, when


def test_a_call_straight_through() -> None:
    story = Story(BOOKING).asks("service", manner="first")
    story.says(Record("service", "haircut")).asks("start", manner="first")
    story.says(Record("start", "three")).asks("phone")
    story.says(Record("phone", "0142")).reads_back("phone")
    story.says(Affirm()).asks("name")
    story.says(Record("name", "maria")).asks("email")
    story.says(Decline("email")).asks("summary")
    story.says(Affirm()).ends("completed", "completed")
    assert story.result == {
        "service": "haircut",
        "start": "three",
        "phone": "0142",
        "name": "maria",
        "email": None,
    }


def test_everything_at_once_leaves_only_what_was_not_said() -> None:
    story = Story(BOOKING)
    story.says(
        Record("name", "maria"), Record("service", "colour"), Record("start", "ten"),
        Record("phone", "0142"),
    ).reads_back("phone")  # fmt: skip
    story.says(Affirm()).asks("email")


def test_the_caller_hears_each_thing_once() -> None:
    story = Story(BOOKING).says(Record("service", "haircut"))
    assert [news.step for news in story.news(e.Answered)] == ["service"]
    story.says(Record("start", "three"))
    assert [news.step for news in story.news(e.Answered)] == ["start"]


def test_queued_revisits_come_before_the_step_that_was_interrupted() -> None:
    story = Story(BOOKING).says(Record("service", "haircut"), Record("start", "three"))
    story.says(Record("phone", "0142")).says(Affirm()).asks("name")
    story.says(Revisit("phone"), Revisit("start")).asks("phone", manner="revisit")
    story.says(Record("phone", "0199")).asks("start", manner="revisit")
    story.says(Record("start", "four"))
    story.reads_back("phone").says(Affirm()).asks("name")


def test_an_interrupted_step_is_simply_still_unanswered() -> None:
    story = Story(BOOKING).says(Record("service", "haircut")).asks("start")
    story.says(Revisit("service")).asks("service", manner="revisit")
    story.says(Record("service", "colour")).asks("start", manner="again")


def test_a_step_that_owes_a_read_back_comes_before_a_later_unanswered_one() -> None:
    story = Story(plan_of(step("a"), step("b", confirm=Confirm.READ_BACK), step("c")))
    story.says(Record("b", 2)).asks("a")
    story.says(Record("a", 1)).reads_back("b").says(Affirm()).asks("c")


def test_the_summary_comes_when_nothing_is_left_and_the_commit_after_its_yes() -> None:
    story = Story(plan_of(step("a"))).says(Record("a", 1)).asks("summary")
    assert story.prompt.values == {"a": 1}
    assert story.committed == []
    story.says(Affirm())
    assert [(commit.run, commit.result) for commit in story.committed] == [("run-1", {"a": 1})]


def test_without_a_summary_the_last_answer_commits() -> None:
    story = Story(plan_of(step("a"), summary=False)).says(Record("a", 1))
    story.ends("completed", "completed")
    assert len(story.committed) == 1


def test_a_workflow_that_writes_nothing_completes_with_its_last_answer() -> None:
    story = Story(plan_of(step("a"), summary=False, commits=False)).says(Record("a", 1))
    story.ends("completed", "completed")
    assert story.committed == []
    assert story.result == {"a": 1}


def test_all_moves_of_a_turn_are_applied_before_anything_is_asked() -> None:
    story = Story(BOOKING)
    story.says(Record("service", "haircut"), Record("start", "three"), Record("name", "maria"))
    prompts = [event for event in story.events if isinstance(event, e.Prompted)]
    assert [prompt.prompt.step for prompt in prompts] == ["service", "phone"]


def test_nothing_is_asked_while_a_check_is_under_way() -> None:
    story = Story(BOOKING).says(Record("service", "haircut"))
    story.slow = True
    story.says(Record("start", "three"))
    assert [type(effect) for effect in story.effects] == [f.Check]
    story.says(Record("name", "maria"))  # what is said meanwhile is not lost
    assert story.effects == ()
    story.host_answers().asks("phone")
    assert story.answers == {"service": "haircut", "start": "three", "name": "maria"}


def test_two_checks_at_once_are_both_awaited() -> None:
    story = Story(plan_of(step("a", checked=True), step("b", checked=True), step("c")))
    story.slow = True
    story.says(Record("a", 1), Record("b", 2))
    first, second = story.checked
    story.reports(Checked(second.revision, "b", ok=True))
    assert story.effects == ()
    story.reports(Checked(first.revision, "a", ok=True)).asks("c")


@pytest.mark.parametrize(
    ("aside", "manner"),
    [
        (Repeat(), "repeat"),
        (Help(), "help"),
        (Question("price"), "return"),
        (Question(answered=True), "return"),
        (Unclear(), "rephrase"),
        (Unclear("June 10th has gone already"), "return"),
    ],
    ids=["repeat", "help", "question", "answered", "unclear", "explained"],
)
@pytest.mark.parametrize("act", ["ask", "read_back", "offer", "summary", "change", "human"])
def test_an_aside_leaves_what_was_asked(act: str, aside: Move, manner: str) -> None:
    story = reach(act)
    before = story.prompt
    story.says(aside)
    after = story.prompt
    assert (after.act, after.step, after.values) == (before.act, before.step, before.values)
    assert after.manner == manner
    assert after.revision > before.revision


@pytest.mark.parametrize("act", ["ask", "read_back", "offer", "summary", "change", "human"])
def test_a_moment_is_granted_and_the_question_stands_unsaid(act: str) -> None:
    story = reach(act)
    before = story.prompt
    story.says(Wait())
    assert story.effects == (f.Say("wait"),)
    assert story.prompt.revision == before.revision
    story.is_silent().asks(before.step or before.act, before.act, "nudge")


def reach(act: str) -> Story:
    """Take a call to where each act is what is asked."""
    story = Story(plan_of(step("a", confirm=Confirm.READ_BACK), step("b")))
    match act:
        case "ask":
            return story.asks("a")
        case "read_back":
            return story.says(Record("a", 1)).reads_back("a")
        case "offer":
            return story.says(Record("a", alternatives=(1, 2))).offers("a", 1, 2)
        case "summary":
            return story.says(Record("a", 1)).says(Affirm(), Record("b", 2)).asks("summary")
        case "change":
            story.says(Record("a", 1)).says(Affirm(), Record("b", 2))
            return story.says(Deny()).asks("change")
        case _:
            return story.says(Unclear()).says(Unclear()).says(Unclear()).asks("human")


def test_a_moment_together_with_an_answer_keeps_the_answer() -> None:
    story = Story(BOOKING).says(Record("service", "haircut"), Wait())
    assert story.effects == (f.Say("wait"),)
    assert story.answers == {"service": "haircut"}
    story.is_silent().asks("start", manner="first")
    assert [news.step for news in story.news(e.Answered)] == ["service"]


def test_a_moment_asked_for_after_a_yes_holds_the_booking_back() -> None:
    story = Story(plan_of(step("a"))).says(Record("a", 1)).asks("summary")
    story.says(Affirm(), Wait())  # "yes - hang on"
    assert story.committed == []
    story.is_silent().asks("summary", manner="nudge").says(Affirm()).asks("summary")
    story.says(Affirm()).ends("completed", "completed")


def test_a_digression_is_told_with_the_question_that_follows() -> None:
    story = Story(BOOKING).says(Question("price")).asks("service", manner="return")
    assert [news.topic for news in story.news(e.Digressed)] == ["price"]
    story.says(Question("price", answered=True))  # by a model, in its own words
    assert story.news(e.Digressed) == []


def test_every_topic_that_was_asked_about_is_answered_once() -> None:
    story = Story(BOOKING).says(Question("price"), Question("hours"), Question("price"))
    assert [news.topic for news in story.news(e.Digressed)] == ["hours", "price"]


def test_asides_before_anything_was_asked_change_nothing_that_is_known() -> None:
    plan = plan_of(step("a", optional=True), summary=False, commits=False)
    story = Story(plan, known={"a": 1})
    story.reads_back("a")
    story = Story(booking()).says(Unclear(), Record("service", "haircut")).asks("start")


def test_a_condition_keeps_a_step_from_being_asked() -> None:
    plan = plan_of(
        step("service"),
        step("length", when=when("for_colour", "service")),
        tests={"for_colour": lambda service: service == "colour"},
    )
    Story(plan).says(Record("service", "haircut")).asks("summary")
    Story(plan).says(Record("service", "colour")).asks("length")
