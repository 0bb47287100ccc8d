"""A phrase: words that know where in them each step's value is said.

Lines are made by filling templates and joining the results, so marks are carried along from the
moment a value is put into words: nobody searches for a value in finished text.

The syntax of templates is told in `handrail.wording`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from ..wording import FIELD, OPTIONAL
from .line import Mark

__all__ = ["Fields", "Phrase", "fill", "in_sentence", "joined", "spoken_text"]

_END = re.compile(r"[.?!]$")
_ABBREVIATED = re.compile(r"\b[a-z]\.[a-z]\.$", re.IGNORECASE)
_KEEPS_CAPITAL = re.compile(r"(?:I\b|[A-Z][A-Z0-9]|[A-Z]\b)")
_STARTS_WITH_CLOCK = re.compile(
    r"\d{1,2}(?::\d\d)?(?! (?:of )?[A-Z])\b|noon|midnight|half |quarter "
)
_LAST_WORD = re.compile(r"(?:^|\s)(on|an?) $", re.IGNORECASE)
_NEEDS_NO_ON = re.compile(
    r"(?:today|tonight|tomorrow|this|next|later|now|in|at|on|from|by|until|after|before|the day)\b",
    re.IGNORECASE,
)
_SOUNDS_LIKE_VOWEL = re.compile(
    r"(?!(?:uni|use|usu|uti|eu|one\b|once\b|ufo))[aeiou]|(?:hour|honest|honou?r|heir)|8|11\b|18\b",
    re.IGNORECASE,
)
_DETERMINED = re.compile(
    r"(?:a|an|the|some|any|your|my|our|this|that|two|three|\d+)\b(?!-)", re.IGNORECASE
)
_PLURAL = re.compile(r"(?<![suia])s$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A piece of a line."""

    text: str = ""
    marks: tuple[Mark, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)

    def __add__(self, other: Phrase | str) -> Phrase:
        following = Phrase(other) if isinstance(other, str) else other
        # "at 3 p.m." ends a sentence as it is.
        overlap = self.text.endswith(".") and following.text.startswith(".")
        shift = len(self.text) - overlap
        moved = tuple(
            replace(mark, start=mark.start + shift, end=mark.end + shift)
            for mark in following.marks
        )
        return Phrase(self.text + following.text[overlap:], self.marks + moved)

    def marked(self, step: str) -> Phrase:
        """Return the phrase as the value of a step, its closing mark left out.

        A caller who was cut off at "3 p.m" has heard the value: see `Line.heard`.
        """
        return Phrase(self.text, (Mark(step, 0, len(self.text.rstrip(".,?!-"))),))

    def unmarked(self) -> Phrase:
        """Return the words alone."""
        return Phrase(self.text)

    def without_end(self) -> Phrase:
        """Return the phrase without its end mark, ready to be gone on with."""
        text = self.text if _ABBREVIATED.search(self.text) else self.text.rstrip(".?!,;: ")
        return Phrase(text, self.marks)

    def sentence(self) -> Phrase:
        """Return the phrase with a capital at its start and a mark at its end."""
        if not self.text:
            return self
        ended = self if _END.search(self.text.rstrip("\"')")) else self + "."
        return ended.capitalised()

    def capitalised(self) -> Phrase:
        """Return the phrase with a capital at its start."""
        return Phrase(self.text[:1].upper() + self.text[1:], self.marks)

    def lowered(self) -> Phrase:
        """Return the phrase as it stands inside a sentence: "What time?" as "what time?"."""
        valued = any(mark.start == 0 for mark in self.marks)
        if not self.text or valued or _KEEPS_CAPITAL.match(self.text):
            return self
        return Phrase(self.text[0].lower() + self.text[1:], self.marks)

    def with_article(self) -> Phrase:
        """Return the phrase with "a" or "an" before it, unless it is plural or has one."""
        if not self.text or _DETERMINED.match(self.text) or _PLURAL.search(self.text):
            return self
        return Phrase("an " if _SOUNDS_LIKE_VOWEL.match(self.text) else "a ") + self


Fields: TypeAlias = Callable[[str], Phrase | None]
"""Gives what a template's field says; None or an empty phrase when it has nothing to say."""


def fill(template: str, fields: Fields) -> Phrase | None:
    """Fill a template; None when a field outside square brackets has nothing to say."""
    filled = Phrase()
    for number, part in enumerate(OPTIONAL.split(template)):
        piece = _fill_part(filled, part, fields)
        if piece is not None:
            filled = piece
        elif number % 2 == 0:  # the odd parts stood in brackets
            return None
    return filled


def _fill_part(before: Phrase, part: str, fields: Fields) -> Phrase | None:
    phrase, at = before, 0
    for match in FIELD.finditer(part):
        value = _field(match.group(1) or "", match.group(2), fields)
        if not value:
            return None
        phrase = _fit(phrase + part[at : match.start()], value)
        at = match.end()
    return phrase + part[at:]


def _field(article: str, name: str, fields: Fields) -> Phrase | None:
    """Say a field; one written with a capital ("{A service}") has one in its words too."""
    value = fields(name)
    if not value and name[0].isupper():
        value = fields(name[0].lower() + name[1:])
        value = value and value.capitalised()
    if not value or not article:
        return value
    articled = value.with_article()
    return articled.capitalised() if article[0].isupper() else articled


def _fit(before: Phrase, value: Phrase) -> Phrase:
    """Add a value after a template's words, which were written for no value in particular.

    "on {start}" is "on Tuesday", but "tomorrow" and "at 10:30 tomorrow"; "a {service}" is "a
    haircut", but "an initial consultation" and "highlights".
    """
    word = _LAST_WORD.search(before.text)
    if word is None:
        return before + value
    kept = Phrase(before.text[: word.start(1)], before.marks)
    if word.group(1).lower() == "on":
        if _NEEDS_NO_ON.match(value.text):
            return kept + value
        return kept + "at " + value if _STARTS_WITH_CLOCK.match(value.text) else before + value
    articled = value.with_article()
    return kept + (articled.capitalised() if word.group(1)[0].isupper() else articled)


def joined(phrases: Iterable[Phrase], between: str = " ", last: str | None = None) -> Phrase:
    """Join phrases that say something, the last with a word of its own if one is given."""
    pieces = [phrase for phrase in phrases if phrase]
    whole = Phrase()
    for number, piece in enumerate(pieces):
        if number:
            whole += last if last is not None and number == len(pieces) - 1 else between
        whole += piece
    return whole


def spoken_text(text: str) -> str:
    """Return a value's text fit to stand inside a sentence: one line, no mark at its ends.

    A caller's own words (a note) may hold questions; the desk asks one thing at a time, so they
    become statements.
    """
    tidy = re.sub(r"\s*[?!;:]+(?=\s|$)", ",", " ".join(text.split()))
    tidy = re.sub(r"([,.])(?:\s*[,.])+(?=\s|$)", r"\1", tidy).lstrip(" ,.;:!?")
    return tidy if _ABBREVIATED.search(tidy) else tidy.rstrip(" ,.;:!?")


def in_sentence(text: str) -> Phrase:
    """Return a host's sentence (a reason, an answer) as a phrase that ends as sentences do."""
    return Phrase(" ".join(text.split()).rstrip(" ,;:")).sentence()
