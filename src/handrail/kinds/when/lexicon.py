"""The vocabulary of time: which class of token each word is, and its value."""

from __future__ import annotations

from typing import Final

__all__ = ["CLASSES", "LEXICON", "ORDINALS", "TENS", "UNITS", "YEARS", "number_class"]

_NAMES: Final = """
    START END OTHER STOP COMMA DASH SLASH SOFT
    NZERO NDIGIT NTEN NTEEN NDAY NMIN NBIG NPAD N4 YEAR OH HUNDRED
    ORD ORDWORD WEEKDAY SHORTDAY MONTH ISODATE NUMDATE CLOCK
    AMPM OCLOCK ISH HALF QUARTER PAST TILL
    ART THE OF AT ON IN FOR BY FROM BETWEEN AND OR TO NOT AFTER BEFORE AROUND ABOUT WITH THAN
    BE BOOK
    TODAY TONIGHT TOMORROW YESTERDAY NOW NEXT THIS THAT LAST COMING AGO HENCE
    DAYS WEEKS WEEKEND FORTNIGHT MONTHS YEARS HOURS MINUTES COUPLE FEW MORE MUCH ANY
    PART NOON MIDNIGHT LUNCH WORK SCHOOL THING EARLY LATE MID LATER EARLIER
    SAME TIMES ONWARDS TAKE PARTY PLACE DISH MIDWEEK WEEKDAYS WEEKENDS WITHIN
""".split()

CLASSES: Final[dict[str, str]] = {name: chr(0xE000 + i) for i, name in enumerate(_NAMES)}
"""The character (of Unicode's private use) that stands for each class."""

_SOFT: Final = """
    please yes yeah yea yep yup no nope ok okay okey sure right alright fine good great perfect
    lovely love exactly sharp um umm ummm uh uhh uhm er erm ermm ermmm hm hmm hmmm mm ah ha well so
    then but if wait sorry actually instead just only also maybe perhaps possible anyway
    because cos as say said mean meant too
    thanks thank cheers hi hello sir ma'am madam mate dear
    my i i'm
    it would could can i'd i'll we'll you'll that'll that'd do let let's lets how what
    like work works suit suits prefer preferably ideal ideally best better sounds
    available free there you spot slot appointment opening either
"""
"""Words that may stand beside a bare hour without making it a count of something."""

