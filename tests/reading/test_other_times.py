"""Times that are said and are no wish: what happens then, what exists, what depends on more."""

from __future__ import annotations

import pytest

from handrail.engine import moves as m
from handrail.kinds.base import Context
from handrail.kinds.when import WeeklyHours, When
from tests.reading.moves import acts, heard, record
from tests.reading.sample import NOW, TUESDAY_AT_3, at, reception, scene

ALL = "service start phone name"
START = scene("start", knows="service")
SUMMARY = scene(act="summary", knows=ALL)
SPELLED = scene("email", act="read_back", knows=f"{ALL} email")


@pytest.mark.parametrize(
    "said",
    [
        "I have an appointment tomorrow at 3",
        "I already have an appointment for tuesday",
        "I've got a booking on tuesday",
        "we have a reservation tonight at 7",
        "my wife has an appointment on tuesday",
        "hi I have a haircut booked for tomorrow",
    ],
)
def test_a_booking_that_exists_begins_no_new_one(said: str) -> None:
    assert acts(said, reception()) is None


@pytest.mark.parametrize(
    "said",
    [
        "can I have an appointment tomorrow at 3",
        "do you have an appointment tomorrow at 3",
        "I'd like to have an appointment tomorrow at 3",
        "I need an appointment tomorrow at 3",
    ],
)
def test_an_appointment_that_is_wished_for_is_booked(said: str) -> None:
    assert acts(said, reception()) == [m.Switch("booking"), record("start", at(13, 15))]


@pytest.mark.parametrize(
    "said",
    [
        "I get back tuesday at 3",
        "I get home at 3 tomorrow",
        "I'm back on tuesday",
        "I land at 3 on tuesday",
        "my flight lands tuesday at 3",
        "I arrive tuesday at 3",
        "I've got to go at 4 tomorrow",
        "I have to leave at 4 tomorrow",
        "I have to pick up my kids at 3 tomorrow",
        "what did you say about tuesday at 3",
    ],
)
def test_what_the_caller_does_then_is_no_wish_for_that_time(said: str) -> None:
    assert acts(said, START) is None


@pytest.mark.parametrize(
    "said",
    ["I can get there tuesday at 3", "can I come in tuesday at 3", "what about tuesday at 3"],
)
def test_when_the_caller_can_come_is_one(said: str) -> None:
    assert heard(said, START) == {"start": TUESDAY_AT_3}


def test_a_new_time_is_on_the_day_of_what_happens() -> None:
    said = "I have to collect my daughter at 3 tomorrow so 4"
    assert heard(said, START) == {"start": at(13, 16)}


def test_with_whom_it_shall_not_be_is_left_to_a_model() -> None:
    assert acts("tuesday at 3 but not with anna", START) is None
    assert heard("tuesday at 3 but not at 4", START) == {"start": TUESDAY_AT_3}


def test_both_of_two_times_is_no_choice_of_the_first() -> None:
    two = scene("start", act="offer", offer=(at(16, 14), at(16, 15)), wanted=TUESDAY_AT_3)
    assert acts("both", two) is None
    assert acts("either", two) == [m.Choose(1)]


@pytest.mark.parametrize("said", ["yes if it's free", "yes but only if it's available"])
def test_a_yes_on_a_condition_books_nothing(said: str) -> None:
    assert acts(said, SUMMARY) is None


@pytest.mark.parametrize("said", ["yes if you can", "yes if that's ok", "yes if you don't mind"])
def test_a_polite_yes_books(said: str) -> None:
    assert acts(said, SUMMARY) == [m.Affirm()]


def test_an_ending_confirmed_against_another_leaves_the_address() -> None:
    assert acts("dot com not dot org", SPELLED) == [m.Affirm()]
    other = record("email", "maria@example.org", doubtful=True)
    assert acts("dot org not dot com", SPELLED) == [other]


def test_both_halves_of_the_day_that_are_said_stay_open() -> None:
    both = record("start", None, alternatives=(at(13, 6), at(13, 18)))
    assert acts("6 am or pm tomorrow", START) == [both]


def test_the_small_hours_of_a_night_are_no_time_of_its_day() -> None:
    assert acts("tomorrow night at 3", START) is None
    assert heard("tomorrow night at 9", START) == {"start": at(13, 21)}


@pytest.mark.parametrize("said", ["four and a half tomorrow", "3,30 tomorrow", "2/3/4 at 5"])
def test_half_of_a_number_is_no_clock_time(said: str) -> None:
    assert When().read(said, Context(now=NOW, asked=True)).value is None


def test_an_hour_whose_morning_has_passed_is_the_evening_only_in_doubt_or_by_hours() -> None:
    ten = Context(now=NOW.replace(hour=10), asked=True)
    unsure = When().read("at 9 today", ten)
    assert unsure.value == at(12, 21)
    assert unsure.doubtful
    closed = When(WeeklyHours.of("Mon-Sun 09:00-18:00")).read("at 9 today", ten)
    assert closed.value is None
    open_late = When(WeeklyHours.of("Mon-Sun 09:00-22:00")).read("at 9 today", ten)
    assert open_late.value == at(12, 21)
    assert not open_late.doubtful
    sure = When().read("at 3 today", ten)
    assert sure.value == at(12, 15)
    assert not sure.doubtful
