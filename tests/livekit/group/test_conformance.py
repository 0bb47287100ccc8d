"""What LiveKit's TaskGroup does that works: ours does the same, so that an import is all to change.

All tests run on both.
"""

from __future__ import annotations

import asyncio
import inspect
from typing import Any

import pytest
from livekit.agents import Agent, AgentTask, ToolError, function_tool, llm
from livekit.agents.beta import workflows as theirs

from handrail import livekit as ours
from tests.livekit.group.steps import (
    BOTH,
    Call,
    Collect,
    Desk,
    GroupType,
    Told,
    does,
    filled,
    go,
    settled,
)
from tests.livekit.scripted import Reply

both = pytest.mark.parametrize("group_type", BOTH)


def test_what_livekit_exports_beside_the_group_is_the_same() -> None:
    assert ours.TaskGroupResult is theirs.TaskGroupResult
    assert ours.TaskCompletedEvent is theirs.TaskCompletedEvent


@pytest.mark.parametrize("name", ["__init__", "add"])
def test_livekits_arguments_have_the_same_defaults(name: str) -> None:
    wanted = inspect.signature(getattr(theirs.TaskGroup, name)).parameters
    given = inspect.signature(getattr(ours.TaskGroup, name)).parameters
    assert list(given)[: len(wanted)] == list(wanted)
    for argument, parameter in wanted.items():
        assert given[argument].default == parameter.default
        assert given[argument].kind == parameter.kind
    more = [given[argument] for argument in given if argument not in wanted]
    assert all(extra.default is not extra.empty for extra in more)


@both
async def test_the_results_are_there_by_id_in_order(group_type: GroupType) -> None:
    call = Call(filled(group_type(summarize_chat_ctx=False), "name", "phone"))
    await call.open()
    await call.does("record", value="Ann")
    await call.does("record", value="0142")
    await settled()
    assert isinstance(call.host.got, theirs.TaskGroupResult)
    assert list(call.results.items()) == [("name", "Ann"), ("phone", "0142")]


@both
async def test_steps_can_be_added_in_a_chain(group_type: GroupType) -> None:
    group = group_type()
    assert group.add(Told, id="name", description="The name") is group


@both
async def test_a_group_of_no_steps_has_no_results(group_type: GroupType) -> None:
    call = Call(group_type(summarize_chat_ctx=False))
    await call.open()
    await settled()
    assert call.results == {}


@both
async def test_the_id_of_the_group_in_the_history_is_the_same(group_type: GroupType) -> None:
    assert group_type().id == "task_group"


@both
async def test_a_factory_is_called_when_its_step_comes(group_type: GroupType) -> None:
    made: dict[str, list[Collect]] = {}
    call = Call(filled(group_type(summarize_chat_ctx=False), "name", "phone", made=made))
    await call.open()
    assert list(made) == ["name"]
    await call.does("record", value="Ann")
    assert list(made) == ["name", "phone"]


@both
async def test_a_step_sees_what_was_said_before(group_type: GroupType) -> None:
    before = llm.ChatContext.empty()
    before.add_message(role="user", content="I have a booking")
    group = group_type(summarize_chat_ctx=False, chat_ctx=before)
    call = Call(filled(group, "name", "phone"))
    await call.open()
    await call.say(does("record", value="Ann"), text="It's Ann")
    await call.say(Reply("And your phone?"), text="what else?")
    seen = [m.text_content for m in call.model.asked[-1].chat_ctx.messages()]
    for said in ("I have a booking", "What is the name?", "It's Ann", "What is the phone?"):
        assert said in seen
    assert "Collect the name." not in seen  # each has its own instructions
    assert "Collect the phone." in seen


@both
async def test_calls_of_other_steps_are_not_shown_to_a_step(group_type: GroupType) -> None:
    group = group_type(summarize_chat_ctx=False)
    group.add(Greeting, id="greeting", description="The greeting")
    call = Call(filled(group, "name"))
    await call.open()
    await call.does("greet")
    await call.say(Reply("Your name?"))
    items = call.model.asked[-1].chat_ctx.items
    assert [item for item in items if item.type == "function_call"] == []


class Greeting(AgentTask[None]):
    def __init__(self) -> None:
        super().__init__(instructions="Greet.")

    @function_tool
    async def greet(self) -> None:
        """Say that you have greeted."""
        self.complete(None)


@both
async def test_the_caller_goes_back_to_a_step_and_then_where_they_were(
    group_type: GroupType,
) -> None:
    call = Call(filled(group_type(summarize_chat_ctx=False), "name", "phone"))
    await call.open()
    await call.does("record", value="Ann")
    await call.say(go("name"))
    await call.does("record", value="Anne")
    await call.does("record", value="0142")
    await settled()
    assert call.results == {"name": "Anne", "phone": "0142"}
    assert call.asked == [f"What is the {what}?" for what in ("name", "phone", "name", "phone")]


