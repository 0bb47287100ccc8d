"""Designs: one booking of five steps with one correction, built in each way, the same model."""

from __future__ import annotations

import asyncio
import gc
import logging
import resource
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final

from ..table import Grid, Row, percentile, sized
from .call import Held, Measured, measured, remark_is_lost
from .designs import DESIGNS, Design
from .model import Model, Sent
from .script import BOOKED, NOW, SCRIPT

__all__ = ["REMARKS", "Compared", "compared", "rows"]

GROUP = "adapter"

REMARKS: Final = 8
"""Remarks on top of an answer, each a step of the event loop later than the one before."""

_GROUP: Final = "LiveKit's TaskGroup"
_MODEL: Final = "Handrail, reader=False"
_READER: Final = "Handrail"


@dataclass(slots=True)
class Compared:
    """What one design was measured to take."""

    first: Sent
    """What was sent in a model's first call."""
    next: Sent
    """What was sent in the call after it, of which a cache may know the start from the first."""
    call: Measured
    """The first call."""
    quick: list[Measured] = field(default_factory=list)
    """Calls with a model that answers at once."""
    slow: list[Measured] = field(default_factory=list)
    """Calls with a model that takes its time."""
    kib: float = 0.0
    """Memory of a call in the middle."""
    remarks_lost: int = 0
    """Of `REMARKS`, how many were lost."""


def rows() -> Iterator[Row | Grid]:
    """Hold the same call in all designs."""
    # LiveKit logs a traceback for a remark that meets an agent on its way out: that is counted.
    logging.getLogger("livekit").setLevel(logging.CRITICAL)
    latency = sized(300, ci=20)
    found = asyncio.run(_measure(latency / 1000))
    yield from _aims(found)
    yield _prompts(found)
    yield _calls(found)
    yield _times(found, latency)


async def compared(design: Design) -> Compared:
    """Hold two calls, a minute apart, weigh what the model is sent, and make remarks in others.

    Raises:
        RuntimeError: They booked something else than the caller said.
    """
    model = Model()
    call = await measured(design, model)
    first, model.sent = model.sent, Sent(last=model.sent.last)
    again = await measured(design, model, now=NOW + timedelta(minutes=1))
    for booked in (call.booked, again.booked):
        if booked != BOOKED:
            raise RuntimeError("a design has booked something else than the caller said")
    lost = [await remark_is_lost(design, steps=steps) for steps in range(REMARKS)]
    return Compared(first, model.sent, call, remarks_lost=sum(lost))


async def _measure(latency: float) -> dict[str, Compared]:
    for design in DESIGNS.values():  # what is loaded on first use is no call's own
        await measured(design, Model())
    kib = await _memory(sized(40, ci=12))
    found = {name: await compared(design) for name, design in DESIGNS.items()}
    for name, design in DESIGNS.items():
        found[name].kib = kib[name]
        gc.collect()  # what others have left is not this one's to pay for
        for _ in range(sized(10, ci=1)):
            found[name].quick.append(await measured(design, Model(weighs=False)))
        for _ in range(sized(2, ci=1)):
            slow = Model(latency=latency, weighs=False)
            found[name].slow.append(await measured(design, slow))
    return found


async def _memory(count: int) -> dict[str, float]:
    """Return what a call holds after four turns, in KiB, by design.

    All are held to the end, so that no memory is used twice.
    """
    held, found = [], {}
    for name, design in DESIGNS.items():
        before = _resident()
        for _ in range(count):
            call = Held(design, Model(weighs=False))
            await call.open()
            for turn in SCRIPT[:4]:
                await call.say(turn.text)
            held.append(call)
        found[name] = (_resident() - before) / count
    for call in held:
        await call.aclose()
    return found


def _resident() -> float:
    gc.collect()
    with Path("/proc/self/statm").open() as pages:
        return int(pages.read().split()[1]) * resource.getpagesize() / 1024


def _aims(found: dict[str, Compared]) -> Iterator[Row]:
    group, model, reader = (found[name] for name in (_GROUP, _MODEL, _READER))
    turns = len(SCRIPT)
    of_group = "of LiveKit's TaskGroup"
    asked = f"{_MODEL}: "

    def share(ours: int, theirs: int) -> float:
        return 100 * ours / theirs

    calls = share(model.first.calls, group.first.calls)
    yield Row(f"{asked}model calls", calls, "%", aim="<= 50", count=turns, note=of_group)
    sent = share(model.first.characters, group.first.characters)
    yield Row(f"{asked}prompt characters", sent, "%", aim="<= 100", count=turns, note=of_group)
    new = share(model.first.new, group.first.new)
    yield Row(f"{asked}new characters", new, "%", aim="<= 25", count=turns, note=of_group)
    again = share(model.next.repeated, model.next.characters)
    after = "of a call that follows another"
    yield Row(f"{asked}repeated prefix", again, "%", aim=">= 85", count=turns, note=after)
    yield Row(f"{_READER}: model calls", reader.first.calls, "calls", aim="<= 0", count=turns)


def _prompts(found: dict[str, Compared]) -> Grid:
    theirs = found[_GROUP].first.new
    return Grid(
        ("prompts", "calls", "characters", "repeated", "next call", "new", "of TaskGroup's new"),
        tuple(
            (
                name,
                str(one.first.calls),
                f"{one.first.characters:,}",
                _percent(one.first.repeated, one.first.characters),
                _percent(one.next.repeated, one.next.characters),
                f"{one.first.new:,}",
                _percent(one.first.new, theirs),
            )
            for name, one in found.items()
        ),
    )


def _calls(found: dict[str, Compared]) -> Grid:
    return Grid(
        ("a call", "calls in a turn", "turns lost", "remarks lost", "introductions", "KiB"),
        tuple(
            (
                name,
                str(max(one.call.calls)),
                str(one.call.lost),
                f"{one.remarks_lost} of {REMARKS}",
                str(one.call.introductions),
                f"{one.kib:.0f}",
            )
            for name, one in found.items()
        ),
    )


def _times(found: dict[str, Compared], latency: int) -> Grid:
    headings = ["a turn, ms: p50 / p95"]
    for wait in (0, latency):
        headings += [f"wall, model {wait} ms", f"CPU, model {wait} ms"]
    return Grid(
        tuple(headings),
        tuple(
            (
                name,
                *(
                    _pair([seconds for call in calls for seconds in getattr(call, which)])
                    for calls in (one.quick, one.slow)
                    for which in ("wall", "cpu")
                ),
            )
            for name, one in found.items()
        ),
    )


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "-"


def _pair(seconds: list[float]) -> str:
    return " / ".join(f"{1000 * percentile(seconds, share):.1f}" for share in (0.5, 0.95))
