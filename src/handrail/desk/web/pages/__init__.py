"""The pages, each a module of its own. To add one, write a module with a `PAGE` and name it here.

The order is that of the navigation.
"""

from __future__ import annotations

from ..site import Page
from . import (
    business,
    calendar,
    calls,
    customers,
    feed,
    home,
    hours,
    login,
    numbers,
    reference,
    resources,
    setup,
    tokens,
    trying,
    types,
)

__all__ = ["PAGES"]

PAGES: tuple[Page, ...] = (
    home.PAGE,
    calendar.PAGE,
    customers.PAGE,
    calls.PAGE,
    trying.PAGE,
    numbers.FLOW,
    numbers.PAGE,
    types.PAGE,
    hours.PAGE,
    resources.PAGE,
    business.PAGE,
    tokens.PAGE,
    setup.PAGE,
    feed.PAGE,
    reference.PAGE,
    login.PAGE,
    login.INSIDE,
)
"""All pages of the dashboard."""
