"""The desk's database as scenarios see it: rows of JSON data, written and read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from handrail.desk.calendar import Calendar, all_bookings, all_callbacks
from handrail.desk.calendar.business import Service
from handrail.desk.calendar.columns import Base
from handrail.desk.calendar.customers import customer_in
from handrail.desk.calendar.definitions import services_in
from handrail.desk.calendar.places import blocked
from handrail.desk.calendar.tables import (
    BookingRow,
    BookingTypeRow,
    BusinessFactRow,
    DateOverrideRow,
    ResourceRow,
    WeeklyHoursRow,
)
from handrail.journal import JOURNAL
from handrail.trial import Scenario, Table
from handrail.trial.scenario import Row

__all__ = ["OWNERS", "TABLES", "define", "forget_calls", "read", "write_bookings"]

_DAYS: Final = "monday tuesday wednesday thursday friday saturday sunday".split()

TABLES: Final[Mapping[str, Table]] = {
    "bookings": Table(
        ("service", "start", "phone", "name", "email", "status", "code", "resource", "end"),
        required=("service", "start", "phone", "name"),
    ),
    "services": Table(
        (
            "name", "minutes", "synonyms", "price_cents", "step_minutes", "notice_minutes",
            "window_days", "daily_limit", "buffer_before_minutes", "buffer_after_minutes",
        ),
        required=("name", "minutes"),
    ),
    "hours": Table(("day", "opens", "closes"), required=("day", "opens", "closes")),
    "dates": Table(("day", "opens", "closes"), required=("day",)),
    "resources": Table(("name",), required=("name",)),
    "facts": Table(("topic", "words", "answer"), required=("topic", "answer")),
    "callbacks": Table(("phone", "asked_at"), given=False),
}  # fmt: skip
"""The tables of a scenario. `dates` are days with hours of their own; without any, closed."""

OWNERS: Final = frozenset(
    "calendar_version business business_facts resources weekly_hours date_overrides busy_blocks"
    " booking_types booking_type_resources".split()
)
"""The tables that calls only read."""


async def define(session: AsyncSession, scenario: Scenario) -> None:
    """Write what the owner has defined, in place of the sample business's."""
    given = scenario.database
    if "services" in given:
        await session.execute(delete(BookingTypeRow))
        await session.execute(insert(BookingTypeRow), [dict(row) for row in given["services"]])
    if "hours" in given:
        await session.execute(delete(WeeklyHoursRow))
        await session.execute(
            insert(WeeklyHoursRow),
            [
                {
                    "weekday": _DAYS.index(str(row["day"]).lower()),
                    "opens_minute": minutes(row["opens"]),
                    "closes_minute": minutes(row["closes"]),
                }
                for row in given["hours"]
            ],
        )
    for row in given.get("dates", ()):
        openings = [[minutes(row["opens"]), minutes(row["closes"])]] if "opens" in row else []
        day = date.fromisoformat(row["day"])
        await session.execute(insert(DateOverrideRow).values(day=day, openings=openings))
    if "resources" in given:
        await session.execute(delete(ResourceRow))
        await session.execute(insert(ResourceRow), [dict(row) for row in given["resources"]])
    if "facts" in given:
        rows = [{"words": [], **row} for row in given["facts"]]
        await session.execute(insert(BusinessFactRow), rows)


def minutes(text: str) -> int:
    """Return the minutes since midnight of "9:00".

    Raises:
        ValueError: When it is no time of day.
    """
    hour, _, minute = str(text).partition(":")
    return int(hour) * 60 + int(minute or 0)


async def forget_calls(session: AsyncSession) -> None:
    """Delete all that calls have left, their journals too: thousands are held on one calendar."""
    for table in reversed((*Base.metadata.sorted_tables, *JOURNAL.sorted_tables)):
        if table.name not in OWNERS:
            await session.execute(delete(table))


async def write_bookings(session: AsyncSession, rows: Sequence[Row], zone: Any) -> None:
    """Write bookings as they are, without asking whether they are allowed.

    Raises:
        KeyError: For a service that is not there.
    """
    services = {service.name: service for service in await services_in(session)}
    chairs = (await session.execute(select(ResourceRow.id, ResourceRow.name))).all()
    by_name = {chair.name: chair.id for chair in chairs}
    for number, row in enumerate(rows):
        service: Service = services[row["service"]]
        start = datetime.fromisoformat(row["start"])
        start = (start if start.tzinfo else start.replace(tzinfo=zone)).astimezone(UTC)
        customer = await customer_in(session, row["phone"], row["name"], row.get("email"), start)
        await session.execute(
            insert(BookingRow).values(
                booking_type_id=service.id,
                resource_id=by_name[row["resource"]] if "resource" in row else chairs[0].id,
                customer_id=customer,
                starts_at=start,
                ends_at=start + service.duration,
                **blocked(service, start),
                zone=str(zone),
                status=row.get("status", "confirmed"),
                code=row.get("code", f"T{number + 2}"),
                uid=f"scenario-{number}",
                run_key=f"scenario-{number}",
                created_at=start,
            )
        )


async def read(calendar: Calendar) -> Mapping[str, Sequence[Row]]:
    """Return what callers have agreed to, by table."""
    return {
        "bookings": [
            {
                **booking.as_json(),
                "resource": booking.resource,
                "end": booking.end.astimezone(UTC).isoformat(),
            }
            for booking in await all_bookings(calendar)
        ],
        "callbacks": [each.as_json() for each in await all_callbacks(calendar)],
    }
