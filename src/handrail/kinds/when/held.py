"""Days in the light of what is held already: "Tuesday" of the week just spoken of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from .dates import month_range
from .meaning import Days
from .offers import named_by
from .part import WhenPart

__all__ = ["among_known", "month_of", "near_known"]

_WEEK: Final = 7


def among_known(days: Days, known: WhenPart | None) -> list[dt.date]:
    """Return the days already narrowed down to that a bare weekday or day of the month names."""
    if known is None or (days.weekday is None and days.monthday is None):
        return []
    among = list(known.dates)
    if known.first is not None and known.last is not None:
        length = min((known.last - known.first).days + 1, 100)
        among += [known.first + dt.timedelta(days=i) for i in range(length)]
    return [day for day in among if named_by(days, day)]


def near_known(days: Days, known: WhenPart | None, today: dt.date) -> list[dt.date]:
    """Return the weekdays about a day more than a week off: "in two weeks", then "Tuesday".

    Nobody goes back to this week with it; which side of that day is meant is asked.
    """
    if known is None or known.date is None or days.weekday is None:
        return []
    if (known.date - today).days <= _WEEK:
        return []
    ahead = (days.weekday - known.date.weekday()) % _WEEK
    after = known.date + dt.timedelta(days=ahead)
    return [after - dt.timedelta(days=_WEEK), after] if ahead else [after]


def month_of(offered: Sequence[dt.datetime], today: dt.date) -> WhenPart | None:
    """Return the month of the offers where it is a later one: "the 14th" is then of that month."""
    months = {(one.year, one.month) for one in offered}
    if len(months) != 1 or (today.year, today.month) in months:
        return None
    first, last = month_range(*months.pop())
    return WhenPart(first=first, last=last)
