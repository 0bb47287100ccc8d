"""Rescheduling: which booking, and when instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from handrail.facts import Call, CommitRefused, Verdict
from handrail.kinds.base import Context
from handrail.kinds.when import When
from handrail.step import Step
from handrail.workflow import Phrases, Workflow

from .calendar import Asked, Outdated, Refused, check_start, reschedule
from .finding import booking_of, find_and_ask
from .front import HOURS, Front
from .giving_up import give_up
from .register import REGISTER
from .which import WhichBooking
from .wordings import PLACES

__all__ = ["Rescheduling"]

_GONE = "That booking isn't there any more"
_PRESENT = "That's when it is now"


async def can_move(asked: Asked, call: Call[Front]) -> Verdict:
    """Tell whether the booking can be moved to a time, and keep it for this call if it can."""
    front = call.userdata
    booking = await booking_of(call, call.answers["booking"])
    if booking is None:
        return Verdict.person(_GONE)
    service = front.services.get(booking.service)
    if service is None:
        return Verdict.person("That one can't be moved on this line")
    if isinstance(asked, datetime) and asked == booking.start:
        return Verdict.no(_PRESENT)
    found = await check_start(
        front.calendar,
        asked,
        business=front.business,
        service=service,
        now=call.context.now,
        run="" if call.tentative else call.run,
        moving=booking.id,
    )
    if booking.start not in found.options:
        return found
    others = tuple(each for each in found.options if each != booking.start)
    return replace(found, options=others) if others or not found.ok else Verdict.no(_PRESENT)


def _present_time(answers: Mapping[str, Any], context: Context) -> datetime | None:
    """Return when the booking is now: "half an hour later" is later than that."""
    register = REGISTER.of(context.facts)
    if register is None:
        return None
    booking = register.find(answers.get("booking")) or register.last
    if booking is None and len(register.shown()) == 1:
        (booking,) = register.shown()  # "yes, an hour later" to "is that the one?"
    return booking.start if booking is not None else None


class Rescheduling(Workflow, name="rescheduling"):
    """Move a booking to another time."""

    booking = Step(WhichBooking(), check=find_and_ask, echo="")
    start = Step(
        When(hours=HOURS),
        needs=[booking],
        check=can_move,
        present=_present_time,
        carried=False,
        ask=("What time suits you better?", "When would suit you instead?"),
        rephrase="Sorry, which day and time would suit you instead?",
        help=(
            'You can say something like "Friday at two" or "an hour later".',
            'A day and a time will do, or just how much later, such as "half an hour later".',
        ),
        label="time",
    )

    asks_for = (
        "reschedule",
        "rebook",
        "move",
        "move my appointment",
        "change my appointment",
        "change my booking",
        "change my reservation",
        "change the time",
        "change it",
        "change the day of my appointment",
        "change the time of my appointment",
        "postpone",
        "push back my appointment",
        "push",
        "push my appointment",
        "push my appointment back",
        "push it back",
        "bring my appointment forward",
        "bring it forward",
        "shift my appointment",
        "shift my booking",
        "switch my appointment",
        "push back my booking",
        "rearrange",
        "put off my appointment",
        "can't make it",
        "can't make",
        "can't come",
        "can't come to my appointment",
        "can't make my appointment",
        "won't be able to come",
        "won't be able to make it",
        "not able to come",
        "not going to make it",
        "something came up",
        "something has come up",
        "something's come up",
        "swap my appointment",
        "swap my slot",
        "move my slot",
        "change my slot",
        "another time for my appointment",
        "another day for my appointment",
        "a different time for my appointment",
        "a different day for my appointment",
    )
    amends = ("booking", "rescheduling", "looking_up", "restoring", "correcting")
    phrases = Phrases(
        summary="Your {booking} moves to {start}",
        agree=("Shall I move it?", "Shall I do that?"),
        resume=(
            "We were moving your {booking}[ to {start}]: shall we finish that?",
            "We were moving an appointment: shall we finish that?",
        ),
        done=("Moved, same code.", "That's moved, same code."),
        dropped=("No problem, your {booking} stays as it is.", "No problem, nothing is changed."),
        places=PLACES,
    )

    async def commit(self, call: Call[Front]) -> Mapping[str, Any]:
        """Move the booking.

        Raises:
            CommitRefused: When the time was taken since it was agreed, or the booking is gone.
        """
        front = call.userdata
        booking = await booking_of(call, self.booking)
        if booking is None:
            raise CommitRefused("booking", Verdict.no(_GONE))
        try:
            moved = await reschedule(
                front.calendar,
                booking.id,
                self.start,
                run=call.run,
                now=call.context.now,
                version=booking.version,
            )
        except Outdated:
            await booking_of(call, self.booking)  # to say how it is now
            verdict = Verdict.no("It has been changed since", booking.code)
            raise CommitRefused("booking", verdict) from None
        except Refused as refused:
            verdict = await can_move(self.start, call)
            if verdict.ok:  # so it is not the time that stands in the way
                verdict = Verdict.person(refused.reason)
            raise CommitRefused("start", verdict) from None
        front.register.move(booking, moved)
        return moved.as_json()

    async def dropped(self, call: Call[Front]) -> None:
        """Let others have the time that was kept, and take back what may have been written."""
        await give_up(call)
