"""The survey as the world of trials: its workflow, its results, and how people answer it."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from handrail.trial import CallerGoal, Misfit, Scenario, StepWording, Table, Wording, World

sys.path.append(str(Path(__file__).parents[1]))

from survey import Commute, Results


class SurveyStage:
    """The results of one scenario's calls, in a file that goes with them."""

    def __init__(self, folder: Path) -> None:
        self.results = Results(folder / "survey.db")

    async def reset(self) -> None:
        """Forget what was answered."""
        self.results.path.unlink(missing_ok=True)

    async def answering(
        self, clock: Callable[[], datetime], caller: str | None
    ) -> Mapping[str, Any]:
        """Return what a host needs for one more interview."""
        del caller
        return {"workflows": [Commute], "userdata": self.results, "clock": clock}

    async def rows(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return the responses."""
        return {"responses": self.results.rows()}

    async def misfits(self, goal: CallerGoal, now: datetime) -> Sequence[Misfit]:
        """Nothing that anybody answers is impossible."""
        del goal, now
        return ()

    def faults(self, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Sequence[str]:
        """One call gives one response."""
        return ["answered twice"] if len(rows["responses"]) > 1 else []


@asynccontextmanager
async def stage(_scenario: Scenario) -> AsyncIterator[SurveyStage]:
    with tempfile.TemporaryDirectory() as folder:
        yield SurveyStage(Path(folder))


SURVEY = World(
    workflows=[Commute],
    stage=stage,
    tables={"responses": Table(("outcome", "reason", *Commute.steps), given=False)},
    now=lambda clock: clock if clock.tzinfo else clock.replace(tzinfo=UTC),
    wording=Wording(
        steps={
            "age": StepWording(
                ("{}", "i'm {}", "{} years old", "um {}"),
                ("i'm {} years old",),
                ("sorry, i'm actually {} years old", "actually i'm {} years old"),
                ("age",),
            ),
            "travels": StepWording(("{}",), ("{}",), ("actually {}",), ("travelling to work",)),
            "by": StepWording(
                ("{}", "{}", "i go {}"),
                ("i go {}",),
                ("actually i go {}", "no wait, i go {}"),
                ("way of travelling",),
            ),
            "minutes": StepWording(
                ("{} minutes", "about {} minutes", "{}"),
                ("{} minutes", "about {} minutes"),
                ("actually {} minutes", "no wait, {} minutes"),
                ("time",),
            ),
            "days": StepWording(
                ("{}", "{} days", "{} days a week"),
                ("{} days a week",),
                ("actually {} days a week", "no wait, {} days a week"),
                ("number of days",),
            ),
        },
        values={
            "by": {
                "train": ("by train",),
                "bus": ("by bus",),
                "car": ("by car",),
                "bicycle": ("by bicycle", "by bike"),
                "on foot": ("on foot",),
            }
        },
    ),
)
