"""Models that do everything wrong, each in its own way, to try a call with.

    session = AgentSession(llm=HostileModel("inventor"), vad=None)

A behaviour is a function: what the model can see of the call in, what it answers out. `HOSTILE`
names those that come with Handrail; `docs/hostile-models.md` tells what stops each. They know no
workflow: they go by the tools they are shown.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias

from livekit.agents import APIConnectionError, llm
from livekit.agents.types import (
    DEFAULT_API_CONNECT_OPTIONS,
    NOT_GIVEN,
    APIConnectOptions,
    NotGivenOr,
)

from . import behaviours as b
from .answering import Said, Seen, ToolUse

__all__ = ["HOSTILE", "Behaviour", "HostileModel", "Said", "Seen", "ToolUse"]

Behaviour: TypeAlias = Callable[[Seen], Said]
"""What a model does with what it sees. It may be asked again in the same turn."""

HOSTILE: Mapping[str, Behaviour] = {
    "inventor": b.invents_values_and_words,
    "borrower": b.invents_values_for_true_words,
    "hasty": b.completes_everything_at_once,
    "all_tools": b.calls_every_tool,
    "pacer": b.records_and_goes_back,
    "yes_sayer": b.says_yes_for_the_caller,
    "parrot": b.quotes_the_desk,
    "digit_changer": b.changes_a_digit,
    "swapper": b.gives_words_to_the_wrong_step,
    "wrong_types": b.answers_in_wrong_types,
    "unknown_tools": b.calls_tools_that_are_not_there,
    "broken_json": b.writes_broken_json,
    "huge": b.writes_too_much,
    "flood": b.makes_too_many_calls,
    "chatterbox": b.claims_in_words_what_is_not,
    "silent": b.says_nothing,
    "failing": b.fails,
    "hanging": b.never_answers,
    "half_way": b.breaks_off_half_way,
    "switcher": b.switches_unasked,
    "quitter": b.drops_everything,
    "hanger_up": b.says_goodbye,
    "stubborn": b.repeats_the_same_call,
    "twins": b.uses_an_id_twice,
    "polyglot": b.answers_in_another_language,
    "gossip": b.gives_another_callers_data,
    "impostor": b.plays_a_person,
    "gullible": b.obeys_the_caller,
    "decliner": b.declines_everything,
    "picker": b.picks_every_option,
}
"""The behaviours by name."""


class HostileModel(llm.LLM[Any]):
    """A model that behaves as badly as it is told to.

    Args:
        behaviour: The name of one of `HOSTILE`, or one of your own.

    Raises:
        ValueError: For a name that is none of them.
    """

    def __init__(self, behaviour: str | Behaviour) -> None:
        super().__init__()
        if isinstance(behaviour, str):
            if behaviour not in HOSTILE:
                raise ValueError(f"{behaviour!r} is none of: {', '.join(HOSTILE)}.")
            behaviour = HOSTILE[behaviour]
        self._behaviour = behaviour
        self.asked = 0
        """How often it was asked."""

    @property
    def model(self) -> str:
        """The name shown in LiveKit's metrics and traces."""
        return "hostile"

    @property
    def provider(self) -> str:
        """The provider shown in LiveKit's metrics and traces."""
        return "handrail"

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
        """Answer a request, whatever `tool_choice` says: such a model does not care."""
        del conn_options, parallel_tool_calls, tool_choice, extra_kwargs
        said = self._behaviour(_seen(chat_ctx, tools or [], self.asked))
        self.asked += 1
        once = APIConnectOptions(max_retry=0)
        return _Stream(said, self, chat_ctx=chat_ctx, tools=tools or [], conn_options=once)


class _Stream(llm.LLMStream):
    def __init__(
        self,
        said: Said,
        model: HostileModel,
        *,
        chat_ctx: llm.ChatContext,
        tools: list[llm.Tool],
        conn_options: APIConnectOptions,
    ) -> None:
        self._said = said
        self._asked = model.asked
        super().__init__(model, chat_ctx=chat_ctx, tools=tools, conn_options=conn_options)

    async def _run(self) -> None:
        if self._said.ends == "hangs":
            await asyncio.Event().wait()
        if self._said.text:
            self._send(llm.ChoiceDelta(role="assistant", content=self._said.text))
        for index, use in enumerate(self._said.calls):
            call = llm.FunctionToolCall(
                name=use.name,
                arguments=use.arguments,
                call_id=use.call_id or f"hostile_{self._asked}_{index}",
            )
            self._send(llm.ChoiceDelta(role="assistant", tool_calls=[call]))
        if self._said.ends == "fails":
            raise APIConnectionError(retryable=False)

    def _send(self, delta: llm.ChoiceDelta) -> None:
        self._event_ch.send_nowait(llm.ChatChunk(id="hostile", delta=delta))


def _seen(chat_ctx: llm.ChatContext, tools: list[llm.Tool], asked: int) -> Seen:
    shown: dict[str, Mapping[str, Any]] = {}
    for tool in tools:
        if isinstance(tool, llm.RawFunctionTool):
            schema = tool.info.raw_schema
            shown[str(schema["name"])] = dict(schema["parameters"])
    return Seen(
        caller=_last(chat_ctx, "user"), desk=_last(chat_ctx, "assistant"), tools=shown, asked=asked
    )


def _last(chat_ctx: llm.ChatContext, role: Literal["user", "assistant"]) -> str:
    for item in reversed(chat_ctx.items):
        if isinstance(item, llm.ChatMessage) and item.role == role:
            return item.text_content or ""
    return ""
