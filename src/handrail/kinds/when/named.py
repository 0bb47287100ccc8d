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
    "patrick": (3, 17), "halloween": (10, 31),
}  # fmt: skip
"""Month and day of days that are the same everywhere and every year."""
_NAME: Final = re.compile(
    r"\b(?P<fixed>(?:christmas|xmas)(?: eve)?|boxing day|new year'?s?(?: eve)?|valentine'?s?"
    r"|patrick'?s?|halloween)(?: day)?(?:,? (?P<year>20\d\d))?\b"
    r"|\b(?:(?:easter|good friday|ash wednesday|palm sunday|whit|pentecost)(?: \w+day)?"
    r"|thanksgiving(?: day)?|black friday|cyber monday|juneteenth|ides"
    r"|(?:independence|memorial|labou?r|veterans'?|presidents?'?|columbus|mlk"
    r"|martin luther king|mother'?s|father'?s|canada|victoria|anzac|australia|groundhog) day"
    r"|bank holiday|ramadan|eid|diwali|hanukkah|passover|rosh hashanah|yom kippur|mardi gras"
    r"|(?:closest|nearest) (?:\w+day|\w+ to)|(?:\w+ )last day of)\b",
    re.IGNORECASE,
)
_RELATIVE: Final = re.compile(r"\b(?:days?|weeks?|\w{3,6}day) (?:after|before|of) $", re.IGNORECASE)
_LOOSE: Final = re.compile(
    r" (?:week|weekend|time|break|holidays?|period|party|season|dinner|present|shopping|menu)\b",
    re.IGNORECASE,
)
_AROUND: Final = 45
"""Characters on either side of a name that may belong to it ("the third Tuesday after ...")."""


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
    if match["fixed"] and not _RELATIVE.search(text[: match.start()]):
        return Named(match.span(), _fixed(match, world))
    start = max(0, match.start() - _AROUND)
    if start:
        start = text.find(" ", start) + 1  # not in the middle of a word
    day = day_in(text[start : match.end() + _AROUND], world.today, world.region)
    if day is None or start + day.start >= match.end() or start + day.end < match.end():
        return Named(match.span(), None)
    days = Days((day.date,)) if day.date >= world.today else None
    return Named((start + day.start, start + day.end), days)


def _fixed(match: re.Match[str], world: World) -> Days | None:
    name = re.sub(r"(?<=[rek])'?s(?= eve|$)", "", match["fixed"].lower())
    month, day = _FIXED[name]
    if match["year"]:
        date = dates.full_date(int(match["year"]), month, day)
    else:
        date = dates.month_and_day(world.today, month, day)
    return Days((date,)) if date is not None and date >= world.today else None
