"""Coverage: which of the transitions that a plan allows were seen in real calls.

A transition is told as a caller's turn is seen from outside: what was asked, what the caller did,
and what was asked next. Of a plan these are all that its exploration knows.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TypeAlias

from handrail.engine import moves as m
from handrail.engine.state import State
from handrail.plan import Plan

from .exploring import Exploration
from .whole import explore_calls

__all__ = ["Asked", "Turn", "turns_of"]

Asked: TypeAlias = tuple[str, str | None]
"""The act and the step of a prompt; ("closed", None) after the end."""
Turn: TypeAlias = tuple[Asked, str, str | None, Asked]
"""What was asked, the move and its step, and what was asked next."""


def turns_of(plan: Plan, *, limit: int = 0) -> frozenset[Turn]:
    """Return the turns of one move that are possible from the straight way.

    Args:
        plan: The plan.
        limit: After how many transitions no further round off the straight way is begun.
    """
    explored, _rounds = explore_calls(plan, limit=limit)
    settled = _settled(explored)
    found: set[Turn] = set()
    for edge in explored.edges:
        before = _asked(explored.states[edge.source])
        if not edge.what.turn or len(edge.what.said) > 1 or before is None:
            continue
        move = edge.what.said[0]
        if isinstance(move, m.Move):
            step = getattr(move, "step", None)
            found |= {(before, type(move).__name__, step, after) for after in settled[edge.target]}
    return frozenset(found)


def _settled(explored: Exploration) -> defaultdict[int, set[Asked]]:
    """Return, for each state, what is asked when the host has reported all it was asked for."""
    reports: defaultdict[int, list[int]] = defaultdict(list)
    for edge in explored.edges:
        if not edge.what.turn:
            reports[edge.source].append(edge.target)
    found: defaultdict[int, set[Asked]] = defaultdict(set)
    for number in range(len(explored.states)):
        waiting, seen = [number], {number}
        while waiting:
            state = explored.states[at := waiting.pop()]
            asked = _asked(state)
            if asked is not None:
                found[number].add(asked)
                continue
            more = set(reports[at]) - seen
            seen |= more
            waiting += more
    return found


def _asked(state: State) -> Asked | None:
    """Return what is asked in a state; None while the host is at work."""
    if state.phase == "closed":
        return "closed", None
    if state.phase == "committing" or any(
        c.revision is not None for c in state.candidates.values()
    ):
        return None
    return None if state.prompt is None else (state.prompt.act, state.prompt.step)
