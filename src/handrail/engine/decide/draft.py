"""The draft of a decision: events so far, and the state they lead to."""

from __future__ import annotations

from ...plan import Plan
from .. import events as e
from .. import moves as m
from ..evolve import evolve
from ..state import State

__all__ = ["Draft"]


class Draft:
    """Events decided so far, folded as they are added, so that a rule sees what it just decided."""

    def __init__(self, plan: Plan, state: State) -> None:
        self.plan = plan
        self.state = state
        self.events: list[e.Event] = []

    def add(self, event: e.Event) -> None:
        """Decide an event."""
        self.events.append(event)
        self.state = evolve(self.state, event)

    def refuse(self, move: m.Move, reason: e.Refusal, step: str | None = None) -> None:
        """Decide that a move is refused, and why."""
        self.add(e.Refused(type(move).__name__, reason, step, by_model=move.by == "model"))

    def decided(self) -> tuple[tuple[e.Event, ...], State]:
        """Return the events and the state they lead to: what replaying them would give."""
        return tuple(self.events), self.state
