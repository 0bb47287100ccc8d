"""How a name is written again when letters or a word take the place of one of its parts.

What was in hand keeps its hyphens, its apostrophes and the case of its words: of "Maria van Dyke"
the letters D I J K make "Maria van Dijk", and of "Maria Smith-Jones" S M Y T H J O N E S make
"Maria Smyth-Jones".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..letters import similar
from .parts import PARTICLES, cased

__all__ = ["Respelled", "likeness_to", "parting", "plain", "set_into"]

_JOINTS = re.compile("[-']")


@dataclass(frozen=True, slots=True)
class Respelled:
    """A name that letters had a part in, or one mended against the name in hand."""

    parts: tuple[str, ...]
    """In lower case."""
    start: int
    """Index of its first word."""
    end: int
    spelled: bool = True
    sure: bool = True
    merged: bool = False
    in_hand: str = ""
    """The name that was mended, as it is written."""

    @property
    def value(self) -> str:
        """The name as it is written."""
        return _written(self.parts, self.in_hand)


def plain(part: str) -> str:
    """Return the letters of a part alone."""
    return _JOINTS.sub("", part)


def likeness_to(part: str, letters: str) -> float:
    """Return how much letters resemble a part, or a piece of it ("jones" of "smith-jones")."""
    letters = plain(letters)
    pieces = [piece for piece in _JOINTS.split(part) if len(piece) > 1]
    return max(similar(each, letters) for each in (plain(part), *pieces))


def parting(first: str, last: str, letters: str) -> int:
    """Return after how many letters the second of two names begins that they spell together."""
    return max(
        range(1, len(letters)),
        key=lambda at: similar(first, letters[:at]) + similar(last, letters[at:]),
    )


def set_into(part: str, letters: str) -> str:
    """Put letters in the place of a part, or of the piece of it that they resemble.

    Args:
        part: The part in hand, in lower case.
        letters: What was spelled, in lower case, with a hyphen where one was said.
    """
    joint = _JOINTS.search(part)
    if joint is None or _JOINTS.search(letters) or len(letters) < len("o'a"):
        return letters
    first, last = part[: joint.start()], part[joint.end() :]
    if similar(plain(part), letters) >= max(similar(first, letters), similar(last, letters)):
        at = parting(first, last, letters)
        return letters[:at] + joint.group() + letters[at:]
    if similar(first, letters) > similar(last, letters):
        return letters + joint.group() + last
    return first + joint.group() + letters


def _written(parts: Sequence[str], in_hand: str) -> str:
    """Write a name of parts in lower case, as an envelope has it.

    Args:
        parts: Its parts; a part may hold particles ("van dyke").
        in_hand: The name that these mend, whose words stay as they were written; or "".
    """
    before = {word.lower(): word for word in in_hand.split()}
    words = [word for part in parts for word in part.split()]
    return " ".join(
        before.get(word) or (word if _is_particle(words, at) else cased(word))
        for at, word in enumerate(words)
    )


def _is_particle(words: Sequence[str], at: int) -> bool:
    return 0 < at < len(words) - 1 and words[at] in PARTICLES
