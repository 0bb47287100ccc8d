"""Scenario files: what they may say, and for what they may not, the line and the mend."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from handrail.desk.trials.worlds import SCENARIOS, world_of
from handrail.faults import BadInput
from handrail.trial import load
from handrail.trial.schema import scenario_schema
from handrail.trial.suite import Settings, try_one
from tests.trial.files import GOOD, scenario, written


def test_a_scenario_is_read_with_its_line_and_its_texts_as_they_look(tmp_path: Path) -> None:
    two = f"{GOOD}---\n{GOOD.replace('a haircut', 'another')}"
    [(first, _), (second, part)] = load([written(tmp_path, two)], world_of)
    assert (first.name, second.name) == ("a haircut", "another")
    assert second.line == part.line == len(GOOD.splitlines()) + 2
    assert first.caller.facts["start"] == "2026-06-16T15:00"
    assert first.caller.facts["email"] is None
    assert first.caller.temperament == {"in_order"}


FAULTS = [
    ("caller:", "callers:", 3, "no key 'callers' here: did you mean 'caller'?"),
    ("wants: booking", "wants: bookings", 4, "no workflow 'bookings': did you mean 'booking'?"),
    ("in_order", "in_ordr", 5, "cannot be 'in_ordr': did you mean 'in_order'?"),
    ("    service:", "    sevice:", 7, "no step of booking 'sevice': did you mean 'service'?"),
    ("start: 2026-06-16T15:00\n    phone", "start: soon\n    phone", 8, "'soon' is no time"),
    ('"+12125550142"', '"0142"', 9, "'0142' is no number as E.164 writes it"),
    ("name: Maria Lopez\n    email", "name: 7\n    email", 10, "'name' must be a text"),
    (
        "    name: Maria Lopez\n    email",
        "    email",
        3,
        "can never finish: booking asks for 'name'",
    ),
    ("outcome: completed", "outcome: done", 13, "'outcome' cannot be 'done'"),
    ("    bookings:", "    appointments:", 15, "no table 'appointments'"),
    ("{service: Haircut", "{servise: Haircut", 16, "no column 'servise': did you mean 'service'?"),
    ("end:", "limits: {turns: 0}\nend:", 12, "'turns' must be at least 1, not 0"),
    ("end:", "model: invntor\nend:", 12, "did you mean 'inventor'?"),
    ("end:", "end: 3\nfin:", 12, "'end' must be a mapping of keys"),
    ("name: a haircut\n", "", 1, "needs the key 'name': what the call is about"),
    ("clock: 2026", "clock: 20x6", 2, "is no time: write it as 2026-06-12T09:00"),
    ("temperament: in_order", "temperament: corrects", 5, "needs 'first_says'"),
    ("wants: booking", "wants: booking\n  wants: booking", 5, "'wants' is given twice"),
    ("facts:", "facts: [", 8, "this is not YAML"),
]


@pytest.mark.parametrize(("was", "becomes", "line", "says"), FAULTS)
def test_a_fault_is_told_with_its_line_and_the_mend(
    tmp_path: Path, was: str, becomes: str, line: int, says: str
) -> None:
    assert was in GOOD
    with pytest.raises(BadInput) as told:
        scenario(tmp_path, GOOD.replace(was, becomes, 1))
    assert f"line {line}: " in str(told.value)
    assert says in str(told.value)
    assert "\n" not in str(told.value)


IMPOSSIBLE = [
    ("service: Haircut\n    start", "service: Massage\n    start", 7, "there are Haircut, Colour"),
    ("2026-06-16T15:00\n    phone", "2026-06-14T15:00\n    phone", 8, "closed on Sunday"),
    ("2026-06-16T15:00\n    phone", "2026-06-01T15:00\n    phone", 8, "'accepts'"),
]


@pytest.mark.parametrize(("was", "becomes", "line", "says"), IMPOSSIBLE)
async def test_a_goal_that_nobody_could_reach_is_told_with_its_line(
    tmp_path: Path, was: str, becomes: str, line: int, says: str
) -> None:
    [(found, part)] = load([written(tmp_path, GOOD.replace(was, becomes, 1))], world_of)
    with pytest.raises(BadInput) as told:
        await try_one(found, part, world_of, Settings(k=1))
    assert f"line {line}: " in str(told.value)
    assert says in str(told.value)


async def test_a_database_that_cannot_be_is_told_in_one_sentence(tmp_path: Path) -> None:
    rows = "  services:\n    - {name: Haircut, minutes: 0}\n"
    text = GOOD.replace("caller:", f"database:\n{rows}caller:")
    [(found, part)] = load([written(tmp_path, text)], world_of)
    with pytest.raises(BadInput, match="line 1: the calendar cannot hold this database"):
        await try_one(found, part, world_of, Settings(k=1))


@pytest.mark.parametrize(
    ("against", "says"),
    [
        ("nowhere", "must be 'desk'"),
        ("missing.py:WORLD", "no file missing.py"),
        ("handrail.trial:hold", "no World of the name 'hold'"),
    ],
)
def test_a_world_that_is_not_there_is_told(tmp_path: Path, against: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        scenario(tmp_path, f"against: {against}\n{GOOD}")


def test_a_folder_without_scenarios_or_a_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="has no scenario files"):
        load([tmp_path], world_of)
    with pytest.raises(BadInput, match="is not there"):
        load([tmp_path / "x.yaml"], world_of)


def test_the_schema_tells_of_every_key(tmp_path: Path) -> None:
    def untold(schema: dict[str, object], at: str) -> list[str]:
        found = []
        properties = schema.get("properties")
        for key, value in (properties if isinstance(properties, dict) else {}).items():
            found += untold(value, f"{at}/{key}")
            if "$ref" not in value and not value.get("description"):
                found.append(f"{at}/{key}")
        return found

    schema = dict(scenario_schema())
    assert untold(schema, "") == []
    for name, part in schema["$defs"].items():
        assert untold(part, name) == []
    assert json.dumps(schema)
    scenario(tmp_path)


def test_the_desks_own_scenarios_are_good() -> None:
    found = load([SCENARIOS], world_of)
    assert len([each for each, _ in found if each.caller.wants == "booking"]) >= 20


LIVEKITS = """\
name: Front desk
scenarios:
  - label: Flexible caller
    instructions: |-
      You are Maya and take any time.
    agent_expectations: The agent books one appointment.
    tags: {feature: booking}
    userdata:
      now: 2026-06-13T10:00:00
      available_slots: ["2026-06-15T10:00:00"]
"""


def test_livekits_own_format_is_read(tmp_path: Path) -> None:
    found = scenario(tmp_path, LIVEKITS)
    assert found.name == "Flexible caller"
    assert found.caller.instructions == "You are Maya and take any time."
    assert found.end.expectations == "The agent books one appointment."
    assert found.clock == "2026-06-13T10:00:00"


async def test_without_a_model_as_the_caller_livekits_scenarios_are_skipped(tmp_path: Path) -> None:
    [(found, part)] = load([written(tmp_path, LIVEKITS)], world_of)
    tried = await try_one(found, part, world_of, Settings(k=2))
    assert tried.records == ()
    assert "--caller-llm" in tried.skipped
