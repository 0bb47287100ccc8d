"""Asking the session's model about a turn that the reader could not account for."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any, Final, Literal, TypeAlias, get_args

from livekit.agents import Agent, ModelSettings, llm
from livekit.agents.llm.utils import parse_function_arguments
from livekit.agents.utils import is_given

from ..conversation import Conversation
from ..engine.moves import Question
from ..history import History, Keep, Summary, Window
from ..speaking import Line
from ..step import Step
from .context import Role, Summaries, shown
from .directive import asked_step, directive
from .items import caller_messages, last_done
from .phrasing import Wording, request_for, wording_of
from .spans import MODEL, WORD, answered, span

__all__ = ["Answer", "Asker", "Manner", "Phrasing", "Request"]

logger = logging.getLogger("handrail.livekit")

Phrasing: TypeAlias = Literal["phrasebook", "model"]
"""Who puts the desk's lines in words."""


_MOST_CALLS: Final = 24
"""Of one reply: more than a caller can say in one breath, and few enough to be made at once."""
_LONGEST_ARGUMENTS: Final = 10_000  # characters


@dataclass(frozen=True, slots=True)
class Request:
    """What LiveKit hands to `llm_node`."""

    agent: Agent
    chat_ctx: llm.ChatContext
    tools: list[llm.Tool]
    settings: ModelSettings


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model answered, all of it."""

    text: str = ""
    calls: tuple[tuple[llm.FunctionToolCall, Mapping[str, Any]], ...] = ()
    """Its calls, with their arguments."""
    lost: bool = False
    """Whether there was a call that can come to nothing: of no tool, with no arguments, or one too
    many."""
    failed: bool = False
    """Whether there was none: it failed, or took too long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a model is asked; see `HostingOptions`.

    Raises:
        ValueError: For a value that is none of those `HostingOptions` names.
    """

    patience: float = 8.0
    directive_role: Role = "system"
    context: History = field(default_factory=Keep)
    phrasing: Phrasing = "phrasebook"

    def __post_init__(self) -> None:
        for name, choices in (("directive_role", Role), ("phrasing", Phrasing)):
            if getattr(self, name) not in get_args(choices):
                wanted = " or ".join(map(repr, get_args(choices)))
                msg = f"{name}={getattr(self, name)!r}: give {wanted}"
                raise ValueError(msg)
        if not isinstance(self.context, Keep | Window | Summary):
            msg = f"context={self.context!r}: give Keep(), Window(...) or Summary(...)"
            raise ValueError(msg)  # noqa: TRY004 - all options are refused alike
        if not self.patience > 0:
            msg = f"patience={self.patience!r}: give a number of seconds above 0"
            raise ValueError(msg)


class Asker:
    """Asks the session's model on behalf of one conversation.

    Args:
        conversation: The call.
        manner: How.
        unshown: Names of tools that the model is not told of.
    """

    def __init__(
        self, conversation: Conversation[Any], manner: Manner, *, unshown: Collection[str] = ()
    ) -> None:
        self._conversation = conversation
        self._manner = manner
        self._unshown = unshown
        self._summaries = Summaries()
        self.calls = 0
        """How often a model was asked in the call while the caller waited."""
        self.characters = 0
        """How many characters models were shown in these, and answered; tools are left out."""
        self.fault: Exception | None = None
        """Why a model gave no answer, the last time that it gave none."""
        self._failed = False  # to understand the turn
        self._turn: str | None = None  # the caller's last message
        self._left = manner.patience  # of it, in this turn
        self._model: llm.LLM[Any] | None = None  # that was shown the history in this turn
        self._at: tuple[Step[Any] | None] | None = None  # the step that was asked then

    async def ask(self, request: Request) -> Answer:
        """Ask what the caller did, and wait for the end of the answer.

        Nothing is passed on before its end: "Booked!" beside a call that is then refused must not
        be heard, and a yes must not be acted on before the "but make it five" that follows it. A
        model that fails, or takes too long, has said nothing.

        Args:
            request: What LiveKit handed over. Its context is not changed: what is appended to it
                would leak into the next call of the same turn.
        """
        with span(MODEL, self._conversation) as made:
            answer = await self._complete(request, directive(self._conversation))
            answered(made, calls=len(answer.calls), words=bool(answer.text))
        self._failed = answer.failed
        return answer

    async def word(self, request: Request, line: Line) -> Wording | None:
        """Have a line put in other words, where that is wanted and as far as they will do.

        After a turn that the model has failed in, it is not asked again: the caller has waited.

        Args:
            request: What LiveKit handed over.
            line: The line.
        """
        failed, self._failed = self._failed, False
        prompt = self._conversation.state.prompt
        said_last = request_for(line, prompt) if self._manner.phrasing == "model" else None
        if said_last is None or failed or self._answers_a_question:
            return None
        if (step := asked_step(self._conversation)) and step.instructions:
            said_last = f"{step.instructions}\n{said_last}"
        with span(WORD, self._conversation) as made:
            settings = replace(request.settings, tool_choice="none")
            answer = await self._complete(replace(request, settings=settings), said_last)
            steps = self._conversation.workflow.steps.values()
            wording = wording_of(line, answer.text, prompt, steps)
            answered(made, calls=len(answer.calls), words=wording is not None)
        return wording

    @property
    def _answers_a_question(self) -> bool:
        """Whether the line holds a business fact: "from nine to five" is not for others to word."""
        moves = self._conversation.moves
        return any(isinstance(move, Question) and move.topic is not None for move in moves)

    async def pass_on(self, request: Request) -> AsyncIterator[llm.ChatChunk]:
        """Ask just what a developer's own code asks, and pass the answer on."""
        self._at = (asked_step(self._conversation),)
        node = Agent.default.llm_node(
            request.agent, request.chat_ctx, request.tools, request.settings
        )
        async for chunk in node:
            if isinstance(chunk, llm.ChatChunk):
                yield chunk

    def asked(self) -> Step[Any] | None:
        """Return the step that was asked when the model was.

        Calls of one reply run in parallel, and by the time a step's tool runs, the answer beside it
        may have moved the call on. A speech-to-speech model is not asked here: for it the step is
        that of the moment.
        """
        return self._at[0] if self._at else asked_step(self._conversation)

    def reflect(self, items: Sequence[llm.ChatItem]) -> None:
        """Have the older part of a history summed up where a policy asks for it; return at once.

        Only after a turn that a model was asked in: where the reader understands all, nobody would
        read the summary.

        Args:
            items: The history, oldest first.
        """
        model, self._model = self._model, None
        steps = self._conversation.workflow.steps.values()
        for policy in dict.fromkeys((self._manner.context, *(step.context for step in steps))):
            if model is not None and isinstance(policy, Summary):
                self._summaries.write(policy, items, model)

    def rest(self) -> None:
        """Write no more summaries."""
        self._summaries.cancel()

    async def _complete(self, request: Request, said_last: str) -> Answer:
        """Send the history, as its policy has it, with one message after it."""
        if self._patience_left(request) <= 0:
            return Answer(failed=True)
        self.calls += 1
        began = monotonic()
        told = self._told(request, said_last)
        self.characters += sum(map(_length, told.items))
        known = {tool.id for tool in request.tools}
        shown_tools = [tool for tool in request.tools if tool.id not in self._unshown]
        text = ""
        calls: list[tuple[llm.FunctionToolCall, Mapping[str, Any]]] = []
        lost = False
        try:
            async with asyncio.timeout(self._left):
                node = Agent.default.llm_node(request.agent, told, shown_tools, request.settings)
                async for chunk in node:
                    if not isinstance(chunk, llm.ChatChunk) or chunk.delta is None:
                        continue
                    text += chunk.delta.content or ""
                    self.characters += len(chunk.delta.content or "")
                    for call in chunk.delta.tool_calls:
                        self.characters += len(call.arguments or "")
                        usable = call.name in known and len(calls) < _MOST_CALLS
                        arguments = _arguments_of(call) if usable else None
                        if arguments is None:
                            lost = True
                        else:
                            calls.append((call, arguments))
            if not (text.strip() or calls or lost):
                raise ValueError("the answer is empty")  # noqa: TRY301 - a failure like any other
        except Exception as error:  # noqa: BLE001 - whatever fails there, the caller is not left in silence
            # Its kind only: a provider's message may quote the request, and so the caller.
            self.fault = error
            logger.warning(
                "the model could not be asked, going on without it",
                extra={"error": type(error).__name__},
            )
            return Answer(failed=True)
        finally:
            self._left -= monotonic() - began
        return Answer(text.strip(), tuple(calls), lost)

    def _patience_left(self, request: Request) -> float:
        """Return the seconds that models may still take in this turn, however often asked."""
        said = caller_messages(request.chat_ctx.items)
        turn = said[-1].id if said else None
        if turn != self._turn:
            self._turn, self._left = turn, self._manner.patience
        return self._left

    def _told(self, request: Request, said_last: str) -> llm.ChatContext:
        own = request.agent.llm
        model = own if is_given(own) else request.agent.session.llm
        self._model = model if isinstance(model, llm.LLM) else None
        step = asked_step(self._conversation)
        self._at = (step,)
        policy = (step.context if step else None) or self._manner.context
        role = self._manner.directive_role
        items = shown(request.chat_ctx.items, policy, self._summaries.of(policy), role=role)
        return llm.ChatContext(_ending_in(items, said_last, role))


def _length(item: llm.ChatItem) -> int:
    if isinstance(item, llm.ChatMessage):
        return len(item.text_content or "")
    if isinstance(item, llm.FunctionCall):
        return len(item.arguments)
    return len(item.output) if isinstance(item, llm.FunctionCallOutput) else 0


def _ending_in(items: list[llm.ChatItem], said_last: str, role: Role) -> list[llm.ChatItem]:
    """Return a history with one message after it; as a user's, in the caller's own.

    Servers that take no system message there want the roles to take turns, too.
    """
    last = last_done(items)
    if role == "user" and isinstance(last, llm.ChatMessage) and last.role == "user":
        both = last.model_copy(update={"content": [*last.content, f"({said_last})"]})
        return [both if item is last else item for item in items]
    return [*items, llm.ChatMessage(role=role, content=[said_last])]


def _arguments_of(call: llm.FunctionToolCall) -> Mapping[str, Any] | None:
    try:
        if len(call.arguments) > _LONGEST_ARGUMENTS:
            return None
        return parse_function_arguments(call.arguments or "{}")
    except (ValueError, RecursionError):
        return None
