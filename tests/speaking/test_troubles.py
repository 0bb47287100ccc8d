"""The desk's lines where a call does not go straight: refusals, changes, asides, silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from handrail.engine.effects import Escalate, Finish, Say
from handrail.engine.events import (
    CheckFailed,
    Cleared,
    Closed,
    Digressed,
    RevisitQueued,
    Written,
)
from handrail.engine.state import Candidate
from handrail.kinds.phone import Phone
from handrail.kinds.text import Text
from handrail.kinds.when import WhenPart
from handrail.speaking import Line
from handrail.step import Step
from handrail.workflow import Workflow
from tests.speaking.studio import (
    BOOKED,
    CONTEXT,
    HAIRCUT,
    MARIA,
    PHONE,
    TUESDAY,
    Desk,
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


# What will not do


def test_a_change_that_undoes_another_answer_gives_the_reason_once_and_other_times() -> None:
    reason = "A colour takes an hour and a half, so 5:15 on Friday won't fit before we close"
    desk = Desk().offers("start", on(19, "16:30"), on(20, "10:00"))
    line = desk.asks(
        "offer",
        "start",
        "again",
        answered("service", "Colour", HAIRCUT),
        Cleared("start", on(19, "17:15"), "stale", reason),
    )
    assert line.text.startswith(f"{reason}. Friday the 19th at 4:30 or Saturday the 20th at 10?")


def test_a_taken_time_is_answered_with_the_ones_beside_it() -> None:
    wanted = Candidate(TUESDAY)
    desk = Desk().offers("start", on(16, "14:30"), on(16, "15:30"), wanted=wanted)
    line = desk.asks(
        "offer", "start", "again", CheckFailed("start", wanted, "Three on Tuesday is taken")
    )
    assert line.text == "Three on Tuesday is taken. 2:30 or 3:30?"


def test_one_free_time_is_offered_for_a_yes() -> None:
    line = Desk().offers("start", on(17)).asks("offer", "start")
    assert line.text == "Wednesday the 17th at 3 is free. Shall I take that?"


def test_a_taken_time_without_others_asks_for_another_one() -> None:
    line = Desk().asks(
        "ask", "start", "again", CheckFailed("start", Candidate(TUESDAY), "We're closed then")
    )
    assert line.text == "We're closed then. What would suit you better?"


def test_a_failure_without_a_reason_names_the_value_and_blames_nobody() -> None:
    line = Desk().asks("ask", "start", "again", CheckFailed("start", Candidate(TUESDAY), ""))
    assert line.text.startswith("Tuesday the 16th at 3 won't work, I'm afraid.")


def test_a_refused_offer_asks_for_something_else() -> None:
    assert Desk().asks("ask", "start", "other").text == "What would suit you better?"


def test_a_yes_to_several_times_asks_which() -> None:
    desk = Desk().offers("start", on(16, "14:30"), on(16, "15:30"), wanted=Candidate(TUESDAY))
    assert desk.asks("offer", "start", "which").text == "Which one: 2:30 or 3:30?"


def test_at_most_three_options_are_said() -> None:
    desk = Desk().offers("start", *(on(16, f"1{hour}:00") for hour in range(6)))
    assert "Tuesday the 16th at 10, 11 or 12" in desk.asks("offer", "start").text


# At the summary


def test_after_a_no_the_caller_is_asked_what_to_change() -> None:
    assert Desk().holds(**BOOKED).asks("change").text == "What should I change?"


def test_a_second_summary_names_only_what_changed_and_spells_what_was_spelled() -> None:
    desk = Desk().holds(**BOOKED)
    desk.asks("summary")
    desk.marks(named=True)
    line = desk.asks("summary", None, "again", answered("name", "Maria Lopes", MARIA, spelled=True))
    assert line.text == "Maria Lopes, L O P E S. Shall I book it?"
    assert said(line, "name") == ["Maria Lopes, L O P E S"]


def test_a_summary_that_was_cut_off_at_once_is_said_in_full_again() -> None:
    desk = Desk().holds(**BOOKED)
    first = desk.asks("summary")
    again = desk.asks("summary", None, "again")
    assert [mark.step for mark in again.marks] == [mark.step for mark in first.marks]


def test_the_summary_adds_what_its_sentence_leaves_out_and_nobody_has_confirmed() -> None:
    line = Desk().holds(**BOOKED).asks("summary")
    assert "for Maria Lopez, the number 212, 555, 0142. Shall I book it?" in line.text
    assert said(line, "phone") == ["212, 555, 0142"]


# Asides


def test_a_question_is_answered_and_the_step_is_asked_in_other_words() -> None:
    desk = Desk()
    desk.topics = {"price": "A haircut is 45 dollars"}
    desk.asks("ask", "phone")
    line = desk.asks("ask", "phone", "return", Digressed("price"))
    assert line.text == "A haircut is 45 dollars. So, what's the best number for you?"


def test_a_question_that_nobody_can_answer_is_said_to_be_so() -> None:
    line = Desk().asks("ask", "phone", "return", Digressed(None))
    assert line.text.startswith("I can't say, I'm afraid.")


def test_waiting_asks_nothing_and_after_a_while_the_caller_is_nudged() -> None:
    desk = Desk()
    desk.asks("ask", "phone")
    assert desk.says(Say("wait")) == Line("Take your time.")
    assert desk.asks("ask", "phone", "nudge").text == "Still there?"


def test_a_repeat_says_the_very_same_even_after_an_aside() -> None:
    desk = Desk()
    line = desk.asks("ask", "name", "first", answered("start", on(17)))
    desk.says(Say("wait"))
    desk.asks("ask", "name", "nudge")
    again = desk.asks("ask", "name", "repeat")
    assert (again.text, again.marks) == (line.text, line.marks)
    assert again.revision == desk.state.revision


# Not understood


def test_who_is_not_understood_hears_other_words_then_help_then_the_offer_of_a_person() -> None:
    desk = Desk()
    desk.asks("ask", "start")
    assert desk.asks("ask", "start", "rephrase").text == (
        "Sorry, which day and time would suit you?"
    )
    assert desk.asks("ask", "start", "help").text.startswith('You can say something like "Tuesday')
    assert desk.asks("human").text == (
        "I'm having trouble here. Shall I have someone call you back?"
    )


def test_i_did_not_catch_that_is_said_once_running() -> None:
    desk = Desk()
    first = desk.asks("ask", "phone", "rephrase")
    second = desk.asks("ask", "phone", "rephrase")
    assert first.text == "Sorry, I didn't catch that. What's the best number for you?"
    assert second.text == "Once more: what's the best number for you?"


def test_a_person_agreed_to_needs_no_more_words_but_one_asked_for_is_granted() -> None:
    desk = Desk()
    assert desk.says(Escalate("escalated", "human")).text == "Of course."
    desk.asks("human")
    assert desk.says(Escalate("escalated", "human")).text == ""


# The caller's number


def test_the_calling_number_is_offered_by_its_ending() -> None:
    desk = Desk().holds("prefilled", phone=PHONE)
    line = desk.asks("read_back", "phone", "first", answered("start", on(17, "10:00")))
    assert line.text == (
        "Wednesday the 17th at 10, that's free. "
        "Is the number you're calling from, ending 0142, the best one?"
    )
    assert said(line, "phone") == ["ending 0142"]


def test_a_no_to_the_calling_number_just_asks_for_the_number() -> None:
    desk = Desk().holds("prefilled", phone=PHONE)
    desk.asks("read_back", "phone")
    line = desk.asks("ask", "phone", "first", Cleared("phone", PHONE, "denied"))
    assert line.text == "No problem. What's the best number for you?"


def test_a_no_to_a_number_that_was_heard_is_the_desks_mistake() -> None:
    desk = Desk().holds(phone=PHONE)
    desk.asks("read_back", "phone")
    line = desk.asks("ask", "phone", "again", Cleared("phone", PHONE, "denied"))
    assert line.text == "Sorry. What's the right number?"


def test_help_that_did_not_help_is_followed_by_the_question() -> None:
    class Callback(Workflow):
        phone = Step(Phone(), ask="What number should we call?", help="Say the digits one by one.")

    desk = Desk(Callback)
    assert desk.asks("ask", "phone", "help").text == "Say the digits one by one."
    assert desk.asks("ask", "phone", "help").text == "So, what number should we call?"


def test_going_back_in_the_middle_of_an_offer_comes_next() -> None:
    desk = Desk().holds(name=MARIA).offers("start", on(17))
    line = desk.asks("offer", "start", "again", RevisitQueued("name"))
    assert line.text.startswith("Of course, the name next. Wednesday the 17th at 3 is free.")


def test_three_things_to_change_are_promised_together() -> None:
    desk = Desk().holds(**BOOKED).has(revisits=("name", "phone", "start"))
    line = desk.asks("ask", "name", "revisit", RevisitQueued("start"))
    assert line.text == "Then let's do them all. First the name: what should it be?"


def test_a_part_that_will_not_do_is_not_recited() -> None:
    wanted = Candidate(partial=WhenPart(date=date(2026, 6, 14)))
    line = Desk().asks("ask", "start", "again", CheckFailed("start", wanted, ""))
    assert line.text == "That won't work, I'm afraid. What would suit you better?"


def test_an_offer_is_asked_again_in_other_words() -> None:
    desk = Desk().offers("start", on(13, "10:00"), on(13, "11:00"))
    desk.topics = {"address": "We're at 12 Mill Lane"}
    desk.asks("offer", "start")
    line = desk.asks("offer", "start", "return", Digressed("address"))
    assert line.text == "We're at 12 Mill Lane. So, 10 or 11 tomorrow?"


def test_a_repeat_before_anything_was_said_is_the_question() -> None:
    assert Desk().asks("ask", "phone", "repeat").text.endswith("what's the best number for you?")


def test_a_repeat_tells_what_has_happened_since_first() -> None:
    desk = Desk()
    desk.asks("ask", "phone")
    line = desk.asks("ask", "phone", "repeat", answered("start", TUESDAY))
    assert line.text == ("Tuesday the 16th at 3, that's free. What's the best number for you?")


def test_the_greeting_knows_the_time_of_day() -> None:
    evening = replace(CONTEXT, now=CONTEXT.now.replace(hour=19))
    assert Desk().speaker.greeting("The Bar", evening).text == "The Bar, good evening."


def test_a_name_that_was_spelled_back_is_not_spelled_again_in_the_summary() -> None:
    desk = Desk().holds(service=HAIRCUT, start=TUESDAY)
    line = desk.asks("ask", "email", "first", answered("name", MARIA, spelled=True))
    assert line.text.startswith("Maria Lopez, L O P E Z.")
    assert desk.asks("summary").text.endswith("for Maria Lopez. Shall I book it?")


def test_other_words_for_a_question_are_sorry_only_when_it_was_not_understood() -> None:
    class Tea(Workflow):
        tea = Step(Text(), ask="Which tea?", rephrase="Sorry, which tea would you like?")

    desk = Desk(Tea)
    desk.asks("ask", "tea")
    assert desk.asks("ask", "tea", "return").text == "So, which tea would you like?"
    assert desk.asks("ask", "tea", "rephrase").text == "Sorry, which tea would you like?"
    assert desk.asks("ask", "tea", "rephrase").text == "Once more: which tea would you like?"
