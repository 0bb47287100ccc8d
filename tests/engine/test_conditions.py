"""Conditions: when a step applies, and what becomes of an answer to one that does not."""

from __future__ import annotations

from handrail.engine import events as e
from handrail.engine.moves import Affirm, Decline, Deny, Record, Revisit
from handrail.engine.state import Answer
from handrail.facts import Verdict
from handrail.plan import Confirm, Plan
from tests.engine.story import Story, plan_of, step, when


def salon(**more: object) -> Plan:
    """Only a colour has a length, and only long hair a surcharge."""
    return plan_of(
        step("service"),
        step("length", when=when("coloured", "service"), **more),
        step("surcharge", when=when("long", "length")),
        step("name"),
        tests={
            "coloured": lambda service: service == "colour",
            "long": lambda length: length == "long",
        },
    )


def test_an_answer_to_a_step_whose_condition_is_open_lies_dormant() -> None:
    story = Story(salon()).says(Record("length", "long"), Record("surcharge", "fine"))
    story.asks("service")
    story.says(Record("service", "colour")).asks("name")
    story.says(Record("name", "maria")).says(Affirm())
    assert story.result == {
        "service": "colour", "length": "long", "surcharge": "fine", "name": "maria",
    }  # fmt: skip


def test_a_dormant_answer_is_outside_the_summary_and_the_result() -> None:
    story = Story(salon()).says(Record("length", "long"), Record("service", "haircut"))
    story.says(Record("name", "maria")).asks("summary")
    assert story.prompt.values == {"service": "haircut", "name": "maria"}
    story.says(Affirm()).ends("completed", "completed")
    assert story.result == {
        "service": "haircut",
        "length": None,
        "surcharge": None,
        "name": "maria",
    }
    assert story.status("length") == "heard"  # kept with its evidence, but nobody agreed to it


def test_a_chain_of_conditions_opens_step_by_step() -> None:
    story = Story(salon()).says(Record("service", "colour")).asks("length")
    story.says(Record("length", "long")).asks("surcharge")
    story.says(Record("length", "short")).asks("name")
    story.says(Record("service", "haircut")).asks("name")


def test_an_answer_wakes_when_its_condition_comes_true_again() -> None:
    story = Story(salon()).says(Record("service", "colour"), Record("length", "long"))
    story.says(Record("surcharge", "fine")).asks("name")
    story.says(Record("service", "haircut")).asks("name")
    story.says(Record("service", "colour")).asks("name")
    assert story.answers["length"] == "long"


def test_a_dormant_answer_with_a_check_waits_and_is_checked_when_it_wakes() -> None:
    story = Story(salon(checked=True)).says(Record("length", "long")).asks("service")
    assert story.checked == []
    story.says(Record("service", "colour"))
    assert [check.value for check in story.checked] == ["long"]
    story.asks("surcharge")


def test_a_dormant_answer_that_waits_for_its_check_stands_in_nobodys_way() -> None:
    plan = plan_of(
        step("service"),
        step("length", when=when("coloured", "service"), checked=True),
        step("start", "length", checked=True),
        tests={"coloured": lambda service: service == "colour"},
    )
    story = Story(plan).says(Record("length", "long"), Record("service", "haircut"))
    story.says(Record("start", "three")).asks("summary")
    story.says(Affirm()).ends("completed", "completed")
    assert [check.step for check in story.checked] == ["start"]


def test_a_condition_reads_call_facts() -> None:
    plan = plan_of(
        step("service", when=when("several", facts=["services"])),
        step("name"),
        tests={"several": lambda services: services > 1},
    )
    Story(plan, facts={"services": 1}).asks("name")
    Story(plan, facts={"services": 2}).asks("service")


def test_a_needed_step_that_does_not_apply_or_was_declined_counts_as_none() -> None:
    plan = plan_of(
        step("service", when=when("several", facts=["services"])),
        step("extra", optional=True),
        step("start", "service", "extra", checked=True),
        tests={"several": lambda services: services > 1},
    )
    story = Story(plan, facts={"services": 1})
    story.says(Record("start", "three"), Decline("extra")).asks("summary")
    assert [check.answers for check in story.checked] == [{"service": None, "extra": None}]


def test_a_condition_that_reads_a_declined_step_gets_none() -> None:
    plan = plan_of(
        step("email", optional=True),
        step("newsletter", when=when("reachable", "email")),
        step("name"),
        tests={"reachable": lambda email: email is not None},
    )
    Story(plan).says(Decline("email")).asks("name")
    Story(plan).says(Record("email", "m@x")).asks("newsletter")


def test_only_optional_steps_can_be_declined() -> None:
    story = Story(plan_of(step("a"))).says(Decline("a")).asks("a", manner="required")
    assert story.answers == {}


def test_the_only_service_there_is_is_settled_and_never_asked() -> None:
    only = Answer("haircut", "prefilled", settled=True)
    story = Story(plan_of(step("service"), step("name")), known={"service": only}).asks("name")
    story.says(Record("name", "maria")).asks("summary")
    assert story.prompt.values == {"service": "haircut", "name": "maria"}
    story.says(Affirm()).ends("completed", "completed")
    assert story.result == {"service": "haircut", "name": "maria"}


def test_a_step_that_does_not_apply_cannot_be_gone_back_to() -> None:
    story = Story(salon()).says(Record("service", "haircut"), Record("length", "long"))
    story.says(Revisit("length")).refuses("does_not_apply").asks("name")


def test_go_back_passes_over_answers_that_do_not_apply() -> None:
    story = Story(salon()).says(Record("service", "haircut"), Record("length", "long"))
    story.says(Revisit()).asks("service", manner="revisit")


def test_a_queued_revisit_to_a_step_that_no_longer_applies_is_passed_over() -> None:
    story = Story(salon()).says(Record("service", "colour"), Record("length", "long"))
    story.says(Record("surcharge", "fine"), Revisit("length"), Record("service", "haircut"))
    story.asks("name")


def test_what_a_condition_reads_may_be_cleared_and_opens_the_condition() -> None:
    plan = plan_of(
        step("service", confirm=Confirm.READ_BACK),
        step("length", when=when("coloured", "service")),
        step("start", "length", checked=True),
        tests={"coloured": lambda service: service == "colour"},
    )
    story = Story(plan).says(Record("length", "long"), Record("start", "three"))
    story.says(Record("service", "colour")).reads_back("service")
    assert [check.value for check in story.checked] == ["three"]
    story.says(Deny()).asks("service")
    story.says(Record("service", "haircut")).reads_back("service")
    # The time depends on a length that is now not needed: it was checked once more.
    assert [check.answers for check in story.checked][1:] == [
        {"service": "haircut", "length": None, "start": "three"}
    ]


def test_a_change_of_a_condition_has_dependents_checked_again() -> None:
    plan = plan_of(
        step("service"),
        step("length", when=when("coloured", "service")),
        step("start", "length", checked=True),
        tests={"coloured": lambda service: service == "colour"},
    )
    story = Story(
        plan,
        check=lambda check: (
            Verdict.no("that is too short") if check.answers["length"] == "long" else Verdict.yes()
        ),
    )
    story.says(Record("service", "haircut"), Record("length", "long"), Record("start", "three"))
    story.asks("summary").says(Record("service", "colour")).asks("start")
    assert [news.reason for news in story.news(e.Cleared)] == ["that is too short"]
