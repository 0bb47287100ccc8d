"""A model that says what a test scripted, and keeps what it was asked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from livekit.agents import APIConnectionError, llm
from livekit.agents.types import (
    DEFAULT_API_CONNECT_OPTIONS,
    NOT_GIVEN,
    APIConnectOptions,
    NotGivenOr,
)


@dataclass(frozen=True)
class Reply:
    """One answer of the model: words, calls, both or a failure."""

    text: str = ""
    calls: Sequence[tuple[str, dict[str, Any]]] = ()
    fails: bool = False
    after: asyncio.Event | None = None
    """What the model waits for before it answers."""


@dataclass(frozen=True)
class Asked:
    """What the model was given."""

    chat_ctx: llm.ChatContext
    tools: Sequence[str]
    messages: list[dict[str, Any]] = field(default_factory=list)

    @property
    def last(self) -> str:
        return str(self.messages[-1]["content"])


class Scripted(llm.LLM[Any]):
    """Answers from a script; past its end it fails the test by failing the call."""

    def __init__(self, *replies: Reply) -> None:
        super().__init__()
        self.script = list(replies)
        self.asked: list[Asked] = []

    def chat(
        self,
        *,
        chat_ctx: llm.ChatContext,
        tools: list[llm.Tool] | None = None,
        conn_options: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS,
        parallel_tool_calls: NotGivenOr[bool] = NOT_GIVEN,
        tool_choice: NotGivenOr[llm.ToolChoice] = NOT_GIVEN,
        extra_kwargs: NotGivenOr[dict[str, Any]] = NOT_GIVEN,
    ) -> llm.LLMStream:
        del parallel_tool_calls, tool_choice, extra_kwargs, conn_options
        messages, _ = chat_ctx.to_provider_format("openai")
        self.asked.append(Asked(chat_ctx.copy(), [tool.id for tool in tools or []], messages))
        once = APIConnectOptions(max_retry=0)
        return _Stream(self, chat_ctx=chat_ctx, tools=tools or [], conn_options=once)


class _Stream(llm.LLMStream):
    async def _run(self) -> None:
        model = self._llm
        assert isinstance(model, Scripted)
        reply = model.script.pop(0) if model.script else Reply(fails=True)
        if reply.after:
            await reply.after.wait()
        if reply.text:
            self._send(llm.ChoiceDelta(role="assistant", content=reply.text))
        for index, (name, arguments) in enumerate(reply.calls):
            call = llm.FunctionToolCall(
                name=name, arguments=json.dumps(arguments), call_id=f"{len(model.asked)}_{index}"
            )
            self._send(llm.ChoiceDelta(role="assistant", tool_calls=[call]))
        if reply.fails:
            raise APIConnectionError(retryable=False)

    def _send(self, delta: llm.ChoiceDelta) -> None:
        self._event_ch.send_nowait(llm.ChatChunk(id="scripted", delta=delta))
