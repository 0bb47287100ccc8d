"""AgentTasks as steps: held in their place, left for what the caller wants, and taken up again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

import pytest
from livekit.agents import Agent, AgentSession, AgentTask, ToolError, function_tool
from livekit.agents.beta.workflows import (
    GetAddressResult,
    GetAddressTask,
    GetCreditCardTask,
    GetDOBResult,
    GetDOBTask,
    GetEmailResult,
    GetEmailTask,
    GetNameResult,
    GetNameTask,
    GetPhoneNumberResult,
    GetPhoneNumberTask,
)

from handrail.facts import Call
from handrail.kinds.number import Number
from handrail.livekit import Receptionist, TextCall, WorkflowTask
from handrail.reception import Reception, Topic
from handrail.step import Step
from handrail.workflow import Phrases, Workflow
from tests.livekit.realtime import ScriptedRealtime
from tests.livekit.scripted import Reply, Scripted
from tests.livekit.table import clock
from tests.livekit.voice import Voices, until


class Asking(AgentTask[str]):
    """Asks for one thing, which its tool records; `note` keeps a half of it."""

    made: list[Asking]

    def __init__(self) -> None:
        super().__init__(instructions="Collect the email.")
        self.noted: list[str] = []
        type(self).made.append(self)

    def __init_subclass__(cls) -> None:
        cls.made = []

    async def on_enter(self) -> None:
        self.session.say("What is the email?")

    @function_tool
    async def take(self, value: str) -> None:
        """Take the value."""
        self.complete(" ".join([*self.noted, value]))

    @function_tool
    async def note(self, value: str) -> str:
        """Keep a part of the value."""
        self.noted.append(value)
        return "go on"

    @function_tool
    async def give_up(self) -> None:
        """The caller will not give it."""
        self.complete(ToolError("they would rather not"))


class EmailTask(Asking): ...


class Table(Workflow):
    party = Step(Number(), ask="For how many people?", label="party")
    email = Step.from_task(EmailTask)

    asks_for = ("book a table", "a table")
    phrases = Phrases(agree="Shall I book it?", done="Booked.")

    async def commit(self, call: Call[Any]) -> Mapping[str, Any] | None:
        call.userdata.append(self.values())
        return None


def does(name: str, **arguments: Any) -> Reply:
    return Reply(calls=[(name, arguments)])


class Desk:
    """A call in writing, whose model does as each turn says."""

    def __init__(self, *workflows: type[Workflow], reception: Reception | None = None) -> None:
        EmailTask.made.clear()
        self.written: list[Any] = []
        self.model = Scripted()
        self.receptionist = Receptionist(
            workflows or [Table],
            reception=reception or Reception(business="Mill Lane"),
            userdata=self.written,
            clock=clock,
            ends_session=False,
        )
        self.call = TextCall(self.receptionist, model=self.model)

    async def at_email(self) -> str:
        await self.call.open()
        await self.says("i'd like to book a table")
        return await self.says("four")

    async def says(self, text: str, *replies: Reply) -> str:
        self.model.script = list(replies)
        desk = (await self.call.say(text)).desk
        assert not self.model.script, "the model was not asked as often"
        return desk

    @property
    def answers(self) -> dict[str, Any]:
        state = self.call.conversation.state
        return {name: answer.value for name, answer in state.answers.items()}


async def test_the_desk_echoes_and_the_task_asks_and_nobody_is_introduced_again() -> None:
    desk = Desk()
    assert await desk.at_email() == "4, all right. What is the email?"
    said = await desk.says("bob at x dot org", does("take", value="bob@x.org"))
    assert said == "The party 4 and the email bob@x.org. Shall I book it?"
    assert await desk.says("yes") == "Booked. Anything else?"
    assert desk.written == [{"party": 4, "email": "bob@x.org"}]
    await desk.call.aclose()


async def test_what_the_caller_said_in_the_task_is_the_evidence() -> None:
    desk = Desk()
    await desk.at_email()
    await desk.says("it's bob", does("note", value="bob"), Reply("And the rest?"))
    await desk.says("at x dot org", does("take", value="x.org"))
    evidence = desk.call.conversation.state.answers["email"].evidence
    assert evidence is not None
    assert evidence.said == ("it's bob", "at x dot org")
    assert "at x dot org" in desk.call.conversation.texts[evidence.turn - 1]
    assert desk.answers["email"] == "bob x.org"
    await desk.call.aclose()


async def test_the_task_knows_what_was_said_and_the_desk_what_was_said_to_it() -> None:
    desk = Desk()
    await desk.at_email()
    await desk.says("bob at x dot org", does("take", value="bob@x.org"))
    asked = [str(message["content"]) for message in desk.model.asked[0].messages]
    assert any("four" in said for said in asked)
    assert not any("record_party" in str(m) for m in desk.model.asked[0].messages)
    stored = [
        item.text_content
        for item in desk.receptionist.chat_ctx.items
        if item.type == "message" and item.role != "system"
    ]
    assert stored[-4:] == [
        "4, all right.",
        "What is the email?",
        "bob at x dot org",
        "The party 4 and the email bob@x.org. Shall I book it?",
    ]
    await desk.call.aclose()


async def test_no_model_is_offered_to_record_what_a_task_asks_for() -> None:
    desk = Desk()
    await desk.call.open()
    await desk.says("i would rather like tables, i suppose, or some such", Reply("Sure."))
    assert not {"record_email", "collect"} & set(desk.model.asked[0].tools)
    await desk.call.aclose()


async def test_a_task_in_front_is_held_before_anything_is_said() -> None:
    class First(Workflow, summary=False):
        email = Step.from_task(EmailTask)

        asks_for = ("sign up",)

    desk = Desk(First)
    await desk.call.open()
    assert (await desk.says("i'd like to sign up")).endswith("What is the email?")
    await desk.says("bob at x dot org", does("take", value="bob@x.org"))
    assert desk.call.conversation.result == First(email="bob@x.org")
    await desk.call.aclose()


# --- out of it ------------------------------------------------------------------------------------


async def test_a_correction_while_a_task_asks_is_made_and_the_task_goes_on() -> None:
    desk = Desk()
    await desk.at_email()
    await desk.says("it's bob", does("note", value="bob"), Reply("And the rest?"))
    said = await desk.says("wait, the party should be five")
    assert said == "5, sure. What is the email?"
    assert desk.answers["party"] == 5
    await desk.says("at x dot org", does("take", value="x.org"))
    assert desk.answers["email"] == "bob x.org"
    assert len(EmailTask.made) == 1
    await desk.call.aclose()


async def test_the_caller_goes_back_without_a_value_and_comes_to_the_task_again() -> None:
    desk = Desk()
    await desk.at_email()
    said = await desk.says("the party is wrong")
    assert said.startswith(("It's", "Of course", "Sure", "No problem"))
    assert said.endswith("?")
    assert await desk.says("six") == "6, sure. What is the email?"
    assert len(EmailTask.made) == 1
    await desk.call.aclose()


async def test_a_correction_that_only_the_model_understood_is_made_too() -> None:
    desk = Desk()
    await desk.at_email()
    said = await desk.says(
        "hang on, my sister is coming as well, so that makes five of us",
        does("record_party", party=5, said="five of us"),
    )
    assert desk.answers["party"] == 5
    assert "What is the email?" in said or "5" in said
    await desk.call.aclose()


@pytest.mark.parametrize(
    ("words", "outcome"),
    [("cancel that", "abandoned"), ("i want to talk to a person", "escalated")],
)
async def test_the_caller_leaves_from_within_a_task(words: str, outcome: str) -> None:
    desk = Desk()
    await desk.at_email()
    await desk.says(words)
    assert desk.call.conversation.outcome == outcome
    assert desk.call.session.current_agent is desk.receptionist
    assert desk.written == []
    await desk.call.aclose()


async def test_what_may_belong_to_the_task_is_left_to_it() -> None:
    desk = Desk()
    await desk.at_email()
    for words in ("no, it's five", "no", "five", "what?", "yes", "start over"):
        assert await desk.says(words, Reply("Go on.")) == "Go on."
    assert desk.answers == {"party": 4}
    await desk.call.aclose()


async def test_a_move_that_is_refused_is_answered_by_the_task() -> None:
    desk = Desk()
    await desk.at_email()
    said = await desk.says(
        "zzz whatever", does("record_party", party=9, said="nine of us"), Reply("And the email?")
    )
    assert said == "And the email?"
    assert desk.answers == {"party": 4}
    await desk.call.aclose()


# --- back into it ---------------------------------------------------------------------------------


async def test_the_email_is_asked_anew_and_the_old_one_kept_until_then() -> None:
    desk = Desk()
    await desk.at_email()
    await desk.says("bob at x dot org", does("take", value="bob@x.org"))
    said = await desk.says("my email is wrong")
    assert said in {"Of course. What is the email?", "Sure. What is the email?"}
    assert desk.answers["email"] == "bob@x.org"
    said = await desk.says("rob at x dot org", does("take", value="rob@x.org"))
    assert desk.answers["email"] == "rob@x.org"
    assert said.lower() == "rob@x.org, then. shall i book it?"
    asked = [str(message["content"]) for message in desk.model.asked[-1].messages]
    assert any("bob at x dot org" in each for each in asked)
    assert any("come back to change this" in each for each in asked)
    history = [item.text_content for item in desk.receptionist.chat_ctx.messages()]
    assert not any("come back to change" in (each or "") for each in history)
    await desk.call.aclose()


async def test_a_task_that_was_to_change_the_email_and_did_not_leaves_it() -> None:
    desk = Desk()
    await desk.at_email()
    await desk.says("bob at x dot org", does("take", value="bob@x.org"))
    await desk.says("my email is wrong")
    said = await desk.says("oh no leave it after all", does("give_up"))
    assert desk.answers["email"] == "bob@x.org"
    assert said == "Good. So, shall I book it?"
    await desk.call.aclose()


# --- how it ends ----------------------------------------------------------------------------------


async def test_who_will_not_give_it_is_told_it_is_needed_and_then_offered_a_person() -> None:
    desk = Desk()
    await desk.at_email()
    said = await desk.says("i'd rather not say", does("give_up"))
    assert said == "I do need your email to go on. What is the email?"
    said = await desk.says("no, really", does("give_up"))
    assert said == "I can't go on without your email, I'm afraid. What is the email?"
    said = await desk.says("i'd rather not say", does("give_up"))
    assert "person" in said or "call you back" in said
    await desk.call.aclose()


class Optional(Workflow):
    party = Step(Number(), ask="For how many people?", label="party")
    email = Step.from_task(EmailTask, optional=True)

    asks_for = ("book a table",)


async def test_an_optional_step_is_declined_in_its_task() -> None:
    desk = Desk(Optional)
    await desk.at_email()
    assert "party 4" in await desk.says("i'd rather not say", does("give_up"))
    assert desk.answers == {"party": 4, "email": None}
    await desk.call.aclose()


class BrokenError(Exception):
    pass


def broken() -> EmailTask:
    raise BrokenError


def not_a_value(_result: str) -> str:
    raise BrokenError


def nothing(_result: str) -> None:
    return None


class Breaks(AgentTask[str]):
    def __init__(self) -> None:
        super().__init__(instructions="")

    async def on_enter(self) -> None:
        self.complete(BrokenError())


@pytest.mark.parametrize("task", [broken, Breaks])
async def test_a_task_that_breaks_is_owned_up_to_and_a_person_offered(
    task: Any, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(Workflow):
        party = Step(Number(), ask="For how many people?", label="party")
        email = Step.from_task(task)

        asks_for = ("book a table",)

    desk = Desk(Broken)
    said = await desk.at_email()
    assert "call you back" in said or "person" in said
    assert "the task of a step failed: email, BrokenError" in caplog.text
    await desk.call.aclose()


@pytest.mark.parametrize("value", [not_a_value, nothing])
async def test_a_result_that_comes_to_no_value_is_the_desks_fault(value: Any) -> None:
    class Broken(Workflow):
        party = Step(Number(), ask="For how many people?", label="party")
        email = Step.from_task(EmailTask, value=value)

        asks_for = ("book a table",)

    desk = Desk(Broken)
    await desk.at_email()
    said = await desk.says("bob at x dot org", does("take", value="bob@x.org"))
    assert "call you back" in said or "person" in said
    await desk.call.aclose()


async def test_without_a_model_a_person_is_offered_and_the_reason_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    call = TextCall(Receptionist([Table], reception=Reception(business="Mill Lane"), clock=clock))
    await call.open()
    await call.say("i'd like to book a table")
    said = (await call.say("four")).desk
    assert "call you back" in said or "person" in said
    assert "cannot ask for a step without an LLM: email" in caplog.text
    await call.aclose()


@pytest.mark.parametrize("reply", [Reply(fails=True), Reply("")], ids=["fails", "says nothing"])
async def test_a_model_that_gives_nothing_in_a_task_leads_to_a_person(reply: Reply) -> None:
    desk = Desk()
    await desk.at_email()
    said = await desk.says("bob at x dot org", reply)
    assert said == "Sorry, I didn't catch that. What is the email?"
    await desk.says("bob at x dot org", reply)
    said = await desk.says("bob at x dot org", reply)
    assert "person" in said or "call you back" in said
    await desk.call.aclose()


async def test_a_caller_who_keeps_silent_in_a_task_is_nudged_and_let_go() -> None:
    desk = Desk()
    await desk.at_email()
    for _ in range(3):
        await desk.receptionist.silence()
        await settled()
    assert desk.call.conversation.closed
    said = [m.text_content or "" for m in desk.call.session.history.messages()]
    assert said.count("What is the email?") == 3
    assert "Goodbye" in said[-1]
    await desk.call.aclose()


async def test_hanging_up_in_a_task_ends_the_call_with_nothing_written() -> None:
    desk = Desk()
    await desk.at_email()
    await desk.call.aclose()
    assert desk.call.conversation.outcome == "hung_up"
    assert desk.written == []


async def test_another_agent_that_takes_the_call_leaves_nothing_held() -> None:
    desk = Desk()
    await desk.at_email()
    desk.call.session.update_agent(Agent(instructions="Somebody else."))
    await settled()
    assert not desk.receptionist._hosted.is_holding
    await desk.call.aclose()
    assert desk.call.conversation.outcome == "hung_up"


# --- many of them, and LiveKit's own --------------------------------------------------------------


async def test_more_tasks_in_a_row_than_a_turn_has_rounds_of_tools() -> None:
    class Known(AgentTask[str]):
        def __init__(self) -> None:
            super().__init__(instructions="")

        async def on_enter(self) -> None:
            self.complete("known")

    body = {f"step_{n}": Step.from_task(Known) for n in range(7)}
    many = type("Many", (Workflow,), {**body, "asks_for": ("sign up",)}, summary=True)
    desk = Desk(many)
    await desk.call.open()
    said = await desk.says("i'd like to sign up")
    assert len(desk.answers) == 7
    assert said.endswith("?")
    await desk.call.aclose()


def address(got: GetEmailResult) -> str:
    return got.email_address


async def test_livekits_email_task_is_a_step_of_an_awaited_workflow() -> None:
    class Signing(Workflow):
        party = Step(Number(), ask="For how many people?", label="party")
        email = Step.from_task(GetEmailTask, value=address)

    class Front(Agent):
        got: Signing | None = None

        def __init__(self) -> None:
            super().__init__(instructions="")

        async def on_enter(self) -> None:
            self.got = await Signing.task(clock=clock)

    model, front = Scripted(), Front()
    session: AgentSession[None] = AgentSession(
        vad=None, llm=model, turn_handling={"turn_detection": None}
    )
    await session.start(front, capture_run=True, record=False)
    model.script = [Reply("What's your email?")]
    await session.run(user_input="four")
    model.script = [does("update_email_address", email="bob@x.org")]
    await session.run(user_input="bob at x dot org")
    await session.run(user_input="yes")
    assert front.got == Signing(party=4, email="bob@x.org")
    await session.aclose()


PREBUILT = {
    "name": (
        partial(GetNameTask, last_name=True),
        does("update_name", first_name="Maria", last_name="Lopez"),
        GetNameResult(first_name="Maria", middle_name=None, last_name="Lopez"),
    ),
    "phone": (
        GetPhoneNumberTask,
        does("update_phone_number", phone_number="+12125550142"),
        GetPhoneNumberResult(phone_number="+12125550142"),
    ),
    "address": (
        GetAddressTask,
        does(
            "update_address",
            street_address="5 Mill Lane",
            unit_number="",
            locality="York",
            country="England",
        ),
        GetAddressResult(address="5 Mill Lane York England"),
    ),
    "birthday": (
        GetDOBTask,
        does("update_dob", year=1990, month=5, day=4),
        GetDOBResult(date_of_birth=date(1990, 5, 4)),
    ),
}


@pytest.mark.parametrize(("task", "recorded", "wanted"), PREBUILT.values(), ids=PREBUILT.keys())
async def test_livekits_other_tasks_are_steps_too(
    task: Callable[[], AgentTask[Any]], recorded: Reply, wanted: object
) -> None:
    class Signing(Workflow):
        party = Step(Number(), ask="For how many people?", label="party")
        given = Step.from_task(task)

    class Front(Agent):
        got: Signing | None = None

        def __init__(self) -> None:
            super().__init__(instructions="")

        async def on_enter(self) -> None:
            self.got = await Signing.task(clock=clock)

    model, front = Scripted(), Front()
    session: AgentSession[None] = AgentSession(
        vad=None, llm=model, turn_handling={"turn_detection": None}
    )
    await session.start(front, capture_run=True, record=False)
    model.script = [Reply("And what is it?")]
    await session.run(user_input="four")
    model.script = [recorded]
    await session.run(user_input="it is this one")
    await session.run(user_input="yes")
    assert front.got == Signing(party=4, given=wanted)
    await session.aclose()


async def test_a_card_is_left_from_within_one_of_its_own_tasks_and_begun_again() -> None:
    class Paying(Workflow):
        party = Step(Number(), ask="For how many people?", label="party")
        card = Step.from_task(GetCreditCardTask)

        asks_for = ("book a table",)

    desk = Desk(Paying)
    await desk.call.open()
    await desk.says("i'd like to book a table")
    asks = Reply("What's the card number?")
    assert (await desk.says("four", asks)).endswith("What's the card number?")
    said = await desk.says("wait, the party should be five", asks)
    assert said == "5, sure. What's the card number?"
    assert desk.answers == {"party": 5}
    await desk.says("i'd like to talk to a person")
    assert desk.call.conversation.outcome == "escalated"
    await desk.call.aclose()


async def test_a_question_with_a_known_answer_is_answered_from_within_a_task() -> None:
    def hours(_call: Call[Any], _said: str) -> str:
        return "We're open nine to five."

    desk = Desk(
        reception=Reception(
            business="Mill Lane", topics={"hours": Topic(("opening hours",), hours)}
        )
    )
    await desk.at_email()
    said = await desk.says("what are your opening hours?")
    assert said == "We're open nine to five. What is the email?"
    assert len(EmailTask.made) == 1
    await desk.call.aclose()


async def test_a_model_that_speaks_itself_offers_a_person_instead(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Front(Workflow):
        email = Step.from_task(EmailTask)

    host = WorkflowTask(Front, clock=clock)
    model = ScriptedRealtime()
    session: AgentSession[None] = AgentSession(
        vad=None, llm=model, turn_handling={"turn_detection": None}
    )
    await session.start(host, record=False)
    await settled()
    assert host.conversation.state.human
    assert "no AgentTask can ask for a step in this session: email" in caplog.text
    await session.aclose()


async def settled() -> None:
    for _ in range(300):
        await asyncio.sleep(0)


# --- by voice -------------------------------------------------------------------------------------


async def by_voice(model: Scripted) -> tuple[Voices, Receptionist]:
    EmailTask.made.clear()
    voices = Voices(llm=model)
    agent = Receptionist([Table], reception=Reception(), clock=clock, ends_session=False)
    await voices.start(agent)
    await voices.say("i'd like to book a table")
    await voices.quiet()
    return voices, agent


async def asked_again(voices: Voices, times: int) -> None:
    """Wait until the task has asked so often: a hand-off lies between two of its questions."""
    await until(lambda: voices.spoken().count("What is the email?") == times)
    await voices.quiet()


async def test_a_call_by_voice_goes_into_a_task_out_of_it_and_back() -> None:
    model = Scripted()
    voices, agent = await by_voice(model)
    await voices.say("four")
    await asked_again(voices, 1)
    await voices.say("wait, the party should be five")
    await asked_again(voices, 2)
    model.script = [does("take", value="bob@x.org")]
    await voices.say("bob at x dot org")
    await until(lambda: voices.session.current_agent is agent)
    await until(lambda: voices.spoken()[-1].endswith("Shall I book it?"))
    answers = agent.conversation.state.answers
    assert {name: answer.value for name, answer in answers.items()} == {
        "party": 5,
        "email": "bob@x.org",
    }
    await voices.session.aclose()


async def test_who_cuts_in_on_the_echo_is_heard_and_then_asked_by_the_task() -> None:
    model = Scripted()
    voices, agent = await by_voice(model)
    voices.loudspeaker.held, voices.loudspeaker.cut_at = True, "4,"
    await voices.say("four")
    await voices.loudspeaker.playing.wait()
    voices.loudspeaker.held = False
    await voices.say("wait, the party should be five")
    await asked_again(voices, 1)
    assert agent.conversation.state.answers["party"].value == 5
    assert not agent.conversation.state.human
    await voices.session.aclose()


class Wordless(Asking):
    """Has its model ask."""

    async def on_enter(self) -> None:
        self.session.generate_reply(instructions="Ask for the email.")


class Ordered(Workflow):
    party = Step(Number(), ask="For how many people?", label="party")
    email = Step.from_task(Wordless)

    asks_for = ("book a table", "a table")


@pytest.mark.parametrize("reply", [Reply(fails=True), Reply("")], ids=["fails", "says nothing"])
async def test_where_the_model_of_a_task_gives_no_question_the_desk_asks(reply: Reply) -> None:
    desk = Desk(Ordered)
    await desk.call.open()
    await desk.says("i'd like to book a table")
    assert await desk.says("four", reply) == "4, all right. What's the email?"
    await desk.says("bob at x dot org", does("take", value="bob@x.org"))
    assert desk.answers == {"party": 4, "email": "bob@x.org"}
    await desk.call.aclose()
