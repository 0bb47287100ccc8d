"""Spoken digits and numbers: the grammar that phones, emails and counts share.

A caller says the digits 5550142 as "five five five oh one four two", "triple five, oh one, forty
two" or "five hundred fifty five, zero, one, four, two", and a recogniser writes some of it in
numerals. `numeral_at` reads one such group and gives every string of digits it can stand for,
likeliest first; `digit_runs` joins groups over hesitations. Which string is meant is for the kind
to decide, which alone knows what is valid ("twenty one" is 21 in one phone number and 20, 1 in
another).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .base import Span

__all__ = [
    "HESITATIONS",
    "LONGEST_TEXT",
    "DigitRun",
    "Numeral",
    "Word",
    "cardinal_at",
    "digit_runs",
    "digit_strings",
    "numeral_at",
    "span_of",
    "words_of",
]

LONGEST_TEXT = 20_000
"""Characters of an utterance that are read: a quarter of an hour of speech in one breath."""

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
_HOMOPHONES = {
    "for": "4", "fore": "4", "to": "2", "too": "2", "won": "1", "ate": "8", "tree": "3",
    "free": "3", "sex": "6", "sicks": "6", "fife": "5", "owe": "0",
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


def _below_hundred(words: Sequence[Word], at: int) -> tuple[tuple[str, ...], int] | None:
    """Read "fifty five", "twelve", "7" at `at`: the forms, and the index after it."""
    text = _text(words, at)
    if text in _TEENS:
        return (_TEENS[text],), at + 1
    if text in _TENS:
        tens = _TENS[text]
        unit = _joined(words, at + 1)
        if _text(words, unit) in _UNITS:
            digit = _UNITS[words[unit].text]
            return (tens + digit, tens + "0" + digit), unit + 1
        return (tens + "0",), at + 1
    if text in _DIGITS:
        return (_DIGITS[text],), at + 1
    if text.isdecimal() and text.isascii():
        return (text,), at + 1
    return None


def _with_rest(
    words: Sequence[Word], head: str, zeros: int, at: int
) -> tuple[tuple[str, ...], int]:
    """Read what follows "hundred" or "thousand": "five hundred [and] fifty five"."""
    plain = head + "0" * zeros
    with_and = _text(words, at) == "and"
    rest = _below_hundred(words, at + 1 if with_and else at)
    if zeros == 3 and rest and _text(words, rest[1]) == "hundred" and len(rest[0][0]) == 1:  # noqa: PLR2004 - thousands
        hundreds, end = _with_rest(words, rest[0][0], 2, rest[1] + 1)
        return (*(head + form for form in hundreds), *(plain + form for form in hundreds)), end
    if rest is None:
        return (plain,), at
    forms, end = rest
    small = forms[0]
    if len(small) > 2 or small == "0":  # noqa: PLR2004 - "hundred" joins only numbers below it
        return (plain,), at
    composed = head + small.zfill(zeros)
    # "eight hundred five five five" is 800 555, but "nine hundred and five" is 905: a lone digit
    # belongs to the hundred when "and" says so.
    if len(small) == 1 and not with_and:
        return (plain + small, composed), end
    return (composed, *(plain + form for form in forms)), end


def numeral_at(words: Sequence[Word], at: int) -> Numeral | None:
    """Read one spoken or written group of digits that begins at word `at`."""
    text = words[at].text
    if text in _TIMES:
        times = _TIMES[text]
        after = _joined(words, at + 1)
        digit = _DIGITS.get(_text(words, after)) or _text(words, after)
        if len(digit) == 1 and digit.isdecimal() and digit.isascii():
            return Numeral((digit * times,), at, after + 1)
        return None
    if text.isdecimal() and (not text.isascii() or _glued(words, at)):
        return None
    if text == "a" and _text(words, at + 1) == "hundred":
        forms, end = _with_rest(words, "1", 2, at + 2)
        return Numeral(forms, at, end)
    base = _below_hundred(words, at)
    if base is None:
        return None
    forms, end = base
    following = _text(words, end)
    if following in {"hundred", "thousand"} and forms[0] != "0":
        zeros = 2 if following == "hundred" else 3
        forms, end = _with_rest(words, forms[0], zeros, end + 1)
    return Numeral(tuple(dict.fromkeys(forms)), at, end)


_BETWEEN = HESITATIONS | {"and", "then", "dash", "hyphen", "minus", "dot", "point", "period"}
_BETWEEN |= {"space", "comma", "pause", "so", "like"}
_MARKS_BETWEEN = frozenset(",.-()\u2013\u2014\u2011\u2026")


@dataclass(frozen=True, slots=True)
class DigitRun:
    """Groups of digits that follow each other with nothing but hesitation between them."""

    numerals: tuple[Numeral, ...]
    plus: bool = False
    """Whether "plus" or "+" stands before it: a country code comes first."""
    start: int = 0
    """Index of its first word, the plus included."""

    @property
    def end(self) -> int:
        """Index of the word after it."""
        return self.numerals[-1].end


def _homophone(words: Sequence[Word], at: int, before: Numeral | None) -> Numeral | None:
    """Read "for" or "to" as a digit after another digit; perhaps it is none ("for", "")."""
    digit = _HOMOPHONES.get(words[at].text)
    if digit is None or before is None or before.end != at or len(before.forms[0]) > 2:
        return None
    following = numeral_at(words, at + 1) if at + 1 < len(words) else None
    if following and len(following.forms[0]) > 1 and words[at + 1].text not in _TIMES:
        return None  # "8 for 15": counts and times, not digit after digit
    return Numeral((digit, ""), at, at + 1)


def _clock_or_date(words: Sequence[Word], at: int) -> bool:
    """Whether numerals at `at` belong to "8:30" or "2018/05/08"."""
    for mark, other in ((at - 1, at - 2), (at + 1, at + 2)):
        if not (0 <= other < len(words)) or words[mark].text not in {":", "/"}:
            continue
        glued = abs(words[mark].start - words[other].end) + abs(words[at].start - words[mark].end)
        if mark > at:
            glued = abs(words[mark].start - words[at].end) + abs(words[other].start - words[mark].end)
        if glued == 0 and words[other].text.isdecimal() and words[at].text.isdecimal():
            return True
    return False


def digit_runs(
    words: Sequence[Word], *, homophones: bool = False, joining: frozenset[str] = frozenset()
) -> list[DigitRun]:
    """Find all runs of digits in an utterance.

    Args:
        words: The utterance, from `words_of`.
        homophones: Whether "for", "to", "won" and "ate" within a run may be digits: only where a
            number was asked for.
        joining: Further words that do not end a run ("two one two, it's five five five").
    """
    runs: list[DigitRun] = []
    group: list[Numeral] = []
    plus = -1
    first = 0
    at = 0

    def close() -> None:
        if group:
            runs.append(DigitRun(tuple(group), plus >= 0, first))
        group.clear()

    while at < len(words):
        text = words[at].text
        numeral = numeral_at(words, at)
        if numeral and text.isdecimal() and _clock_or_date(words, at):
            close()
            plus, at = -1, at + 1
            continue
        if numeral is None and homophones:
            numeral = _homophone(words, at, group[-1] if group else None)
        if numeral:
            if not group:
                first = plus if plus >= 0 else at
            group.append(numeral)
            at = numeral.end
            continue
        if text in {"plus", "+"} or (text == "code" and at and words[at - 1].text == "country"):
            close()
            plus = at - (text == "code")
        elif text not in _BETWEEN and text not in _MARKS_BETWEEN and text not in joining:
            close()
            plus = -1
        at += 1
    close()
    return runs


def digit_strings(numerals: Iterable[Numeral], *, most: int, width: int = 48) -> list[str]:
    """Return the strings of digits that a run can stand for, likeliest first.

    Args:
        numerals: The groups of the run.
        most: Strings longer than this many digits are dropped.
        width: How many are kept at each step; the cost of reading stays bounded by it.
    """
    strings: list[tuple[int, str]] = [(0, "")]
    for numeral in numerals:
        strings = [
            (cost + rank, string + form)
            for cost, string in strings
            for rank, form in enumerate(numeral.forms)
            if len(string) + len(form) <= most
        ]
        if not strings:
            return []
        strings.sort(key=lambda scored: scored[0])
        del strings[width:]
    return list(dict.fromkeys(string for _, string in strings))


_CARDINAL_UNITS = {word: int(digit) for word, digit in _UNITS.items()} | {"zero": 0}
_CARDINAL_UNITS |= {word: int(digits) for word, digits in _TEENS.items()}
_CARDINAL_TENS = {word: int(digit) * 10 for word, digit in _TENS.items()}
_SCALES = {"thousand": 1_000, "million": 1_000_000}


def cardinal_at(words: Sequence[Word], at: int) -> tuple[int, int] | None:
    """Read a count ("two hundred and five", "1,200") at word `at`.

    Returns:
        The number and the index of the word after it, or None.
    """
    total, below, end = 0, None, at
    while end < len(words):
        text = words[end].text
        step = _joined(words, end) if below is not None else end
        text = _text(words, step)
        if text in _CARDINAL_UNITS and (below is None or _takes(below, _CARDINAL_UNITS[text])):
            below = (below or 0) + _CARDINAL_UNITS[text]
        elif text in _CARDINAL_TENS and (below is None or below % 100 == 0 and below):
            below = (below or 0) + _CARDINAL_TENS[text]
        elif text == "hundred" and below is not None and 0 < below < 100:  # noqa: PLR2004
            below *= 100
        elif text in _SCALES and below:
            total, below = total + below * _SCALES[text], 0
        elif text == "and" and below is not None and end > at and words[end - 1].text in (
            _SCALES.keys() | {"hundred"}
        ):
            following = _text(words, end + 1)
            if following not in _CARDINAL_UNITS and following not in _CARDINAL_TENS:
                break
        elif text.isdecimal() and text.isascii() and below is None and len(text) <= 9:  # noqa: PLR2004
            if _glued(words, step):
                return None
            below, end = _written(words, step)
            if _text(words, end) not in {"hundred", *_SCALES}:
                return below, end
            continue
        else:
            break
        end = step + 1
    return (total + below, end) if below is not None else None


def _takes(below: int, unit: int) -> bool:
    """Whether a unit can follow: "twenty" takes "five" but not "twelve", "hundred" takes both."""
    if below == 0:
        return False
    if below % 100 == 0:
        return True
    return below % 10 == 0 and below % 100 >= 20 and 0 < unit < 10  # noqa: PLR2004


def _written(words: Sequence[Word], at: int) -> tuple[int, int]:
    """Read numerals with thousands separators ("1,200")."""
    digits, end = words[at].text, at + 1
    while (
        len(digits) <= 6  # noqa: PLR2004 - two separators are enough for any count
        and end + 1 < len(words)
        and words[end].text == ","
        and words[end].start == words[end - 1].end
        and words[end + 1].start == words[end].end
        and re.fullmatch(r"[0-9]{3}", words[end + 1].text)
    ):
        digits += words[end + 1].text
        end += 2
    return int(digits), end
