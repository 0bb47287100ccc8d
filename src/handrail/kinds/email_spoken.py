"""The grammar of a spoken email address: words, letters and signs to "maria.lopez@gmail.com".

`atoms_of` turns an utterance into atoms (text, a sign, "at"), with spelled letters, numbers in
words and asides ("all lower case") understood; `addresses_in` finds a local part and a domain
around an "at". What the address is for, and how sure one is, belong to the kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .base import Span
from .letters import letter_at, mends_in, similar
from .name.lists import is_everyday
from .spoken import HESITATIONS, Word, numeral_at

__all__ = [
    "PROVIDERS",
    "SIGN_NAMES",
    "Atom",
    "Half",
    "atoms_of",
    "domain_after",
    "joined",
    "leading_end",
    "local_before",
]

PROVIDERS = {
    "gmail": "gmail.com", "googlemail": "googlemail.com", "hotmail": "hotmail.com",
    "outlook": "outlook.com", "yahoo": "yahoo.com", "icloud": "icloud.com", "aol": "aol.com",
    "msn": "msn.com", "live": "live.com", "ymail": "ymail.com", "protonmail": "protonmail.com",
    "proton": "proton.me", "fastmail": "fastmail.com", "comcast": "comcast.net",
    "verizon": "verizon.net", "sbcglobal": "sbcglobal.net", "att": "att.net", "cox": "cox.net",
    "btinternet": "btinternet.com", "virginmedia": "virginmedia.com", "ntlworld": "ntlworld.com",
    "talktalk": "talktalk.net", "rocketmail": "rocketmail.com", "gmx": "gmx.com",
    "zoho": "zoho.com", "hey": "hey.com", "bigpond": "bigpond.com", "mac": "mac.com",
}  # fmt: skip
"""Mail providers a caller names alone ("at gmail"), with the domain that is meant first."""

_PROVIDER_WORDS = frozenset(PROVIDERS) | {"me", "mail", "sky", "web", "qq", "free", "orange", "wanadoo"}

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
_GLUED_SIGNS = frozenset("._-+'&/#$%*=!?^`{|}~")
_SPELLED = re.compile(r"(?:that's |that is |it's )?(?:spelled|spelt|spelling)$|that's$|that is$|as in$")

AtomKind = Literal["text", "letters", "digits", "sign", "at", "aside"]


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of an address as said."""

    kind: AtomKind
    text: str
    start: int
    """In characters of the utterance, as `end`."""
    end: int


@dataclass(frozen=True, slots=True)
class Half:
    """One side of an address: its text and where it was said."""

    text: str
    span: Span
    atoms: tuple[Atom, ...] = ()
    sure: bool = True


def _phrase_at(
    words: Sequence[Word], at: int, phrases: Sequence[tuple[str, ...]] | dict[tuple[str, ...], str]
) -> tuple[str, ...] | None:
    """Return the longest of the phrases that stands at `at`."""
    texts = tuple(word.text for word in words[at : at + 4])
    fitting = [phrase for phrase in phrases if texts[: len(phrase)] == phrase]
    return max(fitting, key=len) if fitting else None


def _glued(words: Sequence[Word], at: int) -> bool:
    """Whether a sign stands in a written address ("maria.lopez"), not between sentences."""
    after = at + 1 < len(words) and words[at + 1].start == words[at].end
    before = at > 0 and words[at - 1].end == words[at].start
    return before and after


def atoms_of(words: Sequence[Word]) -> list[Atom]:
    """Turn the words of an utterance into the atoms of an address."""
    atoms: list[Atom] = []
    mends = {mend.start: mend for mend in mends_in(words) if words[mend.start].text == "with"}
    at = 0
    while at < len(words):
        mend = mends.get(at)
        if mend and atoms and atoms[-1].kind == "text":  # "lopez with a Z at gmail dot com"
            word = next(iter(mend.apply(atoms[-1].text)), atoms[-1].text)
            atoms[-1] = Atom("text", word, atoms[-1].start, words[mend.end - 1].end)
            at = mend.end
            continue
        kind, text, after = _atom_at(words, at, atoms[-1] if atoms else None)
        atoms.append(Atom(kind, text, words[at].start, words[after - 1].end))
        at = after
    return _zeros(atoms)


