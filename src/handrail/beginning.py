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
from .resumption import Dropped, Resumable, resumable, resumption
from .returning import Returning
from .runs import Run
from .speaking import Speaker
from .succession import Succession
from .workflow import Workflow

__all__ = ["Beginning"]

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Beginning:
    """Makes the course of a call."""

    workflows: Sequence[type[Workflow]]
    reception: Reception | None
    speaker: Speaker
    context: Callable[[], Context]
    new_id: Callable[[], str]
    transfers: bool
    """Whether callers who want a person can be put through to one."""

    def begin(
        self, journal: Journal | None, dropped: Dropped | None
    ) -> tuple[Course, Returning | None]:
        """Begin a call; or, if its journal holds some of it, take it up where it stood.

        Returns:
            Its course; and the dropped calls that the caller may have been cut off from, if they
            are asked about one.

        Raises:
            UnreadableJournal: The journal's own, if it cannot be read.
        """
        course = self._recalled(journal) if journal else None
        if course is not None:
            course.renew()
            return course, None
        if dropped is None:
            return self._anew(journal), None
        returning = self._after(dropped)
        return self._anew(journal, self._resumption(returning)), returning

    def _anew(self, journal: Journal | None, resumption: type[Workflow] | None = None) -> Course:
        return Course(
            Succession(self.workflows, self.reception, resumption),
            NextLine(self.speaker, self.reception),
            context=self.context,
            new_id=self.new_id,
            journal=journal,
        )

    def _recalled(self, journal: Journal) -> Course | None:
        """Return the course of the call that a journal holds; None if it holds nothing."""
        course, context = self._anew(None), self.context()
        callback = self.reception.callback if self.reception else None
        every = (*self.workflows, *([callback] if callback else []), *course.succession.receptions)
        recorded = journal.recorded(every, context)
        recall(course, recorded, context, transfers=self.transfers)
        course.journal = journal  # what was recalled is not noted again
        return course if recorded else None

    def _after(self, dropped: Dropped) -> Returning:
        """Look at the calls that a caller may have been cut off from."""
        found: list[Resumable] = []
        left: list[Run] = []
        for journal in dropped.journals:
            try:
                course = self._recalled(journal)
            except Exception as error:  # noqa: BLE001 - of another version, say: the caller begins anew
                log_fault(logger, "a dropped call cannot be gone on with", error)
                continue
            if course is None:
                continue
            if course.hung_up and not course.closed:
                left.append(course.run)  # any other may go on now, from a number that many share
            one = resumable(course, self.workflows, self.context(), dropped.caller)
            if one is not None and (not found or one.is_proven_as(found[0])):
                found.append(one)
        return Returning(found, left, dropped.same, self.speaker)

    def _resumption(self, returning: Returning) -> type[Workflow] | None:
        """Return what asks whether the caller goes on with one of those calls, if there is one."""
        if not returning.found:
            return None
        return resumption(
            returning.found,
            returning.same,
            self.speaker,
            self.context(),
            escalates=self.reception is not None and self.reception.callback is not None,
        )
