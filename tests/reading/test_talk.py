"""How people really answer: with thanks, with doubts, past the question, and to somebody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from handrail.engine import moves as m
from handrail.engine.events import Answered
from handrail.engine.moves import Move, Record
from handrail.engine.state import Answer
from handrail.kinds.email import EmailPart
from handrail.kinds.phone import Phone
from handrail.reading import Scene, best_effort, understand
from handrail.step import Step
from handrail.workflow import Workflow
from tests.reading.moves import acts, bare, heard, record
from tests.reading.sample import PHONE, TUESDAY_AT_3, Booking, at, reception, scene

ALL = "service start phone name"
START = scene("start", knows="service")
NUMBER = scene("phone", knows="service start")
READ_BACK = scene("phone", act="read_back", knows="service start phone")
NAME = scene("name", knows="service start phone")
EMAIL = scene("email", knows=ALL)
EMAIL_READ_BACK = scene("email", act="read_back", knows=f"{ALL} email")
SUMMARY = scene(act="summary", knows=ALL)
CHANGE = scene(act="change", knows=ALL)
TWO = scene("start", act="offer", offer=(at(16, 14, 30), at(16, 15, 30)), wanted=TUESDAY_AT_3)
BOOKS_ONLY = replace(reception(), workflows=(Booking,))
ASKED_AGAIN = [m.Question(answered=True)]


class CallBack(Workflow, name="callback", summary=False, escalates=False):
    phone = Step(Phone())


CALL_BACK = scene("phone", workflow=CallBack, knows={})


def effort(said: str, asked: Scene) -> list[Move]:
    return bare(best_effort(said, understand(said, asked), asked))


def just_heard(asked: Scene, step: str) -> Scene:
    """Return the scene in which the caller has just heard what a step holds."""
    news = Answered(step, asked.state.answers[step], None)
    return replace(asked, state=replace(asked.state, told=(news,)))


# --- a yes put off --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "yes wait", "yes hang on", "yes hang on a second", "yes one moment", "ok give me a minute",
        "yes hold on let me check my diary", "sure, bear with me", "yes book it, hang on",
    ],
)  # fmt: skip
@pytest.mark.parametrize("asked", [SUMMARY, READ_BACK, EMAIL], ids=["summary", "phone", "email"])
def test_a_yes_that_is_held_back_agrees_to_nothing(said: str, asked: Scene) -> None:
    assert acts(said, asked) == [m.Wait()]


def test_a_yes_that_is_held_back_beside_something_else_agrees_to_nothing_either() -> None:
    assert acts("yes hang on how much is it", SUMMARY) == [m.Question("price")]
    assert acts("yes hold on make it four", SUMMARY) == [record("start", at(16, 16))]


@pytest.mark.parametrize(
    "said", ["hang on, yes", "wait yes", "hold on... yes book it", "yes i can wait", "ok i'll wait"]
)
def test_a_yes_after_the_moment_it_took_agrees(said: str) -> None:
    assert acts(said, SUMMARY) == [m.Affirm()]


def test_whoever_asks_somebody_else_first_or_says_not_yet_is_waited_for() -> None:
    for said in ("let me check with my wife first", "yes, let me ask my husband", "not yet"):
        assert acts(said, SUMMARY) == [m.Wait()], said
    assert acts("no", SUMMARY) == [m.Deny()]


def test_whoever_is_cross_takes_leave_all_the_same() -> None:
    for asked in (reception(), NUMBER, SUMMARY):
        assert acts("whatever, bye", asked) == [m.Goodbye()]


# --- an address, or the name ----------------------------------------------------------------------


def test_letters_that_change_nothing_of_the_name_begin_the_address() -> None:
    asked = just_heard(EMAIL, "name")
    assert acts("m a r i a", asked) == [
        Record(step="email", partial=EmailPart(local="maria")),
    ]
    assert acts("l o p e s", asked) == [record("name", "Maria Lopes", spelled=True)]


def test_a_yes_but_changes_the_name_as_a_no_does() -> None:
    marina = record("name", "Marina Lopez")
    assert acts("no the name is marina", SUMMARY) == [marina]
    assert acts("yes but the name is marina", SUMMARY) == [m.Affirm(), marina]
    anna = record("name", "Anna Smith")
    assert acts("yes but the name is anna smith", SUMMARY) == [m.Affirm(), anna]


# --- doing without --------------------------------------------------------------------------------


def test_a_letter_to_be_left_out_declines_nothing() -> None:
    john = _holding(EMAIL_READ_BACK, "john@example.com")
    assert effort("jon without an h", john) == [
        record("email", "jon@example.com", doubtful=True, spelled=True)
    ]
    for said in ("without one", "i can do without it"):
        assert acts(said, EMAIL) == [m.Decline("email")], said


def _holding(asked: Scene, email: str) -> Scene:
    answers = {**asked.state.answers, "email": Answer(email, "heard")}
    return replace(asked, state=replace(asked.state, answers=answers))


# --- what was agreed, asked back ------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "wait is it tomorrow or today",
        "oh wait is that the 16th",
        "did you say three or four",
        "what was the time again",
        "is it at three",
        "what's my name",
    ],
)
def test_a_question_of_what_was_summed_up_changes_nothing(said: str) -> None:
    assert acts(said, SUMMARY) == [m.Repeat()]


def test_a_question_of_what_was_agreed_before_is_answered_by_going_back() -> None:
    for said in ("wait is it tomorrow or today", "what time did we say"):
        assert acts(said, NUMBER) == [m.Revisit("start")], said
    assert acts("what number do you have for me", SUMMARY) == [m.Revisit("phone")]
    assert acts("did you say half two", TWO) == [m.Repeat()]


def test_who_has_heard_what_is_held_and_says_ok_leaves_it() -> None:
    back = scene("start", manner="revisit", knows=ALL)
    for said in ("ok yes book it", "ok", "that's fine"):
        assert acts(said, back) == [m.Deny()], said
    assert acts("yes", back) == [m.Affirm()]


@pytest.mark.parametrize("said", ["can it be at four", "could we make it four"])
def test_a_request_in_the_form_of_a_question_is_a_change(said: str) -> None:
    assert acts(said, SUMMARY) == [record("start", at(16, 16))]


def test_a_question_ends_where_the_booking_is_told_to_be_done() -> None:
    for said in ("what's the price yes book it", "how much is it ok then book it"):
        assert acts(said, SUMMARY) == [m.Affirm(), m.Question("price")], said
    assert effort("what happens if i say yes book it", SUMMARY) == [m.Question()]
    assert acts("how much is it if you book it", SUMMARY) == [m.Question("price")]


@pytest.mark.parametrize(
    "said", ["why", "what do you need it for", "do you really need my name", "but why do you ask"]
)
def test_who_asks_why_is_helped_where_no_model_can_tell(said: str) -> None:
    for asked in (SUMMARY, NUMBER, NAME):
        assert effort(said, asked) == [m.Help()]
        assert acts(said, asked) is None


# --- what can be no answer ------------------------------------------------------------------------


def test_who_says_what_cannot_be_is_told_why() -> None:
    assert effort("june 10th at 3", START) == [m.Unclear("June 10th has gone already")]
    assert effort("212 555 01422", NUMBER) == [m.Unclear("That's one digit too many")]
    for said in ("was it june 10th?", "blue", "june 10th " * 200):
        assert not any(isinstance(move, m.Unclear) and move.reason for move in effort(said, START))


# --- the rest of it -------------------------------------------------------------------------------


def test_who_has_no_computer_has_no_email() -> None:
    assert acts("i don't have a computer", EMAIL) == [m.Decline("email")]
    assert acts("i don't have a computer", NUMBER) is None


def test_a_yes_beside_the_wish_for_a_second_booking_books_the_first() -> None:
    assert effort("yes and can i also book for my son", SUMMARY) == [m.Affirm()]
    for said in ("yes and can i change it for my son", "and can i also book for my son"):
        assert m.Affirm() not in effort(said, SUMMARY), said


def test_what_it_is_not_and_what_it_is() -> None:
    for said in ("it's not a haircut it's a colour", "no it's not the haircut but the colour"):
        assert acts(said, SUMMARY) == [record("service", "Colour")], said
    assert acts("it's not a colour", SUMMARY) is None


def test_a_time_right_behind_but_not_is_left_out_of_what_is_asked_for() -> None:
    (move,) = acts("tuesday between one and two but not 1:30", START) or [m.Unclear()]
    assert isinstance(move, Record)
    assert move.partial.never == (time(13, 30),)


def test_either_of_two_days() -> None:
    both = (at(15, 10), at(16, 10))
    said = "either monday or tuesday at ten"
    assert acts(said, START) == [record("start", None, alternatives=both)]


def test_a_booking_for_something_unknown_is_begun() -> None:
    said = "i need to make an appointment for cut hair"
    assert effort(said, BOOKS_ONLY) == [m.Switch("booking")]
    assert effort("i don't need to make an appointment for cut hair", BOOKS_ONLY) == [m.Unclear()]
    assert effort("ok can i come in tomorrow", BOOKS_ONLY)[0] == m.Switch("booking")
    assert effort("ok tomorrow", BOOKS_ONLY) != effort("ok can i come in tomorrow", BOOKS_ONLY)


def test_who_waits_for_a_call_back_may_book_a_new_one_instead() -> None:
    waiting = replace(CALL_BACK, workflows=(Booking,))
    moves = acts("no actually i want to book a new one", waiting) or []
    assert moves[0] == m.Switch("booking")


def test_another_half_of_the_day_may_be_asked_for_while_something_else_is() -> None:
    (move,) = acts("afternoon if possible", NUMBER) or [m.Unclear()]
    assert isinstance(move, Record)
    assert (move.step, move.partial.start) == ("start", time(12))
    assert acts("the week after", NUMBER) == [record("start", at(23, 15))]
    assert acts("good afternoon", NUMBER) == ASKED_AGAIN


def test_a_day_and_time_alone_are_a_new_time_whatever_was_asked() -> None:
    for asked in (NUMBER, READ_BACK, NAME, EMAIL):
        assert acts("thursday at 2", asked) == [record("start", at(18, 14))]
        assert acts("is thursday at 2 free", asked) is None
    assert acts("the party is thursday at 2", NAME) is None


def test_a_day_alone_is_another_day_at_the_time_agreed_on() -> None:
    for asked in (NUMBER, NAME, EMAIL):
        for said in ("thursday", "no thursday", "actually thursday please"):
            assert acts(said, asked) == [record("start", at(18, 15))]
        assert acts("is it thursday", asked) != [record("start", at(18, 15))]


def test_who_is_away_then_wants_another_time() -> None:
    for asked in (NUMBER, READ_BACK, SUMMARY):
        assert acts("oh i'm away then", asked) == [m.Revisit("start")]
    assert acts("i can't make it then", NUMBER) == [m.Revisit("start")]
    assert acts("i'm away then", TWO) == [m.Deny()]


def test_letters_right_after_the_name_spell_it() -> None:
    told = just_heard(EMAIL, "name")
    assert acts("l o p e s", told) == [record("name", "Maria Lopes", spelled=True)]
    assert isinstance((acts("j o h n", told) or [m.Unclear()])[0], Record)
    assert acts("l o p e z at gmail dot com", told) == [
        record("email", "lopez@gmail.com", spelled=True)
    ]


def test_options_turned_down_by_day_or_time() -> None:
    days = scene("start", act="offer", offer=(at(15, 9), at(16, 10)), wanted=TUESDAY_AT_3)
    assert acts("not monday", days) == [m.Choose(2)]
    assert acts("tuesday's too late", days) == [m.Choose(1)]
    assert acts("not tuesday", TWO) == [m.Deny()]
    three = scene("start", act="offer", offer=(at(16, 9), at(16, 10), at(16, 11)))
    for said in (
        "9 is too early",
        "not 9",
        "that's too early",
        "ugh, what else do you have",
    ):
        assert acts(said, three) == [m.Deny()], said
    assert acts("not wednesday", three) is None


def test_at_an_hour_alone_is_the_time_again() -> None:
    for asked in (NUMBER, NAME, EMAIL):
        assert acts("at 4", asked) == [record("start", at(16, 16))]
        assert acts("at half past four please", asked) == [record("start", at(16, 16, 30))]
    assert acts("at gmail dot com", EMAIL) != acts("at 4", EMAIL)


def test_what_is_said_for_somebody_else_and_in_passing() -> None:
    assert acts("she doesn't have email", EMAIL) == [m.Decline("email")]
    assert acts("oh you're closed", TWO) == ASKED_AGAIN
    waiting = replace(CALL_BACK, workflows=(Booking,))
    moves = effort("no it's ok you can do it, a haircut tuesday at three", waiting)
    assert [type(move) for move in moves] == [m.Switch, Record, Record]


# --- taking leave ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    ["that's perfect thank you so much bye", "ok thanks bye", "yes bye", "see you on tuesday"],
)
def test_who_takes_leave_content_with_the_summary_agrees_to_it(said: str) -> None:
    assert acts(said, SUMMARY) == [m.Affirm()]


@pytest.mark.parametrize("said", ["ok bye", "no bye", "bye", "gotta run, i'll call back later"])
def test_who_only_takes_leave_agrees_to_nothing(said: str) -> None:
    for asked in (SUMMARY, NUMBER, READ_BACK):
        assert acts(said, asked) == [m.Goodbye()], said


def test_who_looks_forward_to_the_visit_is_not_gone_yet() -> None:
    assert acts("see you on tuesday", NUMBER) == ASKED_AGAIN
    assert acts("see you on tuesday", reception()) == [m.Goodbye()]


@pytest.mark.parametrize(
    "said", ["no, cancel it", "nah forget it", "i changed my mind i don't want it"]
)
def test_what_is_no_longer_wanted_is_dropped(said: str) -> None:
    for asked in (SUMMARY, NUMBER):
        assert acts(said, asked) == [m.Abandon()], said


def test_a_word_to_a_child_drops_nothing() -> None:
    assert not any(isinstance(move, m.Abandon) for move in effort("stop it", NUMBER))


def test_starting_over_is_no_wish_to_change_the_start() -> None:
    assert acts("start over", CHANGE) == [m.Restart()]
    assert acts("scrap that, start over", NAME) == [m.Restart()]


def test_a_wrong_number_is_a_goodbye_only_where_none_was_given() -> None:
    assert acts("oh sorry wrong number", reception()) == [m.Goodbye()]
    assert acts("wrong number", NAME) == [m.Revisit("phone")]


@pytest.mark.parametrize("said", ["never mind", "no actually let's go on", "no"])
def test_a_call_back_is_not_wanted_after_all(said: str) -> None:
    assert acts(said, CALL_BACK) == [m.Abandon()]


# --- what answers nothing and is no fault ---------------------------------------------------------


@pytest.mark.parametrize("said", ["ok", "great thanks", "ok cool", "thank you", "right"])
def test_a_word_that_the_desk_was_heard_is_no_failure(said: str) -> None:
    for asked in (START, NUMBER, NAME):
        assert acts(said, asked) == ASKED_AGAIN, said


@pytest.mark.parametrize("said", ["um", "er", "well", "hmm", "um well"])
def test_a_caller_who_hesitates_is_given_time(said: str) -> None:
    for asked in (START, NUMBER, reception()):
        assert acts(said, asked) == [m.Wait()], said


@pytest.mark.parametrize(
    "said",
    [
        "hello", "good morning", "hi how are you today",
        "hi good morning how are you today it's lovely weather isn't it", "can i ask you something",
    ],
)  # fmt: skip
def test_who_greets_is_asked_once_more_and_not_greeted_again(said: str) -> None:
    assert acts(said, reception()) == ASKED_AGAIN


def test_who_asks_whether_anybody_is_there_hears_the_question_again() -> None:
    assert acts("hello?", NUMBER) == [m.Repeat()]


def test_someone_else_has_to_be_asked_first() -> None:
    assert acts("hold on let me ask my husband", SUMMARY) == [m.Wait()]


# --- yes and no -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "y",
        "k",
        "yessir",
        "100 percent",
        "if you would",
        "this one's fine",
        "use this number",
        "s\u00ed",
    ],
)
def test_other_ways_to_say_yes(said: str) -> None:
    assert acts(said, READ_BACK) == [m.Affirm()]


@pytest.mark.parametrize("said", ["yes for god's sake", "yes that's the one finally"])
def test_a_yes_with_a_harmless_remark_is_a_yes(said: str) -> None:
    assert effort(said, READ_BACK) == [m.Affirm()]


@pytest.mark.parametrize(
    "said",
    [
        "last time was great",
        "yes honey i'm on the phone",
        "yes if my sister can",
        "yes but not there",
    ],
)
def test_a_remark_that_is_no_yes_books_nothing(said: str) -> None:
    assert m.Affirm() not in effort(said, SUMMARY)


@pytest.mark.parametrize(
    "said",
    [
        "yes butchange it to a caller",
        "yes actually make it collar",
        "yes sorry my email be maria at example dot com",
        "yes dut sorry the mame should be mario gomez",
        "yes it to aconstellation",
        "yes but actually",
        "yes but sorry i'd like a instead",
    ],
)
def test_a_change_that_was_misheard_beside_a_yes_books_nothing(said: str) -> None:
    """Each was "yes but ..." with a change, on a bad line, and booked what was summed up."""
    assert m.Affirm() not in effort(said, SUMMARY)


def test_a_value_with_a_questioning_tag_is_no_yes() -> None:
    assert acts("the sixteenth right", SUMMARY) == [record("start", TUESDAY_AT_3)]
    assert acts("at three yes", SUMMARY) == [m.Affirm()]


@pytest.mark.parametrize(
    "said", ["hell no", "i'm good", "just text me", "i'd rather you didn't", "i can't remember it"]
)
def test_other_ways_to_give_no_email(said: str) -> None:
    assert acts(said, EMAIL) == [m.Decline("email")]


def test_an_email_is_refused_with_a_reason() -> None:
    for said in ("i never check my email so no", "i'm eighty two dear i don't have one of those"):
        assert effort(said, EMAIL) == [m.Decline("email")], said
    assert m.Decline("email") not in effort("just a trim nothing fancy", EMAIL)


def test_a_no_that_goes_on_declines_and_does_the_rest() -> None:
    four = record("start", at(16, 16))
    assert acts("no but can you change the time to four", EMAIL) == [m.Decline("email"), four]
    assert acts("no and my number is wrong", EMAIL) == [m.Decline("email"), m.Revisit("phone")]
    assert acts("no, and how much is it", EMAIL) == [m.Decline("email"), m.Question("price")]


@pytest.mark.parametrize("said", ["i don't want one after all", "leave the email out"])
def test_an_email_that_was_given_is_left_out(said: str) -> None:
    assert acts(said, EMAIL_READ_BACK) == [m.Decline("email")]


def test_half_an_address_renames_nobody() -> None:
    assert acts("no it's mary", EMAIL_READ_BACK) == [m.Deny()]


def test_nothing_is_no_objection() -> None:
    for asked in (READ_BACK, SUMMARY):
        assert acts("nothing else", asked) != [m.Deny()]


# --- values past the question ---------------------------------------------------------------------


@pytest.mark.parametrize("said", ["yeah three", "great see you at three", "at three"])
def test_the_time_just_heard_begins_no_number(said: str) -> None:
    assert not any(getattr(move, "step", "") == "phone" for move in understand(said, NUMBER).moves)


def test_what_is_known_may_be_said_again() -> None:
    assert acts("a haircut", NAME) == [record("service", "Haircut")]
    assert acts("make it a haircut", NAME) == [record("service", "Haircut")]


def test_the_end_of_a_number_read_back_is_a_yes() -> None:
    assert acts("yes zero one four two", READ_BACK) == [m.Affirm()]


def test_when_to_call_is_no_time_to_come() -> None:
    said = "212 555 0142 and don't call before ten"
    assert heard(said, scene("phone", knows="service start")) == {"phone": PHONE}
    assert understand("call me any time after 5", START).moves == ()


def test_a_full_name_goes_to_the_one_step_it_can_answer() -> None:
    for asked in (START, NUMBER):
        assert heard("maria lopez", asked) == {"name": "Maria Lopez"}
    assert acts("blue bird", NUMBER) is None


@pytest.mark.parametrize(
    "said", ["not tuesday, thursday", "thursday sorry", "sorry, thursday", "thursday not tuesday"]
)
def test_a_time_set_against_the_old_one_is_a_correction(said: str) -> None:
    assert heard(said, NUMBER) == {"start": at(18, 15)}


def test_a_time_is_shifted() -> None:
    assert heard("could we push it an hour", EMAIL) == {"start": at(16, 16)}
    assert heard("and an hour later", EMAIL) == {"start": at(16, 16)}


@pytest.mark.parametrize(
    ("said", "step", "value"),
    [
        ("it's not maria it's marie", "name", "Marie Lopez"),
        ("no not lopez lopes", "name", "Maria Lopes"),
        ("i said four not three", "start", at(16, 16)),
        ("actually colour not haircut", "service", "Colour"),
    ],
)
def test_at_the_summary_one_thing_is_set_against_another(
    said: str, step: str, value: object
) -> None:
    assert heard(said, SUMMARY) == {step: value}


def test_what_was_just_heard_can_be_corrected_at_once() -> None:
    knows = {"service": "Haircut", "name": "Maria"}
    asked = just_heard(scene("email", knows=knows), "name")
    assert heard("it's maria lopez", asked) == {"name": "Maria Lopez"}
    asked = just_heard(NUMBER, "start")
    assert acts("sorry that won't work", asked) == [m.Revisit("start")]


def test_a_name_corrected_by_a_letter_keeps_its_other_part() -> None:
    assert heard("the name is lopes with an s", EMAIL) == {"name": "Maria Lopes"}


def test_who_was_misheard_says_so() -> None:
    assert acts("you've got my name wrong", EMAIL) == [m.Revisit("name")]
    assert acts("what's my number", EMAIL) == [m.Revisit("phone")]


def test_a_second_change_is_named_while_the_first_is_asked_about() -> None:
    asked = scene("name", manner="revisit", knows=ALL)
    assert acts("and the time as well", asked) == [m.Revisit("start")]


def test_what_is_not_wanted_is_not_recorded() -> None:
    assert not any(isinstance(move, Record) for move in effort("i don't want colour", SUMMARY))


# --- offers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("not 2:30", 2), ("first one. no, second", 2), ("whatever's first", 1),
        ("whichever is easiest", 1),
    ],
)  # fmt: skip
def test_an_offer_is_picked_from_in_passing(said: str, number: int) -> None:
    assert acts(said, TWO) == [m.Choose(number)]


def test_a_pick_with_more() -> None:
    assert acts("the 2:30 one please and my name is maria lopez", TWO) == [
        m.Choose(1),
        record("name", "Maria Lopez"),
    ]
    assert effort("that's annoying, ok 3:30 then", TWO) == [m.Choose(2)]


def test_a_question_about_the_latest_picks_nothing() -> None:
    assert m.Choose(2) not in understand("what's the latest you have", TWO).moves


# --- the reception --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "i need to cancel my appointment", "i need to reschedule", "cancel that",
        "hi i'd like to move my appointment on tuesday to wednesday",
        "i'm running late for my appointment", "i'd like to confirm my appointment",
        "i have an appointment tomorrow and can't make it", "when is my appointment",
        "call me back please", "can you have someone call me", "can i talk to someone real",
    ],
)  # fmt: skip
def test_what_takes_a_person_is_left_to_a_person(said: str) -> None:
    assert acts(said, BOOKS_ONLY) == [m.AskHuman()]


def test_a_question_about_rules_takes_no_person() -> None:
    said = "can i cancel up to the day before"
    assert m.AskHuman() not in effort(said, BOOKS_ONLY)
    assert m.Switch("booking") not in effort("do i need an appointment", BOOKS_ONLY)


def test_who_asks_for_what_they_talk_to_wants_no_other() -> None:
    assert m.AskHuman() not in effort("are you a real person", BOOKS_ONLY)


def test_a_yes_before_a_wish_agrees_to_nothing() -> None:
    assert acts("yes hello i'd like to book please", BOOKS_ONLY) == [m.Switch("booking")]


def test_in_a_booking_another_one_that_exists_takes_a_person() -> None:
    asked = replace(EMAIL, workflows=(Booking,))
    said = "actually i already have one on thursday, can i just move that"
    assert acts(said, asked) == [m.AskHuman()]


@pytest.mark.parametrize(
    "said",
    [
        "i'd like a haircut for my daughter she's seven", "another haircut",
        "i want a damn haircut", "i desperately need a haircut",
        "hi a haircut please", "my husband needs a haircut",
    ],
)  # fmt: skip
def test_a_plain_wish_is_taken_up_whoever_it_is_for(said: str) -> None:
    assert acts(said, BOOKS_ONLY) == [m.Switch("booking"), record("service", "Haircut")]


@pytest.mark.parametrize(
    "said",
    [
        "oh hello there my husband told me to ring you lot about a haircut",
        "a haircut for 2 kids", "i need two haircuts, one for me and one for my son",
    ],
)  # fmt: skip
def test_a_wish_in_a_chatty_opening_is_read_back(said: str) -> None:
    doubted = record("service", "Haircut", doubtful=True)
    assert effort(said, BOOKS_ONLY) == [m.Switch("booking"), doubted]


def test_everything_at_once_without_a_verb() -> None:
    said = "haircut on tuesday the 16th at 3 pm for maria lopez, 212 555 0142, no email"
    assert acts(said, BOOKS_ONLY) == [
        m.Switch("booking"),
        record("service", "Haircut"),
        record("start", TUESDAY_AT_3),
        record("name", "Maria Lopez"),
        record("phone", PHONE),
        m.Decline("email"),
    ]


def test_a_limit_in_the_opening_is_kept() -> None:
    moves = acts("haircut but not before noon", BOOKS_ONLY) or []
    (limit,) = [move.partial for move in moves if isinstance(move, Record) and move.partial]
    assert limit.start == time(12)


def test_a_time_agreed_on_begins_no_second_booking() -> None:
    for said in ("yes tuesday", "three o'clock perfect"):
        assert not any(isinstance(move, m.Switch) for move in effort(said, BOOKS_ONLY)), said


def test_a_declined_email_stays_declined_when_courtesies_follow() -> None:
    knows = {"service": "Haircut", "email": Answer(None, "declined")}
    assert acts("great thanks", scene("phone", knows=knows)) == ASKED_AGAIN
