"""The calendar: is a time free, what else is, and writing a booking (SQLite file, one process)."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Final
from zoneinfo import ZoneInfo

from handrail.desk.calendar import (
    Availability,
    Business,
    Calendar,
    Diary,
    Interval,
    NewBooking,
    Service,
    book,
    check_start,
)
from handrail.desk.calendar.occupied import Exempt, availability_in

from .table import Row, percentile, sized

GROUP = "desk"

_ZONE: Final = ZoneInfo("America/New_York")
_NOW: Final = datetime(2026, 6, 12, 9, tzinfo=_ZONE)
_TAKEN: Final = datetime(2026, 6, 16, 15, tzinfo=_ZONE)
_FREE: Final = datetime(2026, 6, 17, 15, tzinfo=_ZONE)
_PAST: Final = datetime(2000, 1, 1, tzinfo=UTC)

_A_BOOKING: Final = """
    INSERT INTO bookings (booking_type_id, resource_id, customer_id, starts_at, ends_at,
                          blocked_from, blocked_until, zone, status, code, uid, run_key, created_at)
    VALUES (1, 1, 1, ?1, ?2, ?1, ?2, 'America/New_York', 'confirmed', 'K7M4', ?3, ?3, 0)
"""


def rows() -> Iterator[Row]:
    """Measure an empty calendar and one with a long past; the figures should not differ."""
    yield _sixty_days()
    with tempfile.TemporaryDirectory() as folder:
        yield asyncio.run(_sixty_days_of(Path(folder) / "bookings.db"))
    for bookings in (0, sized(100_000, ci=5_000)):
        with tempfile.TemporaryDirectory() as folder:
            yield from asyncio.run(_in_a_file(Path(folder) / "bookings.db", bookings))


def _sixty_days() -> Row:
    """Find every free time of a chair with 5,000 bookings in 60 days."""
    start = _NOW.astimezone(UTC)
    random = Random(1)
    minutes = sorted(random.sample(range(0, 60 * 24 * 60, 10), 5_000))
    diary = Diary.of(
        Interval(start + timedelta(minutes=m), start + timedelta(minutes=m + 5)) for m in minutes
    )
    business, haircut = asyncio.run(_sample())
    free = Availability(haircut, business.hours, _ZONE, _NOW, (diary,))
    times = []
    for _ in range(sized(50, ci=5)):
        begin = perf_counter()
        found = sum(1 for _ in free.slots(_NOW, _NOW + timedelta(days=60)))
        times.append(perf_counter() - begin)
    note = f"{found} free of 60 days with 5,000 bookings"
    return Row("all free times, p50", _ms(times, 0.5), "ms", "< 20", len(times), note)


async def _sixty_days_of(file: Path) -> Row:
    """Do the same from a file, read anew each time."""
    async with await Calendar.open(file) as calendar:
        business, services = await calendar.business(), await calendar.services()
        start = int(_NOW.timestamp())
        minutes = sorted(Random(1).sample(range(0, 60 * 24 * 60, 10), 5_000))
        _write(file, ((start + 60 * m, start + 60 * (m + 5), f"busy-{m}") for m in minutes))
        found, last = 0, _NOW + timedelta(days=60)

        async def search(_: int) -> None:
            nonlocal found
            async with calendar.reading() as connection:
                free = await availability_in(
                    connection, business, services[0], _NOW, last, now=_NOW, exempt=Exempt()
                )
            found = sum(1 for _ in free.slots(_NOW, last))

        times = await _timed(sized(50, ci=5), search)
    return Row(
        "read and find all free times, p50",
        _ms(times, 0.5),
        "ms",
        "< 20",
        len(times),
        f"{found} free of 60 days with 5,000 bookings, SQLite",
    )


async def _sample() -> tuple[Business, Service]:
    async with await Calendar.open(":memory:") as calendar:
        return await calendar.business(), (await calendar.services())[0]


async def _in_a_file(file: Path, bookings: int) -> list[Row]:
    times = sized(300, ci=30)
    async with await Calendar.open(file):
        _fill(file, bookings)
    begin = perf_counter()
    async with await Calendar.open(file) as calendar:
        opened = perf_counter() - begin
        business, services = await calendar.business(), await calendar.services()

        async def check(asked: datetime) -> None:
            await check_start(calendar, asked, business=business, service=services[0], now=_NOW)

        async def write(number: int) -> None:
            start = _NOW + timedelta(days=30, minutes=30 * number)
            wanted = NewBooking(services[0], start, "+12125550142", "Maria Lopez")
            await book(calendar, wanted, run=f"bench-{number}", now=_NOW, random=Random(number))

        wanted = NewBooking(services[0], _TAKEN, "+12125550142", "Maria Lopez")
        await book(calendar, wanted, run="taken", now=_NOW)
        free = await _timed(times, lambda _: check(_FREE))
        taken = await _timed(times, lambda _: check(_TAKEN))
        written = await _timed(times, write)
    past = f"{bookings:,} past bookings"
    return [
        Row("open the calendar", 1000 * opened, "ms", "", 1, past),
        Row("check a free time, p50", _ms(free, 0.5), "ms", "< 3", times, past),
        Row("check a free time, p99", _ms(free, 0.99), "ms", "", times, past),
        Row("check a taken time, p50", _ms(taken, 0.5), "ms", "", times, past),
        Row("write a booking, p95", _ms(written, 0.95), "ms", "", times, past),
    ]


async def _timed(times: int, act: Callable[[int], Awaitable[None]]) -> list[float]:
    await act(times)  # the first one compiles the statements
    taken = []
    for number in range(times):
        begin = perf_counter()
        await act(number)
        taken.append(perf_counter() - begin)
    return taken


def _fill(file: Path, bookings: int) -> None:
    """Add bookings one after another in the past."""
    first = int(_PAST.timestamp())
    _write(
        file,
        ((first + n * 1800, first + (n + 1) * 1800, f"past-{n}") for n in range(bookings)),
    )


def _write(file: Path, bookings: Iterable[tuple[int, int, str]]) -> None:
    """Write bookings from a start to an end, in seconds, behind the calendar's back."""
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("INSERT INTO customers (id, created_at) VALUES (1, 0)")
        database.executemany(_A_BOOKING, bookings)


def _ms(seconds: list[float], share: float) -> float:
    return 1000 * percentile(seconds, share)
