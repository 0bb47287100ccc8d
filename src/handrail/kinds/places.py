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
_ONE = r"(?: (?:one|ones|option|choice|slot|of (?:those|these|them|the (?:two|three))))"
# A bare "second" may begin "the second of June", and "one" alone counts; so a place is named by
# the whole utterance or with a noun of its own.
_NAMED = re.compile(
    phrase(
        rf"(?:(?:the |your |that )?(?:very )?(?P<ordinal>{'|'.join(_ORDINALS)}|last|latter|"
        rf"middle){_ONE}|(?:the |that )(?:very )?(?P<timed>{'|'.join(_ORDINALS)}|last) time)|"
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
# "Make sure it's with the same lady as last time" and "this is my first time" choose nothing: in
# the clause of a place that is chosen stand only words of taking, agreeing and hesitating.
_TAKING = frozenset(
    "i i'll i'd we we'll we'd will would could can may let let's us me have take get go do with "
    "for like love want prefer choose pick say said meant mean think guess suppose book give put "
    "down in make it that it's that's it'll that'll be is maybe how about what then just probably "
    "definitely rather please ok okay yes yeah yep yup sure great good perfect fine right well um "
    "umm uh er erm oh ah hm hmm so and but or actually no nope not sorry wait hi thanks thank both "
    "work works sound sounds look looks suit suits better best nice lovely ideal too cool alright "
    "now instead the a this one of those these them you offered mentioned gave at on list seems "
    "easier any anyway honestly fits".split()
)
_CLAUSE_END = re.compile(
    r"[.,;!?]| {3,}|(?<![\w'])(?:and|but|because|since|if|so|as long as)(?![\w'])"
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
    named = [*_NAMED.finditer(plain), *_ALONE.finditer(plain)]
    found = [match for match in named if _stands_free(text, plain, match.span())]
    if not found and (bare := _BARE.fullmatch(plain)):
        found = [bare]
    places = {number: match for match in found if (number := _number(match, count))}
    if len(places) != 1:
        return None
    ((number, match),) = places.items()
    start, end = match.span()
    start += len(match.group()) - len(match.group().lstrip())
    return Place(number, (start, end))


def _stands_free(text: str, plain: str, span: Span) -> bool:
    """Whether the clause around a named place only takes it ("i'll take the second one")."""
    ends = [match.span() for match in _CLAUSE_END.finditer(text.lower())]
    start = max((end for _, end in ends if end <= span[0]), default=0)
    end = min((begin for begin, _ in ends if begin >= span[1]), default=len(text))
    beside = f"{plain[start : span[0]]} {plain[span[1] : end]}".split()
    return all(word in _TAKING for word in beside)


def _number(match: re.Match[str], count: int) -> int | None:
    groups = match.groupdict()
    if said := groups.get("count"):
        number = _COUNTS.get(said) or int(said)
    elif (ordinal := groups["ordinal"] or groups.get("timed") or "") in {"last", "latter"}:
        number = count
    elif ordinal == "middle":
        number = count // 2 + 1 if count % 2 else 0
    else:
        number = _ORDINALS[ordinal]
    return number if 1 <= number <= count else None
