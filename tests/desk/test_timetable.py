"""How days are laid out: in line with each other, and right on the nights when clocks change."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from handrail.desk.calendar import Calendar, cancel, hold, mark_no_show, sheet
from handrail.desk.calendar.owner import (
    BusyDraft,
    ResourceDraft,
    change_week,
    define_block,
    define_resource,
)
from handrail.desk.web.timetable import MOST_ROWS, Entry, Timetable, timetable
from tests.desk.conftest import NEW_YORK, NOW, Desk

TUESDAY = date(2026, 6, 16)
AUTUMN = date(2026, 11, 1)
SPRING = date(2027, 3, 14)
DAY = timedelta(days=1)
ALWAYS = tuple(((0, 24 * 60),) for _ in range(7))
EVENINGS = tuple(((20 * 60, 26 * 60),) for _ in range(7))


async def laid_out(calendar: Calendar, *days: date, now: datetime = NOW) -> Timetable:
    found = await sheet(calendar, days[0], days[-1], now=now)
    return timetable(found, days, found.resources, now=now)


def at(day: date, hour: int, minute: int = 0, fold: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=NEW_YORK, fold=fold)


def place(entry: Entry) -> tuple[int, int]:
    return entry.cell.row, entry.cell.span


async def test_a_booking_lies_at_its_time(desk: Desk) -> None:
    await desk.booked(at(TUESDAY, 15))
    table = await laid_out(desk.calendar, TUESDAY)
    assert [each.label for each in table.axis] == [f"{hour:02}:00" for hour in range(9, 18)]
    (column,) = table.columns
    (entry,) = column.entries
    assert place(entry) == (1 + 6 * 12, 6)
    assert not column.note


async def test_an_empty_closed_day_shows_usual_hours_as_closed(desk: Desk) -> None:
    table = await laid_out(desk.calendar, date(2026, 6, 14))
    (column,) = table.columns
    assert {each.state for each in column.hours} == {"closed"}
    assert (column.note, column.entries) == ("Closed", ())


async def test_the_ground_is_cut_where_it_opens_within_an_hour(desk: Desk) -> None:
    week = tuple(((9 * 60 + 30, 12 * 60),) for _ in range(7))
    await change_week(desk.calendar, week, version=None, now=NOW)
    (column,) = (await laid_out(desk.calendar, TUESDAY)).columns
    assert [(h.label, h.state, h.cell.span) for h in column.hours[:3]] == [
        ("09:00", "closed", 6),
        ("09:30", "open", 6),
        ("10:00", "open", 12),
    ]


async def test_what_runs_past_midnight_goes_on_in_the_next_column(desk: Desk) -> None:
    await change_week(desk.calendar, EVENINGS, version=None, now=NOW)
    await desk.booked(at(TUESDAY, 23, 45))
    table = await laid_out(desk.calendar, TUESDAY, TUESDAY + DAY)
    first, second = table.columns
    assert [(place(each), each.goes_on) for each in first.entries] == [
        ((1 + 23 * 12 + 9, 3), False)
    ]
    assert [(place(each), each.goes_on) for each in second.entries] == [((1, 3), True)]
    assert [h.state for h in second.hours][:3] == ["open", "open", "closed"]


async def test_the_hour_that_comes_twice_has_rows_of_its_own(desk: Desk) -> None:
    await change_week(desk.calendar, ALWAYS, version=None, now=NOW)
    await desk.booked(at(AUTUMN, 1, 30))
    await desk.booked(at(AUTUMN, 1, 30, fold=1))
    before, autumn = (await laid_out(desk.calendar, AUTUMN - DAY, AUTUMN)).columns
    assert [each.label for each in autumn.hours[:4]] == ["00:00", "01:00", "01:00", "02:00"]
    assert [each.state for each in autumn.hours[:4]] == ["open"] * 4
    assert [each.state for each in before.hours[:4]] == ["open", "open", "skipped", "open"]
    assert [place(each) for each in autumn.entries] == [(1 + 18, 6), (1 + 30, 6)]
    assert autumn.lanes == 1
    assert autumn.hours[-1].cell.row + autumn.hours[-1].cell.span - 1 == 25 * 12 <= MOST_ROWS


async def test_the_hour_that_is_skipped_is_marked(desk: Desk) -> None:
    await change_week(desk.calendar, ALWAYS, version=None, now=NOW)
    await desk.booked(at(SPRING, 1, 45))
    before, spring = (await laid_out(desk.calendar, SPRING - DAY, SPRING)).columns
    assert [each.state for each in spring.hours[:4]] == ["open", "open", "skipped", "open"]
    assert {each.state for each in before.hours} == {"open"}
    # Half an hour from 01:45 ends at 03:15.
    assert [place(each) for each in spring.entries] == [(1 + 21, 18)]


async def test_the_second_half_of_a_repeated_hour_has_its_own_present(desk: Desk) -> None:
    await change_week(desk.calendar, ALWAYS, version=None, now=NOW)
    for fold, row in ((0, 1 + 15), (1, 1 + 27)):
        now = at(AUTUMN, 1, 15, fold=fold)
        (column,) = (await laid_out(desk.calendar, AUTUMN, now=now)).columns
        assert (column.is_today, column.now) == (True, row)


async def test_there_is_no_present_before_the_first_hour_and_after_the_last(desk: Desk) -> None:
    for hour, minute, row in ((8, 55, None), (9, 0, 1), (17, 55, 9 * 12), (18, 0, None)):
        now = at(TUESDAY, hour, minute)
        (column,) = (await laid_out(desk.calendar, TUESDAY, now=now)).columns
        assert (column.is_today, column.now) == (True, row)


async def test_blocks_lie_beneath_and_what_overlaps_lies_side_by_side(desk: Desk) -> None:
    gone = await desk.booked(at(TUESDAY, 9))
    after = at(TUESDAY, 9, 5)
    await mark_no_show(desk.calendar, gone.id, now=after)
    desk.now = NOW
    await desk.booked(at(TUESDAY, 9, 15))
    starts = datetime.combine(TUESDAY, datetime.min.time()).replace(hour=9)
    draft = BusyDraft(starts=starts, ends=starts + timedelta(hours=3))
    await define_block(desk.calendar, draft, now=NOW)
    (column,) = (await laid_out(desk.calendar, TUESDAY)).columns
    assert [(each.kind, each.lane) for each in column.entries] == [
        ("block", 1),
        ("booking", 1),
        ("booking", 2),
    ]
    assert column.lanes == 2


async def test_each_resource_has_its_own_column(desk: Desk) -> None:
    await define_resource(desk.calendar, ResourceDraft(name="Basin"), now=NOW)
    taken = await desk.booked(at(TUESDAY, 10))
    await hold(desk.calendar, desk.haircut, at(TUESDAY, 10), run="a call", now=NOW)
    chair, basin = (await laid_out(desk.calendar, TUESDAY)).columns
    kinds = {column.resource.name: [e.kind for e in column.entries] for column in (chair, basin)}
    assert kinds.pop(taken.resource) == ["booking"]
    assert list(kinds.values()) == [["hold"]]
    await cancel(desk.calendar, taken.id, run=None, now=NOW)
    columns = (await laid_out(desk.calendar, TUESDAY)).columns
    assert sum(len(each.entries) for each in columns) == 1
