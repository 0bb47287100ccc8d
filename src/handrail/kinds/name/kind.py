"""The kind of a person's name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from ..base import NOTHING, Context, InvalidValue, Kind, Reading, Span
from ..spoken import HESITATIONS, LONGEST_TEXT, Word, span_of, words_of
from . import lists
from .cues import Cue, cue_after, cues_in, is_reply, leading_end, part_cues
from .hypotheses import Heard, choose
from .parts import NameFound, cased, name_at
from .respell import Respelled, amended, mended_name, said_and_spelled
from .spelling import Spelled, decode, exact, spelled_in

__all__ = ["PersonName", "given"]

_LONGEST_NAME = 120
_MOST_CUES = 40
_MOST_HYPOTHESES = 16
_LONGEST_REPEATED = 400
"""Characters up to which a recogniser's other hypotheses are read too."""
_NEAR_ENOUGH = 0.3
_GOES_ON = frozenset(
    ", . ; ! and but oh i i'd i'm i'll i've can could my speaking here please thanks thank "
    "from with at again on about calling ? - so we we'd we're what how".split()
)
"""What may follow a given name alone: "Jim can't come" and "mark the date" give no name."""
_LEADS_IN = frozenset("it's it is that's my the name name's , no first last family".split())
"""Cue words that belong to the span of a correction."""
_AFTER_NAME = frozenset({"please", "thanks", "thank", "you", "speaking", "here", "calling"})


@dataclass(frozen=True)
class PersonName(Kind[str]):
    """A person's name as it is written ("Maria Lopez", "Ana van der Berg", "Siobhan O'Neill").

    A recogniser's hypotheses (`Context.nbest`) are weighed by how likely they are as names. A name
    that another came close to, or that no list knows, is `doubtful`, so it is read back.
    """

    name: ClassVar[str] = "name"
    label: ClassVar[str] = "name"
    words: ClassVar[tuple[str, ...]] = ("name", "full name", "surname", "last name", "first name")

    def schema(self, ctx: Context) -> dict[str, Any]:  # noqa: ARG002 - part of the contract
        """Return the JSON schema of the name as a model must give it."""
        return {
            "type": "string",
            "description": "The caller's name as they gave it, given name first, without title.",
        }

    def parse(self, raw: object, ctx: Context) -> str:  # noqa: ARG002 - part of the contract
        """Turn a model's or a host's argument into a name.

        Raises:
            InvalidValue: if it has no letters, has digits, or is too long to be a name.
        """
        text = " ".join(raw.split()) if isinstance(raw, str) else ""
        name_like = re.fullmatch(r"[^\W\d_](?:[^\W\d_]|[ .,'\u2019-])*", text)
        if not name_like or len(text) > _LONGEST_NAME:
            raise InvalidValue("That is not a person's name: give the name alone, in letters.")
        if text not in {text.lower(), text.upper()}:
            return text
        return " ".join(cased(part) for part in text.lower().split())

    def read(self, text: str, ctx: Context) -> Reading[str]:
        """Read a name. Unasked, only one after a cue ("my name is", "this is") is read.

        With `ctx.current`, letters and single parts mend that name ("lopes with an S").
        """
        words = words_of(text)
        if not words:
            return NOTHING
        if ctx.current:
            fixed = amended(words, str(ctx.current), ctx.region, asked=ctx.asked)
            if fixed:
                return _respelled(words, fixed)
        names: list[Heard] = []
        spellings: list[Spelled] = []
        hypotheses = _hypotheses(text, ctx)
        span: Span | None = None
        for place, hypothesis in enumerate(hypotheses):
            said = words if place == 0 else words_of(hypothesis)
            found = _find(hypothesis, said, ctx)
            if isinstance(found, Respelled):
                if place == 0:
                    return _respelled(said, found)
                continue
            if found and place == 0:
                span = found[1]
            if found:
                names.append(Heard(found[0], place))
            letters = spelled_in(hypothesis) if ctx.asked else None
            if letters:
                spellings.append(letters)
        if spellings and not (names and names[0].place == 0 and len(names[0].found.parts) > 1):
            read = _decoded(words, spellings, ctx.region)
            if read:
                return read
        names = _worthy(names, text)
        if not names:
            return NOTHING
        chosen = choose(names, ctx.region)
        found = chosen.heard.found
        first, last = words[0], words[-1]
        where = span or (first.start, last.end)
        doubtful = chosen.close or chosen.heard.place > 0 or not _certain(found)
        return Reading("clear", found.value, (where,), doubtful=doubtful)

    def speak(self, value: str, ctx: Context) -> str:  # noqa: ARG002 - part of the contract
        """Say the name."""
        return value

    def spell(self, value: str, ctx: Context) -> str:  # noqa: ARG002 - part of the contract
        """Say the family name, or the only one, letter by letter: "L O P E Z"."""
        return " ".join(letter.upper() for letter in value.rsplit(maxsplit=1)[-1] if letter.isalpha())

    def supports(self, value: str, said: str, ctx: Context) -> bool:  # noqa: ARG002 - part of the contract
        """Tell whether every part of a name that a model gives was said, in words or in letters."""
        heard = "".join(re.findall(r"[^\W\d_]+", said.lower()))
        parts = re.findall(r"[^\W\d_]+", value.lower())
        return bool(parts) and all(part in heard for part in parts)


