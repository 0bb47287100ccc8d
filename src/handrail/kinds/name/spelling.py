"""Names heard letter by letter, as recognisers write them: "k e AR y ba k e r".

A recogniser made for words writes spelled letters as a mess of letters, syllables and words, with
some misheard. Two readings are offered: the letters exactly as they stand, and the likeliest
known name they are a noisy form of (a noisy channel: how frequent the name is against how many
letters would have been misheard, where B for D costs less than B for S).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from ..letters import NATO, SOUNDS
from .lists import Which, is_everyday, is_family, is_given, likeness, names_by_length

__all__ = ["Decoded", "Spelled", "decode", "exact", "spelled_in"]

_SOUNDS = SOUNDS | {"ah": "r", "ok": "k", "said": "z", "page": "h", "apostrophe": ""}
"""Among letters alone, these too are what is heard of them ("zed", "aitch")."""
_HEARD_AS = frozenset(_SOUNDS) | frozenset(NATO) | {"space", "double", "surname", "triple", "then"}
_BREAKS = frozenset({"space", "surname", "then"})
_ZEROS = re.compile(r"0+")
_LEAST_TOKENS = 4
_LONGEST = 28
_FEWEST_LETTERS = 3
_LEAST_ALONE = 2
"""Letters heard by themselves, "a" and "I" aside, that tell spelling from short words."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """Letters as heard, run together."""

    letters: str
    breaks: tuple[int, ...]
    """Where the caller said that a new word begins."""
    clean: bool
    """Whether every letter was heard by itself."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A name that letters stand for."""

    given: str
    family: str
    score: float
    """Natural log of how probable it is, for comparison only."""
    misheard: float
    """The cost of the letters that differ; 0 when every letter fits."""


def spelled_in(hypothesis: str) -> Spelled | None:
    """Read a whole utterance as spelled letters; None when it is not one."""
    said = re.findall(r"[^\W\d_]+|\d+", hypothesis.lower().replace("'", ""))
    if any(len(word) > 3 and word not in _HEARD_AS and is_everyday(word) for word in said):
        return None
    short = sum(len(word) <= 2 for word in said)
    alphabet = sum(word in NATO for word in said)
    if len(said) < _LEAST_TOKENS or len(said) > 3 * _LONGEST:
        return None
    letters_alone = sum(len(word) == 1 and word not in "ai0123456789" for word in said)
    if alphabet < _FEWEST_LETTERS and (2 * short < len(said) or letters_alone < _LEAST_ALONE):
        return None
    letters, breaks, clean, at = "", [], True, 0
    while at < len(said):
        word = said[at]
        if word == "double" and at + 1 < len(said) and len(said[at + 1]) == 1:
            letters += "w" if said[at + 1] == "u" else 2 * said[at + 1]
            at += 1
        elif word in _BREAKS:
            breaks.append(len(letters))
        elif word.isdigit():
            zeros = _ZEROS.search(word)
            letters += "o" * len(zeros.group()) if zeros else ""
            clean = False
        else:
            letter = NATO.get(word) or _SOUNDS.get(word, word)
            letters += letter
            clean = clean and (len(word) == 1 or word in NATO)
        at += 1
    if not _FEWEST_LETTERS <= len(letters) <= _LONGEST:
        return None
    return Spelled(letters, tuple(b for b in breaks if 1 < b < len(letters) - 1), clean)


def exact(letters: str, breaks: Sequence[int], region: str) -> Decoded | None:
    """Split letters into a given and a family name that are both known, as they stand."""
    splits = breaks or range(2, len(letters) - 1)
    found = [
        Decoded(letters[:at], letters[at:], _prior(letters[:at], letters[at:], region), 0.0)
        for at in splits
        if is_given(letters[:at]) and is_family(letters[at:])
    ]
    return max(found, key=lambda each: each.score) if found else None


