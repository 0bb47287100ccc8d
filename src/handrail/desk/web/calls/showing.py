"""Making a call of the journal what a page shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from handrail import engine, view
from handrail.desk.replay import Replay
from handrail.engine import events as e
from handrail.engine.state import State
from handrail.journal import Turn
from handrail.reception import RECEPTION

from .shown import Rung, ShownCall, ShownTurn, Words
from .telling import told_of

__all__ = ["shown_call"]

_ASKING: Final = {
    "ask": "asks for {label}",
    "read_back": "reads {label} back",
    "offer": "offers a choice of {label}",
    "summary": "asks for a yes to the summary",
    "change": "asks what to change",
    "human": "offers a person",
}


def shown_call(replay: Replay, *, until: int | None = None) -> ShownCall:
    """Return a call as it stood after one of its turns.

    Args:
        replay: The call.
        until: The turn's number; None for the last.
    """
    every = replay.turns
    turns = every if until is None else every[: until + 1]
    at = _with_ladder(turns)
    last = turns[-1] if turns else None
    return ShownCall(
        id=replay.call,
        turns=[_shown(turn, turns, replay) for turn in turns],
        workflow=at.workflow.plan.name if at and at.workflow else "",
        outcome=(at.state.outcome or "") if at else "",
        ladder=_ladder(at, turns, replay) if at else (),
        asking=_asking(last) if last else "",
        is_whole=replay.is_whole,
    )


def _with_ladder(turns: Sequence[Turn]) -> Turn | None:
    """Return the last turn, or a copy of it with the run that ended in it or before.

    After a workflow has ended the reception asks what else is wanted: the ladder stays.
    """
    state = State()
    found: Turn | None = None
    for turn in turns:
        for decision in turn.decisions:
            if isinstance(decision.event, e.Began):
                state = State()
            state = engine.replay(state, [decision.event])
            if decision.workflow.plan.name != RECEPTION:
                found = Turn(turn.number, turn.at, workflow=decision.workflow, state=state)
    return found


def _ladder(at: Turn, turns: Sequence[Turn], replay: Replay) -> list[Rung]:
    if at.workflow is None:
        return []
    moment = turns[at.number].at
    context = replay.context if moment is None else replace(replay.context, now=moment)
    prompt = at.state.prompt
    asked = prompt.step if prompt is not None and at.state.phase == "open" else None
    why = _why_cleared(at, turns)
    rungs = []
    for rung in view.rungs(at.workflow, at.state, context):
        step, status = rung["step"], rung["status"]
        if status == "asked" and asked is None:
            status = "open"
        cleared = why.get(step, "") if status in {"open", "asked"} else ""
        rungs.append(Rung(rung["label"], status, rung["text"], cleared, step == asked))
    return rungs


def _why_cleared(at: Turn, turns: Sequence[Turn]) -> dict[str, str]:
    """Return why steps of a run that were answered are not any more."""
    why: dict[str, str] = {}
    for turn in turns:
        for decision in turn.decisions:
            match decision.event:
                case e.Began():
                    why = {}
                case e.Cleared(step=step, cause=cause, reason=reason):
                    why[step] = reason or (
                        "the caller said no" if cause == "denied" else "outdated"
                    )
                case e.CheckFailed(step=step, reason=reason):
                    why[step] = reason
        if turn.number == at.number:
            break
    return why


def _asking(turn: Turn) -> str:
    prompt, workflow = turn.state.prompt, turn.workflow
    if prompt is None or workflow is None or turn.state.phase != "open":
        return ""
    if workflow.plan.name == RECEPTION:
        return "asks what is wanted"
    step = workflow.steps.get(prompt.step or "")
    return _ASKING[prompt.act].format(label=step.label if step else "")


def _shown(turn: Turn, turns: Sequence[Turn], replay: Replay) -> ShownTurn:
    told = dict.fromkeys(told_of(turn, replay.context))
    return ShownTurn(
        number=turn.number,
        words=_marked(turn, turns),
        is_silence=turn.caller is not None and not turn.caller.strip() and not turn.private,
        is_private=turn.private,
        desk=turn.desk or "",
        told=tuple(told),
        model_calls=turn.model_calls,
        milliseconds=turn.milliseconds,
        hung_up=turn.hung_up,
        handed_over=turn.handed_over,
    )


def _marked(turn: Turn, turns: Sequence[Turn]) -> list[Words]:
    """Return the caller's words, those marked that a step was answered by, then or later."""
    text = turn.caller or ""
    spans: list[tuple[int, int, str]] = []
    for later in turns[turn.number :]:
        for quote in later.quotes:
            for piece in quote.said if quote.turn == turn.number else ():
                found = re.search(re.escape(piece.strip()), text, re.IGNORECASE)
                if found is not None and found.end() > found.start():
                    spans.append((*found.span(), quote.step))
    words: list[Words] = []
    at = 0
    for start, end, step in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if start >= at:  # of two that overlap the longer
            words += [Words(text[at:start])] if start > at else []
            words.append(Words(text[start:end], step))
            at = end
    return [*words, Words(text[at:])] if at < len(text) else words
