"""The owner says who they are and what callers ask about; a whole business is read from a file."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from handrail.cli import app
from handrail.desk.calendar import BusinessFact, Calendar, Faulty, Outdated
from handrail.desk.calendar.owner import (
    BusinessDraft,
    Definition,
    Override,
    ResourceDraft,
    ServiceDraft,
    all_services,
    business_draft,
    change_business,
    change_facts,
    change_service,
    definition_as_json,
    definition_from_json,
    definition_of,
    load_definition,
    version_of,
)
from handrail.desk.calendar.owner.definition import ResourceDefinition
from tests.desk.conftest import NOW, Desk
from tests.sizes import sized
from tests.stories.talk import talk

PARKING = BusinessFact(
    "parking", ("where can i park", "car park"), "You can park behind the house."
)
_ALWAYS = (((0, 1440),),) * 7
GARAGE = Definition(
    business=BusinessDraft(
        name="Low Gear Garage", address="3 Kiln Road", zone="Europe/London", region="GB"
    ),
    week=(((480, 1020),),) * 5 + ((), ()),
    overrides=(Override(date(2026, 12, 24), ((480, 720),)), Override(date(2026, 12, 25))),
    facts=(PARKING,),
    resources=(
        ResourceDefinition(ResourceDraft(name="Ramp one")),
        ResourceDefinition(
            ResourceDraft(name="Ramp two", zone="Europe/Paris"), (((600, 900),),) * 7
        ),
    ),
    services=(
        ServiceDraft(name="MOT", minutes=60, synonyms=("test",), resources=("Ramp one",)),
        ServiceDraft(name="Oil change", minutes=30, price_cents=8900, active=False),
    ),
)


async def test_callers_hear_the_owners_facts(desk: Desk) -> None:
    facts = [PARKING, BusinessFact("price", (), "Prices depend on the length of your hair")]
    await change_facts(desk.calendar, facts, version=version_of(()), now=NOW)
    async with talk(desk.calendar) as caller:
        await caller.say("where can I park?")
        caller.hears("You can park behind the house").does_not_hear(r"house\.\.")
        await caller.say("how much is it?")
        caller.hears("depend on the length").does_not_hear("45 dollars")
        await caller.say("is there a car park?")
        caller.hears("behind the house")
    with pytest.raises(Outdated):
        await change_facts(desk.calendar, facts, version=version_of(()), now=NOW)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ([replace(PARKING, topic="")], "0.topic"),
        ([replace(PARKING, answer=" ")], "0.answer"),
        ([PARKING, replace(PARKING, words=())], "1.topic"),
        ([PARKING, BusinessFact("cars", ("car park",), "Yes")], "1.words"),
        ([PARKING] * 101, "facts"),
    ],
)
async def test_facts_that_will_not_do_name_their_field(
    desk: Desk, facts: list[BusinessFact], field: str
) -> None:
    with pytest.raises(Faulty) as fault:
        await change_facts(desk.calendar, facts, version=None, now=NOW)
    assert fault.value.faults[0].field == field


async def test_the_next_call_is_greeted_with_the_new_name_in_the_new_zone(desk: Desk) -> None:
    shown = await business_draft(desk.calendar)
    draft = replace(shown, name="Southside", zone="europe/paris", region="fr")
    await change_business(desk.calendar, draft, version=version_of(shown), now=NOW)
    business = await desk.calendar.business()
    assert (business.zone.key, business.region) == ("Europe/Paris", "FR")
    async with talk(desk.calendar, manners=False) as caller:  # those know the sample only
        caller.hears("Southside")
    wrong = BusinessDraft(name="", address="x" * 201, zone="Mars", region="Narnia")
    with pytest.raises(Faulty) as fault:
        await change_business(desk.calendar, wrong, version=None, now=NOW)
    assert [each.field for each in fault.value.faults] == ["name", "address", "zone", "region"]
    with pytest.raises(Outdated):
        await change_business(desk.calendar, draft, version=version_of(shown), now=NOW)


async def test_a_business_that_was_loaded_is_read_as_it_was(desk: Desk) -> None:
    await load_definition(desk.calendar, GARAGE, now=NOW)
    told = replace(PARKING, answer=PARKING.answer.rstrip("."))
    assert await definition_of(desk.calendar) == replace(GARAGE, facts=(told,))
    written = definition_as_json(await definition_of(desk.calendar))
    assert definition_from_json(json.loads(json.dumps(written))) == replace(GARAGE, facts=(told,))


async def test_a_business_is_defined_in_postgresql_too(postgresql_url: str) -> None:
    async with await Calendar.open(postgresql_url) as calendar:
        await load_definition(calendar, GARAGE, now=NOW)
        assert (await definition_of(calendar)).services == GARAGE.services
        for each in (replace(GARAGE, week=week) for week in (_ALWAYS, GARAGE.week, _ALWAYS)):
            await load_definition(calendar, each, now=NOW)
        every = await all_services(calendar)
        wrong = replace(every[0].draft, name="a\x00")
        with pytest.raises(Faulty):
            await change_service(calendar, every[0].id, wrong, version=None, now=NOW)
        far = replace(every[0].draft, minutes=1440, price_cents=100_000_000, weekly_limit=10_000)
        await change_service(calendar, every[0].id, far, version=None, now=NOW)


async def test_a_type_with_bookings_that_is_not_loaded_stays_inactive(desk: Desk) -> None:
    await desk.booked(datetime(2026, 6, 16, 15, tzinfo=NOW.tzinfo))
    await load_definition(desk.calendar, GARAGE, now=NOW)
    found = {each.draft.name: each.draft.active for each in await all_services(desk.calendar)}
    assert found == {"Haircut": False, "MOT": True, "Oil change": False}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"services": ()}, "services"),
        ({"resources": ()}, "resources"),
        ({"services": (replace(GARAGE.services[0], resources=("Ramp nine",)),)}, "services.0.res"),
        ({"services": (replace(GARAGE.services[0], minutes=600),)}, "services.0.minutes"),
        ({"services": (GARAGE.services[0],) * 2}, "services.1.name"),
        ({"overrides": (Override(date(2026, 12, 24)),) * 2}, "overrides.day"),
        ({"week": ()}, "hours.monday"),
        ({"business": replace(GARAGE.business, zone="?")}, "business.zone"),
    ],
)
async def test_a_business_that_will_not_do_is_not_loaded_in_part(
    desk: Desk, changed: dict[str, Any], field: str
) -> None:
    before = await definition_of(desk.calendar)
    with pytest.raises(Faulty) as fault:
        await load_definition(desk.calendar, replace(GARAGE, **changed), now=NOW)
    assert fault.value.faults[0].field.startswith(field)
    assert await definition_of(desk.calendar) == before


TEXT = st.text(max_size=12) | st.sampled_from(["Cut", "cut", "Dye", "A", "UTC", "Europe/Paris"])
NUMBER = st.sampled_from([0, 1, 15, 60, 1440, 2000, -1, 10**12]) | st.integers()
SPANS = (
    st.just(())
    | st.just(((540, 1020),))
    | st.lists(st.tuples(st.integers(-10, 1500), st.integers(-10, 3000)), max_size=2).map(tuple)
)
NAMES = st.sampled_from(["Cut", "Dye", "Ökonomie", "7 & Co"]) | TEXT
ZONES = st.sampled_from(["UTC", "Europe/Paris", "Asia/Kolkata", "Mars"])
REGIONS = st.sampled_from(["US", "GB", "fr"])
SERVICES = st.builds(
    ServiceDraft,
    name=NAMES,
    minutes=st.sampled_from([5, 30]) | NUMBER,
    synonyms=st.lists(TEXT, max_size=2).map(tuple),
    price_cents=st.none() | NUMBER,
    step_minutes=st.just(15) | NUMBER,
    notice_minutes=st.just(0) | NUMBER,
    window_days=st.none() | NUMBER,
    window_until=st.none() | st.dates(),
    daily_limit=st.none() | NUMBER,
    active=st.booleans(),
)
DEFINITIONS = st.builds(
    Definition,
    business=st.builds(BusinessDraft, name=NAMES, address=NAMES, zone=TEXT, region=st.just("US")),
    week=st.lists(SPANS, min_size=7, max_size=7).map(tuple),
    services=st.lists(SERVICES, min_size=1, max_size=2).map(tuple),
    overrides=st.lists(st.builds(Override, st.dates(), SPANS), max_size=2).map(tuple),
    facts=st.lists(
        st.builds(BusinessFact, TEXT, st.lists(TEXT, max_size=2).map(tuple), TEXT), max_size=2
    ).map(tuple),
)


@settings(max_examples=sized(200, reduced=8), suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(DEFINITIONS, min_size=5, max_size=5))
def test_nothing_is_accepted_that_the_database_refuses(some: list[Definition]) -> None:
    async def load_all() -> None:
        async with await Calendar.open(":memory:") as calendar:
            for each in some:
                try:
                    await load_definition(calendar, each, now=NOW)
                except Faulty as fault:
                    told = [one.sentence for one in fault.faults]
                    assert all(one.endswith((".", "?")) for one in told)
                else:
                    await calendar.business()
                    for service in await calendar.services():
                        await calendar.resources(service)

    asyncio.run(load_all())


KEYS = st.sampled_from(
    "business hours overrides facts resources services name minutes zone monday 2026-12-24".split()
) | st.text(max_size=5)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, JSON, max_size=6) | JSON)
def test_no_json_data_do_worse_than_a_sentence_for_each_field(data: Any) -> None:
    try:
        definition_from_json(data)
    except Faulty as fault:
        assert fault.faults  # noqa: PT017 - either it is read or it is explained


def test_the_command_prints_a_business_and_loads_it(tmp_path: Path) -> None:
    first, second, file = (str(tmp_path / name) for name in ("a.db", "b.db", "business.json"))
    printed = CliRunner().invoke(app, ["business", "--db", first])
    data = json.loads(printed.stdout)
    assert data["hours"]["saturday"] == "10:00-14:00"
    data["services"] = data["services"][:1]
    data["business"]["name"] = "Southside"
    Path(file).write_text(json.dumps(data), "utf-8")
    loaded = CliRunner().invoke(app, ["business", "--db", second, "--load", file])
    assert loaded.stdout == "Southside: 1 type, 1 resource.\n"
    again = CliRunner().invoke(app, ["business", "--db", second, "--load", file, "--json"])
    assert json.loads(again.stdout) == data


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "the file: Write the business as an object"),
        ('{"business": {"name": 3}}', "business.name: Give a text. business.address: Give the"),
        ('{"shops": 1}', "shops: There is no such field"),
        (
            '{"hours": {"monday": "nine to five"}}',
            "business: Write it as an object with name, address, zone, region. hours.monday: Write",
        ),
    ],
)
def test_a_file_that_will_not_do_ends_in_a_sentence(
    tmp_path: Path, content: str, sentence: str
) -> None:
    file = tmp_path / "business.json"
    file.write_text(content, "utf-8")
    arguments = ["business", "--db", str(tmp_path / "a.db"), "--load", str(file)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stderr.count("\n") == 1
