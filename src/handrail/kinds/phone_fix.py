"""Corrections of a part of a phone number: "no, ends in 43", "the last digit is 5"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from .base import Span
from .dictation import DigitRun
from .spoken import Word, span_of

__all__ = ["Fix", "find_fix", "is_change"]

_COUNT = r"(?:(?:two|three|four|five|six|2|3|4|5|6)\s+)?"
_PLACE = rf"{_COUNT}(?:digits?|numbers?|ones?|bit|part|group|figures?|two|three|four)"
_IS = r"(?:'s|\s+(?:is|are|was|were|should be|must be|to|be))?(?:\s+(?:actually|really|an?|the))*"
_END = re.compile(
    r"(?:\b(?:it|that|the number|number)\s+)?\b(?:should\s+|must\s+)?(?:"
    r"(?:ends?|ending|finish(?:es|ing)?)(?:\s+(?:in|with|on))?(?:\s+(?:an?|the))*"
    rf"|(?:the\s+)?(?:very\s+)?(?:last|final)\s+{_PLACE}{_IS}"
    rf"|(?:the\s+)?end{_IS})[\s,:]*$"
)
_START = re.compile(
    r"(?:\bit\s+)?\b(?:should\s+)?(?:(?:starts?|begins?|starting|beginning)\s+(?:in|with)"
    rf"(?:\s+an?)?|(?:the\s+)?first\s+{_PLACE}{_IS}|(?:the\s+)?area code{_IS})[\s,:]*$"
)
_MIDDLE = re.compile(rf"\b(?:the\s+)?(?:middle|second)\s+{_PLACE}{_IS}[\s,:]*$")
_AT_END = re.compile(r"^[\s,]*(?:at|on|for)\s+the\s+end\b")
_CHANGE = re.compile(
    r"(?:\b(?:no|nope|nah|sorry|actually|wait|rather|wrong|correction|oops|i mean|i meant|make"
    r" (?:that|it)|scratch that|my mistake|apologies|pardon)\b[\s,.]*"
    r"(?:(?:it's|it is|that's|it should be|should be|the)\s+)*(?:um+|uh+|er+m?)?[\s,]*)+$"
)
_NOT = re.compile(r"\bnot(?:\s+an?)?[\s,]*$")
_BUT = re.compile(r"^[\s,]*(?:but|it's|it is|rather)?[\s,]*(?:an?\s+)?$")


@dataclass(frozen=True, slots=True)
class Fix:
    """One correction: which digits, and where in the number they belong."""

    place: Literal["end", "start", "middle", "swap", "last"]
    """`last` is a bare "sorry, 0143": the group of the same length that was said last."""
    digits: tuple[str, ...]
    """What it can stand for, likeliest first."""
    span: Span
    run: int = 0
    """Which run of digits it is: an earlier one may be what is corrected."""
    wrong: tuple[str, ...] = ()
    """For `swap` ("42 not 43"): the digits that are wrong."""

    def apply(self, base: str, *, chunked: bool) -> Iterator[str]:
        """Yield the corrected numbers, likeliest first.

        Args:
            base: The number in hand, "+" and country code included where it has one.
            chunked: Whether `base` is unfinished, so that an ending may simply be missing yet.
        """
        for digits in self.digits:
            size = len(digits)
            if self.place == "swap":
                yield from _swapped(base, digits, self.wrong)
            elif not base or size > len(base):
                continue
            elif self.place == "end" and chunked:
                yield base + digits
                yield base[:-size] + digits
            elif self.place == "end":
                yield base[:-size] + digits
            elif self.place == "last":
                # The group said last may have been cut short: "212 555 014, no, 0142".
                yield from (base[:-kept] + digits for kept in range(size, 0, -1))
            elif self.place == "start":
                if not base.startswith("+"):
                    yield digits + base  # "555 0142, area code 212"
                head = re.match(r"\+1|\+", base)
                at = head.end() if head else 0
                yield base[:at] + digits + base[at + size :]
            elif self.place == "middle":
                yield base[: -4 - size] + digits + base[-4:]


def _swapped(base: str, right: str, wrong: Sequence[str]) -> Iterator[str]:
    """Put `right` where a wrong group stands, the last one first: endings are corrected most."""
    for old in wrong:
        at = base.rfind(old)
        if at > 0 and base.count(old) == 1:
            yield base[:at] + right + base[at + len(old) :]
        elif base.endswith(old):
            yield base[: -len(old)] + right


def _parted(words: Sequence[Word], run: DigitRun) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Split "42, 43" after "not": what was wrong, and what is right."""
    for at, numeral in enumerate(run.numerals[1:], 1):
        if words[numeral.start - 1].text == ",":
            wrong = run.strings(most=12, last=at)
            right = run.strings(most=12, first=at)
            return (wrong, right) if wrong and right else None
    return None


def is_change(before: str) -> bool:
    """Whether the words right before a number take back what was said: "no, wait, ..."."""
    return _CHANGE.search(before) is not None


def find_fix(text: str, words: Sequence[Word], runs: Sequence[DigitRun]) -> Fix | None:
    """Find a correction of a part; None when the digits stand for themselves.

    Args:
        text: The utterance.
        words: Its words.
        runs: Its runs of digits.
    """
    lowered = text.lower().replace("\u2019", "'")
    spans = [span_of(words, run.start, run.end) for run in runs]
    for at, run in enumerate(runs):
        start, end = spans[at]
        before = lowered[max(0, start - 80) : start]
        digits = run.strings(most=12, last=12)
        if not digits:
            continue
        parted = _parted(words, run) if _NOT.search(before) else None
        if parted:
            return Fix("swap", parted[1], (start, end), at, parted[0])
        nearby = at + 1 < len(runs) and lowered[end : spans[at + 1][0]]
        if nearby and _NOT.search(nearby) and len(nearby) < 15:
            wrong = runs[at + 1].strings(most=12, last=12)
            return Fix("swap", digits, (start, spans[at + 1][1]), at, wrong)
        if nearby and _NOT.search(before) and _BUT.match(nearby):
            right = runs[at + 1].strings(most=12, last=12)
            return Fix("swap", right, (start, spans[at + 1][1]), at, digits)
        for place, pattern in (("end", _END), ("start", _START), ("middle", _MIDDLE)):
            cue = pattern.search(before)
            if cue:
                offset = start - len(before)
                return Fix(place, digits, (offset + cue.start(), end), at)  # type: ignore[arg-type]
        tail = _AT_END.match(lowered[end : end + 20])
        if tail and len(digits[0]) <= 4:
            return Fix("end", digits, (start, end + tail.end()), at)
        change = _CHANGE.search(before)
        if change and len(digits[0]) <= 6:
            return Fix("last", digits, (start - len(before) + change.start(), end), at)
    return None
