"""Each task has its own context, instructions and tools in one session: the first need of all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from livekit.agents import RunContext, function_tool, llm
from livekit.agents.llm import ToolFlag

from handrail import Confirm, Keep, Number, Phone, Phrases, Reception, Step, Window, Workflow
from handrail.livekit import Receptionist, TextCall
from tests.livekit.duplex import Line
from tests.livekit.scripted import Asked, Reply, Scripted
from tests.livekit.table import NUMBER, clock
from tests.livekit.voice import until

ROLES = {"user", "assistant"}
SEEN: list[str] = []


@function_tool
async def largest_table(ctx: RunContext[Any]) -> str:
    """Tell how many the largest table seats."""
    SEEN.append(ctx.function_call.name)
    return "twelve"


@function_tool(flags=ToolFlag.IGNORE_ON_ENTER)
async def dialling_code(country: str) -> str:
    """Tell a country's dialling code."""
    return f"44 for {country}"


class Table(Workflow):
    party = Step(
        Number(),
        ask="For how many people?",
        label="party",
        instructions="Children count as people.",
        tools=[largest_table],
    )
    phone = Step(
        Phone(),
        ask="What number can we call?",
        confirm=Confirm.NEVER,
        instructions="A number may be given in pieces.",
        tools=[dialling_code],
        context=Window(turns=1),
    )

    asks_for = ("book a table",)
    phrases = Phrases(agree="Shall I book it?")


def with_model(model: Scripted, **options: Any) -> TextCall:
    agent = Receptionist(
        [Table], reception=Reception(), clock=clock, ends_session=False, reader=False, **options
    )
    return TextCall(agent, model=model)


def switch() -> Reply:
    return Reply(calls=[("switch", {"workflow": "table", "said": "book a table"})])


def party(number: int, said: str) -> Reply:
    return Reply(calls=[("record_party", {"party": number, "said": said})])


def phone() -> Reply:
    return Reply(calls=[("record_phone", {"phone": NUMBER, "said": NUMBER})])


def words(asked: Asked) -> list[str]:
    """What was said in the call, as the model was shown it: neither instructions nor directive."""
    said = asked.messages[:-1]
    return [str(m["content"]) for m in said if m["role"] in ROLES and m.get("content")]


def outputs(call: TextCall) -> Sequence[llm.FunctionCallOutput]:
    return [i for i in call.session.history.items if isinstance(i, llm.FunctionCallOutput)]


async def test_each_step_has_its_own_context_instructions_and_tools_in_one_session() -> None:
    model = Scripted(switch(), party(4, "four of us"), phone())
    call = with_model(model)
    await call.open()
    for said in ("i'd like to book a table", "four of us", NUMBER):
        await call.say(said)
    _, at_party, at_phone = model.asked
    # Its own instructions, in the last message and nowhere else.
    assert "Children count as people." in at_party.last
    assert "in pieces" not in str(at_party.messages)
    assert "A number may be given in pieces." in at_phone.last
    assert "Children" not in str(at_phone.messages)
    # Its own tools, named beside the instructions; all are listed, so that the list can be cached.
    assert "largest_table" in at_party.last
    assert "dialling_code" not in at_party.last
    assert "dialling_code" in at_phone.last
    assert "largest_table" not in at_phone.last
    # Its own context: all that was said so far, and the turn at hand alone.
    assert words(at_party)[-3:] == [
        "i'd like to book a table",
        "Sure. For how many people?",
        "four of us",
    ]
    assert len(words(at_phone)) == 2
    assert words(at_phone)[1] == NUMBER
    # One session: the same agent, whose instructions and tools open every request.
    assert at_party.messages[0] == at_phone.messages[0] == model.asked[0].messages[0]
    assert at_party.tools == at_phone.tools == model.asked[0].tools
    await call.aclose()


