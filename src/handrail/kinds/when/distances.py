"""Grammar of distances: days and moments said by how far off they are."""

from __future__ import annotations

import datetime as dt
from typing import Final

from . import dates
from .grammar import Match, Rule, World, rule
from .meaning import Days, Meaning, Moment, Offset

__all__ = ["DISTANCE_RULES", "amount"]

DISTANCE_RULES: Final[list[Rule]] = []

_DAY: Final = dt.timedelta(days=1)
_ABSURD: Final = 1000
"""Days, weeks or months beyond which a distance is not a booking."""
_FEW: Final = 5
"""What "the next few days" are at most, and the next few weeks."""
_COUNT: Final = "(?P<count>ART? COUPLE OF? | ART? FEW | ART | COUNTNUM)"
_AFTER_A_DAY: Final = """
    (?:AFTER|(?P<before>BEFORE))
    (?= THE? (?:ORDINAL|MONTH|DAYNAME|NUMDATE|ISODATE|THIS|NEXT|OTHER) | DAYNUM MONTH )
"""


@rule("(?:LATER ON)? TODAY", DISTANCE_RULES)
@rule("THIS (?=PART|LUNCH)", DISTANCE_RULES)
@rule("THIS (?=(?:EARLY|MID|LATE)DASH?PART)", DISTANCE_RULES)
@rule("(?P<night>TONIGHT)", DISTANCE_RULES)
@rule("(?P<offset>TOMORROW)", DISTANCE_RULES)
@rule("(?:THE|ART)? DAYS AFTER (?P<offset>TOMORROW)", DISTANCE_RULES)
def relative_day(match: Match, world: World) -> Meaning:
    """Read "today", "this (afternoon)", "tonight", "tomorrow", "the day after tomorrow"."""
    days = match.groups.end() - match.groups.start() > 1 if match.has("offset") else False
    offset = int(match.has("offset")) + int(days)
    return Days((world.today + _DAY * offset,), part="night" if match.has("night") else None)


@rule("THIS DAYS NEXT (?P<unit>WEEKS)", DISTANCE_RULES)
@rule(
    "(?:TODAY|(?P<tomorrow>TOMORROW)|(?P<weekday>WEEKDAY)) (?P<unit>WEEKS|FORTNIGHT)",
    DISTANCE_RULES,
)
@rule(
    f"""{_COUNT}? (?P<unit>WEEKS|FORTNIGHT) (?:ON|FROM)?
    (?:TODAY|NOW|(?P<tomorrow>TOMORROW)|(?P<weekday>DAYNAME))""",
    DISTANCE_RULES,
)
@rule(
    f"(?P<weekday>DAYNAME) (?P<inclusive>IN) {_COUNT} (?P<unit>WEEKS|FORTNIGHT) TIMES?",
    DISTANCE_RULES,
)
@rule(f"(?:TODAY|(?P<tomorrow>TOMORROW)) IN {_COUNT} (?P<unit>WEEKS|FORTNIGHT)", DISTANCE_RULES)
def weeks_from(match: Match, world: World) -> Meaning | None:
    """Read "tomorrow week", "Monday week", "a week on Tuesday", "a fortnight today"."""
    count = amount(match)
    if count is None:
        return None
    weeks = count * (2 if match.word("unit").startswith("f") else 1)
    if match.has("weekday"):
        later = dates.weekday_later(world.today, match.number("weekday"), weeks)
        return Days(later[:1] if match.has("inclusive") else later)
    return Days((world.today + _DAY * (7 * weeks + int(match.has("tomorrow"))),))


@rule("THE? (?P<weekday>WEEKDAY) AFTER NEXT (?!WEEKS|MONTHS|DAYNAME)", DISTANCE_RULES)
def weekday_after_next(match: Match, world: World) -> Meaning:
    """Read "the Friday after next": a week after whatever "next Friday" means."""
    coming = dates.plain_weekday(world.today, match.number("weekday"))
    of_next_week = dates.week_of(world.today, 1)[0] + _DAY * match.number("weekday")
    return Days(tuple(day + _DAY * 7 for day in dict.fromkeys((coming, of_next_week))))


