"""What is said behind a booking is of that booking, and begins none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handrail.engine import moves as m
from tests.reading.moves import acts, record
from tests.reading.sample import PHONE, reception

ANYTHING_ELSE = reception()
OPENING = replace(reception(), first=True)


@pytest.mark.parametrize("said", ["the phone is 212 555 0199", "my name is maria lopez"])
def test_who_the_caller_is_begins_no_second_booking(said: str) -> None:
    assert acts(said, ANYTHING_ELSE) is None


def test_at_the_beginning_it_is_for_the_booking_to_come() -> None:
    said = "my number is 212 555 0142"
    assert acts(said, OPENING) == [m.Switch("booking"), record("phone", PHONE)]


def test_another_service_does_begin_one() -> None:
    said = "a colour tomorrow at ten"
    moves = acts(said, ANYTHING_ELSE)
    assert moves is not None
    assert moves[0] == m.Switch("booking")
