"""A model on the session: it is asked where the reader abstains, and believed with evidence."""

from __future__ import annotations

import json
from datetime import datetime
from functools import partial
from typing import Any
from unittest.mock import AsyncMock

import pytest
from livekit.agents import RunContext, llm

from handrail.kinds.number import Number
from handrail.livekit import Receptionist, TextCall
from handrail.livekit.refusals import REASONS, UNSURE
from handrail.reception import Reception
from handrail.step import Step
from handrail.workflow import Workflow
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


async def at_plain_question(model: Scripted, written: list[Any]) -> TextCall:
    """Go on to "Shall I book it?", to which a yes is the last word."""
    said = "heavens, let us do precisely that my dear"
    model.script.insert(0, Reply(calls=[("answer", {"yes": True, "said": said})]))
    call = TextCall(receptionist(written), model=model)
    await call.open()
    for turn in ("i'd like to book a table", "four", NUMBER, "yes", "no thanks", said):
        desk = (await call.say(turn)).desk
    assert desk == "Shall I book it?"
    return call


YES_BUT = "heavens above, precisely that my dear, though we shall be five souls"
A_YES: tuple[str, dict[str, Any]] = ("answer", {"yes": True, "said": "precisely that"})
FIVE: tuple[str, dict[str, Any]] = ("record_party", {"party": 5, "said": "five"})


@pytest.mark.parametrize("calls", [(A_YES, FIVE), (FIVE, A_YES)])
async def test_a_yes_and_a_change_in_one_reply_book_nothing_but_the_change(
    calls: tuple[tuple[str, Any], ...],
) -> None:
    written: list[Any] = []
    call = await at_plain_question(Scripted(Reply(calls=calls)), written)
    turn = await call.say(YES_BUT)
    assert written == []
    assert answers(call)["party"] == 5
    assert turn.desk.endswith("?")
    assert turn.model_calls == 1
    for _ in range(2):  # the five is read back first, then all of it agreed to
        await call.say("yes")
    assert [booked["party"] for booked in written] == [5]
    await call.aclose()


UNUSABLE = {
    "words nobody said": ("record_party", {"party": 5, "said": "half a dozen"}),
    "no such value": ("record_party", {"party": "oodles", "said": "five"}),
    "no such step": ("record_seats", {"seats": 5, "said": "five"}),
    "no such tool": ("make_it", {"party": 5}),
}


@pytest.mark.parametrize("unusable", UNUSABLE.values(), ids=UNUSABLE.keys())
async def test_a_yes_beside_a_change_that_is_refused_books_nothing(
    unusable: tuple[str, Any],
) -> None:
    written: list[Any] = []
    model = Scripted(*[Reply(calls=[A_YES, unusable])] * 2)
    call = await at_plain_question(model, written)
    turn = await call.say(YES_BUT)
    assert written == []
    assert UNSURE in str(model.asked[-1].messages)
    assert turn.desk.endswith("?")
    await call.aclose()


async def test_the_calls_of_one_reply_are_settled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = [("record_phone", {"phone": "212 555 0142", "said": "212 555 0142"}), FIVE]
    call = await at_party(Scripted(Reply(calls=calls)))
    settled = AsyncMock(wraps=call.conversation.settle)
    monkeypatch.setattr(call.conversation, "settle", settled)
    turn = await call.say("oh my days 212 555 0142 blah blah five souls")
    assert "212, 555, 0142" in turn.desk
    assert [type(made.move).__name__ for made in turn.moves] == ["Record", "Record"]
    settled.assert_awaited_once()
    await call.aclose()


async def test_a_reply_that_breaks_off_does_nothing() -> None:
    written: list[Any] = []
    call = await at_plain_question(Scripted(Reply(calls=[A_YES], fails=True)), written)
    turn = await call.say(YES_BUT)
    assert written == []
    assert turn.desk.endswith("?")
    await call.aclose()


async def test_one_refusal_among_several_calls_comes_back_and_the_others_stand() -> None:
    calls = [FIVE, ("decline", {"step": "party", "said": "blah"})]
    call = await at_party(Scripted(Reply(calls=calls)))
    turn = await call.say("oh my days blah blah five souls")
    assert answers(call) == {"party": 5}
    assert "What number can we call?" in turn.desk
    outputs = [i for i in call.session.history.items if i.type == "function_call_output"]
    assert [(i.is_error, i.output) for i in outputs[-2:]] == [
        (False, "done"),
        (True, REASONS["required"].format(step="party")),
    ]
    await call.aclose()


