"""Digits that are no part of a phone number: times, dates, counts, and numbers of other things."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .dictation import DigitRun
from .numbering import MOST_DIGITS
from .spoken import Word, span_of

__all__ = [
    "JOINING",
    "before",
    "end_of_extension",
    "is_extension",
    "is_of_another",
    "is_small_talk",
    "is_time_talk",
]

JOINING = frozenset(
    "it's its it is that's the number my okay ok yeah yes right well i think see let me "
    "next followed by again after".split()
)
_AGREEING = frozenset({"yeah", "yes", "ok", "okay", "right"})
_GOING_ON = frozenset({"and", "a", "an", "oh", "plus", "with", "just", "one", "more"})
_OTHER_NUMBER = re.compile(
    r"\b(?:order|account|card|confirmation|booking|reference|tracking|policy|member(?:ship)?|"
    r"invoice|ticket|flight|case|serial|social security|ssn|passport|licen[cs]e|zip|post(?:al)?"
    r"|dollars?|pounds?)(?:\s+(?:number|code|no|id))?(?:'s|\s+is|\s+was)?[\s:#]*$"
)
_NOT_MEANT = re.compile(
    r"\b(?:(?:old|previous|former)\s+(?:(?:cell|mobile|home|work|phone)\s+)*(?:number|phone|one|cell"
    r"|mobile)(?:'s|\s+is|\s+was|\s+used to be)?|not|(?:don't|do not|never)\s+(?:use|call|ring|text"
    r"|take|put|try)(?:\s+me)?(?:\s+(?:on|at))?)[\s:]*$"
)
_EXTENSION = re.compile(r"\b(?:extension|ext|x)\W*$")
_SMALL_CONTEXT = re.compile(
    r"^\s*(?:am|pm|a\.m|p\.m|o'clock|people|persons?|minutes?|hours?|days?|weeks?|months?|"
    r"years?|dollars?|pounds?|percent|%|seconds?|moments?|of us|st|nd|rd|th|more|times?|thing|"
    r"question|sec|bit|haircuts?|appointments?|adults?|kids?|children)\b"
)
_SMALL_BEFORE = re.compile(
    r"(?:\b(?:at|for|around|about|by|before|after|half|past|quarter|until|till|between|the|in|since|"
    r"january|february|march|april|may|june|july|august|september|october|november|december)"
    r"\s*|[$\u00a3\u20ac]\s*)$"
)


_OTHER_TALK = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tomorrow|tonight|january|february"
    r"|march|april|may|june|july|august|september|october|november|december|jan|feb|aug|sept?|oct"
    r"|nov|dec|a\.?m|p\.?m|o'clock|noon|midnight|people|persons?|adults?|kids|party|guests?|table"
    r"|days?|weeks?|months?|hours?|minutes?|seats?|dollars|pounds|\d{1,2}:\d\d)\b"
)
"""Words of dates, times and counts: beside them a few digits are no part of a number."""


def before(text: str, words: Sequence[Word], run: DigitRun) -> str:
    """Return the text before a run, as far back as a cue can reach."""
    end = words[run.start].start
    return text[max(0, end - 80) : end].lower().replace("\u2019", "'")


def is_extension(text: str, words: Sequence[Word], run: DigitRun) -> bool:
    """Whether digits are an extension, which is no part of the number."""
    return _EXTENSION.search(before(text, words, run)) is not None


_EXTENSION_AFTER = re.compile(
    r"[\s,]*\b(?:extension|ext)\b\.?(?:\s+(?:number|is))?(?:[\s-]*(?:\d+|\w+teen|\w+ty|oh|zero|one"
    r"|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)+",
    re.IGNORECASE,
)


def end_of_extension(text: str, end: int) -> int:
    """Return where an extension ends that follows a number, or the end of the number itself."""
    match = _EXTENSION_AFTER.match(text, end)
    return match.end() if match else end


def is_of_another(text: str, words: Sequence[Word], run: DigitRun) -> bool:
    """Whether digits are said to be no number to call: "my order number is ...", "not 212 ..."."""
    lead = before(text, words, run)
    return _OTHER_NUMBER.search(lead) is not None or _NOT_MEANT.search(lead) is not None


def is_small_talk(text: str, words: Sequence[Word], run: DigitRun, *, held: bool) -> bool:
    """Whether few digits belong to a time, a date or a count ("at 3", "2 people", "one moment")."""
    start, end = span_of(words, run.start, run.sure_end)
    if len(run.numerals) > 2:
        return False
    # "Yeah, three" agrees to a time; but after a beginning, "okay, three" goes on with it.
    beside = JOINING | _GOING_ON if held else JOINING - _AGREEING
    alone = not any(w.text not in beside and not w.is_mark for w in words
                    if w.end <= start or w.start >= end)  # fmt: skip
    digits = run.strings(most=MOST_DIGITS)
    if digits and len(digits[0]) == 1 and not alone:
        return True
    after = text[end : end + 20].lower()
    return bool(_SMALL_CONTEXT.search(after) or _SMALL_BEFORE.search(before(text, words, run)))


def is_time_talk(text: str, digits: str) -> bool:
    """Whether a few digits stand in talk of a date, a time or a count."""
    return len(digits) < _SURELY_OF_A_NUMBER and _OTHER_TALK.search(text.lower()) is not None


_SURELY_OF_A_NUMBER = 7
