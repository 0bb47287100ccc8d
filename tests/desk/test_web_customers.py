"""The owner puts a customer's details right, for all their bookings."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from handrail.desk.calendar import (
    Calendar,
    all_bookings,
    changes,
    customer_of,
    notifications,
)
from handrail.desk.calendar.owner import CustomerDraft, correct_customer
from tests.desk.conftest import NEW_YORK, NOW, Desk
from tests.desk.web_browser import Browser

THREE = datetime(2026, 6, 16, 15, tzinfo=NEW_YORK)
HOUR = timedelta(hours=1)
MARIA = CustomerDraft(phone="+12125550142", name="Maria Lopez")


@pytest.fixture
async def booked(desk: Desk) -> int:
    return (await desk.booked(THREE)).id


async def test_details_are_put_right_in_all_bookings_and_those_to_come_are_told_of(
    owner: Browser, calendar: Calendar, desk: Desk, booked: int
) -> None:
    past = await desk.booked(NOW + HOUR)
    owner.now = NOW + 2 * HOUR
    calendar.channels = frozenset({"webhook"})
    seen = await owner.send(
        *("/customers/1",), name="María López", phone="212 555 0143", email="maria@example.com"
    )
    assert (seen.status, seen.path) == (200, "/customers/1")
    assert "The details are right now, in every booking of theirs." in seen.plain
    for each in await all_bookings(calendar):
        assert (each.phone, each.name) == ("+12125550143", "María López")
        assert each.sequence == (0 if each.id == past.id else 1)
    shown = await owner.get(f"/calendar/bookings/{booked}")
    assert "+12125550143" in shown.plain
    assert "Details put right by hand" in shown.plain
    (told,) = await notifications(calendar, booking=booked)
    assert (told.event, told.channel) == ("corrected", "webhook")
    assert not await notifications(calendar, booking=past.id)
    trail = [each for each in await changes(calendar) if each.subject == "customers"]
    assert [(each.action, each.subject_id, each.detail) for each in trail] == [
        ("corrected", 1, {"fields": ["phone", "name", "email"]})
    ]


async def test_the_same_details_change_and_tell_nothing(
    owner: Browser, calendar: Calendar, booked: int
) -> None:
    seen = await owner.send("/customers/1")
    assert seen.status == 200
    assert [each.action for each in await changes(calendar, booking=booked)] == ["booked"]


@pytest.mark.usefixtures("booked")
async def test_what_is_wrong_is_told_at_once_and_as_in_a_call(
    owner: Browser, calendar: Calendar
) -> None:
    seen = await owner.send("/customers/1", name="12", phone="555", email="maria at home")
    assert seen.status == 422
    assert all(seen.fault(name) for name in ("name", "phone", "email"))
    assert 'value="maria at home"' in seen.text
    assert (await customer_of(calendar, 1)) is not None
    assert [each.name for each in await all_bookings(calendar)] == ["Maria Lopez"]


async def test_another_customer_with_just_these_details_becomes_one_with_this_if_wished(
    owner: Browser, calendar: Calendar, desk: Desk, booked: int
) -> None:
    await correct_customer(calendar, 1, replace(MARIA, name="Mario Lopez"), version=None, now=NOW)
    other = await desk.booked(THREE + HOUR)
    seen = await owner.send("/customers/1", name="Maria Lopez")
    assert (
        seen.fault("joins")
        == "Another customer has just these details: tick below if the two are one person."
    )
    shown = await owner.get("/customers/1")
    seen = await owner.send("/customers/1", name="Maria Lopez", joins="1")
    assert (seen.status, seen.path) == (200, "/customers/2")
    assert {each.id for each in await all_bookings(calendar)} == {booked, other.id}
    assert {each.name for each in await all_bookings(calendar)} == {"Maria Lopez"}
    assert "Mario" not in (await owner.get("/customers")).plain
    # What was left open meanwhile changes nobody any more.
    late = await owner.post("/customers/1", shown.fields("/customers/1"))
    assert (late.status, "changed this meanwhile" in late.plain) == (409, True)


@pytest.mark.usefixtures("booked")
async def test_details_that_somebody_else_has_changed_meanwhile_are_not_overwritten(
    owner: Browser, calendar: Calendar
) -> None:
    fields = (await owner.get("/customers/1")).fields("/customers/1")
    mended = replace(MARIA, email="maria@example.com")
    await correct_customer(calendar, 1, mended, version=None, now=NOW)
    seen = await owner.post("/customers/1", {**fields, "name": ["Ana Stone"]})
    assert seen.status == 409
    assert (await owner.post("/customers/1", {"name": "Ana Stone"})).status == 403
    assert [each.name for each in await all_bookings(calendar)] == ["Maria Lopez"]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=300))
@example(text="<script>alert(1)</script>")
@example(text="\x00\ud800'; DROP TABLE customers; --".encode("utf-8", "replace").decode())
@example(text="9" * 4000)
@pytest.mark.usefixtures("booked")
async def test_no_value_does_worse_than_a_sentence(owner: Browser, text: str) -> None:
    for name in ("name", "phone", "email", "version", "joins"):
        seen = await owner.send("/customers/1", **{name: text})
        assert seen.status in {200, 409, 422}
        assert "<script>alert" not in seen.text
