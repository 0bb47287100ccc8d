"""Succession: which workflow of a call follows which, and what the caller need not say again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .engine.effects import Finish
from .kinds.base import Context
from .reception import Reception
from .runs import Known, Run, kept, told
from .workflow import Workflow

__all__ = ["Succession"]

MOST_IN_VAIN = 10
"""Workflows in a row that may be left for another or for a person, nothing done meanwhile."""

_GOES_ON_AFTER = frozenset({"completed", "abandoned", "disqualified"})
"""The causes after which a reception asks what else is wanted."""

_LEAVES = frozenset({"goodbye", "silence"})
"""The causes with which a caller is gone."""


class Succession:
    """The runs of one call, one after the other.

    Args:
        workflows: What the caller can ask for.
        reception: How they are received; None to run the first of them only.
        resumption: What comes before all else where the caller may go on with a dropped call.

    Raises:
        ValueError: For no workflow, or two of one name.
    """

    def __init__(
        self,
        workflows: Sequence[type[Workflow]],
        reception: Reception | None,
        resumption: type[Workflow] | None = None,
    ) -> None:
        _check_names(workflows)
        self.in_vain = 0
        """How many workflows in a row were left for another, or for a person, without a result."""
        self.stopped = False
        """Whether the call is being ended from outside: nothing follows but a call-back."""
        self.known: Known = {}
        """What the next workflow may carry over."""
        self._workflows = {workflow.plan.name: workflow for workflow in workflows}
        self._reception = reception
        self._receptions: Mapping[bool, type[Workflow]] = (
            {first: reception.workflow(first=first) for first in (True, False)} if reception else {}
        )
        self._interrupted: type[Workflow] | None = None  # by a wish for a person
        self.resumption = resumption
        self.beginning = self._receptions[True] if reception else workflows[0]
        """The workflow that a call begins with in which nothing is gone on with."""
        self.first = resumption or self.beginning
        """The workflow that this call begins with."""

    @property
    def receptions(self) -> Sequence[type[Workflow]]:
        """The reception's own workflows: the first question of the call, and the others."""
        return tuple(self._receptions.values())

    def offers(self, name: str) -> bool:
        """Whether callers can ask for a workflow of this name."""
        return name in self._workflows

    def is_reception(self, workflow: type[Workflow]) -> bool:
        """Whether a workflow is the reception's own: the caller is asked what they would like."""
        return workflow in self._receptions.values()

    def is_resumption(self, workflow: type[Workflow]) -> bool:
        """Whether a workflow only finds out whether the caller goes on with a dropped call."""
        return workflow is self.resumption

    def is_callback(self, workflow: type[Workflow]) -> bool:
        """Whether a workflow is the one that takes a number to call back."""
        return self._reception is not None and workflow is self._reception.callback

    @property
    def gives_up(self) -> bool:
        """Whether the call ends here: each run ends by itself, and so must their succession."""
        return self.in_vain >= MOST_IN_VAIN

    def after(self, run: Run, finish: Finish, context: Context) -> type[Workflow] | None:
        """Take up that a run has ended, and return what follows it.

        Args:
            run: The run.
            finish: How it ended.
            context: The call's.

        Returns:
            The workflow to begin; None when the call is over.
        """
        received = self.is_reception(run.workflow)
        if not received:
            carried = kept(run, everything=finish.outcome in {"switched", "escalated"})
            before = self.known if self._interrupted else _of_the_caller(self.known)
            self.known = {**told(run.workflow, run.state, context), **before, **carried}
        if finish.outcome in {"switched", "escalated"} and not received:
            self.in_vain += 1
        elif finish.cause == "completed" and not self.is_callback(run.workflow):
            self.in_vain = 0
        following = None if self.gives_up else self._following(run, finish, received=received)
        escalated = finish.outcome == "escalated" and not received
        interrupted = self.beginning if self.is_resumption(run.workflow) else run.workflow
        self._interrupted = interrupted if escalated else None
        return following

    def _following(self, run: Run, finish: Finish, *, received: bool) -> type[Workflow] | None:
        if self.is_resumption(run.workflow) and finish.outcome not in {"switched", "escalated"}:
            return None if finish.cause in _LEAVES else self.beginning
        if self._reception is None:
            return None
        if self.stopped and finish.outcome != "escalated":
            return None
        if finish.outcome == "switched":
            return self._workflows[str(finish.switch_to)]
        if finish.outcome == "escalated":
            return self._reception.callback
        called_back = finish.cause == "completed" and self.is_callback(run.workflow)
        if self._interrupted is not None and finish.cause == "abandoned":
            return self._interrupted  # no call-back after all: back to what was being done
        if received or called_back or finish.cause not in _GOES_ON_AFTER:
            return None
        return self._receptions[False]


def _of_the_caller(known: Known) -> Known:
    """Return what says who is calling: it holds however many workflows later."""
    return {
        name: (kind, answer)
        for name, (kind, answer) in known.items()
        if kind is None or kind.about_caller
    }


def _check_names(workflows: Sequence[type[Workflow]]) -> None:
    names = [workflow.plan.name for workflow in workflows]
    if not names:
        raise ValueError("a conversation needs a workflow")
    for name in names:
        if names.count(name) > 1:
            msg = f"two workflows are named {name!r}: give one of them another with name="
            raise ValueError(msg)
