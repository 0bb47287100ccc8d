"""Each step corrected from each later place, in two forms, and the call resumed where it was.

The matrix is generated: what callers say to correct a step, times the places where that step is
known. After the correction the same is asked as before, and every other answer is as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tests.stories.places import PLACES, Place, place
from tests.stories.talk import Calling, Talk, at


@dataclass(frozen=True)
class Correction:
    """How a caller corrects a step."""

    step: str
    in_place: tuple[str, ...]
    """The new value said at once, in several wordings."""
    going_back: tuple[str, ...]
    """That it is wrong, without a value, in several wordings."""
    value: str
    """The new value, when the desk asks for it."""
    becomes: str
    read_back: bool = False
    """Whether the step's policy is to read a new value back."""


CORRECTIONS = (
    Correction(
        "service",
        ("actually make it a colour", "no wait i'd like a colour instead", "change it to a colour"),
        ("can we change the service", "the service is wrong", "wait, go back to the service"),
        "a colour",
        "Colour",
    ),
    Correction(
        "start",
        (
            "actually make that wednesday at four",
            "can we change the time to wednesday at four",
            "sorry, wednesday at four instead",
        ),
        ("wait, can we change the time", "the time's wrong", "i need a different time"),
        "wednesday at four",
        at("2026-06-17 16:00"),
    ),
    Correction(
        "phone",
        (
            "my number is actually 212 555 0199",
            "change my number to 212 555 0199",
            "sorry, the number should be 212 555 0199",
        ),
        ("wait, i gave you the wrong number", "can we change the number", "my number is wrong"),
        "212 555 0199",
        "+12125550199",
        read_back=True,
    ),
    Correction(
        "name",
        (
            "actually the name is ann lee",
            "change the name to ann lee",
            "sorry, the name should be ann lee",
        ),
        ("can we change the name", "the name is wrong", "you've got my name wrong"),
        "ann lee",
        "Ann Lee",
    ),
    Correction(
        "email",
        (
            "actually the email is ann at example dot com",
            "change the email to ann at example dot com",
            "sorry, my email should be ann at example dot com",
        ),
        ("can we change the email", "the email is wrong", "i gave you the wrong email"),
        "ann at example dot com",
        "ann@example.com",
        read_back=True,
    ),
)


SPOKEN = {
    "service": "haircut",
    "start": "Tuesday the 16th at 3",
    "phone": "212, 555, 0142",
    "name": "Maria Lopez",
    "email": "maria at example dot com",
}
"""What is held before, as the desk says it when it is asked to change it."""


def matrix(form: str) -> list[Any]:
    """Pair every correction with every place where its step is known, in each wording."""
    return [
        pytest.param(
            place,
            correction,
            text,
            id=f"{correction.step} from {place.name}: {text}",
        )
        for correction in CORRECTIONS
        for place in PLACES
        if correction.step in place.known
        for text in getattr(correction, form)
    ]


async def settle(caller: Talk, correction: Correction, place: Place) -> None:
    """Say yes to a read-back, where the corrected step has one; else be asked what comes next."""
    resumed = place.resumed
    if correction.step == place.step:
        resumed = PLACES[PLACES.index(place) + 1].asking
    elif correction.read_back and place.act == "read_back":
        resumed = place.then or resumed
    if correction.read_back:
        caller.is_asked(correction.step, "read_back").hears(*spoken(correction))
        await caller.say("yes")
        caller.knows(**{correction.step: (correction.becomes, "confirmed")})
    if place.name == "the email read back" or correction.step == "email":
        resumed = (None, "summary")
    caller.is_asked(*resumed)


def spoken(correction: Correction) -> tuple[str, ...]:
    return ("212, 555, 0199",) if correction.step == "phone" else ("A N N",)


def others(known: dict[str, dict[str, object]], step: str) -> dict[str, tuple[object, object]]:
    return {
        name: (answer["value"], answer["status"]) for name, answer in known.items() if name != step
    }


@pytest.mark.parametrize(("place", "correction", "text"), matrix("in_place"))
async def test_a_step_is_corrected_with_a_value_in_place(
    plain_call: Calling, place: Place, correction: Correction, text: str
) -> None:
    async with plain_call() as caller:
        await place.reach(caller)
        before = others(caller.known(), correction.step)
        await caller.say(text)
        caller.knows(**{correction.step: correction.becomes})
        await settle(caller, correction, place)
        caller.knows(**{correction.step: correction.becomes}, **before)


@pytest.mark.parametrize(("place", "correction", "text"), matrix("going_back"))
async def test_a_step_is_gone_back_to_and_then_corrected(
    plain_call: Calling, place: Place, correction: Correction, text: str
) -> None:
    async with plain_call() as caller:
        await place.reach(caller)
        before = others(caller.known(), correction.step)
        await caller.say(text)
        caller.is_asked(correction.step).knows(**before)
        if (correction.step, "read_back") != place.asking:  # there it is a no, and the value goes
            caller.hears(SPOKEN[correction.step])
            assert correction.step in caller.known()
        await caller.say(correction.value)
        await settle(caller, correction, place)
        caller.knows(**{correction.step: correction.becomes}, **before)


@pytest.mark.parametrize("place", [each for each in PLACES if "start" in each.known])
async def test_going_back_and_leaving_it_changes_nothing(plain_call: Calling, place: Place) -> None:
    async with plain_call() as caller:
        await place.reach(caller)
        before = caller.known()
        await caller.say("wait, can we change the time")
        caller.is_asked("start").hears("Tuesday the 16th at 3")
        await caller.say("no, leave it")
        caller.is_asked(*place.resumed)
        assert caller.known() == before


@pytest.mark.parametrize("correction", CORRECTIONS, ids=lambda each: each.step)
async def test_every_step_is_corrected_at_the_summary_on_both_hosts(
    call: Calling, correction: Correction
) -> None:
    async with call() as caller:
        await PLACES[-2].reach(caller)
        await caller.say(correction.in_place[0])
        if correction.read_back:
            await caller.say("yes")
        caller.is_asked(None, "summary").knows(**{correction.step: correction.becomes})
        await caller.say("yes")
        caller.hears("booked")
        (booking,) = await caller.bookings()
        assert booking.as_json()[correction.step] == correction.becomes


@pytest.mark.parametrize("correction", CORRECTIONS, ids=lambda each: each.step)
async def test_every_step_is_corrected_one_after_the_other_in_one_call(
    plain_call: Calling, correction: Correction
) -> None:
    async with plain_call() as caller:
        await PLACES[-2].reach(caller)
        for each in (correction, *(one for one in CORRECTIONS if one is not correction)):
            await caller.say(each.in_place[1])
            if each.read_back:
                caller.is_asked(each.step, "read_back")
                await caller.say("yes")
            caller.is_asked(None, "summary").knows(**{each.step: each.becomes})
        await caller.say("yes")
        caller.hears("booked")


@pytest.mark.parametrize("pieces", [("maria dot", "lopez"), ("m a r i a dot", "l o p e z")])
async def test_half_of_an_address_changes_no_name_and_is_kept(
    plain_call: Calling, pieces: tuple[str, str]
) -> None:
    async with plain_call() as caller:
        await place("the email").reach(caller)
        await caller.say(pieces[0])
        caller.is_asked("email").knows(name="Maria Lopez")
        await caller.say(f"{pieces[1]} at gmail dot com")
        caller.is_asked("email", "read_back").hears("M A R I A dot L O P E Z at gmail")
