"""The outbox, in either store: written with what it tells, taken by one worker at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import update

from handrail.desk.calendar import (
    EMAIL,
    WEBHOOK,
    Booking,
    Calendar,
    CallBackTold,
    Message,
    NewBooking,
    Taken,
    ask_for_callback,
    book,
    cancel,
    correct,
    mark_no_show,
    mark_sent,
    notifications,
    put_off,
    reschedule,
    send_again,
    take_due,
)
from handrail.desk.calendar.sending import LEASE
from handrail.desk.calendar.tables import CustomerRow
from tests.desk.conftest import NOW, Desk, desk_of
from tests.desk.test_stores import FOUR, PHONE, THREE, where

__all__ = ["where"]

BOTH = (EMAIL, WEBHOOK)
SECOND = timedelta(seconds=1)


@pytest.fixture
async def desk(where: str) -> AsyncIterator[Desk]:
    async with await Calendar.open(where, channels=BOTH) as calendar:
        yield await desk_of(calendar)


async def booked(
    desk: Desk, run: str = "run-a", email: str | None = "Maria@Example.com"
) -> Booking:
    wanted = NewBooking(desk.haircut, THREE, PHONE, "Maria Lopez", email)
    return await book(desk.calendar, wanted, run=run, now=NOW)


async def taken(desk: Desk, *channels: str, later: timedelta = timedelta()) -> tuple[Message, ...]:
    return await take_due(desk.calendar, channels or BOTH, now=NOW + later, limit=10)


async def sent(desk: Desk, *messages: Message) -> None:
    for message in messages:
        assert await mark_sent(desk.calendar, message, now=NOW)


async def told(desk: Desk) -> list[tuple[str, str]]:
    return [(each.event, each.channel) for each in await notifications(desk.calendar)]


# --- what is written ----------------------------------------------------------------------------


async def test_whoever_is_told_of_a_correction_gets_the_invitation_again(desk: Desk) -> None:
    booking = await booked(desk, email="mario@example.com")
    await sent(desk, *await taken(desk))
    for _ in range(2):  # a run that is tried again tells nothing twice
        corrected = await correct(
            desk.calendar,
            booking.id,
            phone=PHONE,
            name="Maria Lopes",
            email="maria@example.com",
            run="run-b",
            now=NOW,
        )
    assert (corrected.sequence, corrected.name) == (booking.sequence + 1, "Maria Lopes")
    told_now = [each for each in await taken(desk) if isinstance(each.about, Booking)]
    assert [(each.event, each.channel) for each in told_now] == [
        ("corrected", EMAIL),
        ("corrected", WEBHOOK),
    ]
    assert {each.about.email for each in told_now if isinstance(each.about, Booking)} == {
        "maria@example.com"
    }


async def test_each_change_is_told_by_each_channel_once(desk: Desk) -> None:
    booking = await booked(desk)
    for _ in range(2):
        await reschedule(desk.calendar, booking.id, FOUR, run="run-b", now=NOW)
    for _ in range(2):
        await cancel(desk.calendar, booking.id, run="run-c", now=NOW)
    written = await notifications(desk.calendar, booking=booking.id)
    assert [each.key for each in written] == [
        f"{event}.{booking.uid}.{sequence}.{channel}"
        for sequence, event in enumerate(("booked", "rescheduled", "cancelled"))
        for channel in BOTH
    ]
    assert {each.state for each in written} == {"waiting"}


async def test_a_run_that_books_again_tells_nothing_new(desk: Desk) -> None:
    assert await booked(desk) == await booked(desk)
    assert await told(desk) == [("booked", EMAIL), ("booked", WEBHOOK)]


async def test_who_gave_no_email_gets_none(desk: Desk) -> None:
    await booked(desk, email=None)
    assert await told(desk) == [("booked", WEBHOOK)]


async def test_what_was_not_booked_is_not_told(desk: Desk) -> None:
    await booked(desk)
    with pytest.raises(Taken):
        await booked(desk, run="run-b")
    assert len(await told(desk)) == 2


async def test_a_move_to_the_same_time_and_a_no_show_tell_nobody(desk: Desk) -> None:
    booking = await booked(desk)
    await reschedule(desk.calendar, booking.id, THREE, run="run-b", now=NOW)
    await mark_no_show(desk.calendar, booking.id, now=FOUR)
    assert {event for event, _ in await told(desk)} == {"booked"}


async def test_a_call_back_is_told_once(desk: Desk) -> None:
    for _ in range(2):
        await ask_for_callback(desk.calendar, PHONE, run="run a/\u00e4", now=NOW)
    assert await told(desk) == [("call_back_asked", EMAIL), ("call_back_asked", WEBHOOK)]
    first, _ = await taken(desk)
    assert first.about == CallBackTold(PHONE, NOW)
    assert first.key.isascii()
    assert " " not in first.key


async def test_nothing_is_written_where_no_channel_is_configured(where: str) -> None:
    async with await Calendar.open(where) as calendar:
        desk = await desk_of(calendar)
        booking = await booked(desk)
        await cancel(calendar, booking.id, run=None, now=NOW)
        await ask_for_callback(calendar, PHONE, run="run-c", now=NOW)
        assert await notifications(calendar) == ()


async def test_no_row_holds_a_person_s_details(desk: Desk) -> None:
    booking = await booked(desk)
    await reschedule(desk.calendar, booking.id, FOUR, run="run-b", now=NOW)
    async with desk.calendar.reading() as connection:
        rows = (await connection.exec_driver_sql("SELECT * FROM outbox")).all()
    assert len(rows) == 4
    for detail in (PHONE, "Maria", "example.com"):
        assert detail.lower() not in repr(rows).lower()


# --- what is taken ------------------------------------------------------------------------------


async def test_a_message_tells_how_it_stood_after_its_event(desk: Desk) -> None:
    before = await booked(desk)
    after = await reschedule(desk.calendar, before.id, FOUR, run="run-b", now=NOW)
    (first,) = await taken(desk, WEBHOOK)
    assert (first.event, first.about, first.was) == ("booked", before, None)
    await sent(desk, first)
    (second,) = await taken(desk, WEBHOOK)
    assert (second.event, second.about, second.was) == ("rescheduled", after, THREE)
    assert second.sender.name == "Northside Studio"
    assert second.created_at == NOW


async def test_the_next_of_a_booking_waits_for_the_one_before_it(desk: Desk) -> None:
    booking = await booked(desk)
    await reschedule(desk.calendar, booking.id, FOUR, run="run-b", now=NOW)
    (first,) = await taken(desk, WEBHOOK)
    await put_off(desk.calendar, first, why="it failed", until=NOW + 60 * SECOND, now=NOW)
    assert await taken(desk, WEBHOOK) == ()
    assert [each.event for each in await taken(desk, EMAIL)] == ["booked"], (
        "but by one channel only"
    )
    (again,) = await taken(desk, WEBHOOK, later=60 * SECOND)
    assert (again.key, again.attempt) == (first.key, 2)
    await put_off(desk.calendar, again, why="it failed", until=None, now=NOW)
    assert [each.event for each in await taken(desk, WEBHOOK)] == ["rescheduled"]


async def test_what_was_taken_is_nobody_else_s_until_the_lease_ends(desk: Desk) -> None:
    await booked(desk)
    (first,) = await taken(desk, WEBHOOK)
    assert await taken(desk, WEBHOOK, later=LEASE - SECOND) == ()
    (second,) = await taken(desk, WEBHOOK, later=LEASE)
    assert second.key == first.key
    assert not await mark_sent(desk.calendar, first, now=NOW), "it is the second one's to tell now"
    assert await mark_sent(desk.calendar, second, now=NOW)
    assert not await mark_sent(desk.calendar, second, now=NOW)


async def test_only_channels_that_can_be_sent_by_are_taken(desk: Desk) -> None:
    await booked(desk)
    assert await taken(desk, "carrier pigeon") == ()


async def test_of_many_workers_one_takes_each_message(where: str, desk: Desk) -> None:
    for each in range(12):
        await ask_for_callback(desk.calendar, PHONE, run=f"run-{each}", now=NOW)
    others = [await Calendar.open(where) for _ in range(4)]
    try:
        found = await asyncio.gather(
            *(take_due(other, BOTH, now=NOW, limit=3) for other in others * 4)
        )
    finally:
        for other in others:
            await other.aclose()
    keys = [message.key for messages in found for message in messages]
    assert len(keys) == len(set(keys))
    rest = await take_due(desk.calendar, BOTH, now=NOW, limit=24)
    assert len(keys) + len(rest) == 24


async def test_whose_details_were_purged_has_none_in_a_message(desk: Desk) -> None:
    await booked(desk)
    async with desk.calendar.writing() as session:
        await session.execute(
            update(CustomerRow).values(phone=None, name=None, email=None, email_key=None)
        )
    (message,) = await taken(desk, EMAIL)
    assert isinstance(message.about, Booking)
    assert (message.about.phone, message.about.name, message.about.email) == ("", "", None)


# --- what the owner sees ------------------------------------------------------------------------


async def test_the_owner_sees_what_was_given_up_and_has_it_sent_again(desk: Desk) -> None:
    await booked(desk)
    by_email, by_webhook = await taken(desk)
    await sent(desk, by_email)
    await put_off(desk.calendar, by_webhook, why="the receiver answered 500", until=None, now=NOW)
    (failed,) = await notifications(desk.calendar, state="failed")
    assert (failed.channel, failed.last_error, failed.failed_at) == (
        WEBHOOK,
        "the receiver answered 500",
        NOW,
    )
    assert [each.channel for each in await notifications(desk.calendar, state="sent")] == [EMAIL]
    assert await notifications(desk.calendar, state="waiting") == ()
    assert await taken(desk, later=timedelta(days=30)) == ()
    assert await send_again(desk.calendar, failed.id, now=NOW)
    assert not await send_again(desk.calendar, failed.id, now=NOW), "it waits already"
    (again,) = await taken(desk)
    assert (again.key, again.attempt) == (by_webhook.key, 1)


async def test_a_notification_is_json(desk: Desk) -> None:
    booking = await booked(desk, email=None)
    (message,) = await taken(desk)
    await sent(desk, message)
    (listed,) = await notifications(desk.calendar)
    assert listed.as_json() == {
        "id": message.id,
        "key": message.key,
        "channel": WEBHOOK,
        "event": "booked",
        "booking": booking.id,
        "state": "sent",
        "attempts": 1,
        "last_error": None,
        "created_at": "2026-06-12T13:00:00+00:00",
        "due_at": "2026-06-12T13:05:00+00:00",
        "sent_at": "2026-06-12T13:00:00+00:00",
        "failed_at": None,
    }
