"""Holding an AgentTask for the step that it is made for.

A line that leads over to such a step ends in a call of the tool `collect`, in whose body the task
is awaited: that is one of the few places where LiveKit allows it, and every line passes it, whoever
asked for the line. What the task gives enters the engine as an answer, and what follows is spoken.

While a task is held the caller is still within the workflow: see `leading`. A move that was made
interrupts the task. What the engine asks for then is asked, and the task goes on after it, as the
same instance.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final, cast

from livekit.agents import (
    Agent,
    AgentSession,
    AgentTask,
    ConversationItemAddedEvent,
    FunctionToolsExecutedEvent,
    RunContext,
    StopResponse,
    ToolError,
    llm,
)
from livekit.agents.utils import is_given

from ...engine import moves as m
from ...faults import log_fault
from ...kinds.task import TaskResult
from ..calls import COLLECT
from ..reach import is_closing, reopen, stop
from ..refusals import STALE
from ..turns import TurnLoop
from .leading import Lead

__all__ = ["HostedTasks"]

logger = logging.getLogger("handrail.livekit")

_COME_BACK: Final = (
    "The caller has come back to change this: do not record what they gave before, ask anew."
)

_SCHEMA: Final[dict[str, Any]] = {
    "name": COLLECT,
    "description": "Collects what has a dialogue of its own.",
    "parameters": {"type": "object", "properties": {}, "required": []},
}


class _Interrupted(ToolError):  # noqa: N818 - what the caller chose, not a fault
    """Ends a task's turn because the caller goes elsewhere first."""


@dataclass(eq=False)
class _Held:
    """A task that is held for a step, or was interrupted."""

    step: str
    task: AgentTask[Any]
    texts: list[str] = field(default_factory=list)
    """What the caller said to it."""
    private: frozenset[str] = frozenset()
    """The ids of what it was made with: notes and examples that are nobody else's."""
    leads: dict[Agent, Lead] = field(default_factory=dict)
    """The task, and those it awaits, with what leads them."""
    interrupted: bool = False


