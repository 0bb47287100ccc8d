from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.crash.child import Order
from tests.crash.ledger import Ledger

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class End:
    """How a child ended, and what it had said by then."""

    points: list[str]
    told: list[str]
    status: int

    @property
    def was_killed(self) -> bool:
        return self.status == -9


Obeying = Callable[[Order], End]


@pytest.fixture(scope="session")
def obey() -> Iterator[Obeying]:
    """Give a process that forks children which do what they are ordered, and die."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.crash.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as parent:
        orders, ends = parent.stdin, parent.stdout
        assert orders is not None
        assert ends is not None

        def done(order: Order) -> End:
            orders.write(json.dumps(asdict(order)) + "\n")
            orders.flush()
            said: dict[str, Any] = json.loads(ends.readline())
            return End(**said)

        yield done
        orders.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Ledger:
    """Give the books of a calendar, on both stores."""
    if request.param == "sqlite":
        return Ledger(str(tmp_path / "bookings.db"))
    return Ledger(request.getfixturevalue("postgresql_url"))
