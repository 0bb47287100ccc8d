"""A process that is killed: `python -m tests.crash.child`.

It imports everything once and reads orders, one JSON object a line. For each it forks a child that
does what is ordered and says so as it goes: each statement it is about to send to a database, each
commit, each answer the caller hears. At the point that is ordered the child is killed with SIGKILL,
by itself or, some time after that point, by its parent.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from sqlalchemy import Engine, Pool, event

from handrail import PlainCall
from handrail.desk.calendar import Calendar, cancel, reschedule
from handrail.desk.call import answering
from handrail.journal import CallJournal, call
from handrail.livekit import Receptionist, TextCall
from tests.crash.caller import CALLER, FOUR, conversation_of, hold_call
from tests.desk.conftest import NOW

__all__ = ["UNHURRIED", "Order"]

UNHURRIED: Final = 60.0
"""Seconds that a turn may take to be written."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a child does, and when it is killed."""

    act: str
    """The name of one of `_ACTS`; "open" dies while a calendar is made. That of a call may be
    followed by what is wanted: "text-move"."""
    calendar: str
    name: str
    """The id of the call, or of the run."""
    at: int | None = None
    """The point it is killed at, counted from 0; None: it lives."""
    after: float | None = None
    """Seconds after that point; None: just there."""
    booking: int = 0
    """The booking that is changed."""

    @property
    def wish(self) -> str:
        """What the caller of a call wants."""
        return self.act.partition("-")[2] or "book"


class _Life:
    """A child's, from point to point."""

    def __init__(self, order: Order, pipe: int) -> None:
        self.order = order
        self.pipe = pipe
        self.points = 0

    def point(self, what: str) -> None:
        """Say that a point is reached, and die if it is the one."""
        self._write({"point": what})
        self.points += 1
        if self.order.at == self.points - 1 and self.order.after is None:
            os.kill(os.getpid(), signal.SIGKILL)

    def told(self, what: str) -> None:
        """Say what the caller has heard."""
        self._write({"told": what})
        self.point("told")

    def _write(self, what: dict[str, str]) -> None:
        os.write(self.pipe, json.dumps(what).encode() + b"\n")  # whole or not at all: it is short

    def watch(self) -> None:
        """Reach a point before each statement and commit, and when a transaction is over."""

        def statement(_connection: object, _cursor: object, text: str, *_: object) -> None:
            self.point(" ".join(text.split()[:4]))

        event.listen(Engine, "before_cursor_execute", statement)
        event.listen(Engine, "commit", lambda _connection: self.point("COMMIT"))
        event.listen(Pool, "checkin", lambda *_: self.point("done"))


async def _in_text(life: _Life, calendar: Calendar, journal: CallJournal) -> None:
    conversation = await conversation_of(calendar, journal)
    plain = PlainCall(conversation)
    life.told(await plain.open())
    await hold_call(conversation, plain.say, life.told, wish=life.order.wish)


async def _in_a_session(life: _Life, calendar: Calendar, journal: CallJournal) -> None:
    known = await answering(calendar, clock=lambda: NOW, caller=CALLER)
    known["journal"] = journal
    agent = Receptionist(**known, ends_session=False)
    session = TextCall(agent)
    life.told(await session.open())

    async def say(words: str) -> str:
        return (await session.say(words)).desk

    await hold_call(agent.conversation, say, life.told, wish=life.order.wish)


async def _move(life: _Life, calendar: Calendar, _journal: CallJournal) -> None:
    moved = await reschedule(calendar, life.order.booking, FOUR, run=life.order.name, now=NOW)
    life.told(moved.start.isoformat())


async def _cancel(life: _Life, calendar: Calendar, _journal: CallJournal) -> None:
    gone = await cancel(calendar, life.order.booking, run=life.order.name, now=NOW)
    life.told(gone.status)


_Act = Callable[[_Life, Calendar, CallJournal], Awaitable[None]]
_ACTS: Final[dict[str, _Act]] = {
    "text": _in_text,
    "session": _in_a_session,
    "move": _move,
    "cancel": _cancel,
}


async def _live(life: _Life) -> None:
    order = life.order
    act = _ACTS.get(order.act.partition("-")[0])
    if act is None:
        life.watch()
    async with await Calendar.open(order.calendar) as calendar:
        if act is not None:
            life.watch()
            journal = CallJournal(calendar.journal(), call=order.name, caller=CALLER)
            await act(life, calendar, journal)
        life.point("over")


def _child(order: Order, pipe: int) -> NoReturn:
    try:
        asyncio.run(_live(_Life(order, pipe)))
    except BaseException:  # noqa: BLE001 - a fork must not go on as its parent
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _obey(order: Order) -> dict[str, Any]:
    """Fork a child, see it die or end, and return what it said."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _child(order, writing)
    os.close(writing)
    points: list[str] = []
    told: list[str] = []
    with os.fdopen(reading, encoding="utf-8") as pipe:
        for line in pipe:
            said = json.loads(line)
            if "told" in said:
                told.append(said["told"])
                continue
            points.append(said["point"])
            if order.after is not None and order.at == len(points) - 1:
                time.sleep(order.after)
                os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return {"points": points, "told": told, "status": os.waitstatus_to_exitcode(status)}


def main() -> None:
    """Obey orders until there are no more."""
    call.PATIENCE = UNHURRIED  # a machine under load loses no turn of a test
    asyncio.run(_warm())
    for line in sys.stdin:
        print(json.dumps(_obey(Order(**json.loads(line)))), flush=True)


async def _warm() -> None:
    """Load what is loaded with the first call."""
    life = _Life(Order("text", ":memory:", "warm"), os.open(os.devnull, os.O_WRONLY))
    async with await Calendar.open(life.order.calendar) as calendar:
        await _in_text(life, calendar, CallJournal(calendar.journal()))


if __name__ == "__main__":
    main()
