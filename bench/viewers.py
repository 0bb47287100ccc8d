"""Viewers of one call: what its turns take with 200 pages that watch it, and with none.

The dashboard is served by uvicorn in a process of its own, and the viewers are event streams of
another. Calls with viewers and without follow one another in one run, in changing order, so that
whatever else the machine does falls on both.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import re
import resource
import socket
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter
from typing import Final, Protocol, Self
from zoneinfo import ZoneInfo

import httpx2
import uvicorn
from argon2 import PasswordHasher

from handrail.desk.calendar import Calendar
from handrail.desk.calendar.login import set_password_hash
from handrail.desk.calendar.owner import keep_sample
from handrail.desk.call import answering
from handrail.desk.web import application
from handrail.livekit import Receptionist
from handrail.livekit.text import TextCall

from .table import Grid, Row, percentile, sized

GROUP = "desk"

_NOW: Final = datetime(2026, 6, 12, 9, tzinfo=ZoneInfo("America/New_York"))
_VIEWERS: Final = 200
_PASSWORD: Final = "measured, not guarded"  # noqa: S105 - of a desk that lasts a minute
_HASHER: Final = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_PAUSE: Final = 0.17
"""Seconds between turns, so that looks at the database fall into turns and between them."""
_DAYS: Final = (15, 16, 17, 18, 19, 22, 23, 24, 25, 26)
"""Of June: each call keeps a time of its own."""
_SAID: Final = (
    "a haircut on june {day} at {hour} am",
    "212 555 0142",
    "yes",
    "maria lopez",
    "no email",
    "my name is mario lopez",
    "are you open on saturdays",
    "wait, I gave you the wrong number",
    "212 555 0199",
    "yes",
)


class _Call(Protocol):
    """A call that goes on."""

    id: str

    async def say(self, text: str) -> None:
        """Say something, and wait for the answer."""

    async def close(self) -> None:
        """Hang up."""


@dataclass(slots=True)
class _InWorker:
    """A call in this process, as a worker holds it: the dashboard knows of it by the database."""

    id: str
    held: TextCall

    @classmethod
    async def begin(cls, calendar: Calendar) -> Self:
        given = await answering(calendar, clock=lambda: _NOW)
        held = TextCall(Receptionist(**given, ends_session=False))
        await held.open()
        return cls(given["journal"].call, held)

    async def say(self, text: str) -> None:
        await self.held.say(text)

    async def close(self) -> None:
        await self.held.aclose()


@dataclass(slots=True)
class _InDashboard:
    """A chat, held by the process that sends to the viewers."""

    id: str
    client: httpx2.AsyncClient

    @classmethod
    async def begin(cls, client: httpx2.AsyncClient) -> Self:
        begun = await client.post("/try", data={"place": "desk"})
        return cls(begun.raise_for_status().url.path.rpartition("/")[2], client)

    async def say(self, text: str) -> None:
        answer = await self.client.post(
            f"/try/{self.id}", data={"said": text}, headers={"HX-Request": "true"}
        )
        answer.raise_for_status()

    async def close(self) -> None:
        await self.client.post(f"/try/{self.id}/end")


@dataclass(slots=True)
class _Found:
    """What was measured with so many viewers."""

    viewers: int
    turns: list[float] = field(default_factory=list)
    """Milliseconds each."""
    sent: int = 0
    """Bytes that the viewers were sent."""
    memory: list[int] = field(default_factory=list)
    """Of the server at the end of each call, in bytes."""


def rows() -> Iterator[Row | Grid]:
    """Hold calls in a worker's process, then chats in the dashboard's, watched and not."""
    fresh = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "desk.db"
        asyncio.run(_prepare(file))
        port_of, port_to = fresh.Pipe()
        server = fresh.Process(target=_serve, args=(file, port_to), daemon=True)
        server.start()
        viewers, watched = fresh.Pipe()
        watching = fresh.Process(target=_watch, args=(watched,), daemon=True)
        watching.start()
        try:
            yield from asyncio.run(_measured(file, port_of.recv(), viewers, server.pid))
        finally:
            for process in (watching, server):
                process.terminate()
                process.join()


async def _measured(
    file: Path, port: int, viewers: Connection, server: int | None
) -> list[Grid | Row]:
    calls = sized(8, ci=1)
    async with (
        await Calendar.open(file) as calendar,
        httpx2.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", timeout=60, follow_redirects=True
        ) as client,
    ):
        token = re.search(r'name="csrf" value="(\w+)"', (await client.get("/login")).text)
        assert token
        await client.post("/login", data={"csrf": token[1], "password": _PASSWORD})
        token = re.search(r'name="csrf" value="(\w+)"', (await client.get("/try")).text)
        assert token
        client.headers["X-CSRF-Token"] = token[1]
        viewers.send((port, "; ".join(f"{k}={v}" for k, v in client.cookies.items())))
        places: dict[str, Callable[[], Awaitable[_Call]]] = {
            "in a worker": lambda: _InWorker.begin(calendar),
            "in the dashboard": lambda: _InDashboard.begin(client),
        }
        number, found = 0, {}
        for where, begin in places.items():
            alone, watched = _Found(0), _Found(_VIEWERS)
            await _hold(await begin(), number, _Found(0), viewers, server)  # for the caches
            for pair in range(calls):
                for each in (alone, watched) if pair % 2 else (watched, alone):
                    number += 1
                    await _hold(await begin(), number, each, viewers, server)
            number += 1
            found[where] = alone, watched
    return [*_ratios(found), _grid(found)]


async def _hold(
    call: _Call, number: int, found: _Found, viewers: Connection, server: int | None
) -> None:
    """Hold one call with so many viewers, and note what its turns took."""
    viewers.send((call.id, found.viewers))
    await asyncio.to_thread(viewers.recv)  # all see the greeting
    day, hour = _DAYS[number % len(_DAYS)], 9 + number // len(_DAYS)
    for text in _SAID:
        await asyncio.sleep(_PAUSE)
        begin = perf_counter()
        await call.say(text.format(day=day, hour=hour))
        found.turns.append(1000 * (perf_counter() - begin))
    if (memory := _resident(server)) is not None:
        found.memory.append(memory)
    viewers.send(None)
    found.sent += await asyncio.to_thread(viewers.recv)
    await call.close()


def _resident(process: int | None) -> int | None:
    """Return the resident memory of a process in bytes; None where it is not told."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * resource.getpagesize()
    except OSError:
        return None


