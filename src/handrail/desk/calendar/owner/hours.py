"""Weekly hours, and the dates that have others, as the owner defines them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from ..audit import note
from ..definitions import Reader, business_zone_in, zone_of
from ..faults import FieldFault, Outdated
from ..hours import Spans
from ..store import Calendar
from ..tables import DateOverrideRow, ResourceRow, WeeklyHoursRow
from ..wall_clock import moments
from .checks import Checks
from .defined import match, owning
from .spans import DAY_MINUTES, DAY_NAMES, Week, minute_text, overlap

__all__ = [
    "Override",
    "change_week",
    "checked_override",
    "checked_week",
    "define_override",
    "overrides_in",
    "overrides_of",
    "remove_override",
    "week_in",
    "week_of",
    "write_overrides",
    "write_week",
    "zone_in",
]

_MOST_A_DAY: Final = 12
_FIRST_YEAR: Final = 2000
_LAST_YEAR: Final = 2200
_DAYS: Final = range(7)


@dataclass(frozen=True, slots=True)
class Override:
    """A date that has other openings than its day of the week."""

    day: date
    openings: Spans = ()
    """None: closed."""


async def week_of(calendar: Calendar, *, resource: int | None = None) -> Week:
    """Return weekly hours.

    Args:
        calendar: Whose.
        resource: The id of the resource whose own they are; None for the business's.

    Returns:
        Seven days; for a resource without hours of its own all are empty.

    Raises:
        CalendarUnavailable: When they cannot be read.
    """
    async with calendar.reading() as connection:
        return await week_in(connection, resource)


async def change_week(
    calendar: Calendar,
    week: Week,
    *,
    resource: int | None = None,
    version: str | None,
    now: datetime,
    found: Iterable[FieldFault] = (),
) -> None:
    """Change weekly hours. Bookings outside the new ones stay as they are.

    Args:
        calendar: Whose.
        week: The openings of seven days, Monday first; for a resource all empty: the business's.
        resource: The id of the resource whose own they are; None for the business's.
        version: The version that was shown; None to change them whatever they are.
        now: The present moment, aware.
        found: What is wrong with what was typed: it is told with the rest.

    Raises:
        Faulty: When they are impossible or overlap; the fields are "monday" to "sunday".
        Outdated: When they have changed since, or there is no such resource.
        CalendarUnavailable: When the calendar cannot be written.
    """
    checks = Checks.beginning(found)
    tidy = checked_week(checks, week)
    checks.settle()
    async with owning(calendar) as session:
        await _check_there(session, resource)
        match(version, await week_in(session, resource))
        await write_week(session, tidy, resource, now=now)


async def overrides_of(calendar: Calendar, *, resource: int | None = None) -> tuple[Override, ...]:
    """Return the dates that have other hours, in order, those past too.

    Raises:
        CalendarUnavailable: When they cannot be read.
    """
    async with calendar.reading() as connection:
        return await overrides_in(connection, resource)


async def define_override(
    calendar: Calendar,
    override: Override,
    *,
    resource: int | None = None,
    replaces: bool = False,
    now: datetime,
    found: Iterable[FieldFault] = (),
) -> None:
    """Give a date other hours, or close it. Bookings that it has stay as they are.

    Args:
        calendar: Whose.
        override: The date and its openings.
        resource: The id of the resource whose own they are; None for the business's.
        replaces: Whether it may replace other hours that the date has already.
        now: The present moment, aware.
        found: What is wrong with what was typed: it is told with the rest.

    Raises:
        Faulty: When the date has passed or has other hours, when the openings overlap, or when
            the clocks skip the time at which one begins or ends; fields "day" and "openings".
        Outdated: When there is no such resource.
        CalendarUnavailable: When the calendar cannot be written.
    """
    async with owning(calendar) as session:
        await _check_there(session, resource)
        zone = await zone_in(session, resource)
        before = {each.day: each for each in await overrides_in(session, resource)}
        checks = Checks.beginning(found)
        tidy = checked_override(checks, override, zone)
        if tidy.day < now.astimezone(zone).date():
            checks.fault("day", "That day has passed: choose one to come.")
        if tidy.day in before and not replaces:
            checks.fault("day", "That day has hours of its own already: change or remove those.")
        checks.settle()
        after = {**before, tidy.day: tidy}
        await write_overrides(session, [after[day] for day in sorted(after)], resource, now=now)


async def remove_override(
    calendar: Calendar, day: date, *, resource: int | None = None, now: datetime
) -> None:
    """Let a date have the hours of its day of the week again.

    Raises:
        Outdated: When it has no other ones.
        CalendarUnavailable: When the calendar cannot be written.
    """
    async with owning(calendar) as session:
        before = await overrides_in(session, resource)
        left = [each for each in before if each.day != day]
        if len(left) == len(before):
            raise Outdated
        await write_overrides(session, left, resource, now=now)


def checked_week(checks: Checks, week: Sequence[Sequence[tuple[int, int]]]) -> Week:
    """Check the openings of a week; return them in order."""
    if len(week) != len(_DAYS):
        checks.fault("monday", "Give the openings of seven days.")
        return ((),) * len(_DAYS)
    tidy = tuple(tuple(sorted((opens, closes) for opens, closes in spans)) for spans in week)
    days = zip(DAY_NAMES, tidy, strict=True)
    sound = [_check_spans(checks, name.lower(), spans) for name, spans in days]
    if all(sound) and (found := overlap(tidy)) is not None:
        checks.fault(DAY_NAMES[found[0]].lower(), found[1])
    return tidy


def checked_override(checks: Checks, override: Override, zone: ZoneInfo) -> Override:
    """Check the openings of a date; return them in order."""
    tidy = replace(override, openings=tuple(sorted(override.openings)))
    if not _FIRST_YEAR <= tidy.day.year <= _LAST_YEAR:
        checks.fault("day", f"Give a date from {_FIRST_YEAR} to {_LAST_YEAR}.")
        return tidy
    if not _check_spans(checks, "openings", tidy.openings):
        return tidy
    if (found := overlap((tidy.openings, *((),) * 6))) is not None:
        checks.fault("openings", found[1])
    midnight = datetime.combine(tidy.day, time())
    for minute in (each for span in tidy.openings for each in span):
        if minute % DAY_MINUTES and not moments(midnight + timedelta(minutes=minute), zone):
            checks.fault(
                "openings",
                f"The clocks go forward that night and skip {minute_text(minute)}: "
                "choose another time.",
            )
    return tidy


async def week_in(reader: Reader, resource: int | None) -> Week:
    """Read weekly hours."""
    week: list[list[tuple[int, int]]] = [[] for _ in _DAYS]
    rows = await reader.execute(
        select(
            WeeklyHoursRow.weekday, WeeklyHoursRow.opens_minute, WeeklyHoursRow.closes_minute
        ).where(_of(WeeklyHoursRow, resource))
    )
    for weekday, opens, closes in rows:
        week[weekday].append((opens, closes))
    return tuple(tuple(sorted(spans)) for spans in week)


async def overrides_in(reader: Reader, resource: int | None) -> tuple[Override, ...]:
    """Read the dates that have other hours, in order."""
    rows = await reader.execute(
        select(DateOverrideRow.day, DateOverrideRow.openings)
        .where(_of(DateOverrideRow, resource))
        .order_by(DateOverrideRow.day)
    )
    return tuple(
        Override(row.day, tuple((opens, closes) for opens, closes in row.openings)) for row in rows
    )


async def zone_in(reader: Reader, resource: int | None) -> ZoneInfo:
    """Read the zone that hours are in: a resource's own counts once it has hours of its own."""
    own = None
    if resource is not None and any(await week_in(reader, resource)):
        wanted = select(ResourceRow.zone).where(ResourceRow.id == resource)
        own = (await reader.execute(wanted)).scalar_one_or_none()
    return zone_of(own) if own else await business_zone_in(reader)


