"""The contract of a store: what keeps the records of all calls.

`handrail.journal.testing.StoreContract` is the contract as tests, to be run on a store of your own.

A call is one row that counts its records, and the records beneath it. Whoever appends names the
count they know: so of two workers that have taken up the same call, one is refused.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Self

__all__ = ["CallHeader", "CallSummary", "Record", "Store"]


@dataclass(frozen=True, slots=True)
class CallHeader:
    """What is known of a call when it begins."""

    id: str
    """Unique among all calls of the store."""
    caller: str | None
    """The calling number (E.164); None where it is withheld."""
    began: datetime
    """With a time zone. Stores give all times in UTC."""


@dataclass(frozen=True, slots=True)
class CallSummary:
    """A call as a store lists it."""

    header: CallHeader
    last: datetime
    """When something was last appended."""
    length: int
    """How many records it has."""
    ended: bool
    """Whether it came to its end. A call that did not was dropped, or is still going on."""


@dataclass(frozen=True, slots=True)
class Record:
    """One entry of a call as it is stored; a store does not look into it."""

    kind: str
    at: datetime
    """With a time zone; to the microsecond."""
    data: Mapping[str, Any]
    """JSON data."""
    form: int
    """The form of `kind` and `data`: see `handrail.journal.codec`."""


class Store(ABC):
    """Keeps the records of calls. Any number of calls, and of processes, may share one.

    Raises:
        JournalUnavailable: By every method, when the store cannot be read or written. Nothing, or
            all, of what was to be written is then written.
    """

    @abstractmethod
    async def append(
        self,
        call: CallHeader,
        records: Sequence[Record],
        *,
        after: int,
        people: frozenset[str] = frozenset(),
        ended: bool = False,
    ) -> None:
        """Append records to a call in one transaction, in order; with `after` 0 the call begins.

        When it returns they are on disk, whatever becomes of the process.

        Args:
            call: The call; but for its id it is only read when the call begins.
            records: What to append; with none, only `people` and `ended` are written.
            after: How many records the call must have before.
            people: What the call names people by besides the calling number (phone numbers,
                email addresses), to be found by `purge_person`.
            ended: Whether the call has ended with them.

        Raises:
            OvertakenError: If the call has more or fewer records, or was purged.
        """

    @abstractmethod
    async def read(self, call: str) -> tuple[Record, ...]:
        """Return the records of a call in their order; none for a call that is not there."""

    @abstractmethod
    async def find(self, call: str) -> CallSummary | None:
        """Return a call by its id."""

    @abstractmethod
    async def open_calls(self, caller: str, *, since: datetime) -> tuple[CallSummary, ...]:
        """Return a caller's calls that have not ended, the latest first.

        Args:
            caller: The calling number (E.164).
            since: Only calls to which something was appended at this moment or later.
        """

    @abstractmethod
    async def calls(self) -> tuple[CallSummary, ...]:
        """Return all calls, in no order."""

    @abstractmethod
    async def purge(self, calls: Collection[str]) -> int:
        """Delete the calls with these ids, also open ones; an id that is unknown is passed over.

        Returns:
            How many calls were deleted, with all that was said in them.
        """

    @abstractmethod
    async def purge_before(self, moment: datetime) -> int:
        """Delete every call to which nothing was appended at this moment or later.

        Returns:
            How many calls were deleted, with all that was said in them.
        """

    @abstractmethod
    async def purge_person(self, person: str) -> int:
        """Delete every call that came from this number or named this person, also open ones.

        Args:
            person: A phone number (E.164) or an email address; letters count without case.

        Returns:
            How many calls were deleted, with all that was said in them.
        """

    @abstractmethod
    async def aclose(self) -> None:
        """Let go of the store."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()
