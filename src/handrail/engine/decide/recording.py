"""Rules of answers: how a value is taken up, offered, kept, and checked again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ...plan import Plan, StepPlan
from .. import events as e
from .. import moves as m
from ..agenda import OPEN, applies, ready, standing
from ..state import Answer, Candidate, Offer, Prompt, State
from .draft import Draft

__all__ = [
    "accept",
    "check_again",
    "check_dependents",
    "check_initial",
    "clear_denied",
    "leave",
    "offer",
    "put_on_agenda",
    "recheck",
    "record",
    "take_up",
]

OFFERED_AT_MOST = 3
"""More options than this are not remembered by someone who only hears them."""

PARTS_IN_A_ROW = 64
"""More parts than the longest address has letters are no value: then the rest is asked for."""


def record(draft: Draft, move: m.Record) -> None:
    """Any step can be answered at any time; the same value again changes nothing."""
    step = draft.plan.by_name.get(move.step)
    if step is None:
        draft.refuse(move, "unknown_step", move.step)
        return
    if step.hosted and move.by != "task":
        draft.refuse(move, "hosted", step.name)
        return
    if move.value is None and move.partial is None and not move.alternatives:
        draft.refuse(move, "no_evidence", step.name)  # an answer that says nothing
        return
    candidate = Candidate(
        value=move.value,
        partial=move.partial,
        alternatives=move.alternatives,
        evidence=move.evidence,
        doubtful=move.doubtful,
        spelled=move.spelled,
    )
    answer = draft.state.answers.get(step.name)
    if _being_checked(draft.state.candidates.get(step.name), candidate):
        return
    if answer is not None and move.partial is None and _holds(answer, move.value):
        _say_again(draft, step.name, answer, sure=not move.doubtful)
    elif move.value is None and move.partial is not None:
        _record_part(draft, step, candidate)
    else:
        take_up(draft, step, candidate)


def _being_checked(current: Candidate | None, new: Candidate) -> bool:
    """Whether the very same was said before and its check is still under way."""
    return (
        current is not None
        and not current.recheck
        and (current.value, current.partial, current.alternatives)
        == (new.value, new.partial, new.alternatives)
    )


def _holds(answer: Answer, value: Any) -> bool:
    return value is not None and answer.value == value


def _say_again(draft: Draft, name: str, answer: Answer, *, sure: bool) -> None:
    """A value said again stays as it is; in answer to its read-back that is a yes.

    "212, 555, 0142: have I got that right?" - "212 555 0142." Not if a model only claims that it
    was said again: the words may have been "no, 0143".
    """
    leave(draft, name)
    prompt = draft.state.prompt
    asked = prompt is not None and prompt.act == "read_back" and prompt.step == name
    if asked and sure and answer.read_back and answer.status != "confirmed":
        draft.add(e.Confirmed(name))


def leave(draft: Draft, name: str) -> None:
    """A step's value stays as it is: whatever was under way to change it ends."""
    state = draft.state
    candidate = state.candidates.get(name)
    under_way = (
        name in state.revisits
        or name in state.partials
        or (candidate is not None and not candidate.recheck)
        or state.offer_of(name) is not None
    )
    if under_way:
        draft.add(e.RevisitSettled(name))


def _record_part(draft: Draft, step: StepPlan, candidate: Candidate) -> None:
    """A part is kept and echoed; the host may know already that nothing fits it."""
    more = candidate.partial != draft.state.partials.get(step.name)
    draft.add(e.PartHeard(step.name, candidate.partial))
    if step.checked:
        draft.add(e.Heard(step.name, candidate))
    listening = more and draft.state.listened < PARTS_IN_A_ROW
    if step.in_parts and listening:  # the same part again: "and the rest?"
        draft.add(e.Reasked(step.name, "listen"))
    put_on_agenda(draft, step.name)


def clear_denied(draft: Draft, prompt: Prompt) -> None:
    """A value that was read back and is wrong is taken out, and asked for."""
    name = str(prompt.step)
    answer = draft.state.answers.get(name)
    if answer is not None and answer.value == prompt.values[name]:
        draft.add(e.Cleared(name, answer.value, "denied"))


