"""From what was said to a value: what the call already knows, opening hours, and the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ..base import NOTHING, Context, Reading
from .clock_choice import is_late_today, likeliest, minute_of, times_on
from .held import among_known, month_of, near_known
from .hours import Hours, likely_times
from .meaning import Clock, Days, Minute, Preference, Window, clock
from .offers import beyond, choose, local, offered_days, shift, within
from .part import WhenPart
from .understood import Understood

__all__ = ["settle"]

_WEEK: Final = 7
_MOST: Final = 6
"""Alternatives beyond which a reading is no choice any more."""


@dataclass(slots=True)
class _State:
    """The two halves of a date and time while they are put together."""

    days: Days | None = None
    options: tuple[dt.date, ...] = ()
    clocks: tuple[Clock, ...] = ()
    window: Window | None = None
    never: tuple[dt.time, ...] = ()
    denied: frozenset[dt.time] = frozenset()
    prefer: Preference | None = None
    paired: bool = False
    """Whether each of `options` has the one of `clocks` at the same place."""
    merged: bool = False
    doubtful: bool = False


def settle(said: Understood, ctx: Context, hours: Hours | None) -> Reading[dt.datetime]:
    """Return the reading of an utterance in the light of the call.

    Args:
        said: What the utterance says of time.
        ctx: What is known of the call.
        hours: The opening hours, if known.
    """
    known = ctx.partial if isinstance(ctx.partial, WhenPart) else None
    if said.is_empty:
        return _without(known, said) if known is not None else NOTHING
    spans = tuple(said.spans)
    now = ctx.now
    if said.moment is not None:
        at = said.moment.at
        return Reading("clear", at, spans) if at >= minute_of(now) else NOTHING
    current = ctx.current.astimezone(now.tzinfo) if isinstance(ctx.current, dt.datetime) else None
    offered = tuple(o.astimezone(now.tzinfo) for o in ctx.offered if isinstance(o, dt.datetime))
    if days := offered_days(ctx.offered, offered):
        known, offered = known or WhenPart(dates=days), ()
    if said.preference is not None and (
        said.clocks or (offered and said.preference.which == "any" and not said.days)
    ):
        said = replace(said, preference=None)  # "any of those" asks for no other time
        if said.is_empty:
            return NOTHING
    reading = _of_the_table(said, ctx, current, offered, hours)
    if reading is not None:
        return reading
    state = _State(window=said.window, prefer=said.preference)
    _gather_day(state, said, known, current=current, offered=offered, today=now.date())
    if not _gather_time(state, said, known, current):
        return NOTHING
    reading = _put_together(state, ctx, hours)
    return NOTHING if reading.status == "none" else replace(reading, spans=spans)


def _of_the_table(
    said: Understood,
    ctx: Context,
    current: dt.datetime | None,
    offered: Sequence[dt.datetime],
    hours: Hours | None,
) -> Reading[dt.datetime] | None:
    """Read what is said of the present value or of the offers; None where it is of neither."""
    spans, now = tuple(said.spans), ctx.now
    known = ctx.partial if isinstance(ctx.partial, WhenPart) else None
    if said.shift is not None and not (said.days and said.clocks):
        return shift(said, current, now)
    if said.later is not None and not (said.clocks or said.window):
        return beyond(said, offered or ((current,) if current else ()), now, known)
    chosen = choose(said, offered, hours)
    if len(chosen) > 1:
        return Reading("ambiguous", None, spans, chosen)
    return Reading("clear", chosen[0], spans) if chosen else None


def _gather_day(
    state: _State,
    said: Understood,
    known: WhenPart | None,
    *,
    current: dt.datetime | None,
    offered: Sequence[dt.datetime],
    today: dt.date,
) -> None:
    """Take the day from what was said, else from what is known."""
    if said.days:
        _take_days(state, said.days, known or month_of(offered, today), today)
    elif said.same_day and current is not None:
        state.options, state.merged = (current.date(),), True
    elif known is not None and (known.date or known.dates or known.first or known.last):
        state.options = (known.date,) if known.date else known.dates
        if not state.options:
            state.days = Days((), known.first, known.last, weekdays=known.weekdays)
    elif said.preference is not None and said.preference.which != "last":
        if said.window is None or said.denied:
            state.days = Days((), today, None)
    elif current is not None:
        state.options, state.merged = (current.date(),), True
    elif len({o.date() for o in offered}) == 1:
        state.options = (offered[0].date(),)


def _gather_time(
    state: _State, said: Understood, known: WhenPart | None, current: dt.datetime | None
) -> bool:
    """Take the time from what was said, else from what is known; False when it hangs in the air."""
    base = current.time() if current is not None else None
    if said.clocks and said.minute is not None:
        # "I finish at five, so half past": the minutes are of the hour just said.
        state.clocks = tuple(_with_minute(one, said.minute) for one in said.clocks)
    elif said.clocks:
        state.clocks = tuple(said.clocks)
        state.paired = said.is_paired and len(state.options) == len(state.clocks)
        if len(said.clocks) == 1 and known is not None:
            state.clocks = (_by_window(said.clocks[0], known),)
    elif said.minute is not None:
        base = known.clock if known is not None and known.clock else base
        if base is None:
            return False
        state.clocks = (_with_minute(Clock((base,)), said.minute),)
    elif said.same_time:
        _same_weekday(state, current)
        base = base if base is not None or known is None else known.clock
        if base is not None:
            state.clocks, state.merged = (Clock((base,)),), True
        return base is not None or bool(state.options) or state.days is not None
    elif said.window is None:
        if known is not None and known.clock in said.denied_times:
            known = replace(known, time=None, around=None, bare=False)
        keeps = said.preference is None and not (current and current.time() in said.denied_times)
        _keep_time(state, known, current if keeps else None)
    state.denied = said.denied_times
    return True


def _with_minute(hour: Clock, said: Minute) -> Clock:
    minute = -said.minute % 60 if said.before else said.minute
    return replace(
        hour, times=tuple(dt.time((time.hour - said.before) % 24, minute) for time in hour.times)
    )


def _same_weekday(state: _State, current: dt.datetime | None) -> None:
    """Settle "same time next week" on the present value's weekday."""
    week = state.days
    if current is None or week is None or week.first is None or week.last is None:
        return
    length = (week.last - week.first).days + 1
    if length <= _WEEK:
        every = (week.first + dt.timedelta(days=i) for i in range(length))
        days = [day for day in every if day.weekday() == current.weekday()]
        if days == [current.date()]:  # it is next week already: the week after it is meant
            days = [current.date() + dt.timedelta(days=_WEEK)]
        state.options, state.days = tuple(days), None if days else week


