"""A model on the session: it is asked where the reader abstains, and believed with evidence."""

from __future__ import annotations

from typing import Any

import pytest
from livekit.agents import RunContext, llm

from handrail.livekit import Receptionist, TextCall
from handrail.reception import Reception
from tests.livekit.scripted import Reply, Scripted
from tests.livekit.table import NUMBER, Table, clock, receptionist

ODD = "what a lovely bunch of us it will be, the whole gang of six"


async def at_party(model: Scripted) -> TextCall:
    call = TextCall(receptionist([]), model=model)
    await call.open()
    await call.say("i'd like to book a table")
    return call


def record(party: int, said: str) -> Reply:
    return Reply(calls=[("record_party", {"party": party, "said": said})])


def answers(call: TextCall) -> dict[str, Any]:
    return {name: answer.value for name, answer in call.conversation.state.answers.items()}


async def test_a_clear_turn_asks_no_model() -> None:
    model = Scripted()
    call = await at_party(model)
    await call.say("four")
    assert answers(call) == {"party": 4}
    assert model.asked == []
    await call.aclose()


async def test_a_turn_the_reader_abstains_on_costs_one_model_call() -> None:
    model = Scripted(record(6, "six"))
    call = await at_party(model)
    turn = await call.say(ODD)
    assert answers(call) == {"party": 6}
    assert turn.model_calls == 1
    assert "What number can we call?" in turn.desk
    await call.aclose()


async def test_the_model_is_told_of_the_moment_last_and_nothing_of_it_is_stored() -> None:
    model = Scripted(record(6, "six"))
    call = await at_party(model)
    await call.say(ODD)
    assert model.asked[0].messages[-1]["role"] == "system"
    assert "party" in model.asked[0].last
    agent = call.session.current_agent
    stored = [
        item.text_content
        for items in (call.session.history.items, agent.chat_ctx.items)
        for item in items
        if item.type == "message"
    ]
    assert model.asked[0].last not in stored
    await call.aclose()


async def test_what_nobody_said_is_refused_and_the_model_asked_once_more() -> None:
    model = Scripted(record(8, "eight of us"), record(6, "six"))
    call = await at_party(model)
    turn = await call.say(ODD)
    assert answers(call) == {"party": 6}
    assert turn.model_calls == 2
    assert "What number can we call?" in turn.desk
    assert "no such words" in str(model.asked[1].messages)
    await call.aclose()


async def test_after_two_refusals_the_desk_asks_its_own_question() -> None:
    model = Scripted(record(8, "eight of us"), record(9, "nine of us"))
    call = await at_party(model)
    turn = await call.say(ODD)
    assert answers(call) == {}
    assert turn.model_calls == 2
    assert turn.desk
    await call.aclose()


async def test_two_calls_of_one_reply_are_applied_in_order() -> None:
    said = "oh the whole gang, six, and ring me on 212 555 0142 my love"
    calls: list[tuple[str, dict[str, Any]]] = [
        ("record_party", {"party": 6, "said": "six"}),
        ("record_phone", {"phone": "212 555 0142", "said": "212 555 0142"}),
    ]
    call = await at_party(Scripted(Reply(calls=calls)))
    turn = await call.say(said)
    assert answers(call) == {"party": 6, "phone": "+12125550142"}
    assert "212, 555, 0142" in turn.desk
    assert turn.model_calls == 1
    await call.aclose()


async def test_a_model_answers_a_question_and_the_desk_asks_again() -> None:
    model = Scripted(Reply(text="We have a terrace."))
    call = await at_party(model)
    turn = await call.say("is it nice to sit outside there by any chance")
    assert turn.desk.startswith("We have a terrace.")
    assert turn.desk.endswith("?")
    assert turn.model_calls == 1
    await call.aclose()


async def test_words_beside_a_call_are_not_spoken() -> None:
    reply = Reply(text="You're booked!", calls=[("record_party", {"party": 6, "said": "six"})])
    call = await at_party(Scripted(reply))
    turn = await call.say(ODD)
    assert "booked" not in turn.desk
    assert answers(call) == {"party": 6}
    await call.aclose()


async def test_a_model_that_fails_leaves_no_silence() -> None:
    call = await at_party(Scripted(Reply(fails=True)))
    turn = await call.say(ODD)
    assert turn.desk.endswith("?")
    await call.aclose()


async def test_a_model_that_says_nothing_leaves_no_silence() -> None:
    call = await at_party(Scripted(Reply()))
    turn = await call.say(ODD)
    assert turn.desk.endswith("?")
    await call.aclose()


