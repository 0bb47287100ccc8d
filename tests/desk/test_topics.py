"""What the desk answers between steps, asked in callers' words."""

from __future__ import annotations

from typing import Any

import pytest

from handrail.desk.calendar import Calendar
from handrail.desk.call import answering
from handrail.desk.topics import TOPICS
from handrail.facts import Call
from handrail.kinds.base import Context
from tests.desk.conftest import NOW, Desk


async def call_to(calendar: Calendar, **answers: Any) -> Call[Any]:
    """Return a call in which this was answered so far."""
    found = await answering(calendar, clock=lambda: NOW)
    context = Context(now=NOW, region=found["region"], facts=found["facts"])
    return Call(found["userdata"], context, answers)


async def ask(desk: Desk, topic: str, said: str = "", **answers: Any) -> str | None:
    given = TOPICS[topic].answer(await call_to(desk.calendar, **answers), said)
    assert given is None or isinstance(given, str)
    return given


PRICES = [
    ("how much is a haircut", {}, "A haircut is 45 dollars"),
    ("how much do haircuts cost?", {}, "A haircut is 45 dollars"),
    ("what does the dye cost", {}, "A colour is 120 dollars"),
    ("and how much is a cut", {}, "A haircut is 45 dollars"),
    ("how much is a consultation", {}, "A consultation is free"),
    ("how much is it", {"service": "Colour"}, "A colour is 120 dollars"),
    ("how much is a haircut", {"service": "Colour"}, "A haircut is 45 dollars"),
    (
        "how much is it",
        {},
        "A haircut is 45 dollars, a colour is 120 dollars and a consultation is free",
    ),
    ("how much is it", {"service": "Perm"}, "A haircut is 45 dollars, a colour is"),
    ("how much", {"service": None}, "A haircut is 45 dollars, a colour is"),
]


@pytest.mark.parametrize(("said", "answers", "heard"), PRICES)
async def test_a_price(desk: Desk, said: str, answers: dict[str, Any], heard: str) -> None:
    answer = await ask(desk, "price", said, **answers)
    assert answer is not None
    assert answer.startswith(heard)


async def test_a_price_with_cents(desk: Desk) -> None:
    await change(desk, "UPDATE booking_types SET price_cents = 4550 WHERE name = 'Haircut'")
    assert await ask(desk, "price", "how much is a haircut") == "A haircut is 45 dollars 50"


async def test_a_price_of_one_dollar(desk: Desk) -> None:
    await change(desk, "UPDATE booking_types SET price_cents = 100 WHERE name = 'Haircut'")
    assert await ask(desk, "price", "how much is a haircut") == "A haircut is 1 dollar"


@pytest.mark.parametrize(
    ("region", "heard"),
    [("GB", "45 pounds"), ("DE", "45 euros"), ("CH", "45 francs"), ("CA", "45 dollars")],
)
async def test_a_price_is_in_the_money_of_the_country(desk: Desk, region: str, heard: str) -> None:
    await change(desk, f"UPDATE business SET region = '{region}'")  # noqa: S608 - our own
    assert await ask(desk, "price", "how much is a haircut") == f"A haircut is {heard}"


DURATIONS = [
    ("how long does it take", {"service": "Haircut"}, "A haircut takes half an hour"),
    ("how long is the colour", {"service": "Haircut"}, "A colour takes an hour and a half"),
    ("how long will i be there", {"service": "Consultation"}, "A consultation takes 15 minutes"),
]


@pytest.mark.parametrize(("said", "answers", "heard"), DURATIONS)
async def test_how_long_it_takes(
    desk: Desk, said: str, answers: dict[str, Any], heard: str
) -> None:
    assert await ask(desk, "duration", said, **answers) == heard


async def test_the_hours_of_the_week(desk: Desk) -> None:
    assert await ask(desk, "hours", "what are your opening hours") == (
        "We're open 9 to 6 Monday to Friday and 10 to 2 on Saturday"
    )


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("are you open on saturday", "10 to 2"),
        ("are you open on sunday", "closed"),
        ("when do you close on monday", "9 to 6"),
    ],
)
async def test_the_hours_of_a_day(desk: Desk, said: str, heard: str) -> None:
    answer = await ask(desk, "hours", said)
    assert answer is not None
    assert heard in answer


async def test_the_hours_of_a_business_that_never_opens(desk: Desk) -> None:
    await change(desk, "DELETE FROM weekly_hours")
    assert await ask(desk, "hours", "what are your opening hours") is None


async def test_the_hours_of_two_openings_a_day(desk: Desk) -> None:
    await change(
        desk,
        "DELETE FROM weekly_hours",
        "INSERT INTO weekly_hours (weekday, opens_minute, closes_minute) VALUES (2, 540, 720)",
        "INSERT INTO weekly_hours (weekday, opens_minute, closes_minute) VALUES (2, 840, 1020)",
    )
    answer = await ask(desk, "hours", "what are your opening hours")
    assert answer == "We're open 9 to noon and 2 to 5 on Wednesday"


async def test_the_address(desk: Desk) -> None:
    assert await ask(desk, "address") == "We're at 12 Mill Lane"
    await change(desk, "UPDATE business SET address = ''")
    assert await ask(desk, "address") is None


async def test_what_can_be_booked(desk: Desk) -> None:
    assert await ask(desk, "services") == ("You can book a haircut, a colour or a consultation")
    await change(desk, "UPDATE booking_types SET active = 0")
    assert await ask(desk, "services") is None
    assert await ask(desk, "price", "how much is it") is None
    assert await ask(desk, "duration", "how long does it take") is None


async def test_a_caller_may_know_whom_they_are_talking_to(desk: Desk) -> None:
    answer = await ask(desk, "who", "are you a robot")
    assert answer is not None
    assert "automatic" in answer


async def test_a_question_of_a_hundred_kilobytes_is_answered_from_its_end(desk: Desk) -> None:
    said = "well you know " * 7000 + "how much is a colour"
    assert await ask(desk, "price", said) == "A colour is 120 dollars"


async def test_every_topic_is_asked_for_in_words_of_its_own() -> None:
    words = [word for topic in TOPICS.values() for word in topic.words]
    assert len(words) == len(set(words))


async def change(desk: Desk, *statements: str) -> None:
    """Change the calendar as an owner may."""
    async with desk.calendar.writing() as session:
        connection = await session.connection()
        for statement in statements:
            await connection.exec_driver_sql(statement)
