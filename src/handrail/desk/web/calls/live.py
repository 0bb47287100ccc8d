"""Live pages: one look at the database for all who watch, and what they see is made once.

A viewer is a server-sent event stream. However many watch a call, its turns are written by a host
that knows nothing of them, in this process or in another.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Hashable, Sequence
from time import monotonic
from typing import Final

from handrail.desk.calendar import CalendarUnavailable
from handrail.desk.calendar.calls import Pulse
from handrail.faults import log_fault

__all__ = ["MOST_VIEWERS", "Live", "TooManyViewersError"]

logger = logging.getLogger("handrail.desk.web")

MOST_VIEWERS: Final = 500
_LOOK_EVERY: Final = 0.5
"""Seconds between looks at the database, while anybody watches."""
_SIGN_EVERY: Final = 30
"""Looks after which a stream in which nothing has happened gives a sign of life."""
_AT_ONCE: Final = 20
"""Viewers that are told of news together."""
_BREATH: Final = 0.01
"""Seconds between those and the next: a turn that is held in this process comes in between."""
_LONGEST: Final = 600.0
"""Seconds a stream lasts: the browser then comes again, and is asked once more who it is."""


class TooManyViewersError(Exception):
    """As many streams are open as may be."""


class Live:
    """Tells viewers that something was written.

    Args:
        look: Looks at the database, given the calls that are watched: see `pulse`.
    """

    def __init__(self, look: Callable[[Collection[str]], Awaitable[Pulse]]) -> None:
        self._look = look
        self._viewers: dict[asyncio.Event, str | None] = {}
        self._pulse: Pulse = {}
        self._looking: asyncio.Task[None] | None = None
        self._made: dict[Hashable, tuple[object, asyncio.Task[bytes]]] = {}
        self._closed = False

    @property
    def viewers(self) -> int:
        """How many streams are open."""
        return len(self._viewers)

    async def stream(
        self, call: str | None, shown: Hashable, make: Callable[[], Awaitable[str]]
    ) -> AsyncIterator[bytes]:
        """Give the stream of one viewer: what is to be seen now, and again whenever it changes.

        Args:
            call: The call that is watched; None for the list of all.
            shown: What is seen: those who see the same have it made once.
            make: Makes it, as HTML.

        Raises:
            TooManyViewersError: When as many streams are open as may be.
        """
        if len(self._viewers) >= MOST_VIEWERS:
            raise TooManyViewersError
        news, until = asyncio.Event(), monotonic() + _LONGEST
        self._viewers[news] = call
        try:
            if call is not None and call not in self._pulse:
                await self.look()
            self._start()
            seen: bytes | None = None
            while not self._closed and monotonic() < until:
                news.clear()
                event = await self._event(call, shown, make)
                yield event if event != seen else b": still there\n\n"
                seen = event
                await news.wait()
        finally:
            del self._viewers[news]

    async def look(self) -> None:
        """Look at the database, and wake those for whom something has changed."""
        watched = {call for call in self._viewers.values() if call is not None}
        try:
            pulse = await self._look(watched)
        except CalendarUnavailable as fault:
            log_fault(logger, "calls cannot be watched", fault)
            return
        before, self._pulse = self._pulse, pulse
        news = {call for call in {*pulse, *before} if pulse.get(call) != before.get(call)}
        if news:
            watching = self._viewers.items()
            await self._tell([each for each, call in watching if call is None or call in news])

    async def close(self) -> None:
        """End every stream."""
        self._closed = True
        for event in self._viewers:
            event.set()
        if self._looking is not None:
            self._looking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._looking

    def _start(self) -> None:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._keep_looking())

    async def _keep_looking(self) -> None:
        looks = 0
        while self._viewers:
            await self.look()
            looks += 1
            if looks % _SIGN_EVERY == 0:
                await self._tell(list(self._viewers))
            await asyncio.sleep(_LOOK_EVERY)
        self._made.clear()

    async def _tell(self, viewers: Sequence[asyncio.Event]) -> None:
        """Wake viewers, a few at a time: all at once they would hold up whatever else goes on."""
        for first in range(0, len(viewers), _AT_ONCE):
            if first:
                await asyncio.sleep(_BREATH)
            for each in viewers[first : first + _AT_ONCE]:
                each.set()

    async def _event(
        self, call: str | None, shown: Hashable, make: Callable[[], Awaitable[str]]
    ) -> bytes:
        version = self._pulse.get(call) if call is not None else tuple(self._pulse.items())
        kept = self._made.get(shown)
        if kept is None or kept[0] != version or (kept[1].done() and kept[1].exception()):
            kept = (version, asyncio.create_task(_made(make)))
            self._made[shown] = kept
        return await asyncio.shield(kept[1])


async def _made(make: Callable[[], Awaitable[str]]) -> bytes:
    try:
        html = await make()
    except CalendarUnavailable as fault:
        log_fault(logger, "a call cannot be shown", fault)
        return b": unavailable\n\n"
    lines = "".join(f"data: {line}\n" for line in html.splitlines())
    return f"event: shown\n{lines}\n".encode()