def _take_days(state: _State, said: Sequence[Days], known: WhenPart | None, today: dt.date) -> None:
    state.doubtful = any(days.doubtful for days in said)
    options: list[dt.date] = []
    for days in said:
        if days.is_stretch:
            state.days = days
            continue
        options += among_known(days, known) or near_known(days, known, today) or days.dates
    state.options = tuple(dict.fromkeys(day for day in options if day >= today))
    if state.options and state.days is not None:
        state.days = None


def _by_window(said: Clock, known: WhenPart) -> Clock:
    """Settle the half of a clock time by a stretch of the day known before: "afternoon", "two"."""
    if known.start is None and known.end is None:
        return said
    window = Window(known.start, known.end)
    fits = tuple(time for time in said.times if within(time, window))
    return replace(said, times=fits) if fits else said


def _keep_time(state: _State, known: WhenPart | None, current: dt.datetime | None) -> None:
    """Keep the time that is known, where only a day was said."""
    if known is not None and known.clock is not None:
        times: tuple[dt.time, ...] = (known.clock,)
        if known.bare:
            whole = clock(known.clock.hour % 12 or 12, known.clock.minute)
            times = whole.times if whole else times
        state.clocks = (Clock(times, "around" if known.time is None else "at"),)
    elif known is not None and (known.start is not None or known.end is not None):
        state.window, state.never = Window(known.start, known.end), known.never
    elif current is not None and (state.options or state.days is not None):
        state.clocks = (Clock((current.time(),)),)
        state.merged = True


def _put_together(state: _State, ctx: Context, hours: Hours | None) -> Reading[dt.datetime]:
    """Read the halves as a value, or as what is still open of one."""
    edges = [clock for clock in state.clocks if clock.shape in ("after", "before")]
    if edges:
        state = replace(state, window=_edges(edges, state, ctx, hours), clocks=())
    if state.window is not None:
        denied = (time for time in state.denied if within(time, state.window))
        state.never = tuple(dict.fromkeys((*state.never, *denied)))
    if state.options and state.clocks:
        reading = _values(state, ctx, hours)
        if reading.status == "clear" and state.prefer is not None and state.prefer.which == "any":
            state.prefer = None
    elif state.options:
        reading = _days_only(state, ctx)
    else:
        reading = _no_day(state, ctx, hours)
    if reading.status == "none":
        return reading
    doubtful = state.doubtful or any(clock.doubtful for clock in state.clocks)
    part = reading.partial
    if isinstance(part, WhenPart) and reading.status != "clear":
        part = _narrowed(part, state)
    return replace(reading, partial=part, merged=state.merged, doubtful=doubtful)


