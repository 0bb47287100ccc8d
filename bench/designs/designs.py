"""The same booking, built in the ways that people build it on LiveKit Agents."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, TypeAlias

from livekit.agents import Agent, AgentTask, ToolError, function_tool
from livekit.agents.beta import workflows as livekit
from livekit.agents.llm import ChatContext, Tool, Toolset

from handrail import Choice, Confirm, Email, PersonName, Phone, Step, When, Workflow
from handrail.livekit import TaskGroup

from .script import INTRODUCTION, PERSONA, STEPS

__all__ = ["DESIGNS", "Design", "FrontDesk"]


class FrontDesk(Agent):
    """What every design begins with: it greets, books, and says when that is done."""

    def __init__(self, instructions: str = PERSONA, **options: Any) -> None:
        super().__init__(instructions=instructions, **options)
        self.booked: asyncio.Future[Mapping[str, str]] = asyncio.Future()

    async def on_enter(self) -> None:
        await self.session.say(INTRODUCTION)
        try:
            values = await self.book()
        except ToolError:
            return  # the caller has hung up
        if values is not None:
            self.finish(values)

    @abstractmethod
    async def book(self) -> Mapping[str, str] | None:
        """Book, and return the values; None where another agent will call `finish`."""

    def finish(self, values: Mapping[str, str]) -> None:
        """Say the last words."""
        self.session.say("You are booked.")
        self.booked.set_result(values)


# --- LiveKit's TaskGroup, and ours ---------------------------------------------------------------


class _Plain(AgentTask[str]):
    """One value for which LiveKit has no task of its own, written as its tasks are."""

    def __init__(self, step: str) -> None:
        called = STEPS[step]

        async def record(value: str) -> None:
            self.complete(value)

        super().__init__(
            instructions=f"{PERSONA}\nYou are only a single step in a broader system, responsible "
            f"solely for capturing the {called}. Call `record_{step}` at the first opportunity. "
            "Don't invent anything, stick strictly to what the user said.",
            tools=[
                function_tool(record, name=f"record_{step}", description=f"Record the {called}.")
            ],
        )
        self._called = called

    async def on_enter(self) -> None:
        self.session.generate_reply(instructions=f"Ask the user for the {self._called}.")


class _Grouped(FrontDesk):
    """The prebuilt phone, name and email tasks and two plain ones in a `TaskGroup`."""

    def __init__(self, group: Callable[..., Any]) -> None:
        super().__init__()
        self._group = group

    async def book(self) -> Mapping[str, str]:
        group = self._group(chat_ctx=self.chat_ctx)
        group.add(lambda: _Plain("service"), id="service", description="Which service is wanted")
        group.add(lambda: _Plain("time"), id="time", description="The date and time")
        group.add(livekit.GetPhoneNumberTask, id="phone", description="The phone number")
        group.add(livekit.GetNameTask, id="name", description="The name")
        group.add(livekit.GetEmailTask, id="email", description="The email address")
        results = (await group).task_results
        return {
            "service": results["service"],
            "time": results["time"],
            "phone": results["phone"].phone_number,
            "name": results["name"].first_name,
            "email": results["email"].email_address,
        }


# --- a hand-off per step -------------------------------------------------------------------------


class _HandOff(FrontDesk):
    """The first of five agents; each one's tool returns the next."""

    def __init__(self, *, keeps_history: bool) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._keeps_history = keeps_history

    async def book(self) -> None:
        self.session.update_agent(self.next(self.chat_ctx))

    def next(self, history: ChatContext) -> Agent:
        """Return the agent of the first step that has no value; at the end, the last of them."""
        step = next((step for step in STEPS if step not in self.values), None)
        ctx = history.copy(exclude_instructions=True) if self._keeps_history else ChatContext()
        return _OneStep(self, step, ctx) if step else _Closing(self, ctx)


class _OneStep(Agent):
    def __init__(self, desk: _HandOff, step: str, chat_ctx: ChatContext) -> None:
        called = STEPS[step]

        async def record(value: str) -> Agent:
            desk.values[step] = value
            return desk.next(self.chat_ctx)

        async def go_back(step: str) -> Agent:
            desk.values.pop(step, None)
            return desk.next(self.chat_ctx)

        super().__init__(
            instructions=f"{PERSONA}\nYour only task now is the {called}. Call `record_{step}` as "
            "soon as the user has given it, and `go_back` when the user wants to change something "
            f"that was given before. Steps: {', '.join(STEPS)}. Don't invent anything.",
            tools=[
                function_tool(record, name=f"record_{step}", description=f"Record the {called}."),
                function_tool(go_back, name="go_back", description="Go back to an earlier step."),
            ],
            chat_ctx=chat_ctx,
        )
        self._called = called

    async def on_enter(self) -> None:
        self.session.generate_reply(instructions=f"Ask the user for the {self._called}.")


