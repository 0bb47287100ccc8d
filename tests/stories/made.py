"""Bookings that exist before a call, made by the people who call."""

from __future__ import annotations

from datetime import datetime
from random import Random

from handrail.desk.calendar import Booking, Calendar, NewBooking, book
from tests.stories.talk import FRIDAY_AT_NINE, NEW_YORK

__all__ = ["ANN", "BOB", "MARIA", "STRANGER", "make"]

MARIA = ("Maria Lopez", "+12125550142", "maria@example.com")
"""Has one haircut, on Thursday at 11."""
ANN = ("Ann Smith", "+12125550155", None)
"""Has a haircut on Wednesday and a colour on Friday."""
BOB = ("Bob Jones", "+12125550177", None)
"""Has four haircuts, one a day."""
STRANGER = "+16465550111"

_MADE = (
    (MARIA, "Haircut", "2026-06-18 11:00"),
    (ANN, "Haircut", "2026-06-17 10:00"),
    (ANN, "Colour", "2026-06-19 14:00"),
    (BOB, "Haircut", "2026-06-23 10:00"),
    (BOB, "Haircut", "2026-06-24 10:00"),
    (BOB, "Haircut", "2026-06-25 10:00"),
    (BOB, "Haircut", "2026-06-26 10:00"),
)


async def make(calendar: Calendar) -> dict[str, Booking]:
    """Make the bookings, and return the first of each person by their given name."""
    services = {one.name: one for one in await calendar.services()}
    made: dict[str, Booking] = {}
    for number, ((name, phone, email), service, start) in enumerate(_MADE):
        moment = datetime.fromisoformat(start).replace(tzinfo=NEW_YORK)
        wanted = NewBooking(services[service], moment, phone, name, email)
        booked = await book(
            calendar, wanted, run=f"made {number}", now=FRIDAY_AT_NINE, random=Random(number)
        )
        made.setdefault(name.split()[0].lower(), booked)
    return made
