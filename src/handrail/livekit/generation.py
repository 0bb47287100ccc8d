"""A generation: what one run of the node proposed. However many calls it has, it is one turn.

"Yes, but make it five" is a yes and a five: all moves of a generation are made in one go, in order
and without an await, by the first of its calls to run, and what follows is decided once after them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..conversation import Conversation
from ..engine.moves import Move, Record, Unclear
from .calls import BadCall, Moment, ToolCall, move_of
from .refusals import UNSURE, reason

__all__ = ["Generation", "Made"]


@dataclass(frozen=True, slots=True)
class Made:
    """A move that was made in the turn, and why it was refused, if it was."""

    move: Move
    refused: str | None = None


class Generation:
    """What is to be done with one reply.

    Args:
        name: Its id, which its calls are stamped with.
        revision: The conversation's when it was proposed.
        messages: The ids of the caller messages that it answers, oldest first.
        moves: What was read; for what the caller means, a model's calls are taken instead.
        calls: A model's calls, their arguments unchecked.
        lost: Whether the model made a call that came to nothing.
        unwritten: Whether nobody but the model has the caller's words: what it records is doubtful.
    """

    def __init__(
        self,
        name: str,
        revision: int,
        messages: tuple[str, ...],
        *,
        moves: Sequence[Move] = (),
        calls: Sequence[ToolCall] = (),
        lost: bool = False,
        unwritten: bool = False,
    ) -> None:
        self.name = name
        self.revision = revision
        self.messages = messages
        self.moves = moves if moves or calls else (Unclear(),)
        self.calls = calls
        self.lost = lost
        self.unwritten = unwritten
        self.is_made = False
        """Whether its moves were made."""
        self.made: list[Made] = []
        """They, and which of them were refused."""
        self._refused: list[str | None] = []  # by call: why, if it was

    def make(self, conversation: Conversation[Any]) -> None:
        """Make its moves, all of them."""
        self.is_made = True
        self._refused = [
            *(self._apply(conversation, move) for move in self.moves),
            *(self._call(conversation, index, call) for index, call in enumerate(self.calls)),
        ]

    def refused(self, index: int) -> str | None:
        """Return why a call was refused, or None."""
        return self._refused[index] if index < len(self._refused) else None

    @property
    def came_to_nothing(self) -> bool:
        """Whether a model made it, and was refused in all it did."""
        return bool(self.calls) and None not in self._refused

    def _apply(self, conversation: Conversation[Any], move: Move) -> str | None:
        refused = conversation.apply(move)
        made = Made(move, reason(refused) if refused else None)
        self.made.append(made)
        return made.refused

    def _call(self, conversation: Conversation[Any], index: int, call: ToolCall) -> str | None:
        others = [*self.calls[:index], *self.calls[index + 1 :]]
        # "Yes, but make it five" of which the five is refused is no yes to a four.
        if (
            call.name == "answer"
            and call.arguments.get("yes")
            and (self.lost or not all(_is_sound(conversation, other) for other in others))
        ):
            return UNSURE
        try:
            moment = _moment(conversation, others, unwritten=self.unwritten)
            move = move_of(call, moment)
        except BadCall as fault:
            return str(fault)
        return self._apply(conversation, move)


def _is_sound(conversation: Conversation[Any], call: ToolCall) -> bool:
    """Whether a call will record what it says it does."""
    try:
        move = move_of(call, _moment(conversation))
    except BadCall:
        return False
    return not isinstance(move, Record) or move.evidence is not None


def _moment(
    conversation: Conversation[Any], others: Sequence[ToolCall] = (), *, unwritten: bool = False
) -> Moment:
    names = [workflow.plan.name for workflow in conversation.workflows]
    return Moment(conversation.transcript(), names, others, unwritten)
