"""A trial's call in LiveKit's own session, in text: a receptionist, or one workflow's task."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from livekit.agents import NOT_GIVEN, Agent, AgentSession
from livekit.agents.voice.run_result import RunResult

from ..conversation import Conversation
from ..livekit import Receptionist, WorkflowEnded, WorkflowTask
from ..livekit.text import TextCall

__all__ = ["SessionCall"]

_PATIENCE = 0.2
"""Seconds a model has: one that hangs is not waited for as a caller would."""


class SessionCall:
    """One call.

    Args:
        arguments: Those of a `Receptionist`; without a reception, of a task.
        model: The session's model; None for none.
    """

    def __init__(self, arguments: Mapping[str, Any], model: Any = None) -> None:
        options = dict(arguments)
        if model is not None:
            options["patience"] = _PATIENCE
        if options.get("reception") is None:
            self._held: TextCall | _TaskCall = _TaskCall(options, model)
        else:
            agent = Receptionist(**options, ends_session=False)
            self._held = TextCall(agent, model=model if model is not None else NOT_GIVEN)
        self.model_calls = 0

    @property
    def conversation(self) -> Conversation[Any]:
        """The call as it stands."""
        return self._held.conversation

    @property
    def session(self) -> AgentSession[Any]:
        """LiveKit's session, with the history."""
        return self._held.session

    async def open(self) -> str:
        """Begin the call and return the first words."""
        return await self._held.open()

    async def say(self, text: str) -> str:
        """Say something, or nothing, and return the desk's words."""
        if isinstance(self._held, _TaskCall):
            return await self._held.say(text)
        turn = await self._held.say(text)
        self.model_calls += turn.model_calls
        return turn.desk

    async def aclose(self) -> None:
        """Hang up."""
        await self._held.aclose()


class _TaskCall:
    """One workflow as a task, awaited where an agent enters."""

    def __init__(self, arguments: Mapping[str, Any], model: Any) -> None:
        for name in ("livekit", "handrail"):  # else Python prints their warnings
            logging.getLogger(name).addHandler(logging.NullHandler())
        (workflow,) = arguments["workflows"]
        options = {key: value for key, value in arguments.items() if key != "workflows"}
        options.pop("reception", None)
        self._task: WorkflowTask[Any] = workflow.task(**options)
        self.session: AgentSession[Any] = AgentSession(
            vad=None,
            llm=model if model is not None else NOT_GIVEN,
            turn_handling={"turn_detection": None},
        )

    @property
    def conversation(self) -> Conversation[Any]:
        return self._task.conversation

    async def open(self) -> str:
        run: RunResult[Any] = await self.session.start(
            _Awaiting(self._task), capture_run=True, record=False
        )
        return _spoken(run)

    async def say(self, text: str) -> str:
        if self.conversation.closed:
            return ""
        run: RunResult[Any] = self.session.run(user_input=text)
        with suppress(WorkflowEnded):  # an answer has ended it, and what was said of it is there
            await run
        return _spoken(run)

    async def aclose(self) -> None:
        self.conversation.hang_up()
        await self.session.aclose()


class _Awaiting(Agent):
    def __init__(self, task: WorkflowTask[Any]) -> None:
        super().__init__(instructions="")
        self._task = task

    async def on_enter(self) -> None:
        with suppress(WorkflowEnded):  # the trial looks at the conversation
            await self._task


def _spoken(run: RunResult[Any]) -> str:
    said = [
        event.item.text_content or ""
        for event in run.events
        if event.type == "message" and event.item.role == "assistant"
    ]
    return " ".join(text for text in said if text)
