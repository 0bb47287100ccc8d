"""Dependencies: what a change of one answer does to those that need it."""

from __future__ import annotations

from handrail.engine import effects as f
from handrail.engine import events as e
from handrail.engine.moves import Affirm, Checked, Choose, Decline, Deny, Record, Revisit
from handrail.engine.state import Answer
from handrail.facts import Verdict
from handrail.plan import Confirm
from tests.engine.story import BOOKING, Story, plan_of, step

CHAIN = plan_of(
    step("a"), step("b", "a"), step("c", "b", checked=True), step("d", "c", checked=True), step("e")
)


def closing_time(check: f.Check) -> Verdict:
    """A colour does not fit in after four."""
    late = check.answers.get("service") == "colour" and check.value in {"five", "six"}
    return Verdict.no("it won't fit before we close", "four", "ten") if late else Verdict.yes()


def at(time: str) -> Story:
    story = Story(BOOKING, check=closing_time)
    return story.says(Record("service", "haircut"), Record("start", time)).asks("phone")


def test_an_answer_that_still_passes_is_kept_and_nobody_is_told() -> None:
    story = at("two").says(Record("service", "colour")).asks("phone")
    assert story.answers["start"] == "two"
    assert [check.answers["service"] for check in story.checked] == ["haircut", "colour"]
    assert story.news(e.Cleared) == []


def test_an_answer_that_fails_is_cleared_with_the_reason_and_alternatives() -> None:
    story = at("five").says(Record("service", "colour")).offers("start", "four", "ten")
    assert [(news.value, news.reason) for news in story.news(e.Cleared)] == [
        ("five", "it won't fit before we close")
    ]
    story.says(Choose(1)).asks("phone")
    assert story.answers == {"service": "colour", "start": "four"}


def test_an_answer_that_fails_without_alternatives_is_asked_again() -> None:
    story = Story(
        BOOKING,
        check=lambda check: (
            Verdict.no("closed") if check.answers["service"] == "colour" else Verdict.yes()
        ),
    )
    story.says(Record("service", "haircut"), Record("start", "three"))
    story.says(Record("service", "colour")).asks("start")
    assert [news.cause for news in story.news(e.Cleared)] == ["stale"]


def test_the_same_value_again_changes_nothing() -> None:
    story = at("two")
    checks, revision = len(story.checked), story.state.revision
    story.says(Record("service", "haircut"))
    changes = (e.TurnBegan, e.Prompted, e.PromptHeard)
    assert [event for event in story.new if not isinstance(event, changes)] == []
    assert len(story.checked) == checks
    assert story.state.revision > revision
    story.asks("phone")


def test_a_change_reaches_through_steps_that_are_not_checked() -> None:
    story = Story(CHAIN).says(*(Record(name, 1) for name in "abcd")).asks("e")
    assert [check.step for check in story.checked] == ["c", "d"]
    story.says(Record("a", 2)).asks("e")
    assert [check.step for check in story.checked] == ["c", "d", "c", "d"]


def test_what_depends_on_a_cleared_answer_waits_for_its_successor() -> None:
    story = Story(
        CHAIN,
        check=lambda check: Verdict.no("no") if check.answers["a"] == 2 and check.value == 1
        and check.step == "c" else Verdict.yes(),
    )  # fmt: skip
    story.says(*(Record(name, 1) for name in "abcd")).says(Record("a", 2)).asks("c")
    assert [check.step for check in story.checked] == ["c", "d", "c"]
    story.says(Record("c", 3)).asks("e")
    assert [check.step for check in story.checked] == ["c", "d", "c", "c", "d"]
    assert story.answers == {"a": 2, "b": 1, "c": 3, "d": 1}


def test_a_time_said_before_the_service_is_checked_once_the_service_is_known() -> None:
    story = Story(BOOKING, check=closing_time).says(Record("start", "five")).asks("service")
    assert story.checked == []
    story.says(Record("service", "colour")).offers("start", "four", "ten")


def test_a_waiting_time_can_be_changed_before_it_is_checked() -> None:
    story = Story(BOOKING, check=closing_time).says(Record("start", "five")).asks("service")
    story.says(Revisit("start")).asks("start").says(Record("start", "two")).asks("service")
    story.says(Record("service", "colour")).asks("phone")
    assert [check.value for check in story.checked] == ["two"]


def test_a_new_value_for_a_revisited_step_may_wait_without_being_asked_again() -> None:
    plan = plan_of(step("a", confirm=Confirm.READ_BACK), step("b", "a", checked=True), step("c"))
    story = Story(plan).says(Record("a", 1), Record("b", 1)).reads_back("a")
    story.says(Deny(), Revisit("b"), Record("b", 2)).asks("a")
    story.says(Record("a", 3)).reads_back("a")
    assert story.answers == {"a": 3, "b": 2}


def test_a_change_of_the_need_and_of_the_answer_in_one_turn() -> None:
    story = at("five").says(Record("start", "two"), Record("service", "colour")).asks("phone")
    assert story.answers == {"service": "colour", "start": "two"}


def test_a_failed_new_value_leaves_the_old_one_which_is_then_checked_again() -> None:
    """Five is agreed on; then "make it six, and a colour": five is not safe either."""
    story = at("five").says(Record("start", "six"), Record("service", "colour"))
    story.offers("start", "four", "ten")
    story.says(Deny()).offers("start", "four", "ten")  # now of the old value, which fails too
    assert [news.value for news in story.news(e.Cleared)] == ["five"]
    assert "start" not in story.answers