async def test_tools_are_listed_in_the_order_of_declaration_after_the_moves() -> None:
    @function_tool
    async def weather() -> str:
        """Tell the weather."""
        return "sunny"

    model = Scripted(switch())
    call = with_model(model, tools=[weather])
    await call.open()
    await call.say("i'd like to book a table")
    assert list(model.asked[0].tools[-4:]) == ["aside", "largest_table", "dialling_code", "weather"]
    assert model.asked[0].tools[0] == "record_party"
    await call.aclose()


async def test_a_steps_tool_runs_with_its_context_and_the_desks_question_follows() -> None:
    SEEN.clear()
    model = Scripted(switch(), Reply(calls=[("largest_table", {})]), Reply("Twelve at most."))
    call = with_model(model)
    await call.open()
    await call.say("i'd like to book a table")
    turn = await call.say("how many can sit together")
    assert SEEN == ["largest_table"]
    assert "twelve" in str(model.asked[2].messages)
    assert turn.model_calls == 2
    assert turn.desk.startswith("Twelve at most. ")
    assert turn.desk.endswith("how many people?")
    await call.aclose()


async def test_a_steps_tool_takes_its_parameters() -> None:
    model = Scripted(
        switch(),
        party(4, "four"),
        Reply(calls=[("dialling_code", {"country": "Wales"})]),
        Reply("It is 44."),
    )
    call = with_model(model)
    await call.open()
    for said in ("i'd like to book a table", "four", "what is the code for wales"):
        await call.say(said)
    assert any(output.output == "44 for Wales" for output in outputs(call))
    await call.aclose()


async def test_a_tool_of_another_step_is_refused_in_words_that_make_sense_alone() -> None:
    SEEN.clear()
    model = Scripted(
        switch(),
        party(4, "four"),
        Reply(calls=[("largest_table", {})]),
        phone(),
    )
    call = with_model(model)
    await call.open()
    for said in ("i'd like to book a table", "four", NUMBER):
        turn = await call.say(said)
    assert SEEN == []
    assert any(
        output.is_error
        and output.output
        == "Nothing was done: largest_table can be called only while the caller is asked for the "
        "party, which is not so now. Go by what the caller said, without it."
        for output in outputs(call)
    )
    assert turn.model_calls == 2
    assert call.conversation.state.answers["phone"].value == "+12125550142"
    await call.aclose()


async def test_a_steps_tool_runs_beside_the_answer_to_its_step() -> None:
    SEEN.clear()
    both = [*party(4, "four").calls, ("largest_table", {})]
    model = Scripted(switch(), Reply(calls=both), Reply("Up to twelve."))
    call = with_model(model)
    await call.open()
    await call.say("i'd like to book a table")
    turn = await call.say("four and how many could we be")
    assert SEEN == ["largest_table"]
    assert call.conversation.state.answers["party"].value == 4
    assert turn.desk.startswith("Up to twelve. ")
    assert turn.desk.endswith("?")
    await call.aclose()


async def test_a_model_that_has_nothing_to_say_of_a_tool_leaves_the_desks_question() -> None:
    both = [*party(4, "four").calls, ("largest_table", {})]
    model = Scripted(switch(), Reply(calls=both), Reply(""))
    call = with_model(model)
    await call.open()
    await call.say("i'd like to book a table")
    turn = await call.say("four and how many could we be")
    assert turn.desk.endswith("What number can we call?")
    assert "Sorry" not in turn.desk
    await call.aclose()


async def test_a_tool_flagged_to_be_ignored_on_enter_is_not_shown_then_but_later() -> None:
    class Greets(Receptionist):
        async def on_enter(self) -> None:
            await super().on_enter()
            await self.session.generate_reply(instructions="Tell them the code.")

    model = Scripted(Reply("The code is 44."), switch())
    agent = Greets([Table], reception=Reception(), clock=clock, reader=False, ends_session=False)
    call = TextCall(agent, model=model)
    await call.open()
    await call.say("i'd like to book a table")
    assert "dialling_code" not in model.asked[0].tools
    assert "largest_table" in model.asked[0].tools
    assert "dialling_code" in model.asked[1].tools
    await call.aclose()


