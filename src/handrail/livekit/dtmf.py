"""Keys of a caller's telephone (DTMF), gathered into entries that are caller turns.

A key interrupts what is being spoken. An entry ends with `#`, when what was asked is answered to
its end, or after a pause; `*` begins it anew.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any, Final, Protocol

from livekit import rtc
from livekit.agents import Agent, AgentSession, llm

from ..conversation import Conversation
from .keyed import is_whole, keyed_message
from .telephony import linked_participant, room_of

__all__ = ["Keypad", "Later", "Timer"]

_EVENT: Final = "sip_dtmf_received"
_MOST: Final = 40
"""Digits of one entry; more are not an answer to anything."""


class Timer(Protocol):
    """What can be called off: an `asyncio.TimerHandle`."""

    def cancel(self) -> None:
        """Call it off."""


class Later(Protocol):
    """Calls a function after some seconds: a loop's `call_later`."""

    def __call__(self, delay: float, callback: Callable[[], None], /) -> Timer:
        """Call it, once, unless the timer is cancelled before."""


def _after(delay: float, callback: Callable[[], None], /) -> Timer:
    return asyncio.get_running_loop().call_later(delay, callback)


class Keypad:
    """Takes the keys of one conversation's caller.

    Args:
        conversation: What the keys answer.
        take: Takes up an entry, as a caller message.
        pause: Seconds without a key after which an entry is taken.
        later: The clock.
    """

    def __init__(
        self,
        conversation: Conversation[Any],
        take: Callable[[llm.ChatMessage], None],
        *,
        pause: float,
        later: Later = _after,
    ) -> None:
        self._conversation = conversation
        self._take_up = take
        self._pause = pause
        self._later = later
        self._keys = ""
        self._timer: Timer | None = None
        self._agent: Agent | None = None
        self._room: rtc.Room | None = None

    def listen(self, agent: Agent) -> None:
        """Take the keys of the one whom the agent's session listens to, while it is its turn."""
        self._agent = agent
        self._room = room_of(agent.session)
        if self._room is not None:
            self._room.on(_EVENT, self._on_key)

    def stop(self) -> None:
        """Take no more keys; an entry that was begun is dropped."""
        self._clear()
        if self._room is not None:
            self._room.off(_EVENT, self._on_key)
        self._agent = self._room = None

    def press(self, key: str) -> None:
        """Take one key: a digit, `*` or `#`; others are passed over."""
        session = self._active_session()
        if session is None:
            return
        if key == "#":
            self._take()
        elif key == "*":
            self._clear()
        elif len(key) == 1 and key in "0123456789" and len(self._keys) < _MOST:
            if not self._keys:
                _interrupt(session)
            keys = self._keys + key
            self._clear()
            self._keys = keys
            if is_whole(self._conversation, keys):
                self._take()
            else:
                self._timer = self._later(self._pause, self._take)

    def _on_key(self, event: rtc.SipDTMF) -> None:
        session = self._active_session()
        linked = linked_participant(session) if session else None
        sender = event.participant
        if linked is None or (sender is not None and sender.identity == linked.identity):
            self.press(event.digit)

    def _take(self) -> None:
        keys, session = self._keys, self._active_session()
        self._clear()
        if keys and session is not None:
            _interrupt(session)  # what was begun since the first key
            self._take_up(keyed_message(keys))

    def _active_session(self) -> AgentSession[Any] | None:
        """Return the session, while the keys are this agent's: another may have them meanwhile."""
        agent = self._agent
        if agent is None or self._conversation.closed:
            return None
        return agent.session if agent.session.current_agent is agent else None

    def _clear(self) -> None:
        self._keys = ""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _interrupt(session: AgentSession[Any]) -> None:
    with contextlib.suppress(RuntimeError):  # a check or a commit is under way: it is heard out
        session.interrupt()
