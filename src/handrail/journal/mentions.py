"""Whom a call speaks of: found in all that was written down, also where it was heard in part.

A value that was answered is written as it is. What was only said has to be heard again: "two one
two five five five" is part of a number, "maria at example dot com" is an address.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from .store import CallSummary, Record

__all__ = ["Person", "speaks_of"]

_PART: Final = 6
"""Digits in a row that are taken for a part of a person's number: with fewer, half the calls of a
town would be theirs."""
_DIGITS: Final = {
    word: str(digit)
    for digit, words in enumerate(
        (
            "zero oh o nought",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
        )
    )
    for word in words.split()
}
_TIMES: Final = {"double": 2, "triple": 3, "treble": 3}
_MARKS: Final = {"at": "@", "dot": ".", "point": ".", "underscore": "_", "dash": "-", "hyphen": "-"}


@dataclass(frozen=True, slots=True)
class Person:
    """By what a person is known: any of it will do."""

    numbers: frozenset[str] = frozenset()
    """E.164."""
    emails: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


def speaks_of(call: CallSummary, records: Sequence[Record], person: Person) -> bool:
    """Tell whether a call came from a person, or speaks of them anywhere."""
    if call.header.caller in person.numbers:
        return True
    written = [_folded(text) for record in records for text in _texts(record.data)]
    said = [_folded(str(record.data["text"])) for record in records if record.data.get("text")]
    values = {*person.numbers, *map(str.casefold, person.emails)}
    if any(value in text for text in written for value in values):
        return True
    if any(_has_name(text, name) for text in written for name in person.names):
        return True
    addresses = "\n".join(map(_address, said))
    if any(_address(_folded(email)) in addresses for email in person.emails):
        return True
    # A number may be said in parts, one a turn.
    runs = [*_runs(" ".join(said)), *(run for text in said for run in _runs(text))]
    return any(_is_part(run, number) for run in runs for number in person.numbers)


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value)


def _folded(text: str) -> str:
    """Return a text without case and accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _has_name(text: str, name: str) -> bool:
    return f" {_words(_folded(name))} " in f" {_words(text)} "


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text))


def _address(text: str) -> str:
    """Return a text as an address would be in it: "maria at example dot com" in one piece."""
    return "".join(_MARKS.get(word, word) for word in re.findall(r"\w+|[@.+-]", text))


def _runs(text: str) -> Iterable[str]:
    """Return the digits that are said one after the other, nothing but marks between them."""
    run, times = "", 1
    for word in re.findall(r"\d+|[^\W\d]+", text):
        digits = word if word.isdigit() else _DIGITS.get(word)
        if digits is not None:
            run, times = run + digits * times, 1
        elif word in _TIMES:
            times = _TIMES[word]
        else:
            yield run
            run, times = "", 1
    yield run


def _is_part(run: str, number: str) -> bool:
    digits = number.lstrip("+")
    if len(run) >= len(digits):
        return digits in run
    return len(run) >= _PART and (run in digits or digits[-10:] in run)