async def test_a_model_answers_a_question_and_the_desk_asks_again() -> None:
    model = Scripted(Reply(text="We have a terrace."))
    call = await at_party(model)
    turn = await call.say("is it nice to sit outside there by any chance")
    assert turn.desk.startswith("We have a terrace.")
    assert turn.desk.endswith("?")
    assert turn.model_calls == 1
    calls = [item for item in call.session.history.items if item.type == "function_call"]
    assert json.loads(calls[-1].arguments)["act"] == "question"  # a call that its schema allows
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


async def test_a_developers_tool_that_gives_nothing_asks_for_no_reply_and_no_words_are_lost() -> (
    None
):
    @llm.function_tool
    async def hum(ctx: RunContext[Any]) -> None:
        """Hum."""
        await ctx.session.say("Hmm hmm.")

    model = Scripted(Reply(calls=[("hum", {})]))
    agent = Receptionist([Table], reception=Reception(), clock=clock, tools=[hum])
    call = TextCall(agent, model=model)
    await call.open()
    await call.say("i'd like to book a table")
    turn = await call.say("do hum me something of your own would you")
    assert (turn.desk, turn.model_calls) == ("Hmm hmm.", 1)
    turn = await call.say("four")
    assert answers(call) == {"party": 4}
    assert turn.model_calls == 0
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


async def test_a_developers_instructions_are_followed_without_tools_too() -> None:
    model = Scripted(Reply(text="We close soon."))
    call = await at_party(model)
    told = "Say that we close soon."
    await call.session.generate_reply(instructions=told, tool_choice="none")
    assert model.asked[0].last == told
    assert last_words(call) == "We close soon."
    await call.aclose()


async def test_after_the_goodbye_a_developers_instructions_are_followed() -> None:
    model = Scripted(Reply(text="One more thing."))
    call = await at_party(model)
    await call.say("goodbye")
    assert call.conversation.closed
    await call.session.generate_reply(instructions="Say one more thing.")
    assert last_words(call) == "One more thing."
    await call.aclose()


async def test_a_tool_that_a_developers_instructions_led_to_is_put_in_words() -> None:
    @llm.function_tool
    async def weather(ctx: RunContext[Any]) -> str:
        """Tell the weather."""
        del ctx
        return "sunny"

    model = Scripted(Reply(calls=[("weather", {})]), Reply(text="It is sunny."))
    agent = Receptionist([Table], clock=clock, tools=[weather], ends_session=False)
    call = TextCall(agent, model=model)
    await call.open()
    await call.session.generate_reply(instructions="Tell them the weather.")
    assert last_words(call) == "It is sunny."
    await call.aclose()


async def test_without_a_model_instructions_are_left_and_that_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    call = TextCall(receptionist([]))
    await call.open()
    before = len(call.session.history.items)
    await call.session.generate_reply(instructions="Say that we close soon.")
    assert len(call.session.history.items) == before
    assert "there is no model" in caplog.text
    await call.aclose()


def last_words(call: TextCall) -> str | None:
    return [i for i in call.session.history.items if i.type == "message"][-1].text_content


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
    assert "On record: party, phone (confirmed)" in model.asked[0].last
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


async def test_a_model_is_not_shown_what_could_only_be_refused() -> None:
    class Party(Workflow):
        party = Step(Number(), ask="For how many people?")

    model = Scripted(Reply(text="We are open till nine."), Reply(text="We are open till nine."))
    call = TextCall(Receptionist([Party], clock=clock, ends_session=False), model=model)
    await call.open()
    await call.say("tell me a little about the place would you")
    assert "decline" not in model.asked[0].tools
    assert "decline" in [tool.id for tool in call.session.current_agent.tools]
    await call.aclose()


async def test_two_calls_of_one_day_send_the_same_instructions_and_tools() -> None:
    heads = []
    for minute in (5, 55):
        now = clock().replace(minute=minute)
        model = Scripted(record(6, "six"))
        agent = Receptionist([Table], clock=partial(datetime.replace, now), ends_session=False)
        call = TextCall(agent, model=model)
        await call.open()
        await call.say("i'd like to book a table")
        await call.say(ODD)
        tools = llm.ToolContext(agent.tools).parse_function_tools("openai")
        heads.append((tools, model.asked[0].messages[0]))
        assert f"Friday 09:{minute:02}" in model.asked[0].last
        await call.aclose()
    assert heads[0] == heads[1]
