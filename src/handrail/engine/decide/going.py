"""Rules of going elsewhere: back to a step, to another workflow, to a person, away."""

from __future__ import annotations

from .. import events as e
from .. import moves as m
from ..agenda import applies, owes_read_back
from .draft import Draft
from .faltering import unclear
from .recording import check_initial, clear_denied

__all__ = ["abandon", "ask_human", "goodbye", "restart", "revisit", "switch"]


def revisit(draft: Draft, move: m.Revisit) -> None:
    """Go back to a step: it is asked about, and what it holds is kept until a new value passes.

    An open offer of it is withdrawn, and so is a new value whose check is still under way: it is
    what the caller wants to change. An offer of another step is set aside until that step's turn:
    "my name is wrong" does not undo "10, 10:30 or 11?". Of a value that is being read back this
    is a no.
    """
    state, prompt = draft.state, draft.state.prompt
    name = move.step if move.step is not None else _last_answered(draft)
    if name is None:
        draft.refuse(move, "nothing_to_revisit")
        return
    step = draft.plan.by_name.get(name)
    if step is None:
        draft.refuse(move, "unknown_step", name)
    elif not applies(draft.plan, state, step) or _has_no_choice(draft, name):
        draft.refuse(move, "does_not_apply", name)
    elif prompt is not None and prompt.act == "read_back" and prompt.step == name:
        clear_denied(draft, prompt)  # "wait, that number is wrong" is a no
    else:
        if state.offer_of(name) is not None:
            draft.add(e.OfferWithdrawn(name))
        asked_already = prompt is not None and prompt.step == name and name not in state.answers
        if name in state.candidates or not (name in state.revisits or asked_already):
            draft.add(e.RevisitQueued(name))


def _has_no_choice(draft: Draft, name: str) -> bool:
    """The step holds the only value there is: with one service there is none to change to."""
    answer = draft.state.answers.get(name)
    return answer is not None and answer.settled


def _last_answered(draft: Draft) -> str | None:
    """The step before the one asked, among those the caller has answered; for "go back"."""
    plan, state = draft.plan, draft.state
    asked = state.prompt.step if state.prompt else None
    before = plan.names[: plan.names.index(asked)] if asked is not None else plan.names
    for name in reversed(before):
        answer = state.answers.get(name)
        if answer and not answer.settled and applies(plan, state, plan.by_name[name]):
            return name
    return None


def switch(draft: Draft, move: m.Switch) -> None:
    """Another workflow ends this one; asking for the one that runs changes nothing."""
    if move.workflow != draft.plan.name:
        draft.add(e.Closed("switched", "switched", move.workflow))


def abandon(draft: Draft, move: m.Abandon) -> None:
    """What is being done is dropped, at any moment before it is written.

    A wish that only a model heard in the words counts as not understood: a caller who means it says
    so again, and after three tries the call ends; one who does not has lost nothing.
    """
    if move.doubtful:
        unclear(draft, m.Unclear())
    else:
        draft.add(e.Closed("abandoned", "abandoned"))


def goodbye(draft: Draft, move: m.Goodbye) -> None:
    """The caller ends the call, and with it the run; as for a wish to drop it, in plain words.

    Who takes leave when all is known but the last yes may believe that it is done. What may be
    left out is left out then, and they are asked for that yes, once.
    """
    if move.doubtful:
        unclear(draft, m.Unclear())
    elif draft.state.parting or not _lacks_only_a_yes(draft):
        draft.add(e.Closed("abandoned", "goodbye"))
    else:
        for name in _left_to_ask(draft):
            draft.add(e.Declined(name, move.evidence))
        draft.add(e.Parting())


def _lacks_only_a_yes(draft: Draft) -> bool:
    """Whether nothing but a yes to the summary is wanted, beside what may be left out."""
    plan, state = draft.plan, draft.state
    if not (plan.commits and plan.summary) or state.human or state.revisits or state.candidates:
        return False
    if state.rejected:
        return False  # "no thanks", "bye": the yes was refused
    applicable = [step for step in plan.steps if applies(plan, state, step) is not False]
    return all(
        step.optional
        if (answer := state.answers.get(step.name)) is None
        else not owes_read_back(plan, step, answer)
        for step in applicable
    )


def _left_to_ask(draft: Draft) -> list[str]:
    """The steps that nothing is known of, all of which may be left out."""
    plan, state = draft.plan, draft.state
    return [
        step.name
        for step in plan.steps
        if step.name not in state.answers and applies(plan, state, step)
    ]


def ask_human(draft: Draft, move: m.AskHuman) -> None:
    """A caller who wants a person gets one without being talked out of it."""
    if draft.plan.escalates:
        draft.add(e.Closed("escalated", "human"))
    else:
        draft.refuse(move, "no_person")


def restart(draft: Draft, _move: m.Restart) -> None:
    """Begin anew with what was known before the caller spoke, which is checked again."""
    draft.add(e.Restarted())
    check_initial(draft)
