"""(state, event) -> state: how each event changes the state. No rule of the dialogue is here.

Every event but `Refused` gives the state a new revision, so that a report or a proposal made on an
older one can be told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from . import events as e
from .state import Answer, State

__all__ = ["evolve"]

E = TypeVar("E", bound=e.Event)
V = TypeVar("V")


def evolve(state: State, event: e.Event) -> State:
    """Return the state after an event."""
    changed = _CHANGES[type(event)](state, event)
    if isinstance(event, e.News):
        changed = replace(changed, owed=_owe(changed.owed, event))
    if isinstance(event, e.Refused):
        return changed
    return replace(changed, revision=state.revision + 1)


def _owe(owed: tuple[e.Event, ...], news: e.News) -> tuple[e.Event, ...]:
    """Add news; of what happened to one step only the latest of its sort is worth telling."""
    step = getattr(news, "step", None)
    kept = (
        old for old in owed if type(old) is not type(news) or getattr(old, "step", None) != step
    )
    if isinstance(news, e.Answered):
        kept = (old for old in kept if not (isinstance(old, e.PartHeard) and old.step == step))
    return (*kept, news)


def _with(mapping: Mapping[str, V], name: str, value: V) -> Mapping[str, V]:
    return {**mapping, name: value}


def _without(mapping: Mapping[str, V], name: str) -> Mapping[str, V]:
    return {key: value for key, value in mapping.items() if key != name}


def _unqueue(state: State, step: str) -> tuple[str, ...]:
    return tuple(name for name in state.revisits if name != step)


def _drop(state: State, step: str) -> State:
    """Take away everything that was under way for a step; its answer stays."""
    offer = state.offer
    return replace(
        state,
        partials=_without(state.partials, step),
        candidates=_without(state.candidates, step),
        offer=None if offer is not None and offer.step == step else offer,
    )


def _touch(state: State) -> State:
    """The caller is at work on the answers: no summary stands, and no person is wanted."""
    return replace(state, accepted=False, rejected=False, human=False)


def _began(_state: State, event: e.Began) -> State:
    return State(
        run=event.run, facts=event.facts, initial=event.answers, answers=dict(event.answers)
    )


def _turn_began(state: State, _event: e.TurnBegan) -> State:
    return replace(state, turn=state.turn + 1, refusals=0, silences=0)


def _heard(state: State, event: e.Heard) -> State:
    kept = state.partials.get(event.step) if event.candidate.partial is not None else None
    state = _drop(state, event.step)
    if kept is not None:
        state = replace(state, partials=_with(state.partials, event.step, kept))
    state = replace(state, candidates=_with(state.candidates, event.step, event.candidate))
    return state if event.candidate.recheck else _touch(state)


def _check_requested(state: State, event: e.CheckRequested) -> State:
    candidate = replace(state.candidates[event.step], revision=state.revision + 1)
    return replace(state, candidates=_with(state.candidates, event.step, candidate))


def _check_passed(state: State, event: e.CheckPassed | e.Kept | e.Unchecked) -> State:
    return replace(state, candidates=_without(state.candidates, event.step))


def _check_failed(state: State, event: e.CheckFailed) -> State:
    return _touch(_drop(state, event.step))


def _answered(state: State, event: e.Answered) -> State:
    state = _touch(_drop(state, event.step))
    return replace(
        state,
        answers=_with(state.answers, event.step, event.answer),
        revisits=_unqueue(state, event.step),
        tries=_without(state.tries, event.step),
    )


def _declined(state: State, event: e.Declined) -> State:
    answer = Answer(None, "declined", event.evidence)
    state = _touch(_drop(state, event.step))
    return replace(
        state,
        answers=_with(state.answers, event.step, answer),
        revisits=_unqueue(state, event.step),
        tries=_without(state.tries, event.step),
    )


def _cleared(state: State, event: e.Cleared) -> State:
    state = _touch(_drop(state, event.step))
    return replace(state, answers=_without(state.answers, event.step))


def _part_heard(state: State, event: e.PartHeard) -> State:
    state = _touch(_drop(state, event.step))
    return replace(state, partials=_with(state.partials, event.step, event.partial))


def _confirmed(state: State, event: e.Confirmed) -> State:
    answer = replace(state.answers[event.step], status="confirmed")
    return replace(state, answers=_with(state.answers, event.step, answer))


def _offered(state: State, event: e.Offered) -> State:
    return replace(_drop(state, event.offer.step), offer=event.offer)


def _offer_withdrawn(state: State, _event: e.OfferWithdrawn) -> State:
    return replace(state, offer=None)


def _revisit_queued(state: State, event: e.RevisitQueued) -> State:
    queue = (event.step, *state.revisits) if event.first else (*state.revisits, event.step)
    return replace(_touch(state), revisits=queue)


def _revisit_settled(state: State, event: e.RevisitSettled) -> State:
    return replace(_drop(state, event.step), revisits=_unqueue(state, event.step))


def _prompted(state: State, event: e.Prompted) -> State:
    step = event.prompt.step
    asked = state.asked if step is None else state.asked | {step}
    return replace(state, prompt=event.prompt, asked=asked, manner=None)


def _prompt_heard(state: State, event: e.PromptHeard) -> State:
    if state.prompt is None:
        return state
    prompt = replace(state.prompt, heard=state.prompt.heard | event.heard, complete=event.complete)
    answers = dict(state.answers)
    for step in event.heard & prompt.values.keys() & answers.keys():
        if answers[step].value != prompt.values[step]:
            continue
        if prompt.act == "summary":
            answers[step] = replace(answers[step], named=True)
        else:
            answers[step] = replace(answers[step], read_back=True)
    owed = (
        ()
        if event.complete
        else tuple(news for news in state.owed if getattr(news, "step", None) not in event.heard)
    )
    return replace(state, prompt=prompt, answers=answers, owed=owed)


def _accepted(state: State, _event: e.Accepted) -> State:
    return replace(state, accepted=True)


def _rejected(state: State, _event: e.Rejected) -> State:
    return replace(state, rejected=True)


def _reconsidered(state: State, _event: e.Reconsidered) -> State:
    return replace(state, rejected=False)


def _reasked(state: State, event: e.Reasked) -> State:
    state = replace(state, manner=(event.about, event.manner))
    if not event.counted:
        return state
    tries = state.tries.get(event.about, 0) + 1
    return replace(state, tries=_with(state.tries, event.about, tries))


def _silent(state: State, _event: e.Silent) -> State:
    return replace(state, silences=state.silences + 1)


def _human_offered(state: State, _event: e.HumanOffered) -> State:
    return replace(state, human=True)


def _human_refused(state: State, _event: e.HumanRefused) -> State:
    return replace(state, human=False, human_refused=True)


def _restarted(state: State, _event: e.Restarted) -> State:
    return State(
        run=state.run,
        revision=state.revision,
        turn=state.turn,
        facts=state.facts,
        initial=state.initial,
        answers=dict(state.initial),
        human_refused=state.human_refused,
    )


def _commit_requested(state: State, _event: e.CommitRequested) -> State:
    return replace(state, phase="committing", commit_revision=state.revision + 1)


def _written(state: State, event: e.Written) -> State:
    return replace(state, receipt=event.receipt)


def _not_written(state: State, _event: e.NotWritten) -> State:
    return replace(state, phase="open", commit_revision=None, accepted=False)


def _closed(state: State, event: e.Closed) -> State:
    return replace(
        state,
        phase="closed",
        outcome=event.outcome,
        switch_to=event.switch_to,
        prompt=None,
        human=False,
    )


def _refused(state: State, event: e.Refused) -> State:
    return replace(state, refusals=state.refusals + 1) if event.by_model else state


def _unchanged(state: State, _event: e.Event) -> State:
    return state


_CHANGES: Mapping[type[e.Event], Callable[[State, Any], State]] = {
    e.Accepted: _accepted,
    e.Answered: _answered,
    e.Apologised: _unchanged,
    e.Began: _began,
    e.CheckFailed: _check_failed,
    e.CheckPassed: _check_passed,
    e.CheckRequested: _check_requested,
    e.Cleared: _cleared,
    e.Closed: _closed,
    e.CommitRequested: _commit_requested,
    e.Confirmed: _confirmed,
    e.Declined: _declined,
    e.Digressed: _unchanged,
    e.Heard: _heard,
    e.HumanOffered: _human_offered,
    e.HumanRefused: _human_refused,
    e.Kept: _check_passed,
    e.NotWritten: _not_written,
    e.OfferWithdrawn: _offer_withdrawn,
    e.Offered: _offered,
    e.PartHeard: _part_heard,
    e.PromptHeard: _prompt_heard,
    e.Prompted: _prompted,
    e.Reasked: _reasked,
    e.Reconsidered: _reconsidered,
    e.Refused: _refused,
    e.Rejected: _rejected,
    e.Restarted: _restarted,
    e.RevisitQueued: _revisit_queued,
    e.RevisitSettled: _revisit_settled,
    e.Silent: _silent,
    e.TurnBegan: _turn_began,
    e.Unchecked: _check_passed,
    e.Waited: _unchanged,
    e.Written: _written,
}
