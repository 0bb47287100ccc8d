"""Looking up: when is my appointment?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handrail.facts import Call
from handrail.plan import Confirm
from handrail.step import Step
from handrail.workflow import Phrases, Workflow

from .finding import booking_of, find_it
from .front import Front
from .which import WhichBooking
from .wordings import PLACES

__all__ = ["LookingUp"]


class LookingUp(Workflow, name="looking_up", summary=False):
    """Tell a caller of their booking."""

    booking = Step(
        WhichBooking(),
        check=find_it,
        confirm=Confirm.NEVER,
        echo=("You have {a value}.", "That's {a value}."),
    )

    asks_for = (
        "when is my appointment",
        "when's my appointment",
        "what time is my appointment",
        "what day is my appointment",
        "when is my booking",
        "check my appointment",
        "check on my appointment",
        "look up my appointment",
        "confirm my appointment",
        "about my appointment",
        "about my booking",
        "check if i have an appointment",
        "check whether i have an appointment",
        "do i have an appointment",
        "do i still have an appointment",
        "do you have a booking for",
        "do you have an appointment for",
        "have i got an appointment",
        "have you got a booking for",
        "is there a booking for",
        "is there an appointment for",
        "did you get my booking",
        "find my booking",
        "double check my appointment",
    )
    phrases = Phrases(
        done=("The code is {code}.", "Its code is {code}."),
        dropped=("No problem.", "All right."),
        places=PLACES,
    )

    async def commit(self, call: Call[Front]) -> Mapping[str, Any] | None:
        """Write nothing; tell what the booking is."""
        booking = await booking_of(call, self.booking)
        return booking.as_json() if booking is not None else None
