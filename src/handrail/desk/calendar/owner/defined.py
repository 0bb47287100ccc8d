"""What is defined, with its key and a version; and the transaction in which an owner changes it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from hashlib import sha256
from typing import Any, Generic, TypeAlias, TypeVar

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ..audit import note
from ..faults import Outdated
from ..store import Calendar
from ..tables import BookingTypeRow, BusinessRow, ResourceRow

__all__ = [
    "Defined",
    "behind",
    "changed_fields",
    "draft_of",
    "match",
    "note_changed",
    "owning",
    "put_in_order",
    "version_of",
]

DraftT = TypeVar("DraftT")

_Listed: TypeAlias = type[ResourceRow] | type[BookingTypeRow]
"""What an owner keeps in an order of their own."""


@dataclass(frozen=True, slots=True)
class Defined(Generic[DraftT]):
    """A row that an owner has defined."""

    id: int
    """The key of its row."""
    draft: DraftT
    """As it is."""

    @property
    def version(self) -> str:
        """What tells whether it has changed since: see `version_of`."""
        return version_of(self.draft)


def version_of(draft: Any) -> str:
    """Return a mark of a definition's content: a form carries it, and a save compares it.

    It is a digest rather than a counter, so that whatever wrote the row, it cannot be missed.
    """
    content = asdict(draft) if hasattr(draft, "__dataclass_fields__") else draft
    written = json.dumps(content, default=_plain, sort_keys=True)
    return sha256(written.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def match(version: str | None, draft: Any) -> None:
    """Hold that what is there now is what was shown.

    Args:
        version: The version that was shown; None to change it whatever it is.
        draft: What is there now.

    Raises:
        Outdated: When it is not.
    """
    if version is not None and version != version_of(draft):
        raise Outdated


def draft_of(every: Iterable[Defined[DraftT]], key: int, *, version: str | None = None) -> DraftT:
    """Return the one of a key as it is.

    Args:
        every: All there are.
        key: Its key.
        version: The version that was shown; None to have it whatever it is.

    Raises:
        Outdated: When there is none of that key, or it is of another version.
    """
    found = next((each.draft for each in every if each.id == key), None)
    if found is None:
        raise Outdated
    match(version, found)
    return found


def changed_fields(before: Any, after: Any) -> list[str]:
    """Return the names of the fields that differ.

    The audit trail keeps names only: the value of one, a resource's name, may be a person's.
    """
    return [
        each.name
        for each in fields(after)
        if getattr(before, each.name) != getattr(after, each.name)
    ]


def note_changed(
    session: AsyncSession,
    row: _Listed,
    key: int,
    changed: Sequence[str],
    *,
    active: bool,
    now: datetime,
) -> None:
    """Note which fields of one have changed; of its being active alone, what it has become."""
    action = "changed"
    if list(changed) == ["active"]:
        action = "activated" if active else "deactivated"
    note(session, action, row.__tablename__, key, run=None, now=now, fields=list(changed))


async def behind(session: AsyncSession, row: _Listed) -> int:
    """Return the position behind all others."""
    return max((await session.execute(select(row.position))).scalars(), default=0) + 1


async def put_in_order(
    session: AsyncSession, row: _Listed, keys: Sequence[int], *, now: datetime
) -> None:
    """Put them in an order.

    Args:
        session: A transaction of the owner's.
        row: Which.
        keys: All their keys, in that order.
        now: The present moment, aware.

    Raises:
        Outdated: When these are not the keys of all of them, each once.
    """
    known = (await session.execute(select(row.id))).scalars()
    if sorted(known) != sorted(keys):
        raise Outdated
    for position, key in enumerate(keys, 1):
        await session.execute(update(row).where(row.id == key).values(position=position))
    note(session, "reordered", row.__tablename__, None, run=None, now=now)


@asynccontextmanager
async def owning(calendar: Calendar) -> AsyncIterator[AsyncSession]:
    """Give the transaction of one change; those of an owner follow one another.

    Raises:
        CalendarUnavailable: When the calendar cannot be written.
    """
    async with calendar.writing() as session:
        await session.execute(select(BusinessRow.id).with_for_update(key_share=True))
        yield session


def _plain(value: Any) -> Any:
    return asdict(value) if hasattr(value, "__dataclass_fields__") else str(value)
