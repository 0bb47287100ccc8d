"""The engine: what it takes to decide, beside the milliseconds of reading and speaking."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator
from statistics import median

from handrail import engine
from handrail.engine import effects as f
from handrail.engine import events as e
from handrail.engine import moves as m
from handrail.engine.state import State
from handrail.plan import Confirm, Plan, StepPlan

from .table import Row, percentile, sized

__all__ = ["rows"]

PLAN = Plan(
    "booking",
    (
        StepPlan("service", "choice"),
        StepPlan("start", "when", needs=("service",), checked=True),
        StepPlan("phone", "phone", confirm=Confirm.READ_BACK, in_parts=True),
        StepPlan("name", "name"),
        StepPlan("email", "email", confirm=Confirm.SPELL, optional=True),
    ),
)

CALL: tuple[tuple[m.Move | m.Report, ...], ...] = (
    (m.Record("service", "haircut"),),
    (m.Question("price"),),
    (m.Record("start", partial="tuesday"),),
    (m.Record("start", "three"),),
    (m.Record("phone", "0142"),),
    (m.Affirm(),),
    (m.Record("name", "maria"), m.Record("start", "four")),
    (m.Revisit("phone"), m.Revisit("service")),
    (m.Record("phone", "0199"),),
    (m.Record("service", "colour"),),
    (m.Affirm(),),
    (m.Unclear(),),
    (m.Decline("email"),),
    (m.Deny(),),
    (m.Record("name", "lopes"),),
    (m.Affirm(),),
)
"""A call with all that makes calls long: asides, corrections, going back, a refused summary."""


def rows() -> Iterator[Row]:
    """Time every move and report of a long call, and every whole advance of it."""
    count = sized(400, ci=20)
    moves: list[float] = []
    advances: list[float] = []
    for _ in range(count):
        _call(moves, advances)
    yield Row("decide and evolve, per move", median(moves), "us", "< 50", len(moves))
    yield Row("decide and evolve, p99", percentile(moves, 0.99), "us", count=len(moves))
    yield Row("advance: a turn or a report", median(advances), "us", count=len(advances))
    yield Row("advance, p99", percentile(advances, 0.99), "us", count=len(advances))
    events, kib = _size()
    yield Row("state and events of a call", kib, "KiB", note=f"{events} events")


def _call(moves: list[float], advances: list[float]) -> tuple[State, list[e.Event]]:
    """Hold the call, the host's reports included, and note how long each piece took."""
    began, state = engine.start(PLAN, run="run")
    advance = engine.conclude(PLAN, state, began)
    events = [*advance.events]
    for said in CALL:
        entering: tuple[m.Move | m.Report, ...] = (*_heard(advance.state), *said)
        while entering:
            advance = _advance(advance.state, entering, moves, advances)
            events += advance.events
            entering = tuple(_reports(advance))
    assert advance.state.outcome == "completed", advance.state.prompt
    return advance.state, events


def _advance(
    before: State,
    said: tuple[m.Move | m.Report, ...],
    moves: list[float],
    advances: list[float],
) -> engine.Advance:
    state = before
    for one in said:
        began = time.perf_counter_ns()
        _, state = engine.apply(PLAN, state, one)
        moves.append((time.perf_counter_ns() - began) / 1000)
    began = time.perf_counter_ns()
    advance = engine.advance(PLAN, before, said)
    advances.append((time.perf_counter_ns() - began) / 1000)
    return advance


def _heard(state: State) -> tuple[m.Played, ...]:
    return (m.Played(state.prompt.revision),) if state.prompt else ()


def _reports(advance: engine.Advance) -> Iterator[m.Report]:
    for effect in advance.effects:
        match effect:
            case f.Check():
                yield m.Checked(effect.revision, effect.step, ok=True)
            case f.Commit():
                yield m.Committed(effect.revision, {"code": "K7M4"})


def _size() -> tuple[int, float]:
    tracemalloc.start()
    kept = [_call([], []) for _ in range(10)]
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return len(kept[0][1]), used / len(kept) / 1024