async def test_a_value_the_kind_cannot_take_is_refused_with_its_reason() -> None:
    reply = Reply(calls=[("record_party", {"party": "lots", "said": "six"})])
    model = Scripted(reply, record(6, "six"))
    call = await at_party(model)
    await call.say(ODD)
    assert "was not recorded" in str(model.asked[1].messages)
    assert answers(call) == {"party": 6}
    await call.aclose()


async def test_a_developers_own_tool_is_put_in_words_and_then_the_desk_asks_again() -> None:
    @llm.function_tool
    async def weather(ctx: RunContext[Any]) -> str:
        """Tell the weather."""
        del ctx
        return "sunny"

    model = Scripted(Reply(calls=[("weather", {})]), Reply(text="It will be sunny."))
    agent = Receptionist([Table], reception=Reception(), clock=clock, tools=[weather])
    call = TextCall(agent, model=model)
    await call.open()
    await call.say("i'd like to book a table")
    turn = await call.say("is it nice to sit outside there by any chance")
    assert turn.desk.startswith("It will be sunny.")
    assert turn.desk.endswith("?")
    assert turn.model_calls == 2
    await call.say("four")
    assert answers(call) == {"party": 4}
    await call.aclose()


async def test_what_a_developer_asks_of_the_model_is_passed_on() -> None:
    model = Scripted(Reply(text="We close soon."))
    call = await at_party(model)
    await call.session.generate_reply(instructions="Say that we close soon.")
    spoken = [item for item in call.session.history.items if item.type == "message"]
    assert spoken[-1].text_content == "We close soon."
    await call.say("four")
    assert answers(call) == {"party": 4}
    await call.aclose()


async def test_a_models_yes_to_the_summary_leads_to_one_plain_question() -> None:
    said = "heavens, let us do precisely that my dear"
    model = Scripted(Reply(calls=[("answer", {"yes": True, "said": said})]))
    written: list[Any] = []
    call = TextCall(receptionist(written), model=model)
    await call.open()
    for turn in ("i'd like to book a table", "four", NUMBER, "yes", "no thanks"):
        await call.say(turn)
    assert "summed everything up" not in str(model.asked)
    plain = await call.say(said)
    assert "summed everything up" in model.asked[0].last
    assert "On record: party (heard), phone (confirmed)" in model.asked[0].last
    assert plain.desk == "Shall I book it?"
    assert written == []
    await call.say("yes")
    assert len(written) == 1
    await call.aclose()


async def test_before_anything_is_under_way_the_model_can_switch_and_record_at_once() -> None:
    calls: list[tuple[str, dict[str, Any]]] = [
        ("switch", {"workflow": "table", "said": "a place to eat"}),
        ("record_party", {"party": 6, "said": "six"}),
    ]
    model = Scripted(Reply(calls=calls))
    call = TextCall(receptionist([]), model=model)
    await call.open()
    turn = await call.say("hello my lovely we need a place to eat, the whole gang, six")
    assert "Nothing is under way yet" in model.asked[0].last
    assert answers(call) == {"party": 6}
    assert turn.model_calls == 1
    await call.aclose()


HOSTILE = {
    "an unknown step": ("record_start", {"start": "tuesday", "said": "gang"}),
    "an unknown workflow": ("switch", {"workflow": "karaoke", "said": "gang"}),
    "no quote": ("record_party", {"party": 6}),
    "an empty quote": ("record_party", {"party": 6, "said": ""}),
    "a quote that is a list": ("record_party", {"party": 8, "said": ["eight", 8]}),
    "no value": ("record_party", {"said": "six"}),
    "a value of another type": ("record_party", {"party": {"of": ["six"]}, "said": "six"}),
    "a yes to nothing": ("answer", {"yes": True, "said": "lovely bunch"}),
    "a choice from nothing": ("choose", {"number": 99, "said": "gang"}),
    "an unknown act": ("aside", {"act": "sing", "topic": None, "said": "gang"}),
    "a tool that does not exist": ("book_it_all", {"now": True}),
    "declining what is required": ("decline", {"step": "party", "said": "gang"}),
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE.keys())
async def test_whatever_the_model_calls_the_call_goes_on(hostile: tuple[str, Any]) -> None:
    model = Scripted(*[Reply(calls=[hostile])] * 9)
    call = await at_party(model)
    turn = await call.say(ODD)
    assert answers(call) == {}
    assert turn.desk
    assert turn.model_calls <= 4
    await call.say("four")
    assert answers(call) == {"party": 4}
    await call.aclose()
