"""The invitation to one booking, and its withdrawal (iTIP, RFC 5546)."""

from __future__ import annotations

from datetime import datetime

from icalendar import vCalAddress

from handrail.desk.calendar import Booking

from .event import calendar_for, event_of, one_line, written

__all__ = ["invitation"]


def invitation(
    booking: Booking, *, business: str, address: str, organizer: str, stamp: datetime
) -> bytes:
    """Return what a calendar program needs to enter a booking, to move it, or to take it out.

    A booking that was moved keeps its UID and has a higher SEQUENCE; a cancelled one is a CANCEL.

    Args:
        booking: Which. Whoever it is for is invited if their email is known.
        business: Whose it is with.
        address: Where that is.
        organizer: The business's email.
        stamp: When the booking became what it is, aware.
    """
    around = calendar_for("CANCEL" if booking.status == "cancelled" else "REQUEST")
    event = event_of(
        booking, summary=f"{booking.service} at {business}", location=address, stamp=stamp
    )
    event.add("organizer", _person(organizer, business))
    if booking.email:
        guest = _person(booking.email, booking.name)
        guest.params["ROLE"] = "REQ-PARTICIPANT"
        # They said yes on the telephone: nothing is to be answered.
        guest.params["PARTSTAT"] = "ACCEPTED"
        guest.params["RSVP"] = "FALSE"
        event.add("attendee", guest)
    around.add_component(event)
    return written(around)


def _person(email: str, name: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{email}")
    if name := one_line(name):
        person.params["CN"] = name
    return person
