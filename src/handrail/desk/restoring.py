"""Restoring: what was cancelled in this call is wanted after all, and booked again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handrail.facts import Call, CommitRefused, Verdict
from handrail.step import Step
from handrail.workflow import Phrases, Workflow

from .calendar import Booking, NewBooking, Refused, book, check_start
from .front import Front
from .giving_up import give_up
from .which import WhichBooking
from .wordings import PLACES

__all__ = ["Restoring"]

_NOTHING = "There's nothing I have just cancelled"


def _cancelled(call: Call[Front]) -> Booking | None:
    """Return what was cancelled in this call, or in the one that it goes on with."""
    register = call.userdata.register
    return register.to_put_back(call.run) or register.recalled(call.run)


async def still_free(_asked: object, call: Call[Front]) -> Verdict:
    """Take the booking that was cancelled, if its time is still to be had, and keep it."""
    front = call.userdata
    gone = _cancelled(call)
    service = front.services.get(gone.service) if gone is not None else None
    if gone is None or service is None:
        return Verdict.person(_NOTHING)
    free = await check_start(
        front.calendar,
        gone.start,
        business=front.business,
        service=service,
        now=call.context.now,
        run=call.run,
    )
    return Verdict.found(gone.code) if free.ok else Verdict.person(free.reason)


class Restoring(Workflow, name="restoring"):
    """Book what was just cancelled again."""

    booking = Step(WhichBooking(), check=still_free, carried=False)

    asks_for = (
        "put it back",
        "put that back",
        "undo that",
        "undo it",
        "undo the cancellation",
        "have it back",
        "want it back",
        "book it again",
        "rebook it",
        "get it back",
        "didn't mean to cancel",
        "don't cancel it",
        "uncancel",
    )
    phrases = Phrases(
        summary="Your {booking} can be booked again",
        agree=("Shall I do that?", "Shall I book it?"),
        resume="We were putting your {booking} back: shall we finish that?",
        done="It's booked again. Your code is {code}.",
        dropped=("No problem, it stays cancelled.", "All right, it stays cancelled."),
        places=PLACES,
    )

    async def commit(self, call: Call[Front]) -> Mapping[str, Any]:
        """Book it, with a code of its own.

        Raises:
            CommitRefused: When the time was taken since.
        """
        front = call.userdata
        gone = _cancelled(call)
        service = front.services.get(gone.service) if gone is not None else None
        if gone is None or service is None:
            raise CommitRefused("booking", Verdict.no(_NOTHING))
        wanted = NewBooking(service, gone.start, gone.phone, gone.name, gone.email)
        now = call.context.now
        try:
            booking = await book(front.calendar, wanted, run=call.run, now=now)
        except Refused as refused:
            raise CommitRefused("booking", Verdict.person(refused.reason)) from None
        front.register.put_back(call.run, booking)
        return booking.as_json()

    async def dropped(self, call: Call[Front]) -> None:
        """Let others have the time that was kept, and take back what may have been written."""
        await give_up(call)
