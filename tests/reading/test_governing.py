"""What was used for a wish or a step still governs the time behind it: "move it from ... to"."""

from __future__ import annotations

import datetime as dt

import pytest

from handrail.engine import moves as m
from handrail.kinds.when import WhenPart
from tests.reading.moves import acts, heard, record
from tests.reading.sample import TUESDAY_AT_3, at, reception, scene

ALL = "service start phone name"
SUMMARY = scene(act="summary", knows=ALL)
NUMBER = scene("phone", knows="service start")
TUESDAY, WEDNESDAY, THURSDAY = (dt.date(2026, 6, day) for day in (16, 17, 18))


@pytest.mark.parametrize(
    "said",
    [
        "can I move my appointment from tuesday to wednesday",
        "can I move my tuesday appointment to wednesday",
        "i need to reschedule from tuesday to wednesday",
    ],
)
def test_a_booking_is_moved_to_the_second_day_and_not_to_a_stretch_of_days(said: str) -> None:
    assert acts(said, reception()) == [
        m.Switch("rescheduling"),
        record("start", None, partial=WhenPart(date=WEDNESDAY)),
    ]


def test_a_booking_is_moved_from_one_day_and_hour_to_another() -> None:
    said = "change my appointment from 3 on tuesday to 4 on wednesday"
    assert acts(said, reception()) == [m.Switch("rescheduling"), record("start", at(17, 16))]


def test_only_the_old_day_is_no_wish_for_it() -> None:
    assert acts("can I move my appointment from tuesday", reception()) is None
    assert acts("can we move it from tuesday", NUMBER) is None


def test_who_books_from_one_day_to_another_gives_a_stretch_of_days() -> None:
    said = "book me in from tuesday to thursday"
    assert acts(said, reception()) == [
        m.Switch("booking"),
        record("start", None, partial=WhenPart(first=TUESDAY, last=THURSDAY)),
    ]


@pytest.mark.parametrize(
    "said",
    [
        "change it from 3 to 4",
        "change the time from 3 to 4",
        "no change the time from 3 to 4",
        "can we move it from 3 on tuesday to 4",
    ],
)
def test_an_hour_is_changed_to_the_second_one(said: str) -> None:
    assert heard(said, SUMMARY) == {"start": TUESDAY_AT_3.replace(hour=16)}


def test_an_hour_is_changed_where_a_number_is_asked_for() -> None:
    assert heard("can we change it from 3 to 4", NUMBER) == {"start": at(16, 16)}


def test_what_it_is_made_may_be_a_stretch_of_the_day() -> None:
    part = WhenPart(date=TUESDAY, start=dt.time(15), end=dt.time(16))
    for said in ("can we move it to between 3 and 4", "can we make it 3 to 4"):
        assert acts(said, NUMBER) == [record("start", None, partial=part)]
