"""Sentences about time: which of the phrases in an utterance the caller means, and how together.

The grammar finds phrases; here they meet the words around them. "Not Friday" is no day, "Tuesday,
no, Wednesday" is Wednesday, "Monday or Tuesday" is two, "after three" is an edge, and "five in the
evening" settles the half of the day.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Final

from ..base import Span
from . import cues
from .clocks import CLOCK_RULES
from .days import DAY_RULES
from .denials import deny, settle_denials
from .distances import DISTANCE_RULES
from .grammar import Found, Rule, World, search
from .lexicon import CLASSES
from .meaning import (
    Clock,
    Days,
    Later,
    Meaning,
    Minute,
    Moment,
    Preference,
    Same,
    Shape,
    Shift,
    Window,
    fits_part,
)
from .mentions import measured, resolved
from .named import named_day
from .preferences import preferences
from .stretches import STRETCH_RULES
from .tokens import Tokens, tokenize
from .understood import Understood

__all__ = ["understand"]

_RULES: Final[list[Rule]] = [*DAY_RULES, *DISTANCE_RULES, *STRETCH_RULES, *CLOCK_RULES]

_SPACES: Final = re.compile(r"\s+")
_MOST: Final = 30
"""Phrases of time beyond which an utterance is no answer any more."""
_NEAR: Final = 80
"""Characters before and after a phrase in which its cues are looked for."""
_CLOSE: Final = 30
"""Characters between two phrases within which their words belong together."""
_CONNECTING: Final = frozenset(
    CLASSES[name]
    for name in (
        *("AT", "ON", "FOR", "AROUND", "ABOUT", "BY", "AFTER", "BEFORE", "FROM", "BETWEEN"),
        *("TILL", "THE", "ANY", "IN", "LATER", "EARLIER", "THAN"),
    )
)
"""Classes of words that connect a phrase with the sentence and belong to its span."""


def understand(text: str, world: World, *, bare: bool, ordinals_choose: int = 0) -> Understood:
    """Find out what an utterance says of time.

    Args:
        text: The utterance.
        world: The present moment and the region.
        bare: Whether bare numbers may be times.
        ordinals_choose: How many offers the caller may mean by "the second"; such words are then
            no days of the month.
    """
    tokens = tokenize(text)
    lower = tokens.text.lower()
    understood = Understood()
    if cues.asks_the_clock(lower):
        return understood
    bare = bare and not cues.counts_people(lower)
    found = _phrases(tokens, world, bare=bare, ordinals_choose=ordinals_choose)
    previous_end, previous_negated = 0, False
    kept: Found | None = None
    mentioned: list[Clock | Days] = []
    for i, each in enumerate(found):
        one = resolved(each, mentioned, understood)
        if one is None:
            continue
        lead = tokens.between(previous_end, _head(one, tokens))
        following = found[i + 1].start if i + 1 < len(found) else len(tokens.classes) - 1
        behind = _spaced(tokens.between(one.end - 1, following)[:_NEAR])
        shape, before = cues.shape_of(_spaced(lead)[-_NEAR:], behind)
        if tokens.classes[one.start] == CLASSES["FROM"]:
            shape = "at"  # "from three to four" has used the word itself
        listed = previous_negated and (
            cues.lists_none(lead)
            or (isinstance(one.meaning, (Window, Clock)) and cues.adjoins(lead))
        )
        negated = listed or cues.is_none(before, behind)
        gap = tokens.between(previous_end, one.start)
        if isinstance(one.meaning, (Clock, Days)):
            mentioned.append(one.meaning)
        if negated:
            bounding = cues.count_words(lead) - cues.count_words(before)  # "until" three
            head = _head(one, tokens) - (bounding if shape != "at" and before else 0)
            deny(understood, one, head, (before, behind), tokens, listed=listed)
        if not negated and one.meaning != Days():
            strict = cues.is_strict(_spaced(lead)[-_NEAR:])
            meaning = _shaped(one.meaning, shape, world.today, strict=strict)
            used = _use(understood, meaning, gap, tokens, kept)
            start, end = _span(one, tokens)
            if previous_negated and understood.denial_spans and len(gap) < _CLOSE:
                start = min(start, understood.denial_spans[-1][1])
            if used and kept is not None and understood.spans and len(gap) < _CLOSE:
                start = tokens.spans[previous_end][1]  # the words of a correction are used too
            understood.spans.append((start, end))
            kept = one
        previous_end, previous_negated = one.end - 1, negated
    settle_denials(understood, world.today, bare=bare)
    _settle_halves(understood)
    return understood


def _phrases(tokens: Tokens, world: World, *, bare: bool, ordinals_choose: int) -> list[Found]:
    """Return the phrases of time in an utterance in order; none where they are no answer."""
    found = [
        one
        for one in search(tokens, _RULES, world, bare=bare)
        if not _chooses(one, tokens, ordinals_choose)
    ]
    named = named_day(tokens.text, world)
    if named is not None:
        if named.days is None:
            return []
        found = _with_named(found, named.days, named.span, tokens)
    found = _with_preferences(measured(found, world.today), tokens, bare=bare)
    return found if len(found) <= _MOST else []


def _with_preferences(found: list[Found], tokens: Tokens, *, bare: bool) -> list[Found]:
    """Add phrases that leave the choice to the desk, where no phrase of time is in their words."""
    added: list[Found] = []
    for span, meaning in preferences(tokens.text, bare=bare):
        covered = [
            i for i, (start, end) in enumerate(tokens.spans) if start < span[1] and end > span[0]
        ]
        first, last = covered[0], covered[-1] + 1
        if all(one.end <= first or one.start >= last for one in (*found, *added)):
            added.append(Found(first, last, meaning))
    return sorted([*found, *added], key=lambda one: one.start) if added else found


def _with_named(found: list[Found], days: Days, span: Span, tokens: Tokens) -> list[Found]:
    """Put a day known by its name in place of what the grammar found in the same words."""
    covered = [
        i for i, (start, end) in enumerate(tokens.spans) if start < span[1] and end > span[0]
    ]
    first, last = covered[0], covered[-1] + 1
    others = [one for one in found if one.end <= first or one.start >= last]
    return sorted([*others, Found(first, last, days)], key=lambda one: one.start)


def _chooses(one: Found, tokens: Tokens, offers: int) -> bool:
    meaning = one.meaning
    return (
        isinstance(meaning, Days)
        and meaning.monthday is not None
        and meaning.monthday <= offers
        and tokens.classes[one.end - 1] == CLASSES["ORDWORD"]
    )


def _head(one: Found, tokens: Tokens) -> int:
    """Return the first token of a phrase that is not a word before it ("at", "around")."""
    at = one.start
    while at < one.end - 1 and tokens.classes[at] in _CONNECTING:
        at += 1
    return at


def _spaced(words: str) -> str:
    """Return words with typewriter apostrophes and single spaces, those at the ends kept."""
    return _SPACES.sub(" ", words.replace("\u2019", "'"))


def _shaped(meaning: Meaning, shape: Shape, today: dt.date, *, strict: bool) -> Meaning:
    """Return a phrase's meaning as bounded by the words around it.

    Args:
        meaning: What the phrase means alone.
        shape: How it is bounded.
        today: The present day, at which "by Friday" starts.
        strict: Whether the day itself is left out ("after the 16th").
    """
    if isinstance(meaning, Clock) and meaning.shape == "at":
        return meaning.shaped(shape)
    if not isinstance(meaning, Days) or shape not in ("after", "before"):
        return meaning
    first, last = meaning.exact or meaning.first, meaning.exact or meaning.last
    off = dt.timedelta(days=int(strict))
    if shape == "after":  # "from next week" begins with it, "after next week" does not
        edge = last if strict else first
        return Days((), edge + off, None) if edge is not None else meaning
    edge = first if strict else last
    if edge is None or meaning.weekdays:
        return meaning
    return Days((), today, edge - off) if edge - off >= today else Days()


def _use(sofar: Understood, meaning: Meaning, gap: str, tokens: Tokens, kept: Found | None) -> bool:
    """Add a phrase to what was understood; return whether it replaced or joined another."""
    corrects = kept is not None and cues.corrects(gap)
    kind = "d" if isinstance(meaning, Days) else "c" if isinstance(meaning, Clock) else ""
    if corrects and kind:
        sofar.stale = "c" if kind == "d" else "d"
    elif kind and kind == sofar.stale:
        corrects, sofar.stale = True, ""
    sofar.order += kind
    match meaning:
        case Days():
            joined = cues.joins(gap) or (cues.lists(gap) and _between(tokens, kept))
            if (joined or cues.replaces(gap)) and _moving(tokens, kept):
                corrects = True  # "change it from Tuesday to Wednesday"
            return _use_days(sofar, meaning, gap, corrects=corrects, joined=joined)
        case Clock():
            return _use_clock(sofar, meaning, gap, corrects=corrects)
        case Window():
            sofar.window = meaning if corrects else _both(sofar.window, meaning)
            if corrects:
                sofar.clocks.clear()
        case _:
            _use_other(sofar, meaning)
    return corrects


def _use_other(sofar: Understood, meaning: Meaning) -> None:
    match meaning:
        case Preference():
            sofar.preference = meaning
        case Moment():
            sofar.moment = meaning
        case Shift():
            sofar.shift = meaning
        case Later():
            sofar.later = meaning
        case Minute():
            sofar.minute = meaning
        case Same():
            sofar.same_time |= meaning.what == "time"
            sofar.same_day |= meaning.what == "day"


def _use_days(sofar: Understood, days: Days, gap: str, *, corrects: bool, joined: bool) -> bool:
    if not sofar.days:
        sofar.days = [days]
        return False
    last = sofar.days[-1]
    if last.weekdays and days.weekday is not None and cues.lists(gap):
        sofar.days[-1] = replace(last, weekdays=(*last.weekdays, days.weekday))
        return True  # "any Tuesday or Thursday"
    if joined and not corrects and last.is_stretch and (bounds := _bounds(last, days)):
        sofar.days[-1] = bounds  # "from Friday to Monday"
        return True
    refined = _refined(last, days)
    if corrects and refined is None:
        sofar.days = [days]
    elif refined is not None:
        sofar.days[-1] = refined
    elif joined and (bounds := _bounds(last, days)):
        sofar.days[-1] = bounds
    else:
        sofar.days.append(days)
        return cues.lists(gap)
    return True


def _use_clock(sofar: Understood, clock: Clock, gap: str, *, corrects: bool) -> bool:
    if not sofar.clocks:
        sofar.clocks = [clock]
        return False
    last = sofar.clocks[-1]
    common = tuple(time for time in last.times if time in clock.times)
    if common:
        sofar.clocks[-1] = replace(last, times=common)
        return True
    if corrects:
        sofar.clocks = [clock]
        return True
    sofar.clocks.append(clock)
    return cues.lists(gap)


def _between(tokens: Tokens, kept: Found | None) -> bool:
    """Whether a phrase is the first of two ends: "between the 15th and the 18th"."""
    return (
        kept is not None and CLASSES["BETWEEN"] in tokens.classes[kept.start - 2 : kept.start + 1]
    )


def _moving(tokens: Tokens, kept: Found | None) -> bool:
    """Whether what was said is being moved: "change it from Tuesday to Wednesday"."""
    return kept is not None and CLASSES["TAKE"] in tokens.classes[: kept.start]


def _refined(one: Days, two: Days) -> Days | None:
    """Return what two phrases say together of the same days; None when they differ."""
    for stretch, days in ((one, two), (two, one)):
        if stretch.is_stretch and not days.is_stretch:
            inside = _inside(stretch, days)
            if inside is not None:
                return inside
    if one.is_stretch and two.is_stretch:
        if one.weekdays and not one.last:
            return replace(two, weekdays=one.weekdays)  # "any Tuesday next month"
        if two.weekdays and not two.last:
            return replace(one, weekdays=two.weekdays)
        return one if one == two else None
    if one.is_stretch or two.is_stretch:
        return None
    common = tuple(day for day in one.dates if day in two.dates)
    if common:
        return Days(common, part=one.part or two.part)
    for name, day in ((one, two), (two, one)):
        if name.weekday is not None and day.exact and day.exact.weekday() == name.weekday:
            return day
    return None


def _inside(stretch: Days, days: Days) -> Days | None:
    """Return the day of a stretch that a weekday, a day of the month or a date names.

    Of a stretch without an end it is the first such day ("Friday after next week").
    """
    if stretch.first is None:
        return None
    last = stretch.last or stretch.first + dt.timedelta(days=6 if days.weekday is not None else 27)
    span = (last - stretch.first).days + 1
    every = [stretch.first + dt.timedelta(days=i) for i in range(min(span, 100))]
    fits = tuple(
        day
        for day in every
        if day in days.dates
        or (days.weekday is not None and day.weekday() == days.weekday)
        or (days.monthday is not None and day.day == days.monthday)
    )
    return Days(fits) if fits else None


def _bounds(first: Days, last: Days) -> Days | None:
    start, end = first.exact or (first.first if first.last is None else None), last.exact
    if start is None or end is None:
        return None
    if end < start and last.weekday is not None:
        end += dt.timedelta(days=7)
    return Days((), start, end) if start < end else None


def _both(one: Window | None, two: Window) -> Window:
    """Return the stretch of the day that two phrases give together."""
    if one is None:
        return two
    if one.part and two.part:
        inside = _narrower(one, two) or _narrower(two, one)
        if inside is not None:
            return inside  # "first thing on Monday morning"
    if (one.part is None) != (two.part is None):
        named, plain = (one, two) if one.part else (two, one)
        part = named.part or ""
        if plain.start and plain.end and not fits_part(plain.start, part) and plain.end.hour < 12:
            return Window(
                plain.start.replace(hour=plain.start.hour + 12),
                plain.end.replace(hour=plain.end.hour + 12),
            )
        return plain
    starts = [w.start for w in (one, two) if w.start is not None]
    ends = [w.end for w in (one, two) if w.end is not None]
    return Window(min(starts, default=None), max(ends, default=None))


def _narrower(one: Window, two: Window) -> Window | None:
    """Return the first of two stretches of the day, where it lies within the second."""
    bounds = (one.start, one.end, two.start, two.end)
    start, end, first, last = (bound or dt.time(0) for bound in bounds)
    return one if first <= start and end <= last else None


def _settle_halves(said: Understood) -> None:
    """Settle the halves of the day of clock times by the part of the day that was said too."""
    tonight = next((days.part for days in said.days if days.part), None)
    part = said.window.part if said.window and said.window.part else tonight
    if part is None:
        return
    if not said.clocks:
        if said.window is None:
            start, end = dt.time(18), dt.time(23, 59)
            said.window = Window(start, end, part)
        return
    clocks: list[Clock] = []
    for clock in said.clocks:
        fits = tuple(time for time in clock.times if fits_part(time, part))
        if len(clock.times) > 1 and "morning" in part:
            fits = tuple(time for time in fits if time.hour)  # "12 in the morning" may be noon
        if tonight and part == tonight:
            fits = tuple(time for time in fits if time.hour > 12)
        if len(clock.times) == 1:
            fits = clock.times  # "3 p.m. ... I'm out that night": what was said outright stands
        if fits:
            clocks.append(replace(clock, times=fits))
    if not clocks:  # "this evening at 12": one of the two is wrong, so neither is sure
        said.days, said.window, said.clocks = [], None, []
        return
    said.clocks, said.window = clocks, None


def _span(one: Found, tokens: Tokens) -> Span:
    """Return the span of a phrase with the words that connect it ("on", "at", "around")."""
    start = one.start
    while start > 1 and tokens.classes[start - 1] in _CONNECTING:
        start -= 1
    end = one.end
    while end < len(tokens.classes) - 1 and tokens.classes[end] in (
        CLASSES["ISH"], CLASSES["ONWARDS"],
    ):  # fmt: skip
        end += 1
    if isinstance(one.meaning, Clock):
        behind = tokens.between(end - 1, len(tokens.classes) - 1)[:_NEAR]
        end = min(end + cues.words_behind(_spaced(behind)), len(tokens.classes) - 1)
    return tokens.spans[start][0], tokens.spans[end - 1][1]
