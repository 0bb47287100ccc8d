"""The desk's lines of the sample dialogues, in spirit: what is said, asked and marked as heard."""

from __future__ import annotations

from datetime import date, time

from handrail.engine.effects import Finish
from handrail.engine.events import (
    Closed,
    Declined,
    PartHeard,
    RevisitQueued,
    RevisitSettled,
    Written,
)
from handrail.engine.state import Candidate
from handrail.kinds.when import WhenPart
from handrail.speaking import Line
from tests.speaking.studio import (
    BOOKED,
    CONTEXT,
    HAIRCUT,
    MARIA,
    PHONE,
    TUESDAY,
    Desk,
    Lobby,
    answered,
    on,
    said,
)

CODE = {"code": "K7M4"}
DONE = Finish(
    "completed", "completed", (Written(CODE), Closed("completed", "completed")), receipt=CODE
)
ON_TUESDAY = WhenPart(date=date(2026, 6, 16))
AT_THREE = WhenPart(time=time(15))


# Straight through


def test_the_call_opens_with_one_greeting_and_one_question() -> None:
    desk = Desk(Lobby)
    greeting = desk.speaker.greeting("Northside Studio", CONTEXT)
    line = desk.asks("ask", "workflow", after=greeting, lobby=True)
    assert line.text == "Northside Studio, good morning. How can I help?"


def test_the_service_is_echoed_with_its_article_inside_the_next_question() -> None:
    line = Desk().asks("ask", "start", "first", answered("service", HAIRCUT))
    assert line.text == "A haircut, happy to. When would you like to come in?"
    assert said(line, "service") == ["haircut"]


def test_an_initial_consultation_takes_an() -> None:
    line = Desk().asks("ask", "start", "first", answered("service", "Initial consultation"))
    assert line.text.startswith("An initial consultation, happy to.")


def test_a_time_that_was_checked_is_said_to_be_free() -> None:
    line = Desk().asks("ask", "phone", "first", answered("start", TUESDAY))
    assert line.text == "Tuesday the 16th at 3, that's free. What's the best number for you?"
    assert said(line, "start") == ["Tuesday the 16th at 3"]


def test_a_phone_number_is_read_back_in_groups_and_not_echoed_too() -> None:
    line = Desk().asks("read_back", "phone", "again", answered("phone", PHONE))
    assert line.text == "212, 555, 0142: have I got that right?"
    assert said(line, "phone") == ["212, 555, 0142"]


def test_after_a_name_the_caller_is_thanked_by_the_given_name() -> None:
    line = Desk().asks("ask", "email", "first", answered("name", MARIA))
    assert line.text == "Thanks, Maria. Is there an email for the confirmation?"


def test_a_declined_email_is_no_problem_and_the_summary_names_what_was_agreed() -> None:
    desk = Desk().holds(**BOOKED).holds("confirmed", phone=PHONE).holds("declined", email=None)
    line = desk.asks("summary", None, "first", Declined("email"))
    assert line.text == (
        "No problem. A haircut on Tuesday the 16th at 3 for Maria Lopez. Shall I book it?"
    )
    assert {mark.step for mark in line.marks} == {"service", "start", "name"}


def test_the_end_of_the_booking_and_the_next_question_are_one_line() -> None:
    desk = Desk()
    done = desk.says(DONE)
    lobby = Desk(Lobby).has(run="2")
    lobby.speaker = desk.speaker
    lobby.asks("ask", "workflow", lobby=True)  # "How can I help?", at the start of the call
    line = lobby.asks("ask", "workflow", after=done, lobby=True)
    assert line.text == "Booked. Your code is K 7 M 4. Anything else?"
    assert line.revision == lobby.state.revision


def test_when_nothing_else_is_wanted_the_call_ends_with_one_goodbye() -> None:
    line = Desk(Lobby).says(Finish("completed", "completed", (Declined("workflow"),)), lobby=True)
    assert line.text == "Thank you, goodbye."
    assert line.last


# Everything at once


def test_several_answers_are_taken_up_in_one_breath_and_the_name_closes_the_question() -> None:
    desk = Desk().offers("start", on(13, "10:00"), on(13, "10:30"), on(13, "11:00"))
    line = desk.asks(
        "offer",
        "start",
        "first",
        answered("name", MARIA),
        answered("service", "Colour"),
        answered("phone", PHONE),
        PartHeard("start", WhenPart(date=date(2026, 6, 13))),
    )
    assert line.text == (
        "A colour, happy to. I have 10, 10:30 or 11 tomorrow. Which suits you, Maria?"
    )
    assert said(line, "name") == ["Maria"]
    assert said(line, "start") == ["10, 10:30 or 11 tomorrow"]  # what a yes would take


def test_a_service_and_a_time_are_said_together() -> None:
    line = Desk().asks(
        "ask", "phone", "first", answered("start", TUESDAY), answered("service", HAIRCUT)
    )
    assert line.text.startswith("A haircut on Tuesday the 16th at 3, that works.")


