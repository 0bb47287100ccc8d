"""The scenarios that come with the desk, a few of each file: all of them are the soak's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from handrail.desk.trials.world import DeskStage
from handrail.desk.trials.worlds import SCENARIOS, world_of
from handrail.trial import hold, load
from handrail.trial.suite import Settings, try_one
from tests.trial.files import GOOD, written

FILES = sorted(SCENARIOS.rglob("*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=[f"{one.parent.name}/{one.stem}" for one in FILES])
async def test_the_first_and_the_last_scenario_of_a_file_hold(file: Path) -> None:
    found = load([file], world_of)
    for scenario, part in (found[0], found[-1]):
        tried = await try_one(scenario, part, world_of, Settings(k=1, seed=3, session=False))
        assert tried.passed, [record.told() for record in tried.records]


async def test_a_scenario_that_names_a_hostile_model_is_held_against_it() -> None:
    """In a session only; and only what is written wrongly fails it."""
    [(scenario, part), *_] = load([SCENARIOS / "booking" / "straight.yaml"], world_of)
    hostile = replace(scenario, model="inventor")
    settings = Settings(k=1, seed=5, noise=0.2)  # what is clear, no model is asked about
    tried = await try_one(hostile, part, world_of, settings)
    assert [(record.host, record.seed) for record in tried.records] == [("session", 5)]
    assert tried.records[0].model_calls
    assert tried.held(settings)
    assert not tried.is_wrong


async def test_a_call_leaves_nothing_to_the_next(tmp_path: Path) -> None:
    """Its journal neither: thousands are held on one calendar, which grew by 12 KiB a call."""
    [(scenario, _part)] = load([written(tmp_path, GOOD)], world_of)
    world = world_of(scenario.against, tmp_path)
    async with world.stage(scenario) as stage:
        assert isinstance(stage, DeskStage)
        await hold(scenario, world, stage, seed=1)
        assert len(await stage.calendar.journal().calls()) == 1
        await stage.reset()
        assert not await stage.calendar.journal().calls()
        assert await stage.rows() == {"bookings": [], "callbacks": []}
