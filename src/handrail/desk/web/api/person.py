"""Whom something is for: numbers, names and emails, held to what a call holds them to."""

from __future__ import annotations

from datetime import datetime

from handrail.desk.calendar import Business, FieldFault
from handrail.kinds.base import Context, InvalidValue, Kind
from handrail.kinds.email import Email
from handrail.kinds.name import PersonName
from handrail.kinds.phone import Phone

from .problem import Problem

__all__ = ["details_of", "number_of"]


def details_of(
    business: Business, now: datetime, *, phone: str, name: str, email: str | None
) -> tuple[str, str, str | None]:
    """Return a person's details as they are kept.

    Raises:
        Problem: When one of them will not do, with all that are wrong.
    """
    ctx, faults = _context(business, now), list[FieldFault]()
    number = _read(Phone(), phone, ctx, "phone", faults)
    person = _read(PersonName(), name, ctx, "name", faults)
    address = None
    if email is not None:
        # Without an "at" it would be read as speech: "maria at example dot com".
        address = _read(Email(), email if "@" in email else "@", ctx, "email", faults)
    _settle(faults)
    return number, person, address


def number_of(business: Business, now: datetime, phone: str) -> str:
    """Return a telephone number as it is kept.

    Raises:
        Problem: When it is none.
    """
    faults: list[FieldFault] = []
    number = _read(Phone(), phone, _context(business, now), "phone", faults)
    _settle(faults)
    return number


def _read(kind: Kind[str], given: str, ctx: Context, field: str, faults: list[FieldFault]) -> str:
    sentences = {
        "phone": "Give a whole number with + and the country code, such as +12125550142.",
        "name": "Give a name, in letters.",
        "email": "Give an address such as maria@example.com, or none.",
    }
    try:
        return kind.parse(given, ctx)
    except InvalidValue:
        faults.append(FieldFault(field, sentences[field]))
        return ""


def _settle(faults: list[FieldFault]) -> None:
    if faults:
        told = " ".join(each.sentence for each in faults)
        raise Problem(422, told, faults=faults)


def _context(business: Business, now: datetime) -> Context:
    return Context(now=now.astimezone(business.zone), region=business.region)
