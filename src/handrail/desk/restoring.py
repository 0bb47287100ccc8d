"""Restoring: what was moved or cancelled in this call is to be as it was."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from handrail.facts import Call, CommitRefused, Verdict
from handrail.kinds.base import Context
from handrail.step import Step
from handrail.workflow import Phrases, Workflow

from .calendar import (
    Booking,
    NewBooking,
    Outdated,
    Refused,
    book,
    check_start,
    moves_of,
    reschedule,
)
from .finding import booking_of
from .front import Front
from .giving_up import give_up
from .register import REGISTER
from .which import WhichBooking, in_short
from .wordings import PLACES

__all__ = ["Restoring", "recall_move"]

_NOTHING = "There's nothing I have just changed"


@dataclass(frozen=True)
class _AsItWas(WhichBooking):
    """A booking that was moved or cancelled, which is spoken of as it was before."""

    def speak(self, value: str, ctx: Context) -> str:
        """Say what it was and when."""
        register = REGISTER.of(ctx.facts)
        before = register.as_it_was(value) if register is not None else None
        return in_short(before, ctx) if before is not None else super().speak(value, ctx)


def _changed(call: Call[Front], code: str | None) -> tuple[Booking | None, Booking | None]:
    """Return what was changed as it was, and as it is if it was moved.

    Args:
        call: In which, or in the one that it goes on with, it was changed.
        code: Of which, where that was said.
    """
    register = call.userdata.register
    before, moved = register.to_put_back(call.run, code), register.moved_for(call.run)
    is_moved = before is not None and moved is not None and moved[0].code == before.code
    return before, moved[1] if moved is not None and is_moved else None


async def still_free(asked: object, call: Call[Front]) -> Verdict:
    """Take what was moved or cancelled, if its time is still to be had, and keep it."""
    front = call.userdata
    code = asked if isinstance(asked, str) else None
    before, moved = _changed(call, code)
    gone = front.register.cancelled
    if code is None and before is not None and gone is not None and gone.code != before.code:
        # "Undo the cancellation" once put back what was moved after it.
        return Verdict.choose(gone.code, before.code)
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


async def recall_move(run: str, booking: Booking, runs: Collection[str], front: Front) -> None:
    """Look up from where a booking was moved that a dropped call was putting back.

    Who went on with such a call once had a second one made at the time it had been moved to.

    Args:
        run: The run that was putting it back, and may have done so.
        booking: As it is now, confirmed.
        runs: Those of the dropped call that were about it. What others have changed since is left
            as it is.
        front: Whose register takes it.

    Raises:
        CalendarUnavailable: When it cannot be looked up.
    """
    moves = await moves_of(front.calendar, booking.id)
    if not moves or moves[-1].run not in runs or moves[-1].sequence != booking.sequence:
        return
    start = moves[-1].new_start if moves[-1].run == run else moves[-1].old_start
    before = replace(booking, start=start.astimezone(booking.start.tzinfo))
    front.register.recall_move(run, before, booking)


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
            CommitRefused: When the time was taken since, or the booking was changed.
        """
        front = call.userdata
        before, moved = _changed(call, self.booking)
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
            elif before.status != "cancelled" or before.code != self.booking:
                raise CommitRefused("booking", Verdict.person(_NOTHING))
            else:
                wanted = NewBooking(service, before.start, before.phone, before.name, before.email)
                booking = await book(front.calendar, wanted, run=call.run, now=now)
        except Outdated:
            if (present := await booking_of(call, before.code)) is not None:
                front.register.pick(present)  # which is asked about anew
            verdict = Verdict.no("It has been changed since", before.code)
            raise CommitRefused("booking", verdict) from None
        except Refused as refused:
            raise CommitRefused("booking", Verdict.person(refused.reason)) from None
        front.register.put_back(call.run, before, booking)
        return booking.as_json()

    async def dropped(self, call: Call[Front]) -> None:
        """Let others have the time that was kept, and take back what may have been written."""
        await give_up(call)
