"""`handrail worker`: the desk answers the calls that LiveKit gives it, until it is stopped."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import signal
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from handrail.desk.notifications import NotificationSettings, settings_from
from handrail.faults import BadInput

from .delivering import delivering
from .place import open_calendar, usual_place
from .settling import settling

if TYPE_CHECKING:
    from livekit.agents import AgentServer

__all__ = ["WithoutNumbers", "WorkerSettings", "log_without_numbers", "run_worker"]

_NEEDED: Final = ("LIVEKIT_URL", "LIVEKIT_API_KEY", "LIVEKIT_API_SECRET")
_TRUNK: Final = "LIVEKIT_SIP_OUTBOUND_TRUNK"


_NUMBER: Final = re.compile(r"(?<=sip_)\+?\d{3,}|\+\d{6,}")


class WithoutNumbers(logging.Formatter):
    """Leaves telephone numbers out of what is logged.

    A participant who calls is named after their number ("sip_+12125550142"), and LiveKit's
    `WarmTransferTask` logs the name of who left the room.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as text, tracebacks included, with numbers put as dots."""
        return _NUMBER.sub("...", super().format(record))


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """What the command was given."""

    db: str | None
    stt: str
    tts: str
    llm: str
    transfer_to: str | None
    port: int


def run_worker(settings: WorkerSettings) -> None:
    """Join LiveKit, and answer calls until SIGINT or SIGTERM; those under way are ended first.

    Raises:
        BadInput: For settings or an environment that cannot be used.
    """
    _check(settings)
    notifications = settings_from(os.environ)
    log_without_numbers()
    asyncio.run(_work(settings, notifications))


def log_without_numbers() -> None:
    """Log to standard error, from INFO on."""
    handler = logging.StreamHandler()
    handler.setFormatter(WithoutNumbers("%(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])


def _check(settings: WorkerSettings) -> None:
    """Check all that can be known before LiveKit is imported.

    Raises:
        BadInput: For what is missing or malformed.
    """
    missing = [name for name in _NEEDED if not os.environ.get(name)]
    if missing:
        msg = f"The worker joins LiveKit by its environment: set {' and '.join(missing)}."
        raise BadInput(msg)
    url = urlsplit(os.environ["LIVEKIT_URL"])
    if url.scheme not in {"ws", "wss", "http", "https"} or not url.netloc:
        raise BadInput("LIVEKIT_URL must be the server's address, such as wss://example.com.")
    for option, name in (("stt", settings.stt), ("tts", settings.tts), ("llm", settings.llm)):
        provider, _, model = name.partition("/")
        if not (provider and model) and not (option == "llm" and name == "none"):
            msg = f"--{option} must be PROVIDER/MODEL, as LiveKit Inference names it."
            raise BadInput(msg)
    if settings.transfer_to and settings.llm == "none":
        raise BadInput("--transfer-to needs a model, which tells the person what it is about.")
    if settings.transfer_to and not os.environ.get(_TRUNK):
        msg = f"--transfer-to calls by one of your SIP trunks: set {_TRUNK} to its id."
        raise BadInput(msg)


async def _work(settings: WorkerSettings, notifications: NotificationSettings) -> None:
    from livekit.agents import AgentServer  # noqa: PLC0415 - importing LiveKit takes a while

    from handrail.desk.worker import Line, answer  # noqa: PLC0415

    line = Line(
        db=settings.db or str(usual_place()),
        stt=settings.stt,
        tts=settings.tts,
        llm=None if settings.llm == "none" else settings.llm,
        channels=notifications.names,
        transfer_to=settings.transfer_to,
    )
    server = AgentServer(port=settings.port)
    server.rtc_session(partial(answer, line))
    # Opened before the first call: it is new if there is none.
    async with (
        open_calendar(settings.db, channels=notifications.names) as calendar,
        delivering(calendar, notifications),
        settling(calendar),
    ):
        await _serve(server)


async def _serve(server: AgentServer) -> None:
    """Run a server until it fails or is told to stop.

    Raises:
        BadInput: When LiveKit cannot be reached, after all its tries.
    """
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stopped.set)
    running = asyncio.create_task(server.run())
    stopping = asyncio.create_task(stopped.wait())
    await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    try:
        if not running.done():
            await server.drain()
        await server.aclose()
        await running
    except (RuntimeError, OSError) as fault:
        msg = f"The worker had to stop ({type(fault).__name__}): {fault}."
        raise BadInput(msg) from None
