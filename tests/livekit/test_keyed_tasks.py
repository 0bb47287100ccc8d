"""LiveKit's `GetDtmfTask` as a step: digits keyed, or said, within a workflow."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from livekit.agents.beta.workflows import GetDtmfResult, GetDtmfTask

from handrail.kinds.number import Number
from handrail.livekit import Receptionist, TextCall
from handrail.reception import Reception
from handrail.step import Step
from handrail.workflow import Phrases, Workflow
from tests.livekit.phone import Room, job
from tests.livekit.scripted import Reply, Scripted
from tests.livekit.table import clock

ASKS = Reply("Please key in your four digits.")


def digits(got: GetDtmfResult) -> str:
    return got.user_input.replace(" ", "")


class Collecting(Workflow):
    """Collect a parcel."""

    parcels = Step(Number(), ask="How many parcels?", label="parcels")
    code = Step.from_task(lambda: GetDtmfTask(num_digits=4), value=digits, label="code")

    asks_for = ("collect a parcel",)
    phrases = Phrases(agree="Is that right?", done="It's yours.")


class Careful(Workflow):
    """Collect a parcel, with a code that is read back."""

    parcels = Step(Number(), ask="How many parcels?", label="parcels")
    code = Step.from_task(
        lambda: GetDtmfTask(num_digits=4, ask_for_confirmation=True), value=digits, label="code"
    )

    asks_for = ("collect a parcel",)


class Caller:
    """Calls by a telephone with keys."""

    def __init__(self, workflow: type[Workflow], room: Room) -> None:
        self.model = Scripted()
        self.room = room
        self.agent = Receptionist(
            [workflow], reception=Reception(business="Depot"), clock=clock, ends_session=False
        )
        self.call = TextCall(self.agent, model=self.model)

    async def says(self, text: str, *replies: Reply) -> str:
        self.model.script = list(replies)
        desk = (await self.call.say(text)).desk
        assert not self.model.script, "the model was not asked as often"
        return desk

    async def keys(self, keys: str, *replies: Reply) -> str:
        """Press keys, and return what is said to them."""
        self.model.script = list(replies)
        items = self.call.session.history.items
        before = {item.id for item in items}
        for key in keys:
            self.room.press(key)
        for _ in range(50):  # the task answers keys in a task of its own
            await asyncio.sleep(0)
        await self.call.session.wait_for_idle()
        assert not self.model.script, "the model was not asked as often"
        return " ".join(
            item.text_content or ""
            for item in items
            if item.id not in before and item.type == "message" and item.role == "assistant"
        )

    @property
    def answers(self) -> dict[str, Any]:
        state = self.call.conversation.state
        return {name: answer.value for name, answer in state.answers.items()}


@asynccontextmanager
async def at_the_code(workflow: type[Workflow] = Collecting) -> AsyncIterator[Caller]:
    room = Room()
    with job(room):
        caller = Caller(workflow, room)
        await caller.call.open()
        await caller.says("i'd like to collect a parcel")
        assert (await caller.says("two", ASKS)).endswith("key in your four digits.")
        yield caller
        await caller.call.aclose()


async def test_digits_that_are_keyed_are_the_step_s_and_the_call_goes_on() -> None:
    async with at_the_code() as caller:
        said = await caller.keys("1234#")
        assert caller.answers == {"parcels": 2, "code": "1234"}
        assert said == "The parcels 2 and the code 1234. Is that right?"
        await caller.says("yes")
        assert caller.call.conversation.result == Collecting(parcels=2, code="1234")


async def test_digits_that_are_said_are_the_step_s_too() -> None:
    async with at_the_code() as caller:
        record = Reply(calls=[("record_inputs", {"inputs": ["1", "2", "3", "4"]})])
        assert (await caller.says("one two three four", record)).endswith("Is that right?")
        assert caller.answers["code"] == "1234"


async def test_too_few_digits_are_asked_for_again() -> None:
    async with at_the_code() as caller:
        said = await caller.keys("12#", ASKS)
        assert said == "I do need your code to go on. Please key in your four digits."
        await caller.keys("1234#")
        assert caller.answers["code"] == "1234"


async def test_a_correction_between_two_digits_is_made_and_the_first_ones_are_kept() -> None:
    async with at_the_code() as caller:
        await caller.keys("12")
        said = await caller.says("wait, it should be three parcels", ASKS)
        assert said == "3, sure. Please key in your four digits."
        await caller.keys("34#")
        assert caller.answers == {"parcels": 3, "code": "1234"}


async def test_digits_that_are_read_back_are_taken_at_a_yes() -> None:
    async with at_the_code(Careful) as caller:
        assert await caller.keys("1234#", Reply("One two three four?")) == "One two three four?"
        assert "code" not in caller.answers
        confirm = Reply(calls=[("confirm_inputs", {"inputs": ["1", "2", "3", "4"]})])
        await caller.says("yes", confirm)
        assert caller.answers["code"] == "1234"


@pytest.mark.parametrize("leave", ["cancel that", "i want to talk to a person"])
async def test_keys_after_the_task_was_left_are_nobody_s(leave: str) -> None:
    async with at_the_code() as caller:
        await caller.keys("12")
        await caller.says(leave)
        await caller.keys("34#")
        assert "code" not in caller.answers


async def test_a_code_is_keyed_anew_and_the_old_one_kept_until_then() -> None:
    async with at_the_code() as caller:
        await caller.keys("1234#")
        await caller.says("the code is wrong", ASKS)
        assert caller.answers["code"] == "1234"
        assert (await caller.keys("5678#")) == "5678, then. Is that right?"
        assert caller.answers["code"] == "5678"
