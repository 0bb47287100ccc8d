"""A model that is slow, stubborn or fails: what a turn may cost, and nobody is left waiting."""

from __future__ import annotations

import asyncio
from itertools import count
from typing import Any, get_args

import pytest
from livekit.agents import function_tool

from handrail import Reception
from handrail.engine.events import Refusal, Refused
from handrail.livekit import Receptionist, TextCall
from handrail.livekit.refusals import reason
from tests.livekit.scripted import Reply, Scripted
from tests.livekit.table import Table, clock

ODD = "what a lovely bunch of us it will be, the whole gang of six"
RIGHT = Reply(calls=[("record_party", {"party": 6, "said": "six"})])
UNSAID = Reply(calls=[("record_party", {"party": 8, "said": "eight of us"})])


@function_tool
async def weather() -> str:
    """Tell the weather."""
    return "sunny"


async def at_party(model: Scripted, **options: Any) -> TextCall:
    agent = Receptionist(
        [Table],
        reception=Reception(),
        userdata=[],
        clock=clock,
        ends_session=False,
        tools=[weather],
        **options,
    )
    call = TextCall(agent, model=model)
    await call.open()
    await call.say("i'd like to book a table")
    return call


def answers(call: TextCall) -> dict[str, Any]:
    return {name: answer.value for name, answer in call.conversation.state.answers.items()}


# --- bounds ---------------------------------------------------------------------------------------

LOOKS = Reply(calls=[("weather", {})])

STUBBORN = {
    "quotes what nobody said": [UNSAID] * 9,
    "looks the weather up for ever": [LOOKS] * 9,
    "looks up, then invents": [LOOKS, UNSAID] * 5,
    "invents, then looks up": [UNSAID, LOOKS] * 5,
    "does both at once": [Reply(calls=[*LOOKS.calls, *UNSAID.calls])] * 9,
    "looks up twice at once": [Reply(calls=[*LOOKS.calls, *LOOKS.calls])] * 9,
    "calls tools that do not exist": [Reply(calls=[("fly", {})])] * 9,
    "talks and invents": [Reply(text="Booked!", calls=UNSAID.calls)] * 9,
    "says yes to nothing": [Reply(calls=[("answer", {"yes": True, "said": "lovely"})])] * 9,
    "records and looks up for ever": [Reply(calls=[*RIGHT.calls, *LOOKS.calls])] * 9,
    "says nothing": [Reply()] * 9,
    "fails": [Reply(fails=True)] * 9,
    "fails half way": [Reply(text="Let me", fails=True)] * 9,
    "looks up, then fails": [LOOKS, Reply(fails=True)] * 5,
}


@pytest.mark.parametrize("script", STUBBORN.values(), ids=STUBBORN.keys())
async def test_a_turn_costs_at_most_three_calls_and_ends_in_a_question(
    script: list[Reply],
) -> None:
    model = Scripted(*script)
    call = await at_party(model)
    turn = await call.say(ODD)
    assert turn.model_calls <= 3
    assert len(model.asked) == turn.model_calls
    assert turn.desk.endswith("?")
    assert "Booked" not in turn.desk
    await call.say("four")
    assert answers(call) == {"party": 4} or answers(call) == {"party": 6}
    await call.aclose()


async def test_a_tools_output_goes_to_the_model_once_and_the_question_follows() -> None:
    model = Scripted(LOOKS, Reply(text="It is sunny."))
    call = await at_party(model)
    turn = await call.say("is it nice to sit outside there by any chance")
    assert turn.model_calls == 2
    assert turn.desk.startswith("It is sunny. ")
    assert turn.desk.endswith("?")
    await call.aclose()


# --- several calls, and refusals ------------------------------------------------------------------


async def test_calls_of_one_reply_are_applied_in_their_order() -> None:
    five = ("record_party", {"party": 5, "said": "five"})
    for calls, last in (([*RIGHT.calls, five], 5), ([five, *RIGHT.calls], 6)):
        call = await at_party(Scripted(Reply(calls=calls)))
        await call.say("the whole gang, now is that five of us or six of us, dear me")
        assert answers(call) == {"party": last}
        await call.aclose()


@pytest.mark.parametrize("refusal", get_args(Refusal))
def test_a_refusal_says_why_and_what_to_do(refusal: Refusal) -> None:
    why, what = reason(Refused("Record", refusal, "party")).split(". ", 1)
    assert why.startswith("Nothing was ")
    assert what.endswith(".")
    assert "{" not in why + what


# --- patience -------------------------------------------------------------------------------------


async def test_a_model_that_does_not_answer_in_time_is_left() -> None:
    model = Scripted(Reply(after=asyncio.Event()), RIGHT)
    call = await at_party(model, patience=0.001)
    turn = await call.say(ODD)
    assert turn.model_calls == 1
    assert turn.desk.endswith("?")
    assert answers(call) == {}
    await call.aclose()


async def test_all_calls_of_a_turn_share_its_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = count(step=5)  # each call takes five, of eight
    monkeypatch.setattr("handrail.livekit.asking.monotonic", lambda: next(seconds))
    model = Scripted(LOOKS, LOOKS, RIGHT, RIGHT)
    call = await at_party(model)
    turn = await call.say(ODD)
    assert turn.model_calls == 2
    assert turn.desk.endswith("?")
    turn = await call.say(ODD)  # a turn later there is patience again
    assert turn.model_calls == 1
    assert answers(call) == {"party": 6}
    await call.aclose()


async def test_a_model_that_answers_late_does_nothing() -> None:
    late = asyncio.Event()
    model = Scripted(Reply(calls=RIGHT.calls, after=late))
    call = await at_party(model, patience=0.001)
    await call.say(ODD)
    late.set()
    await call.say("four")
    assert answers(call) == {"party": 4}
    await call.aclose()


async def test_a_model_that_fails_is_logged_without_what_was_said(
    caplog: pytest.LogCaptureFixture,
) -> None:
    call = await at_party(Scripted(Reply(fails=True)))
    await call.say(ODD)
    assert "could not be asked" in caplog.text
    assert "gang" not in "".join(
        record.getMessage() for record in caplog.records if record.name.startswith("handrail")
    )
    await call.aclose()


# --- the directive's role -------------------------------------------------------------------------


async def test_the_directive_is_a_system_message_by_default() -> None:
    model = Scripted(RIGHT)
    call = await at_party(model)
    await call.say(ODD)
    assert model.asked[0].messages[-1]["role"] == "system"
    await call.aclose()


async def test_the_directive_may_be_sent_as_a_user() -> None:
    model = Scripted(RIGHT)
    call = await at_party(model, directive_role="user")
    turn = await call.say(ODD)
    assert model.asked[0].messages[-1]["role"] == "user"
    assert "The desk asked for: party." in model.asked[0].last
    roles = [m["role"] for m in model.asked[0].messages]
    assert roles.count("system") == 1
    assert ODD in model.asked[0].last
    assert roles[-2:] == ["assistant", "user"]  # such servers want them to take turns
    history = [item.text_content for item in call.session.history.messages()]
    assert ODD in history  # as the caller said it
    assert answers(call) == {"party": 6}
    assert turn.model_calls == 1
    await call.aclose()


@pytest.mark.parametrize(
    ("option", "mend"),
    [
        ({"directive_role": "developer"}, "give 'system' or 'user'"),
        ({"patience": 0}, "seconds above 0"),
        ({"context": "all"}, r"give Keep\(\), Window"),
    ],
)
def test_an_unknown_option_is_refused_at_once(option: dict[str, Any], mend: str) -> None:
    with pytest.raises(ValueError, match=mend):
        Receptionist([Table], clock=clock, **option)
