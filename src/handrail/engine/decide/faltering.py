"""Rules of turns that answer nothing: asides, silence, and words nobody could make sense of.

They always end. What was not understood is asked in other words, then with help; then a person is
offered, or the run ends politely. And whatever a caller does, no step is asked about for ever.
"""

from __future__ import annotations

from typing import Literal

from .. import events as e
from .. import moves as m
from ..agenda import upcoming
from ..state import Act, Manner
from .draft import Draft

__all__ = [
    "ask_again",
    "end_if_stuck",
    "give_up_after_tries",
    "help_out",
    "nothing_came_of_it",
    "offer_a_person",
    "question",
    "repeat",
    "silence",
    "unclear",
    "wait",
]

TRIES_BEFORE_HELP = 2
TRIES_BEFORE_A_PERSON = 3
SILENCES_BEFORE_THE_END = 3
REASKS_BEFORE_A_PERSON = 12
"""Far more than a call that goes well needs at one step, asides and questions included."""
REASKS_AT_MOST = 2 * REASKS_BEFORE_A_PERSON
"""Where what is asked is something to agree to, and not the same as before: a value and the summary
in turn, say, by a caller who keeps saying the value again and goodbye."""


def question(draft: Draft, move: m.Question) -> None:
    """A question is answered, and then what was asked is asked again in other words."""
    if not move.answered:
        draft.add(e.Digressed(move.topic))
    ask_again(draft, "return")


def repeat(draft: Draft, _move: m.Repeat) -> None:
    """What was said last is said again; nothing is counted against the caller."""
    ask_again(draft, "repeat")


def help_out(draft: Draft, _move: m.Help) -> None:
    """A caller who asks what to say is told at once, without being asked twice before."""
    ask_again(draft, "help")


def wait(draft: Draft, _move: m.Wait) -> None:
    """The caller needs a moment: what was asked stands, and is not said again."""
    draft.add(e.Waited())


def silence(draft: Draft, _move: m.Silence) -> None:
    """A silence is first nudged ("Still there?", "And the rest?"), then helped, then the end.

    After a question of which nothing was heard, it is no wonder: that is asked again.
    """
    draft.add(e.Silent())
    state = draft.state
    if state.silences >= SILENCES_BEFORE_THE_END:
        draft.add(e.Closed("abandoned", "silence"))
    elif state.prompt is not None and not state.prompt.begun:
        ask_again(draft, "repeat")
    elif _about(draft) in state.partials:
        ask_again(draft, "rest")
    else:
        ask_again(draft, "nudge" if state.silences == 1 else "help")


def unclear(draft: Draft, move: m.Unclear) -> None:
    """Words of which nothing could be made count towards giving up.

    A caller who is told why they cannot be an answer is not asked in other words as well.
    """
    if move.reason:
        draft.add(e.Explained(move.reason))
    nothing_came_of_it(draft, move, "return" if move.reason else None)


def _about(draft: Draft) -> str | None:
    """What the caller was asked: the step, or the act where there is no step."""
    prompt = draft.state.prompt
    if prompt is not None:
        return prompt.step or prompt.act
    coming = upcoming(draft.plan, draft.state)
    return coming and (coming[1] or coming[0])


def ask_again(draft: Draft, manner: Manner) -> None:
    """Have what was asked be asked again in this manner, without counting it."""
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
    """After three tries a person is offered; who does not understand that offer is let go."""
    tries = draft.state.tries.get(about, 0)
    if about == "human":
        if tries >= TRIES_BEFORE_HELP:
            draft.add(e.Closed("abandoned", "not_understood"))
    elif tries >= TRIES_BEFORE_A_PERSON:
        offer_a_person(draft, "not_understood")


def end_if_stuck(draft: Draft, coming: tuple[Act, str | None] | None) -> bool:
    """Give up, and tell so, when the same is asked about again and again, whatever came of it.

    Questions, "say that again" and "no, the other one" are not counted as tries; a caller who
    does nothing else for a dozen turns is not served by a thirteenth.
    """
    state, prompt = draft.state, draft.state.prompt
    if coming is None or prompt is None:
        return False
    act, step = coming
    # A new value to agree to: whoever answers at last has got on.
    got_on = act in {"read_back", "summary"} and act != prompt.act
    at_most = REASKS_AT_MOST if got_on else REASKS_BEFORE_A_PERSON
    if state.reasks.get(step or "", 0) < at_most:
        return False
    if state.human:
        draft.add(e.Closed("abandoned", "not_understood"))
    else:
        offer_a_person(draft, "not_understood")
    return True


def offer_a_person(draft: Draft, cause: Literal["failed", "not_understood"]) -> None:
    """Offer a person, once in a run; where there is none, or none was wanted, end politely."""
    state = draft.state
    if state.human:
        return  # offered already: of two checks both broke
    if draft.plan.escalates and not state.human_refused:
        draft.add(e.HumanOffered())
    else:
        draft.add(e.Closed("abandoned", cause))
