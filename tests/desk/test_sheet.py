"""What the owner sees of some days: who is at work when, and what their time is taken by."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from handrail.desk.calendar import (
    HOLD_LASTS,
    Outdated,
    Refused,
    cancel,
    free_times,
    hold,
    mark_no_show,
    record_of,
    reschedule,
    sheet,
    sheet_mark,
)
from handrail.desk.calendar.owner import (
    BusyDraft,
    Override,
    ResourceDraft,
    activate_resource,
    change_week,
    define_block,
    define_override,
    define_resource,
)
from tests.desk.conftest import NEW_YORK, Desk

TUESDAY = date(2026, 6, 16)
THREE = datetime(2026, 6, 16, 15, tzinfo=NEW_YORK)
HOUR = timedelta(hours=1)
NINE = datetime.combine(TUESDAY, time(9))


async def test_a_day_shows_bookings_holds_blocks_and_hours(desk: Desk) -> None:
    booking = await desk.booked(THREE)
    gone = await desk.booked(THREE + HOUR)
    await cancel(desk.calendar, gone.id, run=None, now=desk.now)
    await hold(desk.calendar, desk.colour, THREE + HOUR, run="a call", now=desk.now)
    draft = BusyDraft(starts=NINE, ends=NINE + HOUR, reason="Fitter")
    await define_block(desk.calendar, draft, now=desk.now)
    found = await sheet(desk.calendar, TUESDAY, TUESDAY, now=desk.now)
    assert found.bookings == (booking,)
    assert [(each.start, each.end, each.service) for each in found.holds] == [
        (THREE + HOUR, THREE + HOUR + timedelta(minutes=90), "Colour")
    ]
    assert [each.reason for each in found.blocks] == ["Fitter"]
    (chair,) = found.resources
    opens, closes = chair.open[-1].start, chair.open[-1].end
    assert (opens.astimezone(NEW_YORK).hour, closes.astimezone(NEW_YORK).hour) == (9, 18)
    later = desk.now + HOLD_LASTS
    assert (await sheet(desk.calendar, TUESDAY, TUESDAY, now=later)).holds == ()
    alone = await sheet(desk.calendar, TUESDAY, TUESDAY, now=desk.now, resource=chair.id)
    assert alone.bookings == found.bookings
    nobody = await sheet(desk.calendar, TUESDAY, TUESDAY, now=desk.now, resource=99)
    assert nobody.bookings == ()


async def test_a_booking_that_runs_into_the_night_is_on_both_days(desk: Desk) -> None:
    await change_week(
        desk.calendar,
        tuple(((20 * 60, 26 * 60),) for _ in range(7)),
        version=None,
        now=desk.now,
    )
    late = await desk.booked(datetime(2026, 6, 16, 23, 45, tzinfo=NEW_YORK))
    for day in (TUESDAY, TUESDAY + timedelta(days=1)):
        assert (await sheet(desk.calendar, day, day, now=desk.now)).bookings == (late,)
    after = TUESDAY + timedelta(days=2)
    assert (await sheet(desk.calendar, after, after, now=desk.now)).bookings == ()


async def test_special_days_and_resources_that_take_no_bookings_are_marked(desk: Desk) -> None:
    other = await define_resource(desk.calendar, ResourceDraft(name="Basin"), now=desk.now)
    await activate_resource(desk.calendar, other, active=False, now=desk.now)
    await define_override(desk.calendar, Override(day=TUESDAY, openings=()), now=desk.now)
    found = await sheet(desk.calendar, TUESDAY, TUESDAY + timedelta(days=1), now=desk.now)
    chair, basin = found.resources
    assert chair.special == {TUESDAY}
    assert not any(each.start.astimezone(NEW_YORK).date() == TUESDAY for each in chair.open)
    assert (basin.name, basin.active, basin.open) == ("Basin", False, ())


async def test_the_mark_changes_with_each_change_and_when_a_hold_ends(desk: Desk) -> None:
    marks = [await sheet_mark(desk.calendar, now=desk.now)]
    assert marks == [await sheet_mark(desk.calendar, now=desk.now)]
    await desk.booked(THREE)
    marks.append(await sheet_mark(desk.calendar, now=desk.now))
    await hold(desk.calendar, desk.haircut, THREE + HOUR, run="a call", now=desk.now)
    marks.append(await sheet_mark(desk.calendar, now=desk.now))
    marks.append(await sheet_mark(desk.calendar, now=desk.now + HOLD_LASTS))
    assert len(set(marks)) == len(marks)


async def test_what_was_changed_meanwhile_is_not_changed_again(desk: Desk) -> None:
    booking = await desk.booked(THREE)
    moved = await reschedule(
        desk.calendar, booking.id, THREE + HOUR, run="a call", now=desk.now, version=booking.version
    )
    shown = booking.version
    with pytest.raises(Outdated):
        await reschedule(
            desk.calendar, booking.id, THREE - HOUR, run="owner", now=desk.now, version=shown
        )
    with pytest.raises(Outdated):
        await cancel(desk.calendar, booking.id, run=None, now=desk.now, version=shown)
    after = THREE + 3 * HOUR
    with pytest.raises(Outdated):
        await mark_no_show(desk.calendar, booking.id, now=after, version=shown)
    ended = await mark_no_show(desk.calendar, booking.id, now=after, version=moved.version)
    assert ended.status == "no_show"
    # The same once more is no conflict: the button was pressed twice.
    assert await mark_no_show(desk.calendar, booking.id, now=after, version=shown) == ended


async def test_a_record_knows_what_a_booking_belongs_to(desk: Desk) -> None:
    booking = await desk.booked(THREE)
    record = await record_of(desk.calendar, booking.id)
    assert record is not None
    assert (record.booking, record.service.id, record.created_at) == (
        booking,
        desk.haircut.id,
        desk.now.astimezone(UTC),
    )
    assert await record_of(desk.calendar, 999) is None


async def test_the_free_times_of_a_day_leave_out_what_is_taken_but_for_what_is_moved(
    desk: Desk,
) -> None:
    booking = await desk.booked(THREE)

    async def times(moving: int | None) -> tuple[datetime, ...]:
        return await free_times(
            desk.calendar,
            TUESDAY,
            business=desk.business,
            service=desk.haircut,
            now=desk.now,
            moving=moving,
        )

    assert THREE not in await times(None)
    assert THREE in await times(booking.id)
    assert THREE + HOUR in await times(None)
    with pytest.raises(Refused):
        await reschedule(desk.calendar, 999, THREE, run="owner", now=desk.now)


async def test_the_repeated_hour_of_autumn_is_there_twice(desk: Desk) -> None:
    zone = ZoneInfo("America/New_York")
    await change_week(
        desk.calendar, tuple(((0, 24 * 60),) for _ in range(7)), version=None, now=desk.now
    )
    business = await desk.calendar.business()
    found = await free_times(
        desk.calendar,
        date(2026, 11, 1),
        business=business,
        service=desk.haircut,
        now=desk.now,
    )
    twice = [each for each in found if each.hour == 1 and each.minute == 0]
    assert [each.fold for each in twice] == [0, 1]
    assert twice[0].tzinfo == zone
