"""Turns of a speech-to-speech model, which passes no `llm_node` and hears callers before we do.

Its calls come one at a time, while it is still speaking or calling, and as a rule before the
caller's transcript. So the calls of one reply wait for each other and for the transcript, within
bounds, and are one turn then: "yes, but five" is no yes to a four. Where the transcript does not
come, the model's own quotes stand for it, and what they record is doubtful.

What is to be said travels in a tool's output, and the model says it; what the caller heard is what
the model's own transcript shows.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from livekit.agents import (
    Agent,
    AgentSession,
    RunContext,
    SpeechCreatedEvent,
    ToolError,
    llm,
    utils,
)
from livekit.agents.voice import SpeechHandle

from ..reading import find_evidence
from ..speaking import Line
from .calls import ToolCall
from .directive import directive
from .generation import Generation
from .items import words_of
from .refusals import STALE

if TYPE_CHECKING:
    from .turns import TurnLoop

__all__ = ["SPEAKING", "SpokenTurns", "guide", "heard_of_speech", "reply_after", "told"]

logger = logging.getLogger("handrail.livekit")

SPEAKING: Final = (
    "You are the desk's voice. Whatever the caller does, also when they ask something or chat, "
    "call the tools for it before you speak. Each result tells you what to say: say that, and no "
    "more."
)
"""What a speech-to-speech model is told beside the desk's instructions."""

_PATIENCE: Final = 2.0
"""Seconds that the caller's transcript is waited for: it comes within one as a rule."""
_TOGETHER: Final = 0.25
"""Seconds that further calls of the same reply are waited for."""
_REMEMBERED: Final = 8
"""Replies whose calls may still come."""
_SQUASHED: Final = {"@": "at", ".": "dot"}


class SpokenReply:
    """The calls of one reply, gathered until they are taken up together."""

    def __init__(self) -> None:
        self.calls: list[ToolCall] = []
        self.is_taken = False
        self.outputs: list[ToolError | str] = []
        """What came of them; nothing if the caller cut in before."""
        self.done = asyncio.Event()

    @property
    def quotes(self) -> str:
        """What the model says the caller said."""
        said = (str(call.arguments.get("said") or "") for call in self.calls)
        return " ".join(dict.fromkeys(said))

    @property
    def agrees(self) -> bool:
        """Whether a yes is among the calls."""
        return any(call.name == "answer" and call.arguments.get("yes") for call in self.calls)


class SpokenTurns:
    """Takes up the calls of a speech-to-speech model, all those of a reply together.

    Args:
        loop: The turn loop that they are part of.
    """

    def __init__(self, loop: TurnLoop) -> None:
        self.in_use = False
        """Whether the session's model speaks itself."""
        self._loop = loop
        self._is_due = False  # the caller has spoken, and their words have not come yet
        self._missed = False  # a turn was taken without its words: they may come yet
        self._came = asyncio.Event()
        self._replies: OrderedDict[tuple[str, int], SpokenReply] = OrderedDict()
        self._under_way = 0  # replies whose calls are being taken up

    # --- what is known of the caller's words ----------------------------------------------------

    def caller_speaks(self) -> None:
        """Note that the caller has begun to speak."""
        self._is_due, self._missed = True, False
        self._came.clear()

    def hear(self, message: llm.ChatMessage) -> None:
        """Note that the caller's words have come, if too late for their turn."""
        if not message.text_content or not self._loop.proposals.is_new(message):
            return
        if self._missed and not self._is_due:
            self._missed = False
            self._loop.proposals.handle(message)
        else:
            self._is_due = False
            self._came.set()

    def heard(self, history: Iterable[object]) -> str | None:
        """Tell what was heard of the line that the model was to say; None for all of it."""
        return heard_of_speech(history, self._loop.line, self._loop.decided_at)

    # --- the calls ------------------------------------------------------------------------------

    async def execute(self, call: ToolCall, ctx: RunContext[Any]) -> object:
        """Run one call, together with the others of its reply, and return its output.

        Raises:
            ToolError: The move was refused; the message says why, and what to say now.
        """
        key = (ctx.speech_handle.id, ctx.speech_handle.num_steps)
        reply = self._replies.get(key)
        if reply is None or reply.is_taken:
            self._replies[key] = reply = SpokenReply()
            if len(self._replies) > _REMEMBERED:
                self._replies.popitem(last=False)
        index = len(reply.calls)
        reply.calls.append(call)
        if index:
            await reply.done.wait()  # the first of them is bounded in its waits
        else:
            self._under_way += 1
            try:
                await self._gather(ctx)
                reply.is_taken = True
                await self._take_up(reply, ctx)
            finally:
                self._under_way -= 1
                reply.is_taken = True
                reply.done.set()
        output = reply.outputs[index] if reply.outputs else STALE
        if isinstance(output, ToolError):
            raise output
        return output

    async def _gather(self, ctx: RunContext[Any]) -> None:
        """Wait until the reply's calls are in, and the caller's words if there are to be any."""
        if self.in_use and self._is_due and _is_transcribed(ctx):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE):
                    await self._came.wait()
        await asyncio.sleep(_TOGETHER)

    async def _take_up(self, reply: SpokenReply, ctx: RunContext[Any]) -> None:
        loop, conversation = self._loop, self._loop.conversation
        if conversation.is_writing:
            await conversation.written()
        generation = self._generation(reply, ctx)
        is_settled = await loop.take_up(generation, ctx)
        waits = self._under_way > 1  # what was said meanwhile is answered with it, in one breath
        say = told(Line() if waits else loop.line) if is_settled else ""
        for index in range(len(reply.calls)):
            refused = generation.refused(index) if generation.calls else None
            text = f"{refused or 'Done.'} {say}".strip()
            reply.outputs.append(ToolError(text) if refused else text)
            say = ""  # once is enough
        if is_settled and self.in_use:
            await guide(ctx.session.current_agent, directive(conversation))

    def _generation(self, reply: SpokenReply, ctx: RunContext[Any]) -> Generation:
        """Begin a caller turn, if there was one, and return what its reply proposes.

        A yes is taken from the caller's own words where they are clear: a model that has heard
        "yes, but five" may make the yes first and the five too late.
        """
        loop, revision = self._loop, self._loop.conversation.revision
        name = utils.shortuuid("turn_")
        history = ctx.session.history.items
        messages = loop.proposals.new_in(ctx.session.current_agent.chat_ctx.items)
        loop.proposals.handle(*messages)
        written = [message for message in messages if (message.text_content or "").strip()]
        self._missed, spoke, self._is_due = self._is_due and not written, self._is_due, False
        if not written:
            if spoke:
                loop.begin_turn((reply.quotes,), history)
            return Generation(name, revision, (), calls=reply.calls, unwritten=spoke)
        *before, last = written
        for earlier in before:  # the model has answered it in words, and it may be quoted still
            loop.begin_turn(words_of([earlier]), history)
        read = loop.proposals.read([last]) if reply.agrees and loop.reader else None
        loop.begin_turn(words_of([last]), history)
        if read is not None and read.covered:
            return Generation(name, revision, (), moves=read.moves)
        return Generation(name, revision, (), calls=reply.calls)