@rule(f"{_COUNT} (?P<weekday>WEEKDAY) (?:FROM (?:NOW|TODAY)|HENCE)", DISTANCE_RULES)
def weekdays_from_now(match: Match, world: World) -> Meaning | None:
    """Read "three Fridays from now"."""
    count = amount(match)
    if count is None:
        return None
    coming = dates.plain_weekday(world.today, match.number("weekday"))
    return Days((coming + _DAY * 7 * (count - 1),))


@rule(f"{_COUNT} (?P<unit>MONTHS) (?:FROM|ON)? TODAY", DISTANCE_RULES)
@rule(
    f"""IN NEAR? (?:{_COUNT}|(?P<zero>NZERO)) MORE? (?P<unit>DAYS|WEEKS|FORTNIGHT|MONTHS|YEARS)
    (?: AND (?P<more>ART|COUNTNUM) DAYS)? TIMES?""",
    DISTANCE_RULES,
)
@rule(
    f"""{_COUNT} MORE? (?P<unit>DAYS|WEEKS|FORTNIGHT|MONTHS|YEARS)
    (?: AND (?P<more>ART|COUNTNUM) DAYS)?
    (?: HENCE? FROM (?:NOW|TODAY) | HENCE | (?:FROM|AFTER) (?P<tomorrow>TOMORROW) )""",
    DISTANCE_RULES,
)
@rule(
    "(?P<count>ART|COUNTNUM) (?P<unit>WEEKS|FORTNIGHT|MONTHS|DAYS|YEARS) TIMES (?!OTHER)",
    DISTANCE_RULES,
)
def distance(match: Match, world: World) -> Meaning | None:
    """Read "in 3 days", "two weeks from now", "in a month's time"."""
    count, unit = amount(match), match.word("unit")
    if match.has("zero"):
        count = 0
    if count is None:
        return _few(unit, world)
    if count > _ABSURD:
        return None
    base = world.today + _DAY * int(match.has("tomorrow"))
    if unit[0] in "my":
        return Days((dates.add_months(base, count * (12 if unit[0] == "y" else 1)),))
    days = count * {"d": 1, "w": 7, "f": 14}[unit[0]]
    if match.has("more"):
        days += match.number("more") if match.word("more") not in ("a", "an") else 1
    return Days((base + _DAY * days,))


@rule("(?:IN|WITHIN)? ART (?P<unit>DAYS|WEEKS) OR (?P<last>NDIGIT)", DISTANCE_RULES)
@rule("IN (?P<first>NDIGIT) (?:OR|TO|DASH) (?P<last>NDIGIT) (?P<unit>DAYS|WEEKS)", DISTANCE_RULES)
@rule(f"WITHIN THE? NEXT? {_COUNT} (?P<unit>DAYS|WEEKS|FORTNIGHT|MONTHS)", DISTANCE_RULES)
@rule("WITHIN THE? NEXT (?P<unit>WEEKS|FORTNIGHT|MONTHS)", DISTANCE_RULES)
@rule("IN? THE? NEXT (?P<unit>FORTNIGHT)", DISTANCE_RULES)
@rule(
    "IN? THE? NEXT (?P<count>COUPLE OF? | FEW | COUNTNUM) (?P<unit>DAYS|WEEKS|MONTHS)",
    DISTANCE_RULES,
)
def stretch_ahead(match: Match, world: World) -> Meaning | None:
    """Read "in a day or two", "within a week", "in the next few days" as the days until then."""
    unit = match.word("unit")
    count = match.optional("last") or amount(match) or _FEW
    if count > _ABSURD:
        return None
    start = world.today
    if match.has("last"):
        start += _DAY * (match.optional("first") or 1) * (7 if unit.startswith("w") else 1)
    if unit.startswith("m"):
        return Days((), start, dates.add_months(world.today, count))
    return Days((), start, world.today + _DAY * count * {"d": 1, "w": 7, "f": 14}[unit[0]])


