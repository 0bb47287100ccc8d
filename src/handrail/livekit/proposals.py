"""Proposals: what is read in the caller's words, as calls, and kept until those are executed.

LiveKit runs a node ahead of the turn's end and throws runs away, so most proposals are never
executed. Which of the caller's messages are still to be answered is known here, too.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final, TypeAlias

from livekit.agents import llm, utils

from ..conversation import Conversation, Proposal
from ..engine.moves import Move
from ..faults import log_fault
from .calls import ToolCall, call_of
from .generation import Generation
from .items import caller_messages, words_of
from .keyed import has_keys, propose
from .stamp import stamped

__all__ = ["Messages", "Proposals"]

logger = logging.getLogger("handrail.livekit")

Messages: TypeAlias = Sequence[llm.ChatMessage]

_REMEMBERED: Final = 8
"""Generations that may still be executed: LiveKit keeps one ahead, and one that is running."""


class Proposals:
    """What was proposed in one conversation, and which caller messages are handled.

    Args:
        conversation: The call.
        own: The names of the tools by which moves are made.
    """

    def __init__(self, conversation: Conversation[Any], own: Collection[str]) -> None:
        self.id = utils.shortuuid("loop_")
        """What its calls are stamped with: a session may have several turn loops."""
        self.own = own
        """The names of the tools by which moves are made."""
        self._conversation = conversation
        self._handled: set[str] = set()  # ids of caller messages
        self._generations: OrderedDict[str, Generation] = OrderedDict()  # the latest, by name

    # --- the caller's messages ------------------------------------------------------------------

    def is_new(self, message: llm.ChatMessage) -> bool:
        """Whether a caller message is not handled yet."""
        return message.id not in self._handled

    def new_in(self, items: Iterable[object]) -> Messages:
        """Return the caller messages that nobody has handled yet, oldest first."""
        return [message for message in caller_messages(items) if self.is_new(message)]

    def handle(self, *messages: object) -> None:
        """Count caller messages as handled: taken up, or left alone as said to another agent."""
        self._handled.update(message.id for message in caller_messages(messages))

    def read(self, messages: Messages) -> Proposal:
        """Read the caller's words; a fault of the reader costs a turn, not the call."""
        try:
            if has_keys(messages):
                return propose(self._conversation, messages)
            return self._conversation.read(words_of(messages))
        except Exception as fault:  # noqa: BLE001 - words nobody can foresee
            log_fault(logger, "the reader failed", fault)
            return Proposal(self._conversation.revision, (), covered=False)

    # --- what is proposed for them --------------------------------------------------------------

    def keep(
        self,
        messages: Messages,
        revision: int | None = None,
        *,
        moves: Sequence[Move] = (),
        calls: Sequence[ToolCall] = (),
        lost: bool = False,
    ) -> Generation:
        """Keep what is proposed until its calls are executed.

        Args:
            messages: The caller messages that it answers.
            revision: The conversation's when it was proposed; by default the present one.
            moves: What was read.
            calls: A model's calls to our own tools, instead.
            lost: Whether the model made a call that came to nothing.
        """
        generation = Generation(
            utils.shortuuid("turn_"),
            self._conversation.revision if revision is None else revision,
            tuple(message.id for message in messages),
            moves=moves,
            calls=calls,
            lost=lost,
        )
        self._generations[generation.name] = generation
        if len(self._generations) > _REMEMBERED:
            self._generations.popitem(last=False)
        return generation

    def named(self, name: str) -> Generation | None:
        """Return a generation by its name, which its calls bear; None if it is long past."""
        return self._generations.get(name)

    def known(self, messages: Messages) -> Generation | None:
        """Return what was proposed for these very words at this moment, and not executed yet."""
        names = tuple(message.id for message in messages)
        for known in self._generations.values():
            if known.messages == names and known.revision == self._conversation.revision and names:
                return None if known.is_made else known
        return None

    # --- as calls -------------------------------------------------------------------------------

    def as_calls(self, generation: Generation) -> llm.ChatChunk:
        """Return the calls that a model would make for a generation's moves."""
        running = self._conversation.workflow  # its steps come last: names may be shared
        steps = {
            name: step
            for workflow in (*self._conversation.all_workflows, running)
            for name, step in workflow.steps.items()
        }
        calls = [*(call_of(move, steps) for move in generation.moves), *generation.calls]
        return self.stamped(generation.name, [call.for_livekit() for call in calls])

    def stamped(self, generation: str, calls: Iterable[llm.FunctionToolCall]) -> llm.ChatChunk:
        """Return calls as one chunk: a turn that is cut short has all of them or none.

        Args:
            generation: The name of the generation that they lead back to.
            calls: The calls, a developer's own tools among them.
        """
        made = stamped(calls, self.id, generation, own=self.own)
        delta = llm.ChoiceDelta(role="assistant", tool_calls=made)
        return llm.ChatChunk(id=utils.shortuuid("calls_"), delta=delta)
