"""The sample calls of the design, turn by turn: each utterance as the moves its answer implies."""

from __future__ import annotations

import pytest

from handrail.engine import moves as m
from handrail.engine.moves import Move, Record
from handrail.reading import Scene, best_effort, understand
from handrail.reading.scene import Understanding
from tests.reading.moves import acts, heard, record
from tests.reading.sample import PHONE, TUESDAY_AT_3, at, reception, scene

ALL = "service start phone name"


def test_straight_through() -> None:
    assert acts("i'd like to book a haircut", reception()) == [
        m.Switch("booking"),
        record("service", "Haircut"),
    ]
    assert heard("next tuesday at three", scene("start", knows="service")) == {
        "start": TUESDAY_AT_3
    }
    said = "two one two five five five oh one four two"
    assert heard(said, scene("phone", knows="service start")) == {"phone": PHONE}
    assert acts("yep", scene("phone", act="read_back", knows="service start phone")) == [m.Affirm()]
    assert heard("maria lopez", scene("name", knows="service start phone")) == {
        "name": "Maria Lopez"
    }
    assert acts("no thanks", scene("email", knows=ALL)) == [m.Decline("email")]
    assert acts("yes please", scene(act="summary", knows=ALL)) == [m.Affirm()]
    assert acts("no that's all", reception()) == [m.Deny()]


def test_everything_at_once() -> None:
    said = "hi this is maria lopez i need a colour on saturday morning my number's 212 555 0142"
    moves = acts(said, reception())
    assert moves is not None
    assert moves[0] == m.Switch("booking")
    records = {move.step: move for move in moves if isinstance(move, Record)}
    assert records["name"].value == "Maria Lopez"
    assert records["service"].value == "Colour"
    assert records["phone"].value == PHONE
    assert records["start"].value is None
    assert records["start"].partial is not None
    options = (at(13, 10), at(13, 10, 30), at(13, 11))
    assert acts("the second", scene("start", act="offer", offer=options)) == [m.Choose(2)]
    assert acts("right", scene("phone", act="read_back", knows="phone")) == [m.Affirm()]


def test_fragments() -> None:
    (day,) = acts("tuesday", scene("start", knows="service")) or [m.Unclear()]
    assert isinstance(day, Record)
    assert (day.value, str(day.partial)) == (None, "2026-06-16")
    asked = scene("start", knows="service", partials={"start": day.partial})
    (time,) = acts("around three", asked) or [m.Unclear()]
    assert isinstance(time, Record)
    assert time.value == TUESDAY_AT_3
    assert time.partial is not None
    offered = scene("start", act="offer", offer=(TUESDAY_AT_3, at(16, 15, 15)))
    assert acts("three's fine", offered) == [m.Choose(1)]
    (chunk,) = acts("two one two", scene("phone")) or [m.Unclear()]
    assert isinstance(chunk, Record)
    rest = scene("phone", partials={"phone": chunk.partial})
    assert heard("five five five oh one four two", rest) == {"phone": PHONE}


def test_a_correction_in_place() -> None:
    said = "maria lopez, oh and make it four instead of three"
    assert heard(said, scene("name", knows="service start phone")) == {
        "name": "Maria Lopez",
        "start": at(16, 16),
    }


def test_going_back_and_back_again() -> None:
    assert acts("wait, can we change the day", scene("email", knows=ALL)) == [m.Revisit("start")]
    asked = scene("start", manner="revisit", knows=ALL)
    assert acts("actually the phone's wrong too", asked) == [m.Revisit("phone")]
    assert heard("wednesday same time", asked) == {"start": at(17, 15)}
    asked = scene("phone", manner="revisit", knows=ALL)
    assert heard("212 555 0199", asked) == {"phone": "+12125550199"}


def test_a_change_that_undoes_another_answer() -> None:
    asked = scene("phone", knows="service start")
    assert heard("make it a colour instead", asked) == {"service": "Colour"}
    offered = scene("start", act="offer", offer=(at(19, 16, 30), at(20, 10)), knows="service")
    assert acts("four thirty", offered) == [m.Choose(1)]


def test_the_time_is_gone() -> None:
    offered = scene(
        "start", act="offer", offer=(at(16, 14, 30), at(16, 15, 30)), wanted=TUESDAY_AT_3
    )
    said = "neither, what about wednesday"
    assert acts(said, offered) == [m.Record(step="start", alternatives=(at(17, 15),))]
    assert acts("go on then", scene("start", act="offer", offer=(at(17, 15),))) == [m.Affirm()]


def test_at_the_summary() -> None:
    assert acts("no", scene(act="summary", knows=ALL)) == [m.Deny()]
    said = "the name, it's lopes with an s"
    assert acts(said, scene(act="change", knows=ALL)) == [
        record("name", "Maria Lopes", spelled=True)
    ]


def test_a_question_in_the_middle() -> None:
    said = "how much is it by the way"
    assert acts(said, scene("phone", knows="service start")) == [m.Question("price")]


@pytest.mark.parametrize(
    ("said", "asked", "moves"),
    [
        ("hang on let me find it", scene("phone"), [m.Wait()]),
        ("sorry what was that", scene("name", knows="service start phone"), [m.Repeat()]),
    ],
)
def test_asides(said: str, asked: Scene, moves: list[Move]) -> None:
    assert acts(said, asked) == moves


def test_a_number_after_an_aside() -> None:
    (chunk,) = acts("yeah it's 212", scene("phone")) or [m.Unclear()]
    assert isinstance(chunk, Record)
    assert (chunk.step, chunk.value) == ("phone", None)


def test_another_workflow_in_the_middle() -> None:
    said = "you know what, i already have one on thursday, can i just move that"
    assert acts(said, scene("email", knows=ALL)) == [m.Switch("rescheduling")]


@pytest.mark.parametrize("said", ["the thing with the blue", "blue", "blue blue"])
def test_not_understood(said: str) -> None:
    asked = scene("start", knows="service")
    found = understand(said, asked)
    assert not found.covered
    assert isinstance(found, Understanding)
    assert [type(move) for move in best_effort(said, found, asked)] == [m.Unclear]


def test_a_person_is_accepted() -> None:
    assert acts("yes", scene(act="human")) == [m.Affirm()]


def test_the_callers_number_is_known() -> None:
    asked = scene("phone", act="read_back", knows="service start phone")
    assert heard("no use my mobile 212 555 0199", asked) == {"phone": "+12125550199"}


def test_yes_but() -> None:
    said = "yes but make it four"
    assert acts(said, scene(act="summary", knows=ALL)) == [m.Affirm(), record("start", at(16, 16))]


def test_back_and_no_change_after_all() -> None:
    said = "hang on what time did we say"
    assert acts(said, scene("name", knows="service start phone")) == [m.Revisit("start")]
    assert acts("no leave it", scene("start", manner="revisit", knows=ALL)) == [m.Deny()]


def test_after_the_booking() -> None:
    assert acts("please", scene("start", act="offer", offer=(at(16, 15, 30),))) == [m.Affirm()]
    assert acts("no thanks", reception()) == [m.Deny()]
