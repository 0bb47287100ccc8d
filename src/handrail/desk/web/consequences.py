"""What a change has led to that its owner may not have meant: said once it is saved."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request

from handrail.desk.calendar.owner import never_free
from handrail.kinds.base import join_options

from .site import site_of

__all__ = ["warning_of"]

_CHANGES: Final = frozenset({"saved", "added", "removed"})


async def warning_of(request: Request) -> str:
    """Say which types callers cannot book any more, on the page that a change has led to.

    Returns:
        A sentence; "" when all can be booked, or when nothing was changed.
    """
    if request.query_params.get("done") not in _CHANGES:
        return ""
    site = site_of(request)
    names = await never_free(site.calendar, now=site.clock())
    if not names:
        return ""
    return (
        f"But nothing is free for {join_options(list(names), 'and')} within a year, so callers "
        "cannot book it: look at the hours, the length, the notice and the window."
    )
