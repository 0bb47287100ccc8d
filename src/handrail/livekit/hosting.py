"""What `WorkflowTask` and `Receptionist` share: an agent that hosts a conversation.

The agent brings the caller's words to the turn loop and speaks its lines. All lines, the first one
included, are spoken by LiveKit's reply pipeline through `llm_node`: so they work without a voice,
are stored with a tag that shows what was heard of them, and are seen by `session.run()`.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from abc import abstractmethod
from collections.abc import AsyncIterable, Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypedDict

from livekit.agents import (
    NOT_GIVEN,
    Agent,
    ConversationItemAddedEvent,
    FlushSentinel,
    ModelSettings,
    NotGivenOr,
    TurnHandlingOptions,
    UserStateChangedEvent,
)
from livekit.agents import llm as lk_llm
from livekit.agents import stt as lk_stt
from livekit.agents import tts as lk_tts
from livekit.agents import vad as lk_vad
from livekit.agents.utils import is_given
from livekit.agents.voice import SpeechHandle
from livekit.agents.voice.events import EventTypes

from ..conversation import Conversation
from ..entries import Journal
from ..history import History, Keep
from ..reception import Reception
from ..resumption import Dropped
from ..workflow import Workflow
from .asking import Manner, Phrasing, Request
from .context import Role
from .directive import INSTRUCTIONS, directive, known_of
from .dtmf import Keypad
from .heard import line_of
from .hosted import HostedTasks
from .own import marked
from .realtime import guide, reply_after, told
from .step_tools import check_names
from .stub import NO_MODEL
from .telephony import is_on_the_phone
from .transfer import Transfer, put_through
from .turns import TurnLoop

__all__ = ["Hosting", "HostingOptions"]

logger = logging.getLogger("handrail.livekit")

_PATIENCE: Final = 5.0
"""Seconds that a commit under way is waited for when the caller is gone: as long as LiveKit waits
for a tool that was interrupted."""
_KEEP: Final = Keep()


def _local_time() -> datetime:
    return datetime.now().astimezone()


class HostingOptions(TypedDict, total=False):
    """What `WorkflowTask` and `Receptionist` both take, all of it optional."""

    userdata: Any
    """Handed to checks and commits; by default the session's."""
    clock: Callable[[], datetime]
    """Gives the present moment in the zone callers mean times in; by default this machine's."""
    region: str
    """ISO 3166 code of the country whose phone numbers and date order are meant; by default US."""
    facts: Mapping[str, Any]
    """Call facts by name (the caller's number), for prefills, conditions and choices."""
    reader: bool
    """Whether turns that are clear by rule are acted on without the model; True by default. With
    False the model is asked for every turn that has words, for a language or a manner of speaking
    the rules do not know; the engine decides all the same. Without a model, or when it fails, what
    is clear is acted on."""
    key_pause: float
    """Seconds without a key after which what was keyed on a telephone is taken; by default 2."""
    phrasing: Phrasing
    """Who puts the desk's lines in words: the `phrasebook` (the default), or the `model`, which
    costs one more call. A wording that is not what the line says is left for the line."""
    patience: float
    """Seconds that a model's answers to one turn are waited for, all calls together; 8 by default.
    Then the desk goes on without it."""
    context: History
    """What of the history a model is shown, unless the step that is asked says so itself: `Keep()`
    (all, the default), `Window(...)` or `Summary(...)`."""
    directive_role: Role
    """What the last message of a request, which tells of the moment, is sent as: `system`, or
    `user` for servers that take no system message after the first."""
    dropped: Dropped | None
    """Calls that the caller may have been cut off from, of `handrail.journal.dropped_calls`."""
    stopped: Callable[[str], Awaitable[bool]] | None
    """Tells, once a turn, whether somebody ends the call from outside: see `Conversation`."""
    journal: Journal
    """Keeps the call, each turn before it is answered, as `handrail.journal.CallJournal` does."""
    instructions: str
    """What a model is told beside the desk's own instructions."""
    tools: Sequence[lk_llm.Tool | lk_llm.Toolset]
    """A developer's own tools, beside those of the workflows."""
    chat_ctx: NotGivenOr[lk_llm.ChatContext]
    """What was said before; nothing in it is taken for an answer."""
    stt: NotGivenOr[lk_stt.STT[Any] | str | None]
    """This, and what follows, as for LiveKit's `Agent`."""
    vad: NotGivenOr[lk_vad.VAD | None]
    llm: NotGivenOr[lk_llm.LLM[Any] | lk_llm.RealtimeModel | str | None]
    tts: NotGivenOr[lk_tts.TTS[Any] | str | None]
    turn_handling: NotGivenOr[TurnHandlingOptions]


