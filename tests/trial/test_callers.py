"""Simulated callers: seeded, varied, of their temperament, and heard through noise."""

from __future__ import annotations

import ast
import statistics
from datetime import datetime
from pathlib import Path
from random import Random

import pytest

import handrail.trial
from handrail.desk.trials.world import DESK
from handrail.trial import Manner, TrialRecord, hold, noisy
from handrail.trial.scenario import TEMPERAMENTS
from handrail.trial.spoken import SAID
from tests.trial.files import GOOD, scenario

NOW = datetime(2026, 6, 12, 9)  # noqa: DTZ001 - the callers' own wall clock


async def tried(folder: Path, text: str = GOOD, *, seed: int = 0, noise: float = 0) -> TrialRecord:
    found = scenario(folder, text)
    async with DESK.stage(found) as stage:
        return await hold(found, DESK, stage, seed, Manner(noise=noise))


def said(record: TrialRecord) -> list[str | None]:
    return [turn.caller for turn in record.turns]


async def test_a_seed_is_one_call_and_another_seed_another(tmp_path: Path) -> None:
    first, again, other = [await tried(tmp_path, seed=seed) for seed in (1, 1, 2)]
    assert said(first) == said(again)
    assert said(first) != said(other)


async def test_one_who_says_all_at_once_takes_fewer_turns(tmp_path: Path) -> None:
    plain = await tried(tmp_path)
    quick = await tried(tmp_path, GOOD.replace("in_order", "all_at_once"), seed=1)
    assert quick.caller_turns < plain.caller_turns
    assert "maria" in str(quick.turns[1].caller)


async def test_fragments_come_one_a_turn(tmp_path: Path) -> None:
    record = await tried(tmp_path, GOOD.replace("in_order", "fragments"))
    assert sum(turn.desk == "" for turn in record.turns) >= 1, record.told()
    assert record.passed, record.told()


async def test_one_who_hangs_up_does_so_where_they_are_told_to(tmp_path: Path) -> None:
    leaving = GOOD.replace("temperament: in_order", "temperament: hangs_up\n  leaves_at: name")
    record = await tried(tmp_path, leaving.replace("completed", "hung_up"))
    assert record.turns[-1].asking == {"step": "name", "act": "ask"}
    assert record.outcome == "hung_up"
    assert [fault.text[:25] for fault in record.faults] == ["bookings lacks the row se"]


async def test_one_who_is_silent_says_nothing_and_the_desk_ends_the_call(tmp_path: Path) -> None:
    record = await tried(tmp_path, GOOD.replace("in_order", "silent"))
    assert {turn.caller for turn in record.turns[1:]} == {""}
    assert "goodbye" in record.turns[-1].desk.lower(), record.told()


@pytest.mark.parametrize("temperament", ["corrects", "regresses", "changes_mind"])
async def test_what_was_wrong_at_first_is_right_at_the_end(
    tmp_path: Path, temperament: str
) -> None:
    slip = f"temperament: {temperament}\n  first_says:\n    start: 2026-06-17T10:00"
    record = await tried(tmp_path, GOOD.replace("temperament: in_order", slip))
    assert record.passed, record.told()
    seen = [turn.values.get("start", "")[:16] for turn in record.turns]
    assert "2026-06-17T10:00" in seen
    assert record.written["bookings"][0]["start"].startswith("2026-06-16T15:00")


async def test_a_wrong_value_that_is_heard_is_put_right(tmp_path: Path) -> None:
    """Under heavy noise the call may not get to its end, but never to a wrong one."""
    for seed in range(3):
        record = await tried(tmp_path, seed=seed, noise=0.3)
        assert not record.is_wrong, record.told()
        assert any(turn.heard != turn.caller for turn in record.turns[1:])


def test_every_temperament_is_told_of() -> None:
    from handrail.trial.schema import scenario_schema

    assert list(TEMPERAMENTS) == scenario_schema()["$defs"]["temperament"]["enum"]


def test_values_are_said_in_many_ways() -> None:
    ways = {SAID["phone"](Random(seed), "+12125550144", NOW) for seed in range(60)}
    assert "two one two five five five oh one four four" in ways
    assert any("double four" in way for way in ways)
    times = {SAID["when"](Random(seed), "2026-06-16T15:30", NOW) for seed in range(60)}
    assert {"tuesday at half past three", "tuesday the sixteenth at three thirty"} & times
    assert len(times) > 20
    assert (
        SAID["email"](Random(3), "ann_b2@x-y.com", NOW)
        == "ann underscore b two at x dash y dot com"
    )


@pytest.mark.parametrize("level", [0.0, 0.05, 0.2])
def test_noise_hits_about_as_many_words_as_its_level_says(level: float) -> None:
    text = "my number is two one two five five five oh one four two thank you"
    words = set(text.split()) | set("0123456789")
    hits = []
    for seed in range(200):
        heard = noisy(text, level, Random(seed)).split()
        hits.append(sum(word not in words for word in heard) + max(14 - len(heard), 0))
    assert statistics.mean(hits) <= 14 * level + 0.01
    assert (statistics.mean(hits) > 0) == (level > 0)


def test_the_callers_words_are_not_the_readers() -> None:
    folder = Path(handrail.trial.__file__).parent
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert "reading" not in str(node.module), path
