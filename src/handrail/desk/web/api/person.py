"""Whom something is for, as the API is told it."""

from __future__ import annotations

from datetime import datetime

from handrail.desk.calendar import Business, FieldFault

from ..person import read_number, read_person
from .problem import Problem

__all__ = ["details_of", "number_of"]


def details_of(
    business: Business, now: datetime, *, phone: str, name: str, email: str | None
) -> tuple[str, str, str | None]:
    """Return a person's details as they are kept.

    Raises:
        Problem: When one of them will not do, with all that are wrong.
    """
    faults = _Faults()
    read = read_person(business, now, faults.note, phone=phone, name=name, email=email)
    faults.settle()
    return read


def number_of(business: Business, now: datetime, phone: str) -> str:
    """Return a telephone number as it is kept.

    Raises:
        Problem: When it is none.
    """
    faults = _Faults()
    number = read_number(business, now, faults.note, phone)
    faults.settle()
    return number


class _Faults:
    def __init__(self) -> None:
        self._found: list[FieldFault] = []

    def note(self, field: str, sentence: str) -> None:
        self._found.append(FieldFault(field, sentence))

    def settle(self) -> None:
        if self._found:
            told = " ".join(each.sentence for each in self._found)
            raise Problem(422, told, faults=self._found)
