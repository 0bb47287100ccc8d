"""Phrases whose meaning lies in another: "so after that", "so half past", "the day before"."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from .dates import week_of
from .grammar import Found, World
from .meaning import Clock, Days, Minute, Offset, Shift, Than
from .understood import Understood

__all__ = ["measured", "resolved"]


def measured(found: Sequence[Found], today: dt.date) -> list[Found]:
    """Put in place of a distance and the day it is from ("the day before July 4th") the day meant.

    A distance from something else ("the day after my wedding") says nothing, nor does that.
    """
    days: list[Found] = []
    for one in found:
        last = days[-1] if days else None
        if last is None or not isinstance(last.meaning, Offset) or last.meaning.back:
            days.append(one)
        elif isinstance(one.meaning, Days) and one.start == last.end:
            days[-1] = Found(last.start, one.end, _from(last.meaning, one.meaning, today))
        else:
            days[-1] = one
    return [one for one in days if not isinstance(one.meaning, Offset) or one.meaning.back]


def _from(offset: Offset, base: Days, today: dt.date) -> Days:
    """Return the day at a distance from another, or the stretch of days from it."""
    day, days = base.exact, offset.days
    if day is None:
        return Days()
    if offset.week:  # a week of the calendar, or seven days: whatever may be meant
        start, end = week_of(day + dt.timedelta(days=days))
        one = dt.timedelta(days=1)
        if days < 0:
            start, end = max(start, today), day - one
            return Days((), start, end) if start <= end else Days()
        return Days((), day + one, end)
    if offset.weekday is not None:
        days *= ((offset.weekday - day.weekday()) * days - 1) % 7 + 1
    return Days((day + dt.timedelta(days=days),), doubtful=base.doubtful)


def resolved(
    one: Found, mentioned: Sequence[Clock | Days], sofar: Understood, world: World
) -> Found | None:
    """Return a phrase whose meaning lies in the one before it, which itself may not be wanted.

    "My class is until three, so after that", "I finish at five, so half past", "my birthday is on
    the 20th, so the day before". "The Friday after" is from the day of the call, too.
    """
    meaning = one.meaning
    if isinstance(meaning, Offset):
        days = [said.exact for said in mentioned if isinstance(said, Days) and said.exact]
        base = days[-1] if days else world.held
        if base is None:
            return None
        return replace(one, meaning=_from(meaning, Days((base,)), world.today))
    if isinstance(meaning, Than):
        last = mentioned[-1] if mentioned else None
        if isinstance(last, Clock):
            return replace(one, meaning=last.shaped(meaning.shape))
        day = last.exact if last is not None else None
        if day is None:
            return None
        after = meaning.shape == "after"
        edge = day + dt.timedelta(days=1 if after else -1)
        return replace(one, meaning=Days((), edge, None) if after else Days((), None, edge))
    clock = next((said for said in reversed(mentioned) if isinstance(said, Clock)), None)
    if isinstance(meaning, Minute) and clock is not None and not sofar.clocks:
        minute = -meaning.minute % 60 if meaning.before else meaning.minute
        hours = (time.hour - meaning.before for time in clock.times)
        return replace(one, meaning=Clock(tuple(dt.time(hour % 24, minute) for hour in hours)))
    if isinstance(meaning, Shift) and meaning.days:  # also "tomorrow, no, the day after"
        day = next((said.exact for said in reversed(mentioned) if isinstance(said, Days)), None)
        if day is not None:
            return replace(one, meaning=Days((day + dt.timedelta(days=meaning.days),)))
    return one
