"""One more of what was just done: "and another one for my son at half past ten".

What was said of the first holds for the next, where nothing else is said of it: the service, and
the day. Whom the next is for is asked, if it is for somebody else.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

from ..kinds.base import Reading
from ..kinds.heard import phrase
from ..kinds.word_lists import KIN
from .asides import people_in
from .hearing import Hearing
from .values import Value

__all__ = ["carry_over", "is_for_another"]

_FOR_ANOTHER: Final = rf"for (?:(?:my|our|his|her) (?:\w+ )?{KIN}|(?:a|my) friend|somebody else)"
_ANOTHER: Final = re.compile(
    phrase(
        rf"""
        another(?: one)?|one more|a second one|also|as well|too|same(?: (?:thing|again|day|time))?
        |(?:on )?that day|{_FOR_ANOTHER}"""
    )
)
_FOR_SOMEBODY: Final = re.compile(phrase(_FOR_ANOTHER))
_BESIDE_IT: Final = re.compile(
    phrase(
        """
        (?:on )?(?:the )?(?:same|that) day|(?:right|straight|directly|just) (?:after|afterwards
        |before)(?: (?:that|it|mine|me|this))?|at the same time|too|as well|also"""
    )
)
_DAYS: Final = ("date", "dates", "first", "weekdays")


def is_for_another(plain: str) -> bool:
    """Tell whether something is said to be for somebody else than the caller: "for my son".

    Args:
        plain: The utterance in heard form.
    """
    return _FOR_SOMEBODY.search(plain) is not None


def carry_over(hearing: Hearing) -> None:
    """Take from what was just done what was not said of one more of it."""
    scene, tape = hearing.scene, hearing.tape
    workflow = hearing.wish.workflow if hearing.wish else hearing.taken_by
    another = _ANOTHER.search(tape.plain)
    if another is None or workflow is None or hearing.amending:
        return
    if not scene.reception or scene.done != workflow.plan.name:
        return
    hearing.repeats = True
    for name, step in workflow.steps.items():
        last = scene.result.get(name)
        if last is None or step.kind.about_caller:
            continue
        said = next((value for value in hearing.values if value.step == name), None)
        if said is None and step.kind.name == "choice":
            reading: Reading[Any] = Reading("clear", last, spans=(another.span(),))
            hearing.values.append(Value(name, reading))
        elif said is not None and step.kind.name == "when" and _has_no_day(said.reading):
            words = " ".join(tape.said(said.reading.spans))
            reading = step.kind.read(words, replace(scene.context, asked=True, current=last))
            if reading.status == "clear":
                then = Value(name, replace(reading, spans=said.reading.spans))
                hearing.values = [then if value is said else value for value in hearing.values]
    tape.claim(*people_in(tape.plain))
    tape.claim(*(match.span() for match in _BESIDE_IT.finditer(tape.plain)))


def _has_no_day(reading: Reading[Any]) -> bool:
    part = reading.partial
    return reading.status == "partial" and not any(getattr(part, day, None) for day in _DAYS)
