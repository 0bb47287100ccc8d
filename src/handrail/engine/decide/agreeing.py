"""Rules of yes and no: what they mean for an offer, a read-back, the summary, a plain question."""

from __future__ import annotations

from .. import events as e
from .. import moves as m
from ..agenda import applies, upcoming
from ..state import Candidate, Offer, Prompt
from .draft import Draft
from .faltering import ask_again, give_up_after_tries, nothing_came_of_it
from .recording import leave, take_up

__all__ = ["affirm", "choose", "clear_denied", "decline", "deny"]


def affirm(draft: Draft, move: m.Affirm) -> None:
    state, prompt = draft.state, draft.state.prompt
    if state.human:
        draft.add(e.Closed("escalated", "human"))
    elif prompt is None:
        draft.refuse(move, "nothing_to_confirm")
    elif prompt.manner == "nudge":
        ask_again(draft, "return")  # a yes to "Still there?" agrees to nothing else
    elif prompt.act == "offer":
        _affirm_offer(draft, move)
    elif prompt.act == "read_back":
        _affirm_read_back(draft, move, prompt)
    elif prompt.act == "summary":
        _affirm_summary(draft, move, prompt)
    elif prompt.act == "ask" and _leaves_room_for_yes(draft, prompt):
        draft.add(e.Reasked(str(prompt.step), "invite"))
    else:
        nothing_came_of_it(draft, move)


def _leaves_room_for_yes(draft: Draft, prompt: Prompt) -> bool:
    """ "Would you like another time?" and "Is there an email?" can be answered with a yes."""
    invited = prompt.manner == "invite"
    optional = draft.plan.by_name[str(prompt.step)].optional
    return not invited and (optional or prompt.manner == "revisit")


def _affirm_offer(draft: Draft, move: m.Affirm) -> None:
    offer = draft.state.offer
    if offer is None:
        draft.refuse(move, "nothing_to_confirm")
    elif len(offer.options) == 1:
        _pick(draft, offer, 1, move)
    else:
        nothing_came_of_it(draft, move, "which")


def _affirm_read_back(draft: Draft, move: m.Affirm, prompt: Prompt) -> None:
    name = str(prompt.step)
    answer = draft.state.answers.get(name)
    if answer is None or answer.value != prompt.values[name]:
        return  # changed by an earlier move of this turn: the yes was meant for the old value
    if name not in prompt.heard:
        draft.refuse(move, "not_heard", name)
    else:
        draft.add(e.Confirmed(name))


def _affirm_summary(draft: Draft, move: m.Affirm, prompt: Prompt) -> None:
    if move.by == "model" and prompt.manner != "plain":
        draft.add(e.Reasked("summary", "plain"))
        return
    before = draft.state
    for name, value in prompt.values.items():
        answer = before.answers.get(name)
        if answer is None or answer.value != value or answer.settled:
            continue
        if answer.status != "confirmed" and (name in prompt.heard or answer.named):
            draft.add(e.Confirmed(name))
    if _all_agreed(draft):
        draft.add(e.Accepted())
    elif draft.state is before:
        draft.refuse(move, "not_heard")


def _all_agreed(draft: Draft) -> bool:
    state = draft.state
    return not state.candidates and all(
        answer.settled or answer.status in {"confirmed", "declined"}
        for name, answer in state.answers.items()
        if applies(draft.plan, state, draft.plan.by_name[name])
    )


def deny(draft: Draft, move: m.Deny) -> None:
    state, prompt = draft.state, draft.state.prompt
    if state.human:
        draft.add(e.HumanRefused())
        coming = upcoming(draft.plan, draft.state)
        if coming is not None:
            draft.add(e.Reasked(coming[1] or coming[0], "rephrase"))
    elif prompt is None:
        draft.refuse(move, "nothing_to_confirm")
    elif prompt.act == "offer" and state.offer is not None:
        draft.add(e.OfferWithdrawn(state.offer.step))
        draft.add(e.Reasked(state.offer.step, "other"))
    elif prompt.act == "read_back":
        clear_denied(draft, prompt)
    elif prompt.act == "summary":
        draft.add(e.Rejected())
    elif prompt.act == "change":
        draft.add(e.Reconsidered())
    elif prompt.act == "ask":
        _deny_ask(draft, move, str(prompt.step))
    else:
        nothing_came_of_it(draft, move)


def clear_denied(draft: Draft, prompt: Prompt) -> None:
    name = str(prompt.step)
    answer = draft.state.answers.get(name)
    if answer is not None and answer.value == prompt.values.get(name):
        draft.add(e.Cleared(name, answer.value, "denied"))


def _deny_ask(draft: Draft, move: m.Deny, name: str) -> None:
    if name in draft.state.revisits and name in draft.state.answers:
        leave(draft, name)
    elif draft.plan.by_name[name].optional:
        draft.add(e.Declined(name, move.evidence))
    else:
        nothing_came_of_it(draft, move)


def decline(draft: Draft, move: m.Decline) -> None:
    step = draft.plan.by_name.get(move.step)
    answer = draft.state.answers.get(move.step)
    if step is None:
        draft.refuse(move, "unknown_step", move.step)
    elif answer is not None and answer.status == "declined":
        leave(draft, step.name)
    elif step.optional:
        draft.add(e.Declined(step.name, move.evidence))
    elif move.by == "model":
        draft.refuse(move, "required", step.name)
    else:
        draft.add(e.Reasked(step.name, "required", counted=True))
        give_up_after_tries(draft, step.name)


def choose(draft: Draft, move: m.Choose) -> None:
    offer = draft.state.offer
    if offer is None or not 1 <= move.number <= len(offer.options):
        draft.refuse(move, "no_offer")
    else:
        _pick(draft, offer, move.number, move)


def _pick(draft: Draft, offer: Offer, number: int, move: m.Move) -> None:
    value = offer.options[number - 1]
    answer = draft.state.answers.get(offer.step)
    if answer is not None and answer.value == value:
        leave(draft, offer.step)
        return
    step = draft.plan.by_name[offer.step]
    take_up(draft, step, Candidate(value, evidence=move.evidence or offer.wanted.evidence))
