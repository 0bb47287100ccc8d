"""The call ends, or goes to another agent, while something is under way."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest
from livekit.agents import Agent, AgentSession

from handrail.facts import Call, CommitRefused, Verdict
from handrail.kinds.number import Number
from handrail.livekit import Receptionist, TextCall, WorkflowEnded, WorkflowTask
from handrail.livekit.stub import NO_MODEL
from handrail.step import Step
from handrail.workflow import Workflow
from tests.livekit.table import NUMBER, clock, receptionist
from tests.livekit.voice import until


class Slow:
    """What the host's code waits for, and what it has written."""

    def __init__(self) -> None:
        self.begun, self.gate = asyncio.Event(), asyncio.Event()
        self.written: list[int] = []

    async def wait(self) -> None:
        self.begun.set()
        await self.gate.wait()


class Table(Workflow, summary=False):
    party = Step(Number(), ask="How many?")
    asks_for = ("a table",)

    async def commit(self, call: Call[Slow]) -> dict[str, Any]:
        await call.userdata.wait()
        call.userdata.written.append(self.party)
        return {}


class Full(Table, summary=False, name="full"):
    async def commit(self, call: Call[Slow]) -> dict[str, Any]:
        await call.userdata.wait()
        raise CommitRefused("party", Verdict.no("we are full"))


async def fits(party: int, call: Call[Slow]) -> Verdict:
    del party
    await call.userdata.wait()
    return Verdict.yes()


class Checked(Workflow, summary=False):
    party = Step(Number(), ask="How many?", check=fits)

    async def commit(self, call: Call[Slow]) -> dict[str, Any]:
        call.userdata.written.append(self.party)
        return {}


class Host(Agent):
    """Awaits a workflow, and keeps what came of it."""

    def __init__(self, running: Callable[[], WorkflowTask[Any]]) -> None:
        super().__init__(instructions="A host.", llm=NO_MODEL)
        self.running = running
        self.got: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

    async def on_enter(self) -> None:
        try:
            self.got.set_result(await self.running())
        except WorkflowEnded as ended:
            self.got.set_result(ended.outcome)


Under: TypeAlias = "tuple[AgentSession[Any], Host, asyncio.Task[Any], Slow]"


async def under_way(workflow: type[Workflow]) -> Under:
    """A call in which the caller has said all there is to say, and the host's code runs."""
    slow = Slow()
    host = Host(lambda: WorkflowTask(workflow, userdata=slow, clock=clock))
    session = text_session()
    await session.start(host, capture_run=True, record=False)
    turn = asyncio.create_task(say(session, "four"))
    await slow.begun.wait()
    return session, host, turn, slow


def text_session() -> AgentSession[Any]:
    return AgentSession(vad=None, turn_handling={"turn_detection": None})


async def say(session: AgentSession[Any], text: str) -> list[str]:
    with contextlib.suppress(RuntimeError):  # the session is closed under it
        run: Any = await session.run(user_input=text)
        return [e.item.text_content for e in run.events if e.type == "message"]
    return []


def in_a_moment(does: Callable[[], object]) -> None:
    asyncio.get_running_loop().call_later(0.01, does)


async def test_what_was_being_written_when_the_session_closed_is_the_result() -> None:
    session, host, turn, slow = await under_way(Table)
    in_a_moment(slow.gate.set)
    await session.aclose()
    await turn
    assert await host.got == Table(party=4)
    assert slow.written == [4]


async def test_what_was_being_written_when_another_agent_came_is_the_result() -> None:
    session, host, turn, slow = await under_way(Table)
    running = session.current_agent
    session.update_agent(Agent(instructions="", llm=NO_MODEL))
    in_a_moment(slow.gate.set)
    await turn
    await session.aclose()
    assert isinstance(running, WorkflowTask)
    assert running.done()
    assert running.conversation.outcome == "completed"
    assert slow.written == [4]
    del host  # LiveKit does not resume a parent whose session went elsewhere


async def test_what_could_not_be_written_when_the_session_closed_was_hung_up_on() -> None:
    session, host, turn, slow = await under_way(Full)
    in_a_moment(slow.gate.set)
    await session.aclose()
    await turn
    assert await host.got == "hung_up"
    assert slow.written == []


async def test_what_is_not_written_in_time_has_an_unknown_outcome(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("handrail.livekit.hosting._PATIENCE", 0.01)
    session, host, turn, slow = await under_way(Table)
    running = session.current_agent
    assert isinstance(running, WorkflowTask)
    closing = asyncio.create_task(session.aclose())
    await until(running.done)
    slow.gate.set()  # LiveKit waits for it whatever we do
    assert await host.got == "unknown"
    await asyncio.gather(closing, turn)


async def test_a_check_that_ends_after_the_call_leads_to_nothing() -> None:
    session, host, turn, slow = await under_way(Checked)
    in_a_moment(slow.gate.set)
    await session.aclose()
    await turn
    assert await host.got == "hung_up"
    assert slow.written == []


async def test_a_receptionist_lets_what_is_being_written_report() -> None:
    slow = Slow()
    agent = Receptionist([Table], userdata=slow, clock=clock, ends_session=False)
    call = TextCall(agent)
    await call.open()
    await call.say("a table")
    turn = asyncio.create_task(say(call.session, "four"))
    await slow.begun.wait()
    in_a_moment(slow.gate.set)
    await call.aclose()
    await turn
    assert agent.conversation.outcome == "completed"
    assert agent.conversation.result == Table(party=4)


async def test_a_receptionist_that_is_given_the_call_back_goes_on_where_it_was() -> None:
    written: list[Any] = []
    agent = receptionist(written)
    session = text_session()
    await session.start(agent, capture_run=True, record=False)
    await say(session, "i'd like to book a table")
    asked = await say(session, "four")
    await handed_over(session, Agent(instructions="", llm=NO_MODEL))
    await handed_over(session, agent)
    assert not agent.conversation.closed
    assert "212, 555, 0142" in (await say(session, NUMBER))[-1]
    spoken = [i.text_content for i in session.history.items if i.type == "message"]
    assert spoken.count(asked[-1]) == 2
    for turn in ("yes", "no thanks", "yes"):
        await say(session, turn)
    assert [booked["party"] for booked in written] == [4]
    await session.aclose()


async def test_a_receptionist_whose_session_closes_while_it_is_away_has_hung_up() -> None:
    agent = receptionist([])
    session = text_session()
    await session.start(agent, capture_run=True, record=False)
    await say(session, "i'd like to book a table")
    await handed_over(session, Agent(instructions="", llm=NO_MODEL))
    assert agent.conversation.outcome is None
    await session.aclose()
    assert agent.conversation.outcome == "hung_up"


async def test_a_receptionist_whose_call_is_over_says_so_when_it_is_entered(
    caplog: pytest.LogCaptureFixture,
) -> None:
    agent = receptionist([])
    session = text_session()
    await session.start(agent, capture_run=True, record=False)
    await say(session, "goodbye")
    await handed_over(session, Agent(instructions="", llm=NO_MODEL))
    before = len(session.history.items)
    await handed_over(session, agent)
    await until(lambda: "the conversation is over" in caplog.text)
    assert [i.type for i in session.history.items[before:]].count("message") == 0
    await session.aclose()


async def handed_over(session: AgentSession[Any], agent: Agent) -> None:
    """Give the session to an agent, and wait until it has said its first words."""
    session.update_agent(agent)
    await until(lambda: agent._activity is not None)
    await session.wait_for_idle()
