"""Questions about what was agreed: "wait, is it tomorrow or today?", "did you say three or four?".

Who asks for what the desk holds, or whether it holds this, changes nothing by it: they are told.
"I'm away then" speaks of the time as well, without naming it, and asks for another.
"""

from __future__ import annotations

import re
from typing import Final

from ..kinds.heard import phrase
from ..kinds.word_lists import MONTHS, WEEKDAYS
from .cues import Cue
from .hearing import Hearing
from .naming import Mention

__all__ = ["hear_asking_back", "told_or_gone_back_to"]

_NUMBER: Final = """
    (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon|midday|midnight|half
    |quarter|\\d{1,2}(?::\\d\\d)?(?:st|nd|rd|th)?|thirty|fifteen|forty five)"""
_TIME: Final = f"""
    (?:{WEEKDAYS}|today|tomorrow|tonight|{_NUMBER}|[ap] ?m
    |o'clock|the|on|at|for|of|in|and|or|to|past|this|next|week|morning|afternoon|evening|first
    |second|third|(?:twenty )?(?:fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh|twelfth
    |thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth
    |thirtieth|{MONTHS})"""
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
_AWAY: Final = re.compile(
    r" *(?:(?:oh|um+|uh+|er+|hm+|and|so|but|sorry|wait|no|ah|actually|hang on) +)*"
    + phrase(
        """
        (?:i'm|i am|we're|we are|i'll be|i will be|we'll be) (?:actually )?(?:away|busy|out|abroad
        |out of town|on holiday|on vacation|at work|working|not (?:free|around|available|here|in
        |there)) (?:then|that day|on that day|that week|at that time)
        |i (?:can't|cannot|won't) (?:do|make|manage|be able to (?:do|make)) (?:then|that day
        |that time|it then|it that day|it at that time)"""
    )
    + r"(?: +(?:sorry|though|actually))* *"
)
# Of a time that is agreed on; of those on offer it turns one down, or all.
_UNSUITED: Final = re.compile(
    r" *(?:(?:oh|um+|uh+|er+|hm+|and|so|but|sorry|wait|no|ah|actually|hang on) +)*"
    + phrase(
        f"""
        (?:that's|it's|that is|it is) (?:actually |rather |quite |really |far |way |much )?(?:a bit
        |a little|too|rather|quite|a bit too|a little too) (?:early|late|soon)(?: for me)?
        |not (?:on )?{WEEKDAYS}"""
    )
    + r"(?: +(?:sorry|though|actually))* *"
)
_OPEN: Final = frozenset({"on", "at", "for", "of", "in", "and", "or", "to", "the", "this", "next"})
_SAID_IN_FULL: Final = frozenset({"when", "choice", "name"})
"""Kinds whose values a summary says; numbers and addresses were read back before."""


def hear_asking_back(hearing: Hearing) -> None:
    """Hear whether a time is asked about that was put to the caller or agreed, or objected to."""
    if hearing.scene.reception or hearing.asked_kind == "when":
        return
    times = [name for name, step in hearing.workflow.steps.items() if step.kind.name == "when"]
    if len(times) != 1 or not (hearing.act == "offer" or hearing.holds(times[0])):
        return
    plain = hearing.tape.plain
    away = _AWAY.fullmatch(plain)
    if away is None and hearing.act != "offer":
        away = _UNSUITED.fullmatch(plain)
    if away:
        hearing.tape.claim(away.span())
        hearing.mentions.append(Mention("change", (times[0],), away.span()))
    elif (asked := _ASKED.match(plain)) and _names_a_time(asked):
        hearing.tape.claim(asked.span())
        told_or_gone_back_to(hearing, Mention("asked", (times[0],), asked.span()))


def _names_a_time(asked: re.Match[str]) -> bool:
    """Whether more than "on the" follows "is it"; "what was that again" names none."""
    return not asked["time"] or bool(set(asked["time"].split()) - _OPEN)


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
