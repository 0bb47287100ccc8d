"""The abstract form of a state: what is left of it when nothing is kept that no rule looks at.

The verifier drives the real engine on real states; it only has to see that two of them are the
same for every rule. What is left out, and why that changes no decision:

- Revisions, turns and the run's id are only ever compared for equality with what a report or a
  quote names, and the verifier always answers the latest (`proofs` holds that others are ignored).
- The words of evidence, what was told and is owed, and whether a step was asked before change what
  is said, not what is decided.
- Whether a caller has asked for a moment is looked at where their next words are read, by no rule.
- How a prompt is put matters only where a rule asks for it: see `_MANNERS`.
- Counters matter only at their bounds. They are set to nothing here, and each move is tried at
  nothing and at the bounds (see `driving`), which covers every count between.
- The values of a step that no condition reads are told apart only by equality, so a state and the
  one with the two values swapped are one.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from handrail.engine.moves import Evidence
from handrail.engine.state import Answer, Candidate, Offer, Prompt, State

__all__ = ["FIRST", "SECOND", "abstracted", "key_of"]

FIRST, SECOND = "A", "B"
"""The two values that every step may take."""

_SWAPPED: Mapping[Any, Any] = {FIRST: SECOND, SECOND: FIRST}

_MANNERS = frozenset({"invite", "listen", "nudge", "plain"})
"""The manners that a rule distinguishes from all others."""

_BLANK: Mapping[str, Any] = {
    "run": "run",
    "revision": 0,
    "turn": 0,
    "switch_to": None,
    "initial": {},
    "tries": {},
    "reasks": {},
    "listened": 0,
    "refusals": 0,
    "asked": frozenset(),
    "owed": (),
    "told": (),
    "receipt": None,
    "silences": 0,
    "human_refused": False,
    "waiting": False,
    "picked": None,
    "replaced": {},
}
_KEPT = tuple(each.name for each in fields(State) if each.name not in _BLANK)
"""The fields that tell states apart. A field that is new to the engine is among them."""

_SAID = Evidence(0, ())


def abstracted(state: State, symmetric: Iterable[str], *, quiet: bool = False) -> State:
    """Return the representative of all states that no rule can tell from this one.

    Args:
        state: A state of a run whose steps hold `FIRST` and `SECOND` only.
        symmetric: The steps whose values no condition reads.
        quiet: Whether nobody speaks while a check is under way: then of the question before it only
            the act is of interest, but for a read-back that still stands.
    """
    if state.phase == "closed":
        return State(run="run", phase="closed", outcome=state.outcome)
    manner, prompt = state.manner, state.prompt
    reading_back = prompt is not None and prompt.act == "read_back"
    past = state.talked_past or not reading_back
    if quiet and past and any(each.revision is not None for each in state.candidates.values()):
        agrees = prompt is not None and prompt.act in {"read_back", "summary"}
        prompt = Prompt(prompt.act, None, "again", 0) if prompt is not None and agrees else None
    answers, candidates = state.answers, state.candidates
    plain = state.having(
        {
            **_BLANK,
            "answers": {name: _answer(answers[name]) for name in sorted(answers)},
            "candidates": {name: _candidate(candidates[name]) for name in sorted(candidates)},
            "refused": {
                name: Candidate(partial=each.partial)
                for name, each in sorted(state.refused.items())
                if each.partial is not None
            },
            "offers": tuple(replace(each, wanted=_candidate(each.wanted)) for each in state.offers),
            "prompt": _prompt(prompt),
            "talked_past": state.talked_past and prompt is not None and reading_back,
            "manner": manner if manner is not None and manner[1] in _MANNERS else None,
            "commit_revision": None if state.commit_revision is None else 0,
        }
    )
    for name in symmetric:
        if next(_values(plain, name), FIRST) == SECOND:
            plain = _swapped(plain, name)
    return plain


def key_of(state: State) -> Hashable:
    """Return what tells an abstract state from others."""
    return tuple(_frozen(getattr(state, name)) for name in _KEPT)


def _frozen(value: Any) -> Hashable:
    if type(value) is dict:
        return tuple(sorted(value.items()))
    if type(value) is Prompt:
        values = tuple(sorted(value.values.items()))
        return (
            value.act,
            value.step,
            value.manner,
            values,
            value.heard,
            value.complete,
            value.begun,
        )
    hashable: Hashable = value
    return hashable


def _answer(answer: Answer) -> Answer:
    agreed = answer.status == "confirmed"
    return replace(
        answer,
        evidence=None,
        spelled=False,
        doubtful=answer.doubtful and not agreed,
        read_back=answer.read_back or agreed,
        ends=answer.ends and "ends",
    )


def _candidate(candidate: Candidate) -> Candidate:
    requested = candidate.revision is not None
    return replace(candidate, evidence=_SAID, spelled=False, revision=0 if requested else None)


def _prompt(prompt: Prompt | None) -> Prompt | None:
    if prompt is None:
        return None
    manner = prompt.manner if prompt.manner in _MANNERS else "again"
    values = {name: prompt.values[name] for name in sorted(prompt.values)}
    summary = prompt.act == "summary"
    heard = prompt.heard.intersection(prompt.values) if summary else frozenset()
    complete = summary and prompt.complete
    return replace(prompt, manner=manner, revision=0, values=values, heard=heard, complete=complete)


def _values(state: State, name: str) -> Iterator[Any]:
    """Give the values that a state holds for a step, always in the same order."""
    held: list[Any] = []
    if (answer := state.answers.get(name)) is not None:
        held.append(answer.value)
    if (candidate := state.candidates.get(name)) is not None:
        held += [candidate.value, *candidate.alternatives]
    if (offer := state.offer_of(name)) is not None:
        held += [*offer.options, offer.wanted.value, *offer.wanted.alternatives]
    if state.prompt is not None and name in state.prompt.values:
        said = state.prompt.values[name]
        held += said if isinstance(said, tuple) else [said]
    return (value for value in held if value in _SWAPPED)


def _swapped(state: State, name: str) -> State:
    changes: dict[str, Any] = {}
    if (answer := state.answers.get(name)) is not None:
        other = replace(answer, value=_other(answer.value))
        changes["answers"] = {**state.answers, name: other}
    if (candidate := state.candidates.get(name)) is not None:
        changes["candidates"] = {**state.candidates, name: _other_candidate(candidate)}
    if state.offer_of(name) is not None:
        changes["offers"] = tuple(
            Offer(name, _others(each.options), _other_candidate(each.wanted), each.heard)
            if each.step == name
            else each
            for each in state.offers
        )
    if state.prompt is not None and name in state.prompt.values:
        said = state.prompt.values[name]
        new = _others(said) if isinstance(said, tuple) else _other(said)
        changes["prompt"] = replace(state.prompt, values={**state.prompt.values, name: new})
    return state.having(changes)


def _other_candidate(candidate: Candidate) -> Candidate:
    return replace(
        candidate,
        value=_other(candidate.value),
        alternatives=_others(candidate.alternatives),
    )


def _other(value: Any) -> Any:
    return _SWAPPED.get(value, value)


def _others(values: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(_other(value) for value in values)
