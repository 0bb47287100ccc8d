"""Rules of yes and no: what they mean for an offer, a read-back, the summary, a plain question."""

from __future__ import annotations

from .. import events as e
from .. import moves as m
from ..agenda import applies, upcoming
from ..state import Candidate, Offer, Prompt
from .draft import Draft
from .faltering import ask_again, give_up_after_tries, nothing_came_of_it
from .recording import clear_denied, leave, take_up

__all__ = ["affirm", "choose", "decline", "deny"]


def affirm(draft: Draft, move: m.Affirm) -> None:
    """A yes agrees to what was asked and heard before it, and to nothing else."""
    prompt = draft.state.prompt
    if prompt is None:
        draft.refuse(move, "nothing_to_confirm")
    elif not prompt.begun:
        draft.refuse(move, "not_heard", prompt.step)
    elif prompt.manner == "nudge":
        ask_again(draft, "return")  # a yes to "Still there?" agrees to nothing else
    elif prompt.act == "human" and draft.state.human:
        draft.add(e.Closed("escalated", "human"))
    elif prompt.act == "offer":
        _affirm_offer(draft, move, prompt)
    elif prompt.act == "read_back":
        _affirm_read_back(draft, move, prompt)
    elif prompt.act == "summary":
        _affirm_summary(draft, move, prompt)
    elif prompt.act == "ask" and _leaves_room_for_yes(draft, prompt):
        draft.add(e.Reasked(str(prompt.step), "invite"))
    else:
        nothing_came_of_it(draft, move)


def _leaves_room_for_yes(draft: Draft, prompt: Prompt) -> bool:
    """Tell whether a yes means "go on": "Is there an email?", "Would you like another time?"."""
    name = str(prompt.step)
    revisited = name in draft.state.revisits and name in draft.state.answers
    return prompt.manner != "invite" and (revisited or draft.plan.by_name[name].optional)


def _affirm_offer(draft: Draft, move: m.Affirm, prompt: Prompt) -> None:
    """A yes takes the only option that was heard; of several it is asked which one."""
    offer = draft.state.offer
    if offer is None or not prompt.offers(offer):
        draft.refuse(move, "nothing_to_confirm")  # an earlier move of this turn has changed it
    elif not offer.heard:
        draft.refuse(move, "not_heard", offer.step)
    elif len(offer.options) == 1:
        _pick(draft, offer, 1, move)
    else:
        nothing_came_of_it(draft, move, "which")


def _affirm_read_back(draft: Draft, move: m.Affirm, prompt: Prompt) -> None:
    """A yes confirms the value that was read back, if it was heard and has not changed since."""
    name = str(prompt.step)
    answer = draft.state.answers.get(name)
    if answer is None or answer.value != prompt.values[name]:
        return  # changed by an earlier move of this turn: the yes was meant for the old value
    if not answer.read_back:
        draft.refuse(move, "not_heard", name)
    else:
        draft.add(e.Confirmed(name))


def _affirm_summary(draft: Draft, move: m.Affirm, prompt: Prompt) -> None:
    """A yes confirms every value that a summary named; what was not heard is summarised again.

    A yes that only a model understood leads to one plain question, since what follows is written.
    """
    before = draft.state
    named = [
        (name, answer)
        for name, value in prompt.values.items()
        if (answer := before.answers.get(name)) and answer.value == value and answer.named
    ]
    if not (prompt.complete or prompt.heard or len(named) == len(prompt.values)):
        draft.refuse(move, "not_heard")  # cut at once: it was a yes to something else
        return
    if move.by == "model" and prompt.manner != "plain":
        draft.add(e.Reasked("summary", "plain"))
        return
    for name, answer in named:
        if answer.status != "confirmed" and not answer.settled:
            draft.add(e.Confirmed(name))
    if _all_agreed(draft):
        draft.add(e.Accepted())
    elif draft.state is before:
        draft.refuse(move, "not_heard")


