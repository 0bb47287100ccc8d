"""Standing: how a call stands, for whoever hosts it or looks at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from . import engine
from .course import Course
from .engine.state import State
from .workflow import Workflow

__all__ = ["Standing"]


class Standing:
    """What a conversation shows of its course; nothing here changes anything."""

    _course: Course

    @property
    def outcome(self) -> str | None:
        """How the last workflow that was begun ended; None while it runs or before the first."""
        return self._course.outcome

    @property
    def reason(self) -> str:
        """What a caller was told whose answer ended the last workflow early (`Verdict.end`)."""
        return self._course.reason

    @property
    def result(self) -> Workflow | None:
        """The result of the last completed workflow."""
        return self._course.result

    @property
    def receipt(self) -> Mapping[str, Any] | None:
        """The receipt of the last completed workflow."""
        return self._course.receipt

    @property
    def name(self) -> str | None:
        """The name of the last workflow that was begun."""
        return self._course.name

    @property
    def journalled_as(self) -> str:
        """The call's id in its journal; "" without one.

        It changes when the caller goes on with a call that they were cut off from.
        """
        return self._course.journal.call if self._course.journal else ""

    @property
    def closed(self) -> bool:
        """Whether the call is over."""
        return self._course.closed

    @property
    def handed_over(self) -> bool:
        """Whether a person took the call."""
        return self._course.handed_over

    @property
    def state(self) -> State:
        """The state of the run in progress."""
        return self._course.run.state

    @property
    def workflow(self) -> type[Workflow]:
        """The workflow in progress, which may be the reception's own."""
        return self._course.run.workflow

    @property
    def values(self) -> Mapping[str, Any]:
        """What the workflow in progress, or the one the call ended with, has found out, by step.

        None stands for what was declined or does not apply; unanswered steps are left out.
        """
        return engine.result(self._course.run.plan, self.state)

    @property
    def receiving(self) -> bool:
        """Whether nothing is in progress: the caller is asked what they would like."""
        return self._course.receiving

    @property
    def resuming(self) -> bool:
        """Whether the caller is asked who they are, or whether to go on with a dropped call."""
        return self._course.resuming

    @property
    def is_writing(self) -> bool:
        """Whether a commit is under way: until it reports, no move is accepted."""
        return self.state.phase == "committing"

    @property
    def hosted(self) -> str | None:
        """The step that is asked for by a task of the host's; None where the line asks itself."""
        prompt, steps = self.state.prompt, self.workflow.plan.by_name
        if self.closed or prompt is None or prompt.act != "ask":
            return None
        return prompt.step if steps[str(prompt.step)].hosted else None

    @property
    def revision(self) -> int:
        """A number that changes with everything that is decided in this call."""
        return self._course.revision

    @property
    def texts(self) -> Sequence[str]:
        """The caller's turns of the run in progress: `Evidence.turn` counts them from 1."""
        return tuple(turn.text for turn in self._course.run.turns)
