"""Trials: simulated calls to the desk, held and judged."""

from __future__ import annotations

import asyncio
import resource
import time
from collections.abc import Iterator

from handrail.desk.trials.worlds import SCENARIOS, world_of
from handrail.trial import Manner, hold, load
from handrail.trial.hosts import HostName

from .table import Row, sized

__all__ = ["rows"]


def rows() -> Iterator[Row]:
    """Hold calls, one after the other, in this one process."""
    plain, session = sized(10_000, ci=300), sized(200, ci=12)
    rate, grown = asyncio.run(_held("plain", plain))
    yield Row("on the plain host, per core", rate, "calls/min", aim="> 1000", count=plain)
    yield Row("memory that the second half of them adds", grown, "MiB", aim="< 20", count=plain)
    rate, _ = asyncio.run(_held("session", session))
    yield Row("in LiveKit's session, per core", rate, "calls/min", aim="> 300", count=session)


async def _held(host: HostName, count: int) -> tuple[float, float]:
    """Return calls a minute of processor time, and what the second half added to the peak, MiB."""
    [(scenario, _), *_] = load([SCENARIOS / "booking" / "straight.yaml"], world_of)
    world = world_of(scenario.against, SCENARIOS)
    async with world.stage(scenario) as stage:
        await stage.reset()
        await hold(scenario, world, stage, 0, Manner(host=host))  # imports what it needs
        half = 0
        began = time.process_time()
        for seed in range(count):
            await stage.reset()
            await hold(scenario, world, stage, seed, Manner(host=host))
            if seed == count // 2:
                half = _peak()
        seconds = time.process_time() - began
    return count / seconds * 60, (_peak() - half) / 1024


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
