"""Digits dictated one group after the other, and all that they may stand for.

English does not say where a group ends: "five hundred seventy two hundred and sixteen" is 570, 216
to whoever knows that groups have three digits, and 500, 7216 to nobody. So a run of digit words is
read along every way to group them, each with a cost, and the kind that knows what is valid (and
where its groups end: `Dictated.breaks`) takes the best.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from .spoken import HESITATIONS, Numeral, Word, groupings_at, numeral_at

__all__ = ["Dictated", "DigitRun", "dictated", "digit_runs"]

_HOMOPHONES = {
    "for": "4", "fore": "4", "to": "2", "too": "2", "won": "1", "ate": "8", "tree": "3",
    "free": "3", "sicks": "6", "fife": "5", "owe": "0",
}  # fmt: skip
_OPENING = frozenset({"to", "too", "won"})
"""Of these a number may begin with; "for one two" rather says what it is for."""
_BETWEEN = HESITATIONS | {"and", "then", "dash", "hyphen", "minus", "dot", "point", "period"}
_BETWEEN |= {"space", "comma", "pause", "so", "like"}
_MARKS_BETWEEN = frozenset(",.-()\u2013\u2014\u2011\u2026")
_ONLY_BEHIND = frozenset({"hundred", "thousand"})
"""Words that are lost when what stands before them is grouped without them."""
_WIDTH = 64
"""How many readings are kept at each word: it bounds the cost of a long run."""


class Dictated(NamedTuple):
    """One thing that a run of digits may stand for."""

    digits: str
    breaks: frozenset[int]
    """After how many digits one group said together ends."""
    cost: float
    """How unusual the grouping is; 0 is the plainest."""


@dataclass(frozen=True, slots=True)
class DigitRun:
    """Groups of digits that follow each other with nothing but hesitation between them."""

    words: Sequence[Word] = field(repr=False)
    """The utterance."""
    numerals: tuple[Numeral, ...]
    """Its groups as they are plainest read; `forms` ends with "" where it may be no digit."""
    plus: bool = False
    """Whether "plus" or "+" stands before it: a country code comes first."""
    start: int = 0
    """Index of its first word, the plus included."""

    @property
    def end(self) -> int:
        """Index of the word after it."""
        return self.numerals[-1].end

    @property
    def sure_end(self) -> int:
        """Index after the last word that is certainly a digit ("... to reach me")."""
        certain = [n.end for n in self.numerals if "" not in n.forms]
        return certain[-1] if certain else self.end

    def heard(self, *, most: int, end: int | None = None) -> list[Dictated]:
        """Return what it may stand for, likeliest first (see `dictated`)."""
        return dictated([(self, self.numerals[0].start, self.end if end is None else end)], most)

    def strings(self, *, most: int, first: int = 0, last: int | None = None) -> tuple[str, ...]:
        """Return the strings of digits that some of its groups may stand for, likeliest first."""
        chosen = self.numerals[first:last]
        if not chosen:
            return ()
        heard = dictated([(self, chosen[0].start, chosen[-1].end)], most)
        return tuple(dict.fromkeys(each.digits for each in heard if each.digits))


def _homophone(words: Sequence[Word], at: int, before: Numeral | None) -> Numeral | None:
    """Read "for" or "to" as a digit after another digit; perhaps it is none ("for", "")."""
    digit = _HOMOPHONES.get(words[at].text)
    if before is None and words[at].text in _OPENING and _opens(words, at):
        return Numeral(("", _HOMOPHONES[words[at].text]), at, at + 1)
    if digit is None or before is None or before.end != at or len(before.forms[0]) > 2:
        return None
    following = numeral_at(words, at + 1) if at + 1 < len(words) else None
    if following and len(following.forms[0]) > 1 and following.end == at + 2:
        return None  # "8 for 15": counts and times, not digit after digit
    return Numeral((digit, ""), at, at + 1)


def _opens(words: Sequence[Word], at: int) -> bool:
    """Whether dictation may begin with a homophone: "too one two, five five five ...".

    Only as the first thing said, before single digits: "to" and "for" lead up to much else.
    """
    if any(word.text not in HESITATIONS for word in words[:at]):
        return False
    following = [numeral_at(words, after) for after in (at + 1, at + 2) if after < len(words)]
    single = [n is not None and n.end == n.start + 1 and len(n.forms[0]) == 1 for n in following]
    return len(single) == _TO_BE_SURE and (
        all(single) or (single[0] and words[at + 2].text in _HOMOPHONES)
    )


_TO_BE_SURE = 2
"""Words of digits behind a homophone that dictation begins with."""


def _clock_or_date(words: Sequence[Word], at: int) -> bool:
    """Whether numerals at `at` belong to "8:30" or "2018/05/08"."""
    return any(
        first >= 0 and first + 2 < len(words)
        and words[first + 1].text in {":", "/"}
        and words[first].text.isdecimal()
        and words[first + 2].text.isdecimal()
        and words[first].end == words[first + 1].start
        and words[first + 1].end == words[first + 2].start
        for first in (at - 2, at)
    )  # fmt: skip


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
    plus, first, at = -1, 0, 0

    def close() -> None:
        if group:
            runs.append(DigitRun(words, tuple(group), plus >= 0, first))
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
            if at < len(words) and words[at].text in _ONLY_BEHIND:
                # "Eighty nine hundred" was read greedily as 89: the hundred is of the nine.
                at += 1
                group[-1] = Numeral(numeral.forms, numeral.start, at)
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


def dictated(pieces: Sequence[tuple[DigitRun, int, int]], most: int) -> list[Dictated]:
    """Return what pieces of runs stand for when they are one number, likeliest first.

    Args:
        pieces: Each a run with the indices of its first word and after its last.
        most: Readings with more digits than this are dropped.
    """
    heard = [Dictated("", frozenset(), 0.0)]
    for run, start, end in pieces:
        heard = _along(run, start, end, heard, most)
    return heard


def _along(run: DigitRun, start: int, end: int, heard: list[Dictated], most: int) -> list[Dictated]:
    homophones = {n.start: n.forms for n in run.numerals if "" in n.forms}
    reached: dict[int, dict[str, Dictated]] = {start: {each.digits: each for each in heard}}
    for at in range(start, end):
        states = sorted(reached.pop(at, {}).values(), key=lambda each: each.cost)[:_WIDTH]
        if not states:
            continue
        steps = list(_steps(run.words, at, end, homophones))
        for state in states:
            for digits, after, cost in steps:
                whole = state.digits + digits
                if len(whole) > most:
                    continue
                breaks = state.breaks | {len(whole)} if digits else state.breaks
                found = Dictated(whole, breaks, state.cost + cost)
                known = reached.setdefault(after, {}).get(whole)
                if known is None or found.cost < known.cost:
                    reached[after][whole] = found
    return sorted(reached.get(end, {}).values(), key=lambda each: each.cost)[:_WIDTH]


def _steps(
    words: Sequence[Word], at: int, end: int, homophones: dict[int, tuple[str, ...]]
) -> Iterator[tuple[str, int, float]]:
    """Yield what word `at` begins: digits, the index after them, and the cost."""
    if at in homophones:
        yield from ((form, at + 1, 0.3 * rank) for rank, form in enumerate(homophones[at]))
        return
    found = False
    for digits, after, cost in groupings_at(words, at):
        if after <= end:
            found = True
            yield digits, after, cost
    if not found and words[at].text not in _ONLY_BEHIND:
        yield "", at + 1, 0.0
