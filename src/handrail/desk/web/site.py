"""What every page shares, and what a page is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from argon2 import PasswordHasher
from starlette.requests import Request
from starlette.routing import BaseRoute

from handrail.desk.calendar import Calendar
from handrail.desk.calendar.calls import pulse

from .attempts import Attempts
from .calls.chats import Chats
from .calls.counting import Counting
from .calls.live import Live

__all__ = ["Page", "Site", "site_of"]


@dataclass(frozen=True, slots=True)
class Page:
    """One page, or a few that belong together, and the routes that lead to them."""

    title: str
    """What the navigation calls it; pages without a path are not in it."""
    routes: Sequence[BaseRoute]
    path: str | None = None
    """Where the navigation leads."""
    is_open: bool = False
    """Whether its paths answer without a login: it then says itself who may see what."""


@dataclass(slots=True)
class Site:
    """The one dashboard that a process serves."""

    calendar: Calendar
    clock: Callable[[], datetime]
    """Gives the present moment, aware."""
    secret: bytes
    """What cookies and forms are signed with."""
    invitation: str | None = None
    """The key of the one-time link by which the first password is set; None once it is used."""
    hosts: frozenset[str] | None = None
    """The names that browsers may know it by; None for any."""
    hasher: PasswordHasher = field(default_factory=PasswordHasher)
    hashing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))
    """A hash takes much memory on purpose: many at once must not take all."""
    attempts: Attempts = field(default_factory=Attempts)
    """Failed logins of late."""
    chats: Chats = field(init=False)
    live: Live = field(init=False)
    counting: Counting = field(init=False)

    def __post_init__(self) -> None:
        self.chats = Chats(self.calendar, self.clock)
        self.live = Live(partial(pulse, self.calendar))
        self.counting = Counting(self.calendar, self.clock)

    async def aclose(self) -> None:
        """End what goes on beside the requests: streams, and the calls that are held here."""
        await self.live.close()
        await self.counting.aclose()
        await self.chats.aclose()


def site_of(request: Request) -> Site:
    """Return the site that a request is for."""
    site: Site = request.app.state.site
    return site
