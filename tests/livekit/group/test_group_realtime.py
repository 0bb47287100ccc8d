"""A group with a speech-to-speech model, whose calls come without any `llm_node`."""

from __future__ import annotations

from typing import Any

import pytest

from handrail.livekit import TaskGroup
from tests.livekit.group.steps import BOTH, Call, Collect, GroupType, does, go, parallel, settled
from tests.livekit.realtime import ScriptedRealtime
from tests.livekit.scripted import Reply


async def started(group: Any, *ids: str) -> Call:
    for id_ in ids:
        group.add(lambda what=id_: Collect(what, silent=True), id=id_, description=f"The {id_}")
    call = Call(group, model=ScriptedRealtime())
    await call.open()
    return call


@pytest.mark.parametrize("group_type", BOTH)
async def test_steps_are_asked_and_gone_back_to(group_type: GroupType) -> None:
    call = await started(group_type(summarize_chat_ctx=False), "name", "phone")
    await call.does("record", value="Ann")
    call.model.script = [go("name")]
    call.session.generate_reply(user_input="my name is wrong")
    await settled()
    await call.does("record", value="Anne")
    await call.does("record", value="0142")
    await settled()
    assert call.results == {"name": "Anne", "phone": "0142"}


async def test_progress_and_values_beside_a_wish_are_kept() -> None:
    call = await started(TaskGroup(), "name", "phone", "email")
    await call.does("record", value="Ann")
    await call.say(does("note", value="212"), Reply("And the rest?"))
    await call.say(go("name"))
    await call.does("record", value="Anne")
    await call.say(parallel(does("record", value="555"), go("name")))
    await call.does("record", value="Anna")
    await call.does("record", value="a@b.example")
    await settled()
    assert call.results == {"name": "Anna", "phone": "212 555", "email": "a@b.example"}


async def test_what_a_tool_returns_after_the_step_is_done_costs_no_reply() -> None:
    group = TaskGroup()
    group.add(lambda: Collect("name", silent=True, says="Thanks."), id="name", description="It")
    call = await started(group, "phone")
    await call.does("record", value="Ann")
    assert call.model.replies == 1
