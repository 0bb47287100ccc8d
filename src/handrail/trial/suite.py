"""Running many trials: each scenario k times, in as many processes as asked for."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .holding import Manner, hold, moment
from .loading import Worlds
from .record import TrialRecord
from .scenario import Scenario
from .source import Part
from .world import Stage, World

__all__ = ["Settings", "Tried", "try_all", "try_one"]


@dataclass(frozen=True, slots=True)
class Settings:
    """How a suite is run."""

    k: int = 8
    """How often each scenario is tried, each time by another seed."""
    seed: int = 0
    """The first of them."""
    noise: float = 0.0
    plain: bool = True
    """Whether the calls are held on the plain host. Those with a model never are."""
    session: bool = True
    """Whether the first seed is (also) held in LiveKit's session; all are, if `plain` is not."""
    model: Callable[[], Any] | None = None
    """Makes the desk's model; None for none."""
    caller_model: Callable[[], Any] | None = None
    """Makes the model that plays callers who need one; None for none."""
    judge_model: Callable[[], Any] | None = None
    """Makes the model that judges what scenarios expect in words; None for none."""

    @property
    def host(self) -> str:
        """Where calls are held, as `--host` names it: plain, session or both."""
        return ("both" if self.session else "plain") if self.plain else "session"


@dataclass(frozen=True, slots=True)
class Tried:
    """One scenario, and what came of its trials."""

    scenario: Scenario
    records: tuple[TrialRecord, ...]
    least: int | None = None
    """The turns of a caller who says all at once, or of the shortest trial if that took fewer;
    None where no such caller can get to the end."""
    skipped: str = ""
    """Why it was not tried; "" if it was."""

    @property
    def passed(self) -> bool:
        """Whether all its trials passed: pass^k is the share of scenarios of which this is true."""
        return all(record.passed for record in self.records)

    @property
    def is_wrong(self) -> bool:
        """Whether in any of them something was written that nobody wanted, or the call broke."""
        return any(record.is_wrong for record in self.records)

    @property
    def turns(self) -> float | None:
        """The caller's turns in the mean; None if it was not tried."""
        counts = [record.caller_turns for record in self.records]
        return sum(counts) / len(counts) if counts else None

    @property
    def untried(self) -> str:
        """Why its trials show nothing, whatever came of them; "" if they do.

        What is clear, no model is asked about: a hostile one may never have had its say.
        """
        asked = any(record.model_calls for record in self.records)
        if self.skipped or self.scenario.model is None or asked:
            return ""
        return (
            f"the hostile model {self.scenario.model!r} was never asked: let the caller mumble or "
            "ask something back, or try it with noise"
        )

    def held(self, settings: Settings) -> bool:
        """Tell whether it held: under noise, or against a hostile model, if nothing was wrong."""
        if self.untried:
            return False
        lenient = settings.noise > 0 or self.scenario.model is not None
        return not self.is_wrong if lenient else self.passed


def try_all(
    scenarios: Sequence[tuple[Scenario, Part]],
    worlds: Worlds,
    settings: Settings,
    *,
    jobs: int = 1,
) -> Iterator[tuple[int, Tried]]:
    """Try scenarios, and return each with its place in the list as soon as it is done.

    Args:
        scenarios: What `load` returned.
        worlds: Finds their worlds; with several jobs, a function of a module.
        settings: How they are tried; with several jobs, made from functions of modules.
        jobs: In how many processes.

    Raises:
        BadInput: For a scenario that cannot be: an impossible goal, or database.
    """
    if jobs <= 1 or len(scenarios) == 1:
        for place, (scenario, part) in enumerate(scenarios):
            yield place, asyncio.run(try_one(scenario, part, worlds, settings))
        return
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=jobs, mp_context=fresh) as pool:
        under_way = {
            pool.submit(_in_process, scenario, part, worlds, settings): place
            for place, (scenario, part) in enumerate(scenarios)
        }
        try:
            for done in as_completed(under_way):
                yield under_way[done], done.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


async def try_one(scenario: Scenario, part: Part, worlds: Worlds, settings: Settings) -> Tried:
    """Try one scenario.

    Raises:
        BadInput: When it cannot be: an impossible goal, or database.
    """
    if scenario.caller.instructions and settings.caller_model is None:
        return Tried(scenario, (), skipped="it needs a model as the caller: give --caller-llm")
    world = worlds(scenario.against, Path(scenario.path).parent)
    async with world.stage(scenario) as stage:
        for misfit in await stage.misfits(scenario.caller, moment(scenario, world)):
            part.at(*misfit.path).fail(misfit.sentence)
        records = [
            await _hold(scenario, world, stage, seed=seed, manner=manner, settings=settings)
            for seed, manner in _calls(scenario, settings)
        ]
        least = await _least(scenario, world, stage, records)
    return Tried(scenario, tuple(records), least)


def _in_process(scenario: Scenario, part: Part, worlds: Worlds, settings: Settings) -> Tried:
    return asyncio.run(try_one(scenario, part, worlds, settings))


def _calls(scenario: Scenario, settings: Settings) -> Iterator[tuple[int, Manner]]:
    manner = Manner(noise=settings.noise, model=settings.model)
    if scenario.caller.instructions and settings.caller_model is not None:
        from .model_caller import playing  # noqa: PLC0415 - it imports LiveKit

        manner = replace(manner, caller=playing(settings.caller_model()))
    seeds = range(settings.seed, settings.seed + settings.k)
    if settings.plain and manner.model is None and scenario.model is None:
        yield from ((seed, manner) for seed in seeds)
        seeds = seeds[: int(settings.session)]
    yield from ((seed, replace(manner, host="session")) for seed in seeds)


async def _hold(
    scenario: Scenario,
    world: World,
    stage: Stage,
    *,
    seed: int,
    manner: Manner,
    settings: Settings,
) -> TrialRecord:
    await stage.reset()
    record = await hold(scenario, world, stage, seed, manner)
    if settings.judge_model is not None and scenario.end.expectations:
        from .expectations import judged  # noqa: PLC0415 - it imports LiveKit

        faults = await judged(record, scenario.end.expectations, settings.judge_model())
        record = replace(record, faults=(*record.faults, *faults))
    return record


async def _least(
    scenario: Scenario, world: World, stage: Stage, records: Sequence[TrialRecord]
) -> int | None:
    if scenario.end.outcome != "completed" or scenario.caller.instructions:
        return None
    ideal = replace(
        scenario.caller,
        temperament=frozenset({"all_at_once"}),
        first_says={},
        first_wants=None,
        asks=(),
    )
    await stage.reset()
    held = await hold(replace(scenario, caller=ideal, model=None), world, stage, 0)
    counts = [r.caller_turns for r in (held, *records) if r.outcome == "completed"]
    return min(counts, default=None)
