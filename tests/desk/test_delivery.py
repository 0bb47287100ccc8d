"""Messages reach whom they are for: once each by key, later if need be, and given up in the end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from handrail.desk.calendar import (
    Booking,
    Calendar,
    CalendarUnavailable,
    Message,
    NewBooking,
    Notification,
    ask_for_callback,
    book,
    cancel,
    notifications,
    reschedule,
    send_again,
)
from handrail.desk.calendar.sending import LEASE
from handrail.desk.notifications import Delivered, Undelivered, deliver, deliver_due
from handrail.desk.notifications.delivery import ATTEMPTS, delay
from handrail.desk.notifications.webhook import Webhook
from tests.desk.conftest import NOW, Desk, desk_of
from tests.desk.receivers import Receiver, a_receiver, free_port
from tests.desk.test_stores import FOUR, PHONE, THREE, where

__all__ = ["where"]

SECRET = "a secret of the receiver"  # noqa: S105 - of these tests
HOUR = timedelta(hours=1)


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Bird:
    """A channel that does as it is told."""

    name: str = "webhook"
    carried: list[str] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)

    async def send(self, message: Message, *, now: datetime) -> None:
        del now
        self.carried.append(message.event)
        if self.faults:
            raise self.faults.pop(0)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with a_receiver() as receiver:
        yield receiver


@pytest.fixture
async def desk(where: str) -> AsyncIterator[Desk]:
    async with await Calendar.open(where, channels=["webhook"]) as calendar:
        yield await desk_of(calendar)


async def booked(desk: Desk) -> Booking:
    wanted = NewBooking(desk.haircut, THREE, PHONE, "Maria Lopez")
    return await book(desk.calendar, wanted, run="run-a", now=NOW)


async def only(desk: Desk) -> Notification:
    (found,) = await notifications(desk.calendar)
    return found


def hook(receiver: Receiver, seconds: float = 10) -> Webhook:
    return Webhook(receiver.url, SECRET, private=True, seconds=seconds)


async def test_what_became_of_a_booking_arrives_in_order_and_once(
    desk: Desk, receiver: Receiver, clock: Clock
) -> None:
    booking = await booked(desk)
    await reschedule(desk.calendar, booking.id, FOUR, run="run-b", now=NOW)
    await cancel(desk.calendar, booking.id, run="run-c", now=NOW)
    done = await deliver_due(desk.calendar, [hook(receiver)], clock=clock)
    assert done == Delivered(sent=3)
    assert [each.split(".")[0] for each in receiver.taken] == ["booked", "rescheduled", "cancelled"]
    assert await deliver_due(desk.calendar, [hook(receiver)], clock=clock) == Delivered()
    assert len(receiver.posted) == 3
    assert {each.state for each in await notifications(desk.calendar)} == {"sent"}


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((500, {}), "the receiver answered 500"),
        ((302, {"Location": "/"}), "the receiver answered 302, and redirects are not followed"),
        (None, "the receiver did not answer in time"),
    ],
)
async def test_what_was_not_taken_is_tried_again_later_with_the_same_key(
    file: str,
    receiver: Receiver,
    clock: Clock,
    answer: tuple[int, dict[str, str]] | None,
    why: str,
) -> None:
    async with await Calendar.open(file, channels=["webhook"]) as calendar:
        desk = await desk_of(calendar)
        await booked(desk)
        receiver.answers = [answer]
        quick = hook(receiver, seconds=0.2)
        assert await deliver_due(calendar, [quick], clock=clock) == Delivered(put_off=1)
        waiting = await only(desk)
        assert (waiting.state, waiting.last_error) == ("waiting", why)
        assert waiting.due_at == NOW + delay(1)
        clock.now += delay(1)
        done = await deliver_due(calendar, [hook(receiver)], clock=clock)
        assert done == Delivered(sent=1)
        assert len(receiver.taken) == 2
        assert len(set(receiver.taken)) == 1
        assert (await only(desk)).last_error is None


async def test_a_receiver_that_is_not_there_is_tried_again_later(desk: Desk, clock: Clock) -> None:
    await booked(desk)
    nobody = Webhook(f"http://127.0.0.1:{free_port()}/", SECRET, private=True)
    assert await deliver_due(desk.calendar, [nobody], clock=clock) == Delivered(put_off=1)
    assert (await only(desk)).last_error == "the receiver cannot be reached"


async def test_a_message_is_given_up_in_the_end_and_the_owner_can_send_it_again(
    desk: Desk, clock: Clock
) -> None:
    await booked(desk)
    bird = Bird(faults=[Undelivered("it rained") for _ in range(ATTEMPTS)])
    total = Delivered()
    while (await only(desk)).state == "waiting":
        total += await deliver_due(desk.calendar, [bird], clock=clock)
        clock.now = max(clock.now, (await only(desk)).due_at)
    assert total == Delivered(put_off=ATTEMPTS - 1, failed=1)
    failed = await only(desk)
    assert (failed.state, failed.attempts, failed.last_error) == ("failed", ATTEMPTS, "it rained")
    assert 24 * HOUR < clock.now - NOW < 48 * HOUR
    assert await send_again(desk.calendar, failed.id, now=clock.now)
    assert await deliver_due(desk.calendar, [bird], clock=clock) == Delivered(sent=1)


async def test_what_was_refused_for_good_is_not_tried_again(desk: Desk, clock: Clock) -> None:
    await booked(desk)
    bird = Bird(faults=[Undelivered("no such nest", for_good=True)])
    assert await deliver_due(desk.calendar, [bird], clock=clock) == Delivered(failed=1)
    assert await deliver_due(desk.calendar, [bird], clock=clock) == Delivered()


async def test_a_receiver_may_ask_for_more_time(desk: Desk, clock: Clock) -> None:
    await booked(desk)
    bird = Bird(faults=[Undelivered("busy", wait=HOUR)])
    await deliver_due(desk.calendar, [bird], clock=clock)
    assert (await only(desk)).due_at == NOW + HOUR


async def test_delays_double_up_to_six_hours() -> None:
    seconds = [delay(attempt).total_seconds() for attempt in range(1, ATTEMPTS)]
    assert seconds[:3] == [30, 60, 120]
    assert seconds[-1] == 6 * 3600
    assert seconds == sorted(seconds)


async def test_a_channel_that_breaks_stops_no_other_message_and_tells_no_detail(
    desk: Desk, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "handrail")
    for each in range(3):
        await ask_for_callback(desk.calendar, PHONE, run=f"run-{each}", now=NOW)
    bird = Bird(faults=[ValueError(f"cannot write to {PHONE}")])
    done = await deliver_due(desk.calendar, [bird], clock=clock)
    assert done == Delivered(sent=2, put_off=1)
    (waiting,) = await notifications(desk.calendar, state="waiting")
    assert waiting.last_error == "it could not be sent (ValueError)"
    assert "a message was not taken" in caplog.text
    assert PHONE not in repr([record.__dict__ for record in caplog.records])


async def test_two_that_deliver_at_once_send_each_message_once(
    where: str, desk: Desk, receiver: Receiver, clock: Clock
) -> None:
    for each in range(24):
        await ask_for_callback(desk.calendar, PHONE, run=f"run-{each}", now=NOW)
    async with await Calendar.open(where) as other:
        ended = await asyncio.gather(
            *(deliver_due(each, [hook(receiver)], clock=clock) for each in (desk.calendar, other))
        )
    assert sum(each.sent for each in ended) == 24
    assert len(receiver.taken) == 24
    assert len(set(receiver.taken)) == 24


async def test_who_dies_after_sending_leaves_it_to_another_who_sends_the_same_key(
    desk: Desk, receiver: Receiver, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """A worker that is no more."""

    async def die(*_: object, **__: object) -> bool:
        raise Killed

    await booked(desk)
    with monkeypatch.context() as patch:
        patch.setattr("handrail.desk.notifications.delivery.mark_sent", die)
        with pytest.raises(Killed):
            await deliver_due(desk.calendar, [hook(receiver)], clock=clock)
    assert await deliver_due(desk.calendar, [hook(receiver)], clock=clock) == Delivered()
    clock.now += LEASE
    assert await deliver_due(desk.calendar, [hook(receiver)], clock=clock) == Delivered(sent=1)
    assert len(receiver.taken) == 2
    assert len(set(receiver.taken)) == 1
    assert receiver.posted[0].body == receiver.posted[1].body


@pytest.mark.parametrize("detail", ["{}", "[1", "null", '{"was": 7}'])
async def test_a_message_that_cannot_be_read_is_given_up_and_keeps_no_other_back(
    desk: Desk, where: str, clock: Clock, caplog: pytest.LogCaptureFixture, detail: str
) -> None:
    if detail == "[1" and where.startswith("postgresql"):
        detail = "[1]"  # what is no JSON at all it does not take
    booking = await booked(desk)
    async with desk.calendar.writing() as session:
        await session.execute(text("UPDATE outbox SET detail = :detail"), {"detail": detail})
    await cancel(desk.calendar, booking.id, run="run-c", now=NOW)
    bird = Bird()
    await deliver_due(desk.calendar, [bird], clock=clock)
    await deliver_due(desk.calendar, [bird], clock=clock)
    assert bird.carried == ["cancelled"]
    assert {each.state for each in await notifications(desk.calendar)} == {"failed", "sent"}
    assert "a message cannot be read" in caplog.text
    assert "Maria" not in caplog.text


async def test_delivering_goes_on_after_any_fault(
    desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    again = asyncio.Event()
    faults: list[Exception] = [KeyError("Maria Lopez")]

    async def due(*_: object, **__: object) -> Delivered:
        if faults:
            raise faults.pop()
        again.set()
        return Delivered()

    monkeypatch.setattr("handrail.desk.notifications.delivery.deliver_due", due)
    delivering = asyncio.create_task(deliver(desk.calendar, [Bird()], clock=clock, pause=0))
    try:
        async with asyncio.timeout(10):
            await again.wait()
    finally:
        delivering.cancel()
    assert "KeyError" in caplog.text
    assert "Maria" not in caplog.text


async def test_delivering_goes_on_when_the_calendar_was_away(
    desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    arrived = asyncio.Event()

    class Pigeon(Bird):
        async def send(self, message: Message, *, now: datetime) -> None:
            await super().send(message, now=now)
            arrived.set()

    tries = 0

    async def away_once(*arguments: object, **named: object) -> object:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise CalendarUnavailable("it cannot be reached")
        return await take_due(*arguments, **named)  # type: ignore[arg-type]

    from handrail.desk.calendar import take_due

    monkeypatch.setattr("handrail.desk.notifications.delivery.take_due", away_once)
    await booked(desk)
    delivering = asyncio.create_task(deliver(desk.calendar, [Pigeon()], clock=clock, pause=0))
    await arrived.wait()
    delivering.cancel()
    with pytest.raises(asyncio.CancelledError):
        await delivering
    assert "the outbox cannot be used" in caplog.text