def _atom_at(words: Sequence[Word], at: int, last: Atom | None) -> tuple[AtomKind, str, int]:
    """Read the atom at word `at`: its kind, its text and the index of the word after it."""
    word = words[at]
    text = word.text
    if text == "@" or text == "at":
        return "at", "@", at + 1 + (text == "at" and at + 1 < len(words) and words[at + 1].text == "sign")
    if text in _GLUED_SIGNS:
        return ("sign", text, at + 1) if _glued(words, at) else ("aside", "", at + 1)
    if word.is_mark or text in HESITATIONS:
        return "aside", "", at + 1
    if text in _ASIDE_STARTS:
        aside = _phrase_at(words, at, _ASIDES)
        if aside and at + len(aside) <= len(words):
            return "aside", " ".join(aside), at + len(aside)
    if text in _SIGN_STARTS:
        sign = _phrase_at(words, at, _SIGNS)
        if sign:
            return "sign", _SIGNS[sign], at + len(sign)
    if text == "dotcom":
        return "text", "dotcom", at + 1
    numeral = numeral_at(words, at) if text not in {"o", "oh"} else None
    if numeral and text != "a":
        return "digits", numeral.forms[0], numeral.end
    beside = last is not None and last.kind == "letters"
    letter = letter_at(words, at, among_letters=beside and text in {"zee", "zed", "ee", "dee", "gee", "jay", "kay", "ess", "tee", "vee", "aitch", "haitch", "cue", "ef", "ar"})
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
        if atom.text not in {"o", "oh"} or atom.kind == "digits":
            continue
        beside = [done[near].kind for near in (at - 1, at + 1) if 0 <= near < len(done)]
        spelled = atom.text == "o" and at > 0 and done[at - 1].kind == "letters"
        if "digits" in beside and not spelled:
            done[at] = Atom("digits", "0", atom.start, atom.end)
    return [
        Atom("letters", "o", atom.start, atom.end) if atom.text == "oh" else atom for atom in done
    ]


_MOST_LABEL_ATOMS = 40


def domain_after(atoms: Sequence[Atom], at: int) -> Half | None:
    """Read a domain that begins at atom `at` ("g mail dot com", "north side dot co dot uk").

    Returns:
        The domain, not `sure` where the caller named only a provider ("at gmail").
    """
    labels: list[str] = [""]
    ends: list[int] = []
    step = at
    while step < len(atoms) and step - at < _MOST_LABEL_ATOMS:
        atom = atoms[step]
        if atom.kind == "at":
            break
        if atom.kind == "aside":
            if atom.text == "" and labels[-1] and step + 1 < len(atoms) and len(labels) > 1:
                break
            step += 1
            continue
        if atom.kind == "sign" and atom.text == ".":
            if not labels[-1]:
                break
            label, end = _label_after(atoms, step + 1)
            if not label:
                break
            labels.append(label)
            step = end
            ends.append(end)
            if not _followed_by_dot(atoms, step):
                break
            continue
        if atom.text == "dotcom" and labels[-1]:
            labels.append("com")
            ends.append(step + 1)
            break
        if atom.kind == "sign" and atom.text != "-":
            break
        if len(labels) > 1:
            break
        labels[-1] += atom.text
        step += 1
        if labels == [labels[0]] and _provider(labels[0]) and not _followed_by_dot(atoms, step):
            if step < len(atoms) and atoms[step].text in {"dotcom", "-", "mail"}:
                continue
            return Half(PROVIDERS[labels[0]], (atoms[at].start, atoms[step - 1].end), (), sure=False)
    if not ends:
        return None
    last = ends[-1] - 1
    return Half(".".join(labels), (atoms[at].start, atoms[last].end), tuple(atoms[at : last + 1]))


