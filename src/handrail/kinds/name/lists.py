"""What is known of names: frequencies from a census, and the words that are not names.

The lists rank, they do not decide: a name on no list is read all the same, doubtfully. A word may
be a name and an everyday word at once ("mark", "may", "summer"); its place in the sentence tells.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

__all__ = ["family_rank", "given_rank", "is_everyday", "is_family", "is_given", "likeness", "ranks"]

_UNLISTED_GIVEN_RANK = 3_000
"""Where hand-compiled names stand among the census: rare in 1990, not rare now."""
_OFFSET = 20
"""Flattens the head of Zipf's law, as name frequencies do."""
_UNKNOWN = -14.0
"""Natural log of how probable one name on no list is: below that of the rarest listed."""


def _words(name: str) -> Iterator[str]:
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            yield from line.split()


@cache
def ranks(which: str) -> Mapping[str, int]:
    """Return the rank of each name of a list, `given` or `family`; 0 is the most frequent."""
    found = {word: rank for rank, word in enumerate(_words(f"{which}.txt"))}
    if which == "given":
        for word in _words("given_more.txt"):
            found.setdefault(word, _UNLISTED_GIVEN_RANK)
    return found


@cache
def _everyday() -> frozenset[str]:
    return frozenset(_words("everyday.txt"))


def _plain(word: str) -> str:
    return word.replace("'", "").replace("-", "")


def given_rank(word: str) -> int | None:
    """Return the rank of a given name in lower case, or None when it is on no list."""
    known = ranks("given")
    rank = known.get(word)
    if rank is None and ("-" in word or "'" in word):
        parts = [known.get(part) for part in word.split("-")]
        rank = max(p for p in parts if p is not None) if all(p is not None for p in parts) else None
        return known.get(_plain(word)) if rank is None else rank
    return rank


def family_rank(word: str) -> int | None:
    """Return the rank of a family name in lower case, or None when it is on no list."""
    known = ranks("family")
    rank = known.get(word)
    if rank is None and ("-" in word or "'" in word):
        parts = [known.get(part) for part in word.split("-")]
        rank = max(p for p in parts if p is not None) if all(p is not None for p in parts) else None
        return known.get(_plain(word)) if rank is None else rank
    return rank


def is_given(word: str) -> bool:
    """Whether a word in lower case is a known given name."""
    return given_rank(word) is not None


def is_family(word: str) -> bool:
    """Whether a word in lower case is a known family name."""
    return family_rank(word) is not None


def is_everyday(word: str) -> bool:
    """Whether a word in lower case is said every day with no name meant."""
    return word in _everyday()


def likeness(word: str, *, family: bool) -> float:
    """Return how probable a word is as a given or a family name, as a natural logarithm."""
    rank = family_rank(word) if family else given_rank(word)
    if rank is None:
        return _UNKNOWN - (2.0 if is_everyday(word) else 0.0)
    return -math.log(rank + _OFFSET) - 2.0
