"""Is this time free? What the caller asked for, and what the desk knows to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.desk.calendar import Availability, Diary, Interval, Service, verdict
from handrail.desk.calendar.hours import weekly_hours
from handrail.facts import Verdict
from handrail.kinds.when import WeeklyHours, WhenPart
from tests.desk.conftest import NEW_YORK, NOW, Desk

TODAY = NOW.date()
TOMORROW = date(2026, 6, 13)  # a Saturday
SUNDAY = date(2026, 6, 14)
MONDAY = date(2026, 6, 15)
TUESDAY = date(2026, 6, 16)
WEDNESDAY = date(2026, 6, 17)
FRIDAY = date(2026, 6, 19)

MORNING = (time(5), time(12))
AFTERNOON = (time(12), time(18))
EVENING = (time(17), time(22))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), NEW_YORK)


def part_of(day: date, window: tuple[time, time]) -> WhenPart:
    return WhenPart(date=day, start=window[0], end=window[1])


def times(options: Sequence[datetime]) -> list[str]:
    return [f"{option:%a %d %H:%M}" for option in options]


def near(verdict: Verdict) -> list[str]:
    assert not verdict.ok
    return times(verdict.options)


async def fill(desk: Desk, day: date, first: int = 9, last: int = 18) -> None:
    """Book a day's chair from one hour to another, by the half hour."""
    start = at(day, first)
    while start < at(day, last):
        await desk.booked(start)
        start += timedelta(minutes=30)


# --- a time -----------------------------------------------------------------------------------


async def test_a_free_time_will_do(desk: Desk) -> None:
    assert await desk.asked(at(TUESDAY, 15)) == Verdict.yes()


async def test_a_taken_time_offers_the_nearest_before_and_after(desk: Desk) -> None:
    await desk.booked(at(TUESDAY, 15))
    verdict = await desk.asked(at(TUESDAY, 15))
    assert verdict == Verdict.no(
        "Three on Tuesday is taken", at(TUESDAY, 14, 30), at(TUESDAY, 15, 30)
    )


async def test_a_longer_service_needs_more_room_around_what_is_taken(desk: Desk) -> None:
    await desk.booked(at(TUESDAY, 15))
    verdict = await desk.asked(at(TUESDAY, 14), desk.colour)
    assert verdict.reason == "Two on Tuesday is taken"
    assert near(verdict) == ["Tue 16 13:30", "Tue 16 15:30"]


async def test_the_first_time_of_a_day_taken_offers_the_next_two(desk: Desk) -> None:
    await desk.booked(at(TUESDAY, 9))
    assert near(await desk.asked(at(TUESDAY, 9))) == ["Tue 16 09:30", "Tue 16 10:00"]


async def test_the_last_time_of_a_day_taken_offers_the_one_before_and_the_next_morning(
    desk: Desk,
) -> None:
    await desk.booked(at(TUESDAY, 17, 30))
    assert near(await desk.asked(at(TUESDAY, 17, 30))) == ["Tue 16 17:00", "Wed 17 09:00"]


async def test_a_full_day_offers_its_neighbours_at_the_asked_hour(desk: Desk) -> None:
    await fill(desk, TUESDAY)
    verdict = await desk.asked(at(TUESDAY, 15))
    assert verdict.reason == "Tuesday is fully booked"
    assert near(verdict) == ["Mon 15 15:00", "Wed 17 15:00"]


async def test_what_is_booked_on_the_neighbouring_days_is_seen_too(desk: Desk) -> None:
    await fill(desk, TUESDAY)
    await fill(desk, MONDAY, 14, 16)
    await fill(desk, WEDNESDAY)
    assert near(await desk.asked(at(TUESDAY, 15))) == ["Mon 15 16:00", "Thu 18 15:00"]


async def test_on_a_closed_day_the_nearest_open_days_are_offered(desk: Desk) -> None:
    verdict = await desk.asked(at(SUNDAY, 11))
    assert verdict.reason == "We're closed on Sundays"
    assert near(verdict) == ["Sat 13 11:00", "Mon 15 11:00"]
    assert near(await desk.asked(at(SUNDAY, 15))) == ["Sat 13 13:30", "Mon 15 15:00"]


