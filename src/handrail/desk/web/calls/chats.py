"""Chats with the desk in the dashboard: calls in writing, over the same LiveKit session.

They are journalled like any call. One that says nothing for a while is closed, and so are all when
the server ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from handrail.desk.calendar import Calendar, CalendarUnavailable
from handrail.desk.calendar.calls import mark_tried
from handrail.desk.call import answering
from handrail.faults import log_fault

if TYPE_CHECKING:
    from handrail.livekit.text import TextCall

__all__ = ["IDLE", "MOST_CHATS", "Chat", "Chats", "Place", "TooManyChatsError"]

logger = logging.getLogger("handrail.desk.web")

IDLE: Final = timedelta(minutes=15)
"""A chat in which nobody has said anything for so long is closed."""
MOST_CHATS: Final = 20
"""Chats at a time: each is a LiveKit session."""
_LOOK_EVERY: Final = 60.0
"""Seconds between looking for chats that were left."""

Place: TypeAlias = Literal["desk", "sample"]
"""Which business is called: the owner's own, or the sample business in memory."""


class TooManyChatsError(Exception):
    """As many chats are open as may be."""


@dataclass(slots=True)
class Chat:
    """One chat."""

    id: str
    """That under which its call began in the journal."""
    place: Place
    calendar: Calendar
    caller: str | None
    """The number that it claims to come from, as it was given."""
    held: TextCall
    last: datetime
    """When something was said in it."""
    words: list[tuple[str, str]]
    """What was said, each time by the caller and then by the desk. The journal holds more, but not
    what is said before a caller who was cut off has told who they are."""
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def call(self) -> str:
        """Its call's id in the journal: another one, once a call that was cut off is taken up."""
        return self.held.conversation.journalled_as

    @property
    def is_over(self) -> bool:
        """Whether the desk has ended it."""
        return self.held.conversation.closed


class Chats:
    """The chats of one server.

    Args:
        calendar: The owner's.
        clock: Gives the present moment, aware.
    """

    def __init__(self, calendar: Calendar, clock: Callable[[], datetime]) -> None:
        self._calendar = calendar
        self._clock = clock
        self._open: dict[str, Chat] = {}
        self._beginning = 0
        self._sample: Calendar | None = None
        self._preparing = asyncio.Lock()
        self._watch: asyncio.Task[None] | None = None

    @property
    def all(self) -> tuple[Chat, ...]:
        """The chats that are open, the oldest first."""
        return tuple(self._open.values())

    def find(self, chat: str) -> Chat | None:
        """Return an open chat by its id."""
        return self._open.get(chat)

    async def begin(self, place: Place, caller: str | None) -> Chat:
        """Call the desk.

        Args:
            place: Which business.
            caller: The number to call from; None to withhold it.

        Raises:
            TooManyChatsError: When as many are open as may be.
            CalendarUnavailable: When the calendar cannot be read.
        """
        await self.close_idle()
        if len(self._open) + self._beginning >= MOST_CHATS:
            raise TooManyChatsError
        self._beginning += 1
        try:
            chat = await self._begin(place, caller)
        finally:
            self._beginning -= 1
        self._open[chat.id] = chat
        if self._watch is None:
            self._watch = asyncio.create_task(self._close_those_left())
        return chat

    async def _begin(self, place: Place, caller: str | None) -> Chat:
        # Importing LiveKit takes seconds, in which other pages would wait.
        await asyncio.to_thread(import_module, "handrail.livekit.text")
        from handrail.livekit import Receptionist  # noqa: PLC0415 - as above
        from handrail.livekit.text import TextCall  # noqa: PLC0415

        calendar = self._calendar if place == "desk" else await self._the_sample()
        arguments = await answering(calendar, clock=self._clock, caller=caller)
        held = TextCall(Receptionist(**arguments, ends_session=False))
        try:
            greeting = await held.open()
            await mark_tried(calendar, arguments["journal"].call)
        except BaseException:
            await held.aclose()
            raise
        call, now = arguments["journal"].call, self._clock()
        return Chat(call, place, calendar, caller, held, now, [("", greeting)])

    async def _the_sample(self) -> Calendar:
        async with self._preparing:
            if self._sample is None:
                self._sample = await Calendar.open(":memory:")
            return self._sample

    async def say(self, chat: Chat, text: str) -> None:
        """Say something to the desk; blank is silence. One thing after the other is heard."""
        async with chat.turn:
            if not chat.is_over:
                chat.last = self._clock()
                chat.words.append((text, (await chat.held.say(text)).desk))
                chat.last = self._clock()

    async def close(self, chat: str) -> None:
        """Hang up."""
        found = self._open.pop(chat, None)
        if found is not None:
            async with found.turn:
                try:
                    await found.held.aclose()
                except Exception as fault:  # noqa: BLE001 - the others are closed all the same
                    log_fault(logger, "a chat could not be closed", fault)

    async def close_idle(self) -> None:
        """Hang up in chats in which nobody has said anything for a while."""
        now = self._clock()
        for chat in self.all:
            if now - chat.last > IDLE and not chat.turn.locked():
                await self.close(chat.id)

    async def aclose(self) -> None:
        """Hang up in all of them."""
        if self._watch is not None:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch
            self._watch = None
        await asyncio.gather(*(self.close(chat.id) for chat in self.all))
        if self._sample is not None:
            with contextlib.suppress(CalendarUnavailable):
                await self._sample.aclose()
            self._sample = None

    async def _close_those_left(self) -> None:
        while self._open:
            await asyncio.sleep(_LOOK_EVERY)
            await self.close_idle()
        self._watch = None
