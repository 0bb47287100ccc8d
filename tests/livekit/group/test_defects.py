"""The fifteen defects of LiveKit 1.8.9's TaskGroup: each test fails on it and passes on ours.

They are numbered as in docs/task-group.md.
"""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from livekit.agents import AgentTask, llm
from livekit.agents.beta import workflows as theirs
from livekit.agents.llm.utils import build_legacy_openai_schema

from tests.livekit.group.steps import (
    MENDED,
    Call,
    Collect,
    Desk,
    GroupType,
    Told,
    does,
    filled,
    go,
    parallel,
    settled,
    with_needs,
)
from tests.livekit.scripted import Reply

pytestmark = pytest.mark.parametrize("group_type", MENDED)


async def test_1_a_step_that_depends_on_a_changed_one_is_asked_again(group_type: GroupType) -> None:
    group = filled(group_type(summarize_chat_ctx=False), "service")
    group.add(
        lambda: Collect("time"),
        id="time",
        description="Collects the time",
        **with_needs(group_type, "service"),
    )
    call = Call(filled(group, "name"))
    await call.open()
    await call.does("record", value="cut")
    await call.does("record", value="three")
    await call.say(go("service"))
    await call.does("record", value="colour")
    assert call.asked[-1] == "What is the time?"
    await call.does("record", value="five")
    await call.does("record", value="Ann")
    assert call.results == {"service": "colour", "time": "five", "name": "Ann"}


async def test_2_a_step_keeps_its_progress_while_the_caller_is_elsewhere(
    group_type: GroupType,
) -> None:
    call = Call(filled(group_type(summarize_chat_ctx=False), "name", "phone"))
    await call.open()
    await call.does("record", value="Ann")
    await call.say(does("note", value="212"), Reply("And the rest?"))
    await call.say(go("name"))
    await call.does("record", value="Anne")
    await call.does("record", value="555 0142")
    await settled()
    assert call.results == {"name": "Anne", "phone": "212 555 0142"}


async def test_2_an_email_can_be_confirmed_after_going_elsewhere(group_type: GroupType) -> None:
    """The tool to confirm it with is one that LiveKit's task adds to itself on the way."""
    group = filled(group_type(summarize_chat_ctx=False), "name")
    group.add(
        lambda: theirs.GetEmailTask(require_confirmation=True),
        id="email",
        description="Collects the email",
    )
    call = Call(group)
    await call.open()
    await call.say(does("record", value="Ann"), Reply("Your email?"))
    email = does("update_email_address", email="ann@example.com")
    await call.say(email, Reply("Is it ann at example dot com?"))
    await call.say(go("name"))
    await call.say(does("record", value="Anne"), Reply("Is it ann at example dot com?"))
    await call.say(does("confirm_email_address"))
    await settled()
    assert call.results["email"].email_address == "ann@example.com"


@pytest.mark.parametrize("recorded_first", [True, False], ids=["recorded first", "named first"])
async def test_3_a_value_and_a_wish_to_go_back_in_one_reply_both_count(
    group_type: GroupType, recorded_first: bool
) -> None:
    call = Call(filled(group_type(summarize_chat_ctx=False), "name", "phone", "email"))
    await call.open()
    await call.does("record", value="Ann")
    both = does("record", value="0142"), go("name")
    await call.say(parallel(*(both if recorded_first else reversed(both))))
    assert call.asked[-1] == "What is the name?"
    await call.does("record", value="Anne")
    assert call.asked[-1] == "What is the email?"
    await call.does("record", value="a@b.example")
    await settled()
    assert call.results == {"name": "Anne", "phone": "0142", "email": "a@b.example"}


@pytest.mark.parametrize(
    ("named", "asked"),
    [
        pytest.param(["phone"], ["email"], id="the step the caller is at"),
        pytest.param(["name", "name"], ["name", "phone"], id="one step twice"),
        pytest.param([], ["email"], id="no step"),
    ],
)
async def test_4_each_step_that_is_named_is_asked_once(
    group_type: GroupType, named: list[str], asked: list[str]
) -> None:
    call = Call(filled(group_type(summarize_chat_ctx=False), "name", "phone", "email"))
    await call.open()
    await call.does("record", value="Ann")
    before = len(call.asked)
    await call.say(go(*named), Reply("Go on."))
    while "What is the email?" not in call.asked:
        await call.does("record", value="0142")
    questions = [f"What is the {what}?" for what in [*asked, "email"]]
    spoken = [text for text in call.asked[before:] if text != "Go on."]
    assert spoken == list(dict.fromkeys(questions))


async def test_5_a_run_covers_the_end_of_the_group(group_type: GroupType) -> None:
    call = Call(filled(group_type(summarize_chat_ctx=False), "name"))
    await call.open()
    await call.does("record", value="Ann")
    assert call.results == {"name": "Ann"}


async def test_5_a_run_covers_what_a_tool_says_to_the_results_of_its_group(
    group_type: GroupType,
) -> None:
    call = Call(host=Desk(lambda: filled(group_type(summarize_chat_ctx=False), "name")))
    await call.open()
    await call.does("collect")
    turn = await call.say(does("record", value="Ann"), Reply("Thank you, Ann."))
    assert "Thank you, Ann." in [e.item.text_content for e in turn.events if e.type == "message"]


