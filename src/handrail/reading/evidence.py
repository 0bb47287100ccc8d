"""Evidence: whether the caller really said what a model quotes.

A model writes what it heard: without fillers, with its own spelling and punctuation. All of that is
tolerated. Digits, times and single letters are not, since a value hangs on each of them: a quoted
"four" is never found in a turn that says "three", nor "L O P E S" in "l o p e z".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from ..engine.moves import Evidence
from ..kinds.heard import LONGEST_TURN, heard

__all__ = ["Quote", "evidence_of", "find_evidence", "find_quotes", "holds_a_value", "negated"]

_PIECES = re.compile(r"\s*(?:\.\.\.+|\u2026|\||;|\n|\s/\s)\s*")
_YES = re.compile(r"(?<!\w)(?:yes|yeah|ok|okay|please)(?!\w)")
_TOKEN = re.compile(
    r"(?P<number>\d+)(?P<place>(?:st|nd|rd|th)(?![^\W_]))?"
    r"|(?<![^\W_])(?P<half>[ap]) m(?! [^\W\d_](?![^\W_]))(?![^\W_])"  # "p.m.", but not "a m y"
    r"|[^\W\d_]+(?:'[^\W\d_]+)*"
)
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
    before after until nor neither except without instead cannot cant dont doesnt didnt wont isnt
    wasnt arent wouldnt couldnt shouldnt havent
    """.split()
)
_DIGITS = {
    "zero": "0", "oh": "0", "o": "0", "nought": "0", "one": "1", "two": "2", "three": "3",
    "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_TEENS = {
    "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14",
    "fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19",
    "tenth": "10", "eleventh": "11", "twelfth": "12", "thirteenth": "13", "fourteenth": "14",
    "fifteenth": "15", "sixteenth": "16", "seventeenth": "17", "eighteenth": "18",
    "nineteenth": "19",
}  # fmt: skip
_TENS = {
    "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70",
    "eighty": "80", "ninety": "90", "twentieth": "20", "thirtieth": "30",
}  # fmt: skip
_PLACES = {
    "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6",
    "seventh": "7", "eighth": "8", "ninth": "9",
}  # fmt: skip
_REFUSING = frozenset("not no never nor neither cannot".split())
_PLACE_NAMES = {numeral: word for word, numeral in _PLACES.items()}
_TIMES = {"double": 2, "triple": 3, "treble": 3}
_LONGEST_NUMBER = 4  # digits; of a longer run a part may be quoted: an area code
_LEAST_ALIKE = 80  # of 100: "lopes" for "lopez"
_LONGEST_SLIP = 2


class Quote(NamedTuple):
    """A piece of what a model quotes, where the caller said it."""

    turn: int
    """The caller turn within the run, from 1."""
    start: int
    end: int
    """Its place in the turn's text, in characters; the end is exclusive."""


class _Token(NamedTuple):
    """A word, or one digit of a number."""

    word: str
    start: int
    end: int
    goes_on: bool = False
    """Whether the next digit belongs to the same number: "3" is no quote of "13"."""


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
    return evidence_of(find_quotes(said, turns), turns)


def evidence_of(quotes: Sequence[Quote], turns: Sequence[str]) -> Evidence | None:
    """Return the words at these places, with the latest turn of them; None for no place."""
    if not quotes:
        return None
    words = (turns[quote.turn - 1][quote.start : quote.end] for quote in quotes)
    return Evidence(
        max(quote.turn for quote in quotes), tuple(" ".join(each.split()) for each in words)
    )


def find_quotes(said: str | Sequence[str], turns: Sequence[str]) -> tuple[Quote, ...]:
    """Find the place of each piece that a model quotes; of several turns that have it, the latest.

    Args:
        said: The quote, as for `find_evidence`.
        turns: The caller's turns, oldest first.

    Returns:
        The places in the order of the pieces; none when a piece is in no turn.
    """
    given = _PIECES.split(said) if isinstance(said, str) else list(said)
    pieces = [piece for piece in given if _tokens(piece)]
    if not pieces:  # nothing but fillers: a yes counts, if it stands there word for word
        pieces = [piece for piece in given if _YES.search(heard(piece))]
    found = [_latest(piece, turns) for piece in pieces]
    if None in found:
        return ()
    return tuple(place for place in found if place is not None)


def holds_a_value(text: str) -> bool:
    """Tell whether any word stands there on which a value hangs: a digit, a day, an hour."""
    return any(
        token.word.isdigit() or (token.word in _EXACT and token.word not in _REFUSING)
        for token in _tokens(text)
    )


def _latest(piece: str, turns: Sequence[str]) -> Quote | None:
    """Return the place of a piece in the latest turn that has it."""
    for number in range(len(turns), 0, -1):
        if found := _find(piece, turns[number - 1]):
            return Quote(number, *found)
    return None


