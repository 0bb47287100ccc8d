"""Corrections of a name in hand: by letters, by what is said of them, or by one part said anew.

"Lopes with an S", "not Maria, Marie", "the last name is L O P E Z": each mends the part that it
resembles, and leaves the others as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..email_domain import PROVIDERS
from ..letter_mends import Mend, mends_in
from ..letters import LetterRun, similar
from ..spoken import HESITATIONS, Word
from . import lists
from .mending import is_known, likeliest, mended
from .parts import NameFound, name_at
from .respell import ALIKE, BESIDE, said_and_spelled, spelling_runs
from .written import Respelled, likeness_to, plain, set_into

__all__ = ["amended", "mended_name"]

_SAME = 0.8
"""For letters that may be one part of the name in hand, or two names run together."""
_FAMILY_CUES = ("last", "surname", "family", "second")


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
    runs = [run for run in spelling_runs(words) if len(run.letters) > 2]
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
    return lists.is_given(given) and not lists.is_everyday(given) and lists.is_rather_family(family)


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
    while at < len(words) and (words[at].is_mark or words[at].text in BESIDE):
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
    return at if best >= ALIKE else None


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


def _place_of(word: str, parts: Sequence[str], *, alone: bool) -> int | None:
    """Return which part a word takes the place of, with `alone` where nothing else is said."""
    at = _closest(word, parts)
    if at is None and len(parts) > 1 and lists.is_family(word) and not lists.is_given(word):
        return len(parts) - 1
    families = len(parts) == 1 and all(map(lists.is_rather_family, (word, *parts)))
    # "Smith, no, sorry, jones": nobody is called Smith Jones.
    return 0 if at is None and alone and families else at


def _word_against(words: Sequence[Word], parts: Sequence[str]) -> Respelled | None:
    """Put one name word in the place of the part it resembles ("no, lopes")."""
    start = next(
        (at for at, w in enumerate(words) if not w.is_mark and w.text not in BESIDE | HESITATIONS),
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
        at = _place_of(last, parts, alone=not rest)
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
