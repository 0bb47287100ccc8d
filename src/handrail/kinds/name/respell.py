"""Names said and spelled: "maria lopez, L O P E Z", "lopes with an S", "M for mother A R I A".

Letters outrank the word they spell, for a recogniser writes the commonest spelling of what it
hears.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..base import Span
from ..letter_mends import mends_in
from ..letters import LetterRun, letter_runs, similar
from ..spoken import HESITATIONS, Word
from . import lists
from .mending import is_known
from .parts import name_at
from .spelling import decode, exact, spelled_in
from .written import Respelled, parting, plain

__all__ = ["ALIKE", "BESIDE", "said_and_spelled", "spelling_runs"]

ALIKE = 0.55
"""How alike a word and the letters that spell it are at least, from 0 to 1."""
_SAME = 0.8
"""For letters that may be those of one name, or of two run together."""
BESIDE = frozenset(
    "that's thats that is it's its spelled spelt spelling as in with and then space the my name "
    "first last given family second sur surname name's so yes yeah no sorry actually i said mean "
    "please ok okay well but name's capital letter letters for like double triple a an".split()
)
_SURE_COST = 0.25


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    start: int
    end: int
    letters: bool = False


def _told(words: Sequence[Word]) -> list[Span]:
    """Return what is told of letters: "steven spelled with a V" is no part of a spelling."""
    return [(m.start, m.end) for m in mends_in(words) if words[m.start].text == "with"]


def spelling_runs(words: Sequence[Word]) -> list[LetterRun]:
    """Return the runs that are spelling beyond doubt, not "I see" or "Mike Victor"."""
    runs = _with_hyphens(words, letter_runs(words, _told(words)))
    return [
        run
        for run in runs
        if (run.plain >= 2 and 2 * run.plain >= len(run.letters))
        or (run.plain == 0 and len(run.letters) >= 3)
    ]


def _with_hyphens(words: Sequence[Word], runs: Sequence[LetterRun]) -> list[LetterRun]:
    """Join the runs between which a hyphen was said: "S M I T H hyphen J O N E S"."""
    done: list[LetterRun] = []
    for run in runs:
        last = done[-1] if done else None
        if last and run.start == last.end + 1 and words[last.end].text in {"hyphen", "dash"}:
            letters = f"{last.letters}-{run.letters}"
            done[-1] = LetterRun(letters, last.start, run.end, last.plain + run.plain)
        else:
            done.append(run)
    return done


def _pieces(
    words: Sequence[Word], runs: Sequence[LetterRun], told: Sequence[Span]
) -> list[_Piece] | None:
    """Return the name words and spelled words of an utterance; None when there is more to it."""
    pieces: list[_Piece] = []
    at = 0
    starts = {run.start: run for run in runs}
    ends = dict(told)
    while at < len(words):
        if at in ends:
            at = ends[at]
            continue
        run = starts.get(at)
        if run:
            pieces.append(_Piece(run.letters, run.start, run.end, letters=True))
            at = run.end
            continue
        text = words[at].text
        if words[at].is_mark or text in HESITATIONS or text in BESIDE:
            at += 1
            continue
        stop = min((start for start in {*starts, *ends} if start > at), default=len(words))
        found = name_at(words[:stop], at)
        if found is None or not all(
            is_known(part) or any(similar(part, run.letters) >= ALIKE for run in runs)
            for part in found.parts
        ):
            return None
        pieces += [_Piece(part, found.start, found.end) for part in found.parts]
        at = found.end
    return pieces


def said_and_spelled(words: Sequence[Word], region: str) -> Respelled | None:
    """Read an utterance of name words and cleanly spelled letters, and nothing else.

    Args:
        words: The utterance, or what of it follows a cue.
        region: Where the call is, for how frequent names are.
    """
    told = _told(words)
    runs = [run for run in spelling_runs(words) if len(run.letters) > 1]
    pieces = _pieces(words, runs, told) if runs else None
    if not pieces or not any(piece.letters for piece in pieces):
        return None
    parts: list[str] = []
    spoken: list[bool] = []
    sure = True
    for piece, following in zip(pieces, [*pieces[1:], None], strict=True):
        if not piece.letters:
            if following and following.letters and piece.text in parts:
                continue  # "kathryn mcdonald, kathryn is K A T H R Y N"
            if parts and not spoken[-1] and plain(parts[-1]) == plain(piece.text):
                del parts[-1], spoken[-1]  # "K A T H R Y N, kathryn mcdonald"
            parts.append(piece.text)
            spoken.append(True)
            continue
        several = piece.text.split("-")
        if len(several) > 1 and all(spoken[-len(several) :]) and parts[-len(several) :] == several:
            del parts[-len(several) :], spoken[-len(several) :]  # "smith jones", then its letters
        twin = _twin(piece.text, parts, spoken)
        both = _run_together(piece.text, parts, spoken)
        if both:
            sure = sure and both == parts[-2:]
            parts[-2:], spoken[-2:] = both, [False, False]
        elif twin is None:
            parts.append(piece.text)
            spoken.append(False)
        else:
            parts[twin], same = _outranked(parts[twin], piece.text)
            spoken[twin] = False
            sure = sure and same
    start, end = pieces[0].start, pieces[-1].end
    if len(parts) == 1:
        return _alone(words, parts[0], start, end, region)
    if len(parts) > 5:
        return None
    # A name is spelled back by its family name, which says nothing of the given one's letters.
    if len(parts) == _FULL and _GIVEN_LAST.search(_between(words, pieces)):
        parts, spoken = parts[::-1], spoken[::-1]  # "mcallister, M C A ..., first name ian"
    return Respelled(tuple(parts), start, end, spelled=not spoken[-1], sure=sure)


def _between(words: Sequence[Word], pieces: Sequence[_Piece]) -> str:
    """Return the words that lead up to the last piece of a name."""
    return " ".join(word.text for word in words[pieces[-2].end : pieces[-1].start])


_FULL = 2  # parts of a full name
_GIVEN_LAST = re.compile(r"\b(?:first|given) name\b")


def _twin(letters: str, parts: Sequence[str], spoken: Sequence[bool]) -> int | None:
    """Return which spoken part the letters spell, the last one first."""
    for at in reversed(range(len(parts))):
        word = parts[at].split()[-1]
        alike = similar(word, letters)
        # "Anna B A double N E R" gives a family name: only letters that sound alike begin a word
        # that was misheard ("cathy K A T H Y").
        begins = word[0] == letters[0] or frozenset(word[0] + letters[0]) in _BEGIN_ALIKE
        alone = begins and not _are_given_and_family(word, letters)
        if spoken[at] and alike >= (ALIKE if alone else _SAME):
            return at
    return None


def _are_given_and_family(word: str, letters: str) -> bool:
    """Whether letters rather give a family name than spell the given one: "james J O N E S"."""
    given = lists.is_given(word) and not lists.is_rather_family(word)
    return given and lists.is_rather_family(letters)


_BEGIN_ALIKE = frozenset(
    frozenset(pair)
    for pair in (
        "ck cs sz ij gj jy fp fv bv bp vw dt mn kq gk hw rw kn xz sx ct ex "
        "ae ai ao eo ei io ou au ey iy"
    ).split()
)


def _run_together(letters: str, parts: Sequence[str], spoken: Sequence[bool]) -> list[str] | None:
    """Return the two names that letters spell in one go: "priya patel, P R I Y A P A T E L"."""
    if len(parts) < _FULL or not all(spoken[-_FULL:]) or "-" in letters:
        return None
    first, last = map(plain, parts[-_FULL:])
    if letters == first + last:
        return list(parts[-_FULL:])
    alike = similar(first + last, letters)
    if alike < _SAME or alike <= max(similar(first, letters), similar(last, letters)):
        return None
    at = parting(first, last, letters)
    return [letters[:at], letters[at:]]


def _outranked(word: str, letters: str) -> tuple[str, bool]:
    """Return what a word and its letters stand for together, and whether they agree well."""
    *particles, last = word.split()
    known, said = plain(last), plain(letters)
    if known == said and (known == last or said == letters):
        return word, True
    if not is_known(letters) and similar(known, said) >= 0.8 and len(known) == len(said):
        return word, False  # one letter off a known name: as likely misheard as meant
    return " ".join([*particles, letters]), is_known(letters)


def _alone(
    words: Sequence[Word], letters: str, start: int, end: int, region: str
) -> Respelled | None:
    """Read letters that nothing stands beside: one name, or two run together."""
    if len(letters) < 3:
        return None
    if lists.is_given(letters) or lists.is_family(letters):
        return Respelled((letters,), start, end)
    if "-" in letters:
        return Respelled((letters,), start, end, sure=False)
    heard = spelled_in(" ".join(word.text for word in words[start:end]))
    found = exact(letters, heard.breaks if heard else (), region)
    if found is None and heard and len(letters) >= 6:
        near = decode([heard], region)
        found = (
            near if near and near.family and near.misheard <= _SURE_COST * len(letters) else None
        )
    if found:
        sure = found.misheard == 0
        return Respelled((found.given, found.family), start, end, sure=sure)
    return Respelled((letters,), start, end, sure=False)
