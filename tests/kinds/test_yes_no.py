"""Yes and no as callers say them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.kinds.base import Context, InvalidValue
from handrail.kinds.yes_no import YesNo

ASKED = Context(now=datetime(2026, 6, 12, 13, tzinfo=UTC), asked=True)
UNASKED = Context(now=ASKED.now)
KIND = YesNo()


@pytest.mark.parametrize(
    "said",
    [
        "yes", "yep", "yeah", "Yes, please.", "go on then", "sounds good", "that's right",
        "thats right", "perfect", "please do", "please", "oh please", "uh-huh", "mm-hmm",
        "of course",
        "all good", "works for me", "that'll do nicely", "no problem", "why not", "book it",
        "that would be great", "I'd love to", "you got it", "no yeah", "sure, go ahead",
        "absolutely", "that's me", "fine by me", "okay, what does it cost?", "yes that's it",
        "that is correct", "correct", "right", "spot on", "haha yeah", "it is", "yes it's fine",
    ],
)  # fmt: skip
def test_an_agreement_is_a_yes(said: str) -> None:
    reading = KIND.read(said, ASKED)
    assert (reading.status, reading.value, reading.doubtful) == ("clear", True, False)


@pytest.mark.parametrize("said", ["I guess so", "i suppose so", "i think so", "probably"])
def test_a_half_hearted_yes_is_doubtful(said: str) -> None:
    reading = KIND.read(said, ASKED)
    assert (reading.value, reading.doubtful) == (True, True)


@pytest.mark.parametrize(
    "said",
    [
        "no", "nope", "nah", "no thanks", "no thank you very much", "not really", "I'd rather not",
        "that's wrong", "thats not right", "yeah no", "ok no", "no that's all", "No, that's fine",
        "no i'm good thanks", "i don't think so", "absolutely not", "not today", "uh-uh",
        "it's not", "no, it isn't", "don't book it", "that won't work for me", "not at the moment",
        "of course not", "okay, that's not right", "sounds good but i'd rather not",
        "no, make it the 4th", "i don't want to",
    ],
)  # fmt: skip
def test_a_refusal_is_a_no(said: str) -> None:
    reading = KIND.read(said, ASKED)
    assert (reading.status, reading.value) == ("clear", False)


@pytest.mark.parametrize(
    "said",
    [
        "", "is that right?", "yes?", "is that right", "maybe", "i don't know", "no idea",
        "yes and no", "good morning", "tuesday at three", "no rush", "I already know",
        "actually make it tuesday", "book it at three", "please wait", "at four please",
        "it's 12 that I want", "right now", "never mind", "no, that's right",
        "i don't think thursday will work for the others",
    ],
)  # fmt: skip
def test_what_is_neither_fills_nothing(said: str) -> None:
    assert KIND.read(said, ASKED).status == "none"


@pytest.mark.parametrize("said", ["fine", "perfect", "please", "sounds good", "not today"])
def test_an_indirect_answer_needs_its_question(said: str) -> None:
    assert KIND.read(said, UNASKED).status == "none"
    assert KIND.read(said, ASKED).status == "clear"


def test_a_plain_yes_answers_unasked() -> None:
    assert KIND.read("yes", UNASKED).value is True


def test_the_span_is_the_answers_words() -> None:
    said = "well yes, but make it four"
    reading = KIND.read(said, ASKED)
    assert [said[start:end] for start, end in reading.spans] == ["yes"]


def test_a_model_may_give_booleans_and_their_words() -> None:
    assert KIND.parse(True, ASKED) is True
    assert KIND.parse(" No ", ASKED) is False
    for raw in (1, None, "perhaps"):
        with pytest.raises(InvalidValue):
            KIND.parse(raw, ASKED)


@given(st.booleans())
def test_what_is_spoken_is_read(value: bool) -> None:
    assert KIND.read(KIND.speak(value, ASKED), ASKED).value is value
    assert KIND.parse(KIND.dump(value), ASKED) is value


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(said: str) -> None:
    reading = KIND.read(said, ASKED)
    assert all(0 <= start < end <= len(said) for start, end in reading.spans)


@pytest.mark.parametrize(
    "said", ["not bad", "that's not wrong", "nothing wrong with that", "no question about it"]
)
def test_a_refusal_refused_is_no_refusal(said: str) -> None:
    assert KIND.read(said, ASKED).value is True


@pytest.mark.parametrize("said", ["I didn't say yes", "I never said no", "I wouldn't say no"])
def test_what_was_not_said_is_no_answer(said: str) -> None:
    assert KIND.read(said, ASKED).status == "none"


def test_no_such_thing_answers_nothing_where_nothing_was_asked() -> None:
    assert KIND.read("no parking nearby is there", UNASKED).status == "none"
    assert KIND.read("no sorry i meant tuesday", UNASKED).value is False


def test_regrets_refuse_and_who_sees_no_reason_agrees() -> None:
    assert KIND.read("unfortunately not", ASKED).value is False
    assert KIND.read("i don't see why not", ASKED).value is True


@pytest.mark.parametrize(
    "said", ["smashing", "naturally", "very much so", "course it is", "confirm", "no objections"]
)
def test_a_hearty_yes_is_one(said: str) -> None:
    assert KIND.read(said, ASKED).value is True


@pytest.mark.parametrize(
    "said",
    ["not the right one", "i'll pass", "let's not", "i disagree", "not for me", "nah you're fine"],
)
def test_a_polite_no_is_one(said: str) -> None:
    assert KIND.read(said, ASKED).value is False


def test_who_is_probably_not_sure_has_not_answered() -> None:
    assert KIND.read("probably not sure", ASKED).status == "none"
    assert KIND.read("probably not", ASKED).value is False


def test_no_preference_is_no_refusal() -> None:
    assert KIND.read("no preference", ASKED).status == "none"
    assert KIND.read("not even close", ASKED).value is False
    assert KIND.read("i'd say so", ASKED).value is True
