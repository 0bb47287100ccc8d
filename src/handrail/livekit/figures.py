"""Figures in a model's own words: a price, a time or a number that nobody told it is left unsaid.

A model that does not know what a cut costs says "about fifty dollars", and the caller holds the
business to it. What it may say was told in this call: in the instructions, by the desk, by a tool
or by the caller. Other facts that are wrong cannot be told from right ones by a rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from livekit.agents import llm

from ..kinds.spoken import cardinal_at, words_of

__all__ = ["without_unknown_figures"]

_SENTENCE: Final = re.compile(r"(?<![ap]\.m\.)(?<=[.!\u2026])\s+|\n+")
_DIGITS: Final = re.compile(r"\d+")
_MOST_SENTENCES: Final = 2
_MOST_CHARACTERS: Final = 240  # a quarter of a minute, spoken
_FIGURES_FROM: Final = 2
""""One" is a pronoun as often as a number."""


def without_unknown_figures(text: str, items: Iterable[object], known: str) -> str:
    """Return the first sentences of a text, without those that name a figure nobody has told.

    Args:
        text: What a model answered in words alone.
        items: The history it was shown.
        known: What else it was told in its instructions. Not the time of day, whose figures would
            let by whatever price happens to be the minute.
    """
    told = _figures_in(known).union(*(_figures_in(_text_of(item)) for item in items))
    sentences = [each.strip() for each in _SENTENCE.split(text) if each.strip()]
    kept = [each for each in sentences[:_MOST_SENTENCES] if _figures_in(each) <= told]
    short = " ".join(kept)
    return short if len(short) <= _MOST_CHARACTERS else ""


def _text_of(item: object) -> str:
    if isinstance(item, llm.ChatMessage):
        return item.text_content or ""
    return item.output if isinstance(item, llm.FunctionCallOutput) else ""


def _figures_in(text: str) -> set[int]:
    """Return the numbers in a text, in digits or in words ("forty five")."""
    found = {int(digits[:12]) for digits in _DIGITS.findall(text)}
    words, at = words_of(text), 0
    while at < len(words):
        counted = cardinal_at(words, at)
        if counted is None:
            at += 1
        else:
            found.add(counted[0])
            at = max(counted[1], at + 1)
    return {figure for figure in found if figure >= _FIGURES_FROM}
