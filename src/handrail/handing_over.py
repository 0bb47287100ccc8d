"""Handing over: how a call is taken out of the desk's hands, to a person or to its end.

A caller who wants a person is put through, or called back. So is one whose call is ended from
outside, and one of whom nobody can tell what was done for them.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeAlias

from .course import Course
from .engine import moves as m
from .entries import HandedOver
from .faults import log_fault
from .reception import Reception
from .runs import Run
from .speaking import Line, Speaker
from .stopping import Stopping

__all__ = ["HandingOver", "Transfer"]

logger = logging.getLogger(__name__)

Transfer: TypeAlias = Callable[[Line], Awaitable[bool]]
"""Puts a caller through, given what to say first, and tells whether somebody took the call."""


class HandingOver:
    """Hands over one call.

    Args:
        speaker: Says so.
        reception: Its `callback` takes a number where nobody is there; None for none.
        transfer: Puts callers through; None where that cannot be done.
        stopping: Whether somebody ends the call from outside; None where nobody can.
    """

    def __init__(
        self,
        speaker: Speaker,
        reception: Reception | None,
        *,
        transfer: Transfer | None,
        stopping: Stopping | None,
    ) -> None:
        self._speaker = speaker
        self._calls_back = reception is not None and reception.callback is not None
        self._transfer = transfer
        self._stopping = stopping

    async def heed_stop(self, course: Course, *, is_writing: bool) -> None:
        """End the call if somebody outside wants it ended; what this turn asked for is not done.

        Args:
            course: The call's.
            is_writing: Whether a commit is under way, which is waited for.
        """
        in_turn = course.run.undecided and not (course.closed or is_writing)
        call = course.journal.call if course.journal else ""
        if self._stopping is None or not in_turn or not course.said:
            return
        if not await self._stopping.is_wanted(call):
            return
        self._stopping = None
        course.succession.stopped = True
        if course.succession.is_callback(course.run.workflow):
            return
        if self._calls_back:
            course.next.begin_with(self._speaker.say("stopped_callback"))
            course.enter(m.AskHuman())
            course.wants_person = False
            course.next.not_put_through()
        else:
            course.enter(m.Abandon())
            course.next.end_at_once(self._speaker.say("stopped"))

    def admit(self, course: Course, run: Run) -> None:
        """Say that nobody can tell what became of a run that was dropped; a person will see to it.

        Otherwise "no problem, I haven't booked it" might be untrue.
        """
        back = course.receiving and self._calls_back
        told = course.next.end_with(run.id, "in_doubt_callback" if back else "in_doubt")
        if told and back:
            course.enter(m.AskHuman())
            course.next.not_put_through()

    async def put_through(self, course: Course) -> Line | None:
        """Put a caller through who wants a person; if nobody is there, they are called back.

        Returns:
            The call's last line, if somebody took it.
        """
        if self._transfer is None or not course.wants_person:
            return None
        course.wants_person = False
        try:
            taken = await self._transfer(self._speaker.say("transfer"))
        except Exception as error:  # noqa: BLE001 - whatever the host's code does, the call goes on
            log_fault(logger, "a transfer failed", error)
            taken = False
        if taken:
            course.hand_over()
            course.note(HandedOver())
            return replace(self._speaker.say("transferred"), last=True)
        course.next.not_put_through()
        course.next.begin_with(self._speaker.say("transfer_failed"))
        return None
