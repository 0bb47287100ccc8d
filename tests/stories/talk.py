"""A talk with the desk, told as a story: what the caller says, hears, and what is known then."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeAlias
from zoneinfo import ZoneInfo

from handrail import Conversation, PlainCall, view
from handrail.desk.calendar import Booking, Calendar, NewBooking, all_bookings, book
from handrail.desk.call import answering

Host: TypeAlias = Literal["plain", "livekit"]

NEW_YORK = ZoneInfo("America/New_York")
FRIDAY_AT_NINE = datetime(2026, 6, 12, 9, tzinfo=NEW_YORK)


@dataclass
class Talk:
    """One call to the sample business."""

    calendar: Calendar
    host: Any
    heard: str = ""
    lines: list[str] = field(default_factory=list)

    @property
    def conversation(self) -> Conversation[Any]:
        found: Conversation[Any] = self.host.conversation
        return found

    async def say(self, *texts: str) -> Talk:
        """Say one thing after the other; the desk's last words are then what was heard."""
        for text in texts:
            said = await self.host.say(text)
            self.heard = said if isinstance(said, str) else said.desk
            self.lines += [f"> {text}", self.heard]
        return self

    def hears(self, *words: str) -> Talk:
        """Hold that the desk's last words contain each of these (in any case)."""
        for word in words:
            assert re.search(word, self.heard, re.IGNORECASE), self.told(f"did not hear {word!r}")
        return self

    def does_not_hear(self, *words: str) -> Talk:
        """Hold that the desk's last words contain none of these."""
        for word in words:
            assert not re.search(word, self.heard, re.IGNORECASE), self.told(f"heard {word!r}")
        return self

    def is_asked(self, step: str | None, act: str = "ask") -> Talk:
        """Hold that this is what the desk waits for."""
        assert view.asking(self.conversation) == {"step": step, "act": act}, self.told(
            f"is asked {view.asking(self.conversation)}"
        )
        return self

    def knows(self, **values: Any) -> Talk:
        """Hold that the steps have these values, or, given a tuple, a value and a status."""
        known = view.answers(self.conversation)
        for step, value in values.items():
            answer = known.get(step, {"value": None, "status": None})
            found = (answer["value"], answer["status"])
            wanted = value if isinstance(value, tuple) else (value, found[1])
            assert found == wanted, self.told(f"{step} is {found}")
        return self

    def does_not_know(self, *steps: str) -> Talk:
        """Hold that nothing is known of these steps."""
        known = view.answers(self.conversation)
        assert not known.keys() & set(steps), self.told(f"knows {known}")
        return self

    def ended(self, outcome: str) -> Talk:
        """Hold that the call is over, and how it ended."""
        assert self.conversation.closed, self.told("goes on")
        assert view.ending(self.conversation)["outcome"] == outcome, self.told(
            f"ended {view.ending(self.conversation)}"
        )
        return self

    async def bookings(self) -> Sequence[Booking]:
        """Return what is written in the calendar."""
        return await all_bookings(self.calendar)

    def told(self, what: str) -> str:
        """Return the whole talk, for a failure's message."""
        return "\n".join([what, *self.lines])


def at(text: str) -> str:
    """Return a time in New York as the desk writes it: `at("2026-06-16 15:00")`."""
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK).isoformat()


async def take(calendar: Calendar, service: str, start: str) -> None:
    """Book a time for somebody else."""
    services = {one.name: one for one in await calendar.services()}
    moment = datetime.fromisoformat(start).replace(tzinfo=NEW_YORK)
    wanted = NewBooking(services[service], moment, "+12125550100", "Somebody Else")
    await book(calendar, wanted, run=f"other {start}", now=FRIDAY_AT_NINE)


@asynccontextmanager
async def talk(
    calendar: Calendar,
    host: Host = "plain",
    *,
    now: datetime = FRIDAY_AT_NINE,
    caller: str | None = None,
) -> AsyncIterator[Talk]:
    """Call the desk."""
    arguments = await answering(calendar, clock=lambda: now, caller=caller)
    if host == "plain":
        plain = PlainCall(Conversation(**arguments))
        told = Talk(calendar, plain)
        told.heard = await plain.open()
        told.lines.append(told.heard)
        yield told
        return
    from handrail.livekit import Receptionist, TextCall

    call = TextCall(Receptionist(**arguments, ends_session=False))
    told = Talk(calendar, call)
    try:
        told.heard = await call.open()
        told.lines.append(told.heard)
        yield told
    finally:
        await call.aclose()
