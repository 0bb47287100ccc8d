"""Digits, counts and their words, as callers say them and recognisers write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.kinds.dictation import digit_runs
from handrail.kinds.spoken import cardinal_at, numeral_at, words_of


def _digits(said: str) -> str:
    (run,) = digit_runs(words_of(said))
    return run.strings(most=20)[0]


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("two one two", "212"),
        ("oh one four two", "0142"),
        ("double five oh", "550"),
        ("triple five, oh one", "55501"),
        ("treble nine", "999"),
        ("nine hundred", "900"),
        ("five fifty", "550"),
        ("five hundred fifty five", "555"),
        ("five hundred and five", "505"),
        ("eight hundred five five five", "800555"),
        ("twelve hundred", "1200"),
        ("four thousand", "4000"),
        ("two thousand and five", "2005"),
        ("twenty-one", "21"),
        ("nineteen eighty five", "1985"),
        ("555-0142", "5550142"),
        ("2 1 2, um, 555", "212555"),
        ("a hundred", "100"),
    ],
)
def test_spoken_digits_become_digits(said: str, digits: str) -> None:
    assert _digits(said) == digits


def test_a_hundred_belongs_to_the_group_it_completes() -> None:
    (run,) = digit_runs(words_of("five hundred seventy two hundred and sixteen"))
    assert "570216" in run.strings(most=20)


@pytest.mark.parametrize("said", ["K7M4", "the 4th", "8:30", "2018/05/08", "hello", ""])
def test_codes_dates_and_times_are_no_dictation(said: str) -> None:
    assert digit_runs(words_of(said)) == []


def test_for_and_to_are_digits_only_where_digits_are_expected() -> None:
    words = words_of("one for two")
    assert [run.strings(most=9)[0] for run in digit_runs(words)] == ["1", "2"]
    (run,) = digit_runs(words, homophones=True)
    assert run.strings(most=9)[0] == "142"


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("two", 2),
        ("twenty one", 21),
        ("one hundred and five", 105),
        ("two thousand three hundred", 2300),
        ("two thousand and five", 2005),
        ("1,200", 1200),
        ("17", 17),
    ],
)
def test_counts_are_numbers(said: str, count: int) -> None:
    read = cardinal_at(words_of(said), 0)
    assert read is not None
    assert read[0] == count


@given(st.integers(0, 99_999))
def test_written_numbers_are_read_as_they_stand(number: int) -> None:
    words = words_of(str(number))
    numeral = numeral_at(words, 0)
    assert numeral is not None
    assert numeral.forms[0] == str(number)


@given(st.text(max_size=200))
def test_words_keep_their_places(text: str) -> None:
    for word in words_of(text):
        assert text[word.start : word.end] == word.raw