@both
async def test_several_steps_are_gone_back_to_in_the_order_they_were_named(
    group_type: GroupType,
) -> None:
    call = Call(filled(group_type(summarize_chat_ctx=False), "a", "b", "c"))
    await call.open()
    await call.does("record", value="1")
    await call.does("record", value="2")
    await call.say(go("b", "a"))
    for value in ("20", "10", "3"):
        await call.does("record", value=value)
    await settled()
    assert call.asked == [f"What is the {what}?" for what in ("a", "b", "c", "b", "a", "c")]
    assert call.results == {"a": "10", "b": "20", "c": "3"}


@both
async def test_from_a_step_gone_back_to_the_caller_can_go_further_back(
    group_type: GroupType,
) -> None:
    call = Call(filled(group_type(summarize_chat_ctx=False), "a", "b", "c"))
    await call.open()
    await call.does("record", value="1")
    await call.does("record", value="2")
    await call.say(go("b"))
    await call.say(go("a"))
    for value in ("10", "20", "3"):
        await call.does("record", value=value)
    await settled()
    assert call.asked == [f"What is the {what}?" for what in ("a", "b", "c", "b", "a", "b", "c")]
    assert call.results == {"a": "10", "b": "20", "c": "3"}


@both
@pytest.mark.parametrize("wanted", ["email", "nonsense"])
async def test_a_step_that_was_not_reached_or_is_not_there_is_refused(
    group_type: GroupType, wanted: str
) -> None:
    call = Call(filled(group_type(summarize_chat_ctx=False), "name", "phone", "email"))
    await call.open()
    await call.does("record", value="Ann")
    turn = await call.say(go(wanted), Reply("Your phone, please?"))
    outputs = [e.item for e in turn.events if e.type == "function_call_output"]
    assert [output.is_error for output in outputs] == [True]
    assert call.asked[-1] == "Your phone, please?"
    await call.does("record", value="0142")
    assert call.asked[-1] == "What is the email?"


@both
async def test_a_group_of_one_step_has_nowhere_to_go_back_to(group_type: GroupType) -> None:
    call = Call(filled(group_type(summarize_chat_ctx=False), "name"))
    await call.open()
    assert "out_of_scope" not in {tool.id for tool in call.session.current_agent.tools}


@both
async def test_each_result_is_told_again_when_it_is_given_again(group_type: GroupType) -> None:
    told: list[tuple[str, Any, AgentTask[Any]]] = []

    async def callback(event: Any) -> None:
        told.append((event.task_id, event.result, event.agent_task))

    made: dict[str, list[Collect]] = {}
    group = group_type(summarize_chat_ctx=False, on_task_completed=callback)
    call = Call(filled(group, "name", "phone", made=made))
    await call.open()
    await call.does("record", value="Ann")
    await call.say(go("name"))
    await call.does("record", value="Ann")
    assert told == [("name", "Ann", task) for task in made["name"]]
    assert len(told) == 2


@both
async def test_a_callback_may_await_a_task(group_type: GroupType) -> None:
    async def callback(event: Any) -> None:
        told.append(await Collect("rating"))
        told.append(event.task_id)

    told: list[str] = []
    call = Call(filled(group_type(summarize_chat_ctx=False, on_task_completed=callback), "a"))
    await call.open()
    await call.does("record", value="1")
    await settled()
    await call.does("record", value="five stars")
    await settled()
    assert told == ["five stars", "a"]


@both
async def test_what_a_step_ends_with_is_raised_to_whoever_awaits(group_type: GroupType) -> None:
    call = Call(filled(group_type(), "name", "phone"))
    await call.open()
    with pytest.raises(ValueError, match="name"):
        await call.does("fail")
    await settled()
    assert isinstance(call.host.got, ValueError)
    assert call.asked == ["What is the name?"]


@both
async def test_or_it_becomes_the_result_and_the_next_step_is_asked(group_type: GroupType) -> None:
    group = group_type(summarize_chat_ctx=False, return_exceptions=True)
    call = Call(filled(group, "name", "phone"))
    await call.open()
    await call.does("fail")
    await call.does("record", value="0142")
    await settled()
    assert isinstance(call.results["name"], ValueError)
    assert call.results["phone"] == "0142"


@both
async def test_all_that_was_said_becomes_one_summary(group_type: GroupType) -> None:
    call = Call(filled(group_type(), "name"))
    await call.open()
    await call.say(does("record", value="Ann"), Reply("Her name is Ann."), text="I'm Ann")
    await settled()
    said = [m.text_content or "" for m in call.host.chat_ctx.messages() if m.role != "system"]
    assert said == ["<chat_history_summary>\nHer name is Ann.\n</chat_history_summary>"]
    asked = call.model.asked[-1].last
    assert "I'm Ann" in asked
    assert "record" in asked  # calls count, too


