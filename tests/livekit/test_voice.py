"""What LiveKit does around a turn in a voice session: cutting in, words lost, slow checks."""

from __future__ import annotations

import asyncio
import contextlib
from functools import partial
from typing import Any

from livekit.agents import Agent, stt

from handrail.engine import moves
from handrail.facts import Call, Verdict
from handrail.kinds.number import Number
from handrail.kinds.phone import Phone
from handrail.livekit import Receptionist, WorkflowEnded, WorkflowTask
from handrail.livekit.refusals import STALE
from handrail.plan import Confirm
from handrail.step import Step
from handrail.workflow import Workflow
from tests.livekit.scripted import Reply, Scripted
from tests.livekit.table import NUMBER, Table, clock, receptionist
from tests.livekit.voice import Voices, until

ODD = "what a lovely bunch of us it will be"


async def at_phone(voices: Voices) -> Receptionist:
    agent = receptionist([])
    await voices.start(agent)
    for said in ("i'd like to book a table", "four"):
        await voices.say(said)
        await voices.quiet()
    return agent


async def cut(voices: Voices, said: str, heard: str | None, then: str) -> None:
    """Say one thing, hear so much of the reply, and cut in with the next."""
    voices.loudspeaker.held, voices.loudspeaker.cut_at = True, heard
    await voices.say(said)
    await voices.loudspeaker.playing.wait()
    voices.loudspeaker.held = False
    await voices.say(then)
    await voices.quiet()


def phone_of(agent: Receptionist) -> Any:
    return agent.conversation.state.answers["phone"]


async def test_a_call_by_voice() -> None:
    voices = Voices()
    agent = await at_phone(voices)
    await voices.say(NUMBER)
    await voices.quiet()
    assert "212, 555, 0142" in voices.spoken()[-1]
    await voices.say("yes")
    await voices.quiet()
    assert phone_of(agent).status == "confirmed"
    await voices.session.aclose()


async def test_a_yes_to_a_read_back_cut_before_its_value_confirms_nothing() -> None:
    voices = Voices()
    agent = await at_phone(voices)
    await cut(voices, NUMBER, "212,", "yes")
    assert phone_of(agent).status == "heard"
    assert "0142" in voices.spoken()[-1]
    await voices.say("yes")
    await voices.quiet()
    assert phone_of(agent).status == "confirmed"
    await voices.session.aclose()


async def test_a_yes_over_the_last_words_of_a_read_back_confirms() -> None:
    voices = Voices()
    agent = await at_phone(voices)
    await cut(voices, NUMBER, "212, 555, 0142: have I got that", "yes")
    assert phone_of(agent).status == "confirmed"
    await voices.session.aclose()


async def test_a_line_cut_at_once_is_owed_and_said_again() -> None:
    voices = Voices()
    agent = await at_phone(voices)
    await cut(voices, NUMBER, None, "yes")
    assert phone_of(agent).status == "heard"
    assert "0142" in voices.spoken()[-1]
    await voices.session.aclose()


async def test_words_whose_generation_was_cancelled_are_read_with_the_next() -> None:
    model = Scripted(
        Reply(after=asyncio.Event()),
        Reply(calls=[("record_party", {"party": 5, "said": "five"})]),
    )
    voices = Voices(llm=model)
    agent = receptionist([])
    await voices.start(agent)
    await voices.say("i'd like to book a table")
    await voices.quiet()
    await voices.say(ODD)
    await until(lambda: model.asked)
    await voices.say("make it a happy five")
    await voices.quiet()
    asked = str(model.asked[-1].messages)
    assert ODD in asked
    assert "make it a happy five" in asked
    assert agent.conversation.texts[-1] == f"{ODD} make it a happy five"
    assert agent.conversation.state.answers["party"].value == 5
    await voices.session.aclose()


async def test_what_is_said_during_a_slow_check_is_not_lost() -> None:
    checking, gate = asyncio.Event(), asyncio.Event()

    async def fits(party: int, call: Call[Any]) -> Verdict:
        del party, call
        checking.set()
        await gate.wait()
        return Verdict.yes()

    class Checked(Workflow, summary=False):
        party = Step(Number(), ask="For how many people?", check=fits)
        phone = Step(Phone(), ask="What number can we call?", confirm=Confirm.NEVER)
        seats = Step(Number(), ask="How many chairs?")

    running: WorkflowTask[Checked] | None = None

    class Host(Agent):
        def __init__(self) -> None:
            super().__init__(instructions="A host.")

        async def on_enter(self) -> None:
            nonlocal running
            running = WorkflowTask(Checked, clock=clock)
            with contextlib.suppress(WorkflowEnded):
                await running

    voices = Voices()
    await voices.session.start(Host(), record=False)
    await until(lambda: voices.spoken() == ["For how many people?"])
    await voices.say("four")
    await checking.wait()
    await voices.say("phone 212 555 0142")
    gate.set()
    await voices.quiet()
    assert running is not None
    answers = running.conversation.state.answers
    assert {name: answer.value for name, answer in answers.items()} == {
        "party": 4,
        "phone": "+12125550142",
    }
    assert len(voices.spoken()) == 2
    assert voices.spoken()[-1].endswith("How many chairs?")
    await voices.session.aclose()


