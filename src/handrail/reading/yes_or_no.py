"""Which words of an utterance answer a yes-or-no question, and which only lead up to more."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..kinds.agreement import Agreement, agreements
from ..kinds.base import Span
from ..kinds.heard import phrase
from .tape import Tape

__all__ = ["answering", "unclaimed"]

_GOES_ON = re.compile(r"[ ,.;]+(?:and|but|also|although|oh)(?![\w'])")
_STOPS = ".,;!"
_POLITE = re.compile(r"no +(?:th|ta\b|cheers|i'?m|we)")
# Of a time that was agreed: "no good, make it eight", "that doesn't work".
_OBJECTS = re.compile(
    phrase(
        """
        wrong|incorrect|false|a mistake|mistaken|off|bad|no good|inaccurate|not (?:quite|exactly
        |right|correct|true)|(?:won't|doesn't|does not|will not|wouldn't|can't)(?: \\w+)?
        (?:work|do|suit|fit)"""
    )
)
_SURELY = re.compile(
    phrase(
        """
        sure|sure thing|surely|certainly|definitely|absolutely|of course|indeed|affirmative
        |i do|we do|they do|it does|i am|we are|they are|i would|we would"""
    )
)


def answering(tape: Tape, values: Sequence[Span], *, beside: bool) -> str:
    """Return the utterance with spaces for all that does not answer a yes-or-no question.

    The phrases are looked for in the whole utterance: what a value leaves of it says nothing of
    its own ("make it" of "make it eight", "please" of "an hour later please").

    Args:
        tape: The utterance; values of other steps are claimed already.
        values: Where those stand.
        beside: Whether anything else was said. Then acknowledgements are no answer ("okay, make
            it eight"), and a no may be of the value that it leads up to ("no, make it eight").
    """
    first = min((start for start, _ in values), default=len(tape.text))
    kept = [each for a in agreements(tape.text) for each in unclaimed(a, tape)]
    if beside:
        kept = [a for a in kept if _answers_beside(tape.plain, a, first)]
    chars = [" "] * len(tape.text)
    for each in kept:
        start, end = each.span
        chars[start:end] = tape.text[start:end]
        if end < len(chars) and tape.text[end] in _STOPS:
            chars[end] = tape.text[end]  # "perhaps later, not now" are two
    return "".join(chars)


def unclaimed(each: Agreement, tape: Tape) -> tuple[Agreement, ...]:
    """Return an agreement as far as nothing else accounts for it.

    Of "no, that's all I needed" the end is a phrase of its own, and the no is left.
    """
    start, end = each.span
    free = next((at for at in range(start, end) if not tape.is_free((at, at + 1))), end)
    if free == end:
        return (each,)
    left = agreements(tape.text[start:free])
    return tuple(
        a._replace(span=(start + a.span[0], start + a.span[1])) for a in left if a.says == each.says
    )


def _answers_beside(plain: str, each: Agreement, first: int) -> bool:
    said = plain[slice(*each.span)]
    goes_on = _GOES_ON.match(plain, each.span[1]) is not None
    if each.says == "no":
        if _OBJECTS.search(said):
            return False
        return goes_on or not each.plain or each.span[0] > first or _POLITE.match(said) is not None
    if each.says == "unknown":
        return True
    return each.plain or (_SURELY.fullmatch(said) is not None and (goes_on or " " in said))
