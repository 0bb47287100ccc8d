"""What can be wrong with the database beneath a calendar."""

from __future__ import annotations

__all__ = ["CalendarUnavailable"]


class CalendarUnavailable(Exception):  # noqa: N818 - it says what is the case
    """The calendar cannot be opened, read or written; the message is one sentence for a person."""