def _narrowed(part: WhenPart, state: _State) -> WhenPart:
    """Add to what is known in part which days and times will not do, and which is preferred."""
    prefer = state.prefer.which if state.prefer is not None else None
    if prefer == "any" and (part.is_constraint or not (part.date or part.dates)):
        prefer = None  # "any time next week": the week says it
    weekdays = state.days.weekdays if state.days is not None and not state.options else ()
    return replace(part, weekdays=weekdays, never=tuple(sorted(state.never)), prefer=prefer)


def _without(known: WhenPart, said: Understood) -> Reading[dt.datetime]:
    """Read a denial of the time that was known ("not three"): the rest stands."""
    if known.clock is None or known.clock not in said.denied_times:
        return NOTHING
    part = replace(known, time=None, around=None, bare=False, never=(*known.never, known.clock))
    return Reading("partial", spans=tuple(said.denial_spans), partial=part)


def _values(state: _State, ctx: Context, hours: Hours | None) -> Reading[dt.datetime]:
    """Read a day and a time: clear when there is one of each that is still to come."""
    values: list[dt.datetime] = []
    for place, day in enumerate(state.options):
        for one in state.clocks[place : place + 1] if state.paired else state.clocks:
            if one.either_end:
                # "Tuesday at midnight" is either end of Tuesday; today's has only one to come.
                ends = (
                    local(day + dt.timedelta(days=i), one.times[0], ctx.now.tzinfo) for i in (0, 1)
                )
                values += [end for end in ends if end is not None and end > ctx.now]
                continue
            for time in times_on(day, one.times, ctx, hours):
                value = local(day, time, ctx.now.tzinfo)
                if value is not None and value >= minute_of(ctx.now):
                    values.append(value)
    values = list(dict.fromkeys(values))
    if not values:
        # The time has passed or does not exist that day; the day may still do.
        today = ctx.now.date()
        if today not in state.options:
            return _days_only(replace(state, clocks=()), ctx)
        if state.options != (today,) or len(state.clocks) != 1:
            return NOTHING
        # What is free later today can be offered from a time that has passed.
        passed = times_on(today, state.clocks[0].times, ctx, hours)
        return Reading("partial", partial=WhenPart(date=today, time=passed[0]))
    if len(values) > 1:
        return Reading("ambiguous", alternatives=tuple(values[:_MOST]))
    value = values[0]
    if is_late_today(value, state.clocks, ctx, hours):
        state.doubtful = True
    around = any(clock.shape == "around" for clock in state.clocks)
    part = WhenPart(date=value.date(), around=value.time()) if around else None
    return Reading("clear", value, partial=part)


def _days_only(state: _State, ctx: Context) -> Reading[dt.datetime]:
    start, end = (state.window.start, state.window.end) if state.window else (None, None)
    options = tuple(
        day
        for day in state.options
        if day > ctx.now.date() or (day == ctx.now.date() and (end is None or end > ctx.now.time()))
    )
    if not options:
        return NOTHING
    if len(options) == 1:
        return Reading("partial", partial=WhenPart(date=options[0], start=start, end=end))
    starts = (local(day, dt.time(0), ctx.now.tzinfo) for day in options[:_MOST])
    return Reading(
        "ambiguous",
        alternatives=tuple(start for start in starts if start is not None),
        partial=WhenPart(dates=options, start=start, end=end),
    )


def _no_day(state: _State, ctx: Context, hours: Hours | None) -> Reading[dt.datetime]:
    first, last = (state.days.first, state.days.last) if state.days else (None, None)
    start, end = (state.window.start, state.window.end) if state.window else (None, None)
    part = WhenPart(first=first, last=last, start=start, end=end)
    times = [likeliest(clock.times, ctx, hours) for clock in state.clocks]
    if len(times) == 1:
        bare = len(state.clocks[0].times) > 1
        if state.clocks[0].shape == "around":
            part = replace(part, around=times[0], bare=bare)
        else:
            part = replace(part, time=times[0], bare=bare)
    elif times:
        part = replace(part, start=min(times), end=max(times))
    if part == WhenPart() and state.prefer is None:
        return NOTHING
    return Reading("partial", partial=part)


def _edges(
    edges: Sequence[Clock], state: _State, ctx: Context, hours: Hours | None
) -> Window | None:
    start = state.window.start if state.window else None
    end = state.window.end if state.window else None
    for edge in edges:
        fits = likely_times(edge.times, state.options, hours)
        time = fits[0] if len(fits) == 1 else likeliest(edge.times, ctx, hours)
        if edge.shape == "after":
            start = time
        else:
            end = time
    if start is not None and end is not None and start >= end:
        return None  # "between ten and noon or after three" is no single stretch
    return Window(start, end)