_WORDS: Final[dict[str, str]] = {
    "SOFT": _SOFT,
    "ART": "a an",
    "THE": "the",
    "OF": "of",
    "AT": "at",
    "ON": "on",
    "IN": "in during",
    "WITHIN": "within over",
    "FOR": "for",
    "BY": "by",
    "FROM": "from starting commencing",
    "BETWEEN": "between",
    "AND": "and",
    "OR": "or",
    "TO": "to",
    "TILL": "till til until through thru",
    "NOT": "not",
    "AFTER": "after following",
    "BEFORE": "before",
    "PAST": "past",
    "AROUND": "around approximately approx roughly circa near nearer nearly towards almost",
    "ABOUT": "about",
    "BE": "is was be",
    "BOOK": "book booked me schedule set put down arrange come",
    "WITH": "with under",
    "THAN": "than",
    "ISH": "ish",
    "HALF": "half",
    "QUARTER": "quarter quarters",
    "HUNDRED": "hundred",
    "OH": "oh o",
    "TODAY": "today todays",
    "TONIGHT": "tonight tonite",
    "TOMORROW": "tomorrow tomorrows tomorow tommorow tommorrow tomoro tmrw tmr tmrow",
    "YESTERDAY": "yesterday",
    "NOW": "now",
    "NEXT": "next",
    "THIS": "this current",
    "THAT": "that",
    "LAST": "last previous",
    "COMING": "coming upcoming",
    "AGO": "ago",
    "HENCE": "hence away",
    "DAYS": "day days",
    "WEEKS": "week weeks",
    "WEEKEND": "weekend",
    "WEEKENDS": "weekends",
    "WEEKDAYS": "weekday weekdays",
    "FORTNIGHT": "fortnight fortnights",
    "MONTHS": "month months",
    "YEARS": "year years",
    "HOURS": "hour hours",
    "MINUTES": "minute minutes min mins",
    "COUPLE": "couple",
    "FEW": "few several some",
    "MORE": "more other",
    "MUCH": "bit little much slightly",
    "ANY": "any anytime sometime anything something whenever",
    "NOON": "noon noontime noonish",
    "LUNCH": "lunch lunchtime",
    "WORK": "work",
    "SCHOOL": "school",
    "THING": "thing",
    "EARLY": "early beginning start",
    "LATE": "late end",
    "MID": "mid middle",
    "LATER": "later",
    "EARLIER": "earlier sooner",
    "SAME": "same",
    "TIMES": "time times",
    "ONWARDS": "onwards onward",
    "MIDWEEK": "midweek",
    "TAKE": "make change move switch push bring reschedule rebook",
    # After "for", what a number counts: "a table for two".
    "PARTY": """table tables party group seats seat room reservation covers us people booking
        total guests family""",
    # After a weekday, what is named after it: "the Sunday roast".
    "DISH": "roast menu special specials",
    # After an ordinal, what it numbers: "5th Avenue", "the first one".
    "PLACE": """avenue ave street st road rd floor lane drive place class grade birthday
        anniversary person one option choice element base try attempt""",
}
_WEEKDAYS: Final = (
    "monday mondays",
    "tuesday tuesdays tues tue tuseday",
    "wednesday wednesdays weds wensday wendsday wednsday",
    "thursday thursdays thurs thur thu thurday thrusday",
    "friday fridays fri",
    "saturday saturdays saterday saturdy",
    "sunday sundays",
)
_SHORT_WEEKDAYS: Final = {"mon": 0, "wed": 2, "sat": 5, "sun": 6}
"""Short names that are words of their own too, so that they need a date beside them."""
_MONTHS: Final = (
    "january jan", "february feb febuary feburary", "march mar", "april apr", "may", "june jun",
    "july jul", "august aug", "september sep sept", "october oct", "november nov", "december dec",
)  # fmt: skip
_PARTS: Final = ("morning", "afternoon", "evening", "night")

UNITS: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
"""The words of the numbers from 0."""
TENS: Final = {"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50}
"""The words of the tens below 60, as they are said and written."""
ORDINALS: Final = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
"""The words of the ordinals from 0."""
YEARS: Final = range(1900, 2101)
"""Numbers that are read as years rather than clock times."""


def number_class(value: int) -> str:
    """Return the class of a number by what it can be: an hour, a day, minutes, a year."""
    for name, top in (("NZERO", 0), ("NDIGIT", 9), ("NTEN", 12), ("NTEEN", 24), ("NDAY", 31)):
        if value <= top:
            return CLASSES[name]
    return CLASSES["NMIN" if value < 60 else "YEAR" if value in YEARS else "NBIG"]


def _lexicon() -> dict[str, tuple[str, object]]:
    words: dict[str, tuple[str, object]] = {}
    for name, listed in _WORDS.items():
        words |= {word: (CLASSES[name], word) for word in listed.split()}
    for day, names in enumerate(_WEEKDAYS):
        words |= dict.fromkeys(names.split(), (CLASSES["WEEKDAY"], day))
    words |= {word: (CLASSES["SHORTDAY"], day) for word, day in _SHORT_WEEKDAYS.items()}
    for month, names in enumerate(_MONTHS, start=1):
        words |= dict.fromkeys(names.split(), (CLASSES["MONTH"], month))
    for part in _PARTS:
        words |= dict.fromkeys((part, part + "s"), (CLASSES["PART"], part))
    words["arvo"] = words["afternoon"]
    words |= {word: (number_class(value), value) for value, word in enumerate(UNITS)}
    words |= {word: (number_class(value), value) for word, value in TENS.items()}
    words |= {word: (CLASSES["ORDWORD"], value) for value, word in enumerate(ORDINALS) if value}
    words["thirtieth"] = (CLASSES["ORDWORD"], 30)
    return words


LEXICON: Final = _lexicon()
"""The class and the value of every word that has one; all others are `OTHER`."""
