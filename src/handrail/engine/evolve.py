"""(state, event) -> state: how each event changes the state. No rule of the dialogue is here.

Each change names the fields that differ, and nothing else. Every event but `Refused` gives the
state a new revision, so that a report or a proposal made on an older one can be told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any, TypeAlias, TypeVar

from . import events as e
from .owed import owing, step_of
from .state import Answer, Candidate, Offer, Prompt, State

__all__ = ["evolve"]

V = TypeVar("V")

Fields: TypeAlias = dict[str, Any]
"""Fields of a state by name: those that differ."""

_ACTS = frozenset({"change", "human", "summary"})
"""What is asked without being about a step."""

_UNCOUNTED = frozenset({"listen", "nudge"})
"""Manners that ask nothing anew: a part is listened to, and silence has an end of its own."""


def evolve(state: State, event: e.Event) -> State:
    """Return the state after an event."""
    changes = _CHANGES[type(event)](state, event)
    if isinstance(event, e.Refused):
        return state.having(changes) if changes else state
    owed = changes.get("owed", state.owed)
    if (now_owed := owing(owed, event)) != owed:
        changes["owed"] = now_owed
    changes["revision"] = state.revision + 1
    return state.having(changes)


def _with(mapping: Mapping[str, V], name: str, value: V) -> Mapping[str, V]:
    return {**mapping, name: value}


def _without(mapping: Mapping[str, V], name: str) -> Mapping[str, V]:
    if name not in mapping:
        return mapping
    return {key: value for key, value in mapping.items() if key != name}


def _unqueued(state: State, step: str) -> tuple[str, ...]:
    return tuple(name for name in state.revisits if name != step)


def _offers_but(state: State, step: str) -> tuple[Offer, ...]:
    return tuple(offer for offer in state.offers if offer.step != step)


def _dropped(state: State, step: str) -> Fields:
    """Take away everything that was under way for a step; its answer stays."""
    manner = state.manner
    return {
        "partials": _without(state.partials, step),
        "candidates": _without(state.candidates, step),
        "offers": _offers_but(state, step),
        "manner": None if manner is not None and manner[0] == step else manner,
    }


def _touched(state: State, step: str | None = None) -> Fields:
    """The caller is at work on the answers: no summary stands, and no person is wanted.

    Given a step, everything that was under way for it is taken away too.
    """
    changes: Fields = {} if step is None else _dropped(state, step)
    manner = changes.get("manner", state.manner)
    return changes | {
        "accepted": False,
        "rejected": False,
        "parting": False,
        "human": False,
        "human_refused": state.human_refused or state.human,
        "talked_past": True,
        "manner": None if manner is not None and manner[0] in _ACTS else manner,
    }


def _began(_state: State, event: e.Began) -> Fields:
    return _BLANK | {
        "run": event.run,
        "facts": event.facts,
        "initial": event.answers,
        "answers": dict(event.answers),
    }


def _turn_began(state: State, _event: e.TurnBegan) -> Fields:
    return {"turn": state.turn + 1, "refusals": 0, "silences": 0}


def _heard(state: State, event: e.Heard) -> Fields:
    candidates = _with(state.candidates, event.step, event.candidate)
    if event.candidate.recheck:
        return {"candidates": candidates}
    changes = _touched(state, event.step) | {
        "candidates": candidates,
        "picked": _picked(state, event.step, event.candidate.value),
    }
    if event.candidate.partial is not None:
        changes["partials"] = state.partials
    return changes


def _picked(state: State, step: str, value: Any) -> Offer | None:
    """Return the offer of which a value of a step was picked, if it was."""
    for offer in (state.offer_of(step), state.picked):
        if offer is not None and offer.step == step and value in offer.options:
            return offer
    return None


def _check_requested(state: State, event: e.CheckRequested) -> Fields:
    candidate = replace(state.candidates[event.step], revision=state.revision + 1)
    return {"candidates": _with(state.candidates, event.step, candidate)}


def _outdated(state: State, event: e.Outdated) -> Fields:
    candidate = state.candidates.get(event.step)
    changes: Fields = {"outdated": state.outdated | {event.step}}
    if candidate is not None and candidate.recheck:
        changes["candidates"] = _without(state.candidates, event.step)
    return changes


def _check_ended(state: State, event: e.CheckPassed | e.Unchecked) -> Fields:
    return {"candidates": _without(state.candidates, event.step)}


def _kept(state: State, event: e.Kept) -> Fields:
    answer = replace(state.answers[event.step], ends=event.ends)
    return {
        "answers": _with(state.answers, event.step, answer),
        "candidates": _without(state.candidates, event.step),
        "outdated": state.outdated - {event.step},
    }


def _check_failed(state: State, event: e.CheckFailed) -> Fields:
    return _touched(state, event.step) | {"refused": _with(state.refused, event.step, event.wanted)}


def _answered(state: State, event: e.Answered) -> Fields:
    return _replaced(state, event.step, event.answer)


def _declined(state: State, event: e.Declined) -> Fields:
    return _replaced(state, event.step, Answer(None, "declined", event.evidence))


def _replaced(state: State, step: str, answer: Answer) -> Fields:
    return _touched(state, step) | {
        "answers": _with(state.answers, step, answer),
        "replaced": _replaced_by(state, step, answer),
        "picked": _picked(state, step, answer.value),
        "outdated": state.outdated - {step},
        "refused": _without(state.refused, step),
        "revisits": _unqueued(state, step),
        "human_refused": state.human_refused,  # who answers has not turned a person down
        "tries": {name: n for name, n in state.tries.items() if name not in {step, *_ACTS}},
        "reasks": {name: n for name, n in state.reasks.items() if name == step},
    }


def _replaced_by(state: State, step: str, answer: Answer) -> Mapping[str, Any]:
    """Keep what a step held; a change that is put right while it is read back is the same one."""
    before, prompt = state.answers.get(step), state.prompt
    if before is None or before.status == "declined" or before.value == answer.value:
        return state.replaced
    if prompt is not None and prompt.act == "read_back" and step in prompt.values:
        return state.replaced
    return _with(state.replaced, step, before.value)


def _cleared(state: State, event: e.Cleared) -> Fields:
    return _touched(state, event.step) | {
        "answers": _without(state.answers, event.step),
        "replaced": _without(state.replaced, event.step),
        "outdated": state.outdated - {event.step},
        "refused": _with(state.refused, event.step, Candidate(event.value)),
    }


def _part_heard(state: State, event: e.PartHeard) -> Fields:
    partials = _with(state.partials, event.step, event.partial)
    return _touched(state, event.step) | {"partials": partials}


def _confirmed(state: State, event: e.Confirmed) -> Fields:
    answer = replace(state.answers[event.step], status="confirmed")
    return {
        "answers": _with(state.answers, event.step, answer),
        "replaced": _without(state.replaced, event.step),
    }


def _offered(state: State, event: e.Offered) -> Fields:
    offers = (*_offers_but(state, event.offer.step), event.offer)
    return _dropped(state, event.offer.step) | {"offers": offers}


def _offer_withdrawn(state: State, event: e.OfferWithdrawn) -> Fields:
    """Of what was offered none will do; the part it was offered for still holds.

    "Tuesday morning", "none of those", "what about the afternoon" is the afternoon of Tuesday.
    But not where the host had refused that part itself ("We're closed on Sundays").
    """
    changes: Fields = {"offers": _offers_but(state, event.step)}
    offer = state.offer_of(event.step)
    part = offer.wanted.partial if offer is not None else None
    refused = state.refused.get(event.step)
    if part is not None and (refused is None or refused.partial != part):
        changes["partials"] = _with(state.partials, event.step, part)
    return changes


def _revisit_queued(state: State, event: e.RevisitQueued) -> Fields:
    changes = _touched(state)
    if event.step not in state.revisits:
        first = (event.step, *state.revisits)
        changes["revisits"] = first if event.first else (*state.revisits, event.step)
    candidate = state.candidates.get(event.step)
    if event.announced and candidate is not None and not candidate.recheck:
        changes["candidates"] = _without(state.candidates, event.step)
    return changes


def _revisit_settled(state: State, event: e.RevisitSettled) -> Fields:
    """The value stands again; one that nobody has said yes to is read back again."""
    changes = _dropped(state, event.step) | {"revisits": _unqueued(state, event.step)}
    answer = state.answers.get(event.step)
    if answer is not None and answer.read_back and answer.status != "confirmed":
        again = replace(answer, read_back=False)
        changes["answers"] = _with(state.answers, event.step, again)
    return changes


def _prompted(state: State, event: e.Prompted) -> Fields:
    prompt = event.prompt
    return {
        "prompt": prompt,
        "asked": state.asked if prompt.step is None else state.asked | {prompt.step},
        "manner": None,
        "talked_past": False,
        "waiting": False,
        "told": state.owed,
        "listened": state.listened + 1 if prompt.manner == "listen" else 0,
        "reasks": state.reasks if prompt.manner in _UNCOUNTED else _once_more(state, prompt),
    }


def _once_more(state: State, prompt: Prompt) -> Mapping[str, int]:
    about = prompt.step or ""
    return _with(state.reasks, about, state.reasks.get(about, 0) + 1)


def _prompt_heard(state: State, event: e.PromptHeard) -> Fields:
    assert state.prompt is not None  # only what was asked can be heard
    prompt = replace(
        state.prompt,
        heard=state.prompt.heard | event.heard,
        complete=event.complete,
        begun=event.begun,
    )
    offers = tuple(
        replace(offer, heard=offer.heard or prompt.complete or offer.step in prompt.heard)
        if prompt.offers(offer)
        else offer
        for offer in state.offers
    )
    answers = dict(state.answers)
    for step in event.heard & prompt.values.keys() & answers.keys():
        answer = answers[step]
        if answer.value == prompt.values[step]:
            summarised = prompt.act == "summary"
            answers[step] = replace(
                answer,
                named=answer.named or summarised,
                read_back=answer.read_back or not summarised,
            )
    owed = tuple(
        news
        for news in state.owed
        if news not in state.told or not (event.complete or step_of(news) in event.heard)
    )
    return {"prompt": prompt, "offers": offers, "answers": answers, "owed": owed}


def _accepted(_state: State, _event: e.Accepted) -> Fields:
    return {"accepted": True}


def _rejected(_state: State, _event: e.Rejected) -> Fields:
    return {"rejected": True}


def _reconsidered(state: State, _event: e.Reconsidered) -> Fields:
    tries = state.tries.get("summary", 0) + 1
    return {"rejected": False, "tries": _with(state.tries, "summary", tries)}


def _reasked(state: State, event: e.Reasked) -> Fields:
    changes: Fields = {"manner": (event.about, event.manner)}
    if event.counted:
        tries = state.tries.get(event.about, 0) + 1
        changes["tries"] = _with(state.tries, event.about, tries)
    return changes


def _waited(state: State, _event: e.Waited) -> Fields:
    reasks = state.reasks if state.prompt is None else _once_more(state, state.prompt)
    return {"accepted": False, "waiting": True, "reasks": reasks}


def _resumed(state: State, _event: e.Resumed) -> Fields:
    # A summary that was heard in another call is said in full again.
    answers = {name: replace(answer, named=False) for name, answer in state.answers.items()}
    return {"answers": answers, "silences": 0, "tries": {}, "reasks": {}, "manner": None}


def _parting(_state: State, _event: e.Parting) -> Fields:
    manner = ("summary", "parting")
    return {"parting": True, "rejected": False, "talked_past": True, "manner": manner}


def _silent(state: State, _event: e.Silent) -> Fields:
    return {"silences": state.silences + 1}


def _human_offered(_state: State, _event: e.HumanOffered) -> Fields:
    return {"human": True, "reasks": {}}


def _human_refused(_state: State, _event: e.HumanRefused) -> Fields:
    return {"human": False, "human_refused": True, "reasks": {}}


def _restarted(state: State, _event: e.Restarted) -> Fields:
    return _BLANK | {
        "run": state.run,
        "turn": state.turn,
        "facts": state.facts,
        "initial": state.initial,
        "answers": dict(state.initial),
        "human_refused": state.human_refused,
        "refusals": state.refusals,
        "reasks": state.reasks,
    }


def _commit_requested(state: State, _event: e.CommitRequested) -> Fields:
    return {"phase": "committing", "commit_revision": state.revision + 1}


def _written(_state: State, event: e.Written) -> Fields:
    return {"receipt": event.receipt}


def _not_written(_state: State, _event: e.NotWritten) -> Fields:
    return {"phase": "open", "commit_revision": None, "accepted": False}


def _closed(_state: State, event: e.Closed) -> Fields:
    return {
        "phase": "closed",
        "outcome": event.outcome,
        "switch_to": event.switch_to,
        "prompt": None,
        "human": False,
    }


def _refused(state: State, event: e.Refused) -> Fields:
    return {"refusals": state.refusals + 1} if event.by_model else {}


def _unchanged(_state: State, _event: e.Event) -> Fields:
    return {}


_BLANK: Fields = {
    each.name: getattr(State(), each.name) for each in fields(State) if each.name != "revision"
}
"""The fields of a run that has not begun."""


_CHANGES: Mapping[type[e.Event], Callable[[State, Any], Fields]] = {
    e.Accepted: _accepted,
    e.Answered: _answered,
    e.Apologised: _unchanged,
    e.Explained: _unchanged,
    e.Began: _began,
    e.CheckFailed: _check_failed,
    e.CheckPassed: _check_ended,
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
    e.Kept: _kept,
    e.NotWritten: _not_written,
    e.Noted: _unchanged,
    e.OfferWithdrawn: _offer_withdrawn,
    e.Offered: _offered,
    e.Outdated: _outdated,
    e.PartHeard: _part_heard,
    e.PromptHeard: _prompt_heard,
    e.Parting: _parting,
    e.Prompted: _prompted,
    e.Reasked: _reasked,
    e.Reconsidered: _reconsidered,
    e.Refused: _refused,
    e.Rejected: _rejected,
    e.Resumed: _resumed,
    e.Restarted: _restarted,
    e.RevisitQueued: _revisit_queued,
    e.RevisitSettled: _revisit_settled,
    e.Silent: _silent,
    e.TurnBegan: _turn_began,
    e.Unchecked: _check_ended,
    e.Waited: _waited,
    e.Written: _written,
}
