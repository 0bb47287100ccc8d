"""Moves by the ways callers make them, at every kind of question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handrail.engine import moves as m
from handrail.engine.moves import Move, Record
from handrail.engine.state import Answer
from handrail.kinds.choice import Choice
from handrail.kinds.text import Text
from handrail.kinds.when import When
from handrail.kinds.yes_no import YesNo
from handrail.reading import understand
from handrail.step import Step
from handrail.workflow import Workflow
from tests.reading.moves import acts, heard, record
from tests.reading.sample import NOW, PHONE, TUESDAY_AT_3, Booking, at, reception, scene

ALL = "service start phone name"
START = scene("start", knows="service")
NUMBER = scene("phone", knows="service start")
NAME = scene("name", knows="service start phone")
EMAIL = scene("email", knows=ALL)
SUMMARY = scene(act="summary", knows=ALL)
CHANGE = scene(act="change", knows=ALL)
READ_BACK = scene("phone", act="read_back", knows="service start phone")
REVISIT = scene("start", manner="revisit", knows=ALL)
TWO = scene("start", act="offer", offer=(at(16, 14, 30), at(16, 15, 30)), wanted=TUESDAY_AT_3)
ONE = scene("start", act="offer", offer=(at(17, 15),), wanted=TUESDAY_AT_3)


# --- yes and no -----------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", [READ_BACK, SUMMARY, ONE, scene(act="human")])
@pytest.mark.parametrize(
    "said", ["yes", "yep", "yeah go ahead", "sure, thanks", "that's right", "please", "i guess so"]
)
def test_a_yes_agrees(asked: object, said: str) -> None:
    assert acts(said, asked) == [m.Affirm()]  # type: ignore[arg-type]


@pytest.mark.parametrize("asked", [READ_BACK, SUMMARY, ONE, scene(act="human")])
@pytest.mark.parametrize("said", ["no", "nope", "no thanks", "not really", "um no sorry"])
def test_a_no_that_stands_alone_refuses(asked: object, said: str) -> None:
    assert acts(said, asked) == [m.Deny()]  # type: ignore[arg-type]


def test_a_value_that_was_read_back_may_be_it() -> None:
    assert acts("that's it", READ_BACK) == [m.Affirm()]
    assert acts("that's it", SUMMARY) is None


def test_words_that_hang_on_a_value_agree_to_nothing_else() -> None:
    assert heard("six in the evening would be great", SUMMARY) == {"start": at(16, 18)}
    assert acts("sure, six in the evening would be great", SUMMARY) == [
        m.Affirm(),
        record("start", at(16, 18)),
    ]


def test_what_is_called_wrong_is_not_recorded() -> None:
    assert acts("no, the colour is wrong", NUMBER) is None
    assert acts("that's incorrect actually", EMAIL) is None


def test_a_no_with_a_value_is_the_value() -> None:
    assert heard("no it's 212 555 0199", READ_BACK) == {"phone": "+12125550199"}
    assert heard("no, at four", SUMMARY) == {"start": at(16, 16)}
    assert heard("no, wednesday", NUMBER) == {"start": at(17, 15)}


def test_a_yes_with_a_change_is_both() -> None:
    four = record("start", at(16, 16))
    assert acts("yes and make it four", READ_BACK) == [m.Affirm(), four]
    assert acts("yes but can we change the day", SUMMARY) == [m.Affirm(), m.Revisit("start")]


def test_a_yes_with_the_value_that_was_read_back_is_a_yes() -> None:
    assert acts("yes 212 555 0142", READ_BACK) == [m.Affirm()]
    assert acts("that's it, 212 555 0142", READ_BACK) == [m.Affirm()]


def test_a_yes_with_another_value_than_was_read_back_is_the_value() -> None:
    assert heard("yes 212 555 0199", READ_BACK) == {"phone": "+12125550199"}


def test_a_yes_before_an_answer_is_filler() -> None:
    assert heard("yeah sure, tuesday at three", START) == {"start": TUESDAY_AT_3}
    assert heard("okay, it's maria lopez", NAME) == {"name": "Maria Lopez"}


def test_a_yes_and_a_goodbye_at_the_summary_is_a_yes() -> None:
    assert acts("yes please, bye", SUMMARY) == [m.Affirm()]


def test_nothing_to_change_after_all() -> None:
    for said in ("nothing", "no leave it", "it's fine actually", "actually book it", "never mind"):
        assert acts(said, CHANGE) == [m.Deny()], said


@pytest.mark.parametrize("said", ["i'd like to change something", "change", "one correction"])
def test_something_to_change_refuses_the_summary(said: str) -> None:
    assert acts(said, SUMMARY) == [m.Deny()]


# --- declining ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "no", "no thanks", "skip it", "none", "i don't have one", "i don't have an email",
        "no email",
        "i'd rather not", "not really", "i don't use email", "leave it", "no need", "pass",
        "that won't be necessary", "sorry i don't have one",
    ],
)  # fmt: skip
def test_an_optional_step_is_declined(said: str) -> None:
    assert acts(said, EMAIL) == [m.Decline("email")]


def test_declining_with_something_else() -> None:
    said = "no thanks but can you make it four"
    assert acts(said, EMAIL) == [m.Decline("email"), record("start", at(16, 16))]
    assert heard("no, make it four", EMAIL) == {"start": at(16, 16)}


def test_a_comma_after_no_declines_nothing() -> None:
    assert heard("no, maria at example dot com", EMAIL) == {"email": "maria@example.com"}


def test_a_step_that_is_needed_can_be_refused_too() -> None:
    assert acts("i'd rather not say", NUMBER) == [m.Decline("phone")]
    assert acts("no", NUMBER) == [m.Deny()]


# --- going back -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "steps"),
    [
        ("can we go back to the time", ["start"]),
        ("i gave you the wrong number", ["phone"]),
        ("i think i gave you the wrong number", ["phone"]),
        ("the number's wrong", ["phone"]),
        ("wrong number", ["phone"]),
        ("my name and my number are wrong", ["name", "phone"]),
        ("the name is spelled wrong", ["name"]),
        ("can i change the service please", ["service"]),
        ("i need to correct my phone number", ["phone"]),
        ("no the time is wrong", ["start"]),
        ("sorry, there's a mistake in the name", ["name"]),
        ("what time did we say", ["start"]),
        ("go back", [None]),
        ("can we go back a step", [None]),
    ],
)
def test_a_step_is_revisited(said: str, steps: list[str | None]) -> None:
    assert acts(said, EMAIL) == [m.Revisit(step) for step in steps]


def test_a_bare_noun_answers_what_to_change() -> None:
    assert acts("the time", CHANGE) == [m.Revisit("start")]
    assert acts("the time and the name", CHANGE) == [m.Revisit("start"), m.Revisit("name")]
    assert acts("no, the time", SUMMARY) == [m.Revisit("start")]


def test_a_step_named_with_its_new_value_is_just_changed() -> None:
    assert heard("can i change the time to four", NUMBER) == {"start": at(16, 16)}
    assert heard("change my name to maria smith", SUMMARY) == {"name": "Maria Smith"}
    assert heard("the phone number is 212 555 0199", CHANGE) == {"phone": "+12125550199"}


@pytest.mark.parametrize("said", ["leave it", "keep it as it is", "never mind", "it's fine", "no"])
def test_a_revisited_value_is_left(said: str) -> None:
    assert acts(said, REVISIT) == [m.Deny()]


@pytest.mark.parametrize(
    "said",
    [
        "make it four", "can we make it four instead", "sorry i meant four o'clock",
        "actually four o'clock", "can you change it to four", "no, four o'clock",
    ],
)  # fmt: skip
def test_an_answered_step_is_corrected_after_a_cue(said: str) -> None:
    assert heard(said, NAME) == {"start": at(16, 16)}


def test_a_time_is_corrected_even_where_digits_are_awaited() -> None:
    for said in (
        "actually can we do eleven",
        "make it eleven",
        "no it should be 11 in the morning",
    ):
        assert heard(said, NUMBER) == {"start": at(16, 11)}, said
        assert heard(said, READ_BACK) == {"start": at(16, 11)}, said


def test_days_and_times_in_passing_are_no_cue() -> None:
    assert acts("my reservation is in 20 days", NUMBER) is None


def test_what_is_left_of_a_time_is_no_name() -> None:
    assert heard("how about the 6:30 slot", NAME) == {"start": at(16, 18, 30)}


def test_what_is_no_part_of_an_address_begins_none() -> None:
    for said in ("8 p.m.", "nine guests", "catch 22"):
        moves = understand(said, EMAIL).moves
        assert not any(getattr(move, "step", "") == "email" for move in moves), said


def test_an_answered_step_is_not_changed_without_a_cue() -> None:
    assert acts("a colour on tuesday at three", START) is None


def test_the_same_value_again_says_nothing_new() -> None:
    assert heard("212 555 0142 for a haircut", scene("phone", knows="service start")) == {
        "phone": PHONE
    }


# --- offers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("the first one", 1), ("the first works", 1), ("2:30 works", 1), ("the earlier", 1),
        ("either is fine", 1), ("i don't mind", 1), ("the second one please", 2),
        ("can i have the second", 2), ("the later one", 2), ("half past three please", 2),
        ("let's go with 3:30 then", 2), ("number two", 2), ("no, the second", 2),
        ("hmm the second i guess", 2), ("the last one",
        2),
    ],
)  # fmt: skip
def test_an_offer_is_picked_from(said: str, number: int) -> None:
    assert acts(said, TWO) == [m.Choose(number)]


@pytest.mark.parametrize(
    "said", ["neither", "none of those", "no", "something else", "another day", "neither works"]
)
def test_an_offer_is_turned_down(said: str) -> None:
    assert acts(said, TWO) == [m.Deny()]


def test_half_of_a_refused_time_is_offered_first() -> None:
    assert acts("what about thursday", TWO) == [Record(step="start", alternatives=(at(18, 15),))]
    assert heard("thursday at two", TWO) == {"start": at(18, 14)}


# --- the dialogue itself --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "move"),
    [
        ("can i speak to a real person please", m.AskHuman()),
        ("put me through to someone", m.AskHuman()),
        ("operator", m.AskHuman()),
        ("sorry what was that", m.Repeat()),
        ("pardon", m.Repeat()),
        ("could you say that again please", m.Repeat()),
        ("i didn't catch that", m.Repeat()),
        ("sorry?", m.Repeat()),
        ("hello?", m.Repeat()),
        ("hang on", m.Wait()),
        ("one sec", m.Wait()),
        ("let me check my calendar", m.Wait()),
        ("bear with me a moment", m.Wait()),
        ("what can i say", m.Help()),
        ("help", m.Help()),
        ("i don't understand", m.Help()),
        ("what are my options", m.Help()),
        ("let's start over", m.Restart()),
        ("can we start again from the beginning", m.Restart()),
        ("never mind", m.Abandon()),
        ("forget it", m.Abandon()),
        ("cancel that", m.Abandon()),
        ("cancel", m.Abandon()),
        ("bye", m.Goodbye()),
        ("thanks, bye now", m.Goodbye()),
        ("i have to go", m.Goodbye()),
        ("how much is it", m.Question("price")),
        ("how much is a colour", m.Question("price")),
        ("where are you located", m.Question("address")),
        ("are you open on sunday", m.Question("hours")),
        ("", m.Silence()),
        (" \t\n", m.Silence()),
        ("...", m.Silence()),
    ],
)
def test_the_dialogue_itself_is_spoken_to(said: str, move: Move) -> None:
    for asked in (START, NUMBER, NAME):
        assert acts(said, asked) == [move]


def test_what_times_there_are_is_help_only_where_no_time_is_asked() -> None:
    assert acts("what times do you have", NUMBER) == [m.Help()]
    (move,) = acts("what times do you have", START) or [m.Help()]
    assert isinstance(move, Record)
    assert move.partial.first == NOW.date()


def test_an_answer_and_a_question_are_both_heard() -> None:
    said = "212 555 0142, and how much is it?"
    assert acts(said, NUMBER) == [record("phone", PHONE), m.Question("price")]


@pytest.mark.parametrize(
    "said",
    [
        "is three on tuesday free?", "could i come in tuesday at three",
        "tuesday at three if possible",
        "what about tuesday at 3?", "do you have anything on tuesday at three",
        "let's say tuesday at 3pm", "maybe tuesday at three", "hmm tuesday at three i guess",
    ],
)  # fmt: skip
def test_a_wish_in_the_form_of_a_question_is_an_answer(said: str) -> None:
    assert heard(said, START) == {"start": TUESDAY_AT_3}


def test_two_days_are_left_open() -> None:
    (move,) = acts("tuesday or wednesday", START) or [m.Unclear()]
    assert isinstance(move, Record)
    assert len(move.partial.dates) == 2


# --- the reception --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "workflow"),
    [
        ("can i make an appointment", "booking"),
        ("book", "booking"),
        ("i'd like an appointment please", "booking"),
        ("i need to move my appointment", "rescheduling"),
        ("i'd like to cancel my booking", "cancelling"),
        ("cancel", "cancelling"),
    ],
)
def test_a_workflow_is_asked_for(said: str, workflow: str) -> None:
    assert acts(said, reception()) == [m.Switch(workflow)]


def test_values_without_a_wish_go_to_the_first_workflow_that_takes_them() -> None:
    assert acts("a haircut tomorrow at ten please", reception()) == [
        m.Switch("booking"),
        record("service", "Haircut"),
        record("start", at(13, 10)),
    ]


def test_values_go_to_the_workflow_that_was_asked_for() -> None:
    said = "can i reschedule my appointment to friday at four"
    assert acts(said, reception()) == [m.Switch("rescheduling"), record("start", at(19, 16))]


@pytest.mark.parametrize(
    ("said", "move"),
    [
        ("hello", m.Question(answered=True)),
        ("yes", m.Affirm()),
        ("no", m.Deny()),
        ("no that's all", m.Deny()),
        ("that's all thanks", m.Deny()),
        ("thank you", m.Deny()),
        ("thanks bye", m.Goodbye()),
        ("what are your opening hours", m.Question("hours")),
        ("can i speak to someone", m.AskHuman()),
    ],
)
def test_the_reception_is_spoken_to(said: str, move: Move) -> None:
    assert acts(said, reception()) == [move]


def test_a_booking_that_was_made_is_not_dropped_from_the_reception() -> None:
    assert acts("actually can i cancel that", reception()) != [m.Abandon()]


def test_in_a_run_a_verb_alone_asks_for_no_other_workflow() -> None:
    assert heard("can we move it to four", NAME) == {"start": at(16, 16)}
    early = scene("service")
    assert acts("i want to cancel my appointment", early) == [m.Switch("cancelling")]


# --- other kinds of steps -------------------------------------------------------------------------


class Visit(Workflow):
    arrival = Step(When(), words=["arrival"])
    departure = Step(When(), words=["departure"])
    parking = Step(YesNo(), words=["parking"])
    note = Step(Text(), optional=True)
    room = Step(Choice(["Single", "Double"]))


def test_a_yes_to_a_yes_or_no_step_is_its_value() -> None:
    asked = scene("parking", workflow=Visit, knows={})
    assert heard("yes please", asked) == {"parking": True}
    assert heard("no thanks", asked) == {"parking": False}


def test_free_text_is_taken_whole() -> None:
    asked = scene("note", workflow=Visit, knows={"parking": Answer(value=True, status="heard")})
    said = "Yes, I'm allergic to ammonia, and tuesday is my birthday"
    assert heard(said, asked) == {"note": said}
    assert acts("no thanks", asked) == [m.Decline("note")]
    assert acts("can i speak to a person", asked) == [m.AskHuman()]


def test_of_two_open_steps_of_one_kind_the_asked_one_is_answered() -> None:
    asked = scene("departure", workflow=Visit, knows={"arrival": TUESDAY_AT_3})
    assert heard("thursday at three", asked) == {"departure": at(18, 15)}


def test_of_two_open_steps_of_one_kind_neither_is_guessed() -> None:
    assert acts("thursday at three", scene("room", workflow=Visit, knows={})) is None


def test_a_kind_that_comes_twice_is_changed_by_name() -> None:
    asked = scene("room", workflow=Visit, knows={"arrival": TUESDAY_AT_3, "departure": at(18, 15)})
    assert heard("can we change the arrival to tuesday at four", asked) == {"arrival": at(16, 16)}
    assert acts("make it four", asked) is None


class Treatment(Workflow):
    clinic = Step(Choice(["Harbour Dental Clinic", "Hill Street"]), words=["clinic", "place"])
    start = Step(When())


def test_the_noun_of_a_step_chooses_no_option_that_has_it_in_its_name() -> None:
    asked = scene("start", workflow=Treatment, knows={})
    moves = understand("tuesday at three at the clinic", asked).moves
    assert [move.step for move in moves if isinstance(move, Record)] == ["start"]
    assert heard("tuesday at three at the harbour clinic", asked) == {
        "clinic": "Harbour Dental Clinic",
        "start": at(16, 15),
    }


# --- evidence -------------------------------------------------------------------------------------


def test_a_move_quotes_the_words_it_came_from() -> None:
    asked = replace(NAME, state=replace(NAME.state, turn=4))
    moves = understand("maria lopez, oh and make it FOUR instead of three", asked).moves
    said = {getattr(move, "step", ""): move.evidence for move in moves}
    assert said["name"] == m.Evidence(5, ("maria lopez",))
    assert said["start"] == m.Evidence(5, ("FOUR",))


def test_a_declined_value_may_be_given_after_all() -> None:
    knows = {"service": "Haircut", "email": Answer(None, "declined")}
    asked = scene("start", knows=knows, workflow=Booking)
    assert heard("tuesday at three, my email is maria@example.com", asked) == {
        "start": TUESDAY_AT_3,
        "email": "maria@example.com",
    }


def test_nothing_before_a_time_is_no_refusal_but_its_bound() -> None:
    """Once taken for a no, it left "before three" to be read."""
    moves = acts("nothing before 3 on tuesday", START)
    assert moves is not None
    parts = [str(move.partial) for move in moves if isinstance(move, Record)]
    assert parts == ["2026-06-16, from 15:00"]


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("why not tuesday at three", TUESDAY_AT_3),
        ("no, don't worry. tuesday at three", TUESDAY_AT_3),
        ("not monday, tuesday at three", TUESDAY_AT_3),
    ],
)
def test_a_refusal_of_something_else_takes_no_value_back(said: str, value: object) -> None:
    assert heard(said, START) == {"start": value}
