"""Everyday ways of saying a date or time that were once read amiss, or not at all.

Each was reasoned out as a speaker means it, without a corpus. Said on Friday 12 June 2026 at 9:00.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo

import pytest

from handrail.kinds.base import Context, Reading
from handrail.kinds.when import When, WhenPart

NEW_YORK = zoneinfo.ZoneInfo("America/New_York")
NOW = dt.datetime(2026, 6, 12, 9, tzinfo=NEW_YORK)
KIND = When()


def _read(said: str, *, asked: bool = True) -> Reading[dt.datetime]:
    return KIND.read(said, Context(now=NOW, asked=asked))


def _part(said: str) -> WhenPart:
    part = _read(said).partial
    assert isinstance(part, WhenPart)
    return part


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("the day before july 4th", "2026-07-03"),
        ("the day after the 20th", "2026-06-21"),
        ("2 days before the 20th", "2026-06-18"),
        ("a week after the 20th", "2026-06-27"),
        ("three days after monday", "2026-06-18"),
        ("the tuesday after the 20th", "2026-06-23"),
        ("the friday before labor day", "2026-09-04"),
        ("the monday after christmas", "2026-12-28"),
        ("friday after next week", "2026-06-26"),
        ("third wednesday next month", "2026-07-15"),
        ("thursday 18", "2026-06-18"),
        ("the 3rd of the 7th", "2026-07-03"),
        ("a fortnight's time", "2026-06-26"),
        ("in six weeks' time", "2026-07-24"),
        ("a year from today", "2027-06-12"),
        ("cinco de mayo", "2027-05-05"),
        ("today in a week", "2026-06-19"),
        ("16-jun-2026", "2026-06-16"),
        ("june-16", "2026-06-16"),
        ("wensday", "2026-06-17"),
        ("febuary 3rd", "2027-02-03"),
        ("i'd like to reschedule my tuesday appointment to thursday", "2026-06-18"),
    ],
)
def test_a_day(said: str, day: str) -> None:
    reading = _read(said)
    assert reading.status == "partial"
    assert reading.partial == WhenPart(date=dt.date.fromisoformat(day))


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("in a day or two", "2026-06-13", "2026-06-14"),
        ("in two or three days", "2026-06-14", "2026-06-15"),
        ("within a week", "2026-06-12", "2026-06-19"),
        ("in the next few days", "2026-06-12", "2026-06-17"),
        ("sometime in the next two weeks", "2026-06-12", "2026-06-26"),
        ("the weekend after next", "2026-06-27", "2026-06-28"),
        ("the last weekend of june", "2026-06-27", "2026-06-28"),
        ("the first weekend in july", "2026-07-04", "2026-07-05"),
        ("last week of june", "2026-06-24", "2026-06-30"),
        ("the first half of july", "2026-07-01", "2026-07-15"),
        ("this week or next", "2026-06-12", "2026-06-21"),
        ("next week or the week after", "2026-06-15", "2026-06-28"),
        ("july 3 to 5", "2026-07-03", "2026-07-05"),
        ("3 - 5 july", "2026-07-03", "2026-07-05"),
        ("between july 3rd and 5th", "2026-07-03", "2026-07-05"),
        ("no later than friday", "2026-06-12", "2026-06-19"),
        ("before next week", "2026-06-12", "2026-06-14"),
        ("by the end of next week", "2026-06-12", "2026-06-21"),
        ("before august", "2026-06-12", "2026-07-31"),
        ("after the weekend", "2026-06-15", None),
        ("after next week", "2026-06-22", None),
        ("starting next week", "2026-06-15", None),
        ("not until july", "2026-07-01", None),
        ("in the new year", "2027-01-01", None),
        ("i'm on holiday until the 20th", "2026-06-20", None),
        ("the week after the 20th", "2026-06-21", "2026-06-28"),
        ("sometime in the next fortnight", "2026-06-12", "2026-06-26"),
        ("june", "2026-06-12", "2026-06-30"),
        ("in june 2027", "2027-06-01", "2027-06-30"),
        ("june of next year", "2027-06-01", "2027-06-30"),
        ("next year in june", "2027-06-01", "2027-06-30"),
        ("the weekend or monday", "2026-06-13", "2026-06-15"),
        ("the week before the 20th", "2026-06-12", "2026-06-19"),
    ],
)
def test_a_stretch_of_days(said: str, first: str, last: str | None) -> None:
    part = _part(said)
    end = None if last is None else dt.date.fromisoformat(last)
    assert part == WhenPart(first=dt.date.fromisoformat(first), last=end)


@pytest.mark.parametrize(
    ("said", "weekdays"),
    [
        ("any tuesday", (1,)),
        ("any tuesday or thursday", (1, 3)),
        ("any day next week except monday", (1, 2, 3, 4, 5, 6)),
        ("next week but not monday or tuesday", (2, 3, 4, 5, 6)),
        ("between two and four but not thursday", (0, 1, 2, 4, 5, 6)),
        ("any afternoon but monday", (1, 2, 3, 4, 5, 6)),
    ],
)
def test_days_of_the_week_that_will_do(said: str, weekdays: tuple[int, ...]) -> None:
    assert _part(said).weekdays == weekdays


@pytest.mark.parametrize(
    ("said", "time"),
    [
        ("oh nine thirty", "09:30"),
        ("oh eight hundred hours", "08:00"),
        ("zero nine thirty", "09:30"),
        ("1500 hours", "15:00"),
        ("ten hundred hours", "10:00"),
        ("fifteen thirty hours", "15:30"),
        ("1530h", "15:30"),
        ("sevenish in the evening", "19:00"),
        ("half sevenish", "07:30"),
        ("five of six", "17:55"),
        ("ten of four", "15:50"),
        ("can i move my three o'clock to four", "16:00"),
    ],
)
def test_a_clock_time(said: str, time: str) -> None:
    assert _part(said).clock == dt.time.fromisoformat(time)


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("nothing before ten", "10:00", None),
        ("nothing after four", None, "16:00"),
        ("not after four", None, "16:00"),
        ("either two or four", "14:00", "16:00"),
        ("tuesday a.m.", "05:00", "12:00"),
        ("no mornings please", "12:00", None),
        ("tomorrow pm please", "12:00", None),
        ("friday arvo", "12:00", "18:00"),
        ("early tomorrow", "05:00", "10:00"),
        ("early tomorrow morning", "05:00", "10:00"),
        ("early on tuesday afternoon", "12:00", "15:00"),
        ("friday, late", "15:00", "20:00"),
    ],
)
def test_a_stretch_of_the_day(said: str, start: str | None, end: str | None) -> None:
    part = _part(said)
    assert part.start == (start and dt.time.fromisoformat(start))
    assert part.end == (end and dt.time.fromisoformat(end))


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("june 16 10 am", "2026-06-16T10:00"),
        ("june 16th ten thirty", "2026-06-16T10:30"),
        ("16 june 10", "2026-06-16T10:00"),
        ("the sixteenth of june ten thirty", "2026-06-16T10:30"),
        ("in two and a half hours", "2026-06-12T11:30"),
        ("in three quarters of an hour", "2026-06-12T09:45"),
        ("in two hours' time", "2026-06-12T11:00"),
        ("early on tuesday at eight", "2026-06-16T08:00"),
        ("tuesday at 3 p", "2026-06-16T15:00"),
        ("tmr at 10 a.m.", "2026-06-13T10:00"),
        ("change my tuesday one to friday at 3", "2026-06-19T15:00"),
    ],
)
def test_a_day_with_its_time(said: str, value: str) -> None:
    reading = _read(said)
    assert reading.status == "clear"
    assert reading.value == dt.datetime.fromisoformat(value).replace(tzinfo=NEW_YORK)


def test_one_is_no_hour_where_it_counts() -> None:
    assert _part("one evening next week").clock is None
    assert _read("one saturday in july").status == "ambiguous"


def test_two_stretches_of_a_day_are_no_single_one() -> None:
    assert _part("tuesday between ten and noon or after three") == WhenPart(
        date=dt.date(2026, 6, 16)
    )


def test_the_friday_after_is_counted_from_the_day_the_call_holds() -> None:
    held = WhenPart(date=dt.date(2026, 6, 23))
    reading = KIND.read("the friday after", Context(now=NOW, asked=True, partial=held))
    assert reading.partial == WhenPart(date=dt.date(2026, 6, 26))
    assert _read("the friday after").status == "none"
    assert _part("the friday after at 3").time == dt.time(15)


def test_the_friday_after_is_counted_from_a_day_that_will_not_do() -> None:
    assert _part("I can't do the 23rd but the friday after").date == dt.date(2026, 6, 26)


def test_what_was_not_said_is_not_heard() -> None:
    assert _part("no i didnt say 4 i said 2").clock == dt.time(14)


@pytest.mark.parametrize(
    "said",
    [
        "any tuesday",
        "any tuesday or thursday",
        "late on tuesday",
        "early on tuesday",
        "before the weekend",
        "late on friday night",
    ],
)
def test_what_is_said_back_is_read_alike(said: str) -> None:
    part = _part(said)
    spoken = KIND.speak_partial(part, Context(now=NOW))
    again = _part(spoken)
    day = (again.first or again.date, again.last or again.date, again.weekdays)
    assert day == (part.first or part.date, part.last or part.date, part.weekdays)
    assert (again.start, again.end) == (part.start, part.end)


def test_what_to_fall_back_on_is_an_alternative() -> None:
    assert _part("monday, or failing that tuesday").dates == (
        dt.date(2026, 6, 15),
        dt.date(2026, 6, 16),
    )


def test_the_narrower_of_two_parts_of_the_day_holds() -> None:
    part = _part("first thing monday morning")
    assert (part.start, part.end) == (dt.time(5), dt.time(10))


def test_a_preference_for_early_or_late() -> None:
    assert _part("the earlier the better").prefer == "first"
    assert _part("the later the better").prefer == "last"


@pytest.mark.parametrize(
    "said",
    [
        "do you take bookings for tomorrow",
        "are reservations required for this evening",
        "change it from 9 to 8 people",
        "the day after my wedding",
        "bank holiday monday",
        "oh thru 2026",  # no minutes, found by the fuzz
    ],
)
def test_no_time_was_asked_for(said: str) -> None:
    assert _read(said, asked=False).status == "none"


def test_a_weekday_and_a_day_of_the_month_that_meet_months_ahead_are_doubtful() -> None:
    ctx = Context(now=dt.datetime(2022, 3, 15, 9, tzinfo=NEW_YORK), asked=True)
    reading = KIND.read("Tuesday the 2nd", ctx)
    assert reading.partial == WhenPart(date=dt.date(2022, 8, 2))
    assert reading.doubtful


def test_a_weekday_next_to_the_day_of_the_month_is_a_slip_and_either_may_be_meant() -> None:
    ctx = Context(now=dt.datetime(2022, 3, 15, 9, tzinfo=NEW_YORK), asked=True)
    reading = KIND.read("Friday the 17th", ctx)
    assert reading.status == "ambiguous"
    assert [day.day for day in reading.alternatives] == [17, 18]


@pytest.mark.parametrize(
    ("said", "room"),
    [
        ("nothing earlier than 3 on tuesday", ("15:00", None)),
        ("no later than 3 on tuesday", (None, "15:00")),
        ("i'm at work until 5 on tuesday", ("17:00", None)),
        ("i'm in a meeting till 3 on tuesday", ("15:00", None)),
        ("i'm tied up until 3 on tuesday", ("15:00", None)),
        ("i'm free until 3 on tuesday", (None, "15:00")),
        ("10 through 12 on tuesday", ("10:00", "12:00")),
    ],
)
def test_what_bounds_a_time_says_on_which_side(
    said: str, room: tuple[str | None, str | None]
) -> None:
    part = _part(said)
    edges = (part.start, part.end)
    assert tuple(edge and edge.isoformat("minutes") for edge in edges) == room
    assert part.date == dt.date(2026, 6, 16)


def test_the_no_of_a_bound_belongs_to_it() -> None:
    assert _read("no later than 3 on tuesday").span == (0, 26)


def test_a_zero_between_hour_and_minute_is_said_out() -> None:
    value = _read("nine zero five am tomorrow").value
    assert value is not None
    assert value.time() == dt.time(9, 5)


def test_of_three_times_none_is_lost() -> None:
    times = [value.hour for value in _read("3 or 4 or 5 tomorrow").alternatives]
    assert times == [15, 16, 17]


def _after(said: str, day: int) -> WhenPart:
    held = WhenPart(date=dt.date(2026, 6, day))
    part = KIND.read(said, Context(now=NOW, asked=True, partial=held)).partial
    assert isinstance(part, WhenPart)
    return part


def test_a_weekday_after_a_day_further_off_is_one_about_it() -> None:
    # "In two weeks" was Friday the 26th: nobody goes back to this week with "Tuesday".
    assert _after("tuesday", 26).dates == (dt.date(2026, 6, 23), dt.date(2026, 6, 30))
    assert _after("friday", 26).date == dt.date(2026, 6, 26)
    assert _after("thursday", 16).date == dt.date(2026, 6, 18)


def test_between_two_times_the_one_denied_is_left_out() -> None:
    part = _after("between one and two but not 1:30", 16)
    assert (part.start, part.end, part.never) == (dt.time(13), dt.time(14), (dt.time(13, 30),))


def test_morning_or_afternoon_is_either() -> None:
    part = _part("tuesday morning or afternoon")
    assert (part.start, part.end) == (dt.time(5), dt.time(18))
    assert _read("tuesday morning or afternoon").spans[-1] == (15, 28)


def test_as_soon_as_possible_whatever_there_is_needs_no_asking() -> None:
    assert _read("asap whatever you got", asked=False).span == (0, 21)
    assert _read("whatever you got", asked=False).status == "none"


def test_what_is_better_than_a_day_is_the_other_one() -> None:
    assert _part("tuesday's better than wednesday").date == dt.date(2026, 6, 16)


@pytest.mark.parametrize("said", ["3 pm pacific time on tuesday", "tuesday at 3 pm PST"])
def test_an_hour_of_another_zone_is_not_taken_for_one_of_ours(said: str) -> None:
    assert str(_part(said)) == "2026-06-16"


def test_patrick_is_a_name_and_saint_patricks_a_day() -> None:
    assert _read("o'neill, patrick").status == "none"
    for said in ("st patrick's day", "patrick's day"):
        assert _part(said).date == dt.date(2027, 3, 17), said


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("the nineteenth or the twentieth of march", ["2027-03-19", "2027-03-20"]),
        ("the 9th or 10th of may", ["2027-05-09", "2027-05-10"]),
        ("march nineteenth or twentieth", ["2027-03-19", "2027-03-20"]),
        ("may 30th or the 2nd", ["2027-05-30", "2027-06-02"]),
        ("the twentieth or the twenty first", ["2026-06-20", "2026-06-21"]),
    ],
)
def test_two_days_of_a_month_are_both_of_the_one_that_is_said(said: str, days: list[str]) -> None:
    for asked in (True, False):
        reading = _read(said, asked=asked)
        assert [f"{each:%Y-%m-%d}" for each in reading.alternatives] == days


def test_a_day_of_the_month_beside_tomorrow_is_the_coming_one() -> None:
    days = [f"{each:%Y-%m-%d}" for each in _read("tomorrow or the second").alternatives]
    assert days == ["2026-06-13", "2026-07-02"]


def test_later_on_today_is_today() -> None:
    assert _part("later on today").date == dt.date(2026, 6, 12)


def test_this_day_next_week_is_a_week_from_today() -> None:
    assert _part("this day next week").date == dt.date(2026, 6, 19)


def test_bonfire_night_is_the_fifth_of_november() -> None:
    assert _part("bonfire night").date == dt.date(2026, 11, 5)


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("tomorrow, no, the day after", ["2026-06-14"]),
        ("tomorrow? no. the day after. at 4 pm.", ["2026-06-14"]),
        ("tuesday or the day before", ["2026-06-16", "2026-06-15"]),
    ],
)
def test_the_day_after_is_counted_from_the_day_said_before(said: str, days: list[str]) -> None:
    reading = _read(said)
    part = reading.partial.date if isinstance(reading.partial, WhenPart) else None
    found = reading.alternatives or (reading.value or part,)
    assert [f"{each:%Y-%m-%d}" for each in found if each] == days


@pytest.mark.parametrize(
    "said", ["i'm busy till six", "i'm at work until six", "i'm working till six"]
)
def test_who_is_busy_until_an_hour_is_free_from_then_on(said: str) -> None:
    part = _part(said)
    assert (part.start, part.end) == (dt.time(18), None)


def test_a_month_today_is_a_month_from_today() -> None:
    assert _part("a month today").date == dt.date(2026, 7, 12)


def test_who_is_booked_at_an_hour_tells_of_that_hour() -> None:
    assert _part("i'm booked at 8 pm").time == dt.time(20)
    assert _read("i'm booked up on friday").status == "none"
