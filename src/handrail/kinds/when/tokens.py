"""Utterances as tokens: each word and number of an utterance with the class it has in the grammar.

A class is one character, so that an utterance becomes a string of classes in which grammar rules
search as regular expressions. `grammar.rule` lets rules name classes in words; this module decides
which class a word has and what its value is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ..base import Span

__all__ = ["CLASSES", "LONGEST_TEXT", "Tokens", "tokenize"]

LONGEST_TEXT: Final = 10_000
"""Characters of an utterance that are read; nobody says more in one turn."""

_NAMES: Final = """
    START END OTHER STOP COMMA DASH SLASH SOFT
    NZERO NDIGIT NTEN NTEEN NDAY NMIN NBIG NPAD N4 YEAR OH HUNDRED
    ORD ORDWORD WEEKDAY SHORTDAY MONTH ISODATE NUMDATE CLOCK
    AMPM OCLOCK ISH HALF QUARTER PAST TILL
    ART THE OF AT ON IN FOR BY FROM BETWEEN AND OR TO NOT AFTER BEFORE AROUND
    TODAY TONIGHT TOMORROW YESTERDAY NOW NEXT THIS THAT LAST COMING AGO HENCE
    DAYS WEEKS WEEKEND FORTNIGHT MONTHS YEARS HOURS MINUTES COUPLE FEW
    PART WITH THAN PLACE MORE ABOUT NOON MIDNIGHT LUNCH WORK SCHOOL THING EARLY LATE MID CLOSE OPENING LATER EARLIER
    SAME TIMES ANY MUCH ONWARDS PARTY TAKE
