"""One call's journal: it encodes what the conversation notes, and keeps it in a store.

A store that fails costs durability, not the call. What could not be written waits for the next
turn, and is written with it; while the store stays away no turn waits for it longer than a moment.
If somebody else has written to the call, they have taken it up, and this worker writes no more.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Self
from uuid import uuid4

from ..engine import events as e
from ..entries import Decided, Entry, Given, Said
from ..kinds import Email, Phone
from ..kinds.base import Context
from ..workflow import Workflow
from .codec import FORM, decode, encode, kind_of
from .faults import JournalUnavailable, OvertakenError, UnreadableJournal
from .store import CallHeader, Record, Store
from .values import Values

__all__ = ["CallJournal"]

logger = logging.getLogger(__name__)

PATIENCE = 2.0
"""Seconds that a caller may wait for a store to write their turn."""
PATIENCE_AFTER_A_FAILURE = 0.25
"""The same while the store has failed and nobody knows whether it is back."""


class CallJournal:
    """The journal of one call, for `Conversation(journal=...)`.

    Args:
        store: Where it is kept; it is not closed with the call.
        call: The call's id, unique in the store. By default one is made.
        caller: The calling number (E.164), by which a dropped call is found again; None where it is
            withheld.
    """

    def __init__(self, store: Store, *, call: str | None = None, caller: str | None = None) -> None:
        self.call = call or uuid4().hex
        self.caller = caller
        self.durable = True
        """Whether everything up to the last turn is kept."""
        self._store = store
        self._header: CallHeader | None = None
        self._records: tuple[Record, ...] = ()
        self._length = 0
        self._waiting: list[Record] = []
        self._people: set[str] = set()
        self.lost = False
        """Whether another worker has taken the call up."""
        self._unsure = False  # whether the last append was written after all
        self._ends = False  # whether the call has ended
        self._ends_kept = False  # whether the store knows so
        self._writing: asyncio.Task[None] | None = None

    @classmethod
    async def reopen(cls, store: Store, call: str) -> Self:
        """Return the journal of a call that was begun before: a conversation takes it up.

        Raises:
            JournalUnavailable: If the store cannot be read.
            UnreadableJournal: If there is no such call (any more).
        """
        found, records = await store.find(call), await store.read(call)
        if found is None or not records:
            raise UnreadableJournal("there is no such call in the journal: it may be purged")
        journal = cls(store, call=call, caller=found.header.caller)
        journal._header, journal._records = found.header, records
        journal._length = len(records)
        return journal

    def recorded(
        self, workflows: Sequence[type[Workflow]], context: Context
    ) -> Sequence[tuple[type[Workflow], Entry]]:
        """Return what was kept of the call so far; see `handrail.entries.Journal`.

        Raises:
            UnreadableJournal: If it was written by a newer Handrail or is damaged, or if one of
                its workflows is gone.
        """
        by_name = {workflow.plan.name: workflow for workflow in workflows}
        found: list[tuple[type[Workflow], Entry]] = []
        running: type[Workflow] | None = None
        for record in self._records:
            if record.kind == e.Began.__name__:
                running = by_name.get(str(record.data.get("plan")))
            if running is None:
                raise UnreadableJournal(
                    "this call was in a workflow that is not among those of the conversation"
                )
            now = record.at.astimezone(context.now.tzinfo)
            values = Values(running.steps, replace(context, now=now))
            found.append((running, decode(record.kind, record.data, values, record.form)))
        return found

    @property
    def is_spoken(self) -> bool:
        """Whether the caller has said anything in what was kept of the call."""
        return any(record.kind == Said.__name__ for record in self._records)

    def given(self) -> Sequence[Given]:
        """Return every answer that was ever given in this call; see `handrail.entries.Journal`."""
        try:
            return tuple(_given(self._records))
        except (AttributeError, TypeError):
            return ()  # damaged: whoever reads it in earnest is told so

    def note(self, entry: Entry, workflow: type[Workflow], now: datetime) -> None:
        """Take an entry, without keeping it yet."""
        if self.lost:
            return
        values = Values(workflow.steps, Context(now=now))
        data = encode(entry, values)
        self._header = self._header or CallHeader(self.call, self.caller, now.astimezone(UTC))
        self._waiting.append(Record(kind_of(entry), now.astimezone(UTC), data, FORM))
        self._people |= _people_in(entry, workflow)

    async def keep(self, *, ended: bool) -> bool:
        """Write what was noted since the last time, in one transaction.

        A store that takes too long is not waited for, and goes on writing: a transaction that is
        called off may take its connection with it. Later turns are written after it.
        """
        self._ends = self._ends or ended
        if self._writing is None or self._writing.done():
            if self.lost or self._header is None or not self._is_behind:
                return self.durable
            self._writing = asyncio.create_task(self._write_all(self._header))
        patience = PATIENCE if self.durable else PATIENCE_AFTER_A_FAILURE
        written, _ = await asyncio.wait({self._writing}, timeout=patience)
        if not written:
            if self.durable:
                logger.error("the journal is slow: a turn is answered before it is written")
            self.durable = False
        return self.durable

    @property
    def _is_behind(self) -> bool:
        """Whether there is anything to write: records, or only that the call has ended."""
        return bool(self._waiting) or self._ends > self._ends_kept

    async def _write_all(self, header: CallHeader) -> None:
        """Write all there is, and what comes meanwhile; after a fault the next turn tries again."""
        try:
            while self._is_behind:
                ended = self._ends
                await self._write(header, ended=ended)
                self._ends_kept = ended
        except OvertakenError:
            self.lost, self.durable = True, False
            self._waiting.clear()
            logger.warning("another worker has taken up this call; its journal is left to it")
        except Exception as error:  # noqa: BLE001 - whatever a store does, the call goes on
            self.durable, self._unsure = False, True
            fault = str(error) if isinstance(error, JournalUnavailable) else type(error).__name__
            logger.error("a turn could not be written to the journal: %s", fault)  # noqa: TRY400
        else:
            self.durable = True

    async def _write(self, header: CallHeader, *, ended: bool) -> None:
        if self._unsure:
            await self._find_out()
        waiting = tuple(self._waiting)
        people = frozenset(self._people)
        await self._store.append(header, waiting, after=self._length, people=people, ended=ended)
        self._written(len(waiting))

    async def _find_out(self) -> None:
        """Learn whether an append that failed, or took too long, was written all the same."""
        since = (await self._store.read(self.call))[self._length :]
        if since == tuple(self._waiting[: len(since)]):
            self._written(len(since))
        self._unsure = False

    def _written(self, count: int) -> None:
        self._length += count
        del self._waiting[:count]


def _given(records: Sequence[Record]) -> Iterator[Given]:
    run = workflow = ""
    for record in records:
        answers: Mapping[str, Any] = {}
        if record.kind == e.Began.__name__:
            run, workflow = str(record.data.get("run")), str(record.data.get("plan"))
            answers = record.data.get("answers", {})
        elif record.kind == e.Answered.__name__:
            answers = {str(record.data.get("step")): record.data.get("answer", {})}
        for step, answer in answers.items():
            for value in answer.get("value") or ():  # none, if it was not to be kept
                yield Given(run, workflow, step, value)


def _people_in(entry: Entry, workflow: type[Workflow]) -> set[str]:
    """Return by what an entry names people: numbers and addresses that reach one of them."""
    match entry:
        case Decided(event=e.Answered(step=step, answer=answer)):
            answers = {step: answer}
        case Decided(event=e.Began(answers=begun)):
            answers = dict(begun)
        case _:
            return set()
    return {
        answer.value
        for step, answer in answers.items()
        if isinstance(workflow.steps[step].kind, Phone | Email) and isinstance(answer.value, str)
    }
