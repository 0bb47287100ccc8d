"""The dashboard as browsers reach it: served on loopback, from a file, on a clock of the tests."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeVar

import uvicorn
from argon2 import PasswordHasher

from handrail.desk.calendar import Calendar
from handrail.desk.calendar.login import set_password_hash
from handrail.desk.calendar.owner import keep_sample
from handrail.desk.web import application

__all__ = ["INVITATION", "PASSWORD", "Served", "served"]

PASSWORD: Final = "correct horse battery"  # noqa: S105 - a test's own
INVITATION: Final = "an-invitation"
_HASHER: Final = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_LONGEST_SECONDS: Final = 20

T = TypeVar("T")


@dataclass
class Served:
    """One dashboard, served by a thread of its own."""

    address: str
    calendar: Calendar
    now: datetime
    """What its clock shows; tests set it on."""
    loop: asyncio.AbstractEventLoop

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        """Do something with the calendar where it is served, and wait for it."""
        return asyncio.run_coroutine_threadsafe(doing, self.loop).result(_LONGEST_SECONDS)

    def keep_sample(self) -> None:
        """Have a password, and the sample business."""
        self.run(set_password_hash(self.calendar, _HASHER.hash(PASSWORD), now=self.now))
        self.run(keep_sample(self.calendar, now=self.now))


@contextmanager
def served(file: Path, now: datetime) -> Iterator[Served]:
    """Serve the dashboard of a new calendar, before it has a password."""
    ready: Future[Served] = Future()
    ends: list[Callable[[], None]] = []
    thread = threading.Thread(target=lambda: asyncio.run(_serve(file, now, ready, ends)))
    thread.start()
    try:
        yield ready.result(_LONGEST_SECONDS)
    finally:
        for end in ends:
            end()
        thread.join(_LONGEST_SECONDS)
    assert not thread.is_alive()


async def _serve(
    file: Path, now: datetime, ready: Future[Served], ends: list[Callable[[], None]]
) -> None:
    try:
        async with await Calendar.open(file) as calendar:
            with socket.create_server(("127.0.0.1", 0)) as listener:
                address = f"http://127.0.0.1:{listener.getsockname()[1]}"
                found = Served(address, calendar, now, asyncio.get_running_loop())
                app = await application(
                    calendar, clock=lambda: found.now, invitation=INVITATION, hasher=_HASHER
                )
                config = uvicorn.Config(
                    app, log_config=None, access_log=False, timeout_graceful_shutdown=1
                )
                server = uvicorn.Server(config)
                ends.append(lambda: setattr(server, "should_exit", True))
                ready.set_result(found)
                await server.serve(sockets=[listener])
    except BaseException as error:
        if ready.done():
            raise
        ready.set_exception(error)
