"""Words that change an answer though nothing cues it: "Thursday at two", asked for a name."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Any, Literal

from ..engine.state import State
from ..kinds.base import Context, Kind
from ..kinds.heard import is_question, phrase
from ..kinds.word_lists import WEEKDAYS
from ..workflow import Workflow
from .fillers import left_in
from .tape import Tape

__all__ = ["change_of_time", "spells_a_name"]

# A new time among other words is a correction when it is set against the old one, or said with an
# apology ("sorry"), as what follows from hearing it ("half one then") or as a shift of it.
_DAY_OR_TIME = r"""(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sat|sun)(?:day)?|tomorrow|today
    |noon|midday|\d{1,2}(?::\d\d)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half"""
_SET_AGAINST = re.compile(
    phrase(f"(?:no )?not (?:on |at |the |this |next )*(?:{_DAY_OR_TIME})")
    + "|"
    + phrase(
        rf"""
        (?:an|one|two|half an|a half|a couple of|[\d]+)? ?(?:hours?|minutes|days?|weeks?)
        (?: and a half)? (?:later|earlier|sooner|forward|back)
        |(?:push|move|bring|put|shift) it (?:back|forward|up|to|by|an|half|a|one|two)
        |same time (?:on|the|next)|(?:next|following) (?:day|week) same time
        |(?:anything|something|any|an?|a bit|a little) (?:earlier|later|sooner)
        |back to (?:{_DAY_OR_TIME})|my day off|the (?:week|day) after(?= ?$)
        |(?:morning|afternoon|evening)s? (?:if possible|if you can|ideally|preferably|is better)
        |(?:ideally|preferably) (?:in )?(?:the )?(?:morning|afternoon|evening)
        |(?:{_DAY_OR_TIME}) not (?:on |at )?(?:{_DAY_OR_TIME})"""
    )
)
_CLOCK = (
    r"(?:(?:half|quarter) +(?:past|to) +)?(?:\d{1,2}(?::\d\d)?|one|two|three|four|five|six"
    r"|seven|eight|nine|ten|eleven|twelve|noon)(?: +(?:thirty|fifteen|forty +five))?"
    r"(?: *[ap] *m)?(?: +(?:please|then|instead))* *"
)
_AT = re.compile(rf" *at +{_CLOCK}")
# "Shall I book it?" - "Four thirty please": with nothing else asked it is another time.
_CLOCK_ALONE = re.compile(
    rf" *(?:(?:oh|um+|uh+|er+|hm+|no|well|wait|actually|sorry|maybe|or|ok|okay) +)*{_CLOCK}"
)
# "Yes but four" is no yes to three.
_YES_BUT = re.compile(
    r" *(?:(?:oh|um+|uh+|er+|well) +)*(?:yes|yeah|yep|yup|ok|okay|sure|right|great|perfect|fine)"
    rf"(?: +please)? +but(?: +(?:rather|maybe|actually|for|at))* +{_CLOCK}"
)
# All that was said: it can be nothing but another day than was agreed.
_DAY_ALONE = re.compile(
    r" *(?:(?:oh|um+|uh+|er+|no|well|wait|hm+|actually|sorry|maybe|or) +)*"
    r"(?:(?:on|this|next|for)(?: +coming)? +)?"
    rf"{WEEKDAYS}(?: +(?:please|then|instead|rather|maybe))* *"
)
_SORRY = re.compile(
    r"^ *(?:(?:oh|um+|uh+|er+|ah|no|wait) +)*(?:sorry|apologies|oops)(?![\w'])"
    r"|(?<![\w'])(?:sorry|then) *$"
)


def change_of_time(
    tape: Tape, context: Context, kind: Kind[Any], *, beside: bool, summed_up: bool
) -> Literal["", "against", "anew"]:
    """Tell whether a time is set against the one agreed on, or is plainly a new one.

    Args:
        tape: The utterance.
        context: What is known of the call.
        kind: The kind of the time.
        beside: Whether something else was said, such as a question.
        summed_up: Whether a summary was heard, so that no number is asked for.
    """
    if (
        _SET_AGAINST.search(tape.plain)
        or _AT.fullmatch(tape.plain)
        or _YES_BUT.fullmatch(tape.plain)
        or _DAY_ALONE.fullmatch(tape.plain)
        or (summed_up and _CLOCK_ALONE.fullmatch(tape.plain))
    ):
        return "against"
    whole = not beside and _is_whole_time(tape, context, kind)
    return "anew" if whole or _SORRY.search(tape.plain) else ""


def spells_a_name(
    tape: Tape,
    context: Context,
    state: State,
    workflow: type[Workflow],
    echoed: Collection[str],
) -> bool:
    """Whether letters spell the name that the caller has just heard, and begin no address.

    "Thanks, Maria. Is there an email?" - "L O P E S": that is how her name is written. "M A R I A"
    mends nothing, and begins the address.
    """
    for name in echoed:
        answer, step = state.answers.get(name), workflow.steps.get(name)
        if answer is None or step is None or step.kind.name != "name":
            continue
        current = answer.value
        reading = step.kind.read(tape.text, replace(context, asked=True, current=current, nbest=()))
        whole = reading.span is not None and not left_in(
            tape.plain[: reading.span[0]] + tape.plain[reading.span[1] :]
        )
        mends = reading.status == "clear" and reading.value != current
        return whole and mends and reading.spelled and reading.merged
    return False


def _is_whole_time(tape: Tape, context: Context, kind: Kind[Any]) -> bool:
    """Whether a day with its time is all that was said: "Thursday at two", asked for a name.

    It can be nothing but another time than was agreed.
    """
    reading = kind.read(tape.text, replace(context, nbest=()))
    if reading.status != "clear" or reading.doubtful:
        return False
    rest = list(tape.plain)
    for start, end in reading.spans:
        rest[start:end] = " " * (end - start)
    return not ("".join(rest).strip() or is_question(tape.text))
