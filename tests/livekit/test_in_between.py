"""A developer's own code in the middle of it all: what it says, asks, awaits, and hands over to."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from livekit.agents import Agent, AgentTask, RunContext, llm
from livekit.agents.beta.workflows import GetEmailTask

from handrail.facts import Call, Verdict
from handrail.kinds.number import Number
from handrail.livekit import Receptionist, WorkflowEnded, WorkflowTask
from handrail.livekit.stub import NO_MODEL
from handrail.reception import Reception
from handrail.step import Step
from handrail.workflow import Workflow
from tests.livekit.scripted import Reply, Scripted
from tests.livekit.table import NUMBER, Table, clock, receptionist
from tests.livekit.test_voice import at_phone, phone_of
from tests.livekit.voice import Voices, until

ODD = "crumbs i need some wheels to get over there my love"


class Host(Agent):
    """Does what a test gives it when it is entered, and keeps what came of it."""

    def __init__(self, work: Callable[[], Awaitable[Any]]) -> None:
        super().__init__(instructions="A host.", llm=NO_MODEL)
        self.work = work
        self.got: Any = None

    async def on_enter(self) -> None:
        try:
            self.got = await self.work()
        except WorkflowEnded as ended:
            self.got = ended.outcome
            if ended.outcome == "hung_up":
                return
        self.session.say("The host goes on.")


# --- what it says ---------------------------------------------------------------------------------


async def test_words_before_the_desks_line_are_not_taken_for_it() -> None:
    voices = Voices()
    agent = await at_phone(voices)
    voices.session.say("One moment.")
    await voices.say(NUMBER)
    await voices.quiet()
    assert "212, 555, 0142" in voices.spoken()[-1]
    await voices.say("yes")
    await voices.quiet()
    assert phone_of(agent).status == "confirmed"
    await voices.session.aclose()


async def test_words_during_a_read_back_wait_for_its_end() -> None:
    voices = Voices()
    agent = await at_phone(voices)
    voices.loudspeaker.held, voices.loudspeaker.cut_at = True, "212, 555, 0142: have"
    await voices.say(NUMBER)
    await voices.loudspeaker.playing.wait()
    voices.loudspeaker.held = False
    said = voices.session.say("We close in ten minutes.")
    voices.loudspeaker.finish()
    await said
    assert voices.spoken()[-1] == "We close in ten minutes."
    await voices.say("yes")
    await voices.quiet()
    assert phone_of(agent).status == "confirmed"
    await voices.session.aclose()


async def test_a_read_back_cut_with_what_waits_behind_it_is_owed() -> None:
    voices = Voices()
    agent = await at_phone(voices)
    voices.loudspeaker.held, voices.loudspeaker.cut_at = True, "212,"
    await voices.say(NUMBER)
    await voices.loudspeaker.playing.wait()
    voices.loudspeaker.held = False
    voices.session.say("We close in ten minutes.")
    await voices.say("yes")
    await voices.quiet()
    assert phone_of(agent).status == "heard"
    assert "0142" in voices.spoken()[-1]
    await voices.session.aclose()


async def test_a_reply_that_a_developer_asks_for_leaves_the_question_where_it_was() -> None:
    model = Scripted(Reply(text="Mind the step, will you?"))
    voices = Voices(llm=model)
    agent = await at_phone(voices)
    await voices.say(NUMBER)
    await voices.quiet()
    await voices.session.generate_reply(instructions="Tell the caller to mind the step.")
    assert voices.spoken()[-1] == "Mind the step, will you?"
    await voices.say("yes")
    await voices.quiet()
    assert phone_of(agent).status == "confirmed"
    assert len(model.asked) == 1
    await voices.session.aclose()


async def test_what_is_said_over_speech_that_may_not_be_cut_is_livekits_to_lose() -> None:
    """LiveKit drops such a turn before any agent sees it: not even the history has it."""
    voices = Voices()
    agent = await at_phone(voices)
    voices.loudspeaker.held = True
    notice = voices.session.say("This call is recorded.", allow_interruptions=False)
    await voices.loudspeaker.playing.wait()
    await voices.hears(NUMBER)
    voices.loudspeaker.held = False
    voices.loudspeaker.finish()
    await notice
    await voices.quiet()
    assert "phone" not in agent.conversation.state.answers
    assert all(i.text_content != NUMBER for i in agent.chat_ctx.items if i.type == "message")
    await voices.say(NUMBER)
    await voices.quiet()
    assert "0142" in voices.spoken()[-1]
    await voices.session.aclose()


# --- what it awaits -------------------------------------------------------------------------------


def with_email(got: list[str], model: Scripted) -> Receptionist:
    """A receptionist with a developer's tool that runs LiveKit's own task."""

    @llm.function_tool
    async def subscribe(ctx: RunContext[Any]) -> str:
        """Subscribe to the letter."""
        del ctx
        result = await GetEmailTask(require_confirmation=False)
        got.append(result.email_address)
        return f"subscribed {result.email_address}"

    return Receptionist(
        [Table],
        reception=Reception(business="Mill Lane"),
        userdata=[],
        clock=clock,
        tools=[subscribe],
        llm=model,
        ends_session=False,
    )


async def test_livekits_own_task_in_a_developers_tool_and_back_to_the_question() -> None:
    inner = Scripted(
        Reply(text="What is your email?"),
        Reply(calls=[("update_email_address", {"email": "ann@x.example"})]),
    )
    outer = Scripted(Reply(calls=[("subscribe", {})]), Reply(text="You are on the list."))
    got: list[str] = []
    agent = with_email(got, outer)
    voices = Voices(llm=inner)
    await voices.start(agent)
    await voices.say("i'd like to book a table")
    await voices.quiet()
    await voices.say(ODD)
    await until(lambda: voices.spoken()[-1] == "What is your email?")
    await voices.say("ann at x dot example")
    await until(lambda: got)
    await until(lambda: voices.spoken()[-1].endswith("people?"))
    await voices.quiet()
    assert got == ["ann@x.example"]
    assert voices.spoken()[-2] == "You are on the list."
    await voices.say("four")
    await voices.quiet()
    answers = agent.conversation.state.answers
    assert {name: answer.value for name, answer in answers.items()} == {"party": 4}
    await voices.session.aclose()


async def test_a_call_that_ends_in_livekits_own_task_writes_nothing() -> None:
    inner = Scripted(Reply(text="What is your email?"))
    outer = Scripted(Reply(calls=[("subscribe", {})]))
    got: list[str] = []
    agent = with_email(got, outer)
    voices = Voices(llm=inner)
    await voices.start(agent)
    await voices.say("i'd like to book a table")
    await voices.quiet()
    await voices.say(ODD)
    await until(lambda: voices.spoken()[-1] == "What is your email?")
    await voices.session.aclose()
    assert got == []
    assert agent.conversation.outcome == "hung_up"


async def test_a_workflow_in_a_developers_own_task() -> None:
    written: list[Any] = []

    class Evening(AgentTask[str]):
        def __init__(self) -> None:
            super().__init__(instructions="An evening out.", llm=NO_MODEL)

        async def on_enter(self) -> None:
            booked = await WorkflowTask(Table, userdata=written, clock=clock)
            self.complete(f"an evening for {booked.party}")

    host = Host(Evening)
    voices = Voices()
    await voices.session.start(host, record=False)
    await until(voices.spoken)
    for said in ("four", NUMBER, "yes", "no thanks", "yes"):
        await voices.say(said)
        await voices.quiet()
    await until(lambda: voices.spoken()[-1] == "The host goes on.")
    assert host.got == "an evening for 4"
    assert len(written) == 1
    await voices.session.aclose()


async def test_two_workflows_in_turn_keep_their_words_apart() -> None:
    written: list[Any] = []

    async def both() -> tuple[Table, Table]:
        first = await WorkflowTask(Table, userdata=written, clock=clock)
        return first, await WorkflowTask(Table, userdata=written, clock=clock)

    host = Host(both)
    voices = Voices()
    await voices.session.start(host, record=False)
    await until(voices.spoken)
    for party in ("four", "six"):
        await until(lambda: voices.spoken()[-1] == "For how many people?")
        for said in (party, NUMBER, "yes", "no thanks", "yes"):
            await voices.say(said)
            await voices.quiet()
    await until(lambda: voices.spoken()[-1] == "The host goes on.")
    first, second = host.got
    assert (first.party, second.party) == (4, 6)
    assert [booked["party"] for booked in written] == [4, 6]
    assert voices.spoken().count("Booked. Your code is K7.") == 2
    await voices.session.aclose()


async def test_what_is_said_during_a_developers_slow_tool_is_taken_up() -> None:
    running, gate = asyncio.Event(), asyncio.Event()

    @llm.function_tool
    async def taxi(ctx: RunContext[Any]) -> str:
        """Call a taxi."""
        ctx.disallow_interruptions()
        running.set()
        await gate.wait()
        return "a taxi is on its way"

    model = Scripted(Reply(calls=[("taxi", {})]), Reply(text="A taxi is coming."))
    agent = Receptionist(
        [Table], reception=Reception(), userdata=[], clock=clock, tools=[taxi], ends_session=False
    )
    voices = Voices(llm=model)
    await voices.start(agent)
    await voices.say("i'd like to book a table")
    await voices.quiet()
    await voices.say(ODD)
    await running.wait()
    await voices.say("four")
    await voices.quiet()
    assert agent.conversation.state.answers["party"].value == 4
    gate.set()
    await until(lambda: "A taxi is coming." in voices.spoken())
    await voices.quiet()
    assert agent.conversation.texts[-1].endswith("four")
    assert voices.spoken()[-3:] == [
        "4, all right. What number can we call?",
        "A taxi is coming.",
        "So, what number can we call?",
    ]
    await voices.session.aclose()


# --- what it hands over to ------------------------------------------------------------------------


class Slow:
    def __init__(self) -> None:
        self.begun, self.gate = asyncio.Event(), asyncio.Event()


async def fits(party: int, call: Call[Slow]) -> Verdict:
    del party
    call.userdata.begun.set()
    await call.userdata.gate.wait()
    return Verdict.yes()


class Checked(Workflow):
    party = Step(Number(), ask="How many?", check=fits)
    asks_for = ("a table",)


async def test_a_session_given_away_during_a_check_ends_the_task() -> None:
    slow = Slow()
    running = WorkflowTask(Checked, userdata=slow, clock=clock)
    voices = Voices()
    await voices.session.start(Host(lambda: _awaited(running)), record=False)
    await until(voices.spoken)
    await voices.say("four")
    await slow.begun.wait()
    other = Host(_nothing)
    voices.session.update_agent(other)
    slow.gate.set()
    await until(lambda: voices.spoken()[-1] == "The host goes on.")
    assert running.done()
    assert running.conversation.outcome == "hung_up"
    assert voices.session.current_agent is other
    await voices.session.aclose()


async def test_a_receptionist_away_during_a_check_goes_on_where_it_was() -> None:
    slow = Slow()
    agent = Receptionist(
        [Checked], reception=Reception(), userdata=slow, clock=clock, ends_session=False
    )
    voices = Voices()
    await voices.start(agent)
    await voices.say("a table")
    await voices.quiet()
    await voices.say("four")
    await slow.begun.wait()
    other = Host(_nothing)
    voices.session.update_agent(other)
    slow.gate.set()
    await until(lambda: "The host goes on." in voices.spoken())
    await voices.say("nine")
    voices.session.update_agent(agent)
    await until(lambda: "4" in voices.spoken()[-1])
    await voices.quiet()
    assert agent.conversation.state.answers["party"].value == 4
    await voices.say("yes")
    await voices.quiet()
    assert agent.conversation.outcome == "completed"
    await voices.session.aclose()


async def test_a_line_cut_by_another_agent_is_said_again_on_return() -> None:
    voices = Voices()
    agent = await at_phone(voices)
    voices.loudspeaker.held, voices.loudspeaker.cut_at = True, "212,"
    await voices.say(NUMBER)
    await voices.loudspeaker.playing.wait()
    voices.loudspeaker.held = False
    voices.session.interrupt()
    voices.session.update_agent(Host(_nothing))
    await until(lambda: voices.spoken()[-1] == "The host goes on.")
    voices.session.update_agent(agent)
    await until(lambda: "0142" in voices.spoken()[-1])
    await voices.say("yes")
    await voices.quiet()
    assert phone_of(agent).status == "confirmed"
    await voices.session.aclose()


async def test_what_is_said_during_a_hand_over_is_livekits_to_lose() -> None:
    """No agent has the session at that moment: not even the history has the words."""
    leaving, gate = asyncio.Event(), asyncio.Event()

    class Leaving(Agent):
        def __init__(self) -> None:
            super().__init__(instructions="", llm=NO_MODEL)

        async def on_exit(self) -> None:
            leaving.set()
            await gate.wait()

    voices = Voices()
    await voices.start(Leaving())
    agent = receptionist([])
    voices.session.update_agent(agent)
    await leaving.wait()
    await voices.hears("i'd like to book a table")
    gate.set()
    await until(voices.spoken)
    await voices.quiet()
    assert agent.conversation.receiving
    said = [i.text_content for i in voices.session.history.items if i.type == "message"]
    assert said == ["Mill Lane, good morning. How can I help?"]
    await voices.session.aclose()


# --- the end of the call in the middle of it ------------------------------------------------------


async def test_a_call_that_ends_while_the_model_thinks_writes_nothing() -> None:
    written: list[Any] = []
    model = Scripted(Reply(after=asyncio.Event()))
    host = Host(lambda: _awaited(WorkflowTask(Table, userdata=written, clock=clock, llm=model)))
    voices = Voices()
    await voices.session.start(host, record=False)
    await until(voices.spoken)
    await voices.say(ODD)
    await until(lambda: model.asked)
    await voices.session.aclose()
    assert host.got == "hung_up"
    assert written == []


@pytest.mark.parametrize("heard", [None, "Booked. Your"])
async def test_a_call_that_ends_in_the_last_words_has_its_result(heard: str | None) -> None:
    host = Host(lambda: _awaited(WorkflowTask(Table, userdata=[], clock=clock)))
    voices = Voices()
    await voices.session.start(host, record=False)
    await until(voices.spoken)
    for said in ("four", NUMBER, "yes", "no thanks"):
        await voices.say(said)
        await voices.quiet()
    voices.loudspeaker.held, voices.loudspeaker.cut_at = True, heard
    await voices.say("yes")
    await voices.loudspeaker.playing.wait()
    await voices.session.aclose()
    assert host.got == Table(party=4, phone="+12125550142", email=None)


async def test_a_call_that_ends_in_a_read_back_is_hung_up() -> None:
    voices = Voices()
    agent = await at_phone(voices)
    voices.loudspeaker.held, voices.loudspeaker.cut_at = True, "212,"
    await voices.say(NUMBER)
    await voices.loudspeaker.playing.wait()
    await voices.session.aclose()
    assert agent.conversation.outcome == "hung_up"
    assert phone_of(agent).status == "heard"


async def _awaited(running: WorkflowTask[Any]) -> Any:
    return await running


async def _nothing() -> None:
    return None