def given(value: str) -> str:
    """Return the name by which to thank a caller: "Maria" of "Maria Lopez"."""
    return value.split(maxsplit=1)[0] if value.split() else ""


def _hypotheses(text: str, ctx: Context) -> list[str]:
    """Return the text and the recogniser's other hypotheses for it.

    They are of the whole utterance: when the text is only what was left of it, they do not apply.
    """
    plain = " ".join(text[:_LONGEST_REPEATED].lower().split())
    if len(text) > _LONGEST_REPEATED or not any(
        plain == " ".join(other.lower().split()) for other in ctx.nbest
    ):
        return [text]
    others = [other for other in ctx.nbest if " ".join(other.lower().split()) != plain]
    return [text, *others][:_MOST_HYPOTHESES]


def _find(
    hypothesis: str, words: Sequence[Word], ctx: Context
) -> tuple[NameFound, Span] | Respelled | None:
    """Find a name in one hypothesis: after a cue, or, when asked, by itself."""
    lowered = hypothesis[:LONGEST_TEXT].lower().replace("\u2019", "'")
    starts = {word.start: at for at, word in enumerate(words)}
    halves = _halves(lowered, words, starts)
    if halves:
        return halves
    opening = starts.get(leading_end(lowered))
    if ctx.asked and opening is not None:
        mended = mended_name(words, ctx.region)
        if mended:
            return mended
        spelled = said_and_spelled(words[opening:], ctx.region)
        if spelled:
            return _moved(spelled, opening)
    for cue in list(cues_in(lowered))[:_MOST_CUES]:
        at = starts.get(cue.end)
        if at is None:
            continue
        if cue.strength == "strong":
            spelled = said_and_spelled(words[at:], ctx.region)
            if spelled:
                return _moved(spelled, at)
        found = name_at(words, at)
        if found and _follows(found, cue, words, asked=ctx.asked):
            found = _said_again(words, found)
            return found, (cue.start, words[found.end - 1].end)
    at = opening
    if at is None:
        return None
    closing = cue_after(lowered)
    found = name_at(words, at) if closing else None
    if closing and found and words[found.end - 1].end == closing.start and _listed(found.given):
        return found, (words[found.start].start, closing.end)
    if not ctx.asked:
        return None
    found = name_at(words, at)
    if found and _stands_alone(found, words, fillers=at):
        found = _listed_order(words, found)
        return found, span_of(words, found.start, found.end)
    return None


def _halves(
    lowered: str, words: Sequence[Word], starts: Mapping[int, int]
) -> tuple[NameFound, Span] | None:
    """Read "first name Maria, last name Lopez", in either order."""
    cues = part_cues(lowered)
    if cues is None:
        return None
    found: list[NameFound] = []
    for cue in cues:
        at = starts.get(cue.end)
        name = name_at(words, at) if at is not None else None
        if name is None:
            return None
        found.append(name)
    first, last = found
    value = f"{first.value} {last.value}"
    whole = NameFound(first.parts + last.parts, value, first.start, last.end)
    begin = min(cue.start for cue in cues)
    return whole, (begin, max(words[name.end - 1].end for name in found))


def _said_again(words: Sequence[Word], found: NameFound) -> NameFound:
    """Take the fuller form where a name is said twice: "the name's Bond, James Bond"."""
    if len(found.parts) > 1 or found.end >= len(words) or words[found.end].text != ",":
        return found
    fuller = name_at(words, found.end + 1)
    return fuller if fuller and len(fuller.parts) > 1 and found.parts[0] in fuller.parts else found


def _listed_order(words: Sequence[Word], found: NameFound) -> NameFound:
    """Join a given and a family name that only a recogniser's comma parts: "Maria, Lopez"."""
    if len(found.parts) > 1 or found.end + 1 >= len(words) or words[found.end].text != ",":
        return found
    family = name_at(words, found.end + 1)
    if family is None or len(family.parts) > 1 or any(not w.is_mark for w in words[family.end :]):
        return found
    value = f"{found.value} {family.value}"
    return NameFound(found.parts + family.parts, value, found.start, family.end)


