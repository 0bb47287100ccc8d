"""What a caller says of a word's letters: "with a Z", "S not F", "two Ls", "an E on the end"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .letters import is_letter, letter_at, similar, text_at
from .spoken import Word

__all__ = ["Mend", "mends_in"]

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
                # Nobody leaves out the letter that a name begins with: "hanna without the H".
                at = word.rfind(self.wrong, 1)
                gone = at < 0 or (self.place == "end" and not word.endswith(self.wrong))
                yield word if gone else word[:at] + word[at + len(self.wrong) :]
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
            if len(self.letters) > 1:  # "rachel with an A E"
                for letter in reversed(self.letters):
                    yield from _replaced(word, letter, self.letters)
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
    at += text_at(words, at) in {"a", "an", "the"} and at + 1 < len(words)
    at += text_at(words, at) == "letter"
    if at >= len(words):
        return None
    if words[at].text in _TOGETHER:
        return words[at].text, at + 1
    step = letter_at(words, at, among_letters=True)
    if step is None:
        return None
    letters, at = step
    while at < len(words) and len(letters) < 3:
        following = letter_at(words, at) if is_letter(words[at].text) else None
        if following is None:
            break
        letters, at = letters + following[0], following[1]
    if len(letters) > _MOST_MENDED:
        return None  # "sean with an S H A U N": a word is spelled
    return letters, at


def _letter_of_spelling(words: Sequence[Word], at: int) -> tuple[str, int] | None:
    """Read the letter of "kate with a K, K A T E": the word is spelled behind it.

    "Sean with an S H A U N" is told from it by the letters that are liker to the word.
    """
    first = at + 2
    before = at - 1 - (text_at(words, at - 1) in {"spelled", "spelt", ","}) if at else 0
    if text_at(words, at + 1) not in {"a", "an"} or not is_letter(text_at(words, first)):
        return None
    end = first
    while is_letter(text_at(words, end)):
        end += 1
    letters = "".join(word.text for word in words[first:end])
    said = words[before].text
    if similar(said, letters[1:]) <= similar(said, letters):
        return None
    return letters[0], first + 1


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
    if text == "not" or is_letter(text):
        return _not_mend(words, at)
    if text in {"double", "two", "one"}:
        return _count_mend(words, at, at)
    return None


def _is_lone_letter(words: Sequence[Word], at: int) -> bool:
    """Whether one letter stands here, and no word begins to be spelled: "no M A R Y A"."""
    lone = re.fullmatch(r"[b-hj-z]", text_at(words, at)) is not None
    return lone and not (is_letter(text_at(words, at + 1)) and is_letter(text_at(words, at + 2)))


def _with_mend(words: Sequence[Word], at: int) -> Mend | None:
    counted = _count_mend(words, at, at + 1)
    if counted:
        return counted
    negated = words[at].text == "without" or text_at(words, at + 1) == "no"
    first = at + 1 + (text_at(words, at + 1) == "no")
    found = _letters_from(words, first) if first < len(words) else None
    found = found or _letter_of_spelling(words, at)
    if found is None:
        return None
    letters, end = found
    if negated:
        place, end = _place(words, end)
        return Mend(at, end, wrong=letters, place=place)
    if text_at(words, end) == "not":
        other = _letters_from(words, end + 1)
        if other:
            return Mend(at, other[1], letters, wrong=other[0])
    place, end = _place(words, end)
    return Mend(at, end, letters, place=place)


def _count_mend(words: Sequence[Word], start: int, at: int) -> Mend | None:
    """Read "two Ls", "a double N", "one T"."""
    at += text_at(words, at) == "a"
    counts = {"one": 1, "single": 1, "two": 2, "double": 2, "1": 1, "2": 2}
    count = counts.get(text_at(words, at), 0)
    letter = re.fullmatch(r"([a-z])(?:'?s)?", text_at(words, at + 1)) if count else None
    if letter is None or (text_at(words, at) == "double" and letter.group(1) == "u"):
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
        while text_at(words, after) in {",", "but", "it's", "a", "an"} and after < len(words):
            after += 1
        right = _letters_from(words, after)
        return Mend(at, right[1], right[0], wrong=wrong[0]) if right else None
    right = letter_at(words, at)
    if right is None:
        return None
    after = right[1] + (text_at(words, right[1]) == ",")
    if text_at(words, after) != "not":
        return None
    wrong = _letters_from(words, after + 1)
    return Mend(at, wrong[1], right[0], wrong=wrong[0]) if wrong else None
