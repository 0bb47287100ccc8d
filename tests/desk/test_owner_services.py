"""The owner defines booking types and resources; the next call uses what was saved."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from handrail.desk.calendar import Faulty, Outdated, changes
from handrail.desk.calendar.owner import (
    ResourceDraft,
    ServiceDraft,
    activate_resource,
    activate_service,
    all_resources,
    all_services,
    change_resource,
    change_service,
    check_service,
    define_resource,
    define_service,
    next_free,
    order_services,
)
from tests.desk.conftest import NOW, Desk
from tests.stories.talk import talk

TRIM = ServiceDraft(name="Beard trim", minutes=20)


def fields(fault: pytest.ExceptionInfo[Faulty]) -> list[str]:
    return [each.field for each in fault.value.faults]


async def test_a_type_that_was_defined_can_be_booked_in_the_next_call(desk: Desk) -> None:
    draft = replace(TRIM, name="  Beard   trim ", synonyms=("shave", "Shave", ""))
    await define_service(desk.calendar, draft, now=NOW)
    last = (await all_services(desk.calendar))[-1].draft
    assert (last.name, last.synonyms) == ("Beard trim", ("shave",))
    async with talk(desk.calendar) as caller:
        await caller.say("a shave on tuesday at three")
        caller.knows(service="Beard trim").is_asked("phone")


async def test_with_one_active_type_it_is_not_asked(desk: Desk) -> None:
    for each in (desk.colour, desk.consultation):
        await activate_service(desk.calendar, each.id, active=False, now=NOW)
    async with talk(desk.calendar) as caller:
        await caller.say("I'd like to book")
        caller.is_asked("start")
    await activate_service(desk.calendar, desk.colour.id, active=True, now=NOW)
    async with talk(desk.calendar) as caller:
        await caller.say("I'd like to book")
        caller.is_asked("service")


async def test_the_last_active_type_stays_active(desk: Desk) -> None:
    for each in (desk.colour, desk.consultation):
        await activate_service(desk.calendar, each.id, active=False, now=NOW)
    with pytest.raises(Faulty, match="make another type active first") as fault:
        await activate_service(desk.calendar, desk.haircut.id, active=False, now=NOW)
    assert fields(fault) == ["active"]


async def test_all_that_is_wrong_is_told_at_once_by_field(desk: Desk) -> None:
    draft = ServiceDraft(
        name="haircut", minutes=0, price_cents=-1, synonyms=("dye",), resources=("Nobody",)
    )
    with pytest.raises(Faulty) as fault:
        await define_service(desk.calendar, draft, now=NOW)
    assert set(fields(fault)) == {"name", "minutes", "price_cents", "synonyms", "resources"}
    assert len(await all_services(desk.calendar)) == 3


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"name": " "}, "name", "Give it a name."),
    ({"name": "--"}, "name", "Give it a name."),
    ({"name": "x" * 61}, "name", "Shorten it to 60"),
    ({"name": "a\x00b"}, "name", "letters, digits"),
    ({"name": "a\ud800"}, "name", "letters, digits"),
    ({"minutes": 1441}, "minutes", "from 1 to 1,440"),
    ({"minutes": 600}, "minutes", "the longest opening is 9 hours|nine hours"),
    ({"step_minutes": 0}, "step_minutes", "from 1"),
    ({"offset_minutes": 1440}, "offset_minutes", "to 1,439"),
    ({"buffer_before_minutes": -1}, "buffer_before_minutes", "from 0"),
    ({"buffer_after_minutes": 10**30}, "buffer_after_minutes", "to 1,440"),
    ({"notice_minutes": 1440 * 8, "window_days": 7}, "window_days", "nothing could ever"),
    ({"window_until": date(2026, 6, 11)}, "window_until", "has passed"),
    ({"window_until": date.max}, "window_until", "up to 2200"),
    ({"daily_limit": 0}, "daily_limit", "from 1"),
    ({"weekly_limit": 10**9}, "weekly_limit", "to 10,000"),
    ({"price_cents": 10**12}, "price_cents", "from 0"),
    ({"choose": "lucky"}, "choose", "in turn"),
    ({"synonyms": tuple(f"word {n}" for n in range(21))}, "synonyms", "20 most used"),
    ({"synonyms": ("!",)}, "synonyms", "Nobody can say"),
    ({"name": "Dye"}, "name", "Callers mean 'Colour'"),
]


@pytest.mark.parametrize(("values", "field", "sentence"), WRONG)
async def test_what_will_not_do_names_its_field(
    desk: Desk, values: dict[str, Any], field: str, sentence: str
) -> None:
    with pytest.raises(Faulty, match=sentence) as fault:
        await check_service(desk.calendar, replace(TRIM, **values), now=NOW)
    assert fields(fault) == [field]


async def test_what_was_changed_meanwhile_is_not_overwritten(desk: Desk) -> None:
    shown = (await all_services(desk.calendar))[0]
    draft = replace(shown.draft, minutes=45)
    await change_service(desk.calendar, shown.id, draft, version=shown.version, now=NOW)
    with pytest.raises(Outdated):
        await change_service(desk.calendar, shown.id, TRIM, version=shown.version, now=NOW)
    with pytest.raises(Outdated):
        await change_service(desk.calendar, 999, TRIM, version=None, now=NOW)
    after = (await all_services(desk.calendar))[0].draft
    assert (after.name, after.minutes) == ("Haircut", 45)
    last = (await changes(desk.calendar))[-1]
    assert (last.action, last.subject, last.detail) == (
        "changed",
        "booking_types",
        {"fields": ["minutes"]},
    )


async def test_of_two_who_define_the_same_type_at_once_one_is_told(desk: Desk) -> None:
    found = await asyncio.gather(
        *(define_service(desk.calendar, TRIM, now=NOW) for _ in range(2)), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in found) == ["Faulty", "int"]


async def test_types_are_offered_in_the_owners_order(desk: Desk) -> None:
    order = [desk.consultation.id, desk.haircut.id, desk.colour.id]
    await order_services(desk.calendar, order, now=NOW)
    assert [each.id for each in await desk.calendar.services()] == order
    for wrong in ([], order[:2], [*order, order[0]]):
        with pytest.raises(Outdated):
            await order_services(desk.calendar, wrong, now=NOW)


async def test_a_type_is_booked_at_the_resources_that_can_do_it(desk: Desk) -> None:
    await define_resource(desk.calendar, ResourceDraft(name="Anna"), now=NOW)
    key = await define_service(desk.calendar, replace(TRIM, resources=("Anna",)), now=NOW)
    service = next(each for each in await desk.calendar.services() if each.id == key)
    assert [each.name for each in await desk.calendar.resources(service)] == ["Anna"]
    anna = (await all_resources(desk.calendar))[-1]
    with pytest.raises(Faulty, match="Nobody else does Beard trim"):
        await activate_resource(desk.calendar, anna.id, active=False, now=NOW)
    renamed = replace(anna.draft, name="Anne")
    await change_resource(desk.calendar, anna.id, renamed, version=anna.version, now=NOW)
    assert (await all_services(desk.calendar))[-1].draft.resources == ("Anne",)


async def test_the_only_resource_stays_active_and_names_are_not_given_twice(desk: Desk) -> None:
    chair = (await all_resources(desk.calendar))[0]
    with pytest.raises(Faulty, match="Haircut, Colour, Consultation"):
        await activate_resource(desk.calendar, chair.id, active=False, now=NOW)
    with pytest.raises(Faulty, match="already a resource 'Chair'"):
        await define_resource(desk.calendar, ResourceDraft(name="CHAIR"), now=NOW)
    with pytest.raises(Faulty, match=r"There is no time zone 'Pariss'"):
        await define_resource(desk.calendar, ResourceDraft(name="B", zone="Pariss"), now=NOW)
    with pytest.raises(Faulty, match=r"Do you mean Europe/Paris\?"):
        await define_resource(desk.calendar, ResourceDraft(name="B", zone="Europ/Paris"), now=NOW)
    await define_resource(desk.calendar, ResourceDraft(name="B", zone="new york"), now=NOW)
    assert (await all_resources(desk.calendar))[-1].draft.zone == "America/New_York"


async def test_the_next_free_times_are_shown_before_a_type_is_saved(desk: Desk) -> None:
    found = await next_free(desk.calendar, replace(TRIM, notice_minutes=24 * 60), now=NOW)
    assert [f"{each:%a %H:%M}" for each in found] == ["Sat 10:00", "Mon 09:00", "Tue 09:00"]
    never = replace(TRIM, window_until=NOW.date(), notice_minutes=24 * 60)
    assert await next_free(desk.calendar, never, now=NOW) == ()
    assert found[0] - NOW > timedelta(days=1)
