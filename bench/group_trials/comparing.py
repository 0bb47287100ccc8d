"""Holding the same calls with each desk, and what came of them side by side."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from typing import Final

from livekit.agents.beta import workflows as livekit

from handrail.desk.trials.worlds import SCENARIOS, world_of
from handrail.livekit import TaskGroup
from handrail.trial import Manner, Scenario, TrialRecord, hold, load

from ..table import Grid
from .desk import GroupDesk

__all__ = ["DESKS", "Side", "compared", "held", "reasons", "scenarios", "table", "totals"]

OURS: Final = "Handrail"
THEIRS: Final = "LiveKit's TaskGroup"
DESKS: Final[Mapping[str, Manner]] = {
    OURS: Manner(host="session"),
    THEIRS: Manner(desk=partial(GroupDesk, group=livekit.TaskGroup)),
    "Handrail's TaskGroup": Manner(desk=partial(GroupDesk, group=TaskGroup)),
}
"""What the calls are held with, all in LiveKit's session."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one desk made of some calls."""

    records: Sequence[TrialRecord]

    @property
    def passed(self) -> int:
        """How many calls passed."""
        return sum(record.passed for record in self.records)

    @property
    def held(self) -> bool:
        """Whether all of them did."""
        return all(record.passed for record in self.records)

    @property
    def ended_right(self) -> int:
        """How many left what they should, whatever happened on the way."""
        lasting = {"end", "wrong", "crash"}
        return sum(all(f.kind not in lasting for f in r.faults) for r in self.records)

    @property
    def wrong(self) -> int:
        """In how many something was written that nobody wanted, or the call broke."""
        return sum(record.is_wrong for record in self.records)

    @property
    def completed(self) -> int:
        """In how many something was booked."""
        return sum(record.outcome == "completed" for record in self.records)

    @property
    def turns(self) -> float:
        """The caller's turns, in the mean."""
        return sum(record.caller_turns for record in self.records) / len(self.records)

    @property
    def model_calls(self) -> float:
        """Requests to a model in a call, in the mean."""
        return sum(record.model_calls for record in self.records) / len(self.records)


def scenarios() -> tuple[Sequence[Scenario], int]:
    """Return the desk's scenarios that only concern a booking, and how many it has in all."""
    every = [scenario for scenario, _ in load([SCENARIOS], world_of)]
    booking = [
        each
        for each in every
        if each.caller.wants == "booking" and not each.caller.first_wants and each.model is None
    ]
    return booking, len(every)


async def held(
    scenario: Scenario, desks: Mapping[str, Manner], seeds: Sequence[int], noise: float = 0.0
) -> Mapping[str, Side]:
    """Hold a scenario's calls with each desk: the same callers, drawn by the same seeds."""
    world = world_of(scenario.against, SCENARIOS)
    found: dict[str, Side] = {}
    async with world.stage(scenario) as stage:
        for name, manner in desks.items():
            records = []
            for seed in seeds:
                await stage.reset()
                noisy = Manner(host=manner.host, noise=noise, desk=manner.desk)
                records.append(await hold(scenario, world, stage, seed, noisy))
            found[name] = Side(records)
    return found


def compared(
    chosen: Sequence[Scenario], seeds: Sequence[int], *, noise: float = 0.0, jobs: int = 1
) -> Sequence[Mapping[str, Side]]:
    """Hold all scenarios with all desks, in as many processes as asked for."""
    fresh = get_context("spawn")
    with ProcessPoolExecutor(max_workers=jobs, mp_context=fresh) as pool:
        return list(pool.map(partial(_held, seeds=seeds, noise=noise), chosen))


def _held(scenario: Scenario, *, seeds: Sequence[int], noise: float) -> Mapping[str, Side]:
    logging.disable(logging.CRITICAL)  # what breaks in a call is judged, not printed
    return asyncio.run(held(scenario, DESKS, seeds, noise))


def table(chosen: Sequence[Scenario], found: Sequence[Mapping[str, Side]]) -> Grid:
    """Return, by scenario and desk, how many calls passed, their turns and their model calls."""
    return Grid(
        ("passed, turns, model calls", *DESKS),
        tuple(
            (scenario.name, *(_cell(sides[name]) for name in DESKS))
            for scenario, sides in zip(chosen, found, strict=True)
        ),
    )


def totals(found: Sequence[Mapping[str, Side]], k: int) -> Grid:
    """Return what came of all calls, by desk."""
    return Grid(
        (
            "all scenarios", f"pass^{k}", "passed", "ended right", "wrong", "completed", "turns",
            "model calls",
        ),
        tuple(_total(name, [sides[name] for sides in found]) for name in DESKS),
    )  # fmt: skip


def reasons(found: Sequence[Mapping[str, Side]]) -> Sequence[str]:
    """Return why calls failed, by desk and kind: how many, and one of them."""
    lines = []
    for name in DESKS:
        faults = [fault for s in found for record in s[name].records for fault in record.faults]
        for kind, count in Counter(fault.kind for fault in faults).most_common():
            one = next(fault.text for fault in faults if fault.kind == kind)
            lines.append(f"{name}, {kind}, {count} times, such as: {one}")
    return lines


def _cell(side: Side) -> str:
    return f"{side.passed}/{len(side.records)} {side.turns:5.1f} {side.model_calls:5.1f}"


def _total(name: str, sides: Sequence[Side]) -> tuple[str, ...]:
    every = Side([record for side in sides for record in side.records])
    count = len(every.records)
    return (
        name,
        f"{100 * sum(side.held for side in sides) / len(sides):.0f} %",
        f"{every.passed}/{count}",
        f"{every.ended_right}/{count}",
        str(every.wrong),
        str(every.completed),
        f"{every.turns:.1f}",
        f"{every.model_calls:.1f}",
    )
