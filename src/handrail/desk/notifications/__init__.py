"""Telling people and programs what became of a booking: by email and by webhook.

Messages wait in the calendar's outbox. `deliver_due` sends those that are due, `deliver` goes on
doing so; `settings_from` reads from the environment by which channels.
"""

from __future__ import annotations

from .channel import Channel, Undelivered
from .delivery import Delivered, deliver, deliver_due
from .settings import NotificationSettings, settings_from
from .signature import is_signed, signature

__all__ = [
    "Channel",
    "Delivered",
    "NotificationSettings",
    "Undelivered",
    "deliver",
    "deliver_due",
    "is_signed",
    "settings_from",
    "signature",
]
