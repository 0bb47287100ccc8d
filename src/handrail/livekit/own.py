"""The mark on a reply that is asked for by ourselves: to say a line, whatever the history ends in.

LiveKit runs `llm_node` for callers' turns, for tools' outputs and for what a developer's own code
asks with `generate_reply`. Only the first two are told apart by what the history ends in.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from livekit.agents import llm

__all__ = ["is_own", "marked"]

_KEY: Final = "handrail_own"


def marked(chat_ctx: llm.ChatContext) -> llm.ChatContext:
    """Return a copy of the history for `generate_reply`; the mark in it is never stored."""
    told = chat_ctx.copy()
    told.items.append(llm.ChatMessage(role="developer", content=[], extra={_KEY: True}))
    return told


def is_own(items: Iterable[Any]) -> bool:
    """Whether a request's history bears the mark."""
    return any(isinstance(item, llm.ChatMessage) and _KEY in item.extra for item in items)
