"""Bookings as iCalendar: what a feed shows, whom it lets in, and what an invitation says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, update

from handrail.desk.calendar import (
    Booking,
    Calendar,
    NewBooking,
    Refused,
    book,
    cancel,
    changes,
    feed_secret,
    mark_no_show,
    renew_feed_secret,
    reschedule,
)
from handrail.desk.calendar.feed_source import CANCELLED_SHOWN, PAST_SHOWN
from handrail.desk.calendar.tables import BusinessRow, ResourceRow
from handrail.desk.feeds import Feed, feed, feed_of, invitation
from handrail.desk.feeds.event import one_line
from tests.desk.conftest import NOW, Desk, desk_of
from tests.desk.test_stores import FOUR, PHONE, THREE, where

__all__ = ["where"]

CHAIR = 1
DAY = timedelta(days=1)


@pytest.fixture
async def desk(where: str) -> AsyncIterator[Desk]:
    async with await Calendar.open(where) as calendar:
        yield await desk_of(calendar)


async def booked(desk: Desk, start: datetime = THREE, name: str = "Maria Lopez") -> Booking:
    desk.runs += 1
    wanted = NewBooking(desk.haircut, start, PHONE, name, "maria@example.com")
    return await book(desk.calendar, wanted, run=f"run-{desk.runs}", now=desk.now)


async def shown(desk: Desk, now: datetime = NOW) -> Feed:
    found = await feed_of(desk.calendar, CHAIR, now=now)
    assert found is not None
    return found


async def events(desk: Desk, now: datetime = NOW) -> list[Any]:
    return list(icalendar.Calendar.from_ical((await shown(desk, now)).body).events)


def lines(body: bytes) -> list[str]:
    """Return the lines as they are meant, long ones put together again (RFC 5545, 3.1)."""
    return body.decode().replace("\r\n ", "").split("\r\n")


# --- what a feed shows --------------------------------------------------------------------------


async def test_a_feed_tells_what_for_whom_and_when(desk: Desk) -> None:
    booking = await booked(desk)
    found = await shown(desk)
    assert set(lines(found.body)) == {
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Handrail//Booking desk//EN",
        "METHOD:PUBLISH",
        "NAME:Chair\\, Northside Studio",
        "REFRESH-INTERVAL;VALUE=DURATION:PT15M",
        "X-PUBLISHED-TTL:PT15M",
        "X-WR-CALNAME:Chair\\, Northside Studio",
        "X-WR-TIMEZONE:America/New_York",
        "BEGIN:VEVENT",
        "SUMMARY:Haircut\\, Maria Lopez",
        "DTSTART:20260616T190000Z",
        "DTEND:20260616T193000Z",
        "DTSTAMP:20260612T130000Z",
        f"UID:{booking.uid}",
        "SEQUENCE:0",
        f"DESCRIPTION:Code {booking.code}",
        "LAST-MODIFIED:20260612T130000Z",
        "LOCATION:12 Mill Lane",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    }
    assert (found.resource, found.media_type) == ("Chair", "text/calendar; charset=utf-8")


async def test_a_feed_tells_no_number_and_no_email(desk: Desk) -> None:
    await booked(desk)
    body = (await shown(desk)).body.decode()
    assert PHONE not in body
    assert "example.com" not in body


async def test_a_booking_that_was_moved_is_the_same_event_with_a_higher_sequence(
    desk: Desk,
) -> None:
    booking = await booked(desk)
    await reschedule(desk.calendar, booking.id, FOUR, run="run-b", now=NOW + DAY)
    (event,) = await events(desk)
    assert (event["uid"], event["sequence"], event.start) == (booking.uid, 1, FOUR)
    assert event["last-modified"].dt == NOW + DAY


async def test_a_cancelled_booking_is_shown_as_such_for_a_while(desk: Desk) -> None:
    booking = await booked(desk, THREE + 30 * DAY)
    await cancel(desk.calendar, booking.id, run=None, now=NOW)
    (event,) = await events(desk, NOW + CANCELLED_SHOWN - DAY)
    assert (event["status"], event["transp"], event["sequence"]) == ("CANCELLED", "TRANSPARENT", 1)
    assert event["summary"] == "Cancelled: Haircut, Maria Lopez"
    assert await events(desk, NOW + CANCELLED_SHOWN) == []


async def test_what_is_long_over_is_left_out(desk: Desk) -> None:
    booking = await booked(desk)
    await mark_no_show(desk.calendar, booking.id, now=FOUR)
    (event,) = await events(desk, booking.end + PAST_SHOWN - DAY)
    assert event["status"] == "CONFIRMED"
    assert await events(desk, booking.end + PAST_SHOWN) == []


async def test_a_feed_shows_one_resource_only(desk: Desk) -> None:
    async with desk.calendar.writing() as session:
        await session.execute(insert(ResourceRow).values(id=2, name="Second chair", active=True))
    first, second = await booked(desk), await booked(desk)
    assert {first.resource, second.resource} == {"Chair", "Second chair"}
    (event,) = await events(desk)
    assert event["uid"] == (first if first.resource == "Chair" else second).uid


async def test_the_tag_of_a_feed_changes_with_what_it_shows(desk: Desk) -> None:
    booking = await booked(desk)
    first, again = await shown(desk), await shown(desk, NOW + DAY)
    assert first == again
    await cancel(desk.calendar, booking.id, run=None, now=NOW)
    assert (await shown(desk)).etag != first.etag
    assert first.etag.startswith('"')
    assert first.etag.endswith('"')


async def test_a_feed_without_bookings_is_a_calendar_still(desk: Desk) -> None:
    assert await events(desk) == []


# --- whom it lets in ----------------------------------------------------------------------------


async def test_a_secret_opens_the_feed_of_its_resource_until_it_is_renewed(desk: Desk) -> None:
    secret = await feed_secret(desk.calendar, CHAIR, now=NOW)
    assert await feed_secret(desk.calendar, CHAIR, now=NOW) == secret
    assert await feed(desk.calendar, secret, now=NOW) == await shown(desk)
    renewed = await renew_feed_secret(desk.calendar, CHAIR, now=NOW)
    assert await feed(desk.calendar, secret, now=NOW) is None
    assert await feed(desk.calendar, renewed, now=NOW) == await shown(desk)
    assert [each.action for each in await changes(desk.calendar)] == ["feed_opened"] * 2


async def test_a_secret_is_long_and_fits_into_a_link(desk: Desk) -> None:
    secrets = {await renew_feed_secret(desk.calendar, CHAIR, now=NOW) for _ in range(5)}
    assert len(secrets) == 5
    assert all(len(each) == 32 for each in secrets), "24 bytes, 192 bits"
    assert all(set(each) <= set(one_line(each)) and each.isascii() for each in secrets)


@pytest.mark.parametrize("wrong", ["", "None", "x", "\u00e4", "\ud800", "' OR 1=1 --"])
async def test_what_is_no_secret_opens_nothing(desk: Desk, wrong: str) -> None:
    assert await feed(desk.calendar, wrong, now=NOW) is None
    secret = await feed_secret(desk.calendar, CHAIR, now=NOW)
    for each in (wrong, secret + wrong + "x", secret[:-1], secret.swapcase()):
        assert await feed(desk.calendar, each, now=NOW) is None


async def test_a_resource_that_is_not_there_has_no_feed(desk: Desk) -> None:
    assert await feed_of(desk.calendar, 99, now=NOW) is None
    with pytest.raises(Refused, match="no such resource"):
        await feed_secret(desk.calendar, 99, now=NOW)
    with pytest.raises(Refused, match="no such resource"):
        await renew_feed_secret(desk.calendar, 99, now=NOW)


# --- invitations --------------------------------------------------------------------------------

BOOKING = Booking(
    id=1,
    service="Haircut",
    start=THREE,
    end=THREE + timedelta(minutes=30),
    phone=PHONE,
    name="Maria Lopez",
    email="maria@example.com",
    status="confirmed",
    code="L6K4",
    resource="Chair",
    zone="America/New_York",
    uid="5d1f0e0c-0000-4000-8000-000000000001",
    sequence=0,
    version=1,
)


def invited(booking: Booking, business: str = "Northside Studio") -> Any:
    body = invitation(
        booking,
        business=business,
        address="12 Mill Lane, New York",
        organizer="desk@example.com",
        stamp=NOW,
    )
    assert all(len(line) <= 75 for line in body.split(b"\r\n")), "RFC 5545, 3.1"
    return icalendar.Calendar.from_ical(body)


def test_an_invitation_says_who_invites_whom_to_what() -> None:
    around = invited(BOOKING)
    (event,) = around.events
    assert around["method"] == "REQUEST"
    assert event["summary"] == "Haircut at Northside Studio"
    assert event["location"] == "12 Mill Lane, New York"
    assert event["organizer"] == "mailto:desk@example.com"
    assert event["organizer"].params["CN"] == "Northside Studio"
    assert event["attendee"] == "mailto:maria@example.com"
    assert event["attendee"].params == {
        "CN": "Maria Lopez",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "ACCEPTED",
        "RSVP": "FALSE",
    }
    assert (event["sequence"], event["status"], event.start) == (0, "CONFIRMED", THREE)
    assert event["dtstamp"].dt == NOW


def test_a_cancelled_booking_is_taken_out_again() -> None:
    around = invited(replace(BOOKING, status="cancelled", sequence=2))
    (event,) = around.events
    assert around["method"] == "CANCEL"
    assert (event["uid"], event["sequence"], event["status"]) == (BOOKING.uid, 2, "CANCELLED")


def test_who_has_no_email_is_not_invited() -> None:
    (event,) = invited(replace(BOOKING, email=None)).events
    assert "attendee" not in event


def test_an_invitation_is_the_same_each_time_it_is_written() -> None:
    assert invited(BOOKING).to_ical() == invited(BOOKING).to_ical()


@pytest.mark.parametrize(
    ("start", "hours"),
    [
        (datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin")), 0),
        (datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Berlin")), 1),
        (datetime(2026, 3, 8, 1, 30, tzinfo=ZoneInfo("America/New_York")), 6),
        (datetime(2026, 3, 8, 3, tzinfo=ZoneInfo("America/New_York")), 7),
    ],
)
def test_a_time_on_the_day_the_clocks_change_is_the_moment_it_was(
    start: datetime, hours: int
) -> None:
    (event,) = invited(replace(BOOKING, start=start, end=start.astimezone(UTC) + DAY)).events
    assert event.start == start.astimezone(UTC)
    assert event.start.hour == hours
    assert event.start.utcoffset() == timedelta()


names = st.text(min_size=1, max_size=120).filter(lambda text: bool(one_line(text)))


@given(service=names, business=names, name=names)
def test_whatever_things_are_called_an_invitation_is_read_as_it_was_written(
    service: str, business: str, name: str
) -> None:
    (event,) = invited(replace(BOOKING, service=service, name=name), business).events
    assert event["summary"] == one_line(f"{service} at {business}")
    assert event["uid"] == BOOKING.uid
    assert event["organizer"].params["CN"] == one_line(business)
    assert event["attendee"].params["CN"] == one_line(name)


@pytest.mark.parametrize(
    "name",
    [
        "Bj\u00f6rk, Gu\u00f0mundsd\u00f3ttir; Jr.",
        'Ann "Fox" O\'Neil',
        "\U0001f469\u200d\U0001f3a4 Star" * 9,
    ],
)
async def test_a_feed_takes_any_name(desk: Desk, name: str) -> None:
    async with desk.calendar.writing() as session:
        await session.execute(update(BusinessRow).values(address="1 A,\nB; C\\D"))
    await booked(desk, name=name)
    (event,) = await events(desk)
    assert event["summary"] == f"Haircut, {name}"
    assert event["location"] == "1 A, B; C\\D"
