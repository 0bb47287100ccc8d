"""Halves and corrections of an email address: "gmail dot com", "it's hotmail not gmail"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .base import Span
from .email_atoms import Atom, Half, joined
from .email_domain import PROVIDERS, domain_after
from .email_local import is_placeholder, leading_end
from .letter_mends import Mend, mends_in
from .letters import letter_runs, similar
from .name.lists import is_everyday, is_family, is_given
from .name.mending import mended
from .spoken import LONGEST_TEXT, Word, numeral_at, span_of

__all__ = [
    "Amended",
    "amended",
    "by_letters",
    "change_after",
    "domain_alone",
    "domain_of_placeholder",
    "local_alone",
    "name_alone",
]

_ALIKE = 0.55
_ARTICLES = frozenset({"a", "an", "the"})
_PAUSE = re.compile(r"\s*(?:,|\bbut\b|\bit's\b|\bit is\b)\s*")


@dataclass(frozen=True, slots=True)
class Amended:
    """An address with a part of it replaced."""

    value: str
    span: Span
    spelled: bool = False


_CHANGE = re.compile(
    r"[\s,.]*(?:(?:no|nope|sorry|actually|wait|i mean|i meant|i should say|or rather|rather"
    r"|make that|scratch that|correction|oops|um+|uh+|er+m?)(?![\w'])[\s,.]*)+"
)


def change_after(text: str, end: int) -> int | None:
    """Return where a correction begins that follows what was said up to `end`, if one does."""
    match = _CHANGE.match(text.lower(), end)
    return match.end() if match and text[match.end() :].strip() else None


def _answer(text: str, atoms: Sequence[Atom]) -> list[Atom]:
    """Return the atoms after "no, it's" and the like, without trailing politeness."""
    begin = leading_end(text.lower().replace("\u2019", "'"))
    kept = [atom for atom in atoms if atom.start >= begin]
    while kept and (kept[-1].kind == "aside" or kept[-1].text in _POLITE):
        kept.pop()
    return kept


_POLITE = frozenset({"please", "thanks", "thank", "you", "instead", "actually", "sorry"})


def domain_alone(text: str, atoms: Sequence[Atom]) -> Half | None:
    """Read an answer that is a domain and nothing else: "at gmail dot com", "it's hotmail"."""
    kept = _answer(text, atoms)
    at = int(bool(kept) and kept[0].kind == "at")
    if len(kept) <= at:
        return None
    half = domain_after(kept, at)
    if half is None or half.span[1] != kept[-1].end:
        return None
    # "Maria dot lopez" has the shape of a domain too: only a known ending, or "at", tells.
    if not at and not re.search(
        r"\.(?:[a-z]{2}|com|org|net|edu|gov|info|biz|mil|app|dev)$", half.text
    ):
        return None
    return Half(half.text, (kept[0].start, half.span[1]), half.atoms, half.sure)


def _is_sign_of_address(atom: Atom) -> bool:
    """Whether a sign was said or is one that no two words have between them ("good-bye")."""
    return atom.kind == "sign" and (atom.text != "-" or atom.end - atom.start > 1)


_MOST_WORDS = 3


def domain_of_placeholder(text: str, atoms: Sequence[Atom]) -> Half | None:
    """Read the domain behind words that stand for a local part: "my first name at gmail"."""
    kept = _answer(text, atoms)
    at = next((at for at, atom in enumerate(kept) if atom.kind == "at"), 0)
    half = domain_after(kept, at + 1) if at and is_placeholder(kept[:at]) else None
    return replace(half, span=(kept[0].start, half.span[1])) if half else None


def local_alone(text: str, atoms: Sequence[Atom], *, certain: bool) -> Half | None:
    """Read an answer that is a local part: "maria dot lopez", "M A R I A forty two at".

    Args:
        text: The utterance.
        atoms: Its atoms.
        certain: Whether a plain word will do, as the domain is known already.
    """
    kept = _answer(text, atoms)
    ended = bool(kept) and kept[-1].kind == "at"
    kept = [atom for atom in (kept[:-1] if ended else kept) if atom.kind != "aside"]
    if not kept or any(atom.kind == "at" for atom in kept):
        return None
    if not ended and any(_is_other(kept, at) for at in range(len(kept))):
        return None
    words = sum(atom.kind == "text" for atom in kept)
    letters = sum(atom.kind == "letters" for atom in kept)
    signs = sum(atom.kind == "sign" and atom.text in "._-+" for atom in kept[1:-1])
    signs += _goes_on(kept)
    digits = sum(atom.kind == "digits" for atom in kept)
    shaped = ((signs or digits) and (words or letters)) or letters >= _MOST_WORDS or ended
    if words > _MOST_WORDS or not (shaped or (certain and words)):
        return None
    if not ended and _CLOCK.fullmatch(joined(kept)):
        return None
    return Half(joined(kept), (kept[0].start, kept[-1].end), tuple(kept), sure=bool(shaped))


def _goes_on(kept: Sequence[Atom]) -> bool:
    """Whether a sign at the end leaves the address open: "maria dot", and not "the point"."""
    if len(kept) < 2 or kept[-1].kind != "sign" or kept[-1].text not in "._-+":
        return False
    before = kept[-2]
    return before.kind in {"letters", "digits"} or _is_name(before.text)


def name_alone(text: str, atoms: Sequence[Atom]) -> Half | None:
    """Read a known name said by itself: "maria", before "at gmail dot com" follows."""
    kept = [atom for atom in _answer(text, atoms) if atom.kind != "aside"]
    if not 0 < len(kept) <= _MOST_NAMES or any(atom.kind != "text" for atom in kept):
        return None
    if any(is_everyday(atom.text) or not _is_name(atom.text) for atom in kept):
        return None
    return Half(joined(kept), (kept[0].start, kept[-1].end), tuple(kept), sure=False)


_MOST_NAMES = 2


def _is_name(word: str) -> bool:
    return is_given(word) or is_family(word)


_CLOCK = re.compile(r"\d*[-.:]?\d+[-.]?(?:a\.?m|p\.?m|ish|oclock|st|nd|rd|th|[ap])\.?")
"""Times as atoms are joined: "8 p.m.", "7-ish"; nobody's address is one."""


