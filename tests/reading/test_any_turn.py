"""Whatever is said at whatever question, a whole turn is read fast and without a fault."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.kinds.heard import LONGEST_TURN
from handrail.reading import Scene, understand
from tests.kinds.piles import LONGEST, PIECES, piles
from tests.patience import patience
from tests.reading.sample import TUESDAY_AT_3, at, reception, scene
from tests.sizes import sized

ALL = "service start phone name"
SCENES: Mapping[str, Scene] = {
    "reception": reception(),
    "start": scene("start", knows="service"),
    "name": scene("name", knows="service start phone"),
    "read back": scene("phone", act="read_back", knows="service start phone"),
    "offer": scene("start", act="offer", offer=(at(17, 15),), wanted=TUESDAY_AT_3),
    "summary": scene(act="summary", knows=ALL),
}
every_scene = pytest.mark.parametrize("asked", SCENES)


def _understand(text: str, asked: str) -> None:
    with patience(text):
        found = understand(text, SCENES[asked])
    assert all(0 <= start < end <= len(text) for start, end in found.leftover)


@every_scene
@given(
    text=st.text(max_size=LONGEST_TURN)
    | st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
    | st.lists(st.sampled_from(PIECES), max_size=400).map(lambda said: "".join(said)[:LONGEST])
)
def test_any_turn_is_read_fast_and_without_a_fault(asked: str, text: str) -> None:
    _understand(text, asked)


@every_scene
@pytest.mark.parametrize(
    "said",
    ["phone number.", "the time and the phone number and ", "can i , ", "any -", "yes and "],
)
def test_what_is_said_over_and_over_is_read_fast(asked: str, said: str) -> None:
    text = (said * LONGEST_TURN)[: LONGEST_TURN - 1]
    _understand(text, asked)


@pytest.mark.soak
@every_scene
def test_no_pile_of_talk_is_understood_slowly(asked: str) -> None:
    for text in piles(sized(3_500, reduced=60), longest=LONGEST_TURN):
        _understand(text, asked)
