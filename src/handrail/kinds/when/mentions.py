"""Phrases whose meaning lies in the one said before them: "so after that", "so half past"."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from .grammar import Found
from .meaning import Clock, Days, Minute, Shift, Than
from .understood import Understood

__all__ = ["resolved"]


def resolved(one: Found, mentioned: Sequence[Clock | Days], sofar: Understood) -> Found | None:
    """Return a phrase whose meaning lies in the one before it, which itself may not be wanted.

    "My class is until three, so after that", "I finish at five, so half past", "my birthday is on
    the 20th, so the day before".
    """
    meaning = one.meaning
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
    if isinstance(meaning, Shift) and meaning.days and not sofar.days:
        day = next((said.exact for said in reversed(mentioned) if isinstance(said, Days)), None)
        if day is not None:
            return replace(one, meaning=Days((day + dt.timedelta(days=meaning.days),)))
    return one
