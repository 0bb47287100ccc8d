"""The course of a call: its runs one after the other, and what came of them.

`Succession` says which workflow follows which; the course goes from one run to the next, keeps how
the last one ended, has it said, and writes it down.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from .engine import effects as f
from .engine import events as e
from .engine import moves as m
from .entries import Entry, Journal
from .kinds.base import Context
from .next_line import NextLine, Piece
from .runs import Run
from .succession import Succession
from .workflow import Workflow

__all__ = ["Course"]


class Course:
    """The runs of one call.

    Args:
        succession: Which workflow follows which.
        next_line: What is to be said next.
        context: Gives what kinds may know of the call, at the present moment.
        new_id: Makes the id of a run.
        journal: Where it is written down; None where it is not, or was already.
    """

    def __init__(
        self,
        succession: Succession,
        next_line: NextLine,
        *,
        context: Callable[[], Context],
        new_id: Callable[[], str],
        journal: Journal | None,
    ) -> None:
        self.succession = succession
        self.next = next_line
        self.journal = journal
        self.closed = False
        self.handed_over = False
        self.wants_person = False
        self.outcome: str | None = None
        self.reason = ""
        self.result: Workflow | None = None
        self.receipt: Mapping[str, Any] | None = None
        self.name: str | None = None
        self.ended: list[Run] = []
        """The runs that ended without a result, and were not told so yet."""
        self.broken_off = False
        """Whether the caller was gone before the call was over."""
        self.hung_up = False
        """Whether it was recalled, and the caller had hung up."""
        self.left: tuple[Run, f.Finish] | None = None
        """How the resumption has ended, and nothing was done about it yet."""
        self.past = 0
        """The revisions of the runs before this one."""
        self._kept_run: str | None = None  # known to the journal: it can be taken up under its id
        self._context = context
        self._new_id = new_id
        self._turn: tuple[str, ...] = ()
        self._private = False  # what is said in this turn
        self.run = self._begin(succession.first)

    @property
    def receiving(self) -> bool:
        """Whether nothing is in progress: the caller is asked what they would like."""
        return self.succession.is_reception(self.run.workflow)

    @property
    def resuming(self) -> bool:
        """Whether it is being found out whether the caller goes on with a dropped call."""
        return self.succession.is_resumption(self.run.workflow)

    @property
    def revision(self) -> int:
        """A number that changes with everything that is decided in this call."""
        return self.past + self.run.state.revision

    # Written down

    def note(self, entry: Entry, workflow: type[Workflow] | None = None) -> None:
        """Take down what happened, in a workflow's run or in the one in progress."""
        running = workflow or self.run.workflow
        # What a stranger says when asked who they are is nothing to keep, and nobody's call.
        if self.journal is not None and not self.succession.is_resumption(running):
            self.journal.note(entry, running, self._context().now)

    async def keep(self, *, ended: bool = False) -> bool:
        """Have the journal keep what was noted.

        Args:
            ended: Whether nobody goes on with the call, though it was not over.

        Returns:
            Whether there is nothing that is not kept.
        """
        if self.journal is None:
            return True
        kept = await self.journal.keep(ended=ended or self.is_over)
        self._kept_run = self.run.id
        return kept

    @property
    def is_taken(self) -> bool:
        """Whether somebody else has taken up the call: its journal is theirs."""
        return self.journal is not None and self.journal.lost

    def is_known(self, run: Run) -> bool:
        """Tell whether the journal was told of a run."""
        return self._kept_run == run.id

    # A turn

    def begin_turn(self, texts: Sequence[str], now: datetime) -> None:
        """Begin a caller turn. Silence is no turn of the caller's."""
        self._turn = tuple(text for text in texts if text.strip())
        self._private = self.run.is_private
        if self._turn:
            self.run.begin_turn(" ".join(texts), now)

    @property
    def said(self) -> str:
        """What the caller said in this turn."""
        return " ".join(self._turn)

    def enter(self, said: m.Move | m.Report) -> e.Refused | None:
        """Decide a move or a report; if it ends the run, the one that follows it is begun.

        Returns:
            The refusal, if it was refused.
        """
        run = self.run
        events = run.apply(said)
        if run.state.phase == "closed":
            self.succeed(run, run.conclude())
        return next((event for event in events if isinstance(event, e.Refused)), None)

    def succeed(self, run: Run, effects: Sequence[f.Effect]) -> None:
        """A run is over: note how it ended, and begin what follows it."""
        finish = next(effect for effect in effects if isinstance(effect, f.Finish))
        following = self.succession.after(run, finish, self._context())
        if self.succession.gives_up:
            finish = f.Finish("abandoned", "not_understood")
        if self.resuming:
            self.left = run, finish
        if following is None or not self.resuming:
            self.add(run, finish)
        if finish.outcome != "completed":
            self.ended.append(run)
        if not (self.receiving or self.resuming):
            self._note_outcome(run, finish)
        if following is None:
            self.closed = True
            self.outcome = self.outcome or (
                "escalated" if finish.outcome == "escalated" else "abandoned"
            )
            return
        self.wants_person = finish.outcome == "escalated"
        self.past += run.state.revision
        self.run = self._begin(following)
        self._name()
        if self._turn:
            self.run.begin_turn(self.said, self._context().now, private=self._private)

    def add(self, run: Run, effect: f.Effect) -> None:
        """Have something said for a run."""
        self.next.add(Piece(run.workflow, run.state, effect, self.receiving))

    def relive(self, run: Run) -> None:
        """Go on in a run that was written down."""
        if run.workflow is not self.run.workflow:  # it was begun instead of going on with a call
            self.run = run
            self._name()
        if run.id == self.run.id:  # it was begun anew when the call was taken up before
            self.past += self.run.state.revision
        self.run = run

    def go_on(self, since: Course) -> None:
        """Go on after a while: all that was checked is checked again.

        Args:
            since: The course of the call in which the caller is back, up to this moment.
        """
        self.past += since.revision
        self.renew()
        self.run.apply(m.Resumed(self.run.state.revision))
        self.begin_turn((since.said,), self._context().now)

    def renew(self) -> None:
        """Begin the run anew if it was written on another plan, or holds a value that is lost."""
        if not self.closed and self.run.is_outdated:
            self.past += self.run.state.revision
            self.run = self.run.renewed(self._context())

    @property
    def is_over(self) -> bool:
        """Whether there is nothing to go on with, should the caller be back."""
        unheard = self.broken_off and self.next.is_done_unheard
        return self.closed and self.outcome != "hung_up" and not unheard

    def hand_over(self) -> None:
        """A person has the call."""
        self.next.clear()
        self.closed = self.handed_over = True
        self.outcome = "escalated"

    def break_off(self) -> bool:
        """The caller is gone: return whether anything was in progress, which stays as it is."""
        self.broken_off = not self.closed
        under_way = not self.closed and self.outcome is None
        if under_way:
            self.outcome = "hung_up"
        self.closed = True
        return under_way

    def _begin(self, workflow: type[Workflow]) -> Run:
        run = Run(workflow, self._new_id(), self.note)
        return run.begin(self._context(), self.succession.known)

    def _name(self) -> None:
        """Take up which workflow has begun."""
        running = self.run.workflow
        if self.receiving or running is self.succession.first:
            return
        self.outcome = None
        if not self.succession.is_callback(running):
            self.name = running.plan.name

    def _note_outcome(self, run: Run, finish: f.Finish) -> None:
        """A workflow has ended; one that calls back stands for a person: it is no result."""
        self.reason = finish.reason
        if finish.outcome != "completed":
            self.outcome = "abandoned" if finish.outcome == "switched" else finish.outcome
        elif self.succession.is_callback(run.workflow):
            self.outcome = "escalated"
        else:
            self.outcome = "completed"
            self.result = run.workflow(**(finish.result or {}))
            self.receipt = finish.receipt