def _ratios(found: dict[str, tuple[_Found, _Found]]) -> Iterator[Row]:
    for where, (alone, watched) in found.items():
        ratio = percentile(watched.turns, 0.5) / percentile(alone.turns, 0.5)
        what = f"turn of a call {where}, {_VIEWERS} viewers : none"
        yield Row(what, ratio, "", "< 1.5", len(watched.turns), "of the medians")


def _grid(found: dict[str, tuple[_Found, _Found]]) -> Grid:
    headings = ("call", "viewers", "turn p50 ms", "p95 ms", "MB sent", "server MiB, most")
    lines = [
        (
            where,
            str(each.viewers),
            *(f"{percentile(each.turns, share):.1f}" for share in (0.5, 0.95)),
            f"{each.sent / 1e6:.1f}",
            f"{max(each.memory) / 2**20:.0f}" if each.memory else "-",
        )
        for where, both in found.items()
        for each in both
    ]
    return Grid(headings, tuple(lines))


async def _prepare(file: Path) -> None:
    async with await Calendar.open(file) as calendar:
        await set_password_hash(calendar, _HASHER.hash(_PASSWORD), now=_NOW)
        await keep_sample(calendar, now=_NOW)


def _serve(file: Path, port_to: Connection) -> None:
    """Serve the dashboard, as a process of its own, until it is ended."""
    asyncio.run(_serving(file, port_to))


async def _serving(file: Path, port_to: Connection) -> None:
    async with await Calendar.open(file) as calendar:
        app = await application(calendar, clock=lambda: _NOW, hasher=_HASHER)
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port_to.send(listener.getsockname()[1])
            config = uvicorn.Config(app, log_config=None, access_log=False)
            await uvicorn.Server(config).serve(sockets=[listener])


def _watch(told: Connection) -> None:
    """Watch the calls that are named, each by so many viewers, as a process of its own."""
    asyncio.run(_watching(told))


async def _watching(told: Connection) -> None:
    port, cookie = await asyncio.to_thread(told.recv)
    while True:
        call, count = await asyncio.to_thread(told.recv)
        viewers = [_Viewer(port, call, cookie) for _ in range(count)]
        await asyncio.gather(*(each.seen.wait() for each in viewers))
        told.send("all see it")
        await asyncio.to_thread(told.recv)
        told.send(sum([await each.leave() for each in viewers]))


class _Viewer:
    """A page that watches a call."""

    def __init__(self, port: int, call: str, cookie: str) -> None:
        self.seen = asyncio.Event()
        self._asked = (
            f"GET /calls/{call}/stream HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n"
        )
        self._port = port
        self._sent = 0
        self._task = asyncio.create_task(self._look())

    async def _look(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        writer.write(self._asked.encode())
        try:
            while some := await reader.read(65536):
                self._sent += len(some)
                if b"event: shown" in some:
                    self.seen.set()
        finally:
            writer.close()

    async def leave(self) -> int:
        """Go, and return how many bytes there were."""
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task
        return self._sent
