"""Spelled letters: the grammar that names and emails share.

"M A R I A", "mike alpha romeo", "O as in Oscar", "M for mother", "double L", and what a caller
says to mend a word that is known: "with a Z", "S not F", "with two Ls", "with an E on the end".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .spoken import HESITATIONS, Word

__all__ = ["NATO", "SOUNDS", "LetterRun", "Mend", "letter_at", "letter_runs", "mends_in", "similar"]

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


def _text(words: Sequence[Word], at: int) -> str:
    return words[at].text if at < len(words) else ""


def _is_letter(text: str) -> bool:
    return len(text) == 1 and text.isalpha()


def _example(words: Sequence[Word], at: int, letter: str) -> tuple[str, int]:
    """Read "as in Oscar", "for mother" after a letter: the letter meant, and the index after."""
    text = _text(words, at)
    if text == "," and _text(words, at + 1) in {"as", "like", "for"}:
        return _example(words, at + 1, letter)
    if (text, _text(words, at + 1)) in {("as", "in"), ("as", "for"), ("is", "for")}:
        at += 2
    elif text in _LIKE and text != "in":
        at += 1
    else:
        return letter, at
    at += _text(words, at) in {"the", "a", "an"}
    word = _text(words, at)
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
    if text in _CASE or (text in {"upper", "lower"} and _text(words, at + 1) == "case"):
        after = at + (1 if text in _CASE else 2)
        following = letter_at(words, after) if after < len(words) else None
        return following if following and following[1] == after + 1 else None
    if text == "the" and _text(words, at + 1) == "letter" and at + 2 < len(words):
        return letter_at(words, at + 2, among_letters=True)
    if text in _TIMES:
        after = at + 1 + (_text(words, at + 1) == "-")
        letter = _text(words, after)
        if text == "double" and letter in {"u", "you", "yu"}:
            return "w", after + 1
        if text in {"two", "three"}:
            plural = re.fullmatch(r"([a-z])'?s", letter)
            return (plural.group(1) * _TIMES[text], after + 1) if plural else None
        if not _is_letter(letter):
            letter = SOUNDS.get(letter, "")
        return (letter * _TIMES[text], after + 1) if letter else None
    if text == "x" and _text(words, at + 1) == "-" and _text(words, at + 2) == "ray":
        return "x", at + 3
    if text == "x" and _text(words, at + 1) == "ray":
        return "x", at + 2
    if _is_letter(text):
        letter, after = _example(words, at + 1, text)
        return letter, after or at + 1
    if text in NATO:
        return NATO[text], at + 1
    if among_letters and text in SOUNDS:
        return SOUNDS[text], at + 1
    return None


_PAUSES = HESITATIONS | frozenset({",", ".", "-", "then", "and", "\u2026"})


def letter_runs(words: Sequence[Word]) -> list[LetterRun]:
    """Find the runs of two or more letters in an utterance."""
    runs: list[LetterRun] = []
    at = 0
    while at < len(words):
        first = letter_at(words, at)
        if first is None:
            at += 1
            continue
        start, letters, plain, end = at, "", 0, at
        while at < len(words):
            step = letter_at(words, at, among_letters=bool(letters))
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


# Letters that sound or are written alike, so that "with a Z" says which one is replaced. From the
# confusions of English spelling ("lopes/lopez", "carl/karl", "lynda/linda", "stephen/steven").
_ALIKE = {
    "z": ("s", "c", "x"), "s": ("z", "c", "f", "x"), "c": ("k", "s", "ch", "q"),
    "k": ("c", "ck", "ch", "q"), "y": ("i", "ie", "ey", "e", "j"), "i": ("y", "e", "ee", "ie"),
    "e": ("a", "i", "y", "o", "ee"), "a": ("e", "o", "u", "i"), "o": ("u", "a", "e", "ou"),
    "u": ("o", "a", "w", "oo"), "j": ("g", "y", "h"), "g": ("j", "k", "c"),
    "f": ("ph", "s", "v", "th"), "v": ("ph", "b", "f", "w"), "ph": ("f", "v"),
    "b": ("p", "v", "d"), "p": ("b", "t"), "d": ("t", "b"), "t": ("d", "p", "th"), "m": ("n",),
    "n": ("m",), "w": ("v", "u"), "x": ("cks", "ks", "z"), "q": ("k", "c"), "h": ("j",),
    "l": ("r",), "r": ("l",), "ie": ("y", "ey", "i"), "ey": ("y", "ie", "i"), "ck": ("k", "c"),
    "ch": ("k", "c"), "th": ("t",), "ks": ("x",),
}  # fmt: skip
_VOWELS = frozenset("aeiouy")


@dataclass(frozen=True, slots=True)
class Mend:
    """One way a caller mends a word by its letters."""

    start: int
    """Index of the first word of the mend ("with")."""
    end: int
    letters: str = ""
    wrong: str = ""
    """The letters that were wrong, where the caller named them ("S not F")."""
    place: str = ""
    """`end`, `start` or empty."""
    count: int = 0
    """How often the letter stands together ("two Ls", "one T"); 0 where that was not said."""

    def apply(self, word: str) -> Iterator[str]:
        """Yield what the word may be when mended, likeliest first; itself when it already is so.

        Args:
            word: In lower case, one word of a name or one part of an address.
        """
        if self.wrong:
            if not self.letters:
                at = word.rfind(self.wrong)
                if at >= 0:
                    yield word[:at] + word[at + len(self.wrong) :]
                return
            yield from _replaced(word, self.wrong, self.letters)
        elif self.count:
            yield from _counted(word, self.letters, self.count)
        elif self.place == "end":
            yield from _ended(word, self.letters)
        elif self.place == "start":
            yield word if word.startswith(self.letters) else self.letters + word[1:]
            yield self.letters + word
        elif self.letters in word:
            yield word
        else:
            for alike in _ALIKE.get(self.letters, ()):
                yield from _replaced(word, alike, self.letters)
            for at in range(len(word), 0, -1):  # silent letters: "Anne", "Sarah", "John"
                yield word[:at] + self.letters + word[at:]


def _replaced(word: str, old: str, new: str) -> Iterator[str]:
    places = [m.start() for m in re.finditer(re.escape(old), word)]
    # The doubtful letter of a name is at its end or its start more often than within.
    ends = [at for at in reversed(places) if at + len(old) == len(word)]
    heads = [at for at in places if at == 0]
    for at in dict.fromkeys([*ends, *heads, *reversed(places)]):
        yield word[:at] + new + word[at + len(old) :]


def _counted(word: str, letter: str, count: int) -> Iterator[str]:
    clusters = list(re.finditer(re.escape(letter) + "+", word))
    if any(len(m.group()) == count for m in clusters):
        yield word
    for cluster in reversed(clusters):
        yield word[: cluster.start()] + letter * count + word[cluster.end() :]


def _ended(word: str, letters: str) -> Iterator[str]:
    if word.endswith(letters):
        yield word
        return
    for alike in _ALIKE.get(letters, ()):
        if word.endswith(alike):
            yield word[: -len(alike)] + letters
    if letters[0] in _VOWELS or letters == "s":
        yield word + letters


_TOGETHER = frozenset({"ph", "ck", "ch", "th", "ks"})
"""Two letters that recognisers write together ("steven with a ph")."""
_MOST_MENDED = 2


def _letters_from(words: Sequence[Word], at: int) -> tuple[str, int] | None:
    """Read the one or two letters of a mend ("a Z", "an I E", "P H")."""
    at += _text(words, at) in {"a", "an", "the"} and at + 1 < len(words)
    at += _text(words, at) == "letter"
    if at >= len(words):
        return None
    if words[at].text in _TOGETHER:
        return words[at].text, at + 1
    step = letter_at(words, at, among_letters=True)
    if step is None:
        return None
    letters, at = step
    while at < len(words) and len(letters) < 3:
        following = letter_at(words, at) if _is_letter(words[at].text) else None
        if following is None:
            break
        letters, at = letters + following[0], following[1]
    if len(letters) > _MOST_MENDED:
        return None  # "sean with an S H A U N": a word is spelled
    return letters, at


def _place(words: Sequence[Word], at: int) -> tuple[str, int]:
    text = " ".join(word.text for word in words[at : at + 3])
    if re.match(r"(?:at|on|in) (?:the|its) end", text):
        return "end", at + 3
    if re.match(r"(?:at|in) (?:the|its) (?:start|beginning|front)", text):
        return "start", at + 3
    return "", at


def mends_in(words: Sequence[Word]) -> list[Mend]:
    """Find what the caller says of the letters of a word: "with a Z", "S not F", "two Ls"."""
    mends: list[Mend] = []
    at = 0
    while at < len(words):
        goes_on = mends and at == mends[-1].end and words[at].text == "and"  # "a C and an E"
        mend = _with_mend(words, at) if goes_on else _mend_at(words, at)
        if mend:
            mends.append(mend)
            at = mend.end
        else:
            at += 1
    return mends


def _mend_at(words: Sequence[Word], at: int) -> Mend | None:
    text = words[at].text
    if text in {"with", "has", "without"}:
        return _with_mend(words, at)
    if text == "no" and _is_lone_letter(words, at + 1):
        return Mend(at, at + 2, wrong=words[at + 1].text)
    if text == "not" or _is_letter(text):
        return _not_mend(words, at)
    if text in {"double", "two", "one"}:
        return _count_mend(words, at, at)
    return None


def _is_lone_letter(words: Sequence[Word], at: int) -> bool:
    """Whether one letter stands here, and no word begins to be spelled: "no M A R Y A"."""
    lone = re.fullmatch(r"[b-hj-z]", _text(words, at)) is not None
    return lone and not (_is_letter(_text(words, at + 1)) and _is_letter(_text(words, at + 2)))


def _with_mend(words: Sequence[Word], at: int) -> Mend | None:
    counted = _count_mend(words, at, at + 1)
    if counted:
        return counted
    negated = words[at].text == "without" or _text(words, at + 1) == "no"
    first = at + 1 + (_text(words, at + 1) == "no")
    found = _letters_from(words, first) if first < len(words) else None
    if found is None:
        return None
    letters, end = found
    if negated:
        return Mend(at, end, wrong=letters)
    if _text(words, end) == "not":
        other = _letters_from(words, end + 1)
        if other:
            return Mend(at, other[1], letters, wrong=other[0])
    place, end = _place(words, end)
    return Mend(at, end, letters, place=place)


def _count_mend(words: Sequence[Word], start: int, at: int) -> Mend | None:
    """Read "two Ls", "a double N", "one T"."""
    at += _text(words, at) == "a"
    counts = {"one": 1, "single": 1, "two": 2, "double": 2, "1": 1, "2": 2}
    count = counts.get(_text(words, at), 0)
    letter = re.fullmatch(r"([a-z])(?:'?s)?", _text(words, at + 1)) if count else None
    if letter is None or (_text(words, at) == "double" and letter.group(1) == "u"):
        return None
    if (
        start == at
        and letter_at(words, at + 2 if at + 2 < len(words) else at)
        and at + 2 < len(words)
    ):
        return None  # within a spelled run, where "double L" is two letters of it
    return Mend(start, at + 2, letter.group(1), count=count)


def _not_mend(words: Sequence[Word], at: int) -> Mend | None:
    """Read "S not F", "S as in sugar, not F" and "not F, S"."""
    if words[at].text == "not":
        wrong = _letters_from(words, at + 1)
        if wrong is None:
            return None
        after = wrong[1]
        while _text(words, after) in {",", "but", "it's", "a", "an"} and after < len(words):
            after += 1
        right = _letters_from(words, after)
        return Mend(at, right[1], right[0], wrong=wrong[0]) if right else None
    right = letter_at(words, at)
    if right is None:
        return None
    after = right[1] + (_text(words, right[1]) == ",")
    if _text(words, after) != "not":
        return None
    wrong = _letters_from(words, after + 1)
    return Mend(at, wrong[1], right[0], wrong=wrong[0]) if wrong else None


def similar(a: str, b: str) -> float:
    """Return how alike two words are, from 0 to 1 (normalised Indel similarity)."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - loaded only where letters are mended

    return float(Indel.normalized_similarity(a, b))
