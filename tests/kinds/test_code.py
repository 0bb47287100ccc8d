"""Codes of letters and digits in turn, as callers say, spell and read them out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from handrail.kinds.base import Context, InvalidValue
from handrail.kinds.code import Code

CTX = Context(now=datetime(2026, 6, 12, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    "text",
    [
        "K7M4",
        "k7m4",
        "k 7 m 4",
        "kay seven em four",
        "kilo seven mike four",
        "k as in kilo, seven, m as in mike, four",
        "k7 m4",
        "k seven, uh, m four",
        "it's k seven m four",
        "my booking code is kilo seven mike for",
    ],
)
def test_a_code_is_read_however_it_is_said(text: str) -> None:
    reading = Code().read(text, CTX)
    assert (reading.status, reading.value) == ("clear", "K7M4")


@pytest.mark.parametrize("text", ["b two for ate", "b two c ate"])
def test_a_digit_that_sounds_like_a_word_is_one_only_where_a_digit_is_due(text: str) -> None:
    wanted = {"b two for ate": None, "b two c ate": "B2C8"}[text]
    assert Code().read(text, CTX).value == wanted


@pytest.mark.parametrize(
    "text",
    [
        "",
        "k seven",
        "k seven m",
        "seven k four m",
        "212 555 0142",
        "at four",
        "i have two",
        "k m 7 4",
    ],
)
def test_what_is_no_code_is_not_read_as_one(text: str) -> None:
    assert Code().read(text, CTX).status == "none"


def test_the_words_around_a_code_are_taken_with_it() -> None:
    text = "cancel it please, my code is k seven m four thanks"
    ((start, end),) = Code().read(text, CTX).spans
    assert text[start:end] == "my code is k seven m four"


def test_two_codes_are_two_readings_and_one_said_twice_is_one() -> None:
    both = Code().read("k7m4 or was it k7n4", CTX)
    assert (both.status, both.alternatives) == ("ambiguous", ("K7M4", "K7N4"))
    assert Code().read("k7m4, that is kilo seven mike four", CTX).value == "K7M4"


@pytest.mark.parametrize("raw", ["K7M4", " k 7 m 4 ", "k7-m4"])
def test_what_a_model_or_an_owner_writes_is_put_in_one_form(raw: str) -> None:
    assert Code().parse(raw, CTX) == "K7M4"


@pytest.mark.parametrize("raw", ["", "K7", "7K4M", "KM74", "K7M", 74, None, "K7M4!"])
def test_what_is_written_and_is_no_code_is_refused_in_a_sentence(raw: object) -> None:
    with pytest.raises(InvalidValue, match="letters and digits in turn"):
        Code().parse(raw, CTX)


def test_a_longer_code_can_be_asked_for() -> None:
    assert Code(pairs=3).read("k seven m four", CTX).status == "none"
    assert Code(pairs=3).read("k seven m four b two", CTX).value == "K7M4B2"
    with pytest.raises(InvalidValue):
        Code(pairs=3).parse("K7M4", CTX)


def test_a_code_is_said_sign_by_sign() -> None:
    assert Code().speak("K7M4", CTX) == "K 7 M 4"
