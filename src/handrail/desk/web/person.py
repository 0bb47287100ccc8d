"""Whom something is for: numbers, names and emails, held to what a call holds them to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from handrail.desk.calendar import Business
from handrail.kinds.base import Context, InvalidValue, Kind
from handrail.kinds.email import Email
from handrail.kinds.name import PersonName
from handrail.kinds.phone import Phone

__all__ = ["read_number", "read_person"]

_PHONE: Final = "Give a whole number with + and the country code, such as +12125550142."
_NAME: Final = "Give a name, in letters."
_EMAIL: Final = "Give an address such as maria@example.com, or none."


def read_person(
    business: Business,
    now: datetime,
    fault: Callable[[str, str], None],
    *,
    phone: str,
    name: str,
    email: str | None,
) -> tuple[str, str, str | None]:
    """Return a person's details as they are kept.

    Args:
        business: Whose zone and country are meant.
        now: The present moment, aware.
        fault: Is told the field and what to do about it, for each that will not do.
        phone: As it was given.
        name: Likewise.
        email: Likewise; None for none.
    """
    ctx = _context(business, now)
    number = _read(Phone(), phone, ctx, lambda: fault("phone", _PHONE))
    person = _read(PersonName(), name, ctx, lambda: fault("name", _NAME))
    address = None
    if email is not None:
        # Without an "at" it would be read as speech: "maria at example dot com".
        given = email if "@" in email else "@"
        address = _read(Email(), given, ctx, lambda: fault("email", _EMAIL))
    return number, person, address


def read_number(
    business: Business, now: datetime, fault: Callable[[str, str], None], phone: str
) -> str:
    """Return a telephone number as it is kept; the arguments are those of `read_person`."""
    return _read(Phone(), phone, _context(business, now), lambda: fault("phone", _PHONE))


def _read(kind: Kind[str], given: str, ctx: Context, refuse: Callable[[], None]) -> str:
    try:
        return kind.parse(given, ctx)
    except InvalidValue:
        refuse()
        return ""


def _context(business: Business, now: datetime) -> Context:
    return Context(now=now.astimezone(business.zone), region=business.region)
