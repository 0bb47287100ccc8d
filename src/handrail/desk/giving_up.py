"""Giving up: what a run kept for its caller, or wrote without their knowing, when they drop it."""

from __future__ import annotations

from handrail.facts import Call

from .calendar import release, take_back
from .front import Front

__all__ = ["give_up"]


async def give_up(call: Call[Front]) -> None:
    """Let others have the time that was kept for a run that ended without a result.

    What it may have written although the answer was lost is taken back: who is told "I haven't
    booked it" has no booking.

    Raises:
        Taken: when what was written cannot be taken back, since another has the time by now.
        CalendarUnavailable: when the database cannot be written.
    """
    front, now = call.userdata, call.context.now
    if call.in_doubt:
        await take_back(front.calendar, run=call.run, now=now)
    else:
        await release(front.calendar, run=call.run, now=now)
