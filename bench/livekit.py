"""LiveKit: a turn through AgentSession with the reader, and what a live call holds in memory."""

from __future__ import annotations

import asyncio
import gc
import resource
import tempfile
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any, Final
from zoneinfo import ZoneInfo

from livekit.agents import Agent, AgentSession

from handrail.desk.calendar import Calendar
from handrail.desk.call import answering
from handrail.livekit import Receptionist, TextCall
from handrail.livekit.stub import NO_MODEL

from .table import Row, percentile, sized

GROUP = "adapter"

_NOW: Final = datetime(2026, 6, 12, 9, tzinfo=ZoneInfo("America/New_York"))
_CALL: Final = (
    "hi, i'd like to book a haircut",
    "next tuesday at three",
    "two one two five five five oh one four two",
    "yep",
    "maria lopez, oh and make it four instead of three",
    "wait, can we change the day",
    "wednesday same time",
    "no thanks",
)
"""A whole call with two corrections, but for the last yes: nothing is written, so that it can be
held again and again."""


def rows() -> Iterator[Row]:
    """Hold calls one after the other, then many at once."""
    yield from asyncio.run(_measure())


async def _call(calendar: Calendar) -> TextCall:
    desk = await answering(calendar, clock=lambda: _NOW)
    return TextCall(Receptionist(**desk, ends_session=False))


def _resident() -> float:
    """Return this process's resident memory in KiB."""
    gc.collect()
    with Path("/proc/self/statm").open() as pages:
        return int(pages.read().split()[1]) * resource.getpagesize() / 1024


async def _measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        async with await Calendar.open(str(Path(folder) / "bench.db")) as calendar:
            await _held(calendar, 3, len(_CALL))  # what is loaded on first use is no call's own
            return [*await _memory(calendar), *await _turns(calendar)]


async def _turns(calendar: Calendar) -> list[Row]:
    opened, took = [], []
    model_calls = 0
    for _ in range(sized(40, ci=4)):
        began = perf_counter()
        call = await _call(calendar)
        await call.open()
        opened.append((perf_counter() - began) * 1000)
        for said in _CALL:
            turn = await call.say(said)
            took.append(turn.milliseconds)
            model_calls += turn.model_calls
        await call.aclose()
    # The first call pays for what is loaded on first use.
    opened, took = opened[1:], took[len(_CALL) :]
    return [
        Row("turn wall, p50", percentile(took, 0.5), "ms", aim="< 15", count=len(took)),
        Row("turn wall, p95", percentile(took, 0.95), "ms", count=len(took)),
        Row(
            "answering a call, to its greeting, p50",
            percentile(opened, 0.5),
            "ms",
            count=len(opened),
        ),
        Row("model calls", model_calls, "calls", aim="<= 0", count=len(took)),
    ]


async def _memory(calendar: Calendar) -> list[Row]:
    count = sized(150, ci=30)
    sizes = [_resident()]
    kept: list[Any] = []
    for turns in (None, 0, 4, 8):
        kept.append(await (_idle(count) if turns is None else _held(calendar, count, turns)))
        sizes.append(_resident())
    idle, greeted, middle, end = ((after - before) / count for before, after in pairwise(sizes))
    for one in (one for many in kept for one in many):
        await one.aclose()
    beyond = "beyond an idle session"
    return [
        Row("an idle session of LiveKit's", idle, "KiB", count=count),
        Row("a call that was greeted", greeted - idle, "KiB", count=count, note=beyond),
        Row("a call of 4 turns", middle - idle, "KiB", aim="< 250", count=count, note=beyond),
        Row("a call of 8 turns", end - idle, "KiB", aim="< 250", count=count, note=beyond),
    ]


async def _idle(count: int) -> list[AgentSession[Any]]:
    sessions = []
    for _ in range(count):
        session: AgentSession[Any] = AgentSession(vad=None, turn_handling={"turn_detection": None})
        await session.start(Agent(instructions="", llm=NO_MODEL), record=False)
        sessions.append(session)
    return sessions


async def _held(calendar: Calendar, count: int, turns: int) -> list[TextCall]:
    calls = []
    for _ in range(count):
        call = await _call(calendar)
        await call.open()
        for said in _CALL[:turns]:
            await call.say(said)
        calls.append(call)
    return calls
