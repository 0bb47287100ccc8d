"""The desk as the world of trials: a calendar in memory, filled as a scenario says."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from itertools import combinations
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy.exc import SQLAlchemyError

from handrail.desk.calendar import Calendar, check_start
from handrail.desk.call import WORKFLOWS, answering
from handrail.faults import BadInput
from handrail.trial import CallerGoal, Misfit, Scenario, World
from handrail.trial.scenario import Row

from .tables import TABLES, define, forget_calls, read, write_bookings
from .wording import WORDING

__all__ = ["DESK", "DeskStage"]

_NEW_YORK: Final = ZoneInfo("America/New_York")
"""The sample business's zone, which scenarios do not change."""


class DeskStage:
    """One scenario's calendar.

    Args:
        calendar: An open calendar, which the stage fills and empties.
        scenario: What it holds.
    """

    def __init__(self, calendar: Calendar, scenario: Scenario) -> None:
        self.calendar = calendar
        self._scenario = scenario

    async def define(self) -> None:
        """Write what the owner has defined."""
        async with self.calendar.writing() as session:
            await define(session, self._scenario)

    async def reset(self) -> None:
        """Make the calendar what the scenario says, whatever calls have done to it."""
        async with self.calendar.writing() as session:
            await forget_calls(session)
            rows = self._scenario.database.get("bookings", ())
            await write_bookings(session, rows, _NEW_YORK)

    async def answering(
        self, clock: Callable[[], datetime], caller: str | None
    ) -> Mapping[str, Any]:
        """Return what a host needs to answer one more call."""
        # No owner ends a trial: to look whether one does is a tenth of a call's time.
        return {**await answering(self.calendar, clock=clock, caller=caller), "stopped": None}

    async def rows(self) -> Mapping[str, Sequence[Row]]:
        """Return what callers have agreed to, by table."""
        return await read(self.calendar)

    async def misfits(self, goal: CallerGoal, now: datetime) -> Sequence[Misfit]:
        """Return what makes the caller's goal impossible: a service or a time there is not."""
        services = {service.name: service for service in await self.calendar.services()}
        found = []
        for key in ("facts", "first_says"):
            values: Mapping[str, Any] = getattr(goal, key)
            service = values.get("service", goal.facts.get("service"))
            if service is not None and service not in services:
                sentence = f"there is no service {service!r}: there are {', '.join(services)}."
                found.append(Misfit(("caller", key, "service"), sentence))
        if found or "start" not in goal.facts or "start" in goal.accepts:
            return found
        wanted = services.get(goal.facts.get("service", ""))
        if wanted is not None:
            start = datetime.fromisoformat(goal.facts["start"]).replace(tzinfo=_NEW_YORK)
            verdict = await check_start(
                self.calendar,
                start,
                business=await self.calendar.business(),
                service=wanted,
                now=now,
            )
            if not verdict.ok:
                sentence = (
                    f"this time cannot be booked ({verdict.reason}): choose another, or say under "
                    "'accepts' what the caller takes instead."
                )
                found.append(Misfit(("caller", "facts", "start"), sentence))
        return found

    def faults(self, rows: Mapping[str, Sequence[Row]]) -> Sequence[str]:
        """Return which bookings lie over each other."""
        taken = [
            (
                row["resource"],
                datetime.fromisoformat(row["start"]),
                datetime.fromisoformat(row["end"]),
            )
            for row in rows["bookings"]
            if row["status"] == "confirmed"
        ]
        return [
            f"{a[0]} is booked twice at {max(a[1], b[1]):%H:%M}"
            for a, b in combinations(taken, 2)
            if a[0] == b[0] and a[1] < b[2] and b[1] < a[2]
        ]


@asynccontextmanager
async def _stage(scenario: Scenario) -> AsyncIterator[DeskStage]:
    """Open a calendar in memory.

    Raises:
        BadInput: When it cannot hold what the scenario says.
    """
    async with await Calendar.open(":memory:", threaded=False) as calendar:
        stage = DeskStage(calendar, scenario)
        try:
            await stage.define()
            await stage.reset()
        except (SQLAlchemyError, ValueError, KeyError, TypeError) as error:
            reason = str(getattr(error, "orig", error)).splitlines()[0]
            raise BadInput(
                f"{scenario.path}, line {scenario.line}: the calendar cannot hold this database: "
                f"{reason}."
            ) from None
        yield stage


def _now(clock: datetime) -> datetime:
    return clock.astimezone(_NEW_YORK) if clock.tzinfo else clock.replace(tzinfo=_NEW_YORK)


DESK: Final = World(workflows=WORKFLOWS, stage=_stage, tables=TABLES, now=_now, wording=WORDING)
"""The booking desk: the sample business, as far as a scenario does not define its own."""