def test_a_failed_new_value_leaves_the_old_one_if_that_still_passes() -> None:
    story = at("two").says(Record("start", "six"), Record("service", "colour"))
    story.offers("start", "four", "ten").says(Deny()).asks("start", manner="other")
    story.says(Deny()).asks("phone")
    assert story.answers == {"service": "colour", "start": "two"}
    assert story.checked[-1].value == "two"


def test_an_offer_is_looked_up_again_when_what_it_rests_on_changes() -> None:
    story = Story(
        BOOKING,
        check=lambda check: (
            Verdict.choose("nine", "ten")
            if check.answers["service"] == "haircut"
            else Verdict.choose("eleven")
        ),
    )
    story.says(Record("service", "haircut"), Record("start", partial="morning"))
    story.offers("start", "nine", "ten").says(Record("service", "colour"))
    story.offers("start", "eleven")


def test_a_check_on_its_way_is_made_anew_when_what_it_rests_on_changes() -> None:
    story = Story(BOOKING, check=closing_time).says(Record("service", "haircut"))
    story.slow = True
    story.says(Record("start", "five"))
    story.says(Record("service", "colour"))
    first, second = story.checked
    assert (first.answers["service"], second.answers["service"]) == ("haircut", "colour")
    story.host_answers().offers("start", "four", "ten")
    assert "start" not in story.answers


def test_a_second_change_while_the_first_is_checked_again() -> None:
    story = at("five")
    story.slow = True
    story.says(Record("service", "colour")).says(Record("service", "haircut"))
    assert [check.answers["service"] for check in story.checked] == ["haircut", "colour", "haircut"]
    story.host_answers().asks("phone")
    assert story.answers["start"] == "five"


def test_the_same_time_said_again_does_not_stop_its_check() -> None:
    story = at("five")
    story.slow = True
    story.says(Record("service", "colour")).says(Record("start", "five"))
    story.host_answers().offers("start", "four", "ten")


def test_the_same_time_while_it_is_being_checked_is_checked_once() -> None:
    story = Story(BOOKING).says(Record("service", "haircut"))
    story.slow = True
    story.says(Record("start", "three")).says(Record("start", "three"))
    assert len(story.checked) == 1
    story.host_answers().asks("phone")


def test_an_old_value_said_again_ends_the_change_that_was_under_way() -> None:
    story = at("two")
    story.slow = True
    story.says(Record("start", "four")).says(Record("start", "two")).asks("phone")
    story.host_answers().asks("phone")
    assert story.answers["start"] == "two"


def test_an_outdated_value_said_with_room_is_taken_as_checked() -> None:
    story = Story(BOOKING)
    story.says(Record("service", "haircut"), Record("start", "three"))
    story.says(Record("service", "colour"), Record("start", "three", "around three")).asks("phone")
    assert story.answers == {"service": "colour", "start": "three"}
    assert [(check.value, check.partial) for check in story.checked[1:]] == [
        ("three", "around three")
    ]


def test_a_value_said_again_with_room_that_still_passes_is_left_as_it_was() -> None:
    story = at("three").says(Record("start", "three", "around three")).asks("phone")
    assert [news.step for news in story.news(e.Answered)] == []
    assert len(story.checked) == 2


def test_a_declined_answer_is_not_checked_again() -> None:
    plan = plan_of(step("a"), step("b", "a", optional=True, checked=True), step("c"))
    story = Story(plan).says(Record("a", 1), Decline("b")).says(Record("a", 2)).asks("c")
    assert story.checked == []


def test_a_carried_answer_is_checked_for_the_new_run() -> None:
    story = Story(BOOKING, known={"service": "haircut", "start": Answer("three", "heard")})
    assert [(check.value, check.answers["service"]) for check in story.checked] == [
        ("three", "haircut")
    ]
    story.reads_back("service").says(Affirm()).asks("phone")


def test_a_carried_answer_that_no_longer_holds_is_dropped_with_the_reason() -> None:
    story = Story(
        plan_of(step("start", checked=True)),
        known={"start": Answer("three", "confirmed")},
        check=lambda check: Verdict.no("three is taken") if check.value == "three"
        else Verdict.yes(),
    )  # fmt: skip
    story.asks("start")
    assert [news.reason for news in story.news(e.Cleared)] == ["three is taken"]


def test_a_late_report_on_a_value_that_was_replaced_is_ignored() -> None:
    story = Story(BOOKING).says(Record("service", "haircut"))
    story.slow = True
    story.says(Record("start", "three")).says(Record("start", "four"))
    first, second = story.checked
    story.reports(Checked(first.revision, "start", ok=True))
    assert story.new == ()
    assert "start" not in story.answers
    story.reports(Checked(second.revision, "start", ok=True)).asks("phone")
    assert story.answers["start"] == "four"
    story.reports(Checked(second.revision, "start", ok=False))
    assert story.new == ()


def test_what_was_refused_is_remembered_until_the_step_is_answered() -> None:
    """Five will not fit; then "at four" needs no day."""
    story = at("five").says(Record("service", "colour"))
    assert story.state.refused["start"].value == "five"
    story.says(Record("start", "six"))
    assert story.state.refused["start"].value == "six"
    story.says(Record("start", "four")).asks("phone")
    assert story.state.refused == {}
