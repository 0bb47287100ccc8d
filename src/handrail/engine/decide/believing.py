"""What is believed of a model's moves: those that quote the caller and are plainly said."""

from __future__ import annotations

from .. import moves as m
from ..events import Refusal
from .draft import Draft

__all__ = ["disbelieved"]

_HARMLESS = (m.Help, m.Question, m.Repeat, m.Silence, m.Unclear, m.Wait)
"""Moves that change no answer: a model need not quote the caller for them."""


def disbelieved(draft: Draft, move: m.Move) -> Refusal | None:
    """Tell why a model's move is not believed; None if it is."""
    if isinstance(move, _HARMLESS):
        return None
    if not _is_quoted(draft, move):
        return "no_evidence"
    return "not_plain" if move.doubtful and _must_be_plain(draft, move) else None


def _is_quoted(draft: Draft, move: m.Move) -> bool:
    """A model's move must quote the caller: this turn's words, unless it records a value.

    A value may be pieced together over several turns; a yes said to something else may not be
    used again: "sounds good" to a number is no yes to the summary.
    """
    if move.evidence is None:
        return False
    return isinstance(move, m.Record) or move.evidence.turn == draft.state.turn


def _must_be_plain(draft: Draft, move: m.Move) -> bool:
    """Whether a move is believed only where the words plainly say it.

    A doubtful value is read back, and a doubtful yes to a summary is asked for once more, plainly.
    To that question, and to a value just read back, only a plain yes will do: what follows is taken
    for agreed. Nor does a call go back on a guess: a model that went back at each turn would never
    let it end. What drops an answer or the run is never done on a guess (see `going` for a wish to
    end it).
    """
    state, prompt = draft.state, draft.state.prompt
    match move:
        case m.Affirm():
            summary = prompt is not None and prompt.act == "summary"
            return not (summary and prompt is not None and prompt.manner != "plain")
        case m.Deny():
            step = prompt.step if prompt is not None and prompt.act == "ask" else None
            return step is not None and step not in state.revisits
        case m.Decline(step=name):
            declined = draft.plan.by_name.get(name)
            return declined is not None and declined.optional
        case m.Restart() | m.Switch():
            return True
        case m.Revisit():
            return not (prompt is not None and prompt.act == "change")
        case _:
            return False
