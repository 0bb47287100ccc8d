"""What an invitation and a feed have in common: the calendar around it, and a booking's event."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final
from unicodedata import category

from icalendar import Calendar, Event

from handrail.desk.calendar import Booking

__all__ = ["calendar_for", "event_of", "one_line", "written"]

_PRODUCT: Final = "-//Handrail//Booking desk//EN"
_BREAKING: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode categories of what some readers take for the end of a line, or that has no encoding."""


def calendar_for(method: str) -> Calendar:
    """Return an empty iCalendar object.

    Args:
        method: What its reader is to do with it (RFC 5546): "REQUEST", "CANCEL" or "PUBLISH".
    """
    around = Calendar()
    around.add("prodid", _PRODUCT)
    around.add("version", "2.0")
    around.add("method", method)
    return around


def event_of(booking: Booking, *, summary: str, location: str, stamp: datetime) -> Event:
    """Return the event of a booking: the same UID whatever becomes of it, a higher SEQUENCE.

    Args:
        booking: Which.
        summary: What it is called.
        location: Where it is.
        stamp: When it became what it is, aware. The same booking has the same stamp each time, so
            that a message that is sent again is the same.
    """
    is_cancelled = booking.status == "cancelled"
    event = Event()
    event.add("uid", booking.uid)
    event.add("sequence", booking.sequence)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("last-modified", stamp.astimezone(UTC))
    event.add("dtstart", booking.start.astimezone(UTC))
    event.add("dtend", booking.end.astimezone(UTC))
    event.add("summary", one_line(summary))
    event.add("location", one_line(location))
    event.add("description", f"Code {booking.code}")
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if is_cancelled else "OPAQUE")
    return event


def one_line(text: str) -> str:
    """Return a text without what would break its line."""
    return " ".join("".join(" " if category(c) in _BREAKING else c for c in text).split())


def written(around: Calendar) -> bytes:
    """Return an iCalendar object as it is sent: folded lines, CRLF, UTF-8."""
    body: bytes = around.to_ical()
    return body
