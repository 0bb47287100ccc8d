"""The business itself as the owner defines it: its name, place and zone, and its facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ..audit import note
from ..business import BusinessFact
from ..definitions import Reader
from ..faults import CalendarUnavailable, FieldFault
from ..store import Calendar
from ..tables import BusinessFactRow, BusinessRow
from .checks import Checks, same
from .defined import changed_fields, match, owning

__all__ = [
    "BusinessDraft",
    "business_draft",
    "business_draft_in",
    "change_business",
    "change_facts",
    "checked_business",
    "checked_facts",
    "facts_in",
    "facts_of",
    "keep_sample",
    "write_business",
    "write_facts",
]

_MOST_FACTS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessDraft:
    """The business as the owner writes it."""

    name: str
    address: str
    """As it is spoken; empty for none."""
    zone: str
    """IANA name."""
    region: str
    """ISO 3166 country code."""


async def business_draft(calendar: Calendar) -> BusinessDraft:
    """Return the business as it is.

    Raises:
        CalendarUnavailable: When it cannot be read.
    """
    async with calendar.reading() as connection:
        return await business_draft_in(connection)


async def change_business(
    calendar: Calendar,
    draft: BusinessDraft,
    *,
    version: str | None,
    now: datetime,
    found: Iterable[FieldFault] = (),
) -> None:
    """Change the business. In another zone its hours are others; bookings keep their moments.

    Args:
        calendar: Whose.
        draft: What it is to be.
        version: The version that was shown; None to change it whatever it is.
        now: The present moment, aware.
        found: What is wrong with what was typed: it is told with the rest.

    Raises:
        Faulty: When it will not do.
        Outdated: When it has changed since.
        CalendarUnavailable: When the calendar cannot be written.
    """
    checks = Checks.beginning(found)
    tidy = checked_business(checks, draft)
    checks.settle()
    async with owning(calendar) as session:
        match(version, await business_draft_in(session))
        await write_business(session, tidy, now=now)


async def facts_of(calendar: Calendar) -> tuple[BusinessFact, ...]:
    """Return what callers can ask about, in order.

    Raises:
        CalendarUnavailable: When it cannot be read.
    """
    async with calendar.reading() as connection:
        return await facts_in(connection)


async def change_facts(
    calendar: Calendar,
    facts: Sequence[BusinessFact],
    *,
    version: str | None,
    now: datetime,
    found: Iterable[FieldFault] = (),
) -> None:
    """Change what callers can ask about, all of it and in order.

    Args:
        calendar: Whose.
        facts: All that are to be there.
        version: The version that was shown; None to change them whatever they are.
        now: The present moment, aware.
        found: What is wrong with what was typed: it is told with the rest.

    Raises:
        Faulty: When one will not do; the fields are such as "0.topic".
        Outdated: When they have changed since.
        CalendarUnavailable: When the calendar cannot be written.
    """
    checks = Checks.beginning(found)
    tidy = checked_facts(checks, facts)
    checks.settle()
    async with owning(calendar) as session:
        match(version, await facts_in(session))
        await write_facts(session, tidy, now=now)


async def keep_sample(calendar: Calendar, *, now: datetime) -> None:
    """Keep the business that a new calendar begins with: it is no longer as new.

    Raises:
        CalendarUnavailable: When the calendar cannot be written.
    """
    async with owning(calendar) as session:
        note(session, "kept", "business", 1, run=None, now=now)


def checked_business(checks: Checks, draft: BusinessDraft) -> BusinessDraft:
    """Check the business; return it made tidy."""
    return BusinessDraft(
        name=checks.text("name", draft.name, "a name", longest=80),
        address=checks.text("address", draft.address, "the address", longest=200, needed=False),
        zone=checks.zone("zone", draft.zone),
        region=checks.region("region", draft.region),
    )


def checked_facts(checks: Checks, facts: Sequence[BusinessFact]) -> tuple[BusinessFact, ...]:
    """Check facts; return them made tidy. No two are asked for in the same words."""
    if len(facts) > _MOST_FACTS:
        checks.fault("facts", f"Keep {_MOST_FACTS} facts at most; there are {len(facts)}.")
        return tuple(facts[:_MOST_FACTS])
    meant: dict[str, str] = {}
    tidied: list[BusinessFact] = []
    for number, fact in enumerate(facts):
        each = checks.within(str(number))
        tidy = replace(
            fact,
            topic=each.text("topic", fact.topic, "a name such as parking", longest=40),
            words=each.words("words", fact.words, "words that callers say", most=20, longest=60),
            answer=each.text("answer", fact.answer, "what callers hear", longest=300).rstrip(" .!"),
        )
        for name, said in (("topic", tidy.topic), *(("words", one) for one in tidy.words)):
            if meant.setdefault(same(said), tidy.topic) != tidy.topic or (
                name == "topic" and any(same(said) == same(one.topic) for one in tidied)
            ):
                each.fault(name, f"{said!r} is already said for {meant[same(said)]!r}: change one.")
        tidied.append(tidy)
    return tuple(tidied)


async def business_draft_in(reader: Reader) -> BusinessDraft:
    """Read the business."""
    row = (
        await reader.execute(
            select(BusinessRow.name, BusinessRow.address, BusinessRow.zone, BusinessRow.region)
        )
    ).one_or_none()
    if row is None:
        raise CalendarUnavailable("the calendar is damaged: it names no business")
    return BusinessDraft(name=row.name, address=row.address, zone=row.zone, region=row.region)


async def facts_in(reader: Reader) -> tuple[BusinessFact, ...]:
    """Read the facts, in order."""
    rows = await reader.execute(
        select(BusinessFactRow.topic, BusinessFactRow.words, BusinessFactRow.answer).order_by(
            BusinessFactRow.id
        )
    )
    return tuple(BusinessFact(row.topic, tuple(row.words), row.answer) for row in rows)


async def write_business(session: AsyncSession, tidy: BusinessDraft, *, now: datetime) -> None:
    """Write a business that has passed its checks; nothing when it is the same."""
    changed = changed_fields(await business_draft_in(session), tidy)
    if changed:
        await session.execute(update(BusinessRow).values(**asdict(tidy)))
        note(session, "changed", "business", 1, run=None, now=now, fields=changed)


async def write_facts(
    session: AsyncSession, tidy: Sequence[BusinessFact], *, now: datetime
) -> None:
    """Write facts that have passed their checks; nothing when they are the same."""
    if tuple(tidy) == await facts_in(session):
        return
    # Their ids are their order, so they are written anew.
    await session.execute(delete(BusinessFactRow))
    session.add_all(
        BusinessFactRow(topic=each.topic, words=list(each.words), answer=each.answer)
        for each in tidy
    )
    await session.flush()
    note(session, "changed", "business_facts", None, run=None, now=now)
