"""A speech-to-speech model on the phone, in writing: it hears by itself, and says what it is told.

The test speaks for the caller, makes the model's calls, and writes the transcript when it likes.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from livekit.agents import Agent, AgentSession, llm, utils
from livekit.agents.types import NOT_GIVEN, NotGivenOr

from tests.livekit.realtime import ScriptedRealtime, message, stream
from tests.livekit.realtime import Session as ScriptedSession

SAY = "nothing else: "


class Duplex(ScriptedRealtime):
    """Says what the last tool's output or its instructions tell it to."""

    replies_to_tools = True

    def __init__(
        self, *, transcribes: bool = True, guided: bool = True, by_itself: bool = False
    ) -> None:
        super().__init__()
        self.capabilities.auto_tool_reply_generation = by_itself
        self.capabilities.turn_detection = True
        self.capabilities.user_transcription = transcribes
        self.capabilities.mutable_instructions = guided
        self.hearing: _Session | None = None
        self.instructions = ""
        self.says: str | None = None
        """What it says next, whatever it was told."""

    async def told(self, instructions: str) -> None:
        self.instructions = instructions

    def session(self, *, turn_detection_disabled: bool = False) -> llm.RealtimeSession[Any]:
        del turn_detection_disabled
        self.hearing = _Session(self)
        return self.hearing


class _Session(ScriptedSession):
    def __init__(self, model: Duplex) -> None:
        super().__init__(model)
        self._duplex = model

    async def update_instructions(self, instructions: str) -> None:
        await self._duplex.told(instructions)

    async def update_chat_ctx(self, chat_ctx: llm.ChatContext) -> None:
        before = len(self._outputs())
        await super().update_chat_ctx(chat_ctx)
        replies = self.capabilities.auto_tool_reply_generation and self._duplex.replies_to_tools
        if replies and len(self._outputs()) > before:
            asyncio.get_running_loop().call_later(0.01, self._reply_by_itself)

    def _reply_by_itself(self) -> None:
        self.emit("generation_created", self._reply("", own=True))

    def generate_reply(
        self,
        *,
        instructions: NotGivenOr[str] = NOT_GIVEN,
        tool_choice: NotGivenOr[llm.ToolChoice] = NOT_GIVEN,
        tools: NotGivenOr[list[llm.Tool]] = NOT_GIVEN,
    ) -> asyncio.Future[llm.GenerationCreatedEvent]:
        del tool_choice, tools
        future: asyncio.Future[llm.GenerationCreatedEvent] = asyncio.Future()
        future.set_result(self._reply(str(instructions or ""), own=False))
        return future

    def _outputs(self) -> list[str]:
        return [i.output for i in self.chat_ctx.items if i.type == "function_call_output"]

    def _reply(self, told: str, *, own: bool) -> llm.GenerationCreatedEvent:
        model = self._duplex
        told = told or next((o for o in reversed(self._outputs()) if " Say " in o), "")
        said, model.says = model.says or told.partition(SAY)[2], None
        return _generation([message(said)] if said else [], stream([]), own=own)


class Line:
    """A call that a speech-to-speech model holds."""

    def __init__(self, model: Duplex | None = None, **options: Any) -> None:
        self.model = model or Duplex()
        self.session: AgentSession[Any] = AgentSession(llm=self.model, vad=None, **options)
        self._utterance = ""

    async def start(self, agent: Agent) -> None:
        await self.session.start(agent, record=False)
        await self.session.wait_for_idle()

    @property
    def _hearing(self) -> _Session:
        assert self.model.hearing is not None
        return self.model.hearing

    def caller_speaks(self) -> str:
        """Let the caller say something; nobody writes it down yet."""
        self._utterance = utils.shortuuid("item_")
        self._hearing.emit("input_speech_started", llm.InputSpeechStartedEvent())
        stopped = llm.InputSpeechStoppedEvent(user_transcription_enabled=True)
        self._hearing.emit("input_speech_stopped", stopped)
        return self._utterance

    def is_written(self, text: str, utterance: str = "") -> None:
        """Write down what the caller said last, or in another utterance."""
        event = llm.InputTranscriptionCompleted(
            item_id=utterance or self._utterance, transcript=text, is_final=True
        )
        self._hearing.emit("input_audio_transcription_completed", event)

    def calls(
        self, *calls: tuple[str, dict[str, Any]], then: asyncio.Event | None = None, text: str = ""
    ) -> None:
        """Let the model call tools; the last of them only `then`."""
        functions = [
            llm.FunctionCall(call_id=utils.shortuuid(), name=name, arguments=json.dumps(arguments))
            for name, arguments in calls
        ]

        async def one_by_one() -> AsyncIterator[llm.FunctionCall]:
            for call in functions[:-1]:
                yield call
            if then is not None:
                await then.wait()
            for call in functions[-1:]:
                yield call

        spoken = [message(text)] if text else []
        self._hearing.emit("generation_created", _generation(spoken, one_by_one(), own=True))

    async def turn(self, text: str, *calls: tuple[str, dict[str, Any]]) -> str:
        """Take one caller turn, its transcript there in time; return what is said to it."""
        self.caller_speaks()
        self.is_written(text)
        return await self.answered(*calls)

    async def answered(self, *calls: tuple[str, dict[str, Any]]) -> str:
        """Let the model call tools, and return what it says then."""
        before = len(self.spoken())
        self.calls(*calls)
        while len(self.spoken()) == before:  # noqa: ASYNC110 - LiveKit has no event for it
            await asyncio.sleep(0)
        await self.session.wait_for_idle()
        return self.spoken()[-1]

    def spoken(self) -> list[str]:
        return [
            item.text_content or ""
            for item in self.session.history.items
            if item.type == "message" and item.role == "assistant"
        ]

    def outputs(self) -> list[str]:
        return [i.output for i in self.session.history.items if i.type == "function_call_output"]


def _generation(
    messages: list[llm.MessageGeneration], functions: AsyncIterator[llm.FunctionCall], *, own: bool
) -> llm.GenerationCreatedEvent:
    return llm.GenerationCreatedEvent(
        message_stream=stream(messages), function_stream=functions, user_initiated=not own
    )
