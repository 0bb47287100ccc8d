"""Rules of answers: how a value is taken up, offered, kept, and checked again when a need changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ...plan import StepPlan
from .. import events as e
from .. import moves as m
from ..agenda import OPEN, standing
from ..state import Answer, Candidate, Offer, State
from .draft import Draft

__all__ = [
    "accept",
    "check_dependents",
    "check_initial",
    "leave",
    "offer",
    "put_on_agenda",
    "recheck",
    "record",
    "take_up",
]

OFFERED_AT_MOST = 3
"""More options than this are not remembered by someone who only hears them."""


def record(draft: Draft, move: m.Record) -> None:
    step = draft.plan.by_name.get(move.step)
    if step is None:
        draft.refuse(move, "unknown_step", move.step)
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
    if move.partial is None and _same(answer, move):
        leave(draft, step.name)
    elif move.value is None and move.partial is not None:
        _record_part(draft, step, candidate)
    else:
        take_up(draft, step, candidate)


def _same(answer: Answer | None, move: m.Record) -> bool:
    return answer is not None and move.value is not None and answer.value == move.value


def leave(draft: Draft, name: str) -> None:
    """A step's value stays as it is: whatever was under way to change it ends."""
    state = draft.state
    under_way = (
        name in state.revisits
        or name in state.candidates
        or name in state.partials
        or (state.offer is not None and state.offer.step == name)
    )
    if under_way:
        draft.add(e.RevisitSettled(name))


def _record_part(draft: Draft, step: StepPlan, candidate: Candidate) -> None:
    draft.add(e.PartHeard(step.name, candidate.partial))
    if step.checked:
        draft.add(e.Heard(step.name, candidate))
    if step.in_parts:
        draft.add(e.Reasked(step.name, "listen"))
    put_on_agenda(draft, step.name)


def take_up(draft: Draft, step: StepPlan, candidate: Candidate) -> None:
    """Take up a value or alternatives: through the host's check, or at once where there is none."""
    if step.checked:
        draft.add(e.Heard(step.name, candidate))
    elif candidate.alternatives:
        offer(draft, step.name, candidate.alternatives, candidate)
    else:
        accept(draft, step.name, candidate)


def accept(draft: Draft, name: str, candidate: Candidate) -> None:
    old = draft.state.answers.get(name)
    answer = Answer(
        candidate.value,
        "heard",
        candidate.evidence,
        doubtful=candidate.doubtful,
        spelled=candidate.spelled,
    )
    draft.add(e.Answered(name, answer, old.value if old else None))


def offer(draft: Draft, name: str, options: tuple[Any, ...], wanted: Candidate) -> None:
    draft.add(e.Offered(Offer(name, options[:OFFERED_AT_MOST], replace(wanted, revision=None))))
    put_on_agenda(draft, name)


def put_on_agenda(draft: Draft, name: str) -> None:
    """See to it that a step is asked about although it still holds its old answer."""
    if name in draft.state.answers and name not in draft.state.revisits:
        draft.add(e.RevisitQueued(name, first=True, announced=False))


def check_initial(draft: Draft) -> None:
    for name, answer in draft.state.initial.items():
        if draft.plan.by_name[name].checked and answer.status != "declined":
            draft.add(e.Heard(name, recheck(answer)))


def check_dependents(draft: Draft, before: State) -> None:
    """Have everything checked again that needs a step which now stands at something else."""
    if before.answers is draft.state.answers or draft.state.phase != "open":
        return
    plan = draft.plan
    affected: dict[str, None] = {}
    for name in plan.names:
        now = standing(plan, draft.state, name)
        if now is not OPEN and now != standing(plan, before, name):
            affected.update(dict.fromkeys(plan.dependents[name]))
    for name in affected:
        if plan.by_name[name].checked:
            _check_again(draft, name)


def _check_again(draft: Draft, name: str) -> None:
    state = draft.state
    answer, candidate, offer = state.answers.get(name), state.candidates.get(name), state.offer
    if candidate is not None:
        draft.add(e.Heard(name, replace(candidate, revision=None)))
    elif offer is not None and offer.step == name:
        draft.add(e.OfferWithdrawn(name))
        draft.add(e.Heard(name, offer.wanted))
    elif answer is not None and answer.status != "declined":
        draft.add(e.Heard(name, recheck(answer)))


def recheck(answer: Answer) -> Candidate:
    return Candidate(
        answer.value,
        evidence=answer.evidence,
        doubtful=answer.doubtful,
        spelled=answer.spelled,
        recheck=True,
    )
