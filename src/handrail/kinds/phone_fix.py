"""Corrections of a part of a phone number: "no, ends in 43", "the last digit is 5".

And what else is said against a number in hand: its end once more, or a group that it resembles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from .base import Span
from .dictation import DigitRun
from .numbering import groups_of, known
from .spoken import HESITATIONS, Word, span_of

__all__ = [
    "Fix",
    "against",
    "begins_anew",
    "find_fix",
    "is_change",
    "is_likely",
    "regrouped",
    "said_again",
    "same_group",
    "without_oh",
]

_COUNT = r"(?:(?:two|three|four|five|six|2|3|4|5|6)\s+)?"
_PLACE = rf"{_COUNT}(?:digits?|numbers?|ones?|bit|part|group|figures?|two|three|four)"
_IS = (
    r"(?:'s|\s+(?:is|are|was|were|should be|should have been|ought to be|must be|to|be))?"
    r"(?:\s+wrong[\s,]+(?:it's|it is|it should be))?(?:\s+(?:actually|really|an?|the))*"
)
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
_MIDDLE = re.compile(rf"\b(?:the\s+)?(?:middle(?:\s+{_PLACE})?|second\s+{_PLACE}){_IS}[\s,:]*$")
_AT_END = re.compile(r"^[\s,]*(?:at|on|for)\s+the\s+end\b")
_CHANGE = re.compile(
    r"(?:\b(?:no|nope|nah|sorry|actually|wait|rather|wrong|correction|oops|i mean|i meant|make"
    r" (?:that|it)|scratch that|my mistake|apologies|pardon|almost|nearly|not quite|isn't it"
    r"|wasn't it|shouldn't it be|you mean|it should be|it should say)\b[\s,.]*"
    r"(?:(?:it's|it is|that's|it should be|should be|the|use|try)\s+)*(?:um+|uh+|er+m?)?[\s,]*)+$"
)
_SAID = re.compile(r"\b(?:i|you)(?:'ve)?\s+(?:said|say|have|had|got|put|wrote|heard)[\s,]*$")
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
            elif self.place == "last":
                # The group said last may have been cut short ("212 555 014, no, 0142"), and more
                # may follow the one that replaces it ("212 555, no, 556 0142").
                yield from (base[:-kept] + digits for kept in range(min(size, len(base)), 0, -1))
            elif not base or size > len(base):
                continue
            elif self.place == "end" and chunked:
                yield base + digits
                yield base[:-size] + digits
            elif self.place == "end":
                yield base[:-size] + digits
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


_LONGEST_PART = 7
"""Digits of the longest correction of a part: all but the area code."""


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
        if nearby and _SAID.search(before) and len(nearby) < 25:
            right = runs[at + 1].strings(most=12, last=12)
            return Fix("swap", right, (start, spans[at + 1][1]), wrong=digits)
        for place, pattern in (("end", _END), ("start", _START), ("middle", _MIDDLE)):
            cue = pattern.search(before)
            if cue:
                offset = start - len(before)
                return Fix(place, digits, (offset + cue.start(), end), at)  # type: ignore[arg-type]
        tail = _AT_END.match(lowered[end : end + 20])
        if tail and len(digits[0]) <= 4:
            return Fix("end", digits, (start, end + tail.end()), at)
        change = _CHANGE.search(before)
        if change and len(digits[0]) <= _LONGEST_PART:
            return Fix("last", digits, (start - len(before) + change.start(), end), at)
    return None


def against(fix: Fix, words: Sequence[Word], runs: Sequence[DigitRun], current: str) -> Fix:
    """Take "did i say 0142, i meant 0143" as said of the number in hand, where 0142 is in it."""
    before = runs[fix.run - 1]
    wrong = before.strings(most=12, last=12)
    if fix.place != "last":
        return replace(fix, run=0)
    if not any(digits in current for digits in wrong):
        return fix
    span = (span_of(words, before.start, before.end)[0], fix.span[1])
    return Fix("swap", fix.digits, span, wrong=wrong)


def regrouped(group: str, base: str) -> tuple[str, ...]:
    """Put three digits for the North American group they resemble: area code or exchange.

    Returns:
        One number; two where either group may be meant; none where neither is, or nothing changes.
    """
    if len(group) != 3 or not re.fullmatch(r"\+1\d{10}", base):
        return ()
    options = []
    for at in (2, 5):
        found = known(base[:at] + group + base[at + 3 :], "US")
        if found:
            differing = sum(a != b for a, b in zip(group, base[at : at + 3], strict=True))
            options.append((differing, found.value))
    options.sort()
    if not options or options[0][0] == 0:
        return ()
    if len(options) > 1 and options[0][0] == options[1][0]:
        return tuple(value for _, value in options)
    return (options[0][1],)


_ENDING = 4


def same_group(words: Sequence[Word], runs: Sequence[DigitRun], current: str) -> Fix | None:
    """Read four digits that are the present ending but for one: "0143" of "... 0142"."""
    if len(runs) != 1:
        return None
    span = span_of(words, runs[0].start, runs[0].end)
    for digits in runs[0].strings(most=4, last=12):
        old = current[-len(digits) :]
        if len(digits) == _ENDING and sum(a != b for a, b in zip(digits, old, strict=True)) == 1:
            return Fix("end", (digits,), span)
    return None


_LEAST_ALIKE = 2


def is_likely(fix: Fix, current: str) -> bool:
    """Whether a correction is of the number although another question was asked.

    "Actually, make it 4" is not, nor "no, 330": bare digits must resemble what they replace.
    """
    if fix.place != "last":
        return True
    digits = fix.digits[0]
    if len(digits) > _ENDING:
        return True
    old = current[-len(digits) :]
    same = sum(a == b for a, b in zip(digits, old, strict=True))
    return len(digits) == _ENDING and same >= _LEAST_ALIKE


_AGREEING = frozenset("yes yeah yep yup right correct exactly perfect ok okay".split())
_DENYING = frozenset(
    "no nope nah sorry wait actually wrong not that's that is it's it the number should be i mean "
    "meant said say my a an and then so well please oh again let me try use new phone cell mobile "
    "change to it'll as make".split()
)
_FEWEST = 2
_BEGINNING = 3


def said_again(
    words: Sequence[Word], runs: Sequence[DigitRun], current: str, region: str
) -> Fix | None:
    """Read the end or a group of the number in hand, said again: "yes, zero one four two".

    Returns:
        The piece; its place is `end` where the caller agreed to it in words, else `last`.
    """
    if len(runs) != 1 or len(runs[0].numerals) > _MOST_GROUPS:
        return None
    beside = _beside(words, runs)
    if not beside <= _AGREEING | _DENYING - {"not", "wrong"}:
        return None
    groups = groups_of(current, region)[1]
    for digits in runs[0].strings(most=10):
        if len(digits) >= _FEWEST and (current.endswith(digits) or digits in groups):
            span = span_of(words, runs[0].start, runs[0].end)
            return Fix("end" if beside & _AGREEING else "last", (digits,), span)
    return None


_MOST_GROUPS = 12


def begins_anew(words: Sequence[Word], runs: Sequence[DigitRun]) -> bool:
    """Whether digits said at the read-back of a number begin another: nothing else is said.

    "The zip is 10012" and "yeah, three" say nothing of the number.
    """
    if sum(len(run.numerals) for run in runs) < _BEGINNING:
        digits = runs[0].strings(most=12, last=12)
        if len(runs) == 1 and (not digits or len(digits[0]) < _BEGINNING):
            return False
    return _beside(words, runs) <= _AGREEING | _DENYING


def _beside(words: Sequence[Word], runs: Sequence[DigitRun]) -> set[str]:
    """Return the words around the digits, hesitation left out."""
    inside = {at for run in runs for at in range(run.start, run.end)}
    return {
        word.text
        for at, word in enumerate(words)
        if at not in inside and not word.is_mark and word.text not in HESITATIONS
    }


_WHOLE_GROUPS = frozenset({3, 6, 10})


def without_oh(runs: Sequence[DigitRun], *, held: bool) -> list[DigitRun] | None:
    """Take a first "oh" for the exclamation: "oh, two one two ...", "oh, and a two".

    Args:
        runs: Digits that make no number with the "oh" as a zero.
        held: Whether they go on with a number that was begun before; else they must begin one.
    """
    first = runs[0]
    if first.words[first.numerals[0].start].text != "oh" or first.plus:
        return None
    if len(first.numerals) == 1:
        return list(runs[1:]) or None
    rest = replace(first, numerals=first.numerals[1:], start=first.numerals[1].start)
    digits = rest.strings(most=12, last=12)
    begins = digits and digits[0][0] not in "01" and len(digits[0]) in _WHOLE_GROUPS
    if not (begins or held):
        return None
    return [rest, *runs[1:]]
