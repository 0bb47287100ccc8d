"""Counts: how many come, in words and digits."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.kinds.base import Context, InvalidValue
from handrail.kinds.number import Number

ASKED = Context(now=datetime(2026, 6, 12, 9, tzinfo=UTC), asked=True)
UNASKED = Context(now=datetime(2026, 6, 12, 9, tzinfo=UTC))
PEOPLE = Number(min=1, max=20, unit="people")


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("two", 2),
        ("two people", 2),
        ("a couple", 2),
        ("a dozen", 12),
        ("just me", 1),
        ("there will be five of us", 5),
        ("six please", 6),
        ("party of 4 at 7pm", 4),
        ("for 4 at 7:30", 4),
        ("no, three", 3),
        ("four, no, five", 5),
        ("not four, five", 5),
        ("me and two others", 3),
        ("me and my wife", 2),
        ("two adults and three kids", 5),
        ("4 people, 3 adults and 1 baby", 4),
        ("from 8 people to just 7", 7),
    ],
)
def test_a_count_is_read(said: str, count: int) -> None:
    reading = PEOPLE.read(said, ASKED)
    assert (reading.status, reading.value) == ("clear", count)


@pytest.mark.parametrize(
    "said", ["at 3", "in five days", "21", "yes", "0", "the 4th", "two weeks", "12 dollars", ""]
)
def test_other_numbers_are_no_count(said: str) -> None:
    assert PEOPLE.read(said, ASKED).status == "none"


BARE = Number()


@pytest.mark.parametrize(
    "said", ["no one", "minus two", "-2", "10-12", "thirteen thirty", "two and a half"]
)
def test_a_piece_of_something_else_is_no_count(said: str) -> None:
    assert BARE.read(said, ASKED).status == "none"


def test_a_row_of_numbers_leaves_the_count_open() -> None:
    assert BARE.read("one two three", ASKED).status == "ambiguous"


@pytest.mark.parametrize("said", ["a hundred and five", "a hundred five", "105"])
def test_a_hundred_and_more_is_one_count(said: str) -> None:
    assert BARE.read(said, ASKED).value == 105


def test_two_counts_are_ambiguous() -> None:
    assert PEOPLE.read("two or three", ASKED).alternatives == (2, 3)


def test_unasked_a_count_needs_its_unit() -> None:
    reading = PEOPLE.read("a table for two people tomorrow", UNASKED)
    assert reading.value == 2
    assert PEOPLE.read("two", UNASKED).status == "none"
    assert Number().read("two", UNASKED).status == "none"


def test_the_limits_are_told() -> None:
    assert PEOPLE.schema(ASKED)["maximum"] == 20
    assert PEOPLE.parse("a dozen", ASKED) == 12
    with pytest.raises(InvalidValue, match="from 1 to 20"):
        PEOPLE.parse(21, ASKED)
    with pytest.raises(InvalidValue, match="0 or more"):
        Number().parse(-1, ASKED)


@pytest.mark.parametrize("raw", ["", "blue", None, True, 2.5, [2]])
def test_what_is_no_number_is_refused(raw: object) -> None:
    with pytest.raises(InvalidValue, match="not a whole number"):
        PEOPLE.parse(raw, ASKED)


def test_speaking_with_the_unit() -> None:
    assert PEOPLE.speak(1, ASKED) == "1 person"
    assert PEOPLE.speak(4, ASKED) == "4 people"
    assert Number().speak(4, ASKED) == "4"


def test_a_unit_of_several_words_is_said_whole_and_heard_in_part() -> None:
    days = Number(unit="days a week")
    assert days.speak(1, ASKED) == "1 day a week"
    assert days.speak(4, ASKED) == "4 days a week"
    for said in ("four days", "four days a week"):
        assert days.read(said, UNASKED).spans == ((0, len(said)),)
    other = days.read("four days a month", UNASKED)  # what is left tells that it is another count
    assert other.spans == ((0, len("four days")),)


@given(st.integers(0, 999_999), st.sampled_from(["", "people", "boxes", "bags", "days a week"]))
def test_what_is_spoken_is_read_back(value: int, unit: str) -> None:
    kind = Number(unit=unit)
    assert kind.read(kind.speak(value, ASKED), ASKED).value == value
    assert kind.parse(kind.dump(value), ASKED) == value


@given(st.text(), st.booleans())
def test_no_text_makes_the_reader_fail(said: str, asked: bool) -> None:
    reading = PEOPLE.read(said, ASKED if asked else UNASKED)
    assert all(0 <= start < end <= len(said) for start, end in reading.spans)


@pytest.mark.parametrize("said", ["five five five", "double seven", "three point one four"])
def test_dictation_and_decimals_are_no_count(said: str) -> None:
    assert BARE.read(said, ASKED).status == "none"


def test_one_of_something_is_no_count() -> None:
    assert BARE.read("one of my friends said so", ASKED).status == "none"
    assert BARE.read("just one of us", ASKED).value == 1


@pytest.mark.parametrize("said", ["four or five of us", "there are three of us but maybe four"])
def test_two_counts_are_open_also_where_one_has_its_unit(said: str) -> None:
    assert BARE.read(said, ASKED).status == "ambiguous"


def test_who_answers_how_many_with_people_counts_them_whatever_the_unit() -> None:
    assert BARE.read("just me", ASKED).value == 1
    assert BARE.read("just the two of us", ASKED).value == 2
    assert BARE.read("a pair", ASKED).value == 2
    assert Number(unit="days").read("just me", ASKED).status == "none"


@pytest.mark.parametrize("said", ["one oh one", "twenty won", "four plus a baby"])
def test_what_more_belongs_to_a_number_than_its_word_leaves_it_open(said: str) -> None:
    assert BARE.read(said, ASKED).status == "none"


def test_who_comes_with_friends_counts_too() -> None:
    assert BARE.read("me and two friends", ASKED).value == 3


@pytest.mark.parametrize("said", ["two thirds", "half of ten", "one each", "one more than six"])
def test_shares_and_sums_are_no_count(said: str) -> None:
    assert BARE.read(said, ASKED).value != 1
    assert BARE.read(said, ASKED).status in {"none", "ambiguous"}


def test_who_means_another_number_corrects_it() -> None:
    assert BARE.read("six i mean seven", ASKED).value == 7
    assert BARE.read("a thousand", ASKED).value == 1000