async def test_before_opening_the_first_times_are_offered(desk: Desk) -> None:
    verdict = await desk.asked(at(TUESDAY, 8))
    assert verdict.reason == "We're open 9 to 6 on Tuesdays"
    assert near(verdict) == ["Tue 16 09:00", "Tue 16 09:30"]


async def test_after_closing_the_last_time_and_the_next_morning_are_offered(desk: Desk) -> None:
    for hour in (18, 19, 23):
        verdict = await desk.asked(at(TUESDAY, hour))
        assert verdict.reason == "We're open 9 to 6 on Tuesdays"
        assert near(verdict) == ["Tue 16 17:30", "Wed 17 09:00"]
    assert (await desk.asked(at(TOMORROW, 16))).reason == "We're open 10 to 2 on Saturdays"


async def test_a_colour_that_runs_past_closing_offers_the_last_that_fits(desk: Desk) -> None:
    assert (await desk.asked(at(FRIDAY, 17, 15))).ok
    verdict = await desk.asked(at(FRIDAY, 17, 15), desk.colour)
    assert verdict.reason == (
        "A colour takes an hour and a half, so 5:15 on Friday won't fit before we close"
    )
    assert near(verdict) == ["Fri 19 16:30", "Sat 20 10:00"]
    assert (await desk.asked(at(FRIDAY, 14), desk.colour)).ok


async def test_off_the_quarter_hour_the_quarters_around_it_are_offered(desk: Desk) -> None:
    verdict = await desk.asked(at(TUESDAY, 15, 10))
    assert verdict.reason == "Our times start on the quarter hour"
    assert near(verdict) == ["Tue 16 15:00", "Tue 16 15:15"]


async def test_earlier_today_is_past_and_what_is_left_today_is_offered(desk: Desk) -> None:
    desk.now = at(TODAY, 14, 5)
    verdict = await desk.asked(at(TODAY, 10))
    assert verdict.reason == "That time has already passed"
    assert near(verdict) == ["Fri 12 14:15", "Fri 12 14:45"]


async def test_the_present_moment_can_be_booked(desk: Desk) -> None:
    assert (await desk.asked(NOW)).ok


@pytest.mark.parametrize("when", [at(date(2026, 6, 11), 15), datetime(1, 1, 1, tzinfo=UTC)])
async def test_a_past_day_is_refused_without_an_offer(desk: Desk, when: datetime) -> None:
    assert await desk.asked(when) == Verdict.no("That day has already passed")


async def test_a_day_further_than_two_years_ahead_is_refused(desk: Desk) -> None:
    assert (await desk.asked(at(date(2028, 6, 9), 15))).ok
    for far in (at(date(2028, 6, 13), 15), datetime(9999, 12, 31, 23, tzinfo=UTC)):
        assert await desk.asked(far) == Verdict.no("That's further ahead than I can book")


async def test_a_time_in_another_zone_is_the_same_moment_here(desk: Desk) -> None:
    await desk.booked(at(TUESDAY, 15))
    verdict = await desk.asked(datetime(2026, 6, 16, 20, tzinfo=ZoneInfo("Europe/London")))
    assert verdict.reason == "Three on Tuesday is taken"
    assert [o.utcoffset() for o in verdict.options] == [timedelta(hours=-4)] * 2


async def test_a_time_without_a_zone_is_a_mistake_of_the_program(desk: Desk) -> None:
    with pytest.raises(ValueError, match="zone"):
        await desk.asked(datetime(2026, 6, 16, 15))  # noqa: DTZ001 - the mistake under test


async def test_a_business_without_a_chair_has_nothing_to_offer(desk: Desk) -> None:
    async with desk.calendar.writing() as session:
        await (await session.connection()).exec_driver_sql("UPDATE resources SET active = 0")
    assert await desk.asked(at(TUESDAY, 15)) == Verdict.no("Tuesday is fully booked")


# --- a day, or days ---------------------------------------------------------------------------


async def test_a_day_with_room_will_do_and_a_time_alone_waits_for_its_day(desk: Desk) -> None:
    assert await desk.asked(WhenPart(date=TUESDAY)) == Verdict.yes()
    for waiting in (
        WhenPart(time=time(15)),
        WhenPart(around=time(15)),
        WhenPart(start=time(12), end=time(18)),
        WhenPart(dates=(TUESDAY, date(2026, 6, 23))),
    ):
        assert await desk.asked(waiting) == Verdict.yes()


