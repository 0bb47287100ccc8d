"""What is found of a caller's clues, and what a stranger can get at: nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handrail.desk.calendar import Booking, Calendar, all_bookings
from handrail.desk.clues import Clues
from handrail.desk.identity import Claims, identifies
from handrail.desk.which import WhichBooking
from handrail.kinds.base import Context
from handrail.kinds.phone import PhonePart
from handrail.kinds.when import WhenPart
from tests.stories.made import make
from tests.stories.talk import FRIDAY_AT_NINE, talk

PHONES = ("+12125550142", "+12125550155", "+12125550199", "+16465550111")
NAMES = ("Maria Lopez", "Maria", "Lopes", "Ann Smith", "Bob Jones", "John Doe")
CODES = ("K7M4", "H2K4", "W9W2")
SAID = {
    **{number: f"212 555 {number[-4:]}" for number in PHONES},
    "+16465550111": "646 555 0111",
}


@pytest.fixture
async def calendar() -> AsyncIterator[Calendar]:
    async with await Calendar.open(":memory:") as opened:
        await make(opened)
        yield opened


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    calling=st.sampled_from([None, *PHONES]),
    number=st.sampled_from([None, *PHONES]),
    name=st.sampled_from([None, *NAMES]),
    code=st.sampled_from([None, *CODES]),
)
async def test_whoever_does_not_match_in_two_things_hears_of_no_booking(
    calendar: Calendar, calling: str | None, number: str | None, name: str | None, code: str | None
) -> None:
    claims = Claims(calling, number, name, code=code)
    mine = [each for each in await all_bookings(calendar) if identifies(claims, each)]
    async with talk(calendar, caller=calling, manners=False) as caller:
        await caller.say("i want to cancel my appointment")
        for said in (name, number and SAID[number], code and f"the code is {' '.join(code)}"):
            if said and not caller.conversation.closed:
                await caller.say(said)
        heard = " ".join(turn.desk for turn in caller.turns).lower()
        if not mine:
            for word in ("haircut", "colour", "thursday", "wednesday", "friday the", "the 23rd"):
                assert word not in heard, caller.told(word)


@pytest.mark.parametrize(
    "clues",
    [
        Clues(),
        Clues("+12125550142", None, "Maria Lopez", "maria@example.com", "K7M4"),
        Clues(part=PhonePart("212"), service="Haircut", other=True, renamed=True, several=True),
        Clues(when=WhenPart(date=FRIDAY_AT_NINE.date(), time=FRIDAY_AT_NINE.time())),
    ],
)
def test_clues_are_kept_in_a_journal_as_they_are(clues: Clues) -> None:
    kind = WhichBooking()
    assert kind.load_partial(kind.dump_partial(clues)) == clues
    assert kind.load(kind.dump(clues), Context(now=FRIDAY_AT_NINE)) == clues


@pytest.mark.parametrize(
    ("when", "fits"),
    [
        (WhenPart(date=FRIDAY_AT_NINE.date()), True),
        (WhenPart(date=FRIDAY_AT_NINE.date() + timedelta(days=1)), False),
        (WhenPart(dates=(FRIDAY_AT_NINE.date(),)), True),
        (WhenPart(first=FRIDAY_AT_NINE.date() + timedelta(days=1)), False),
        (WhenPart(last=FRIDAY_AT_NINE.date() - timedelta(days=1)), False),
        (WhenPart(weekdays=(0,)), False),
        (WhenPart(time=FRIDAY_AT_NINE.time()), True),
        (WhenPart(time=FRIDAY_AT_NINE.time().replace(hour=21), bare=True), True),
        (WhenPart(time=FRIDAY_AT_NINE.time().replace(hour=21)), False),
        (WhenPart(around=FRIDAY_AT_NINE.time().replace(minute=30)), True),
        (WhenPart(around=FRIDAY_AT_NINE.time().replace(hour=11)), False),
        (WhenPart(start=FRIDAY_AT_NINE.time().replace(hour=12)), False),
        (WhenPart(end=FRIDAY_AT_NINE.time().replace(hour=12)), True),
    ],
)
def test_what_is_said_of_its_time_tells_one_from_another(when: WhenPart, fits: bool) -> None:
    hour = timedelta(hours=1)
    booking = Booking(
        1, "Haircut", FRIDAY_AT_NINE, FRIDAY_AT_NINE + hour, PHONES[0], "Maria Lopez", None,
        "confirmed", "K7M4", "Chair", "America/New_York", "uid", 0, 1,
    )  # fmt: skip
    assert Clues(when=when).fits(booking) is fits
    assert not Clues(service="Colour", when=when).fits(booking)
