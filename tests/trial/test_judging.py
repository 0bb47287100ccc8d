"""What a call is judged by: the rows it leaves, how it ended, and its manners on the way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from handrail.desk.calendar import Calendar
from handrail.desk.trials.world import DESK, DeskStage
from handrail.trial import Fault, Manner, TrialRecord, TurnRecord, hold
from handrail.trial.comparing import difference, same, unexpected
from handrail.trial.heard import Heard
from handrail.trial.manners import manners
from tests.trial.files import GOOD, scenario


async def faults_of(folder: Path, text: str, **manner: Any) -> tuple[TrialRecord, list[str]]:
    found = scenario(folder, text)
    async with DESK.stage(found) as stage:
        record = await hold(found, DESK, stage, 0, Manner(**manner))
    return record, [f"{fault.kind}: {fault.text}" for fault in record.faults]


async def test_a_call_that_ends_as_it_should_passes_on_both_hosts(tmp_path: Path) -> None:
    for host in ("plain", "session"):
        record, faults = await faults_of(tmp_path, GOOD, host=host)
        assert faults == [], record.told()
        assert record.written["bookings"][0]["name"] == "Maria Lopez"
        assert record.host == host


async def test_another_row_than_the_wanted_one_is_wrong(tmp_path: Path) -> None:
    _, faults = await faults_of(tmp_path, GOOD.replace("name: Maria Lopez, em", "name: Eve, em"))
    assert [text.partition(" has")[0].partition(" lacks")[0] for text in faults] == [
        "wrong: bookings",
        "end: bookings",
    ]


async def test_a_row_that_nobody_wanted_is_wrong_whatever_the_end_names(tmp_path: Path) -> None:
    head, _, _ = GOOD.partition("end:")
    _, faults = await faults_of(tmp_path, f"{head}end:\n  outcome: completed\n")
    assert len(faults) == 1
    assert faults[0].startswith("wrong: bookings has a row that nobody wanted: service 'Haircut'")


async def test_another_end_another_result_and_too_many_turns_are_told(tmp_path: Path) -> None:
    ends = "  outcome: abandoned\n  workflow: booking\n  result: {name: Eve}\n"
    text = GOOD.replace("  outcome: completed\n", ends) + "limits: {turns: 3}\n"
    record, faults = await faults_of(tmp_path, text)
    assert "limit: the call took 4 turns, not 3" in faults
    assert record.caller_turns == 4
    _, faults = await faults_of(tmp_path, text.replace("limits: {turns: 3}\n", ""))
    assert "end: the call ended completed, not abandoned" in faults
    assert "wrong: name is 'Maria Lopez' in the result, not 'Eve'" in faults


async def test_what_must_never_happen_is_told_with_its_turn(tmp_path: Path) -> None:
    never = (
        "never:\n  says: [Tuesday]\n  asks: [name]\n"
        "  knows: {start: [2026-06-16T15:00, 2026-06-16T16:00]}\n"
    )
    record, _ = await faults_of(tmp_path, GOOD + never)
    told = {(fault.text, fault.turn) for fault in record.faults}
    at = next(turn.number for turn in record.turns if "Tuesday" in turn.desk)
    assert ("the desk said 'Tuesday'", at) in told
    asked = next(turn.number for turn in record.turns if turn.asking["step"] == "name")
    assert ("name was asked for", asked) in told
    assert ("start was '2026-06-16T15:00:00-04:00'", at) in told


async def test_a_hostile_model_runs_in_a_session_and_writes_nothing_wrong(tmp_path: Path) -> None:
    record, faults = await faults_of(tmp_path, GOOD, model=_hasty)
    assert record.host == "session"
    assert not record.is_wrong, record.told()
    assert not any("crash" in fault for fault in faults)


def _hasty() -> object:
    from handrail.trial import HostileModel

    return HostileModel("hasty")


async def test_a_call_that_breaks_is_a_fault_and_not_the_end_of_the_trials(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> str:
        raise RuntimeError("no such luck")

    monkeypatch.setattr("handrail.plain.PlainCall.say", broken)
    record, _ = await faults_of(tmp_path, GOOD)
    assert record.faults[0] == Fault("crash", "RuntimeError: no such luck", 1)


async def test_a_stage_forgets_what_calls_have_done_and_knows_overlaps(tmp_path: Path) -> None:
    rows = (
        "database:\n  bookings:\n    - {service: Colour, start: 2026-06-17T10:00, name: Ann Lee,"
        ' phone: "+12125550100", code: K2}\n'
    )
    found = scenario(tmp_path, rows + GOOD)
    async with await Calendar.open(":memory:") as calendar:
        stage = DeskStage(calendar, found)
        for _ in range(2):
            await stage.reset()
            before = await stage.rows()
            assert [row["code"] for row in before["bookings"]] == ["K2"]
            assert (await hold(found, DESK, stage, 0)).passed
    row = {**before["bookings"][0]}
    assert stage.faults({"bookings": [row, {**row, "status": "cancelled"}]}) == []
    assert stage.faults({"bookings": [row, row]}) == ["Chair is booked twice at 10:00"]


def test_values_are_compared_as_people_mean_them() -> None:
    assert same("2026-06-16T15:00", "2026-06-16T15:00:00-04:00")
    assert same("2026-06-16T19:00:00+00:00", "2026-06-16T15:00:00-04:00")
    assert not same("2026-06-16T15:00", "2026-06-16T15:30:00-04:00")
    assert same({"one_of": ["a", "b"]}, "b")
    assert not same({"one_of": ["a", "b"]}, "c")
    assert not same("Maria", "maria")
    assert not same(None, "x")


def test_rows_are_paired_once_each() -> None:
    row = {"name": "Ann", "status": "confirmed"}
    came, went = difference({"t": [row]}, {"t": [{**row, "status": "cancelled"}, row]})
    assert came == {"t": [{"name": "Ann", "status": "cancelled"}]}
    assert went == {"t": []}
    missing, left = unexpected([{"name": "Ann"}, {"name": "Ann"}], [row])
    assert (missing, left) == ([{"name": "Ann"}], [])


def _turn(number: int, desk: str, moves: tuple[str, ...] = ()) -> TurnRecord:
    asking = {"step": "name", "act": "ask"}
    return TurnRecord(number, "x", "x", desk, asking, (), {}, moves)


def test_manners_are_held_turn_by_turn() -> None:
    turns = [
        _turn(0, "Hello?"),
        _turn(1, "Your name? Your number?"),
        _turn(2, "Your name? Your number?"),
        _turn(3, "word " * 50),
        _turn(4, "Hm?"),
        _turn(5, "Hm?", ("Repeat",)),
    ]
    skipped = ({"step": "name", "status": "skipped", "label": "", "text": ""},)
    heard = [
        Heard("", "name", "ask", "booking", values={"name": "Ann"}),
        Heard("", "name", "ask", "booking", ladder=skipped),
        Heard("", "name", "ask", "booking", values={"name": "Ann"}, revisited=frozenset({"name"})),
    ]
    found = [(fault.text.partition(":")[0], fault.turn) for fault in manners(turns, heard)]
    assert found == [
        ("name is known, and asked for", 0),
        ("name does not apply, and is asked for", 1),
        ("said twice running", 2),
        ("two questions at once", 1),
        ("two questions at once", 2),
        ("too long", 3),
    ]
