"""Times as people say them, and what is said is read back to the same value."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from handrail.kinds.base import Context
from handrail.kinds.when import Hours, WeeklyHours, When, WhenPart

NEW_YORK = zoneinfo.ZoneInfo("America/New_York")
NOW = dt.datetime(2026, 6, 12, 9, tzinfo=NEW_YORK)
CTX = Context(now=NOW, asked=True)
OPEN = WeeklyHours.of("Mon-Fri 09:00-18:00, Sat 10:00-14:00")
STUDIO = When(hours=OPEN)
ANYTIME = When()


def at(month: int, day: int, hour: int, minute: int = 0, year: int = 2026) -> dt.datetime:
    return dt.datetime(year, month, day, hour, minute, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (at(6, 16, 15), "Tuesday the 16th at 3"),
        (at(6, 16, 15, 15), "Tuesday the 16th at 3:15"),
        (at(6, 13, 10, 30), "10:30 tomorrow"),
        (at(6, 12, 15), "3 today"),
        (at(6, 30, 15), "Tuesday the 30th of June at 3"),
        (at(7, 7, 15), "Tuesday the 7th of July at 3"),
        (at(1, 5, 12, year=2027), "Tuesday the 5th of January 2027 at 12"),
        (at(6, 22, 9), "Monday the 22nd at 9"),
        (at(6, 23, 9), "Tuesday the 23rd at 9"),
        (at(6, 16, 20), "Tuesday the 16th at 8 p.m."),
    ],
)
def test_a_time_is_said_as_people_say_it(value: dt.datetime, said: str) -> None:
    assert STUDIO.speak(value, CTX) == said


def test_the_half_of_the_day_is_said_where_hours_do_not_settle_it() -> None:
    assert ANYTIME.speak(at(6, 16, 15), CTX) == "Tuesday the 16th at 3 p.m."
    always = When(hours=WeeklyHours.of("Mon-Sun 00:00-24:00"))
    assert always.speak(at(6, 16, 9), CTX) == "Tuesday the 16th at 9 a.m."


def test_offers_of_one_day_name_it_once() -> None:
    tomorrow = (at(6, 13, 10), at(6, 13, 10, 30), at(6, 13, 11))
    assert STUDIO.speak_options(tomorrow, CTX) == "10, 10:30 or 11 tomorrow"
    tuesday = (at(6, 16, 14, 30), at(6, 16, 15, 30))
    assert STUDIO.speak_options(tuesday, CTX) == "Tuesday the 16th at 2:30 or 3:30"


def test_offers_of_several_days_name_each() -> None:
    values = (at(6, 19, 16, 30), at(6, 20, 10))
    assert STUDIO.speak_options(values, CTX) == "Friday the 19th at 4:30 or Saturday the 20th at 10"
    mixed = (at(6, 13, 10), at(6, 15, 9))
    assert STUDIO.speak_options(mixed, CTX) == "10 tomorrow or Monday the 15th at 9"
    assert STUDIO.speak_options((), CTX) == ""


@pytest.mark.parametrize(
    "heard",
    [
        "Tuesday the 16th",
        "around 3",
        "tomorrow in the afternoon",
        "Tuesday the 16th first thing",
        "between 2 and 4",
        "after 3",
        "before 12",
        "Monday the 15th to Sunday the 21st",
        "Monday the 15th or Tuesday the 16th",
        "by Friday the 19th",
        "Tuesday the 16th around 3",
        "at the end of the day",
        "at night",
    ],
)
def test_what_is_said_of_a_part_is_understood(heard: str) -> None:
    reading = STUDIO.read(heard, CTX)
    part = reading.partial
    assert isinstance(part, WhenPart)
    again = STUDIO.read(STUDIO.speak_partial(part, CTX), CTX)
    assert again.partial == replace(part, bare=False)  # "p.m." is said where no day is known


def test_nothing_known_is_nothing_said() -> None:
    assert STUDIO.speak_partial(WhenPart(), CTX) == ""
    assert STUDIO.speak_partial(None, CTX) == ""


def test_a_part_is_shown_in_iso_form() -> None:
    part = STUDIO.read("tuesday afternoon", CTX).partial
    assert str(part) == "2026-06-16, 12:00 to 18:00"
    assert str(STUDIO.read("monday or tuesday after three", CTX).partial) == (
        "2026-06-15 or 2026-06-16, from 15:00"
    )
    assert str(STUDIO.read("around three by friday the 19th", CTX).partial) == (
        "2026-06-12 to 2026-06-19, around 15:00"
    )


HOURS: list[Hours | None] = [
    None,
    OPEN,
    WeeklyHours.of("Mon-Sun 00:00-24:00"),
    WeeklyHours.of("Mon-Sun 18:00-23:00"),
    WeeklyHours.of("Tue 06:00-10:00, Wed 06:00-10:00 & 16:00-21:00"),
]
ZONES = ["America/New_York", "Europe/London", "Australia/Sydney", "Asia/Kolkata", "UTC"]
MOMENTS = st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2029, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(second=0, microsecond=0)
)


@given(
    now=MOMENTS,
    zone=st.sampled_from(ZONES),
    ahead=st.timedeltas(dt.timedelta(minutes=1), dt.timedelta(days=400)),
    hours=st.sampled_from(HOURS),
    region=st.sampled_from(["US", "GB"]),
)
def test_what_speak_says_read_understands(
    now: dt.datetime, zone: str, ahead: dt.timedelta, hours: Hours | None, region: str
) -> None:
    tz = zoneinfo.ZoneInfo(zone)
    here = now.replace(tzinfo=tz)
    ctx = Context(now=here, asked=True, region=region)
    kind = When(hours=hours)
    try:
        value = kind.parse((now + ahead).replace(second=0, microsecond=0), ctx)
    except ValueError:
        assume(False)
    reading = kind.read(kind.speak(value, ctx), ctx)
    assert (reading.status, reading.value) == ("clear", value)
    assert kind.parse(kind.dump(value), ctx) == value


@given(
    first=st.integers(0, 60 * 24 * 14),
    steps=st.lists(st.integers(15, 2000), max_size=2),
    hours=st.sampled_from(HOURS),
)
def test_every_offer_can_be_taken_by_its_own_words(
    first: int, steps: list[int], hours: Hours | None
) -> None:
    minutes = [first + 1]
    for step in steps:
        minutes.append(minutes[-1] + step)
    offers = tuple(NOW + dt.timedelta(minutes=m) for m in minutes)
    kind = When(hours=hours)
    ctx = Context(now=NOW, asked=True, offered=offers)
    for offer in offers:
        assert kind.read(kind.speak(offer, ctx), ctx).value == offer
