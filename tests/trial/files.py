"""Scenario files for tests, written as people write them."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from handrail.desk.trials.worlds import world_of
from handrail.trial import Scenario, load

GOOD = """\
name: a haircut
clock: 2026-06-12T09:00
caller:
  wants: booking
  temperament: in_order
  facts:
    service: Haircut
    start: 2026-06-16T15:00
    phone: "+12125550142"
    name: Maria Lopez
    email: null
end:
  outcome: completed
  rows:
    bookings:
      - {service: Haircut, start: 2026-06-16T15:00, name: Maria Lopez, email: null}
"""


def written(folder: Path, text: str = GOOD, name: str = "scenario.yaml") -> Path:
    """Write a scenario file."""
    path = folder / name
    path.write_text(dedent(text), "utf-8")
    return path


def scenario(folder: Path, text: str = GOOD) -> Scenario:
    """Return the first scenario of a file with this text."""
    [(found, _), *_] = load([written(folder, text)], world_of)
    return found
