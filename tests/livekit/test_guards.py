"""What keeps a model from completing a step with a value nobody said, and what each lets through.

The model here is eager: it calls the completion tool at the first opportunity and at every other,
with a value of its own. LiveKit's guards hold for one moment; the words of the caller hold always.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import pytest
from livekit.agents import (
    NOT_GIVEN,
    Agent,
    AgentSession,
    AgentTask,
    NotGivenOr,
    ToolError,
    function_tool,
    llm,
)

from handrail.livekit import TextCall
from tests.livekit.scripted import Reply, Scripted
from tests.livekit.table import receptionist
from tests.livekit.voice import Voices

INVENTED = Reply(calls=[("record", {"party": 8})])


class Party(AgentTask[int]):
    """Asks for a party's size, under one of the guards."""

    def __init__(self, *, flag: llm.ToolFlag, tool_choice: NotGivenOr[llm.ToolChoice]) -> None:
        async def record(party: int) -> None:  # its parameter is required
            self.recorded.append(party)
            self.complete(party)

        super().__init__(
            instructions="Ask for how many people.",
            tools=[function_tool(record, name="record", description="Record it.", flags=flag)],
        )
        self.recorded: list[int] = []
        self._tool_choice = tool_choice

    async def on_enter(self) -> None:
        self.session.generate_reply(instructions="Ask.", tool_choice=self._tool_choice)


class Host(Agent):
    def __init__(self, task: Party) -> None:
        super().__init__(instructions="")
        self.task = task

    async def on_enter(self) -> None:
        with contextlib.suppress(ToolError):  # the call ends first
            await self.task


GUARDS: dict[str, dict[str, Any]] = {
    "a required parameter alone": {"flag": llm.ToolFlag.NONE, "tool_choice": NOT_GIVEN},
    "tool_choice none": {"flag": llm.ToolFlag.NONE, "tool_choice": "none"},
    "IGNORE_ON_ENTER": {"flag": llm.ToolFlag.IGNORE_ON_ENTER, "tool_choice": NOT_GIVEN},
}


async def entered(guard: str, model: Scripted) -> tuple[AgentSession[Any], Party]:
    session: AgentSession[Any] = AgentSession(
        vad=None, llm=model, turn_handling={"turn_detection": None}
    )
    task = Party(**GUARDS[guard])
    await session.start(Host(task), capture_run=True, record=False)
    return session, task


def spoken(session: AgentSession[Any]) -> list[str]:
    items = session.history.items
    return [i.text_content or "" for i in items if i.type == "message" and i.role == "assistant"]


async def test_a_required_parameter_is_filled_in_before_the_caller_has_said_a_word() -> None:
    session, task = await entered("a required parameter alone", Scripted(INVENTED))
    assert task.recorded == [8]
    await session.aclose()


@pytest.mark.parametrize("guard", ["tool_choice none", "IGNORE_ON_ENTER"])
async def test_nothing_is_recorded_while_entering_under_either_guard(guard: str) -> None:
    session, task = await entered(guard, Scripted(INVENTED, Reply(text="How many?")))
    assert task.recorded == []
    await session.aclose()


async def test_under_tool_choice_none_a_reply_that_is_a_call_is_silence() -> None:
    session, task = await entered("tool_choice none", Scripted(INVENTED))
    assert task.recorded == []
    assert spoken(session) == []
    await session.aclose()


async def test_ignore_on_enter_hides_the_tool_and_so_changes_the_prompt() -> None:
    for guard, shown in (("tool_choice none", ["record"]), ("IGNORE_ON_ENTER", [])):
        model = Scripted(Reply(text="How many?"))
        session, _task = await entered(guard, model)
        assert model.asked[0].tools == shown
        await session.aclose()


@pytest.mark.parametrize("guard", GUARDS)
async def test_from_the_callers_first_word_on_no_guard_holds(guard: str) -> None:
    model = Scripted(Reply(text="How many?"), INVENTED)
    session, task = await entered(guard, model)
    await session.run(user_input="hello, can you hear me")
    assert task.recorded == [8]
    await session.aclose()


class Told(AgentTask[None]):
    """Is done as soon as it is entered."""

    def __init__(self) -> None:
        super().__init__(instructions="")

    async def on_enter(self) -> None:
        self.complete(None)


class After(Agent):
    """Has a flagged tool, and may await a task when it is entered."""

    def __init__(self, *, awaits: bool) -> None:
        async def close_account() -> None: ...

        flag = llm.ToolFlag.IGNORE_ON_ENTER
        tool = function_tool(close_account, name="close_account", description="Close.", flags=flag)
        super().__init__(instructions="", tools=[tool])
        self.resumed = asyncio.Event()
        self._awaits = awaits

    async def on_enter(self) -> None:
        if self._awaits:
            await Told()
        self.resumed.set()


@pytest.mark.parametrize(("awaits", "shown"), [(False, ["close_account"]), (True, [])])
async def test_after_a_task_was_awaited_ignore_on_enter_hides_a_tool_on_later_turns(
    awaits: bool, shown: list[str]
) -> None:
    model = Scripted(Reply(text="Pardon?"))
    voices = Voices(llm=model)
    agent = After(awaits=awaits)
    await voices.session.start(agent, record=False)
    await agent.resumed.wait()
    await voices.quiet()
    await voices.say("close my account")
    await voices.quiet()
    assert model.asked[0].tools == shown
    await voices.session.aclose()


async def test_words_nobody_said_record_nothing_at_any_time() -> None:
    eager = Reply(calls=[("record_party", {"party": 8, "said": "eight of us"})])
    model = Scripted(*[eager] * 9)
    call = TextCall(receptionist([]), model=model)
    await call.open()
    assert model.asked == []  # the first line needs no model
    await call.say("i'd like to book a table")
    turn = await call.say("goodness me is this a real person or what have you")
    assert call.conversation.state.answers == {}
    assert turn.desk
    await call.aclose()
