"""`phrasing="model"`: lines in the model's words, and in the phrasebook's where those won't do."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from livekit.agents import function_tool, llm

from handrail import Number, Reception, Step, Topic, Workflow
from handrail.engine.state import Act, Prompt
from handrail.livekit import Receptionist, TextCall, WorkflowTask
from handrail.livekit.phrasing import request_for, wording_of
from handrail.speaking import Line, Mark
from tests.livekit.scripted import Reply, Scripted
from tests.livekit.table import NUMBER, Table, clock
from tests.livekit.voice import Voices

STEPS = tuple(Table.steps.values())


def prompt(step: str | None = "phone", act: Act = "ask") -> Prompt:
    return Prompt(act, step, "first", 1)


def line(text: str, *values: str) -> Line:
    marks = tuple(Mark("party", text.index(v), text.index(v) + len(v)) for v in values)
    return Line(text, marks, revision=1)


def worded(said: Line, text: str, at: Prompt | None = None) -> str | None:
    wording = wording_of(said, text, at or prompt(), STEPS)
    return wording.text if wording else None


# --- what is spoken -------------------------------------------------------------------------------

ASKED = line("Four people. What number can we call?", "Four")


@pytest.mark.parametrize(
    "text",
    [
        "Lovely, four people! And what number can we reach you on?",
        '"Four, wonderful. Could I take a phone number for you?"',
        "Four people.\n\nWhat number can we reach you on?",
        "Four it is. May I ask for the best number to call?",
    ],
)
def test_the_same_in_other_words_is_spoken(text: str) -> None:
    assert worded(ASKED, text) == " ".join(text.strip('"').split())


UNFIT = {
    "nothing": "",
    "the value is missing": "Lovely! What number can we call?",
    "another value": "Five people. What number can we call?",
    "one value more": "Four people at eight. What number can we call?",
    "a digit": "Four people, table 9. What number can we call?",
    "a day": "Four people on Friday. What number can we call?",
    "a month": "Four people in May. What number can we call?",
    "half of the day": "Four people, p.m. What number can we call?",
    "a name": "Four people, thanks John. What number can we call?",
    "a name at the start": "Jennifer, four people. What number can we call?",
    "a name that is a word": "Four people. Mark, what number can we call?",
    "another question": "Four people. What's your email?",
    "another question beside it": "Four people. What number and email can we use?",
    "two questions": "Four people? What number can we call?",
    "no question": "Four people. Tell me the number we can call.",
    "words after the question": "Four people. What number can we call? Take your time.",
    "a promise": "Four people, all booked. What number can we call?",
    "a yes made a no": "Four people won't do. What number can we call?",
    "far too long": "Four people. " + "That is simply lovely to hear. " * 4 + "What number?",
    "a list": "* Four people\n* What number can we call?",
    "a face": "Four people \U0001f600. What number can we call?",
    "money": "Four people, $ off. What number can we call?",
}


@pytest.mark.parametrize("text", UNFIT.values(), ids=UNFIT.keys())
def test_what_says_anything_else_is_not(text: str) -> None:
    assert worded(ASKED, text) is None


def test_a_question_for_a_yes_or_no_stays_as_it_is() -> None:
    """A yes to "Anything wrong with that?" for "Is that right?" would mean the contrary."""
    said, at = line("A table for four. Shall I book it?", "four"), prompt(None, "summary")
    assert worded(said, "So that's four of you. Shall I book it?", at)
    assert worded(said, "So that's four of you. Anything wrong with that?", at) is None
    assert worded(said, "So that's four of you. What should I change?", at) is None


def test_times_names_and_codes_are_kept_in_their_order() -> None:
    said = line("Booked for Tuesday at 3 p.m., Ann. Your code is K 7 M 4. Anything else?")
    assert worded(said, "It's booked for Tuesday at 3 p.m., Ann, with code K 7 M 4. Anything else?")
    for text in (
        "It's booked for Tuesday at 3 p.m., Ann, with code M 4 K 7. Anything else?",
        "It's booked for Tuesday at 3 a.m., Ann, with code K 7 M 4. Anything else?",
        "It's booked at 3 p.m. Tuesday, Ann, with code K 7 M 4. Anything else?",
        "It's booked for Tuesday at 3 p.m., with code K 7 M 4. Anything else?",
        "Tuesday at 3 p.m. it is, Ann, with code K 7 M 4. Anything else?",
    ):
        assert worded(said, text) is None


def test_codes_and_addresses_are_kept_as_they_stand() -> None:
    said = line("Your code is K7, at millane.com. What else can I do?")
    assert worded(said, "And the code is K7, see millane.com. What else can I do?")
    assert worded(said, "And the code is 7K, see millane.com. What else can I do?") is None
    assert worded(said, "And the code is K7, see millane.org. What else can I do?") is None


def test_a_no_stays_a_no() -> None:
    said = line("Three is taken, I'm afraid. What time would suit you?")
    assert worded(said, "I'm afraid three is gone. What time would suit you instead?")
    assert worded(said, "Three sounds good. What time would suit you?") is None


def test_an_offer_and_a_bare_yes_or_no_question_are_not_given_to_a_model() -> None:
    """What "the second one" is, depends on the order in which an offer was said."""
    assert request_for(line("Which would you like: two or four?"), prompt("party", "offer")) is None
    assert request_for(line("Shall I book it?"), prompt(None, "summary")) is None
    assert request_for(Line(), None) is None
    assert request_for(line("Are you there? I'm listening."), prompt()) is None


def test_a_model_is_told_what_to_keep() -> None:
    told = request_for(line("Four people. Shall I book it?"), prompt(None, "summary"))
    assert told is not None
    assert 'End with the question as it stands: "Shall I book it?"' in told
    assert told.endswith("\nFour people. Shall I book it?")
    plain = request_for(line("Thank you, goodbye."), None)
    assert plain is not None
    assert "Ask nothing" in plain


def test_what_was_heard_of_a_wording_is_told_of_the_line() -> None:
    said = line("Four people. What number can we call?", "Four")
    text = "Oh lovely, so that is four of you. And what number can we reach you on?"
    wording = wording_of(said, text, prompt(), STEPS)
    assert wording is not None
    assert wording.heard_of_line("") == ""
    assert wording.heard_of_line("Oh lovely, so that is") == ""
    assert said.heard(wording.heard_of_line("Oh lovely, so that is four")) == {"party"}
    assert wording.heard_of_line("Oh lovely, so that is four of you.") == "Four"
    assert wording.heard_of_line("Oh lovely, so that is four of you. And") == "Four people. W"


WORDS = ["Four", "four", "people", "five", "Right", "and", "no", "Ann", "what", "number", "call"]


@given(st.lists(st.sampled_from([*WORDS, "What number can we call?", "3 p.m.", "?", ".", ","])))
def test_whatever_a_model_says_no_value_counts_as_heard_before_it_was_said(
    pieces: list[str],
) -> None:
    text = " ".join([*pieces, "What number can we call?"])
    wording = wording_of(ASKED, text, prompt(), STEPS)
    for end in range(len(wording.text) + 1) if wording else ():
        assert wording is not None
        heard = wording.text[:end]
        if ASKED.heard(wording.heard_of_line(heard)):
            assert "four" in heard.casefold()


# --- in a call ------------------------------------------------------------------------------------


def begin(model: Scripted, written: list[Any] | None = None, **options: Any) -> TextCall:
    agent = Receptionist(
        [Table],
        reception=Reception(business="Mill Lane"),
        userdata=[] if written is None else written,
        clock=clock,
        ends_session=False,
        **{"phrasing": "model", **options},
    )
    return TextCall(agent, model=model)


GREETING = Reply("Good morning, you've reached Mill Lane. What can I do for you?")
NUMBER_TOO = Reply("4, lovely. And what number can we reach you on?")
HOW_MANY = Reply("Of course! How many people will you be?")


async def test_every_line_is_the_models_the_greeting_too() -> None:
    model = Scripted(GREETING, HOW_MANY, NUMBER_TOO)
    call = begin(model)
    assert await call.open() == GREETING.text
    turn = await call.say("i'd like to book a table")
    assert turn.desk == HOW_MANY.text
    assert turn.model_calls == 1
    assert (await call.say("four")).desk == NUMBER_TOO.text
    spoken = [i.text_content for i in call.session.history.items if i.type == "message"]
    assert HOW_MANY.text in spoken
    await call.aclose()


async def test_a_model_asked_for_words_is_asked_as_before_and_told_the_line_last() -> None:
    class Own(Workflow):
        party = Step(Number(), ask="For how many people?", instructions="Be warm.")

        asks_for = ("book a table",)

    model = Scripted(GREETING, Reply("For how many people, my dear?"))
    agent = Receptionist([Own], clock=clock, phrasing="model", ends_session=False)
    call = TextCall(agent, model=model)
    await call.open()
    assert (await call.say("i'd like to book a table")).desk == "For how many people, my dear?"
    first, second = model.asked
    assert second.tools == first.tools
    assert "record_party" in second.tools
    assert second.messages[: len(first.messages) - 1] == first.messages[:-1]
    assert "Be warm." in second.last
    assert second.last.endswith("For how many people?")
    await call.aclose()


FAILS = {
    "fails": Reply(fails=True),
    "fails half way": Reply("Of course! How many", fails=True),
    "says nothing": Reply(""),
    "calls a tool": Reply(calls=[("record_party", {"party": 6, "said": "book"})]),
    "asks something else": Reply("Of course! What's your email?"),
    "promises": Reply("All booked! How many people will you be?"),
    "does not answer in time": Reply(after=asyncio.Event()),
}


@pytest.mark.parametrize("reply", FAILS.values(), ids=FAILS.keys())
async def test_where_the_model_will_not_do_the_phrasebook_is_spoken(reply: Reply) -> None:
    call = begin(Scripted(GREETING, reply), patience=0.5)
    await call.open()
    turn = await call.say("i'd like to book a table")
    assert turn.desk == "Sure. For how many people?"
    assert turn.model_calls == 1
    assert call.conversation.state.answers == {}
    await call.aclose()


async def test_a_yes_to_a_worded_read_back_confirms_and_all_is_booked() -> None:
    written: list[Any] = []
    model = Scripted(
        *[GREETING, HOW_MANY, NUMBER_TOO],
        *[Reply(fails=True)] * 9,
    )
    call = begin(model, written)
    await call.open()
    for said in ("i'd like to book a table", "four", NUMBER, "yes", "no thanks", "yes"):
        turn = await call.say(said)
        assert turn.model_calls <= 1
    assert "K7" in turn.desk or "K 7" in turn.desk
    assert [booked["party"] for booked in written] == [4]
    await call.aclose()


ODD = "what a lovely bunch of us it will be, the whole gang of six"
UNSAID = Reply(calls=[("record_party", {"party": 8, "said": "eight of us"})])
STUBBORN = {
    "invents": [UNSAID] * 9,
    "never answers": [Reply(fails=True)] * 9,
    "only talks": [Reply("Booked!")] * 9,
}


@pytest.mark.parametrize("script", STUBBORN.values(), ids=STUBBORN.keys())
async def test_a_turn_costs_at_most_four_calls_with_the_wording(script: list[Reply]) -> None:
    model = Scripted(GREETING, HOW_MANY, *script)
    call = begin(model)
    await call.open()
    await call.say("i'd like to book a table")
    turn = await call.say(ODD)
    assert turn.model_calls <= 4
    assert turn.desk.endswith("?")
    await call.aclose()


async def test_the_bound_is_reached_by_a_model_that_looks_things_up_for_ever() -> None:
    @function_tool
    async def weather() -> str:
        """Tell the weather."""
        return "sunny"

    looks = Reply(calls=[("weather", {})])
    model = Scripted(
        GREETING, HOW_MANY, looks, looks, looks, Reply("I didn't get that. How many people?")
    )
    call = begin(model, tools=[weather])
    await call.open()
    await call.say("i'd like to book a table")
    turn = await call.say(ODD)
    assert turn.model_calls == 4
    assert turn.desk == "I didn't get that. How many people?"
    await call.aclose()


async def test_a_model_that_failed_in_a_turn_is_not_asked_for_words_in_it() -> None:
    model = Scripted(GREETING, HOW_MANY, Reply(after=asyncio.Event()), HOW_MANY)
    call = begin(model, patience=0.5)
    await call.open()
    await call.say("i'd like to book a table")
    turn = await call.say(ODD)
    assert turn.model_calls == 1
    assert turn.desk.endswith("how many people?")
    await call.aclose()


async def test_a_line_that_is_said_again_is_worded_once() -> None:
    model = Scripted(GREETING, HOW_MANY)
    call = begin(model)
    await call.open()
    await call.say("i'd like to book a table")
    await call.session.generate_reply()
    spoken = [i.text_content for i in call.session.history.items if i.type == "message"]
    assert spoken[-2:] == [HOW_MANY.text, HOW_MANY.text]
    assert len(model.asked) == 2
    await call.aclose()


async def test_a_business_fact_is_said_as_it_stands() -> None:
    hours = Topic(("open",), lambda _call, _said: "We're open from nine to five")
    model = Scripted(GREETING, HOW_MANY, Reply("We're shut from nine to five. How many people?"))
    agent = Receptionist(
        [Table],
        reception=Reception(business="Mill Lane", topics={"hours": hours}),
        clock=clock,
        ends_session=False,
        phrasing="model",
    )
    call = TextCall(agent, model=model)
    await call.open()
    await call.say("i'd like to book a table")
    turn = await call.say("when are you open")
    assert turn.desk.startswith("We're open from nine to five.")
    assert turn.model_calls == 0
    await call.aclose()


async def test_without_a_model_the_phrasebook_speaks() -> None:
    agent = Receptionist([Table], clock=clock, phrasing="model", ends_session=False)
    call = TextCall(agent)
    await call.open()
    assert (await call.say("i'd like to book a table")).desk == "Sure. For how many people?"
    await call.aclose()


# --- by voice -------------------------------------------------------------------------------------


class Rewords(Scripted):
    """Says what it is given, with two words before it."""

    def chat(self, *, chat_ctx: llm.ChatContext, **options: Any) -> llm.LLMStream:
        told = chat_ctx.items[-1]
        assert isinstance(told, llm.ChatMessage)
        self.script = [Reply("Right then. " + str(told.text_content).splitlines()[-1])]
        return super().chat(chat_ctx=chat_ctx, **options)


async def at_summary(voices: Voices, written: list[Any], heard: str) -> None:
    """Go on to the summary, and say yes when so much of it was heard."""
    agent = Receptionist(
        [Table], userdata=written, clock=clock, phrasing="model", ends_session=False
    )
    await voices.start(agent)
    for said in ("i'd like to book a table", "four", NUMBER, "yes"):
        await voices.say(said)
        await voices.quiet()
    voices.loudspeaker.held, voices.loudspeaker.cut_at = True, heard
    await voices.say("no thanks")
    await voices.loudspeaker.playing.wait()
    voices.loudspeaker.held = False
    await voices.say("yes")
    await voices.quiet()


SUMMARY = "Right then. No problem. The party 4 and the number 212, 555, 0142. Shall I book it?"


async def test_a_yes_to_a_worded_summary_cut_before_its_values_books_nothing() -> None:
    voices, written = Voices(llm=Rewords()), list[Any]()
    await at_summary(voices, written, "Right then. No problem. The party")
    assert written == []
    assert "0142" in voices.spoken()[-1]
    await voices.say("yes")
    await voices.quiet()
    assert len(written) == 1
    await voices.session.aclose()


async def test_a_yes_over_the_last_words_of_a_worded_summary_books() -> None:
    voices, written = Voices(llm=Rewords()), list[Any]()
    await at_summary(voices, written, SUMMARY.removesuffix(" book it?"))
    assert SUMMARY.removesuffix(" book it?") in voices.spoken()
    assert len(written) == 1
    await voices.session.aclose()


def test_an_unknown_phrasing_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="give 'phrasebook' or 'model'"):
        WorkflowTask(Table, phrasing="free")  # type: ignore[arg-type]
