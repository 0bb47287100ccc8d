"""Phone numbers as callers give them: at once, in chunks, and corrected."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import phonenumbers
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from handrail.kinds.base import Context, InvalidValue, Reading
from handrail.kinds.phone import Phone, PhonePart, ending

NOW = datetime(2026, 6, 12, 9, tzinfo=UTC)
PHONE = Phone()


def ctx(**known: Any) -> Context:
    return Context(now=NOW, **known)


def read(said: str, *, asked: bool = True, **known: Any) -> Reading[str]:
    return PHONE.read(said, ctx(asked=asked, **known))


@pytest.mark.parametrize(
    "said",
    [
        "two one two five five five oh one four two",
        "212 555 0142",
        "(212) 555-0142",
        "it's, um, two one two, five fifty five, oh one forty two",
        "two twelve, five hundred fifty five, zero, one, four, two",
        "two one two triple five oh one four two",
        "one two one two five five five oh one four two",
        "plus one 212 555 0142",
        "two one two five five five oh one for too",
        "two one two five five five oh one four two to reach me",
        "no use my mobile 212 555 0142",
        "it's 212, then 555, then 0142",
        "212 555 0142, that's 212 555 0142",
        "555 0142, area code 212",
        "212 555 0143, sorry, 0142",
        "212 555 014, no, 0142",
        "646 555 0199, no wait, 212 555 0142",
        "212 555 0142 extension 12",
        "212 556, er sorry, 555 0142",
        "646 555 0199 scratch that use 212 555 0142",
        "ten digits right? 212 555 0142",
        "oh two one two five five five oh one four two",
        "zero zero one 212 555 0142",
    ],
)
def test_a_whole_number_is_clear(said: str) -> None:
    reading = read(said)
    assert (reading.status, reading.value) == ("clear", "+12125550142")


def test_a_number_is_given_in_chunks() -> None:
    first = read("two one two")
    assert (first.status, first.partial) == ("partial", PhonePart("212"))
    second = read("five five five", partial=first.partial)
    assert second.partial == PhonePart("212555")
    third = read("oh one four two", partial=second.partial)
    assert (third.status, third.value) == ("clear", "+12125550142")


def test_a_chunk_may_say_again_how_the_number_goes() -> None:
    reading = read("555 0142", partial=PhonePart("212555"))
    assert (reading.value, reading.doubtful) == ("+12125550142", True)


def test_a_whole_number_replaces_its_beginning() -> None:
    assert read("646 555 0199", partial=PhonePart("212")).value == "+16465550199"


@pytest.mark.parametrize("said", ["oh and a 2", "and a two", "oh, 2", "okay 2"])
def test_a_last_digit_comes_after_an_exclamation(said: str) -> None:
    assert read(said, partial=PhonePart("212555014")).value == "+12125550142"


def test_the_area_code_may_come_last() -> None:
    reading = read("212", partial=PhonePart("5550142"))
    assert (reading.value, reading.doubtful) == ("+12125550142", True)


def test_an_exclamation_is_no_zero() -> None:
    assert read("oh two one two").partial == PhonePart("212")
    assert read("oh one four two").status == "none"


def test_a_chunk_is_corrected_before_the_number_is_whole() -> None:
    assert read("no, two one three", partial=PhonePart("212")).partial == PhonePart("213")


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("no, ends in 43", "+12125550143"),
        ("the last digit is 5", "+12125550145"),
        ("sorry, 0143", "+12125550143"),
        ("0143", "+12125550143"),
        ("it's 43 not 42", "+12125550143"),
        ("not 42, 43", "+12125550143"),
        ("double five at the end", "+12125550155"),
        ("the area code is 646", "+16465550142"),
        ("it starts with 646", "+16465550142"),
        ("the middle part is 556", "+12125560142"),
        ("the middle should be 556", "+12125560142"),
        ("almost, it's five five six", "+12125560142"),
        ("did i say 0142 i meant 0143", "+12125550143"),
        ("you said 42 it's 43", "+12125550143"),
        ("isn't it 0143", "+12125550143"),
        ("the area code's wrong it's 646", "+16465550142"),
        ("no, 555 0143", "+12125550143"),
    ],
)
def test_a_part_of_the_number_is_corrected(said: str, value: str) -> None:
    reading = read(said, current="+12125550142")
    assert (reading.status, reading.value) == ("clear", value)
    assert reading.merged
    assert reading.doubtful


@pytest.mark.parametrize("said", ["yes zero one four two", "that's right 0142", "correct, 142"])
def test_the_end_said_again_agrees(said: str) -> None:
    reading = read(said, current="+12125550142")
    assert (reading.value, reading.doubtful) == ("+12125550142", False)


@pytest.mark.parametrize(
    "said",
    ["the zip is 10012", "i was born in 1962", "yeah three", "see you at three", "3:30 i mean 30"],
)
def test_other_numbers_leave_the_number_in_hand(said: str) -> None:
    assert read(said, current="+12125550142").status == "none"
    assert read(said).status == "none"


@pytest.mark.parametrize("said", ["actually make it four", "no, 330", "actually 1430", "no, two"])
def test_unasked_bare_digits_correct_nothing(said: str) -> None:
    assert read(said, asked=False, current="+12125550142").status == "none"
    assert read("no, 0143", asked=False, current="+12125550142").value == "+12125550143"


def test_three_digits_that_may_be_either_group_are_ambiguous() -> None:
    reading = read("no it's 646", current="+12125550142")
    assert reading.status == "ambiguous"
    assert set(reading.alternatives) == {"+16465550142", "+12126460142"}


def test_two_numbers_are_ambiguous() -> None:
    reading = read("212 555 0142 or 646 555 0199")
    assert reading.alternatives == ("+12125550142", "+16465550199")


@pytest.mark.parametrize(
    ("said", "region", "value"),
    [
        ("oh two oh seven nine four six double oh one eight", "GB", "+442079460018"),
        ("plus four four two oh seven nine four six double oh one eight", "US", "+442079460018"),
        ("country code forty four, twenty seventy nine forty six double oh one eight", "US",
         "+442079460018"),
        ("zero seven seven double zero, nine hundred, one two three", "GB", "+447700900123"),
        ("0044 20 7946 0958", "US", "+442079460958"),
        ("011 44 20 7946 0958", "US", "+442079460958"),
    ],
)  # fmt: skip
def test_numbers_of_other_countries(said: str, region: str, value: str) -> None:
    assert read(said, region=region).value == value


@pytest.mark.parametrize(
    "said",
    [
        "two one two five five five oh one four two seven",
        "123 456 7890",
        "000 000 0000",
        "at three on tuesday",
        "just give me one second",
        "for 2 people at 8:30",
        "yes",
        "the thing with the blue",
        "",
    ],
)
def test_what_is_no_number_gives_none(said: str) -> None:
    assert read(said).status == "none"


def test_unasked_only_a_whole_number_is_read() -> None:
    reading = read("my number's 212 555 0142 and i'd like tuesday at 3", asked=False)
    assert reading.value == "+12125550142"
    assert reading.spans == ((0, len("my number's 212 555 0142")),)
    assert read("212 555 0142", asked=False).status == "clear"
    assert read("two one two", asked=False).status == "none"
    assert read("my order number is 2125550142", asked=False).status == "none"
    assert read("555 0142", asked=False).status == "none"


def test_an_extension_is_said_with_the_number_and_not_kept() -> None:
    said = "my number's 212 555 0142, extension twelve"
    reading = read(said, asked=False)
    assert (reading.value, reading.span) == ("+12125550142", (0, len(said)))


def test_speaking_in_groups() -> None:
    assert PHONE.speak("+12125550142", ctx()) == "212, 555, 0142"
    assert PHONE.speak("+442079460018", ctx()) == "plus 44, 20, 7946, 0018"
    assert PHONE.speak("+442079460018", ctx(region="GB")) == "020, 7946, 0018"
    assert PHONE.spell("+12125550142", ctx()) == "2 1 2, 5 5 5, 0 1 4 2"
    assert PHONE.speak_partial(PhonePart("212555"), ctx()) == "212, 555"
    assert ending("+12125550142") == "ending 0142"


def test_a_model_gives_a_number() -> None:
    assert PHONE.parse("212-555-0142", ctx()) == "+12125550142"
    assert PHONE.parse(2125550142, ctx()) == "+12125550142"
    assert PHONE.parse(PHONE.dump("+442079460018"), ctx()) == "+442079460018"
    assert PHONE.supports("+12125550142", "212 / 555 oh one four two", ctx())
    assert not PHONE.supports("+12125550143", "212 555 0142", ctx())


@pytest.mark.parametrize("raw", ["", "12", "call me", None, 3.5, "9" * 40, ["2125550142"]])
def test_what_is_no_number_is_refused_in_one_sentence(raw: object) -> None:
    with pytest.raises(InvalidValue, match=r"^That is not a complete phone number[^.]*\.$"):
        PHONE.parse(raw, ctx())


_NATIONAL = st.tuples(
    st.integers(201, 989), st.integers(200, 999), st.integers(0, 9999)
).map(lambda n: f"+1{n[0]}{n[1]}{n[2]:04}")  # fmt: skip


@given(_NATIONAL, st.sampled_from(["US", "GB", "CA"]))
def test_what_is_spoken_is_read_back(value: str, region: str) -> None:
    assume(phonenumbers.is_valid_number(phonenumbers.parse(value)))
    known = ctx(asked=True, region=region)
    for said in (PHONE.speak(value, known), PHONE.spell(value, known)):
        assert PHONE.read(said, known).value == value


@given(st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS)), st.sampled_from(["US", "GB"]))
def test_numbers_of_every_country_are_read_back(country: str, region: str) -> None:
    number = phonenumbers.example_number(country)
    assume(number)
    assert number is not None
    value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    assert read(PHONE.speak(value, ctx(region=region)), region=region).value == value


_WORDS = st.sampled_from(
    "one two oh double triple hundred thousand and fifty for to plus no sorry ends in last digit "
    "is not area code 212 0142 , - . um people at".split()
)


@given(st.text() | st.lists(_WORDS, max_size=30).map(" ".join), st.booleans())
def test_no_text_makes_the_reader_fail(said: str, asked: bool) -> None:
    for known in ({}, {"partial": PhonePart("212")}, {"current": "+12125550142"}):
        reading = read(said, asked=asked, **known)
        assert all(0 <= start < end <= len(said) for start, end in reading.spans)
        if reading.status == "clear":
            assert PHONE.parse(reading.value, ctx()) == reading.value


@pytest.mark.parametrize(
    "said",
    ["not 212 555 0142", "don't use 212 555 0142", "my old number was 212 555 0142"],
)
def test_a_number_that_is_not_to_be_called_is_not_taken(said: str) -> None:
    assert read(said).status == "none"
    assert read(f"{said}, use 646 555 0199").value == "+16465550199"


@pytest.mark.parametrize(
    ("said", "span"),
    [
        ("213 sorry 212 555 0142", (0, 22)),
        ("212 555 0199 no wait 212 555 0142", (0, 33)),
        ("212 555 0142", (0, 12)),
    ],
)
def test_a_number_taken_back_in_the_same_breath_is_accounted_for(
    said: str, span: tuple[int, int]
) -> None:
    reading = read(said)
    assert (reading.value, reading.span) == ("+12125550142", span)


def test_no_north_american_number_begins_with_ten() -> None:
    assert read("10").status == "none"
    assert read("1 2 1 2").status == "partial"


def test_the_span_of_a_number_deep_in_a_long_turn_begins_at_its_cue() -> None:
    said = (
        "hi my name's Anthony Russo and I want a colour on Friday the 19th at 2 in the afternoon, "
        "you can reach me on 646-555-0177"
    )
    (span,) = read(said, asked=False).spans
    assert said[slice(*span)] == "reach me on 646-555-0177"


def test_what_leads_up_to_a_number_is_found_however_late_it_is_said() -> None:
    before = "i need a colour wednesday june seventeenth at ten o'clock, my name's maria lopez, "
    said = f"{before}my number's 212, 555, 0142"
    assert read(said, asked=False).span == (len(before), len(said))


def test_a_number_that_no_plan_can_hold_is_not_taken() -> None:
    assert read("nine nine nine nine nine nine nine nine nine nine").status == "none"
    assert read("two one two five five five oh one four two").value == "+12125550142"
