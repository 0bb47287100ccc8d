"""The stores: writing bookings and turns, on both, and what a long past costs."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Final
from zoneinfo import ZoneInfo

import psycopg
import pytest

from handrail.desk.calendar import Calendar, NewBooking, Service, book, check_start
from handrail.journal import CallHeader, Record
from tests.postgresql import new_database, server

from .table import Row, percentile, sized

GROUP = "desk"

_NOW: Final = datetime(2026, 6, 12, 9, tzinfo=ZoneInfo("America/New_York"))
_FIRST: Final = int(datetime(2000, 1, 1, tzinfo=UTC).timestamp())
_EVERY: Final = 600
"""Seconds from one past booking to the next: a million end before the present."""
_TOGETHER: Final = 8
"""Callers who book at once."""
_QUIET: Final = 0.1
"""Costs are compared by the quickest tenth: others use the machine, too."""
_DURABLE: Final = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}

_COLUMNS: Final = """
    INSERT INTO bookings (booking_type_id, resource_id, customer_id, starts_at, ends_at,
                          blocked_from, blocked_until, zone, status, code, uid, run_key, created_at)
"""
_INTO_A_FILE: Final = f"""{_COLUMNS}
    VALUES (1, 1, 1000000, ?1, ?1 + 300, ?1, ?1 + 300, 'UTC', 'confirmed', 'K7M4', ?2, ?2, 0)
"""
_INTO_A_SERVER: Final = f"""{_COLUMNS}
    SELECT 1, 1, 1000000, at, at + interval '300 s', at, at + interval '300 s', 'UTC', 'confirmed',
           'K7M4', uid, uid, at
    FROM (SELECT to_timestamp(n::bigint * {_EVERY} + {_FIRST}) AS at, 'past-' || n AS uid
          FROM generate_series(%s::int, %s::int) AS n) AS past
"""  # noqa: S608 - of numbers that stand above


def rows() -> Iterator[Row]:
    """Measure an SQLite file, then a PostgreSQL server with fsync on."""
    sizes = [1_000, sized(100_000, ci=10_000), *([1_000_000] if sized(1, ci=0) else [])]
    with tempfile.TemporaryDirectory() as folder:
        yield from asyncio.run(_of_a_store(str(Path(folder) / "bookings.db"), "SQLite", sizes))
    try:
        with server(**_DURABLE) as url:
            yield from asyncio.run(_of_a_store(new_database(url), "PostgreSQL", sizes))
    except pytest.skip.Exception as reason:
        yield Row("write a booking on PostgreSQL, p95", None, note=str(reason))


async def _of_a_store(where: str, store: str, sizes: list[int]) -> list[Row]:
    times = sized(300, ci=40)
    found: list[Row] = []
    checks: list[float] = []
    writes: list[float] = []
    async with await Calendar.open(where) as calendar:
        service = (await calendar.services())[0]
        business = await calendar.business()
        past = 0

        async def check(number: int) -> None:
            start = _NOW + timedelta(days=5 + number % 7, hours=2)
            await check_start(calendar, start, business=business, service=service, now=_NOW)

        for size in sizes:
            _fill(where, past, size)
            past = size
            checks.append(percentile(await _timed(times, check), _QUIET))
            began = _NOW + timedelta(days=30 + 30 * len(writes))
            written = await _timed(times, partial(_book, calendar, service, began))
            writes.append(percentile(written, _QUIET))
            what = f"write a booking on {store}, p95"
            note = f"after {size:,} bookings"
            found.append(Row(what, 1000 * percentile(written, 0.95), "ms", "", times, note))
        span = f"{sizes[-1]:,} bookings to {sizes[0]:,}"
        found += [
            Row(f"check a time on {store}, cost", checks[-1] / checks[0], "", "< 2", times, span),
            Row(f"write on {store}, cost", writes[-1] / writes[0], "", "< 2", times, span),
            await _bookings_a_second(calendar, service, store, times),
            await _turns(calendar, store, times),
        ]
    return found


async def _bookings_a_second(calendar: Calendar, service: Service, store: str, times: int) -> Row:
    began = _NOW + timedelta(days=400)

    async def caller(name: int) -> None:
        for number in range(times // _TOGETHER):
            await _book(calendar, service, began + timedelta(days=100 * name), number)

    start = perf_counter()
    await asyncio.gather(*map(caller, range(_TOGETHER)))
    rate = times // _TOGETHER * _TOGETHER / (perf_counter() - start)
    return Row(f"bookings on {store}", rate, "a second", "", times, f"{_TOGETHER} callers at once")


async def _book(calendar: Calendar, service: Service, day: datetime, number: int) -> None:
    """Book a half hour of a stretch that begins on a day."""
    start = day + timedelta(minutes=30 * number)
    wanted = NewBooking(service, start, "+12125550142", "Ana")
    await book(calendar, wanted, run=start.isoformat(), now=_NOW, random=Random(number))


async def _turns(calendar: Calendar, store: str, times: int) -> Row:
    """Append turns of six records to calls of ten turns."""
    journal = calendar.journal()
    turn = [Record("Answered", _NOW, {"step": "name", "answer": {"value": ["Ana Lee"]}}, 1)] * 6

    async def append(number: int) -> None:
        call, past = divmod(number, 10)
        header = CallHeader(f"call-{call}", "+12125550142", _NOW)
        await journal.append(header, turn, after=past * len(turn))

    taken = await _timed(times, append)
    figure = 1000 * percentile(taken, 0.95)
    return Row(f"append a turn on {store}, p95", figure, "ms", "", times, "six records")


async def _timed(times: int, act: Callable[[int], Awaitable[None]]) -> list[float]:
    taken = []
    for number in range(times):
        begin = perf_counter()
        await act(number)
        taken.append(perf_counter() - begin)
    return taken


def _fill(where: str, begin: int, end: int) -> None:
    """Add past bookings from one number to before another, behind the calendar's back."""
    customer = "INSERT INTO customers (id, created_at) VALUES (1000000, {})"
    if "://" in where:
        with psycopg.connect(where, autocommit=True) as within:
            if not begin:
                within.execute(customer.format("now()").encode())
            within.execute("ALTER TABLE bookings DISABLE TRIGGER USER")
            within.execute(_INTO_A_SERVER.encode(), (begin, end - 1))
            within.execute("ALTER TABLE bookings ENABLE TRIGGER USER")
            within.execute("ANALYZE")
        return
    with closing(sqlite3.connect(where)) as database, database:
        if not begin:
            database.execute(customer.format("0"))
        database.executemany(
            _INTO_A_FILE,
            ((_FIRST + n * _EVERY, f"past-{n}") for n in range(begin, end)),
        )
