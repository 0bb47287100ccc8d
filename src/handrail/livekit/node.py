r"""What `llm_node` does: it looks, and proposes.

LiveKit may run it before a turn ends, cancel it and run it again, so it changes nothing: it reads
the caller messages that nobody has handled yet, and proposes calls. Where nothing is to be decided,
it speaks the line that is due.

    caller speaks -> read -> calls
                        \-> not clear -> the session's model -> the same calls
    tools are done -> the line, no model
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from time import perf_counter
from typing import Any, Final, TypeAlias

from livekit.agents import FlushSentinel, llm, utils

from ..conversation import Conversation
from ..engine.moves import Evidence, Move, Question, Unclear
from .asking import Asker, Request
from .calls import ToolCall
from .claims import without_claims
from .figures import without_unknown_figures
from .items import (
    calls_of_last_reply,
    is_instructed,
    last_done,
    replies_since,
    since_other_call,
    words_of,
)
from .keyed import has_keys
from .lines import Lines
from .own import is_own
from .proposals import Messages, Proposals
from .spans import READ, span, understood

__all__ = ["Node", "Reply"]

logger = logging.getLogger("handrail.livekit")

Reply: TypeAlias = AsyncIterator[llm.ChatChunk | FlushSentinel]
"""What LiveKit is to do next: calls, or the words of a line."""

_MODEL_CALLS: Final = 3
"""Calls of a model to understand one turn, the developer's own tools included, before the desk asks
its own question."""
_SILENT_FOR: Final = 3.0
"""Seconds that a caller who speaks during a commit waits for it without a word."""


class Node:
    """Looks at one conversation's history, and proposes what comes next.

    Args:
        conversation: The call.
        proposals: Where what it proposes is kept.
        lines: The line that is due.
        asker: Asks the session's model.
        reader: Whether clear turns are acted on without a model.
    """

    def __init__(
        self,
        conversation: Conversation[Any],
        proposals: Proposals,
        lines: Lines,
        asker: Asker,
        *,
        reader: bool,
    ) -> None:
        self.ask_again = False
        """Whether the model's last reply came to nothing, and it is asked once more."""
        self.began: float | None = None
        """When the caller's words came in that are not answered yet, by `perf_counter`."""
        self._newest = ""  # the message they are in
        self._conversation = conversation
        self._proposals = proposals
        self._lines = lines
        self._asker = asker
        self._reader = reader
        self._asking = asyncio.Lock()
        self._told_to_wait: int | None = None  # on which revision

    async def reply(self, request: Request, *, model: bool) -> Reply:
        """Yield what LiveKit is to do next.

        Args:
            request: What LiveKit handed to `llm_node`.
            model: Whether there is a model to ask.
        """
        items, proposals = request.chat_ctx.items, self._proposals
        if self._conversation.is_writing and proposals.new_in(items):
            # "No, wait", said while it is being written, is read in the light of what comes of it.
            async for hold in self._written():
                yield hold
        messages = proposals.new_in(items)
        self._time(messages)
        may_call = request.settings.tool_choice != "none" and not self._conversation.closed
        may_ask = model and replies_since(items, proposals.id) < _MODEL_CALLS
        after_tool = isinstance(last_done(items), llm.FunctionCallOutput)
        instructed = is_instructed(request.chat_ctx, request.agent, own=proposals.own)
        line = self._lines.speak(request, model=model)
        spoken: Reply | None = None
        if is_own(items):
            spoken = line if self._lines.due else None
        elif instructed and not (messages and may_call):
            spoken = self._obey(request, model=model)
        elif not may_call:  # calls would be dropped, or come too late
            spoken = line if self._lines.due or not self._conversation.closed else None
        elif messages:
            spoken = self._read(request, messages, model=may_ask)
        elif may_ask and (self.ask_again or self._is_other_tool(items)):
            spoken = self._ask(request, [])
        elif self.ask_again:  # the model has had its turns: what follows is decided without it
            spoken = self._act(())
        elif self._lines.due or not after_tool:  # else another reply has spoken the line already
            spoken = line
        if spoken is not None:
            async for chunk in spoken:
                yield chunk

    def _time(self, messages: Messages) -> None:
        """Note when the caller's words came in; LiveKit may run this any number of times."""
        if messages and messages[-1].id != self._newest:
            self._newest, self.began = messages[-1].id, perf_counter()

    async def _written(self) -> Reply:
        """Wait for the commit that is under way; who waits long for it is told so, once."""
        conversation = self._conversation
        try:
            async with asyncio.timeout(_SILENT_FOR):
                await conversation.written()
        except TimeoutError:
            if self._told_to_wait != conversation.revision:
                self._told_to_wait = conversation.revision
                delta = llm.ChoiceDelta(role="assistant", content=f"{conversation.one_moment()} ")
                yield llm.ChatChunk(id=utils.shortuuid("moment_"), delta=delta)
                yield FlushSentinel()  # or it would be spoken with what follows it
            await conversation.written()

    def read(self, messages: Messages) -> tuple[Move, ...]:
        """Return what was read in all of a turn; () where a model should be asked."""
        proposal = self._proposals.read(messages) if self._reader else None
        return proposal.moves if proposal is not None and proposal.covered else ()

    def act_on(self, items: Sequence[object], moves: Sequence[Move]) -> Reply:
        """Return the calls that make these moves, for what nobody has handled yet in `items`."""
        return self._act(self._proposals.new_in(items), moves)

    def _read(self, request: Request, messages: Messages, *, model: bool) -> Reply:
        # What a developer's tool is at work on is not read again with what is said meanwhile.
        own = self._proposals
        since = since_other_call(request.chat_ctx.items, own.id, own.own)
        with span(READ, self._conversation) as made:
            proposal = own.read([m for m in messages if m in since] or messages)
            understood(made, proposal.moves, covered=proposal.covered)
        # Neither in silence nor in keys is there anything for a model to understand better.
        is_wordless = has_keys(messages) or not any(text.strip() for text in words_of(messages))
        if model and not (proposal.covered and (self._reader or is_wordless)):
            return self._ask(request, messages)
        return self._act(messages, proposal.moves)

    async def _ask(self, request: Request, messages: Messages) -> Reply:
        """Ask the model; whatever it does, calls come of it: something comes of every turn.

        Of two replies to the same words one asks, and the other does the same: the line that ends a
        commit and the turn that was said meanwhile both find these words.
        """
        async with self._asking:
            known = self._proposals.known(messages)
            if known is not None:
                yield self._proposals.as_calls(known)
                return
            async for chunk in self._asked(request, messages):
                yield chunk

    async def _asked(self, request: Request, messages: Messages) -> Reply:
        conversation, again = self._conversation, self.ask_again
        revision = conversation.revision
        answer = await self._asker.ask(request)
        # What a developer's tool has done a model may tell; by itself it has done nothing.
        words = own = without_claims(answer.text) if messages else answer.text
        if own and messages and conversation.reception:
            step = self._asker.asked()
            told = f"{request.agent.instructions} {step.instructions if step else ''}"
            words = without_unknown_figures(own, request.chat_ctx.items, told)
        if answer.calls:
            names = self._proposals.own
            calls = [ToolCall(call.name, args) for call, args in answer.calls if call.name in names]
            # Of a developer's tools alone nothing is kept: with what they give it is asked anew.
            name = (
                self._proposals.keep(messages, revision, calls=calls, lost=answer.lost).name
                if calls
                else utils.shortuuid("turn_")
            )
            yield self._proposals.stamped(name, [call for call, _ in answer.calls])
            return
        if self._lines.due and not (messages or answer.text):
            # The turn is decided: the model had only to tell what a developer's tool gave.
            async for chunk in self._lines.speak(request, model=True):
                yield chunk
            return
        said = words_of(messages) or tuple(conversation.texts[-1:])
        evidence = Evidence(len(conversation.texts) + bool(messages), said)
        moves: Sequence[Move] = [Unclear(by="model", evidence=evidence)]
        if words and not again:  # after a refusal words will not do
            moves = [Question(answered=True, by="model", evidence=evidence)]
            delta = llm.ChoiceDelta(role="assistant", content=words)
            yield llm.ChatChunk(id=utils.shortuuid("words_"), delta=delta)
        elif own and not again:  # all that it said was a figure that nobody knows
            moves = [Question(None, by="model", evidence=evidence)]
        elif messages and not words:
            # A model that gave nothing leaves the turn to the rules: all of it, if it failed, as
            # where there is none; if not, what is clear (with `reader=False`).
            read = self._proposals.read(messages)
            moves = (read.moves if read.covered or answer.failed else ()) or moves
        yield self._proposals.as_calls(self._proposals.keep(messages, revision, moves=moves))

    async def _act(self, messages: Messages, moves: Sequence[Move] = ()) -> Reply:
        """Yield the calls that a model would make for the moves."""
        yield self._proposals.as_calls(self._proposals.keep(messages, moves=moves))

    def _obey(self, request: Request, *, model: bool) -> Reply | None:
        """Have the model put in words what a developer's own code asks for."""
        if model:
            return self._asker.pass_on(request)
        logger.warning("generate_reply has instructions and there is no model: use session.say")
        return None

    def _is_other_tool(self, items: Sequence[object]) -> bool:
        """Whether a developer's own tool has given something that a model is to put in words."""
        own = self._proposals
        return any(call.name not in own.own for call in calls_of_last_reply(items, own.id))
