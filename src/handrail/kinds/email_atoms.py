"""The atoms of a spoken email address: text, letters, digits, signs and "at".

Spelled letters, numbers in words and asides ("all lower case", "the number") are understood here;
what belongs to the address, and where it begins, is for `email_local` and `email_domain`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from .base import Span
from .letter_mends import mends_in
from .letters import NATO, is_letter, letter_at
from .spoken import HESITATIONS, Word, numeral_at

__all__ = ["SIGN_NAMES", "Atom", "Half", "atoms_of", "joined"]

SIGN_NAMES = {
    ".": "dot", "_": "underscore", "-": "hyphen", "+": "plus", "'": "apostrophe",
    "&": "ampersand", "!": "exclamation mark", "#": "hash", "$": "dollar sign",
    "%": "percent sign", "*": "asterisk", "/": "slash", "=": "equals sign",
    "?": "question mark", "^": "caret", "`": "backtick", "{": "left brace", "|": "vertical bar",
    "}": "right brace", "~": "tilde",
}  # fmt: skip
"""How each sign that RFC 5322 allows in a local part is said."""

_SIGNS = {tuple(name.split()): sign for sign, name in SIGN_NAMES.items()} | {
    ("period",): ".", ("point",): ".", ("full", "stop"): ".", ("under", "score"): "_",
    ("underline",): "_", ("dash",): "-", ("minus",): "-", ("minus", "sign"): "-",
    ("plus", "sign"): "+", ("and", "sign"): "&", ("hashtag",): "#", ("forward", "slash"): "/",
    ("percent",): "%", ("star",): "*",
}  # fmt: skip
_SIGN_STARTS = frozenset(name[0] for name in _SIGNS)

_ASIDES = tuple(
    tuple(aside.split())
    for aside in (
        "all in lower case", "all in lowercase", "all lower case", "all lowercase", "in lower case",
        "in lowercase", "lower case", "lowercase", "all upper case", "all uppercase",
        "all in capitals", "all in caps", "all caps", "all small letters", "all in small letters",
        "all one word", "one word", "as one word", "all together", "altogether", "no spaces",
        "no space", "with no spaces", "without spaces", "the number", "the numbers", "the digit",
        "the digits", "the word", "number", "the letter", "the letters", "then", "and then",
        "followed by", "space",
    )
)  # fmt: skip
_ASIDE_STARTS = frozenset(aside[0] for aside in _ASIDES)
# "At the rate" is how "@" is read out in India.
_AT_SIGNS = (("at", "sign"), ("at", "the", "rate"), ("at", "the", "rate", "of"))
_GLUED_SIGNS = frozenset("._-+'&/#$%*=!?^`{|}~")
_LETTER_SOUNDS = frozenset("zee zed ee dee gee jay kay ess tee vee aitch haitch cue ef ar".split())
"""Names of letters that are no words, so that beside letters they are letters."""

AtomKind = Literal["text", "letters", "digits", "sign", "at", "aside"]


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of an address as said."""

    kind: AtomKind
    text: str
    start: int
    """In characters of the utterance, as `end`."""
    end: int
    mended: bool = False
    """Whether the caller said something of its letters: "jon without the H"."""


@dataclass(frozen=True, slots=True)
class Half:
    """One side of an address: its text and where it was said."""

    text: str
    span: Span
    atoms: tuple[Atom, ...] = ()
    sure: bool = True


def joined(atoms: Iterable[Atom]) -> str:
    """Return what atoms stand for, run together."""
    return "".join(atom.text for atom in atoms if atom.kind not in {"aside", "at"})


def _phrase_at(
    words: Sequence[Word], at: int, phrases: Iterable[tuple[str, ...]]
) -> tuple[str, ...] | None:
    """Return the longest of the phrases that stands at `at`."""
    texts = tuple(word.text for word in words[at : at + 4])
    return max((p for p in phrases if texts[: len(p)] == p), key=len, default=None)


def _glued(words: Sequence[Word], at: int) -> bool:
    """Whether a sign stands in a written address ("maria.lopez"), not between sentences."""
    after = at + 1 < len(words) and words[at + 1].start == words[at].end
    before = at > 0 and words[at - 1].end == words[at].start
    return before and after


