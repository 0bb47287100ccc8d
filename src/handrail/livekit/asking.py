"""Asking the session's model about a turn that the reader could not account for."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

from livekit.agents import Agent, ModelSettings, llm, utils

from .calls import ToolCall
from .stamp import Stamp

__all__ = ["ANSWERED", "Request", "as_asked", "ask", "calls_chunk", "stamped_call"]

logger = logging.getLogger("handrail.livekit")

ANSWERED: Final = "answered"
"""The act of the aside that is added to a model's words: the caller's question was answered."""


@dataclass(frozen=True, slots=True)
class Request:
    """What LiveKit hands to `llm_node`."""

    agent: Agent
    chat_ctx: llm.ChatContext
    tools: list[llm.Tool]
    settings: ModelSettings


async def ask(
    request: Request, directive: str, stamp: Stamp, said: str, *, words: bool
) -> AsyncIterator[llm.ChatChunk]:
    """Ask the model; whatever it does, calls come of it, so that something comes of the turn.

    Args:
        request: What LiveKit handed over. Its context is not changed: what is appended to it would
            leak into the next call of the same turn.
        directive: What the model is told of this moment.
        stamp: The stamp of the first call; the others are counted on from it.
        said: The caller's words that are being asked about.
        words: Whether an answer in words will do; after a refusal it will not.
    """
    told = request.chat_ctx.copy()
    told.items.append(llm.ChatMessage(role="system", content=[directive]))
    known = {tool.id for tool in request.tools}
    text = ""
    count = 0
    try:
        node = Agent.default.llm_node(request.agent, told, request.tools, request.settings)
        async for chunk in node:
            if not isinstance(chunk, llm.ChatChunk) or chunk.delta is None:
                continue
            delta = chunk.delta
            # Words are held back until it is known that no call comes with them: "Booked!" beside
            # a call that is then refused must not be heard.
            text += delta.content or ""
            stamped = []
            for call in delta.tool_calls:
                if call.name not in known:
                    continue  # it would come to nothing, and with it the caller's turn
                extra = stamp.numbered(count).kept_in(call.extra)
                stamped.append(call.model_copy(update={"extra": extra}))
                count += 1
            delta = delta.model_copy(update={"content": None, "tool_calls": stamped})
            yield chunk.model_copy(update={"delta": delta})
    except Exception as error:  # noqa: BLE001 - whatever fails there, the caller is not left in silence
        # Its kind only: a provider's message may quote the request, and so the caller.
        logger.warning(
            "the model could not be asked, going on without it",
            extra={"error": type(error).__name__},
        )
        text = ""
    if count:
        return
    answered = words and bool(text.strip())
    if answered:
        delta = llm.ChoiceDelta(role="assistant", content=text.strip())
        yield llm.ChatChunk(id=stamp.generation, delta=delta)
    act = ANSWERED if answered else "unclear"
    aside = ToolCall("aside", {"act": act, "topic": None, "said": said})
    yield calls_chunk([stamped_call(aside, stamp)])


async def as_asked(request: Request) -> AsyncIterator[llm.ChatChunk]:
    """Ask the model just what a developer's own code asks of it, and pass its answer on."""
    async for chunk in Agent.default.llm_node(
        request.agent, request.chat_ctx, request.tools, request.settings
    ):
        if isinstance(chunk, llm.ChatChunk):
            yield chunk


def stamped_call(call: ToolCall, stamp: Stamp) -> llm.FunctionToolCall:
    """Return a call in LiveKit's form, its stamp with it."""
    return llm.FunctionToolCall(
        name=call.name,
        arguments=json.dumps(call.arguments, ensure_ascii=False, default=str),
        call_id=utils.shortuuid("call_"),
        extra=stamp.kept_in(None),
    )


def calls_chunk(calls: list[llm.FunctionToolCall]) -> llm.ChatChunk:
    """Return the calls as one chunk: a turn that is cut short has all of them or none."""
    return llm.ChatChunk(
        id=utils.shortuuid("calls_"), delta=llm.ChoiceDelta(role="assistant", tool_calls=calls)
    )
