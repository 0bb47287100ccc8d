"""A speech-to-speech model that does what a test scripted, in writing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from typing import Any, Literal, TypeVar

from livekit import rtc
from livekit.agents import llm, utils
from livekit.agents.types import NOT_GIVEN, NotGivenOr

from tests.livekit.scripted import Reply

T = TypeVar("T")


class ScriptedRealtime(llm.RealtimeModel):
    """Answers each wish for a reply from a script; past its end it says "Hm."."""

    def __init__(self) -> None:
        super().__init__(
            capabilities=llm.RealtimeCapabilities(
                message_truncation=False,
                turn_detection=False,
                user_transcription=False,
                auto_tool_reply_generation=False,
                audio_output=False,
                manual_function_calls=True,
            )
        )
        self.script: list[Reply] = []
        self.replies = 0

    def session(self, *, turn_detection_disabled: bool = False) -> llm.RealtimeSession[Any]:
        del turn_detection_disabled
        return Session(self)

    async def aclose(self) -> None:
        pass


class Session(llm.RealtimeSession[Any]):
    def __init__(self, model: ScriptedRealtime) -> None:
        super().__init__(model)
        self._scripted = model
        self._chat_ctx = llm.ChatContext.empty()
        self._tools = llm.ToolContext.empty()

    @property
    def chat_ctx(self) -> llm.ChatContext:
        return self._chat_ctx

    @property
    def tools(self) -> llm.ToolContext:
        return self._tools

    async def update_instructions(self, instructions: str) -> None:
        del instructions

    async def update_chat_ctx(self, chat_ctx: llm.ChatContext) -> None:
        self._chat_ctx = chat_ctx.copy()

    async def update_tools(self, tools: Sequence[llm.Tool]) -> None:
        self._tools = llm.ToolContext(tools)

    def update_options(self, *, tool_choice: NotGivenOr[llm.ToolChoice | None] = NOT_GIVEN) -> None:
        del tool_choice

    def push_audio(self, frame: rtc.AudioFrame) -> None:
        del frame

    def push_video(self, frame: rtc.VideoFrame) -> None:
        del frame

    def generate_reply(
        self,
        *,
        instructions: NotGivenOr[str] = NOT_GIVEN,
        tool_choice: NotGivenOr[llm.ToolChoice] = NOT_GIVEN,
        tools: NotGivenOr[list[llm.Tool]] = NOT_GIVEN,
    ) -> asyncio.Future[llm.GenerationCreatedEvent]:
        del instructions, tool_choice, tools
        model = self._scripted
        model.replies += 1
        reply = model.script.pop(0) if model.script else Reply("Hm.")
        created = llm.GenerationCreatedEvent(
            message_stream=stream([message(reply.text)] if reply.text else []),
            function_stream=stream(
                [
                    llm.FunctionCall(
                        call_id=utils.shortuuid(), name=name, arguments=json.dumps(arguments)
                    )
                    for name, arguments in reply.calls
                ]
            ),
            user_initiated=True,
        )
        future: asyncio.Future[llm.GenerationCreatedEvent] = asyncio.Future()
        future.set_result(created)
        return future

    def commit_audio(self) -> None:
        pass

    def clear_audio(self) -> None:
        pass

    def interrupt(self) -> None:
        pass

    def truncate(self, **_options: Any) -> None:
        pass

    async def aclose(self) -> None:
        pass


def message(text: str) -> llm.MessageGeneration:
    modalities: asyncio.Future[list[Literal["text", "audio"]]] = asyncio.Future()
    modalities.set_result(["text"])
    return llm.MessageGeneration(
        message_id=utils.shortuuid(),
        text_stream=stream([text]),
        audio_stream=stream([]),
        modalities=modalities,
    )


async def stream(items: Sequence[T]) -> AsyncIterator[T]:
    for item in items:
        yield item
