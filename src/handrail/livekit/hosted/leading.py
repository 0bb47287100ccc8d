"""Leading an agent: the workflow hears each turn first, and leaves the rest to the agent.

Precision first, as everywhere: a turn is taken from a task only when all of it surely belongs to
the workflow. "No, it's Lopez" in a task for an address spells that address, whatever step has a
name; "the name should be Lopez" does not.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
import re
from collections.abc import AsyncIterator, Sequence
from typing import Any, Final

from livekit.agents import Agent, AgentTask, ModelSettings, llm

from ...conversation import Conversation
from ...engine import moves as m
from ...kinds.heard import heard, phrase
from ..calls import RECORD, call_of
from ..items import last_done
from ..turns import TurnLoop

__all__ = ["Lead", "moves_of_workflow"]

logger = logging.getLogger("handrail.livekit")

_SHOWN: Final = frozenset({"revisit", "switch", "abandon", "human"})
"""The workflow's tools that a task's model sees, beside those that record other steps."""

_WAKING: Final = 3
"""Passes of the event loop from a task's completion until whoever awaits it runs: the future, the
shield around it, the task."""

_AWAY: Final = (m.Abandon, m.AskHuman, m.Goodbye, m.Switch)


class Lead:
    """Has the workflow hear an agent's turns first.

    Args:
        agent: The agent: a step's task, or one that the task awaits.
        loop: The turn loop of the workflow.
        step: The step that the task is for.
    """

    def __init__(self, agent: Agent, loop: TurnLoop, step: str) -> None:
        self._loop = loop
        self._step = step
        self._agent = agent
        taken = {tool.id for tool in agent.tools}
        self._tools = [tool for tool in loop.moves if tool.id not in taken]
        self.names: frozenset[str] = frozenset(tool.id for tool in self._tools)
        """The workflow's tools that the agent has; one of its own of the same name goes first."""
        # For this one agent, whatever its class.
        self._node: Any = agent.llm_node
        setattr(agent, "llm_node", self._lead)  # noqa: B010
        self._enter = agent.on_enter
        setattr(agent, "on_enter", self._on_enter)  # noqa: B010

    async def give_tools(self) -> None:
        """Give the agent the tools by which the workflow's moves are made."""
        await self._agent.update_tools([*self._agent.tools, *self._tools])

    async def _on_enter(self) -> None:
        """Enter; of a task that ends in that, stay until whoever awaits it has woken.

        `session.run()` watches this method: it would return before what follows the task.
        """
        await self._enter()
        if isinstance(self._agent, AgentTask) and self._agent.done():
            for _ in range(_WAKING):
                await asyncio.sleep(0)

    def _lead(
        self, chat_ctx: llm.ChatContext, tools: list[llm.Tool], settings: ModelSettings
    ) -> Any:
        """Return what the agent's own node does, or the calls of the workflow's moves.

        The agent's model sees the workflow's tools only when the caller has just spoken: on
        entering, it would find an earlier wish in the history and act on it once more.
        """
        said = _said_last(chat_ctx.items) if settings.tool_choice != "none" else []
        if said and (moves := self._read(said)):
            return self._loop.node.act_on(chat_ctx.items, moves)
        own = [
            tool
            for tool in tools
            if tool.id not in self.names
            or (said and (tool.id in _SHOWN or tool.id.startswith(RECORD)))
        ]
        node = self._node(chat_ctx, own, settings)
        if said:  # the desk did not understand them, the task asks again; in the end a person does
            return self._given(node, self._loop.node.act_on(chat_ctx.items, [m.Unclear()]))
        if isinstance(last_done(chat_ctx.items), llm.FunctionCallOutput):
            return node  # the tool may have spoken
        return self._given(node, _only(self._question))

    @property
    def _question(self) -> str:
        """The desk's own question for the step, for a task whose model cannot ask."""
        return self._loop.conversation.workflow.steps[self._step].ask[0]

    async def _given(self, node: Any, otherwise: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Yield what a node gives; where that is nothing, something else: never silence."""
        came = False
        try:
            if inspect.isawaitable(node):
                node = await node
            if isinstance(node, str | llm.ChatChunk):
                node = _only(node)
            async for chunk in node or _only():
                came = came or _says_something(chunk)
                yield chunk
        except Exception as fault:
            if came:
                raise
            logger.warning("the model of a task failed", extra={"error": type(fault).__name__})
        if not came:
            async for chunk in otherwise:
                yield chunk

    def _read(self, said: Sequence[llm.ChatMessage]) -> tuple[m.Move, ...]:
        """Return the moves in a turn that is the workflow's; () for one that is the agent's."""
        conversation = self._loop.conversation
        moves = self._loop.node.read(said)
        text = " ".join(each.text_content or "" for each in said)
        calls = {call_of(move, conversation.workflow.steps).name for move in moves}
        ours = moves_of_workflow(moves, text, conversation, self._step)
        return moves if ours and calls <= self.names else ()


async def _only(*chunks: Any) -> AsyncIterator[Any]:
    for chunk in chunks:
        yield chunk


def _says_something(chunk: object) -> bool:
    if isinstance(chunk, llm.ChatChunk):
        return chunk.delta is not None and bool(chunk.delta.content or chunk.delta.tool_calls)
    return bool(chunk)


def moves_of_workflow(
    moves: Sequence[m.Move], text: str, conversation: Conversation[Any], step: str
) -> bool:
    """Tell whether what was read in a turn surely belongs to the workflow, and not to a task.

    Args:
        moves: What was read; all of the turn is accounted for.
        text: The turn.
        conversation: The conversation.
        step: The step that the task is for.
    """
    return bool(moves) and all(_is_of_workflow(move, text, conversation, step) for move in moves)


def _is_of_workflow(move: m.Move, text: str, conversation: Conversation[Any], step: str) -> bool:
    match move:
        case m.Revisit(step=other):
            return other != step
        case m.Question(topic=topic):
            return topic is not None
        case m.Record(step=other):
            known = conversation.state.answers.get(other)
            return known is not None and _names(text, conversation, other)
        case _:
            return isinstance(move, _AWAY)


def _names(text: str, conversation: Conversation[Any], step: str) -> bool:
    """Whether the words name the step: without that a value is the task's."""
    words = conversation.workflow.steps[step].words
    nouns = "|".join(re.escape(word) for word in (*words, step.replace("_", " ")))
    return re.search(phrase(nouns), heard(text)) is not None


def _said_last(items: Sequence[llm.ChatItem]) -> list[llm.ChatMessage]:
    """Return what the caller has said since anybody else spoke or did something."""
    said: list[llm.ChatMessage] = []
    for item in reversed(items):
        if isinstance(item, llm.ChatMessage) and item.role == "user":
            said.insert(0, item)
        elif isinstance(item, llm.ChatMessage | llm.FunctionCall | llm.FunctionCallOutput):
            break
    return said
