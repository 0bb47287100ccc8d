"""Grammar of clock times: "half past three", "ten fifteen", "between two and four"."""

from __future__ import annotations

import datetime as dt
from typing import Final

from .distances import amount
from .grammar import Match, Rule, World, rule
from .hours import likely_times
from .lexicon import CLASSES
from .meaning import Clock, Later, Meaning, Minute, Same, Shift, Than, Window, clock
from .tokens import Tokens

__all__ = ["CLOCK_RULES"]

CLOCK_RULES: Final[list[Rule]] = []

_QUARTER: Final = 15
_HALF: Final = 30
_MINUTES: Final = 60
_NOON: Final = 12
_TWO_DIGITS: Final = 10
_FRACTIONS: Final = tuple(
    CLASSES["AND"] + CLASSES["ART"] + CLASSES[part] for part in ("HALF", "QUARTER")
)
_NEAR_A_VERB: Final = 7
"""Tokens behind "change" within which two times are the old one and the new."""
_OF_AN_HOUR: Final = (5, 10, 20, 25)
"""Minutes that are said to be of the hour to come: "ten of four"."""
_COUNT: Final = "(?P<count>ART? COUPLE OF? | ART | COUNTNUM)"
_FRACTION: Final = """
    (?: ART? (?P<quarter>QUARTER) | (?P<half>HALF) | (?P<minutes>COUNTNUM) MINUTES? )
"""
_LEAD: Final = """
    (?: (?<=LEAD) | (?<=LEADFOR FOR) | (?<=TIMES BE) )
    (?<!ANYNUM TO) (?<!ANYNUM TILL) (?<!ANYNUM DASH)
"""
_TAIL: Final = "(?= TAIL | OR (?!ANYNUM) | OR HOURNUM (?:TAIL|OR) )"
_TAIL_OR_WITH: Final = "(?= TAIL | WITH | OR )"
_BEFORE_DAY: Final = "(?= TODAY | TOMORROW | TONIGHT | THIS PART | ON (?:NEXT|THIS)? DAYNAME )"
_OF_DAY: Final = "(?= (?: IN? (?:THE|THIS)? (?:EARLY|LATE)? | AT ) PART )"


def _time(name: str = "", ampm: str = "?") -> str:
    """Return the pattern of a clock time, whose groups `_clock` reads.

    Args:
        name: What the names of its groups start with, where a rule has several.
        ampm: "?" when "a.m." or "p.m." may be there; "" when it must.
    """
    return f"""
        (?: (?P<{name}clock>CLOCK) | (?P<{name}four>FOURDIGITS)
          | (?P<{name}oh> (?:OH|NZERO) (?=NDIGIT (?:MINUTENUM|HUNDRED)) )? (?P<{name}hour>HOURNUM)
            (?: (?:OH|NZERO) (?P<{name}ones>NDIGIT)
              | (?P<{name}minute>MINUTENUM) (?P<{name}of24>HOURS)?
              | (?P<{name}hundred>HUNDRED) (?P<{name}hours>HOURS)? )?
          | (?P<{name}noon>NTEN? NOON) (?!MINUTENUM) | (?P<{name}midnight>NTEN? MIDNIGHT)
        ) OCLOCK? (?: (?:IN THE)? (?P<{name}ampm>AMPM) ){ampm}
    """


# --- one clock time -----------------------------------------------------------------------------


