"""Which of the free times a caller wants who leaves the choice to the desk: "the first you have".

These are said in so many words that patterns over the text serve better than rules of the grammar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..base import Span
from .meaning import Preference

__all__ = ["preferences"]

_FREE: Final = r"(?:available|possible|free|slot|spot|appointment|opening|one|date)s?"
_YOU: Final = (
    r"(?: (?:that )?you(?:(?:'ve| have)(?: got)?| got| can(?: do| offer| manage)?| could(?: do)?"
    r"| do| offer))"
)
_AS: Final = r"as (?:you(?: possibly)? can|possible|poss|you(?:'ve| have) got|it gets)"
_SURE: Final = re.compile(
    rf"\bas (?:soon|early|quick(?:ly)?) {_AS}\b|\basap\b|\ba\.s\.a\.p\b"
    r"|\b(?:(?:the|your) )?(?:(?:very )?(?:first|next|earliest|soonest) (?:available|possible)"
    rf"|next opening)(?: {_FREE})*{_YOU}?"
    rf"|\b(?:the |your )?(?:very )?(?:earliest|soonest)(?: {_FREE})*{_YOU}"
    r"|\bhow soon (?:can|could) (?:you|i|we)\b(?: (?:fit|see|take|get)(?: (?:me|us))?(?: in)?)?",
    re.IGNORECASE,
)
"""The first free time, wherever it is said."""
_SURELY_LAST: Final = re.compile(rf"\bas late {_AS}\b", re.IGNORECASE)
"""The last free time, wherever it is said."""
_SURELY_ANY: Final = re.compile(
    r"\bwhatever(?:'s| is) (?:free|available|open)\b|\bwhenever(?: (?:you have|you've got)"
    r" (?:space|room|time|something|anything|a slot|a gap))\b",
    re.IGNORECASE,
)
"""Any free time, wherever it is said."""
_FIRST: Final = re.compile(
    rf"\b(?<!at )(?<!at the )(?:the |your )?(?:very )?(?:earliest|soonest)(?: {_FREE})*{_YOU}?"
    rf"|\b(?:the |your )(?:very )?(?:first|next) (?!one)(?: ?{_FREE})+{_YOU}?"
    r"|^first (?:slot|appointment|opening|spot)\b|^(?:pretty |quite |really )?soon$"
    r"|\b(?:right|straight) away\b|\bimmediately\b|\bthe (?:earlier|sooner),? the better\b",
    re.IGNORECASE,
)
_LAST: Final = re.compile(
    rf"\b(?<!at )(?<!at the )(?:the |your )?(?:very )?latest(?: {_FREE})*{_YOU}?|\bas late {_AS}\b"
    rf"|\b(?:the |your )(?:very )?last (?!one)(?: ?{_FREE})+{_YOU}?(?: of the day)?|\blast thing\b"
    r"|^last (?:slot|appointment|opening|spot)(?: of the day)?\b|\bthe later,? the better\b",
    re.IGNORECASE,
)
_ANY: Final = re.compile(
    r"\b(?:i (?:really )?(?:don't|do not) (?:really )?(?:mind|care)|i'm (?:flexible|easy)"
    r"|(?:it )?(?:doesn't|does not)(?: really)? matter|no preference|you (?:choose|pick|decide)"
    r"|up to you)(?: (?:what|which|when)(?: (?:time|day))?)?\b"
    r"|\bany ?(?:time|day)(?: (?:at all|you like|you want))?\b(?! (?:but|except|other|apart)\b)"
    rf"|\bwhenever\b|\bwhatever(?: (?:time|day|slot)s?)?(?:{_YOU}|'s (?:free|available|left))"
    r"|\bwhat(?:ever)?(?: (?:time|day|slot|appointment|opening)s?)?"
    r"(?: (?:do you|have you|you) (?:have|got)(?: (?:free|left|open|available))?"
    r"|(?:'s| is| are)(?: (?:free|available|left|open))+)\b|\ball day\b"
    r"|^whatever$"
    r"|\bwhat (?:time|day)(?:'s| is| would be) (?:best|easiest|quietest|good)(?: for you)?\b"
    r"|\bwhen (?:(?:do|would|might) you have (?:something|anything|space|room|a slot|an opening)"
    r"|(?:can|could) you (?:fit|see|take) (?:me|us|him|her|them)(?: in)?"
    r"|are you (?:free|available))(?: next)?\b",
    re.IGNORECASE,
)
_BOUND: Final = re.compile(r" (?:i|we|he|she|they)\b|\?", re.IGNORECASE)
"""What makes of "the latest" an edge: "the latest I can do is five"."""


def preferences(text: str, *, bare: bool) -> Iterator[tuple[Span, Preference]]:
    """Yield the phrases that leave the choice of a time to the desk, and what they prefer.

    Args:
        text: The utterance.
        bare: Whether a time is expected: only then is "whenever" an answer.
    """
    text = text.replace("\u2019", "'")
    sure = [match.span() for match in _SURE.finditer(text)]
    for span in sure:
        yield span, Preference("first")
    late = [match.span() for match in _SURELY_LAST.finditer(text)]
    for span in late:
        yield span, Preference("last")
    whatever = [match.span() for match in _SURELY_ANY.finditer(text)]
    for span in whatever:
        yield span, Preference("any")
    if not (bare or sure or late or whatever):  # "asap, whatever you got"
        return
    for match in _FIRST.finditer(text):
        if not _BOUND.match(text, match.end()):
            yield match.span(), Preference("first")
    for match in _LAST.finditer(text):
        if not _BOUND.match(text, match.end()):
            yield match.span(), Preference("last")
    for match in _ANY.finditer(text):
        yield match.span(), Preference("any")
