"""What a plan says of a state, worked out a second time and apart from the engine.

The proofs hold the engine to the plan; they would prove nothing if they asked the engine what the
plan means.
"""

from __future__ import annotations

from typing import Any, Final

from handrail.engine.state import State
from handrail.plan import Plan

__all__ = ["UNKNOWN", "applies", "asks_in_turn", "standings", "underlying"]

UNKNOWN: Final = "?"
"""What a step stands at while it is unanswered, or while it is open whether it applies."""


def standings(plan: Plan, state: State) -> dict[str, Any]:
    """Return what every step stands at: its value, None, or `UNKNOWN`."""
    found: dict[str, Any] = {}
    for step in plan.steps:
        applicable = _applies(plan, state, step.name, found)
        answer = state.answers.get(step.name)
        if applicable is None or (applicable and answer is None):
            found[step.name] = UNKNOWN
        else:
            found[step.name] = answer.value if applicable and answer is not None else None
    return found


def applies(plan: Plan, state: State, name: str) -> bool | None:
    """Tell whether a step applies; None while that is open."""
    return _applies(plan, state, name, standings(plan, state))


def _applies(plan: Plan, state: State, name: str, known: dict[str, Any]) -> bool | None:
    when = plan.by_name[name].when
    if when is None:
        return True
    read = [known[r] if source == "step" else state.facts.get(r) for source, r in when.reads]
    return None if UNKNOWN in read else bool(plan.tests[when.name](*read))


def underlying(plan: Plan, name: str) -> frozenset[str]:
    """Return what a step needs, directly or through others."""
    needs = plan.by_name[name].needs
    return frozenset(needs).union(*(underlying(plan, need) for need in needs))


def asks_in_turn(plan: Plan, state: State, name: str) -> bool:
    """Tell whether every step that applies before this one is answered."""
    earlier = plan.names[: plan.names.index(name)]
    return all(each in state.answers for each in earlier if applies(plan, state, each))