@rule(_time(ampm=""), CLOCK_RULES)
@rule("(?P<clock>CLOCK) (?:DASH? ISH)?", CLOCK_RULES)
@rule("(?P<hour>HOURNUM) OCLOCK", CLOCK_RULES)
@rule("(?<!IN) (?P<hour>NTEEN) HOURS (?!LATER|EARLIER|FROM|BEFORE|AFTER|AGO)", CLOCK_RULES)
@rule("(?<=AT) (?P<hour>HOURNUM) HOURS", CLOCK_RULES)
@rule("(?<!IN) (?P<four>FOURDIGITS) (?P<of24>HOURS)", CLOCK_RULES)
@rule("(?:OH|NZERO)? (?P<hour>HOURNUM) (?P<hundred>HUNDRED) (?P<hours>HOURS)", CLOCK_RULES)
@rule("(?P<noon>NTEN? NOON) (?!MINUTENUM)", CLOCK_RULES)
@rule("(?P<midnight>NTEN? MIDNIGHT)", CLOCK_RULES)
@rule(f"{_time()} {_OF_DAY}", CLOCK_RULES)
@rule(f"(?<=PART) (?:AT|NEAR|COMMA|SOFT|FOR)* {_time()} {_TAIL_OR_WITH}", CLOCK_RULES)
@rule(f"(?<=AT) NEAR? {_time()} {_TAIL_OR_WITH}", CLOCK_RULES)
@rule(f"(?:AROUND AT?|AFTER|BEFORE|(?:LATER|EARLIER) THAN) {_time()} {_TAIL}", CLOCK_RULES)
@rule(f"(?<=DAYWORD) (?:NEAR|COMMA|AT)* {_time()} {_TAIL}", CLOCK_RULES)
@rule(f"(?<=LEAD) {_time()} {_BEFORE_DAY}", CLOCK_RULES)
@rule(f"(?<=MONTH DAYNUM) COMMA? {_time()} {_TAIL}", CLOCK_RULES)
@rule(f"(?<=MONTH ORDINAL) COMMA? {_time()} {_TAIL}", CLOCK_RULES)
@rule(f"(?<=DAYNUM MONTH) COMMA? {_time()} {_TAIL}", CLOCK_RULES)
@rule(f"(?<=ORDINAL MONTH) COMMA? {_time()} {_TAIL}", CLOCK_RULES)
@rule(f"(?<=OF MONTH) COMMA? {_time()} {_TAIL}", CLOCK_RULES)
@rule(f"(?<=ORD) COMMA? {_time()} {_TAIL}", CLOCK_RULES)
@rule(f"{_time()} DASH? ISH", CLOCK_RULES)
@rule(f"{_LEAD} (?P<hour>HOURNUM) DASH (?P<minute>NDAY|NMIN) {_TAIL}", CLOCK_RULES)
@rule(f"{_LEAD} {_time()} {_TAIL}", CLOCK_RULES, bare=True)
def clock_time(match: Match, _world: World) -> Meaning | None:
    """Read "3 p.m.", "ten thirty am", "15:30", "at 1030", "3 o'clock", "noon", "five-ish"."""
    end = match.groups.end()
    classes, start = match.tokens.classes, match.groups.start()
    if (
        classes[start - 1] == CLASSES["FOR"]
        and end - start == 1
        and (match.optional("hour") or 0) > _NOON
    ):
        return None  # "book for fifteen" counts people: no one says an hour so
    if classes.startswith(_FRACTIONS, end):
        return None  # "four and a half"
    if match.word("hour") == "one" and end - start == 1 and not _is_hour(match.tokens, start):
        return None  # "I'd like one", "one evening"
    following = classes[end : end + 2]
    if following == CLASSES["AT"] + CLASSES["PART"] and match.tokens.values[end + 1] != "night":
        return None  # "I'd like one at evening 5": only "at night" follows a time
    return _approximate(match, _clock(match))


@rule("(?<=HOURNUM AMPM OR) (?P<half>AMPM)", CLOCK_RULES)
@rule("(?<=CLOCK AMPM OR) (?P<half>AMPM)", CLOCK_RULES)
def other_half(match: Match, _world: World) -> Meaning | None:
    """Read the second of "6 am or pm": the same time in the other half of the day."""
    said = match.tokens.values[match.groups.start() - 3]
    hour, minute = said[:2] if isinstance(said, tuple) else (said, 0)
    assert isinstance(hour, int)
    assert isinstance(minute, int)
    return clock(hour, minute, str(match.value("half")))


