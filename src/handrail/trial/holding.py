"""Holding one trial: a caller and a desk, turn by turn, until one of them is done."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from .caller import Caller, SimulatedCaller
from .desks import Desk, OwnDesk
from .heard import Heard
from .hosts import HostName, host
from .judging import Held, judge
from .noise import noisy
from .record import Fault, TrialRecord, TurnRecord
from .scenario import Scenario
from .wording import Tongue
from .world import Stage, World

__all__ = ["Manner", "hold", "simulated"]


@dataclass(frozen=True, slots=True)
class Manner:
    """How trials are held."""

    host: HostName = "plain"
    """With a model it is the session, whatever is said here."""
    noise: float = 0.0
    """The share of words that are misheard on their way to the desk."""
    model: Callable[[], Any] | None = None
    """Makes the desk's model, for each call anew; None for none. One that the scenario names is
    taken instead."""
    caller: Callable[[Scenario, World, datetime, Random], Caller] | None = None
    """Makes the caller; None for the simulated one."""
    desk: Callable[[Mapping[str, Any]], Desk] | None = None
    """Makes another desk than Handrail's to hold the call with, from what `Stage.answering`
    returned; host and model are its own then."""


def simulated(scenario: Scenario, world: World, now: datetime, random: Random) -> Caller:
    """Return the caller of a scenario that needs no model."""
    goal = scenario.caller
    named = [name for name in (goal.first_wants, goal.wants) if name]
    steps = dict(world.steps)
    for name in named:
        steps |= world.workflow(name).steps
    return SimulatedCaller(goal, Tongue(random, world.wording, steps, now, goal.wants), random)


async def hold(
    scenario: Scenario, world: World, stage: Stage, seed: int, manner: Manner = Manner()
) -> TrialRecord:
    """Hold one call and judge it. The stage should have been reset.

    Args:
        scenario: What the call is to be.
        world: The application.
        stage: Its database, as the scenario says.
        seed: What the caller's choices are drawn by: the same call for the same seed.
        manner: On which host, with how much noise and which models.
    """
    began = time.perf_counter()
    random = Random(f"{scenario.name}/{seed}")
    now = moment(scenario, world)
    before = await stage.rows()
    caller = (manner.caller or simulated)(scenario, world, now, random)
    arguments = await stage.answering(lambda: now, scenario.caller.number)
    where, held = _desk(scenario, manner, arguments)
    call = _Call(scenario, held, caller, manner.noise, random)
    faults: list[Fault] = []
    try:
        await call.hold()
    except Exception as error:  # noqa: BLE001 - whatever breaks a call is what a trial is for
        faults.append(Fault("crash", f"{type(error).__name__}: {error}", len(call.turns)))
    finally:
        await held.aclose()
    after = await stage.rows()
    ending = held.ending()
    over = Held(
        turns=call.turns,
        heard=call.heard,
        told=call.told,
        caller=caller,
        outcome=ending.outcome,
        workflow=ending.workflow,
        result=ending.result,
        before=before,
        after=after,
        model_calls=held.model_calls,
        noise=manner.noise,
    )
    faults += judge(scenario, world, over, stage.faults(after))
    return TrialRecord(
        scenario=scenario.name,
        path=scenario.path,
        seed=seed,
        host=where,
        turns=tuple(call.turns),
        faults=tuple(faults),
        outcome=over.outcome,
        workflow=over.workflow,
        model_calls=held.model_calls,
        seconds=time.perf_counter() - began,
        noise=manner.noise,
        written={table: rows for table, rows in over.written.items() if rows},
    )


def _desk(scenario: Scenario, manner: Manner, arguments: Mapping[str, Any]) -> tuple[str, Desk]:
    """Return what answers the call, and what it is called in the record."""
    if manner.desk is not None:
        return "other", manner.desk(arguments)
    model = _model(scenario, manner)
    where: HostName = manner.host if model is None else "session"
    return where, OwnDesk(host(where, arguments, model))


def _model(scenario: Scenario, manner: Manner) -> Any:
    if scenario.model is not None:
        from .hostile import HostileModel  # noqa: PLC0415 - it imports LiveKit

        return HostileModel(scenario.model)
    return manner.model() if manner.model is not None else None


def moment(scenario: Scenario, world: World) -> datetime:
    """Return the moment of a scenario's call, aware."""
    return world.now(datetime.fromisoformat(scenario.clock))


class _Call:
    def __init__(
        self, scenario: Scenario, held: Desk, caller: Caller, noise: float, random: Random
    ) -> None:
        self.turns: list[TurnRecord] = []
        self.heard: list[Heard] = []
        self.told: list[frozenset[str]] = []
        self._scenario = scenario
        self._held = held
        self._caller = caller
        self._noise = noise
        self._random = random

    async def hold(self) -> None:
        heard = self._note(None, "", await self._held.open())
        # One turn more than allowed shows that it was exceeded.
        for _ in range(self._scenario.limits.turns + 1):
            said = await self._caller.reply(heard)
            if said is None or heard.closed:
                return
            reaches = noisy(said, self._noise, self._random)
            heard = self._note(said, reaches, await self._held.say(reaches))

    def _note(self, said: str | None, reaches: str, desk: str) -> Heard:
        number = len(self.turns)
        heard = self._held.hear(desk)
        told = {s["step"] for s in heard.ladder if self._caller.has_said(s["step"]) == number}
        self.heard.append(heard)
        self.told.append(frozenset(told if number else ()))
        self.turns.append(
            TurnRecord(
                number=number,
                caller=said,
                heard=reaches,
                desk=desk,
                asking={"step": heard.step, "act": heard.act},
                ladder=heard.ladder,
                values=heard.values,
                moves=self._held.moves(),
            )
        )
        return heard
