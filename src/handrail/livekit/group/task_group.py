"""TaskGroup: LiveKit's, with its defects mended; changing the import is the whole migration.

group = TaskGroup()
group.add(lambda: GetNameTask(), id="name", description="Collects the caller's name")
group.add(lambda: GetEmailTask(), id="email", description="Collects the caller's email")
results = (await group).task_results
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, Final, Self

from livekit.agents import (
    NOT_GIVEN,
    AgentSession,
    AgentTask,
    FunctionTool,
    FunctionToolsExecutedEvent,
    NotGivenOr,
    RunContext,
    ToolError,
    llm,
)
from livekit.agents.beta.workflows import TaskCompletedEvent, TaskGroupResult

from ...faults import log_fault
from ..reach import is_closing, reopen, stop
from .course import Condition, Course, GroupStep
from .regress import regress_tool
from .summary import summarize_within

__all__ = ["TaskGroup"]

logger = logging.getLogger("handrail.livekit")

_WAKING: Final = 3
"""Passes of the event loop from a task's completion until whoever awaits it runs: the future, the
shield around it, the task; see `TaskGroup.on_enter`."""

_BETWEEN = (
    "You stand between two steps of a conversation for a moment. If the user speaks, say only that "
    "you will be with them at once. Ask and promise nothing."
)


class _Interrupted(ToolError):  # noqa: N818 - what the caller chose, not a fault
    """Ends a step's turn because the caller goes elsewhere first."""


