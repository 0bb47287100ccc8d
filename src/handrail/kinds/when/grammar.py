"""Rules of the grammar of time: patterns over classes of tokens, and what a match means.

A rule is a function that turns a match into a `Meaning` (or None, when the match means nothing),
and a pattern written in names of classes:

    @rule("WEEKDAY COMMA? THE? (?P<day>ORDINAL)")

Names in capitals are classes of `lexicon.CLASSES` or the unions below; all else is a regular
expression, whose white space is left out and whose `*` repeats at most four times. Where matches
overlap, the longest wins, and of two of one length the rule that was declared first.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from .lexicon import CLASSES
from .meaning import Meaning
from .tokens import Tokens

__all__ = ["Found", "Match", "Rule", "World", "rule", "search"]

_UNIONS: Final[dict[str, str]] = {
    "HOURNUM": "NZERO NDIGIT NTEN NTEEN NPAD",
    "HOURTWELVE": "NDIGIT NTEN",
    "MINUTENUM": "NTEN NTEEN NDAY NMIN NPAD",
    "DAYNUM": "NDIGIT NTEN NTEEN NDAY NPAD",
    "COUNTNUM": "NDIGIT NTEN NTEEN NDAY NMIN NBIG N4",
    "ANYNUM": "NZERO NDIGIT NTEN NTEEN NDAY NMIN NBIG NPAD N4 YEAR OH HUNDRED",
    "FOURDIGITS": "N4 YEAR",
    "ORDINAL": "ORD ORDWORD",
    "DAYNAME": "WEEKDAY SHORTDAY",
    "GAP": "SOFT COMMA",
    "NEAR": "AROUND ABOUT",
    # What may stand right before and after a bare hour, so that it is one and not a count of
    # something ("3 people"), a part of a number or of an address.
    "LEAD": "START STOP COMMA DASH SOFT MUCH NOT AND OR AT NEAR BY TO TILL AFTER BEFORE BETWEEN "
    "FROM PAST",
    "LEADFOR": "START STOP COMMA SOFT IN TAKE AND OR BE BOOK DAYISH",
    "TAIL": "END STOP COMMA SOFT BE NEAR ON AT IN THIS NEXT DAYWORD ISH OCLOCK AND THE FOR DASH "
    "NOT ONWARDS LATER EARLIER BY SAME TAKE ANY",
    "DAYISH": "TODAY TOMORROW DAYNAME ORDINAL MONTH DAYS WEEKS NUMDATE ISODATE YEAR WEEKEND "
    "WEEKENDS WEEKDAYS MIDWEEK",
    "LEADSHIFT": "LEAD TIMES DAYISH TAKE BE FOR ON MORE",
    "CLOCKISH": "CLOCK HOURNUM MINUTENUM AMPM OCLOCK FOURDIGITS",
    "DAYWORD": "TODAY TONIGHT TOMORROW WEEKDAY SHORTDAY PART MONTH",
}
_MOST: Final = 400
"""Places where some rule fits, beyond which an utterance is no sentence about time."""
_REPEATED: Final = "{0,4}"
"""What `*` stands for in a pattern: without a bound, "the the the ..." takes quadratic time."""
_NAME: Final = re.compile(r"\b[A-Z][A-Z0-9]+\b")


@dataclass(frozen=True, slots=True)
class World:
    """What rules may know besides the words."""

    now: dt.datetime
    """The present moment in the caller's zone."""
    region: str
    """Decides the order of day and month in "3/4"."""
    held: dt.date | None = None
    """The day that the call holds already, from which "the Friday after" is counted."""

    @property
    def today(self) -> dt.date:
        """The present day."""
        return self.now.date()


@dataclass(frozen=True, slots=True)
class Match:
    """A place where a rule's pattern fits."""

    tokens: Tokens
    groups: re.Match[str]

    def has(self, group: str) -> bool:
        """Whether a named group took part; False also when this rule has no such group."""
        return group in self.groups.re.groupindex and self.groups[group] is not None

    def number(self, group: str) -> int:
        """Return the value of a group's first token, a number, weekday or month."""
        return self.tokens.number(self.groups.start(group))

    def optional(self, group: str) -> int | None:
        """Return the value of a group's first token; None when the group took no part."""
        return self.number(group) if self.has(group) else None

    def value(self, group: str) -> object:
        """Return the value of a group's first token, of whatever type it is."""
        return self.tokens.values[self.groups.start(group)]

    def word(self, group: str) -> str:
        """Return the word of a group's first token in lower case; empty if it took no part."""
        return self.tokens.word(self.groups.start(group)) if self.has(group) else ""


Build = Callable[[Match, World], Meaning | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over classes of tokens, and what it means."""

    pattern: re.Pattern[str]
    build: Build
    bare: bool
    """Whether its words mean a time only where a time is expected ("three")."""


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase of time in an utterance: what it means, and the tokens from `start` to `end`."""

    start: int
    end: int
    meaning: Meaning


def rule(pattern: str, into: list[Rule], *, bare: bool = False) -> Callable[[Build], Build]:
    """Declare a rule. Several may decorate one function."""
    compiled = re.compile(_classes(pattern))

    def declare(build: Build) -> Build:
        into.append(Rule(compiled, build, bare))
        return build

    return declare


def search(tokens: Tokens, rules: list[Rule], world: World, *, bare: bool) -> list[Found]:
    """Return the phrases of time in an utterance, in order, none overlapping.

    Args:
        tokens: The utterance.
        rules: The rules to search by.
        world: What rules may know besides.
        bare: Whether rules for bare numbers apply.
    """
    places: list[tuple[int, int, int, Match]] = []
    for order, one in enumerate(rules):
        if one.bare and not bare:
            continue
        for groups in one.pattern.finditer(tokens.classes):
            length = groups.end() - groups.start()
            places.append((-length, order, groups.start(), Match(tokens, groups)))
        if len(places) > _MOST:
            return []
    places.sort(key=lambda place: place[:3])
    taken = bytearray(len(tokens.classes))
    return sorted(_choose(places, taken, rules, world), key=lambda found: found.start)


def _choose(
    places: list[tuple[int, int, int, Match]], taken: bytearray, rules: list[Rule], world: World
) -> Iterator[Found]:
    for negative, order, start, match in places:
        end = start - negative
        if any(taken[start:end]):
            continue
        meaning = rules[order].build(match, world)
        if meaning is None:
            continue
        taken[start:end] = b"\x01" * (end - start)
        yield Found(start, end, meaning)


def _classes(pattern: str) -> str:
    """Compile the names in a pattern to the characters that stand for them."""

    def name(match: re.Match[str]) -> str:
        characters = "".join(_members(match[0]))
        return f"[{characters}]" if len(characters) > 1 else characters

    return re.sub(r"\s+", "", _NAME.sub(name, pattern)).replace("*", _REPEATED)


def _members(name: str) -> Iterator[str]:
    if name in _UNIONS:
        for member in _UNIONS[name].split():
            yield from _members(member)
    elif name in CLASSES:
        yield CLASSES[name]
    else:
        raise ValueError(f"no class of tokens is called {name}")
