"""Whether what stands where a name would stand is one.

Precision first: "this is great", "mark the date" and "gift vouchers" give no name. The lists and
the words around decide; what nobody can decide is read back (see `certain`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..spoken import HESITATIONS, Word
from . import lists
from .cues import Cue
from .parts import TITLES, NameFound

__all__ = ["certain", "follows", "listed", "stands_alone"]

_GOES_ON = frozenset(
    ", . ; ! and but oh i i'd i'm i'll i've can could my speaking here please thanks thank "
    "from with at again on about calling ? - so we we'd we're what how will not".split()
)
"""What may follow a given name alone: "Jim can't come" and "mark the date" give no name."""
_OF_MINE = frozenset("name number phone cell mobile email e address last surname family".split())
"""What the caller goes on to give after a name; "mark my words" gives nothing."""
_AFTER_NAME = frozenset({"please", "thanks", "thank", "you", "speaking", "here", "calling"})


def certain(found: NameFound) -> bool:
    """Whether the lists know the name, so that it need not be read back."""
    if len(found.parts) == 1:
        return lists.is_given(found.given) and not lists.is_everyday(found.given)
    known = lists.is_given(found.given) and lists.is_family(found.family)
    return known and not (lists.is_everyday(found.given) and lists.is_everyday(found.family))


def follows(found: NameFound, cue: Cue, words: Sequence[Word], *, asked: bool) -> bool:
    """Whether what follows a cue is a name."""
    first, last = found.given.split()[-1], found.parts[-1].split()[-1]
    known = lists.is_given(first)
    everyday = lists.is_everyday(first)
    if cue.strength == "strong":
        return known or not everyday or _is_titled(found, words)
    if len(found.parts) == 1:
        after = words[found.end].text if found.end < len(words) else "."
        sure = (known and not everyday) or _is_titled(found, words)
        return sure and after in _GOES_ON | _AFTER_NAME
    family = lists.is_family(last) and not lists.is_everyday(last)
    if everyday:
        by_name = words[found.start - 1].text in {"i'm", "am"} or (
            [w.text for w in words[found.start - 2 : found.start]] == ["this", "is"]
        )
        return known and family and (asked or by_name)
    return known or (asked and family and len(found.parts) == 2)


def stands_alone(found: NameFound, words: Sequence[Word], fillers: int) -> bool:
    """Whether a bare answer is a name, with `fillers` words before it ("um", "yes")."""
    first, last = found.parts[0].split()[-1], found.parts[-1].split()[-1]
    everyday = lists.is_everyday(first), lists.is_everyday(last)
    after = words[found.end].text if found.end < len(words) else ""
    rest = [w.text for w in words[found.end :] if not w.is_mark and w.text not in _AFTER_NAME]
    if rest[:1] == ["not"] and len(rest) <= _TAKEN_BACK:
        rest = []  # "brooks, not brookes"
    # "No thankyou", "that's accurate": words on no list are a name only by themselves.
    alone = all(w.is_mark or w.text in HESITATIONS | {"it's"} for w in words[:fillers])
    if len(found.parts) == 1:
        following = words[found.end + 1].text if found.end + 1 < len(words) else ""
        if rest and (after not in _GOES_ON or (after == "my" and following not in _OF_MINE)):
            return False
        if lists.is_given(first) or _is_titled(found, words):
            return not everyday[0] or not rest
        if rest or everyday[0]:
            return False
        return lists.is_family(first) or (alone and _could_be_name(first))
    unknown = sum(not listed(part.split()[-1]) for part in found.parts if len(part) > 1)
    particle = any(" " in part for part in found.parts) and not rest and not any(everyday)
    if all(everyday) or (unknown > 1 and not particle):
        # "Oluwaseun Adeyemi" is on no list, and nothing else said so can be asked for again.
        whole = alone and not rest and not any(everyday) and len(found.parts) == unknown == _BOTH
        return whole and _could_be_name(first) and _could_be_name(last) and first != last
    if particle and _could_be_name(first) and _could_be_name(last):
        return True  # "ludwig van beethoven"
    if lists.is_given(first) and not (everyday[0] and unknown):
        return True
    return not everyday[0] and not everyday[1] and lists.is_family(last)


def _is_titled(found: NameFound, words: Sequence[Word]) -> bool:
    """Whether a title makes a name of an everyday word: "mrs green"."""
    return words[found.start].text in TITLES - _AMBIGUOUS and lists.is_family(found.parts[-1])


_AMBIGUOUS = frozenset({"miss", "sir", "madam"})
_BOTH = 2
_TAKEN_BACK = 3
"""Words of "not anna", "not anna smith" behind a name."""


def listed(word: str) -> bool:
    """Whether a word in lower case is a known name of either sort."""
    return lists.is_given(word) or lists.is_family(word)


_FORMED = re.compile(
    r"(?:ing|tion|sion|ment|age|ly|ness|able|ible|ful|less|ology|ists?|ive|ity|ous|ship|ed|ions)$"
)


def _could_be_name(word: str) -> bool:
    """Whether a word on no list may be a name: not one that English forms from another."""
    letters = word.replace("'", "").replace("-", "")
    vowels = re.search(r"[aeiouy\u00e0-\u017f]", letters)
    return len(letters) > 2 and vowels is not None and _FORMED.search(letters) is None