@both
async def test_without_a_summary_all_that_was_said_is_kept(group_type: GroupType) -> None:
    call = Call(filled(group_type(summarize_chat_ctx=False), "name"))
    await call.open()
    await call.say(does("record", value="Ann"), text="I'm Ann")
    await settled()
    said = [m.text_content for m in call.host.chat_ctx.messages() if m.role != "system"]
    assert said == ["What is the name?", "I'm Ann"]


@both
async def test_it_is_awaited_where_livekit_allows_only(group_type: GroupType) -> None:
    with pytest.raises(RuntimeError, match="should only be awaited inside"):
        await group_type()


@both
async def test_it_is_awaited_once(group_type: GroupType) -> None:
    group = group_type(summarize_chat_ctx=False)

    async def work() -> Any:
        await group
        return await group

    call = Call(work=work)
    await call.open()
    await settled()
    assert isinstance(call.host.got, RuntimeError)
    assert "await only once" in str(call.host.got)


@both
async def test_it_can_be_awaited_in_a_tool(group_type: GroupType) -> None:
    call = Call(host=Desk(lambda: filled(group_type(summarize_chat_ctx=False), "name")))
    await call.open()
    await call.does("collect")
    await call.say(does("record", value="Ann"), Reply("Thank you."))
    await settled()
    outputs = [i for i in call.host.chat_ctx.items if i.type == "function_call_output"]
    assert [output.output for output in outputs] == ["{'name': 'Ann'}"]
    assert call.asked[-1] == "Thank you."


@both
async def test_groups_can_be_nested_and_follow_each_other(group_type: GroupType) -> None:
    def inner() -> Any:
        return filled(group_type(summarize_chat_ctx=False), "b")

    async def work() -> list[Any]:
        outer = filled(group_type(summarize_chat_ctx=False), "a")
        outer.add(inner, id="inner", description="b")
        return [await outer, await inner()]

    call = Call(work=work)
    await call.open()
    for value in "123":
        await call.does("record", value=value)
        await settled()
    first, second = call.host.got
    assert first.task_results["a"] == "1"
    assert first.task_results["inner"].task_results == {"b": "2"}
    assert second.task_results == {"b": "3"}


@both
async def test_a_hang_up_is_raised_to_whoever_awaits(group_type: GroupType) -> None:
    call = Call(filled(group_type(), "name", "phone"))
    await call.open()
    await call.session.aclose()
    await settled()
    assert isinstance(call.host.got, ToolError)


@both
async def test_after_a_hang_up_every_step_has_a_result_if_exceptions_are_results(
    group_type: GroupType,
) -> None:
    group = group_type(summarize_chat_ctx=False, return_exceptions=True)
    call = Call(filled(group, "name", "phone", "email"))
    await call.open()
    await call.does("record", value="Ann")
    await call.session.aclose()
    await settled()
    assert call.results["name"] == "Ann"
    assert isinstance(call.results["phone"], ToolError)
    assert isinstance(call.results["email"], ToolError)


@both
async def test_a_call_given_to_another_agent_and_back_goes_on(group_type: GroupType) -> None:
    made: dict[str, list[Collect]] = {}
    call = Call(filled(group_type(summarize_chat_ctx=False), "name", "phone", made=made))
    await call.open()
    call.session.update_agent(Agent(instructions="Somebody else."))
    await settled()
    call.session.update_agent(made["name"][0])
    await settled()
    await call.does("record", value="Ann")
    await call.does("record", value="0142")
    await settled()
    assert call.results == {"name": "Ann", "phone": "0142"}


@both
async def test_livekits_prebuilt_tasks_are_steps(group_type: GroupType) -> None:
    group = group_type(summarize_chat_ctx=False)
    group.add(theirs.GetNameTask, id="name", description="The name")
    group.add(theirs.GetEmailTask, id="email", description="The email")
    call = Call(group)
    call.model.script = [Reply("Your name?")]
    await call.open()
    await call.say(does("update_name", first_name="Ann"), Reply("Your email?"))
    await call.say(go("name"), Reply("Your name, then?"))
    await call.say(does("update_name", first_name="Anne"), Reply("And your email?"))
    await call.does("update_email_address", email="ann@example.com")
    await settled()
    assert call.results["name"].first_name == "Anne"
    assert call.results["email"].email_address == "ann@example.com"


@both
async def test_the_tasks_of_a_finished_group_are_gone(group_type: GroupType) -> None:
    before = asyncio.all_tasks()
    call = Call(filled(group_type(), "name"))
    await call.open()
    await call.say(does("record", value="Ann"), Reply("Ann."))
    await settled()
    await call.session.aclose()
    await settled()
    assert asyncio.all_tasks() == before
