"""The journal: what keeps a call, so that it can be taken up where it stood.

    store = await SqlStore.open("calls.db")
    journal = CallJournal(store, caller="+12125550142")
    conversation = Conversation([Booking], journal=journal, ...)

Every turn is written in one transaction before it is answered. See docs/journal.md.
"""

from __future__ import annotations

from .call import CallJournal
from .dropped import WINDOW, dropped_calls
from .faults import JournalUnavailable, OvertakenError, UnreadableJournal
from .mentions import Person, speaks_of
from .sql import SqlStore
from .store import CallHeader, CallSummary, Record, Store
from .tables import METADATA as JOURNAL
from .turns import Decision, Quote, Turn, turns_of, words_of

__all__ = [
    "JOURNAL",
    "WINDOW",
    "CallHeader",
    "CallJournal",
    "CallSummary",
    "Decision",
    "JournalUnavailable",
    "OvertakenError",
    "Person",
    "Quote",
    "Record",
    "SqlStore",
    "Store",
    "Turn",
    "UnreadableJournal",
    "dropped_calls",
    "speaks_of",
    "turns_of",
    "words_of",
]
