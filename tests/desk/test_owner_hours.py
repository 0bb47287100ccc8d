"""The owner sets hours, other hours for a date, busy times; what cannot be is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.desk.calendar import Faulty, Outdated
from handrail.desk.calendar.owner import (
    BusyDraft,
    Override,
    ResourceDraft,
    Week,
    blocks,
    change_week,
    define_block,
    define_override,
    define_resource,
    overrides_of,
    remove_block,
    remove_override,
    spans_of,
    spans_text,
    version_of,
    week_of,
)
from tests.desk.conftest import NOW, Desk

NINE_TO_FIVE = ((540, 1020),)
SPRING = date(2027, 3, 14)
"""On this date New York's clocks skip 02:00 to 03:00."""


def week(**days: str) -> Week:
    return tuple(spans_of(days.get(day, "")) for day in "mon tue wed thu fri sat sun".split())


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("9:00-17:30", ((540, 1050),)),
        ("9-12, 14-18", ((540, 720), (840, 1080))),
        ("14-18; 9-12", ((540, 720), (840, 1080))),
        ("9am to 5pm", ((540, 1020),)),
        ("9 to 5", ((540, 1020),)),
        ("8:30-12, 1pm-5:30", ((510, 720), (780, 1050))),
        ("12-2, 8-8", ((480, 1200), (720, 840))),
        ("9:00-05:00", ((540, 1740),)),
        ("6pm-2", ((1080, 1560),)),
        ("14-3", ((840, 1620),)),
        ("9.30 – 12", ((570, 720),)),
        ("22:00-02:00", ((1320, 1560),)),
        ("0-24", ((0, 1440),)),
        ("12am - 12pm", ((0, 720),)),
        ("closed", ()),
        ("  ", ()),
    ],
)
def test_openings_are_read_as_owners_write_them(
    text: str, spans: tuple[tuple[int, int], ...]
) -> None:
    assert spans_of(text) == spans
    assert spans_of(spans_text(spans)) == spans


@pytest.mark.parametrize(
    "text",
    ["9", "9-", "25-26", "9:60-10", "14pm-15", "24-25", "nine to five", "9-10 11-12", "٩-١٠"],
)
def test_openings_that_cannot_be_read_are_told_in_one_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"^[A-Z].*\.$"):
        spans_of(text)


@given(st.text(max_size=60))
def test_no_text_for_openings_does_worse_than_a_sentence(text: str) -> None:
    try:
        spans = spans_of(text)
    except ValueError as fault:
        assert str(fault).endswith(".")  # noqa: PT017 - either
    else:
        assert spans_of(spans_text(spans)) == spans


async def test_hours_that_were_set_are_those_of_the_next_call(desk: Desk) -> None:
    shown = await week_of(desk.calendar)
    new = week(sun="10-12")
    await change_week(desk.calendar, new, version=version_of(shown), now=NOW)
    business = await desk.calendar.business()
    assert not business.hours.on(date(2026, 6, 15))
    assert business.hours.on(date(2026, 6, 14))
    with pytest.raises(Outdated):
        await change_week(desk.calendar, new, version=version_of(shown), now=NOW)


@pytest.mark.parametrize(
    ("hours", "field"),
    [
        (week(mon="9-12, 11-13"), "monday"),
        (week(mon="22-4", tue="3-9"), "tuesday"),
        (week(sun="22-4", mon="3-9"), "monday"),
        ((((1440, 1500),), (), (), (), (), (), ()), "monday"),
        ((((0, 1441),), (), (), (), (), (), ()), "monday"),
        (((), ((-1, 5),), (), (), (), (), ()), "tuesday"),
        (((), ((10, 10),), (), (), (), (), ()), "tuesday"),
        (((),), "monday"),
        ((tuple((n, n + 1) for n in range(0, 26, 2)), *((),) * 6), "monday"),
    ],
)
async def test_hours_that_cannot_be_are_refused(desk: Desk, hours: Week, field: str) -> None:
    before = await week_of(desk.calendar)
    with pytest.raises(Faulty) as fault:
        await change_week(desk.calendar, hours, version=None, now=NOW)
    assert [each.field for each in fault.value.faults] == [field]
    assert await week_of(desk.calendar) == before