_PRIOR_WEIGHT = 0.5
_LETTER_WEIGHT = 2.5
_RANK_COST = 0.2
_ALONE_COST = 3.0
_HYPOTHESES = 3
_GOOD_COST = 0.1
"""Per letter: a name this near in one hypothesis is not looked for in the next."""
_LONGEST_PART = 13


def decode(heard: Sequence[Spelled], region: str) -> Decoded | None:
    """Find the likeliest known name behind letters heard.

    Args:
        heard: The hypotheses that are spelled letters, best first.
        region: Where the call is, for how frequent names are.

    Returns:
        A given and a family name, or a given name alone; None when nothing known is near.
    """
    best: Decoded | None = None
    for place, spelled in enumerate(heard[:_HYPOTHESES]):
        if best and best.family and best.misheard <= _GOOD_COST * len(heard[0].letters):
            break
        for found in _decodings(spelled, region):
            score = found.score - _RANK_COST * place
            if best is None or score > best.score:
                best = Decoded(found.given, found.family, score, found.misheard)
    return best


def _decodings(spelled: Spelled, region: str) -> Iterator[Decoded]:
    letters = spelled.letters
    size = len(letters)
    for at in spelled.breaks or range(
        max(2, size - _LONGEST_PART), min(_LONGEST_PART, size - 2) + 1
    ):
        first = _nearest(letters[:at], "given", region)
        last = _nearest(letters[at:], "family", region) if first else None
        if first and last:
            yield Decoded(first[1], last[1], first[0] + last[0], first[2] + last[2])
    alone = _nearest(letters, "given", region)
    if alone:
        yield Decoded(alone[1], "", alone[0] - _ALONE_COST, alone[2])


def _prior(given: str, family: str, region: str) -> float:
    return likeness(given, "given", region) + likeness(family, "family", region)


@lru_cache(maxsize=2048)
def _nearest(letters: str, which: Which, region: str) -> tuple[float, str, float] | None:
    """Return the best score, name and cost among the frequent names near some letters."""
    size = len(letters)
    cutoff = min(max(1, round(size * 0.45)), 3)
    near: list[tuple[str, int, str]] = []
    for length in range(max(2, size - 2), size + 3):
        names = names_by_length(which).get(length)
        if names:
            near += process.extract(
                letters, names, scorer=Levenshtein.distance, score_cutoff=cutoff, limit=4
            )
    near.sort(key=lambda found: found[1])
    scored = []
    for plain, _, name in near[:10]:
        cost = _misheard(letters, plain)
        score = _PRIOR_WEIGHT * likeness(name, which, region) - _LETTER_WEIGHT * cost
        scored.append((score, name, cost))
    return max(scored) if scored else None


# Letters whose English names sound alike (the E-set, the A-set, M and N, F and S), and letters
# that speakers and recognisers swap because they are said for one another's sound.
_CONFUSED = ("bdpevgtcz", "mn", "sfx", "ajkh", "iy", "qu", "ou", "ei", "ai", "ae", "lo", "lr", "kc",
             "gj", "ry", "ao")  # fmt: skip
_SWAP = {(a, b): 0.5 for group in _CONFUSED for a in group for b in group}
_ONE_MORE = 0.9
_AGAIN = 0.35
"""A letter heard twice or once too few is a stammer more often than a mistake."""


def _misheard(heard: str, meant: str) -> float:
    """Return the cost of hearing one string of letters for another (a weighted edit distance)."""
    above = [_ONE_MORE * at for at in range(len(meant) + 1)]
    for row, x in enumerate(heard, 1):
        more = _AGAIN if row > 1 and heard[row - 2] == x else _ONE_MORE
        line = [above[0] + more]
        for column, y in enumerate(meant, 1):
            less = _AGAIN if column > 1 and meant[column - 2] == y else _ONE_MORE
            swap = 0.0 if x == y else _SWAP.get((x, y), 1.0)
            line.append(min(above[column - 1] + swap, above[column] + more, line[-1] + less))
        above = line
    return above[-1]
