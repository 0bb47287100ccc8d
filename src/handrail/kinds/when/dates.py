"""Which days words mean: arithmetic of weekdays, months and years, free of any grammar.

The rules are those of everyday English. Where speakers differ, every day that some of them would
mean is returned, likeliest first.
"""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Final

from .meaning import Days

__all__ = [
    "MONTH_FIRST",
    "add_months",
    "day_of_month",
    "disagreeing",
    "full_date",
    "month_and_day",
    "month_range",
    "next_weekday",
    "nth_weekday",
    "numeric_date",
    "plain_weekday",
    "this_weekday",
    "was_lately",
    "week_of",
    "weekday_and_day",
    "weekday_later",
]

_DAY: Final = dt.timedelta(days=1)
_WEEK: Final = dt.timedelta(days=7)
_JUST_PAST: Final = dt.timedelta(days=3)
"""How long ago a date without a year may be to be still taken for that day, which is past."""
_LATELY: Final = dt.timedelta(days=60)
"""How long ago such a date may be for the one in a year to be doubtful."""
_SOON: Final = 62
"""Days ahead within which "Friday the 17th" is taken at its word; further off it is doubtful."""
_MONTHS_AHEAD: Final = 7
"""Months, this one included, in which "Friday the 17th" is looked for."""
_LEAP_YEAR: Final = 2024
_FOLDING: Final = 70
"""Two-digit years up to this are of this century."""


def plain_weekday(today: dt.date, weekday: int) -> dt.date:
    """Return the coming such weekday; said on that very weekday, it is next week's."""
    return today + _DAY * ((weekday - today.weekday() - 1) % 7 + 1)


def this_weekday(today: dt.date, weekday: int) -> tuple[dt.date, ...]:
    """Return what "this Friday" means: the coming one; today or in a week if today is one."""
    coming = plain_weekday(today, weekday)
    return (today, coming) if coming - today == _WEEK else (coming,)


def next_weekday(today: dt.date, weekday: int) -> tuple[tuple[dt.date, ...], bool]:
    """Return what "next Friday" means, and whether that is sure.

    It is the one of next week (so have Duckling, NLU++ and Schema-Guided Dialogue it), but as long
    as one is still to come this week not every speaker means that; and where tomorrow is one,
    nobody can tell.
    """
    coming = plain_weekday(today, weekday)
    of_next_week = week_of(today, 1)[0] + _DAY * weekday
    if coming - today == _DAY:
        return (coming + _WEEK, coming), False
    return (of_next_week,), coming == of_next_week


def weekday_later(today: dt.date, weekday: int, weeks: int) -> tuple[dt.date, ...]:
    """Return what "a week on Tuesday" means: so many weeks after the coming one.

    Said on a Tuesday it may count from today or from the next.
    """
    coming = plain_weekday(today, weekday)
    if coming - today == _WEEK:
        return today + _WEEK * weeks, coming + _WEEK * weeks
    return (coming + _WEEK * weeks,)


def week_of(day: dt.date, weeks: int = 0) -> tuple[dt.date, dt.date]:
    """Return Monday and Sunday of the week of a day, or of a week so many weeks later."""
    monday = day - _DAY * day.weekday() + _WEEK * weeks
    return monday, monday + _DAY * 6


def month_range(year: int, month: int) -> tuple[dt.date, dt.date]:
    """Return the first and last day of a month; months beyond 12 run into later years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months later, or the last day of that month."""
    first, last = month_range(day.year, day.month + months)
    return min(first + _DAY * (day.day - 1), last)


def full_date(year: int, month: int, day: int) -> dt.date | None:
    """Return a date; None when there is none such. Two-digit years are of this century."""
    if year < 100:
        year += 2000 if year < _FOLDING else 1900
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def month_and_day(today: dt.date, month: int, day: int) -> dt.date | None:
    """Return the next such day from today on, today included; None when there is none such.

    None too for one that was a few days ago: nobody means the one in a year ("June 11th", said on
    the 12th).
    """
    if was_within(_JUST_PAST, today, month, day):
        return None
    for year in range(today.year, today.year + 9):  # 29 February may be eight years off
        date = full_date(year, month, day)
        if date is not None and date >= today:
            return date
    return None


def was_lately(today: dt.date, date: dt.date) -> bool:
    """Whether a date was named that was not long ago too, so that it may be meant amiss."""
    return date.year > today.year and was_within(_LATELY, today, date.month, date.day)


def was_within(span: dt.timedelta, today: dt.date, month: int, day: int) -> bool:
    """Whether there was such a day so shortly before today."""
    every = (full_date(year, month, day) for year in (today.year, today.year - 1))
    return any(date is not None and date < today <= date + span for date in every)


def day_of_month(today: dt.date, day: int) -> dt.date | None:
    """Return the next such day of a month from today on, today included."""
    for months in range(13):
        first, last = month_range(today.year, today.month + months)
        date = first + _DAY * (day - 1)
        if today <= date <= last:
            return date
    return None


def weekday_and_day(today: dt.date, weekday: int, day: int) -> Days | None:
    """Return what "Friday the 17th" means: the next 17th that is a Friday.

    Where there is none within two months one of the two may be a slip of the tongue. If the next
    17th is the day before or after a Friday it is taken for one: then it is that day or that
    Friday. Otherwise the date is taken at its word half a year ahead, but it is doubtful.
    """
    coming = day_of_month(today, day)
    slip = coming is not None and abs((coming.weekday() - weekday + 3) % 7 - 3) == 1
    for months in range(_MONTHS_AHEAD):
        first, last = month_range(today.year, today.month + months)
        date = first + _DAY * (day - 1)
        if today <= date <= last and date.weekday() == weekday:
            soon = (date - today).days <= _SOON
            if soon or not slip:
                return Days((date,), doubtful=not soon)
    return None if coming is None else disagreeing(today, coming, weekday)


def disagreeing(today: dt.date, date: dt.date, weekday: int) -> Days:
    """Return the days meant by a date and a weekday that disagree: either, as long as it is ahead.

    The day of that weekday is the one nearest to the date.
    """
    off = (weekday - date.weekday() + 3) % 7 - 3
    return Days(tuple(day for day in (date, date + _DAY * off) if day >= today))


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> dt.date | None:
    """Return the first, second, ... such weekday of a month; -1 is the last."""
    first, last = month_range(year, month)
    if nth < 0:
        return last - _DAY * ((last.weekday() - weekday) % 7)
    date = first + _DAY * ((weekday - first.weekday()) % 7) + _WEEK * (nth - 1)
    return date if date <= last else None


def numeric_date(numbers: tuple[int, ...], today: dt.date, region: str) -> dt.date | None:
    """Return what "3/4", "13/8/2018" means, in the order of the region.

    Only the United States (and what follows their custom) put the month first. A date that does
    not exist in the region's order is read in the other.
    """
    orders = [(1, 0), (0, 1)] if region not in MONTH_FIRST else [(0, 1), (1, 0)]
    for month, day in orders:
        if full_date(_LEAP_YEAR, numbers[month], numbers[day]) is None:
            continue
        if len(numbers) > 2:
            return full_date(numbers[2], numbers[month], numbers[day])
        return month_and_day(today, numbers[month], numbers[day])
    return None


MONTH_FIRST: Final = frozenset({"US", "PH", "FM", "MH", "PW", "GU", "PR", "VI", "AS", "MP", "UM"})
"""Countries in which the month is written before the day (Unicode CLDR, English locales)."""
