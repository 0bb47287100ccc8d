"""Every way of saying a day with every way of saying a time is that day and time.

The forms here are written out from the value and share nothing with the grammar that reads them.
"""

from __future__ import annotations

import datetime as dt
import random
import zoneinfo

from hypothesis import given
from hypothesis import strategies as st

from handrail.kinds.base import Context
from handrail.kinds.when import When

NEW_YORK = zoneinfo.ZoneInfo("America/New_York")
SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
).split()
MONTHS = (
    "January February March April May June July August September October November December"
).split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
SENTENCES = [
    "{day} at {time}",
    "at {time} on {day}",
    "{time} {day}",
    "I'd like to come in {day} at {time} please",
    "could I get {time} on {day}",
    "do you have anything on {day} at {time}",
    "is {time} free on {day}",
    "can you book me in for {time} on {day}",
    "hi this is maria lopez I need a haircut on {day} at {time}",
    "how about {day} say at {time}",
    "yes please, {day} at {time}, thanks",
    "no wait, {day} at {time}",
    "not today, {day} at {time}",
    "my number is 212 555 0142 and {day} at {time} would be great",
    "put me down for {day} at {time} with Dr. Lee",
]


def words(number: int) -> str:
    if number <= 20:
        return SMALL[number]
    tens = ("twenty", "thirty", "forty", "fifty")[number // 10 - 2]
    return f"{tens} {SMALL[number % 10]}" if number % 10 else tens


def ordinal_words(day: int) -> str:
    if day <= 20:
        return ORDINALS[day - 1]
    return (
        "thirtieth"
        if day == 30
        else f"{'twenty' if day < 30 else 'thirty'} {ORDINALS[day % 10 - 1]}"
    )


def ordinal(day: int) -> str:
    return f"{day}{'th' if 10 < day < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def part_of_day(hour: int) -> str:
    return "morning" if hour < 12 else "afternoon" if hour < 17 else "evening"


def ways_to_say_a_time(time: dt.time) -> list[str]:
    hour, minute = (time.hour - 1) % 12 + 1, time.minute
    half, part = ("a.m." if time.hour < 12 else "p.m."), part_of_day(time.hour)
    short = half.replace(".", "")
    ways = [f"{hour}:{minute:02} {half}", f"{hour}:{minute:02}{short.upper()}"]
    if minute == 0:
        ways += [f"{hour} {short}", f"{words(hour)} {short[0]} m", f"{words(hour)} in the {part}"]
        ways += [f"{words(hour)} o'clock in the {part}"]
    else:
        said = words(minute) if minute > 9 else f"oh {words(minute)}"
        ways += [f"{words(hour)} {said} {half}", f"{hour} {minute:02} {short}"]
        ways += [f"{hour}:{minute:02} in the {part}", f"{minute} minutes past {hour} {short}"]
    if minute == 30:
        ways += [f"half past {words(hour)} in the {part}", f"half {words(hour)} in the {part}"]
    if minute == 15:
        ways += [f"a quarter past {words(hour)} in the {part}"]
    if minute == 45 and part == part_of_day(time.hour + 1):
        ways += [f"quarter to {words(hour % 12 + 1)} in the {part}"]
    return ways


def ways_to_say_a_day(day: dt.date, today: dt.date) -> list[str]:
    month, name, ahead = MONTHS[day.month - 1], DAYS[day.weekday()], (day - today).days
    ways = [f"{month} {ordinal(day.day)}", f"the {ordinal_words(day.day)} of {month}"]
    ways += [f"{ordinal(day.day)} {month}", f"{month} the {ordinal_words(day.day)}"]
    ways += [f"{name} the {ordinal(day.day)} of {month}", f"{name}, {month} {ordinal(day.day)}"]
    ways += [f"{month[:3]} {ordinal(day.day)}", f"{month} {day.day}, {day.year}", day.isoformat()]
    if ahead <= 27:
        ways += [f"{name} the {ordinal(day.day)}", f"in {ahead} days"]
        ways += [f"the {ordinal(day.day)}", f"{words(ahead)} days from now"]
    if ahead == 1:
        ways += ["tomorrow"]
    if ahead == 2:
        ways += ["the day after tomorrow"]
    if ahead <= 7:
        ways += [name, f"this coming {name}"]
    if 7 < ahead < 14:
        ways += [f"a week on {name}", f"{name} week"]
    monday = today - dt.timedelta(days=today.weekday())
    if (day - monday).days // 7 == 1:
        ways += [f"{name} next week", f"next week on {name}"]
    return ways


@given(
    now=st.datetimes(dt.datetime(2025, 1, 1), dt.datetime(2029, 1, 1)),  # noqa: DTZ001
    ahead=st.integers(1, 200),
    time=st.builds(dt.time, st.integers(8, 19), st.sampled_from([0, 5, 10, 15, 20, 30, 45, 50])),
    asked=st.booleans(),
    seed=st.integers(0, 2**32),
)
def test_any_way_of_saying_a_day_and_a_time(
    now: dt.datetime, ahead: int, time: dt.time, asked: bool, seed: int
) -> None:
    choose = random.Random(seed).choice
    day = now.date() + dt.timedelta(days=ahead)
    said = choose(SENTENCES).format(
        day=choose(ways_to_say_a_day(day, now.date())), time=choose(ways_to_say_a_time(time))
    )
    reading = When().read(said, Context(now=now.replace(tzinfo=NEW_YORK), asked=asked))
    value = dt.datetime.combine(day, time, NEW_YORK)
    assert (reading.status, reading.value) == ("clear", value), said
