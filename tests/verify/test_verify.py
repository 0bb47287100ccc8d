"""What is proved of small plans; and faults put into the engine, each found by a shortest way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from handrail import YesNo
from handrail.engine import events as e
from handrail.engine import machine
from handrail.engine import moves as m
from handrail.engine.decide import agreeing, faltering, recording
from handrail.engine.decide import decide as real_decide
from handrail.engine.state import State
from handrail.plan import Confirm, Plan
from handrail.step import Step, condition
from handrail.verify import Fault, Verification, verify
from handrail.verify.conditions import few_values, try_conditions
from handrail.verify.driving import Scope, happenings, starts
from handrail.verify.exploring import Exploration
from handrail.verify.proofs import prove
from handrail.workflow import Workflow
from tests.engine.story import plan_of, step, when

ONE = plan_of(step("name", confirm=Confirm.READ_BACK))
TWO = plan_of(step("service"), step("start", "service", checked=True))
CONDITIONAL = plan_of(
    step("pet"), step("breed", when=when("has_pet", "pet")), tests={"has_pet": bool}
)


def found_in(plan: Plan, claim: str, scope: Scope = Scope()) -> Fault:  # noqa: B008 - frozen
    """Explore a plan of one or two steps up to its first fault, which must be of this claim."""
    explored = Exploration(plan, quiet=not scope.talk)
    explored.run(
        starts(plan, scope), lambda plan, state: happenings(plan, state, scope), to_a_fault=True
    )
    if not explored.faults:
        prove(explored, plan.names)
    faults = [fault for fault in explored.faults.values() if claim in fault.claim]
    assert faults, list(explored.faults)
    return faults[0]


def fault_of(found: Verification, claim: str) -> Fault:
    """Return the fault of the claim that has these words in it."""
    faults = [fault for fault in found.faults if claim in fault.claim]
    assert faults, [fault.claim for fault in found.faults]
    return faults[0]


@pytest.mark.soak
@pytest.mark.parametrize("plan", [ONE, CONDITIONAL], ids=["read back", "conditional"])
def test_a_sound_plan_is_proved(plan: Plan) -> None:
    found = verify(plan)
    assert found.faults == ()
    assert found.proved
    assert found.bound > 0


def test_an_engine_that_confirms_what_was_not_heard_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def confirm_all(draft: Any, _move: m.Affirm) -> None:
        for name in draft.state.answers:
            draft.add(e.Confirmed(name))

    _plant(monkeypatch, m.Affirm, confirm_all)
    fault = found_in(ONE, "without having been heard", Scope(hearing=True))
    assert fault.trace == ("the caller: Affirm (cutting in at once)",)


def test_an_engine_that_forgets_to_check_a_dependent_again_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("handrail.engine.decide.check_dependents", lambda _draft, _before: None)
    fault = found_in(TWO, "what `needs` says")
    assert "is not checked again" in fault.what
    assert fault.trace == ("the host: Checked start ok", "the caller: Record service B")


def test_an_engine_that_clears_what_nothing_needs_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def decide(plan: Plan, state: State, said: Any) -> Any:
        events, after = real_decide(plan, state, said)
        if isinstance(said, m.Record) and said.step == "a" and "b" in after.answers:
            answers = {name: each for name, each in after.answers.items() if name != "b"}
            after = replace(after, answers=answers)
        return events, after

    monkeypatch.setattr(machine, "decide", decide)
    plan = plan_of(step("a"), step("b"))
    fault = found_in(plan, "what `needs` says")
    assert fault.what == "the answer to b is gone, and nothing says why"
    assert fault.trace == ("the caller: Record a A",)


def test_an_engine_that_asks_for_ever_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faltering, "REASKS_BEFORE_A_PERSON", 10**6)
    monkeypatch.setattr(faltering, "REASKS_AT_MOST", 10**6)
    fault = found_in(ONE, "a call without answers ends", Scope(bounds=True))
    assert fault.what == "name is asked once more"
    assert len(fault.trace) == 1


def test_an_engine_that_listens_for_ever_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts that are said in turn are what a caller can go on with for ever."""
    from handrail.engine import evolve

    def prompted(state: State, event: e.Prompted) -> Any:
        return {**evolve._prompted(state, event), "listened": 0}

    monkeypatch.setitem(evolve._CHANGES, e.Prompted, prompted)
    plan = plan_of(step("phone", in_parts=True))
    fault = found_in(plan, "a call without answers ends", Scope(parts=True))
    assert fault.what == "it can go round for ever, uncounted, by the last 2"
    assert fault.trace[-2:] == (
        "the caller: Record phone another part",
        "the caller: Record phone part",
    )


def test_an_engine_that_goes_round_without_the_caller_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def check_again(draft: Any, report: m.Checked) -> None:
        draft.add(e.Heard(report.step, replace(draft.state.candidates[report.step], revision=None)))

    _plant_report(monkeypatch, m.Checked, check_again)
    plan = plan_of(step("start", checked=True))
    assert "by themselves" in found_in(plan, "goes round without the caller").what
    assert "nothing leads to completion" in found_in(plan, "can reach completion").what


def test_an_engine_that_takes_a_yes_for_the_whole_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(agreeing, "_all_agreed", lambda _draft: True)
    fault = found_in(plan_of(step("a"), step("b")), "a yes to a summary", Scope(hearing=True))
    assert fault.trace


def test_an_engine_that_keeps_its_caller_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    _plant(monkeypatch, m.Abandon, faltering.repeat)
    fault = found_in(ONE, "can be left")
    assert fault.trace == ("the caller: Abandon",)


def test_an_engine_that_forgets_what_was_interrupted_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def forget(draft: Any, name: str) -> None:
        draft.add(e.RevisitSettled(name))
        draft.add(e.HumanOffered())

    monkeypatch.setattr(recording, "leave", forget)
    fault = found_in(plan_of(step("one"), step("other")), "the other resumes")
    assert "does not resume" in fault.what


def test_a_step_whose_condition_is_never_true_is_found() -> None:
    def impossible(pet: bool) -> bool:
        return pet is None

    class Visit(Workflow):
        pet = Step(YesNo(), ask="Have you got a pet?")
        breed = Step(YesNo(), ask="Is it a dog?", when=condition(pet)(impossible))

    (tried,) = try_conditions(Visit.plan, few_values(Visit))
    assert (tried.trials, tried.fault) == (2, "is true of no values, so its step is never asked")


@pytest.mark.soak
def test_a_condition_that_breaks_is_a_fault_of_the_workflow() -> None:
    plan = plan_of(
        step("pet"), step("breed", when=when("odd", "pet")), tests={"odd": lambda pet: pet > 1}
    )
    found = verify(plan, values={"pet": ("dog",)})
    assert "breaks on pet 'dog' (TypeError)" in fault_of(found, "every step is reached").what


def _plant(
    monkeypatch: pytest.MonkeyPatch, move: type[m.Move], rule: Callable[[Any, Any], None]
) -> None:
    from handrail.engine import decide

    monkeypatch.setitem(decide._MOVES, move, rule)


def _plant_report(
    monkeypatch: pytest.MonkeyPatch, report: type[m.Report], rule: Callable[[Any, Any], None]
) -> None:
    from handrail.engine import decide

    monkeypatch.setitem(decide._REPORTS, report, rule)
