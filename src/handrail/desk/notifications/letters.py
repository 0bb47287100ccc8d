"""The words of an email."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time

from handrail.desk.calendar import Booking, Message, Sender

__all__ = ["Letter", "letter_of"]


@dataclass(frozen=True, slots=True)
class Letter:
    """What a person reads."""

    subject: str
    text: str


_HEADS: Final = {
    "booked": "Booked",
    "rescheduled": "Moved",
    "corrected": "Corrected",
    "cancelled": "Cancelled",
}
_OPENINGS: Final = {
    "booked": "this is booked for you:",
    "rescheduled": "your booking was moved. It is now:",
    "corrected": "we have corrected who this booking is for:",
    "cancelled": "this booking was cancelled:",
}
_CLOSINGS: Final = {
    "booked": "Your code is {code}. To change or cancel, call us and say it.",
    "rescheduled": "Your code is still {code}.",
    "corrected": "Your code is {code}. To change or cancel, call us and say it.",
    "cancelled": "Its code was {code}.",
}


def letter_of(message: Message) -> Letter:
    """Return what is written to whoever a booking is for, or to the owner about a call-back."""
    sender, about = message.sender, message.about
    if not isinstance(about, Booking):
        return Letter(
            "Somebody asks to be called back",
            f"Please call {about.phone}.\n\nThey asked on {_spoken(about.asked_at, sender)}.\n",
        )
    when = _spoken(about.start, sender)
    lines = [
        f"Hello {about.name}," if about.name else "Hello,",
        "",
        _OPENINGS[message.event],
        "",
        f"    {about.service}",
        f"    {when}",
        f"    {sender.name}, {sender.address}",
        "",
    ]
    if message.was is not None:
        lines += [f"Before, it was {_spoken(message.was, sender)}.", ""]
    lines += [_CLOSINGS[message.event].format(code=about.code), "", sender.name, ""]
    return Letter(f"{_HEADS[message.event]}: {about.service}, {when}", "\n".join(lines))


def _spoken(moment: datetime, sender: Sender) -> str:
    """Write a moment as in "Tuesday, June 16, 2026, 3:00 PM EDT", the way of the country."""
    try:
        locale = Locale.parse(f"en_{sender.region}")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    at = moment.astimezone(sender.zone)
    day = format_date(at, "full", locale=locale)
    # CLDR puts a narrow no-break space before "PM", which some programs show as a box.
    hour = format_time(at, "short", locale=locale).replace("\u202f", " ")
    return f"{day}, {hour} {at.tzname()}"
