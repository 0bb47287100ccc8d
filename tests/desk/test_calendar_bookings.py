"""Bookings: once for each run, never two in one chair, whoever writes them."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handrail.desk.calendar import (
    Booking,
    Calendar,
    CalendarUnavailable,
    NewBooking,
    Taken,
    all_bookings,
    book,
)
from handrail.desk.calendar.codes import DIGITS, LETTERS, new_code
from tests.desk.conftest import NEW_YORK, NOW, Desk

THREE = datetime(2026, 6, 16, 15, tzinfo=NEW_YORK)
MINUTES = timedelta(minutes=1)

INSERT = """
    INSERT {otherwise} INTO bookings
        (booking_type_id, resource_id, customer_id, starts_at, ends_at, blocked_from, blocked_until,
         zone, status, code, uid, run_key, created_at)
    VALUES (1, 1, 1, :start, :end, :start, :end, 'UTC', :status, 'K7M4', :run, :run, 0)
"""


@pytest.fixture
def by_hand(desk: Desk, file: Path) -> Iterator[sqlite3.Connection]:  # noqa: ARG001 - it makes the file
    """Another program's connection to the calendar's file, without any code of ours."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("INSERT INTO customers (id, created_at) VALUES (1, 0)")
        yield connection


def row(
    start: datetime, minutes: int = 30, status: str = "confirmed", run: str = "hand"
) -> dict[str, object]:
    begin = int(start.timestamp())
    return {"start": begin, "end": begin + minutes * 60, "status": status, "run": run}


# --- booking ----------------------------------------------------------------------------------


async def test_what_was_booked_is_listed(desk: Desk) -> None:
    wanted = NewBooking(desk.haircut, THREE, "+12125550142", "Maria Lopez", "maria@example.com")
    made = await book(desk.calendar, wanted, run="call-1", now=NOW, random=Random(1))
    assert await all_bookings(desk.calendar) == (made,)
    assert made.as_json() == {
        "service": "Haircut",
        "start": "2026-06-16T15:00:00-04:00",
        "phone": "+12125550142",
        "name": "Maria Lopez",
        "email": "maria@example.com",
        "status": "confirmed",
        "code": made.code,
    }
    assert (made.end - made.start, made.resource) == (30 * MINUTES, "Chair")
    assert (made.sequence, made.version) == (0, 1)


async def test_bookings_are_listed_by_time_in_the_zone_of_the_business(desk: Desk) -> None:
    late = await desk.booked(datetime(2026, 12, 1, 15, tzinfo=UTC))
    early = await desk.booked(THREE.astimezone(UTC))
    assert await all_bookings(desk.calendar) == (early, late)
    assert late.as_json()["start"] == "2026-12-01T10:00:00-05:00"


async def test_both_hours_of_a_repeated_hour_can_be_booked(desk: Desk) -> None:
    first = datetime(2026, 11, 1, 1, tzinfo=NEW_YORK)
    made = [await desk.booked(first), await desk.booked(first.replace(fold=1))]
    assert [booking.start.isoformat() for booking in made] == [
        "2026-11-01T01:00:00-04:00",
        "2026-11-01T01:00:00-05:00",
    ]


async def test_a_run_books_once_however_often_it_tries(desk: Desk) -> None:
    made = await desk.booked(THREE, run="call-1")
    assert await desk.booked(THREE, run="call-1") == made
    assert await all_bookings(desk.calendar) == (made,)


async def test_a_run_that_commits_twice_at_once_books_once(desk: Desk) -> None:
    made = await asyncio.gather(*(desk.booked(THREE, run="call-1") for _ in range(5)))
    assert len(set(made)) == 1
    assert len(await all_bookings(desk.calendar)) == 1


async def test_a_run_without_an_id_is_refused(desk: Desk) -> None:
    wanted = NewBooking(desk.haircut, THREE, "+12125550142", "Maria Lopez")
    with pytest.raises(ValueError, match="id of its run"):
        await book(desk.calendar, wanted, run="", now=NOW)


