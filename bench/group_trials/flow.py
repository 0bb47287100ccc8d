"""The desk's booking as it is written with LiveKit Agents: its own tasks in its own `TaskGroup`.

It is written to hold: the prebuilt tasks where there are some, what they lack added as their
documentation shows it (an email one can do without, a number that is known already, a task at the
end that asks for a yes, so that everything can be gone back to), the same read-backs as the desk's
own booking, and the same calendar behind it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, TypeAlias

from livekit.agents import Agent, AgentTask, ToolError, function_tool
from livekit.agents.beta.workflows import (
    GetEmailTask,
    GetNameTask,
    GetPhoneNumberTask,
    TaskCompletedEvent,
)
from livekit.agents.beta.workflows.email_address import GetEmailResult
from livekit.agents.llm import ToolFlag

from handrail.desk.calendar import NewBooking, Refused, book, check_start
from handrail.desk.calendar.business import Service
from handrail.desk.front import Front

__all__ = ["Draft", "FrontDesk", "Group", "Telling"]

Group: TypeAlias = Callable[..., Any]
"""LiveKit's `TaskGroup`, or one that is called as it is."""

Telling: TypeAlias = Callable[[str, Any], str]
"""Says a step's value as a caller hears it."""

PERSONA: Final = (
    "You answer the phone of a hair salon. Be warm and short, one sentence at a time, without "
    "lists or markup."
)
_STEP: Final = (
    "You are only a single step in a broader system, responsible solely for the {about}. Call "
    "`{tool}` at the first opportunity. Don't invent anything, stick strictly to what the user "
    "said."
)
_ASK: Final = (
    "Ask the user for the {about}. If the user already stated it earlier in this conversation, "
    "record it with {tool} instead of asking again."
)


@dataclass(slots=True)
class Draft:
    """What a call has found out."""

    results: dict[str, Any] = field(default_factory=dict)
    """By step, each as its task gave it last."""
    receipt: Any = None
    """The booking, once it is written."""

    @property
    def start(self) -> datetime:
        """When, in the business's zone."""
        return datetime.fromisoformat(self.results["start"])

    @property
    def phone(self) -> str:
        """The number, E.164."""
        return str(self.results["phone"].phone_number)

    @property
    def name(self) -> str:
        """The whole name."""
        result = self.results["name"]
        return f"{result.first_name} {result.last_name}"

    @property
    def email(self) -> str | None:
        """The address, if there is one."""
        return self.results["email"].email_address or None


class FrontDesk(Agent):
    """Greets, and books when that is wanted.

    Args:
        front: The business and its calendar.
        group: Makes the group of tasks.
        caller: The number the call comes from, E.164; None when it is withheld.
        tell: Says a value.
    """

    def __init__(self, front: Front, group: Group, caller: str | None, tell: Telling) -> None:
        super().__init__(
            instructions=f"{PERSONA} Call `book_appointment` when the user wants one, and "
            "`end_call` when they want nothing else."
        )
        self.draft = Draft()
        self.closed = False
        self._front = front
        self._group = group
        self._caller = caller
        self._tell = tell

    async def on_enter(self) -> None:
        """Greet."""
        self.session.generate_reply(instructions="Greet the user and ask how you can help.")

    @function_tool
    async def book_appointment(self) -> str:
        """Call when the user wants an appointment."""
        front, draft = self._front, self.draft
        group = self._group(chat_ctx=self.chat_ctx, on_task_completed=self._completed)
        if len(front.services) > 1:
            group.add(lambda: _Service(front), id="service", description="Which service is wanted")
        else:
            draft.results["service"] = next(iter(front.services))
        group.add(lambda: _Start(front, draft), id="start", description="The day and time")
        group.add(self._phone, id="phone", description="The user's phone number")
        group.add(
            lambda: GetNameTask(last_name=True, require_confirmation=False),
            id="name",
            description="The user's name",
        )
        group.add(
            lambda: _Email(require_confirmation=True),
            id="email",
            description="The user's email address",
        )
        group.add(
            lambda: _Agreement(front, draft, self._tell),
            id="agreement",
            description="The user's yes to the booking",
        )
        try:
            await group
        except ToolError:
            return "The call is over."
        return f"Booked. The code is {draft.receipt.code}. Tell the user, and ask what else."

    @function_tool
    async def end_call(self) -> str:
        """Call when the user wants nothing else, or does not answer any more."""
        self.closed = True
        return "Say goodbye."

    def _phone(self) -> GetPhoneNumberTask:
        known = f"The user is calling from {self._caller}: ask whether to use that number."
        return GetPhoneNumberTask(
            extra_instructions=known if self._caller else "", require_confirmation=True
        )

    async def _completed(self, event: TaskCompletedEvent) -> None:
        self.draft.results[event.task_id] = event.result


