"""Grammar of stretches: weeks, weekends, months and parts of the day."""

from __future__ import annotations

import datetime as dt
from typing import Final

from . import dates
from .days import named_month
from .grammar import Match, Rule, World, rule
from .meaning import PARTS_OF_DAY, Days, Meaning, Window

__all__ = ["STRETCH_RULES"]

STRETCH_RULES: Final[list[Rule]] = []

_DAY: Final = dt.timedelta(days=1)
_SATURDAY: Final = 5
_END_OF_MONTH: Final = 5
"""Days before the last with which the end of a month begins."""
_WHICH: Final = "THE? (?P<which>NEXT|THIS|COMING)?"
_PLACE: Final = """
    (?: THE? (?: (?P<early>EARLY) | (?P<late>LATE) | (?P<mid>MID) | (?P<later>LATER) ) DASH?
    (?:OF|IN|ON)? )
"""


@rule(f"{_PLACE}? THE? (?P<which>THIS|NEXT|COMING) WEEKS", STRETCH_RULES)
@rule(f"{_PLACE} THE? WEEKS", STRETCH_RULES)
def week(match: Match, world: World) -> Meaning | None:
    """Read "next week", "later this week", "the end of next week", "midweek"."""
    first, last = dates.week_of(world.today, int(match.word("which") == "next"))
    if match.has("later"):
        first = max(first, world.today + _DAY)
    elif match.has("late"):
        first += _DAY * 3
    elif match.has("early"):
        last = first + _DAY
    elif match.has("mid"):
        first, last = first + _DAY, first + _DAY * 3
    return _stretch(first, last, world)


@rule(
    """THE? WEEKS (?:OF|FROM|EARLY) (?:ON|THE)* (?P<day>ORDINAL|DAYNUM)
    (?: OF? (?P<month>MONTH) )?""",
    STRETCH_RULES,
)
@rule("THE? WEEKS (?:OF|FROM|EARLY) (?P<month>MONTH) THE? (?P<day>ORDINAL|DAYNUM)", STRETCH_RULES)
def week_of_day(match: Match, world: World) -> Meaning | None:
    """Read "the week of the 22nd"."""
    if match.has("month"):
        date = dates.month_and_day(world.today, match.number("month"), match.number("day"))
    else:
        date = dates.day_of_month(world.today, match.number("day"))
    return _stretch(*dates.week_of(date), world) if date is not None else None


@rule(
    f"""THE? (?:(?P<nth>ORDWORD)|(?P<last>LAST)) (?P<unit>WEEKS|WEEKEND|HALF) (?:OF|IN) {_WHICH}
    (?:MONTHS|(?P<month>MONTH))""",
    STRETCH_RULES,
)
def piece_of_month(match: Match, world: World) -> Meaning | None:
    """Read "the first week of July", "the last weekend of June", "the second half of May"."""
    first, last = named_month(match, world)
    nth, unit = match.optional("nth") or -1, match.word("unit")
    if unit == "half":
        middle = first + _DAY * 14
        return _stretch(middle + _DAY, last, world) if nth != 1 else _stretch(first, middle, world)
    if unit == "weekend":
        saturday = dates.nth_weekday(first.year, first.month, _SATURDAY, nth)
        return _stretch(saturday, saturday + _DAY, world) if saturday is not None else None
    if nth < 0:
        return _stretch(last - _DAY * 6, last, world)
    start = first + _DAY * 7 * (nth - 1)
    return _stretch(start, min(start + _DAY * 6, last), world) if start <= last else None


@rule("THE? WEEKS AFTER NEXT", STRETCH_RULES)
@rule("NEXT NEXT WEEKS", STRETCH_RULES)
def week_after_next(_match: Match, world: World) -> Meaning:
    """Read "the week after next"."""
    return Days((), *dates.week_of(world.today, 2))


@rule("THIS WEEKS? OR (?P<next>THE? NEXT) WEEKS? (?!DAYNAME)", STRETCH_RULES)
@rule("NEXT WEEKS? OR THE? WEEKS? AFTER (?!WEEKDAY|THE|THIS|NEXT)", STRETCH_RULES)
def week_or_next(match: Match, world: World) -> Meaning | None:
    """Read "this week or next", "next week or the week after"."""
    weeks = int(not match.has("next"))
    first, last = dates.week_of(world.today, weeks)[0], dates.week_of(world.today, weeks + 1)[1]
    return _stretch(first, last, world)


