"""The clientele: customers, searched by any part of their details, and what each has booked."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import phonenumbers
from sqlalchemy import ColumnElement, false, func, or_, select

from .bookings import Booking, bookings_in
from .definitions import Reader
from .store import Calendar
from .tables import BookingRow, BusinessRow, CustomerRow

__all__ = ["Customer", "bookings_between", "bookings_of", "customer_of", "find_customers", "fits"]

_FEWEST_DIGITS: Final = 3
"""Fewer digits are in nearly every number."""
_LONGEST: Final = 200
_MOST_NAMED: Final = 500
"""More than are ever shown, and than a person reads."""
_CODE_LENGTHS: Final = range(4, 13)


@dataclass(frozen=True, slots=True)
class Customer:
    """Whom bookings are for: one row of details, as they were given."""

    id: int
    """The key of its row."""
    phone: str
    """E.164; empty, like the name, once the person's data were purged."""
    name: str
    email: str | None
    bookings: int
    """How many there are, whatever became of them."""
    last: datetime | None
    """When the last of them, past or to come, starts. Aware, in UTC; None without any."""


async def find_customers(
    calendar: Calendar, text: str, *, limit: int = 50
) -> tuple[tuple[Customer, ...], bool]:
    """Return the customers that a text fits, by name, and whether there are more.

    It may be a number in any form or a part of one, a part of a name without its accents, a part
    of an email, or a booking's code.

    Args:
        calendar: Whose.
        text: What was typed; an empty one fits everybody.
        limit: At most so many.

    Raises:
        CalendarUnavailable: When they cannot be read.
    """
    async with calendar.reading() as connection:
        region = (await connection.execute(select(BusinessRow.region))).scalar_one()
        whose = await fits(connection, text, region)
        rows = await connection.execute(
            select(CustomerRow.id)
            .where(CustomerRow.phone.is_not(None), whose)
            .order_by(func.lower(CustomerRow.name), CustomerRow.id)
            .limit(limit + 1)
        )
        keys = rows.scalars().all()
        found = await _customers(connection, keys[:limit])
    return found, len(keys) > limit


async def customer_of(calendar: Calendar, customer: int) -> Customer | None:
    """Return a customer; None when there is none of that id.

    Raises:
        CalendarUnavailable: When they cannot be read.
    """
    async with calendar.reading() as connection:
        found = await _customers(connection, [customer])
        return found[0] if found else None


async def bookings_of(calendar: Calendar, customer: Customer) -> tuple[Booking, ...]:
    """Return all bookings under a customer's number, the latest first: details vary in spelling.

    Raises:
        CalendarUnavailable: When they cannot be read.
    """
    whose = CustomerRow.phone == customer.phone if customer.phone else CustomerRow.id == customer.id
    async with calendar.reading() as connection:
        return tuple(reversed(await bookings_in(connection, whose)))


async def bookings_between(
    calendar: Calendar, first: datetime, last: datetime
) -> tuple[Booking, ...]:
    """Return all bookings that start in a stretch of time, whatever became of them, in order.

    Args:
        calendar: Whose.
        first: Aware.
        last: Aware; what starts then is not among them.

    Raises:
        CalendarUnavailable: When they cannot be read.
    """
    async with calendar.reading() as connection:
        return await bookings_in(
            connection, BookingRow.starts_at >= first, BookingRow.starts_at < last
        )


async def fits(reader: Reader, text: str, region: str) -> ColumnElement[bool]:
    """Return the condition that a customer fits a text: see `find_customers`.

    Args:
        reader: What reads the calendar.
        text: What was typed.
        region: ISO 3166 code of the country whose numbers are meant.
    """
    text = text.strip()[:_LONGEST]
    if not text:
        return CustomerRow.id.is_not(None)
    either: list[ColumnElement[bool]] = []
    digits = "".join(char for char in text if char.isascii() and char.isdigit())
    if len(digits) >= _FEWEST_DIGITS and not any(char.isalpha() for char in text):
        either.append(CustomerRow.phone.contains(digits))
        if number := _number(text, region):
            either.append(CustomerRow.phone == number)
    code = "".join(text.split()).upper()
    if len(code) in _CODE_LENGTHS and code.isalnum():
        coded = select(BookingRow.customer_id).where(BookingRow.code == code)
        either.append(CustomerRow.id.in_(coded))
    if "@" in text or "." in text:
        either.append(CustomerRow.email_key.contains(text.lower(), autoescape=True))
    if any(char.isalpha() for char in text) and "@" not in text:
        either.append(CustomerRow.id.in_(await _named(reader, text)))
    return or_(false(), *either)


async def _named(reader: Reader, text: str) -> list[int]:
    """Return the ids of customers whose name has each word, or the beginning of one.

    Databases differ in what they take for the same letter, so names are compared here.
    """
    words = _folded(text).split()
    rows = await reader.execute(
        select(CustomerRow.id, CustomerRow.name).where(CustomerRow.name.is_not(None))
    )
    found = []
    for key, name in rows:
        folded = f" {_folded(name or '')}"
        if all(f" {word}" in folded for word in words):
            found.append(key)
            if len(found) == _MOST_NAMED:
                break
    return found


def _folded(text: str) -> str:
    if text.isascii():
        return " ".join(text.lower().replace("-", " ").split())
    parts = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in parts if not unicodedata.combining(char))
    return " ".join(plain.replace("-", " ").split())


def _number(text: str, region: str) -> str | None:
    try:
        parsed = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


async def _customers(reader: Reader, keys: Sequence[int]) -> tuple[Customer, ...]:
    bookings: Any = func.count(BookingRow.id)
    rows = await reader.execute(
        select(
            CustomerRow.id,
            func.coalesce(CustomerRow.phone, ""),
            func.coalesce(CustomerRow.name, ""),
            CustomerRow.email,
            bookings,
            func.max(BookingRow.starts_at),
        )
        .outerjoin(BookingRow, BookingRow.customer_id == CustomerRow.id)
        .where(CustomerRow.id.in_(keys))
        .group_by(CustomerRow.id)
        .order_by(func.lower(CustomerRow.name), CustomerRow.id)
    )
    return tuple(Customer(*row) for row in rows)
