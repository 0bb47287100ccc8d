"""A call to the desk: the business as it is now, its workflows, and its reception.

Conversation(**await answering(calendar, clock=clock))     # any host
Receptionist(**await answering(calendar, clock=clock))     # LiveKit's agent
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypedDict

from handrail.entries import Given
from handrail.journal import CallJournal, JournalUnavailable, Store, dropped_calls
from handrail.kinds.numbering import known
from handrail.reception import Reception
from handrail.resumption import Dropped
from handrail.workflow import Workflow

from .booking import Booking
from .calendar import Calendar, CalendarUnavailable, bookings_with
from .calendar.calls import mark_of
from .callback import CallBack
from .cancelling import Cancelling
from .correcting import Correcting
from .front import Front
from .identity import same_name
from .looking_up import LookingUp
from .rescheduling import Rescheduling
from .restoring import Restoring, recall_move
from .topics import facts_of, topics_of
from .which import WhichBooking

__all__ = ["WORKFLOWS", "Answering", "answering"]

logger = logging.getLogger(__name__)

WORKFLOWS: tuple[type[Workflow], ...] = (
    Booking,
    Rescheduling,
    Cancelling,
    LookingUp,
    Restoring,
    Correcting,
)
"""What callers can ask the desk for."""


class Answering(TypedDict):
    """What a host needs to answer a call: the arguments of a conversation or a receptionist."""

    workflows: Sequence[type[Workflow]]
    userdata: Front
    clock: Callable[[], datetime]
    region: str
    facts: Mapping[str, Any]
    reception: Reception
    journal: CallJournal
    stopped: Callable[[str], Awaitable[bool]]
    dropped: Dropped | None


async def answering(
    calendar: Calendar,
    *,
    clock: Callable[[], datetime],
    caller: str | None = None,
) -> Answering:
    """Look up what is needed to answer a call.

    Args:
        calendar: The open calendar.
        clock: Gives the present moment, aware, in any zone.
        caller: The caller's number, E.164; None when it is withheld. To the journal, what is no
            number is one that is withheld.

    Raises:
        CalendarUnavailable: When the calendar cannot be read.
    """
    front = await Front.open(calendar, clock)
    store = calendar.journal()
    number = known(caller or "", front.business.region)
    front.register.calling = number.value if number else None
    return Answering(
        workflows=WORKFLOWS,
        userdata=front,
        clock=front.clock,
        region=front.business.region,
        facts=front.facts(caller),
        reception=Reception(
            business=front.business.name,
            help=(
                'You can say "a haircut on Tuesday at three", or "move my appointment".',
                "I can book, move or cancel an appointment. Which would you like?",
            ),
            topics=topics_of(front.business, front.services.values()),
            facts=facts_of(front),
            callback=CallBack,
        ),
        journal=CallJournal(store, caller=number.value if number else None),
        stopped=lambda call: _stopped(calendar, call),
        dropped=await _dropped(store, front, number.value) if number else None,
    )


async def _dropped(journal: Store, front: Front, caller: str) -> Dropped | None:
    """Find the calls that the caller may have been cut off from, and the bookings in them."""
    try:
        found = await dropped_calls(journal, caller=caller, now=front.clock(), same=_same)
    except JournalUnavailable as fault:
        logger.error("dropped calls cannot be looked up: %s", fault)  # noqa: TRY400 - one sentence
        return None
    if found is not None:
        await _recall([each for one in found.journals for each in one.given()], front)
    return found


async def _recall(given: Sequence[Given], front: Front) -> None:
    """Look up the bookings again that callers had picked, as they are now."""
    kinds = {flow.plan.name: flow.steps for flow in WORKFLOWS}
    picked = {
        (each.run, each.value): each.workflow
        for each in given
        if each.step in (steps := kinds.get(each.workflow, {}))
        and isinstance(steps[each.step].kind, WhichBooking)
    }
    codes = {code for _, code in picked}
    bookings = await bookings_with(front.calendar, codes, after=front.clock()) if codes else ()
    for booking in bookings:
        runs = {run: flow for (run, code), flow in picked.items() if code == booking.code}
        for run, flow in runs.items():
            front.register.recall(run, booking)
            if flow == Restoring.plan.name and booking.status == "confirmed":
                await recall_move(run, booking, runs, front)


async def _stopped(calendar: Calendar, call: str) -> bool:
    """Tell whether the owner ends the call; one whose marks cannot be read goes on."""
    try:
        return (await mark_of(calendar, call)).end_wanted_at is not None
    except CalendarUnavailable as fault:
        logger.error("the marks of a call cannot be read: %s", fault)  # noqa: TRY400 - one sentence
        return False


def _same(step: str, said: Any, held: Any) -> bool:
    """Tell whether a caller says what they had said: a name may be misheard, a number may not."""
    return same_name(said, held, tolerant=True) if step == "name" else bool(said == held)