async def test_a_day_and_a_time_in_one_part_are_that_time(desk: Desk) -> None:
    await desk.booked(at(TUESDAY, 15))
    assert (await desk.asked(WhenPart(date=TUESDAY, time=time(16)))).ok
    verdict = await desk.asked(WhenPart(date=TUESDAY, time=time(15)))
    assert verdict.reason == "Three on Tuesday is taken"


async def test_a_closed_or_full_day_offers_others(desk: Desk) -> None:
    verdict = await desk.asked(WhenPart(date=SUNDAY))
    assert verdict.reason == "We're closed on Sundays"
    assert near(verdict) == ["Sat 13 10:00", "Mon 15 09:00"]
    await fill(desk, TUESDAY)
    verdict = await desk.asked(WhenPart(date=TUESDAY))
    assert verdict.reason == "Tuesday is fully booked"
    assert near(verdict) == ["Mon 15 09:00", "Wed 17 09:00"]


async def test_today_after_closing_has_nothing_left(desk: Desk) -> None:
    desk.now = at(TODAY, 18)
    verdict = await desk.asked(WhenPart(date=TODAY))
    assert verdict.reason == "There's nothing left today"
    assert near(verdict) == ["Sat 13 10:00", "Mon 15 09:00"]


async def test_a_service_longer_than_the_day_will_never_fit_on_it(desk: Desk) -> None:
    course = replace(desk.colour, name="Intensive course", minutes=300)
    verdict = await desk.asked(WhenPart(date=TOMORROW), course)
    assert verdict.reason == (
        "An intensive course takes five hours, so that won't fit before we close"
    )
    assert near(verdict) == ["Fri 12 09:00", "Mon 15 09:00"]


async def test_a_past_or_far_day_is_refused(desk: Desk) -> None:
    assert await desk.asked(WhenPart(date=date(2026, 6, 1))) == Verdict.no(
        "That day has already passed"
    )
    assert await desk.asked(WhenPart(date=date.max)) == Verdict.no(
        "That's further ahead than I can book"
    )
    assert await desk.asked(WhenPart(first=date(2026, 6, 1), last=date(2026, 6, 7))) == Verdict.no(
        "That day has already passed"
    )
    assert not (await desk.asked(WhenPart(dates=(date.min, date.max), time=time(9)))).ok


async def test_next_week_offers_one_time_on_each_of_three_days(desk: Desk) -> None:
    week = WhenPart(first=MONDAY, last=date(2026, 6, 21))
    verdict = await desk.asked(week)
    assert verdict.ok
    assert times(verdict.options) == ["Mon 15 09:00", "Tue 16 09:00", "Wed 17 09:00"]
    await fill(desk, TUESDAY)
    await desk.booked(at(MONDAY, 15))
    verdict = await desk.asked(replace(week, start=time(15)))
    assert times(verdict.options) == ["Mon 15 15:30", "Wed 17 15:00", "Thu 18 15:00"]
    verdict = await desk.asked(replace(week, around=time(15)))
    assert times(verdict.options) == ["Mon 15 14:30", "Wed 17 15:00", "Thu 18 15:00"]
    verdict = await desk.asked(replace(week, time=time(15)))
    assert times(verdict.options) == ["Wed 17 15:00", "Thu 18 15:00", "Fri 19 15:00"]


async def test_days_that_could_be_meant_are_offered_at_the_time_that_was_said(desk: Desk) -> None:
    verdict = await desk.asked(WhenPart(dates=(TUESDAY, date(2026, 6, 23)), time=time(15)))
    assert times(verdict.options) == ["Tue 16 15:00", "Tue 23 15:00"]


async def test_an_open_stretch_begins_or_ends_where_it_was_said(desk: Desk) -> None:
    verdict = await desk.asked(WhenPart(first=date(2026, 6, 18)))
    assert times(verdict.options) == ["Thu 18 09:00", "Fri 19 09:00", "Sat 20 10:00"]
    verdict = await desk.asked(WhenPart(last=TOMORROW))
    assert times(verdict.options) == ["Fri 12 09:00", "Sat 13 10:00"]