def _provider(label: str) -> bool:
    return label in PROVIDERS


def _followed_by_dot(atoms: Sequence[Atom], at: int) -> bool:
    while at < len(atoms) and atoms[at].kind == "aside" and not atoms[at].text:
        at += 1
    return at < len(atoms) and atoms[at].kind == "sign" and atoms[at].text == "."


def _label_after(atoms: Sequence[Atom], at: int) -> tuple[str, int]:
    """Read the label after a dot: one word, or letters one by one ("dot c o dot u k")."""
    while at < len(atoms) and atoms[at].kind == "aside" and not atoms[at].text:
        at += 1
    if at + 1 == len(atoms) and atoms[at].kind == "at":
        return "at", at + 1  # Austria
    if at >= len(atoms) or atoms[at].kind not in {"text", "letters", "digits"}:
        return "", at
    label, end = atoms[at].text, at + 1
    kind = atoms[at].kind
    # Words run together only before another dot: "mail dot north side dot com".
    dot = end
    while dot < len(atoms) and dot - at < 6 and atoms[dot].kind in {"text", "letters", "digits"}:  # noqa: PLR2004
        dot += 1
    if dot < len(atoms) and atoms[dot].kind == "sign" and atoms[dot].text in {".", "-"}:
        if kind != "text" or label not in _LAST_LABELS or atoms[dot].text == "-":
            joined = "".join(atom.text for atom in atoms[at:dot])
            if atoms[dot].text == "-":
                rest, after = _label_after(atoms, dot + 1)
                return (f"{joined}-{rest}", after) if rest else ("", at)
            return joined, dot
    while kind == "letters" and end < len(atoms) and atoms[end].kind == "letters":
        label += atoms[end].text
        end += 1
    return label, end


_LAST_LABELS = frozenset({"com", "org", "net", "edu", "gov", "io", "info", "biz"})

_CUE = re.compile(
    r"\b(?:(?:(?:my|the|our)\s+)?(?:e-?\s?mail|mail)(?:\s+address)?(?:'s|\s+is|\s+would be|\s+will be|\s+it's)?"
    r"|address(?:'s|\s+is)?|it'?s|it is|that'?s|that is|it'?ll be|it would be|that would be"
    r"|(?:send|forward|mail|e-?mail)\s+(?:it|that|them|me|us|the \w+|everything)"
    r"(?:\s+\w+)?\s+(?:to|at|on)|(?:reach|contact|get|write to|write)\s+me\s+(?:at|on|via)"
    r"|this is|i think|let me see|go with|put down|you can use|i use)(?=[\s,.:]|$)[\s,.:]*"
)
_LEADING = re.compile(
    r"(?:(?:yes|yeah|yep|yup|sure|sure thing|okay|ok|no|nope|sorry|well|hi|hello|so|please"
    r"|actually|of course|certainly|all ?right|right|great|thanks|thank you|use|try|to|my|um+|uh+"
    r"|er+m?|and|it)\b[\s,.:]*)+"
)


def leading_end(lowered: str) -> int:
    """Return where an answer begins after "no, it's" and the like, in characters."""
    end = 0
    while True:
        leading = _LEADING.match(lowered, end)
        cue = _CUE.match(lowered, leading.end() if leading else end)
        after = cue.end() if cue else leading.end() if leading else end
        if after == end:
            return end
        end = after


