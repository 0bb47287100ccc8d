"""Asking the session's model about a turn that the reader could not account for."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from livekit.agents import Agent, ModelSettings, llm
from livekit.agents.llm.utils import parse_function_arguments

__all__ = ["Answer", "Request", "as_asked", "ask"]

logger = logging.getLogger("handrail.livekit")


@dataclass(frozen=True, slots=True)
class Request:
    """What LiveKit hands to `llm_node`."""

    agent: Agent
    chat_ctx: llm.ChatContext
    tools: list[llm.Tool]
    settings: ModelSettings


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model answered, all of it."""

    text: str = ""
    calls: tuple[tuple[llm.FunctionToolCall, Mapping[str, Any]], ...] = ()
    """Its calls, with their arguments."""
    lost: bool = False
    """Whether there was a call that can come to nothing: of no tool, or with no arguments."""


async def ask(request: Request, directive: str, *, unshown: Collection[str] = ()) -> Answer:
    """Ask the model, and wait for the end of its answer; a model that fails has said nothing.

    Nothing is passed on before its end: "Booked!" beside a call that is then refused must not be
    heard, and a yes must not be acted on before the "but make it five" that follows it.

    Args:
        request: What LiveKit handed over. Its context is not changed: what is appended to it would
            leak into the next call of the same turn.
        directive: What the model is told of this moment.
        unshown: Names of tools that it is not told of.
    """
    told = request.chat_ctx.copy()
    told.items.append(llm.ChatMessage(role="system", content=[directive]))
    known = {tool.id for tool in request.tools}
    text = ""
    calls: list[tuple[llm.FunctionToolCall, Mapping[str, Any]]] = []
    lost = False
    try:
        shown = [tool for tool in request.tools if tool.id not in unshown]
        node = Agent.default.llm_node(request.agent, told, shown, request.settings)
        async for chunk in node:
            if not isinstance(chunk, llm.ChatChunk) or chunk.delta is None:
                continue
            text += chunk.delta.content or ""
            for call in chunk.delta.tool_calls:
                arguments = _arguments_of(call) if call.name in known else None
                if arguments is None:
                    lost = True
                else:
                    calls.append((call, arguments))
    except Exception as error:  # noqa: BLE001 - whatever fails there, the caller is not left in silence
        # Its kind only: a provider's message may quote the request, and so the caller.
        logger.warning(
            "the model could not be asked, going on without it",
            extra={"error": type(error).__name__},
        )
        return Answer()
    return Answer(text.strip(), tuple(calls), lost)


async def as_asked(request: Request) -> AsyncIterator[llm.ChatChunk]:
    """Ask the model just what a developer's own code asks of it, and pass its answer on."""
    async for chunk in Agent.default.llm_node(
        request.agent, request.chat_ctx, request.tools, request.settings
    ):
        if isinstance(chunk, llm.ChatChunk):
            yield chunk


def _arguments_of(call: llm.FunctionToolCall) -> Mapping[str, Any] | None:
    try:
        return parse_function_arguments(call.arguments or "{}")
    except ValueError:
        return None