async def test_a_stretch_with_one_good_day_offers_times_of_that_day(desk: Desk) -> None:
    verdict = await desk.asked(WhenPart(first=TOMORROW, last=SUNDAY))
    assert times(verdict.options) == ["Sat 13 10:00", "Sat 13 10:30", "Sat 13 11:00"]


async def test_a_stretch_without_a_free_time_offers_the_days_after_it(desk: Desk) -> None:
    verdict = await desk.asked(WhenPart(first=SUNDAY, last=SUNDAY, start=time(14)))
    assert verdict.reason == "We're closed then"
    assert near(verdict) == ["Mon 15 14:00", "Tue 16 14:00"]
    await fill(desk, TUESDAY)
    verdict = await desk.asked(WhenPart(first=TUESDAY, last=TUESDAY))
    assert verdict.reason == "I have nothing free then"
    assert near(verdict) == ["Wed 17 09:00", "Thu 18 09:00"]


# --- a part of a day --------------------------------------------------------------------------


async def test_a_part_of_a_day_offers_its_first_three_half_an_hour_apart(desk: Desk) -> None:
    verdict = await desk.asked(part_of(TOMORROW, MORNING), desk.colour)
    assert verdict.ok
    assert times(verdict.options) == ["Sat 13 10:00", "Sat 13 10:30", "Sat 13 11:00"]
    verdict = await desk.asked(part_of(TUESDAY, AFTERNOON))
    assert times(verdict.options) == ["Tue 16 12:00", "Tue 16 12:30", "Tue 16 13:00"]


async def test_a_part_of_a_day_offers_no_more_than_it_has(desk: Desk) -> None:
    verdict = await desk.asked(part_of(TUESDAY, EVENING))
    assert times(verdict.options) == ["Tue 16 17:00", "Tue 16 17:30"]
    verdict = await desk.asked(WhenPart(date=TUESDAY, end=time(10)))
    assert times(verdict.options) == ["Tue 16 09:00", "Tue 16 09:30"]


@pytest.mark.parametrize(
    ("part", "service", "reason", "options"),
    [
        (
            part_of(SUNDAY, MORNING),
            "haircut",
            "We're closed on Sundays",
            ["Sat 13 10:00", "Mon 15 09:00"],
        ),
        (
            part_of(TOMORROW, EVENING),
            "haircut",
            "We're open 10 to 2 on Saturdays",
            ["Sat 13 13:30", "Mon 15 09:00"],
        ),
        (
            part_of(TUESDAY, EVENING),
            "colour",
            "A colour takes an hour and a half, so that won't fit before we close",
            ["Tue 16 16:30", "Wed 17 09:00"],
        ),
    ],
)
async def test_a_part_of_a_day_that_will_not_do_says_why(
    desk: Desk, part: WhenPart, service: str, reason: str, options: list[str]
) -> None:
    verdict = await desk.asked(part, getattr(desk, service))
    assert verdict.reason == reason
    assert near(verdict) == options


async def test_a_full_afternoon_offers_what_is_nearest_to_it(desk: Desk) -> None:
    await fill(desk, TUESDAY, 12, 17)
    verdict = await desk.asked(WhenPart(date=TUESDAY, start=time(12), end=time(17)))
    assert verdict.reason == "I have nothing free then"
    assert near(verdict) == ["Tue 16 11:30", "Tue 16 17:00"]


async def test_a_part_of_today_that_is_over_has_passed(desk: Desk) -> None:
    desk.now = at(TODAY, 14)
    verdict = await desk.asked(part_of(TODAY, MORNING))
    assert verdict.reason == "That time has already passed"
    assert near(verdict) == ["Fri 12 14:00", "Fri 12 14:30"]


async def test_around_three_is_three_and_the_next(desk: Desk) -> None:
    verdict = await desk.asked(WhenPart(date=TUESDAY, around=time(15)))
    assert verdict == Verdict.choose(at(TUESDAY, 15), at(TUESDAY, 15, 15))


async def test_around_a_taken_time_is_before_and_after_it(desk: Desk) -> None:
    await desk.booked(at(TUESDAY, 15))
    verdict = await desk.asked(WhenPart(date=TUESDAY, around=time(15)))
    assert verdict == Verdict.choose(at(TUESDAY, 14, 30), at(TUESDAY, 15, 30))


