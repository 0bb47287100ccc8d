"""Texts that are hard to read fast: one or two pieces of talk, said over and over.

A pattern that looks again from every place, or that may take a run of spaces in many ways, shows
here: nine hundred spaces once took three seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

__all__ = ["LONGEST", "PIECES", "piles"]

LONGEST = 10_000  # bytes
PIECES = (
    "a ", "1", "1 ", "12: ", "31/12 ", "+44", "m as in ", "double ", "nine hundred ", "five five ",
    "dot ", "at ", "gmail.com ", "x@y.com ", "underscore ", "o' ", "van ", "dr. ", "maria ",
    "lopez ", "mark", "my name is ", "this is ", "spelled ", "with a z ", "no, ", "not ", "or ",
    "and ", "tuesday ", "next week ", "half past ", "quarter to ", "the first ", "from ", "until ",
    "every other ", "in the morning ", "a cut ", "haircut ", "the cheaper ", "minutes ", "$",
    "yes ", "phone number ", "change the time ", "i want to ", "what time ", "is it ",
    "? ", "'", "-", ",", ".", "@", "\t ", " " * 500, "\u00e9", "\u200b",
)  # fmt: skip


def piles(count: int, *, longest: int = LONGEST) -> Iterator[str]:
    """Yield up to `count` texts of `longest` characters, spread evenly over all pairs of pieces."""
    pairs = list(product(PIECES, repeat=2))
    step = max(1, len(pairs) // count)
    for one, other in pairs[::step][:count]:
        pile = one + other
        yield (pile * (longest // len(pile) + 1))[:longest]
