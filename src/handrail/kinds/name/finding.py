"""Finding the name in one utterance: after a cue, before one, or standing by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice

from ..base import Span
from ..spoken import LONGEST_TEXT, Word, span_of
from .amending import mended_name
from .cues import cue_after, cues_in, leading_end, part_cues
from .judge import certain, follows, listed, stands_alone
from .lists import is_everyday, is_family, is_given, likeness
from .parts import NameFound, name_at
from .respell import said_and_spelled
from .written import Respelled

__all__ = ["Place", "find"]

Place = tuple[NameFound, Span]
"""A name, and the span of the text it was said in, its cue included."""

_MOST_CUES = 40


def find(text: str, words: Sequence[Word], region: str, *, asked: bool) -> Place | Respelled | None:
    """Find a name in one utterance.

    Args:
        text: The utterance.
        words: Its words.
        region: Where the call is, for how frequent names are.
        asked: Whether a name was asked for, so that it may stand by itself.
    """
    lowered = text[:LONGEST_TEXT].lower().replace("\u2019", "'")
    starts = {word.start: at for at, word in enumerate(words)}
    opening = starts.get(leading_end(lowered))
    return (
        _halves(lowered, words, starts)
        or (_by_letters(words, opening, region) if asked and opening is not None else None)
        or (_family_first(words, opening, region) if asked and opening is not None else None)
        or _after_cue(lowered, words, starts, region, asked=asked)
        or (_before_cue(lowered, words, opening) if opening is not None else None)
        or (_by_itself(words, opening) if asked and opening is not None else None)
        or (_after_slip(words, opening) if asked and opening is not None else None)
    )


def _by_letters(words: Sequence[Word], at: int, region: str) -> Respelled | None:
    """Read an answer in which letters were said: "maria lopes with an S", "L O P E Z"."""
    return _spelled_from(words, at, region) or mended_name(words, region)


def _spelled_from(words: Sequence[Word], at: int, region: str) -> Respelled | None:
    spelled = said_and_spelled(words[at:], region)
    return replace(spelled, start=spelled.start + at, end=spelled.end + at) if spelled else None


def _after_cue(
    lowered: str, words: Sequence[Word], starts: Mapping[int, int], region: str, *, asked: bool
) -> Place | Respelled | None:
    for cue in islice(cues_in(lowered, asked=asked), _MOST_CUES):
        at = starts.get(cue.end)
        if at is None:
            continue
        found = name_at(words, at)
        # "This is maria lopez, l o p e z", or in answer "it's under lopez, l o p e z": letters
        # behind a name make any cue a strong one.
        sure = cue.strength == "strong" or (found is not None and (asked or len(found.parts) > 1))
        spelled = _spelled_from(words, at, region) if sure else None
        if spelled:
            return spelled
        if found and follows(found, cue, words, asked=asked):
            found = _said_again(words, found)
            return found, (cue.start, words[found.end - 1].end)
    return None


def _before_cue(lowered: str, words: Sequence[Word], at: int) -> Place | None:
    """Read "Maria Lopez is my name" and "Maria Lopez speaking"."""
    cue = cue_after(lowered)
    found = name_at(words, at) if cue else None
    if cue and found and words[found.end - 1].end == cue.start and listed(found.given):
        return found, (words[found.start].start, cue.end)
    return None


def _by_itself(words: Sequence[Word], at: int) -> Place | None:
    found = name_at(words, at)
    found = _said_again(words, found) if found else None
    if found is None or not stands_alone(found, words, fillers=at):
        return None
    found = _parted_by_comma(words, found)
    return found, span_of(words, found.start, found.end)


def _halves(lowered: str, words: Sequence[Word], starts: Mapping[int, int]) -> Place | None:
    """Read "first name Maria, last name Lopez", in either order."""
    cues = part_cues(lowered)
    if cues is None:
        return None
    found: list[NameFound] = []
    for cue in cues:
        at = starts.get(cue.end)
        # "Last name smith | first name john": one half ends where the cue of the other begins.
        stop = next((starts.get(other.start) for other in cues if other.start > cue.start), None)
        name = name_at(words[:stop], at) if at is not None else None
        if name is None:
            return None
        found.append(name)
    first, last = found
    value = f"{first.value} {last.value}"
    whole = NameFound(first.parts + last.parts, value, first.start, last.end)
    begin = min(cue.start for cue in cues)
    return whole, (begin, max(words[name.end - 1].end for name in found))


_SLIPS = frozenset({"a", "is", "the"})
"""What recognisers make of a breath, or of half an "it's", before a name: "the dawn atkinson"."""


def _after_slip(words: Sequence[Word], at: int) -> Respelled | None:
    """Read a full name behind such a word, to be read back, if nothing else is said."""
    found = name_at(words, at + 1) if words[at].text in _SLIPS else None
    if found is None or len(found.parts) == 1 or not certain(found) or is_everyday(found.family):
        return None
    if any(word.text not in _POLITE for word in words[found.end :]):
        return None
    return Respelled(found.parts, found.start, found.end, spelled=False, sure=False)


_PAUSES = frozenset({",", ".", "-", "\u2026"})


def _said_again(words: Sequence[Word], found: NameFound) -> NameFound:
    """Take the fuller form where a name is said twice: "Bond, James Bond", "Brett Brett Rhodes"."""
    if len(found.parts) >= _SAID_TWICE and found.parts[0] in {found.parts[1], found.parts[-1]}:
        whole = range(found.start, found.end)  # of "mr brett brett rhodes", its title included
        again = next((at for at in whole if words[at].text == found.given), found.start)
        return name_at(words, again + 1) or found
    if len(found.parts) > 1 or found.end >= len(words) or words[found.end].text not in _PAUSES:
        return found
    fuller = name_at(words, found.end + 1)
    return fuller if fuller and len(fuller.parts) > 1 and found.parts[0] in fuller.parts else found


_SAID_TWICE = 3
_SURELY_FIRST = 2.0
"""How much likelier (in natural logarithms) an order must be than the other not to be asked."""


def _family_first(words: Sequence[Word], at: int, region: str) -> Respelled | None:
    """Read "lopez, maria", "o'brien comma sean" and "j. smith", and nothing else said."""
    rest = [n for n in range(at, len(words)) if words[n].text not in _POLITE]
    if not rest:
        return None
    end = rest[-1] + 1
    initial = words[at].text
    if len(initial) == 1 and initial.isalpha() and initial not in {"a", "i", "o"}:
        name = name_at(words, at + 1 + (words[at + 1].text == ".")) if at + 1 < end else None
        alone = name and name.end == end and len(name.parts) == 1 and is_family(name.given)
        if name and alone and not is_everyday(name.given):
            return Respelled((initial, *name.parts), at, end, spelled=False, sure=False)
        return None
    first = name_at(words, at)
    if first is None or len(first.parts) > 1 or first.end + 1 >= end:
        return None
    if words[first.end].text not in {",", "comma"}:
        return None
    second = name_at(words, first.end + 1)
    if second is None or second.end != end or len(second.parts) > 1:
        return None
    family, given = first.parts[0].split()[-1], second.given
    if not (is_family(family) and is_given(given)) or is_everyday(given):
        return None
    turned = likeness(given, "given", region) + likeness(family, "family", region)
    straight = likeness(family, "given", region) + likeness(given, "family", region)
    if turned <= straight:
        return None
    sure = turned - straight > _SURELY_FIRST
    return Respelled((given, first.parts[0]), at, end, spelled=False, sure=sure)


_POLITE = frozenset({".", ",", "please", "thanks", "thank", "you"})


def _parted_by_comma(words: Sequence[Word], found: NameFound) -> NameFound:
    """Join a given and a family name that only a recogniser's mark parts: "Maria. Lopez."."""
    if len(found.parts) > 1 or found.end + 1 >= len(words) or words[found.end].text not in ",.":
        return found
    family = name_at(words, found.end + 1)
    if family is None or len(family.parts) > 1 or any(not w.is_mark for w in words[family.end :]):
        return found
    value = f"{found.value} {family.value}"
    return NameFound(found.parts + family.parts, value, found.start, family.end)
