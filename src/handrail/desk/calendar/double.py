"""Looking for double bookings, by a query that shares nothing with what prevents them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import text

from .store import Calendar

__all__ = ["double_bookings"]

_OVERLAPS: Final = text("""
    SELECT count(*) FROM (
        SELECT blocked_from,
               max(blocked_until) OVER (
                   PARTITION BY resource_id ORDER BY blocked_from, blocked_until
                   ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
               ) AS taken_until
        FROM bookings WHERE status = 'confirmed'
    ) AS found WHERE taken_until > blocked_from
""")
"""Bookings that begin before one of the same resource before them has ended. The order is
that of an index: all of them are looked at, and none is sorted."""


async def double_bookings(calendar: Calendar) -> int:
    """Count the confirmed bookings that overlap with an earlier one of their resource.

    Raises:
        CalendarUnavailable: When it cannot be read.
    """
    async with calendar.reading() as connection:
        return int((await connection.execute(_OVERLAPS)).scalar_one())
