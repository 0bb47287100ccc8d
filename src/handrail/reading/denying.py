"""A no or a yes in the words of the question: "no allergies", "I need a courtesy car"."""

from __future__ import annotations

import re

from ..kinds.base import Reading, Span
from ..kinds.heard import phrase
from .hearing import Hearing
from .values import Value

__all__ = ["hear_denials"]

# Who would rather not tell, or cannot, has not said no.
_WITHHOLDS = re.compile(
    phrase(
        """
        skip|(?:rather|prefer) not(?: to)? (?:say|give|share|tell|leave)|give(?: out)?|giving
        |shar(?:e|ing)|check|remember|recall|never mind|forget(?: about)?|leave|take
        |none of your business|(?:do|does) (?:i|we) have to|can't be bothered|text me|a text is
        |text is|pass|next|blank|move on|(?:maybe )?later(?: on)?"""
    )
)


_WANTS = re.compile(
    r"(?<!\bif )(?<!\bdo )(?<!\bshould )(?<!\bwould )(?<!\bcould )(?<!\bcan )\b(?:i|we)"
    r"(?: do|'d|'ll| would| will|'ve)?(?: also| really| definitely)?"
    r"(?: (?:need|want|like|love|take|have|have got|got))(?: to have)? *$"
)
_PLEASE = re.compile(r" please\b")


def hear_denials(hearing: Hearing) -> None:
    """Take a refusal of what a yes-or-no step asks about as its no.

    "I don't need a courtesy car" declines no answer: it is the answer. Said beside a yes ("yeah,
    no allergies") it is doubtful.
    """
    steps = hearing.workflow.steps
    for mention in hearing.mentioned("decline"):
        for name in mention.steps:
            if name in steps and steps[name].kind.name == "yes_no":
                _deny(hearing, name, mention.span)
    _hear_what_is_wanted(hearing)
    prompt = hearing.prompt
    if hearing.asked_kind == "yes_no" and prompt and prompt.step and not hearing.scene.reception:
        for span in hearing.spans_of("decline"):
            _deny(hearing, prompt.step, span)


def _hear_what_is_wanted(hearing: Hearing) -> None:
    """Take the wish for what a yes-or-no step asks about as its yes."""
    tape, steps = hearing.tape, hearing.workflow.steps
    for mention in hearing.mentioned("plain"):
        begin, end = mention.span
        wants = _WANTS.search(tape.plain[:begin])
        please = _PLEASE.search(tape.plain[begin:end])  # a mention takes it in
        begin = wants.start() if wants else begin
        answered = {value.step for value in hearing.values}
        for name in mention.steps if wants or please else ():
            if name not in steps or steps[name].kind.name != "yes_no" or name in answered:
                continue
            answer = hearing.state.answers.get(name) if hearing.wish is None else None
            known = answer is not None and answer.value is True
            reading = Reading("clear", value=True, spans=((begin, end),))
            hearing.values.append(Value(name, reading, known=known))
            tape.claim((begin, end))


def _deny(hearing: Hearing, step: str, span: Span) -> None:
    if _WITHHOLDS.search(hearing.tape.plain[slice(*span)]):
        return
    said = next((value for value in hearing.values if value.step == step), None)
    if said is not None and said.reading.value is False:
        return
    answer = hearing.state.answers.get(step) if hearing.wish is None else None
    reading = Reading("clear", value=False, spans=(span,), doubtful=said is not None)
    known = answer is not None and answer.value is False
    others = [value for value in hearing.values if value.step != step]
    hearing.values = [*others, Value(step, reading, known=known)]
