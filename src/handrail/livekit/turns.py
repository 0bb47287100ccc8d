r"""The turn loop: what `llm_node` does, and what the tools it leads to do.

LiveKit may run `llm_node` before a turn ends, cancel it and run it again, so the node only looks:
it reads the caller messages that nobody has handled yet and proposes calls. The calls are executed
once, when the turn is really taken, and only they move the conversation:

    caller speaks -> node: read -> calls -> tool: moves, then checks -> node: the line, no model
                               \-> not clear -> the session's model -> the same calls -/

All moves of a turn are applied in one go, without an await, by the first of its calls to run: calls
run in parallel, and a turn that the caller cuts short may lose the later ones.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from livekit.agents import Agent, RunContext, ToolError, llm, utils
from livekit.agents.voice import SpeechHandle

from ..conversation import Conversation, Proposal
from ..engine.moves import Evidence, Move, Question, Source, Unclear
from ..speaking import Line
from ..workflow import Workflow
from .asking import ANSWERED, Request, as_asked, ask, calls_chunk, stamped_call
from .calls import BadCall, Moment, ToolCall, call_of, move_of
from .directive import directive
from .heard import heard_of, tagged
from .holds import Holds
from .refusals import STALE, reason
from .stamp import Stamp
from .tools import build_tools

__all__ = ["Made", "TurnLoop"]

logger = logging.getLogger("handrail.livekit")

_REFUSALS: Final = 2
"""A model's calls refused in one turn before the desk asks its own question."""


@dataclass(frozen=True, slots=True)
class Made:
    """A move that was made in the turn, and why it was refused, if it was."""

    move: Move
    refused: str | None = None


