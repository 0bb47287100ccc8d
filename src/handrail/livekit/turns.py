r"""The turn loop: what `llm_node` does, and what the tools it leads to do.

LiveKit may run `llm_node` before a turn ends, cancel it and run it again, so the node only looks:
it reads the caller messages that nobody has handled yet and proposes calls. The calls are executed
once, when the turn is really taken, and only they move the conversation:

    caller speaks -> node: read -> calls -> tool: moves, then checks -> node: the line, no model
                               \-> not clear -> the session's model -> the same calls -/

All calls of one reply are one turn: the first of them to run makes all their moves, then what
follows is decided once. Calls run in parallel, and a turn that the caller cuts short may lose the
later ones.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from typing import Any, Final, TypeAlias

from livekit.agents import RunContext, ToolError, llm, utils
from livekit.agents.voice import SpeechHandle

from ..conversation import Conversation, Proposal
from ..engine.moves import Evidence, Move, Question, Unclear
from ..speaking import Line
from ..workflow import Workflow
from .asking import Asker, Manner, Request
from .calls import COLLECT, ToolCall, call_of
from .claims import without_claims
from .figures import without_unknown_figures
from .generation import Generation, Made
from .holds import Holds
from .items import (
    caller_messages,
    calls_of_last_reply,
    is_instructed,
    last_done,
    replies_since,
    since_other_call,
    words_of,
)
from .keyed import has_keys, propose
from .lines import Lines
from .own import is_own
from .realtime import SpokenTurns
from .refusals import STALE
from .spans import DECIDE, READ, decided, span, understood
from .stamp import Stamp, stamped
from .step_tools import build_step_tools
from .tools import build_tools, optional_steps

__all__ = ["Made", "TurnLoop"]

logger = logging.getLogger("handrail.livekit")

Messages: TypeAlias = Sequence[llm.ChatMessage]
Reply: TypeAlias = AsyncIterator[llm.ChatChunk]

_REFUSALS: Final = 2
"""A model's replies refused in one turn before the desk asks its own question."""
_MODEL_CALLS: Final = 3
"""Calls of a model to understand one turn, the developer's own tools included, before that."""
_REMEMBERED: Final = 8
"""Generations that may still be executed: LiveKit keeps one ahead, and one that is running."""