async def test_around_the_last_time_is_the_one_before_and_that_one(desk: Desk) -> None:
    verdict = await desk.asked(WhenPart(date=TUESDAY, around=time(17, 30)))
    assert times(verdict.options) == ["Tue 16 17:15", "Tue 16 17:30"]


async def test_around_a_time_with_nothing_near_says_why(desk: Desk) -> None:
    await fill(desk, TUESDAY, 13, 17)
    verdict = await desk.asked(WhenPart(date=TUESDAY, around=time(15)))
    assert verdict.reason == "Three on Tuesday is taken"
    assert near(verdict) == ["Tue 16 12:30", "Tue 16 17:00"]


# --- how it is said ---------------------------------------------------------------------------

ALL_DAY = WeeklyHours.of("Mon-Sun 00:00-24:00")


def reason_of(
    asked: datetime | WhenPart,
    hours: WeeklyHours,
    service: Service,
    *,
    taken: bool = False,
) -> str:
    day = Interval(NOW.astimezone(UTC), at(date(2028, 1, 1), 0).astimezone(UTC))
    diary = Diary.of([day] if taken else [])
    return verdict(asked, Availability(service, hours, NEW_YORK, NOW, (diary,))).reason


@pytest.mark.parametrize(
    ("hours", "day", "said"),
    [
        ("Mon-Fri 09:00-18:00", SUNDAY, "We're closed on Sundays"),
        ("Tue 07:30-12:00", TUESDAY, "We're open 7:30 to noon on Tuesdays"),
        ("Tue 09:00-12:00 & 13:00-18:00", TUESDAY, "We're open 9 to noon and 1 to 6 on Tuesdays"),
        ("Tue 13:00-21:00", TUESDAY, "We're open 1 p.m. to 9 p.m. on Tuesdays"),
        ("Tue 08:00-24:00", TUESDAY, "We're open 8 a.m. to midnight on Tuesdays"),
    ],
)
def test_hours_are_said_as_people_say_them(hours: str, day: date, said: str) -> None:
    visit = Service(1, "Visit", 30)
    assert reason_of(at(day, 5), WeeklyHours.of(hours), visit) == said


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (at(TODAY, 12), "Noon today"),
        (at(TOMORROW, 0), "Midnight tomorrow"),
        (at(TUESDAY, 15), "Three p.m. on Tuesday"),
        (at(FRIDAY, 3, 15), "3:15 a.m. on Friday"),
        (at(date(2026, 6, 22), 15), "Three p.m. on Monday the 22nd"),
        (at(date(2026, 7, 1), 15), "Three p.m. on Wednesday the 1st of July"),
        (at(date(2027, 1, 11), 15), "Three p.m. on Monday the 11th of January 2027"),
    ],
)
def test_a_taken_time_is_named_as_shortly_as_can_be(asked: datetime, said: str) -> None:
    visit = Service(1, "Visit", 30)
    start = asked.astimezone(UTC)
    diary = Diary.of([Interval(start, start + visit.duration)])
    free = Availability(visit, ALL_DAY, NEW_YORK, NOW, (diary,))
    assert verdict(asked, free).reason == f"{said} is taken"


@pytest.mark.parametrize(
    ("name", "minutes", "said"),
    [
        ("Haircut", 30, "A haircut takes half an hour"),
        ("Colour", 45, "A colour takes 45 minutes"),
        ("Appraisal", 60, "An appraisal takes an hour"),
        ("Highlights", 75, "Highlights take an hour and 15 minutes"),
        ("Full dress", 150, "A full dress takes two and a half hours"),
        ("MOT", 120, "An MOT takes two hours"),
        ("PR session", 90, "A PR session takes an hour and a half"),
    ],
)
def test_a_service_says_how_long_it_takes(name: str, minutes: int, said: str) -> None:
    hours = WeeklyHours.of("Mon-Sun 09:00-18:00")
    reason = reason_of(at(TUESDAY, 17, 45), hours, Service(1, name, minutes))
    assert reason == f"{said}, so 5:45 on Tuesday won't fit before we close"


