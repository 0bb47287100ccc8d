"""Cutting in: by the caller, by a cough, by a developer's code; and generations that run ahead."""

from __future__ import annotations

from typing import Any

import pytest
from livekit.agents import llm, stt

from tests.livekit.scripted import Reply, Scripted
from tests.livekit.table import NUMBER, receptionist
from tests.livekit.test_voice import at_phone, cut, phone_of
from tests.livekit.voice import Voices, until


def calls_of(voices: Voices, name: str) -> list[llm.FunctionCall]:
    items = voices.session.history.items
    return [item for item in items if item.type == "function_call" and item.name == name]


async def being_read_back(voices: Voices, heard: str) -> None:
    """Have the number read back, and stop the loudspeaker in the middle of it."""
    voices.loudspeaker.held, voices.loudspeaker.cut_at = True, heard
    await voices.say(NUMBER)
    await voices.loudspeaker.playing.wait()
    voices.loudspeaker.held = False


# --- a cough --------------------------------------------------------------------------------


async def test_a_line_that_goes_on_after_a_cough_is_said_once_and_was_heard() -> None:
    voices = Voices(resumes=True)
    agent = await at_phone(voices)
    await being_read_back(voices, "212,")
    voices.coughs()
    await voices.loudspeaker.paused.wait()
    await voices.loudspeaker.resumed.wait()
    voices.loudspeaker.finish()
    await voices.quiet()
    assert [line for line in voices.spoken() if "0142" in line] == voices.spoken()[-1:]
    await voices.say("yes")
    await voices.quiet()
    assert phone_of(agent).status == "confirmed"
    assert voices.spoken()[-1].endswith("email?")
    await voices.session.aclose()


async def test_a_cough_that_turns_into_a_yes_confirms_only_what_was_heard() -> None:
    voices = Voices(resumes=True)
    agent = await at_phone(voices)
    await being_read_back(voices, "212,")
    voices.ear.hears(stt.SpeechEventType.START_OF_SPEECH)
    voices.ear.hears(stt.SpeechEventType.INTERIM_TRANSCRIPT, "hm")
    await voices.loudspeaker.paused.wait()
    await voices.say("yes")
    await voices.quiet()
    assert phone_of(agent).status == "heard"
    assert "0142" in voices.spoken()[-1]
    await voices.session.aclose()


# --- cutting in -----------------------------------------------------------------------------


async def test_who_speaks_over_the_greeting_is_not_greeted_again() -> None:
    voices = Voices()
    agent = receptionist([])
    voices.loudspeaker.held, voices.loudspeaker.cut_at = True, "Mill Lane,"
    await voices.session.start(agent, record=False)
    await voices.loudspeaker.playing.wait()
    voices.loudspeaker.held = False
    await voices.say("i'd like to book a table")
    await voices.quiet()
    assert agent.conversation.name == "table"
    assert voices.spoken() == ["Mill Lane,", "Sure. For how many people?"]
    await voices.session.aclose()


async def test_a_value_said_over_the_line_before_it_is_taken() -> None:
    voices = Voices()
    agent = receptionist([])
    await voices.start(agent)
    await voices.say("i'd like to book a table")
    await voices.quiet()
    await cut(voices, "four", "4, all right. What", NUMBER)
    assert agent.conversation.state.answers["party"].value == 4
    assert "0142" in voices.spoken()[-1]
    await voices.session.aclose()


async def test_a_no_over_the_value_takes_it_out() -> None:
    voices = Voices()
    agent = await at_phone(voices)
    await cut(voices, NUMBER, "212, 555", "no")
    assert "phone" not in agent.conversation.state.answers
    await voices.session.aclose()


async def test_a_no_before_an_optional_question_is_heard_declines_nothing() -> None:
    voices = Voices()
    agent = await at_phone(voices)
    await voices.say(NUMBER)
    await voices.quiet()
    await cut(voices, "yes", None, "no")
    assert "email" not in agent.conversation.state.answers
    assert voices.spoken()[-1].endswith("email?")
    await voices.session.aclose()


async def test_a_question_that_a_developers_code_cuts_is_asked_when_nobody_speaks() -> None:
    voices = Voices()
    agent = await at_phone(voices)
    voices.loudspeaker.held, voices.loudspeaker.cut_at = True, None
    await voices.say(NUMBER)
    await voices.loudspeaker.playing.wait()
    voices.loudspeaker.held = False
    await voices.session.interrupt()
    await voices.session.say("The line is bad, I'm told.")
    before = agent.loop.line_id
    voices.session._update_user_state("away")
    await until(lambda: agent.loop.line_id != before)
    await voices.quiet()
    assert "212, 555, 0142" in voices.spoken()[-1]
    await voices.say("yes")
    await voices.quiet()
    assert phone_of(agent).status == "confirmed"
    await voices.session.aclose()


# --- generations that run ahead -------------------------------------------------------------


@pytest.mark.parametrize("final", ["212 555 0142", "212 555 0199"])
async def test_what_ran_ahead_is_done_once_or_not_at_all(final: str) -> None:
    voices = Voices()
    agent = await at_phone(voices)
    before = voices.reads(agent)
    voices.ear.hears(stt.SpeechEventType.START_OF_SPEECH)
    voices.ear.hears(stt.SpeechEventType.PREFLIGHT_TRANSCRIPT, "212 555 0142")
    await until(lambda: voices.reads(agent) is not before)
    assert "phone" not in agent.conversation.state.answers
    voices.ear.hears(stt.SpeechEventType.FINAL_TRANSCRIPT, final)
    voices.ear.hears(stt.SpeechEventType.END_OF_SPEECH)
    await until(lambda: "phone" in agent.conversation.state.answers)
    await voices.quiet()
    assert phone_of(agent).value == "+1" + final.replace(" ", "")
    assert len(calls_of(voices, "record_phone")) == 1
    assert agent.conversation.texts == ("i'd like to book a table", "four", final)
    await voices.session.aclose()


async def test_a_model_that_ran_ahead_acts_once() -> None:
    record: tuple[str, dict[str, Any]] = ("record_party", {"party": 5, "said": "five"})
    model = Scripted(Reply(calls=[record]), Reply(calls=[record]))
    voices = Voices(llm=model)
    agent = receptionist([])
    await voices.start(agent)
    await voices.say("i'd like to book a table")
    await voices.quiet()
    words = "goodness me we are a jolly five today"
    voices.ear.hears(stt.SpeechEventType.START_OF_SPEECH)
    voices.ear.hears(stt.SpeechEventType.PREFLIGHT_TRANSCRIPT, words)
    await until(lambda: model.asked)
    voices.ear.hears(stt.SpeechEventType.FINAL_TRANSCRIPT, words)
    voices.ear.hears(stt.SpeechEventType.END_OF_SPEECH)
    await until(lambda: "party" in agent.conversation.state.answers)
    await voices.quiet()
    assert len(calls_of(voices, "record_party")) == len(model.asked) == 1
    assert agent.conversation.texts[-1] == words
    await voices.session.aclose()
