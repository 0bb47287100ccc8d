"""One phrase of time at a time: what each way of saying a day, a stretch or an hour means.

Said on Friday 12 June 2026 at 9:00, with no opening hours known.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from dataclasses import replace

import pytest

from handrail.kinds.base import Context
from handrail.kinds.when import When, WhenPart

NEW_YORK = zoneinfo.ZoneInfo("America/New_York")
NOW = dt.datetime(2026, 6, 12, 9, tzinfo=NEW_YORK)
ASKED = Context(now=NOW, asked=True)
KIND = When()


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("today", "2026-06-12"),
        ("tomorrow", "2026-06-13"),
        ("a day after tomorrow", "2026-06-14"),
        ("the following friday", "2026-06-19"),
        ("this coming friday", "2026-06-19"),
        ("saturday coming", "2026-06-13"),
        ("tuesday next", "2026-06-16"),
        ("next week friday", "2026-06-19"),
        ("next week on friday", "2026-06-19"),
        ("friday of next week", "2026-06-19"),
        ("saturday this week", "2026-06-13"),
        ("tuesday of the week after next", "2026-06-23"),
        ("next week, tuesday", "2026-06-16"),
        ("wednesday in two weeks", "2026-07-01"),
        ("two weeks on tuesday", "2026-06-30"),
        ("a fortnight today", "2026-06-26"),
        ("a fortnight tomorrow", "2026-06-27"),
        ("a week from tomorrow", "2026-06-20"),
        ("three fridays from now", "2026-07-03"),
        ("the friday after next", "2026-06-26"),
        ("in a couple of days", "2026-06-14"),
        ("in 10 more days", "2026-06-22"),
        ("in 0 days", "2026-06-12"),
        ("in a week and a day", "2026-06-20"),
        ("in three weeks and two days", "2026-07-05"),
        ("two days from tomorrow", "2026-06-15"),
        ("a week's time", "2026-06-19"),
        ("in a month", "2026-07-12"),
        ("in 230 days", "2027-01-28"),
        ("the 12th", "2026-06-12"),
        ("the 31st", "2026-07-31"),
        ("next 30th", "2026-06-30"),
        ("the 20th of next month", "2026-07-20"),
        ("the 3rd of the month", "2026-07-03"),
        ("the 20th of this month", "2026-06-20"),
        ("tuesday the thirtieth", "2026-06-30"),
        ("friday 26th", "2026-06-26"),
        ("the twenty-second of june", "2026-06-22"),
        ("april 11th", "2027-04-11"),
        ("the 29th of february", "2028-02-29"),
        ("jul 18 sat", "2026-07-18"),
        ("23 december 2026", "2026-12-23"),
        ("may the first next year", "2027-05-01"),
        ("january 5th 2027", "2027-01-05"),
        ("june fifteenth twenty twenty six", "2026-06-15"),
        ("the first of july two thousand and twenty six", "2026-07-01"),
        ("14july", "2026-07-14"),
        ("7/4", "2026-07-04"),
        ("7-14", "2026-07-14"),
        ("7/4/26", "2026-07-04"),
        ("wednesday, 7/15/2026", "2026-07-15"),
        ("15.07.2026", "2026-07-15"),
        ("2026/07/15", "2026-07-15"),
        ("the first tuesday in july", "2026-07-07"),
        ("the second thursday of the month", "2026-07-09"),
        ("the last monday of may", "2027-05-31"),
        ("the last day of next month", "2026-07-31"),
        ("valentine's day", "2027-02-14"),
        ("new year's eve 2027", "2027-12-31"),
        ("halloween", "2026-10-31"),
        ("boxing day", "2026-12-26"),
    ],
)
def test_a_day(said: str, day: str) -> None:
    reading = KIND.read(said, ASKED)
    assert (reading.status, reading.partial) == ("partial", WhenPart(dt.date.fromisoformat(day)))


@pytest.mark.parametrize(
    "said",
    [
        "february 30th",
        "31 june",
        "june 11th 2026",
        "2026-06-11",
        "the fifth friday of june",
        "monday this week",
        "the 5th of this month",
        "that wednesday",
        "the friday after",
        "last week",
        "six days ago",
        "yesterday evening",
        "christmas party",
        "in 2000 weeks",
    ],
)
def test_a_day_that_cannot_be_booked_is_none(said: str) -> None:
    assert KIND.read(said, ASKED).status == "none"


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("this week", "2026-06-12", "2026-06-14"),
        ("later this week", "2026-06-13", "2026-06-14"),
        ("the end of next week", "2026-06-18", "2026-06-21"),
        ("early next week", "2026-06-15", "2026-06-16"),
        ("the middle of next week", "2026-06-16", "2026-06-18"),
        ("next next week", "2026-06-22", "2026-06-28"),
        ("next weekend", "2026-06-20", "2026-06-21"),
        ("next month", "2026-07-01", "2026-07-31"),
        ("in august", "2026-08-01", "2026-08-31"),
        ("early july", "2026-07-01", "2026-07-11"),
        ("mid july", "2026-07-11", "2026-07-21"),
        ("the week of the 22nd", "2026-06-22", "2026-06-28"),
        ("the week of july 7", "2026-07-06", "2026-07-12"),
        ("the first week of july", "2026-07-01", "2026-07-07"),
        ("between the 15th and the 18th", "2026-06-15", "2026-06-18"),
        ("from friday to monday", "2026-06-19", "2026-06-22"),
        ("sometime between now and friday", "2026-06-12", "2026-06-19"),
        ("in a few days", "2026-06-14", "2026-06-17"),
    ],
)
def test_a_stretch_of_days(said: str, first: str, last: str) -> None:
    part = WhenPart(first=dt.date.fromisoformat(first), last=dt.date.fromisoformat(last))
    assert KIND.read(said, ASKED).partial == part


@pytest.mark.parametrize(
    ("said", "time"),
    [
        ("3 p.m.", "15:00"),
        ("at 3p", "15:00"),
        ("three in the afternoon", "15:00"),
        ("afternoon three", "15:00"),
        ("seven at night", "19:00"),
        ("3 in the AM", "03:00"),
        ("15h30", "15:30"),
        ("16hr", "16:00"),
        ("at 9h", "09:00"),
        ("7.30", "07:30"),
        ("0:30", "00:30"),
        ("12 a.m.", "00:00"),
        ("0 45 p.m.", "12:45"),
        ("midnight", "00:00"),
        ("12 noon", "12:00"),
        ("mid-day", "12:00"),
        ("fifteen hundred hours", "15:00"),
        ("five o'clock", "17:00"),
        ("nine-thirty", "09:30"),
        ("twenty five past three", "15:25"),
        ("six past nine", "09:06"),
        ("quarter of four", "15:45"),
        ("half-past 6", "18:30"),
        ("half three in the afternoon", "15:30"),
        ("20 minutes after 10 PM", "22:20"),
        ("half an hour before noon", "11:30"),
        ("three-ish", "15:00"),
        ("something around 3", "15:00"),
        ("three or so", "15:00"),
        ("the time is two", "14:00"),
        ("i finish at five so half past", "17:30"),
        ("one", "13:00"),
        ("make it one", "13:00"),
    ],
)
def test_a_clock_time(said: str, time: str) -> None:
    reading = KIND.read(said, ASKED)
    assert reading.status == "partial"
    assert reading.partial.clock == dt.time.fromisoformat(time)


@pytest.mark.parametrize(
    "said", ["25:00", "3:75", "the other one", "i'd like one please", "noon thirty", "13 a.m."]
)
def test_what_is_no_clock_time(said: str) -> None:
    assert KIND.read(said, ASKED).status == "none"


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("late morning", "10:00", "12:00"),
        ("mid-afternoon", "14:00", "16:00"),
        ("early evening", "17:00", "19:00"),
        ("at lunchtime", "12:00", "14:00"),
        ("before lunch", "05:00", "13:00"),
        ("after school", "15:00", "18:00"),
        ("at the end of the day", "16:00", "20:00"),
        ("later in the day", "16:00", "20:00"),
        ("morning or afternoon", "05:00", "18:00"),
        ("between two and four in the afternoon", "14:00", "16:00"),
        ("between 7 and 9 in the evening", "19:00", "21:00"),
        ("3-4pm", "15:00", "16:00"),
        ("9 to 5", "09:00", "17:00"),
        ("3:30 till 5", "15:30", "17:00"),
        ("three or four", "15:00", "16:00"),
        ("from nine onwards", "09:00", None),
        ("ten or later", "10:00", None),
        ("no earlier than ten", "10:00", None),
        ("i can't come until ten", "10:00", None),
        ("four at the latest", None, "16:00"),
        ("no later than four", None, "16:00"),
        ("four or earlier", None, "16:00"),
        ("till noon", None, "12:00"),
    ],
)
def test_a_stretch_of_the_day(said: str, start: str | None, end: str | None) -> None:
    part = KIND.read(said, ASKED).partial
    assert (part.start, part.end) == (
        start and dt.time.fromisoformat(start),
        end and dt.time.fromisoformat(end),
    )


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("in two hours", "2026-06-12T11:00"),
        ("in an hour and a half", "2026-06-12T10:30"),
        ("in an hour and 10 minutes", "2026-06-12T10:10"),
        ("half an hour from now", "2026-06-12T09:30"),
        ("now please", "2026-06-12T09:00"),
        ("anything free now?", "2026-06-12T09:00"),
    ],
)
def test_a_distance_from_now(said: str, value: str) -> None:
    assert KIND.read(said, ASKED).value == dt.datetime.fromisoformat(value).replace(tzinfo=NEW_YORK)


def test_a_weekday_said_with_today_is_either() -> None:
    assert len(KIND.read("this friday at three", ASKED).alternatives) == 2
    assert len(KIND.read("friday week at three", ASKED).alternatives) == 2


def test_tuesday_at_midnight_is_either_end_of_it() -> None:
    reading = KIND.read("tuesday at midnight", ASKED)
    assert [value.day for value in reading.alternatives] == [16, 17]
    tonight = KIND.read("today at midnight", ASKED)
    assert tonight.value == dt.datetime(2026, 6, 13, tzinfo=NEW_YORK)


def test_what_could_be_an_hour_or_a_stretch_is_doubtful() -> None:
    assert KIND.read("ten to twelve", ASKED).doubtful
    assert not KIND.read("ten minutes to twelve", ASKED).doubtful
    assert KIND.read("from ten to twelve", ASKED).partial.end == dt.time(12)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("two days later", "2026-06-18T15:00"),
        ("a fortnight later", "2026-06-30T15:00"),
        ("the next day at four", "2026-06-17T16:00"),
        ("the day before", "2026-06-15T15:00"),
        ("15 minutes earlier", "2026-06-16T14:45"),
        ("an hour and a half later", "2026-06-16T16:30"),
        ("half an hour earlier", "2026-06-16T14:30"),
        ("quarter to", "2026-06-16T14:45"),
    ],
)
def test_a_distance_from_the_present_value(said: str, value: str) -> None:
    current = dt.datetime(2026, 6, 16, 15, tzinfo=NEW_YORK)
    reading = KIND.read(said, replace(ASKED, current=current))
    assert reading.value == dt.datetime.fromisoformat(value).replace(tzinfo=NEW_YORK)
    assert reading.merged


def test_there_is_no_distance_from_nothing() -> None:
    for said in ("half an hour later", "later", "same time", "quarter past", "the day after"):
        assert KIND.read(said, ASKED).status == "none"


def test_something_earlier_than_the_offers_is_room_before_them() -> None:
    offers = tuple(dt.datetime(2026, 6, 16, hour, tzinfo=NEW_YORK) for hour in (15, 16))
    earlier = KIND.read("something earlier", replace(ASKED, offered=offers))
    assert earlier.partial == WhenPart(date=dt.date(2026, 6, 16), end=dt.time(15))
    assert KIND.read("any time after five", replace(ASKED, offered=offers)).partial.start == (
        dt.time(17)
    )
