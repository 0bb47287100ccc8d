"""A booking type as the owner writes it, and what may be wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from handrail.kinds.when import Hours

from ..availability import openings
from ..business import Choosing, Service
from ..reasons import duration
from .checks import Checks, same

__all__ = ["ServiceDraft", "check_fits", "check_names", "checked_alone", "service_of"]

_DAY_MINUTES: Final = 24 * 60
_YEAR_MINUTES: Final = 366 * _DAY_MINUTES
_FARTHEST_DAYS: Final = 3660
_DEAREST_CENTS: Final = 100_000_000
_HIGHEST_LIMIT: Final = 10_000
_LAST_YEAR: Final = 2200
_EIGHT_WEEKS: Final = timedelta(days=56)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceDraft:
    """A booking type as the owner writes it; see `Service` for what each field means."""

    name: str
    minutes: int
    synonyms: tuple[str, ...] = ()
    description: str = ""
    price_cents: int | None = None
    step_minutes: int = 15
    offset_minutes: int = 0
    buffer_before_minutes: int = 0
    buffer_after_minutes: int = 0
    notice_minutes: int = 0
    window_days: int | None = None
    window_until: date | None = None
    daily_limit: int | None = None
    weekly_limit: int | None = None
    resources: tuple[str, ...] = ()
    """The names of those that can do it; none: all of them."""
    choose: Choosing = "round_robin"
    active: bool = True
    """Whether callers can book it."""


def checked_alone(checks: Checks, draft: ServiceDraft) -> ServiceDraft:
    """Check a booking type as far as it goes without a database; return it made tidy."""
    tidy = replace(
        draft,
        name=checks.text("name", draft.name, "a name", longest=60),
        synonyms=checks.words(
            "synonyms", draft.synonyms, "words that callers say", most=20, longest=60
        ),
        description=checks.text(
            "description", draft.description, "the description", longest=500, needed=False
        ),
    )
    checks.whole("minutes", draft.minutes, 1, _DAY_MINUTES)
    checks.whole("step_minutes", draft.step_minutes, 1, _DAY_MINUTES)
    checks.whole("offset_minutes", draft.offset_minutes, 0, _DAY_MINUTES - 1)
    checks.whole("buffer_before_minutes", draft.buffer_before_minutes, 0, _DAY_MINUTES)
    checks.whole("buffer_after_minutes", draft.buffer_after_minutes, 0, _DAY_MINUTES)
    checks.whole("notice_minutes", draft.notice_minutes, 0, _YEAR_MINUTES)
    checks.whole("window_days", draft.window_days, 0, _FARTHEST_DAYS)
    checks.whole("daily_limit", draft.daily_limit, 1, _HIGHEST_LIMIT)
    checks.whole("weekly_limit", draft.weekly_limit, 1, _HIGHEST_LIMIT)
    checks.whole("price_cents", draft.price_cents, 0, _DEAREST_CENTS)
    if draft.choose not in {"round_robin", "least_busy"}:
        checks.fault("choose", "Choose in turn (round_robin) or the least busy (least_busy).")
    days = draft.window_days
    if days is not None and draft.notice_minutes >= (days + 1) * _DAY_MINUTES:
        checks.fault(
            "window_days", "The notice is longer than this, so nothing could ever be booked."
        )
    if draft.window_until is not None and draft.window_until.year > _LAST_YEAR:
        checks.fault("window_until", f"Give a date up to {_LAST_YEAR}, or none.")
    return tidy


def check_names(checks: Checks, tidy: ServiceDraft, others: Iterable[ServiceDraft]) -> None:
    """Check that callers can tell a booking type from the others by what they say."""
    for other in others:
        if same(other.name) == same(tidy.name):
            inactive = "" if other.active else " It is inactive: make that one active again."
            checks.fault("name", f"There is already a type {other.name!r}.{inactive}")
        if not (other.active and tidy.active):
            continue
        theirs = {same(each) for each in (other.name, *other.synonyms)}
        if same(tidy.name) in theirs:
            checks.fault("name", f"Callers mean {other.name!r} by that: call it something else.")
        for said in tidy.synonyms:
            if same(said) in theirs:
                checks.fault("synonyms", f"{said!r} already means {other.name!r}: leave it out.")


def check_fits(
    checks: Checks, minutes: int, opened: Iterable[tuple[Hours, ZoneInfo]], now: datetime
) -> None:
    """Check that a booking fits into an opening; a business that never opens is left at that.

    Args:
        checks: Where a fault is noted.
        minutes: How long it takes.
        opened: The hours of each that can do it, and their zone.
        now: The present moment, aware.
    """
    longest = timedelta()
    for hours, zone in opened:
        today = now.astimezone(zone).date()
        for each in openings(hours, zone, today, today + _EIGHT_WEEKS):
            longest = max(longest, each.end - each.start)
    if timedelta() < longest < timedelta(minutes=minutes):
        most = duration(int(longest.total_seconds()) // 60)
        checks.fault("minutes", f"Nobody is open so long: the longest opening is {most}.")


def service_of(draft: ServiceDraft, service: int, ids: Mapping[str, int]) -> Service:
    """Return what callers will book.

    Args:
        draft: One that has passed its checks.
        service: The id of its row; 0 for none.
        ids: The ids of the resources by their names.
    """
    kept = asdict(draft)
    del kept["active"]
    kept["resources"] = tuple(ids[name] for name in draft.resources if name in ids)
    return Service(id=service, **kept)
