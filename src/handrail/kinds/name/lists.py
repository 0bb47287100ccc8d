"""What is known of names: how frequent they are, and the words that are not names.

The lists rank, they do not decide: a name on no list is read all the same, doubtfully. A word may
be a name and an everyday word at once ("mark", "may", "summer"); its place in the sentence tells.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

__all__ = [
    "Which",
    "is_everyday",
    "is_family",
    "is_given",
    "is_rather_family",
    "likeness",
    "names_by_length",
    "rank",
]

Which = Literal["given", "family"]

_BRITISH = frozenset({"GB", "IE", "AU", "NZ", "IM", "JE", "GG"})
"""Regions whose spellings follow Britain's ("Geoffrey", "Kimberley", "Clarke")."""
_AMERICAN_OFFSET = 20
_BRITISH_OFFSET = 150
"""Zipf's law with a flat head; flatter where the order is only a fair guess."""
_HAND_RANK = 3_000
"""Where names of `given_more.txt` stand in the census: rare in 1990, not rare now."""
_UNLISTED = -15.0
"""Natural log of how probable one name on no list is: below that of the rarest listed."""


def _words(name: str) -> Iterator[str]:
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            yield from line.split()


@cache
def _american(which: Which) -> Mapping[str, int]:
    found = {word: at for at, word in enumerate(_words(f"{which}.txt"))}
    if which == "given":
        for word in _words("given_more.txt"):
            found.setdefault(word, _HAND_RANK)
    return found


@cache
def _british(which: Which) -> Mapping[str, int]:
    return {word: at for at, word in enumerate(dict.fromkeys(_words(f"{which}_british.txt")))}


@cache
def _everyday() -> frozenset[str]:
    return frozenset(_words("everyday.txt"))


@cache
def _total(which: Which, *, british: bool) -> float:
    """Return what makes a list's shares add up to 1: a short list is not the less likely for it."""
    known, offset = (
        (_british(which), _BRITISH_OFFSET) if british else (_american(which), _AMERICAN_OFFSET)
    )
    return sum(1 / (at + offset) for at in known.values())


def rank(word: str, which: Which) -> int | None:
    """Return how many names are more frequent than this one, or None when it is on no list.

    Args:
        word: In lower case; a double-barrelled name ranks as its rarer half.
        which: Whether it is meant as a given or as a family name.
    """
    ranks = [known[word] for known in (_american(which), _british(which)) if word in known]
    if ranks:
        return min(ranks)
    if "-" in word:
        halves = [rank(half, which) for half in word.split("-") if half]
        known_halves = [half for half in halves if half is not None]
        return max(known_halves) if halves and len(known_halves) == len(halves) else None
    if (plain := _plain(word)) != word:
        return rank(plain, which)
    return None


def _plain(word: str) -> str:
    """Return a name as the lists have it: "josé" is "jose" there, "o'neil" often "oneil"."""
    if not word.isascii():
        letters = unicodedata.normalize("NFKD", word).translate(_LETTERS)
        word = "".join(char for char in letters if not unicodedata.combining(char))
    return word.replace("'", "")


_LETTERS = str.maketrans({"\u00f8": "o", "\u0142": "l", "\u00e6": "ae", "\u00df": "ss"})


def is_given(word: str) -> bool:
    """Whether a word in lower case is a known given name."""
    return rank(word, "given") is not None


def is_family(word: str) -> bool:
    """Whether a word in lower case is a known family name."""
    return rank(word, "family") is not None


def is_rather_family(name: str) -> bool:
    """Whether a name is a family name, and hardly ever a given one."""
    given_rank, family_rank = rank(name, "given"), rank(name, "family")
    if family_rank is None:
        return False
    return given_rank is None or given_rank > 10 * family_rank + 100


def is_everyday(word: str) -> bool:
    """Whether a word in lower case is said every day with no name meant."""
    return word in _everyday()


def likeness(word: str, which: Which, region: str) -> float:
    """Return how probable a word is as a name where the call is, as a natural logarithm."""
    plain = _plain(word)
    share = 0.9 if region.upper() in _BRITISH else 0.5
    american, british = _american(which), _british(which)
    probable = 0.0
    if (at := american.get(word, american.get(plain))) is not None:
        probable += (1 - share) / (at + _AMERICAN_OFFSET) / _total(which, british=False)
    if (at := british.get(word, british.get(plain))) is not None:
        probable += share / (at + _BRITISH_OFFSET) / _total(which, british=True)
    if not probable:
        return _UNLISTED - (2.0 if is_everyday(word) else 0.0)
    return math.log(probable)


_LOOKED_UP = {"given": 6_000, "family": 8_000}
"""Names that misheard spelling is compared with: rarer ones are taken only letter by letter."""


@cache
def names_by_length(which: Which) -> Mapping[int, Mapping[str, str]]:
    """Return the frequent names by their number of letters: each name and its letters alone."""
    names = dict.fromkeys(
        [*(w for w, at in _american(which).items() if at < _LOOKED_UP[which]), *_british(which)]
    )
    found: dict[int, dict[str, str]] = {}
    for word in names:
        letters = word.replace("'", "").replace("-", "")
        if len(letters) > 1:
            found.setdefault(len(letters), {})[word] = letters
    return found
