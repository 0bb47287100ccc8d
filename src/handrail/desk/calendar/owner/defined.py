"""What is defined, with its key and a version; and the transaction in which an owner changes it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from typing import Any, Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ..faults import Outdated
from ..store import Calendar
from ..tables import BusinessRow

__all__ = ["Defined", "changed_fields", "match", "owning", "version_of"]

DraftT = TypeVar("DraftT")


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


def changed_fields(before: Any, after: Any) -> list[str]:
    """Return the names of the fields that differ.

    The audit trail keeps names only: the value of one, a resource's name, may be a person's.
    """
    return [
        each.name
        for each in fields(after)
        if getattr(before, each.name) != getattr(after, each.name)
    ]


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
