"""What is told beside a request: the occasion, and how long somebody has been coming."""

from __future__ import annotations

import pytest

from handrail.engine.moves import Decline, Record, Switch
from tests.reading.moves import acts, heard, record
from tests.reading.sample import at, reception, scene

FRIDAY_AT_2 = at(19, 14)


@pytest.mark.parametrize(
    "remark",
    [
        "because i have a wedding on saturday",
        "because my daughter has a party on sunday",
        "please i've been coming for years",
        "i've been a client for ten years",
    ],
)
def test_a_remark_takes_nothing_from_a_clear_request(remark: str) -> None:
    assert acts(f"a haircut on friday the 19th at 2, {remark}", reception()) == [
        Switch("booking"),
        record("service", "Haircut"),
        record("start", FRIDAY_AT_2),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "because i have a wedding on saturday",
        "i've been a client for ten years",
        "a haircut on friday the 19th at 2 because i can't make the wedding day",
    ],
)
def test_a_remark_that_is_all_or_asks_for_more_is_left_to_be_asked(text: str) -> None:
    assert acts(text, reception()) is None


@pytest.mark.parametrize(
    "text",
    [
        "too one too five five five oh won for too",
        "to one two five five five oh one four two",
        "to two one two five five five oh one four two",
    ],
)
def test_digits_that_were_written_as_other_words_are_digits_where_a_number_is_asked(
    text: str,
) -> None:
    assert heard(text, scene("phone", knows="service start")) == {"phone": "+12125550142"}


@pytest.mark.parametrize("text", ["too early for me", "to one of them"])
def test_the_same_words_are_no_digits_elsewhere(text: str) -> None:
    moves = acts(text, scene("phone", knows="service start")) or []
    assert not [move for move in moves if isinstance(move, Record)]


@pytest.mark.parametrize(
    "text", ["i don't want a haircut, i want a colour", "i don't need a haircut just a colour"]
)
def test_what_is_not_wanted_gives_way_to_what_is(text: str) -> None:
    assert acts(text, reception()) == [Switch("booking"), record("service", "Colour")]


def test_what_is_not_wanted_alone_is_no_request() -> None:
    assert Switch("booking") not in (acts("i don't want a haircut", reception()) or [])


@pytest.mark.parametrize("text", ["no that's it just book it", "no thanks, just book it please"])
def test_who_only_wants_it_booked_leaves_out_what_can_be(text: str) -> None:
    email = scene("email", knows="service start phone name")
    assert acts(text, email) == [Decline("email")]


def test_who_only_wants_it_booked_leaves_out_nothing_that_is_needed() -> None:
    name = scene("name", knows="service start phone")
    assert Decline("name") not in (acts("no just book it", name) or [])
