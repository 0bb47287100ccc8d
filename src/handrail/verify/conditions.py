"""Conditions: whether each can be true and false, tried on real values where there are few.

The engine is explored with conditions that may turn out either way. That is only fair where they
really may: a step whose condition is never true would be unreachable, whatever the engine does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from handrail.kinds.choice import Choice
from handrail.kinds.yes_no import YesNo
from handrail.plan import ConditionPlan, Plan
from handrail.workflow import Workflow

__all__ = ["Tried", "few_values", "try_conditions"]

_TRIALS_AT_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of trying a condition."""

    step: str
    condition: str
    trials: int
    """How many combinations of values were tried; 0 where it reads what can be anything."""
    fault: str | None = None


def few_values(workflow: type[Workflow]) -> Mapping[str, Sequence[Any]]:
    """Return all values of those steps that can have but a few."""
    found: dict[str, Sequence[Any]] = {}
    for name, step in workflow.steps.items():
        kind: object = step.kind
        if isinstance(kind, YesNo):
            found[name] = (True, False)
        elif isinstance(kind, Choice) and isinstance(kind.options, tuple):
            found[name] = tuple(option.name for option in kind.options)
    return found


def try_conditions(plan: Plan, values: Mapping[str, Sequence[Any]]) -> tuple[Tried, ...]:
    """Try every condition of a plan on the values that it can meet.

    Args:
        plan: The plan.
        values: All values of the steps that can have but a few.
    """
    return tuple(_try(plan, each.name, each.when, values) for each in plan.steps if each.when)


def _try(
    plan: Plan, step: str, condition: ConditionPlan, values: Mapping[str, Sequence[Any]]
) -> Tried:
    choices: list[Sequence[Any]] = []
    for source, name in condition.reads:
        if source == "fact" or name not in values:
            return Tried(step, condition.name, 0)
        read = plan.by_name[name]
        none = (None,) if read.optional or read.when is not None else ()
        choices.append((*values[name], *none))
    met = list(product(*choices))
    if len(met) > _TRIALS_AT_MOST:
        return Tried(step, condition.name, 0)
    outcomes = set()
    for each in met:
        try:
            outcomes.add(bool(plan.tests[condition.name](*each)))
        except Exception as broken:  # noqa: BLE001 - whatever a condition does, it is told
            what = f"breaks on {_told(condition, each)} ({type(broken).__name__})"
            return Tried(step, condition.name, len(met), what)
    never = None if True in outcomes else "is true of no values, so its step is never asked"
    return Tried(step, condition.name, len(met), never)


def _told(condition: ConditionPlan, values: tuple[Any, ...]) -> str:
    names = (name for _source, name in condition.reads)
    return ", ".join(f"{name} {value!r}" for name, value in zip(names, values, strict=True))
