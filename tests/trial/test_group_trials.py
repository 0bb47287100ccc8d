"""What `make compare` holds: the same callers with LiveKit's TaskGroup, at small counts."""

from __future__ import annotations

import pytest

from bench.group_trials.comparing import DESKS, OURS, THEIRS, Side, held, scenarios
from handrail.trial import TrialRecord
from tests.sizes import sized

STRAIGHT = "straight through, with an email"
GOES_BACK = "another name, after going back to it"

FOUND: dict[tuple[str, str], Side] = {}


async def side_of(scenario: str, desk: str) -> Side:
    """Hold a scenario's first call with a desk, once."""
    if (scenario, desk) not in FOUND:
        [chosen] = [each for each in scenarios()[0] if each.name == scenario]
        FOUND[scenario, desk] = (await held(chosen, {desk: DESKS[desk]}, [0]))[desk]
    return FOUND[scenario, desk]


def told(side: Side) -> list[str]:
    return [record.told() for record in side.records]


@pytest.mark.parametrize("desk", DESKS)
async def test_the_group_books_what_a_plain_caller_wants_as_the_desk_does(desk: str) -> None:
    side = await side_of(STRAIGHT, desk)
    assert side.held, told(side)
    [booked] = side.records[0].written["bookings"]
    assert (booked["service"], booked["name"]) == ("Consultation", "Ann Lee")
    assert (booked["phone"], booked["email"]) == ("+12125550142", "maria@example.com")
    assert booked["start"].startswith("2026-06-18T11:30")


async def test_all_are_called_by_the_same_caller() -> None:
    opened = [(await side_of(STRAIGHT, desk)).records[0].turns[1].caller for desk in DESKS]
    assert opened[0]
    assert len(set(opened)) == 1


@pytest.mark.parametrize("desk", [name for name in DESKS if name != OURS])
async def test_who_goes_back_is_taken_back_by_the_groups_own_tool(desk: str) -> None:
    side = await side_of(GOES_BACK, desk)
    assert side.held, told(side)
    [record] = side.records
    assert "Mario Gomez" in [turn.values.get("name") for turn in record.turns]
    assert record.written["bookings"][0]["name"] == "Maria Lopez"


async def test_the_group_asks_its_model_at_every_turn_and_the_desk_none() -> None:
    theirs = await side_of(STRAIGHT, THEIRS)
    assert (await side_of(STRAIGHT, OURS)).model_calls == 0
    assert theirs.model_calls > 2 * theirs.turns


def test_only_the_scenarios_of_a_booking_are_compared() -> None:
    chosen, every = scenarios()
    assert len(chosen) == 24
    assert every > len(chosen)


@pytest.mark.soak
async def test_every_scenario_of_a_booking_passes_with_the_desk_and_ends_with_the_group() -> None:
    """What the group gets wrong is a finding, but calls that get nowhere are a broken model."""
    seeds = range(sized(8, reduced=1))
    records: dict[str, list[TrialRecord]] = {name: [] for name in DESKS}
    for scenario in scenarios()[0][:: sized(1, reduced=2)]:
        for name, side in (await held(scenario, DESKS, seeds)).items():
            records[name].extend(side.records)
    every = {name: Side(found) for name, found in records.items()}
    assert every[OURS].held, [one.told() for one in records[OURS] if not one.passed]
    for side in every.values():
        assert side.wrong == 0
        assert side.completed >= 0.9 * every[OURS].completed