def _is_other(atoms: Sequence[Atom], at: int) -> bool:
    """Whether a word is one of everyday speech that no sign joins to an address."""
    if atoms[at].kind != "text":
        return False
    joined_on = any(
        0 <= beside < len(atoms) and _is_sign_of_address(atoms[beside])
        for beside in (at - 1, at + 1)
    )
    return not joined_on and (is_everyday(atoms[at].text) or atoms[at].text in {"am", "pm"})


def amended(
    text: str, words: Sequence[Word], atoms: Sequence[Atom], current: str
) -> Amended | None:
    """Read a correction of a part of the address in hand.

    Args:
        text: The utterance.
        words: Its words.
        atoms: Its atoms.
        current: The address that is corrected.
    """
    local, _, domain = current.rpartition("@")
    return (
        _swapped(text, words, atoms, local, domain)
        or _inserted(text, words, local, domain)
        or by_letters(words, local, domain)
        or _by_piece(text, atoms, local, domain)
    )


def _swapped(
    text: str, words: Sequence[Word], atoms: Sequence[Atom], local: str, domain: str
) -> Amended | None:
    """Read "hotmail not gmail", "not 42, 43", "a dash not an underscore", "no dot"."""
    nots = [word for word in words if word.text == "not"]
    if nots:
        answer = _answer(text, atoms)
        right = [a for a in answer if a.end <= nots[0].start]
        wrong = [a for a in answer if a.start >= nots[0].end]
        if not right:
            pause = _PAUSE.search(text.lower(), nots[0].end + 1)
            if pause is None:
                return None
            right = [a for a in wrong if a.start >= pause.end()]
            wrong = [a for a in wrong if a.end <= pause.start()]
        new, old = _meant(right), _meant(wrong)
        if not new or not old:
            return None
        span = (min(a.start for a in answer), max(a.end for a in answer))
        value = _replaced(local, domain, old, new)
        if value is None and f".{domain}".endswith(new):
            value = f"{local}@{domain}"  # "dot com, not dot org" of what ends so already
        return Amended(value, span) if value else None
    texts = [word.text for word in words]
    for at, word in enumerate(texts[:-1]):
        negated = word == "without" or (word == "no" and at + 2 == len(texts))
        after = at + 1 + (texts[at + 1] in _ARTICLES and at + 2 < len(texts))
        sign = _SIGN_WORDS.get(texts[after])
        if negated and sign and local.count(sign) == 1:
            span = span_of(words, at, after + 1)
            return Amended(f"{local.replace(sign, '')}@{domain}", span)
    return None


_INSERTED = re.compile(
    r"\b(?:(?:there(?:'s|s| is| should be)|you (?:missed|forgot)|it (?:has|needs|should have)"
    r"|with|add|put)\s+)(?:an?|the)\s+(?:number\s+)?(?P<what>\w+)\s+(?P<where>after|before"
    r"|at the end of|at the end|behind)(?:\s+(?:the\s+)?(?P<piece>\w+))?"
)


def _inserted(text: str, words: Sequence[Word], local: str, domain: str) -> Amended | None:
    """Read "there's a dot after maria", "there's a 2 at the end of maria"."""
    match = _INSERTED.search(text.lower().replace("\u2019", "'")[:LONGEST_TEXT])
    if match is None:
        return None
    at = next((at for at, w in enumerate(words) if w.start == match.start("what")), None)
    numeral = numeral_at(words, at) if at is not None else None
    what = numeral.forms[0] if numeral else _SIGN_WORDS.get(match["what"], "")
    piece = match["piece"] or (local if match["where"] == "at the end" else "")
    if not what or not piece or local.count(piece) != 1:
        return None
    begin = local.index(piece)
    place = begin if match["where"] == "before" else begin + len(piece)
    return Amended(f"{local[:place]}{what}{local[place:]}@{domain}", match.span())


