"""With `reader=False` every turn that has words is the model's to understand."""

from __future__ import annotations

from typing import Any

from handrail.livekit import Receptionist, TextCall
from handrail.reception import Reception
from tests.livekit.scripted import Reply, Scripted
from tests.livekit.table import Table, clock


def call_without_reader(model: Scripted | None) -> TextCall:
    agent = Receptionist(
        [Table],
        reception=Reception(business="Mill Lane"),
        clock=clock,
        reader=False,
        ends_session=False,
    )
    return TextCall(agent, model=model) if model else TextCall(agent)


def switch(said: str) -> Reply:
    return Reply(calls=[("switch", {"workflow": "table", "said": said})])


def answers(call: TextCall) -> dict[str, Any]:
    return {name: answer.value for name, answer in call.conversation.state.answers.items()}


async def test_every_turn_costs_one_model_call_however_clear() -> None:
    model = Scripted(switch("a table"), Reply(calls=[("record_party", {"party": 4, "said": "4"})]))
    call = call_without_reader(model)
    await call.open()
    assert (await call.say("a table please")).model_calls == 1
    turn = await call.say("4")
    assert turn.model_calls == 1
    assert answers(call) == {"party": 4}
    assert "What number can we call?" in turn.desk
    await call.aclose()


async def test_silence_is_nothing_to_ask_a_model_about() -> None:
    model = Scripted(switch("a table"))
    call = call_without_reader(model)
    await call.open()
    await call.say("a table please")
    turn = await call.say("")
    assert turn.model_calls == 0
    assert turn.desk == "Still there?"
    await call.aclose()


async def test_without_a_model_the_words_are_read_all_the_same() -> None:
    call = call_without_reader(None)
    await call.open()
    await call.say("i'd like to book a table")
    await call.say("four")
    assert answers(call) == {"party": 4}
    await call.aclose()


async def test_when_the_model_fails_what_is_clear_is_acted_on() -> None:
    model = Scripted(switch("a table"), Reply(fails=True), Reply(fails=True))
    call = call_without_reader(model)
    await call.open()
    await call.say("a table please")
    turn = await call.say("four")
    assert turn.model_calls == 1
    assert answers(call) == {"party": 4}
    assert "What number can we call?" in turn.desk
    turn = await call.say("what a lovely bunch of us it will be")
    assert answers(call) == {"party": 4}
    assert turn.desk
    await call.aclose()
