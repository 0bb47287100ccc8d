"""Handing a caller over to a person by an `AgentTask`: LiveKit's `WarmTransferTask` or another."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from typing import Any, TypeAlias

from livekit.agents import AgentSession, AgentTask, llm

from ..speaking import Line

__all__ = ["Transfer", "put_through"]

logger = logging.getLogger("handrail.livekit")

Transfer: TypeAlias = Callable[[llm.ChatContext], AgentTask[Any]]
"""Makes the task that reaches a person, given what was said in the call.

The task is awaited within the caller's turn. That it is completed means that a person has taken the
call; if it raises, as `WarmTransferTask` does when nobody answers, nobody has.
"""


async def put_through(session: AgentSession[Any], transfer: Transfer, words: Line) -> bool:
    """Put the caller through to a person, and tell whether one took the call.

    Args:
        session: The caller's.
        transfer: Makes the task.
        words: What the caller hears first.
    """
    with contextlib.suppress(RuntimeError):  # a speech-to-speech model that has no voice to lend
        session.say(words.text)
    try:
        await transfer(session.history.copy())
    except Exception as fault:  # noqa: BLE001 - whatever fails there, the caller is called back
        # Its kind only: a provider's message may hold a number.
        logger.warning("nobody took the call", extra={"error": type(fault).__name__})
        return False
    return True
