"""The kind of a person's name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from ..base import NOTHING, Context, InvalidValue, Kind, Reading, Span
from ..spoken import LONGEST_TEXT, Word, words_of
from . import lists
from .cues import Cue, cues_in, leading_end
from .parts import NameFound, cased, name_at

__all__ = ["PersonName", "given"]

_LONGEST_NAME = 120
_MOST_CUES = 40


@dataclass(frozen=True)
class PersonName(Kind[str]):
    """A person's name as it is written ("Maria Lopez", "Ana van der Berg", "Siobhan O'Neill")."""

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
        if not re.fullmatch(r"[^\W\d_](?:[^\W\d_]|[ .,'\u2019-])*", text) or len(text) > _LONGEST_NAME:
            raise InvalidValue("That is not a person's name: give the name alone, in letters.")
        if text != text.lower() and text != text.upper():
            return text
        return " ".join(cased(part) for part in text.lower().split())

    def read(self, text: str, ctx: Context) -> Reading[str]:
        """Read a name. Unasked, only one after a cue ("my name is", "this is") is read."""
        lowered = text[:LONGEST_TEXT].lower().replace("\u2019", "'")
        words = words_of(text)
        starts = {word.start: at for at, word in enumerate(words)}
        for cue in list(cues_in(lowered))[:_MOST_CUES]:
            at = starts.get(cue.end)
            found = name_at(words, at) if at is not None else None
            if found and _follows(found, cue, asked=ctx.asked):
                return self._reading(words, found, (cue.start, words[found.end - 1].end))
        if ctx.asked:
            at = starts.get(leading_end(lowered))
            found = name_at(words, at) if at is not None else None
            if found and _stands_alone(found, words):
                return self._reading(words, found, None)
        return NOTHING

    def _reading(self, words: list[Word], found: NameFound, span: Span | None) -> Reading[str]:
        where = span or (words[found.start].start, words[found.end - 1].end)
        return Reading("clear", found.value, (where,), doubtful=not _certain(found))

    def speak(self, value: str, ctx: Context) -> str:  # noqa: ARG002 - part of the contract
        """Say the name."""
        return value

    def spell(self, value: str, ctx: Context) -> str:  # noqa: ARG002 - part of the contract
        """Say the family name, or the only one, letter by letter: "L O P E Z"."""
        return " ".join(letter.upper() for letter in value.split()[-1] if letter.isalpha())

    def supports(self, value: str, said: str, ctx: Context) -> bool:
        """Tell whether every part of a name that a model gives was said, in words or in letters."""
        heard = re.sub(r"[^a-z]", "", said.lower())
        parts = re.findall(r"[^\W\d_]+", value.lower())
        return bool(parts) and all(part in heard for part in parts)


def given(value: str) -> str:
    """Return the name by which to thank a caller: "Maria" of "Maria Lopez"."""
    return value.split()[0] if value.split() else ""


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


def _stands_alone(found: NameFound, words: list[Word]) -> bool:
    """Whether a bare answer is a name."""
    everyday = [lists.is_everyday(part.split()[-1]) for part in found.parts]
    known = lists.is_given(found.given), bool(found.family) and lists.is_family(found.family)
    rest = [w.text for w in words[found.end :] if not w.is_mark and w.text not in {"please", "thanks", "thank", "you", "speaking", "here"}]
    if len(found.parts) == 1:
        if known[0] and not everyday[0]:
            return True
        if rest:
            return False
        return known[0] or (not everyday[0] and lists.is_family(found.given))
    if everyday[0] and everyday[-1]:
        return False
    return any(known)
