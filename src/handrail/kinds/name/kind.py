"""The kind of a person's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from ..base import NOTHING, Context, InvalidValue, Kind, Reading, Span
from ..spoken import LONGEST_TEXT, Word, span_of, words_of
from . import lists
from .cues import Cue, cues_in, is_reply, leading_end
from .hypotheses import Heard, choose
from .parts import NameFound, cased, name_at
from .respell import Respelled, amended, said_and_spelled
from .spelling import Spelled, decode, exact, spelled_in

__all__ = ["PersonName", "given"]

_LONGEST_NAME = 120
_MOST_CUES = 40
_MOST_HYPOTHESES = 16
_NEAR_ENOUGH = 0.3
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
        if ctx.current and (ctx.asked or not is_reply(text)):
            fixed = amended(words, str(ctx.current), ctx.region)
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
        return " ".join(letter.upper() for letter in value.split()[-1] if letter.isalpha())

    def supports(self, value: str, said: str, ctx: Context) -> bool:  # noqa: ARG002 - part of the contract
        """Tell whether every part of a name that a model gives was said, in words or in letters."""
        heard = "".join(re.findall(r"[^\W\d_]+", said.lower()))
        parts = re.findall(r"[^\W\d_]+", value.lower())
        return bool(parts) and all(part in heard for part in parts)


def given(value: str) -> str:
    """Return the name by which to thank a caller: "Maria" of "Maria Lopez"."""
    return value.split()[0] if value.split() else ""


def _hypotheses(text: str, ctx: Context) -> list[str]:
    """Return the text and the recogniser's other hypotheses for it.

    They are of the whole utterance: when the text is only what was left of it, they do not apply.
    """
    plain = " ".join(text.lower().split())
    if not any(plain == " ".join(other.lower().split()) for other in ctx.nbest):
        return [text]
    others = [other for other in ctx.nbest if " ".join(other.lower().split()) != plain]
    return [text, *others][:_MOST_HYPOTHESES]


def _find(
    hypothesis: str, words: Sequence[Word], ctx: Context
) -> tuple[NameFound, Span] | Respelled | None:
    """Find a name in one hypothesis: after a cue, or, when asked, by itself."""
    lowered = hypothesis[:LONGEST_TEXT].lower().replace("\u2019", "'")
    starts = {word.start: at for at, word in enumerate(words)}
    for cue in list(cues_in(lowered))[:_MOST_CUES]:
        at = starts.get(cue.end)
        if at is None:
            continue
        if ctx.asked or cue.strength == "strong":
            spelled = said_and_spelled(words[at:], ctx.region)
            if spelled:
                return _moved(spelled, at)
        found = name_at(words, at)
        if found and _follows(found, cue, asked=ctx.asked):
            return found, (cue.start, words[found.end - 1].end)
    if not ctx.asked:
        return None
    at = starts.get(leading_end(lowered))
    if at is None:
        return None
    spelled = said_and_spelled(words[at:], ctx.region)
    if spelled:
        return _moved(spelled, at)
    found = name_at(words, at)
    if found and _stands_alone(found, words):
        return found, span_of(words, found.start, found.end)
    return None


def _moved(spelled: Respelled, by: int) -> Respelled:
    return Respelled(
        spelled.parts, spelled.start + by, spelled.end + by, spelled.spelled, spelled.sure
    )


def _respelled(words: Sequence[Word], fixed: Respelled) -> Reading[str]:
    return Reading(
        "clear",
        fixed.value,
        (span_of(words, fixed.start, fixed.end),),
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
    return Reading(
        "clear", value, ((words[0].start, words[-1].end),), doubtful=True, spelled=True
    )


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


def _follows(found: NameFound, cue: Cue, *, asked: bool) -> bool:
    """Whether what follows a cue is a name."""
    first_known = lists.is_given(found.given)
    everyday = lists.is_everyday(found.given)
    if cue.strength == "strong":
        return first_known or not everyday
    if len(found.parts) == 1:
        return first_known and not everyday
    last_known = lists.is_family(found.family)
    if everyday:
        return asked and first_known and last_known and not lists.is_everyday(found.family)
    return first_known or (asked and last_known)


def _stands_alone(found: NameFound, words: Sequence[Word]) -> bool:
    """Whether a bare answer is a name."""
    first, last = found.parts[0].split()[-1], found.parts[-1].split()[-1]
    everyday = lists.is_everyday(first), lists.is_everyday(last)
    rest = [w.text for w in words[found.end :] if not w.is_mark and w.text not in _AFTER_NAME]
    if len(found.parts) == 1:
        if lists.is_given(first) and not everyday[0]:
            return True
        if rest:
            return False
        return lists.is_given(first) or (not everyday[0] and lists.is_family(first))
    if all(everyday):
        return False
    return lists.is_given(first) or lists.is_family(last)
