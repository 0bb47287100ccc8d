"""The calendar: what can be booked, which times are free, and the bookings.

A call opens a `Calendar` once, takes the `Business` and its `Service` types from it, asks
`check_start` about every time the caller names, which keeps one that is free for that call, and
ends with `book`, `reschedule` or `cancel`. What the owner defines is written by `owner`.
"""

from __future__ import annotations

from .audit import Change, changes
from .availability import Availability, Diary, Interval
from .booking import NewBooking, book
from .bookings import Booking, BookingStatus, all_bookings, bookings_with, find_bookings
from .business import Business, BusinessFact, Resource, Service
from .callbacks import CallBackAsked, all_callbacks, ask_for_callback
from .changing import Move, cancel, correct, mark_no_show, moves_of, reschedule
from .clientele import Customer, bookings_between, bookings_of, customer_of, find_customers
from .faults import CalendarUnavailable, Faulty, FieldFault, Outdated
from .feed_source import (
    FeedEntry,
    FeedSource,
    feed_resources,
    feed_secret,
    feed_source,
    renew_feed_secret,
    resource_of_secret,
)
from .free import Asked, check_start, verdict
from .holds import HOLD_LASTS, Hold, all_holds, hold, release
from .listing import (
    CallBackListed,
    Place,
    Sought,
    bookings_coded,
    bookings_page,
    callbacks_page,
)
from .outbox import (
    EMAIL,
    WEBHOOK,
    Event,
    Notification,
    NotificationState,
    notifications,
    send_again,
)
from .places import Refused, Taken
from .reasons import Say
from .record import Record, booked_by, record_of
from .sending import CallBackTold, Message, Sender, mark_sent, put_off, take_due
from .sheet import HeldTime, Sheet, SheetResource, sheet, sheet_mark
from .store import Calendar
from .times import free_between, free_times
from .undoing import take_back

__all__ = [
    "EMAIL",
    "HOLD_LASTS",
    "WEBHOOK",
    "Asked",
    "Availability",
    "Booking",
    "BookingStatus",
    "Business",
    "BusinessFact",
    "Calendar",
    "CalendarUnavailable",
    "CallBackAsked",
    "CallBackListed",
    "CallBackTold",
    "Change",
    "Customer",
    "Diary",
    "Event",
    "Faulty",
    "FeedEntry",
    "FeedSource",
    "FieldFault",
    "HeldTime",
    "Hold",
    "Interval",
    "Message",
    "Move",
    "NewBooking",
    "Notification",
    "NotificationState",
    "Outdated",
    "Place",
    "Record",
    "Refused",
    "Resource",
    "Say",
    "Sender",
    "Service",
    "Sheet",
    "SheetResource",
    "Sought",
    "Taken",
    "all_bookings",
    "all_callbacks",
    "all_holds",
    "ask_for_callback",
    "book",
    "booked_by",
    "bookings_between",
    "bookings_coded",
    "bookings_of",
    "bookings_page",
    "bookings_with",
    "callbacks_page",
    "cancel",
    "changes",
    "check_start",
    "correct",
    "customer_of",
    "feed_resources",
    "feed_secret",
    "feed_source",
    "find_bookings",
    "find_customers",
    "free_between",
    "free_times",
    "hold",
    "mark_no_show",
    "mark_sent",
    "moves_of",
    "notifications",
    "put_off",
    "record_of",
    "release",
    "renew_feed_secret",
    "reschedule",
    "resource_of_secret",
    "send_again",
    "sheet",
    "sheet_mark",
    "take_back",
    "take_due",
    "verdict",
]
