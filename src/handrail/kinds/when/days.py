"""Grammar of days: what names one day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Final

from . import dates
from .grammar import Match, Rule, World, rule
from .lexicon import CLASSES
from .meaning import Days, Meaning, Offset

__all__ = ["DAY_RULES", "named_month"]

DAY_RULES: Final[list[Rule]] = []

_DAY: Final = dt.timedelta(days=1)
_ADVERBS: Final = 3
"""The ordinals up to this are adverbs too ("first, how much is it?")."""
_HOURS_ON_A_DIAL: Final = 12
_MONTHS_OF_A_YEAR: Final = 12
_NUMBERED: Final = frozenset("available possible free appointment slot spot opening".split())
"""What an ordinal may number that is no day: "the first appointment"."""

_YEAR: Final = """
    (?: COMMA? (?P<year>YEAR)
      | COMMA? (?P<century>NTEEN)(?P<rest>NTEEN|NDAY|NMIN) (?!AMPM)
      | THIS YEARS
      | (?P<nextyear>NEXT YEARS) )?
"""
_WEEKDAY: Final = "(?: (?P<weekday>DAYNAME) (?:COMMA|STOP|ON)* )?"
_WHICH: Final = "THE? (?P<which>NEXT|THIS|COMING)?"


# --- a day by its date --------------------------------------------------------------------------


@rule(
    f"""{_WEEKDAY} THE? (?P<day>ORDINAL|DAYNUM) DAYS? (?:COMMA|OF|IN|THE)* (?P<month>MONTH)
    STOP? {_YEAR} (?!PLACE)""",
    DAY_RULES,
)
@rule(
    f"""{_WEEKDAY} (?<!NTEEN)(?<!NDAY) (?P<month>MONTH)
    (?: STOP? | (?:COMMA|ON) (?=THE|ORDINAL) ) THE?
    (?P<day>ORDINAL|DAYNUM) (?!OCLOCK|AMPM|PAST|OF THE? (?:OTHER|PARTY)) {_YEAR}""",
    DAY_RULES,
)
@rule("(?P<month>MONTH) STOP? THE? (?P<day>ORDINAL|DAYNUM) COMMA? (?P<weekday>DAYNAME)", DAY_RULES)
@rule("(?P<day>DAYNUM|ORD) DASH (?P<month>MONTH) (?:DASH (?P<year>YEAR|NDAY|NMIN))?", DAY_RULES)
@rule("(?P<month>MONTH) DASH (?P<day>DAYNUM|ORD) (?!AMPM|OCLOCK|DASH) (?=TAIL)", DAY_RULES)
@rule("THE? (?P<day>ORDINAL) OF THE (?P<month>ORDINAL) (?!DAYNAME|WEEKS|DAYS)", DAY_RULES)
@rule(
    f"THE? (?P<day>ORDINAL|DAYNUM) OF? (?P<month>MONTH) {_YEAR} COMMA? (?P<weekday>DAYNAME)",
    DAY_RULES,
)
def month_day(match: Match, world: World) -> Meaning | None:
    """Read "March 3rd", "Tuesday the 16th of June", "14 April 2015", "the third of the seventh"."""
    month, day = match.number("month"), match.number("day")
    if month > _MONTHS_OF_A_YEAR:
        return None
    if match.word("month") == "may" and match.word("day") == "one":
        return None  # "may one of us ..."
    year = _year(match, world)
    if year is None:
        date = dates.month_and_day(world.today, month, day)
    else:
        date = dates.full_date(year, month, day)
    found = _agreed(date, match.optional("weekday"), world)
    # "April 11th", said in June: of a year ahead or a slip for July?
    lately = year is None and date is not None and dates.was_lately(world.today, date)
    return replace(found, doubtful=True) if lately else found


@rule(f"{_WEEKDAY} (?P<date>NUMDATE|ISODATE)", DAY_RULES)
def written_date(match: Match, world: World) -> Meaning | None:
    """Read "2/15", "Thursday, 8/16/2018", "2015-03-03"."""
    numbers = match.value("date")
    assert isinstance(numbers, tuple)
    if numbers[0] > 31:  # a year; "32/0" has none and is no date
        date = dates.full_date(*numbers) if len(numbers) == 3 else None
    else:
        date = dates.numeric_date(numbers, world.today, world.region)
    return _agreed(date, match.optional("weekday"), world)


@rule("(?<!ANYNUM) (?P<month>DAYNUM) DASH (?P<day>NTEEN|NDAY) (?=TAIL)", DAY_RULES, bare=True)
def hyphened_date(match: Match, world: World) -> Meaning | None:
    """Read "2-15" where it can be nothing but a date."""
    numbers = (match.number("month"), match.number("day"))
    if (
        numbers[0] > 12
        or not match.word("month").isdigit()
        or world.region not in dates.MONTH_FIRST
    ):
        return None
    return _agreed(dates.numeric_date(numbers, world.today, world.region), None, world)


@rule("(?P<weekday>DAYNAME) (?:COMMA|STOP|ON)* (?P<the>THE)? (?P<day>ORDINAL) (?!THING)", DAY_RULES)
@rule("(?P<weekday>DAYNAME) COMMA? THE (?P<day>DAYNUM) (?=TAIL)", DAY_RULES)
def weekday_and_day(match: Match, world: World) -> Meaning | None:
    """Read "Tuesday the 16th", "Friday 29th"; not "Monday first", which is no date."""
    if _is_adverb(match):
        return None
    return dates.weekday_and_day(world.today, match.number("weekday"), match.number("day"))


@rule("(?P<weekday>DAYNAME) COMMA? (?P<day>NTEEN|NDAY) (?=TAIL)", DAY_RULES)
def weekday_and_number(match: Match, world: World) -> Meaning | None:
    """Read "Thursday 18" as "Thursday the 18th"; up to twelve the number is an hour."""
    day = match.number("day")
    if day <= _HOURS_ON_A_DIAL:
        return None
    return dates.weekday_and_day(world.today, match.number("weekday"), day)


@rule("(?:THE|ON) THE? (?P<day>ORD) (?!PLACE|LAST)", DAY_RULES)
@rule("(?P<day>ORD) (?!PLACE|LAST)", DAY_RULES)
@rule("ON THE? (?P<day>ORDWORD) (?=TAIL)", DAY_RULES)
@rule("(?P<weak>THE) (?P<day>ORDWORD) (?=TAIL)", DAY_RULES)
@rule("(?P<weak>THE) (?P<day>ORDWORD) (?=OR THE? ORDINAL (?:TAIL|OF|MONTH))", DAY_RULES)
@rule("(?<=ORDINAL OR) (?P<weak>THE)? (?P<day>ORDWORD) (?=TAIL)", DAY_RULES)
@rule("THE (?P<day>ORDWORD) (?=OR THE? ORDINAL (?:TAIL|OF|MONTH))", DAY_RULES, bare=True)
@rule("THE (?P<day>ORDWORD) (?=TAIL)", DAY_RULES, bare=True)
@rule("(?<=LEAD) (?P<day>ORDWORD) (?=TAIL)", DAY_RULES, bare=True)
@rule("NEXT (?P<day>ORD)", DAY_RULES)
@rule("ON THE (?P<day>DAYNUM) (?=END|STOP|COMMA|SOFT|AT)", DAY_RULES, bare=True)
@rule("THE (?P<day>NTEEN|NDAY) (?=END|STOP|COMMA|SOFT|AT)", DAY_RULES, bare=True)
def day_alone(match: Match, world: World) -> Meaning | None:
    """Read "the 16th", "the eighth"; of "first", "second" and "third" only "the first"."""
    day = match.number("day")
    end = match.groups.end("day")
    if day <= _ADVERBS and (
        match.has("weak") or _is_adverb(match) or match.tokens.word(end) in _NUMBERED
    ):
        return None
    date = dates.day_of_month(world.today, day)
    return Days((date,), monthday=day) if date is not None else None


@rule(f"THE? (?P<day>ORDINAL|DAYNUM) DAYS? OF {_WHICH} MONTHS", DAY_RULES)
def day_of_named_month(match: Match, world: World) -> Meaning | None:
    """Read "the 20th of next month", "10th of this month"."""
    first, last = named_month(match, world)
    date = first + _DAY * (match.number("day") - 1)
    if date < world.today and not match.has("which"):
        date = dates.add_months(date, 1)  # "the 3rd of the month", said on the 10th
        return Days((date,))
    return Days((date,) if world.today <= date <= last else ())


@rule(
    f"""(?<!ORDINAL) THE? (?P<last>LAST) DAYS (?:OF|IN) {_WHICH}
    (?:MONTHS|(?P<month>MONTH) (?P<year>YEAR)?)""",
    DAY_RULES,
)
@rule(
    f"""THE? (?:(?P<nth>ORDINAL)|(?P<last>LAST)) (?P<weekday>WEEKDAY) (?:OF|IN) {_WHICH}
    (?:MONTHS|(?P<month>MONTH) (?P<year>YEAR)?)""",
    DAY_RULES,
)
@rule("THE? (?P<nth>ORDINAL) (?P<weekday>WEEKDAY) (?P<which>NEXT|THIS) MONTHS", DAY_RULES)
def nth_of_month(match: Match, world: World) -> Meaning | None:
    """Read "the first Tuesday of October", "the last day of this month"."""
    first, last = named_month(match, world)
    if not match.has("weekday"):
        return Days((last,))
    nth = -1 if match.has("last") else match.number("nth")
    date = dates.nth_weekday(first.year, first.month, match.number("weekday"), nth)
    if date is not None and date < world.today and not (match.has("year") or match.has("which")):
        # Past already: of this year's month the next year's is meant, of this month the next.
        first = dates.add_months(first, 12 if match.has("month") else 1)
        date = dates.nth_weekday(first.year, first.month, match.number("weekday"), nth)
    return Days((date,) if date is not None and date >= world.today else ())


# --- weekdays -----------------------------------------------------------------------------------


@rule("(?P<weekday>WEEKDAY) (?!DISH)", DAY_RULES)
@rule("(?<=START) (?P<weekday>SHORTDAY) (?=(?:STOP|COMMA)?END)", DAY_RULES)
@rule("(?<=ON) (?P<weekday>SHORTDAY)", DAY_RULES)
@rule("(?P<weekday>SHORTDAY) (?=AT|STOP?COMMA|PART|NOON)", DAY_RULES)
@rule("(?<=LEAD) (?P<weekday>SHORTDAY) (?=CLOCK|HOURNUM (?:AMPM|OCLOCK|MINUTENUM|END))", DAY_RULES)
def weekday(match: Match, world: World) -> Meaning:
    """Read "Tuesday"."""
    day = match.number("weekday")
    return Days((dates.plain_weekday(world.today, day),), weekday=day)


@rule("ANY (?P<any>WEEKDAY)", DAY_RULES)
def any_weekday(match: Match, world: World) -> Meaning | None:
    """Read "any Tuesday"; "any time Tuesday" is one of them only."""
    if match.tokens.word(match.groups.start()) != "any":
        return None
    return Days((), world.today, None, weekdays=(match.number("any"),))


@rule("(?:THIS (?P<coming>COMING) | THE? (?P<coming2>COMING)) (?P<weekday>DAYNAME)", DAY_RULES)
@rule("(?P<weekday>WEEKDAY) (?P<coming>COMING)", DAY_RULES)
@rule("THIS (?P<weekday>DAYNAME)", DAY_RULES)
def this_weekday(match: Match, world: World) -> Meaning:
    """Read "this Tuesday", "the coming Tuesday", "Saturday coming"."""
    day = match.number("weekday")
    if match.has("coming") or match.has("coming2"):
        return Days((dates.plain_weekday(world.today, day),))
    return Days(dates.this_weekday(world.today, day))


@rule("THE? NEXT (?P<weekday>DAYNAME)", DAY_RULES)
@rule("(?P<weekday>WEEKDAY) NEXT (?!WEEKS|MONTHS)", DAY_RULES)
def next_weekday(match: Match, world: World) -> Meaning:
    """Read "next Tuesday"."""
    days, sure = dates.next_weekday(world.today, match.number("weekday"))
    return Days(days, doubtful=not sure)


@rule(
    """(?P<weekday>DAYNAME) COMMA? (?:OF|IN|ON)?
    (?: (?P<second>THE WEEKS AFTER NEXT) | THE? (?P<next>NEXT) WEEKS | THIS COMING? WEEKS )""",
    DAY_RULES,
)
@rule(
    """(?: (?P<second>THE? WEEKS AFTER NEXT) | (?P<next>NEXT) WEEKS | THIS WEEKS )
    COMMA? (?:SOFT|ON|THE)* (?P<weekday>DAYNAME) (?!THE|ORDINAL)""",
    DAY_RULES,
)
def weekday_of_week(match: Match, world: World) -> Meaning | None:
    """Read "Friday next week", "next week on Friday", "Saturday this week"."""
    weeks = 2 if match.has("second") else int(match.has("next"))
    date = dates.week_of(world.today, weeks)[0] + _DAY * match.number("weekday")
    return Days((date,) if date >= world.today else ())


@rule("THAT WEEKDAY", DAY_RULES)
@rule("THE? WEEKDAY BEFORE THAT? (?=END|STOP|COMMA)", DAY_RULES)
@rule("THE? LAST (?:DAYNAME|WEEKS|MONTHS|PART|YEARS)", DAY_RULES)
@rule("(?:COUNTNUM|ART) (?:DAYS|WEEKS|MONTHS|HOURS|MINUTES) AGO", DAY_RULES)
@rule("YESTERDAY PART?", DAY_RULES)
def past(match: Match, _world: World) -> Meaning | None:
    """Read "last Tuesday" and "that Tuesday" as mentions of no day that is known to be coming."""
    before = match.tokens.word(match.groups.start() - 1)
    return Days() if before != "failing" else None  # "Monday, or failing that Tuesday"


@rule("THE? (?P<weekday>WEEKDAY) AFTER THAT? (?=END|STOP|COMMA|AT|SOFT)", DAY_RULES)
def weekday_after(match: Match, _world: World) -> Meaning:
    """Read "the Friday after", which is counted from a day that was named before."""
    return Offset(1, weekday=match.number("weekday"), back=True)


# --- what rules share ---------------------------------------------------------------------------


def _is_adverb(match: Match) -> bool:
    """Whether an ordinal is said as an adverb is: "but first, how much is it?"."""
    start = match.groups.start("day")
    before = match.tokens.classes[start - 1]
    return (
        match.tokens.classes[start] == CLASSES["ORDWORD"]
        and match.number("day") <= _ADVERBS
        and before not in (CLASSES["THE"], CLASSES["ON"])
    )


def named_month(match: Match, world: World) -> tuple[dt.date, dt.date]:
    """Return the first and last day of the month of a rule's `which`, `month` and `year`."""
    today = world.today
    if not match.has("month"):
        return dates.month_range(today.year, today.month + (match.word("which") == "next"))
    number, year = match.number("month"), match.optional("year")
    if year is None:
        passed = number < today.month or (number == today.month and match.word("which") == "next")
        year = today.year + (passed or match.has("nextyear"))
    return dates.month_range(year, number)


def _year(match: Match, world: World) -> int | None:
    """Return the year that a rule's `_YEAR` part says, if it says one."""
    if match.has("nextyear"):
        return world.today.year + 1
    if match.has("century"):
        year = match.number("century") * 100 + match.number("rest")
        return year if world.today.year - 1 <= year < world.today.year + 10 else None
    return match.optional("year")


def _agreed(date: dt.date | None, weekday: int | None, world: World) -> Days:
    """Return a date that was said with a weekday.

    When they do not agree one of them is a slip, and the caller is asked which: that date, or the
    nearest such weekday.
    """
    if date is None or date < world.today:
        return Days()  # none that can be booked, and no part of the phrase is one either
    if weekday is None or date.weekday() == weekday:
        return Days((date,))
    return dates.disagreeing(world.today, date, weekday)
