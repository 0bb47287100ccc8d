"""What a model is shown of a history, and the summaries that stand for its older part.

Only the copy that goes to the model is cut: the session's history stays whole, and what the caller
said in the run is looked up in the conversation, not here.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from livekit.agents import llm

from ..history import History, Summary, Window
from .items import is_note
from .own import is_own

__all__ = ["Digest", "Role", "Summaries", "shown"]

logger = logging.getLogger("handrail.livekit")

Role: TypeAlias = Literal["system", "user"]
"""What the desk's own notes to a model are sent as."""

_PATIENCE: Final = 60.0
"""Seconds a summary may take. Nobody waits for it, but a request must not stay open for ever."""
_WANTED: Final = (
    "Sum up this part of a phone call for yourself, in at most {words} words: what the caller "
    "wants and has said about it, and what they asked and were told. Add nothing."
)
_READ: Final = "Earlier in this call: {text}"


@dataclass(frozen=True, slots=True)
class Digest:
    """A summary of items."""

    text: str
    covers: frozenset[str]
    """The ids of the items it stands for."""


def shown(
    items: Sequence[llm.ChatItem],
    policy: History,
    digest: Digest | None = None,
    *,
    role: Role = "system",
) -> list[llm.ChatItem]:
    """Return what a model is shown of a history, in its order.

    What a developer's own code put there as `system` or `developer` is always shown, the
    instructions among it, and no call without its output.

    Args:
        items: The history, oldest first.
        policy: How much of it.
        digest: For `Summary`, what was written; without one all is shown.
        role: What the summary is sent as.
    """
    said = [item for item in items if not is_own([item])]
    if isinstance(policy, Window):
        cut = _begin_of_last(said, policy.turns)
        return _without(said, {item.id for item in said[:cut]})
    if not isinstance(policy, Summary) or digest is None:
        return said
    left = _without(said, digest.covers)
    told = llm.ChatMessage(role=role, content=[_READ.format(text=digest.text)])
    at = next((i for i, item in enumerate(left) if not _stands(item)), len(left))
    return [*left[:at], told, *left[at:]]


class Summaries:
    """Writes summaries in the background, one at a time for each policy."""

    def __init__(self) -> None:
        self._written: dict[Summary, Digest] = {}
        self._tried: dict[Summary, int] = {}  # how many turns there were at the last attempt
        self._writing: dict[Summary, asyncio.Task[None]] = {}

    def of(self, policy: History) -> Digest | None:
        """Return what was written for a policy so far."""
        return self._written.get(policy) if isinstance(policy, Summary) else None

    def write(self, policy: Summary, items: Sequence[llm.ChatItem], model: llm.LLM[Any]) -> None:
        """Begin a summary, if enough has been said since the last one; return at once.

        Args:
            policy: When, and of what.
            items: The history, oldest first.
            model: Who writes it.
        """
        turns = len(_turns(items))
        before = self._written.get(policy)
        left = _without(items, before.covers if before else frozenset())
        due = len(_turns(left)) >= policy.turns + policy.every
        tried = turns - self._tried.get(policy, -policy.every) < policy.every
        if not due or tried or policy in self._writing:
            return
        self._tried[policy] = turns
        older = left[: _begin_of_last(left, policy.turns)]
        task = asyncio.create_task(self._write(policy, older, before, model))
        self._writing[policy] = task
        task.add_done_callback(lambda _: self._writing.pop(policy, None))

    def cancel(self) -> None:
        """Write no more: nobody will read it."""
        for task in self._writing.values():
            task.cancel()

    async def _write(
        self,
        policy: Summary,
        items: Sequence[llm.ChatItem],
        before: Digest | None,
        model: llm.LLM[Any],
    ) -> None:
        told = llm.ChatContext.empty()
        told.add_message(role="system", content=_WANTED.format(words=policy.words))
        told.add_message(role="user", content=_transcript(items, before))
        try:
            async with asyncio.timeout(_PATIENCE):
                answer = await model.chat(chat_ctx=told).collect()
        except Exception as error:  # noqa: BLE001 - whatever fails there, the history is shown whole
            # Its kind only: a provider's message may quote the request, and so the caller.
            logger.warning(
                "no summary was written, the history is shown whole",
                extra={"error": type(error).__name__},
            )
            return
        if text := answer.text.strip():
            covers = frozenset(item.id for item in items if not _stands(item))
            self._written[policy] = Digest(text, covers | before.covers if before else covers)


def _stands(item: llm.ChatItem) -> bool:
    """Whether an item is shown whatever the policy."""
    return isinstance(item, llm.ChatMessage) and item.role in {"system", "developer"}


def _turns(items: Sequence[llm.ChatItem]) -> list[int]:
    """Return where turns begin: at what the desk said before the caller's words.

    A caller who speaks in several pieces, nothing in between, takes one turn.
    """
    begins: list[int] = []
    begin, spoken = 0, False
    for index, item in enumerate(items):
        if is_note(item) or _stands(item):
            continue
        if isinstance(item, llm.ChatMessage) and item.role == "user":
            if not spoken:
                begins.append(begin)
            spoken = True
        elif spoken and isinstance(item, llm.FunctionCallOutput):
            continue  # of a slow tool: it does not end what the caller is saying
        elif not isinstance(item, llm.ChatMessage):
            begin, spoken = index + 1, False
        elif spoken:  # no call came of the caller's words
            begin, spoken = index, False
    return begins


def _begin_of_last(items: Sequence[llm.ChatItem], turns: int) -> int:
    begins = _turns(items)
    return begins[-turns] if len(begins) >= turns else 0


def _without(items: Sequence[llm.ChatItem], hidden: Collection[str]) -> list[llm.ChatItem]:
    """Leave items out, but keep both of a call and its output if one of them stays."""
    stays = [item.id not in hidden or _stands(item) for item in items]
    paired = {
        item.call_id
        for item, kept in zip(items, stays, strict=True)
        if kept and isinstance(item, llm.FunctionCall | llm.FunctionCallOutput)
    }
    return [
        item
        for item, kept in zip(items, stays, strict=True)
        if kept
        or (isinstance(item, llm.FunctionCall | llm.FunctionCallOutput) and item.call_id in paired)
    ]


def _transcript(items: Sequence[llm.ChatItem], before: Digest | None) -> str:
    who = {"user": "Caller", "assistant": "Desk"}
    said = (
        f"{who[item.role]}: {item.text_content}"
        for item in items
        if isinstance(item, llm.ChatMessage) and item.role in who and item.text_content
    )
    return "\n".join([*([_READ.format(text=before.text)] if before else []), *said])