async def test_a_time_without_a_zone_is_refused(desk: Desk) -> None:
    with pytest.raises((ValueError, CalendarUnavailable)):
        await desk.booked(datetime(2026, 6, 16, 15))  # noqa: DTZ001 - the mistake under test
    assert await all_bookings(desk.calendar) == ()


async def test_a_type_that_the_owner_deleted_is_refused_in_one_sentence(desk: Desk) -> None:
    with pytest.raises(CalendarUnavailable, match="refuses"):
        await desk.booked(THREE, replace(desk.haircut, id=99))


async def test_of_many_callers_for_one_time_one_gets_it(desk: Desk) -> None:
    outcomes = await asyncio.gather(
        *(desk.booked(THREE, run=f"call-{n}") for n in range(20)), return_exceptions=True
    )
    assert sum(isinstance(each, Booking) for each in outcomes) == 1
    assert sum(isinstance(each, Taken) for each in outcomes) == 19


async def test_a_second_chair_takes_a_second_booking(
    desk: Desk, by_hand: sqlite3.Connection
) -> None:
    by_hand.execute("INSERT INTO resources (name, active) VALUES ('Window chair', 1)")
    await desk.booked(THREE)
    assert (await desk.asked(THREE)).ok
    await desk.booked(THREE)
    assert not (await desk.asked(THREE)).ok
    with pytest.raises(Taken):
        await desk.booked(THREE)


@pytest.mark.parametrize("status", ["cancelled", "no_show"])
async def test_a_booking_that_was_given_up_frees_its_time(
    desk: Desk, by_hand: sqlite3.Connection, status: str
) -> None:
    await desk.booked(THREE)
    by_hand.execute("UPDATE bookings SET status = ?", (status,))
    again = await desk.booked(THREE)
    assert [b.status for b in await all_bookings(desk.calendar)] == [status, "confirmed"]
    assert again.start == THREE


# --- the database itself ----------------------------------------------------------------------


@pytest.mark.parametrize("otherwise", ["", "OR IGNORE", "OR REPLACE", "OR FAIL"])
@pytest.mark.parametrize(
    ("shift", "minutes"), [(0, 30), (-15, 30), (15, 30), (5, 10), (-60, 120), (29, 30)]
)
async def test_the_database_refuses_an_overlap_that_code_forgot_to_look_for(
    desk: Desk, by_hand: sqlite3.Connection, shift: int, minutes: int, otherwise: str
) -> None:
    await desk.booked(THREE)
    with pytest.raises(sqlite3.IntegrityError, match="booked at that time"):
        by_hand.execute(INSERT.format(otherwise=otherwise), row(THREE + shift * MINUTES, minutes))
    assert len(await all_bookings(desk.calendar)) == 1


@pytest.mark.parametrize("shift", [-30, 30])
async def test_bookings_that_touch_do_not_overlap(
    desk: Desk, by_hand: sqlite3.Connection, shift: int
) -> None:
    await desk.booked(THREE)
    by_hand.execute(INSERT.format(otherwise=""), row(THREE + shift * MINUTES))
    assert len(await all_bookings(desk.calendar)) == 2


async def test_the_database_refuses_an_overlap_made_by_a_change(
    desk: Desk, by_hand: sqlite3.Connection
) -> None:
    await desk.booked(THREE)
    await desk.booked(THREE + 30 * MINUTES, run="second")
    for change in (
        "blocked_from = blocked_from - 60",
        """starts_at = starts_at - 1800, ends_at = ends_at - 1800, id = 77,
           blocked_from = blocked_from - 1800, blocked_until = blocked_until - 1800""",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="booked at that time"):
            by_hand.execute(f"UPDATE bookings SET {change} WHERE run_key = 'second'")  # noqa: S608
    by_hand.execute(INSERT.format(otherwise=""), row(THREE, status="cancelled"))
    with pytest.raises(sqlite3.IntegrityError, match="booked at that time"):
        by_hand.execute("UPDATE bookings SET status = 'confirmed'")
    by_hand.execute(
        "UPDATE bookings SET blocked_until = blocked_until + 60 WHERE run_key = 'second'"
    )


