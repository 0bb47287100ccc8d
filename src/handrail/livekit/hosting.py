"""What `WorkflowTask` and `Receptionist` share: an agent that hosts a conversation.

The agent brings the caller's words to the turn loop and speaks its lines. All lines, the first one
included, are spoken by LiveKit's reply pipeline through `llm_node`: so they work without a voice,
are stored with a tag that shows what was heard of them, and are seen by `session.run()`.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterable
from typing import Any

from livekit.agents import (
    NOT_GIVEN,
    Agent,
    ConversationItemAddedEvent,
    ModelSettings,
    NotGivenOr,
)
from livekit.agents import llm as lk_llm
from livekit.agents.utils import is_given
from livekit.agents.voice import SpeechHandle

from .asking import Request
from .heard import line_of
from .own import marked
from .stub import NO_MODEL
from .turns import TurnLoop

__all__ = ["Hosting"]


class Hosting(Agent):
    """An agent whose turns are a conversation's. Made by its subclasses."""

    _loop: TurnLoop
    _takes_userdata = False
    _finished = False
    _said_again = False

    @property
    def llm(self) -> NotGivenOr[lk_llm.LLM[Any] | lk_llm.RealtimeModel | None]:
        """The agent's own model; where neither it nor the session has one, one that is never asked.

        With no LLM at all LiveKit skips `llm_node`, and with it the turn.
        """
        own = super().llm
        if is_given(own):
            return NO_MODEL if own is None else own
        # Not yet started: the session is not known, and what is not given stays so.
        return NO_MODEL if self._activity is not None and self.session.llm is None else own

    @property
    def _model(self) -> lk_llm.LLM[Any] | lk_llm.RealtimeModel | None:
        own = self.llm
        model = own if is_given(own) else self.session.llm
        return None if model is NO_MODEL else model

    async def on_enter(self) -> None:
        """Begin the conversation and speak its first line."""
        self.session.on("conversation_item_added", self._on_item_added)
        if self._takes_userdata:
            with contextlib.suppress(ValueError):  # the session has none either
                self._loop.conversation.userdata = self.session.userdata
        await self._loop.open(self.chat_ctx.items)
        self._speak()

    async def on_exit(self) -> None:
        """Leave the conversation as it stands, if something else took the call from it."""
        self.session.off("conversation_item_added", self._on_item_added)
        self._loop.conversation.hang_up()

    async def llm_node(
        self,
        chat_ctx: lk_llm.ChatContext,
        tools: list[lk_llm.Tool],
        model_settings: ModelSettings,
    ) -> AsyncIterable[lk_llm.ChatChunk]:
        """Run one pass of the turn loop. It changes nothing: LiveKit may throw it away."""
        has_model = isinstance(self._model, lk_llm.LLM)
        request = Request(self, chat_ctx, tools, model_settings)
        async for chunk in self._loop.reply(request, model=has_model):
            yield chunk

    async def silence(self) -> None:
        """Tell the conversation that the caller has kept silent, and speak what it says to that."""
        await self._loop.silence(self.session.history.items)
        self._speak()

    def _finish(self) -> None:
        """Do what follows the last words; called once."""
        raise NotImplementedError

    def _speak(self, *, interruptible: NotGivenOr[bool] = NOT_GIVEN) -> None:
        """Speak the line that is due, in a reply of its own."""
        text = self._loop.line.text
        if not text:
            self._watch_end(None)
            return
        instructions: NotGivenOr[str] = NOT_GIVEN
        if isinstance(self._model, lk_llm.RealtimeModel):
            instructions = f"Say exactly this and nothing else: {text}"
        self._watch_end(
            self.session.generate_reply(
                chat_ctx=marked(self.chat_ctx),
                instructions=instructions,
                allow_interruptions=interruptible,
            )
        )

    # The last words are over when their message is stored: a parent's history then holds them,
    # and `session.run()` still covers what follows. Cut short at once they are not stored at all.

    def _watch_end(self, speech: SpeechHandle | None) -> None:
        """Finish after this speech, if the conversation is closed.

        Without any last words it is finished at once, within the turn: a caller's next words then
        find the agent that follows.
        """
        if not self._loop.conversation.closed or self._finished:
            return
        if speech is None or not self._loop.line.text:
            self._end()
        else:
            speech.add_done_callback(self._on_last_speech)

    def _on_item_added(self, event: ConversationItemAddedEvent) -> None:
        if self.session.current_agent is not self:
            # A task nested in a developer's tool: what is said to it is no answer to the desk,
            # though LiveKit merges it into this agent's history afterwards.
            self._loop.leave(event.item)
        elif self._loop.conversation.closed and line_of(event.item) == self._loop.line_id:
            self._end()

    def _on_last_speech(self, speech: SpeechHandle) -> None:
        if self._finished:
            return
        if speech.interrupted and not self._said_again:
            self._said_again = True
            self._loop.say_again()
            try:
                self._speak(interruptible=False)
            except RuntimeError:  # the session is closing: nobody hears it any more
                self._end()
        else:
            self._end()

    def _end(self) -> None:
        if not self._finished:
            self._finished = True
            self._finish()
