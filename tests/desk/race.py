"""One of several processes that book the same few times at once: `python -m tests.desk.race`.

Arguments: the calendar, a name for the process, how many callers it has, and when to begin, in
seconds since 1970. Each caller tries the times in an order of its own, as a caller does who hears
"taken" and takes what is offered. It prints what each got, one JSON list a line.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from datetime import datetime, timedelta
from random import Random

from handrail.desk.calendar import Calendar, NewBooking, Taken, book, check_start, hold
from tests.desk.conftest import NEW_YORK, NOW

TIMES = tuple(
    datetime(2026, 6, 16, 15, tzinfo=NEW_YORK) + n * timedelta(minutes=15) for n in range(8)
)
"""Two hours by the quarter: four haircuts of half an hour can be had of them."""


async def caller(calendar: Calendar, name: str) -> list[str | None]:
    """Try to get a time; return it and what was offered when the last one was taken."""
    random = Random(name)
    business, services = await calendar.business(), await calendar.services()
    wanted = list(TIMES)
    random.shuffle(wanted)
    for start in wanted:
        try:
            if random.random() < 0.5:
                await hold(calendar, services[0], start, run=name, now=NOW)
            await book(
                calendar,
                NewBooking(services[0], start, "+12125550142", name),
                run=name,
                now=NOW,
            )
        except Taken:
            continue
        return [name, start.isoformat(), None]
    verdict = await check_start(calendar, TIMES[0], business=business, service=services[0], now=NOW)
    offered = verdict.options[0].isoformat() if verdict.options else None
    return [name, None, offered]


async def main(where: str, name: str, callers: int, begin: float) -> None:
    """Let all callers of this process try at once."""
    async with await Calendar.open(where) as calendar:
        await asyncio.sleep(max(0.0, begin - time.time()))
        got = await asyncio.gather(*(caller(calendar, f"{name}-{n}") for n in range(callers)))
    for each in got:
        print(json.dumps(each))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])))