def local_before(text: str, atoms: Sequence[Atom], at: int, *, asked: bool) -> Half | None:
    """Read the local part that ends before the "at" at atom `at`."""
    first = 0
    for step in range(at - 1, -1, -1):
        if atoms[step].kind == "at" and asked is False:
            first = step + 1
            break
    head = text[atoms[first].start : atoms[at].start].lower().replace("\u2019", "'") if at > first else ""
    if not head:
        return None
    begin = 0
    cue_start = -1
    for cue in _CUE.finditer(head):
        rest = head[cue.end() :].strip()
        if rest and not _spells_back(head[: cue.start()], cue.group(), rest):
            begin, cue_start = cue.end(), cue.start()
    leading = _LEADING.match(head, begin)
    if leading and head[leading.end() :].strip() and not _needed(head, leading):
        begin = leading.end()
    origin = atoms[first].start
    chosen = [a for a in atoms[first:at] if a.start >= origin + begin]
    if not asked and cue_start < 0:
        chosen = _chain(chosen)
    chosen = _unspelled(chosen)
    said = [a for a in chosen if a.kind != "aside"]
    if not said or any(a.kind == "at" for a in said):
        return None
    local = "".join(a.text for a in said)
    words = sum(a.kind == "text" for a in said)
    if words > _MOST_WORDS:
        return None
    start = origin + cue_start if cue_start >= 0 else said[0].start
    return Half(local, (start, said[-1].end), tuple(said), sure=words <= _SURE_WORDS)


def _needed(head: str, leading: re.Match[str]) -> bool:
    """Whether what looks like a filler begins the address itself ("no dot reply at ...")."""
    rest = head[leading.end() :].lstrip()
    return bool(re.match(r"(?:dot|underscore|hyphen|dash|[._-])\b", rest)) or not rest


def _spells_back(before: str, cue: str, rest: str) -> bool:
    """Whether "that's" begins a spelling of what was just said, not the address."""
    if not cue.strip(" ,.:") in {"that's", "that is", "thats"}:
        return False
    return bool(re.match(r"(?:spelled\s+|spelt\s+)?\w\b", rest)) and bool(
        re.search(r"(?:dot|underscore|dash|hyphen)\s", before)
    )


def _chain(atoms: Sequence[Atom]) -> list[Atom]:
    """Keep what belongs to an address nobody asked for: words on signs, letters, and names."""
    kept: list[Atom] = []
    for atom in reversed(atoms):
        if atom.kind == "aside":
            if kept:
                break
            continue
        loose = kept and atom.kind == "text" and kept[-1].kind in {"text", "digits"}
        if loose and (is_everyday(atom.text) or len(atom.text) < 3):  # noqa: PLR2004
            break
        kept.append(atom)
    return kept[::-1]


_MOST_WORDS = 8
_SURE_WORDS = 4
"""Words run together in a local part; beyond these, something else was said before it."""
_LEAST_SPELLED = 3
_ALIKE = 0.6
_MUCH_ALIKE = 0.75
"""For letters right after a word: "james J O N E S" are two, "jones J O N E S" one."""


def _unspelled(atoms: Sequence[Atom]) -> list[Atom]:
    """Replace a word by its letters where both were said ("lopez, that's L O P E Z")."""
    done: list[Atom] = []
    at = 0
    while at < len(atoms):
        run = at
        while run < len(atoms) and atoms[run].kind == "letters":
            run += 1
        letters = "".join(a.text for a in atoms[at:run])
        back = len(done) - 1
        while back >= 0 and (done[back].kind == "aside" or done[back].text in {"thats", "is", "that", "spelled", "spelt", "its"}):
            back -= 1
        marked = back < len(done) - 1
        if (
            len(letters) >= _LEAST_SPELLED
            and back >= 0
            and done[back].kind == "text"
            and len(done[back].text) >= _LEAST_SPELLED
            and similar(done[back].text, letters) >= (_ALIKE if marked else _MUCH_ALIKE)
        ):
            del done[back:]
        if run > at:
            done += atoms[at:run]
            at = run
            continue
        done.append(atoms[at])
        at += 1
    return done


def joined(atoms: Sequence[Atom]) -> str:
    """Return what atoms stand for, run together."""
    return "".join(atom.text for atom in atoms if atom.kind not in {"aside", "at"})
