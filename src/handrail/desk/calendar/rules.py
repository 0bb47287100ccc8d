"""What a booking type's own rules say of a time: its notice, its window and its limits."""

from __future__ import annotations

from datetime import UTC, datetime

from . import reasons
from .availability import Availability

__all__ = ["refused_by_rule"]


def refused_by_rule(free: Availability, start: datetime) -> str | None:
    """Return why the type's rules are against a time, or None when they are not.

    Args:
        free: The type, its bookings and the present moment.
        start: The time, aware, in any zone.
    """
    day = start.astimezone(free.zone).date()
    if start.astimezone(UTC) < free.earliest:
        return reasons.too_soon(free.service.notice_minutes)
    if free.last_day is not None and day > free.last_day:
        return reasons.TOO_FAR
    if free.is_full(day):
        return reasons.fully_booked(day, free.now.astimezone(free.zone).date())
    return None