@rule(
    f"{_FRACTION} DASH? (?:(?P<past>PAST)|AFTER|(?P<before>TO|BEFORE|TILL|OF)) {_time()}",
    CLOCK_RULES,
)
@rule(
    f"(?P<lead>(?<=START)) SOFT{{0,2}} (?P<minutes>COUNTNUM) (?P<before>OF) {_time()} (?=END|STOP)",
    CLOCK_RULES,
    bare=True,
)
def fraction(match: Match, _world: World) -> Meaning | None:
    """Read "quarter past three", "20 to 2", "15 minutes before noon".

    "5 to 8" and "10 to 12" could be stretches of the day too, so they are doubtful.
    """
    if match.word("before") in ("through", "thru"):
        return None  # "10 through 12" is a stretch, as "10 until 12" is not
    of = match.has("before") and match.word("before") == "of"
    counted = match.optional("minutes")
    if of and not (match.has("quarter") or (match.has("lead") and counted in _OF_AN_HOUR)):
        return None  # "five of six": American, and told from a number of people by where it stands
    minutes = _QUARTER if match.has("quarter") else _HALF if counted is None else counted
    plain = counted is not None and "min" not in match.tokens.between(
        match.groups.start("minutes"), match.groups.end()
    )
    if minutes >= _MINUTES or (plain and minutes % 5 and not match.has("past")):
        return None
    if plain and match.tokens.classes[match.groups.start() - 1] in _STRETCHING:
        return None  # "from 10 to 12"
    base = _clock(match)
    if base is None:
        return None
    doubtful = plain and match.has("before") and minutes <= 10 and not match.has("ampm")
    return _moved(base, -minutes if match.has("before") else minutes, doubtful=doubtful)


@rule(f"{_COUNT} (?P<unit>HOURS|MINUTES) (?:PAST|AFTER|(?P<before>TO|BEFORE)) {_time()}",
      CLOCK_RULES)  # fmt: skip
@rule(f"(?P<only>HALF) ART HOURS (?:PAST|AFTER|(?P<before>TO|BEFORE)) {_time()}", CLOCK_RULES)
def distance_from_clock(match: Match, _world: World) -> Meaning | None:
    """Read "an hour before 6:30 p.m.", "20 minutes after ten"."""
    base, count = _clock(match), amount(match)
    if base is None or count is None:
        return None
    minutes = _HALF if match.has("only") else count
    if not match.has("only") and match.word("unit").startswith("h"):
        minutes *= _MINUTES
    return _moved(base, -minutes if match.has("before") else minutes)


@rule("(?<!ANYNUM) HALF DASH? (?P<hour>HOURTWELVE) (?=TAIL|AMPM|OR) (?P<ampm>AMPM)?", CLOCK_RULES)
@rule("(?<!ANYNUM) HALF DASH? (?P<hour>HOURTWELVE) DASH? ISH", CLOCK_RULES)
@rule(f"HALF DASH? (?P<hour>HOURTWELVE) {_OF_DAY}", CLOCK_RULES)
def half_hour(match: Match, _world: World) -> Meaning | None:
    """Read British "half three": half past three."""
    half = match.value("ampm") if match.has("ampm") else None
    return _approximate(match, clock(match.number("hour"), _HALF, str(half) if half else None))


@rule("ART? (?:(?P<quarter>QUARTER)|HALF) (?:PAST|AFTER|(?P<before>TO)) (?=END|STOP|COMMA|SOFT)",
      CLOCK_RULES)  # fmt: skip
def minutes_alone(match: Match, _world: World) -> Meaning:
    """Read "quarter past", where the hour is known otherwise."""
    return Minute(_QUARTER if match.has("quarter") else _HALF, before=match.has("before"))


# --- stretches of the day -----------------------------------------------------------------------


@rule(f"BETWEEN {_time('a_')} (?:AND|TO|DASH) {_time('b_')}", CLOCK_RULES)
@rule(f"FROM {_time('a_')} (?:TO|TILL|DASH) {_time('b_')} (?!PARTY)", CLOCK_RULES)
@rule(f"{_time('a_')} (?:TO|TILL|DASH) {_time('b_', ampm='')}", CLOCK_RULES)
@rule(f"{_time('a_', ampm='')} (?:TO|TILL|DASH) {_time('b_')}", CLOCK_RULES)
@rule(f"{_LEAD} {_time('a_')} (?:TO|TILL|DASH) {_time('b_')} {_TAIL}", CLOCK_RULES, bare=True)
@rule(f"(?<=DAYISH) {_time('a_')} (?:TO|TILL|DASH) {_time('b_')} {_TAIL}", CLOCK_RULES)
@rule(
    f"""(?P<moved>(?<=TAKE)(?:OTHER|SOFT|THE)) {_time("a_")} SOFT? (?:TO|TILL) {_time("b_")}
    (?=END|STOP|COMMA|ON|SOFT)""",
    CLOCK_RULES,
)
def between(match: Match, _world: World) -> Meaning | None:
    """Read "between two and four", "from 2 to 4 pm", "2-4".

    "Change it from three to four" is no stretch: it asks for four.
    """
    first, second = _clock(match, "a_"), _clock(match, "b_")
    if first is None or second is None:
        return None
    start = match.groups.start()
    if match.has("moved"):  # "move my three o'clock to four"; not "make it three to four"
        return second if match.word("moved") in ("my", "our", "the") else None
    if match.tokens.is_taken(start, _NEAR_A_VERB) and match.tokens.word(start) != "between":
        return second if match.tokens.word(start) == "from" else None
    return _stretch(first.times, second.times)


