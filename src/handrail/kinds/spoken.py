"""Spoken digits and numbers: the grammar that phones, emails and counts share.

A caller says the digits 5550142 as "five five five oh one four two", "triple five, oh one, forty
two" or "five hundred fifty five, zero, one, four, two", and a recogniser writes some of it in
numerals. `groupings_at` gives all that one such group can stand for, likeliest first: which is
meant is for the kind to decide, which alone knows what is valid ("twenty one" is 21 in one phone
number and 20, 1 in another). `numeral_at` gives the plainest, `cardinal_at` reads a count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .base import Span

__all__ = [
    "HESITATIONS",
    "LONGEST_TEXT",
    "Numeral",
    "Word",
    "cardinal_at",
    "groupings_at",
    "numeral_at",
    "span_of",
    "words_of",
]

LONGEST_TEXT = 2_500
"""Characters of an utterance that are read: three minutes of speech without a pause."""

_TOKEN = re.compile(r"\d+|[^\W\d_]+(?:['\u2019][^\W\d_]+)*|[^\w\s]|_")
_MARK = re.compile(r"[^\w\s]|_")


class Word(NamedTuple):
    """A word, a group of numerals or a punctuation mark, with its place in the utterance."""

    text: str
    """In lower case, with typewriter apostrophes."""
    start: int
    end: int
    raw: str
    """As it stands in the utterance: a recogniser's capitals tell letters from words."""

    @property
    def is_mark(self) -> bool:
        """Whether this is punctuation, which a recogniser adds or leaves out as it likes."""
        return _MARK.fullmatch(self.text) is not None


def words_of(text: str) -> list[Word]:
    """Split an utterance into words, numerals and punctuation marks, with their places."""
    return [
        Word(m.group().lower().replace("\u2019", "'"), m.start(), m.end(), m.group())
        for m in _TOKEN.finditer(text[:LONGEST_TEXT])
    ]


def span_of(words: Sequence[Word], start: int, end: int) -> Span:
    """Return the span in the text of the words from `start` to `end` (exclusive)."""
    return words[start].start, words[end - 1].end


HESITATIONS = frozenset({"um", "umm", "uh", "uhm", "er", "erm", "ah", "eh", "hm", "hmm", "mm"})
"""Sounds of thought, which stand anywhere and mean nothing."""

_DIGITS = {
    "zero": "0", "oh": "0", "o": "0", "nought": "0", "naught": "0", "nil": "0",
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9", "niner": "9",
}  # fmt: skip
_TEENS = {
    "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14",
    "fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19",
}  # fmt: skip
_TENS = {
    "twenty": "2", "thirty": "3", "forty": "4", "fourty": "4", "fifty": "5", "sixty": "6",
    "seventy": "7", "eighty": "8", "ninety": "9",
}  # fmt: skip
_TIMES = {"double": 2, "triple": 3, "treble": 3, "quadruple": 4}
_UNITS = {word: digit for word, digit in _DIGITS.items() if digit != "0"}


@dataclass(frozen=True, slots=True)
class Numeral:
    """A group of digits, spoken or written, from word `start` to `end` (exclusive)."""

    forms: tuple[str, ...]
    """The strings of digits it can stand for, likeliest first; "" where it may be no digit."""
    start: int
    end: int


def _joined(words: Sequence[Word], at: int) -> int:
    """Return the index of the word after an optional hyphen at `at` ("twenty-one")."""
    return at + 1 if at < len(words) and words[at].text == "-" else at


def _text(words: Sequence[Word], at: int) -> str:
    return words[at].text if at < len(words) else ""


def _glued(words: Sequence[Word], at: int) -> bool:
    """Whether the numerals at `at` touch a letter ("K7", "4th"), so that they are no number."""
    word = words[at]
    before = at > 0 and words[at - 1].end == word.start and words[at - 1].raw[-1].isalpha()
    after = at + 1 < len(words) and words[at + 1].start == word.end
    return before or (after and words[at + 1].raw[0].isalpha())


Grouping = tuple[str, int, float]
"""Digits, the index of the word after them, and the cost of grouping the words so."""

_SPLIT = 0.6
_ODD = 1.0


def _below_hundred(words: Sequence[Word], at: int) -> Iterator[Grouping]:
    """Yield what "fifty five", "twelve" or "7" may stand for."""
    text = _text(words, at)
    if text in _TEENS:
        yield _TEENS[text], at + 1, 0.0
    elif text in _TENS:
        tens = _TENS[text]
        unit = _joined(words, at + 1)
        joined = _text(words, unit) in _UNITS
        if joined:
            yield tens + _UNITS[words[unit].text], unit + 1, 0.0
        # "twenty one" may be 20, 1; a recogniser's hyphen says that it is not.
        if not joined or unit == at + 1:
            yield tens + "0", at + 1, _SPLIT if joined else 0.0
    elif text in _DIGITS:
        yield _DIGITS[text], at + 1, 0.0
    elif text.isdecimal() and text.isascii() and not _glued(words, at):
        yield text, at + 1, 0.0


def _hundreds(words: Sequence[Word], at: int) -> Iterator[Grouping]:
    """Yield what "five hundred [and] fifty five" or "twelve hundred" may stand for."""
    if _text(words, at) == "a":
        heads: Iterable[Grouping] = [("1", at + 1, 0.0)]
    else:
        heads = _below_hundred(words, at)
    for head, end, cost in heads:
        if _text(words, end) != "hundred" or head.startswith("0") or len(head) > 2:
            continue
        with_and = _text(words, end + 1) == "and"
        rests = [
            rest for rest in _below_hundred(words, end + 1 + with_and)
            if len(rest[0]) <= 2 and rest[0] != "0"
        ]  # fmt: skip
        for rest, after, more in rests:
            # "Eight hundred five five five" is 800 555, but "nine hundred and five" is 905: a
            # lone digit belongs to the hundred when "and" says so.
            odd = _ODD if len(rest) == 1 and not with_and else 0.0
            yield head + rest.zfill(2), after, cost + more + odd
        loose = bool(rests) and (with_and or len(rests[0][0]) == 2)
        yield head + "00", end + 1, cost + (_SPLIT if loose else 0.0)


