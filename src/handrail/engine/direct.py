"""(plan, state, events) -> effects: what the host must now say or do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from ..plan import Plan
from . import effects as f
from . import events as e
from .agenda import result
from .state import State

__all__ = ["direct"]


def direct(plan: Plan, state: State, events: Sequence[e.Event]) -> tuple[f.Effect, ...]:
    """Return the effects of what was decided, given the state it led to."""
    effects: list[f.Effect] = []
    for event in events:
        if isinstance(event, e.CheckRequested):
            effects.append(_check(plan, state, event.step))
        elif isinstance(event, e.CommitRequested):
            revision = cast("int", state.commit_revision)
            effects.append(f.Commit(state.run, revision, result(plan, state)))
        elif isinstance(event, e.Closed):
            effects.append(_finish(plan, state, event))
        elif isinstance(event, e.Prompted):
            effects.append(f.Ask(event.prompt, _news(state)))
    if not effects and any(isinstance(event, e.Waited) for event in events):
        effects.append(f.Say("wait"))
    return tuple(effects)


def _check(plan: Plan, state: State, step: str) -> f.Check:
    candidate = state.candidates[step]
    return f.Check(
        step,
        cast("int", candidate.revision),
        candidate.value,
        candidate.partial,
        candidate.alternatives,
        result(plan, state),
    )


def _finish(plan: Plan, state: State, event: e.Closed) -> f.Finish:
    kind: Any = f.Escalate if event.outcome == "escalated" else f.Finish
    finish: f.Finish = kind(
        event.outcome,
        event.cause,
        _news(state),
        result(plan, state) if event.outcome == "completed" else None,
        state.receipt,
        event.switch_to,
        event.reason,
    )
    return finish


def _news(state: State) -> tuple[e.News, ...]:
    return tuple(news for news in state.owed if isinstance(news, e.News))
