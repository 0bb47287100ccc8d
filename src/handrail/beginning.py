"""How a call begins: anew, where it stood, or with the offer to go on with one that was dropped."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .course import Course
from .entries import Journal
from .faults import log_fault
from .kinds.base import Context
from .next_line import NextLine
from .recall import recall
from .reception import Reception
from .resumption import Dropped, Resumable, resumable
from .runs import Note, Run
from .speaking import Speaker
from .succession import Succession
from .workflow import Workflow

__all__ = ["Beginning"]

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Beginning:
    """Makes the course of a call.

    What is recalled decides nothing and notes nothing, as long as `note` takes nothing down.
    """

    workflows: Sequence[type[Workflow]]
    reception: Reception | None
    speaker: Speaker
    context: Callable[[], Context]
    note: Note
    new_id: Callable[[], str]
    transfers: bool
    """Whether callers who want a person can be put through to one."""

    def anew(self, resumption: type[Workflow] | None = None) -> Course:
        """Begin a call, with the offer to go on with another one if there is one to be made."""
        return Course(
            Succession(self.workflows, self.reception, resumption),
            NextLine(self.speaker, self.reception),
            context=self.context,
            note=self.note,
            new_id=self.new_id,
        )

    def recalled(self, journal: Journal) -> Course | None:
        """Return the course of the call that a journal holds; None if it holds nothing.

        Raises:
            UnreadableJournal: The journal's own, if it cannot be read.
        """
        course, context = self.anew(), self.context()
        callback = self.reception.callback if self.reception else None
        every = (*self.workflows, *([callback] if callback else []), *course.succession.receptions)
        recorded = journal.recorded(every, context)
        recall(course, recorded, context, transfers=self.transfers)
        return course if recorded else None

    def after(self, dropped: Dropped) -> tuple[Resumable | None, list[Run]]:
        """Look at the calls that a caller may have been cut off from.

        Returns:
            The latest that can be gone on with, and what was in progress in all that the caller
            hung up: another call of theirs may go on at this moment, from a number that many share.
        """
        offered, left = None, []
        for journal in dropped.journals:
            try:
                course = self.recalled(journal)
            except Exception as error:  # noqa: BLE001 - of another version, say: the caller begins anew
                log_fault(logger, "a dropped call cannot be gone on with", error)
                continue
            if course is not None and course.hung_up and not course.closed:
                left.append(course.run)
            if course is not None and offered is None:
                offered = resumable(course, journal, self.context(), dropped.caller)
        return offered, left
