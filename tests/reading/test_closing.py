"""How a call ends: thanks and "that is all" fill nothing, whatever day they name."""

from __future__ import annotations

import pytest

from handrail.engine import moves as m
from tests.reading.moves import acts, record
from tests.reading.sample import TUESDAY_AT_3, at, reception, scene

OFFER = scene("start", act="offer", knows="service", offer=(at(17, 15),), wanted=TUESDAY_AT_3)


@pytest.mark.parametrize(
    "said",
    [
        "that is all today",
        "no, that will be all for today, thank you",
        "that's everything I need for now",
        "that's all the help I needed",
        "no, that would be all",
        "thank you for your help today",
        "thanks for helping me out",
        "I really appreciate your help",
        "thanks for all of your assistance, that takes care of everything",
        "I don't need anything else today",
        "no, I do not need any further help",
        "no, I am all set",
        "thanks a ton",
        "you've been very helpful",
        "I have all the information I need",
        "nothing else for today",
    ],
)
def test_who_is_done_ends_the_call_and_books_nothing(said: str) -> None:
    assert acts(said, reception()) == [m.Deny()]


def test_a_time_behind_thanks_is_wanted() -> None:
    assert acts("thank you, a haircut today at five please", reception()) == [
        m.Switch("booking"),
        record("service", "Haircut"),
        record("start", at(12, 17)),
    ]
    assert acts("thanks for your help, today at five then", OFFER) == [record("start", at(12, 17))]


def test_a_yes_beside_the_end_of_it_takes_what_is_offered() -> None:
    assert acts("sounds good, that's everything for today", OFFER) == [m.Affirm()]
    assert acts("no thanks, that is all I needed", OFFER) == [m.Deny()]


def test_who_needs_more_is_not_done() -> None:
    assert acts("that's all I need to know about the price", reception()) is None
    assert m.Deny() not in (acts("I need more help", reception()) or [])
    assert m.Deny() not in (acts("is that everything you need?", OFFER) or [])
