"""Options told by what they are: "the cheaper", "the half-hour one", "the forty pound one"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import TypeAlias

from .base import Span
from .heard import heard, phrase
from .options import Option
from .spoken import cardinal_at, words_of

__all__ = ["compared", "measured"]

Told: TypeAlias = tuple[frozenset[int], Span]
"""Which options are meant, by their places, and where that was said."""


def compared(plain: str, options: Sequence[Option], order: Sequence[int]) -> Told | None:
    """Find the option that a comparison picks: "the cheaper", "the longest one".

    Args:
        plain: The utterance as it is heard.
        options: All options.
        order: The places of those there are to choose from.
    """
    for pattern, attribute, sign in _COMPARED:
        if match := pattern.search(plain):
            known = [
                (sign * value, index)
                for index in order
                if (value := _known_of(options[index], attribute)) is not None
            ]
            known.sort()
            if len(known) > 1 and known[0][0] < known[1][0]:
                return frozenset({known[0][1]}), match.span()
    return None


def measured(plain: str, options: Sequence[Option], order: Sequence[int]) -> Told | None:
    """Find the options of a length or a price: "the half-hour one", "the free one"."""

    def only(fits: Callable[[Option], bool], span: Span) -> Told | None:
        found = frozenset(i for i in order if fits(options[i]))
        return (found, span) if found else None

    if match := _FREE.search(plain):
        return only(lambda o: o.price == 0, match.span())
    if match := _PRICED.search(plain):
        price = float(match[1])
        return only(lambda o: o.price == price, match.span())
    if match := _QUARTERS.search(plain):
        minutes = 15.0 * (3 if match["three"] else 1)
        return only(partial(_has, attribute="minutes", amount=minutes), match.span())
    for match in _MEASURE.finditer(plain):
        unit = match["unit"] or ""
        amount = _amount(plain[match.start() : match.start("unit")], unit)
        if amount is None:
            continue
        attribute = "minutes" if unit.startswith(("hour", "min")) else "price"
        return only(partial(_has, attribute=attribute, amount=amount), match.span())
    return None


_COMPARED = tuple(
    (re.compile(phrase(words)), attribute, sign)
    for words, attribute, sign in (
        (r"(?:the )?(?:cheap(?:er|est)?|(?:least|less) expensive)(?: one)?", "price", 1),
        (
            r"(?:the )?(?:dear(?:er|est)|(?:more|most) expensive|prici(?:er|est))(?: one)?",
            "price",
            -1,
        ),
        (
            r"(?:the )?(?:(?:shorter|shortest|quicker|quickest)(?: one)?|(?:short|quick) one)",
            "minutes",
            1,
        ),
        (r"(?:the )?(?:(?:longer|longest)(?: one)?|long one)", "minutes", -1),
    )
)
_FREE = re.compile(phrase(r"(?:the )?free (?:one|option)"))
_NUMBER = (
    r"(?:[a-z]+(?:ty|een) )?(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)"
)
_MEASURE = re.compile(
    phrase(
        rf"(?:half an? |half |{_NUMBER} (?:and a half )?|the )"
        r"(?P<unit>hours? and a half|hours?|minutes?|mins?|dollars?|bucks?|pounds?|euros?|quid)"
        r"(?: (?:one|option|appointment|slot))?"
    )
)
_QUARTERS = re.compile(phrase(r"(?:(?P<three>three )|an? )?quarters? of an hour"))
_PRICED = re.compile("[$\u00a3\u20ac] *(\\d+)(?![\\d:])")
_SIXTY = 60


def _has(option: Option, *, attribute: str, amount: float) -> bool:
    return bool(_known_of(option, attribute) == amount)


def _known_of(option: Option, attribute: str) -> float | None:
    """Return an option's minutes or price; the length may be in its name: "Call (30 min)"."""
    known: float | None = getattr(option, attribute)
    return _length_in(option.name) if known is None and attribute == "minutes" else known


@lru_cache(maxsize=256)
def _length_in(name: str) -> float | None:
    plain = heard(name)
    found = {
        _amount(plain[match.start() : match.start("unit")], match["unit"])
        for match in _MEASURE.finditer(plain)
        if match["unit"].startswith(("hour", "min"))
    }
    return found.pop() if len(found) == 1 else None


def _amount(said: str, unit: str) -> float | None:
    """Return minutes or money: "half an" hour is 30, "ninety" minutes 90."""
    hours = _SIXTY if unit.startswith("hour") else 1
    words = [w for w in words_of(said) if w.text not in {"the", "for", "$"}]
    extra = 0.5 * hours if "and a half" in unit or said.rstrip().endswith("and a half") else 0
    if words and words[0].text == "half":
        return 0.5 * hours
    if not words or words[0].text in {"a", "an"}:
        return hours + extra if hours > 1 else None
    number = cardinal_at(words, 0)
    return number[0] * hours + extra if number else None
