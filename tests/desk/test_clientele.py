"""The owner looks for a customer by whatever is at hand."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from handrail.desk.calendar import (
    NewBooking,
    book,
    bookings_between,
    bookings_of,
    cancel,
    customer_of,
    find_customers,
)
from tests.desk.conftest import NEW_YORK, Desk

MONDAY = datetime(2026, 6, 15, 9, tzinfo=NEW_YORK)
HOUR = timedelta(hours=1)

PEOPLE = (
    ("+12125550142", "Maria López", "maria@example.com"),
    ("+442079460018", "Anne-Marie Stone", None),
    ("+12125550199", "Bob Underwood", "bob_u@example.com"),
)


@pytest.fixture
async def known(desk: Desk) -> Desk:
    for number, (phone, name, email) in enumerate(PEOPLE):
        wanted = NewBooking(desk.haircut, MONDAY + number * HOUR, phone, name, email)
        await book(desk.calendar, wanted, run=f"run-{number}", now=desk.now)
    return desk


async def names(desk: Desk, text: str) -> list[str]:
    found, more = await find_customers(desk.calendar, text)
    assert not more
    return [each.name for each in found]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("+1 (212) 555-0142", "Maria López"),
        ("212.555.0142", "Maria López"),
        ("0142", "Maria López"),
        ("020 7946 0018", ""),  # no such number where the business is
        ("+44 20 7946 0018", "Anne-Marie Stone"),
        ("lopez", "Maria López"),
        ("LÓPEZ maria", "Maria López"),
        ("marie", "Anne-Marie Stone"),
        ("aria", ""),  # in the middle of a word
        ("Maria@Example", "Maria López"),
        ("bob_u@", "Bob Underwood"),
        ("bobxu@", ""),
        ("%", ""),
        ("\x00", ""),
        ("12", ""),
    ],
)
async def test_a_customer_is_found_by_part_of_what_is_known(
    known: Desk, text: str, name: str
) -> None:
    assert await names(known, text) == ([name] if name else [])


async def test_a_customer_is_found_by_a_bookings_code(known: Desk) -> None:
    found, _ = await find_customers(known.calendar, "maria")
    (booking,) = await bookings_of(known.calendar, found[0])
    assert await names(known, f" {booking.code.lower()} ") == ["Maria López"]


async def test_nothing_typed_shows_everybody_by_name_and_says_when_there_are_more(
    known: Desk,
) -> None:
    assert await names(known, "  ") == ["Anne-Marie Stone", "Bob Underwood", "Maria López"]
    found, more = await find_customers(known.calendar, "", limit=2)
    assert ([each.name for each in found], more) == (["Anne-Marie Stone", "Bob Underwood"], True)


async def test_all_bookings_under_a_number_are_one_persons(known: Desk) -> None:
    again = NewBooking(known.haircut, MONDAY + 5 * HOUR, PEOPLE[0][0], "M. Lopez")
    second = await book(known.calendar, again, run="again", now=known.now)
    await cancel(known.calendar, second.id, run=None, now=known.now)
    found, _ = await find_customers(known.calendar, "maria lopez")
    customer = await customer_of(known.calendar, found[0].id)
    assert customer is not None
    assert (customer.bookings, customer.last) == (1, MONDAY)
    shown = await bookings_of(known.calendar, customer)
    assert [(each.name, each.status) for each in shown] == [
        ("M. Lopez", "cancelled"),
        ("Maria López", "confirmed"),
    ]
    assert await customer_of(known.calendar, 999) is None


async def test_bookings_of_a_stretch_are_those_that_start_in_it(known: Desk) -> None:
    found = await bookings_between(known.calendar, MONDAY + HOUR, MONDAY + 2 * HOUR)
    assert [each.name for each in found] == ["Anne-Marie Stone"]
