"""Evidence: whether the caller really said what a model quotes.

A model writes what it heard: without fillers, with its own spelling and punctuation. All of that is
tolerated. Digits, times and single letters are not, since a value hangs on each of them: a quoted
"four" is never found in a turn that says "three", nor "L O P E S" in "l o p e z".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from ..engine.moves import Evidence
from ..kinds.heard import LONGEST_TURN, heard

__all__ = ["find_evidence", "negated"]

_PIECES = re.compile(r"\s*(?:\.\.\.+|\u2026|\||;|\n|\s/\s)\s*")
_YES = re.compile(r"(?<!\w)(?:yes|yeah|ok|okay|please)(?!\w)")
_TOKEN = re.compile(r"\d|[^\W\d_]+(?:'[^\W\d_]+)*")
_FILLERS = frozenset(
    """
    um umm uh uhm er erm ah eh hm hmm mm oh well so like please thanks the a an and okay ok yeah yes
    just actually it's its is at on for to
    """.split()
)
# Words on which a value hangs.
_EXACT = frozenset(
    """
    zero oh nought one two three four five six seven eight nine ten eleven twelve thirteen
    fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy
    eighty ninety hundred thousand half quarter double triple first second third fourth fifth
    sixth seventh eighth ninth tenth monday tuesday wednesday thursday friday saturday sunday
    today tomorrow morning afternoon evening noon midday midnight am pm january february march
    april may june july august september october november december not no never past next last
    before after until
    """.split()
)
_DIGITS = {
    "zero": "0", "oh": "0", "o": "0", "nought": "0", "one": "1", "two": "2", "three": "3",
    "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_TEENS = {
    "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14",
    "fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19",
    "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50",
}  # fmt: skip
_LEAST_ALIKE = 82
_LONGEST_SLIP = 2


def find_evidence(said: str | Sequence[str], turns: Sequence[str]) -> Evidence | None:
    """Find what a model quotes in the caller's turns of this run.

    Args:
        said: The quote: one piece, or several (a sequence, or one string with "..." between
            them), each from one turn.
        turns: The caller's turns, oldest first.

    Returns:
        The words as the caller said them, with the turn of the latest piece; None when a piece
        is in no turn.
    """
    given = _PIECES.split(said) if isinstance(said, str) else list(said)
    pieces = [piece for piece in given if _tokens(piece)]
    if not pieces:  # nothing but fillers: a yes counts, if it stands there word for word
        pieces = [piece for piece in given if _YES.search(heard(piece))]
    if not pieces:
        return None
    found = [_latest(piece, turns) for piece in pieces]
    if None in found:
        return None
    places = [place for place in found if place is not None]
    return Evidence(max(turn for turn, _ in places), tuple(words for _, words in places))


def _latest(piece: str, turns: Sequence[str]) -> tuple[int, str] | None:
    """Return the latest turn that has a piece, from 1, and the caller's words for it."""
    for number in range(len(turns), 0, -1):
        if words := _find(piece, turns[number - 1]):
            return number, words
    return None


@lru_cache(maxsize=256)
def _tokens(text: str) -> tuple[tuple[str, int, int], ...]:
    """Split into words and single digits, spoken digits as numerals, without fillers."""
    plain = heard(text[:LONGEST_TURN])
    found: list[tuple[str, int, int]] = []
    for match in _TOKEN.finditer(plain):
        word = match.group().replace("'", "")
        if word in _FILLERS and word != "oh":
            continue
        digits = _DIGITS.get(word) or _TEENS.get(word) or (word,)
        found.extend((digit, *match.span()) for digit in digits)
    return tuple(found)


def _find(piece: str, turn: str) -> str | None:
    """Return the caller's words that a piece quotes."""
    quoted, spoken = _tokens(piece), _tokens(turn)
    if not quoted:
        return _find_literally(piece, turn)
    if len(quoted) > len(spoken) * 2:
        return None
    for first in range(len(spoken)):
        if (last := _matches(quoted, spoken, first)) is not None:
            return " ".join(turn[spoken[first][1] : spoken[last][2]].split())
    return None


def _find_literally(piece: str, turn: str) -> str | None:
    words = r"\s+".join(map(re.escape, heard(piece[:LONGEST_TURN]).split()))
    match = re.search(rf"(?<!\w){words}(?!\w)", heard(turn[:LONGEST_TURN])) if words else None
    return turn[slice(*match.span())] if match else None


def _matches(
    quoted: Sequence[tuple[str, int, int]], spoken: Sequence[tuple[str, int, int]], first: int
) -> int | None:
    """Match the quote from one word of the turn on; return the last word matched."""
    at, skipped = first, 0
    for index, (word, _, _) in enumerate(quoted):
        while at < len(spoken) and not _alike(word, spoken[at][0]):
            # A word may be left out between two quoted ones ("tuesday er sorry at three"), but
            # never one on which a value hangs.
            if index == 0 or skipped >= _LONGEST_SLIP or _is_exact(spoken[at][0]):
                return None
            skipped += 1
            at += 1
        if at == len(spoken):
            return None
        at += 1
    return at - 1


def _is_exact(word: str) -> bool:
    return word in _EXACT or len(word) == 1 or word.isdigit()


def _alike(quoted: str, spoken: str) -> bool:
    if quoted == spoken:
        return True
    if _is_exact(quoted) or _is_exact(spoken):
        return False
    if Levenshtein.distance(quoted, spoken, score_cutoff=_LONGEST_SLIP) > _LONGEST_SLIP:
        return False
    return fuzz.ratio(quoted, spoken) >= _LEAST_ALIKE


_NEGATION = re.compile(
    r"(?<![\w'])(?:not|no|never|nor|without|except|instead +of|rather +than|anything +but|cannot|"
    r"(?:ca|do|does|did|is|was|are|were|wo|would|could|should|have|has)n'?t)(?![\w'])"
    r"(?: +(?:a|an|the|on|at|for|to|my|be|do|make|come|want|need|like|have|it|that|say|said|mean|"
    r"really|any|good|work|works|with|in|get|book|think|going|this|next|one|use|change|is))*"
    # "Not tuesday at three": the refusal reaches over one word and what joins it to the quote.
    r"(?: +[\w']+ +(?:at|on|in|for))? *$"
)
_BOUNDARY = re.compile(r"[.?!;]\s")


def negated(said: str, turn: str) -> bool:
    """Tell whether the caller turned down what is quoted ("not tuesday", "i can't do three").

    Args:
        said: The quote.
        turn: The turn it comes from. A "no" that a comma follows corrects something else.
    """
    spoken, quoted = _tokens(turn), _tokens(said)
    starts = [
        spoken[first][1]
        for first in range(len(spoken))
        if quoted and _matches(quoted, spoken, first) is not None
    ]
    # Said once without a refusal, it was said.
    return bool(starts) and all(_turned_down(turn, start) for start in starts)


def _turned_down(turn: str, start: int) -> bool:
    match = _NEGATION.search(heard(turn)[:start])
    if match is None:
        return False
    words = turn[match.start() : start].lower()
    corrects = "," in words  # "no, wednesday", "not tuesday, wednesday"
    return not corrects and _BOUNDARY.search(words) is None