@rule(f"(?:THE|(?<=START)|{_COUNT}) (?P<unit>DAYS|WEEKS|FORTNIGHT) {_AFTER_A_DAY}", DISTANCE_RULES)
@rule(f"THE (?P<weekday>WEEKDAY) {_AFTER_A_DAY}", DISTANCE_RULES)
def from_a_day(match: Match, _world: World) -> Meaning | None:
    """Read "the day before", "two weeks after", "the Friday after", with the day to come."""
    sign = -1 if match.has("before") else 1
    if match.has("weekday"):
        return Offset(sign, weekday=match.number("weekday"))
    unit, count = match.word("unit"), amount(match)
    if count is None:
        return None
    whole = unit.startswith("w") and not match.has("count")
    return Offset(sign * count * {"d": 1, "w": 7, "f": 14}[unit[0]], week=whole)


@rule(
    f"""IN NEAR? {_COUNT} (?P<unit>HOURS|MINUTES)
    (?: AND (?: (?P<half>ART HALF) | (?P<more>COUNTNUM) MINUTES ))? TIMES?""",
    DISTANCE_RULES,
)
@rule(f"{_COUNT} (?P<unit>HOURS|MINUTES) (?:AND (?P<half>ART HALF))? FROM NOW", DISTANCE_RULES)
@rule("(?: IN NEAR? )? (?P<only>HALF) ART (?P<unit>HOURS) FROM NOW", DISTANCE_RULES)
@rule("IN NEAR? (?P<only>HALF) ART (?P<unit>HOURS)", DISTANCE_RULES)
@rule(f"IN NEAR? {_COUNT} AND (?P<half>ART HALF) (?P<unit>HOURS) TIMES?", DISTANCE_RULES)
@rule("IN NEAR? (?:ART|(?P<quarters>NDIGIT)) (?P<quarter>QUARTER) OF ART (?P<unit>HOURS)",
      DISTANCE_RULES)  # fmt: skip
def moment(match: Match, world: World) -> Meaning | None:
    """Read "in two hours", "in half an hour", "an hour and a half from now"."""
    per = 60 if match.word("unit").startswith("h") else 1
    count = 0 if match.has("only") else amount(match)
    if match.has("quarter"):
        count, per = match.optional("quarters") or 1, 15
    if count is None or count > _ABSURD or (match.has("count") and match.word("count") == "few"):
        return None
    minutes = count * per + (30 if match.has("only") or match.has("half") else 0)
    if match.has("more"):
        minutes += match.number("more")
    later = world.now.astimezone(dt.UTC) + dt.timedelta(minutes=minutes)
    return Moment(later.astimezone(world.now.tzinfo).replace(second=0, microsecond=0))


@rule("(?<=START) (?:GAP)* NOW (?=(?:GAP|STOP)*END)", DISTANCE_RULES, bare=True)
@rule("(?P<free>SOFT) NOW (?=STOP|END)", DISTANCE_RULES)
def now(match: Match, world: World) -> Meaning | None:
    """Read "now", when it is the whole answer or after "free" ("now I think of it" is none)."""
    if match.has("free") and match.word("free") not in ("free", "available"):
        return None
    return Moment(world.now.replace(second=0, microsecond=0))


# --- what rules share ---------------------------------------------------------------------------


def amount(match: Match) -> int | None:
    """Return the number in a rule's `count`: "a" is 1, "a couple" 2; "a few" is none."""
    if not match.has("count"):
        return 1
    said = match.tokens.between(match.groups.start("count") - 1, match.groups.end("count"))
    if "couple" in said:
        return 2
    if "few" in said or "several" in said or "some" in said:
        return None
    return match.number("count") if match.word("count") not in ("a", "an") else 1


def _few(unit: str, world: World) -> Days | None:
    """Return "in a few days" as a stretch; a few of anything longer is too vague."""
    return Days((), world.today + _DAY * 2, world.today + _DAY * 5) if unit[0] == "d" else None
