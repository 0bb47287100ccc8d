"""What answers nothing: questions, a moment's wait, say that again, help, nonsense, silence."""

from __future__ import annotations

import pytest

from tests.stories.places import PLACES, SAID, Place, place
from tests.stories.talk import Calling, Talk

ANYWHERE = pytest.mark.parametrize("here", PLACES, ids=lambda each: each.name)
QUESTIONS = (
    ("how much is it by the way", "A haircut is 45 dollars"),
    ("what are your opening hours", "9 to 6 Monday to Friday"),
    ("where are you exactly", "12 Mill Lane"),
    ("how long does it take", "half an hour"),
)

IN_OTHER_WORDS = (
    ("can i get your address please", "12 Mill Lane"),
    ("let me know the price", "A haircut is 45 dollars"),
    ("what about your opening hours", "9 to 6 Monday to Friday"),
    ("i'd like to know how long it takes", "half an hour"),
)


def holds(caller: Talk, here: Place) -> None:
    """Hold that the same is asked as before, and nothing was taken for an answer."""
    caller.is_asked(*here.asking).goes_on()
    assert set(caller.known()) == set(here.known), caller.told("what is known has changed")


@ANYWHERE
@pytest.mark.parametrize(("question", "answer"), QUESTIONS)
async def test_a_question_is_answered_and_the_call_goes_on(
    plain_call: Calling, here: Place, question: str, answer: str
) -> None:
    async with plain_call() as caller:
        await here.reach(caller)
        await caller.say(question)
        caller.hears(answer, r"\?$")
        holds(caller, here)


