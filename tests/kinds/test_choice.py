"""Choices as callers make them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.kinds.base import Context, Fact, InvalidValue
from handrail.kinds.choice import Choice, Option

SERVICES = (
    Option("Haircut", description="Wash and cut", minutes=30, price=45),
    Option("Colour", synonyms=("color", "dye"), minutes=90, price=120),
    Option("Consultation", description="A talk about your hair", minutes=15, price=0),
)
KIND = Choice(SERVICES)
UNASKED = Context(now=datetime(2026, 6, 12, 13, tzinfo=UTC))
ASKED = replace(UNASKED, asked=True)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("i'd like to book a haircut", "Haircut"),
        ("two haircuts", "Haircut"),
        ("a hair cut please", "Haircut"),
        ("hair-cuts", "Haircut"),
        ("just a cut", "Haircut"),
        ("i want my hair dyed", "Colour"),
        ("color", "Colour"),
        ("colouring", "Colour"),
        ("a haircut not a colour", "Haircut"),
        ("instead of a haircut i want a colour", "Colour"),
        ("no, a colour", "Colour"),
        ("a haircut, no, sorry, a consultation", "Consultation"),
        ("colour, no haircut", "Colour"),
        ("make it a colour instead", "Colour"),
        ("i'd love a colour", "Colour"),
        ("a haircut this week", "Haircut"),
        ("i'd like the colour for my sister", "Colour"),
    ],
)
def test_an_option_is_read_by_its_names_wherever_it_is_said(said: str, value: str) -> None:
    for ctx in (ASKED, UNASKED):
        reading = KIND.read(said, ctx)
        assert (reading.status, reading.value, reading.doubtful) == ("clear", value, False)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("cut", "Haircut"),
        ("the second one", "Colour"),
        ("number two", "Colour"),
        ("the last", "Consultation"),
        ("the half-hour one", "Haircut"),
        ("ninety minutes", "Colour"),
        ("the hour and a half one", "Colour"),
        ("the cheaper one", "Consultation"),
        ("the most expensive", "Colour"),
        ("the free one", "Consultation"),
        ("the $45 one", "Haircut"),
        ("the 45 dollar one", "Haircut"),
        ("the quick one", "Consultation"),
        ("a wash", "Haircut"),
        ("consult", "Consultation"),
    ],
)
def test_places_and_descriptions_count_only_when_asked(said: str, value: str) -> None:
    assert KIND.read(said, ASKED).value == value
    assert KIND.read(said, UNASKED).status == "none"


def test_places_are_those_of_the_offer() -> None:
    offered = replace(UNASKED, offered=("Consultation", "Colour"))
    assert KIND.read("the first one", offered).value == "Consultation"
    assert (
        KIND.read("the shorter", replace(offered, offered=("Haircut", "Colour"))).value == "Haircut"
    )


@pytest.mark.parametrize(
    "said",
    [
        "make sure it's with the same lady as last time",
        "this is my first time",
        "my first time here",
        "last time was great",
        "the last appointment was long",
        "my hair color is brown",
        "i love the colour of your logo",
        "i hated my last haircut",
        "how about at four on the first",
        "i can wait as long as it takes",
        "no one of us is in a hurry",
    ],
)
def test_talk_of_other_things_chooses_nothing(said: str) -> None:
    for ctx in (ASKED, UNASKED, replace(UNASKED, offered=("Haircut", "Colour"))):
        assert KIND.read(said, ctx).status == "none"


@pytest.mark.parametrize(
    "said",
    [
        "i'll take the second one", "the second one please", "um maybe the second",
        "yes the second one would be great", "i think the second one, my bus is at four",
        "let's do number two", "that second one works better for us",
    ],
)  # fmt: skip
def test_a_place_is_taken_in_many_words(said: str) -> None:
    assert KIND.read(said, ASKED).value == "Colour"


@pytest.mark.parametrize("said", ["consolation", "heircut", "consultasion"])
def test_a_sound_alike_is_doubtful(said: str) -> None:
    reading = KIND.read(said, ASKED)
    assert reading.status == "clear"
    assert reading.doubtful


def test_two_options_are_ambiguous() -> None:
    reading = KIND.read("a haircut or a colour", ASKED)
    assert (reading.status, reading.alternatives) == ("ambiguous", ("Haircut", "Colour"))


@pytest.mark.parametrize(
    "said",
    [
        "not a colour", "i don't want a colour", "no haircut", "how much is a colour",
        "what's a consultation", "how long does a haircut take", "blue", "the thing with the blue",
        "hair", "the second of june", "two one two five five five", "", "tuesday at three",
    ],
)  # fmt: skip
def test_what_names_no_option_is_not_read(said: str) -> None:
    assert KIND.read(said, ASKED).status == "none"


def test_the_options_may_come_at_call_time() -> None:
    kind = Choice(Fact("services"))
    ctx = replace(ASKED, facts={"services": ["Massage", {"name": "Facial", "synonyms": ["face"]}]})
    assert kind.read("a face please", ctx).value == "Facial"
    assert kind.parse("massages", ctx) == "Massage"
    assert kind.read("massage", ASKED).status == "none"
    assert kind.schema(ctx)["enum"] == ["Massage", "Facial"]


def test_a_fact_that_holds_no_options_is_refused() -> None:
    kind = Choice(Fact("services"))
    for wrong in ("Massage", 3, [3], [{"title": "Massage"}]):
        ctx = replace(ASKED, facts={"services": wrong})
        assert kind.read("massage", ctx).status == "none"
        with pytest.raises(InvalidValue):
            kind.parse("massage", ctx)


def test_the_only_option_needs_no_question() -> None:
    assert Choice(["Massage"]).only(ASKED) == "Massage"
    assert KIND.only(ASKED) is None


@pytest.mark.parametrize("raw", [None, 3, "", "Perm"])
def test_a_model_must_name_an_option(raw: object) -> None:
    with pytest.raises(InvalidValue, match="Haircut, Colour, Consultation"):
        KIND.parse(raw, ASKED)


def test_equal_options_make_equal_kinds() -> None:
    assert Choice(SERVICES) == Choice(list(SERVICES))
    assert hash(Choice(SERVICES)) == hash(Choice(list(SERVICES)))


@given(st.sampled_from(SERVICES))
def test_what_is_spoken_is_read(option: Option) -> None:
    assert KIND.read(KIND.speak(option.name, ASKED), UNASKED).value == option.name
    assert KIND.parse(KIND.dump(option.name), ASKED) == option.name
    assert KIND.supports(option.name, f"a {option.name.lower()}", ASKED)


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(said: str) -> None:
    reading = KIND.read(said, ASKED)
    assert all(0 <= start < end <= len(said) for start, end in reading.spans)
