"""Turns on which the reader does not act, and what a host without a model makes of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.engine import moves as m
from handrail.engine.moves import Move, Record
from handrail.reading import Scene, best_effort, understand
from handrail.reading.scene import Understanding
from tests.patience import patience
from tests.reading.moves import acts, bare
from tests.reading.sample import TUESDAY_AT_3, at, reception, scene

ALL = "service start phone name"
START = scene("start", knows="service")
NUMBER = scene("phone", knows="service start")
NAME = scene("name", knows="service start phone")
EMAIL = scene("email", knows=ALL)
SUMMARY = scene(act="summary", knows=ALL)
TWO = scene("start", act="offer", offer=(at(16, 14, 30), at(16, 15, 30)), wanted=TUESDAY_AT_3)
SCENES = (START, NUMBER, NAME, EMAIL, SUMMARY, TWO, reception())


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("my sister maria said tuesday works", START),
        ("not today", START),
        ("tuesday at three unless it rains", START),
        ("it depends on my boss", START),
        ("not tuesday at three", START),
        ("tuesday at three, no", START),
        ("tuesday at three, actually no", START),
        ("tuesday at three, scratch that", START),
        ("tuesday at three, never mind", START),
        ("please don't make it tuesday at three", START),
        ("i'd rather not tuesday", START),
        ("did you say tuesday at three", START),
        ("tuesday at three? no", START),
        ("is it 212 or 646 i can't remember", NUMBER),
        ("why do you need it", NUMBER),
        ("i paid 45 dollars last time", NUMBER),
        ("my old number was 212 555 0142", NUMBER),
        ("you already have my name", NAME),
        ("i never check my email", EMAIL),
        ("is that all?", SUMMARY),
        ("maybe", SUMMARY),
        ("yes if it's under 40 dollars", SUMMARY),
        ("yes and no", SUMMARY),
        ("how much is it my number is 212 555 0142", NUMBER),
        ("blue", START),
        ("\U0001f600\U0001f600", START),
        ("0" * 60, NAME),
        ("\u0645\u0631\u062d\u0628\u0627", START),
    ],
)
def test_the_reader_abstains(said: str, asked: Scene) -> None:
    assert acts(said, asked) is None


def test_what_is_left_over_is_named() -> None:
    said = "my sister maria said tuesday works"
    found = understand(said, START)
    assert [said[start:end] for start, end in found.leftover] == ["sister maria"]


@pytest.mark.parametrize(
    "said", ["how much is a colour", "what does a colour cost", "colour price?"]
)
def test_a_question_about_a_value_records_nothing(said: str) -> None:
    assert acts(said, scene("service")) == [m.Question("price")]


@pytest.mark.parametrize(
    "said", ["not today", "bye now", "no idea", "one moment", "a second please"]
)
def test_words_of_time_that_mean_none_fill_nothing(said: str) -> None:
    for asked in (START, SUMMARY):
        found = understand(said, asked)
        assert not any(isinstance(move, Record) for move in found.moves), found


# --- without a model ------------------------------------------------------------------------------


def effort(said: str, asked: Scene) -> list[Move]:
    return bare(best_effort(said, understand(said, asked), asked))


def test_a_value_beside_harmless_words_is_acted_on_in_doubt() -> None:
    said = "my dog's birthday is coming so i'd like tuesday at three"
    assert effort(said, START) == [Record(step="start", value=TUESDAY_AT_3, doubtful=True)]


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("not on a boat tuesday at three", START),
        ("the dog and tuesday at three or so on monday", START),
        ("my sister told me her name is maria lopez", NAME),
        ("the cat costs 45 dollars tuesday at three", START),
        ("why not have the dog groomed tuesday at three?", START),
        ("the dog is 3 tuesday at three", START),
        ("blue", START),
        ("x" * 5_000, START),
    ],
)
def test_in_all_other_cases_it_is_unclear(said: str, asked: Scene) -> None:
    assert effort(said, asked) == [m.Unclear()]


def test_a_question_about_something_unknown_is_a_question() -> None:
    assert effort("do you take credit cards", NUMBER) == [m.Question(None)]


def test_an_answer_with_an_unknown_question_is_both() -> None:
    asked = scene("phone", act="read_back", knows="service start phone")
    assert effort("Yes. Do you take credit cards?", asked) == [m.Affirm(), m.Question(None)]


def test_at_the_summary_the_question_comes_before_the_yes() -> None:
    assert effort("Yes. Do you take credit cards?", SUMMARY) == [m.Question(None)]


def test_what_is_covered_is_acted_on_as_it_is() -> None:
    assert effort("tuesday at three", START) == [Record(step="start", value=TUESDAY_AT_3)]


# --- whatever the text ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "a" * 100_000,
        "no " * 33_000,
        "1 " * 50_000,
        "tuesday at three " * 6_000,
        " " * 100_000,
        "\x00" * 100_000,
        "(" * 100_000,
        "\u202e" * 100_000,
        "\U0001f600" * 30_000,
    ],
)
def test_a_very_long_text_is_given_up_at_once(said: str) -> None:
    with patience(said):
        found = understand(said, START)
    assert not found.covered
    assert found.leftover == ((0, len(said)),)


@pytest.mark.parametrize(
    "said",
    [
        "a", "no ", "1 ", "tuesday at three ", "my ", "' ", "can i ", "um ", "the time and ",
        "just ",
        "a b c ", "please ", " ", "i'd like to ", "don't ", "is it ", "make it ", "yes ", "@ ", "9",
    ],
)  # fmt: skip
def test_no_turn_takes_long(said: str) -> None:
    said = (said * 1_000)[:990] + "tuesday"
    for asked in SCENES:
        with patience(said):
            understand(said, asked)


WORDS = st.sampled_from(
    """
    no yes not tuesday three at the time name number wrong change make it four instead my is maria
    lopez please or and 212 555 0142 haircut colour second one neither email dot com leave go back
    bye how much what can i um sorry wait actually half past don't
    """.split()
)


@given(st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=14).map(" ".join)))
def test_no_text_breaks_the_reader(said: str) -> None:
    for asked in SCENES:
        found = understand(said, asked)
        assert found == understand(said, asked)
        assert isinstance(found, Understanding)
        assert all(0 <= start < end <= len(said) for start, end in found.leftover)
        assert all(move.by == "reader" and move.evidence for move in found.moves)
        assert best_effort(said, found, asked)
        offers = asked.state.offer.options if asked.state.offer else ()
        for move in found.moves:
            if isinstance(move, m.Choose):
                assert 1 <= move.number <= len(offers)
            if isinstance(move, m.Deny):
                assert not any(isinstance(other, Record) for other in found.moves)


@given(st.lists(WORDS, min_size=1, max_size=10).map(" ".join))
def test_evidence_is_said(said: str) -> None:
    for asked in SCENES:
        for move in understand(said, asked).moves:
            assert move.evidence is not None
            assert all(piece in said for piece in move.evidence.said)
