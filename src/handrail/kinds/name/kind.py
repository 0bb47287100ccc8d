"""The kind of a person's name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from ..base import NOTHING, Context, InvalidValue, Kind, Reading
from ..spoken import Word, span_of, words_of
from .amending import amended
from .cues import change_in, is_politeness, is_reply
from .finding import Place, find
from .hypotheses import Heard, choose
from .judge import certain
from .parts import cased, hyphenated
from .spelling import Spelled, decode, exact, spelled_in
from .written import Respelled

__all__ = ["PersonName", "given"]

_LONGEST_NAME = 120
_MOST_HYPOTHESES = 16
_LONGEST_REPEATED = 400
"""Characters up to which a recogniser's other hypotheses are read too."""
_NEAR_ENOUGH = 0.3
_LEADS_IN = frozenset("it's it is that's my the name name's , no first last family".split())
"""Cue words that belong to the span of a correction."""


@dataclass(frozen=True)
class PersonName(Kind[str]):
    """A person's name as it is written ("Maria Lopez", "Ana van der Berg", "Siobhan O'Neill").

    A recogniser's hypotheses (`Context.nbest`) are weighed by how likely they are as names. A name
    that another hypothesis contradicts, or that no list knows, is `doubtful`, so it is read back.
    """

    name: ClassVar[str] = "name"
    label: ClassVar[str] = "name"
    question: ClassVar[str] = "What's your name?"
    about_caller: ClassVar[bool] = True
    words: ClassVar[tuple[str, ...]] = ("name", "full name", "surname", "last name", "first name")

    def schema(self, ctx: Context) -> dict[str, Any]:  # noqa: ARG002 - part of the contract
        """Return the JSON schema of the name as a model must give it."""
        return {
            "type": "string",
            "description": "As the caller gave it, given name first, without title.",
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
        return self._corrected(text, ctx) or self._read(text, ctx)

    def _corrected(self, text: str, ctx: Context) -> Reading[str] | None:
        """Read "sam smith, no, sorry, sam jones": the last stands, if it is only a name."""
        change = change_in(text)
        if change is None:
            return None
        start, end = change
        alone = replace(ctx, nbest=(), current=None)
        first = self._read(text[:start], alone)
        if first.span is None or text[first.span[1] : start].strip(" ,."):
            return None
        rest = " " * end + text[end:]
        last = self._read(rest, replace(alone, asked=True, current=first.value))
        if last.span is None or not is_politeness(text[last.span[1] :]):
            return None
        # "Anna, no, Hannah" may be two people; what is kept of the first is as sure as it was.
        unsure = len((last.value or "").split()) == 1 or (
            last.merged and (first.doubtful or first.spelled)
        )
        return replace(
            last,
            spans=((first.span[0], last.span[1]),),
            doubtful=last.doubtful or unsure,
            merged=first.merged,
        )

    def _read(self, text: str, ctx: Context) -> Reading[str]:
        words = hyphenated(words_of(text))
        if not words:
            return NOTHING
        if ctx.current:
            fixed = amended(words, str(ctx.current), ctx.region, asked=ctx.asked)
            if fixed:
                return _respelled(words, fixed)
        first = find(text, words, ctx.region, asked=ctx.asked)
        if isinstance(first, Respelled):
            return _respelled(words, first)
        hypotheses = _hypotheses(text, ctx)
        if ctx.asked and not (first and len(first[0].parts) > 1):
            spellings = [heard for each in hypotheses if (heard := spelled_in(each))]
            read = _decoded(words, spellings, ctx.region)
            if read:
                return read
        names = _names_in(hypotheses, first, ctx)
        if not names:
            return NOTHING
        chosen = choose(names, ctx.region)
        found = chosen.heard.found
        span = first[1] if first else (words[0].start, words[-1].end)
        # "Edie" beside "e DD i-- I th": one part that another hypothesis lacks is half heard.
        half = len(found.parts) == 1 and len(names) < len(hypotheses)
        doubtful = chosen.contested or half or chosen.heard.place > 0 or not certain(found)
        return Reading("clear", found.value, (span,), doubtful=doubtful)

    def speak(self, value: str, ctx: Context) -> str:  # noqa: ARG002 - part of the contract
        """Say the name."""
        return value

    def spell(self, value: str, ctx: Context) -> str:  # noqa: ARG002 - part of the contract
        """Say the family name, or the only one, letter by letter: "L O P E Z"."""
        family = value.rsplit(maxsplit=1)[-1].replace("-", "\0")
        said = ("hyphen" if letter == "\0" else letter.upper() for letter in family)
        return " ".join(letter for letter in said if letter.isalpha())

    def supports(self, value: str, said: str, ctx: Context) -> bool:
        """Tell whether the words give this name and no other, whatever its capitals and accents."""
        reading = self.read(said, replace(ctx, asked=True, nbest=()))
        sure = reading.status == "clear" and not reading.doubtful
        return sure and _letters(str(reading.value)) == _letters(value)


def given(value: str) -> str:
    """Return the name by which to thank a caller: "Maria" of "Maria Lopez"."""
    return value.split(maxsplit=1)[0] if value.split() else ""


def _letters(name: str) -> list[str]:
    """Return a name's parts as they are told apart when spoken: "O'Neill-Wood" is three."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return re.findall(r"[^\W\d_]+", "".join(c for c in plain if not unicodedata.combining(c)))


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
    if not spellings:
        return None
    first = spellings[0]
    found = exact(first.letters, first.breaks, region) or decode(spellings, region)
    if found is None or found.misheard > _NEAR_ENOUGH * len(first.letters):
        return None
    value = " ".join(cased(part) for part in (found.given, found.family) if part)
    return Reading("clear", value, ((words[0].start, words[-1].end),), doubtful=True, spelled=True)


def _names_in(hypotheses: Sequence[str], first: Place | None, ctx: Context) -> list[Heard]:
    """Return the names that hypotheses hold, best hypothesis first.

    Where the best one holds none, "sure" is no Shaw, but nobody answers "after drinking" when
    asked for a name: there a name is taken from the others if it is full and known.
    """
    names = [Heard(first[0], 0)] if first else []
    if not first and is_reply(hypotheses[0]):
        return []
    for place, hypothesis in enumerate(hypotheses[1:], 1):
        found = find(hypothesis, words_of(hypothesis), ctx.region, asked=ctx.asked)
        if found is None or isinstance(found, Respelled):
            continue
        if first or (len(found[0].parts) > 1 and certain(found[0])):
            names.append(Heard(found[0], place))
    return names