def _is_transcribed(ctx: RunContext[Any]) -> bool:
    """Whether somebody writes down what the caller says."""
    session = ctx.session.current_agent.realtime_llm_session
    return session.capabilities.user_transcription or ctx.session.stt is not None


def told(line: Line) -> str:
    """Return what has the model say a line."""
    if not line.text:
        return "Say nothing now: the caller goes on."
    return f"Say exactly this and nothing else: {line.text}"


def heard_of_speech(items: Iterable[object], line: Line, since: float) -> str | None:
    """Tell what was heard of a line that a model was to say: None for all of it.

    The model's wording is its own, so a value counts as heard where its transcript shows it.

    Args:
        items: The session's history, newest last.
        line: The line.
        since: The time at which the line was decided, in seconds since the epoch.

    Returns:
        The line up to the first value that was not heard; "" if nothing was said at all.
    """
    said = [
        item
        for item in items
        if isinstance(item, llm.ChatMessage)
        and item.role == "assistant"
        and item.created_at >= since
    ]
    text = " ".join(message.text_content or "" for message in said).strip()
    if not text:
        return ""
    for mark in line.marks:
        if not _shows(text, line.text[mark.start : mark.end]):
            return line.text[: max(mark.start, 1)]
    if not said[-1].interrupted:
        return None
    return line.text[: max(mark.end for mark in line.marks)] if line.marks else text


def _shows(text: str, value: str) -> bool:
    return find_evidence(value, [text]) is not None or _squashed(value) in _squashed(text)


def _squashed(text: str) -> str:
    written = re.sub(r"[@.](?=\w)", lambda found: _SQUASHED[found[0]], text.casefold())
    return re.sub(r"\W+", "", written)


async def guide(agent: Agent, moment: str = "") -> None:
    """Tell a speech-to-speech model of this moment, where it takes instructions during a call.

    Args:
        agent: The agent: what it was told at first is kept.
        moment: The directive.
    """
    standing, _, _ = str(agent.instructions).partition(SPEAKING)
    instructions = f"{standing.strip()}\n{SPEAKING}\n{moment}".strip()
    session = agent.realtime_llm_session
    if not session.capabilities.mutable_instructions or agent.instructions == instructions:
        return
    try:
        async with asyncio.timeout(_PATIENCE):
            await agent.update_instructions(instructions)
    except (TimeoutError, llm.RealtimeError) as error:
        logger.warning(
            "the model could not be given its instructions", extra={"error": type(error).__name__}
        )


def reply_after(
    session: AgentSession[Any],
    speech: SpeechHandle,
    then: Callable[[SpeechHandle], None],
    *,
    patience: float,
) -> None:
    """Find the reply that a model makes by itself to its tools' results: a speech of its own.

    Args:
        session: The session.
        speech: The speech whose tools they are.
        then: Given the reply; or the first speech, if no reply comes.
        patience: Seconds that it is waited for, from the end of the first speech on.
    """

    def begun(event: SpeechCreatedEvent) -> None:
        if event.speech_handle is not speech:
            found(event.speech_handle)

    def found(reply: SpeechHandle) -> None:
        session.off("speech_created", begun)
        for timer in timers:
            timer.cancel()
        then(reply)

    def over(_speech: SpeechHandle) -> None:
        timers.append(asyncio.get_running_loop().call_later(patience, found, speech))

    timers: list[asyncio.TimerHandle] = []
    session.on("speech_created", begun)
    speech.add_done_callback(over)