@pytest.mark.parametrize(
    ("step", "said"),
    [(15, "on the quarter hour"), (60, "on the hour"), (20, "every 20 minutes")],
)
def test_the_grid_is_said_by_its_step(step: int, said: str) -> None:
    service = Service(1, "Visit", 30, step_minutes=step)
    assert reason_of(at(TUESDAY, 15, 5), ALL_DAY, service) == f"Our times start {said}"


async def test_the_host_may_say_times_its_own_way(desk: Desk) -> None:
    await desk.booked(at(TUESDAY, 15))
    free = Availability(desk.haircut, desk.business.hours, NEW_YORK, NOW, ())
    assert verdict(at(TUESDAY, 15), free, lambda t: f"the {t.day}th").reason == (
        "Tuesday is fully booked"
    )
    one = Diary.of([Interval(at(TUESDAY, 15).astimezone(UTC), at(TUESDAY, 16).astimezone(UTC))])
    said = verdict(at(TUESDAY, 15), replace(free, diaries=(one,)), lambda t: f"the {t.day}th")
    assert said.reason == "The 16th is taken"


# --- the nights of a change -------------------------------------------------------------------


def test_a_time_that_the_clocks_skip_is_said_not_to_exist() -> None:
    free = Availability(Service(1, "Visit", 30), ALL_DAY, NEW_YORK, NOW)
    skipped = verdict(at(date(2027, 3, 14), 2, 30), free)
    assert skipped.reason == "The clocks go forward that night, so there is no 2:30"
    assert times(skipped.options) == ["Sun 14 03:15", "Sun 14 03:45"]


def test_the_second_of_a_repeated_hour_is_free_when_the_first_is_taken() -> None:
    first = at(date(2026, 11, 1), 1)
    start = first.astimezone(UTC)
    diary = Diary.of([Interval(start, start + timedelta(hours=1))])
    free = Availability(Service(1, "Visit", 60, step_minutes=60), ALL_DAY, NEW_YORK, NOW, (diary,))
    assert verdict(first.replace(fold=1), free).ok
    taken = verdict(first, free)
    assert [o.isoformat() for o in taken.options] == [
        "2026-11-01T00:00:00-04:00",
        "2026-11-01T01:00:00-05:00",
    ]


# --- whatever is asked ------------------------------------------------------------------------

OPEN_HOURS = weekly_hours([*((d, 540, 1080) for d in range(5)), (5, 600, 840)])

dates = st.dates(date(2026, 6, 1), date(2026, 7, 31)) | st.dates()
clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))


parts = st.builds(
    WhenPart,
    date=st.none() | dates,
    time=st.none() | clocks,
    first=st.none() | dates,
    last=st.none() | dates,
    start=st.none() | clocks,
    end=st.none() | clocks,
    around=st.none() | clocks,
    dates=st.lists(dates, max_size=3).map(tuple),
)
moments = st.datetimes(timezones=st.sampled_from((NEW_YORK, UTC, ZoneInfo("Asia/Kolkata"))))
soon = st.integers(-4000, 60 * 24 * 30).map(lambda n: NOW + timedelta(minutes=n))
taken_times = st.lists(
    st.tuples(st.integers(0, 2000), st.integers(1, 40)).map(
        lambda pair: Interval(
            NOW.astimezone(UTC) + timedelta(minutes=15 * pair[0]),
            NOW.astimezone(UTC) + timedelta(minutes=15 * sum(pair)),
        )
    ),
    max_size=40,
)


@given(moments | soon | parts, taken_times, st.sampled_from((15, 30, 90)))
def test_every_offer_is_free_apart_and_in_order(
    asked: datetime | WhenPart, taken: list[Interval], minutes: int
) -> None:
    service = Service(1, "Visit", minutes)
    free = Availability(service, OPEN_HOURS, NEW_YORK, NOW, (Diary.of(taken),))
    found = verdict(asked, free)
    assert len(found.options) <= 3
    assert found.ok or found.reason
    assert not found.reason.endswith((".", "!", "?"))
    assert list(found.options) == sorted(set(found.options))
    assert all(free.is_free(option) for option in found.options)
    if found.ok and not found.options and isinstance(asked, datetime):
        assert free.is_free(asked)


# --- the choice left to the desk ---------------------------------------------------------------