class HostedTasks:
    """Holds the tasks of an agent's hosted steps.

    Args:
        agent: The agent that hosts the conversation.
        loop: Its turn loop.
        speak: Has the line that is due be spoken.
    """

    def __init__(self, agent: Agent, loop: TurnLoop, speak: Callable[[], None]) -> None:
        self._agent = agent
        self._loop = loop
        self._speak = speak
        self._held: _Held | None = None
        self._waiting: dict[tuple[str, str], _Held] = {}  # interrupted, by run and step
        self._doing: set[asyncio.Task[None]] = set()
        self.tools: list[llm.Tool | llm.Toolset] = [
            llm.function_tool(self._collect, raw_schema=_SCHEMA)
        ]
        """What the agent needs to hold tasks; no model is shown it."""

    @property
    def is_holding(self) -> bool:
        """Whether the caller is with a task."""
        return self._held is not None

    def leave(self) -> None:
        """Hold nothing any more: another agent had the session, and gave it back."""
        self._held = None
        self._loop.elsewhere = False

    def silence(self) -> None:
        """Take up that the caller keeps silent: the desk nudges, helps, and in the end leaves.

        The task asks its question again after it.
        """
        if self._held is not None and not self._held.task.done():
            self._take_turn(self._held)
            self._loop.conversation.apply(m.Silence())
            self._interrupt(self._held)

    # --- the tool -------------------------------------------------------------------------------

    async def _collect(self, raw_arguments: dict[str, Any], ctx: RunContext[Any]) -> object:
        del raw_arguments
        step = self._loop.conversation.hosted
        if step is None or self._held is not None:
            return STALE
        await ctx.wait_for_playout()  # of the line that leads over to the task
        if ctx.speech_handle.interrupted:
            raise StopResponse  # the caller cut in: what follows their words leads over again
        held = await self._begin(step, ctx.session.llm)
        outcome: m.Move | Exception | None = LookupError() if held is None else None
        if held is not None:
            outcome = await self._hold(held, ctx.session)
            if self._held is not held or is_closing(ctx.session):
                raise StopResponse  # the caller has left, or this agent was entered anew
            self._take_turn(held)
        self.leave()
        conversation = self._loop.conversation
        if isinstance(outcome, Exception):
            conversation.task_failed()
        elif outcome is not None:
            conversation.apply(self._with_evidence(outcome, cast("_Held", held)))
        await self._loop.settle(ctx.speech_handle)
        self._speak()  # in a reply of its own: one turn has only so many rounds of tools
        raise StopResponse

    async def _begin(self, step: str, model: object) -> _Held | None:
        """Return a step's task, made ready: the interrupted one, or a new one; None for a fault."""
        try:
            held = await self._resumed(step) or await self._new(step)
            own = held.task.llm
            if not isinstance(own if is_given(own) else model, llm.LLM):
                logger.error("an AgentTask cannot ask for a step without an LLM: %s", step)
                return None
            await self._lead(held, held.task)
        except Exception as fault:  # noqa: BLE001 - a developer's own code
            self._log(step, fault)
            return None
        self._held = held
        return held

    async def _resumed(self, step: str) -> _Held | None:
        held = self._waiting.pop((self._loop.conversation.state.run, step), None)
        if held is None or not reopen(held.task):
            return None
        held.interrupted = False
        held.leads = {agent: lead for agent, lead in held.leads.items() if agent is held.task}
        await held.task.update_chat_ctx(held.task.chat_ctx.copy().merge(self._shared()))
        return held

    async def _new(self, step: str) -> _Held:
        task = self._kind(step).factory()
        own = list(task.chat_ctx.items)
        if step in self._loop.conversation.state.answers:
            own.append(llm.ChatMessage(role="system", content=[_COME_BACK]))
        shared = self._shared().items
        known = {item.id for item in shared}
        own = [item for item in own if item.id not in known]
        # What a task was made with comes before what was said.
        await task.update_chat_ctx(llm.ChatContext([*own, *shared]))
        return _Held(step, task, private=frozenset(item.id for item in own))

    async def _hold(self, held: _Held, session: AgentSession[Any]) -> m.Move | Exception | None:
        """Await a task; return the move that its end is, a fault, or None if it was interrupted."""
        self._loop.elsewhere = True
        try:
            with self._hearing(held, session):
                result = await held.task
            value = self._value_of(held.step, result)
        except ToolError:
            if not held.interrupted:
                return m.Decline(step=held.step, by="task")
            self._waiting[self._loop.conversation.state.run, held.step] = held
            return None
        except Exception as fault:  # noqa: BLE001 - a developer's own code, or LiveKit's
            self._log(held.step, fault)
            return fault
        finally:
            self._keep_private(held)
        return m.Record(step=held.step, value=value, by="task")

    # --- what a task is told, and what is kept of it ----------------------------------------------

    def _shared(self) -> llm.ChatContext:
        return self._agent.chat_ctx.copy(exclude_function_call=True, exclude_instructions=True)

    def _keep_private(self, held: _Held) -> None:
        """Take out of the history what the task was made with: LiveKit merges it in."""
        items = self._agent.chat_ctx.items
        if held.private.intersection(item.id for item in items):
            kept = [item for item in items if item.id not in held.private]
            self._agent._chat_ctx.items[:] = kept  # noqa: SLF001 - in place, as the merge was

    def _take_turn(self, held: _Held) -> None:
        """Begin a turn of what the caller said to the task: what it gives is found there."""
        agent = self._agent.session.current_agent
        texts = self._loop.take_turn(agent.chat_ctx.items, self._agent.session.history.items)
        held.texts.extend(texts)

    def _with_evidence(self, move: m.Move, held: _Held) -> m.Move:
        if not held.texts:  # it found all it needed in what was said before
            return move
        turn = self._loop.conversation.state.turn
        return replace(move, evidence=m.Evidence(turn, tuple(held.texts)))

    def _value_of(self, step: str, result: Any) -> Any:
        value = self._kind(step).value
        given = result if value is None else value(result)
        if given is None:
            raise TypeError("a step's value cannot be None: give another with value=")
        return given

    def _kind(self, step: str) -> TaskResult[Any]:
        return cast("TaskResult[Any]", self._loop.conversation.workflow.steps[step].kind)

    def _log(self, step: str, fault: Exception) -> None:
        log_fault(logger, f"the task of a step failed: {step}", fault, step=step)

    # --- leaving a task -------------------------------------------------------------------------

    def _interrupt(self, held: _Held) -> None:
        """Leave the task, or whatever it awaits itself, for what the caller wants first."""
        held.interrupted = True
        agent = self._agent.session.current_agent
        inner = isinstance(agent, AgentTask) and agent in held.leads and not agent.done()
        left = cast("AgentTask[Any]", agent) if inner else held.task
        stop(left, _Interrupted("the caller wants something else first"))

    async def _lead(self, held: _Held, agent: Agent) -> None:
        if agent not in held.leads:
            held.leads[agent] = Lead(agent, self._loop, held.step)
            await held.leads[agent].give_tools()

    def _soon(self, doing: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(doing)
        self._doing.add(task)
        task.add_done_callback(self._doing.discard)

    @contextlib.contextmanager
    def _hearing(self, held: _Held, session: AgentSession[Any]) -> Iterator[None]:
        """Hear what goes on in the session while a task is held."""

        def on_item(event: ConversationItemAddedEvent) -> None:
            agent = session.current_agent
            if not isinstance(event.item, llm.AgentHandoff) or agent is self._agent:
                return
            if isinstance(agent, AgentTask):  # the task, or one that it awaits
                self._soon(self._lead(held, agent))
            elif not held.task.done():
                # Another agent has the session. LiveKit exits the task, and not this agent, which
                # awaits it. Ended, the task would close this agent's activity from within itself.
                self.leave()
                self._soon(self._agent.on_exit())

        def on_tools(event: FunctionToolsExecutedEvent) -> None:
            lead = held.leads.get(session.current_agent)
            names = lead.names if lead is not None else frozenset[str]()
            moved = any(
                call.name in names and output.output == "done" for call, output in event.zipped()
            )
            if moved and not held.task.done() and not event.has_agent_handoff:
                self._interrupt(held)
            if moved or held.task.done():
                event.cancel_tool_reply()  # the desk speaks; a second voice would speak before it

        session.on("conversation_item_added", on_item)
        session.on("function_tools_executed", on_tools)
        try:
            yield
        finally:
            session.off("conversation_item_added", on_item)
            session.off("function_tools_executed", on_tools)
