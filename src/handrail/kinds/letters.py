"""Spelled letters: the grammar that names and emails share.

"M A R I A", "mike alpha romeo", "O as in Oscar", "M for mother", "zed for zebra", "double L".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .base import Span
from .spoken import HESITATIONS, Word

__all__ = [
    "NATO",
    "SOUNDS",
    "LetterRun",
    "is_letter",
    "letter_at",
    "letter_runs",
    "similar",
    "text_at",
]

NATO = {
    "alpha": "a", "alfa": "a", "bravo": "b", "charlie": "c", "charley": "c", "delta": "d",
    "echo": "e", "foxtrot": "f", "golf": "g", "hotel": "h", "india": "i", "juliet": "j",
    "juliett": "j", "juliette": "j", "kilo": "k", "lima": "l", "mike": "m", "november": "n",
    "oscar": "o", "papa": "p", "quebec": "q", "romeo": "r", "sierra": "s", "tango": "t",
    "uniform": "u", "victor": "v", "whiskey": "w", "whisky": "w", "xray": "x", "yankee": "y",
    "zulu": "z",
}  # fmt: skip
"""The ICAO spelling alphabet, with the spellings that recognisers write."""

SOUNDS = {
    "ay": "a", "bee": "b", "be": "b", "see": "c", "sea": "c", "cee": "c", "dee": "d", "ee": "e",
    "ef": "f", "eff": "f", "gee": "g", "aitch": "h", "haitch": "h", "eye": "i", "jay": "j",
    "kay": "k", "okay": "k", "el": "l", "ell": "l", "em": "m", "en": "n", "oh": "o", "pee": "p",
    "pea": "p", "cue": "q", "queue": "q", "ar": "r", "are": "r", "ess": "s", "es": "s", "tee": "t",
    "tea": "t", "you": "u", "yu": "u", "vee": "v", "ex": "x", "why": "y", "wye": "y",
    "zee": "z", "zed": "z",
}  # fmt: skip
"""What a recogniser writes for a letter said alone: read so only between other letters."""
_NO_WORDS = frozenset(
    "zee zed dee gee jay kay ess tee vee aitch haitch cue ef eff em en pee bee ar".split()
)
"""Of these the ones that nobody says of anything else before "for": "zed for zebra"."""

_TIMES = {"double": 2, "triple": 3, "treble": 3, "two": 2, "three": 3}
_CASE = frozenset({"capital", "letter", "uppercase", "lowercase", "small", "big"})
_LIKE = frozenset({"for", "like", "in"})
_EXAMPLES_NEED = 2
"""Letters in a run before it counts as spelling."""


@dataclass(frozen=True, slots=True)
class LetterRun:
    """Letters said one after the other."""

    letters: str
    start: int
    """Index of its first word."""
    end: int
    """Index of the word after it."""
    plain: int
    """How many were said as letters; the rest are spelling-alphabet words, which may be names,
    and words that sound like letters ("see", "why")."""


def text_at(words: Sequence[Word], at: int) -> str:
    """Return the word at a place, or "" past the end."""
    return words[at].text if at < len(words) else ""


def is_letter(text: str) -> bool:
    """Whether a word is one letter."""
    return len(text) == 1 and text.isalpha()


def _example(words: Sequence[Word], at: int, letter: str) -> tuple[str, int]:
    """Read "as in Oscar", "for mother" after a letter: the letter meant, and the index after."""
    text = text_at(words, at)
    if text == "," and text_at(words, at + 1) in {"as", "like", "for"}:
        return _example(words, at + 1, letter)
    if (text, text_at(words, at + 1)) in {("as", "in"), ("as", "for"), ("is", "for")}:
        at += 2
    elif text in _LIKE and text != "in":
        at += 1
    else:
        return letter, at
    at += text_at(words, at) in {"the", "a", "an"}
    word = text_at(words, at)
    if len(word) < 2 or not word[0].isalpha():
        return letter, at if word else at - 1
    if text in _LIKE and word[0] != letter:
        return letter, 0  # "a for sale": not an example of the letter
    # A recogniser mishears letters, hardly ever words: "N as in Mike" is an M.
    return word[0], at + 1


def letter_at(
    words: Sequence[Word], at: int, *, among_letters: bool = False
) -> tuple[str, int] | None:
    """Read one letter, or one said double, at word `at`.

    Args:
        words: The utterance, from `words_of`.
        at: Where to read.
        among_letters: Whether letters stand beside it, so that "see" and "why" are letters too.

    Returns:
        The letters and the index of the word after them, or None.
    """
    text = words[at].text
    if text in _CASE or (text in {"upper", "lower"} and text_at(words, at + 1) == "case"):
        after = at + (1 if text in _CASE else 2)
        following = letter_at(words, after) if after < len(words) else None
        return following if following and following[1] == after + 1 else None
    if text == "the" and text_at(words, at + 1) == "letter" and at + 2 < len(words):
        return letter_at(words, at + 2, among_letters=True)
    if text in _TIMES:
        after = at + 1 + (text_at(words, at + 1) == "-")
        letter = text_at(words, after)
        if text == "double" and letter in {"u", "you", "yu"}:
            return "w", after + 1
        if text in {"two", "three"}:
            plural = re.fullmatch(r"([a-z])'?s", letter)
            return (plural.group(1) * _TIMES[text], after + 1) if plural else None
        if not is_letter(letter):
            letter = SOUNDS.get(letter, "")
        return (letter * _TIMES[text], after + 1) if letter else None
    if text == "x" and text_at(words, at + 1) == "-" and text_at(words, at + 2) == "ray":
        return "x", at + 3
    if text == "x" and text_at(words, at + 1) == "ray":
        return "x", at + 2
    if is_letter(text):
        letter, after = _example(words, at + 1, text)
        return letter, after or at + 1
    if text in NATO:
        return NATO[text], at + 1
    return _sound_at(words, at, among_letters=among_letters) if text in SOUNDS else None


def _sound_at(words: Sequence[Word], at: int, *, among_letters: bool) -> tuple[str, int] | None:
    """Read a letter's sound: among letters, or before a word it begins ("zed for zebra")."""
    exampled = _exampled_sound(words, at)
    return exampled or ((SOUNDS[words[at].text], at + 1) if among_letters else None)