async def test_a_toolset_of_a_step_is_set_up_gated_and_closed() -> None:
    class Kitchen(llm.Toolset):
        state = "new"

        async def setup(self) -> Kitchen:
            self.state = "open"
            return self

        async def aclose(self) -> None:
            self.state = "closed"

        @function_tool
        async def menu(self) -> str:
            """Tell the menu."""
            return f"soup, kitchen {self.state}"

    kitchen = Kitchen(id="kitchen")

    class Meal(Workflow):
        guests = Step(Number())
        course = Step(Number(), tools=[kitchen])

        asks_for = ("a meal",)

    tell = Reply(calls=[("menu", {})])
    guests = Reply(calls=[("record_guests", {"guests": 4, "said": "four"})])
    wish = Reply(calls=[("switch", {"workflow": "meal", "said": "a meal"})])
    model = Scripted(wish, tell, guests, tell, Reply("Soup."))
    agent = Receptionist([Meal], clock=clock, ends_session=False, reader=False)
    call = TextCall(agent, model=model)
    await call.open()
    for said in ("a meal please", "four", "what is there"):
        await call.say(said)
    assert "you may also call: menu." in model.asked[3].last
    given = [output.output for output in outputs(call)]
    assert "Nothing was done: menu" in given[1]
    assert "soup, kitchen open" in given
    await call.aclose()
    assert kitchen.state == "closed"


def test_two_tools_of_one_name_are_refused_at_once() -> None:
    @function_tool(name="answer")
    async def mine() -> str:
        """Answer."""
        return ""

    with pytest.raises(ValueError, match="two tools are named 'answer'"):
        Receptionist([Table], tools=[mine], clock=clock)


def test_a_tool_shared_by_two_steps_is_listed_once() -> None:
    class Two(Workflow):
        one = Step(Number(), tools=[largest_table])
        other = Step(Number(), tools=[largest_table])

    names = [tool.id for tool in Receptionist([Two], clock=clock).tools]
    assert names.count("largest_table") == 1


async def test_the_hosts_policy_holds_where_a_step_has_none() -> None:
    model = Scripted(switch(), party(4, "four"), phone())
    call = with_model(model, context=Window(turns=1))
    await call.open()
    for said in ("i'd like to book a table", "four"):
        await call.say(said)
    assert words(model.asked[1]) == ["Sure. For how many people?", "four"]
    await call.aclose()


async def test_keep_on_a_step_shows_all_where_the_host_has_a_window() -> None:
    class Whole(Workflow):
        party = Step(Number(), ask="For how many people?", context=Keep())

        asks_for = ("book a table",)

    wish = Reply(calls=[("switch", {"workflow": "whole", "said": "book a table"})])
    model = Scripted(wish, Reply())
    agent = Receptionist(
        [Whole], clock=clock, reader=False, context=Window(turns=1), ends_session=False
    )
    call = TextCall(agent, model=model)
    await call.open()
    await call.say("i'd like to book a table")
    await call.say("well we are a few")
    assert "i'd like to book a table" in words(model.asked[1])
    await call.aclose()


async def test_a_speech_to_speech_model_is_bound_by_the_step_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("handrail.livekit.realtime._TOGETHER", 0.0)
    monkeypatch.setattr("handrail.livekit.realtime._PATIENCE", 0.01)
    SEEN.clear()
    line = Line()
    await line.start(Receptionist([Table], clock=clock, ends_session=False))
    await line.turn("a table please", ("switch", {"workflow": "table", "said": "a table"}))
    assert "Children count as people." in line.model.instructions
    line.caller_speaks()
    line.calls(("largest_table", {}))
    await until(lambda: SEEN)
    await line.turn("four", ("record_party", {"party": 4, "said": "four"}))
    assert "in pieces" in line.model.instructions
    line.caller_speaks()
    line.calls(("largest_table", {}))
    await until(lambda: "Nothing was done: largest_table" in str(line.session.history.items))
    assert SEEN == ["largest_table"]
    await line.session.aclose()
