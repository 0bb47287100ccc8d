"""What can be wrong: with the database beneath a calendar, and with what an owner defines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["CalendarUnavailable", "Faulty", "FieldFault", "Outdated"]


class CalendarUnavailable(Exception):  # noqa: N818 - it says what is the case
    """The calendar cannot be opened, read or written; the message is one sentence for a person."""


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with one field of what an owner defines."""

    field: str
    """The field's name in its draft; a place in a whole definition: "services.2.minutes"."""
    sentence: str
    """What to do about it: one sentence for the owner, with its end mark."""


class Faulty(Exception):  # noqa: N818 - an answer, not a fault of the program
    """What an owner defines will not do; nothing was written.

    Args:
        faults: All that is wrong, by field, so that a form can show each beside its own.
    """

    def __init__(self, faults: Sequence[FieldFault]) -> None:
        super().__init__(" ".join(fault.sentence for fault in faults))
        self.faults = tuple(faults)

    def __reduce__(self) -> tuple[type[Faulty], tuple[Sequence[FieldFault]]]:
        return type(self), (self.faults,)


class Outdated(Exception):  # noqa: N818 - as above
    """What is to be changed has changed since it was shown, or is gone; nothing was written."""

    def __init__(self) -> None:
        super().__init__("Somebody has changed this meanwhile: look at it as it is now.")
