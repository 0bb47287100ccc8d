"""A workflow is told of a run that ended without a result, so that it gives up what it kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handrail import Call, Choice, Conversation, PlainCall, Reception, Step, Workflow, YesNo
from handrail.engine import moves as m

NOW = datetime(2026, 6, 12, 9, tzinfo=ZoneInfo("America/New_York"))


class Ordering(Workflow):
    """Order something."""

    size = Step(Choice(["small", "large"]), ask="Small or large?")
    hot = Step(YesNo(), ask="Shall it be hot?")
    asks_for = ("order",)

    async def dropped(self, call: Call[list[Any]]) -> None:
        call.userdata.append((call.run, dict(call.answers), self.size))


class Complaining(Workflow):
    """Complain."""

    sure = Step(YesNo(), ask="Are you sure?")
    asks_for = ("complain",)

    async def dropped(self, call: Call[list[Any]]) -> None:
        call.userdata.append("tried")
        raise OSError


def calling(*workflows: type[Workflow]) -> tuple[PlainCall[list[Any]], list[Any]]:
    told: list[Any] = []
    ids = iter(f"run-{n}" for n in range(99))
    conversation = Conversation(
        workflows,
        userdata=told,
        clock=lambda: NOW,
        new_id=lambda: next(ids),
        reception=Reception() if len(workflows) > 1 else None,
    )
    return PlainCall(conversation), told


async def goes_over_to(workflow: str, call: PlainCall[list[Any]]) -> str:
    call.conversation.begin_turn(["something else"])
    call.conversation.apply(m.Switch(workflow, by="reader"))
    return (await call.conversation.settle()).text


async def test_a_caller_who_drops_it_ends_the_run_without_a_result() -> None:
    call, told = calling(Ordering)
    await call.open()
    await call.say("large")
    assert told == []
    await call.say("never mind, forget it")
    assert told == [("run-0", {"size": "large"}, "large")]


async def test_a_caller_who_goes_over_to_something_else_ends_the_run() -> None:
    call, told = calling(Ordering, Complaining)
    await call.open()
    await goes_over_to("ordering", call)
    await call.say("large")
    await goes_over_to("complaining", call)
    assert told == [("run-1", {"size": "large"}, "large")]


async def test_a_completed_run_and_a_hang_up_drop_nothing() -> None:
    call, told = calling(Ordering)
    await call.open()
    for said in ("large", "yes", "yes"):
        await call.say(said)
    assert call.conversation.outcome == "completed"
    call, other = calling(Ordering)
    await call.open()
    await call.say("large")
    call.hang_up()
    assert (told, other) == ([], [])


async def test_a_call_goes_on_whatever_happens_when_a_run_is_dropped(
    caplog: pytest.LogCaptureFixture,
) -> None:
    call, told = calling(Ordering, Complaining)
    await call.open()
    await goes_over_to("complaining", call)
    heard = await goes_over_to("ordering", call)
    assert told == ["tried"]
    assert "small or large" in heard.lower()
    assert "OSError" in caplog.text
