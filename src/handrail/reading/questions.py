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


_START = """
    (?:(?:and|but|so|oh|also|sorry|by the way|quick question|one question|just|wait|hang on
    |hold on) )*(?:how|what(?:'s|'re)?|when(?:'s)?|where(?:'s)?|which|who(?:'s)?|why|is|are|do|does
    |did|can|could|will|would|tell me|i (?:was wondering|wonder|wanted to (?:ask|know|check)
    |want to know|need to know|have a question|don't know|forgot)|may i ask|can i ask|remind me
    |any idea|you know)"""
_QUESTION = re.compile(phrase(_START))
_END = re.compile(r"[.?!;]+(?:\s|$)")
# "Is three on Tuesday free?" asks for that time; it is an answer in the form of a question.
_REQUEST = re.compile(
    phrase(
        r"""
        (?:what|how) about|(?:do you|have you|you) (?:have |got )?(?:have|got|anything|something
        |space|room|a slot|availability)|is there (?:anything|something|a slot|space|room|any
        |an opening)|any chance|(?:is|would|are)(?: \w+){1,6} (?:be )?(?:free|available|possible|ok
        |okay|alright|good|work)|(?:can|could|may) (?:i|we|you) (?:come|do|have|get|make|book|fit
        |squeeze|take|say|try|move|change|put|go)|would you have|(?:will|would|does|could
        |can)(?: \w+){1,6} (?:work|suit|do|be (?:ok|okay|fine|possible|alright))"""
    )
)


@lru_cache(maxsize=64)
def _topics(
    topics: tuple[tuple[str, tuple[str, ...]], ...],
) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (
            name,
            re.compile(
                phrase(
                    "|".join(
                        rf"{re.escape(heard(w).strip()).replace(chr(92), '')}(?:s|'s)?"
                        for w in words
                    )
                )
            ),
        )
        for name, words in topics
        if words
    )


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
    starts = [
        m for m in _QUESTION.finditer(plain, sentence_start, sentence_end) if m.start() <= first
    ]
    if not starts and not is_question(text[sentence_start:sentence_end]):
        return None
    start = starts[0].start() if starts else sentence_start
    return tuple(
        Asked(name, (start, sentence_end)) for name, span in named if span[0] < sentence_end
    )


def is_request(plain: str) -> bool:
    """Tell whether a question asks for a value ("is three on Tuesday free?")."""
    return _REQUEST.search(plain) is not None