def _all_agreed(draft: Draft) -> bool:
    """Whether nothing is left to agree to, and no move of this turn put anything before it."""
    plan, state = draft.plan, draft.state
    return upcoming(plan, state) == ("summary", None) and all(
        name not in state.candidates
        and (answer.settled or answer.status in {"confirmed", "declined"})
        for name, answer in state.answers.items()
        if applies(plan, state, plan.by_name[name])
    )


def deny(draft: Draft, move: m.Deny) -> None:
    """A no alone turns down what was asked; what is wanted instead is asked next."""
    state, prompt = draft.state, draft.state.prompt
    if prompt is None:
        draft.refuse(move, "nothing_to_confirm")
    elif not prompt.begun:
        draft.refuse(move, "not_heard", prompt.step)
    elif prompt.act == "human" and state.human:
        draft.add(e.HumanRefused())
        coming = upcoming(draft.plan, draft.state)
        if coming is not None:
            draft.add(e.Reasked(coming[1] or coming[0], "again"))
    elif prompt.act == "offer" and state.offer is not None and prompt.offers(state.offer):
        draft.add(e.OfferWithdrawn(state.offer.step))
        draft.add(e.Reasked(state.offer.step, "other"))
    elif prompt.act == "read_back":
        clear_denied(draft, prompt)
    elif prompt.act == "summary" and state.parting:
        draft.add(e.Closed("abandoned", "goodbye"))
    elif prompt.act == "summary":
        draft.add(e.Rejected())
    elif prompt.act == "change":
        draft.add(e.Reconsidered())
        give_up_after_tries(draft, "summary")
    elif prompt.act == "ask":
        _deny_ask(draft, move, str(prompt.step))
    else:
        nothing_came_of_it(draft, move)


def _deny_ask(draft: Draft, move: m.Deny, name: str) -> None:
    """A no to a question leaves a revisited value as it is, and declines an optional step."""
    if name in draft.state.revisits and name in draft.state.answers:
        leave(draft, name)
    elif draft.plan.by_name[name].optional:
        draft.add(e.Declined(name, move.evidence))
    else:
        nothing_came_of_it(draft, move)


def decline(draft: Draft, move: m.Decline) -> None:
    """Only an optional step can be declined; of another it is said that it cannot do without.

    A bare "no" counts as one, too, so it must have been asked aloud.
    """
    prompt = draft.state.prompt
    step = draft.plan.by_name.get(move.step)
    answer = draft.state.answers.get(move.step)
    if step is None:
        draft.refuse(move, "unknown_step", move.step)
    elif prompt is not None and prompt.step == move.step and not prompt.begun:
        draft.refuse(move, "not_heard", move.step)
    elif answer is not None and (answer.status == "declined" or move.by == "task"):
        leave(draft, step.name)  # a task that was to change a value and gave none changes nothing
    elif step.optional:
        draft.add(e.Declined(step.name, move.evidence))
    elif move.by == "model":
        draft.refuse(move, "required", step.name)
    else:
        draft.add(e.Reasked(step.name, "required", counted=True))
        give_up_after_tries(draft, step.name)


def choose(draft: Draft, move: m.Choose) -> None:
    """A number picks from the offer on the table: not from one just made, or set aside."""
    offer = draft.state.offer
    there = offer is not None and 1 <= move.number <= len(offer.options)
    if offer is not None and there and _on_the_table(draft, offer):
        _pick(draft, offer, move.number, move)
    else:
        draft.refuse(move, "no_offer")


def _on_the_table(draft: Draft, offer: Offer) -> bool:
    """The caller has heard it, and was not taken back to another step since."""
    prompt, revisits = draft.state.prompt, draft.state.revisits
    if prompt is None or (revisits and revisits[0] != offer.step):
        return False
    return offer.heard or prompt.offers(offer)


def _pick(draft: Draft, offer: Offer, number: int, move: m.Move) -> None:
    """What is picked is an answer like any other, and is checked once more: it may be gone."""
    value = offer.options[number - 1]
    answer = draft.state.answers.get(offer.step)
    if answer is not None and answer.value == value:
        leave(draft, offer.step)
        return
    step = draft.plan.by_name[offer.step]
    evidence = move.evidence or offer.wanted.evidence
    take_up(draft, step, Candidate(value, evidence=evidence, doubtful=move.doubtful))
