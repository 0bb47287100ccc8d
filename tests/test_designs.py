"""What `python -m bench designs` compares, at small counts: the relations, not the times."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench.designs import REMARKS, Compared, compared
from bench.designs.designs import DESIGNS
from bench.designs.script import SCRIPT

GROUP = "LiveKit's TaskGroup"
OURS = "Handrail's TaskGroup"
PASSED_ON = "hand-off, history passed on"
AFRESH = "hand-off, no history"
UPDATED = "one agent, update_*"
SAYING = "one agent, update_*, say"
ASKING = "Handrail, reader=False"
READING = "Handrail"

_FOUND: dict[str, Compared] = {}


async def found(name: str) -> Compared:
    if name not in _FOUND:
        _FOUND[name] = await compared(DESIGNS[name])
    return _FOUND[name]


@pytest.mark.parametrize("name", DESIGNS)
async def test_every_design_books_what_the_caller_said_and_hears_every_turn(name: str) -> None:
    assert (await found(name)).call.lost == 0  # `compared` raises for a wrong booking


@pytest.mark.parametrize(
    ("name", "calls", "in_a_turn"),
    [
        (GROUP, 15, 2),
        (OURS, 15, 2),
        (PASSED_ON, 14, 2),
        (AFRESH, 14, 2),
        (UPDATED, 14, 2),
        (SAYING, 7, 1),
        (ASKING, 7, 1),
        (READING, 0, 0),
    ],
)
async def test_calls_made_one_after_the_other_are_the_cost_of_a_hand_off(
    name: str, calls: int, in_a_turn: int
) -> None:
    design = await found(name)
    assert design.first.calls == calls
    assert max(design.call.calls) == in_a_turn


async def test_with_a_model_on_every_turn_one_call_is_made_for_each() -> None:
    assert (await found(ASKING)).call.calls == [1] * len(SCRIPT)


async def test_the_workflow_sends_no_more_than_the_group_and_little_of_it_is_new() -> None:
    group, ours = await found(GROUP), await found(ASKING)
    assert ours.first.characters <= group.first.characters
    assert ours.first.new <= group.first.new / 4


async def test_most_of_what_the_workflow_sends_was_sent_before() -> None:
    ours, group = (await found(ASKING)).next, (await found(GROUP)).next
    assert ours.repeated >= 0.85 * ours.characters
    assert group.repeated <= 0.15 * group.characters


@pytest.mark.parametrize("name", DESIGNS)
async def test_who_is_handed_no_history_introduces_themselves_again(name: str) -> None:
    introductions = (await found(name)).call.introductions
    assert introductions == (len(SCRIPT) + 1 if name == AFRESH else 1)


@pytest.mark.parametrize("name", DESIGNS)
async def test_a_remark_during_a_hand_off_is_lost_and_one_agent_hears_all(name: str) -> None:
    lost = (await found(name)).remarks_lost
    if name in {UPDATED, SAYING, ASKING, READING}:
        assert lost == 0
    else:
        assert 0 < lost <= REMARKS


def _shown() -> dict[str, list[str]]:
    page = Path(__file__).resolve().parents[1] / "docs" / "architecture.md"
    rows = (line.strip("| ").split(" | ") for line in page.read_text("utf-8").splitlines())
    return {cells[0]: cells[1:] for cells in rows if len(cells) == 9 and cells[0] in DESIGNS}


def _about(shown: str, measured: float, *, within: float) -> bool:
    return float(re.sub(r"[^\d.]", "", shown) or 0) == pytest.approx(measured, abs=within)


async def test_the_page_shows_every_design() -> None:
    assert list(_shown()) == list(DESIGNS)


@pytest.mark.parametrize("name", DESIGNS)
async def test_the_page_shows_what_is_measured(name: str) -> None:
    calls, characters, repeated, again, new, in_a_turn, lost, introduced = _shown()[name]
    one = await found(name)
    assert int(calls) == one.first.calls
    assert _about(characters, one.first.characters / 1000, within=1)
    assert _about(repeated, 100 * one.first.repeated / max(one.first.characters, 1), within=2)
    assert _about(again, 100 * one.next.repeated / max(one.next.characters, 1), within=2)
    assert _about(new, one.first.new / 1000, within=1)
    assert int(in_a_turn) == max(one.call.calls)
    assert lost == f"{one.remarks_lost} of {REMARKS}"
    assert int(introduced) == one.call.introductions
