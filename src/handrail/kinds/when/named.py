"""Days known by a name: Christmas Eve, Halloween, Easter Monday."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ..base import Span
from . import dates
from .duckling import day_in
from .grammar import World
from .meaning import Days

__all__ = ["Named", "named_day"]

_FIXED: Final = {
    "christmas eve": (12, 24), "xmas eve": (12, 24), "christmas": (12, 25), "xmas": (12, 25),
    "boxing day": (12, 26), "new year eve": (12, 31), "new year": (1, 1), "valentine": (2, 14),
    "patrick": (3, 17), "cinco de mayo": (5, 5), "halloween": (10, 31),
    "bonfire night": (11, 5),
}  # fmt: skip
"""Month and day of days that are the same everywhere and every year."""
_NAME: Final = re.compile(
    r"\b(?P<fixed>(?:christmas|xmas)(?: eve)?|boxing day|new year'?s?(?: eve)?|valentine'?s?"
    r"|(?:st\.? |saint )patrick'?s?|patrick'?s(?= day)|cinco de mayo|halloween"
    r"|bonfire night)(?: day)?"
    r"(?:,? (?P<year>20\d\d))?\b"
    r"|\b(?:(?:easter|good friday|ash wednesday|palm sunday|whit|pentecost)(?: \w+day)?"
    r"|thanksgiving(?: day)?|black friday|cyber monday|juneteenth|(?:the )?ides of \w{3,9}"
    r"|(?:independence|memorial|labou?r|veterans'?|presidents?'?|columbus|mlk"
    r"|martin luther king|mother'?s|father'?s|canada|victoria|anzac|australia|groundhog) day"
    r"|bank holiday|ramadan|eid|diwali|hanukkah|passover|rosh hashanah|yom kippur|mardi gras"
    r"|(?:closest|nearest) (?:\w{3,6}day|\w{1,9} to)"
    r"|(?:second|third|fourth|fifth|\d(?:nd|rd|th)) last day of \w{3,9})\b",
    re.IGNORECASE,
)
_RELATIVE: Final = re.compile(
    r"(?:\b(?:the|a|an|one|two|three|four|five|\d{1,2}|first|second|third|fourth|last|days?|weeks?"
    r"|\w{3,6}day) ){0,5}\b(?:days?|weeks?|\w{3,6}day) (?:after|before|of) (?:the )?$",
    re.IGNORECASE,
)
"""A distance from a named day, in the words before it."""
_THE: Final = re.compile(r"\bthe $", re.IGNORECASE)
_YEAR: Final = re.compile(r",? 20\d\d\b")
_LOOSE: Final = re.compile(
    r" (?:week|weekend|time|break|holidays?|period|party|season|dinner|present|shopping|menu)\b",
    re.IGNORECASE,
)
_BEFORE: Final = 60
"""Characters before a name in which such a distance is looked for."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name of a day in an utterance, and the day; without days when it cannot be told."""

    span: Span
    days: Days | None


def named_day(text: str, world: World) -> Named | None:
    """Find a day that is known by a name.

    Days of fixed dates are looked up; movable ones and those at a distance from one ("the day
    after Thanksgiving") are asked of Duckling.

    Returns:
        None when no day is named. A `Named` without days when one is, but which it is cannot be
        told: then no other day in the sentence can be trusted either.
    """
    text = text.replace("\u2019", "'")
    match = _NAME.search(text)
    if match is None:
        return None
    if _LOOSE.match(text, match.end()):
        return Named(match.span(), None)
    if match[0].lower().startswith("bank"):
        return Named(match.span(), None)  # a country has several, and which is coming varies
    before = _RELATIVE.search(text[max(0, match.start() - _BEFORE) : match.start()])
    if (
        match["fixed"]
        and match["fixed"].lower() == "new year"
        and _THE.search(text[: match.start()])
    ):
        first = dates.full_date(world.today.year + 1, 1, 1)
        return Named(match.span(), Days((), first, None))  # "in the new year"
    if match["fixed"] and before is None:
        return Named(match.span(), _fixed(match, world))
    start = match.start() - (len(before[0]) if before else 0)
    year = _YEAR.match(text, match.end())
    end = year.end() if year else match.end()
    # Only these few words go to Duckling, and it must account for them all.
    day = day_in(text[start:end], world.today, world.region)
    if day is not None and not text[start:end].strip()[day.end - day.start :].strip():
        return Named((start, end), Days((day.date,)) if day.date >= world.today else None)
    # "The Friday before Labor Day": the grammar knows the distance, once the day is known.
    alone = day_in(text[match.start() : end], world.today, world.region) if before else None
    known = alone is not None and alone.end - alone.start == end - match.start()
    days = Days((alone.date,)) if alone is not None and known else None
    return Named((match.start() if known else start, end), days)


def _fixed(match: re.Match[str], world: World) -> Days | None:
    name = re.sub(r"(?<=[rek])'?s(?= eve|$)", "", match["fixed"].lower())
    month, day = _FIXED[re.sub(r"^(?:st\.?|saint) ", "", name)]
    if match["year"]:
        date = dates.full_date(int(match["year"]), month, day)
    else:
        date = dates.month_and_day(world.today, month, day)
    return Days((date,)) if date is not None and date >= world.today else None
