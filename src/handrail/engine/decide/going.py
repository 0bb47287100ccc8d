"""Rules of going elsewhere: back to a step, to another workflow, to a person, away."""

from __future__ import annotations

from .. import events as e
from .. import moves as m
from ..agenda import applies
from .agreeing import clear_denied
from .draft import Draft
from .recording import check_initial

__all__ = ["abandon", "ask_human", "goodbye", "restart", "revisit", "switch"]


def revisit(draft: Draft, move: m.Revisit) -> None:
    state, prompt = draft.state, draft.state.prompt
    name = move.step if move.step is not None else _last_answered(draft)
    if name is None:
        draft.refuse(move, "nothing_to_revisit")
        return
    step = draft.plan.by_name.get(name)
    if step is None:
        draft.refuse(move, "unknown_step", name)
    elif not applies(draft.plan, state, step):
        draft.refuse(move, "does_not_apply", name)
    elif prompt is not None and prompt.act == "read_back" and prompt.step == name:
        clear_denied(draft, prompt)  # "wait, that number is wrong" is a no
    else:
        if state.offer is not None:
            draft.add(e.OfferWithdrawn(state.offer.step))
        asked_already = prompt is not None and prompt.step == name and name not in state.answers
        if name not in state.revisits and not asked_already:
            draft.add(e.RevisitQueued(name))


def _last_answered(draft: Draft) -> str | None:
    """The step before the one asked, among those the caller has answered; for "go back"."""
    state, names = draft.state, list(draft.plan.names)
    asked = state.prompt.step if state.prompt else None
    before = names[: names.index(asked)] if asked in names else names
    for name in reversed(before):
        answer = state.answers.get(name)
        if answer is not None and not answer.settled:
            return name
    return None


def switch(draft: Draft, move: m.Switch) -> None:
    if move.workflow != draft.plan.name:
        draft.add(e.Closed("switched", "switched", move.workflow))


def abandon(draft: Draft, _move: m.Abandon) -> None:
    draft.add(e.Closed("abandoned", "abandoned"))


def goodbye(draft: Draft, _move: m.Goodbye) -> None:
    draft.add(e.Closed("abandoned", "goodbye"))


def ask_human(draft: Draft, move: m.AskHuman) -> None:
    if draft.plan.escalates:
        draft.add(e.Closed("escalated", "human"))
    else:
        draft.refuse(move, "no_person")


def restart(draft: Draft, _move: m.Restart) -> None:
    draft.add(e.Restarted())
    check_initial(draft)
