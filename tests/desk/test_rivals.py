"""Several processes that change the same bookings at once: one wins, the other hears of it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from handrail.desk.calendar import Calendar, all_bookings, book
from tests.crash.ledger import Ledger
from tests.desk.conftest import NOW
from tests.desk.rivals import at, new
from tests.sizes import sized

PROCESSES = 4
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return str(tmp_path / "bookings.db")
    url: str = request.getfixturevalue("postgresql_url")
    return url


def rivals(where: str, rounds: int) -> dict[tuple[str, int], list[str]]:
    """Let several processes do what they do, and return each act's outcomes by round."""
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.desk.rivals", where, str(number), str(rounds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for number in range(PROCESSES)
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for process in running:
        out, err = process.communicate()
        assert process.returncode == 0, err
        for act, number, outcome in map(json.loads, out.splitlines()):
            found[act, number].append(outcome)
    return found


@pytest.mark.soak
@pytest.mark.timeout(600)
async def test_of_those_who_want_the_same_at_once_one_has_it(where: str) -> None:
    rounds = sized(40, reduced=4)
    async with await Calendar.open(where) as calendar:
        service = (await calendar.services())[0]
        for n in range(rounds):
            for hour in (10, 11, 12):
                await book(calendar, new(service, at(n, hour)), run=f"made-{n}-{hour}", now=NOW)
        found = rivals(where, rounds)
        assert len(found) == 4 * rounds
        booked = {each.start: each for each in await all_bookings(calendar)}
    assert Ledger(where).faults() == []
    for (act, number), outcomes in found.items():
        won = {outcome for outcome in outcomes if outcome != "refused"}
        assert len(outcomes) == PROCESSES
        if act == "move":  # to one o'clock; the other stays where it was
            assert won == {booked[at(number, 13)].code}
            stays = {start.hour for start in booked if start.date() == at(number, 10).date()}
            assert len(stays & {10, 11}) == 1
        elif act == "end":  # whoever came first: it is cancelled in the end
            (ended,) = (booked[at(number, h)] for h in (12, 14) if at(number, h) in booked)
            assert ended.status == "cancelled"
            assert won == {ended.code}
        elif act == "hold":  # one of the holds, or one of the bookings
            assert outcomes.count("refused") == PROCESSES - 1
            assert (won == {"held"}) == (at(number, 15) not in booked)
        else:
            assert outcomes == [booked[at(number, 16)].code] * PROCESSES
