"""An utterance as it is heard: lower case, no punctuation, every character in its old place.

Phrases are looked for in this plain form, since a recogniser adds capitals, commas and hyphens as
it likes; because nothing moves, a span found in it is a span of the utterance as given.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["LONGEST_TURN", "heard", "is_question", "phrase"]

LONGEST_TURN = 1_000
"""Characters of an utterance in which phrases are looked for: a minute of talk in one breath."""

_APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u00b4`"), "'")
_KEPT = frozenset("'@:$%&+/#*_\u00a3\u20ac")
_MOST_LEADING = 5


def _plain(char: str) -> str:
    if char.isalnum() or char in _KEPT:
        lower = char.lower()
        # A few capitals become two characters in lower case; they keep their place instead.
        return lower if len(lower) == 1 else char
    return " "


@lru_cache(maxsize=512)
def heard(text: str) -> str:
    """Return the utterance in lower case with spaces for punctuation, of the same length."""
    text = text.translate(_APOSTROPHES)
    if text.isascii():
        return text.translate(_ASCII)
    return "".join(map(_plain, text))


_ASCII = {code: _plain(chr(code)) for code in range(128)}


def phrase(pattern: str) -> str:
    """Turn a phrase table's notation into a regular expression for heard text.

    A space stands for any gap, " ?" for a gap or none, and an apostrophe may be missing
    ("thats"); all else is a regular expression, and a line break with its indent is nothing. The
    phrase must stand on word boundaries. Words that lead up to it, "(?:... )*", may be a few and no
    more: where "can i" is one of them or two, each more would double the ways to read them.
    """
    body = re.sub(r"\n *", "", pattern).replace(" )*", f" ){{0,{_MOST_LEADING}}}")
    body = " *".join(part.replace(" ", " +") for part in body.split(" ?")).replace("'", "'?")
    return rf"(?<![\w'])(?:{body})(?![\w'])"


_OPENERS = (
    r"(?:and |but |so |ok(?:ay)? |well |um+ |uh+ |er+ |sorry |hi |hello |yes |yeah |no )*"
    r"(?:wh(?:at|o|ose|om|en|ere|ich|y)(?:'s|'re|'ll|'d)?|how(?:'s|'d)?|"
    r"(?:is|are|was|were|do|does|did|can|could|will|would|should|shall|may|might|have|has|am)"
    r"(?:n't)? (?:i|you|we|they|he|she|it|that|this|there|these|those|the|your|my|any|anyone))"
)
_QUESTION = re.compile(rf"\s*{phrase(_OPENERS)}")


def is_question(text: str) -> bool:
    """Tell whether a clause is put as a question, by its mark or its first words."""
    return text.rstrip().endswith("?") or _QUESTION.match(heard(text)) is not None
