"""Whatever a model does: nothing that nobody said is booked, and every call ends."""

from __future__ import annotations

import asyncio
import itertools
import logging
import random
import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pytest

from handrail import Workflow
from handrail.livekit import Receptionist, TextCall
from handrail.trial import HOSTILE, HostileModel
from tests.livekit.hostile.caller import MANNERS, Caller
from tests.livekit.hostile.worlds import WORLDS, Hosted
from tests.sizes import sized

MOST_TURNS = 60
"""Far more than any of these calls takes; a call that is still on then would never end."""
MOST_MODEL_CALLS = 3
HANGS_UP_AFTER = 4  # turns
CLAIM = re.compile(
    r"(?<!nothing is )(?<!not )\b(?:booked(?! with)|reserved|confirmed|i've (?:changed|put)"
    r"|moved, same|(?:that|it)'s (?:cancelled|moved)|all done)\b",
    re.IGNORECASE,
)
PERSONAL = re.compile(r"maria|lopez|555.?01|mallory|goodness|lovely", re.IGNORECASE)

EVERY = list(itertools.product(HOSTILE, WORLDS, MANNERS))
SOME = random.Random(4).sample(EVERY, sized(len(EVERY), reduced=120))
_ELSEWHERE = itertools.cycle([world for world in WORLDS if world != "booking"])
EACH = [(behaviour, world) for behaviour in HOSTILE for world in ("booking", next(_ELSEWHERE))]
"""Every behaviour books, and does one thing more: all of them do, in turn. The rest is soak."""
_WHEN_AND_WHERE = {"created", "msecs", "process", "relativeCreated", "thread"}

BRIEFLY = ("mumbling", "correcting")
"""The manners in which a model is asked most."""


@pytest.mark.parametrize(("behaviour", "world"), EACH)
def test_nothing_is_booked_that_the_caller_did_not_agree_to(
    behaviour: str, world: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "handrail")

    async def each_manner() -> None:
        for manner in (*BRIEFLY, "injecting") if WORLDS[world].is_desk else BRIEFLY:
            await hold(behaviour, world, manner)

    asyncio.run(each_manner())
    told = [str(_public(record)) for record in caplog.records]
    assert not [each for each in told if PERSONAL.search(each)]


@pytest.mark.soak
@pytest.mark.parametrize(("behaviour", "world", "manner"), SOME)
async def test_no_manner_of_speaking_makes_a_difference(
    behaviour: str, world: str, manner: str
) -> None:
    await hold(behaviour, world, manner)


@pytest.mark.parametrize("behaviour", HOSTILE)
async def test_nor_does_it_when_the_model_words_what_is_said(behaviour: str) -> None:
    await hold(behaviour, "booking", "refusing", phrasing="model")


@pytest.mark.parametrize("world", WORLDS)
async def test_the_caller_is_one_who_gets_what_they_want(world: str) -> None:
    """Who is understood without a model ends with a result; else the rest would prove nothing."""
    assert await hold("silent", world, "clear")


def test_a_behaviour_that_is_not_there_is_named() -> None:
    with pytest.raises(ValueError, match="none of: inventor"):
        HostileModel("friendly")


async def hold(
    behaviour: str, world: str, manner: str, phrasing: Literal["phrasebook", "model"] = "phrasebook"
) -> Sequence[Workflow]:
    """Hold a call; return what came of it."""
    async with WORLDS[world].open() as hosted:
        # A model that does answer has long to do it: a loaded machine must not make it a silent
        # one, which is another behaviour.
        patience = 0.01 if behaviour == "hanging" else 30.0
        agent = Receptionist(
            **hosted.arguments, ends_session=False, patience=patience, phrasing=phrasing
        )
        call = TextCall(agent, model=HostileModel(behaviour))
        caller = Caller(MANNERS[manner], WORLDS[world].workflow, WORLDS[world].wish, hosted.kept)
        return await _hold(call, hosted, caller, manner, MOST_MODEL_CALLS + (phrasing == "model"))


async def _hold(
    call: TextCall, hosted: Hosted, caller: Caller, manner: str, most: int
) -> Sequence[Workflow]:
    told = [await call.open()]
    results: list[Workflow] = []
    while not call.conversation.closed and caller.turns < MOST_TURNS:
        if manner == "hanging_up" and caller.turns == HANGS_UP_AFTER:
            break
        said = caller.says(call.conversation, told[-1].rsplit("\n", 1)[-1])
        turn = await call.say(said)
        told.append(f"> {said}\n{turn.desk}")
        assert turn.desk, "\n".join([*told, "the desk says nothing"])
        assert turn.model_calls <= most, "\n".join(told)
        result = call.conversation.result
        if result is not None and (not results or results[-1] is not result):
            results.append(result)
            _is_what_was_wanted(result, caller, told)
            break
        assert result or not CLAIM.search(turn.desk), "\n".join(told)
    ended = call.conversation.closed or results or manner == "hanging_up"
    assert ended, "\n".join([*told, "and so on for ever"])
    async with asyncio.timeout(5):
        await call.aclose()
    assert len(hosted.written) <= len(results), "\n".join(told)
    await _is_all_that_was_written(hosted, results, told)
    return results


async def _is_all_that_was_written(
    hosted: Hosted, results: Sequence[Workflow], told: list[str]
) -> None:
    """Hold that a booking was made, moved or cancelled by a call's result alone."""
    changed = await hosted.changed()
    agreed = {
        "booking": "confirmed",
        "rescheduling": "confirmed",
        "cancelling": "cancelled",
    }
    status = [agreed[each.plan.name] for each in results if each.plan.name in agreed]
    found = [each.status for each in changed.values()] if hosted.calendar else status
    assert found == status, "\n".join([*told, f"changed: {changed}"])


def _is_what_was_wanted(result: Workflow, caller: Caller, told: list[str]) -> None:
    assert type(result) is caller.workflow, "\n".join(told)
    wanted = caller.wanted[type(result).plan.name]
    for name, value in result.values().items():
        step = type(result).steps[name]
        if value is None and (step.optional or step.when):
            continue
        assert value == wanted[name][0].value, "\n".join([*told, f"{name} is {value!r}"])


def _public(record: logging.LogRecord) -> Mapping[str, Any]:
    """Return what a record tells, without what LiveKit marks as personal for whoever keeps it.

    Nor when and where it was made: a time may have the digits of somebody's number.
    """
    return {
        key: each
        for key, each in vars(record).items()
        if not (key.startswith("lk.pii.") or key in _WHEN_AND_WHERE)
    }
