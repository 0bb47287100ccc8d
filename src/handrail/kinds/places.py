"""Places in a list: "the second one", "number two", "the last"."""

from __future__ import annotations

import re
from typing import NamedTuple

from .base import Span
from .heard import LONGEST_TURN, heard, phrase

__all__ = ["Place", "place_in"]


class Place(NamedTuple):
    """A place in a list that was named, from 1, and the words that named it."""

    number: int
    span: Span


_ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
    "fifth": 5, "5th": 5, "sixth": 6, "6th": 6, "former": 1,
}  # fmt: skip
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_ONE = r"(?: (?:one|ones|option|choice|slot|time|of (?:those|these|them|the (?:two|three))))"
# A bare "second" may begin "the second of June", and "one" alone counts; so a place is named by
# the whole utterance or with a noun of its own.
_NAMED = re.compile(
    phrase(
        rf"(?:the |your |that )?(?:very )?(?P<ordinal>{'|'.join(_ORDINALS)}|last|latter|"
        rf"middle){_ONE}|"
        r"(?:the )?(?:option|number|choice|no) (?P<count>[1-6]|one|two|three|four|five|six)"
    )
    + r"(?! +(?:\d|one|two|three|four|five|six|seven|eight|nine|zero|oh|double))"
)
_ALONE = re.compile(
    r"(?:^|(?<= )) *"
    + phrase(rf"the (?P<ordinal>{'|'.join(_ORDINALS)}|last|latter|middle)")
    + r"(?= *(?:$|works|is|sounds|looks|please|thanks|then|i think|i guess|i suppose|would|will|"
    r"suits|for me|if))"
)
_BARE = re.compile(
    rf"(?:um+|uh+|er+|oh| )* *(?P<ordinal>{'|'.join(_ORDINALS)}|last|latter|middle) *"
)


def place_in(text: str, count: int) -> Place | None:
    """Find which of `count` places an utterance names, if it names exactly one.

    Args:
        text: The utterance.
        count: How many there are to choose from.
    """
    if len(text) > LONGEST_TURN:
        return None
    plain = heard(text)
    found = [*_NAMED.finditer(plain), *_ALONE.finditer(plain)]
    if not found and (bare := _BARE.fullmatch(plain)):
        found = [bare]
    places = {number: match for match in found if (number := _number(match, count))}
    if len(places) != 1:
        return None
    ((number, match),) = places.items()
    start, end = match.span()
    start += len(match.group()) - len(match.group().lstrip())
    return Place(number, (start, end))


def _number(match: re.Match[str], count: int) -> int | None:
    groups = match.groupdict()
    if said := groups.get("count"):
        number = _COUNTS.get(said) or int(said)
    elif groups["ordinal"] in {"last", "latter"}:
        number = count
    elif groups["ordinal"] == "middle":
        number = count // 2 + 1 if count % 2 else 0
    else:
        number = _ORDINALS[groups["ordinal"]]
    return number if 1 <= number <= count else None
