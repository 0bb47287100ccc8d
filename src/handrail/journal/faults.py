"""What can go wrong with a journal."""

from __future__ import annotations

__all__ = ["JournalUnavailable", "OvertakenError", "UnreadableJournal"]


class JournalUnavailable(Exception):  # noqa: N818 - as of the calendar: it says what is the case
    """The store cannot be read or written now; the message names no statement and no value."""


class OvertakenError(Exception):
    """Somebody else has written to the call since it was read: another worker has taken it up."""


class UnreadableJournal(Exception):  # noqa: N818 - as above
    """What is stored is nothing that this version can read; the message is one sentence."""
