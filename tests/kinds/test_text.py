"""Free text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.kinds.base import Context, InvalidValue
from handrail.kinds.text import Text

ASKED = Context(now=datetime(2026, 6, 12, 13, tzinfo=UTC), asked=True)


def test_the_callers_words_are_kept_as_said() -> None:
    reading = Text().read("  Leave it with   the porter. ", ASKED)
    assert (reading.status, reading.value) == ("clear", "Leave it with the porter.")
    assert reading.spans == ((2, 29),)


def test_free_text_is_read_only_when_asked_for() -> None:
    assert Text().read("leave it with the porter", Context(now=ASKED.now)).status == "none"


@pytest.mark.parametrize("said", ["", "  ", "...", "x" * 2_000])
def test_nothing_and_too_much_are_no_text(said: str) -> None:
    assert Text().read(said, ASKED).status == "none"


@pytest.mark.parametrize("raw", [None, 3, " ", "x" * 1_001])
def test_a_models_text_is_checked(raw: object) -> None:
    with pytest.raises(InvalidValue):
        Text().parse(raw, ASKED)


def test_control_characters_are_dropped() -> None:
    assert Text().parse("a\x00b\x1b[0m", ASKED) == "a b [0m"


def test_a_models_text_is_supported_by_its_words() -> None:
    kind = Text()
    assert kind.supports("leave it", "just leave it there", ASKED)
    assert not kind.supports("leave it outside", "just leave it there", ASKED)


@given(st.text(max_size=100))
def test_what_is_spoken_is_read(said: str) -> None:
    reading = Text().read(said, ASKED)
    if reading.value is not None:
        assert Text().read(Text().speak(reading.value, ASKED), ASKED).value == reading.value
        assert Text().parse(reading.value, ASKED) == reading.value
