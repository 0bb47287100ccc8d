"""Dropped calls: those a caller may have been cut off from a moment ago."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from ..resumption import Dropped, Same
from .call import CallJournal
from .faults import UnreadableJournal
from .store import Store

__all__ = ["WINDOW", "dropped_calls"]

WINDOW: Final = timedelta(minutes=30)
"""How long after its last turn a dropped call is offered to be gone on with."""
_LATEST: Final = 3
"""Calls that may be gone on with: who calls again and again is not asked about all of them."""
_READ: Final = 10
"""Calls that are read to find these. Of a number that many share, some hang up at the greeting:
three of those hid the call that its caller was in the middle of."""


async def dropped_calls(
    store: Store,
    *,
    caller: str | None,
    now: datetime,
    window: timedelta = WINDOW,
    same: Same | None = None,
) -> Dropped | None:
    """Find the calls that a caller may have been cut off from.

    Args:
        store: Where they are kept.
        caller: The calling number (E.164); None where it is withheld.
        now: The present moment, with a time zone.
        window: How long ago their last turn may be.
        same: Compares what callers say with what they had said: see `Dropped.same`.

    Returns:
        What `Conversation(dropped=...)` takes; None if there are none.

    Raises:
        JournalUnavailable: If the store cannot be read.
    """
    if caller is None:
        return None
    journals = []
    for each in (await store.open_calls(caller, since=now - window))[:_READ]:
        try:
            journal = await CallJournal.reopen(store, each.header.id)
        except UnreadableJournal:
            continue  # it was purged meanwhile
        if journal.is_spoken:
            journals.append(journal)
        if len(journals) == _LATEST:
            break
    if not journals:
        return None
    return Dropped(journals, caller) if same is None else Dropped(journals, caller, same)