def _thousands(words: Sequence[Word], at: int) -> Iterator[Grouping]:
    """Yield what "two thousand and five" or "four thousand five hundred" may stand for."""
    for head, end, cost in _below_hundred(words, at):
        if _text(words, end) != "thousand" or head.startswith("0") or len(head) > 2:
            continue
        with_and = _text(words, end + 1) == "and"
        after = end + 1 + with_and
        rests = [*_hundreds(words, after), *_below_hundred(words, after)]
        rests = [rest for rest in rests if len(rest[0]) <= 3 and rest[0] != "0"]
        for rest, last, more in rests:
            odd = _ODD if len(rest) == 1 and not with_and else 0.0
            yield head + rest.zfill(3), last, cost + more + odd
        yield head + "000", end + 1, cost + (_SPLIT if rests else 0.0)


def groupings_at(words: Sequence[Word], at: int) -> list[Grouping]:
    """Return all that a group of digits beginning at word `at` may stand for, likeliest first."""
    text = words[at].text
    if text in _TIMES:
        after = _joined(words, at + 1)
        digit = _DIGITS.get(_text(words, after)) or _text(words, after)
        if len(digit) == 1 and digit.isdecimal() and digit.isascii():
            return [(digit * _TIMES[text], after + 1, 0.0)]
        return []
    if text not in _STARTS and not text.isdecimal():
        return []
    found: list[Grouping] = []
    following = {_text(words, end) for _, end, _ in _below_hundred(words, at)}
    if "thousand" in following:
        found += _thousands(words, at)
    if "hundred" in following or (text == "a" and _text(words, at + 1) == "hundred"):
        found += _hundreds(words, at)
    # "Five hundred" is never 5 and then a hundred of something.
    found += [
        each for each in _below_hundred(words, at)
        if _text(words, each[1]) not in {"hundred", "thousand"}
    ]  # fmt: skip
    return sorted(found, key=lambda each: each[2])


_STARTS = _DIGITS.keys() | _TEENS.keys() | _TENS.keys() | {"a"}


def numeral_at(words: Sequence[Word], at: int) -> Numeral | None:
    """Read one spoken or written group of digits that begins at word `at`, as plainest read."""
    found = groupings_at(words, at)
    if not found:
        return None
    end = max(after for _, after, cost in found if cost == found[0][2])
    forms = dict.fromkeys(digits for digits, after, _ in found if after == end)
    return Numeral(tuple(forms), at, end)


_CARDINAL_UNITS = {word: int(digit) for word, digit in _UNITS.items()} | {"zero": 0}
_CARDINAL_UNITS |= {word: int(digits) for word, digits in _TEENS.items()}
_CARDINAL_TENS = {word: int(digit) * 10 for word, digit in _TENS.items()}
_SCALES = {"thousand": 1_000, "million": 1_000_000}


def cardinal_at(words: Sequence[Word], at: int) -> tuple[int, int] | None:
    """Read a count ("two hundred and five", "1,200") at word `at`.

    Returns:
        The number and the index of the word after it, or None.
    """
    total, end = 0, at
    below: int | None = None
    while end < len(words):
        text = words[end].text
        step = _joined(words, end) if below is not None else end
        text = _text(words, step)
        if text in _CARDINAL_UNITS and (below is None or _takes(below, _CARDINAL_UNITS[text])):
            below = (below or 0) + _CARDINAL_UNITS[text]
        elif text in _CARDINAL_TENS and (below is None or (below % 100 == 0 and below)):
            below = (below or 0) + _CARDINAL_TENS[text]
        elif text == "hundred" and below is not None and 0 < below < 100:
            below *= 100
        elif text in _SCALES and below:
            total, below = total + below * _SCALES[text], None
        elif text == "and" and end > at and words[end - 1].text in (_SCALES.keys() | {"hundred"}):
            following = _text(words, end + 1)
            if following not in _CARDINAL_UNITS and following not in _CARDINAL_TENS:
                break
        elif text.isdecimal() and text.isascii() and below is None and len(text) <= 9:
            if _glued(words, step):
                return None
            below, end = _written(words, step)
            if _text(words, end) not in {"hundred", *_SCALES}:
                return below, end
            continue
        else:
            break
        end = step + 1
    return (total + (below or 0), end) if total or below is not None else None


def _takes(below: int, unit: int) -> bool:
    """Whether a unit can follow: "twenty" takes "five" but not "twelve", "hundred" takes both."""
    if below == 0:
        return False
    if below % 100 == 0:
        return True
    return below % 10 == 0 and below % 100 >= 20 and 0 < unit < 10


def _written(words: Sequence[Word], at: int) -> tuple[int, int]:
    """Read numerals with thousands separators ("1,200")."""
    digits, end = words[at].text, at + 1
    while (
        len(digits) <= 6
        and end + 1 < len(words)
        and words[end].text == ","
        and words[end].start == words[end - 1].end
        and words[end + 1].start == words[end].end
        and re.fullmatch(r"[0-9]{3}", words[end + 1].text)
    ):
        digits += words[end + 1].text
        end += 2
    return int(digits), end
