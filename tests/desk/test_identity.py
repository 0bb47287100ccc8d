"""When a caller has said enough to hear of what is stored."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.desk.identity import Claims, identifies, matching, same_name


@dataclass(frozen=True)
class _Stored:
    phone: str = "+12125550142"
    name: str = "Maria Lopez"
    email: str | None = "maria@example.com"
    code: str | None = "K7M4"


MARIA = _Stored()
ALL = Claims("+12125550142", "+12125550142", "Maria Lopez", "maria@example.com", "K7M4")
NOBODY = Claims()


@pytest.mark.parametrize(
    "claims",
    [
        Claims(calling="+12125550142", name="Maria Lopez"),
        Claims(calling="+12125550142", name="Maria"),
        Claims(calling="+12125550142", name="lopes"),
        Claims(number="+12125550142", name="Maria Lopes"),
        Claims(number="+12125550142", code="k7m4"),
        Claims(name="maria lopez", email="Maria@Example.com"),
        Claims(name="Maria Lópes", code="K7M4"),
        Claims(calling="+12125550142", name="María López"),
        Claims(calling="+12125550199", number="+12125550142", name="Lopez Maria"),
    ],
)
def test_two_things_that_match_are_enough(claims: Claims) -> None:
    assert identifies(claims, MARIA)


@pytest.mark.parametrize(
    "claims",
    [
        NOBODY,
        Claims(calling="+12125550142"),
        Claims(calling="+12125550142", number="+12125550142"),
        Claims(name="Maria Lopez"),
        Claims(code="K7M4"),
        Claims(calling="+12125550142", name="Ann Smith"),
        Claims(calling="+12125550142", name="Maria Smith"),
        Claims(email="maria@example.com", name="Maria"),
        Claims(number="+12125550143", name="Maria Lopez", code="K7M9"),
    ],
)
def test_one_thing_or_a_wrong_one_is_not(claims: Claims) -> None:
    assert not identifies(claims, MARIA)


def test_what_is_not_stored_matches_nothing() -> None:
    purged = replace(MARIA, phone="", name="", email=None, code=None)
    assert not matching(replace(ALL, number="", name="", code=""), purged)


@pytest.mark.parametrize(("said", "held"), [("Smyth", "Smith"), ("Steven Hall", "Stephen Hall")])
def test_a_name_is_misheard_only_beside_a_number(said: str, held: str) -> None:
    assert same_name(said, held, tolerant=True)
    assert not same_name(said, held, tolerant=False)


@given(st.text(), st.text(min_size=1), st.booleans())
def test_names_of_any_text_are_compared(said: str, held: str, tolerant: bool) -> None:
    assert not (same_name(said, held, tolerant=False) and not same_name(said, held, tolerant=True))
    assert same_name(held, held, tolerant=tolerant) or not any(char.isalnum() for char in held)


@given(
    st.sampled_from(["calling", "number", "name", "email", "code"]),
    st.sampled_from(["calling", "number", "name", "email", "code"]),
)
def test_any_two_different_things_identify_and_no_one_does(one: str, other: str) -> None:
    claims = replace(NOBODY, **{each: getattr(ALL, each) for each in (one, other)})
    same = one == other or {one, other} == {"calling", "number"}
    assert identifies(claims, MARIA) is not same
