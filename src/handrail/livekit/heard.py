"""What was heard of a line: tag each line as it is spoken, and find its stored item afterwards.

LiveKit stores what was played of a reply, so the history is the measure: the item is whole when the
line was heard to its end, truncated and `interrupted` when the caller cut in, and absent when they
cut in at once (within the first 0.15 s nothing is stored) or the reply was never made. Only the
tag tells a line from what a developer's own code says in between.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from livekit.agents import llm

__all__ = ["heard_of", "line_of", "tagged"]

_KEY: Final = "handrail"


def tagged(text: str, line: str) -> llm.ChatChunk:
    """Return a chunk that speaks a line, its id kept in the stored message's `extra`."""
    extra = {_KEY: {"line": line}}
    return llm.ChatChunk(
        id=line, delta=llm.ChoiceDelta(role="assistant", content=text, extra=extra)
    )


def line_of(item: object) -> str | None:
    """Return the id of the line that an item of the history is, or None."""
    if not isinstance(item, llm.ChatMessage):
        return None
    tag: Any = item.extra.get(_KEY)
    line = tag.get("line") if isinstance(tag, dict) else None
    return line if isinstance(line, str) else None


def heard_of(items: Iterable[object], line: str) -> str | None:
    """Tell what was heard of a line: None for all of it, else the words before it was cut.

    Args:
        items: The session's history, newest last.
        line: The line's id; when it was spoken twice, the last time counts.
    """
    for item in reversed(list(items)):
        if isinstance(item, llm.ChatMessage) and line_of(item) == line:
            return (item.text_content or "") if item.interrupted else None
    return ""