async def write_week(
    session: AsyncSession, tidy: Week, resource: int | None, *, now: datetime
) -> None:
    """Write weekly hours that have passed their checks; nothing when they are the same."""
    if tidy == await week_in(session, resource):
        return
    await session.execute(delete(WeeklyHoursRow).where(_of(WeeklyHoursRow, resource)))
    rows = [
        {
            "resource_id": resource,
            "weekday": weekday,
            "opens_minute": opens,
            "closes_minute": closes,
        }
        for weekday, spans in enumerate(tidy)
        for opens, closes in spans
    ]
    if rows:
        await session.execute(insert(WeeklyHoursRow), rows)
    note(session, "changed", "weekly_hours", resource, run=None, now=now)


async def write_overrides(
    session: AsyncSession, tidy: Sequence[Override], resource: int | None, *, now: datetime
) -> None:
    """Write the dates that have other hours, all of them; nothing when they are the same."""
    if tuple(tidy) == await overrides_in(session, resource):
        return
    await session.execute(delete(DateOverrideRow).where(_of(DateOverrideRow, resource)))
    rows = [
        {"resource_id": resource, "day": each.day, "openings": [list(one) for one in each.openings]}
        for each in tidy
    ]
    if rows:
        await session.execute(insert(DateOverrideRow), rows)
    note(session, "changed", "date_overrides", resource, run=None, now=now)


def _check_spans(checks: Checks, name: str, spans: Spans) -> bool:
    if len(spans) > _MOST_A_DAY:
        checks.fault(name, f"Give {_MOST_A_DAY} openings at most.")
    for opens, closes in spans:
        if not (0 <= opens < DAY_MINUTES and opens < closes <= opens + DAY_MINUTES):
            checks.fault(
                name, "An opening begins before 24:00 and lasts a minute to 24 hours: mend it."
            )
            return False
    return len(spans) <= _MOST_A_DAY


def _of(table: type[WeeklyHoursRow | DateOverrideRow], resource: int | None) -> ColumnElement[bool]:
    if resource is None:
        return table.resource_id.is_(None)
    return table.resource_id == resource


async def _check_there(session: AsyncSession, resource: int | None) -> None:
    if resource is None:
        return
    wanted = select(ResourceRow.id).where(ResourceRow.id == resource)
    if (await session.execute(wanted)).scalar_one_or_none() is None:
        raise Outdated
