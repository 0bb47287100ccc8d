"""How the phrases of a sentence go together: what a later one adds to, bounds or replaces.

"Tuesday, no, Wednesday" is Wednesday, "Monday or Tuesday" is two days, "next week, on Friday" one,
and "five in the evening" settles the half of the day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from . import cues, dates
from .grammar import Found
from .lexicon import CLASSES
from .meaning import (
    PARTS_OF_DAY,
    Clock,
    Days,
    Later,
    Meaning,
    Minute,
    Moment,
    Preference,
    Same,
    Shift,
    Window,
    fits_part,
)
from .tokens import Tokens
from .understood import Understood

__all__ = ["settle_halves", "use"]


_SMALL_HOURS = 6
"""The hour before which a time at night is of the next day."""


def use(sofar: Understood, meaning: Meaning, gap: str, tokens: Tokens, kept: Found | None) -> bool:
    """Add a phrase to what was understood; return whether it replaced or joined another."""
    moved = _moving(tokens, kept) and (cues.replaces(gap) or cues.arrives(gap))
    corrects = moved or (kept is not None and cues.corrects(gap))  # "from Tuesday to Wednesday"
    kind = "d" if isinstance(meaning, Days) else "c" if isinstance(meaning, Clock) else ""
    if corrects and kind:
        sofar.stale = "c" if kind == "d" else "d"
    elif kind and kind == sofar.stale:
        corrects, sofar.stale = True, ""
    sofar.order += kind
    match meaning:
        case Days():
            joined = cues.joins(gap) or (cues.lists(gap) and _between(tokens, kept))
            return _use_days(sofar, meaning, gap, corrects=corrects, joined=joined)
        case Clock():
            return _use_clock(sofar, meaning, gap, corrects=corrects)
        case Window():
            joined = sofar.window is not None and cues.lists(gap)  # "morning or afternoon"
            sofar.window = meaning if corrects else _both(sofar.window, meaning)
            if corrects:
                sofar.clocks.clear()
            return corrects or joined
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
    if cues.lists(gap):
        last, days = _in_month_of(days, last), _in_month_of(last, days)
        sofar.days[-1] = last
    if last.weekdays and days.weekday is not None and cues.lists(gap):
        sofar.days[-1] = replace(last, weekdays=(*last.weekdays, days.weekday))
        return True  # "any Tuesday or Thursday"
    if joined and not corrects and last.is_stretch and (bounds := _bounds(last, days)):
        sofar.days[-1] = bounds  # "from Friday to Monday"
        return True
    if cues.lists(gap) and (union := _union(last, days)):
        sofar.days[-1] = union
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
    return kept is not None and tokens.is_taken(kept.start)


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


def _union(one: Days, two: Days) -> Days | None:
    """Return "the weekend or Monday" as one stretch, where the day is next to it."""
    stretch, day = (one, two.exact) if one.is_stretch else (two, one.exact)
    if day is None or stretch.first is None or stretch.last is None or stretch.weekdays:
        return None
    near = dt.timedelta(days=1)
    if not stretch.first - near <= day <= stretch.last + near:
        return None
    return Days((), min(stretch.first, day), max(stretch.last, day))


def _in_month_of(dated: Days, day: Days) -> Days:
    """Put a day of the month into the month that was said of another: "March 19th or the 20th"."""
    said = dated.exact if dated.monthday is None and dated.weekday is None else None
    if said is None or day.monthday is None or day.exact is None:
        return day
    months = (dates.add_months(said.replace(day=1), step) for step in (-1, 0, 1))
    near = [dates.full_date(first.year, first.month, day.monthday) for first in months]
    # The nearest of those to come: beside "May 30th" the second is of June, and beside
    # "tomorrow", said on the 12th, of the month after.
    ahead = [date for date in near if date is not None and date >= day.exact]
    return Days((min(ahead, key=lambda date: abs(date - said)),)) if ahead else day


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
    for edge, part in ((one.part, two.part), (two.part, one.part)):
        if (name := f"{edge} {part}") in PARTS_OF_DAY:  # "early on Tuesday afternoon"
            return Window(*PARTS_OF_DAY[name], name)
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


def settle_halves(said: Understood) -> None:
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
        if part == "night" and said.days:
            # "Tomorrow night at three" is the morning after, if anything.
            fits = tuple(time for time in fits if time.hour >= _SMALL_HOURS)
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
