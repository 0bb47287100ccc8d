"""A recogniser's errors: what a caller's words become on their way to the desk.

The level is the share of words that are misheard, as in a word error rate: 0.05 is a good line,
0.15 a bad one, 0.3 hopeless. Half of the errors are homophones and near misses; the others are
small words dropped, tokens split and merged, and letters heard as others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from random import Random
from typing import Final

__all__ = ["noisy"]

_SOUNDS_LIKE: Final[Mapping[str, tuple[str, ...]]] = {
    "one": ("won", "on"),
    "two": ("to", "too"),
    "three": ("free", "tree"),
    "four": ("for", "fore"),
    "five": ("nine", "fife"),
    "six": ("sex", "sicks"),
    "eight": ("ate", "hey"),
    "nine": ("five", "mine"),
    "ten": ("then", "tan"),
    "oh": ("o", "owe"),
    "fifteen": ("fifty",),
    "sixteen": ("sixty",),
    "thirteen": ("thirty",),
    "fourteen": ("forty",),
    "seventeen": ("seventy",),
    "eighteen": ("eighty",),
    "fifteenth": ("fiftieth", "sixteenth"),
    "sixteenth": ("fifteenth",),
    "thirty": ("thirteen", "dirty"),
    "tuesday": ("thursday", "choose day"),
    "thursday": ("tuesday", "thirsty"),
    "sunday": ("monday",),
    "saturday": ("sat today",),
    "half": ("have",),
    "haircut": ("hair cut", "hercut"),
    "colour": ("color", "caller", "collar"),
    "consultation": ("constellation", "consolation"),
    "maria": ("mario", "marie"),
    "lopez": ("lopes", "low pez"),
    "ann": ("and", "anne"),
    "lee": ("leigh", "li"),
    "dot": ("dog", "don't"),
    "at": ("that", "and"),
    "email": ("e mail", "female"),
    "number": ("lumber",),
    "name": ("main", "aim"),
    "yes": ("yeah", "guess"),
    "right": ("write",),
    "by": ("buy", "bye"),
    "train": ("rain",),
    "bus": ("us", "boss"),
}
_SMALL: Final = frozenset(
    "a an the to is it it's i i'd for on of my and at um uh please can we 's".split()
)
_LETTERS: Final[Mapping[str, str]] = {
    "b": "d", "d": "b", "m": "n", "n": "m", "p": "t", "t": "p", "s": "f", "f": "s", "v": "b",
}  # fmt: skip
_FIGURES: Final = {
    word: str(value)
    for value, word in enumerate("zero one two three four five six seven eight nine".split())
}


def noisy(text: str, level: float, random: Random) -> str:
    """Return what a recogniser makes of words.

    Args:
        text: What the caller says.
        level: The share of words that are misheard, 0 to 1. At 0 nothing is changed.
        random: What draws the errors.
    """
    if level <= 0 or not text:
        return text
    words = re.sub(r"[,.?!]", "", text.lower()).split()
    if random.random() < 0.3:  # many recognisers write figures; it is no error
        words = [_FIGURES.get(word, word) for word in words]
    heard: list[str] = []
    for word in words:
        heard += _misheard(word, random) if random.random() < level else [word]
    if len(heard) > 1 and random.random() < level:
        at = random.randrange(len(heard) - 1)
        heard[at : at + 2] = [heard[at] + heard[at + 1]]
    return " ".join(heard)


def _misheard(word: str, random: Random) -> list[str]:
    if word in _SOUNDS_LIKE and random.random() < 0.7:
        return random.choice(_SOUNDS_LIKE[word]).split()
    if word in _SMALL:
        return []
    if len(word) > 5 and random.random() < 0.3:
        at = random.randrange(2, len(word) - 2)
        return [word[:at], word[at:]]
    places = [i for i, letter in enumerate(word) if letter in _LETTERS]
    if places and random.random() < 0.5:
        at = random.choice(places)
        return [word[:at] + _LETTERS[word[at]] + word[at + 1 :]]
    if word.isdigit():
        return [word[:-1] + random.choice("0123456789")]
    return [word] if random.random() < 0.5 else []
