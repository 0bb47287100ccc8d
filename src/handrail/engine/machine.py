"""The engine's façade: `decide` and `evolve` folded over what enters, `direct` at the end.

A host holds a plan and a state, and does three things:

    events, state = start(plan, run="...")          # or begin_turn(state), for a caller turn
    events, state = apply(plan, state, move)        # for each move of the turn, in order
    turn = conclude(plan, state, events)            # once: what is asked next, and the effects

and runs the effects, whose reports enter with `advance`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from ..plan import Plan
from . import events as e
from . import moves as m
from .decide import begin, decide, settle
from .direct import direct
from .effects import Effect
from .evolve import evolve
from .state import Answer, State

__all__ = ["Advance", "advance", "apply", "begin_turn", "conclude", "replay", "start"]


@dataclass(frozen=True, slots=True)
class Advance:
    """What came of a turn or a report: what was decided, where it led, what the host must do."""

    events: tuple[e.Event, ...]
    state: State
    effects: tuple[Effect, ...]


def replay(state: State, events: Iterable[e.Event]) -> State:
    """Return the state after the events: what a journal is for."""
    return reduce(evolve, events, state)


def start(
    plan: Plan,
    *,
    run: str,
    facts: Mapping[str, Any] | None = None,
    answers: Mapping[str, Answer] | None = None,
) -> tuple[tuple[e.Event, ...], State]:
    """Start a run, without deciding yet what is asked first.

    Args:
        plan: The workflow's plan.
        run: An id for this start of the workflow: the key under which it commits once.
        facts: Call facts by name, for the plan's conditions.
        answers: Answers known before the caller speaks: prefilled, or carried from another run.
    """
    return begin(plan, run=run, facts=facts or {}, answers=answers or {})


def begin_turn(state: State) -> tuple[tuple[e.Event, ...], State]:
    """Begin a caller turn: what the model was refused in the last one no longer counts."""
    event = e.TurnBegan()
    return (event,), evolve(state, event)


def apply(plan: Plan, state: State, said: m.Move | m.Report) -> tuple[tuple[e.Event, ...], State]:
    """Decide one move or report, without deciding yet what is asked next."""
    return decide(plan, state, said)


def conclude(plan: Plan, state: State, events: Sequence[e.Event]) -> Advance:
    """Decide what comes next, after all moves of a turn.

    Args:
        plan: The workflow's plan.
        state: The state after `events`.
        events: All events since the last conclusion.
    """
    waited = any(isinstance(event, e.Waited) for event in events)
    more, state = settle(plan, state, waited=waited)
    every = (*events, *more)
    return Advance(every, state, direct(plan, state, every))


def advance(
    plan: Plan, state: State, said: Iterable[m.Move | m.Report], *, new_turn: bool = False
) -> Advance:
    """Apply moves or reports in order, then conclude.

    A report that changes nothing, or that a prompt was heard, leaves what is asked as it stands.

    Args:
        plan: The workflow's plan.
        state: The state so far.
        said: The moves of one turn, or reports.
        new_turn: Whether this begins a caller turn.
    """
    events: tuple[e.Event, ...] = ()
    if new_turn:
        events, state = begin_turn(state)
    for one in said:
        more, state = apply(plan, state, one)
        events += more
    if all(isinstance(event, e.PromptHeard) for event in events):
        return Advance(events, state, ())
    return conclude(plan, state, events)
