"""A model that follows rules, and counts what it is sent.

It does what a good model does with the script, whatever the design, and knows nothing of designs:

- told to ask for something (an instruction at the end, or a tool's output), it asks for it;
- a caller's words that nobody has answered yet, it answers with the tool that fits them;
- where it was told who it is and sees no word of its own before, it introduces itself.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from livekit.agents import llm
from livekit.agents.types import (
    DEFAULT_API_CONNECT_OPTIONS,
    NOT_GIVEN,
    APIConnectOptions,
    NotGivenOr,
)

from .script import INTRODUCTION, SCRIPT, STEPS, Turn

__all__ = ["Model", "Sent"]

_TURNS: Final = {turn.text: turn for turn in SCRIPT}
_TOOLS: Final[Mapping[str, Sequence[str]]] = {
    "service": ("record_service",),
    "time": ("record_time",),
    "phone": ("update_phone_number", "record_phone"),
    "name": ("update_name", "record_name"),
    "email": ("update_email_address", "record_email"),
}
_GO_BACK: Final = ("out_of_scope", "revisit", "go_back")


@dataclass(slots=True)
class Sent:
    """What was sent to the model in a call."""

    calls: int = 0
    characters: int = 0
    repeated: int = 0
    """Of these, those at the start of a request that are the start of the one before it, too."""
    last: str = ""
    """The last request."""

    @property
    def new(self) -> int:
        """Characters that did not repeat the start of the request before."""
        return self.characters - self.repeated

    def add(self, request: str) -> None:
        """Count one request."""
        self.calls += 1
        self.characters += len(request)
        self.repeated += _common(self.last, request)
        self.last = request


def _common(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their starts."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


class Model(llm.LLM[Any]):
    """Answers by rule.

    Args:
        latency: Seconds it takes to answer.
        weighs: Whether what is sent is written out and weighed, which takes time, or only counted.
    """

    def __init__(self, *, latency: float = 0.0, weighs: bool = True) -> None:
        super().__init__()
        self.latency = latency
        self.sent = Sent()
        """What it was sent; another may be put in its place."""
        self._weighs = weighs

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
        """Take a request, as LiveKit's OpenAI plugin would write it: the tools, then messages."""
        del parallel_tool_calls, extra_kwargs
        messages, _ = chat_ctx.to_provider_format("openai")
        schemas = llm.ToolContext(tools or []).parse_function_tools("openai", strict=True)
        if self._weighs:
            self.sent.add(json.dumps(schemas) + json.dumps(messages))
        else:
            self.sent.calls += 1
        offered = {} if tool_choice == "none" else {s["function"]["name"]: s for s in schemas}
        return _Stream(
            self,
            delta=_answer(messages, offered, call_id=f"call_{self.sent.calls:024}"),
            chat_ctx=chat_ctx,
            tools=tools or [],
            conn_options=conn_options,
        )


class _Stream(llm.LLMStream):
    def __init__(self, model: Model, *, delta: llm.ChoiceDelta, **options: Any) -> None:
        self._model = model
        self._delta = delta
        super().__init__(model, **options)

    async def _run(self) -> None:
        if self._model.latency:
            await asyncio.sleep(self._model.latency)
        self._event_ch.send_nowait(llm.ChatChunk(id="rule", delta=self._delta))


def _answer(
    messages: Sequence[Mapping[str, Any]], offered: Mapping[str, Any], *, call_id: str
) -> llm.ChoiceDelta:
    task = _task(messages)
    if task is not None:
        return _says(messages, task)
    said = next((m["content"] for m in reversed(messages) if m["role"] == "user"), "")
    turn = _TURNS.get(said)
    if turn is None:
        return _says(messages, "A note of what was said.")
    for tool, wanted in _wishes(turn, offered):
        properties = offered[tool]["function"]["parameters"]["properties"]
        arguments = {name: _argument(name, wanted, turn, properties) for name in properties}
        call = llm.FunctionToolCall(name=tool, arguments=json.dumps(arguments), call_id=call_id)
        return llm.ChoiceDelta(role="assistant", tool_calls=[call])
    return _says(messages, "I'm sorry, I can't do that here.")


def _task(messages: Sequence[Mapping[str, Any]]) -> str | None:
    """Return what the model was told to ask for after the caller's last words, in a sentence."""
    for message in reversed(messages):
        if message["role"] in {"user", "assistant"}:
            return None
        told = str(message["content"])
        if message["role"] == "tool" or told.startswith(("Ask ", "Get ")):
            return next((f"{_question(name)}" for name in _named(told)), "Thank you.")
    return None


def _named(told: str) -> Iterator[str]:
    return (called for called in STEPS.values() if called in told)


def _question(called: str) -> str:
    return f"What is the {called}?"


def _wishes(turn: Turn, offered: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the tools that are there for what the caller gives or wants, and the step or value."""
    for step, value in turn.gives.items():
        yield from ((tool, value) for tool in _TOOLS[step] if tool in offered)
    if turn.back_to:
        yield from ((tool, turn.back_to) for tool in _GO_BACK if tool in offered)


def _argument(name: str, wanted: str, turn: Turn, properties: Mapping[str, Any]) -> Any:
    if name == "said":
        return turn.text
    if name in {"middle_name", "last_name"}:
        return None
    return [wanted] if properties[name].get("type") == "array" else wanted


def _says(messages: Sequence[Mapping[str, Any]], words: str) -> llm.ChoiceDelta:
    told_who = any(m["role"] == "system" and "You are Ana" in str(m["content"]) for m in messages)
    if told_who and not any(m["role"] == "assistant" for m in messages):
        words = f"{INTRODUCTION} {words}"
    return llm.ChoiceDelta(role="assistant", content=words)
