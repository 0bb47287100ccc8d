"""What the items of a history are: callers' words, LiveKit's own notes, calls and their outputs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from livekit.agents import Agent, llm

from .stamp import Stamp

__all__ = [
    "caller_messages",
    "calls_of_last_reply",
    "is_instructed",
    "is_note",
    "last_done",
    "replies_since",
    "since_other_call",
    "words_of",
]


def caller_messages(items: Iterable[object]) -> list[llm.ChatMessage]:
    """Return what the caller said, oldest first."""
    return [item for item in items if isinstance(item, llm.ChatMessage) and item.role == "user"]


def words_of(messages: Iterable[llm.ChatMessage]) -> tuple[str, ...]:
    """Return the words of messages."""
    return tuple(message.text_content or "" for message in messages)


def is_note(item: object) -> bool:
    """Whether LiveKit noted it for itself: nobody said or did it."""
    own = isinstance(item, llm.ChatMessage) and item.id.startswith("lk.")
    return own or isinstance(item, llm.AgentConfigUpdate | llm.AgentHandoff)


def last_done(items: Sequence[object]) -> object:
    """Return the last item that somebody said or did."""
    return next((item for item in reversed(items) if not is_note(item)), None)


def calls_of_last_reply(items: Sequence[object], loop: str) -> list[llm.FunctionCall]:
    """Return all calls of the reply whose output comes last; none if it was not this loop's.

    A tool that is awaiting this very task stands in the context as still running: what called it
    was not this loop's to answer, even if another loop's.
    """
    output = last_done(items)
    if not isinstance(output, llm.FunctionCallOutput):
        return []
    stamped = _stamped(items, loop)
    reply = next((s.generation for call, s in stamped if call.call_id == output.call_id), None)
    return [call for call, stamp in stamped if stamp.generation == reply]


def since_other_call(
    items: Sequence[object], loop: str, own: Collection[str]
) -> list[llm.ChatMessage]:
    """Return what the caller said since a loop's model called a tool that is not the loop's own.

    Args:
        items: The history.
        loop: The loop's id.
        own: The names of its own tools.
    """
    others = {call.call_id for call, _ in _stamped(items, loop) if call.name not in own}
    called = (isinstance(i, llm.FunctionCall) and i.call_id in others for i in items)
    last = max((place for place, is_it in enumerate(called) if is_it), default=-1)
    return caller_messages(items[last + 1 :])


def replies_since(items: Sequence[object], loop: str) -> int:
    """Count the replies of a loop that made calls since the caller spoke last."""
    spoke = max((i for i, item in enumerate(items) if caller_messages([item])), default=-1)
    return len({stamp.generation for _, stamp in _stamped(items[spoke + 1 :], loop)})


def is_instructed(chat_ctx: llm.ChatContext, agent: Agent, *, own: Collection[str]) -> bool:
    """Whether a request is a developer's `generate_reply(instructions=...)`, or what follows it.

    LiveKit puts the instructions last, in this request only; a history may end in a system message,
    too.

    Args:
        chat_ctx: What the request shows.
        agent: Whose history it is.
        own: The names of the turn loop's own tools.
    """
    for item in reversed(chat_ctx.items):
        if isinstance(item, llm.FunctionCall | llm.FunctionCallOutput):
            if item.name in own:
                return False
        elif not is_note(item):
            system = isinstance(item, llm.ChatMessage) and item.role == "system"
            return system and agent.chat_ctx.get_by_id(item.id) is None
    return False


def _stamped(items: Iterable[object], loop: str) -> list[tuple[llm.FunctionCall, Stamp]]:
    calls = [item for item in items if isinstance(item, llm.FunctionCall)]
    stamps = [(call, Stamp.of(call.extra)) for call in calls]
    return [(call, stamp) for call, stamp in stamps if stamp and stamp.loop == loop]
