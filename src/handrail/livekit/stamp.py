"""The stamp on a tool call: which generation it belongs to, and whose that is.

A generation can run ahead of the turn's end and be executed later, or never. LiveKit then compares
transcript, context and tools, but not the conversation's state: so each call leads back to its
generation, which knows on which state it was proposed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from livekit.agents import llm

__all__ = ["Stamp", "stamped"]

_KEY: Final = "handrail"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where a tool call came from; kept as JSON data in the call's `extra`."""

    loop: str
    """The id of the turn loop that asked for it: a session may have several, one in another."""
    generation: str
    """The id of the generation that made the call, with all others of the same reply."""
    index: int = 0
    """Its place among the generation's calls to the loop's own tools."""

    def kept_in(self, others: Mapping[str, Any] | None) -> dict[str, Any]:
        """Return a call's `extra` that holds this stamp beside a provider's own data."""
        return {**(others or {}), _KEY: asdict(self)}

    @classmethod
    def of(cls, extra: Mapping[str, Any]) -> Stamp | None:
        """Return the stamp in a call's `extra`; None for a call that no turn loop asked for."""
        data = extra.get(_KEY)
        return cls(**data) if data else None


def stamped(
    calls: Iterable[llm.FunctionToolCall], loop: str, generation: str, *, own: Collection[str]
) -> list[llm.FunctionToolCall]:
    """Return the calls of one reply, stamped.

    Args:
        calls: The calls.
        loop: The id of the turn loop.
        generation: The id of the generation.
        own: The names of the loop's own tools.
    """
    done = []
    index = 0
    for call in calls:
        extra = Stamp(loop, generation, index).kept_in(call.extra)
        done.append(call.model_copy(update={"extra": extra}))
        index += call.name in own
    return done
