"""The world of a trial: the application that is called, and the database it works on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from ..workflow import Workflow
from .scenario import CallerGoal, Row, Scenario
from .source import Path
from .wording import Wording

__all__ = ["Misfit", "Stage", "Table", "World"]


@dataclass(frozen=True, slots=True)
class Misfit:
    """What makes a scenario impossible: nobody could bring its call to its end."""

    path: Path
    """Where in the scenario, such as `("caller", "facts", "start")`."""
    sentence: str
    """What is wrong, and the mend."""


class Stage(Protocol):
    """One scenario's database and application, for as many calls as it takes."""

    async def reset(self) -> None:
        """Make the database what the scenario says, whatever calls have done to it."""

    async def answering(
        self, clock: Callable[[], datetime], caller: str | None
    ) -> Mapping[str, Any]:
        """Return the arguments of a `Conversation`, or a `Receptionist`, for one more call.

        Args:
            clock: Gives the present moment, aware.
            caller: The caller's number, E.164; None when it is withheld.
        """

    async def rows(self) -> Mapping[str, Sequence[Row]]:
        """Return what the database holds, by table, as JSON data."""

    async def misfits(self, goal: CallerGoal, now: datetime) -> Sequence[Misfit]:
        """Return what makes the caller's goal impossible."""

    def faults(self, rows: Mapping[str, Sequence[Row]]) -> Sequence[str]:
        """Return what must never be true of the database and is: a time booked twice."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table, as scenarios may speak of it."""

    columns: Sequence[str]
    required: Sequence[str] = ()
    """The columns a row must have that the database is to hold."""
    given: bool = True
    """Whether scenarios may say what it holds; else only what it must hold at the end."""
    watched: bool = True
    """Whether nothing may change in it but what the scenario expects."""


@dataclass(frozen=True)
class World:
    """An application to try with simulated calls.

    Args:
        workflows: What callers can want, the usual one first.
        stage: Opens the database of a scenario.
        tables: The tables scenarios may name.
        now: What moment a clock without an offset is, in the application's zone.
        wording: How callers talk to it.
    """

    workflows: Sequence[type[Workflow]]
    stage: Callable[[Scenario], AbstractAsyncContextManager[Stage]]
    tables: Mapping[str, Table] = field(default_factory=dict)
    now: Callable[[datetime], datetime] = datetime.astimezone
    wording: Wording = field(default_factory=Wording)

    def workflow(self, name: str | None) -> type[Workflow]:
        """Return a workflow by its name, or the usual one.

        Raises:
            KeyError: When there is none of that name.
        """
        if name is None:
            return self.workflows[0]
        return {each.plan.name: each for each in self.workflows}[name]

    @property
    def steps(self) -> Mapping[str, Any]:
        """The steps of all workflows, by name; of those of one name, the first."""
        found: dict[str, Any] = {}
        for workflow in self.workflows:
            found = {**workflow.steps, **found}
        return found
