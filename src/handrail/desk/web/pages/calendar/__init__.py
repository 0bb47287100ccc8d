"""The calendar: days and weeks as they are, and everything that is done in them by hand."""

from __future__ import annotations

from ...site import Page
from . import blocking, booking, export, feeds, making, view

__all__ = ["PAGE"]

PAGE = Page(
    "Calendar",
    (
        *view.ROUTES,
        *making.ROUTES,
        *booking.ROUTES,
        *blocking.ROUTES,
        *export.ROUTES,
        *feeds.ROUTES,
    ),
    "/calendar",
)
