"""The summary of what was said in a group: wanted, never waited for long, never a fault."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from livekit.agents import AgentSession, UserStateChangedEvent, llm

from .reach import summarize

__all__ = ["summary_of"]

logger = logging.getLogger("handrail.livekit")


async def summary_of(
    chat_ctx: llm.ChatContext, session: AgentSession[Any], *, patience: float
) -> llm.ChatContext | None:
    """Return the context with one summary in place of what was said, or None if there is none.

    There is none without an LLM on the session (a speech-to-speech model is not one), when it
    fails, when it takes longer than `patience` seconds, and when the caller begins to speak
    meanwhile: nobody would answer them.
    """
    if not isinstance(session.llm, llm.LLM):
        return None
    spoken_to = asyncio.Event()

    def on_user_state(event: UserStateChangedEvent) -> None:
        if event.new_state == "speaking":
            spoken_to.set()

    session.on("user_state_changed", on_user_state)
    writing = asyncio.create_task(summarize(chat_ctx, session.llm))
    interruption = asyncio.create_task(spoken_to.wait())
    try:
        await asyncio.wait(
            (writing, interruption), timeout=patience, return_when=asyncio.FIRST_COMPLETED
        )
        if not writing.done():
            logger.warning("a task group goes on without its summary: it was not ready in time")
            return None
        return writing.result()
    except Exception as fault:  # noqa: BLE001 - whatever it is, the results are there
        # Only its type: a provider's message may quote what was said.
        known = {"error": type(fault).__name__}
        logger.warning("a task group goes on without its summary: it failed", extra=known)
        return None
    finally:
        session.off("user_state_changed", on_user_state)
        writing.cancel()
        interruption.cancel()
