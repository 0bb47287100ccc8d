"""What holds of a calendar in either store: once with an SQLite file, once with PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import IntegrityError

from handrail.desk.calendar import (
    HOLD_LASTS,
    Booking,
    Calendar,
    NewBooking,
    Refused,
    Taken,
    all_bookings,
    all_holds,
    book,
    cancel,
    changes,
    check_start,
    correct,
    find_bookings,
    hold,
    mark_no_show,
    moves_of,
    release,
    reschedule,
    take_back,
)
from handrail.desk.calendar.tables import (
    BookingRow,
    BookingTypeResourceRow,
    BookingTypeRow,
    BusyRow,
    CustomerRow,
    DateOverrideRow,
    HoldRow,
    ResourceRow,
    WeeklyHoursRow,
)
from tests.desk.conftest import NEW_YORK, NOW, Desk, desk_of

TUESDAY = datetime(2026, 6, 16, tzinfo=NEW_YORK)
THREE = TUESDAY.replace(hour=15)
FOUR = TUESDAY.replace(hour=16)
HALF_HOUR = timedelta(minutes=30)
PHONE = "+12125550142"


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return str(tmp_path / "bookings.db")
    url: str = request.getfixturevalue("postgresql_url")
    return url


@pytest.fixture
async def desk(where: str) -> AsyncIterator[Desk]:
    async with await Calendar.open(where) as calendar:
        yield await desk_of(calendar)


@dataclass
class Owner:
    """What an owner does to a calendar, by SQL."""

    desk: Desk

    async def does(self, *statements: object) -> None:
        async with self.desk.calendar.writing() as session:
            for statement in statements:
                await session.execute(statement)  # type: ignore[call-overload]
        again = await desk_of(self.desk.calendar)
        self.desk.haircut, self.desk.business = again.haircut, again.business

    async def sets(self, **columns: object) -> None:
        haircut = BookingTypeRow.name == "Haircut"
        await self.does(update(BookingTypeRow).where(haircut).values(**columns))

    async def adds_chair(self, name: str) -> int:
        await self.does(insert(ResourceRow).values(name=name, active=True))
        async with self.desk.calendar.reading() as connection:
            wanted = select(ResourceRow.id).where(ResourceRow.name == name)
            return int((await connection.execute(wanted)).scalar_one())


@pytest.fixture
def owner(desk: Desk) -> Owner:
    return Owner(desk)


async def holds(desk: Desk, start: datetime, run: str, **options: object) -> None:
    await hold(desk.calendar, desk.haircut, start, run=run, now=desk.now, **options)  # type: ignore[arg-type]


async def is_free(desk: Desk, start: datetime, run: str = "") -> bool:
    verdict = await check_start(
        desk.calendar,
        start,
        business=desk.business,
        service=desk.haircut,
        now=desk.now,
        run=run,
    )
    return verdict.ok


async def actions(desk: Desk, booking: Booking) -> list[str]:
    return [change.action for change in await changes(desk.calendar, booking=booking.id)]


# --- opening ----------------------------------------------------------------------------------


async def test_a_calendar_is_found_again_as_it_was_left(where: str) -> None:
    async with await Calendar.open(where) as calendar:
        made = await (await desk_of(calendar)).booked(THREE)
    async with await Calendar.open(where) as calendar:
        assert await all_bookings(calendar) == (made,)
        assert len(await calendar.services()) == 3


# --- booking ----------------------------------------------------------------------------------


async def test_a_run_books_once_and_a_taken_time_is_refused(desk: Desk) -> None:
    made = await desk.booked(THREE, run="a")
    assert await desk.booked(THREE, run="a") == made
    with pytest.raises(Taken, match="That time is taken"):
        await desk.booked(THREE, run="b")
    assert await all_bookings(desk.calendar) == (made,)
    assert await actions(desk, made) == ["booked"]


async def test_the_same_details_are_one_customer_whatever_the_case_of_the_email(
    desk: Desk,
) -> None:
    for run, email, start in (("a", "Maria@X.com", THREE), ("b", "maria@x.com", FOUR)):
        wanted = NewBooking(desk.haircut, start, PHONE, "Maria Lopez", email)
        await book(desk.calendar, wanted, run=run, now=NOW)
    async with desk.calendar.reading() as connection:
        count = await connection.execute(text("SELECT count(*) FROM customers"))
        assert count.scalar_one() == 1
    assert len(await find_bookings(desk.calendar, email="MARIA@x.com")) == 2


async def test_a_booking_is_found_by_number_name_email_or_code(desk: Desk) -> None:
    made = await desk.booked(THREE)
    await book(desk.calendar, NewBooking(desk.haircut, FOUR, "+1", "Jo"), run="b", now=NOW)
    calendar = desk.calendar
    spoken = " ".join(made.code.lower())
    assert await find_bookings(calendar, phone=PHONE) == (made,)
    assert await find_bookings(calendar, name="maria lopez") == (made,)
    assert await find_bookings(calendar, code=spoken) == (made,)
    assert await find_bookings(calendar, phone=PHONE, name="Jo") == ()
    assert await find_bookings(calendar, phone=PHONE, after=FOUR) == ()
    with pytest.raises(ValueError, match="found by"):
        await find_bookings(calendar)


# --- the database itself ----------------------------------------------------------------------


async def test_the_database_refuses_two_bookings_whose_buffers_overlap(
    desk: Desk, owner: Owner
) -> None:
    made = await desk.booked(THREE)
    other = await desk.booked(FOUR)
    for values in (
        {"blocked_until": FOUR + timedelta(seconds=1)},
        {"starts_at": FOUR, "ends_at": FOUR + HALF_HOUR, "blocked_until": FOUR + HALF_HOUR},
    ):
        mine = update(BookingRow).where(BookingRow.id == made.id)
        with pytest.raises(IntegrityError):
            await owner.does(mine.values(**values))
    assert await all_bookings(desk.calendar) == (made, other)


@pytest.mark.parametrize(
    "values",
    [
        {"status": "maybe"},
        {"ends_at": THREE},
        {"ends_at": THREE + timedelta(hours=25), "blocked_until": THREE + timedelta(hours=25)},
        {"blocked_from": THREE + timedelta(minutes=1)},
        {"blocked_until": THREE + timedelta(hours=73)},
        {"customer_id": 99},
    ],
)
async def test_the_database_refuses_a_booking_that_makes_no_sense(
    desk: Desk, owner: Owner, values: dict[str, object]
) -> None:
    made = await desk.booked(THREE)
    with pytest.raises(IntegrityError):
        await owner.does(update(BookingRow).values(**values))
    assert await all_bookings(desk.calendar) == (made,)


async def test_the_database_refuses_a_booking_where_another_run_holds(
    desk: Desk, owner: Owner
) -> None:
    await desk.booked(FOUR)
    await holds(desk, THREE, "a")
    ends = THREE + HALF_HOUR
    earlier = update(BookingRow).values(
        starts_at=THREE, ends_at=ends, blocked_from=THREE, blocked_until=ends
    )
    with pytest.raises(IntegrityError):
        await owner.does(earlier)


async def test_the_database_refuses_a_hold_where_there_is_a_booking_or_another(
    desk: Desk, owner: Owner
) -> None:
    await desk.booked(FOUR)
    await holds(desk, THREE, "a")
    for start in (THREE, FOUR):
        other = insert(HoldRow).values(
            run_key="b",
            booking_type_id=1,
            resource_id=1,
            starts_at=start,
            blocked_from=start,
            blocked_until=start + HALF_HOUR,
            expires_at=start,
        )
        with pytest.raises(IntegrityError):
            await owner.does(other)


# --- holds ------------------------------------------------------------------------------------


async def test_a_held_time_is_free_for_its_run_only_and_no_booking(desk: Desk) -> None:
    assert await is_free(desk, THREE, run="a")
    assert await is_free(desk, THREE, run="a")
    assert not await is_free(desk, THREE, run="b")
    assert not await is_free(desk, THREE)
    assert await all_bookings(desk.calendar) == ()
    assert [each.run for each in await all_holds(desk.calendar, now=NOW)] == ["a"]
    with pytest.raises(Taken):
        await desk.booked(THREE, run="b")


async def test_a_hold_becomes_the_booking_and_is_gone(desk: Desk) -> None:
    await holds(desk, THREE, "a")
    made = await desk.booked(THREE, run="a")
    assert made.start == THREE
    assert await all_holds(desk.calendar, now=NOW) == ()


async def test_another_time_replaces_what_the_run_held(desk: Desk) -> None:
    await holds(desk, THREE, "a")
    await holds(desk, FOUR, "a")
    assert await is_free(desk, THREE, run="b")
    assert not await is_free(desk, FOUR, run="b")


async def test_a_run_that_loses_a_new_time_still_holds_its_old_one(desk: Desk) -> None:
    await holds(desk, THREE, "a")
    await holds(desk, FOUR, "b")
    with pytest.raises(Taken):
        await holds(desk, FOUR, "a")
    assert not await is_free(desk, THREE, run="b")


async def test_a_released_time_is_free_at_once(desk: Desk) -> None:
    await holds(desk, THREE, "a")
    await release(desk.calendar, run="a", now=NOW)
    await release(desk.calendar, run="a", now=NOW)
    assert await is_free(desk, THREE, run="b")
    assert [change.action for change in await changes(desk.calendar)] == [
        "held",
        "released",
        "held",
    ]


async def test_an_expired_hold_blocks_nobody(desk: Desk) -> None:
    await holds(desk, THREE, "a")
    desk.now = NOW + HOLD_LASTS - timedelta(seconds=1)
    assert not await is_free(desk, THREE)
    desk.now = NOW + HOLD_LASTS
    assert await is_free(desk, THREE)
    made = await desk.booked(THREE, run="b")
    with pytest.raises(Taken):
        await desk.booked(THREE, run="a")
    assert await all_bookings(desk.calendar) == (made,)


async def test_a_run_whose_hold_expired_still_gets_a_time_that_nobody_took(desk: Desk) -> None:
    await holds(desk, THREE, "a")
    desk.now = NOW + 2 * HOLD_LASTS
    assert (await desk.booked(THREE, run="a")).start == THREE


async def test_a_time_held_in_time_is_booked_though_the_notice_passed_meanwhile(
    desk: Desk, owner: Owner
) -> None:
    await owner.sets(notice_minutes=60)
    start = NOW + timedelta(hours=1)
    await holds(desk, start, "a")
    desk.now = NOW + timedelta(minutes=2)
    with pytest.raises(Refused, match="an hour ahead"):
        await desk.booked(start - HALF_HOUR, run="b")
    assert (await desk.booked(start, run="a")).start == start


# --- the type's rules -------------------------------------------------------------------------


async def test_buffers_keep_bookings_apart(desk: Desk, owner: Owner) -> None:
    await owner.sets(buffer_before_minutes=10, buffer_after_minutes=5)
    await desk.booked(THREE)
    assert not await is_free(desk, THREE + HALF_HOUR)
    assert await is_free(desk, THREE + timedelta(minutes=45))
    with pytest.raises(Taken):
        await desk.booked(THREE + timedelta(minutes=40))
    with pytest.raises(Taken):
        await desk.booked(THREE - timedelta(minutes=40))
    await desk.booked(THREE - timedelta(minutes=45))


async def test_notice_and_window_are_kept(desk: Desk, owner: Owner) -> None:
    await owner.sets(notice_minutes=120, window_days=7)
    assert not await is_free(desk, NOW + timedelta(hours=1))
    assert await is_free(desk, NOW + timedelta(hours=2))
    assert await is_free(desk, datetime(2026, 6, 19, 17, tzinfo=NEW_YORK))
    assert not await is_free(desk, datetime(2026, 6, 20, 10, tzinfo=NEW_YORK))
    with pytest.raises(Refused, match="two hours ahead"):
        await desk.booked(NOW + timedelta(hours=1))
    with pytest.raises(Refused, match="further ahead"):
        await desk.booked(datetime(2026, 6, 20, 10, tzinfo=NEW_YORK))


async def test_limits_count_bookings_and_the_holds_of_others(desk: Desk, owner: Owner) -> None:
    await owner.sets(daily_limit=2, weekly_limit=3)
    await desk.booked(THREE)
    await holds(desk, FOUR, "a")
    five = TUESDAY.replace(hour=17)
    assert not await is_free(desk, five)
    with pytest.raises(Refused, match="fully booked"):
        await desk.booked(five, run="b")
    assert (await desk.booked(FOUR, run="a")).start == FOUR
    await desk.booked(THREE + timedelta(days=1))
    with pytest.raises(Refused, match="fully booked"):
        await desk.booked(THREE + timedelta(days=2))
    await desk.booked(THREE + timedelta(days=7))


async def test_a_busy_block_is_not_booked_over(desk: Desk, owner: Owner) -> None:
    await owner.does(insert(BusyRow).values(starts_at=THREE, ends_at=FOUR))
    assert not await is_free(desk, THREE)
    with pytest.raises(Taken):
        await desk.booked(THREE)
    assert await is_free(desk, FOUR)


async def test_a_date_has_other_hours_or_none(desk: Desk, owner: Owner) -> None:
    await owner.does(
        insert(DateOverrideRow).values(day=THREE.date(), openings=[[600, 720]]),
        insert(DateOverrideRow).values(day=THREE.date() + timedelta(days=1), openings=[]),
    )
    closed = await desk.asked(THREE + timedelta(days=1))
    assert closed.reason == "We're closed that day"
    assert (await desk.asked(THREE)).reason == "We're open 10 to noon that day"
    assert await is_free(desk, TUESDAY.replace(hour=11))


async def test_a_date_has_one_override(owner: Owner) -> None:
    override = insert(DateOverrideRow).values(day=THREE.date(), openings=[])
    with pytest.raises(IntegrityError):
        await owner.does(override, override)


# --- several resources ------------------------------------------------------------------------


async def test_of_two_chairs_each_is_taken_in_turn(desk: Desk, owner: Owner) -> None:
    await owner.adds_chair("Window")
    made = [await desk.booked(THREE + n * HALF_HOUR) for n in range(4)]
    assert [each.resource for each in made] == ["Chair", "Window", "Chair", "Window"]


async def test_of_two_chairs_the_less_busy_is_taken(desk: Desk, owner: Owner) -> None:
    await owner.adds_chair("Window")
    await owner.sets(choose="least_busy")
    colour = await desk.booked(TUESDAY.replace(hour=10), desk.colour)
    made = [await desk.booked(THREE + n * HALF_HOUR) for n in range(3)]
    assert colour.resource == "Chair"
    assert [each.resource for each in made] == ["Window"] * 3


async def test_only_who_can_do_it_does_it(desk: Desk, owner: Owner) -> None:
    anna = await owner.adds_chair("Anna")
    await owner.does(insert(BookingTypeResourceRow).values(booking_type_id=1, resource_id=anna))
    assert (await desk.booked(THREE)).resource == "Anna"
    assert not await is_free(desk, THREE)
    with pytest.raises(Taken):
        await desk.booked(THREE)


async def test_who_has_hours_of_their_own_is_booked_within_them(desk: Desk, owner: Owner) -> None:
    anna = await owner.adds_chair("Anna")
    await owner.does(
        insert(BookingTypeResourceRow).values(booking_type_id=1, resource_id=anna),
        insert(WeeklyHoursRow).values(
            resource_id=anna, weekday=1, opens_minute=18 * 60, closes_minute=20 * 60
        ),
    )
    assert await is_free(desk, TUESDAY.replace(hour=19)), "after the business's own hours"
    nothing = await desk.asked(THREE)
    assert nothing.reason == "I have nothing free then"
    with pytest.raises(Taken):
        await desk.booked(THREE)
    assert (await desk.booked(TUESDAY.replace(hour=18))).resource == "Anna"


# --- changing ---------------------------------------------------------------------------------


async def test_a_moved_booking_stays_the_same_one(desk: Desk) -> None:
    made = await desk.booked(THREE)
    moved = await reschedule(desk.calendar, made.id, FOUR, run="m", now=NOW)
    assert (moved.start, moved.end - moved.start) == (FOUR, HALF_HOUR)
    assert (moved.id, moved.code, moved.uid) == (made.id, made.code, made.uid)
    assert (moved.sequence, moved.version) == (1, 2)
    assert await all_bookings(desk.calendar) == (moved,)
    assert await reschedule(desk.calendar, made.id, FOUR, run="m", now=NOW) == moved
    back = await reschedule(desk.calendar, made.id, THREE, run="n", now=NOW)
    assert (back.start, back.sequence) == (THREE, 2)
    chain = await moves_of(desk.calendar, made.id)
    assert [(each.old_start, each.new_start) for each in chain] == [(THREE, FOUR), (FOUR, THREE)]
    assert await actions(desk, made) == ["booked", "rescheduled", "rescheduled"]


async def test_the_old_time_is_kept_when_the_new_one_is_lost(desk: Desk) -> None:
    made = await desk.booked(THREE)
    await desk.booked(FOUR)
    with pytest.raises(Taken):
        await reschedule(desk.calendar, made.id, FOUR, run="m", now=NOW)
    assert (await find_bookings(desk.calendar, code=made.code))[0] == made


async def test_a_booking_can_be_held_and_moved_to_a_time_it_overlaps_itself(desk: Desk) -> None:
    made = await desk.booked(THREE)
    quarter = THREE + timedelta(minutes=15)
    verdict = await check_start(
        desk.calendar,
        quarter,
        business=desk.business,
        service=desk.haircut,
        now=NOW,
        run="m",
        moving=made.id,
    )
    assert verdict.ok
    assert not await is_free(desk, THREE + HALF_HOUR, run="b"), "it is held"
    moved = await reschedule(desk.calendar, made.id, quarter, run="m", now=NOW)
    assert moved.start == quarter
    assert await all_holds(desk.calendar, now=NOW) == ()


async def test_a_cancelled_booking_frees_its_time_and_is_cancelled_once(desk: Desk) -> None:
    made = await desk.booked(THREE)
    gone = await cancel(desk.calendar, made.id, run="c", now=NOW)
    assert (gone.status, gone.sequence, gone.version) == ("cancelled", 1, 2)
    assert await cancel(desk.calendar, made.id, run="d", now=NOW) == gone
    assert await is_free(desk, THREE)
    assert await actions(desk, made) == ["booked", "cancelled"]
    with pytest.raises(Refused, match="was cancelled"):
        await reschedule(desk.calendar, made.id, FOUR, run="m", now=NOW)


async def test_a_no_show_is_one_only_after_its_start(desk: Desk) -> None:
    made = await desk.booked(THREE)
    with pytest.raises(Refused, match="not begun"):
        await mark_no_show(desk.calendar, made.id, now=NOW)
    absent = await mark_no_show(desk.calendar, made.id, now=THREE)
    assert (absent.status, absent.sequence, absent.version) == ("no_show", 0, 2)
    assert await mark_no_show(desk.calendar, made.id, now=THREE) == absent


async def test_a_booking_that_is_not_there_cannot_be_changed(desk: Desk) -> None:
    for change in (
        cancel(desk.calendar, 99, run="c", now=NOW),
        mark_no_show(desk.calendar, 99, now=NOW),
        reschedule(desk.calendar, 99, THREE, run="m", now=NOW),
    ):
        with pytest.raises(Refused, match="isn't there"):
            await change


async def test_the_trail_names_no_person(desk: Desk) -> None:
    made = await book(
        desk.calendar,
        NewBooking(desk.haircut, THREE, PHONE, "Maria Lopez", "maria@example.com"),
        run="a",
        now=NOW,
        random=Random(1),
    )
    told = repr(await changes(desk.calendar))
    assert not [each for each in (made.phone, made.name, made.email) if str(each) in told]


async def test_workers_who_commit_one_run_at_once_have_one_booking(desk: Desk, where: str) -> None:
    wanted = NewBooking(desk.haircut, THREE, PHONE, "Maria Lopez")
    async with await Calendar.open(where) as other:
        workers = (desk.calendar, other) * 3
        made = await asyncio.gather(
            *(book(worker, wanted, run="one call", now=NOW) for worker in workers)
        )
    assert {each.id for each in made} == {made[0].id}


# --- a commit whose answer was lost -------------------------------------------------------------


async def test_what_a_run_has_booked_becomes_what_it_wants_now(desk: Desk) -> None:
    made = await desk.booked(THREE, run="a")
    await holds(desk, FOUR, "a")
    wanted = NewBooking(desk.haircut, FOUR, PHONE, "Maria Lopes", "maria@example.com")
    right = await book(desk.calendar, wanted, run="a", now=NOW)
    assert (right.start, right.name, right.email) == (FOUR, "Maria Lopes", "maria@example.com")
    assert (right.id, right.code, right.sequence) == (made.id, made.code, made.sequence + 1)
    assert await all_bookings(desk.calendar) == (right,)
    assert not await all_holds(desk.calendar, now=NOW)
    wanted = replace(wanted, service=desk.consultation)
    right = await book(desk.calendar, wanted, run="a", now=NOW)
    assert (right.service, right.start) == ("Consultation", FOUR)
    assert await actions(desk, made) == ["booked", "rescheduled", "corrected"]


async def test_what_a_run_has_booked_is_not_put_where_another_is(desk: Desk) -> None:
    made = await desk.booked(THREE, run="a")
    other = await desk.booked(FOUR, run="b")
    with pytest.raises(Taken):
        await desk.booked(FOUR, run="a")
    assert await all_bookings(desk.calendar) == (made, other)


async def test_what_the_owner_has_changed_since_is_not_put_right(desk: Desk) -> None:
    made = await desk.booked(THREE, run="a")
    moved = await reschedule(desk.calendar, made.id, FOUR, run="the owner's", now=NOW)
    with pytest.raises(Refused, match="changed since"):
        await desk.booked(FOUR + HALF_HOUR, run="a")
    assert await all_bookings(desk.calendar) == (moved,)


async def test_a_run_moves_on_what_it_has_moved(desk: Desk) -> None:
    made = await desk.booked(THREE)
    await reschedule(desk.calendar, made.id, FOUR, run="m", now=NOW)
    five = FOUR + 2 * HALF_HOUR
    await holds(desk, five, "m", moving=made.id)
    moved = await reschedule(desk.calendar, made.id, five, run="m", now=NOW)
    assert await all_bookings(desk.calendar) == (moved,)
    assert moved.start == five
    (link,) = await moves_of(desk.calendar, made.id)
    assert (link.old_start, link.new_start, link.sequence) == (THREE, five, moved.sequence)
    assert not await all_holds(desk.calendar, now=NOW)
    back = await reschedule(desk.calendar, made.id, THREE, run="the owner's", now=NOW)
    assert await reschedule(desk.calendar, made.id, five, run="m", now=NOW) == back, "it was moved"
    with pytest.raises(Refused, match="changed since"):
        await reschedule(desk.calendar, made.id, FOUR, run="m", now=NOW)


async def test_a_run_that_wants_to_move_another_booking_moves_the_first_back(desk: Desk) -> None:
    first, second = await desk.booked(THREE), await desk.booked(FOUR)
    five = FOUR + 2 * HALF_HOUR
    await reschedule(desk.calendar, first.id, five, run="m", now=NOW)
    moved = await reschedule(desk.calendar, second.id, five, run="m", now=NOW)
    assert (moved.id, moved.start) == (second.id, five)
    assert [each.start for each in await all_bookings(desk.calendar)] == [THREE, five]
    assert not await moves_of(desk.calendar, first.id)


async def test_a_run_that_wants_to_cancel_another_booking_lets_the_first_stand(desk: Desk) -> None:
    first, second = await desk.booked(THREE), await desk.booked(FOUR)
    for each in (first, second, second):
        await cancel(desk.calendar, each.id, run="c", now=NOW)
    assert [each.status for each in await all_bookings(desk.calendar)] == ["confirmed", "cancelled"]
    await take_back(desk.calendar, run="c", now=NOW)
    assert [each.status for each in await all_bookings(desk.calendar)] == ["confirmed"] * 2


async def test_whom_nobody_is_any_more_a_booking_is_not_put_back_to(desk: Desk) -> None:
    calendar, made = desk.calendar, await desk.booked(THREE)
    right = await correct(
        calendar, made.id, phone=PHONE, name="Mario Lopez", email=None, run="k", now=NOW
    )
    async with calendar.writing() as session:
        emptied = update(CustomerRow).where(CustomerRow.name == made.name)
        await session.execute(emptied.values(phone=None, name=None))
    await take_back(calendar, run="k", now=NOW)
    assert await all_bookings(calendar) == (right,)


async def test_what_a_run_has_written_is_taken_back(desk: Desk) -> None:
    calendar = desk.calendar
    booked, moved, gone = [await desk.booked(THREE + n * HALF_HOUR) for n in range(3)]
    await take_back(calendar, run="run-1", now=NOW)
    await reschedule(calendar, moved.id, THREE, run="m", now=NOW)
    await take_back(calendar, run="m", now=NOW)
    await cancel(calendar, gone.id, run="c", now=NOW)
    for run in ("c", "c", "m", "run-1", "nobody's"):
        await take_back(calendar, run=run, now=NOW)
    now = {each.id: each for each in await all_bookings(calendar)}
    assert now[booked.id].status == "cancelled"
    for each in (moved, gone):
        assert now[each.id] == replace(each, sequence=2, version=3)
    assert await actions(desk, moved) == ["booked", "rescheduled", "rescheduled"]
    assert await actions(desk, gone) == ["booked", "cancelled", "booked"]
    assert not await moves_of(calendar, moved.id)


async def test_whom_a_run_has_made_a_booking_for_is_put_back(desk: Desk) -> None:
    calendar, made = desk.calendar, await desk.booked(THREE)
    for name in ("Mario Lopez", "Marina Lopez"):
        await correct(
            calendar, made.id, phone=PHONE, name=name, email="m@example.com", run="k", now=NOW
        )
    for _ in range(2):
        await take_back(calendar, run="k", now=NOW)
        assert await all_bookings(calendar) == (replace(made, sequence=3, version=4),)
    assert await actions(desk, made) == ["booked", *["corrected"] * 3]


async def test_what_somebody_else_has_changed_since_is_left_to_them(desk: Desk) -> None:
    calendar = desk.calendar
    booked, gone, right = [await desk.booked(THREE + n * HALF_HOUR) for n in range(3)]
    await cancel(calendar, gone.id, run="c", now=NOW)
    await take_back(calendar, run="c", now=NOW)
    await cancel(calendar, gone.id, run=None, now=NOW)
    who = partial(correct, calendar, phone=PHONE, email=None, now=NOW)
    await who(right.id, name="Mario Lopez", run="k")
    for each in (booked, right):
        await who(each.id, name="Marina Lopez", run="other")
    before = await all_bookings(calendar)
    for run in ("c", "k", "run-1"):
        await take_back(calendar, run=run, now=NOW)
    assert await all_bookings(calendar) == before


async def test_what_another_has_by_now_is_not_taken_back(desk: Desk) -> None:
    made = await desk.booked(THREE)
    moved = await reschedule(desk.calendar, made.id, FOUR, run="m", now=NOW)
    other = await desk.booked(THREE, run="b")
    with pytest.raises(Taken):
        await take_back(desk.calendar, run="m", now=NOW)
    assert await all_bookings(desk.calendar) == (other, moved)


async def test_what_the_owner_moved_since_is_not_moved_back(desk: Desk) -> None:
    made = await desk.booked(THREE)
    await reschedule(desk.calendar, made.id, FOUR, run="m", now=NOW)
    moved = await reschedule(desk.calendar, made.id, FOUR + HALF_HOUR, run="o", now=NOW)
    await take_back(desk.calendar, run="m", now=NOW)
    assert await all_bookings(desk.calendar) == (moved,)
