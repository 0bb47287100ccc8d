"""The whole plan: every call in which caller and host leave the straight way but a few times.

On the straight way everything is heard, every question is answered, every check passes, every yes
is given: a cooperative call, with either value where a condition reads the step. A turn or a report
off that way may be anything at all; the straight way goes on from wherever it leads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from handrail import engine
from handrail.engine import moves as m
from handrail.engine.state import State
from handrail.plan import Plan

from .abstraction import FIRST, SECOND
from .driving import Happening, Scope, happenings, heard_fully
from .exploring import Exploration
from .oracle import applies

__all__ = ["explore_calls", "straight_on"]


def explore_calls(plan: Plan, *, limit: int) -> tuple[Exploration, int | None]:
    """Explore the calls of a plan, with ever more turns off the straight way.

    Args:
        plan: The plan; its conditions are replaced by ones that may turn out either way.
        limit: After how many transitions no further round is begun.

    Returns:
        What was explored, and how many turns off the straight way it covers, at least one; None
        when it covers all calls there are.
    """
    plan = _open(plan)
    explored = Exploration(plan)
    new = explored.begin(_starts(plan))
    new += _go_straight(explored, new)
    rounds, expected = 0, 0
    while new and (not rounds or len(explored.edges) + expected <= limit):
        before = len(explored.edges)
        found: list[int] = []
        for number in new:
            if explored.states[number].phase != "closed":
                found += explored.expand(number, happenings(plan, explored.states[number], Scope()))
        each = (len(explored.edges) - before) // len(new)
        found += _go_straight(explored, found)
        new, expected, rounds = found, each * len(found), rounds + 1
    return explored, rounds if new else None


def _go_straight(explored: Exploration, numbers: list[int]) -> list[int]:
    waiting, found = list(numbers), []
    while waiting:
        number = waiting.pop(0)
        more = explored.expand(number, straight_on(explored.plan, explored.states[number]))
        found += more
        waiting += more
    return found


def straight_on(plan: Plan, state: State) -> Iterator[Happening]:
    """Give what brings a call to its end: the reports hoped for, and the answers asked for."""
    if state.phase == "committing":
        yield Happening((m.Committed(0),))
        return
    waiting = [name for name, each in state.candidates.items() if each.revision is not None]
    if waiting:
        yield Happening((m.Checked(0, waiting[0], ok=True),))
        return
    for said in _answers(plan, state):
        yield Happening((said,), turn=True, played=heard_fully())


def _answers(plan: Plan, state: State) -> Iterator[m.Move]:
    prompt = state.prompt
    if state.phase != "open" or prompt is None:
        return
    if prompt.act in {"read_back", "summary"}:
        yield m.Affirm()
    elif prompt.act == "offer":
        yield m.Choose(1)
    elif prompt.act == "human":
        yield m.Deny()
    else:
        name = prompt.step or next(n for n in plan.names if applies(plan, state, n))
        held = state.answers.get(name)
        by: m.Source = "task" if plan.by_name[name].hosted else "reader"
        read = any(step.when and ("step", name) in step.when.reads for step in plan.steps)
        for value in (FIRST, SECOND):
            if held is None or held.value != value:
                yield m.Record(name, value, by=by)
                if not read:
                    return


def _open(plan: Plan) -> Plan:
    """Replace the conditions' tests: each change of one thing that is read turns the outcome."""
    tests: dict[str, Callable[..., bool]] = {
        step.when.name: _odd for step in plan.steps if step.when is not None
    }
    return replace(plan, tests=tests)


def _odd(*values: Any) -> bool:
    return len([value for value in values if value == FIRST]) % 2 == 1


def _starts(plan: Plan) -> Iterator[State]:
    """Give the starts of runs: without facts, and with each fact that a condition reads."""
    names = {
        name
        for step in plan.steps
        for source, name in (step.when.reads if step.when else ())
        if source == "fact"
    }
    for fact in (None, *sorted(names)):
        facts = {} if fact is None else {fact: FIRST}
        events, state = engine.start(plan, run="run", facts=facts)
        yield engine.conclude(plan, state, events).state
