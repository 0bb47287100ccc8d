"""Booking: what, when, who."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handrail.facts import Call, CommitRefused, Verdict
from handrail.kinds.choice import Choice
from handrail.kinds.email import Email
from handrail.kinds.name import PersonName
from handrail.kinds.phone import Phone
from handrail.kinds.when import When
from handrail.plan import Confirm
from handrail.step import Step
from handrail.workflow import Phrases, Workflow

from .calendar import Asked, NewBooking, Refused, book, booked_by, check_start
from .front import CALLER_NUMBER, HOURS, SERVICES, Front
from .giving_up import give_up

__all__ = ["Booking", "is_free"]


async def is_free(asked: Asked, call: Call[Front]) -> Verdict:
    """Tell whether what the caller wants can start then, and keep it for this call if it can."""
    front = call.userdata
    return await check_start(
        front.calendar,
        asked,
        business=front.business,
        service=front.services[call.answers["service"]],
        now=call.context.now,
        run="" if call.tentative else call.run,
        # What it has booked though the answer was lost does not stand in its own way.
        moving=await booked_by(front.calendar, call.run),
    )


class Booking(Workflow):
    """Book an appointment."""

    service = Step(
        Choice(SERVICES),
        ask="What would you like to book?",
        rephrase="Sorry, what would you like to book?",
        echo=("{A value}, happy to.", "{A value}, of course."),
        read_back=("{A value}, is that right?", "So that's {a value}, right?"),
        label="service",
        words=("service", "type", "appointment type", "treatment"),
    )
    start = Step(
        When(hours=HOURS),
        needs=[service],
        check=is_free,
        ask=("When would you like to come in?", "What day and time would suit you?"),
        rephrase="Sorry, which day and time would suit you?",
        help=(
            'You can say something like "Tuesday at three" or "any morning next week".',
            'A day and a time will do, such as "tomorrow at ten", or just the day.',
        ),
        label="time",
    )
    phone = Step(
        Phone(),
        prefill=CALLER_NUMBER,
        confirm=Confirm.READ_BACK,
        ask=("What's the best number for you?", "And the best number for you?"),
        help=(
            "You can say the digits one by one, with the area code.",
            "Just the digits, please, beginning with the area code.",
        ),
        label="number",
    )
    name = Step(PersonName(), ask=("And your name?", "What name shall I put it under?"))
    email = Step(
        Email(),
        confirm=Confirm.SPELL,
        optional=True,
        ask=("Is there an email for the confirmation?", "Is there an email I can send it to?"),
        help=(
            'You can say it like "maria at example dot com", or that you would rather not.',
            "Say it or spell it, or just say no and I'll leave it out.",
        ),
        label="email",
    )

    asks_for = ("book", "make an appointment", "schedule", "reserve", "an appointment")
    phrases = Phrases(
        summary="{A service} on {start} for {name}",
        agree=("Shall I book it?", "Shall I book that?"),
        resume="We had {a service}[ on {start}]: shall we finish that?",
        done="Booked. Your code is {code}.",
        dropped="No problem, I haven't booked it.",
    )

    async def commit(self, call: Call[Front]) -> Mapping[str, Any]:
        """Write the booking.

        Raises:
            CommitRefused: When the time was taken since it was agreed.
        """
        front = call.userdata
        wanted = NewBooking(
            front.services[self.service], self.start, self.phone, self.name, self.email
        )
        now = call.context.now
        try:
            booking = await book(front.calendar, wanted, run=call.run, now=now)
        except Refused as refused:
            verdict = await is_free(self.start, call)
            if verdict.ok:  # so it is not the time that stands in the way
                verdict = Verdict.person(refused.reason)
            raise CommitRefused("start", verdict) from None
        front.register.pick(booking)
        return booking.as_json()

    async def dropped(self, call: Call[Front]) -> None:
        """Let others have the time that was kept, and take back what may have been written."""
        await give_up(call)