class _Closing(Agent):
    def __init__(self, desk: _HandOff, chat_ctx: ChatContext) -> None:
        super().__init__(instructions=PERSONA, chat_ctx=chat_ctx)
        self._desk = desk

    async def on_enter(self) -> None:
        self.session.say("You are booked.")
        self._desk.booked.set_result(self._desk.values)


# --- one agent, its instructions and tools updated -----------------------------------------------


class _Updated(FrontDesk):
    """One agent that gets the instructions and the tool of each step in turn.

    Args:
        says: Whether its tools say the next question; otherwise they return what to ask for.
    """

    def __init__(self, *, says: bool) -> None:
        super().__init__()
        self._values: dict[str, str] = {}
        self._says = says

    async def book(self) -> None:
        told = await self._go_on()
        if told:
            self.session.generate_reply(instructions=told)

    async def _go_on(self) -> str | None:
        step = next((step for step in STEPS if step not in self._values), None)
        if step is None:
            await self.update_tools([])
            self.finish(self._values)
            return None
        called = STEPS[step]
        await self.update_instructions(
            f"{PERSONA}\nYour only task now is the {called}. Call `record_{step}` as soon as the "
            "user has given it, and `go_back` when the user wants to change something that was "
            f"given before. Steps: {', '.join(STEPS)}. Don't invent anything."
        )
        await self.update_tools(self._tools_of(step))
        if self._says:
            self.session.say(f"What is the {called}?")
            return None
        return f"Ask the user for the {called}."

    def _tools_of(self, step: str) -> list[Tool | Toolset]:
        async def record(value: str) -> str | None:
            self._values[step] = value
            return await self._go_on()

        async def go_back(step: str) -> str | None:
            self._values.pop(step, None)
            return await self._go_on()

        return [
            function_tool(record, name=f"record_{step}", description=f"Record the {STEPS[step]}."),
            function_tool(go_back, name="go_back", description="Go back to an earlier step."),
        ]


# --- Handrail ------------------------------------------------------------------------------------


class Booking(Workflow, summary=False):
    """The booking as a workflow; as LiveKit's tasks do in writing, it reads nothing back."""

    service = Step(
        Choice(["haircut", "colour"]),
        ask="What is the service?",
        confirm=Confirm.NEVER,
    )
    time = Step(When(), ask="What is the date and time?", confirm=Confirm.NEVER)
    phone = Step(Phone(), ask="What is the phone number?", confirm=Confirm.NEVER)
    name = Step(PersonName(), ask="What is the name?", confirm=Confirm.NEVER)
    email = Step(Email(), ask="What is the email address?", confirm=Confirm.NEVER)


class _Guided(FrontDesk):
    """A workflow, with or without the reader."""

    def __init__(self, now: datetime, *, reader: bool) -> None:
        super().__init__()
        self._now = now
        self._reader = reader

    async def book(self) -> Mapping[str, str]:
        booking = await Booking.task(
            chat_ctx=self.chat_ctx,
            clock=lambda: self._now,
            instructions=PERSONA,
            reader=self._reader,
        )
        return {
            "service": booking.service,
            "time": f"{booking.time:%Y-%m-%dT%H:%M}",
            "phone": booking.phone.removeprefix("+1"),
            "name": booking.name,
            "email": booking.email,
        }


Design: TypeAlias = Callable[[datetime], FrontDesk]
"""Makes a design's agent for a call at this moment; call it with the event loop running."""

DESIGNS: Final[Mapping[str, Design]] = {
    "LiveKit's TaskGroup": lambda _now: _Grouped(livekit.TaskGroup),
    "hand-off, history passed on": lambda _now: _HandOff(keeps_history=True),
    "hand-off, no history": lambda _now: _HandOff(keeps_history=False),
    "one agent, update_*": lambda _now: _Updated(says=False),
    "one agent, update_*, say": lambda _now: _Updated(says=True),
    "Handrail's TaskGroup": lambda _now: _Grouped(TaskGroup),
    "Handrail, reader=False": lambda now: _Guided(now, reader=False),
    "Handrail": lambda now: _Guided(now, reader=True),
}
