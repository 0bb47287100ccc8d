"""Quotes of a model, checked against what the caller said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.engine.moves import Evidence
from handrail.reading import find_evidence, negated

TURNS = (
    "hi this is maria lopez",
    "um i'd like a haircut, tuesday er at three please",
    "two one two",
    "five five five oh one four two",
    "maria at example dot com with a z",
)


@pytest.mark.parametrize(
    ("said", "turn", "words"),
    [
        ("maria lopez", 1, ("maria lopez",)),
        ("Maria Lopez.", 1, ("maria lopez",)),
        ("maria lopes", 1, ("maria lopez",)),
        ("Tuesday at 3", 2, ("tuesday er at three",)),
        ("a hair-cut", 2, ("haircut",)),
        ("haircut", 2, ("haircut",)),
        ("I would like a haircut", 2, None),
        ("212", 3, ("two one two",)),
        ("with a Z", 5, ("with a z",)),
        ("212 ... 555 0142", 4, ("two one two", "five five five oh one four two")),
    ],
)
def test_a_quote_is_found(said: str, turn: int, words: tuple[str, ...] | None) -> None:
    found = find_evidence(said, TURNS)
    assert found == (Evidence(turn, words) if words else None)


def test_pieces_may_be_given_one_by_one() -> None:
    found = find_evidence(["two one two", "five five five oh one four two"], TURNS)
    assert found is not None
    assert found.turn == 4


@pytest.mark.parametrize(
    "said",
    [
        "Tuesday at 4", "wednesday at three", "213", "555 0143", "with a s", "monday", "", "...",
        "um",
        "paul lopez", "tuesday three four",
    ],
)  # fmt: skip
def test_what_was_not_said_is_not_found(said: str) -> None:
    assert find_evidence(said, TURNS) is None


def test_the_latest_turn_that_has_it_counts() -> None:
    found = find_evidence("tuesday", ("tuesday", "no", "yes tuesday"))
    assert found == Evidence(3, ("tuesday",))


@pytest.mark.parametrize(
    ("said", "turn"),
    [
        ("tuesday", "not tuesday"),
        ("tuesday", "i can't do tuesday"),
        ("tuesday at three", "i said not on tuesday at three"),
        ("a colour", "i don't want a colour"),
        ("three", "anything but three"),
    ],
)
def test_what_the_caller_turned_down_is_negated(said: str, turn: str) -> None:
    assert negated(said, turn)


@pytest.mark.parametrize(
    ("said", "turn"),
    [
        ("wednesday", "no, wednesday"),
        ("wednesday", "not tuesday, wednesday"),
        ("tuesday", "tuesday not wednesday"),
        ("tuesday", "why not? tuesday then"),
        ("monday", "tuesday"),
    ],
)
def test_what_the_caller_wants_is_not(said: str, turn: str) -> None:
    assert not negated(said, turn)


@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=4))
def test_no_quote_breaks_the_search(said: str, turns: list[str]) -> None:
    found = find_evidence(said, turns)
    assert found is None or 1 <= found.turn <= len(turns)
    for turn in turns:
        negated(said, turn)


@given(st.lists(st.sampled_from("tuesday three four maria haircut 212 z".split()), min_size=1))
def test_the_callers_own_words_are_always_found(words: list[str]) -> None:
    assert find_evidence(" ".join(words), ["hello", " ".join(words)]) is not None
