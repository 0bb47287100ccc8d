"""The trials' callers, with the booking and with LiveKit's TaskGroup: `make compare` for more."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Sequence

from handrail.trial import Scenario

from ..table import Row, sized
from .comparing import DESKS, OURS, THEIRS, Side, held, scenarios

__all__ = ["rows"]


def rows() -> Iterator[Row]:
    """Hold every third scenario once with each."""
    # LiveKit logs what a task ends with when the caller hangs up: that is no fault.
    logging.getLogger("livekit").setLevel(logging.CRITICAL)
    chosen, _ = scenarios()
    for name, side in asyncio.run(_all(chosen[:: sized(3, ci=6)])).items():
        share = 100 * side.passed / len(side.records)
        aim = ">= 100" if name == OURS else ""
        note = f"{side.turns:.1f} turns, {side.model_calls:.1f} model calls in the mean"
        yield Row(f"{name}: passed", share, "%", aim=aim, count=len(side.records), note=note)


async def _all(chosen: Sequence[Scenario]) -> dict[str, Side]:
    desks = {name: DESKS[name] for name in (OURS, THEIRS)}
    found = [await held(scenario, desks, [0]) for scenario in chosen]
    return {name: Side([r for sides in found for r in sides[name].records]) for name in desks}
