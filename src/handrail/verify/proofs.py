"""What is proved of an explored plan as a whole: of its graph, and of the ways through it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handrail import engine
from handrail.engine import moves as m
from handrail.engine.state import State
from handrail.plan import Plan

from .abstraction import FIRST, SECOND
from .driving import Happening, heard_fully
from .exploring import Edge, Exploration
from .graphs import components, leading_to, longest, round_trip
from .oracle import applies
from .rules import ENDS

__all__ = ["CLAIMS", "free_turns", "prove"]

COMPLETES = "every state can reach completion"
TURNS = "nothing goes round without the caller: every circle has a caller's turn in it"
RETURNS = "every step is reached, can be gone back to from every other, and the other resumes"

CLAIMS = (COMPLETES, TURNS, RETURNS)


def prove(explored: Exploration, asked: Sequence[str]) -> None:
    """Note the faults of an explored graph.

    Args:
        explored: A plan that is explored to the end.
        asked: The steps that must be asked somewhere in it.
    """
    _completes(explored)
    _takes_turns(explored)
    _reaches(explored, asked)
    _comes_back(explored)
    free_turns(explored)


def _completes(explored: Exploration) -> None:
    ends = [n for n, state in enumerate(explored.states) if state.outcome == "completed"]
    can = leading_to(ends, explored.edges)
    for number, state in enumerate(explored.states):
        if state.phase != "closed" and number not in can:
            explored.blame(COMPLETES, "nothing leads to completion from here", number)
            return


def _takes_turns(explored: Exploration) -> None:
    reports = [edge for edge in explored.edges if not (edge.what.turn or _silence(edge))]
    parts = components(reports)
    for edge in reports:
        if parts[edge.source] == parts[edge.target]:
            what = "the host and the engine go round by themselves"
            _blame_circle(explored, TURNS, what, edge, reports)
            return


def _silence(edge: Edge) -> bool:
    return isinstance(edge.what.said[0], m.Silence)


def _blame_circle(
    explored: Exploration, claim: str, what: str, edge: Edge, edges: Sequence[Edge]
) -> None:
    circle = [each.what for each in round_trip(edge, edges)]
    explored.blame(claim, f"{what}, by the last {len(circle)}", edge.source, *circle)


def free_turns(explored: Exploration) -> int:
    """Return how many turns in a row may bring no answer without being counted.

    A circle of such turns is a fault: then a call could go on for ever.
    """
    edges = [edge for edge in explored.edges if edge.free and not _silence(edge)]
    parts = components(edges)
    for edge in edges:
        if edge.what.turn and parts[edge.source] == parts[edge.target]:
            _blame_circle(explored, ENDS, "it can go round for ever, uncounted", edge, edges)
            return 0
    return longest(edges, parts)


def _reaches(explored: Exploration, asked: Sequence[str]) -> None:
    prompts = {state.prompt.step for state in explored.states if state.prompt is not None}
    for name in asked:
        if name not in prompts:
            explored.blame(RETURNS, f"{name} is never asked", 0)


def _comes_back(explored: Exploration) -> None:
    plan = explored.plan
    for number, state in enumerate(explored.states):
        for name in _others(plan, state):
            there = Happening((m.Revisit(name),), turn=True, played=heard_fully())
            gone = _turn(plan, state, there)
            if gone.prompt is None or gone.prompt.step != name:
                explored.blame(RETURNS, f"{name} is not asked about", number, there)
                continue
            answer = state.answers[name]
            by: m.Source = "task" if plan.by_name[name].hosted else "reader"
            same = m.Record(name, answer.value, by=by)
            leave = Happening((same,), turn=True, played=heard_fully())
            back = _turn(plan, gone, leave)
            if lost := _lost(state, back, name):
                explored.blame(RETURNS, lost, number, there, leave)


def _others(plan: Plan, state: State) -> Iterator[str]:
    """Give the steps that hold a value and can be gone back to from the one that is asked."""
    prompt = state.prompt
    if state.phase != "open" or prompt is None or state.human or state.candidates:
        return
    if prompt.act in {"change", "human"} or state.revisits:
        return  # what was to be gone back to before comes first
    for name, answer in state.answers.items():
        open_to_change = answer.value in {FIRST, SECOND} and not answer.settled
        if not open_to_change or name == prompt.step or name in state.outdated:
            continue
        if applies(plan, state, name):
            yield name


def _turn(plan: Plan, state: State, what: Happening) -> State:
    heard = engine.advance(plan, state, [heard_fully()]).state
    return engine.advance(plan, heard, what.said, new_turn=True).state


def _lost(before: State, after: State, name: str) -> str | None:
    old, new = before.prompt, after.prompt
    if old is None:
        return None
    if after.answers.get(name) is None or after.answers[name].value != before.answers[name].value:
        return f"{name} was left as it is and is not as it was"
    step = old.step
    if step is not None and old.act != "read_back":
        held = (before.partials.get(step), before.offer_of(step))
        holds = (after.partials.get(step), after.offer_of(step))
        if [each and getattr(each, "options", each) for each in held] != [
            each and getattr(each, "options", each) for each in holds
        ]:
            return f"what was under way for {step} is lost"
    if old.act == "read_back":
        return None  # talked past: the value stays as it is, and the summary names it
    if new is not None and (new.act, new.step) == ("read_back", name):
        return None  # nobody has said yes to it yet, so that comes first
    if new is None or (new.act, new.step) != (old.act, old.step):
        return f"{step or old.act} does not resume"
    return None
