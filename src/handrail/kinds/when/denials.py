"""What was said not to do: "not three", "any day but Monday", "I can't do mornings"."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Final

from . import cues
from .grammar import Found
from .meaning import Clock, Days, Preference, Window
from .occasions import words_of_occupation
from .tokens import Tokens
from .understood import Understood

__all__ = ["deny", "settle_denials"]


def deny(
    sofar: Understood,
    one: Found,
    head: int,
    around: tuple[str, str],
    tokens: Tokens,
    *,
    listed: bool,
) -> None:
    """Take note of a phrase that was said not to do, and take back what was said like it.

    Args:
        sofar: What was understood before it.
        one: The phrase.
        head: Its first token that is not a word before it ("at").
        around: The words before and behind it.
        tokens: The utterance.
        listed: Whether it only goes on from a denial ("not Monday or Tuesday").
    """
    before, behind = around
    words = cues.denial(before, behind)
    meaning = one.meaning
    if listed and sofar.denied:
        words = (len(before.split()), 0)
    if words is None and (said := words_of_occupation(before.rstrip())):
        start = tokens.spans[max(1, head - cues.count_words(said))][0]
        sofar.denial_spans.append((start, tokens.spans[one.end - 1][1]))
    if words is None or not isinstance(meaning, (Days, Clock, Window)):
        return
    if isinstance(meaning, Window) and not any(words):
        return  # too far from its "not" to say that the rest of the day will do
    sofar.denied.append(meaning)
    if any(words):
        start = max(1, head - words[0])
        end = min(one.end + words[1], len(tokens.spans) - 1)
        sofar.denial_spans.append(
            (tokens.spans[min(start, one.start)][0], tokens.spans[end - 1][1])
        )
    if isinstance(meaning, Clock):
        sofar.clocks = [c for c in sofar.clocks if not set(c.times) & set(meaning.times)]
    elif isinstance(meaning, Days):
        if meaning.exact is not None:
            sofar.days = [days for days in sofar.days if days.exact != meaning.exact]
        rest = cues.leaves_the_rest(before) or sofar.all_but
        stretch = any(words) and ((sofar.days and sofar.days[-1].is_stretch) or sofar.window)
        if meaning.weekday is not None and (rest or stretch):
            sofar.all_but.add(meaning.weekday)


def settle_denials(said: Understood, today: dt.date, *, bare: bool) -> None:
    """Turn "any day but Monday" and "I can't do mornings" into what will do."""
    if said.all_but:
        rest = tuple(day for day in range(7) if day not in said.all_but)
        if not said.days:
            said.days = [Days((), today, None, weekdays=rest)]
        elif said.days[-1].is_stretch:
            said.days[-1] = replace(said.days[-1], weekdays=rest)
    parts = {one.part for one in said.denied if isinstance(one, Window)}
    days_denied = any(isinstance(one, Days) for one in said.denied)
    if bare and parts and not (days_denied or said.window or said.clocks):
        left = _LEFT.get(frozenset(parts))
        if left is not None:
            said.window = Window(*left)
            said.preference = said.preference or Preference("any")
    if not said.is_empty and said.denial_spans:
        said.spans = sorted({*said.spans, *said.denial_spans})


_LEFT: Final[dict[frozenset[str | None], tuple[dt.time | None, dt.time | None]]] = {
    frozenset({"morning"}): (dt.time(12), None),
    frozenset({"afternoon"}): (None, dt.time(12)),
    frozenset({"evening"}): (None, dt.time(17)),
    frozenset({"night"}): (None, dt.time(17)),
    frozenset({"afternoon", "evening"}): (None, dt.time(12)),
    frozenset({"morning", "afternoon"}): (dt.time(17), None),
    frozenset({"morning", "evening"}): (dt.time(12), dt.time(17)),
}
"""What is left of a day without some of its parts."""