async def test_as_soon_as_possible_is_the_first_there_are(desk: Desk) -> None:
    asap = WhenPart(first=TODAY, prefer="first")
    assert times((await desk.asked(asap)).options) == [
        "Fri 12 09:00",
        "Fri 12 09:30",
        "Fri 12 10:00",
    ]
    await fill(desk, TODAY)
    assert times((await desk.asked(asap)).options) == [
        "Sat 13 10:00",
        "Sat 13 10:30",
        "Sat 13 11:00",
    ]
    await desk.booked(at(TOMORROW, 10, 30))
    assert times((await desk.asked(asap)).options) == [
        "Sat 13 10:00",
        "Sat 13 11:00",
        "Sat 13 11:30",
    ]


async def test_any_time_of_a_day_is_its_first_three(desk: Desk) -> None:
    await desk.booked(at(TUESDAY, 9))
    anything = WhenPart(date=TUESDAY, prefer="any")
    assert times((await desk.asked(anything)).options) == [
        "Tue 16 09:30", "Tue 16 10:00", "Tue 16 10:30",
    ]  # fmt: skip


async def test_the_latest_of_a_day_is_its_last_and_no_other(desk: Desk) -> None:
    latest = WhenPart(date=TUESDAY, prefer="last")
    assert times((await desk.asked(latest)).options) == ["Tue 16 17:30"]
    await desk.booked(at(TUESDAY, 17, 30))
    assert times((await desk.asked(latest)).options) == ["Tue 16 17:00"]
    of_the_morning = replace(latest, start=time(9), end=time(12))
    assert times((await desk.asked(of_the_morning)).options) == ["Tue 16 11:45"]


async def test_the_latest_of_several_days_is_that_of_each(desk: Desk) -> None:
    latest = WhenPart(first=TOMORROW, last=TUESDAY, prefer="last")
    assert times((await desk.asked(latest)).options) == [
        "Sat 13 13:30", "Mon 15 17:30", "Tue 16 17:30",
    ]  # fmt: skip


async def test_any_time_of_a_closed_or_full_day_has_its_reason(desk: Desk) -> None:
    closed = await desk.asked(WhenPart(date=SUNDAY, prefer="any"))
    assert closed.reason == "We're closed on Sundays"
    await fill(desk, TUESDAY)
    full = await desk.asked(WhenPart(date=TUESDAY, prefer="last"))
    assert full.reason == "Tuesday is fully booked"
    assert len(full.options) == 2


async def test_only_the_days_of_the_week_that_will_do_are_offered(desk: Desk) -> None:
    no_mondays = WhenPart(first=TOMORROW, weekdays=(1, 2, 3, 4, 5, 6))
    assert times((await desk.asked(no_mondays)).options) == [
        "Sat 13 10:00", "Tue 16 09:00", "Wed 17 09:00",
    ]  # fmt: skip
    weekends = WhenPart(first=TODAY, weekdays=(5, 6))
    assert times((await desk.asked(weekends)).options) == ["Sat 13 10:00", "Sat 20 10:00"]


async def test_a_time_that_was_denied_is_not_offered(desk: Desk) -> None:
    early = WhenPart(date=TUESDAY, start=time(13), end=time(14), never=(time(13, 30),))
    assert at(TUESDAY, 13, 30) not in (await desk.asked(early)).options
    later = WhenPart(date=TUESDAY, start=time(15), never=(time(15),))
    assert at(TUESDAY, 15) not in (await desk.asked(later)).options


async def test_a_time_that_has_passed_today_leads_to_what_is_left(desk: Desk) -> None:
    verdict = await desk.asked(WhenPart(date=TODAY, time=time(8)))
    assert verdict.reason == "That time has already passed"
    assert near(verdict) == ["Fri 12 09:00", "Fri 12 09:30"]


async def test_which_of_two_days_is_asked_and_not_whether_they_begin_at_midnight(
    desk: Desk,
) -> None:
    assert await desk.asked(WhenPart(dates=(TUESDAY, FRIDAY))) == Verdict.yes()
    either = WhenPart(dates=(TUESDAY, FRIDAY), prefer="any")
    assert times((await desk.asked(either)).options) == ["Tue 16 09:00", "Fri 19 09:00"]
