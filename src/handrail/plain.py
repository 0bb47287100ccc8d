"""The plain host: holds a call in text, without LiveKit and without a model.

The same conversation as in a LiveKit session, in a tenth of the time: for tests, trials, and
anything that wants to talk to a workflow from Python.
"""

from __future__ import annotations

from typing import Generic, TypeVar

from .conversation import Conversation
from .engine.moves import Unclear

__all__ = ["PlainCall"]

UserdataT = TypeVar("UserdataT")


class PlainCall(Generic[UserdataT]):
    """One call in text.

    Args:
        conversation: The conversation to hold.

    Raises:
        ValueError: A step is made from an AgentTask: only LiveKit can ask it.
    """

    def __init__(self, conversation: Conversation[UserdataT]) -> None:
        for workflow in conversation.all_workflows:
            for step in workflow.plan.steps:
                if step.hosted:
                    raise ValueError(
                        f"{workflow.__name__}.{step.name} is asked by an AgentTask, which needs "
                        "LiveKit: hold the call with handrail.livekit"
                    )
        self.conversation = conversation

    async def open(self) -> str:
        """Begin the call and return the first words."""
        line = await self.conversation.open()
        self.conversation.played(line)
        return line.text

    async def say(self, text: str) -> str:
        """Say something as the caller (nothing: silence) and return the desk's words."""
        conversation = self.conversation
        proposal = conversation.read((text,))
        conversation.begin_turn((text,))
        for move in proposal.moves or (Unclear(),):
            conversation.apply(move)
        line = await conversation.settle()
        conversation.played(line)
        return line.text

    def hang_up(self) -> None:
        """End the call as the caller."""
        self.conversation.hang_up()
