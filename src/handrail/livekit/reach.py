"""Where AgentTasks are left and taken up again behind LiveKit's public names, and why.

Each reach is held by a test; where a release of LiveKit takes a name away, the fallback is what
LiveKit itself does.
"""

from __future__ import annotations

import asyncio
import contextvars
from typing import Any, Final

from livekit.agents import AgentSession, AgentTask, llm

__all__ = ["is_closing", "reopen", "stop", "summarize"]

_STARTED: Final = "_AgentTask__started"
_FUTURE: Final = "_AgentTask__fut"


def stop(task: AgentTask[Any], reason: Exception) -> None:
    """End a task's turn with an exception of the group's own, unseen by `session.run()`.

    LiveKit notes a completion on the speech of the calling context, and a run whose last speech it
    was raises it. In an empty context there is no speech to note it on.
    """
    contextvars.Context().run(task.complete, reason)


def reopen(task: AgentTask[Any]) -> bool:
    """Make a task that was stopped awaitable again, with all it holds; return whether it is.

    LiveKit's tasks can be awaited once. But an activity is made anew each time one is entered, so
    only the future and the mark of the first time stand in the way.
    """
    if not {_STARTED, _FUTURE} <= vars(task).keys():
        return False
    setattr(task, _STARTED, False)
    setattr(task, _FUTURE, asyncio.get_running_loop().create_future())
    return True


def is_closing(session: AgentSession[Any]) -> bool:
    """Return whether the call is ending: LiveKit says it in public only when it has ended."""
    return bool(getattr(session, "_closing", False))


async def summarize(chat_ctx: llm.ChatContext, model: llm.LLM[Any]) -> llm.ChatContext:
    """Return the context as LiveKit's group would leave it: one message for all that was said.

    It is LiveKit's own summary, in its own markup, so that a later one leaves it alone.
    """
    copy = chat_ctx.copy()
    return await copy._summarize(llm_v=model, keep_last_turns=0)  # noqa: SLF001
