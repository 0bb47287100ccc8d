"""Correcting: the name, number or email of a booking was taken down wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handrail.facts import Call, CommitRefused, Verdict
from handrail.kinds.base import Context
from handrail.kinds.email import Email
from handrail.kinds.name import PersonName
from handrail.kinds.phone import Phone
from handrail.plan import Confirm
from handrail.step import Step
from handrail.workflow import Phrases, Workflow

from .calendar import Refused, correct
from .finding import booking_of, find_it
from .front import Front
from .giving_up import give_up
from .register import REGISTER
from .which import WhichBooking
from .wordings import PLACES

__all__ = ["Correcting"]


def _present_name(_answers: Mapping[str, Any], context: Context) -> str | None:
    """Return the name that was taken down: "with an s" mends it."""
    register = REGISTER.of(context.facts)
    return register.last.name if register is not None and register.last is not None else None


class Correcting(Workflow, name="correcting"):
    """Put right whom a booking of this call is for."""

    booking = Step(WhichBooking(), check=find_it, echo="")
    phone = Step(Phone(), confirm=Confirm.READ_BACK, label="number")
    name = Step(PersonName(), present=_present_name)
    email = Step(Email(), confirm=Confirm.SPELL, optional=True, label="email")

    amends = ("booking", "rescheduling", "restoring", "correcting")
    phrases = Phrases(
        summary="{Name}, {phone}[, {email}] for your {booking}",
        agree=("Is it all right now?", "Is that right now?"),
        resume="We were correcting your {booking}: shall we finish that?",
        done=("That's corrected.", "I've corrected that."),
        dropped=("No problem, your {booking} stays as it is.", "No problem, nothing is changed."),
        places=PLACES,
    )

    async def commit(self, call: Call[Front]) -> Mapping[str, Any]:
        """Correct the booking.

        Raises:
            CommitRefused: When it is not there any more.
        """
        front = call.userdata
        booking = await booking_of(call, self.booking)
        if booking is None:
            raise CommitRefused("booking", Verdict.no("That booking isn't there any more"))
        try:
            corrected = await correct(
                front.calendar,
                booking.id,
                phone=self.phone,
                name=self.name,
                email=self.email,
                run=call.run,
                now=call.context.now,
            )
        except Refused as refused:
            raise CommitRefused("booking", Verdict.no(str(refused))) from None
        front.register.pick(corrected)
        return corrected.as_json()

    async def dropped(self, call: Call[Front]) -> None:
        """Put the details back if they were changed without the caller's knowing."""
        await give_up(call)