# --- the present value, moved -------------------------------------------------------------------


@rule(f"{_COUNT}? (?P<unit>HOURS|MINUTES) (?:AND ART (?P<half>HALF))? (?:LATER|(?P<back>EARLIER))",
      CLOCK_RULES)  # fmt: skip
@rule("(?P<only>HALF) ART (?P<unit>HOURS) (?:LATER|(?P<back>EARLIER))", CLOCK_RULES)
def moved_time(match: Match, _world: World) -> Meaning | None:
    """Read "half an hour later", "an hour earlier"."""
    count = amount(match)
    if count is None:
        return None
    per = _MINUTES if match.word("unit").startswith("h") else 1
    minutes = _HALF if match.has("only") else count * per + (_HALF if match.has("half") else 0)
    return Shift(minutes=-minutes if match.has("back") else minutes)


@rule(f"{_COUNT}? (?P<unit>DAYS|WEEKS|FORTNIGHT) (?:LATER|(?P<back>EARLIER))", CLOCK_RULES)
@rule("(?:THE|(?<=START)) (?:NEXT|AFTER) (?P<unit>DAYS)", CLOCK_RULES)
@rule("(?<=LEADSHIFT) THE (?P<unit>DAYS|WEEKS) (?:AFTER|(?P<back>BEFORE)) THAT?"
      "(?=END|STOP|COMMA|SOFT|AT|SAME)", CLOCK_RULES)  # fmt: skip
def moved_day(match: Match, _world: World) -> Meaning | None:
    """Read "a week later", "the next day", "the day before"."""
    count = amount(match)
    if count is None:
        return None
    days = count * {"d": 1, "w": 7, "f": 14}[match.word("unit")[0]]
    return Shift(days=-days if match.has("back") else days)


@rule(
    """(?:(?<=LEAD)(?<!OR)(?<!AND)|(?<=ANY)) (?:LATER|(?P<back>EARLIER)) (?:THAN THAT)?
    (?=END|STOP|COMMA|SOFT|ON|THAT|SAME)""",
    CLOCK_RULES,
    bare=True,
)
@rule(
    """(?:LATER|(?P<back>EARLIER)) (?= (?:ON|OF|IN)? (?:THAT|THE SAME) DAYS | THAN THAT)""",
    CLOCK_RULES,
)
@rule("(?<=ANY) (?:LATER|(?P<back>EARLIER)) (?=END|STOP|COMMA|SOFT|ON)", CLOCK_RULES)
def some_other_time(match: Match, _world: World) -> Meaning:
    """Read "later", "something earlier"."""
    return Later(earlier=match.has("back"))


@rule(
    f"""(?P<verb>TAKE) SOFT? (?P<way>OTHER)? BY? (?:{_COUNT} | (?P<only>HALF) ART)
    (?P<unit>HOURS|MINUTES) (?P<after>OTHER)?""",
    CLOCK_RULES,
)
def pushed_time(match: Match, _world: World) -> Meaning | None:
    """Read "push it back an hour", "bring it forward half an hour"."""
    verb, way = match.word("verb"), match.word("way") or match.word("after")
    count = _HALF if match.has("only") else amount(match)
    if count is None or verb not in ("push", "move", "bring"):
        return None
    if match.word("unit").startswith("h") and not match.has("only"):
        count *= _MINUTES
    if way in ("forward", "up") and verb != "push":
        return Shift(minutes=-count)
    return Shift(minutes=count) if verb == "push" and way in ("", "back", "out") else None


@rule("(?P<after>AFTER|BEFORE) THAT (?!DAYS|DAYNAME|WEEKS|MONTHS|TIMES|PART)", CLOCK_RULES)
def than_that(match: Match, _world: World) -> Meaning:
    """Read "after that": what was named just before is the edge."""
    return Than("before" if match.word("after") == "before" else "after")