class TurnLoop:
    """Drives one conversation from LiveKit's side.

    Args:
        conversation: The call; not opened yet.
        on_settled: Told after each turn which speech will carry its line.
        reader: Whether clear turns are acted on without a model; see `HostingOptions`.
        manner: How a model is asked.
    """

    def __init__(
        self,
        conversation: Conversation[Any],
        on_settled: Callable[[SpeechHandle], None],
        *,
        reader: bool = True,
        manner: Manner | None = None,
    ) -> None:
        self.conversation = conversation
        self.id = utils.shortuuid("loop_")
        self._on_settled = on_settled
        self.reader = reader
        reception = conversation.reception
        moves = build_tools(
            _all_workflows(conversation),
            conversation.context(),
            self.execute,
            choices=[w.plan.name for w in conversation.workflows] if reception else (),
            topics=tuple(reception.answers) if reception else (),
        )
        # What could only be refused is not shown to a model. The reader's own move still needs it.
        optional = optional_steps(_all_workflows(conversation))
        unshown = (COLLECT,) if optional else (COLLECT, "decline")
        self._asker = Asker(conversation, manner or Manner(), unshown=unshown)
        self.tools = [*moves, *build_step_tools(_all_workflows(conversation), self._asker.asked)]
        self._names = {COLLECT, *(tool.id for tool in moves)}
        self.moves: Sequence[llm.Tool | llm.Toolset] = moves
        """The tools by which moves are made."""
        self.elsewhere = False
        """Whether the caller is with a step's AgentTask: what their moves lead to is settled when
        that was left."""
        self.made: list[Made] = []
        """The moves of the latest caller turn."""
        self._lines = Lines(conversation, self._asker)
        self._turn = 0
        self._handled: set[str] = set()  # ids of caller messages
        self._generations: OrderedDict[str, Generation] = OrderedDict()  # the latest, by name
        self._refusals = 0  # of a model's replies, in this turn
        self._ask_again = False  # the model's last reply came to nothing
        self._asking = asyncio.Lock()
        self._holds = Holds()
        self.spoken = SpokenTurns(self)
        """The turns of a speech-to-speech model."""

    # --- what the host does ---------------------------------------------------------------------

    async def open(self, said_before: Iterable[object]) -> None:
        """Begin the call; or go on with it, where it was left, by saying the last line again.

        Args:
            said_before: The history so far: nothing in it is an answer.
        """
        self._handled.update(message.id for message in caller_messages(said_before))
        if self.line_id:
            self.say_again()
        else:
            self._lines.decided(await self.conversation.open(), self._turn)

    async def silence(self, history: Iterable[object]) -> bool:
        """Take up that the caller has said nothing for as long as the host waits.

        Args:
            history: The session's, which shows what was heard of the last line.

        Returns:
            Whether there is something to say to it; not while a turn is still being settled.
        """
        if self._holds.held or self.conversation.closed:
            return False
        await self._take_alone((), self.conversation.read(("",)).moves, history)
        return True

    async def take_keys(self, message: llm.ChatMessage, history: Iterable[object]) -> None:
        """Take up keys without the node, which no turn of a speech-to-speech model passes.

        Args:
            message: The caller's; it should be in the history of the model, too.
            history: The session's, as above.
        """
        await self.conversation.settle()  # what is under way comes first
        await self._take_alone((message,), self.propose((message,)).moves, history)

    async def _take_alone(
        self, messages: Messages, moves: Sequence[Move], history: Iterable[object]
    ) -> None:
        self._report_heard(history)
        self._turn += 1
        self._handled.update(message.id for message in messages)
        self.conversation.begin_turn(words_of(messages) or ("",))
        generation = self._keep(messages, moves=moves)
        generation.make(self.conversation)
        self.made = generation.made
        self._lines.decided(await self.conversation.settle(), self._turn)

    def leave(self, *messages: object) -> None:
        """Leave caller messages alone: said to another agent, or taken up otherwise."""
        self._handled.update(message.id for message in caller_messages(messages))

    def is_new(self, message: llm.ChatMessage) -> bool:
        """Whether a caller message is not handled yet."""
        return message.id not in self._handled

    def rest(self) -> None:
        """Write nothing in the background any more."""
        self._asker.rest()

    @property
    def line(self) -> Line:
        """The line that was decided last."""
        return self._lines.line

    @property
    def line_id(self) -> str:
        """The id of that line, as its stored message is tagged."""
        return self._lines.id

    @property
    def decided_at(self) -> float:
        """When that line was decided, in seconds since the epoch."""
        return self._lines.decided_at

    @property
    def model_calls(self) -> int:
        """How often a model was asked in the call, for the wording of lines, too."""
        return self._asker.calls

    @property
    def leads_over(self) -> bool:
        """Whether the line leads over to an AgentTask, which asks for the step itself."""
        return self.conversation.hosted is not None

    @property
    def model_fault(self) -> Exception | None:
        """Why a model gave no answer, the last time that it gave none."""
        return self._asker.fault

    def say_again(self) -> None:
        """Make the line due once more: a reply that the host asks for will speak it."""
        self._lines.due = True

    # --- the node: looks, and proposes ----------------------------------------------------------

    async def reply(self, request: Request, *, model: bool) -> AsyncIterator[llm.ChatChunk]:
        """Yield what LiveKit is to do next: calls, or the words of a line.

        Args:
            request: What LiveKit handed to `llm_node`.
            model: Whether there is a model to ask.
        """
        items = request.chat_ctx.items
        if self.conversation.is_writing and self.new_in(items):
            # "No, wait", said while it is being written, is read in the light of what comes of it.
            await self.conversation.written()
        messages = self.new_in(items)
        may_call = request.settings.tool_choice != "none" and not self.conversation.closed
        may_ask = model and replies_since(items, self.id) < _MODEL_CALLS
        after_tool = isinstance(last_done(items), llm.FunctionCallOutput)
        instructed = is_instructed(request.chat_ctx, request.agent, own=self._names)
        line = self._lines.speak(request, model=model)
        spoken: Reply | None = None
        if is_own(items):
            spoken = line if self._lines.due else None
        elif instructed and not (messages and may_call):
            spoken = self._obey(request, model=model)
        elif not may_call:  # calls would be dropped, or come too late
            spoken = line if self._lines.due or not self.conversation.closed else None
        elif messages:
            spoken = self._read(request, messages, model=may_ask)
        elif may_ask and (self._ask_again or self._is_other_tool(items)):
            spoken = self._ask(request, [])
        elif self._ask_again:  # the model has had its turns: what follows is decided without it
            spoken = self._act(self._keep(()))
        elif self._lines.due or not after_tool:  # else another reply has spoken the line already
            spoken = line
        if spoken is not None:
            async for chunk in spoken:
                yield chunk

    def read(self, messages: Messages) -> tuple[Move, ...]:
        """Return what was read in all of a turn; () where a model should be asked."""
        proposal = self.propose(messages) if self.reader else None
        return proposal.moves if proposal is not None and proposal.covered else ()

    def act_on(self, items: Sequence[object], moves: Sequence[Move]) -> Reply:
        """Return the calls that make these moves, for what nobody has handled yet in `items`."""
        return self._act(self._keep(self.new_in(items), moves=moves))

    def new_in(self, items: Sequence[object]) -> Messages:
        """Return the caller messages that nobody has handled yet."""
        return [message for message in caller_messages(items) if self.is_new(message)]

    def _read(self, request: Request, messages: Messages, *, model: bool) -> Reply:
        # What a developer's tool is at work on is not read again with what is said meanwhile.
        since = since_other_call(request.chat_ctx.items, self.id, self._names)
        with span(READ, self.conversation) as made:
            proposal = self.propose([m for m in messages if m in since] or messages)
            understood(made, proposal.moves, covered=proposal.covered)
        # Neither in silence nor in keys is there anything for a model to understand better.
        is_wordless = has_keys(messages) or not any(text.strip() for text in words_of(messages))
        if model and not (proposal.covered and (self.reader or is_wordless)):
            return self._ask(request, messages)
        return self._act(self._keep(messages, moves=proposal.moves))

    async def _ask(self, request: Request, messages: Messages) -> Reply:
        """Ask the model; whatever it does, calls come of it: something comes of every turn.

        Of two replies to the same words one asks, and the other does the same: the line that ends a
        commit and the turn that was said meanwhile both find these words.
        """
        async with self._asking:
            async for chunk in self._asked(request, messages):
                yield chunk

    async def _asked(self, request: Request, messages: Messages) -> Reply:
        if (proposed := self._proposed(messages)) is not None:
            async for chunk in self._act(proposed):
                yield chunk
            return
        conversation, again = self.conversation, self._ask_again
        revision = conversation.revision
        answer = await self._asker.ask(request)
        # What a developer's tool has done a model may tell; by itself it has done nothing.
        words = own = without_claims(answer.text) if messages else answer.text
        if own and messages and self.conversation.reception:
            step = self._asker.asked()
            told = f"{request.agent.instructions} {step.instructions if step else ''}"
            words = without_unknown_figures(own, request.chat_ctx.items, told)
        if answer.calls:
            calls = [ToolCall(c.name, args) for c, args in answer.calls if c.name in self._names]
            generation = self._keep(messages, revision, calls=calls, lost=answer.lost)
            if not calls:  # a developer's tools alone: with what they give the model is asked anew
                del self._generations[generation.name]
            yield self._stamped(generation, [call for call, _ in answer.calls])
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
            read = self.propose(messages)
            moves = (read.moves if read.covered or answer.failed else ()) or moves
        async for chunk in self._act(self._keep(messages, revision, moves=moves)):
            yield chunk

    async def _act(self, generation: Generation) -> Reply:
        """Yield the calls that a model would make for the moves."""
        running = self.conversation.workflow  # its steps come last: names may be shared
        steps = {
            name: step
            for workflow in (*_all_workflows(self.conversation), running)
            for name, step in workflow.steps.items()
        }
        calls = [*(call_of(move, steps) for move in generation.moves), *generation.calls]
        yield self._stamped(generation, [call.for_livekit() for call in calls])

    def _stamped(
        self, generation: Generation, calls: Iterable[llm.FunctionToolCall]
    ) -> llm.ChatChunk:
        """Return the calls as one chunk: a turn that is cut short has all of them or none."""
        calls = stamped(calls, self.id, generation.name, own=self._names)
        delta = llm.ChoiceDelta(role="assistant", tool_calls=calls)
        return llm.ChatChunk(id=utils.shortuuid("calls_"), delta=delta)

    def _keep(
        self,
        messages: Messages,
        revision: int | None = None,
        *,
        moves: Sequence[Move] = (),
        calls: Sequence[ToolCall] = (),
        lost: bool = False,
    ) -> Generation:
        """Keep what was proposed until its calls are executed, which may never be."""
        generation = Generation(
            utils.shortuuid("turn_"),
            self.conversation.revision if revision is None else revision,
            tuple(message.id for message in messages),
            moves=moves,
            calls=calls,
            lost=lost,
        )
        self._generations[generation.name] = generation
        if len(self._generations) > _REMEMBERED:
            self._generations.popitem(last=False)
        return generation

    def _proposed(self, messages: Messages) -> Generation | None:
        """Return what was proposed for these very words at this moment, and not executed yet."""
        names = tuple(message.id for message in messages)
        for known in self._generations.values():
            if known.messages == names and known.revision == self.conversation.revision and names:
                return None if known.is_made else known
        return None

    def _obey(self, request: Request, *, model: bool) -> Reply | None:
        """Have the model put in words what a developer's own code asks for."""
        if model:
            return self._asker.pass_on(request)
        logger.warning("generate_reply has instructions and there is no model: use session.say")
        return None

    def _is_other_tool(self, items: Sequence[object]) -> bool:
        """Whether a developer's own tool has given something that a model is to put in words."""
        return any(call.name not in self._names for call in calls_of_last_reply(items, self.id))

    # --- the calls: the only thing that moves the conversation ----------------------------------

    async def execute(self, name: str, arguments: dict[str, Any], ctx: RunContext[Any]) -> object:
        """Run one call and return what is kept as its output.

        Raises:
            ToolError: A model's move was refused; the message says why.
        """
        stamp = Stamp.of(ctx.function_call.extra)
        if stamp is None and self.elsewhere:  # a task's model was shown the tools, too
            said = self.new_in(ctx.session.current_agent.chat_ctx.items)
            stamp = Stamp(self.id, self._keep(said, calls=[ToolCall(name, arguments)]).name)
        if stamp is None:  # a speech-to-speech model calls tools without passing the node
            return await self.spoken.execute(ToolCall(name, arguments), ctx)
        known = self._generations.get(stamp.generation)
        if known is None or not (known.is_made or known.revision == self.conversation.revision):
            return STALE
        if not known.is_made:
            await self.take_up(known, ctx)
        refused = known.refused(stamp.index)
        if refused is not None and known.calls:
            raise ToolError(refused)
        return refused or "done"

    async def take_up(self, generation: Generation, ctx: RunContext[Any]) -> bool:
        """Make a generation's moves and settle, unless its model is to be asked again.

        Returns:
            Whether it is settled, and so what is to be said.
        """
        with span(DECIDE, self.conversation) as made:
            settled = await self._take_up(generation, ctx)
            decided(made, generation.made, self.conversation)
            return settled

    async def _take_up(self, generation: Generation, ctx: RunContext[Any]) -> bool:
        try:
            self._begin_turn(generation, ctx)
            generation.make(self.conversation)
            self.made += generation.made
            self._refusals += generation.came_to_nothing
            self._ask_again = generation.came_to_nothing and self._refusals < _REFUSALS
            if self._ask_again or self.elsewhere:
                return False
            if generation.came_to_nothing and self._refusals == _REFUSALS:
                # What the model can make nothing of counts as a try, once: so the call ends.
                self.conversation.apply(Unclear(by="model"))
            await self.settle(ctx.speech_handle)
            self._on_settled(ctx.speech_handle)
            self._asker.reflect(ctx.session.current_agent.chat_ctx.items)
        except Exception:
            self.say_again()  # a fault of ours is logged by LiveKit, and costs the caller a repeat
            raise
        return True

    async def settle(self, speech: SpeechHandle) -> None:
        """Settle what the moves of a turn lead to; nobody cuts the speech short meanwhile."""
        with self._holds.on(speech):
            self._lines.decided(await self.conversation.settle(), self._turn)

    def take_turn(self, items: Sequence[object], history: Iterable[object]) -> tuple[str, ...]:
        """Begin a caller turn of what nobody has handled yet; nothing follows from it by itself.

        Args:
            items: Where the caller's words are.
            history: The session's, which shows what was heard of the last line.

        Returns:
            The words.
        """
        fresh = self.new_in(items)
        self.leave(*fresh)
        if fresh:
            self.begin_turn(words_of(fresh), history)
        return words_of(fresh)

    def _begin_turn(self, generation: Generation, ctx: RunContext[Any]) -> None:
        """Begin a caller turn, if the generation answers words that were not handled yet."""
        history = ctx.session.history.items
        fresh = set(generation.messages) - self._handled
        if fresh:
            items = ctx.session.current_agent.chat_ctx.items
            messages = [message for message in caller_messages(items) if message.id in fresh]
            self._handled.update(fresh)
            self.begin_turn(words_of(messages), history)
        elif (
            not self.spoken.in_use and self._heard(history) != ""
        ):  # spoken while a developer's tool was at work
            self._report_heard(history)

    def begin_turn(self, texts: Sequence[str], history: Iterable[object]) -> None:
        """Begin a caller turn; what was heard of the line before it is reported first."""
        self._report_heard(history)
        self._turn += 1
        self._refusals = 0
        self.made = []
        self.conversation.begin_turn(texts)

    def propose(self, messages: Messages) -> Proposal:
        """Read the caller's words; a fault of the reader costs a turn, not the call."""
        try:
            if has_keys(messages):
                return propose(self.conversation, messages)
            return self.conversation.read(words_of(messages))
        except Exception as fault:  # noqa: BLE001 - words nobody can foresee
            logger.error(  # noqa: TRY400 - a traceback may hold what the caller said
                "the reader failed", extra={"error": type(fault).__name__}
            )
            return Proposal(self.conversation.revision, (), covered=False)

    def _heard(self, history: Iterable[object]) -> str | None:
        by_model = self.spoken.in_use
        return self.spoken.heard(history) if by_model else self._lines.heard_in(history)

    def _report_heard(self, history: Iterable[object]) -> None:
        self._lines.report_heard(self._heard(history))


def _all_workflows(conversation: Conversation[Any]) -> tuple[type[Workflow], ...]:
    callback = conversation.reception.callback if conversation.reception else None
    return tuple(dict.fromkeys((*conversation.workflows, *([callback] if callback else []))))
