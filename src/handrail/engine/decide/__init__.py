"""(plan, state, move or report) -> events: every rule of the dialogue lives here and nowhere else.

A rule never changes a state and never says a word: it appends events to a draft, which folds them
as it goes, so that a rule sees what it has just decided. Three things hold for all of them:

- An illegal move gives one `Refused` event and changes nothing.
- A rule decides only what its move means. What is asked next follows from the state (`agenda`), and
  is decided once, by `settle`, after all moves of a turn.
- When a rule has changed what a step stands at, everything that needs the step is checked again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...plan import Plan
from .. import events as e
from .. import moves as m
from ..agenda import ready, upcoming
from ..state import Act, Answer, Manner, Prompt, State
from .agreeing import affirm, choose, decline, deny
from .draft import Draft
from .faltering import help_out, question, repeat, silence, unclear, wait
from .going import abandon, ask_human, goodbye, restart, revisit, switch
from .recording import check_dependents, check_initial, record
from .reporting import checked, commit_failed, committed, played

__all__ = ["begin", "decide", "settle"]


def begin(
    plan: Plan, *, run: str, facts: Mapping[str, Any], answers: Mapping[str, Answer]
) -> tuple[e.Event, ...]:
    """Begin a run with what is known before it: prefilled answers, and those carried over.

    A carried answer that the host checks is checked again: it was good for another workflow.
    """
    draft = Draft(plan, State())
    draft.add(e.Began(run, plan.name, plan.fingerprint, dict(facts), dict(answers)))
    check_initial(draft)
    return tuple(draft.events)


def decide(plan: Plan, state: State, said: m.Move | m.Report) -> tuple[e.Event, ...]:
    """Decide what a move or a report means."""
    draft = Draft(plan, state)
    if isinstance(said, m.Report):
        _REPORTS[type(said)](draft, said)
    elif state.phase != "open":
        draft.refuse(said, "closed" if state.phase == "closed" else "committing")
    elif said.by == "model" and said.evidence is None and not isinstance(said, _HARMLESS):
        draft.refuse(said, "no_evidence", getattr(said, "step", None))
    else:
        _MOVES[type(said)](draft, said)
    check_dependents(draft, state)
    return tuple(draft.events)


def settle(plan: Plan, state: State, *, waited: bool = False) -> tuple[e.Event, ...]:
    """Decide what the host must do next: check, ask, commit or finish.

    Args:
        waited: The caller asked for a moment, so what was asked stands and is not said again.
    """
    draft = Draft(plan, state)
    if state.phase != "open":
        return ()
    for step in plan.steps:
        candidate = draft.state.candidates.get(step.name)
        if candidate and candidate.revision is None and ready(plan, draft.state, step):
            draft.add(e.CheckRequested(step.name))
    if any(candidate.revision is not None for candidate in draft.state.candidates.values()):
        return tuple(draft.events)  # nothing is asked before the reports are in
    if waited:
        return tuple(draft.events)
    coming = upcoming(plan, draft.state)
    if coming is not None:
        draft.add(e.Prompted(_prompt(draft.state, *coming)))
    elif plan.commits:
        draft.add(e.CommitRequested())
    else:
        draft.add(e.Closed("completed", "completed"))
    return tuple(draft.events)


def _prompt(state: State, act: Any, step: str | None) -> Prompt:
    values: Mapping[str, Any] = {}
    if act == "read_back":
        values = {str(step): state.answers[str(step)].value}
    elif act == "summary":
        values = {
            name: answer.value
            for name, answer in state.answers.items()
            if answer.status != "declined"
        }
    return Prompt(act, step, _manner(state, act, step), state.revision + 1, values)


def _manner(state: State, act: Any, step: str | None) -> Manner:
    if state.manner is not None and state.manner[0] == (step or act):
        return state.manner[1]
    if act == "ask" and step in state.revisits and step in state.answers:
        return "revisit"
    if act == "ask" and step in state.partials:
        return "rest"
    return "again" if step in state.asked else "first"


_HARMLESS = (m.Help, m.Question, m.Repeat, m.Silence, m.Unclear, m.Wait)
"""Moves that change no answer: a model need not quote the caller for them."""

_MOVES: Mapping[type[m.Move], Callable[[Draft, Any], None]] = {
    m.Abandon: abandon,
    m.Affirm: affirm,
    m.AskHuman: ask_human,
    m.Choose: choose,
    m.Decline: decline,
    m.Deny: deny,
    m.Goodbye: goodbye,
    m.Help: help_out,
    m.Question: question,
    m.Record: record,
    m.Repeat: repeat,
    m.Restart: restart,
    m.Revisit: revisit,
    m.Silence: silence,
    m.Switch: switch,
    m.Unclear: unclear,
    m.Wait: wait,
}

_REPORTS: Mapping[type[m.Report], Callable[[Draft, Any], None]] = {
    m.Checked: checked,
    m.CommitFailed: commit_failed,
    m.Committed: committed,
    m.Played: played,
}