""".split()

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "SOFT": (
        "please yes yeah yep yea umm ummm uhm uhh ermm ermmm hmmm yup ok okay sure um uh er erm hmm mm well so oh ah maybe perhaps say "
        "then thanks thank cheers it it's its is was be would i'd do let's lets like works work's "
        "fine good great perfect ideal ideally prefer preferably best sounds just actually no nope "
        "sorry instead if but wait right i'll we'll you'll could can that'll that'd that's suits "
        "suit better okey alright exactly sharp ha let's how's what about's hi hello also only, "
        "love lovely dear mate sir ma'am madam anyway possible available free there you spot slot appointment opening "
    ),
    "ART": "a an",
    "THE": "the",
    "OF": "of",
    "AT": "at @",
    "ON": "on",
    "IN": "in during",
    "FOR": "for",
    "BY": "by",
    "FROM": "from starting",
    "BETWEEN": "between",
    "AND": "and &",
    "OR": "or",
    "TO": "to",
    "TILL": "till til until 'til through thru",
    "NOT": "not",
    "AFTER": "after following",
    "BEFORE": "before",
    "PAST": "past",
    "ABOUT": "about",
    "WITH": "with under",
    "THAN": "than",
    "MORE": "more other",
    "PLACE": "avenue ave street st road rd floor lane drive place class grade time birthday "
    "anniversary person one option choice party element half base try attempt",
    "AROUND": "around approximately approx roughly circa near nearer nearly towards almost",
    "ISH": "ish",
    "HALF": "half",
    "QUARTER": "quarter",
    "HUNDRED": "hundred",
    "TODAY": "today todays today's",
    "TONIGHT": "tonight tonight's tonite",
    "TOMORROW": "tomorrow tomorrows tomorrow's tmrw tomorow tommorow tommorrow",
    "YESTERDAY": "yesterday yesterday's",
    "NOW": "now",
    "NEXT": "next",
    "THIS": "this current",
    "THAT": "that",
    "LAST": "last previous",
    "COMING": "coming upcoming",
    "AGO": "ago",
    "HENCE": "hence away",
    "DAYS": "day days day's days'",
    "WEEKS": "week weeks week's weeks'",
    "WEEKEND": "weekend weekends weekend's",
    "FORTNIGHT": "fortnight fortnights fortnight's",
    "MONTHS": "month months month's months'",
    "YEARS": "year years year's",
    "HOURS": "hour hours hour's",
    "MINUTES": "minute minutes min mins",
    "COUPLE": "couple",
    "FEW": "few several some",
    "PART": "morning mornings afternoon afternoons evening evenings night nights morning's "
    "afternoon's evening's",
    "NOON": "noon midday noontime",
    "MIDNIGHT": "midnight",
    "LUNCH": "lunch lunchtime",
    "WORK": "work",
    "SCHOOL": "school",
    "THING": "thing",
    "EARLY": "early beginning start",
    "LATE": "late end",
    "MID": "mid middle",
    "CLOSE": "close closing",
    "OPENING": "opening",
    "LATER": "later",
    "EARLIER": "earlier sooner",
    "SAME": "same",
    "TIMES": "time times time's",
    "MUCH": "bit little much slightly",
    "ANY": "any anytime sometime anything something whenever",
    "ONWARDS": "onwards onward",
    "PARTY": "table tables party group seats seat room reservation covers us people booking "
    "total guests family",
    "TAKE": "make change move switch push",
}  # fmt: skip

_WEEKDAYS: Final = (
    "monday mondays monday's", "tuesday tuesdays tuesday's tues tue", "wednesday wednesdays "
    "wednesday's weds", "thursday thursdays thursday's thurs thur thu", "friday fridays friday's "
    "fri", "saturday saturdays saturday's", "sunday sundays sunday's",
)  # fmt: skip
_SHORT_WEEKDAYS: Final = {"mon": 0, "wed": 2, "sat": 5, "sun": 6}
_MONTHS: Final = (
    "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
    "august aug", "september sep sept", "october oct", "november nov", "december dec",
)  # fmt: skip
_UNITS: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS: Final = {"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50}
_ORDINALS: Final = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_YEARS: Final = range(1900, 2101)

CLASSES: Final[dict[str, str]] = {name: chr(0xE000 + i) for i, name in enumerate(_NAMES)}
"""The character that stands for each class."""


def _lexicon() -> dict[str, tuple[str, object]]:
    words: dict[str, tuple[str, object]] = {}
    for name, listed in _WORDS.items():
        words |= {word: (CLASSES[name], word) for word in listed.split()}
    for i, names in enumerate(_WEEKDAYS):
        words |= {word: (CLASSES["WEEKDAY"], i) for word in names.split()}
    words |= {word: (CLASSES["SHORTDAY"], i) for word, i in _SHORT_WEEKDAYS.items()}
    for i, names in enumerate(_MONTHS, start=1):
        words |= {word: (CLASSES["MONTH"], i) for word in names.split()}
    words |= {word: (_number_class(i), i) for i, word in enumerate(_UNITS)}
    words |= {word: (_number_class(i), i) for word, i in _TENS.items()}
    for i, word in enumerate(_ORDINALS[1:], start=1):
        words[word] = (CLASSES["ORDWORD"], i)
    words["thirtieth"] = (CLASSES["ORDWORD"], 30)
    words |= {word: (CLASSES["OH"], 0) for word in ("oh", "o")}
    for word in ("morning", "afternoon", "evening", "night"):
        words |= {word + end: (CLASSES["PART"], word) for end in ("", "s", "'s")}
    return words


def _number_class(value: int) -> str:
    for name, top in (("NZERO", 0), ("NDIGIT", 9), ("NTEN", 12), ("NTEEN", 24), ("NDAY", 31)):
        if value <= top:
            return CLASSES[name]
    return CLASSES["NMIN" if value < 60 else "YEAR" if value in _YEARS else "NBIG"]


_LEXICON: Final = _lexicon()

_UNKNOWN: Final = (CLASSES["OTHER"], None)

_TOKEN: Final = re.compile(
    r"""
    (?P<other>
        \S+@\w\S*\.\w+ | https?://\S+                      # addresses
      | \+?\(?\b\d{3}\)?[-. ]\d{3}[-. ]?\d{4}\b | \b\d{3}-\d{4}\b   # phone numbers
      | [$\u00a3\u20ac]\s?\d[\d.,]* | \d[\d.,]*\s?[%\u00a3\u20ac\u00b0] # money and shares
      | \b\d{1,3}(?:,\d{3})+(?!\d) | \d{5,}
    )
  | (?P<iso>\b\d{4}(?P<s1>[-/.])\d{1,2}(?P=s1)\d{1,2}(?!\d))
  | (?P<numdate>\b\d{1,2}(?:\s?/\s?\d{1,2}(?:\s?/\s?(?:\d{4}|\d{2}))?
                         |(?P<s2>[-.])\d{1,2}(?P=s2)(?:\d{4}|\d{2}))(?![\d/]))
  | (?P<clock>\b(?:[01]?\d|2[0-4])(?:\s?:\s?|\.|h)[0-5]\d(?![\d.]\d|\d))
  | (?P<decimal>\d+\.(?!\d{4}\b)\d+)
  | (?P<ordinal>\b\d{1,2}\s?(?:st|nd|rd|th)\b)
  | (?P<hours>\b\d{1,2}\s?(?:hrs?|h)\b)
  | (?P<number>\d+)
  | (?P<ampm>(?:\b|(?<=\d))[ap]\.?\s?m\b\.? | (?<=\d)[ap]\b\.?)
  | (?P<oclock>\bo\s?['\u2019"`]?\s?clock\b)
  | (?P<midday>\bmid\s?-?day\b|\bmid\s?-?night\b)
  | (?P<year>\btwo\s+thousand(?:\s+and)?(?:\s+twenty)?[\s-]+(?:one|two|three|four|five|six|seven
                                                          |eight|nine)\b)
  | (?P<compound>\b(?:twenty|thirty|fou?rty|fifty)[\s-]+(?:one|two|three|four|five|six|seven|eight
                   |nine|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b)
  | (?P<word>[^\W\d_]+(?:['\u2019][^\W\d_]+)*)
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

    def number(self, at: int) -> int:
        """Return the value of a token that is a number, an ordinal, a weekday or a month."""
        value = self.values[at]
        assert isinstance(value, int)
        return value

    def word(self, at: int) -> str:
        """Return a token's text in lower case."""
        start, end = self.spans[at]
        return self.text[start:end].lower()

    def between(self, start: int, end: int) -> str:
        """Return the text from the end of token `start` to the beginning of token `end`."""
        return self.text[self.spans[start][1] : self.spans[end][0]].lower()


def tokenize(text: str) -> Tokens:
    """Split an utterance into tokens; text beyond `LONGEST_TEXT` is left out."""
    text = text[:LONGEST_TEXT]
    classes = [CLASSES["START"]]
    values: list[object] = [None]
    spans: list[Span] = [(0, 0)]
    for match in _TOKEN.finditer(text):
        kind, value = _classify(match)
        classes.append(kind)
        values.append(value)
        spans.append(match.span())
    classes.append(CLASSES["END"])
    values.append(None)
    spans.append((len(text), len(text)))
    return Tokens(text, "".join(classes), values, spans)


def _classify(match: re.Match[str]) -> tuple[str, object]:
    name = match.lastgroup or "mark"
    said = match[name].lower().replace("\u2019", "'")
    if name == "word":
        # "three's fine": a number keeps its class before a contracted "is".
        return _LEXICON.get(said) or _LEXICON.get(said.removesuffix("'s"), _UNKNOWN)
    if name == "number":
        return _digits(said)
    if name == "clock":
        hour, minute = (int(n) for n in re.findall(r"\d+", said))
        return CLASSES["CLOCK"], (hour, minute, "." in said)
    if name == "hours":
        return CLASSES["CLOCK"], (int(re.findall(r"\d+", said)[0]), 0, True)
    if name in ("iso", "numdate"):
        numbers = tuple(int(n) for n in re.findall(r"\d+", said))
        return CLASSES["ISODATE" if name == "iso" else "NUMDATE"], numbers
    if name == "ordinal":
        day = int(re.findall(r"\d+", said)[0])
        return CLASSES["ORD" if 1 <= day <= 31 else "OTHER"], day
    if name == "ampm":
        return CLASSES["AMPM"], "am" if said[0] == "a" else "pm"
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
    if len(said) in (3, 4) and value // 100 <= 24 and value % 100 < 60 and value not in _YEARS:
        return CLASSES["N4"], value
    return (_number_class(value) if len(said) <= 4 else CLASSES["OTHER"]), value



def _compound(said: str) -> tuple[str, object]:
    """Read "twenty five", "thirty-first", "two thousand and twenty six"."""
    first, *_, last = re.findall(r"[a-z]+", said)
    if first == "two":
        value = 2000 + 20 * ("twenty" in said) + _UNITS.index(last)
        return CLASSES["YEAR"], value
    if last in _UNITS:
        value = _TENS[first] + _UNITS.index(last)
        return _number_class(value), value
    value = _TENS[first] + _ORDINALS.index(last)
    return (CLASSES["ORDWORD"] if value <= 31 else CLASSES["OTHER"]), value  # noqa: PLR2004
