"""Days that cannot be booked, and why: "June 31st", "yesterday at three", "June 10th" on the 12th.

Nobody who says one of these is helped by "sorry?". The words for it are for a person to hear.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Final

from ..heard import phrase
from .dates import full_date

__all__ = ["why_not"]

_MONTHS: Final = tuple(calendar.month_name)[1:]
_MONTH: Final = "(?P<month>" + "|".join(name.lower() for name in _MONTHS) + ")"
_UNITS: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_TENS: Final = {"twentieth": 20, "thirtieth": 30}
_DAY: Final = (
    r"(?P<day>\d{1,2}(?:st|nd|rd|th)?|(?:twenty |thirty )?(?:" + "|".join((*_UNITS, *_TENS)) + "))"
)
_YEAR: Final = r"(?: (?:of )?(?P<year>20\d\d))?"
_DATES: Final = (
    re.compile(phrase(f"{_MONTH} (?:the )?{_DAY}{_YEAR}")),
    re.compile(phrase(f"(?:the )?{_DAY} (?:of )?{_MONTH}{_YEAR}")),
)
# Who tells of a visit that was says more.
_WORDS: Final = """
    (?:(?!(?:was|were|had|went|saw|came|called|told|said|got|did|booked|visited|tried|since
    |missed|because|from|like)(?![\\w']))[\\w':]+)"""
_GONE: Final = re.compile(
    phrase(
        f"""
        (?:{_WORDS} ){{0,5}}(?:yesterday|the day before yesterday
        |last (?:mon|tues|wednes|thurs|fri|satur|sun)day|last (?:week|month|year|night))
        (?: (?!(?:i|we|he|she|they|it|my)(?![\\w'])){_WORDS}){{0,4}}"""
    )
)
_LEAP_YEAR: Final = 2024
_JUST: Final = dt.timedelta(days=62)


def why_not(plain: str, today: dt.date) -> str:
    """Return why a day that is named cannot be, as a sentence without an end mark; "" if it can.

    Args:
        plain: The utterance in heard form.
        today: The present day, where the caller is.
    """
    for pattern in _DATES:
        if match := pattern.search(plain):
            return _of_date(match, today)
    return "That day has gone already" if _GONE.fullmatch(plain.strip()) else ""


def _of_date(match: re.Match[str], today: dt.date) -> str:
    month = [name.lower() for name in _MONTHS].index(match["month"]) + 1
    day = _number(match["day"])
    name = _MONTHS[month - 1]
    year = int(match["year"]) if match["year"] else None
    if full_date(year or _LEAP_YEAR, month, day) is None:
        return f"{name} has no {_ordinal(day)}" if day else ""
    date = full_date(year or today.year, month, day)
    if date is not None and date < today and (year is not None or today - date <= _JUST):
        said = f"{name} {_ordinal(day)}" + (f" {year}" if year not in {None, today.year} else "")
        return f"{said} has gone already"
    return ""


def _number(said: str) -> int:
    if digits := re.match(r"\d+", said):
        return int(digits.group())
    *tens, unit = said.split()
    number = _TENS.get(unit) or _UNITS.index(unit) + 1
    return number + {"twenty": 20, "thirty": 30}.get(tens[0] if tens else "", 0)


def _ordinal(day: int) -> str:
    ending = "th" if 10 < day % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"