class _Service(AgentTask[str]):
    """Which service; asked where there are several."""

    def __init__(self, front: Front) -> None:
        super().__init__(
            instructions=f"{PERSONA}\n{_STEP.format(about='service', tool='record_service')}"
        )
        self._services = front.services

    async def on_enter(self) -> None:
        self.session.generate_reply(
            instructions=_ASK.format(about="service", tool="record_service")
        )

    @function_tool
    async def record_service(self, service: str) -> None:
        """Record which service the user wants.

        Args:
            service: Its name.
        """
        if service not in self._services:
            raise ToolError(f"There is no {service}. There are: {', '.join(self._services)}.")
        self.complete(service)


class _Start(AgentTask[str]):
    """When; what is not free is refused, with what is."""

    def __init__(self, front: Front, draft: Draft) -> None:
        super().__init__(
            instructions=f"{PERSONA}\n{_STEP.format(about='day and time', tool='record_time')}"
        )
        self._front = front
        self._draft = draft

    async def on_enter(self) -> None:
        self.session.generate_reply(
            instructions=_ASK.format(about="day and time", tool="record_time")
        )

    @function_tool
    async def record_time(self, start: str) -> None:
        """Record when the appointment begins.

        Args:
            start: ISO 8601, with offset.
        """
        refused = await _in_the_way(self._front, self._draft, start)
        if refused:
            raise ToolError(refused)
        self.complete(start)


class _Email(GetEmailTask):
    """LiveKit's, of an address one can do without: to decline would fail the whole group."""

    @function_tool(flags=ToolFlag.IGNORE_ON_ENTER)
    async def go_without_email(self) -> None:
        """Call when the user has no email address, or would rather not give it."""
        if not self.done():
            self.complete(GetEmailResult(email_address=""))


class _Agreement(AgentTask[None]):
    """Says what is to be booked, and books it at a yes."""

    def __init__(self, front: Front, draft: Draft, tell: Telling) -> None:
        super().__init__(
            instructions=f"{PERSONA}\n"
            + _STEP.format(about="user's yes to the booking", tool="book_it")
            + " Call it only after the user has said yes. If they want anything changed, go back."
        )
        self._front = front
        self._draft = draft
        self._tell = tell

    async def on_enter(self) -> None:
        draft, tell = self._draft, self._tell
        service, start = tell("service", draft.results["service"]), tell("start", draft.start)
        told = f"{service} on {start} for {tell('name', draft.name)}"
        self.session.generate_reply(instructions=f"Ask the user whether to book this: {told}")

    @function_tool
    async def book_it(self) -> None:
        """Call after the user has agreed to the booking."""
        front, draft = self._front, self._draft
        refused = await _in_the_way(front, draft, draft.results["start"])
        if refused:  # the service was changed, or somebody was quicker
            raise ToolError(refused)
        wanted = NewBooking(
            _service(front, draft), draft.start, draft.phone, draft.name, draft.email
        )
        try:
            receipt = await book(front.calendar, wanted, run=self.id, now=front.clock())
        except Refused as fault:
            raise ToolError(fault.reason) from None
        draft.receipt = receipt
        self.complete(None)


def _service(front: Front, draft: Draft) -> Service:
    return front.services[draft.results["service"]]


async def _in_the_way(front: Front, draft: Draft, start: str) -> str:
    """Return why a time cannot be had, with the free ones that are nearest; "" if it can."""
    verdict = await check_start(
        front.calendar,
        datetime.fromisoformat(start),
        business=front.business,
        service=_service(front, draft),
        now=front.clock(),
    )
    if verdict.ok:
        return ""
    free = ", ".join(f"{option.isoformat()}" for option in verdict.options)
    return f"{verdict.reason}. Free are: {free or 'none'}"