def take_up(draft: Draft, step: StepPlan, candidate: Candidate) -> None:
    """Take up a value or alternatives: through the host's check, or at once where there is none."""
    if step.checked:
        draft.add(e.Heard(step.name, candidate))
        if candidate.value is not None and _waits_for_needs(draft, step):
            draft.add(e.Noted(step.name, candidate.value))
    elif candidate.alternatives:
        offer(draft, step.name, candidate.alternatives, candidate)
    else:
        accept(draft, step.name, candidate)


def _waits_for_needs(draft: Draft, step: StepPlan) -> bool:
    """Whether a value is said before what its check needs: "Tuesday at three", of what?"""
    plan, state = draft.plan, draft.state
    return applies(plan, state, step) is True and not ready(plan, state, step)


def accept(draft: Draft, name: str, candidate: Candidate, *, ends: str | None = None) -> None:
    """A value that will do takes the place of what the step held, unless it is the same."""
    old = draft.state.answers.get(name)
    if old is not None and _holds(old, candidate.value):
        leave(draft, name)
        if name in draft.state.outdated:
            draft.add(e.Kept(name, ends))
        return
    answer = Answer(
        candidate.value,
        "heard",
        candidate.evidence,
        doubtful=candidate.doubtful,
        spelled=candidate.spelled,
        ends=ends,
    )
    draft.add(e.Answered(name, answer, old.value if old else None))


def offer(draft: Draft, name: str, options: tuple[Any, ...], wanted: Candidate) -> None:
    """Put at most three values on the table, and see to it that they are asked about."""
    draft.add(e.Offered(Offer(name, options[:OFFERED_AT_MOST], replace(wanted, revision=None))))
    put_on_agenda(draft, name)


def put_on_agenda(draft: Draft, name: str) -> None:
    """See to it that a step is asked about although it still holds its old answer."""
    if name in draft.state.answers and name not in draft.state.revisits:
        draft.add(e.RevisitQueued(name, first=True, announced=False))


def check_initial(draft: Draft) -> None:
    """What is known before a run begins was good for another one: it is checked again."""
    for name, answer in draft.state.initial.items():
        if draft.plan.by_name[name].checked and answer.status != "declined":
            draft.add(e.Outdated(name))


def check_dependents(draft: Draft, before: State) -> None:
    """Have everything checked again that needs a step which now stands at something else.

    A colour instead of a haircut: the time stays only if an hour and a half fit there too.
    """
    if draft.state.phase != "open" or not _answers_differ(before, draft.state):
        return
    for name in _affected(draft.plan, before, draft.state):
        if draft.plan.by_name[name].checked:
            check_again(draft, name)


def _answers_differ(before: State, after: State) -> bool:
    old, new = before.answers, after.answers
    if old is new:
        return False
    return old.keys() != new.keys() or any(old[name].value != new[name].value for name in new)


def _affected(plan: Plan, before: State, after: State) -> dict[str, None]:
    """The steps that need a changed one, in order. A change of one may change what applies."""
    affected: dict[str, None] = {}
    for name in plan.names:
        dependents = plan.dependents[name]
        now = standing(plan, after, name) if dependents else OPEN
        if now is not OPEN and now != standing(plan, before, name):
            affected.update(dict.fromkeys(dependents))
    return affected


def check_again(draft: Draft, name: str) -> None:
    """The answer, what is under way to replace it, and what was on offer: none is sure any more."""
    answer = draft.state.answers.get(name)
    if answer is not None and answer.status != "declined":
        draft.add(e.Outdated(name))
    candidate, on_offer = draft.state.candidates.get(name), draft.state.offer_of(name)
    if candidate is not None:
        draft.add(e.Heard(name, replace(candidate, revision=None)))
    elif on_offer is not None:
        draft.add(e.OfferWithdrawn(name))
        draft.add(e.Heard(name, on_offer.wanted))


def recheck(answer: Answer) -> Candidate:
    """Return an answer as what is to be checked again."""
    return Candidate(
        answer.value,
        evidence=answer.evidence,
        doubtful=answer.doubtful,
        spelled=answer.spelled,
        recheck=True,
    )
