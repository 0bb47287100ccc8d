"""What a word is once its letters are mended: "sara with an H", "anne with an E".

A recogniser writes the word it knows, so the word said with its letters may be right already, and
of several ways to mend it the one that makes a known name is meant.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..letter_mends import Mend
from ..letters import similar
from . import lists

__all__ = ["is_known", "likeliest", "mended"]


def is_known(part: str) -> bool:
    """Tell whether a part of a name is a name of the lists, particles aside."""
    last = part.rsplit(maxsplit=1)[-1]
    return len(last) > 2 and (lists.is_given(last) or lists.is_family(last))


def likeliest(mend: Mend, word: str, which: lists.Which, region: str) -> str | None:
    """Return what the mended word is: a known name if one fits, or the plainest change.

    Args:
        mend: What was said of its letters.
        word: The word, in lower case.
        which: Which part of a name it would be.
        region: Where the call is, for how frequent names are.
    """
    options = list(dict.fromkeys(mend.apply(word)))
    if not options or options[0] == word:
        return word if options else None
    known = [option for option in options if is_known(option)]
    # A silent letter leaves the sound: "clark with an E" is Clarke rather than Clerk.
    known = [option for option in known if len(option) > len(word)] or known
    known = known or _near(options[0], mend.letters, which)
    if known:
        return max(known, key=lambda option: lists.likeness(option, which, region))
    return options[0]


def _near(word: str, letters: str, which: lists.Which) -> list[str]:
    """Return the names a letter off a word: "jeff with a G" is no Geff but Geoff."""
    by_length = lists.names_by_length(which)
    return [
        name
        for size in range(len(word) - 1, len(word) + 2)
        for name in by_length.get(size, ())
        if name[0] == word[0] and letters in name and similar(name, word) >= _NEAR
    ]


_NEAR = 0.85


def mended(mends: Sequence[Mend], word: str, which: lists.Which, region: str) -> str:
    """Return a word with all that was said of its letters: "clark with a C and an E"."""
    for mend in mends:
        word = likeliest(mend, word, which, region) or word
    return word