async def test_a_proposal_made_on_an_old_state_is_decided_anew() -> None:
    voices = Voices()
    agent = await at_phone(voices)
    before = voices.reads(agent)
    voices.ear.hears(stt.SpeechEventType.START_OF_SPEECH)
    voices.ear.hears(stt.SpeechEventType.PREFLIGHT_TRANSCRIPT, "212 555 0142")
    await until(
        lambda: voices.reads(agent) is not before
    )  # the generation runs ahead of the turn's end
    conversation = agent.conversation
    conversation.apply(moves.Record(step="party", value=5))  # as a report might change the state
    await conversation.settle()
    voices.ear.hears(stt.SpeechEventType.FINAL_TRANSCRIPT, "212 555 0142")
    voices.ear.hears(stt.SpeechEventType.END_OF_SPEECH)
    await until(lambda: "phone" in conversation.state.answers)
    await voices.quiet()
    outputs = [i.output for i in agent.chat_ctx.items if i.type == "function_call_output"]
    assert outputs[-2:] == [STALE, "done"]
    assert "0142" in voices.spoken()[-1]
    await voices.session.aclose()


async def test_a_developers_words_in_between_are_no_line_of_the_desk() -> None:
    voices = Voices()
    agent = await at_phone(voices)
    await voices.say(NUMBER)
    await voices.quiet()
    await voices.session.say("We close in ten minutes.")
    await voices.say("yes")
    await voices.quiet()
    assert phone_of(agent).status == "confirmed"
    await voices.session.aclose()


async def test_a_caller_who_has_gone_quiet_is_asked_again_and_in_the_end_let_go() -> None:
    voices = Voices()
    agent = await at_phone(voices)
    while not agent.conversation.closed:
        before = agent.loop.line_id
        voices.session._update_user_state("away")
        await until(partial(lambda line: agent.loop.line_id != line, before))
        await voices.quiet()
        assert len(voices.spoken()) < 10
    assert "oodbye" in voices.spoken()[-1]
    await voices.session.aclose()


async def test_a_silence_does_not_break_into_a_check() -> None:
    checking, gate = asyncio.Event(), asyncio.Event()

    async def fits(party: int, call: Call[Any]) -> Verdict:
        del party, call
        checking.set()
        await gate.wait()
        return Verdict.yes()

    class Checked(Workflow):
        party = Step(Number(), ask="For how many people?", check=fits)
        seats = Step(Number(), ask="How many chairs?")

        asks_for = ("a table",)

    voices = Voices()
    agent = Receptionist([Checked], clock=clock, ends_session=False)
    await voices.start(agent)
    await voices.say("a table")
    await voices.quiet()
    await voices.say("four")
    await checking.wait()
    lines = len(voices.spoken())
    await agent.silence()
    assert [type(made.move).__name__ for made in agent.loop.made] == ["Record"]
    gate.set()
    await until(lambda: len(voices.spoken()) > lines)
    await voices.quiet()
    assert voices.spoken()[lines:] == ["4, all right. How many chairs?"]
    await voices.session.aclose()


async def test_last_words_cut_at_once_are_said_again_before_the_parent_goes_on() -> None:
    got: list[Table] = []

    class Host(Agent):
        def __init__(self) -> None:
            super().__init__(instructions="A host.")

        async def on_enter(self) -> None:
            got.append(await WorkflowTask(Table, userdata=[], clock=clock))
            self.session.say("Done with that.")

    voices = Voices()
    await voices.session.start(Host(), record=False)
    await until(voices.spoken)
    for said in ("four", NUMBER, "yes", "no thanks"):
        await voices.say(said)
        await voices.quiet()
    voices.loudspeaker.held, voices.loudspeaker.cut_at = True, None
    await voices.say("yes please")
    await voices.loudspeaker.playing.wait()
    voices.loudspeaker.held = False
    voices.session.interrupt()
    await until(lambda: got and voices.spoken()[-1] == "Done with that.")
    assert any("K7" in line for line in voices.spoken())
    await voices.session.aclose()
