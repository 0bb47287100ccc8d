"""Cancelling: which booking."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handrail.facts import Call, CommitRefused, Verdict
from handrail.step import Step
from handrail.workflow import Phrases, Workflow

from .calendar import Outdated, Refused, cancel
from .finding import booking_of, find_it
from .front import Front
from .giving_up import give_up
from .which import WhichBooking
from .wordings import PLACES

__all__ = ["Cancelling"]


class Cancelling(Workflow, name="cancelling"):
    """Cancel a booking."""

    booking = Step(WhichBooking(), check=find_it, echo="")

    asks_for = (
        "cancel",
        "cancel my appointment",
        "call off",
        "call off my appointment",
        "call my appointment off",
        "get rid of my appointment",
        "delete my appointment",
        "drop my appointment",
        "scrap my appointment",
        "take me off",
        "call it off",
        "don't want my appointment",
        "don't need my appointment",
        "no longer need my appointment",
        "no longer want my appointment",
    )
    phrases = Phrases(
        summary="Your {booking}",
        agree=("Shall I cancel it?", "Shall I cancel that?"),
        resume=(
            "We were cancelling your {booking}: shall we finish that?",
            "We were cancelling an appointment: shall we finish that?",
        ),
        done=("It's cancelled.", "That's cancelled."),
        dropped=("No problem, your {booking} stays as it is.", "No problem, nothing is changed."),
        places=PLACES,
    )

    async def commit(self, call: Call[Front]) -> Mapping[str, Any]:
        """Cancel the booking.

        Raises:
            CommitRefused: When it is not there any more, or is at another time than was agreed.
        """
        front = call.userdata
        # In a call that was gone on with it may have been cancelled already, unheard.
        agreed = front.register.find(self.booking) or front.register.recalled(call.run)
        booking = await booking_of(call, self.booking) or agreed
        if booking is None:
            raise CommitRefused("booking", Verdict.no("That booking isn't there any more"))
        moved = Verdict.no("It has been moved since", booking.code)
        if agreed is not None and agreed.start != booking.start:
            raise CommitRefused("booking", moved)
        try:
            gone = await cancel(
                front.calendar,
                booking.id,
                run=call.run,
                now=call.context.now,
                version=booking.version,
            )
        except Outdated:
            await booking_of(call, self.booking)  # to say how it is now
            raise CommitRefused("booking", moved) from None
        except Refused as refused:
            raise CommitRefused("booking", Verdict.no(str(refused))) from None
        front.register.drop(gone)
        return gone.as_json()

    async def dropped(self, call: Call[Front]) -> None:
        """Let the booking stand again if it was cancelled without the caller's knowing."""
        await give_up(call)
