"""Names said and spelled: "maria lopez, L O P E Z", "lopes with an S", "M for mother A R I A".

Letters outrank the word they spell, for a recogniser writes the commonest spelling of what it
hears. Against a name in hand, letters and single words mend the part that they resemble.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..email_domain import PROVIDERS
from ..letters import LetterRun, Mend, letter_runs, mends_in, similar
from ..spoken import HESITATIONS, Word
from . import lists
from .mending import is_known, likeliest, mended
from .parts import NameFound, name_at
from .spelling import decode, exact, spelled_in
from .written import Respelled, likeness_to, plain, set_into

__all__ = ["amended", "mended_name", "said_and_spelled"]

_ALIKE = 0.55
_SAME = 0.8
"""For letters that may be one part of the name in hand, or two names run together."""
_BESIDE = frozenset(
    "that's thats that is it's its spelled spelt spelling as in with and then space the my name "
    "first last given family second sur surname name's so yes yeah no sorry actually i said mean "
    "please ok okay well but name's capital letter letters for like double triple a an".split()
)
_FAMILY_CUES = ("last", "surname", "family", "second")
_SURE_COST = 0.25
_SAME_LETTER_COST = 0.5


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    start: int
    end: int
    letters: bool = False


def _spelling_runs(words: Sequence[Word]) -> list[LetterRun]:
    """Return the runs that are spelling beyond doubt, not "I see" or "Mike Victor"."""
    runs = _with_hyphens(words, letter_runs(words))
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


def _pieces(words: Sequence[Word], runs: Sequence[LetterRun]) -> list[_Piece] | None:
    """Return the name words and spelled words of an utterance; None when there is more to it."""
    pieces: list[_Piece] = []
    at = 0
    starts = {run.start: run for run in runs}
    while at < len(words):
        run = starts.get(at)
        if run:
            pieces.append(_Piece(run.letters, run.start, run.end, letters=True))
            at = run.end
            continue
        text = words[at].text
        if words[at].is_mark or text in HESITATIONS or text in _BESIDE:
            at += 1
            continue
        stop = min((start for start in starts if start > at), default=len(words))
        found = name_at(words[:stop], at)
        if found is None or not all(
            is_known(part) or any(similar(part, run.letters) >= _ALIKE for run in runs)
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
    runs = [run for run in _spelling_runs(words) if len(run.letters) > 1]
    pieces = _pieces(words, runs) if runs else None
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
        if twin is None:
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
        if spoken[at] and similar(parts[at].split()[-1], letters) >= _ALIKE:
            return at
    return None


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


def amended(words: Sequence[Word], current: str, region: str, *, asked: bool) -> Respelled | None:
    """Read a correction of the name in hand: by letters, or by one of its parts said anew.

    Args:
        words: The utterance.
        current: The name in hand, as it is written.
        region: Where the call is.
        asked: Whether a name was asked for. Otherwise only letters that go with a word or a part
            of that name are read, and nothing where an address is being spelled.
    """
    fixed = _amended(words, current, region, asked=asked) if current.split() else None
    if fixed is None or (not asked and fixed.value.lower() == current.lower()):
        return None
    return replace(fixed, in_hand=current)


def _amended(words: Sequence[Word], current: str, region: str, *, asked: bool) -> Respelled | None:
    parts = current.lower().split()
    exchanged = _exchanged(words, parts)
    if exchanged:
        return exchanged
    mends = mends_in(words)
    runs = [run for run in _spelling_runs(words) if len(run.letters) > 2]
    if not asked:
        if any(word.text in _OF_ADDRESSES for word in words):
            return None
        fixed = _mended(words, mends, parts, region) if mends else None
        if mends and _word_before(words, mends[0].start) is None:
            return None
        if runs and not mends and all(_closest(run.letters, parts) is not None for run in runs):
            fixed = _letters_against(words, runs, parts, region)
        if not mends and not runs and _PART_CUE.search(" ".join(word.text for word in words)):
            fixed = _word_against(words, parts)
        return fixed
    if mends:
        return _mended(words, mends, parts, region)
    if runs:
        return _letters_against(words, runs, parts, region)
    return _word_against(words, parts)


_BETWEEN_NAMES = frozenset("it's its it is but the my name that's , . should be".split())


def _exchanged(words: Sequence[Word], parts: Sequence[str]) -> Respelled | None:
    """Read "not maria, it's marie" and "marie not maria", where Maria is in the name in hand."""
    at = next((at for at, word in enumerate(words) if word.text == "not"), None)
    if at is None or any(word.text in _OF_ADDRESSES for word in words):
        return None
    wrong = next((n for n in range(at + 1, len(words)) if not words[n].is_mark), len(words))
    if wrong == len(words) or words[wrong].text not in parts:
        return None
    after = wrong + 1
    while after < len(words) and words[after].text in _BETWEEN_NAMES:
        after += 1
    found = name_at(words, after) if after < len(words) else None
    start = at
    if found is None and after == len(words):
        start = at - 1 - (at > 1 and words[at - 1].is_mark)
        found = name_at(words[:at], start) if start >= 0 else None
    if found is None or len(found.parts) != 1 or found.parts[0] == words[wrong].text:
        return None
    result = list(parts)
    result[parts.index(words[wrong].text)] = found.parts[0]
    return Respelled(
        tuple(result),
        start,
        max(found.end, wrong + 1),
        spelled=False,
        sure=is_known(found.parts[0]),
        merged=len(parts) > 1,
    )


def _completes(given: str, family: str) -> bool:
    """Whether a given name goes before a family name that was said alone ("lopez", "maria")."""
    known = lists.is_given(given) and lists.is_family(family)
    if not known or lists.is_everyday(given):
        return False
    given_rank, family_rank = lists.rank(family, "given"), lists.rank(family, "family")
    return given_rank is None or (family_rank is not None and given_rank > 10 * family_rank + 100)


_PART_CUE = re.compile(
    r"\b(?:my |the )(?:(?:first|last|given|family|second) name|surname)(?:'s| is)\b"
    r"|^(?:(?:and|oh) )?(?:(?:first|last|given|family|second) name|surname)\b"
)
_OF_ADDRESSES = frozenset({"at", "@", "dot", "email", "underscore", "dash", "hyphen"})


def mended_name(words: Sequence[Word], region: str) -> Respelled | None:
    """Read a name said with a word on its letters: "maria lopes with an S"."""
    mends = mends_in(words)
    said = _word_before(words, mends[0].start) if mends else None
    if said is None:
        return None
    fixed = _mended(words, mends, tuple(" ".join(said.parts).split()), region)
    if fixed is None:
        return None
    at = fixed.end
    while at < len(words) and (words[at].is_mark or words[at].text in _BESIDE):
        at += 1
    again = name_at(words, at) if at < len(words) else None
    if again and len(again.parts) > len(fixed.parts) and again.parts[0] == fixed.parts[0]:
        return replace(fixed, parts=again.parts, end=again.end)  # "anna with two Ns, anna berg"
    return fixed


def _word_before(words: Sequence[Word], at: int) -> NameFound | None:
    """Return the name that ends right before word `at` ("it's lopes | with an s")."""
    for start in range(max(0, at - 3), at):
        found = name_at(words[:at], start)
        if found and found.end == at and not lists.is_everyday(found.given):
            return found
    return None


def _mended(
    words: Sequence[Word], mends: Sequence[Mend], parts: Sequence[str], region: str
) -> Respelled | None:
    """Apply "with a Z", "S not F" to the part that was said with it, or to the likeliest."""
    mend = mends[0]
    said = _word_before(words, mend.start)
    result = list(parts)
    if said:
        *_, last = said.parts[-1].split()
        which: lists.Which = "family" if len(said.parts) > 1 else "given"
        fixed = mended(mends, last, which, region)
        at = _closest(fixed, parts)
        if len(said.parts) > 1:
            result = [*" ".join(said.parts).split()[:-1], fixed]
        elif at is not None:
            result[at] = set_into(parts[at], fixed)
        else:
            return None
        kept = len(said.parts) < len(parts)
        end = mends[-1].end
        return Respelled(tuple(result), said.start, end, sure=is_known(fixed), merged=kept)
    if any(option == part for part in parts for option in mend.apply(part)):
        return Respelled(tuple(parts), mend.start, mend.end, merged=True)
    fixes: list[tuple[float, int, str]] = []
    for at, part in enumerate(parts):
        which = "family" if at else "given"
        option = likeliest(mend, part, which, region)
        if option and option != part:
            # A family name is misheard more often than a given one, so it wins a draw.
            fixes.append((lists.likeness(option, which, region) + at, at, option))
    if not fixes:
        return None
    _, at, option = max(fixes)
    result[at] = option
    sure = is_known(option) and sum(is_known(fix[2]) for fix in fixes) == 1
    return Respelled(tuple(result), mend.start, mend.end, sure=sure, merged=True)


def _closest(word: str, parts: Sequence[str]) -> int | None:
    """Return which part of the name in hand a word resembles."""
    best, at = max((likeness_to(part, word), at) for at, part in enumerate(parts))
    return at if best >= _ALIKE else None


def _letters_against(
    words: Sequence[Word], runs: Sequence[LetterRun], parts: Sequence[str], region: str
) -> Respelled | None:
    """Put spelled words in the place of the parts they resemble."""
    whole = said_and_spelled(words, region)
    one = len(runs) == 1 and any(similar(plain(p), plain(runs[0].letters)) >= _SAME for p in parts)
    if whole and len(whole.parts) > 1 and not one:
        return whole
    result = list(parts)
    for run in runs:
        at = _closest(run.letters, parts)
        if at is None:
            at = len(parts) - 1 if _names_family(words, run.start) else None
        if at is None:
            return whole
        result[at] = set_into(parts[at], run.letters)
    return Respelled(tuple(result), runs[0].start, runs[-1].end, merged=True)


def _names_family(words: Sequence[Word], at: int) -> bool:
    before = " ".join(word.text for word in words[max(0, at - 6) : at])
    return any(cue in before for cue in _FAMILY_CUES)


def _word_against(words: Sequence[Word], parts: Sequence[str]) -> Respelled | None:
    """Put one name word in the place of the part it resembles ("no, lopes")."""
    start = next(
        (at for at, w in enumerate(words) if not w.is_mark and w.text not in _BESIDE | HESITATIONS),
        None,
    )
    found = name_at(words, start) if start is not None else None
    if found is None or len(found.parts) != 1 or lists.is_everyday(found.given):
        return None
    if found.given in PROVIDERS:
        return None  # "gmail" begins an address, and sounds like no Maria
    rest = [w.text for w in words[found.end :] if not w.is_mark]
    word = found.parts[0]
    last = word.split()[-1]
    if rest[:1] == ["not"]:
        wrong = name_at(words, found.end + 1 + words[found.end].is_mark)
        at = _closest(wrong.parts[0], parts) if wrong else None
    elif _names_family(words, found.start):
        if len(parts) == 1 and lists.is_given(parts[0]) and _closest(last, parts) is None:
            full = (parts[0], word)  # "first name sam", and then "last name hill"
            return Respelled(full, found.start, found.end, spelled=False, merged=True)
        at = len(parts) - 1
    elif any(w.text in {"first", "given"} for w in words[: found.start]):
        at = 0
    else:
        at = _closest(last, parts)
        if at is None and len(parts) > 1 and lists.is_family(last) and not lists.is_given(last):
            at = len(parts) - 1
    if at is None and len(parts) == 1 and not rest and _completes(last, parts[0]):
        whole = (last, parts[0])
        return Respelled(whole, found.start, found.end, spelled=False, sure=False, merged=True)
    if at is None and len(parts) == 1 and lists.is_family(last) and not lists.is_given(last):
        if rest and rest[0] not in {"please", "thanks"}:
            return None
        joined = (parts[0], *word.split())
        return Respelled(joined, found.start, found.end, spelled=False, merged=True)
    if at is None or (rest and rest[0] not in {"not", "please", "thanks"}):
        return None
    result = list(parts)
    result[at : at + 1] = [*word.split()[:-1], set_into(parts[at], last)]
    return Respelled(
        tuple(result),
        found.start,
        found.end,
        spelled=False,
        sure=is_known(last),
        merged=len(parts) > 1,
    )
