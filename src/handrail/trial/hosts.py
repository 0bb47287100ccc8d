"""What holds a trial's call: the plain host, or LiveKit's session in text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Protocol, TypeAlias

from ..conversation import Conversation
from ..plain import PlainCall

__all__ = ["Host", "HostName", "host"]

HostName: TypeAlias = Literal["plain", "session"]


class Host(Protocol):
    """One call."""

    model_calls: int
    """How often the desk has asked its model so far."""

    @property
    def conversation(self) -> Conversation[Any]:
        """The call as it stands."""

    async def open(self) -> str:
        """Begin the call and return the first words."""

    async def say(self, text: str) -> str:
        """Say something, or nothing, and return the desk's words."""

    async def aclose(self) -> None:
        """Hang up."""


def host(name: HostName, arguments: Mapping[str, Any], model: Any = None) -> Host:
    """Return what holds a call.

    Args:
        name: Which host; a model needs the session.
        arguments: Those of a `Conversation`.
        model: The desk's model, LiveKit's; None for none.
    """
    if name == "plain" and model is None:
        return _Plain(arguments)
    from .session import SessionCall  # noqa: PLC0415 - importing LiveKit takes a while

    return SessionCall(arguments, model)


class _Plain:
    def __init__(self, arguments: Mapping[str, Any]) -> None:
        self.model_calls = 0
        self._call: PlainCall[Any] = PlainCall(Conversation(**arguments))

    @property
    def conversation(self) -> Conversation[Any]:
        return self._call.conversation

    async def open(self) -> str:
        return await self._call.open()

    async def say(self, text: str) -> str:
        return await self._call.say(text)

    async def aclose(self) -> None:
        self._call.hang_up()
