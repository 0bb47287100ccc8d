"""Counts: "two", "a couple", "there will be five of us", "just me"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, ClassVar

from .base import NOTHING, Context, InvalidValue, Kind, Reading, Span
from .spoken import HESITATIONS, Word, cardinal_at, span_of, words_of

__all__ = ["Number"]

_CUE = re.compile(
    r"(?:\b(?:it's|it is|that's|there (?:will|would) be|there'll be|there are|there's|there is|"
    r"we're|we are|we'll be|party of|table for|group of|a party of|a table for|about|around|"
    r"maybe|probably|just|only|make (?:it|that)|for|exactly|total of|a total of)\s+)+$"
)
_MONTHS = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_OTHER_UNIT = re.compile(
    r"^\s*(?::\d|\.\d|/\d|-\d|am\b|pm\b|a\.m|p\.m|o'clock|percent|%|st\b|nd\b|rd\b|th\b|"
    r"dollars?|pounds?|euros?|thirty\b|fifteen\b|forty.?five\b|seconds?\b|moments?\b|sec\b|"
    r"(?:days?|weeks?|months?|years?|nights?|hours?|minutes?|times?|stars?|tables?|tops?)\b|"
    r"(?:in the|at) (?:morning|afternoon|evening|night)|tonight|tomorrow|today|"
    r"and (?:a |one )?(?:half|quarter|third)\b|"
    r"(?:thirds|quarters|fifths|more than|each|point|oh|won|ate)\b|"
    r"(?:and|plus) (?:a|an|my|our|one) (?:\w+ )?(?:baby|babies|child|toddler|infant|kid|dog)\b|"
    rf"(?:of )?{_MONTHS}\b)"
)
_OTHER_BEFORE = re.compile(
    r"(?:\b(?:at|past|before|after|until|till|by|from|since|half|quarter (?:to|past)|the|in|than"
    r"|half of|double|triple|treble|"
    rf"{_MONTHS}|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun)[\s,.]*"
    r"|\b(?:point|oh)\s+(?:(?:oh|zero|one|two|three|four|five|six|seven|eight|nine)\s+)*"
    r"|\b(?:minus|negative)\s+|(?<!\w)-|\d-|[$\u00a3\u20ac#:/]\s*|\d\.)$"
)
_NO_ONE = re.compile(r"\bno $")
_ONE_OF = re.compile(r"\s*of (?:my|your|our|his|her|their|the|those|these|them|you)\b")
_DICTATED = 3
"""Digits in a row that are dictation, not a count: "five five five"."""
_MINUTES = frozenset({15, 30, 45})
"""What belongs to the hour right before it: "thirteen thirty"."""
_YEARS = range(1900, 2100)
_NOT = re.compile(r"\bnot(?:\s+(?:for|a party of))?\s*$")
_PEOPLE = frozenset({"people", "person", "guests", "guest", "persons", "seats", "pax", "heads"})
_KIND_OF_PERSON = re.compile(
    r"\b(?:adults?|kids?|child(?:ren)?|seniors?|bab(?:y|ies)|men|man|women"
    r"|woman|ladies|lady|boys?|girls?|toddlers?|infants?|friends?|guests?|teenagers?|gentlemen)\b"
)
_PAIR = re.compile(
    r"\b(?:me|myself) and (?:my|the|a) (?:wife|husband|partner|friend|girlfriend|boyfriend|mom|mum"
    r"|dad|mother|father|son|daughter|brother|sister|colleague|kid|child)\b"
    r"|\bmy (?:wife|husband|partner|friend|girlfriend|boyfriend|mom|mum|dad|mother|father|son"
    r"|daughter|brother|sister|colleague|kid|child) and (?:me|myself|i)\b"
)
_ALONE = re.compile(
    r"\b(?:(?:it's |it is )?(?:just|only) (?:me|myself|the one|one)|by myself|on my own|"
    r"just for me|for myself|solo|myself)\b"
)
_WITH_ME = re.compile(r"\b(?:me and|myself and|me plus|myself plus)\s+$")
_CORRECTION = frozenset({"no", "sorry", "actually", "wait", "rather", "make", "mean", "meant"})
_JOINING = HESITATIONS | {"or", "but", "and", "maybe", "perhaps", "possibly", "even", ","}
_UNSURE = re.compile(r"maybe|perhaps|possibly|probably", re.IGNORECASE)
_MOST_NUMERALS = 60


@dataclass(frozen=True)
class Number(Kind[int]):
    """A whole number, such as how many people come.

    Args:
        min: The least value that will do.
        max: The greatest value that will do; None for no limit.
        unit: What is counted, in the plural ("people", "days a week"): a number with its first
            word is read unasked too.
    """

    min: int = 0
    max: int | None = None
    unit: str = ""

    name: ClassVar[str] = "number"
    label: ClassVar[str] = "number"
    question: ClassVar[str] = "How many?"
    words: ClassVar[tuple[str, ...]] = ("number", "count", "how many")

    def schema(self, ctx: Context) -> dict[str, Any]:  # noqa: ARG002 - part of the contract
        """Return the JSON schema of the number as a model must give it."""
        limits: dict[str, Any] = {"minimum": self.min}
        if self.max is not None:
            limits["maximum"] = self.max
        counted = f" of {self.unit}" if self.unit else ""
        return {"type": "integer", "description": f"The number{counted}, as said.", **limits}

    def parse(self, raw: object, ctx: Context) -> int:
        """Turn a model's or a host's argument into a number within the limits.

        Raises:
            InvalidValue: if it is no whole number, or outside `min` to `max`.
        """
        value: int | None = None
        if isinstance(raw, int) and not isinstance(raw, bool):
            value = raw
        elif isinstance(raw, float) and raw.is_integer():
            value = int(raw)
        elif isinstance(raw, str):
            text = raw.strip()
            if re.fullmatch(r"-?[0-9]{1,12}", text):
                value = int(text)
            else:
                asked = Context(now=ctx.now, region=ctx.region, asked=True)
                value = self.read(text, asked).value
        if value is None:
            message = "That is not a whole number: give it in digits."
            raise InvalidValue(message)
        if not self._allows(value):
            raise InvalidValue(f"{value} will not do: the number must be {self._limits()}.")
        return value

    def read(self, text: str, ctx: Context) -> Reading[int]:
        """Read a count. Unasked, only one with its unit ("two people", "party of four")."""
        words = words_of(text)
        found = self._settled(text, self._counts(text, words, asked=ctx.asked))
        values = tuple(dict.fromkeys(value for value, _, _ in found))
        if not values:
            return NOTHING
        if len(values) > 1:
            between = {w.text for w in words if found[-2][1][1] <= w.start < found[-1][1][0]}
            cued = [each for each in found if each[2]]
            unsure = _UNSURE.match(text, found[-1][1][0])
            if between & _CORRECTION:
                found = found[-1:]
            elif len({value for value, _, _ in cued}) == 1 and not (
                # "four or five of us", "three of us, but maybe four"
                between and between <= _JOINING and ("or" in between or unsure)
            ):
                found = cued
            else:
                spans = tuple(span for _, span, _ in found)
                return Reading("ambiguous", spans=spans, alternatives=values[:4])
        value, span, _ = found[0]
        if not self._allows(value):
            return NOTHING
        return Reading("clear", value, (span,))

    def _counts(self, text: str, words: list[Word], *, asked: bool) -> list[tuple[int, Span, bool]]:
        """Find counts: the value, its span, and whether its unit or a cue stands with it."""
        lowered = text.lower().replace("\u2019", "'")
        found: list[tuple[int, Span, bool]] = []
        people = self._counts_people() or (asked and not self.unit)
        if _is_dictation(words):
            return found
        at = passed = 0
        while at < len(words) and len(found) < _MOST_NUMERALS:
            step = _count_at(words, at)
            if step is None:
                at += 1
                continue
            value, end = step
            start_char, end_char = span_of(words, at, end)
            before = lowered[max(0, start_char - 60) : start_char]
            with_me = _WITH_ME.search(before) if people else None
            unit_end = self._unit_after(words, end, people=people)
            cue = _CUE.search(before)
            cued = unit_end > end or bool(cue and re.search(r"of|table for", cue.group()))
            other = _is_other(value, before, lowered[end_char : end_char + 20])
            other = other or (at == passed > 0 and value in _MINUTES)
            if other and unit_end == end:
                passed = end
            elif cued or (asked and not other):
                first = start_char - len(before) + cue.start() if cue else start_char
                last = words[unit_end - 1].end
                found.append((value + bool(with_me), (first, last), cued))
            at = max(end, unit_end)
        found = [each for each in found if each[2] or each[0] not in _YEARS or len(found) == 1]
        if not found and people:
            alone = _ALONE.search(lowered)
            pair = _PAIR.search(lowered)
            if alone and (asked or "just me" in alone.group()):
                found.append((1, alone.span(), True))
            elif pair and asked:
                found.append((2, pair.span(), True))
        return found

    def _settled(
        self, text: str, found: list[tuple[int, Span, bool]]
    ) -> list[tuple[int, Span, bool]]:
        """Drop what the caller took back, and add up "two adults and three kids"."""
        lowered = text.lower()
        kept = [each for each in found if not _NOT.search(lowered[: each[1][0]])]
        if len(kept) < 2:
            return kept
        moved = [each for each in kept if re.search(r"\bto\s+(?:just\s+)?$", lowered[: each[1][0]])]
        if len(moved) == 1 and kept[-1] == moved[0] and "from" in lowered:
            return moved
        total = sum(value for value, _, _ in kept)
        wholes = [each for each in kept if 2 * each[0] == total and any(e[2] for e in kept)]
        if len(kept) > 2 and len(wholes) == 1:
            return wholes  # "4 people, 3 adults and 1 baby"
        if self._counts_people() and len(kept) > 1:
            sorts = [_KIND_OF_PERSON.search(lowered[slice(*span)]) for _, span, _ in kept]
            between = [lowered[a[1][1] : b[1][0]] for a, b in pairwise(kept)]
            if all(sorts) and all(re.search(r"\band\b|\bplus\b|,", gap) for gap in between):
                return [(total, (kept[0][1][0], kept[-1][1][1]), True)]
        return [each for each in kept if self._allows(each[0])] or kept

    def _counts_people(self) -> bool:
        return self.unit.lower() in _PEOPLE

    def _unit_after(self, words: list[Word], at: int, *, people: bool) -> int:
        """Return the index after the unit that stands at `at`, or `at` itself."""
        step = at
        while step < len(words) and words[step].text in HESITATIONS:
            step += 1
        said = words[step].text if step < len(words) else ""
        counted, _, per = self.unit.partition(" ")
        if counted and said in _forms(counted):
            more = per.split()
            behind = [word.text for word in words[step + 1 : step + 1 + len(more)]]
            return step + 1 + (len(more) if behind == more else 0)
        if people:
            if said in _PEOPLE or _KIND_OF_PERSON.fullmatch(said):
                return step + 1
            if said == "of" and step + 1 < len(words) and words[step + 1].text == "us":
                return step + 2
        return at

    def _allows(self, value: int) -> bool:
        return value >= self.min and (self.max is None or value <= self.max)

    def _limits(self) -> str:
        if self.max is None:
            return f"{self.min} or more"
        return f"from {self.min} to {self.max}"

    def speak(self, value: int, ctx: Context) -> str:  # noqa: ARG002 - part of the contract
        """Say the number, with its unit: "4 people", "1 person"."""
        if not self.unit:
            return str(value)
        counted, per, more = self.unit.partition(" ")
        return f"{value} {_one(counted) if value == 1 else counted}{per}{more}"


def _is_other(value: int, before: str, after: str) -> bool:
    """Whether a number counts or names something else: a time, a date, money, "no one"."""
    if _OTHER_BEFORE.search(before) or _OTHER_UNIT.search(after):
        return True
    # "No one told me", "one of my friends" count nobody.
    return value == 1 and bool(_NO_ONE.search(before) or _ONE_OF.match(after))


def _is_dictation(words: list[Word]) -> bool:
    """Whether a digit is said over and over: "five five five" is no count."""
    texts = [word.text for word in words]
    return any(
        len(set(texts[at : at + _DICTATED])) == 1 and cardinal_at(words, at) is not None
        for at in range(len(texts) - _DICTATED + 1)
    )


def _count_at(words: list[Word], at: int) -> tuple[int, int] | None:
    """Read a count at `at`, "a couple" and "half a dozen" included."""
    texts = [word.text for word in words[at : at + 4]]
    if texts[:3] == ["half", "a", "dozen"]:
        return 6, at + 3
    if texts[:2] == ["a", "dozen"]:
        return 12, at + 2
    if texts[:2] == ["a", "pair"]:
        return 2, at + 2 + (texts[2:3] == ["of"])
    if texts[:2] == ["a", "couple"]:
        return 2, at + (3 if texts[2:3] == ["of"] and texts[3:4] != ["us"] else 2)
    if texts[:2] == ["a", "thousand"]:
        return 1000, at + 2
    if texts[:2] == ["a", "hundred"]:
        rest = cardinal_at(words, at + 2 + (texts[2:3] == ["and"]))
        return (100 + rest[0], rest[1]) if rest and rest[0] < 100 else (100, at + 2)
    if texts[:1] == ["couple"]:
        return 2, at + 1
    if texts[:1] == ["none"]:
        return 0, at + 1
    counted = cardinal_at(words, at)
    if counted is None:
        return None
    value, end = counted
    if end < len(words) and words[end].text == "dozen":
        return value * 12, end + 1
    return counted


def _one(unit: str) -> str:
    """Return the singular of a unit as English forms it."""
    irregular = {"people": "person", "children": "child", "men": "man", "women": "woman"}
    if unit.lower() in irregular:
        return irregular[unit.lower()]
    if unit.endswith("ies"):
        return unit[:-3] + "y"
    return unit[:-1] if unit.endswith("s") and not unit.endswith("ss") else unit


def _forms(unit: str) -> frozenset[str]:
    return frozenset({unit.lower(), _one(unit.lower())})
