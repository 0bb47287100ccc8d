"""Bookings as iCalendar: an invitation for whom one is for, and a feed for each resource.

Times are written in UTC. A booking happens once, so a zone's rules would add nothing to it.
"""

from __future__ import annotations

from .feed import Feed, feed, feed_of
from .invitation import invitation

__all__ = ["Feed", "feed", "feed_of", "invitation"]
