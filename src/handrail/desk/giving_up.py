"""Giving up: what a run kept for its caller, or wrote without their knowing, when they drop it."""

from __future__ import annotations

from handrail.facts import Call

from .calendar import release, take_back
from .front import Front

__all__ = ["give_up"]


async def give_up(call: Call[Front]) -> None:
    """Let others have the time that was kept for a run that ended without a result.

    What it tried to write in this call is taken back, since that may have been done although the
    answer was lost: who is told "I haven't booked it" has no booking. A run of a call that dropped
    is never undone so: whoever calls from its number need not be its caller.

    Raises:
        Taken: when what was written cannot be taken back, since another has the time by now.
        CalendarUnavailable: when the database cannot be written.
    """
    front, now = call.userdata, call.context.now
    if call.run in front.register.attempted:
        await take_back(front.calendar, run=call.run, now=now)
    else:
        await release(front.calendar, run=call.run, now=now)
