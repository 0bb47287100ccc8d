"""A process that dies in the middle of a call: nothing answered is lost, nothing is half done.

Children are killed with SIGKILL before every statement and commit that they send to a database,
before and after every answer, and at random times within commits (see `tests.crash.child`). Another
process then takes the call up, and the books are checked by SQL that is no part of Handrail.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from handrail import Conversation, PlainCall
from handrail.desk.calendar import Calendar, NewBooking, book, cancel, hold, reschedule
from handrail.desk.call import answering
from handrail.journal import CallJournal
from tests import postgresql
from tests.crash.caller import CALLER, FOUR, THREE, conversation_of, hold_call
from tests.crash.child import UNHURRIED, Order
from tests.crash.conftest import End, Obeying
from tests.crash.ledger import Ledger
from tests.desk.conftest import NOW
from tests.sizes import sized

pytestmark = [pytest.mark.soak, pytest.mark.timeout(3000)]


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handrail.journal.call.PATIENCE", UNHURRIED)


@pytest.fixture
async def calendar(ledger: Ledger) -> AsyncIterator[Calendar]:
    async with await Calendar.open(ledger.where) as opened:
        yield opened


def some(points: int, count: int) -> list[int]:
    """Return so many of the points, spread evenly: all of them where there are fewer."""
    count = min(count, points)
    return [number * points // count for number in range(count)]


def orders(first: Order, points: list[str], count: int, within: int) -> Iterator[Order]:
    """Yield orders to die at some of the points, and at random times within commits.

    Args:
        first: What is done.
        points: All its points.
        count: At how many of them a child is killed.
        within: How many are killed within a commit.
    """
    for at in some(len(points), count):
        yield replace(first, name=f"{first.act}-{at}", at=at)
    random = Random(f"{first.act} {first.calendar[:4]}")
    commits = [at for at, what in enumerate(points) if what == "COMMIT"]
    for number in range(within):
        at = random.choice(commits)
        yield replace(first, name=f"{first.act}-r{number}", at=at, after=random.uniform(0, 0.004))


async def took_up(calendar: Calendar, call: str) -> tuple[Any, list[str]]:
    """Hold a call to its end in this process, from where it stood; return it and the answers."""
    store = calendar.journal()
    found = await store.find(call)
    journal = (
        CallJournal(store, call=call, caller=CALLER)
        if found is None
        else await CallJournal.reopen(store, call)
    )
    conversation = await conversation_of(calendar, journal)
    plain = PlainCall(conversation)
    told: list[str] = []
    if found is None:
        await plain.open()
    else:
        line = await conversation.settle()  # what was under way when it died
        if line.text:
            told.append(line.text)
            conversation.played(line)
    await hold_call(conversation, plain.say, told.append)
    assert journal.durable
    return conversation, told


def kept(ledger: Ledger, call: str, end: End) -> None:
    """Hold that what the caller was answered is in the journal, and at most one answer more."""
    spoke = [json.loads(data)["text"] for kind, data in ledger.records(call) if kind == "Spoke"]
    assert spoke[: len(end.told)] == end.told
    assert len(spoke) <= len(end.told) + 1


async def is_whole_again(calendar: Calendar, ledger: Ledger, call: str, end: End) -> None:
    """Hold that a call that died lost nothing, and can be taken up to its end."""
    assert ledger.faults() == []
    kept(ledger, call, end)
    booked = ledger.rows("SELECT run_key, code FROM bookings")
    assert len(booked) <= 1
    if any("Booked" in line for line in end.told):
        assert booked, "who was told so has a booking"
    conversation, told = await took_up(calendar, call)
    assert ledger.faults() == []
    ((key, code, start),) = ledger.rows("SELECT run_key, code, starts_at FROM bookings")
    if booked:
        assert booked == [(key, code)], "the booking that was made is the one there is"
    assert start in {int(THREE.timestamp()), THREE}, "they have the time they agreed on"
    assert conversation.outcome == "completed"
    assert conversation.receipt["code"] == code
    assert any(" ".join(code) in line for line in (*end.told, *told)), "and they know its code"
    assert ledger.rows("SELECT run_key FROM holds") == []
    found = await calendar.journal().find(call)
    assert found is not None
    assert found.ended


@contextmanager
def told_where(order: Order, end: End) -> Iterator[None]:
    """Add to what fails where the child was killed."""
    try:
        yield
    except BaseException as error:
        error.add_note(f"{order.name}: {order.after} s after point {order.at}, {end.points[-3:]}")
        raise


def died(order: Order, end: End) -> End:
    """Hold that a child was killed, unless its time came after its end."""
    assert end.was_killed or (order.after is not None and end.status == 0)
    return end


@pytest.mark.parametrize("act", ["text", "session"])
async def test_a_call_survives_the_death_of_its_worker(
    act: str, ledger: Ledger, calendar: Calendar, obey: Obeying
) -> None:
    first = Order(act, ledger.where, act)
    lived = obey(first)
    assert lived.status == 0
    await is_whole_again(calendar, ledger, act, lived)
    count, within = (
        (sized(1000, reduced=6), sized(100, reduced=4))
        if act == "text"
        else (sized(25, reduced=2), sized(10, reduced=1))
    )
    for order in orders(first, lived.points, count, within):
        ledger.clear()
        end = died(order, obey(order))
        with told_where(order, end):
            await is_whole_again(calendar, ledger, order.name, end)


_DONE = {"move": "Moved|moved, same", "cancel": "cancelled"}


async def calls_again(calendar: Calendar, wish: str) -> tuple[Any, list[str]]:
    """Call again from the same number, as who was cut off does, and hold the call to its end."""
    conversation = Conversation[Any](
        **await answering(calendar, clock=lambda: NOW + timedelta(minutes=1), caller=CALLER)
    )
    plain = PlainCall(conversation)
    told = [await plain.open()]
    await hold_call(conversation, plain.say, told.append, wish=wish)
    return conversation, told


async def is_changed_once(calendar: Calendar, ledger: Ledger, order: Order, end: End) -> None:
    """Hold that a call which died while it changed a booking can be gone on with to its end."""
    assert ledger.faults() == []
    kept(ledger, order.name, end)
    ((start, status),) = ledger.rows("SELECT starts_at, status FROM bookings")
    three = int(THREE.timestamp()), THREE
    done = status == "cancelled" if order.wish == "cancel" else start not in three
    heard = any(re.search(_DONE[order.wish], line) for line in end.told)
    assert done or not heard, "who was told so has it"
    found = await calendar.journal().find(order.name)
    if not (heard and done and found is not None and found.ended):
        conversation, told = await calls_again(calendar, order.wish)
        assert conversation.outcome == "completed", told
        assert any(re.search(_DONE[order.wish], line) for line in told), told
    assert ledger.faults() == []
    ((start, status, sequence),) = ledger.rows("SELECT starts_at, status, sequence FROM bookings")
    if order.wish == "cancel":
        assert (start in three, status) == (True, "cancelled")
    else:
        assert (start in {int(FOUR.timestamp()), FOUR}, status) == (True, "confirmed")
    assert sequence == 1, "it was changed once"
    assert ledger.rows("SELECT run_key FROM holds") == []


@pytest.mark.parametrize("act", ["text-move", "text-cancel", "session-move", "session-cancel"])
async def test_a_call_that_changes_a_booking_survives_the_death_of_its_worker(
    act: str, ledger: Ledger, calendar: Calendar, obey: Obeying
) -> None:
    haircut = (await calendar.services())[0]
    wanted = NewBooking(haircut, THREE, CALLER, "Maria Lopez")

    async def die(order: Order) -> End:
        ledger.clear()
        await book(calendar, wanted, run=f"made-{order.name}", now=NOW)
        end = died(order, obey(order)) if order.at is not None else obey(order)
        with told_where(order, end):
            await is_changed_once(calendar, ledger, order, end)
        return end

    lived = await die(Order(act, ledger.where, act))
    assert lived.status == 0
    count, within = (
        (sized(1000, reduced=3), sized(50, reduced=1))
        if act.startswith("text")
        else (sized(25, reduced=1), sized(10, reduced=1))
    )
    for order in orders(Order(act, ledger.where, act), lived.points, count, within):
        await die(order)


async def changed(calendar: Calendar, ledger: Ledger, order: Order, end: End) -> None:
    """Hold that a change whose worker died is done once, or not at all, and can be made again."""
    assert ledger.faults() == []
    before = int(THREE.timestamp()), THREE
    ((start, status),) = ledger.rows("SELECT starts_at, status FROM bookings")
    done = status == "cancelled" if order.act == "cancel" else start not in before
    assert done or not end.told, "who was told so has it"
    for _ in range(2):
        if order.act == "move":
            moved = await reschedule(calendar, order.booking, FOUR, run=order.name, now=NOW)
            assert moved.start == FOUR
        else:
            gone = await cancel(calendar, order.booking, run=order.name, now=NOW)
            assert gone.status == "cancelled"
        assert ledger.faults() == []
        assert ledger.rows("SELECT sequence FROM bookings") == [(1,)]
        assert ledger.rows("SELECT run_key FROM holds") == []
    haircut = (await calendar.services())[0]  # the old time is somebody else's to have
    other = NewBooking(haircut, THREE, "+12125550199", "Ann Lee")
    await book(calendar, other, run=f"other-{order.name}", now=NOW)


@pytest.mark.parametrize("act", ["move", "cancel"])
async def test_a_change_survives_the_death_of_its_worker(
    act: str, ledger: Ledger, calendar: Calendar, obey: Obeying
) -> None:
    haircut = (await calendar.services())[0]
    wanted = NewBooking(haircut, THREE, CALLER, "Maria Lopez")

    async def die(order: Order) -> End:
        ledger.clear()
        made = await book(calendar, wanted, run=f"made-{order.name}", now=NOW)
        await hold(calendar, haircut, FOUR, run=order.name, now=NOW, moving=made.id)
        order = replace(order, booking=made.id)
        end = died(order, obey(order)) if order.at is not None else obey(order)
        with told_where(order, end):
            await changed(calendar, ledger, order, end)
        return end

    first = Order(act, ledger.where, act)
    lived = await die(first)
    for order in orders(first, lived.points, sized(1000, reduced=2), sized(25, reduced=1)):
        await die(order)


async def test_a_calendar_whose_making_was_cut_short_is_made_all_the_same(
    ledger: Ledger, obey: Obeying, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    def somewhere(name: str) -> Order:
        if "://" not in ledger.where:
            return Order("open", str(tmp_path / f"{name}.db"), name)
        server = request.getfixturevalue("postgresql_server")
        return Order("open", postgresql.new_database(server), name)

    lived = obey(somewhere("lived"))
    assert lived.status == 0
    for at in some(len(lived.points), sized(40, reduced=2)):
        order = replace(somewhere(f"open-{at}"), at=at)
        end = died(order, obey(order))
        with told_where(order, end):
            async with await Calendar.open(order.calendar) as calendar:
                _, told = await took_up(calendar, "first")
            assert any("Booked" in line for line in told)
            assert Ledger(order.calendar).faults() == []