def _exampled_sound(words: Sequence[Word], at: int) -> tuple[str, int] | None:
    """Read "zed for zebra" and "tea as in Tom"; "be for Bob" and "are for" are said of all else."""
    cue = text_at(words, at + 1)
    if cue != "as" and not (cue in _LIKE and words[at].text in _NO_WORDS):
        return None
    sound = SOUNDS[words[at].text]
    letter, after = _example(words, at + 1, sound)
    return (letter, after) if after > at + 1 and letter == sound else None


_PAUSES = HESITATIONS | frozenset({",", ".", "-", "then", "and", "\u2026"})


def letter_runs(words: Sequence[Word], passed: Sequence[Span] = ()) -> list[LetterRun]:
    """Find the runs of two or more letters in an utterance.

    Args:
        words: The utterance.
        passed: Words, each from an index to another, whose letters belong to no run.
    """
    runs: list[LetterRun] = []
    ends = dict(passed)
    at = 0
    while at < len(words):
        if at in ends:
            at = ends[at]
            continue
        # "Zoe, zed O E": what nobody says for a word may begin a run too.
        sounds = text_at(words, at) in _NO_WORDS and is_letter(text_at(words, at + 1))
        if letter_at(words, at, among_letters=sounds) is None:
            at += 1
            continue
        start, letters, plain, end = at, "", 0, at
        while at < len(words):
            step = letter_at(words, at, among_letters=bool(letters) or sounds)
            if step is None:
                if words[at].text in _PAUSES:
                    at += 1
                    continue
                break
            letters += step[0]
            plain += words[at].text not in NATO and words[at].text not in SOUNDS
            at = end = step[1]
        if len(letters) >= _EXAMPLES_NEED:
            runs.append(LetterRun(letters, start, end, plain))
        at = max(end, start + 1)
    return runs


def similar(a: str, b: str) -> float:
    """Return how alike two words are, from 0 to 1 (normalised Indel similarity)."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - loaded only where letters are mended

    return float(Indel.normalized_similarity(a, b))
