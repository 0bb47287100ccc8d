"""A talk with the desk, told as a story: what the caller says, hears, and what is known then."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeAlias
from zoneinfo import ZoneInfo

from sqlalchemy import update

from handrail import Conversation, PlainCall, view
from handrail.desk.calendar import (
    Booking,
    Calendar,
    NewBooking,
    all_bookings,
    all_holds,
    book,
    release,
)
from handrail.desk.calendar.tables import BookingTypeRow
from handrail.desk.call import answering
from tests.stories.manners import Turn, booked, faults, turn_of

Host: TypeAlias = Literal["plain", "livekit"]
Calling: TypeAlias = "Callable[..., AbstractAsyncContextManager[Talk]]"
"""Call the desk: `async with call(caller="+12125550142") as caller:`."""

NEW_YORK = ZoneInfo("America/New_York")
FRIDAY_AT_NINE = datetime(2026, 6, 12, 9, tzinfo=NEW_YORK)
SOMEBODY_ELSE = "Somebody Else"


@dataclass
class Talk:
    """One call to the sample business."""

    calendar: Calendar
    host: Any
    heard: str = ""
    turns: list[Turn] = field(default_factory=list)
    gone: bool = False
    before: frozenset[int] = frozenset()
    """The bookings there were before the call, by id."""

    @property
    def conversation(self) -> Conversation[Any]:
        found: Conversation[Any] = self.host.conversation
        return found

    async def open(self) -> None:
        """Be greeted."""
        self.before = frozenset(each.id for each in await all_bookings(self.calendar))
        self.heard = await self.host.open()
        self.turns.append(turn_of(self.conversation, None, self.heard))

    async def say(self, *texts: str) -> Talk:
        """Say one thing after the other; the desk's last words are then what was heard."""
        for text in texts:
            over = self.conversation.closed
            said = await self.host.say(text)
            self.heard = said if isinstance(said, str) else said.desk
            self.turns.append(turn_of(self.conversation, text, self.heard, over=over))
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

    def heard_in_all(self, word: str) -> int:
        """Count how often something was said in the whole call."""
        return sum(len(re.findall(word, turn.desk, re.IGNORECASE)) for turn in self.turns)

    def is_asked(self, step: str | None, act: str = "ask") -> Talk:
        """Hold that this is what the desk waits for."""
        assert view.asking(self.conversation) == {"step": step, "act": act}, self.told(
            f"is asked {view.asking(self.conversation)}, not {step}/{act}"
        )
        return self

    def knows(self, **values: Any) -> Talk:
        """Hold that the steps have these values, or, given a tuple, a value and a status."""
        known = view.answers(self.conversation)
        for step, value in values.items():
            answer = known.get(step, {"value": None, "status": None})
            found = (answer["value"], answer["status"])
            wanted = value if isinstance(value, tuple) else (value, found[1])
            assert found == wanted, self.told(f"{step} is {found}, not {wanted}")
        return self

    def known(self) -> dict[str, dict[str, Any]]:
        """Return what is known now, by step: value and status."""
        return view.answers(self.conversation)

    def does_not_know(self, *steps: str) -> Talk:
        """Hold that nothing is known of these steps."""
        known = view.answers(self.conversation)
        assert not known.keys() & set(steps), self.told(f"knows {known}")
        return self

    def goes_on(self) -> Talk:
        """Hold that the call is not over."""
        assert not self.conversation.closed, self.told("is over")
        return self

    def ended(self, outcome: str) -> Talk:
        """Hold that the call is over, and how it ended."""
        assert self.conversation.closed, self.told("goes on")
        assert view.ending(self.conversation)["outcome"] == outcome, self.told(
            f"ended {view.ending(self.conversation)}"
        )
        return self

    def hangs_up(self) -> Talk:
        """End the call as the caller, without a word."""
        self.conversation.hang_up()
        self.gone = True
        return self

    async def bookings(self) -> Sequence[Booking]:
        """Return what this call has written in the calendar."""
        every = await all_bookings(self.calendar)
        return [
            booking
            for booking in every
            if booking.name != SOMEBODY_ELSE and booking.id not in self.before
        ]

    async def keeps_its_manners(self) -> None:
        """Hold what is true of every call: see `manners`, and that what was agreed is written."""
        wrong = faults(self.turns, closed=self.conversation.closed and not self.gone)
        assert not wrong, self.told("; ".join(wrong))
        if self.heard_in_all("same code|cancelled|corrected"):
            return  # what was agreed first is not what is written last
        written = [
            (each.service, each.start.isoformat(), each.phone, each.name, each.email)
            for each in await self.bookings()
        ]
        agreed = booked(self.turns)
        assert sorted(written, key=str) == sorted(agreed, key=str), self.told(
            f"agreed to {agreed}, but written is {written}"
        )

    def told(self, what: str) -> str:
        """Return the whole talk, for a failure's message."""
        lines = [what]
        for turn in self.turns:
            lines += [] if turn.caller is None else [f"> {turn.caller}"]
            asked = f"{turn.asking['step'] or ''}/{turn.asking['act']}"
            lines.append(f"{turn.desk}   [{asked}]")
        return "\n".join(lines)


def at(text: str) -> str:
    """Return a time in New York as the desk writes it: `at("2026-06-16 15:00")`."""
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK).isoformat()


async def take(calendar: Calendar, service: str, start: str) -> None:
    """Book a time for somebody else, as happens when what a slow call held has expired."""
    for each in await all_holds(calendar, now=FRIDAY_AT_NINE):
        await release(calendar, run=each.run, now=FRIDAY_AT_NINE)
    services = {one.name: one for one in await calendar.services()}
    moment = datetime.fromisoformat(start).replace(tzinfo=NEW_YORK)
    wanted = NewBooking(services[service], moment, "+12125550100", SOMEBODY_ELSE)
    await book(calendar, wanted, run=f"other {start}", now=FRIDAY_AT_NINE)


async def offer_only(calendar: Calendar, service: str) -> None:
    """Leave one booking type active, as an owner does on the dashboard."""
    async with calendar.writing() as session:
        others = update(BookingTypeRow).where(BookingTypeRow.name != service)
        await session.execute(others.values(active=False))


@asynccontextmanager
async def talk(
    calendar: Calendar,
    host: Host = "plain",
    *,
    now: datetime = FRIDAY_AT_NINE,
    caller: str | None = None,
    manners: bool = True,
) -> AsyncIterator[Talk]:
    """Call the desk; at the end of the story the manners of every call are held.

    Args:
        calendar: The business's calendar.
        host: What holds the call.
        now: The moment, which stands still.
        caller: The caller's number, E.164.
        manners: Whether they are held, which a story may do without that breaks the host.
    """
    arguments = await answering(calendar, clock=lambda: now, caller=caller)
    if host == "plain":
        told = Talk(calendar, PlainCall(Conversation(**arguments)))
        await told.open()
        yield told
        if manners:
            await told.keeps_its_manners()
        return
    from handrail.livekit import Receptionist, TextCall

    call = TextCall(Receptionist(**arguments, ends_session=False))
    told = Talk(calendar, call)
    try:
        await told.open()
        yield told
        if manners:
            await told.keeps_its_manners()
    finally:
        await call.aclose()
