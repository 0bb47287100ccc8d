"""Free times to choose from in a form, and why a chosen one will not do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from uuid import uuid4

from handrail.desk.calendar import (
    Business,
    Calendar,
    Service,
    check_start,
    free_times,
)
from handrail.facts import Verdict
from handrail.kinds.when import WhenPart

from .asked import when_text

__all__ = ["Choice", "choices", "is_by_hand", "narrowed", "new_run", "told"]

_BY_HAND: Final = "by-hand-"
_RUN: Final = re.compile(rf"{_BY_HAND}[0-9a-f]{{32}}")


@dataclass(frozen=True, slots=True)
class Choice:
    """The times that a form offers."""

    day: date
    times: tuple[datetime, ...] = ()
    """In the business's zone; all that are free on the day."""
    reason: str = ""
    """Why there are none."""
    others: tuple[datetime, ...] = ()
    """The nearest on other days, when there are none."""


async def choices(
    calendar: Calendar,
    business: Business,
    service: Service,
    day: date,
    *,
    now: datetime,
    moving: int | None = None,
) -> Choice:
    """Return what a form can offer on a day: its free times, or why it has none."""
    times = await free_times(
        calendar, day, business=business, service=service, now=now, moving=moving
    )
    if times:
        return Choice(day, times)
    why = await check_start(
        calendar,
        WhenPart(date=day),
        business=business,
        service=service,
        now=now,
        moving=moving,
    )
    options = tuple(each for each in why.options if isinstance(each, datetime))
    return Choice(day, reason=why.reason or "Nothing is free that day", others=options)


def told(why: Verdict) -> str:
    """Say in one sentence why a time will not do, and which would."""
    near = [when_text(each) for each in why.options if isinstance(each, datetime)]
    nearest = f"; the nearest free: {' or '.join(near)}." if near else "."
    return f"{why.reason or 'That time is not free'}{nearest}"


def narrowed(service: Service, resource: int, able: Sequence[int]) -> Service | None:
    """Return a type that only one resource may do; None when it cannot do it at all."""
    return replace(service, resources=(resource,)) if resource in able else None


def new_run() -> str:
    """Return the id under which a form does what it does, once, however often it is sent."""
    return f"{_BY_HAND}{uuid4().hex}"


def is_by_hand(run: str | None) -> bool:
    """Tell whether a change was made by hand, and not in a call."""
    return run is None or _RUN.fullmatch(run) is not None