async def test_a_date_has_other_hours_until_they_are_removed(desk: Desk) -> None:
    friday = date(2026, 6, 19)
    await define_override(desk.calendar, Override(friday), now=NOW)
    assert not (await desk.calendar.business()).hours.on(friday)
    with pytest.raises(Faulty, match="hours of its own already"):
        await define_override(desk.calendar, Override(friday, NINE_TO_FIVE), now=NOW)
    await define_override(desk.calendar, Override(friday, NINE_TO_FIVE), replaces=True, now=NOW)
    assert await overrides_of(desk.calendar) == (Override(friday, NINE_TO_FIVE),)
    await remove_override(desk.calendar, friday, now=NOW)
    assert await overrides_of(desk.calendar) == ()
    with pytest.raises(Outdated):
        await remove_override(desk.calendar, friday, now=NOW)


@pytest.mark.parametrize(
    ("override", "field", "sentence"),
    [
        (Override(date(2026, 6, 11)), "day", "has passed"),
        (Override(date.max), "day", "2000 to 2200"),
        (Override(date.min), "day", "2000 to 2200"),
        (Override(date(2026, 7, 1), ((540, 720), (700, 800))), "openings", "overlaps"),
        (Override(date(2026, 7, 1), ((5, 5),)), "openings", "begins before 24:00"),
        (Override(SPRING, ((60, 150),)), "openings", "skip 02:30"),
        (Override(SPRING - timedelta(days=1), ((1380, 1440 + 150),)), "openings", "skip 02:30"),
    ],
)
async def test_dates_that_cannot_be_are_refused(
    desk: Desk, override: Override, field: str, sentence: str
) -> None:
    with pytest.raises(Faulty, match=sentence) as fault:
        await define_override(desk.calendar, override, now=NOW)
    assert [each.field for each in fault.value.faults] == [field]


async def test_a_resource_has_a_day_off_and_the_businesss_hours_on_all_others(desk: Desk) -> None:
    key = await define_resource(desk.calendar, ResourceDraft(name="Anna"), now=NOW)
    day = date(2026, 6, 16)
    await define_override(desk.calendar, Override(day), resource=key, now=NOW)
    chair, anna = await desk.calendar.resources(desk.haircut)
    assert chair.hours is None
    assert anna.hours is not None
    assert not anna.hours.on(day)
    assert anna.hours.on(date(2026, 6, 17))
    with pytest.raises(Outdated):
        await change_week(desk.calendar, week(), resource=99, version=None, now=NOW)


async def test_a_busy_block_takes_its_times_away_until_it_is_removed(desk: Desk) -> None:
    monday = datetime(2026, 6, 15)  # noqa: DTZ001 - what an owner writes
    draft = BusyDraft(starts=monday, ends=monday + timedelta(days=1), reason=" holiday ")
    key = await define_block(desk.calendar, draft, now=NOW)
    nine = datetime(2026, 6, 15, 9, tzinfo=NOW.tzinfo)
    assert not (await desk.asked(nine)).ok
    (block,) = await blocks(desk.calendar, NOW, NOW + timedelta(days=9))
    assert (block.start, block.reason, block.resource) == (
        nine.replace(hour=0),
        "holiday",
        None,
    )
    await remove_block(desk.calendar, key, now=NOW)
    assert (await desk.asked(nine)).ok
    with pytest.raises(Outdated):
        await remove_block(desk.calendar, key, now=NOW)


@pytest.mark.parametrize(
    ("starts", "hours", "field"),
    [
        (datetime(2026, 6, 15, 9), 0, "ends"),  # noqa: DTZ001
        (datetime(2026, 6, 15, 9), 11 * 366 * 24, "ends"),  # noqa: DTZ001
        (datetime(2026, 6, 1, 9), 1, "ends"),  # noqa: DTZ001
        (datetime(2027, 3, 14, 2, 30), 5, "starts"),  # noqa: DTZ001
        (datetime(1, 1, 1), 5, "starts"),  # noqa: DTZ001
    ],
)
async def test_busy_blocks_that_cannot_be_are_refused(
    desk: Desk, starts: datetime, hours: int, field: str
) -> None:
    draft = BusyDraft(starts=starts, ends=starts + timedelta(hours=hours))
    with pytest.raises(Faulty) as fault:
        await define_block(desk.calendar, draft, now=NOW)
    assert fault.value.faults[0].field == field
    with pytest.raises(Faulty, match="no such resource"):
        await define_block(
            desk.calendar,
            BusyDraft(starts=starts, ends=starts, resource="Nobody"),
            now=NOW.astimezone(UTC),
        )
