"""The calendar: what can be booked, which times are free, and the bookings, in SQLite.

A call opens a `Calendar` once, takes the `Business` and its `Service` types from it, asks
`check_start` about every time the caller names, and ends with `book`.
"""

from __future__ import annotations

from .availability import Availability, Diary, Interval
from .bookings import Booking, BookingStatus, NewBooking, Taken, all_bookings, book, diaries
from .business import Business, Service
from .callbacks import CallBackAsked, all_callbacks, ask_for_callback
from .database import CalendarUnavailable
from .free import Asked, check_start, verdict
from .reasons import Say
from .store import Calendar

__all__ = [
    "Asked",
    "Availability",
    "Booking",
    "BookingStatus",
    "Business",
    "Calendar",
    "CalendarUnavailable",
    "CallBackAsked",
    "Diary",
    "Interval",
    "NewBooking",
    "Say",
    "Service",
    "Taken",
    "all_bookings",
    "all_callbacks",
    "ask_for_callback",
    "book",
    "check_start",
    "diaries",
    "verdict",
]