def _parts_letters(words: Sequence[Word], at: int) -> bool:
    """Whether a hyphen stands in what a recogniser writes for spelled letters: "K-A-T-E at ...".

    Written out, sign and all, the hyphens are the address's own ("k-a-t-e@example.com"), but in
    capitals no address is.
    """
    first = last = at
    while first > 0 and _glued(words, first) and is_letter(words[first - 1].text):
        first -= 2
    while last + 1 < len(words) and _glued(words, last) and is_letter(words[last + 1].text):
        last += 2
    said = words[first + 1 : last]
    if len(said) < _SPELLED_OUT or any(word.text != "-" for word in said[1::2]):
        return False
    written = last < len(words) and words[last].text == "@" and words[last].start == said[-1].end
    return not written or all(word.raw.isupper() for word in said[::2])


_SPELLED_OUT = 5
"""Three letters and the hyphens between them."""


def atoms_of(words: Sequence[Word]) -> list[Atom]:
    """Turn the words of an utterance into the atoms of an address."""
    atoms: list[Atom] = []
    mends = {m.start: m for m in mends_in(words) if words[m.start].text in _MENDING}
    at = 0
    while at < len(words):
        mend = mends.get(at)
        if mend and atoms and atoms[-1].kind == "text":  # "lopez with a Z", "jon no H at gmail"
            word = next(iter(mend.apply(atoms[-1].text)), atoms[-1].text)
            start, end = atoms[-1].start, words[mend.end - 1].end
            atoms[-1] = Atom("text", word, start, end, mended=True)
            at = mend.end
            continue
        kind, text, after = _atom_at(words, at, atoms[-1] if atoms else None)
        atoms.append(Atom(kind, text, words[at].start, words[after - 1].end))
        at = after
    return _zeros(atoms)


_MENDING = frozenset({"with", "without", "no"})
_CAPITALS = frozenset({"capital", "uppercase", "big"})


def _is_capital_of(words: Sequence[Word], at: int) -> bool:
    """Whether a letter says only how the next word is written: "capital M Maria"."""
    if words[at].text not in _CAPITALS or at + 2 >= len(words):
        return False
    letter, word = words[at + 1].text, words[at + 2].text
    return len(letter) == 1 and len(word) > 1 and word[0] == letter and word not in NATO


def _atom_at(words: Sequence[Word], at: int, last: Atom | None) -> tuple[AtomKind, str, int]:
    """Read the atom at word `at`: its kind, its text and the index of the word after it."""
    text = words[at].text
    if text in {"@", "at"}:
        said = _phrase_at(words, at, _AT_SIGNS) or (text,)
        return "at", "@", at + len(said)
    if text == "-" and _parts_letters(words, at):
        return "aside", "", at + 1
    if text in _GLUED_SIGNS:
        return ("sign", text, at + 1) if _glued(words, at) else ("aside", "", at + 1)
    if words[at].is_mark or text in HESITATIONS:
        return "aside", "", at + 1
    if _is_capital_of(words, at):
        return "aside", "", at + 2
    aside = _phrase_at(words, at, _ASIDES) if text in _ASIDE_STARTS else None
    if aside:
        return "aside", " ".join(aside), at + len(aside)
    sign_name = _phrase_at(words, at, _SIGNS) if text in _SIGN_STARTS else None
    if sign_name:
        return "sign", _SIGNS[sign_name], at + len(sign_name)
    numeral = numeral_at(words, at) if text not in {"o", "oh", "a"} else None
    if numeral:
        return "digits", numeral.forms[0], numeral.end
    beside = last is not None and last.kind == "letters" and text in _LETTER_SOUNDS
    letter = letter_at(words, at, among_letters=beside)
    if letter:
        return "letters", letter[0], letter[1]
    if text == "gee" and at + 1 < len(words) and words[at + 1].text == "mail":
        return "letters", "g", at + 1
    return "text", text.replace("'", ""), at + 1


def _zeros(atoms: list[Atom]) -> list[Atom]:
    """Make "oh" a zero beside digits and a letter elsewhere ("oh oh seven", "L O P E Z")."""
    done = list(atoms)
    order = [*range(len(done)), *reversed(range(len(done)))]
    for at in order:
        atom = done[at]
        exampled = atom.end - atom.start > len("oh")  # "O as in Oscar"
        if atom.text not in {"o", "oh"} or atom.kind == "digits" or exampled:
            continue
        beside = [done[near].kind for near in (at - 1, at + 1) if 0 <= near < len(done)]
        spelled = atom.text == "o" and at > 0 and done[at - 1].kind == "letters"
        if "digits" in beside and not spelled:
            done[at] = Atom("digits", "0", atom.start, atom.end)
    return [
        Atom("letters", "o", atom.start, atom.end) if atom.text == "oh" else atom for atom in done
    ]
