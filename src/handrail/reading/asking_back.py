"""Questions about what was agreed: "wait, is it tomorrow or today?", "did you say three or four?".

Who asks for what the desk holds, or whether it holds this, changes nothing by it: they are told.
"""

from __future__ import annotations

import re
from typing import Final

from ..kinds.heard import phrase
from .cues import Cue
from .hearing import Hearing
from .naming import Mention

__all__ = ["hear_asking_back", "told_or_gone_back_to"]

_NUMBER: Final = """
    (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon|midday|midnight|half
    |quarter|\\d{1,2}(?::\\d\\d)?(?:st|nd|rd|th)?|thirty|fifteen|forty five)"""
_TIME: Final = f"""
    (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tomorrow|tonight|{_NUMBER}|[ap] ?m
    |o'clock|the|on|at|for|of|in|and|or|to|past|this|next|week|morning|afternoon|evening|first
    |second|third|(?:twenty )?(?:fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh|twelfth
    |thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth
    |thirtieth|january|february|march|april|may|june|july|august|september|october|november
    |december)"""
_ASKED: Final = re.compile(
    r"^ *(?:(?:oh|um+|uh+|er+|and|so|but|sorry|wait|hang on|hold on|ok|okay|well) +)*"
    + phrase(
        f"""
        (?:(?:(?:is|was|isn't|wasn't) (?:it|that|this|the (?:appointment|booking))
        |did (?:you|i|we) (?:say|mean|put|book)(?: (?:it|me))?|(?:have you|you) (?:got|have|put) me
        (?: down)?|am i(?: down| booked)?(?: in)?)(?: (?:really|still|definitely|actually|just))*
        (?P<time>(?: {_TIME})+)|(?:what|which)(?:'s| is| was)? that(?: (?:again|time|day))+)"""
    )
    + r"(?: +(?:again|then|now|right|please|sorry))* *$"
)
_OPEN: Final = frozenset({"on", "at", "for", "of", "in", "and", "or", "to", "the", "this", "next"})
_SAID_IN_FULL: Final = frozenset({"when", "choice", "name"})
"""Kinds whose values a summary says; numbers and addresses were read back before."""


def hear_asking_back(hearing: Hearing) -> None:
    """Hear whether a time is asked about that was put to the caller or agreed."""
    match = _ASKED.match(hearing.tape.plain)
    if match is None or hearing.scene.reception or hearing.asked_kind == "when":
        return
    if match["time"] and not set(match["time"].split()) - _OPEN:
        return
    times = [name for name, step in hearing.workflow.steps.items() if step.kind.name == "when"]
    if len(times) != 1 or not (hearing.act == "offer" or hearing.holds(times[0])):
        return
    hearing.tape.claim(match.span())
    told_or_gone_back_to(hearing, Mention("asked", (times[0],), match.span()))


def told_or_gone_back_to(hearing: Hearing, asked: Mention) -> None:
    """Have what was asked for be said: again, where it was said last, or by going back to it."""
    prompt, steps = hearing.prompt, hearing.workflow.steps
    if hearing.act == "summary":
        again = all(steps[name].kind.name in _SAID_IN_FULL for name in asked.steps)
    else:
        again = hearing.act == "offer" and prompt is not None and prompt.step in asked.steps
    if again:
        hearing.cues.append(Cue("repeat", asked.span))
    else:
        hearing.mentions.append(asked._replace(how="change"))
