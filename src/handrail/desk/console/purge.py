"""`handrail purge`: transcripts and personal data go, by age or by person.

It prints counts, and nothing of what they count.
"""

from __future__ import annotations

import asyncio
import json as json_
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from handrail.desk.calendar import Calendar
from handrail.desk.calendar.purging import Held, data_before, data_of, empty
from handrail.faults import BadInput
from handrail.journal import JournalUnavailable, Person, Store, speaks_of
from handrail.kinds.numbering import known

from .counted import counted
from .place import fault_of, missing_file, open_calendar

__all__ = ["PurgeOptions", "purge_data"]

_AGE = re.compile(r"(\d{1,5})d")


@dataclass(frozen=True, slots=True)
class PurgeOptions:
    """What the command was given."""

    older_than: str | None
    person: str | None
    with_bookings: bool
    dry_run: bool
    db: str | None
    json: bool


def purge_data(options: PurgeOptions) -> None:
    """Delete, or with `dry_run` count, what is old or a person's.

    Raises:
        BadInput: For options that name neither or both, an age that is none, a calendar that is
            not there, or a person with bookings ahead.
    """
    age = _age(options)
    if missing := missing_file(options.db):
        msg = f"There is no calendar at {missing}."
        raise BadInput(msg)
    try:
        counts = asyncio.run(_purge(options, age))
    except JournalUnavailable as fault:
        raise fault_of(fault) from None
    if options.json:
        print(json_.dumps({**counts, "dry_run": options.dry_run}))
        return
    told = [counted(count, what) for what, count in counts.items() if count]
    print(f"{'Would be purged' if options.dry_run else 'Purged'}: {', '.join(told) or 'nothing'}.")


def _age(options: PurgeOptions) -> timedelta | None:
    if (options.older_than is None) == (options.person is None):
        raise BadInput("Name either --older-than or --person.")
    if options.older_than is None:
        if len(str(options.person).strip()) < 3:  # noqa: PLR2004 - "a" is nobody
            raise BadInput("--person must be a number, an email address or a name.")
        return None
    found = _AGE.fullmatch(options.older_than.strip())
    if found is None:
        msg = f"--older-than must be a number of days such as 90d, not {options.older_than[:20]!r}."
        raise BadInput(msg)
    return timedelta(days=int(found[1]))


async def _purge(options: PurgeOptions, age: timedelta | None) -> dict[str, int]:
    now = datetime.now(UTC)
    async with open_calendar(options.db) as calendar:
        journal = calendar.journal()
        if age is not None:
            held = await data_before(calendar, now - age)
            calls = [one.header.id for one in await journal.calls() if one.last < now - age]
        else:
            held, calls = await _of_person(calendar, journal, str(options.person).strip(), now)
        if held.ahead and not (options.with_bookings or options.dry_run):
            msg = (
                f"This person has {counted(len(held.ahead), 'bookings')} ahead: give "
                "--with-bookings to cancel what is booked, too."
            )
            raise BadInput(msg)
        emptied = len(held.customers)
        if not options.dry_run:
            await journal.purge(calls)
            emptied = await empty(calendar, held, now=now)
    return {
        "calls": len(calls),
        "customers": emptied,
        "callbacks": len(held.callbacks),
        "bookings cancelled": len(held.ahead),
        "messages": len(held.messages),
    }


async def _of_person(
    calendar: Calendar, journal: Store, named: str, now: datetime
) -> tuple[Held, list[str]]:
    region = (await calendar.business()).region
    number = None if "@" in named else known(re.sub(r"[\s().-]", "", named), region)
    phone = number.value if number else None
    held = await data_of(calendar, named, phone=phone, now=now)
    emails, names = held.emails, held.names
    if phone is None:
        emails = emails | {named} if "@" in named else emails
        names = names if "@" in named else names | {named}
    person = Person(held.numbers, emails, names)
    calls = [
        one.header.id
        for one in await journal.calls()
        if speaks_of(one, await journal.read(one.header.id), person)
    ]
    return held, calls
