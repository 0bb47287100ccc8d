"""Many callers, in several processes, for the same few times: each is won once, on both stores."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import text

from handrail.desk.calendar import Calendar, all_holds
from tests.desk.conftest import NOW
from tests.desk.race import TIMES
from tests.sizes import sized

PROCESSES = 4
ROOT = Path(__file__).resolve().parents[2]

OVERLAPS = """
    SELECT count(*) FROM bookings AS one JOIN bookings AS other
    ON one.id < other.id AND one.resource_id = other.resource_id
    AND one.status = 'confirmed' AND other.status = 'confirmed'
    AND one.starts_at < other.ends_at AND other.starts_at < one.ends_at
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return str(tmp_path / "bookings.db")
    url: str = request.getfixturevalue("postgresql_url")
    return url


async def race(where: str, callers: int) -> None:
    async with await Calendar.open(where):
        pass
    begin = str(time.time() + 4)  # by then every process has imported what it needs
    running = [
        subprocess.Popen(  # noqa: ASYNC220 - nothing else waits on this loop
            [sys.executable, "-m", "tests.desk.race", where, f"p{n}", str(callers), begin],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for n in range(PROCESSES)
    ]
    got = []
    for process in running:
        out, err = process.communicate()
        assert process.returncode == 0, err
        got += [json.loads(line) for line in out.splitlines()]
    assert len(got) == PROCESSES * callers
    won = [start for _, start, _ in got if start]
    assert len(won) == len(set(won))
    async with await Calendar.open(where) as calendar:
        async with calendar.reading() as connection:
            assert (await connection.execute(text(OVERLAPS))).scalar_one() == 0
            rows = await connection.execute(text("SELECT starts_at FROM bookings"))
            assert len(rows.all()) == len(won), "who was told so has it, and nobody else"
        # Callers hold a quarter and let it go for another, so how the two hours are filled varies:
        # no gap is left that a haircut fits into.
        assert await all_holds(calendar, now=NOW) == ()
        starts = sorted(TIMES.index(each) for each in TIMES if each.isoformat() in won)
        assert all(later - earlier <= 3 for earlier, later in pairwise(starts))
        assert starts[0] <= 1
        assert starts[-1] >= 6
    lost = [offered for _, start, offered in got if not start]
    assert lost
    assert all(lost), "every loser hears of another time"


async def test_of_forty_callers_for_a_few_times_each_is_won_once(where: str) -> None:
    await race(where, 10)


@pytest.mark.soak
@pytest.mark.timeout(600)
async def test_of_two_hundred_callers_for_a_few_times_each_is_won_once(where: str) -> None:
    await race(where, sized(50, reduced=20))
