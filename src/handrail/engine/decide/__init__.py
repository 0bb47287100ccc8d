"""(plan, state, move or report) -> events: every rule of the dialogue lives here and nowhere else.

A rule never changes a state and never says a word: it appends events to a draft, which folds them
as it goes, so that a rule sees what it has just decided; the state they lead to is returned with
them. Three things hold for all rules:

- An illegal move gives one `Refused` event and changes nothing.
- A rule decides only what its move means. What is asked next follows from the state (`agenda`), and
  is decided once, by `settle`, after all moves of a turn.
- When a rule has changed what a step stands at, everything that needs the step is checked again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from ...plan import Plan
from .. import events as e
from .. import moves as m
from ..agenda import applies, early_end, ready, upcoming
from ..state import Act, Answer, Manner, Prompt, State
from .agreeing import affirm, choose, decline, deny
from .believing import disbelieved
from .draft import Draft
from .faltering import end_if_stuck, help_out, question, repeat, silence, unclear, wait
from .going import abandon, ask_human, goodbye, restart, revisit, switch
from .recording import check_dependents, check_initial, recheck, record
from .reporting import checked, commit_failed, committed, played, resumed, task_failed

__all__ = ["Decided", "begin", "decide", "settle"]

Decided: TypeAlias = tuple[tuple[e.Event, ...], State]
"""What was decided, and the state it leads to: the fold of `evolve` over the events."""


def begin(
    plan: Plan, *, run: str, facts: Mapping[str, Any], answers: Mapping[str, Answer]
) -> Decided:
    """Begin a run with what is known before it: prefilled answers, and those carried over.

    A carried answer that the host checks is checked again: it was good for another workflow. What
    another workflow's summary named was not named by this one's, and what would end that one need
    not end this; and that nothing was to be had for an optional step does not answer a required
    one.
    """
    known = {
        step.name: replace(answer, named=False, ends=None)
        for step in plan.steps
        if (answer := answers.get(step.name)) and (step.optional or answer.status != "declined")
    }
    draft = Draft(plan, State())
    draft.add(e.Began(run, plan.name, plan.fingerprint, dict(facts), known))
    check_initial(draft)
    return draft.decided()


def decide(plan: Plan, state: State, said: m.Move | m.Report) -> Decided:
    """Decide what a move or a report means."""
    draft = Draft(plan, state)
    if isinstance(said, m.Report):
        if state.phase != "closed":  # what is over cannot be changed by a late report
            _REPORTS[type(said)](draft, said)
    elif state.phase != "open":
        draft.refuse(said, "closed" if state.phase == "closed" else "committing")
    elif said.by == "model" and (why := disbelieved(draft, said)) is not None:
        draft.refuse(said, why, getattr(said, "step", None))
    else:
        _MOVES[type(said)](draft, said)
    check_dependents(draft, state)
    return draft.decided()


def settle(plan: Plan, state: State, *, waited: bool = False) -> Decided:
    """Decide what the host must do next: check, ask, commit or finish.

    Args:
        plan: The workflow's plan.
        state: The state after all moves of a turn, or a report.
        waited: The caller asked for a moment, so what was asked stands and is not said again.
    """
    draft = Draft(plan, state)
    if state.phase == "open":
        _request_checks(draft)
        if all(candidate.revision is None for candidate in draft.state.candidates.values()):
            _go_on(draft, waited=waited)  # nothing is asked before the reports are in
    return draft.decided()


def _request_checks(draft: Draft) -> None:
    """Request every check that can be made; of an answer only if nothing newer is under way."""
    for step in draft.plan.steps:
        name, state = step.name, draft.state
        candidate = state.candidates.get(name)
        if candidate is None and name in state.outdated:
            if state.offer_of(name) is None and ready(draft.plan, state, step):
                draft.add(e.Heard(name, recheck(state.answers[name])))
                draft.add(e.CheckRequested(name))
        elif candidate and candidate.revision is None and ready(draft.plan, state, step):
            draft.add(e.CheckRequested(name))


def _go_on(draft: Draft, *, waited: bool) -> None:
    """Ask for what comes next; when all is agreed, commit."""
    stuck = end_if_stuck(draft, upcoming(draft.plan, draft.state))
    if draft.state.phase != "open" or (waited and not stuck):
        return
    coming = upcoming(draft.plan, draft.state)
    if (ends := early_end(draft.plan, draft.state)) is not None:
        draft.add(e.Closed("disqualified", "disqualified", reason=ends))
    elif coming is not None:
        draft.add(e.Prompted(_prompt(draft.plan, draft.state, *coming)))
    elif draft.plan.commits:
        draft.add(e.CommitRequested())
    else:
        draft.add(e.Closed("completed", "completed"))


def _prompt(plan: Plan, state: State, act: Act, step: str | None) -> Prompt:
    values: Mapping[str, Any] = {}
    if act == "read_back":
        values = {str(step): state.answers[str(step)].value}
    elif act == "offer" and (offer := state.offer_of(step)) is not None:
        values = {str(step): offer.options}
    elif act == "summary":
        values = {
            name: answer.value
            for name, answer in state.answers.items()
            if answer.status != "declined" and applies(plan, state, plan.by_name[name])
        }
    return Prompt(act, step, _manner(state, act, step), state.revision + 1, values)


def _manner(state: State, act: Act, step: str | None) -> Manner:
    if state.manner is not None and state.manner[0] == (step or act):
        return state.manner[1]
    if act == "ask" and step in state.revisits and step in state.answers:
        return "revisit"
    if act == "ask" and step in state.partials:
        return "rest"
    return "again" if step in state.asked else "first"


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
    m.Resumed: resumed,
    m.TaskFailed: task_failed,
}
