"""Why what was said can be no value: told to the caller instead of "sorry?"."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from handrail.kinds.base import Context
from handrail.kinds.phone import Phone, PhonePart
from handrail.kinds.when import When

ASKED = Context(now=datetime(2026, 6, 12, 9, tzinfo=ZoneInfo("America/New_York")), asked=True)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("the 31st of february", "February has no 31st"),
        ("june thirty first at 2", "June has no 31st"),
        ("february 30 at 3", "February has no 30th"),
        ("june 10th", "June 10th has gone already"),
        ("june 10th at 3", "June 10th has gone already"),
        ("june 15th 2025 at 3", "June 15th 2025 has gone already"),
        ("the twenty second of may", ""),
        ("yesterday at three", "That day has gone already"),
        ("can i come last tuesday", "That day has gone already"),
        ("my sister came in yesterday", ""),
        ("yesterday i cut it badly", ""),
        ("tuesday at three", ""),
        ("the blue one", ""),
        ("on june", ""),
    ],
)
def test_a_day_that_cannot_be_is_told_as_such(said: str, reason: str) -> None:
    assert When().read(said, ASKED).reason == reason


def test_digits_that_are_no_number_are_told_as_such() -> None:
    def reason(said: str, held: str = "") -> str:
        partial = PhonePart(held) if held else None
        asked = Context(now=ASKED.now, asked=True, partial=partial)
        return Phone().read(said, asked).reason

    assert reason("212 555 01422") == "That's one digit too many"
    assert reason("0142 2", held="212555") == "That's one digit too many"
    assert reason("212 555 0142 0143") == "That's more digits than a number has"
    assert reason("123 456 7890") == "123, 456, 7890 is no number that I can call"
    assert reason("212 555") == reason("hello") == reason("+44 1") == ""
    assert not Phone().read("212 555 01422", Context(now=ASKED.now)).reason
