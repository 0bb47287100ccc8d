"""A workflow as one awaited, typed task inside a developer's own agents."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, Awaitable, Callable
from datetime import datetime
from typing import Any, TypeVar

import pytest
from livekit.agents import Agent, AgentSession, ModelSettings, RunContext, llm
from livekit.agents.voice.run_result import RunResult

from handrail.kinds.number import Number
from handrail.livekit import Receptionist, WorkflowEnded, WorkflowTask
from handrail.livekit.stub import NO_MODEL
from handrail.step import Step
from handrail.workflow import Workflow
from tests.livekit.scripted import Reply, Scripted
from tests.livekit.table import NUMBER, Table, clock
from tests.livekit.voice import until

W = TypeVar("W", bound=Workflow)

TURNS = ("four", NUMBER, "yes", "no thanks", "yes please")


def task(written: list[Any] | None = None, **options: Any) -> WorkflowTask[Table]:
    return WorkflowTask(Table, userdata=[] if written is None else written, clock=clock, **options)


class Parent(Agent):
    """Does what a test gives it when it is entered, and keeps what came of it."""

    def __init__(self, work: Callable[[], Awaitable[Any]]) -> None:
        super().__init__(instructions="A developer's own agent.", llm=NO_MODEL)
        self.work = work
        self.got: Any = None
        self.entered = asyncio.Event()

    async def on_enter(self) -> None:
        self.entered.set()
        try:
            self.got = await self.work()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            self.got = error
            if isinstance(error, WorkflowEnded) and error.outcome == "hung_up":
                return  # this agent has no session any more
        self.session.say("And now for something else.")

    async def llm_node(
        self, chat_ctx: llm.ChatContext, tools: list[llm.Tool], model_settings: ModelSettings
    ) -> AsyncIterable[str]:
        del chat_ctx, tools, model_settings
        yield "The parent speaks."


def text_session(**options: Any) -> AgentSession[Any]:
    return AgentSession(vad=None, turn_handling={"turn_detection": None}, **options)


async def started(agent: Agent, **options: Any) -> AgentSession[Any]:
    session = text_session(**options)
    await session.start(agent, capture_run=True, record=False)
    return session


def said_by_now(session: AgentSession[Any]) -> list[str]:
    return [i.text_content or "" for i in session.history.items if i.type == "message"]


async def run(session: AgentSession[Any], text: str) -> RunResult[Any]:
    result: RunResult[Any] = await session.run(user_input=text)
    return result


def said(result: RunResult[Any]) -> list[str]:
    return [e.item.text_content or "" for e in result.events if e.type == "message"]


async def test_awaiting_it_gives_an_instance_of_the_workflow() -> None:
    written: list[Any] = []

    async def work() -> Table:
        return await task(written)

    parent = Parent(work)
    session = await started(parent)
    for turn in TURNS:
        await session.run(user_input=turn)
    assert parent.got == Table(party=4, phone="+12125550142", email=None)
    assert written == [parent.got.values()]
    await session.aclose()


async def test_a_commit_gets_the_sessions_userdata() -> None:
    written: list[Any] = []
    parent = Parent(lambda: _awaited(WorkflowTask(Table, clock=clock)))
    session = await started(parent, userdata=written)
    for turn in TURNS:
        await session.run(user_input=turn)
    assert len(written) == 1
    await session.aclose()


async def test_the_last_words_are_spoken_before_the_parent_goes_on() -> None:
    parent = Parent(lambda: _awaited(task()))
    session = await started(parent)
    for turn in TURNS[:-1]:
        await session.run(user_input=turn)
    last = await run(session, TURNS[-1])
    assert said(last) == ["Booked. Your code is K7.", "And now for something else."]
    last.expect.contains_agent_handoff(new_agent_type=Parent)
    await session.aclose()


class Viewing(Workflow):
    """Has no commit, and so nothing to say at its end."""

    seats = Step(Number(), ask="How many seats?")


async def test_a_workflow_without_last_words_ends_within_its_turn() -> None:
    parent = Parent(lambda: _awaited(WorkflowTask(Viewing, clock=clock)))
    session = await started(parent)
    await session.run(user_input="two")
    last = await run(session, "yes")
    assert parent.got == Viewing(seats=2)
    assert said(last) == ["And now for something else."]
    last.expect.contains_agent_handoff(new_agent_type=Parent)
    assert said(await run(session, "thanks")) == ["The parent speaks."]
    await session.aclose()


async def test_one_without_last_words_awaited_in_a_tool_ends_within_its_turn() -> None:
    class Host(Agent):
        @llm.function_tool
        async def taxi(self, ctx: RunContext[Any]) -> str:
            """Book a taxi."""
            del ctx
            return f"a taxi for {(await WorkflowTask(Viewing, clock=clock)).seats}"

    model = Scripted(
        Reply(calls=[("taxi", {})]), Reply(text="A taxi is coming."), Reply(text="You're welcome.")
    )
    session = await started(Host(instructions="A host."), llm=model)
    await session.run(user_input="some wheels please")
    await session.run(user_input="two")
    assert said(await run(session, "yes")) == ["A taxi is coming."]
    assert said(await run(session, "thanks")) == ["You're welcome."]
    await session.aclose()


async def test_the_parents_history_holds_the_whole_talk() -> None:
    parent = Parent(lambda: _awaited(task()))
    session = await started(parent)
    for turn in TURNS:
        await session.run(user_input=turn)
    texts = [i.text_content or "" for i in parent.chat_ctx.items if i.type == "message"]
    assert "For how many people?" in " ".join(texts)
    assert NUMBER in texts
    assert "Booked. Your code is K7." in texts
    assert not [i for i in parent.chat_ctx.items if i.type == "function_call"]
    await session.aclose()


async def test_a_dropped_workflow_raises_its_outcome() -> None:
    parent = Parent(lambda: _awaited(task()))
    session = await started(parent)
    await session.run(user_input="four")
    await session.run(user_input="never mind")
    assert isinstance(parent.got, WorkflowEnded)
    assert parent.got.outcome == "abandoned"
    assert parent.got.message == "The table was not completed: the caller dropped it."
    await session.aclose()


async def test_two_workflows_one_after_the_other() -> None:
    async def work() -> tuple[Table, Table]:
        return await task(), await task()

    parent = Parent(work)
    session = await started(parent)
    for turn in (*TURNS, "six", *TURNS[1:]):
        await session.run(user_input=turn)
    first, second = parent.got
    assert (first.party, second.party) == (4, 6)
    await session.aclose()


async def test_awaited_in_a_tool_of_the_parent() -> None:
    class Host(Agent):
        got: Table | None = None

        def __init__(self) -> None:
            super().__init__(instructions="A host.")

        @llm.function_tool
        async def book(self, ctx: RunContext[Any]) -> str:
            """Book a table."""
            del ctx
            self.got = await task()
            return "booked"

    model = Scripted(Reply(calls=[("book", {})]), Reply(text="See you then."))
    host = Host()
    session = await started(host, llm=model)
    begun = await run(session, "a table, please")
    assert "For how many people?" in said(begun)[-1]
    for turn in TURNS[:-1]:
        await session.run(user_input=turn)
    last = await run(session, TURNS[-1])
    assert said(last) == ["Booked. Your code is K7.", "See you then."]
    assert host.got is not None
    assert host.got.party == 4
    assert len(model.asked) == 2
    await session.aclose()


async def test_a_task_nested_in_a_developers_tool_keeps_its_answers_to_itself() -> None:
    @llm.function_tool
    async def seats(ctx: RunContext[Any]) -> str:
        """Book chairs, too."""
        del ctx
        inner = await task()
        return f"chairs for {inner.party}"

    model = Scripted(Reply(calls=[("seats", {})]), Reply(text="There are chairs for you."))
    outer = task(tools=[seats], llm=model)
    session = await started(Parent(lambda: _awaited(outer)))
    await session.run(user_input="blimey, and is there something to sit on over there")
    for turn in TURNS[:-1]:
        await session.run(user_input=turn)
    back = await run(session, TURNS[-1])
    assert session.current_agent is outer
    assert said(back)[-2] == "There are chairs for you."
    assert "how many people" in said(back)[-1]
    assert dict(outer.conversation.state.answers) == {}
    await session.run(user_input="two")
    assert outer.conversation.state.answers["party"].value == 2
    await session.aclose()


@pytest.mark.parametrize("wrapped", [asyncio.gather, lambda t: asyncio.wait_for(t, 5)])
async def test_awaited_in_a_task_of_its_own_is_a_runtime_error(
    wrapped: Callable[[Any], Awaitable[Any]],
) -> None:
    async def work() -> Any:
        return await wrapped(task())

    parent = Parent(work)
    session = await started(parent)
    assert isinstance(parent.got, RuntimeError)
    await session.aclose()


async def test_awaited_outside_an_agent_is_a_runtime_error() -> None:
    with pytest.raises(RuntimeError):
        await task()


async def test_awaited_twice_is_a_runtime_error() -> None:
    async def work() -> Any:
        once = task()
        await once
        return await once

    parent = Parent(work)
    session = await started(parent)
    for turn in TURNS:
        await session.run(user_input=turn)
    assert isinstance(parent.got, RuntimeError)
    await session.aclose()


async def test_a_timeout_of_asyncio_works() -> None:
    async def work() -> Table:
        async with asyncio.timeout(60):
            return await task()

    parent = Parent(work)
    session = await started(parent)
    for turn in TURNS:
        await session.run(user_input=turn)
    assert isinstance(parent.got, Table)
    await session.aclose()


async def test_closing_the_session_ends_it() -> None:
    written: list[Any] = []
    parent = Parent(lambda: _awaited(task(written)))
    session = await started(parent)
    await session.run(user_input="four")
    await session.aclose()
    assert isinstance(parent.got, WorkflowEnded)
    assert parent.got.outcome == "hung_up"
    assert written == []


async def test_another_agent_put_in_its_place_ends_it() -> None:
    written: list[Any] = []
    running = task(written)
    parent = Parent(lambda: _awaited(running))
    session = await started(parent)
    await session.run(user_input="four")
    other = Parent(_nothing)
    session.update_agent(other)
    await other.entered.wait()
    next_turn = await run(session, "hello?")
    assert "The parent speaks." in said(next_turn)
    assert running.done()
    assert running.conversation.outcome == "hung_up"
    assert written == []
    await session.aclose()


async def test_a_beginning_that_fails_is_raised_to_the_parent() -> None:
    def no_clock() -> datetime:
        raise LookupError("no clock")

    async def work() -> Table:
        running = task()
        running.conversation._clock = no_clock
        return await running

    parent = Parent(work)
    session = await started(parent)
    await until(lambda: parent.got)
    assert isinstance(parent.got, LookupError)
    await until(lambda: said_by_now(session) == ["And now for something else."])
    assert session.current_agent is parent
    await session.aclose()


async def test_two_workflows_have_two_ids() -> None:
    class Other(Table, name="other"):
        pass

    assert task().id == "table_task"
    assert WorkflowTask(Other, clock=clock).id == "other_task"


async def test_what_was_said_before_is_no_answer() -> None:
    before = llm.ChatContext.empty()
    before.add_message(role="user", content="four")
    parent = Parent(lambda: _awaited(task(chat_ctx=before)))
    session = await started(parent)
    turn = await run(session, "six")
    assert "What number can we call?" in said(turn)[-1]
    agent = session.current_agent
    assert isinstance(agent, WorkflowTask)
    assert agent.conversation.state.answers["party"].value == 6
    await session.aclose()


async def test_a_history_that_ends_in_a_system_message_is_no_wish_of_a_developer() -> None:
    before = llm.ChatContext.empty()
    before.add_message(role="system", content="The caller is a regular.")
    model = Scripted(Reply(text="Hello, regular!"))
    session = await started(Parent(lambda: _awaited(task(chat_ctx=before, llm=model))))
    assert said_by_now(session)[-1] == "For how many people?"
    assert model.asked == []
    await session.aclose()


async def test_a_workflow_awaited_in_a_tool_of_a_receptionist_speaks_first() -> None:
    @llm.function_tool
    async def taxi(ctx: RunContext[Any]) -> str:
        """Book a taxi."""
        del ctx
        return f"a taxi for {(await task()).party}"

    model = Scripted(Reply(calls=[("taxi", {})]), Reply(text="There will be a taxi."))
    outer = Receptionist([Table], clock=clock, tools=[taxi], ends_session=False)
    session = await started(outer, llm=model)
    await session.run(user_input="i'd like to book a table")
    turn = await run(session, "crumbs i need some wheels to get over there my love")
    assert said(turn) == ["For how many people?"]
    for answer in TURNS[:-1]:
        await session.run(user_input=answer)
    back = await run(session, TURNS[-1])
    assert said(back)[:2] == ["Booked. Your code is K7.", "There will be a taxi."]
    assert said(back)[-1].endswith("people?")
    assert len(model.asked) == 2
    await session.aclose()


async def _awaited(running: WorkflowTask[W]) -> W:
    return await running


async def _nothing() -> None:
    return None


@pytest.mark.parametrize("keeps", [False, True])
async def test_the_parents_history_keeps_the_calls_where_that_is_wanted(keeps: bool) -> None:
    async def work() -> Table:
        return await task(preserve_function_call_history=keeps)

    parent = Parent(work)
    session = await started(parent)
    for turn in TURNS:
        await session.run(user_input=turn)
    calls = [i.name for i in parent.chat_ctx.items if i.type == "function_call"]
    assert ("record_party" in calls) is keeps
    assert isinstance(parent.got, Table)
    await session.aclose()