_SIGN_WORDS = {"dot": ".", "underscore": "_", "dash": "-", "hyphen": "-", "plus": "+"}


def _meant(atoms: Sequence[Atom]) -> str:
    said = [atom for atom in atoms if atom.kind != "aside" and atom.text not in _ARTICLES]
    return joined(said)


def _replaced(local: str, domain: str, old: str, new: str) -> str | None:
    """Put one piece of an address for another, wherever it stands."""
    name = domain.split(".", 1)[0]
    if old in (name, domain) and (new in PROVIDERS or "." in new or old in PROVIDERS):
        if "." in new:
            return f"{local}@{new}"
        rest = domain.split(".", 1)[1]
        known = PROVIDERS.get(new)
        return f"{local}@{known if known and rest == 'com' else f'{new}.{rest}'}"
    if old.startswith(".") and domain.endswith(old):
        return f"{local}@{domain[: -len(old)]}{new if new.startswith('.') else '.' + new}"
    if local.count(old) == 1:
        return f"{local.replace(old, new)}@{domain}"
    if domain.count(old) == 1:
        return f"{local}@{domain.replace(old, new)}"
    return None


def by_letters(words: Sequence[Word], local: str, domain: str) -> Amended | None:
    """Read "with a Z", "S not F" and spelled pieces of the local part."""
    pieces = re.split(r"([^\W\d_]+)", local)
    mends = mends_in(words)
    if mends:
        return _mended(words, mends, pieces, domain)
    runs = [run for run in letter_runs(words) if run.plain >= 2 or len(run.letters) > 2]
    name, dot, rest = domain.partition(".")
    for run in runs:
        alike = [(similar(pieces[at], run.letters), at) for at in range(1, len(pieces), 2)]
        best, at = max(alike, default=(0.0, 0))
        of_domain = similar(name, run.letters)
        if of_domain >= _ALIKE and of_domain > best:
            name = run.letters
        elif best >= _ALIKE:
            pieces[at] = run.letters
        else:
            return None
    if not runs:
        return None
    domain = name + dot + rest
    span = span_of(words, runs[0].start, runs[-1].end)
    return Amended(f"{''.join(pieces)}@{domain}", span, spelled=True)


def _mended(
    words: Sequence[Word], mends: Sequence[Mend], pieces: list[str], domain: str
) -> Amended | None:
    """Apply what is said of letters to the piece that is named with them, or to the likeliest."""
    mend = mends[0]
    before = mend.start - (mend.start > 1 and words[mend.start - 1].is_mark)
    said = words[before - 1].text if before else ""
    places = range(1, len(pieces), 2)
    alike, at = max(((similar(pieces[at], said), at) for at in places), default=(0.0, 0))
    if len(said) > _SHORTEST_SAID and alike >= _ALIKE:
        # A recogniser may have written the very word: "anne with an E" against "enn" is Anne.
        pieces[at] = mended(mends, said, "given", "US")
        span = span_of(words, before - 1, mends[-1].end)
        return Amended(f"{''.join(pieces)}@{domain}", span, spelled=True)
    if _is_name(said) and not is_everyday(said):
        return None  # of another word than any of the address
    for at in reversed(places):
        for option in mend.apply(pieces[at]):
            grown = len(option) > len(pieces[at]) and not (mend.place or mend.count)
            if option == pieces[at] or grown:
                continue
            pieces[at] = option
            span = span_of(words, mend.start, mend.end)
            return Amended(f"{''.join(pieces)}@{domain}", span, spelled=True)
    return None


_SHORTEST_SAID = 2


def _by_piece(text: str, atoms: Sequence[Atom], local: str, domain: str) -> Amended | None:
    """Read a domain, an ending, digits or a word said anew: "dot org", "no, 43", "no, lopes"."""
    half = domain_alone(text, atoms)
    if half:
        return Amended(f"{local}@{half.text}", half.span)
    answer = [atom for atom in _answer(text, atoms) if atom.kind != "aside"]
    if not answer or any(atom.text == "not" for atom in answer):
        return None
    span = (answer[0].start, answer[-1].end)
    said = joined(answer)
    if (
        answer[0].kind == "sign"
        and answer[0].text == "."
        and re.fullmatch(r"(?:\.[a-z]{2,})+", said)
    ):
        return Amended(f"{local}@{domain.split('.', 1)[0]}{said}", span)
    digits = re.search(r"\d+$", local)
    if digits and said.isdigit():
        return Amended(f"{local[: digits.start()]}{said}@{domain}", span)
    if len(answer) == 1 and answer[0].kind == "text":
        pieces = re.split(r"([^\W\d_]+)", local)
        alike = [(similar(pieces[at], said), at) for at in range(1, len(pieces), 2)]
        best, at = max(alike, default=(0.0, 0))
        if best >= 0.7:
            pieces[at] = said
            return Amended(f"{''.join(pieces)}@{domain}", span)
    return None
