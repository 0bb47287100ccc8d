"""Questions to the business: "how much is it by the way"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from ..kinds.base import Span
from ..kinds.heard import heard, is_question, phrase

__all__ = ["Asked", "asked_in", "is_request"]


class Asked(NamedTuple):
    """A question about a topic, and the piece of the utterance that asks it."""

    topic: str
    span: Span


_LEAD = """
    (?:(?:um+|uh+|er+|well|oh|hi|hello|ok|okay|yes|yeah|no|also|sorry|by the way|quick question
    |one question|just|wait|hang on|hold on|excuse me|and|but|so|now|please) )*"""
_ASKS = "(?:(?:how|what|when|where|which|who|why)(?:'s|'re)?|how come)"
_VERB = """
    (?:is|are|do|does|did|can|could|will|would|have|has|was) (?:i|you|we|they|it|that|this|there
    |the|your|a|an|any|parking|people|all)|have|tell me|may i ask|can i ask|remind me|any idea
    |i(?:'d| would)? (?:was wondering|wonder|like to (?:ask|know|check)|wanted to (?:ask|know|check)
    |want to (?:ask|know)|need to know|have a question)|i(?:'m| am) wondering|i don't know
    |you know"""
_QUESTION = re.compile(" *" + phrase(f"{_LEAD}(?:{_ASKS}|{_VERB})"))
_ASKING = re.compile(phrase(_ASKS))
_CLAUSE = re.compile(r", *|(?<![\w'])(?:and|but|so)(?![\w'])")
_END = re.compile(r"[.?!;]+(?:\s|$)")
# "Is three on Tuesday free?" asks for that time; it is an answer in the form of a question.
_REQUEST = re.compile(
    phrase(
        r"""
        (?:what|how) about|(?:do you|have you|you) (?:have |got )?(?:have|got|anything|something
        |space|room|a slot|availability)|is there (?:anything|something|a slot|space|room|any
        |an opening)|any chance|(?:is|would|are)(?: \w+){1,6} (?:be )?(?:free|available|possible|ok
        |okay|alright|good|work)|(?:can|could|may) (?:i|we|you)(?: please)? (?:come|do|have|get|make
        |book|fit|squeeze|take|say|try|move|change|put|go|reserve|schedule)|would you have
        |(?:will|would|does|could|can)(?: \w+){1,6} (?:work|suit|do
        |be (?:ok|okay|fine|possible|alright))"""
    )
)


@lru_cache(maxsize=64)
def _topics(
    topics: tuple[tuple[str, tuple[str, ...]], ...],
) -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = []
    for name, words in topics:
        phrases = [" ".join(map(re.escape, plain)) for w in words if (plain := heard(w).split())]
        if phrases:
            found.append((name, re.compile(phrase(f"(?:{'|'.join(phrases)})(?:s|'s)?"))))
    return tuple(found)


def asked_in(
    text: str, plain: str, topics: Mapping[str, tuple[str, ...]]
) -> tuple[Asked, ...] | None:
    """Find the question about a topic in an utterance.

    Returns:
        The topics that one question asks about (mostly one), () when there is none, and None when
        a topic is named but it is not clear that it is asked about.
    """
    patterns = _topics(tuple((name, tuple(words)) for name, words in topics.items()))
    named = [(name, m.span()) for name, pattern in patterns if (m := pattern.search(plain))]
    if not named:
        return ()
    first = min(span[0] for _, span in named)
    sentence_start = max((m.end() for m in _END.finditer(text, 0, first)), default=0)
    sentence_end = next((m.end() for m in _END.finditer(text, first)), len(text))
    start = _start(text, plain, sentence_start, first)
    if start is None:
        if not is_question(text[sentence_start:sentence_end]):
            return None
        start = sentence_start
    return tuple(
        Asked(name, (start, sentence_end)) for name, span in named if span[0] < sentence_end
    )


def _start(text: str, plain: str, start: int, first: int) -> int | None:
    """Return where the question begins that names a topic at `first`, in a sentence from `start`.

    "Do you" asks only at the beginning of a clause; "how" and "where" ask anywhere.
    """
    clauses = [start, *(m.end() for m in _CLAUSE.finditer(text.lower(), start, first))]
    for clause in reversed(clauses):
        if _QUESTION.match(plain, clause):
            return clause
    asking = [m.start() for m in _ASKING.finditer(plain, start) if m.start() <= first]
    return asking[-1] if asking else None


def is_request(plain: str) -> bool:
    """Tell whether a question asks for a value ("is three on Tuesday free?")."""
    return _REQUEST.search(plain) is not None
