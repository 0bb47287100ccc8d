"""One of several processes that want the same at once: `python -m tests.desk.rivals`.

Arguments: the calendar, the number of the process, how many rounds there are. It says "ready",
waits for a line, and prints what came of each act: a JSON list of act, round and outcome.

Each round has a day of its own, with bookings at ten, eleven and twelve. Even processes do the
first of what follows, odd ones the second:

- "move": the one at ten is moved to one o'clock; so is the one at eleven;
- "end": the one at twelve is cancelled; it is moved to two;
- "hold": three o'clock is held; it is booked;
- "run": four o'clock is booked by all of them for the same run, as by two workers with one call.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable
from datetime import datetime, timedelta

from handrail.desk.calendar import (
    Calendar,
    NewBooking,
    Refused,
    Service,
    book,
    cancel,
    hold,
    reschedule,
)
from tests.desk.conftest import NEW_YORK, NOW

__all__ = ["ACTS", "at", "new"]

ACTS = ("move", "end", "hold", "run")


def at(number: int, hour: int) -> datetime:
    """Return an hour of a round's day."""
    return datetime(2026, 6, 16, hour, tzinfo=NEW_YORK) + timedelta(days=7 * number)


def new(service: Service, start: datetime) -> NewBooking:
    """Return what is booked."""
    return NewBooking(service, start, "+12125550142", "Maria Lopez")


async def _try(act: str, number: int, wanted: Awaitable[object]) -> list[object]:
    try:
        got = await wanted
    except Refused:
        return [act, number, "refused"]
    return [act, number, getattr(got, "code", "held")]


async def main(where: str, process: int, rounds: int) -> None:
    """Do what this process does in each round, all at once."""
    first = process % 2 == 0
    async with await Calendar.open(where) as calendar:
        service = (await calendar.services())[0]
        print("ready", flush=True)
        sys.stdin.readline()
        wanted = []
        for n in range(rounds):
            ten, eleven, twelve = (3 * n + each for each in (1, 2, 3))  # the ids, in order
            moved = ten if first else eleven
            run = f"{process}-{n}"
            acts: tuple[Awaitable[object], ...] = (
                reschedule(calendar, moved, at(n, 13), run=f"move-{run}", now=NOW),
                cancel(calendar, twelve, run=f"end-{run}", now=NOW)
                if first
                else reschedule(calendar, twelve, at(n, 14), run=f"end-{run}", now=NOW),
                hold(calendar, service, at(n, 15), run=f"hold-{run}", now=NOW)
                if first
                else book(calendar, new(service, at(n, 15)), run=f"hold-{run}", now=NOW),
                book(calendar, new(service, at(n, 16)), run=f"run-{n}", now=NOW),
            )
            wanted += [_try(act, n, each) for act, each in zip(ACTS, acts, strict=True)]
        for outcome in await asyncio.gather(*wanted):
            print(json.dumps(outcome))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