@rule("(?:THE|THIS|COMING)* (?P<which>NEXT)? WEEKEND", STRETCH_RULES)
@rule("THE? WEEKEND AFTER (?:(?P<which>THIS|THAT)|(?P<second>NEXT)) (?!WEEKEND)", STRETCH_RULES)
def weekend(match: Match, world: World) -> Meaning | None:
    """Read "the weekend", "next weekend", "the weekend after next": Saturday and Sunday."""
    if match.word("which") == "that":
        return None
    weeks = 2 if match.has("second") else int(match.has("which"))
    sunday = dates.week_of(world.today, weeks)[1]
    return _stretch(sunday - _DAY, sunday, world)


@rule("(?:ON|AT|IN|FOR)? (?:THE|ART|ANY)? (?P<days>WEEKENDS|WEEKDAYS|MIDWEEK)", STRETCH_RULES)
@rule("(?P<days>MID) DASH WEEKS", STRETCH_RULES)
@rule("(?:ON|FOR)? (?P<days>WEEKENDS|WEEKDAYS) (?P<only>SOFT)", STRETCH_RULES)
def some_weekdays(match: Match, world: World) -> Meaning | None:
    """Read "weekends only", "on a weekday", "midweek"."""
    if match.has("only") and match.word("only") != "only":
        return None
    return Days((), world.today, None, weekdays=_WEEKDAYS[match.word("days")[:5]])


_WEEKDAYS: Final = {"weeke": (5, 6), "weekd": (0, 1, 2, 3, 4), "midwe": (1, 2, 3), "mid": (1, 2, 3)}


@rule(f"{_PLACE}? THE? (?P<which>THIS|NEXT|COMING) MONTHS", STRETCH_RULES)
@rule(f"{_PLACE} THE? MONTHS", STRETCH_RULES)
@rule(
    f"(?:{_PLACE}|IN|THIS|(?P<which>NEXT)) (?P<month>MONTH) (?!ORDINAL|DAYNUM|THE)", STRETCH_RULES
)
@rule(
    f"""(?:{_PLACE}|IN)? (?P<month>MONTH)
    (?:(?P<year>YEAR) (?!AMPM)|(?:OF|IN)? (?P<nextyear>NEXT YEARS))""",
    STRETCH_RULES,
)
@rule("(?P<nextyear>NEXT YEARS) COMMA? IN (?P<month>MONTH) (?!ORDINAL|DAYNUM|THE)", STRETCH_RULES)
def month(match: Match, world: World) -> Meaning | None:
    """Read "next month", "in June", "the end of the month", "mid July"."""
    first, last = named_month(match, world)
    third = (last - first) // 3
    if match.has("late") and match.word("late") == "end":
        first = last - _DAY * _END_OF_MONTH
    elif match.has("late") or match.has("later"):
        first = last - third
    elif match.has("early"):
        last = first + third
    elif match.has("mid"):
        first, last = first + third, last - third
    return _stretch(first, last, world)


@rule("(?<=AFTER|BEFORE|FROM|BY|TILL) (?P<month>MONTH) (?!ORDINAL|DAYNUM|THE)", STRETCH_RULES,
      bare=True)  # fmt: skip
@rule("(?<=START) (?P<month>MONTH) (?=STOP?END)", STRETCH_RULES, bare=True)
def whole_month(match: Match, world: World) -> Meaning | None:
    """Read "June", "after July": only where a time is expected, as May is a name too."""
    return _stretch(*named_month(match, world), world)


@rule(
    """(?:(?:BETWEEN|FROM)? (?P<month>MONTH) THE? (?P<first>ORDINAL|DAYNUM)
    (?:TO|TILL|DASH|(?<=BETWEEN MONTH DAYNUM)AND|(?<=BETWEEN MONTH ORDINAL)AND) THE?
    (?P<last>ORDINAL|DAYNUM)) (?!AMPM|OCLOCK|MONTH|MINUTENUM)""",
    STRETCH_RULES,
)
@rule(
    """(?:THE|FROM)* (?P<first>ORDINAL|DAYNUM) (?:TO|TILL|DASH) THE? (?P<last>ORDINAL|DAYNUM)
    (?:OF|IN)? (?P<month>MONTH)""",
    STRETCH_RULES,
)
def days_of_month(match: Match, world: World) -> Meaning | None:
    """Read "July 3 to 5", "3rd - 5th July"."""
    first = dates.month_and_day(world.today, match.number("month"), match.number("first"))
    last = dates.month_and_day(world.today, match.number("month"), match.number("last"))
    if first is None or last is None or not first < last:
        return None
    return _stretch(first, last, world)


