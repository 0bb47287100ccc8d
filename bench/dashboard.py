"""The dashboard: its pages with 5,000 bookings and 1,000 calls in an SQLite file."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Final
from zoneinfo import ZoneInfo

import httpx2
from argon2 import PasswordHasher

from handrail import Conversation, PlainCall
from handrail.desk.calendar import Calendar
from handrail.desk.calendar.login import set_password_hash
from handrail.desk.calendar.owner import keep_sample
from handrail.desk.call import answering
from handrail.desk.web import application
from handrail.desk.web.pages import PAGES

from .table import Row, percentile, sized

GROUP = "desk"

_NOW: Final = datetime(2026, 6, 12, 9, tzinfo=ZoneInfo("America/New_York"))
_BOOKINGS: Final = 5000
_CALLS: Final = 1000
_A_DAY: Final = 18
"""Bookings on each day from now on: half an hour each, nine hours long."""
_PASSWORD: Final = "measured, not guarded"  # noqa: S105 - of a desk that lasts a minute
_HASHER: Final = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_SAID: Final = ("a haircut please", "212 555 0142", "yes", "maria lopez", "no email")


def rows() -> Iterator[Row]:
    """Ask for each page of the navigation, and for a week of the calendar."""
    with tempfile.TemporaryDirectory() as folder:
        yield from asyncio.run(_measured(Path(folder) / "desk.db"))


async def _measured(file: Path) -> list[Row]:
    times = sized(60, ci=20)
    async with await Calendar.open(file) as calendar:
        await set_password_hash(calendar, _HASHER.hash(_PASSWORD), now=_NOW)
        await keep_sample(calendar, now=_NOW)
        given = await answering(calendar, clock=lambda: _NOW)
        call = PlainCall(Conversation(**given))
        await call.open()
        for said in _SAID:
            await call.say(said)
        with closing(sqlite3.connect(file)) as database, database:
            _fill(database)
        app = await application(calendar, clock=lambda: _NOW, hasher=_HASHER)
        paths = [each.path for each in PAGES if each.path] + ["/calendar?span=week&day=2026-06-16"]
        async with httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app), base_url="http://localhost", follow_redirects=True
        ) as client:
            token = re.search(r'name="csrf" value="(\w+)"', (await client.get("/login")).text)
            assert token
            await client.post("/login", data={"csrf": token[1], "password": _PASSWORD})
            return [await _of_page(client, path, times) for path in paths]


async def _of_page(client: httpx2.AsyncClient, path: str, times: int) -> Row:
    """Measure the whole page, which is made before its first byte is sent."""
    taken = []
    await client.get(path)  # its templates are read from disk
    for _ in range(times):
        begin = perf_counter()
        answer = await client.get(path)
        taken.append(1000 * (perf_counter() - begin))
        answer.raise_for_status()
    return Row(f"{path}, p95", percentile(taken, 0.95), "ms", "< 50", times)


def _fill(database: sqlite3.Connection) -> None:
    """Add bookings from today on, and more calls like the one that was held."""
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
