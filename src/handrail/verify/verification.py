"""Verification: a plan explored in its parts and as a whole, and what that proves."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from handrail.plan import Plan
from handrail.workflow import Workflow

from .conditions import Tried, few_values, try_conditions
from .driving import Scope, happenings, starts
from .exploring import Exploration, Fault
from .proofs import CLAIMS, RETURNS, free_turns, prove
from .rules import PROMPTS_IN_A_ROW, RULES
from .slices import Slice, slices
from .whole import explore_calls

__all__ = ["Extent", "Memory", "Verification", "verify"]

Memory: TypeAlias = dict[tuple[Plan, Scope], Exploration]

_LIMIT = 60_000
"""After how many transitions the whole plan is not explored further off the straight way."""

_ALONE: Mapping[str, Scope] = {
    "what models propose, and counters at their bounds": Scope(
        models=True, hearing=True, bounds=True, known=True, troubles=True
    ),
    "values in parts, and several at once": Scope(parts=True, known=True, troubles=True),
    "words during a check": Scope(talk=True, troubles=True),
}
_TOGETHER = Scope()


@dataclass(frozen=True, slots=True)
class Extent:
    """How much was explored in one way."""

    what: str
    parts: int
    states: int
    transitions: int


@dataclass(frozen=True)
class Verification:
    """What was explored of a plan, and what it proves."""

    plan: Plan
    extents: tuple[Extent, ...]
    claims: tuple[str, ...]
    faults: tuple[Fault, ...]
    """At most one for each claim: the one with the shortest way to it."""
    conditions: tuple[Tried, ...]
    off_the_way: int | None
    """How many turns off the straight way the exploration of the whole plan covers; None if all."""
    bound: int
    """After how many turns without an answer every call is over."""
    seconds: float = field(compare=False)

    @property
    def proved(self) -> bool:
        """Whether no fault was found."""
        return not self.faults


def verify(
    subject: type[Workflow] | Plan,
    *,
    values: Mapping[str, Sequence[Any]] | None = None,
    memory: Memory | None = None,
    progress: Callable[[str], None] = lambda _what: None,
) -> Verification:
    """Explore a workflow and prove what holds of all its calls.

    Args:
        subject: The workflow, or its plan.
        values: All values of those steps that can have but a few; conditions are tried on them. By
            default a workflow's choices and yes-or-no steps.
        memory: What was explored for other workflows: they may have parts in common.
        progress: Is told what is explored next.
    """
    began = time.perf_counter()
    memory = {} if memory is None else memory
    plan = subject if isinstance(subject, Plan) else subject.plan
    if values is None:
        values = {} if isinstance(subject, Plan) else few_values(subject)
    conditions = try_conditions(plan, values)
    faults = [_of(tried) for tried in conditions if tried.fault is not None]
    extents: list[Extent] = []
    free = 0
    parts = list(slices(plan))
    for title, scope, chosen in (
        *((f"each step alone: {what}", scope, 1) for what, scope in _ALONE.items()),
        ("every two steps", _TOGETHER, 2),
    ):
        here = [part for part in parts if len(part.plan.steps) == chosen]
        explored = []
        for part in here:
            progress(f"{title}: {part.title}")
            explored.append(_explored(part.plan, scope, memory))
            free = max(free, free_turns(explored[-1]))
            faults += (_named(fault, part) for fault in explored[-1].faults.values())
        if here:
            extents.append(_extent(title, sum(len(p.stands_for) for p in here), explored))
    progress("the whole plan")
    whole, off_the_way = explore_calls(plan, limit=_LIMIT)
    prove(whole, plan.names)
    free = max(free, free_turns(whole))
    faults += whole.faults.values()
    extents.append(_extent("the whole plan", 1, [whole]))
    return Verification(
        plan,
        tuple(extents),
        (*CLAIMS, *RULES),
        _shortest(faults),
        conditions,
        off_the_way,
        _bound(plan, free),
        time.perf_counter() - began,
    )


def _explored(plan: Plan, scope: Scope, memory: Memory) -> Exploration:
    if (plan, scope) in memory:
        return memory[plan, scope]
    explored = memory[plan, scope] = Exploration(plan, quiet=not scope.talk)
    explored.run(starts(plan, scope), lambda plan, state: happenings(plan, state, scope))
    prove(explored, plan.names)
    return explored


def _extent(what: str, parts: int, explored: Sequence[Exploration]) -> Extent:
    states = sum(len(each.states) for each in explored)
    return Extent(what, parts, states, sum(len(each.edges) for each in explored))


def _of(tried: Tried) -> Fault:
    return Fault(RETURNS, f"the condition {tried.condition} of {tried.step} {tried.fault}", ())


def _named(fault: Fault, part: Slice) -> Fault:
    """Tell which steps the letters of a slice stand for."""
    names = part.stands_for[0]
    which = ", ".join(f"{letter} is {name}" for letter, name in zip("ab", names, strict=False))
    return Fault(fault.claim, f"{fault.what} ({which})", fault.trace)


def _shortest(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    found: dict[str, Fault] = {}
    for fault in sorted(faults, key=lambda each: len(each.trace)):
        found.setdefault(fault.claim, fault)
    return tuple(found.values())


def _bound(plan: Plan, free: int) -> int:
    """Bound the turns of a call in which no step is answered any more.

    Each turn either is counted, ends something that can end but once for each step (a value is
    cleared, confirmed), or is free. Counters start anew when a person is offered and when the
    offer is turned down, both of which happen but once.
    """
    abouts = len(plan.steps) + 1
    counted = 3 * (2 * PROMPTS_IN_A_ROW * abouts + 1) + 2 * len(plan.steps)
    return (counted + 1) * (free + 1)