class TurnLoop:
    """Drives one conversation from LiveKit's side.

    Args:
        conversation: The call; not opened yet.
        on_settled: Told after each turn which speech will carry its line.
    """

    def __init__(
        self, conversation: Conversation[Any], on_settled: Callable[[SpeechHandle], None]
    ) -> None:
        self.conversation = conversation
        self._on_settled = on_settled
        reception = conversation.reception
        self.tools = build_tools(
            _all_workflows(conversation),
            conversation.context(),
            self.execute,
            choices=[w.plan.name for w in conversation.workflows] if reception else (),
            topics=tuple(reception.topics) if reception else (),
        )
        self._names = {tool.id for tool in self.tools if isinstance(tool, llm.Tool)}
        self.made: list[Made] = []
        """The moves of the latest caller turn."""
        self.model_calls = 0
        """How often a model was asked in the call."""
        self.line_id = ""
        """The id of the line that was decided last, as its stored message is tagged: unlike that
        of any other conversation in the session."""
        self._line = Line()
        self._due = False  # the line was decided, and no reply has taken it up yet
        self._reported = True  # what was heard of the line was reported
        self._turn = 0
        self._line_turn = 0  # the turn that the line answers
        self._handled: set[str] = set()  # ids of caller messages
        self._generation = ""  # whose calls were executed last
        self._proposal: tuple[str, Proposal] | None = None  # of the last reading, a memo
        self._refusals = 0  # of a model's calls, in this turn
        self._ask_again = False  # all calls of the last generation were refused
        self._holds = Holds()

    # --- what the host does ---------------------------------------------------------------------

    async def open(self, said_before: Iterable[object]) -> None:
        """Begin the call.

        Args:
            said_before: The history so far: nothing in it is an answer.
        """
        self._handled.update(message.id for message in _caller_messages(said_before))
        self._decided(await self.conversation.open())

    async def silence(self, history: Iterable[object]) -> None:
        """Take up that the caller has said nothing for as long as the host waits.

        Args:
            history: The session's, which shows what was heard of the last line.
        """
        self._report_heard(history)
        self.made = []
        self._turn += 1
        self.conversation.begin_turn(("",))
        self._apply_read(self.conversation.read(("",)))
        self._decided(await self.conversation.settle())

    def leave(self, message: object) -> None:
        """Leave a caller message alone: it was said to another agent of the session."""
        self._handled.update(m.id for m in _caller_messages([message]))

    @property
    def line(self) -> Line:
        """The line that was decided last."""
        return self._line

    def say_again(self) -> None:
        """Make the line due once more: a reply that the host asks for will speak it."""
        self._due = True

    # --- the node: looks, and proposes ----------------------------------------------------------

    async def reply(self, request: Request, *, model: bool) -> AsyncIterator[llm.ChatChunk]:
        """Yield what LiveKit is to do next: calls, or the words of a line.

        Args:
            request: What LiveKit handed to `llm_node`.
            model: Whether there is a model to ask.
        """
        items = request.chat_ctx.items
        messages = [m for m in _caller_messages(items) if m.id not in self._handled]
        last = _last(items)
        if self.conversation.closed and not self._due:
            return
        if request.settings.tool_choice == "none" or self.conversation.closed:
            spoken = self._speak()  # calls would be dropped, or come too late
        elif messages:
            spoken = self._read(request, messages, model=model)
        elif model and isinstance(last, llm.ChatMessage) and last.role == "system":
            # A developer's `generate_reply(instructions=...)` is to be put in words.
            spoken = as_asked(request)
        elif model and (self._ask_again or self._is_other_tool(last, items)):
            spoken = self._ask(request, [])
        elif self._due or not isinstance(last, llm.FunctionCallOutput):
            spoken = self._speak()
        else:
            return  # another reply has spoken the line already
        async for chunk in spoken:
            yield chunk

    async def _read(
        self, request: Request, messages: Sequence[llm.ChatMessage], *, model: bool
    ) -> AsyncIterator[llm.ChatChunk]:
        proposal = self._propose(_texts(messages))
        if model and not proposal.covered:
            async for chunk in self._ask(request, messages):
                yield chunk
            return
        stamp = self._stamp("reader", messages)
        self._proposal = (stamp.generation, proposal)
        running = self.conversation.workflow  # its steps come last: names may be shared
        steps = {
            name: step
            for workflow in (*_all_workflows(self.conversation), running)
            for name, step in workflow.steps.items()
        }
        moves = proposal.moves or (Unclear(),)
        yield calls_chunk(
            [
                stamped_call(call_of(move, steps), stamp.numbered(index))
                for index, move in enumerate(moves)
            ]
        )

    def _ask(
        self, request: Request, messages: Sequence[llm.ChatMessage]
    ) -> AsyncIterator[llm.ChatChunk]:
        self.model_calls += 1
        return ask(
            request,
            directive(self.conversation),
            self._stamp("model", messages),
            " ... ".join(_texts(messages)),
            words=not self._ask_again,
        )

    async def _speak(self) -> AsyncIterator[llm.ChatChunk]:
        self._due = False
        if self._line.text:
            yield tagged(self._line.text, self.line_id)

    def _stamp(self, by: Source, messages: Sequence[llm.ChatMessage]) -> Stamp:
        ids = tuple(message.id for message in messages)
        return Stamp(utils.shortuuid("turn_"), by, self.conversation.revision, ids)

    def _is_other_tool(self, last: object, items: Sequence[object]) -> bool:
        """Whether a developer's own tool has given something that a model is to put in words.

        A parent's tool, which is awaiting this very task, stands in the context as still running.
        """
        if not isinstance(last, llm.FunctionCallOutput) or last.name in self._names:
            return False
        calls = (item for item in items if isinstance(item, llm.FunctionCall))
        return any(call.call_id == last.call_id and Stamp.of(call.extra) for call in calls)

    # --- the calls: the only thing that moves the conversation ----------------------------------

    async def execute(self, name: str, arguments: dict[str, Any], ctx: RunContext[Any]) -> object:
        """Run one call and return what is kept as its output.

        Raises:
            ToolError: A model's move was refused; the message says why.
        """
        stamp = Stamp.of(ctx.function_call.extra)
        agent = ctx.session.current_agent
        if stamp is None:  # a speech-to-speech model calls tools without passing the node
            fresh = [m.id for m in _caller_messages(agent.chat_ctx.items)]
            stamp = Stamp(ctx.speech_handle.id, "model", self.conversation.revision, tuple(fresh))
        try:
            if not self._take_up(stamp, agent, ctx):
                return STALE
            refused = self._made(stamp, ToolCall(name, arguments))
            if refused is None or stamp.by == "reader" or self._refusals >= _REFUSALS:
                with self._holds.on(ctx.speech_handle):
                    self._decided(await self.conversation.settle())
                self._ask_again = False
                self._on_settled(ctx.speech_handle)
        except Exception:
            self.say_again()  # a fault of ours is logged by LiveKit, and costs the caller a repeat
            raise
        if refused is not None and stamp.by == "model":
            raise ToolError(refused)
        return refused or "done"

    def _take_up(self, stamp: Stamp, agent: Agent, ctx: RunContext[Any]) -> bool:
        """Begin the turn with its first call; False when the state has changed since."""
        if stamp.generation == self._generation:
            return True
        if stamp.revision != self.conversation.revision:
            return False
        self._generation = stamp.generation
        self._ask_again = stamp.by == "model"
        fresh = [m for m in stamp.messages if m not in self._handled]
        if not fresh:
            return True
        self._report_heard(ctx.session.history.items)
        by_id = {message.id: message for message in _caller_messages(agent.chat_ctx.items)}
        texts = _texts([by_id[m] for m in fresh if m in by_id])
        self._handled.update(fresh)
        self._turn += 1
        self._refusals = 0
        self.made = []
        proposal = None
        if stamp.by == "reader":
            made, proposal = self._proposal or ("", None)
            if proposal is None or made != stamp.generation:
                proposal = self._propose(texts)
        self.conversation.begin_turn(texts)
        if proposal is not None:
            self._apply_read(proposal)
        return True

    def _propose(self, texts: tuple[str, ...]) -> Proposal:
        """Read the caller's words; a fault of the reader costs a turn, not the call."""
        try:
            return self.conversation.read(texts)
        except Exception as fault:  # noqa: BLE001 - words nobody can foresee
            logger.error(  # noqa: TRY400 - a traceback may hold what the caller said
                "the reader failed", extra={"error": type(fault).__name__}
            )
            return Proposal(self.conversation.revision, (), covered=False)

    def _apply_read(self, proposal: Proposal) -> None:
        for move in proposal.moves or (Unclear(),):
            refused = self.conversation.apply(move)
            self.made.append(Made(move, reason(refused) if refused else None))

    def _made(self, stamp: Stamp, call: ToolCall) -> str | None:
        """Make a call's move; return why not."""
        if stamp.by == "reader":
            return self.made[stamp.index].refused if stamp.index < len(self.made) else None
        try:
            move = self._move(call)
        except BadCall as fault:
            self._refusals += 1
            return str(fault)
        refused = self.conversation.apply(move)
        why = reason(refused) if refused else None
        self.made.append(Made(move, why))
        self._refusals += refused is not None
        return why

    def _move(self, call: ToolCall) -> Move:
        conversation = self.conversation
        if call.name == "aside" and call.arguments.get("act") in {ANSWERED, "unclear"}:
            evidence = Evidence(len(conversation.texts), tuple(conversation.texts[-1:]))
            if call.arguments["act"] == "unclear":
                return Unclear(by="model", evidence=evidence)
            return Question(answered=True, by="model", evidence=evidence)
        prompt = conversation.state.prompt
        moment = Moment(
            conversation.workflow.steps,
            conversation.texts,
            conversation.context(),
            prompt.step if prompt else None,
            [workflow.plan.name for workflow in conversation.workflows],
        )
        return move_of(call, moment)

    def _report_heard(self, history: Iterable[object]) -> None:
        if not self._reported:
            self._reported = True
            self.conversation.played(self._line, heard_of(history, self.line_id))

    def _decided(self, line: Line) -> None:
        """Take a line up as due, once for all calls of a turn."""
        if line is self._line and self._line_turn >= self._turn and self.line_id:
            return
        self._line, self._line_turn = line, self._turn
        self.line_id = utils.shortuuid("line_")
        self._due, self._reported = True, not line.text


def _all_workflows(conversation: Conversation[Any]) -> tuple[type[Workflow], ...]:
    callback = conversation.reception.callback if conversation.reception else None
    return tuple(dict.fromkeys((*conversation.workflows, *([callback] if callback else []))))


def _caller_messages(items: Iterable[object]) -> list[llm.ChatMessage]:
    return [item for item in items if isinstance(item, llm.ChatMessage) and item.role == "user"]


def _texts(messages: Iterable[llm.ChatMessage]) -> tuple[str, ...]:
    return tuple(message.text_content or "" for message in messages)


def _last(items: Sequence[object]) -> object:
    """Return the last item that somebody said or did, past LiveKit's own notes in between."""
    for item in reversed(items):
        own = isinstance(item, llm.ChatMessage) and item.id.startswith("lk.")
        if not own and not isinstance(item, llm.AgentConfigUpdate | llm.AgentHandoff):
            return item
    return None