@rule(
    """(?:IN|AT|FOR)? (?:THE|THIS)? (?P<early>EARLY|MID|LATE|LATER) DASH? (?:OF|IN|AT)? THE?
    (?P<part>PART)""",
    STRETCH_RULES,
)
@rule("(?:IN|AT|THE|ANY|(?<=THIS)) THE? (?P<part>PART) TIMES?", STRETCH_RULES)
@rule("(?<=DAYISH) COMMA? (?P<part>PART)", STRETCH_RULES)
@rule(
    """(?P<part>PART) (?= (?:AT|NEAR|COMMA|SOFT|FOR)*
    (?: CLOCK | HOURNUM (?!OF) | HALF | QUARTER | ART QUARTER ) )""",
    STRETCH_RULES,
)
@rule("(?<=CLOCKISH) (?P<part>PART)", STRETCH_RULES)
@rule("FOR? (?P<part>PART) TIMES?", STRETCH_RULES, bare=True)
def part_of_day(match: Match, _world: World) -> Meaning | None:
    """Read "in the afternoon", "early morning", "evening"."""
    value = match.value("part")
    assert isinstance(value, str)
    if match.tokens.word(match.groups.start() - 1) == "good":
        return None  # a greeting
    early = {"early": "early", "beginning": "early", "start": "early", "late": "late",
             "end": "late", "later": "late", "mid": "mid", "middle": "mid"}  # fmt: skip
    name = f"{early[match.word('early')]} {value}" if match.has("early") else value
    return _window(name if name in PARTS_OF_DAY else value)


@rule("(?<!OR) (?P<edge>EARLY|LATE) (?=ON? (?:TOMORROW|WEEKDAY|THE? ORDINAL))", STRETCH_RULES)
@rule("(?<=TOMORROW|WEEKDAY) COMMA? (?P<edge>EARLY|LATE) (?=END|STOP|COMMA)", STRETCH_RULES)
def edge_of_day(match: Match, _world: World) -> Meaning | None:
    """Read "early tomorrow", "Friday, late"; with a part of the day it is early in that."""
    word = match.word("edge")
    return _window(word) if word in PARTS_OF_DAY else None  # not "the start", "the end"


@rule(
    "(?<=TODAY|TOMORROW|DAYNAME|ORDINAL|MONTH) (?P<half>AMPM) (?=END|STOP|COMMA|OR|ON|SOFT)",
    STRETCH_RULES,
)
@rule("IN THE (?P<half>AMPM)", STRETCH_RULES)
def half_of_day(match: Match, _world: World) -> Meaning | None:
    """Read "Tuesday a.m.", "in the p.m."; not "Tuesday am I free"."""
    if match.tokens.word(match.groups.end()) in ("i", "we"):
        return None
    return _window("morning") if match.value("half") == "am" else Window(dt.time(12), None)


@rule("ORDWORD THING", STRETCH_RULES)
def first_thing(match: Match, _world: World) -> Meaning | None:
    """Read "first thing"."""
    return _window("first thing") if match.tokens.number(match.groups.start()) == 1 else None


@rule("(?P<side>AFTER|BEFORE) THE? (?P<what>WORK|LUNCH|SCHOOL)", STRETCH_RULES)
@rule("(?:AT|NEAR) THE? (?P<what>LUNCH) TIMES?", STRETCH_RULES)
@rule("FOR? THE? (?P<what>LUNCH) TIMES?", STRETCH_RULES, bare=True)
@rule("LATE OF THE? DAYS", STRETCH_RULES)
@rule("LATER (?:IN|ON) (?:IN)? THE? DAYS", STRETCH_RULES)
def round_of_day(match: Match, _world: World) -> Meaning | None:
    """Read "after work", "before lunch", "at lunchtime", "at the end of the day"."""
    if not match.has("what"):
        return _window("end of the day")
    what = match.word("what").removesuffix("time")
    name = f"{match.word('side')} {what}" if match.has("side") else "lunchtime"
    return _window(name) if name in PARTS_OF_DAY else None


def _window(part: str) -> Window:
    return Window(*PARTS_OF_DAY[part], part)


def _stretch(first: dt.date, last: dt.date, world: World) -> Days | None:
    """Return what is left of a stretch of days from today on."""
    return Days((), max(first, world.today), last) if last >= world.today else None
