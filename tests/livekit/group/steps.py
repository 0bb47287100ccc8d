"""A group inside a developer's agent, with a scripted model: the same for LiveKit's and ours."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import pytest
from livekit.agents import Agent, AgentSession, AgentTask, RunContext, function_tool
from livekit.agents.beta import workflows as theirs
from livekit.agents.voice.run_result import RunResult

from handrail import livekit as ours
from tests.livekit.realtime import ScriptedRealtime
from tests.livekit.scripted import Reply, Scripted

GroupType: TypeAlias = Any
"""LiveKit's class or ours: they share no base, and that is what is tested."""

SESSIONS: list[AgentSession[Any]] = []
"""Those a test made: they are closed after it, also where it failed, as it must on LiveKit's."""

BOTH = [
    pytest.param(theirs.TaskGroup, id="livekit"),
    pytest.param(ours.TaskGroup, id="handrail"),
]
"""For what both do."""

MENDED = [
    pytest.param(
        theirs.TaskGroup,
        id="livekit",
        marks=pytest.mark.xfail(strict=True, reason="a defect of 1.8.9"),
    ),
    pytest.param(ours.TaskGroup, id="handrail"),
]
"""For what only ours does: when a release of LiveKit mends it, the strict mark fails."""


class Collect(AgentTask[str]):
    """Collects one thing by its tool, after a half that `note` keeps on the task."""

    def __init__(self, what: str, *, silent: bool = False, says: str | None = None) -> None:
        super().__init__(instructions=f"Collect the {what}.")
        self.what = what
        self.silent = silent
        self.says = says
        self.noted: list[str] = []

    async def on_enter(self) -> None:
        if not self.silent:
            self.session.say(f"What is the {self.what}?")

    @function_tool
    async def record(self, value: str) -> str | None:
        """Record the value."""
        self.complete(" ".join([*self.noted, value]))
        return self.says

    @function_tool
    async def note(self, value: str) -> str:
        """Keep a part of the value."""
        self.noted.append(value)
        return "go on"

    @function_tool
    async def fail(self) -> None:
        """Give up."""
        self.complete(ValueError(self.what))

    @function_tool
    async def leave(self, ctx: RunContext[Any]) -> Agent:
        """Hand the caller to another agent."""
        del ctx
        return Agent(instructions="Somebody else.")


class Told(AgentTask[str]):
    """Knows its value, and asks nobody."""

    def __init__(self) -> None:
        super().__init__(instructions="The value is known.")

    async def on_enter(self) -> None:
        self.complete("Ann")


class Host(Agent):
    """Awaits the work it is given when it is entered, and keeps what came of it."""

    def __init__(self, work: Callable[[], Awaitable[Any]]) -> None:
        super().__init__(instructions="A developer's own agent.")
        self.work = work
        self.got: Any = None

    async def on_enter(self) -> None:
        try:
            self.got = await self.work()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            self.got = error


class Desk(Agent):
    """Awaits a group in a tool."""

    def __init__(self, group: Callable[[], Any]) -> None:
        super().__init__(instructions="A desk.")
        self.group = group

    @function_tool
    async def collect(self) -> str:
        """Collect the name."""
        results = await self.group()
        return str(results.task_results)


class Call:
    """A call in writing to a host that awaits one group."""

    def __init__(
        self,
        group: Any = None,
        *,
        work: Callable[[], Awaitable[Any]] | None = None,
        host: Agent | None = None,
        model: ScriptedRealtime | None = None,
        with_model: bool = True,
    ) -> None:
        async def await_group() -> Any:
            return await group

        self.model: Any = model or Scripted()
        models: dict[str, Any] = {"llm": self.model} if with_model else {}
        self.host: Any = host or Host(work or await_group)
        self.session: AgentSession[Any] = AgentSession(
            vad=None, turn_handling={"turn_detection": None}, **models
        )
        SESSIONS.append(self.session)

    async def open(self) -> None:
        await self.session.start(self.host, capture_run=True, record=False)

    async def say(self, *replies: Reply, text: str = "...") -> RunResult[Any]:
        """Take one turn, the model answering so."""
        self.model.script = list(replies)
        run: RunResult[Any] = await self.session.run(user_input=text)
        return run

    async def does(self, name: str, **arguments: Any) -> RunResult[Any]:
        """Take one turn in which the model makes one call."""
        return await self.say(does(name, **arguments))

    @property
    def results(self) -> dict[str, Any]:
        if isinstance(self.host.got, BaseException):
            raise self.host.got
        results: dict[str, Any] = self.host.got.task_results
        return results

    @property
    def asked(self) -> list[str]:
        """What was spoken so far."""
        return [
            item.text_content or ""
            for item in self.session.history.items
            if item.type == "message" and item.role == "assistant"
        ]


def does(name: str, **arguments: Any) -> Reply:
    return Reply(calls=[(name, arguments)])


def go(*ids: str) -> Reply:
    return Reply(calls=[("out_of_scope", {"task_ids": list(ids)})])


def parallel(*replies: Reply) -> Reply:
    """One reply that makes the calls of all these."""
    return Reply(calls=[call for reply in replies for call in reply.calls])


def with_needs(group_type: GroupType, *needs: str) -> dict[str, Any]:
    """LiveKit's `add` cannot be told."""
    return {"needs": needs} if group_type is ours.TaskGroup else {}


async def settled() -> None:
    """Let all that can go on without the caller go on."""
    for _ in range(300):
        await asyncio.sleep(0)


def filled(group: Any, *ids: str, made: dict[str, list[Collect]] | None = None) -> Any:
    """Add one plain step for each id."""
    for id_ in ids:

        def factory(what: str = id_) -> Collect:
            task = Collect(what)
            if made is not None:
                made.setdefault(what, []).append(task)
            return task

        group.add(factory, id=id_, description=f"Collects the {id_}")
    return group