class Hosting(Agent):
    """An agent whose turns are a conversation's. Made by its subclasses.

    Args:
        workflows: The workflows of the conversation.
        reception: How several of them are received; None to run one only.
        userdata, clock, region, facts, reader, key_pause, phrasing, patience, context,
            directive_role, instructions, tools: See `HostingOptions`.
        transfer: Makes the task that hands a caller over to a person.
        journal: Keeps the call, each turn before it is answered.
        dropped: Calls that the caller may have been cut off from.
        stopped: Tells whether somebody ends the call from outside, given its id in the journal.
        agent: Passed on to LiveKit's `Agent`.
    """

    def __init__(
        self,
        workflows: Sequence[type[Workflow]],
        *,
        reception: Reception | None = None,
        userdata: Any = NOT_GIVEN,
        clock: Callable[[], datetime] = _local_time,
        region: str = "US",
        facts: Mapping[str, Any] | None = None,
        reader: bool = True,
        key_pause: float = 2.0,
        phrasing: Phrasing = "phrasebook",
        patience: float = 8.0,
        context: History = _KEEP,
        directive_role: Role = "system",
        instructions: str = "",
        tools: Sequence[lk_llm.Tool | lk_llm.Toolset] = (),
        transfer: Transfer | None = None,
        journal: Journal | None = None,
        dropped: Dropped | None = None,
        stopped: Callable[[str], Awaitable[bool]] | None = None,
        **agent: Any,
    ) -> None:
        self._takes_userdata = not is_given(userdata)
        self._finished = False
        self._said_again = False
        self._waking: asyncio.Task[None] | None = None
        self._keying: asyncio.Task[None] | None = None
        conversation = Conversation(
            workflows,
            userdata=None if self._takes_userdata else userdata,
            clock=clock,
            region=region,
            facts=facts,
            reception=reception,
            transfer=transfer and (lambda words: put_through(self.session, transfer, words)),
            journal=journal,
            dropped=dropped,
            stopped=stopped,
        )
        manner = Manner(
            phrasing=phrasing, patience=patience, context=context, directive_role=directive_role
        )
        self._loop = TurnLoop(conversation, self._watch_turn, reader=reader, manner=manner)
        self.keypad = Keypad(conversation, self._take_keys, pause=key_pause)
        """Takes the keys a caller presses; those of a LiveKit room come by themselves."""
        self._hosted = HostedTasks(self, self._loop, self._speak)
        hosts = any(step.hosted for workflow in workflows for step in workflow.plan.steps)
        all_tools = [*self._loop.tools, *(self._hosted.tools if hosts else ()), *tools]
        check_names(all_tools)
        super().__init__(
            instructions="\n".join(filter(None, (INSTRUCTIONS, known_of(reception), instructions))),
            tools=all_tools,
            **agent,
        )

    @property
    def conversation(self) -> Conversation[Any]:
        """The conversation: its state, what is known so far, how it ended."""
        return self._loop.conversation

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

    @property
    def _speaks_itself(self) -> bool:
        """Whether the model is one that speaks and hears."""
        return isinstance(self._model, lk_llm.RealtimeModel)

    async def on_enter(self) -> None:
        """Begin the conversation and speak its first line; entered again, go on where it was."""
        if self.conversation.closed:
            logger.warning("the conversation is over, nothing is said: make a new one")
            return
        for event, listener in self._listeners():
            self.session.on(event, listener)
        if self._takes_userdata:
            with contextlib.suppress(ValueError):  # the session has none either
                self.conversation.userdata = self.session.userdata
        self.keypad.listen(self)
        self._hosted.leave()
        self.conversation.hosts_tasks = not self._speaks_itself
        await self._loop.open(self.chat_ctx.items)
        if self._speaks_itself:
            self._loop.spoken.in_use = True
            await guide(self)
        self._speak()

    async def on_exit(self) -> None:
        """Hear no more of what is said in the session."""
        self.keypad.stop()
        for event, listener in self._listeners():
            self.session.off(event, listener)
        self._loop.rest()

    def _listeners(self) -> tuple[tuple[EventTypes, Callable[[Any], None]], ...]:
        return (
            ("conversation_item_added", self._on_item),
            ("conversation_item_added", self._end_after),
            ("user_state_changed", self._on_user_state),
        )

    async def _hang_up(self) -> None:
        """The caller is gone: nothing more is begun, and what is being written may yet report."""
        self._loop.report_heard(self.session.history.items)
        writing = self.conversation.is_writing
        self.conversation.hang_up()
        if writing:
            try:
                async with asyncio.timeout(_PATIENCE):
                    await self.conversation.settle()  # it waits for the one that is under way
            except TimeoutError:
                self.conversation.never_reported()
        await self.conversation.keep()

    async def llm_node(
        self,
        chat_ctx: lk_llm.ChatContext,
        tools: list[lk_llm.Tool],
        model_settings: ModelSettings,
    ) -> AsyncIterable[lk_llm.ChatChunk | FlushSentinel]:
        """Run one pass of the turn loop. It changes nothing: LiveKit may throw it away."""
        has_model = isinstance(self._model, lk_llm.LLM)
        request = Request(self, chat_ctx, tools, model_settings)
        async for chunk in self._loop.node.reply(request, model=has_model):
            yield chunk

    async def silence(self) -> None:
        """Tell the conversation that the caller has kept silent, and speak what it says to that."""
        self.session.reset_away_timer()  # the next silence counts from the answer to this one
        if self._hosted.is_holding:
            self._hosted.silence()
            return
        if await self._loop.silence(self.session.history.items):
            self._speak()

    def _take_keys(self, message: lk_llm.ChatMessage) -> None:
        """Take up what the caller has keyed; a model that hears by itself hears no keys."""
        if self._speaks_itself:
            self._keying = asyncio.create_task(self._answer_keys(message))
        else:
            self.session.generate_reply(user_input=message)

    async def _answer_keys(self, message: lk_llm.ChatMessage) -> None:
        known = self.chat_ctx.copy()
        known.items.append(message)
        await self.update_chat_ctx(known)
        await self._loop.take_keys(message, self.session.history.items)
        await guide(self, directive(self.conversation))
        self._speak()

    def _on_user_state(self, event: UserStateChangedEvent) -> None:
        """Take up that the caller speaks, or a silence that LiveKit noticed.

        A caller who writes may take their time.
        """
        if is_on_the_phone(self.session):  # who calls may not have been there at first
            self.conversation.offer_keys()
        if event.new_state == "speaking":
            self._loop.spoken.caller_speaks()
        if (
            event.new_state == "away"
            and self.session.input.audio is not None
            and (self.session.current_agent is self or self._hosted.is_holding)
        ):
            self._waking = asyncio.create_task(self.silence())

    def _on_item(self, event: ConversationItemAddedEvent) -> None:
        """Take up the caller's words; to a task nested in a developer's tool they are no answer.

        LiveKit merges it into this agent's history afterwards.
        """
        if self._hosted.is_holding:
            return  # it is taken up when the task is left
        if self.session.current_agent is not self:
            self._loop.proposals.handle(event.item)
        elif isinstance(event.item, lk_llm.ChatMessage) and event.item.role == "user":
            self._loop.spoken.hear(event.item)

    @abstractmethod
    def _finish(self) -> None:
        """Do what follows the last words; called once."""

    def _speak(self, *, interruptible: NotGivenOr[bool] = NOT_GIVEN) -> None:
        """Speak the line that is due, in a reply of its own."""
        if not (self._loop.line.text or self._loop.leads_over):
            self._watch_end(None)
            return
        itself = self._speaks_itself
        # Of a reply that is asked for in a tool LiveKit would drop the call that leads over.
        may_call: NotGivenOr[lk_llm.ToolChoice] = "auto" if self._loop.leads_over else NOT_GIVEN
        self._watch_end(
            self.session.generate_reply(
                chat_ctx=marked(self.chat_ctx),
                instructions=told(self._loop.line) if itself else NOT_GIVEN,
                tool_choice="none" if itself else may_call,
                allow_interruptions=interruptible,
            )
        )

    # The last words are over when their message is stored: a parent's history then holds them,
    # and `session.run()` still covers what follows. Cut short at once they are not stored at all.

    def _watch_turn(self, speech: SpeechHandle) -> None:
        """Finish after what answers this turn, if the conversation is closed."""
        model = self._model
        anew = (
            isinstance(model, lk_llm.RealtimeModel)
            and model.capabilities.auto_tool_reply_generation
        )
        if anew and self.conversation.closed:
            reply_after(self.session, speech, self._watch_end, patience=_PATIENCE)
        else:
            self._watch_end(speech)

    def _watch_end(self, speech: SpeechHandle | None) -> None:
        """Finish after this speech, if the conversation is closed.

        Without any last words it is finished at once, within the turn: a caller's next words then
        find the agent that follows.
        """
        if not self.conversation.closed or self._finished:
            return
        if speech is None or not self._loop.line.text:
            self._end()
        else:
            speech.add_done_callback(self._on_last_speech)

    def _end_after(self, event: ConversationItemAddedEvent) -> None:
        if self.conversation.closed and line_of(event.item) == self._loop.line_id:
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
