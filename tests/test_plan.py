"""The plan: frozen, serialisable, and known by its fingerprint."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given

from handrail.plan import ConditionPlan, Confirm, Plan, StepPlan
from tests.engine.worlds import World, worlds

PLAN = Plan(
    "booking",
    (
        StepPlan("service", "choice"),
        StepPlan("length", "choice", when=ConditionPlan("coloured", (("step", "service"),))),
        StepPlan("start", "when", needs=("service", "length"), checked=True),
        StepPlan("phone", "phone", confirm=Confirm.READ_BACK, in_parts=True),
        StepPlan("email", "email", confirm=Confirm.SPELL, optional=True),
    ),
    tests={"coloured": lambda service: service == "colour"},
)


def changed(**fields: Any) -> Plan:
    return dataclasses.replace(PLAN, **fields)


def with_step(index: int, **fields: Any) -> Plan:
    steps = list(PLAN.steps)
    steps[index] = dataclasses.replace(steps[index], **fields)
    return changed(steps=tuple(steps))


def test_a_plan_goes_through_json_and_comes_back_equal() -> None:
    data = json.loads(json.dumps(PLAN.to_dict()))
    again = Plan.from_dict(data, PLAN.tests)
    assert again == PLAN
    assert again.fingerprint == PLAN.fingerprint
    assert again.tests == PLAN.tests


@given(world=worlds())
def test_any_plan_goes_through_json_and_comes_back_equal(world: World) -> None:
    again = Plan.from_dict(json.loads(json.dumps(world.plan.to_dict())), world.plan.tests)
    assert again == world.plan
    assert again.fingerprint == world.plan.fingerprint
    assert again.dependents == world.plan.dependents


def test_a_plan_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        PLAN.name = "other"  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        PLAN.steps[0].optional = True  # type: ignore[misc]


@pytest.mark.parametrize(
    "other",
    [
        changed(name="moving"),
        changed(summary=False),
        changed(commits=False),
        changed(escalates=False),
        changed(steps=PLAN.steps[:-1]),
        changed(steps=(PLAN.steps[0], *reversed(PLAN.steps[1:]))),
        with_step(0, name="kind"),
        with_step(0, kind="text"),
        with_step(0, confirm=Confirm.NEVER),
        with_step(0, optional=True),
        with_step(2, needs=("service",)),
        with_step(1, when=None),
        with_step(1, when=ConditionPlan("dyed", (("step", "service"),))),
        with_step(1, when=ConditionPlan("coloured", (("fact", "service"),))),
        with_step(2, checked=False),
        with_step(3, in_parts=False),
    ],
)
def test_a_fingerprint_changes_with_the_structure(other: Plan) -> None:
    assert other != PLAN
    assert other.fingerprint != PLAN.fingerprint


def test_a_fingerprint_does_not_change_with_functions() -> None:
    other = changed(tests={"coloured": bool})
    assert other == PLAN
    assert other.fingerprint == PLAN.fingerprint
    assert len(other.fingerprint) == 16


def test_a_fingerprint_is_the_same_tomorrow() -> None:
    # A journal written by an older build must know the plan again.
    assert Plan("one", (StepPlan("a", "text"),)).fingerprint == "51360228deed0498"


def test_what_needs_a_step_is_known_through_others_too() -> None:
    chain = Plan(
        "chain",
        (
            StepPlan("a", "text"),
            StepPlan("b", "text", needs=("a",)),
            StepPlan("c", "text", needs=("b",)),
            StepPlan("d", "text"),
            StepPlan("e", "text", needs=("d", "c")),
        ),
    )
    assert chain.dependents == {
        "a": ("b", "c", "e"),
        "b": ("c", "e"),
        "c": ("e",),
        "d": ("e",),
        "e": (),
    }


def test_a_hosted_step_changes_the_fingerprint_and_comes_back_from_its_data() -> None:
    plan = Plan("one", (StepPlan("a", "task", hosted=True),))
    assert Plan.from_dict(plan.to_dict()) == plan
    assert plan.fingerprint != Plan("one", (StepPlan("a", "task"),)).fingerprint
