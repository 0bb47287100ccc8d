"""`handrail desk`: serve the dashboard until it is stopped, and say where it is."""

from __future__ import annotations

import asyncio
import importlib.util
import ipaddress
import os
import re
import secrets
import socket
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from handrail.desk.calendar import Calendar, CalendarUnavailable
from handrail.desk.calendar.login import password_hash
from handrail.desk.notifications import settings_from
from handrail.faults import BadInput

from .delivering import delivering
from .place import fault_of, missing_file, open_calendar
from .settling import settling

if TYPE_CHECKING:
    import uvicorn

__all__ = ["DeskSettings", "run_desk"]

_NEEDED: Final = ("argon2", "jinja2", "starlette", "uvicorn")
_LOCAL_NAMES: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_ORIGIN: Final = re.compile(r"https?://[a-z0-9.-]{1,253}(:[0-9]{1,5})?")
"""As browsers send it: in small letters, without a path (RFC 6454)."""
_BACKLOG: Final = 256
_KEY_BYTES: Final = 24
_GRACE_SECONDS: Final = 3


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """What the command was given."""

    db: str | None
    host: str
    port: int
    allow_host: tuple[str, ...] = ()
    """Names besides its own that browsers may know it by, such as a proxy's."""
    new_password: bool = False
    allow_origin: tuple[str, ...] = ()
    """The websites whose scripts may use the API: "https://www.example.com"."""


def run_desk(settings: DeskSettings) -> None:
    """Serve the dashboard until SIGINT or SIGTERM.

    Raises:
        BadInput: When it cannot be served: for want of the extra, of a password where others can
            reach it, of a free port, of a calendar or of origins that are some.
    """
    if any(importlib.util.find_spec(name) is None for name in _NEEDED):
        raise BadInput("The dashboard comes with an extra: pip install 'handrail[desk]'.")
    for origin in settings.allow_origin:
        if not _ORIGIN.fullmatch(origin):
            raise BadInput(
                "--allow-origin takes a website such as https://www.example.com,"
                f" not {origin[:60]!r}."
            )
    if not settings.host.strip():
        raise BadInput("--host is empty: name an address such as 127.0.0.1.")
    # Nothing is opened, nor a calendar begun, before it is known that it can be served.
    with _listening(settings.host, settings.port) as listener:
        if not _is_local(settings.host) and missing_file(settings.db):
            raise _too_open(settings.host)
        asyncio.run(_serve(settings, listener))


async def _serve(settings: DeskSettings, listener: socket.socket) -> None:
    import uvicorn  # noqa: PLC0415 - it comes with the extra

    from handrail.desk.web import ApiSettings, application  # noqa: PLC0415 - likewise

    notifications = settings_from(os.environ)
    async with (
        open_calendar(settings.db, channels=notifications.names) as calendar,
        delivering(calendar, notifications),
        settling(calendar),
    ):
        is_set = await _is_password_set(calendar)
        local = _is_local(settings.host)
        if not local and not is_set:
            raise _too_open(settings.host)
        port = listener.getsockname()[1]
        invitation = None
        if settings.new_password or not is_set:
            invitation = secrets.token_urlsafe(_KEY_BYTES)
        app = await application(
            calendar,
            clock=lambda: datetime.now(UTC),
            invitation=invitation,
            hosts=_names(settings) if local else None,
            api=ApiSettings(origins=frozenset(settings.allow_origin)),
        )
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,  # addresses may tell of callers
            server_header=False,
            timeout_graceful_shutdown=_GRACE_SECONDS,
        )
        address = f"http://{_in_address(settings.host)}:{port}"
        print(f"Desk: {address}", flush=True)
        if invitation:
            print(f"Set a password, once: {address}/first?key={invitation}", flush=True)
        server = uvicorn.Server(config)
        await _serve_until_told(server, listener, app.state.site.live.close)
    print("The desk is closed.", file=sys.stderr)


async def _serve_until_told(
    server: uvicorn.Server, listener: socket.socket, end_streams: Callable[[], Awaitable[None]]
) -> None:
    """Serve; when it is to end, streams are ended first: they would be waited for in vain."""
    shutdown = server.shutdown

    async def ending(sockets: list[socket.socket] | None = None) -> None:
        await end_streams()
        await shutdown(sockets)

    server.shutdown = ending  # type: ignore[method-assign]
    await server.serve(sockets=[listener])


async def _is_password_set(calendar: Calendar) -> bool:
    try:
        return await password_hash(calendar) is not None
    except CalendarUnavailable as fault:
        raise fault_of(fault) from None


def _too_open(host: str) -> BadInput:
    return BadInput(
        f"Others could reach the desk at {host[:60]} before it has a password: "
        "start it without --host, set one, then start it again."
    )


def _listening(host: str, port: int) -> socket.socket:
    """Listen before anything is said, so that an address that is said can be opened."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except (OSError, UnicodeError, OverflowError) as error:
        reason = "that is no host's name"
        if isinstance(error, OSError):
            # `create_server` adds the address, which is said already, to the system's words.
            reason = str(error.strerror).partition(" (while")[0]
        raise BadInput(
            f"The desk cannot listen at {host[:60]}:{port} ({reason}):"
            " choose another --host or --port."
        ) from None


def _is_local(host: str) -> bool:
    """Tell whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _names(settings: DeskSettings) -> frozenset[str]:
    return _LOCAL_NAMES | {each.lower() for each in (settings.host, *settings.allow_host)}


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host
