"""Opening hours as people write them."""

from __future__ import annotations

import datetime as dt

import pytest

from handrail.kinds.when import Hours, WeeklyHours

MONDAY = dt.date(2026, 6, 15)


def on(hours: WeeklyHours, days_after_monday: int) -> list[str]:
    day = MONDAY + dt.timedelta(days=days_after_monday)
    return [f"{start:%H:%M}-{end:%H:%M}" for start, end in hours.on(day)]


def test_hours_are_read_as_people_write_them() -> None:
    hours = WeeklyHours.of("Mon-Fri 09:00-18:00, Sat 10:00-12:00 & 13:00-16:00")
    assert on(hours, 0) == on(hours, 4) == ["09:00-18:00"]
    assert on(hours, 5) == ["10:00-12:00", "13:00-16:00"]
    assert on(hours, 6) == []
    assert isinstance(hours, Hours)


def test_a_range_of_days_may_run_over_the_weekend() -> None:
    hours = WeeklyHours.of("Friday-Monday 18:00-24:00")
    assert [bool(on(hours, day)) for day in range(7)] == [1, 0, 0, 0, 1, 1, 1]


def test_equal_hours_are_equal() -> None:
    assert WeeklyHours.of("Mon 9:00-10:00") == WeeklyHours.of("Monday 09:00-10:00")


@pytest.mark.parametrize("text", ["", "Mon", "Mon nine-five", "Mox 09:00-10:00", "09:00-10:00"])
def test_other_forms_are_refused_with_the_form_that_is_expected(text: str) -> None:
    with pytest.raises(ValueError, match=r"Mon-Fri 09:00-18:00|no such day"):
        WeeklyHours.of(text)


def test_an_opening_must_end_after_it_starts() -> None:
    with pytest.raises(ValueError, match="must end after it starts"):
        WeeklyHours.of("Mon 18:00-02:00")


def test_a_week_has_seven_days() -> None:
    with pytest.raises(ValueError, match="seven days"):
        WeeklyHours(((),))
