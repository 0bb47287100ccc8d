from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_type

import pytest

from handrail.pytest_plugin import Caller, Desk
from handrail.trial import Fault, Heard, Manner, Scenario, Stage, TrialRecord, World, hold


def test_a_call_that_is_told(caller: Caller, desk: Desk) -> None:
    assert_type(caller.say("a haircut", ""), Heard)
    assert_type(caller.heard.act, str)
    assert_type(caller.heard.values, Mapping[str, Any])
    assert_type(caller.told(), str)
    assert_type(desk.rows("bookings"), list[Mapping[str, Any]])
    assert_type(desk.scenario, Scenario)
    caller.hang_up()
    caller.say(7)  # type: ignore[arg-type]
    desk.row("bookings")  # type: ignore[attr-defined]


@pytest.mark.scenario("trials/moving.yaml", k=8)
def test_a_scenario(caller: Caller) -> None:
    assert_type(caller.plays(), TrialRecord)
    assert_type(caller.record, TrialRecord | None)


async def from_async_code(scenario: Scenario, world: World, stage: Stage) -> None:
    record = await hold(scenario, world, stage, 0, Manner(noise=0.1))
    assert_type(record.faults, tuple[Fault, ...])
    await hold(scenario, world, stage, 0, Manner(host="telephone"))  # type: ignore[arg-type]
