"""Restoring: what was moved or cancelled in this call is to be as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handrail.facts import Call, CommitRefused, Verdict
from handrail.kinds.base import Context
from handrail.step import Step
from handrail.workflow import Phrases, Workflow

from .calendar import Booking, NewBooking, Refused, book, check_start, reschedule
from .front import Front
from .giving_up import give_up
from .register import REGISTER
from .which import WhichBooking, in_short
from .wordings import PLACES

__all__ = ["Restoring"]

_NOTHING = "There's nothing I have just changed"


@dataclass(frozen=True)
class _AsItWas(WhichBooking):
    """A booking that was moved or cancelled, which is spoken of as it was before."""

    def speak(self, value: str, ctx: Context) -> str:
        """Say what it was and when."""
        register = REGISTER.of(ctx.facts)
        moved = register.moved if register is not None else None
        if moved is not None and moved[0].code == value:
            return in_short(moved[0], ctx)
        return super().speak(value, ctx)


def _before(call: Call[Front]) -> Booking | None:
    """Return what was changed in this call, or in the one that it goes on with, as it was."""
    register = call.userdata.register
    return register.to_put_back(call.run) or register.recalled(call.run)


def _stands_elsewhere(call: Call[Front]) -> Booking | None:
    """Return the booking as it is, if it was moved."""
    moved = call.userdata.register.moved
    return moved[1] if moved is not None else None


async def still_free(_asked: object, call: Call[Front]) -> Verdict:
    """Take what was moved or cancelled, if its time is still to be had, and keep it."""
    front = call.userdata
    before, moved = _before(call), _stands_elsewhere(call)
    service = front.services.get(before.service) if before is not None else None
    if before is None or service is None:
        return Verdict.person(_NOTHING)
    free = await check_start(
        front.calendar,
        before.start,
        business=front.business,
        service=service,
        now=call.context.now,
        run=call.run,
        moving=moved.id if moved is not None else None,
    )
    return Verdict.found(before.code) if free.ok else Verdict.person(free.reason)


class Restoring(Workflow, name="restoring"):
    """Put what was just moved or cancelled back as it was."""

    booking = Step(_AsItWas(), check=still_free, carried=False)

    asks_for = (
        "put it back",
        "put it back where it was",
        "put it back to what it was",
        "put it back to how it was",
        "put that back",
        "undo that",
        "undo it",
        "undo the cancellation",
        "undo the change",
        "have it back",
        "want it back",
        "book it again",
        "rebook it",
        "get it back",
        "didn't mean to cancel",
        "didn't mean to move",
        "don't cancel it",
        "uncancel",
    )
    amends = ("cancelling", "rescheduling")
    phrases = Phrases(
        summary="Your {booking}, as it was",
        agree=("Shall I put it back?", "Shall I do that?"),
        resume="We were putting your {booking} back: shall we finish that?",
        done=("That's back as it was. Your code is {code}.", "It's back. Your code is {code}."),
        dropped=("No problem, I'll leave it.", "All right, I'll leave it."),
        places=PLACES,
    )

    async def commit(self, call: Call[Front]) -> Mapping[str, Any]:
        """Move it back; or book it again, with a code of its own.

        Raises:
            CommitRefused: When the time was taken since.
        """
        front = call.userdata
        before, moved = _before(call), _stands_elsewhere(call)
        service = front.services.get(before.service) if before is not None else None
        if before is None or service is None:
            raise CommitRefused("booking", Verdict.no(_NOTHING))
        now = call.context.now
        try:
            if moved is not None:
                start = before.start
                booking = await reschedule(
                    front.calendar, moved.id, start, run=call.run, now=now, version=moved.version
                )
            else:
                wanted = NewBooking(service, before.start, before.phone, before.name, before.email)
                booking = await book(front.calendar, wanted, run=call.run, now=now)
        except Refused as refused:
            raise CommitRefused("booking", Verdict.person(refused.reason)) from None
        front.register.put_back(call.run, booking)
        return booking.as_json()

    async def dropped(self, call: Call[Front]) -> None:
        """Let others have the time that was kept, and take back what may have been written."""
        await give_up(call)
