"""What messages leave by."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from handrail.desk.calendar import Message

__all__ = ["Channel", "Undelivered"]


class Undelivered(Exception):  # noqa: N818 - an answer of the other side, not a fault
    """A message was not taken.

    Args:
        why: In a few words. The owner sees them, so they hold no personal data, and nothing in the
            other side's words, which may quote some.
        for_good: Whether another attempt would end the same.
        wait: How long to wait before it at least; None for as long as usual.
    """

    def __init__(self, why: str, *, for_good: bool = False, wait: timedelta | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.for_good = for_good
        self.wait = wait


class Channel(Protocol):
    """Sends messages. Write your own by this contract, and open the calendar with its name."""

    @property
    def name(self) -> str:
        """Its name, as the calendar was opened with."""

    async def send(self, message: Message, *, now: datetime) -> None:
        """Send a message, within `handrail.desk.calendar.sending.LEASE`.

        It may have been sent before: its key is the same then.

        Args:
            message: Which.
            now: The present moment, aware.

        Raises:
            Undelivered: when it was not taken.
        """