async def test_6_going_back_to_a_step_that_says_nothing_raises_nothing(
    group_type: GroupType,
) -> None:
    group = group_type(summarize_chat_ctx=False)
    group.add(lambda: Collect("name", silent=True), id="name", description="Collects the name")
    call = Call(filled(group, "phone"))
    await call.open()
    await call.does("record", value="Ann")
    await call.say(go("name"))
    await call.does("record", value="Anne")
    assert call.asked[-1] == "What is the phone?"


async def test_7_a_summary_that_fails_loses_no_result(group_type: GroupType) -> None:
    call = Call(filled(group_type(), "name"))
    await call.open()
    await call.does("record", value="Ann")  # with nothing more to say, the model fails
    await settled()
    assert call.results == {"name": "Ann"}


async def test_7_without_a_model_for_a_summary_the_group_works(group_type: GroupType) -> None:
    group = group_type()
    group.add(Told, id="name", description="The name")
    call = Call(group, with_model=False)
    await call.open()
    await settled()
    assert call.results == {"name": "Ann"}


async def test_8_a_card_is_collected_without_its_summary(
    group_type: GroupType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LiveKit's own task awaits a group: a group that raised left it, and the caller, stuck."""
    monkeypatch.setattr("livekit.agents.beta.workflows.credit_card.TaskGroup", group_type)
    cards = []

    async def work() -> Any:
        card = await theirs.GetCreditCardTask()
        cards.append(card)

    call = Call(work=work)
    call.model.script = [Reply("The number?")]
    await call.open()
    await call.say(does("update_card_number", card_number="4242424242424242"), Reply("Until when?"))
    until = does("update_expiration_date", expiration_month=12, expiration_year=99)
    await call.say(until, Reply("The code?"))
    await call.say(does("update_security_code", security_code="123"), Reply("The name?"))
    await call.say(does("update_name", first_name="Ann", last_name="Lee"))
    await settled()
    assert [card.cardholder_name for card in cards] == ["Ann Lee"]


@pytest.mark.parametrize("return_exceptions", [True, False])
async def test_9_a_callback_that_raises_changes_no_result(
    group_type: GroupType, return_exceptions: bool
) -> None:
    async def callback(_event: object) -> None:
        raise KeyError("my own fault")

    group = group_type(
        summarize_chat_ctx=False, return_exceptions=return_exceptions, on_task_completed=callback
    )
    group.add(Told, id="name", description="The name")
    call = Call(group)
    await call.open()
    await settled()
    assert call.results == {"name": "Ann"}


@pytest.mark.parametrize("return_exceptions", [True, False])
async def test_10_a_factory_that_raises_reaches_whoever_awaits_the_group(
    group_type: GroupType, return_exceptions: bool
) -> None:
    fault = LookupError("no such slot")

    def factory() -> AgentTask[str]:
        raise fault

    group = group_type(summarize_chat_ctx=False, return_exceptions=return_exceptions)
    group.add(factory, id="time", description="The time")
    call = Call(group)
    await call.open()
    await settled()
    if return_exceptions:
        assert call.results == {"time": fault}
    else:
        assert call.host.got is fault


async def test_11_a_group_left_for_another_agent_ends_with_the_call(group_type: GroupType) -> None:
    before = asyncio.all_tasks()
    call = Call(filled(group_type(summarize_chat_ctx=False), "name", "phone"))
    await call.open()
    await call.does("leave")
    await call.session.aclose()
    await settled()
    assert asyncio.all_tasks() == before


async def test_12_an_id_is_taken_once(group_type: GroupType) -> None:
    group = filled(group_type(), "name")
    with pytest.raises(ValueError, match="'name': give each step its own id"):
        filled(group, "name")


async def test_13_after_a_hang_up_no_summary_is_made(group_type: GroupType) -> None:
    call = Call(filled(group_type(return_exceptions=True), "name", "phone"))
    await call.open()
    await call.does("record", value="Ann")
    before = len(call.model.asked)
    await call.session.aclose()
    await settled()
    assert len(call.model.asked) == before


async def test_14_what_a_tool_returns_after_the_step_is_done_costs_no_reply(
    group_type: GroupType,
) -> None:
    group = group_type(summarize_chat_ctx=False)
    group.add(lambda: Collect("name", says="Thanks."), id="name", description="The name")
    call = Call(filled(group, "phone"))
    await call.open()
    await call.say(does("record", value="Ann"), Reply("Thank you, Ann, and now?"))
    assert call.asked == ["What is the name?", "What is the phone?"]
    assert len(call.model.asked) == 1


async def test_15_the_model_is_given_the_ids_in_the_order_of_declaration(
    group_type: GroupType,
) -> None:
    ids = [f"step_{letter}" for letter in "qwertyuiopasdfghjkl"]
    group = group_type(summarize_chat_ctx=False)
    for id_ in ids:
        group.add(Told, id=id_, description=f"The {id_}")
    call = Call(filled(group, "last"))
    await call.open()
    await settled()
    tool = next(t for t in call.session.current_agent.tools if t.id == "out_of_scope")
    assert isinstance(tool, llm.FunctionTool)
    schema = build_legacy_openai_schema(tool)["function"]["parameters"]
    named = schema["properties"]["task_ids"]["items"]["enum"]
    assert [id_ for id_ in named if id_ in ids] == ids