def _moved(spelled: Respelled, by: int) -> Respelled:
    return Respelled(
        spelled.parts, spelled.start + by, spelled.end + by, spelled.spelled, spelled.sure
    )


def _respelled(words: Sequence[Word], fixed: Respelled) -> Reading[str]:
    start = fixed.start
    while start > 0 and words[start - 1].text in _LEADS_IN:
        start -= 1
    return Reading(
        "clear",
        fixed.value,
        (span_of(words, start, fixed.end),),
        doubtful=not fixed.sure,
        spelled=fixed.spelled,
        merged=fixed.merged,
    )


def _decoded(
    words: Sequence[Word], spellings: Sequence[Spelled], region: str
) -> Reading[str] | None:
    """Read a name from letters that the recogniser took for syllables and words."""
    first = spellings[0]
    found = exact(first.letters, first.breaks, region) or decode(spellings, region)
    if found is None or found.misheard > _NEAR_ENOUGH * len(first.letters):
        return None
    value = " ".join(cased(part) for part in (found.given, found.family) if part)
    return Reading("clear", value, ((words[0].start, words[-1].end),), doubtful=True, spelled=True)


def _worthy(names: list[Heard], text: str) -> list[Heard]:
    """Drop names from lower hypotheses where the best one is surely something else.

    "Sure" is no Shaw, but nobody answers "after drinking" when asked for a name: there the name
    is taken that another hypothesis holds, if it is a full and known one.
    """
    if names and names[0].place == 0:
        return names
    if is_reply(text):
        return []
    return [heard for heard in names if len(heard.found.parts) > 1 and _certain(heard.found)]


def _certain(found: NameFound) -> bool:
    """Whether the lists know the name, so that it need not be read back."""
    if len(found.parts) == 1:
        return lists.is_given(found.given) and not lists.is_everyday(found.given)
    known = lists.is_given(found.given) and lists.is_family(found.family)
    return known and not (lists.is_everyday(found.given) and lists.is_everyday(found.family))


def _follows(found: NameFound, cue: Cue, words: Sequence[Word], *, asked: bool) -> bool:
    """Whether what follows a cue is a name."""
    first, last = found.given.split()[-1], found.parts[-1].split()[-1]
    known = lists.is_given(first)
    everyday = lists.is_everyday(first)
    if cue.strength == "strong":
        return known or not everyday
    if len(found.parts) == 1:
        after = words[found.end].text if found.end < len(words) else "."
        return known and not everyday and after in _GOES_ON | _AFTER_NAME
    family = lists.is_family(last) and not lists.is_everyday(last)
    if everyday:
        return asked and known and family
    return known or (asked and family and len(found.parts) == 2)


def _stands_alone(found: NameFound, words: Sequence[Word], fillers: int) -> bool:
    """Whether a bare answer is a name, with `fillers` words before it ("um", "yes")."""
    first, last = found.parts[0].split()[-1], found.parts[-1].split()[-1]
    everyday = lists.is_everyday(first), lists.is_everyday(last)
    after = words[found.end].text if found.end < len(words) else ""
    rest = [w.text for w in words[found.end :] if not w.is_mark and w.text not in _AFTER_NAME]
    if len(found.parts) == 1:
        if rest and after not in _GOES_ON:
            return False
        if lists.is_given(first):
            return not everyday[0] or not rest
        if rest or everyday[0]:
            return False
        # "No thankyou", "that's accurate": a word on no list is a name only by itself.
        alone = all(w.is_mark or w.text in HESITATIONS | {"it's"} for w in words[:fillers])
        return lists.is_family(first) or (alone and _could_be_name(first))
    unknown = sum(not _listed(part.split()[-1]) for part in found.parts if len(part) > 1)
    if all(everyday) or unknown > 1:
        return False
    if lists.is_given(first) and not (everyday[0] and unknown):
        return True
    return not everyday[0] and not everyday[1] and lists.is_family(last)


def _listed(word: str) -> bool:
    return lists.is_given(word) or lists.is_family(word)


_FORMED = re.compile(
    r"(?:ing|tion|sion|ment|age|ly|ness|able|ible|ful|less|ology|ists?|ive|ity|ous|ship|ed|ions)$"
)


def _could_be_name(word: str) -> bool:
    """Whether a word on no list may be a name: not one that English forms from another."""
    letters = word.replace("'", "").replace("-", "")
    vowels = re.search(r"[aeiouy\u00e0-\u017f]", letters)
    return len(letters) > 2 and vowels is not None and _FORMED.search(letters) is None