@rule("AT? THE? (?:SAME|THAT) TIMES", CLOCK_RULES)
def same_time(_match: Match, _world: World) -> Meaning:
    """Read "same time"."""
    return Same("time")


@rule("ON? THE? (?:SAME|THAT) DAYS", CLOCK_RULES)
def same_day(_match: Match, _world: World) -> Meaning:
    """Read "the same day"."""
    return Same("day")


# --- what rules share ---------------------------------------------------------------------------

_BEFORE_ONE: Final = frozenset(
    "um uh er erm yes yeah yep ok okay say maybe actually no sorry it then perhaps".split()
)
_COUNTED_BY_ONE: Final = frozenset(CLASSES[name] for name in ("WEEKDAY", "PART", "DAYS"))
_STRETCHING: Final = frozenset({CLASSES["FROM"], CLASSES["BETWEEN"]})


def _clock(match: Match, name: str = "") -> Clock | None:
    """Return the clock time in the groups of a `_time` pattern."""
    half = str(match.value(f"{name}ampm")) if match.has(f"{name}ampm") else None
    if match.has(f"{name}noon"):
        return Clock((dt.time(12),))
    if match.has(f"{name}midnight"):
        return Clock((dt.time(0),), either_end=True)
    if match.has(f"{name}clock"):
        value = match.value(f"{name}clock")
        assert isinstance(value, tuple)
        hour, minute, of_24 = value
        return _said(hour, minute, half, of_24=of_24)  # "3h18" is written in 24 hours only
    # "Ten hundred", "oh three hundred" and "three hundred hours", but not "three hundred".
    of_24 = any(match.has(f"{name}{group}") for group in ("of24", "oh", "hours")) or (
        match.has(f"{name}hundred") and match.number(f"{name}hour") >= _TWO_DIGITS
    )
    if match.has(f"{name}four"):
        value = match.number(f"{name}four")
        return _said(value // 100, value % 100, half, of_24=of_24)
    minute = match.optional(f"{name}ones")
    if minute is None:
        minute = match.optional(f"{name}minute") or 0
    hour = match.number(f"{name}hour")
    if hour == 0 and not minute and half is None:
        return None  # "zero" is a digit, not midnight
    return _said(hour, minute, half, of_24=of_24)


def _said(hour: int, minute: int, half: str | None, *, of_24: bool) -> Clock | None:
    """Return a clock time, whose half of the day is known where it was said in 24 hours."""
    found = clock(hour, minute, half)
    if found is None or half is not None or not of_24:
        return found
    return Clock((dt.time(hour % 24, minute),))


def _is_hour(tokens: Tokens, at: int) -> bool:
    """Whether "one" is an hour here: in "I'd like one" it is not."""
    if tokens.classes[at + 1] in _COUNTED_BY_ONE:
        return False
    return tokens.classes[at - 1] != CLASSES["SOFT"] or tokens.word(at - 1) in _BEFORE_ONE


def _moved(base: Clock, minutes: int, *, doubtful: bool = False) -> Clock:
    moved = []
    for time in base.times:
        total = (time.hour * _MINUTES + time.minute + minutes) % (24 * _MINUTES)
        moved.append(dt.time(total // _MINUTES, total % _MINUTES))
    return Clock(tuple(sorted(moved)), doubtful=doubtful)


def _stretch(starts: tuple[dt.time, ...], ends: tuple[dt.time, ...]) -> Window | None:
    """Return the stretch between two clock times whose halves of the day may be open.

    A half that was said settles the other: "9 to 5 p.m." starts in the morning, "2 to 4 p.m." in
    the afternoon. With neither said, a business's common day decides.
    """
    if len(starts) > 1 and len(ends) > 1:
        starts = likely_times(starts, (), None)[:1]
    fits = [(start, end) for start in starts for end in ends if start < end]
    if not fits:
        return None
    start, end = min(fits, key=lambda fit: (fit[1].hour - fit[0].hour, fit[0]))
    return Window(start, end)


def _approximate(match: Match, found: Clock | None) -> Clock | None:
    ish = match.tokens.word(match.groups.end() - 1).endswith("ish")
    return found.shaped("around") if found is not None and ish else found
