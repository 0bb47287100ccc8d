"""Utterances as tokens: each word and number of an utterance with the class it has in the grammar.

A class is one character, so that an utterance becomes a string of classes in which grammar rules
search as regular expressions (`grammar.rule` lets them name classes in words). Words have their
class from `lexicon`; here numbers, dates and clock times as recognisers write them get theirs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ..base import Span
from .lexicon import CLASSES, LEXICON, ORDINALS, TENS, UNITS, YEARS, number_class

__all__ = ["LONGEST_TEXT", "Tokens", "tokenize"]

LONGEST_TEXT: Final = 4_000
"""Characters of an utterance that are read: five minutes of speech in one turn."""

_UNKNOWN: Final = (CLASSES["OTHER"], None)

_TOKEN: Final = re.compile(
    r"""
    (?P<other>
        \S{1,64}@\w\S{0,250} | https?://\S{1,250}                      # addresses
      | \+?\(?\b\d{3}\)?[-. ]\d{3}[-. ]?\d{4}\b | \b\d{3}-\d{4}\b   # phone numbers
      | [$\u00a3\u20ac]\s?\d[\d.,]{0,12} | \d[\d.,]{0,12}\s?[%\u00a3\u20ac\u00b0] # money and shares
      | \b\d{1,3}(?:,\d{3})+(?!\d) | \d{5,} | \b\d{1,2},(?:00|15|30|45)\b
    )
  | (?P<iso>\b\d{4}(?P<s1>[-/.])\d{1,2}(?P=s1)\d{1,2}(?!\d))
  | (?P<numdate>(?<!\d/)(?<!\d/\s)\b\d{1,2}(?:\s?/\s?\d{1,2}(?:\s?/\s?(?:\d{4}|\d{2}))?
                         |(?P<s2>[-.])\d{1,2}(?P=s2)(?:\d{4}|\d{2}))(?![\d/]))
  | (?P<clock>\b(?:[01]?\d|2[0-4])(?:\s?:\s?|[.;]|h)[0-5]\d(?![\d.]\d|\d))
  | (?P<decimal>\d+(?:\.(?!\d{4}\b)|:)\d+)
  | (?P<ordinal>\b\d{1,2}\s?(?:st|nd|rd|th)\b)
  | (?P<hours>(?<=\d)\s?(?:hrs?|h)\b)
  | (?P<number>\d+)
  | (?P<ampm>(?:\b|(?<=\d))[ap]\.?\s?m\b\.? | (?<=\d)[ap]\b\.?
             | (?<=\d)\s[ap]\b(?=\s*(?:$|[,?!])))
  | (?P<oclock>\bo\s?['\u2019"`]?\s?clock\b)
  | (?P<midday>\bmid\s?-?day\b|\bmid\s?-?night\b)
  | (?P<year>\btwo\s+thousand(?:\s+and)?(?:\s+twenty)?[\s-]+(?:one|two|three|four|five|six|seven
                                                          |eight|nine)\b)
  | (?P<compound>\b(?:twenty|thirty|fou?rty|fifty)[\s-]+(?:one|two|three|four|five|six|seven|eight
                   |nine|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b)
  | (?P<stem>\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|thirty)
             (?=ish\b))
  | (?P<word>[^\W\d_]+(?:['\u2019][^\W\d_]+)*(?:(?<=s)['\u2019](?=\s+times?\b))?)
  | (?P<mark>[^\w\s])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MARKS: Final = {",": "COMMA", "-": "DASH", "\u2013": "DASH", "\u2014": "DASH", "/": "SLASH",
                 "@": "AT", "&": "AND", "~": "AROUND", "'": "SOFT", '"': "SOFT"}  # fmt: skip


@dataclass(slots=True)
class Tokens:
    """An utterance as tokens. The first and the last token stand for its start and end."""

    text: str
    classes: str
    """One character of `CLASSES` for each token."""
    values: list[object]
    spans: list[Span]
    around: str
    """The utterance with the words that govern it."""
    takes: list[int]
    """Where verbs that take a time from one to another stand ("move"); of those that are no tokens
    themselves, the token before."""

    def number(self, at: int) -> int:
        """Return the value of a token that is a number, an ordinal, a weekday or a month."""
        value = self.values[at]
        assert isinstance(value, int)
        return value

    def word(self, at: int) -> str:
        """Return a token's text in lower case."""
        start, end = self.spans[at]
        return self.around[start:end].lower()

    def is_taken(self, at: int, near: int = LONGEST_TEXT) -> bool:
        """Whether at most `near` tokens before one a verb takes a time to another ("move")."""
        return any(at - near <= take < at for take in self.takes)

    def between(self, start: int, end: int) -> str:
        """Return the text from the end of token `start` to the beginning of token `end`."""
        return self.around[self.spans[start][1] : self.spans[end][0]].lower()


def tokenize(text: str, around: str = "") -> Tokens:
    """Split an utterance into tokens; text beyond `LONGEST_TEXT` is left out.

    Args:
        text: The utterance, with spaces for what was used otherwise.
        around: The same with words that govern it ("can I move it"): no tokens, but between them.
    """
    text = text[:LONGEST_TEXT]
    around = around[:LONGEST_TEXT] or text
    classes = [CLASSES["START"]]
    values: list[object] = [None]
    spans: list[Span] = [(0, 0)]
    takes: list[int] = []
    for match in _TOKEN.finditer(around):
        kind, value = _classify(match)
        governs = text[match.end() - 1].isspace()
        if kind == CLASSES["TAKE"] and match[0].lower() != "make":
            takes.append(len(classes) - governs)
        if governs:
            continue
        classes.append(kind)
        values.append(value)
        spans.append(match.span())
    classes.append(CLASSES["END"])
    values.append(None)
    spans.append((len(text), len(text)))
    return Tokens(text, "".join(classes), values, spans, around, takes)


def _classify(match: re.Match[str]) -> tuple[str, object]:
    name = match.lastgroup or "mark"
    said = match[name].lower().replace("\u2019", "'")
    if name in ("word", "stem"):  # the stem of "sevenish"
        # "three's fine": a number keeps its class before a contracted "is".
        return LEXICON.get(said) or LEXICON.get(said.removesuffix("'s").rstrip("'"), _UNKNOWN)
    if name == "number":
        return _digits(said)
    if name == "clock":
        hour, minute = (int(n) for n in re.findall(r"\d+", said))
        return CLASSES["CLOCK"], (hour, minute, "h" in said)
    if name == "hours":
        return CLASSES["HOURS"], said
    if name in ("iso", "numdate"):
        numbers = tuple(int(n) for n in re.findall(r"\d+", said))
        return CLASSES["ISODATE" if name == "iso" else "NUMDATE"], numbers
    if name == "ordinal":
        day = int(re.findall(r"\d+", said)[0])
        return CLASSES["ORD" if 1 <= day <= 31 else "OTHER"], day
    if name == "ampm":
        return CLASSES["AMPM"], "am" if said.lstrip()[0] == "a" else "pm"
    if name == "midday":
        return CLASSES["NOON" if said.endswith("day") else "MIDNIGHT"], said
    if name in ("year", "compound"):
        return _compound(said)
    if name == "oclock":
        return CLASSES["OCLOCK"], said
    if name == "mark":
        default = "STOP" if said in ".?!;:\u2026" else "OTHER"
        return CLASSES[_MARKS.get(said, default)], said
    return CLASSES["OTHER"], None


def _digits(said: str) -> tuple[str, object]:
    value = int(said)
    if len(said) == 2 and value < 10:
        return CLASSES["NPAD"], value
    if len(said) in (3, 4) and value // 100 <= 24 and value % 100 < 60 and value not in YEARS:
        return CLASSES["N4"], value
    return (number_class(value) if len(said) <= 4 else CLASSES["OTHER"]), value


def _compound(said: str) -> tuple[str, object]:
    """Read "twenty five", "thirty-first", "two thousand and twenty six"."""
    first, *_, last = re.findall(r"[a-z]+", said)
    if first == "two":
        value = 2000 + 20 * ("twenty" in said) + UNITS.index(last)
        return CLASSES["YEAR"], value
    if last in UNITS:
        value = TENS[first] + UNITS.index(last)
        return number_class(value), value
    value = TENS[first] + ORDINALS.index(last)
    return (CLASSES["ORDWORD"] if value <= 31 else CLASSES["OTHER"]), value
