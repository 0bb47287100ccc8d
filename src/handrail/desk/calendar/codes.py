"""Booking codes that survive a telephone: "K 7 M 4".

Letters and digits alternate, so a listener always knows which of the two comes next. Signs that
look alike (0 and O, 1 and I, 5 and S, 8 and B) and letters that sound alike over a narrow line
are left out: of "bee, cee, dee, ..." only T stands, of "ay, jay, kay" only K, of "em, en" only M.
"""

from __future__ import annotations

from typing import Final, Protocol

__all__ = ["DIGITS", "LETTERS", "RandomSource", "new_code"]

LETTERS: Final = "HKLMRTWXY"
DIGITS: Final = "2345679"

_PAIRS: Final = 2


class RandomSource(Protocol):
    """What draws a code: `random.Random(seed)` in a test, `random.SystemRandom()` otherwise."""

    def choice(self, seq: str, /) -> str:
        """Return one of the signs."""
        ...


def new_code(random: RandomSource, pairs: int = _PAIRS) -> str:
    """Draw a code, such as "K7M4".

    Args:
        random: Where chance comes from.
        pairs: Letters and digits, two signs each; more when the short codes run out.
    """
    return "".join(random.choice(LETTERS) + random.choice(DIGITS) for _ in range(pairs))
