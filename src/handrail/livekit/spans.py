"""OpenTelemetry spans of a turn, through LiveKit's tracer and inside LiveKit's own spans.

    agent_turn
      llm_node
        handrail_read      the reader: what it understood, and whether it accounts for every word
        handrail_model     the model, where the reader abstains; within it LiveKit's llm_request
      function_tool
        handrail_decide    the moves as they were made, what was refused, what is asked next
      llm_node
        handrail_word      the model, asked to put the line in its own words
        handrail_speak     which prompt the line speaks

They hold names of steps, moves and workflows, and no word that was said: what was said stands in
LiveKit's own spans, in attributes marked `lk.pii.`, under its own switch. Where LiveKit's span is
not recorded, neither are these, and they cost next to nothing.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from typing import Any, Final

from livekit.agents.telemetry import trace_types, tracer
from opentelemetry import trace

from ..conversation import Conversation
from ..engine import moves as m
from .generation import Made

__all__ = [
    "ATTR_ACT",
    "ATTR_BY",
    "ATTR_CALLS",
    "ATTR_COVERED",
    "ATTR_LINE",
    "ATTR_MANNER",
    "ATTR_MOVES",
    "ATTR_NEXT_ACT",
    "ATTR_NEXT_STEP",
    "ATTR_OUTCOME",
    "ATTR_REFUSED",
    "ATTR_REVISION",
    "ATTR_STEP",
    "ATTR_WORDS",
    "DECIDE",
    "MODEL",
    "READ",
    "SPEAK",
    "WORD",
    "answered",
    "decided",
    "span",
    "spoken",
    "understood",
]

READ: Final = "handrail_read"
MODEL: Final = "handrail_model"
DECIDE: Final = "handrail_decide"
WORD: Final = "handrail_word"
SPEAK: Final = "handrail_speak"

ATTR_STEP: Final = "handrail.step"
"""The step that was asked when the turn began."""
ATTR_ACT: Final = "handrail.act"
"""How it was asked: `ask`, `read_back`, `offer`, `summary`, `change` or `human`."""
ATTR_MANNER: Final = "handrail.manner"
"""In which manner a line asks: `first`, `rephrase`, `nudge`."""
ATTR_REVISION: Final = "handrail.revision"
"""The revision of the conversation; on a decision, after it."""
ATTR_COVERED: Final = "handrail.covered"
"""Whether the reader accounts for every word: then no model is asked."""
ATTR_MOVES: Final = "handrail.moves"
"""The moves, each with the step, workflow or topic it names: `Record(party)`."""
ATTR_BY: Final = "handrail.by"
"""Who proposed them: `reader` or `model`."""
ATTR_REFUSED: Final = "handrail.refused"
"""How many of them were refused."""
ATTR_CALLS: Final = "handrail.calls"
"""How many calls a model made."""
ATTR_WORDS: Final = "handrail.words"
"""Whether a model answered in words; for a wording, whether they are spoken."""
ATTR_NEXT_STEP: Final = "handrail.next_step"
"""The step that is asked now."""
ATTR_NEXT_ACT: Final = "handrail.next_act"
"""How it is asked."""
ATTR_OUTCOME: Final = "handrail.outcome"
"""How the workflow that was begun last has ended, if it has."""
ATTR_LINE: Final = "handrail.line"
"""The line's id, as in the stored message."""


@contextlib.contextmanager
def span(name: str, conversation: Conversation[Any]) -> Iterator[trace.Span]:
    """Record what is done within, if LiveKit's span around it is recorded.

    Of an exception only the type is kept: its message may quote the caller.
    """
    if not trace.get_current_span().is_recording():
        yield trace.INVALID_SPAN
        return
    with tracer.start_as_current_span(
        name, record_exception=False, set_status_on_exception=False
    ) as made:
        made.set_attribute(trace_types.ATTR_GEN_AI_WORKFLOW_NAME, conversation.workflow.plan.name)
        made.set_attribute(ATTR_REVISION, conversation.revision)
        _prompt(made, conversation, ATTR_STEP, ATTR_ACT)
        try:
            yield made
        except Exception as fault:
            made.set_attribute(trace_types.ATTR_ERROR_TYPE, type(fault).__name__)
            made.set_status(trace.StatusCode.ERROR)
            raise


def understood(made: trace.Span, moves: Iterable[m.Move], *, covered: bool) -> None:
    """Note what the reader found."""
    if made.is_recording():
        made.set_attribute(ATTR_COVERED, covered)
        made.set_attribute(ATTR_MOVES, [_name(move) for move in moves])


def answered(made: trace.Span, *, calls: int, words: bool) -> None:
    """Note what kind of an answer a model gave."""
    if made.is_recording():
        made.set_attribute(ATTR_CALLS, calls)
        made.set_attribute(ATTR_WORDS, words)


def decided(made: trace.Span, moves: Iterable[Made], conversation: Conversation[Any]) -> None:
    """Note the moves as they were made, and what has come of them."""
    if not made.is_recording():
        return
    moves = list(moves)
    made.set_attribute(ATTR_MOVES, [_name(each.move) for each in moves])
    made.set_attribute(ATTR_REFUSED, sum(each.refused is not None for each in moves))
    if moves:
        made.set_attribute(ATTR_BY, moves[0].move.by)
    made.set_attribute(ATTR_REVISION, conversation.revision)
    _prompt(made, conversation, ATTR_NEXT_STEP, ATTR_NEXT_ACT)
    if conversation.outcome is not None:
        made.set_attribute(ATTR_OUTCOME, conversation.outcome)


def spoken(conversation: Conversation[Any], line: str) -> None:
    """Note that a line is spoken now; how long that takes, LiveKit's own spans tell."""
    with span(SPEAK, conversation) as made:
        if made.is_recording():
            made.set_attribute(ATTR_LINE, line)
            if prompt := conversation.state.prompt:
                made.set_attribute(ATTR_MANNER, prompt.manner)


def _prompt(made: trace.Span, conversation: Conversation[Any], step: str, act: str) -> None:
    prompt = conversation.state.prompt
    if prompt is not None:
        made.set_attribute(act, prompt.act)
        if prompt.step is not None:
            made.set_attribute(step, prompt.step)


def _name(move: m.Move) -> str:
    match move:
        case m.Record(step=about) | m.Revisit(step=about) | m.Decline(step=about):
            pass
        case m.Switch(workflow=about) | m.Question(topic=about):
            pass
        case _:
            about = None
    return f"{type(move).__name__}({about})" if about else type(move).__name__