class TaskGroup(AgentTask[TaskGroupResult]):
    """Runs AgentTasks in order, and gives their results by id.

    Each step sees what was said in those before it. The model can take the caller back to any step
    that was visited, to several in the order named; the step that was interrupted then goes on with
    the same task, which keeps what it had collected (its `on_enter` runs again).

    Await it where LiveKit allows: in `on_enter`, `on_exit` or a tool's body, directly.

    Args:
        summarize_chat_ctx: Whether one summary takes the place of all that was said. Without an LLM
            on the session, or if it fails or is late, what was said is kept as it is.
        return_exceptions: Whether a step's exception becomes its result, and the next is asked.
            Otherwise it is raised to whoever awaits the group.
        chat_ctx: What was said before.
        on_task_completed: Called and awaited each time a step has a result, also a second one.
            What it raises is logged, and changes no result.
        summary_timeout: Seconds the summary may take. It is also dropped when the caller begins to
            speak.

    Raises:
        RuntimeError: When awaited elsewhere, or twice.
        Exception: When awaited, what a step ended with, unless `return_exceptions`.
        ToolError: When awaited, if the call ended.
    """

    def __init__(
        self,
        *,
        summarize_chat_ctx: bool = True,
        return_exceptions: bool = False,
        chat_ctx: NotGivenOr[llm.ChatContext] = NOT_GIVEN,
        on_task_completed: Callable[[TaskCompletedEvent], Awaitable[None]] | None = None,
        summary_timeout: float = 5.0,
    ) -> None:
        super().__init__(instructions=_BETWEEN, chat_ctx=chat_ctx)
        self._summarizes = summarize_chat_ctx
        self._summary_timeout = summary_timeout
        self._return_exceptions = return_exceptions
        self._on_task_completed = on_task_completed
        self._course = Course()
        self._tool: FunctionTool[..., Any] | None = None
        self._current: tuple[str, AgentTask[Any]] | None = None
        self._waiting: dict[str, AgentTask[Any]] = {}  # interrupted tasks, by id
        self._named: list[str] = []  # where the calls of this reply want to go
        self._calls: set[str] = set()
        self._private: dict[str, set[str]] = {}  # items of a step's own context, by its id
        self._cancelled = asyncio.Event()

    def add(
        self,
        task_factory: Callable[[], AgentTask[Any]],
        *,
        id: str,  # noqa: A002 - LiveKit's name
        description: str,
        when: Condition | None = None,
        needs: Collection[str] = (),
        skip_ahead: bool = False,
    ) -> Self:
        """Add a step at the end.

        Args:
            task_factory: Makes the step's task, anew each time the step is begun. What it raises is
                the step's exception.
            id: The step's name in the results, and for the model.
            description: What the step collects, for the model.
            when: Whether the step applies, given the results so far by id; asked at its turn, and
                again when a result changes. A step that does not apply is not asked, and a result
                it has is left out. By default it always applies.
            needs: Ids of earlier steps. When the result of one changes, this step is asked again if
                it was asked before.
            skip_ahead: Whether the model may take the caller to this step before its turn; the one
                that was interrupted comes next.

        Returns:
            The group.

        Raises:
            ValueError: The id is taken, or `needs` names a step that was not added before.
        """
        self._course.add(
            GroupStep(
                id=id,
                description=description,
                factory=task_factory,
                when=when,
                needs=frozenset(needs),
                skip_ahead=skip_ahead,
            )
        )
        return self

    @property
    def results(self) -> Mapping[str, Any]:
        """The results so far by id: a factory may look at them."""
        return self._course.results

    async def on_enter(self) -> None:
        """Ask the steps; whatever goes wrong in that is raised to whoever awaits the group."""
        session = self.session  # of an agent that was left there is none any more
        with self._listening(session):
            try:
                await self._ask_all(session)
                if self._summarizes and not self.done() and not is_closing(session):
                    await summarize_within(self, self._summary_timeout, unless=self._cancelled)
                outcome: TaskGroupResult | Exception = TaskGroupResult(self._course.outcome())
            except Exception as fault:  # noqa: BLE001 - LiveKit would log it and resume nobody
                outcome = fault
        if not self.done():
            self.complete(outcome)
        # `session.run()` watches this method; whoever awaits the group takes the watch over when
        # they wake. Ending before that would end the run before the group's end is acted on.
        for _ in range(_WAKING):
            await asyncio.sleep(0)

    def cancel(self) -> None:
        """End the group, as when the session closes."""
        self._cancelled.set()
        super().cancel()

    async def _ask_all(self, session: AgentSession[Any]) -> None:
        course = self._course
        if len(course.steps) > 1:
            self._tool = regress_tool(course.steps, self._go)
        while not self.done() and (step := course.next()) is not None:
            try:
                if not course.applies(step):
                    course.pass_over(step.id)
                    continue
                task = await self._open(step)
                result = await self._ask(step, task)
            except _Interrupted:
                continue
            except Exception as fault:
                if not self._return_exceptions:
                    raise
                if is_closing(session):
                    course.give_up(fault)
                    return
                self._settle(step, fault)
            else:
                self._settle(step, result)
                await self._tell(
                    TaskCompletedEvent(agent_task=task, task_id=step.id, result=result)
                )

    async def _open(self, step: GroupStep) -> AgentTask[Any]:
        """Return the step's task, ready to be awaited: the interrupted one, or a new one."""
        task = self._waiting.pop(step.id, None)
        if task is not None:
            context = task.chat_ctx.copy().merge(self.chat_ctx)
            if not reopen(task):
                task = step.factory()
        else:
            task = step.factory()
            shared = self.chat_ctx.items
            known = {item.id for item in shared}
            private = [item for item in task.chat_ctx.items if item.id not in known]
            self._private[step.id] = {item.id for item in private}
            # Examples or notes that the step was made with come before what was said.
            system = len(list(itertools.takewhile(_is_instruction, shared)))
            context = llm.ChatContext([*shared[:system], *private, *shared[system:]])
        await task.update_chat_ctx(context)
        if self._tool is not None and self._tool not in task.tools:
            await task.update_tools([*task.tools, self._tool])
        return task

    async def _ask(self, step: GroupStep, task: AgentTask[Any]) -> Any:
        self._course.enter(step.id)
        self._current = step.id, task
        try:
            return await task
        finally:
            self._current = None
            self._named.clear()
            self._calls.clear()
            # The hand-off leaves calls out, which a summary can use, and takes in the examples or
            # notes that the step was made with, which are nobody else's.
            self._chat_ctx.merge(task.chat_ctx.copy(), exclude_instructions=True)
            private = self._private[step.id]
            self._chat_ctx.items[:] = [i for i in self._chat_ctx.items if i.id not in private]

    def _settle(self, step: GroupStep, result: Any) -> None:
        for stale in self._course.settle(step.id, result):
            self._waiting.pop(stale, None)

    async def _tell(self, event: TaskCompletedEvent) -> None:
        if self._on_task_completed is None:
            return
        try:
            await self._on_task_completed(event)
        except Exception as fault:  # noqa: BLE001 - it is no fault of the step
            log_fault(
                logger,
                f"on_task_completed failed: {event.task_id}",
                fault,
                task_id=event.task_id,
            )

    # --- going elsewhere --------------------------------------------------------------------------
    # Calls of one reply run in parallel, in an order that is the model's accident: where to go is
    # decided when all of them are done, so that a value recorded beside the wish to go is kept.

    def _go(self, task_ids: Sequence[str], ctx: RunContext[Any]) -> str | None:
        if self._current is None:
            raise ToolError("this step is over")
        if not task_ids:
            raise ToolError("name at least one step to go to")
        for task_id in task_ids:
            if task_id != self._current[0] and (why := self._course.refusal(task_id)):
                raise ToolError(f"unable to go there: {why}. Go on with the present step.")
        self._named.extend(task_ids)
        self._calls.add(ctx.function_call.call_id)
        if task_ids[0] != self._current[0]:
            return None
        rest = " The others come after it." if len(set(task_ids)) > 1 else ""
        return f"You are at {task_ids[0]} now: go on with it.{rest}"

    def _on_tools_executed(self, event: FunctionToolsExecutedEvent) -> None:
        if self._current is None:
            return
        active, task = self._current
        if self._calls.intersection(call.call_id for call in event.function_calls):
            named = list(dict.fromkeys(self._named))
            self._named.clear()
            self._calls.clear()
            elsewhere = [step_id for step_id in named if step_id != active]
            if task.done() or named[0] == active:
                self._course.visit(elsewhere)
            elif not event.has_agent_handoff:  # a call that is given away goes nowhere else
                self._course.visit(named, interrupted=True)
                self._waiting[active] = task
                stop(task, _Interrupted("the user wants to go elsewhere first"))
        if task.done():
            event.cancel_tool_reply()  # the next step speaks; a second voice would speak before it

    @contextlib.contextmanager
    def _listening(self, session: AgentSession[Any]) -> Iterator[None]:
        session.on("function_tools_executed", self._on_tools_executed)
        session.on("close", self._on_close)
        try:
            yield
        finally:
            session.off("function_tools_executed", self._on_tools_executed)
            session.off("close", self._on_close)

    def _on_close(self, _event: object) -> None:
        """End a step that the call went on without: another agent was given the session.

        Not when that happens, for it may be given back: the step then goes on.
        """
        if self._current is not None and not self._current[1].done():
            stop(self._current[1], ToolError("the call ended with another agent"))


def _is_instruction(item: llm.ChatItem) -> bool:
    return item.type == "message" and item.role in ("system", "developer")