@pytest.mark.parametrize(
    "wrong",
    [
        row(THREE, 0),
        row(THREE, -30),
        row(THREE, 24 * 60 + 1),
        row(THREE, status="maybe"),
        row(THREE) | {"start": "2026-06-16 15:00", "end": "2026-06-16 15:30"},
        row(THREE) | {"start": None},
    ],
)
async def test_the_database_refuses_a_booking_that_makes_no_sense(
    by_hand: sqlite3.Connection, wrong: dict[str, object]
) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        by_hand.execute(INSERT.format(otherwise=""), wrong)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 200), st.integers(1, 1440)), max_size=12))
def test_whatever_is_tried_no_two_bookings_overlap(
    empty: Path, tried: list[tuple[int, int]]
) -> None:
    with closing(sqlite3.connect(empty, isolation_level=None)) as database:
        database.execute("DELETE FROM bookings")
        kept: list[tuple[int, int]] = []
        for n, (quarter, minutes) in enumerate(tried):
            wanted = row(THREE + quarter * 15 * MINUTES, minutes, run=str(n))
            begin, end = int(str(wanted["start"])), int(str(wanted["end"]))
            clash = any(begin < b and a < end for a, b in kept)
            try:
                database.execute(INSERT.format(otherwise=""), wanted)
            except sqlite3.IntegrityError:
                assert clash
            else:
                assert not clash
                kept.append((begin, end))


@pytest.fixture
def empty(file: Path) -> Path:
    async def create() -> None:
        async with await Calendar.open(file):
            pass

    asyncio.run(create())
    return file


# --- codes ------------------------------------------------------------------------------------


def test_a_code_alternates_letters_and_digits_that_are_not_mistaken() -> None:
    for seed in range(200):
        code = new_code(Random(seed))
        assert len(code) == 4
        assert set(code[::2]) <= set(LETTERS)
        assert set(code[1::2]) <= set(DIGITS)
    assert not set("IOQSBZ018") & set(LETTERS + DIGITS)


class Stuck:
    """A source that draws the same code so many times before others come."""

    def __init__(self, times: int) -> None:
        self.left = times * 4
        self.rest = Random(5)

    def choice(self, seq: str, /) -> str:
        self.left -= 1
        return seq[0] if self.left >= 0 else self.rest.choice(seq)


async def test_a_code_of_a_booking_to_come_is_not_given_again(desk: Desk) -> None:
    first = await book(
        desk.calendar,
        NewBooking(desk.haircut, THREE, "+1", "A"),
        run="a",
        now=NOW,
        random=Stuck(1),
    )
    second = await book(
        desk.calendar,
        NewBooking(desk.haircut, THREE + 60 * MINUTES, "+1", "B"),
        run="b",
        now=NOW,
        random=Stuck(3),
    )
    assert first.code == "H2H2"
    assert second.code != first.code
    much_later = THREE + timedelta(days=30)
    third = await book(
        desk.calendar,
        NewBooking(desk.haircut, much_later, "+1", "C"),
        run="c",
        now=THREE + timedelta(days=1),
        random=Stuck(1),
    )
    assert third.code == first.code, "the first has passed, so its code is free"


async def test_when_short_codes_run_out_longer_ones_are_given(desk: Desk) -> None:
    for n, expected in enumerate(("H2H2", "H2H2H2", "H2H2H2H2")):
        made = await book(
            desk.calendar,
            NewBooking(desk.haircut, THREE + n * 60 * MINUTES, "+1", "A"),
            run=str(n),
            now=NOW,
            random=Stuck(1000),
        )
        assert made.code == expected