@lru_cache(maxsize=256)
def _tokens(text: str) -> tuple[_Token, ...]:
    """Split into words and single digits, spoken numbers as numerals, without fillers."""
    plain = _plain(text[:LONGEST_TURN])
    found: list[_Token] = []
    times = 1
    for match in _TOKEN.finditer(plain):
        word = match.group().replace("'", "")
        if match["place"]:  # "the 2nd" is "the second", and no "two"
            word = _PLACE_NAMES.get(match["number"], word)
        if word in _TIMES:
            times = _TIMES[word]
            found.append(_Token(word, *match.span()))
            continue
        digits = _digits_of(match, word, after_tens=_ends_in_tens(found))
        if times > 1 and len(digits) == 1:  # "double five" is "five five"
            start = found.pop().start
            found.extend(_Token(digits, start, match.end()) for _ in range(times))
        elif digits:
            _add_number(found, digits, match.span(), unit=word in _DIGITS or word in _PLACES)
        elif word not in _FILLERS:
            found.append(_Token(f"{match['half']}m" if match["half"] else word, *match.span()))
        times = 1
    return tuple(found)


def _plain(text: str) -> str:
    """Return the heard form without accents, every character in its old place."""
    plain = heard(text)
    if plain.isascii():
        return plain
    return "".join(unicodedata.normalize("NFKD", char)[:1] or char for char in plain)


def _digits_of(match: re.Match[str], word: str, *, after_tens: bool) -> str:
    """Return the numerals that a word stands for, or none."""
    if after_tens and word in _PLACES:
        return _PLACES[word]
    if match["number"]:
        return "" if word in _PLACES else match["number"]
    return _DIGITS.get(word) or _TEENS.get(word) or _TENS.get(word) or ""


def _ends_in_tens(found: Sequence[_Token]) -> bool:
    """Whether the last number was twenty, thirty, ... in words, to which a unit may belong."""
    return (
        len(found) > 1
        and found[-2].goes_on
        and found[-1].word == "0"
        and found[-1].end - found[-1].start > len("20")
    )


def _add_number(found: list[_Token], digits: str, span: tuple[int, int], *, unit: bool) -> None:
    """Add a number digit by digit; "twenty three" is 23."""
    if unit and digits != "0" and _ends_in_tens(found):
        found[-1] = _Token(digits, *span)
        return
    whole = len(digits) <= _LONGEST_NUMBER
    last = len(digits) - 1
    found.extend(_Token(digit, *span, whole and at < last) for at, digit in enumerate(digits))


def _find(piece: str, turn: str) -> tuple[int, int] | None:
    """Return the place of the caller's words that a piece quotes."""
    quoted, spoken = _tokens(piece), _tokens(turn)
    if not quoted:
        return _find_literally(piece, turn)
    if len(quoted) > len(spoken) * 2:
        return None
    for first in range(len(spoken)):
        if (last := _matches(quoted, spoken, first)) is not None:
            return spoken[first].start, spoken[last].end
    return None


def _find_literally(piece: str, turn: str) -> tuple[int, int] | None:
    words = r"\s+".join(map(re.escape, heard(piece[:LONGEST_TURN]).split()))
    match = re.search(rf"(?<!\w){words}(?!\w)", heard(turn[:LONGEST_TURN])) if words else None
    return match.span() if match else None


def _matches(quoted: Sequence[_Token], spoken: Sequence[_Token], first: int) -> int | None:
    """Match the quote from one word of the turn on; return the last word matched."""
    if first and spoken[first - 1].goes_on:
        return None
    at, index, skipped = first, 0, 0
    while index < len(quoted):
        if at == len(spoken):
            return None
        if ends := _both_end(quoted, index, spoken, at):
            index, at = ends
            continue
        # A word may be left out between two quoted ones ("tuesday er sorry at three"), but
        # never one on which a value hangs.
        if index == 0 or skipped >= _LONGEST_SLIP or _is_exact(spoken[at].word):
            return None
        skipped += 1
        at += 1
    return None if spoken[at - 1].goes_on else at - 1


def _both_end(
    quoted: Sequence[_Token], index: int, spoken: Sequence[_Token], at: int
) -> tuple[int, int] | None:
    """Return where quote and turn go on after a word that both have, or None.

    Recognisers split words and join them: "hair cut" is a haircut.
    """
    if _alike(quoted[index].word, spoken[at].word):
        return index + 1, at + 1
    if _joined(spoken, at) == quoted[index].word:
        return index + 1, at + 2
    if _joined(quoted, index) == spoken[at].word:
        return index + 2, at + 1
    return None


def _joined(tokens: Sequence[_Token], at: int) -> str | None:
    """Return two words as one; a digit or a letter is never joined to anything."""
    pair = [token.word for token in tokens[at : at + 2]]
    return "".join(pair) if len(pair) == 2 and not any(map(_is_exact, pair)) else None


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
        spoken[first].start
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
