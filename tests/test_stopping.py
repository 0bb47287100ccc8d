"""Whether somebody ends a call from outside is asked each turn, and never costs the caller one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from handrail import Choice, Conversation, PlainCall, Reception, Step, Workflow, YesNo

NOW = datetime(2026, 6, 12, 9, tzinfo=ZoneInfo("America/New_York"))


class Ordering(Workflow):
    """Order something."""

    asks_for = ("order",)
    size = Step(Choice(["small", "large"]), ask="Small or large?")
    hot = Step(YesNo(), ask="Shall it be hot?")


def calling(stopped: Callable[[str], Awaitable[bool]]) -> PlainCall[None]:
    conversation = Conversation(
        [Ordering],
        userdata=None,
        clock=lambda: NOW,
        reception=Reception(business="The Corner"),
        stopped=stopped,
    )
    return PlainCall(conversation)


async def test_a_call_goes_on_while_it_cannot_be_asked_whether_it_is_to_end(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def fails(_call: str) -> bool:
        raise OSError("ordered by +12125550142")

    call = calling(fails)
    await call.open()
    assert "Small" in await call.say("i'd like to order")
    assert "hot" in await call.say("large")
    assert caplog.text.count("it is not known whether a call is to end") == 1
    assert "0142" not in caplog.text


async def test_a_question_that_hangs_is_waited_for_once_and_its_answer_is_heeded(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("handrail.stopping.PATIENCE", 0.0)
    back, asked = asyncio.Event(), 0

    async def hangs(_call: str) -> bool:
        nonlocal asked
        asked += 1
        return await back.wait()

    call = calling(hangs)
    await call.open()
    async with asyncio.timeout(10):
        assert "Small" in await call.say("i'd like to order")
        assert "hot" in await call.say("large")
    assert asked == 1  # it is not called off, and not asked beside itself
    assert caplog.text.count("it is not known whether a call is to end") == 1
    back.set()
    await asyncio.sleep(0)
    await call.say("yes")
    assert call.conversation.closed


async def is_wanted(_call: str) -> bool:
    return True


async def test_who_is_ended_and_cannot_be_called_back_is_told_so_once() -> None:
    call = calling(is_wanted)
    await call.open()
    heard = await call.say("i'd like to order")
    assert heard == "I'm sorry, I have to end our call here. Goodbye."
    assert (call.conversation.closed, call.conversation.outcome) == (True, "abandoned")


async def test_a_single_workflow_that_calls_no_person_is_ended_too() -> None:
    class Asking(Workflow, escalates=False):
        """Ask something."""

        hot = Step(YesNo(), ask="Shall it be hot?")

    call = PlainCall(Conversation([Asking], userdata=None, clock=lambda: NOW, stopped=is_wanted))
    await call.open()
    assert "end our call" in await call.say("yes")
    assert call.conversation.closed
