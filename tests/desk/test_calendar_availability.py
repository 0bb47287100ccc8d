"""Free times as a pure function: against a slow reference, and on the nights of a change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.desk.calendar import Availability, Diary, Interval, Service
from handrail.desk.calendar.availability import first_apart
from handrail.desk.calendar.hours import weekly_hours
from handrail.desk.calendar.wall_clock import boundary, midnight, moments
from handrail.kinds.when import WeeklyHours

NEW_YORK = ZoneInfo("America/New_York")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
ALWAYS = weekly_hours((day, 0, 1440) for day in range(7))
SPRING = date(2026, 3, 8)
AUTUMN = date(2026, 11, 1)


def every_day(opens: int, closes: int) -> WeeklyHours:
    return weekly_hours((day, opens, closes) for day in range(7))


def availability(
    minutes: int,
    step: int,
    hours: WeeklyHours = ALWAYS,
    *,
    zone: str = "America/New_York",
    now: datetime = LONG_AGO,
    taken: Sequence[Sequence[Interval]] = ((),),
) -> Availability:
    service = Service(1, "Visit", minutes, step_minutes=step)
    diaries = tuple(Diary.of(intervals) for intervals in taken)
    return Availability(service, hours, ZoneInfo(zone), now, diaries)


# --- cases from the published behaviour of Cal.com --------------------------------------------


def test_a_day_without_closing_has_24_hourly_slots() -> None:
    assert len(availability(60, 60).on(date(2026, 6, 16))) == 24


def test_a_day_without_closing_has_72_slots_every_20_minutes() -> None:
    assert len(availability(20, 20).on(date(2026, 6, 16))) == 72
    assert len(availability(60, 20).on(date(2026, 6, 16))) == 72


def test_in_kolkata_a_morning_from_half_past_has_one_slot_on_the_hour() -> None:
    free = availability(60, 60, every_day(7 * 60 + 30, 9 * 60 + 30), zone="Asia/Kolkata")
    assert [s.isoformat() for s in free.on(date(2026, 6, 16))] == ["2026-06-16T08:00:00+05:30"]


def test_a_present_at_noon_leaves_half_of_the_hourly_slots() -> None:
    now = datetime(2026, 6, 16, 12, tzinfo=NEW_YORK)
    assert len(availability(60, 60, now=now).on(date(2026, 6, 16))) == 12


# --- the sample business ----------------------------------------------------------------------


def test_a_haircut_starts_on_every_quarter_from_opening_to_half_an_hour_before_closing() -> None:
    starts = availability(30, 15, every_day(540, 1080)).on(date(2026, 6, 16))
    assert (starts[0].time(), starts[-1].time(), len(starts)) == (time(9), time(17, 30), 35)


def test_a_booking_blocks_what_overlaps_and_nothing_that_touches() -> None:
    three = datetime(2026, 6, 16, 19, tzinfo=UTC)
    taken = Interval(three, three + timedelta(minutes=30))
    free = availability(30, 15, every_day(540, 1080), taken=[[taken]])
    around = [s.time() for s in free.on(date(2026, 6, 16)) if 14 <= s.hour <= 15]
    assert time(14, 30) in around
    assert time(15, 30) in around
    assert not {time(14, 45), time(15), time(15, 15)} & set(around)


def test_a_time_is_free_while_one_of_two_chairs_is() -> None:
    three = datetime(2026, 6, 16, 19, tzinfo=UTC)
    taken = Interval(three, three + timedelta(minutes=30))
    assert availability(30, 15, taken=[[taken], []]).is_free(three)
    assert not availability(30, 15, taken=[[taken], [taken]]).is_free(three)
    assert not availability(30, 15, taken=[]).is_free(three)


def test_an_appointment_may_not_run_into_the_lunch_break() -> None:
    hours = weekly_hours([(1, 540, 720), (1, 780, 1080)])
    starts = [s.time() for s in availability(90, 30, hours).on(date(2026, 6, 16))]
    assert time(10, 30) in starts
    assert time(11) not in starts
    assert time(13) in starts


def test_overnight_hours_go_on_after_midnight() -> None:
    hours = weekly_hours([(4, 22 * 60, 26 * 60)])  # Friday from 22:00 to 02:00
    free = availability(60, 60, hours)
    assert [s.hour for s in free.on(date(2026, 6, 19))] == [22, 23]
    assert [s.hour for s in free.on(date(2026, 6, 20))] == [0, 1]
    assert free.on(date(2026, 6, 21)) == []


def test_the_first_three_lie_half_an_hour_apart() -> None:
    starts = availability(30, 15, every_day(600, 840)).on(date(2026, 6, 13))
    assert [s.strftime("%H:%M") for s in first_apart(starts)] == ["10:00", "10:30", "11:00"]


# --- the nights of a change -------------------------------------------------------------------


def test_the_skipped_hour_is_never_offered() -> None:
    starts = availability(60, 60).on(SPRING)
    assert len(starts) == 23
    assert 2 not in {s.hour for s in starts}


def test_the_repeated_hour_is_there_twice_and_told_apart() -> None:
    starts = availability(60, 60).on(AUTUMN)
    assert len(starts) == 25
    assert [s.isoformat() for s in starts if s.hour == 1] == [
        "2026-11-01T01:00:00-04:00",
        "2026-11-01T01:00:00-05:00",
    ]


def test_an_hour_across_a_change_is_sixty_minutes() -> None:
    early = availability(60, 30, every_day(0, 4 * 60)).on(SPRING)
    assert [s.strftime("%H:%M") for s in early] == ["00:00", "00:30", "01:00", "01:30", "03:00"]


def test_opening_in_the_skipped_hour_means_when_it_is_over() -> None:
    starts = availability(30, 30, every_day(150, 240)).on(SPRING)
    assert [s.isoformat() for s in starts] == [
        "2026-03-08T03:00:00-04:00",
        "2026-03-08T03:30:00-04:00",
    ]


def test_an_opening_that_lies_in_the_skipped_hour_does_not_happen() -> None:
    assert availability(15, 15, every_day(120, 180)).on(SPRING) == []


def test_a_wall_clock_stands_for_none_one_or_two_moments() -> None:
    at_two = time(1, 30)
    assert moments(datetime.combine(SPRING, time(2, 30)), NEW_YORK) == ()
    assert len(moments(datetime.combine(AUTUMN, at_two), NEW_YORK)) == 2
    assert len(moments(datetime.combine(date(2026, 6, 16), at_two), NEW_YORK)) == 1


def test_where_clocks_change_at_midnight_the_day_begins_at_one() -> None:
    santiago = ZoneInfo("America/Santiago")
    begin = midnight(date(2026, 9, 6), santiago).astimezone(santiago)
    assert begin.isoformat() == "2026-09-06T01:00:00-03:00"


# --- the reference ----------------------------------------------------------------------------

TICK = timedelta(minutes=5)
CHANGES = (
    ("America/New_York", SPRING),
    ("America/New_York", AUTUMN),
    ("Australia/Lord_Howe", date(2026, 4, 5)),  # by half an hour
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("America/Santiago", date(2026, 4, 4)),  # at midnight
    ("America/Santiago", date(2026, 9, 6)),
    ("Europe/London", date(2026, 10, 25)),
    ("Asia/Kolkata", date(2026, 6, 16)),
)


def ticks(first: datetime, last: datetime) -> Iterator[datetime]:
    moment = first
    while moment < last:
        yield moment
        moment += TICK


def first_reaching(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """Find the first moment of a date whose clock shows at least this, by walking through it."""
    start = datetime.combine(day, time(), UTC) - timedelta(days=1)
    for moment in ticks(start, start + timedelta(days=4)):
        local = moment.astimezone(zone)
        if (local.date(), local.time()) >= (day, wall):
            return moment
    raise AssertionError


def reference(free: Availability, day: date, taken: Sequence[Interval]) -> list[datetime]:
    """Look at every fifth minute of a day and ask of each whether all the rules hold."""
    zone = free.zone
    near = [day + timedelta(days=n) for n in (-1, 0, 1)]
    open_ticks: set[datetime] = set()
    for each in near:
        for opens, closes in free.hours.on(each):
            begin = first_reaching(each, opens, zone)
            end = (
                first_reaching(each + timedelta(days=1), time(), zone)
                if closes == time.max
                else first_reaching(each, closes, zone)
            )
            open_ticks.update(ticks(begin, end))
    found = []
    start = first_reaching(day, time(), zone)
    for moment in ticks(start, first_reaching(day + timedelta(days=1), time(), zone)):
        local = moment.astimezone(zone)
        whole = list(ticks(moment, moment + free.service.duration))
        if (
            (local.hour * 60 + local.minute) % free.service.step_minutes == 0
            and moment >= free.now
            and all(each in open_ticks for each in whole)
            and not any(i.start <= each < i.end for i in taken for each in whole)
        ):
            found.append(local)
    return found


fives = st.integers(0, 287).map(lambda n: n * 5)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Availability, date, list[Interval]]:
    name, change = draw(st.sampled_from(CHANGES))
    day = change + timedelta(days=draw(st.integers(-1, 1)))
    openings = []
    for weekday in range(7):
        for opens in draw(st.lists(fives, max_size=2)):
            length = draw(st.integers(1, 288)) * 5
            openings.append((weekday, opens, opens + length))
    noon = datetime.combine(day, time(12), UTC)
    taken = []
    for offset in draw(st.lists(st.integers(-250, 250), max_size=6)):
        start = noon + offset * TICK
        taken.append(Interval(start, start + draw(st.integers(1, 40)) * TICK))
    now = noon + draw(st.integers(-400, 200)) * TICK
    free = availability(
        draw(st.sampled_from((15, 30, 60, 90, 240))),
        draw(st.sampled_from((5, 15, 20, 45, 60))),
        weekly_hours(openings),
        zone=name,
        now=now,
        taken=[taken],
    )
    return free, day, taken


@given(cases())
def test_free_times_are_those_of_the_slow_reference(
    case: tuple[Availability, date, list[Interval]],
) -> None:
    free, day, taken = case
    # Compared as text: within one zone Python takes the two times of a repeated hour for equal.
    found = [start.isoformat() for start in free.on(day)]
    assert found == [start.isoformat() for start in reference(free, day, taken)]


@given(st.sampled_from(CHANGES), st.integers(-1, 1), fives)
def test_a_boundary_is_the_first_moment_that_shows_its_time(
    change: tuple[str, date], shift: int, minute: int
) -> None:
    zone = ZoneInfo(change[0])
    wall = datetime.combine(change[1], time()) + timedelta(days=shift, minutes=minute)
    assert boundary(wall, zone) == first_reaching(wall.date(), wall.time(), zone)


@pytest.mark.parametrize("spans", [[(0, 540, 540)], [(0, 600, 540)]])
def test_impossible_hours_are_refused(spans: list[tuple[int, int, int]]) -> None:
    with pytest.raises(ValueError, match="end after it starts"):
        weekly_hours(spans)
