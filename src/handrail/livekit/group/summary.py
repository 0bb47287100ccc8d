"""The summary of what was said in a group: wanted, never waited for long, never a fault."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from livekit.agents import Agent, UserStateChangedEvent, llm

from ..reach import summarize

__all__ = ["summarize_within"]

logger = logging.getLogger("handrail.livekit")

_LATE: Final = "a task group goes on without its summary: it was not ready in time"
_FAILED: Final = "a task group goes on without its summary: it failed"


async def summarize_within(agent: Agent, patience: float, *, unless: asyncio.Event) -> None:
    """Put one summary in place of all that was said to an agent, if it can be had in time.

    Otherwise the agent's context stays as it is: without an LLM on the session (a speech-to-speech
    model is not one), when the summary fails, and when the caller begins to speak meanwhile, for
    nobody would answer them.

    Args:
        agent: The agent, on the stage.
        patience: Seconds it may take.
        unless: Set when it is not wanted any more.
    """
    session = agent.session
    if not isinstance(session.llm, llm.LLM):
        return

    def on_user_state(event: UserStateChangedEvent) -> None:
        if event.new_state == "speaking":
            unless.set()

    session.on("user_state_changed", on_user_state)
    writing = asyncio.create_task(summarize(agent.chat_ctx, session.llm))
    unwanted = asyncio.create_task(unless.wait())
    try:
        await asyncio.wait(
            (writing, unwanted), timeout=patience, return_when=asyncio.FIRST_COMPLETED
        )
        if writing.done():
            await agent.update_chat_ctx(writing.result())
        elif not unless.is_set():
            logger.warning(_LATE)
    except Exception as fault:  # noqa: BLE001 - whatever it is, the results are there
        # Only its type: a provider's message may quote what was said.
        logger.warning(_FAILED, extra={"error": type(fault).__name__})
    finally:
        session.off("user_state_changed", on_user_state)
        writing.cancel()
        unwanted.cancel()
