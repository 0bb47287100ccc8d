"""What is said of values on the table: the offers, and the present value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from ..base import NOTHING, Reading
from .hours import Hours, likely_times
from .meaning import Days, Window
from .part import WhenPart
from .understood import Understood

__all__ = ["beyond", "choose", "local", "named_by", "offered_days", "shift", "within"]

_NOON = dt.time(12)


def local(day: dt.date, time: dt.time, zone: dt.tzinfo | None) -> dt.datetime | None:
    """Return a date and clock time in a zone; None for a time that the clocks skip that day.

    Of a time that comes twice, when clocks go back, the first is meant.
    """
    moment = dt.datetime.combine(day, time, zone)
    back = moment.astimezone(dt.UTC).astimezone(zone)
    return moment if back.replace(fold=0) == moment and back.time() == moment.time() else None


def shift(said: Understood, current: dt.datetime | None, now: dt.datetime) -> Reading[dt.datetime]:
    """Move the present value: by wall clock for days, by real time for minutes.

    A clock time said with it replaces the time ("the day after at four").
    """
    assert said.shift is not None
    if current is None:
        return NOTHING
    time = current.time()
    if said.clocks:
        times = said.clocks[0].times
        time = next((t for t in times if t.hour // 12 == time.hour // 12), times[-1])
    moved = local(current.date() + dt.timedelta(days=said.shift.days), time, now.tzinfo)
    if moved is None:
        return NOTHING
    moved = (moved.astimezone(dt.UTC) + dt.timedelta(minutes=said.shift.minutes)).astimezone(
        now.tzinfo
    )
    return Reading("clear", moved, tuple(said.spans), merged=True) if moved > now else NOTHING


def beyond(
    said: Understood, base: Sequence[dt.datetime], now: dt.datetime, known: WhenPart | None
) -> Reading[dt.datetime]:
    """Read "something later": the rest of the day after the offers or the present value.

    Of a day for which no time was named yet it is the second half, or the first.

    What is there already is no later: it is left out. "Earlier on Wednesday" is another day with
    the same edge.
    """
    assert said.later is not None
    day = said.days[-1].exact if said.days else None
    spans = tuple(said.spans)
    if not base and not said.days and known is not None and known.date is not None:
        if known.around is not None and known.start is known.end is None:
            return _on_one_side(known.date, known.around, said)
        if known.clock is not None or known.is_constraint:
            return NOTHING
        half = (None, _NOON) if said.later.earlier else (_NOON, None)
        part = replace(known, start=half[0], end=half[1])
        return Reading("partial", spans=spans, partial=part, merged=True)
    if not base or (said.days and day is None):
        return NOTHING
    edge = (min if said.later.earlier else max)(base).astimezone(now.tzinfo)
    return _on_one_side(day or edge.date(), edge.time(), said)


def _on_one_side(day: dt.date, time: dt.time, said: Understood) -> Reading[dt.datetime]:
    assert said.later is not None
    if said.later.earlier:
        part = WhenPart(date=day, end=time)
    else:
        part = WhenPart(date=day, start=time, never=(time,))
    return Reading("partial", spans=tuple(said.spans), partial=part, merged=True)


def offered_days(values: Sequence[object], moments: Sequence[dt.datetime]) -> tuple[dt.date, ...]:
    """Return the days on offer where days are offered, not times.

    Args:
        values: The offers; parts with a day are days.
        moments: Those that are times, in the zone of the call; the start of a day stands for it.
    """
    days = [one.date for one in values if isinstance(one, WhenPart) and one.date is not None]
    if not days and all(moment.time() == dt.time(0) for moment in moments):
        days = [moment.date() for moment in moments]
    return tuple(dict.fromkeys(days))


def choose(
    said: Understood, offered: Sequence[dt.datetime], hours: Hours | None
) -> tuple[dt.datetime, ...]:
    """Return the offered values that the words fit: "three's fine", "the Wednesday".

    Empty where the words ask for something else than was offered. Opening hours decide between
    two offers of a day twelve hours apart.
    """
    if said.same_day or said.same_time:
        return ()
    if said.preference is not None:
        # "The earliest" is that of the offers where they are all of one day.
        plain = not (said.days or said.window) and said.preference.which == "first"
        return (min(offered),) if plain and len({o.date() for o in offered}) == 1 else ()
    fits = [
        value
        for value in offered
        if not said.days or any(named_by(days, value.date()) for days in said.days)
    ]
    if said.clocks:
        if any(clock.shape in ("after", "before") for clock in said.clocks):
            return ()
        fits = [o for o in fits if any(o.time() in clock.times for clock in said.clocks)]
    elif said.minute is not None:
        minute = -said.minute.minute % 60 if said.minute.before else said.minute.minute
        fits = [o for o in fits if o.minute == minute]
    else:
        if said.window is not None:
            window = said.window
            fits = [o for o in fits if within(o.time(), window)]
        if len(fits) > 1:  # "tomorrow" does not choose among the times of tomorrow
            return ()
    if len(fits) > 1 and len({o.date() for o in fits}) == 1:
        likely = likely_times([o.time() for o in fits], (fits[0].date(),), hours)
        fits = [o for o in fits if o.time() in likely]
    return tuple(dict.fromkeys(fits))


def named_by(days: Days, day: dt.date) -> bool:
    """Whether a day is one that the words name."""
    if days.is_stretch:
        return (days.first is None or days.first <= day) and (days.last is None or day <= days.last)
    return (
        day in days.dates
        or (days.weekday is not None and day.weekday() == days.weekday)
        or (days.monthday is not None and day.day == days.monthday)
    )


def within(time: dt.time, window: Window) -> bool:
    """Whether a clock time is in a stretch of the day, its ends included."""
    return (window.start is None or window.start <= time) and (
        window.end is None or time <= window.end
    )
