"""Rules of turns that answer nothing: asides, silence, and words nobody could make sense of."""

from __future__ import annotations

from .. import events as e
from .. import moves as m
from ..agenda import upcoming
from ..state import Manner
from .draft import Draft

__all__ = [
    "ask_again",
    "give_up_after_tries",
    "help",
    "nothing_came_of_it",
    "question",
    "repeat",
    "silence",
    "unclear",
    "wait",
]

TRIES_BEFORE_HELP = 2
TRIES_BEFORE_A_PERSON = 3
SILENCES_BEFORE_THE_END = 3


def question(draft: Draft, move: m.Question) -> None:
    if not move.answered:
        draft.add(e.Digressed(move.topic))
    ask_again(draft, "return")


def repeat(draft: Draft, _move: m.Repeat) -> None:
    ask_again(draft, "repeat")


def help_out(draft: Draft, _move: m.Help) -> None:
    ask_again(draft, "help")


def wait(draft: Draft, _move: m.Wait) -> None:
    draft.add(e.Waited())


def silence(draft: Draft, _move: m.Silence) -> None:
    draft.add(e.Silent())
    state = draft.state
    if state.silences >= SILENCES_BEFORE_THE_END:
        draft.add(e.Closed("abandoned", "silence"))
        return
    if _about(draft) in state.partials:
        ask_again(draft, "rest")
    else:
        ask_again(draft, "nudge" if state.silences == 1 else "help")


def unclear(draft: Draft, move: m.Unclear) -> None:
    nothing_came_of_it(draft, move)


def _about(draft: Draft) -> str | None:
    """What the caller was asked: the step, or the act where there is no step."""
    prompt = draft.state.prompt
    if prompt is not None:
        return prompt.step or prompt.act
    coming = upcoming(draft.plan, draft.state)
    return coming and (coming[1] or coming[0])


def ask_again(draft: Draft, manner: Manner) -> None:
    about = _about(draft)
    if about is not None:
        draft.add(e.Reasked(about, manner))


def nothing_came_of_it(draft: Draft, move: m.Move, manner: Manner | None = None) -> None:
    """Ask again in another way, and after a few tries offer a person or end politely.

    What a model makes of a turn is refused instead, so that it can try again.
    """
    about = _about(draft)
    if move.by == "model" and not isinstance(move, m.Unclear):
        draft.refuse(move, "nothing_to_confirm")
    elif about is not None:
        tries = draft.state.tries.get(about, 0) + 1
        usual: Manner = "help" if tries >= TRIES_BEFORE_HELP else "rephrase"
        draft.add(e.Reasked(about, manner or usual, counted=True))
        give_up_after_tries(draft, about)


def give_up_after_tries(draft: Draft, about: str) -> None:
    tries = draft.state.tries.get(about, 0)
    if about == "human":
        if tries >= TRIES_BEFORE_HELP:
            draft.add(e.Closed("abandoned", "not_understood"))
    elif tries >= TRIES_BEFORE_A_PERSON:
        if draft.plan.escalates and not draft.state.human_refused:
            draft.add(e.HumanOffered())
        else:
            draft.add(e.Closed("abandoned", "not_understood"))
