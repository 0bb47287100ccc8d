"""Availability by rule: the published behaviour of Cal.com, as facts, and what follows from it.

Each case is a day (or more), the rules of a type, and the starts that remain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handrail.desk.calendar import Availability, Diary, Interval, Service
from handrail.desk.calendar.hours import hours_of, weekly_hours
from handrail.kinds.when import Hours

DAY = date(2026, 6, 16)  # a Tuesday
ALWAYS = weekly_hours((day, 0, 1440) for day in range(7))
NINE_TO_FIVE = weekly_hours((day, 540, 1020) for day in range(7))
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def free(
    hours: Hours = ALWAYS,
    *,
    zone: str = "UTC",
    now: datetime = LONG_AGO,
    taken: Sequence[Interval] = (),
    booked: Sequence[datetime] = (),
    diaries: Sequence[Diary] | None = None,
    **rules: Any,
) -> Availability:
    settings: Mapping[str, Any] = {"minutes": 60, "step_minutes": 60, **rules}
    service = Service(1, "Visit", **settings)
    return Availability(
        service,
        hours,
        ZoneInfo(zone),
        now,
        (Diary.of(taken),) if diaries is None else diaries,
        booked,
    )


def clocks(found: Availability, day: date = DAY) -> list[str]:
    return [f"{start:%H:%M}" for start in found.on(day)]


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def span(begin: datetime, minutes: int) -> Interval:
    return Interval(begin, begin + timedelta(minutes=minutes))


# --- how many starts a day has ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "step", "count"),
    [
        (60, 60, 24),
        (20, 20, 72),
        (60, 20, 72),
        (15, 15, 96),
        (30, 30, 48),
        (45, 45, 32),
        (10, 10, 144),
        (120, 60, 24),
        (90, 30, 48),
        (1440, 60, 24),
        (5, 5, 288),
        (60, 1440, 1),
    ],
)
def test_a_business_that_never_closes_has_a_start_at_each_step(
    minutes: int, step: int, count: int
) -> None:
    assert len(free(minutes=minutes, step_minutes=step).on(DAY)) == count


@pytest.mark.parametrize(
    ("minutes", "step", "first", "last", "count"),
    [
        (60, 60, "09:00", "16:00", 8),
        (30, 30, "09:00", "16:30", 16),
        (15, 15, "09:00", "16:45", 32),
        (45, 15, "09:00", "16:15", 30),
        (60, 15, "09:00", "16:00", 29),
        (480, 60, "09:00", "09:00", 1),
        (50, 60, "09:00", "16:00", 8),
        (90, 60, "09:00", "15:00", 7),
    ],
)
def test_the_last_start_ends_by_the_close(
    minutes: int, step: int, first: str, last: str, count: int
) -> None:
    found = clocks(free(NINE_TO_FIVE, minutes=minutes, step_minutes=step))
    assert (found[0], found[-1], len(found)) == (first, last, count)


def test_what_is_longer_than_the_day_is_open_has_no_start() -> None:
    assert clocks(free(NINE_TO_FIVE, minutes=481)) == []


@pytest.mark.parametrize(
    ("zone", "opens", "closes", "found"),
    [
        ("Asia/Kolkata", 450, 570, ["2026-06-16T08:00:00+05:30"]),
        ("Asia/Kathmandu", 450, 570, ["2026-06-16T08:00:00+05:45"]),
        ("Australia/Adelaide", 450, 570, ["2026-06-16T08:00:00+09:30"]),
        ("America/St_Johns", 450, 570, ["2026-06-16T08:00:00-02:30"]),
        ("Pacific/Chatham", 450, 570, ["2026-06-16T08:00:00+12:45"]),
        ("Europe/London", 540, 600, ["2026-06-16T09:00:00+01:00"]),
        ("Asia/Kolkata", 510, 569, []),
    ],
)
def test_steps_count_on_the_wall_clock_of_the_zone(
    zone: str, opens: int, closes: int, found: list[str]
) -> None:
    hours = weekly_hours((day, opens, closes) for day in range(7))
    assert [start.isoformat() for start in free(hours, zone=zone).on(DAY)] == found


@pytest.mark.parametrize(
    ("step", "offset", "first"),
    [(60, 15, "09:15"), (60, 75, "09:15"), (30, 10, "09:10"), (60, 0, "09:00"), (20, 5, "09:05")],
)
def test_an_offset_moves_every_start(step: int, offset: int, first: str) -> None:
    found = clocks(free(NINE_TO_FIVE, minutes=15, step_minutes=step, offset_minutes=offset))
    assert found[0] == first
    assert all(int(clock[3:]) % step % 60 == offset % step for clock in found)


# --- notice -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("notice", "day", "count"),
    [
        (0, DAY, 12),
        (1, DAY, 11),
        (60, DAY, 11),
        (61, DAY, 10),
        (720, DAY, 0),
        (720, DAY + timedelta(days=1), 24),
        (1500, DAY, 0),
        (1500, DAY + timedelta(days=1), 11),
        (2160, DAY + timedelta(days=1), 0),
        (2160, DAY + timedelta(days=2), 24),
    ],
)
def test_nothing_starts_within_the_notice(notice: int, day: date, count: int) -> None:
    assert len(free(now=at(12), notice_minutes=notice).on(day)) == count


def test_notice_is_real_time_over_a_change_of_the_clocks() -> None:
    spring = datetime(2026, 3, 8, 0, 30, tzinfo=ZoneInfo("America/New_York"))
    found = free(zone="America/New_York", now=spring, notice_minutes=120)
    assert clocks(found, spring.date())[0] == "04:00", "half past two does not exist"


# --- the window -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("window", "ahead", "count"),
    [(0, 0, 12), (0, 1, 0), (1, 1, 24), (1, 2, 0), (7, 7, 24), (7, 8, 0), (30, 30, 24)],
)
def test_a_rolling_window_ends_with_its_last_date(window: int, ahead: int, count: int) -> None:
    found = free(now=at(12), window_days=window)
    assert len(found.on(DAY + timedelta(days=ahead))) == count


@pytest.mark.parametrize(("ahead", "count"), [(0, 12), (3, 24), (4, 0)])
def test_a_window_until_a_date_includes_it(ahead: int, count: int) -> None:
    found = free(now=at(12), window_until=DAY + timedelta(days=3))
    assert len(found.on(DAY + timedelta(days=ahead))) == count


def test_the_narrower_of_two_windows_holds() -> None:
    found = free(now=at(12), window_until=DAY + timedelta(days=3), window_days=1)
    assert found.last_day == DAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("zone", "last_day"),
    [("Pacific/Kiritimati", 18), ("Asia/Kolkata", 17), ("UTC", 17), ("Pacific/Pago_Pago", 16)],
)
def test_the_window_counts_from_today_in_the_zone_of_the_business(zone: str, last_day: int) -> None:
    assert free(zone=zone, now=at(10, 30), window_days=1).last_day == date(2026, 6, last_day)


# --- limits -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("limit", "count"), [(1, 0), (2, 0), (3, 24), (None, 24)])
def test_a_date_has_no_more_than_its_limit(limit: int | None, count: int) -> None:
    found = free(booked=[at(8), at(9)], daily_limit=limit)
    assert len(found.on(DAY)) == count
    assert len(found.on(DAY + timedelta(days=1))) == 24


@pytest.mark.parametrize(
    ("ahead", "count"),
    [(-2, 24), (-1, 0), (0, 0), (5, 0), (6, 24)],
    ids="Sun Mon Tue Sun2 Mon2".split(),
)
def test_a_week_from_monday_to_sunday_has_no_more_than_its_limit(ahead: int, count: int) -> None:
    booked = [at(8), at(9, day=DAY + timedelta(days=3))]
    found = free(booked=booked, weekly_limit=2)
    assert len(found.on(DAY + timedelta(days=ahead))) == count


@pytest.mark.parametrize(("zone", "full"), [("UTC", 16), ("Asia/Kolkata", 17)])
def test_a_booking_counts_on_its_date_in_the_zone_of_the_business(zone: str, full: int) -> None:
    found = free(zone=zone, booked=[at(20)], daily_limit=1)
    assert [day for day in (15, 16, 17) if not found.on(date(2026, 6, day))] == [full]


# --- buffers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "gone"),
    [
        (0, 0, ["12:00"]),
        (1, 0, ["12:00", "13:00"]),
        (60, 0, ["12:00", "13:00"]),
        (61, 0, ["12:00", "13:00", "14:00"]),
        (0, 1, ["11:00", "12:00"]),
        (0, 60, ["11:00", "12:00"]),
        (30, 30, ["11:00", "12:00", "13:00"]),
    ],
)
def test_buffers_keep_what_is_taken_at_a_distance(before: int, after: int, gone: list[str]) -> None:
    rules: dict[str, Any] = {"buffer_before_minutes": before, "buffer_after_minutes": after}
    found = clocks(free(taken=[span(at(12), 60)], **rules))
    assert [f"{hour:02}:00" for hour in range(24) if f"{hour:02}:00" not in found] == gone


def test_a_buffer_may_lie_outside_the_hours() -> None:
    rules: dict[str, Any] = {"buffer_before_minutes": 30, "buffer_after_minutes": 30}
    assert clocks(free(NINE_TO_FIVE, **rules)) == clocks(free(NINE_TO_FIVE))


# --- dates with other hours -------------------------------------------------------------------

WEEKDAYS = [(day, 540, 1020) for day in range(5)]


@pytest.mark.parametrize(
    ("openings", "found"),
    [
        ((), []),
        (((600, 720),), ["10:00", "11:00"]),
        (((540, 600), (960, 1020)), ["09:00", "16:00"]),
        (((1380, 1500),), ["23:00"]),
    ],
)
def test_a_date_has_its_own_hours_instead(
    openings: tuple[tuple[int, int], ...], found: list[str]
) -> None:
    hours = hours_of(WEEKDAYS, {DAY: openings})
    assert clocks(free(hours)) == found
    assert len(clocks(free(hours), DAY + timedelta(days=7))) == 8


def test_a_closed_day_can_be_opened() -> None:
    saturday = date(2026, 6, 20)
    assert clocks(free(hours_of(WEEKDAYS, {saturday: ((600, 720),)})), saturday) == [
        "10:00",
        "11:00",
    ]


def test_a_closed_date_does_not_end_the_night_before_it() -> None:
    hours = hours_of([(day, 22 * 60, 26 * 60) for day in range(7)], {DAY: ()})
    assert clocks(free(hours)) == ["00:00", "01:00"]
    assert clocks(free(hours), DAY + timedelta(days=1)) == ["22:00", "23:00"]


# --- overnight --------------------------------------------------------------------------------


def test_a_booking_may_run_over_midnight_where_the_opening_does() -> None:
    hours = weekly_hours([(1, 22 * 60, 26 * 60)])
    found = free(hours, minutes=120)
    assert clocks(found) == ["22:00", "23:00"]
    assert clocks(found, DAY + timedelta(days=1)) == ["00:00"]


# --- several resources ------------------------------------------------------------------------


def test_a_start_is_free_while_one_resource_is() -> None:
    one, both = span(at(10), 60), span(at(12), 60)
    found = free(NINE_TO_FIVE, diaries=(Diary.of([one, both]), Diary.of([both])))
    assert "10:00" in clocks(found)
    assert "12:00" not in clocks(found)


def test_resources_with_hours_of_their_own_add_up_and_a_start_comes_once() -> None:
    early = Diary.of([], hours=weekly_hours([(1, 480, 600)]))
    late = Diary.of([], hours=weekly_hours([(1, 540, 720)]))
    assert clocks(free(NINE_TO_FIVE, diaries=(early, late))) == ["08:00", "09:00", "10:00", "11:00"]


def test_a_resource_works_by_its_own_zone_and_is_booked_by_the_clock_of_the_business() -> None:
    kolkata = Diary.of([], hours=weekly_hours([(1, 450, 600)]), zone=ZoneInfo("Asia/Kolkata"))
    assert clocks(free(NINE_TO_FIVE, diaries=(kolkata,))) == ["02:00", "03:00"]


@pytest.mark.parametrize(
    ("business", "own", "found"),
    [
        ({DAY: ()}, {}, []),
        ({DAY: ((600, 720),)}, {}, ["10:00", "11:00"]),
        ({DAY: ()}, {DAY: ((900, 1020),)}, ["15:00", "16:00"]),
        ({}, {DAY: ()}, []),
    ],
)
def test_a_date_special_to_the_business_limits_a_resource_unless_special_to_it_too(
    business: dict[date, Any], own: dict[date, Any], found: list[str]
) -> None:
    diary = Diary.of([], hours=hours_of([(1, 480, 900)], own))
    assert clocks(free(hours_of(WEEKDAYS, business), diaries=(diary,))) == found


def test_nobody_who_can_do_it_means_nothing_is_free() -> None:
    assert clocks(free(diaries=())) == []


# --- the nights of a change -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "day", "count"),
    [
        ("America/New_York", date(2026, 3, 8), 23),
        ("America/New_York", date(2026, 11, 1), 25),
        ("Europe/Berlin", date(2026, 3, 29), 23),
        ("Europe/Berlin", date(2026, 10, 25), 25),
        ("Australia/Sydney", date(2026, 4, 5), 25),
        ("Australia/Sydney", date(2026, 10, 4), 23),
        ("Africa/Cairo", date(2026, 4, 24), 23),
        ("Asia/Kolkata", date(2026, 3, 29), 24),
    ],
)
def test_a_day_has_as_many_hourly_starts_as_it_has_hours(zone: str, day: date, count: int) -> None:
    found = free(zone=zone).on(day)
    assert len(found) == count
    exact = [start.astimezone(UTC) for start in found]
    assert exact == sorted(set(exact))
    assert all(start.date() == day for start in found)
