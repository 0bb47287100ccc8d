"""What ours adds: steps that depend on others, that do not apply, that are visited ahead."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from livekit.agents import AgentTask, ToolError, UserStateChangedEvent, llm
from livekit.agents.llm.utils import build_legacy_openai_schema
from livekit.agents.voice.run_result import RunResult

from handrail.livekit import TaskGroup
from tests.livekit.group.steps import Call, Collect, Told, does, filled, go, parallel, settled
from tests.livekit.scripted import Reply


def step(group: TaskGroup, id_: str, **options: Any) -> TaskGroup:
    return group.add(lambda: Collect(id_), id=id_, description=f"Collects the {id_}", **options)


def group(**options: Any) -> TaskGroup:
    return TaskGroup(summarize_chat_ctx=False, **options)


async def started(workflow: TaskGroup) -> Call:
    call = Call(workflow)
    await call.open()
    return call


async def records(call: Call, *values: str) -> None:
    for value in values:
        await call.does("record", value=value)
    await settled()


def delivered(results: Mapping[str, Any]) -> bool:
    return bool(results.get("way") == "delivery")


async def test_a_step_that_does_not_apply_is_not_asked() -> None:
    steps = step(group(), "way")
    call = await started(step(step(steps, "address", when=delivered), "name"))
    await records(call, "pickup", "Ann")
    assert call.results == {"way": "pickup", "name": "Ann"}
    assert "What is the address?" not in call.asked


async def test_a_step_that_begins_to_apply_is_asked_after_all() -> None:
    steps = step(group(), "way")
    call = await started(step(step(steps, "address", when=delivered), "name"))
    await records(call, "pickup")
    await call.say(go("way"))
    await records(call, "delivery", "1 Mill Lane", "Ann")
    assert call.results == {"way": "delivery", "address": "1 Mill Lane", "name": "Ann"}


async def test_the_result_of_a_step_that_applies_no_more_is_left_out() -> None:
    steps = step(group(), "way")
    call = await started(step(step(steps, "address", when=delivered), "name"))
    await records(call, "delivery", "1 Mill Lane")
    await call.say(go("way"))
    await records(call, "pickup")
    turn = await call.say(go("address"), Reply("No address is needed."))
    output = next(e.item for e in turn.events if e.type == "function_call_output")
    assert "address is not needed in this case" in output.output
    await records(call, "Ann")
    assert call.results == {"way": "pickup", "name": "Ann"}


@pytest.mark.parametrize("return_exceptions", [True, False])
async def test_a_condition_that_raises_is_its_steps_fault(return_exceptions: bool) -> None:
    def broken(results: Mapping[str, Any]) -> bool:
        return bool(results["nothing of the kind"])

    steps = group(return_exceptions=return_exceptions).add(Told, id="name", description="A name")
    call = await started(steps.add(Told, id="address", description="An address", when=broken))
    await settled()
    if return_exceptions:
        assert isinstance(call.results["address"], KeyError)
        assert call.results["name"] == "Ann"
    else:
        assert isinstance(call.host.got, KeyError)


async def test_the_same_result_again_changes_nothing() -> None:
    steps = step(step(group(), "service"), "time", needs=["service"])
    call = await started(step(steps, "name"))
    await records(call, "cut", "three")
    await call.say(go("service"))
    await records(call, "cut", "Ann")
    assert call.results == {"service": "cut", "time": "three", "name": "Ann"}


async def test_a_change_goes_on_as_far_as_results_change() -> None:
    steps = step(step(group(), "service"), "time", needs=["service"])
    call = await started(step(step(steps, "reminder", needs=["time"]), "name"))
    await records(call, "cut", "three", "an hour before")
    await call.say(go("service"))
    await records(call, "colour", "three", "Ann")
    assert call.asked.count("What is the reminder?") == 1
    assert call.results["reminder"] == "an hour before"


async def test_a_result_that_cannot_be_compared_counts_as_changed() -> None:
    class Odd:
        def __eq__(self, _other: object) -> bool:
            raise TypeError

        __hash__ = None  # type: ignore[assignment]

    class Given(AgentTask[Odd]):
        def __init__(self) -> None:
            super().__init__(instructions="Known.")

        async def on_enter(self) -> None:
            self.complete(Odd())

    steps = group().add(Given, id="a", description="a")
    call = await started(step(step(steps, "b", needs=["a"]), "c"))
    await records(call, "1")
    await call.say(go("a"))
    await settled()  # LiveKit's run ends at a task that says nothing
    await records(call, "2", "3")
    assert call.results["b"] == "2"


async def test_progress_made_on_what_has_changed_is_begun_anew() -> None:
    call = await started(step(step(group(), "service"), "time", needs=["service"]))
    await records(call, "cut")
    await call.say(does("note", value="Tuesday"), Reply("At what time?"))
    await call.say(go("service"))
    await records(call, "colour", "five")
    assert call.results == {"service": "colour", "time": "five"}


async def test_what_a_step_needs_is_added_before_it() -> None:
    with pytest.raises(ValueError, match="'time' needs service, stylist: add what it needs"):
        step(group(), "time", needs=["stylist", "service"])


async def test_a_factory_can_look_at_the_results_so_far() -> None:
    seen: list[dict[str, Any]] = []
    steps = step(group(), "service")

    def factory() -> Collect:
        seen.append(dict(steps.results))
        return Collect("time")

    call = await started(steps.add(factory, id="time", description="Collects the time"))
    await records(call, "cut")
    assert seen == [{"service": "cut"}]


async def test_the_caller_goes_ahead_to_a_step_that_allows_it_and_comes_back() -> None:
    steps = step(step(step(group(), "name"), "phone"), "email", skip_ahead=True)
    call = await started(steps)
    await call.say(does("note", value="Ann"), Reply("And your last name?"))
    await call.say(go("email"))
    await records(call, "a@b.example", "Lee", "0142")
    assert call.asked[-3:] == ["What is the email?", "What is the name?", "What is the phone?"]
    assert call.results == {"email": "a@b.example", "name": "Ann Lee", "phone": "0142"}


async def test_nobody_goes_ahead_of_what_a_step_needs() -> None:
    steps = step(step(group(), "service"), "time", needs=["service"], skip_ahead=True)
    call = await started(steps)
    turn = await call.say(go("time"), Reply("First, what is it for?"))
    output = next(e.item for e in turn.events if e.type == "function_call_output")
    assert "time depends on service, which must come first" in output.output
    await records(call, "cut", "three")
    assert call.results == {"service": "cut", "time": "three"}


async def test_from_the_last_step_the_caller_can_go_back_in_the_same_reply() -> None:
    call = await started(filled(group(), "name", "phone"))
    await records(call, "Ann")
    await call.say(parallel(does("record", value="0142"), go("name")))
    await records(call, "Anne")
    assert call.results == {"name": "Anne", "phone": "0142"}


async def test_steps_named_before_the_present_one_come_first_and_the_others_after_it() -> None:
    call = await started(filled(group(), "a", "b", "c", "d"))
    await records(call, "1", "2")
    await call.say(go("a", "c", "b"))
    assert call.asked[-1] == "What is the a?"
    await records(call, "10", "3", "20", "4")
    assert call.asked[-4:] == [f"What is the {what}?" for what in "acbd"][-4:]
    assert call.results == {"a": "10", "b": "20", "c": "3", "d": "4"}


async def test_naming_the_present_step_first_finishes_it_before_the_others() -> None:
    call = await started(filled(group(), "a", "b", "c"))
    await records(call, "1")
    turn = await call.say(go("b", "a"), Reply("So, the b?"))
    output = next(e.item for e in turn.events if e.type == "function_call_output")
    assert output.output == "You are at b now: go on with it. The others come after it."
    await records(call, "2", "10", "3")
    assert call.results == {"a": "10", "b": "2", "c": "3"}


async def test_wishes_in_two_calls_of_one_reply_both_count() -> None:
    call = await started(filled(group(), "a", "b", "c"))
    await records(call, "1", "2")
    await call.say(parallel(go("b"), go("a")))
    await records(call, "20", "10", "3")
    assert call.asked[-3:] == ["What is the b?", "What is the a?", "What is the c?"]
    assert call.results == {"a": "10", "b": "20", "c": "3"}


async def test_an_interrupted_step_sees_its_own_calls_and_what_was_said_meanwhile() -> None:
    call = await started(filled(group(), "name", "phone"))
    await records(call, "Ann")
    await call.say(does("note", value="212"), Reply("And the rest?"))
    await call.say(go("name"), text="my name is wrong")
    await call.say(does("record", value="Anne"), text="it ends in an e")
    await call.say(Reply("The rest of it?"))
    context = call.model.asked[-1].chat_ctx
    calls = [item.name for item in context.items if item.type == "function_call"]
    assert calls == ["record", "note", "out_of_scope", "record"]  # `record` is every step's
    said = [message.text_content for message in context.messages()]
    assert said.index("my name is wrong") < said.index("it ends in an e")


async def test_a_task_that_cannot_be_reopened_is_made_anew_with_its_context(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("handrail.livekit.reach._FUTURE", "renamed in a later release")
    made: dict[str, list[Collect]] = {}
    call = await started(filled(group(), "name", "phone", made=made))
    await records(call, "Ann")
    await call.say(does("note", value="212"), Reply("And the rest?"))
    await call.say(go("name"))
    await records(call, "Anne")
    assert len(made["phone"]) == 2
    await call.say(Reply("The rest of it?"))
    context = call.model.asked[-1].chat_ctx
    assert "note" in [item.name for item in context.items if item.type == "function_call"]
    await records(call, "0142")
    assert call.results == {"name": "Anne", "phone": "0142"}


async def test_what_a_step_was_made_with_stays_its_own() -> None:
    example = llm.ChatContext.empty()
    example.add_message(role="user", content="For example: two one two")

    class Phone(Collect):
        def __init__(self) -> None:
            super().__init__("phone")
            self._chat_ctx = example.copy()

    steps = step(group(), "name").add(Phone, id="phone", description="Collects the phone")
    call = await started(step(steps, "email"))
    await records(call, "Ann")
    await call.say(Reply("Your phone?"))
    said = [message.text_content for message in call.model.asked[-1].chat_ctx.messages()]
    assert said[:3] == ["Collect the phone.", "For example: two one two", "What is the name?"]
    await records(call, "0142")
    await call.say(Reply("Your email?"))
    said = [message.text_content for message in call.model.asked[-1].chat_ctx.messages()]
    assert "For example: two one two" not in said


async def test_the_tool_to_go_back_with_is_the_same_in_each_step() -> None:
    steps = step(step(step(group(), "name"), "phone"), "email", skip_ahead=True)
    call = await started(steps)
    schemas = []
    for value in ("Ann", "0142", "a@b.example"):
        tools = call.session.current_agent.tools
        tool = next(t for t in tools if isinstance(t, llm.FunctionTool) and t.id == "out_of_scope")
        schemas.append(build_legacy_openai_schema(tool))
        await records(call, value)
    assert schemas == [schemas[0]] * 3
    assert "before their turn: email." in schemas[0]["function"]["description"]


async def test_a_hang_up_takes_no_result_back() -> None:
    steps = step(step(group(return_exceptions=True), "service"), "time", needs=["service"])
    call = await started(step(steps, "name"))
    await records(call, "cut", "three")
    await call.say(go("service"))
    await call.session.aclose()
    await settled()
    assert {**call.results, "name": None} == {"service": "cut", "time": "three", "name": None}
    assert isinstance(call.results["name"], ToolError)


async def test_a_group_that_was_left_has_its_results_when_the_call_ends() -> None:
    call = await started(filled(TaskGroup(return_exceptions=True), "name", "phone"))
    await records(call, "Ann")
    await call.does("leave")
    await call.session.aclose()
    await settled()
    assert call.results["name"] == "Ann"
    assert isinstance(call.results["phone"], ToolError)


async def test_a_slow_summary_is_not_waited_for() -> None:
    call = await started(filled(TaskGroup(summary_timeout=0.0), "name"))
    await call.say(does("record", value="Ann"), Reply("...", after=asyncio.Event()), text="Ann")
    await settled()
    assert call.results == {"name": "Ann"}
    assert "Ann" in [message.text_content for message in call.host.chat_ctx.messages()]


async def test_a_summary_is_dropped_when_the_caller_begins_to_speak() -> None:
    call = await started(filled(TaskGroup(summary_timeout=60.0), "name"))
    call.model.script = [does("record", value="Ann"), Reply("...", after=asyncio.Event())]
    run: RunResult[Any] = call.session.run(user_input="Ann")
    while len(call.model.asked) < 2:
        await settled()
    assert call.host.got is None
    speaking = UserStateChangedEvent(old_state="listening", new_state="speaking")
    call.session.emit("user_state_changed", speaking)
    await run
    assert call.results == {"name": "Ann"}


async def test_a_summary_is_dropped_when_the_call_ends() -> None:
    call = await started(filled(TaskGroup(summary_timeout=60.0), "name"))
    call.model.script = [does("record", value="Ann"), Reply("...", after=asyncio.Event())]
    run: RunResult[Any] = call.session.run(user_input="Ann")
    while len(call.model.asked) < 2:
        await settled()
    await call.session.aclose()
    await run
    assert isinstance(call.host.got, ToolError)


async def test_a_context_that_cannot_take_the_summary_loses_no_result(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def refuse(*_args: Any, **_options: Any) -> None:
        raise llm.RealtimeError("not now")

    steps = TaskGroup()
    monkeypatch.setattr(steps, "update_chat_ctx", refuse)
    call = await started(filled(steps, "name"))
    await call.say(does("record", value="Ann"), Reply("Her name is Ann."))
    assert call.results == {"name": "Ann"}


async def test_a_wish_to_go_back_beside_a_hand_off_is_left() -> None:
    before = asyncio.all_tasks()
    call = await started(filled(group(), "name", "phone"))
    await records(call, "Ann")
    await call.say(parallel(go("name"), does("leave")))
    await call.say(Reply("What can I do?"))
    assert call.asked[-1] == "What can I do?"
    await call.session.aclose()
    await settled()
    assert asyncio.all_tasks() == before
