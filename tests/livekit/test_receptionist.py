"""A receptionist in LiveKit's own session, without a model."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from livekit.agents import AgentSession
from livekit.agents.voice.run_result import RunResult

from handrail.livekit import Receptionist, TextCall
from handrail.reception import Reception
from tests.livekit.scripted import Reply, Scripted
from tests.livekit.table import NUMBER, Table, clock, receptionist


async def test_a_whole_call_without_a_model() -> None:
    written: list[Any] = []
    call = TextCall(receptionist(written))
    greeting = await call.open()
    assert greeting.startswith("Mill Lane, good morning.")
    desk = [
        (await call.say(said)).desk
        for said in ("i'd like to book a table", "four", NUMBER, "yes", "no thanks", "yes please")
    ]
    assert "For how many people?" in desk[0]
    assert "What number can we call?" in desk[1]
    assert "212, 555, 0142" in desk[2]
    assert "Is there an email?" in desk[3]
    assert "Shall I book it?" in desk[4]
    assert "Your code is K7." in desk[5]
    assert written == [{"party": 4, "phone": "+12125550142", "email": None}]
    last = await call.say("no that's all")
    assert last.desk
    assert call.conversation.closed
    assert call.conversation.outcome == "completed"
    assert last.model_calls == 0
    await call.aclose()


async def test_a_move_is_seen_as_a_call_its_output_and_the_next_question() -> None:
    session: AgentSession[Any] = AgentSession(vad=None, turn_handling={"turn_detection": None})
    opened = await session.start(receptionist([]), capture_run=True, record=False)
    opened.expect.contains_message(role="assistant")
    await session.run(user_input="i'd like to book a table")
    turn: RunResult[Any] = await session.run(user_input="four")
    turn.expect.next_event().is_function_call(
        name="record_party", arguments={"party": 4, "said": "four"}
    )
    turn.expect.next_event().is_function_call_output(output="done", is_error=False)
    turn.expect.next_event().is_message(role="assistant")
    turn.expect.no_more_events()
    await session.aclose()


async def test_blank_text_is_silence() -> None:
    call = TextCall(receptionist([]))
    await call.open()
    turn = await call.say("")
    assert turn.desk
    assert [type(made.move).__name__ for made in turn.moves] == ["Silence"]
    await call.aclose()


async def test_a_hang_up_in_the_middle_writes_nothing() -> None:
    written: list[Any] = []
    call = TextCall(receptionist(written))
    await call.open()
    for said in ("i'd like to book a table", "four", NUMBER, "yes", "no thanks"):
        await call.say(said)
    await call.aclose()
    assert written == []
    assert call.conversation.outcome == "hung_up"


async def test_the_tools_are_the_same_and_in_order_through_the_call() -> None:
    agent = receptionist([])
    call = TextCall(agent)
    await call.open()
    first = [tool.id for tool in agent.tools]
    await call.say("i'd like to book a table")
    await call.say("four")
    assert [tool.id for tool in agent.tools] == first
    assert first == [
        "record_party",
        "record_phone",
        "record_email",
        "answer",
        "choose",
        "revisit",
        "decline",
        "switch",
        "abandon",
        "human",
        "aside",
    ]
    await call.aclose()


async def test_nothing_is_written_to_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    call = TextCall(receptionist([]), model=Scripted(Reply(fails=True)))
    await call.open()
    await call.say("i'd like to book a table")
    await call.say("mumble mumble mumble")
    await call.aclose()
    assert capfd.readouterr() == ("", "")


async def test_the_session_ends_after_the_goodbye() -> None:
    agent = Receptionist([Table], reception=Reception(), clock=clock)
    session: AgentSession[Any] = AgentSession(vad=None, turn_handling={"turn_detection": None})
    closed = asyncio.Event()
    session.on("close", lambda _event: closed.set())
    await session.start(agent, capture_run=True, record=False)
    await session.run(user_input="goodbye")
    await closed.wait()
    assert agent.conversation.closed


async def test_a_silence_that_the_host_noticed_is_answered() -> None:
    agent = receptionist([])
    call = TextCall(agent)
    await call.open()
    await agent.silence()
    await call.session.wait_for_idle()
    spoken = [item for item in call.session.history.items if item.type == "message"]
    assert [item.role for item in spoken] == ["assistant", "assistant"]
    await call.aclose()


async def test_a_caller_who_writes_is_not_hurried() -> None:
    call = TextCall(receptionist([]))
    await call.open()
    lines = len(call.session.history.items)
    call.session._update_user_state("away")
    await call.session.wait_for_idle()
    assert len(call.session.history.items) == lines
    await call.aclose()


async def test_a_fault_of_the_reader_costs_a_turn_and_not_the_call(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("what the caller said")

    call = TextCall(receptionist([]))
    await call.open()
    with monkeypatch.context() as patch:
        patch.setattr("handrail.proposal.understand", broken)
        turn = await call.say("i'd like to book a table")
    assert turn.desk
    assert call.conversation.receiving
    assert "the reader failed" in caplog.text
    assert "what the caller said" not in caplog.text
    await call.say("i'd like to book a table")
    assert not call.conversation.receiving
    await call.aclose()
