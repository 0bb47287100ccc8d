"""The turn loop: the calls that the node leads to, the only thing that moves the conversation.

The node may run any number of times (see `node`); its calls are executed once, when the turn is
really taken:

    node: calls -> tool: moves, then checks -> node: the line

All calls of one reply are one turn: the first of them to run makes all their moves, then what
follows is decided once. Calls run in parallel, and a turn that the caller cuts short may lose the
later ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import ceil
from time import perf_counter
from typing import Any, Final

from livekit.agents import RunContext, ToolError, llm
from livekit.agents.voice import SpeechHandle

from ..conversation import Conversation
from ..engine.moves import Move, Unclear
from ..entries import Effort
from ..speaking import Line
from .asking import Asker, Manner
from .calls import COLLECT, ToolCall
from .generation import Generation, Made
from .holds import Holds
from .items import words_of
from .lines import Lines
from .node import Node
from .proposals import Messages, Proposals
from .realtime import SpokenTurns
from .refusals import STALE
from .spans import DECIDE, decided, span
from .stamp import Stamp
from .step_tools import build_step_tools
from .tools import build_tools, optional_steps

__all__ = ["Made", "TurnLoop"]

_REFUSALS: Final = 2
"""A model's replies refused in one turn before the desk asks its own question."""


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
        self.reader = reader
        self._on_settled = on_settled
        workflows, reception = conversation.all_workflows, conversation.reception
        self.moves: Sequence[llm.Tool | llm.Toolset] = build_tools(
            workflows,
            conversation.context(),
            self.execute,
            choices=[w.plan.name for w in conversation.workflows] if reception else (),
            topics=tuple(reception.answers) if reception else (),
        )
        """The tools by which moves are made."""
        # What could only be refused is not shown to a model. The reader's own move still needs it.
        unshown = (COLLECT,) if optional_steps(workflows) else (COLLECT, "decline")
        self._asker = Asker(conversation, manner or Manner(), unshown=unshown)
        self.tools = [*self.moves, *build_step_tools(workflows, self._asker.asked)]
        self.proposals = Proposals(conversation, {COLLECT, *(tool.id for tool in self.moves)})
        self._lines = Lines(conversation, self._asker)
        self.node = Node(conversation, self.proposals, self._lines, self._asker, reader=reader)
        self.spoken = SpokenTurns(self)
        """The turns of a speech-to-speech model."""
        self.elsewhere = False
        """Whether the caller is with a step's AgentTask: what their moves lead to is settled when
        that was left."""
        self.made: list[Made] = []
        """The moves of the latest caller turn."""
        self._measured = Effort()  # of the turns before
        self._turn = 0
        self._refusals = 0  # of a model's replies, in this turn
        self._holds = Holds()
        conversation.effort = self._effort

    # --- what the host does ---------------------------------------------------------------------

    async def open(self, said_before: Iterable[object]) -> None:
        """Begin the call; or go on with it, where it was left, by saying the last line again.

        Args:
            said_before: The history so far: nothing in it is an answer.
        """
        self.proposals.handle(*said_before)
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
        await self._take_alone((message,), self.proposals.read((message,)).moves, history)

    async def _take_alone(
        self, messages: Messages, moves: Sequence[Move], history: Iterable[object]
    ) -> None:
        self.node.began = perf_counter()
        self._report_heard(history)
        self._turn += 1
        self.proposals.handle(*messages)
        self.conversation.begin_turn(words_of(messages) or ("",))
        generation = self.proposals.keep(messages, moves=moves)
        generation.make(self.conversation)
        self.made = generation.made
        self._lines.decided(await self.conversation.settle(), self._turn)

    def report_heard(self, history: Iterable[object]) -> None:
        """Tell what was heard of the last line, since no turn of the caller's follows it."""
        self._report_heard(history)

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
        """How often a model was asked in the call while the caller waited, for wordings, too."""
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

    def _effort(self) -> Effort:
        """Return what this turn has cost: what a model was asked since the line before counts."""
        asker, before, began = self._asker, self._measured, self.node.began
        self._measured, self.node.began = Effort(asker.calls, asker.characters), None
        return Effort(
            asker.calls - before.model_calls,
            asker.characters - before.model_characters,
            0 if began is None else ceil((perf_counter() - began) * 1000),
        )

    # --- the calls: the only thing that moves the conversation ----------------------------------

    async def execute(self, name: str, arguments: dict[str, Any], ctx: RunContext[Any]) -> object:
        """Run one call and return what is kept as its output.

        Raises:
            ToolError: A model's move was refused; the message says why.
        """
        stamp = Stamp.of(ctx.function_call.extra)
        if stamp is None and self.elsewhere:  # a task's model was shown the tools, too
            said = self.proposals.new_in(ctx.session.current_agent.chat_ctx.items)
            kept = self.proposals.keep(said, calls=[ToolCall(name, arguments)])
            stamp = Stamp(self.proposals.id, kept.name)
        if stamp is None:  # a speech-to-speech model calls tools without passing the node
            return await self.spoken.execute(ToolCall(name, arguments), ctx)
        known = self.proposals.named(stamp.generation)
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
            self.node.ask_again = generation.came_to_nothing and self._refusals < _REFUSALS
            if self.node.ask_again or self.elsewhere:
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
        fresh = self.proposals.new_in(items)
        self.proposals.handle(*fresh)
        if fresh:
            self.begin_turn(words_of(fresh), history)
        else:  # what follows was not said: it was keyed
            self._report_heard(history)
        return words_of(fresh)

    def _begin_turn(self, generation: Generation, ctx: RunContext[Any]) -> None:
        """Begin a caller turn, if the generation answers words that were not handled yet."""
        history = ctx.session.history.items
        new = self.proposals.new_in(ctx.session.current_agent.chat_ctx.items)
        fresh = [message for message in new if message.id in generation.messages]
        if fresh:
            self.proposals.handle(*fresh)
            self.begin_turn(words_of(fresh), history)
        elif not self.spoken.in_use and self._heard(history) != "":
            self._report_heard(history)  # it was spoken while a developer's tool was at work

    def begin_turn(self, texts: Sequence[str], history: Iterable[object]) -> None:
        """Begin a caller turn; what was heard of the line before it is reported first."""
        self._report_heard(history)
        self._turn += 1
        self._refusals = 0
        self.made = []
        self.conversation.begin_turn(texts)

    def _heard(self, history: Iterable[object]) -> str | None:
        by_model = self.spoken.in_use
        return self.spoken.heard(history) if by_model else self._lines.heard_in(history)

    def _report_heard(self, history: Iterable[object]) -> None:
        self._lines.report_heard(self._heard(history))
