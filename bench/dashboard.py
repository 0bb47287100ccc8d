"""The dashboard: its pages with 5,000 bookings and 1,000 calls in an SQLite file."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, Final
from zoneinfo import ZoneInfo

import httpx2
from argon2 import PasswordHasher
from sqlalchemy import event
from sqlalchemy.engine import Engine

from handrail import Conversation, PlainCall
from handrail.desk.calendar import Calendar
from handrail.desk.calendar.login import set_password_hash
from handrail.desk.calendar.owner import keep_sample
from handrail.desk.call import answering
from handrail.desk.web import application
from handrail.desk.web.pages import PAGES
from handrail.desk.web.site import Site

from .table import Grid, Row, percentile, sized

GROUP = "desk"

_NOW: Final = datetime(2026, 6, 12, 9, tzinfo=ZoneInfo("America/New_York"))
_BOOKINGS: Final = 5000
_CALLS: Final = 1000
_A_DAY: Final = 18
"""Bookings on each day from now on: half an hour each, nine hours long."""
_PASSWORD: Final = "measured, not guarded"  # noqa: S105 - of a desk that lasts a minute
_HASHER: Final = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_SAID: Final = ("a haircut please", "212 555 0142", "yes", "maria lopez", "no email")
_MORE: Final = (
    "/calendar?span=week&day=2026-06-16",
    "/calendar/book?service=1",
    "/calendar/bookings/1",
    "/customers?q=maria",
    "/flow",
    "/types/1",
)
"""Pages that the navigation does not lead to at once; a call of its own is one more."""
_LOADED: Final = re.compile(r'(?:href|src)="(/(?:static|calendar/grid)[^"]+)"')


@dataclass(frozen=True, slots=True)
class _Measured:
    """One page. Times are in milliseconds, of the whole page: it is made before its first byte."""

    path: str
    wall: list[float]
    cpu: list[float]
    """Of all threads, the client's share with them."""
    queries: int
    size: int
    """Bytes of the first load: the page, its styles and its scripts, as they are sent."""


def rows() -> Iterator[Row | Grid]:
    """Ask for each page of the navigation, and for some that lie deeper."""
    with tempfile.TemporaryDirectory() as folder:
        yield from asyncio.run(_measured(Path(folder) / "desk.db"))


async def _measured(file: Path) -> list[Row | Grid]:
    times = sized(60, ci=20)
    async with await Calendar.open(file) as calendar:
        held = await _filled(calendar, file)
        app = await application(calendar, clock=lambda: _NOW, hasher=_HASHER)
        counting = await _counted(app.state.site)
        paths = [*(each.path for each in PAGES if each.path), *_MORE, f"/calls/{held}"]
        async with httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app), base_url="http://localhost", follow_redirects=True
        ) as client:
            token = re.search(r'name="csrf" value="(\w+)"', (await client.get("/login")).text)
            assert token
            await client.post("/login", data={"csrf": token[1], "password": _PASSWORD})
            pages = [await _of_page(client, path, times) for path in paths]
        await app.state.site.aclose()
    return [*_worst(pages, times), counting, _grid(pages)]


async def _of_page(client: httpx2.AsyncClient, path: str, times: int) -> _Measured:
    first = (await client.get(path)).raise_for_status()  # its templates are read from disk
    loaded = [await client.get(each) for each in sorted(set(_LOADED.findall(first.text)))]
    size = sum(len(each.raise_for_status().content) for each in (first, *loaded))
    wall, cpu, asked = [], [], []

    def count(*_: Any) -> None:
        asked.append(1)

    event.listen(Engine, "before_cursor_execute", count)
    for _ in range(times):
        begin, used = perf_counter(), process_time()
        await client.get(path)
        wall.append(1000 * (perf_counter() - begin))
        cpu.append(1000 * (process_time() - used))
    event.remove(Engine, "before_cursor_execute", count)
    return _Measured(path, wall, cpu, round(len(asked) / times), size)


async def _counted(site: Site) -> Row:
    """Count the calls first, as happens in the background: pages would take turns with it."""
    used = process_time()
    await site.counting.catch_up()
    each = 1000 * (process_time() - used) / _CALLS
    return Row("a call counted, in the background", each, "ms", count=_CALLS, note="CPU, once")


def _worst(pages: list[_Measured], times: int) -> list[Row]:
    slowest = max(pages, key=lambda each: percentile(each.wall, 0.95))
    dearest = max(pages, key=lambda each: percentile(each.cpu, 0.5))
    heaviest = max(pages, key=lambda each: each.size)
    return [
        Row(
            "slowest page, first byte p95",
            percentile(slowest.wall, 0.95),
            "ms",
            "< 50",
            times,
            slowest.path,
        ),
        Row(
            "dearest page, CPU p50",
            percentile(dearest.cpu, 0.5),
            "ms",
            "< 20",
            times,
            dearest.path,
        ),
        Row("heaviest page, first load", heaviest.size / 1000, "kB", "< 150", 1, heaviest.path),
    ]


def _grid(pages: list[_Measured]) -> Grid:
    headings = ("page", "p50 ms", "p95 ms", "CPU p50", "CPU p95", "queries", "first load kB")
    lines = [
        (
            re.sub(r"[0-9a-f]{32}", "ID", page.path),
            *(f"{percentile(page.wall, share):.1f}" for share in (0.5, 0.95)),
            *(f"{percentile(page.cpu, share):.1f}" for share in (0.5, 0.95)),
            str(page.queries),
            f"{page.size / 1000:.0f}",
        )
        for page in pages
    ]
    return Grid(headings, tuple(lines))


async def _filled(calendar: Calendar, file: Path) -> str:
    """Hold a call, add bookings from today on and more calls like it, and return its id."""
    await set_password_hash(calendar, _HASHER.hash(_PASSWORD), now=_NOW)
    await keep_sample(calendar, now=_NOW)
    given = await answering(calendar, clock=lambda: _NOW)
    call = PlainCall(Conversation(**given))
    await call.open()
    for said in _SAID:
        await call.say(said)
    with closing(sqlite3.connect(file)) as database, database:
        _add_bookings(database)
        _add_calls(database)
    return given["journal"].call


def _add_bookings(database: sqlite3.Connection) -> None:
    database.execute("INSERT INTO customers (id, created_at) VALUES (1000000, 0)")
    morning = int(_NOW.timestamp())
    database.executemany(
        "INSERT INTO bookings (booking_type_id, resource_id, customer_id, starts_at, ends_at,"
        " blocked_from, blocked_until, zone, status, code, uid, run_key, created_at) VALUES"
        " (1, 1, 1000000, ?1, ?1 + 1800, ?1, ?1 + 1800, 'UTC', 'confirmed', 'K7M4', ?2, ?2, 0)",
        (
            (morning + n // _A_DAY * 86_400 + n % _A_DAY * 1800, f"booking-{n}")
            for n in range(_BOOKINGS)
        ),
    )


def _add_calls(database: sqlite3.Connection) -> None:
    (held,) = database.execute("SELECT id FROM journal_call").fetchone()
    others = [(n, held) for n in range(1, _CALLS)]
    database.executemany(
        "INSERT INTO journal_call (id, caller, began, last, length, ended)"
        " SELECT id || ?1, caller, began - ?1, last - ?1, length, 1 FROM journal_call"
        " WHERE id = ?2",
        others,
    )
    database.executemany(
        "INSERT INTO journal_record (call, number, kind, at, form, data)"
        " SELECT call || ?1, number, kind, at - ?1, form, data FROM journal_record"
        " WHERE call = ?2",
        others,
    )
