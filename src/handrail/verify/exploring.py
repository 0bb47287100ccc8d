"""Exploring: every state a run can be in, and what leads from one to the next.

Breadth first, so that the way to any state is a shortest one. States are the engine's own; two that
no rule can tell apart are one (see `abstraction`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from handrail import engine
from handrail.engine import events as e
from handrail.engine import moves as m
from handrail.engine.state import State
from handrail.plan import Plan

from .abstraction import abstracted, key_of
from .driving import Happening
from .rules import RULES, Transition, hearing_fault

__all__ = ["Edge", "Exploration", "Fault", "Possible"]

Possible: TypeAlias = Callable[[Plan, State], Iterable[Happening]]
"""What may happen in a state."""

_HEARD = "nothing is confirmed without a yes to it, and without having been heard"


@dataclass(frozen=True, slots=True)
class Fault:
    """A property that does not hold, and the shortest way found to see it."""

    claim: str
    what: str
    trace: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """Something that happens in one state and leads to another, by their numbers."""

    source: int
    target: int
    what: Happening
    free: bool
    """Whether it brings no answer, and no counter of the engine counts it."""


@dataclass
class Exploration:
    """The states of a plan, numbered as they were found, and the edges between them."""

    plan: Plan
    quiet: bool = True
    """Whether nobody speaks while a check is under way."""
    states: list[State] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    faults: dict[str, Fault] = field(default_factory=dict)
    """The first fault of each claim: breadth first makes it a shortest one."""
    _numbers: dict[Hashable, int] = field(default_factory=dict)
    _ways: list[tuple[int, Happening] | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        read = {r for step in self.plan.steps if step.when for _, r in step.when.reads}
        self._symmetric = tuple(name for name in self.plan.names if name not in read)

    def run(self, starts: Iterable[State], possible: Possible, *, to_a_fault: bool = False) -> None:
        """Explore all there is from these states on.

        Args:
            starts: Where runs begin.
            possible: What may happen in a state.
            to_a_fault: Whether to stop where a rule is broken.
        """
        waiting = deque(self.begin(starts))
        while waiting and not (to_a_fault and self.faults):
            source = waiting.popleft()
            waiting.extend(self.expand(source, possible(self.plan, self.states[source])))

    def begin(self, starts: Iterable[State]) -> list[int]:
        """Return the numbers of those of the states that are new."""
        found = [self._number(state, None) for state in starts]
        return [number for number, new in found if new]

    def expand(self, source: int, whats: Iterable[Happening]) -> list[int]:
        """Have each of these happen in a state; return the numbers of the states that are new."""
        state, found = self.states[source], []
        heard: dict[m.Played | None, State] = {None: state}
        for what in whats:
            if what.played not in heard:
                heard[what.played] = self._hear(source, state, what)
            it = self._happens(source, heard[what.played], what)
            target, new = self._number(it.state, (source, what))
            self.edges.append(_edge(source, target, it))
            if new:
                found.append(target)
        return found

    def way_to(self, number: int) -> tuple[str, ...]:
        """Return what happened on a shortest way to a state."""
        lines: list[str] = []
        way = self._ways[number]
        while way is not None:
            source, what = way
            lines.append(what.told())
            way = self._ways[source]
        return tuple(reversed(lines))

    def blame(self, claim: str, what: str, number: int, *then: Happening) -> None:
        """Note a fault seen in a state, unless one of the claim is known already."""
        if claim not in self.faults:
            way = (*self.way_to(number), *(each.told() for each in then))
            self.faults[claim] = Fault(claim, what, way)

    def _hear(self, source: int, state: State, what: Happening) -> State:
        played = what.played
        if played is None or state.prompt is None:
            return state
        heard = engine.advance(self.plan, state, [played]).state
        if fault := hearing_fault(state, played, heard):
            self.blame(_HEARD, fault, source, what)
        return heard

    def _happens(self, source: int, state: State, what: Happening) -> Transition:
        before = state if what.counters is None else state.having(what.counters)
        done = engine.advance(self.plan, before, what.said, new_turn=what.turn)
        kinds = frozenset(map(type, done.events))
        it = Transition(self.plan, before, what, done.events, done.state, kinds)
        for claim, rules in RULES.items():
            for rule in rules:
                if fault := rule(it):
                    self.blame(claim, fault, source, what)
        return it

    def _number(self, state: State, way: tuple[int, Happening] | None) -> tuple[int, bool]:
        plain = abstracted(state, self._symmetric, quiet=self.quiet)
        key = key_of(plain)
        number = self._numbers.get(key)
        if number is not None:
            return number, False
        number = self._numbers[key] = len(self.states)
        self.states.append(plain)
        self._ways.append(way)
        return number, True


_PROGRESS: frozenset[type[e.Event]] = frozenset(
    {e.Answered, e.Cleared, e.Confirmed, e.Declined, e.HumanOffered, e.HumanRefused}
)
"""What a run without a new answer can see but a few times: see `ending`."""


def _edge(source: int, target: int, it: Transition) -> Edge:
    before, after = it.before, it.state
    free = it.what.counters is None and it.kinds.isdisjoint(_PROGRESS)
    if it.what.turn and any(each.revision is not None for each in before.candidates.values()):
        free = False  # said during a check, which the host ends
    if free and (before.human or before.human_refused != after.human_refused):
        free = False
    if free and (after.reasks or after.listened > before.listened):
        free = False
    return Edge(source, target, it.what, free=free)
