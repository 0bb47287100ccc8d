"""The stamp on a tool call: on which state of the conversation it was proposed, and by whom.

A generation can run ahead of the turn's end and be executed later. LiveKit then compares
transcript, context and tools, but not the conversation's state: so each call carries its revision,
and the caller messages it answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from ..engine.moves import Source

__all__ = ["Stamp"]

_KEY: Final = "handrail"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where a tool call came from; kept as JSON data in the call's `extra`."""

    generation: str
    """The run of `llm_node` that made the call, with all others of the same reply."""
    by: Source
    revision: int
    """The conversation's revision when it was proposed."""
    messages: tuple[str, ...]
    """The ids of the caller messages that it answers, oldest first."""
    index: int = 0
    """Its place among the generation's calls."""

    def numbered(self, index: int) -> Stamp:
        """Return the stamp of another call of the same generation."""
        return replace(self, index=index)

    def kept_in(self, others: Mapping[str, Any] | None) -> dict[str, Any]:
        """Return a call's `extra` that holds this stamp beside a provider's own data."""
        return {**(others or {}), _KEY: {**asdict(self), "messages": list(self.messages)}}

    @classmethod
    def of(cls, extra: Mapping[str, Any]) -> Stamp | None:
        """Return the stamp in a call's `extra`; None for a call that the turn loop did not see."""
        data = extra.get(_KEY)
        return cls(**{**data, "messages": tuple(data["messages"])}) if data else None