def test_a_service_tomorrow_is_not_on_tomorrow() -> None:
    line = Desk().asks(
        "ask", "phone", "first", answered("service", HAIRCUT), answered("start", on(13, "10:00"))
    )
    assert line.text.startswith("A haircut at 10 tomorrow, that works.")


def test_a_time_that_was_picked_from_the_offer_is_not_called_free_again() -> None:
    desk = Desk().offers("start", on(13, "10:00"), on(13, "10:30"))
    desk.asks("offer", "start")
    line = desk.asks(
        "read_back", "phone", "first", answered("phone", PHONE), answered("start", on(13, "10:30"))
    )
    assert line.text == "10:30 tomorrow. 212, 555, 0142: have I got that right?"
    assert [mark.step for mark in line.marks] == ["start", "phone"]


# Fragments


def test_a_day_alone_is_echoed_and_the_time_is_asked() -> None:
    desk = Desk().has(partials={"start": ON_TUESDAY})
    line = desk.asks("ask", "start", "rest", PartHeard("start", ON_TUESDAY))
    assert line.text == "Tuesday the 16th. What time?"


def test_a_day_heard_long_ago_is_named_in_the_question() -> None:
    desk = Desk().has(partials={"start": ON_TUESDAY})
    line = desk.asks("ask", "start", "rest", answered("service", HAIRCUT))
    assert line.text == "A haircut, happy to. What time on Tuesday the 16th?"


def test_a_time_alone_asks_which_day() -> None:
    desk = Desk().has(partials={"start": AT_THREE})
    line = desk.asks("ask", "start", "rest", PartHeard("start", AT_THREE))
    assert "day?" in line.text


def test_two_times_are_offered() -> None:
    desk = Desk().offers("start", on(16), on(16, "15:15"), wanted=Candidate(on(16)))
    line = desk.asks("offer", "start", "again", PartHeard("start", AT_THREE))
    assert line.text == "I have 3 or 3:15. Which suits you?"


def test_the_desk_is_silent_while_a_number_is_being_given_then_asks_for_the_rest() -> None:
    desk = Desk()
    assert desk.asks("ask", "phone", "listen", answered("name", MARIA)) == Line()
    assert desk.asks("ask", "phone", "rest").text == "And the rest?"


# Corrections and going back


def test_a_correction_in_place_is_echoed_and_the_call_goes_on() -> None:
    desk = Desk().holds(start=TUESDAY)
    line = desk.asks(
        "ask",
        "email",
        "first",
        answered("name", MARIA),
        answered("start", on(16, "16:00"), TUESDAY),
    )
    assert line.text == ("4 on Tuesday, sure. Is there an email for the confirmation, Maria?")


def test_going_back_says_what_is_held_and_asks_what_it_should_be() -> None:
    desk = Desk().holds(start=TUESDAY).has(revisits=("start",))
    line = desk.asks("ask", "start", "revisit", RevisitQueued("start"))
    assert line.text == (
        "Of course. It's set for Tuesday the 16th at 3. What would you like instead?"
    )
    assert said(line, "start") == ["Tuesday the 16th at 3"]


def test_a_second_thing_to_change_is_promised_and_the_first_is_asked() -> None:
    desk = Desk().holds(start=TUESDAY, phone=PHONE).has(revisits=("start", "phone"))
    line = desk.asks("ask", "start", "revisit", RevisitQueued("phone"))
    assert line.text == "Then let's do both. First the time: what suits you?"


def test_two_things_named_at_once_are_taken_in_their_order() -> None:
    desk = Desk().holds(name=MARIA, phone=PHONE).has(revisits=("name", "phone"))
    line = desk.asks("ask", "name", "revisit", RevisitQueued("name"), RevisitQueued("phone"))
    assert line.text.startswith("Of course. First the name: it's Maria Lopez now.")


def test_the_second_revisit_follows_the_first() -> None:
    desk = Desk().holds(start=TUESDAY, phone=PHONE).has(revisits=("phone",))
    line = desk.asks("ask", "phone", "revisit", answered("start", on(17), TUESDAY))
    assert line.text == "Wednesday the 17th at 3, sure. And the right number?"


def test_the_step_that_was_interrupted_is_asked_in_other_words() -> None:
    desk = Desk()
    first = desk.asks("ask", "email")
    again = desk.asks("ask", "email", "again")
    assert again.text == "So, an email for the confirmation?"
    assert again.text != first.text


def test_going_back_to_an_empty_step_just_asks_it() -> None:
    desk = Desk().holds("declined", email=None).has(revisits=("email",))
    line = desk.asks("ask", "email", "revisit", RevisitQueued("email"))
    assert line.text == "Of course. Is there an email for the confirmation?"


def test_leaving_it_as_it_was_is_good() -> None:
    line = Desk().asks("ask", "name", "again", RevisitSettled("start"))
    assert line.text == "Good. And your name?"


def test_a_yes_to_being_asked_what_instead_is_an_invitation_to_speak() -> None:
    assert Desk().asks("ask", "start", "invite").text == "Go ahead."