async def test_whether_this_is_the_business_that_was_meant(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say("hi, is this northside studio")
        caller.hears("^Yes", r"\?$").goes_on()


async def test_the_code_and_the_time_are_said_again_after_the_booking(call: Calling) -> None:
    async with call() as caller:
        await caller.say(*SAID)
        await caller.say("what's the code going to be")
        caller.hears("as soon as it's booked").is_asked(None, "summary")
        await caller.say("yes")
        (booking,) = await caller.bookings()
        await caller.say("sorry what was the code")
        caller.hears(" ".join(booking.code), "else").goes_on()
        await caller.say("and when is it again")
        caller.hears("haircut, Tuesday the 16th at 3", "else").goes_on()


async def test_a_sorry_is_not_said_again_to_who_missed_it(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("the number").reach(caller)
        await caller.say("the thing with the blue", "pardon")
        caller.hears("number").does_not_hear("sorry")


@pytest.mark.parametrize("said", ["when would you have something", "when can you fit me in"])
async def test_who_asks_when_there_is_room_is_offered_times(plain_call: Calling, said: str) -> None:
    async with plain_call() as caller:
        await caller.say("a haircut", said)
        caller.hears("today", "tomorrow").is_asked("start", "offer")


async def test_a_holiday_is_not_answered_with_the_hours_of_its_weekday(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say("are you open on christmas")
        caller.does_not_hear("9 to 6").goes_on()


async def test_what_is_not_understood_at_the_summary_has_it_said_again(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("the summary").reach(caller)
        await caller.say("wait the thing with the blue")
        caller.hears("sorry", "Tuesday the 16th at 3", "Maria Lopez").is_asked(None, "summary")


async def test_after_a_question_only_the_missing_half_of_a_time_is_asked(
    plain_call: Calling,
) -> None:
    async with plain_call() as caller:
        await caller.say("a haircut", "tuesday", "how much is it")
        caller.hears("45 dollars", "what time on Tuesday").does_not_hear("day and time")


@ANYWHERE
@pytest.mark.parametrize(("request_", "answer"), IN_OTHER_WORDS)
async def test_a_fact_asked_for_in_other_words_is_told(
    plain_call: Calling, here: Place, request_: str, answer: str
) -> None:
    async with plain_call() as caller:
        await here.reach(caller)
        await caller.say(request_)
        caller.hears(answer, r"\?$")
        holds(caller, here)


async def test_two_facts_asked_for_at_once_are_both_told(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say(SAID[0], "give me the price and the address please")
        caller.hears("A haircut is 45 dollars", "12 Mill Lane").is_asked("start")


async def test_a_yes_with_a_request_books_and_tells(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say(*SAID, "yes, and can i have your address")
        caller.hears("12 Mill Lane").is_asked(None, "none")


@ANYWHERE
async def test_four_questions_in_a_row_are_asked_after_in_other_words(
    plain_call: Calling, here: Place
) -> None:
    async with plain_call() as caller:
        await here.reach(caller)
        for question, answer in QUESTIONS:
            await caller.say(question)
            caller.hears(answer)
        holds(caller, here)


@pytest.mark.parametrize(("question", "answer"), QUESTIONS)
async def test_a_question_before_anything_is_chosen(
    call: Calling, question: str, answer: str
) -> None:
    async with call() as caller:
        await caller.say(question.replace(" it", " a haircut"))
        caller.hears(answer, r"\?$").does_not_hear("consultation").is_asked(None)
        await caller.say("then a haircut please")
        caller.is_asked("start").knows(service="Haircut")


async def test_questions_after_the_booking(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say(*SAID, "yes", "how much is a colour", "and how much is it")
        caller.hears("A haircut is 45 dollars").is_asked(None, "none")
        await caller.say("no thanks")
        caller.ended("completed")


async def test_what_may_be_booked(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await caller.say("what do you offer")
        caller.hears("a haircut, a colour or a consultation")


@ANYWHERE
@pytest.mark.parametrize("said", ["hang on", "one moment please", "just a second"])
async def test_a_moment_is_given(plain_call: Calling, here: Place, said: str) -> None:
    async with plain_call() as caller:
        await here.reach(caller)
        await caller.say(said)
        caller.hears("time|rush").does_not_hear(r"\?")
        holds(caller, here)
        await caller.say("")
        holds(caller, here)


@ANYWHERE
@pytest.mark.parametrize("said", ["sorry what was that", "could you repeat that", "pardon"])
async def test_the_last_words_are_said_again(plain_call: Calling, here: Place, said: str) -> None:
    async with plain_call() as caller:
        await here.reach(caller)
        before = caller.heard
        await caller.say(said)
        assert caller.heard == before, caller.told("not the same words")
        holds(caller, here)


@ANYWHERE
@pytest.mark.parametrize("said", ["help", "what can i say"])
async def test_help_says_what_would_do(plain_call: Calling, here: Place, said: str) -> None:
    async with plain_call() as caller:
        await here.reach(caller)
        await caller.say(said)
        caller.does_not_hear("sorry")
        holds(caller, here)


@ANYWHERE
async def test_help_twice_is_worded_twice(plain_call: Calling, here: Place) -> None:
    async with plain_call() as caller:
        await here.reach(caller)
        await caller.say("help", "help")
        caller.hears("say|spell|pick|tell|digit|will do")
        holds(caller, here)


NONSENSE = ("blue zorp", "the zorp with the blorp", "zorp blue blue")


@ANYWHERE
async def test_nonsense_is_asked_again_then_helped_then_a_person_is_offered(
    plain_call: Calling, here: Place
) -> None:
    async with plain_call() as caller:
        await here.reach(caller)
        await caller.say(NONSENSE[0])
        holds(caller, here)
        await caller.say(NONSENSE[1])
        caller.does_not_hear("sorry")
        holds(caller, here)
        await caller.say(NONSENSE[2])
        caller.hears("someone", "call").is_asked(None, "human")
        await caller.say("yes")
        if "phone" in here.known:
            if here.name == "the number read back":
                caller.is_asked("phone", "read_back")
                await caller.say("yes")
        else:
            caller.is_asked("phone").hears("number")
            await caller.say("212 555 0142", "yes")
        caller.ended("escalated")


@ANYWHERE
async def test_no_person_is_wanted_and_the_call_goes_on(plain_call: Calling, here: Place) -> None:
    async with plain_call() as caller:
        await here.reach(caller)
        await caller.say(*NONSENSE, "no")
        caller.goes_on().does_not_hear("didn't catch", "missed")
        assert view_of(caller) in {here.asking, here.resumed}, caller.told("went elsewhere")


@ANYWHERE
async def test_nonsense_without_end_ends_politely(plain_call: Calling, here: Place) -> None:
    async with plain_call() as caller:
        await here.reach(caller)
        await caller.say(*NONSENSE, "no")
        for word in (*NONSENSE, *NONSENSE):
            if not caller.conversation.closed:
                await caller.say(word)
        caller.hears("sorry", "goodbye").ended("abandoned")


@ANYWHERE
async def test_what_is_known_said_again_is_not_nonsense(plain_call: Calling, here: Place) -> None:
    async with plain_call() as caller:
        await here.reach(caller)
        for _ in range(3):
            await caller.say("a haircut")
            caller.does_not_hear("sorry", "call you back")
        assert view_of(caller) in {here.asking, here.resumed}, caller.told("went elsewhere")


async def test_nonsense_at_the_greeting(call: Calling) -> None:
    async with call() as caller:
        await caller.say(NONSENSE[0])
        caller.is_asked(None)
        await caller.say(NONSENSE[1])
        caller.hears("haircut on Tuesday").is_asked(None)
        await caller.say(NONSENSE[2])
        caller.is_asked(None, "human")
        await caller.say("yes", "212 555 0142", "yes")
        caller.ended("escalated")


@ANYWHERE
async def test_a_correction_while_a_person_is_offered(plain_call: Calling, here: Place) -> None:
    async with plain_call() as caller:
        await here.reach(caller)
        await caller.say(*NONSENSE)
        caller.is_asked(None, "human")
        await caller.say("actually make it a colour")
        caller.knows(service="Colour")
        assert view_of(caller) in {here.asking, here.resumed}, caller.told("went elsewhere")


@ANYWHERE
async def test_three_silences_end_the_call(plain_call: Calling, here: Place) -> None:
    async with plain_call() as caller:
        await here.reach(caller)
        await caller.say("")
        holds(caller, here)
        await caller.say("")
        holds(caller, here)
        await caller.say("")
        caller.hears("goodbye").ended("abandoned")


async def test_three_silences_at_the_greeting(call: Calling) -> None:
    async with call() as caller:
        await caller.say("", "", "")
        caller.hears("goodbye").ended("abandoned")


async def test_a_word_between_silences_begins_their_count_anew(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("the name").reach(caller)
        await caller.say("", "", "sorry what was that", "", "")
        caller.goes_on().is_asked("name")


def view_of(caller: Talk) -> tuple[str | None, str]:
    """Return what is asked now."""
    asking = caller.turns[-1].asking
    return asking["step"], asking["act"]


async def test_nothing_is_booked_on_a_yes_that_is_held_back(call: Calling) -> None:
    async with call() as caller:
        await place("the summary").reach(caller)
        await caller.say("yes hang on")
        caller.does_not_hear("Booked").is_asked(None, "summary")
        assert not await caller.bookings()
        await caller.say("ok give me a minute")
        assert not await caller.bookings()
        await caller.say("yes")
        caller.hears("Booked")


async def test_a_yes_after_all_leads_back_to_the_summary(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("the summary").reach(caller)
        await caller.say("yes no wait", "hmm", "actually yes")
        caller.is_asked(None, "summary")
        assert not await caller.bookings()
        await caller.say("yes")
        caller.hears("Booked")


@pytest.mark.parametrize(
    ("asks", "is_back"),
    [("just a second", "ok"), ("hang on", "okay"), ("one moment please", "right")],
)
async def test_an_ok_from_whoever_is_back_books_nothing_before_it_is_asked_once_more(
    call: Calling, asks: str, is_back: str
) -> None:
    async with call() as caller:
        await place("the summary").reach(caller)
        await caller.say(asks, is_back)
        caller.does_not_hear("Booked").is_asked(None, "summary")
        assert not await caller.bookings()
        await caller.say("ok")
        caller.hears("Booked")


async def test_an_ok_after_a_moment_does_not_confirm_a_number_either(plain_call: Calling) -> None:
    async with plain_call() as caller:
        await place("the number read back").reach(caller)
        await caller.say("hang on", "ok")
        caller.is_asked("phone", "read_back")
        await caller.say("yes")
        caller.goes_on().is_asked("name")
