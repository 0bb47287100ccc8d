"""The model of a session that has none.

LiveKit calls `llm_node` only when the activity has an LLM, and the turn loop lives there. So a
session without a model gets this one, which is never asked for anything.
"""

from __future__ import annotations

from typing import Any, Final

from livekit.agents import llm

__all__ = ["NO_MODEL", "NoModel"]


class NoModel(llm.LLM[Any]):
    """Stands where LiveKit wants a model; asking it is a fault of the program."""

    @property
    def model(self) -> str:
        """The name shown in LiveKit's metrics and traces."""
        return "none"

    @property
    def provider(self) -> str:
        """The provider shown in LiveKit's metrics and traces."""
        return "handrail"

    def chat(self, **_options: Any) -> llm.LLMStream:
        """Refuse.

        Raises:
            RuntimeError: Always.
        """
        raise RuntimeError("this session has no model: give AgentSession an llm to ask one")


NO_MODEL: Final = NoModel()
