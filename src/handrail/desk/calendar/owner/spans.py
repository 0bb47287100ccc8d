"""Openings of a day as an owner writes them, "9:00-12:30, 14-18", and as minutes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

from ..hours import Spans

__all__ = ["DAY_MINUTES", "DAY_NAMES", "Week", "minute_text", "overlap", "spans_of", "spans_text"]

Week: TypeAlias = tuple[Spans, ...]
"""The openings of seven days, Monday first."""

DAY_MINUTES: Final = 24 * 60
DAY_NAMES: Final = (
    *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
)
_WEEK_MINUTES: Final = 7 * DAY_MINUTES
_NOON: Final = 12
_HOUR: Final = 60
_MOST: Final = 12
_CLOCK: Final = r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap]\.?m\.?)?"
_SPAN: Final = re.compile(
    rf"{_CLOCK}\s*(?:-|\u2013|\u2014|to|until)\s*{_CLOCK}", re.IGNORECASE | re.ASCII
)
_OF_TWELVE: Final = re.compile(r"(?<!\d)[1-9](?:[:.]\d{2})?\s*$", re.ASCII)
"""A close that is read from the twelve hours of a clock face; on a day's clock it is 05:00."""
_CLOSED: Final = frozenset({"", "closed", "none", "-"})
_APART: Final = re.compile(r"\s*(?:[,;\n]|\band\b)\s*", re.IGNORECASE)


def spans_of(text: str) -> Spans:
    """Read openings: "9:00-12:30, 14-18", "9 to 5", "closed"; "22-2" ends on the next day.

    Raises:
        ValueError: With one sentence for the owner.
    """
    if text.strip().lower() in _CLOSED:
        return ()
    parts = [part for part in _APART.split(text.strip()[:400]) if part]
    spans = tuple(sorted(_span_of(part) for part in parts))
    if len(spans) > _MOST:
        raise ValueError(f"A day can have {_MOST} openings at most.")
    return spans


def spans_text(spans: Iterable[tuple[int, int]]) -> str:
    """Write openings as `spans_of` reads them: "09:00-12:30, 14:00-18:00"; none: ""."""
    return ", ".join(f"{minute_text(opens)}-{minute_text(closes)}" for opens, closes in spans)


def minute_text(minute: int) -> str:
    """Write a minute of a day or of the day after as a clock shows it; a day ends at "24:00"."""
    shown = minute if minute <= DAY_MINUTES else minute - DAY_MINUTES
    return f"{shown // _HOUR:02}:{shown % _HOUR:02}"


def overlap(week: Sequence[Spans]) -> tuple[int, str] | None:
    """Find two openings of a week that overlap, those around Sunday's midnight too.

    Returns:
        The day of the later one and a sentence, or None.
    """
    every = sorted(
        (day * DAY_MINUTES + opens, day * DAY_MINUTES + closes)
        for day, spans in enumerate(week)
        for opens, closes in spans
    )
    if not every:
        return None
    first = every[0]
    following = [*every[1:], (first[0] + _WEEK_MINUTES, first[1] + _WEEK_MINUTES)]
    for (_, end), (begin, last) in zip(every, following, strict=True):
        if begin < end:
            day = begin // DAY_MINUTES % 7
            opens = begin % DAY_MINUTES
            other = spans_text([(opens, opens + last - begin)])
            return day, f"{other} overlaps the opening before it: make them one, or move one."
    return None


def _span_of(part: str) -> tuple[int, int]:
    found = _SPAN.fullmatch(part)
    if found is None:
        raise ValueError(f"Write {part[:30]!r} as an opening such as 9:00-17:30, or closed.")
    opens = _minute(part, *found.groups()[:3])
    closes = _minute(part, *found.groups()[3:])
    afternoon = closes + _NOON * _HOUR
    if closes <= opens < afternoon and int(found[1]) <= _NOON and _OF_TWELVE.search(part):
        closes = afternoon  # "9 to 5", as a newcomer wrote at set-up, is no night shift
    if opens == DAY_MINUTES:
        raise ValueError(f"No day opens at 24:00: write {part[:30]!r} on the next day.")
    return opens, closes if closes > opens else closes + DAY_MINUTES


def _minute(part: str, hours: str, minutes: str | None, half: str | None) -> int:
    hour, rest = int(hours), int(minutes or 0)
    if half and 1 <= hour <= _NOON:
        hour = hour % _NOON + (_NOON if half.lower().startswith("p") else 0)
    elif half:
        hour = DAY_MINUTES  # "14pm" is no time
    if rest >= _HOUR or hour * _HOUR + rest > DAY_MINUTES:
        raise ValueError(f"There is no such time as in {part[:30]!r}: write it like 9:00-17:30.")
    return hour * _HOUR + rest
