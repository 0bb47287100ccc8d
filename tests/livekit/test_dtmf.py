"""Keys pressed on the telephone are turns of the caller's."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from livekit.agents import Agent, llm

from handrail.facts import Call, Verdict
from handrail.kinds.choice import Choice
from handrail.kinds.name import PersonName
from handrail.kinds.number import Number
from handrail.kinds.phone import Phone
from handrail.kinds.yes_no import YesNo
from handrail.livekit import Receptionist, TextCall
from handrail.plan import Confirm
from handrail.step import Step
from handrail.workflow import Workflow
from tests.livekit.duplex import Line
from tests.livekit.phone import Patience, Room, job, link, participant
from tests.livekit.scripted import Reply, Scripted
from tests.livekit.table import clock
from tests.livekit.voice import Voices, until


async def is_free(party: int, call: Call[Any]) -> Verdict:
    del call
    return Verdict.no("Six is too many", 2, 4) if party == 6 else Verdict.yes()


class Order(Workflow):
    inside = Step(YesNo(), ask="Would you sit inside?")
    menu = Step(Choice(["Lunch", "Dinner", "Drinks"]), ask="Lunch, dinner or drinks?")
    party = Step(Number(min=1, max=12), check=is_free, ask="For how many?", label="party")
    phone = Step(Phone(), ask="What number can we call?", confirm=Confirm.READ_BACK)
    name = Step(PersonName(), ask="And your name?")

    asks_for = ("a table",)


class Keyed:
    """A call in writing by someone who may press keys, too."""

    def __init__(self, *, model: Scripted | None = None) -> None:
        self.agent = Receptionist([Order], clock=clock, ends_session=False)
        self.clock = Patience(self.agent)
        self.call = TextCall(self.agent, model=model) if model else TextCall(self.agent)

    async def at(self, *turns: str) -> Keyed:
        await self.call.open()
        await self.call.say("a table")
        for turn in turns:
            await self.call.say(turn)
        return self

    async def key(self, keys: str, *, waits: bool = False) -> str:
        """Press keys, and return what the desk says to them."""
        items = self.call.session.history.items
        before = len(items)
        for key in keys:
            self.agent.keypad.press(key)
        if waits:
            self.clock.runs_out()
        await self.call.session.wait_for_idle()
        said = [
            i.text_content or ""
            for i in items[before:]
            if i.type == "message" and i.role == "assistant"
        ]
        return " ".join(said)

    def value(self, step: str) -> Any:
        answer = self.call.conversation.state.answers.get(step)
        return answer.value if answer else None


UP_TO_PARTY = ("yes", "dinner")
UP_TO_PHONE = (*UP_TO_PARTY, "four")


async def test_one_and_two_are_yes_and_no_to_a_question() -> None:
    caller = await Keyed().at()
    assert "Lunch, dinner" in await caller.key("2")
    assert caller.value("inside") is False
    await caller.call.aclose()


async def test_a_digit_picks_the_option_of_that_place() -> None:
    caller = await Keyed().at("yes")
    await caller.key("2")
    assert caller.value("menu") == "Dinner"
    await caller.call.aclose()


async def test_a_digit_that_no_option_has_is_not_understood() -> None:
    caller = await Keyed().at("yes")
    assert await caller.key("7")
    assert caller.value("menu") is None
    await caller.call.aclose()


async def test_a_number_is_taken_after_a_pause_for_it_may_have_another_digit() -> None:
    caller = await Keyed().at(*UP_TO_PARTY)
    await caller.key("1")
    assert caller.value("party") is None
    assert caller.clock.waiting[-1][0] == 2.0
    await caller.key("2")
    assert caller.value("party") == 12
    assert not caller.clock.waiting
    await caller.call.aclose()


async def test_a_digit_that_no_second_one_can_follow_is_taken_at_once() -> None:
    caller = await Keyed().at(*UP_TO_PARTY)
    assert "What number" in await caller.key("4")
    assert caller.value("party") == 4
    await caller.call.aclose()


async def test_a_digit_picks_from_an_offer() -> None:
    caller = await Keyed().at(*UP_TO_PARTY)
    await caller.key("6")
    assert caller.call.conversation.state.prompt is not None
    assert caller.call.conversation.state.prompt.act == "offer"
    await caller.key("2")
    assert caller.value("party") == 4
    await caller.call.aclose()


async def test_a_phone_number_is_taken_at_its_last_digit_and_read_back() -> None:
    caller = await Keyed().at(*UP_TO_PHONE)
    assert "212, 555, 0142" in await caller.key("2125550142")
    assert "your name" in await caller.key("1", waits=True)
    assert caller.call.conversation.state.answers["phone"].status == "confirmed"
    await caller.call.aclose()


async def test_a_number_keyed_in_parts_with_a_pause_between() -> None:
    caller = await Keyed().at(*UP_TO_PHONE)
    await caller.key("212", waits=True)
    assert caller.value("phone") is None
    assert "212, 555, 0142" in await caller.key("5550142")
    await caller.call.aclose()


async def test_a_number_half_said_and_half_keyed() -> None:
    caller = await Keyed().at(*UP_TO_PHONE)
    await caller.call.say("two one two")
    assert "212, 555, 0142" in await caller.key("5550142")
    await caller.call.aclose()


async def test_a_number_half_keyed_and_half_said() -> None:
    caller = await Keyed().at(*UP_TO_PHONE)
    await caller.key("212#")
    assert "212, 555, 0142" in (await caller.call.say("five five five oh one four two")).desk
    await caller.call.aclose()


async def test_a_star_begins_the_entry_anew_and_a_hash_ends_it() -> None:
    caller = await Keyed().at(*UP_TO_PARTY)
    await caller.key("1*")
    assert not caller.clock.waiting
    await caller.key("#")
    assert caller.value("party") is None
    await caller.key("1#")
    assert caller.value("party") == 1
    await caller.call.aclose()


async def test_a_number_read_back_can_be_keyed_anew() -> None:
    caller = await Keyed().at(*UP_TO_PHONE)
    await caller.key("2125550142")
    assert "212, 555, 0199" in await caller.key("2125550199")
    assert caller.value("phone") == "+12125550199"
    await caller.call.aclose()


async def test_keys_where_none_are_asked_for_are_not_understood() -> None:
    caller = await Keyed().at(*UP_TO_PHONE)
    await caller.key("2125550142")
    await caller.key("1", waits=True)
    assert await caller.key("5", waits=True)
    assert caller.value("name") is None
    assert caller.call.conversation.state.prompt is not None
    assert caller.call.conversation.state.prompt.manner == "rephrase"
    await caller.call.aclose()


async def test_what_was_keyed_stands_in_the_history_as_keyed_and_is_the_evidence() -> None:
    caller = await Keyed().at(*UP_TO_PHONE)
    await caller.key("2125550142")
    said = "keyed 2 1 2 5 5 5 0 1 4 2"
    answer = caller.call.conversation.state.answers["phone"]
    assert answer.evidence is not None
    assert answer.evidence.said == (said,)
    messages = [i for i in caller.call.session.history.items if i.type == "message"]
    assert said in [m.text_content for m in messages if m.role == "user"]
    await caller.call.aclose()


async def test_keys_need_no_model() -> None:
    model = Scripted()
    caller = await Keyed(model=model).at()
    await caller.key("1")
    assert caller.value("inside") is True
    assert not model.asked
    await caller.call.aclose()


async def test_a_model_may_make_sense_of_keys_that_answer_nothing() -> None:
    words = "keyed 5"
    model = Scripted(Reply(calls=[("aside", {"act": "help", "said": words})]))
    caller = await Keyed(model=model).at(*UP_TO_PHONE)
    await caller.key("2125550142")
    await caller.key("1", waits=True)
    await caller.key("5", waits=True)
    assert model.asked[-1].messages[-2]["content"] == words
    await caller.call.aclose()


async def test_a_speech_to_speech_model_says_what_the_keys_have_led_to() -> None:
    line = Line()
    agent = Receptionist([Order], clock=clock, ends_session=False)
    await line.start(agent)
    await line.turn("a table", ("switch", {"workflow": "order", "said": "a table"}))
    agent.keypad.press("1")
    await until(lambda: "Lunch, dinner" in line.spoken()[-1])
    assert agent.conversation.state.answers["inside"].value is True
    for key in "2":
        agent.keypad.press(key)
    await until(lambda: "For how many" in line.spoken()[-1])
    asked = [item for item in agent.chat_ctx.items if isinstance(item, llm.ChatMessage)]
    assert "keyed 2" in [item.text_content for item in asked]
    await line.session.aclose()


async def test_keys_pressed_ahead_while_a_check_runs_answer_the_next_question() -> None:
    checking, gate = asyncio.Event(), asyncio.Event()

    async def fits(party: int, call: Call[Any]) -> Verdict:
        del party, call
        checking.set()
        await gate.wait()
        return Verdict.yes()

    class Slow(Workflow):
        party = Step(Number(max=9), check=fits, ask="For how many?")
        chairs = Step(Number(max=9), ask="How many chairs?")
        sure = Step(YesNo(), ask="Sure?")

        asks_for = ("a table",)

    voices = Voices()
    agent = Receptionist([Slow], clock=clock, ends_session=False)
    await voices.start(agent)
    await voices.say("a table")
    await voices.quiet()
    agent.keypad.press("4")
    await checking.wait()
    agent.keypad.press("3")
    gate.set()
    await voices.quiet()
    answers = agent.conversation.state.answers
    assert (answers["party"].value, answers["chairs"].value) == (4, 3)
    await voices.session.aclose()


async def test_a_key_interrupts_what_is_being_spoken_and_counts_only_for_what_was_heard() -> None:
    voices = Voices()
    agent = Receptionist([Order], clock=clock, ends_session=False)
    await voices.start(agent)
    for said in ("a table", *UP_TO_PHONE):
        await voices.say(said)
        await voices.quiet()
    voices.loudspeaker.held, voices.loudspeaker.cut_at = True, "212,"
    for key in "2125550142":
        agent.keypad.press(key)
    await voices.loudspeaker.playing.wait()
    voices.loudspeaker.held = False
    agent.keypad.press("1")
    agent.keypad.press("#")
    await voices.quiet()
    assert agent.conversation.state.answers["phone"].status == "heard"
    assert "0142" in voices.spoken()[-1]
    await voices.session.aclose()


async def test_the_keys_of_a_room_are_those_of_the_one_who_is_listened_to() -> None:
    room = Room()
    with job(room):
        caller = await Keyed().at()
    link(caller.call.session, participant(), room)
    room.press("1", participant(identity="somebody else"))
    assert not caller.call.session.current_speech
    room.press("1", participant())
    await caller.call.session.wait_for_idle()
    assert caller.value("inside") is True
    await caller.call.aclose()
    room.press("1", participant())


async def test_keys_pressed_while_another_agent_has_the_call_are_not_the_desks() -> None:
    caller = await Keyed().at()
    caller.call.session.update_agent(Agent(instructions=""))
    await caller.call.session.wait_for_idle()
    await caller.key("1")
    assert caller.value("inside") is None
    await caller.call.aclose()


@pytest.mark.parametrize(
    ("before", "hint"),
    [
        ((), "press 1 for yes or 2 for no."),
        (("yes",), "press its number."),
        (UP_TO_PARTY, "key it in."),
        (UP_TO_PHONE, "key it in."),
        ((*UP_TO_PARTY, "six"), "press its number."),
        ((*UP_TO_PHONE, "212 555 0142"), "press 1 for yes or 2 for no."),
    ],
)
async def test_who_is_on_the_telephone_hears_of_the_keys_with_the_help(
    before: tuple[str, ...], hint: str
) -> None:
    caller = await Keyed().at(*before)
    caller.call.conversation.offer_keys()
    assert "press" not in (await caller.call.say("mumble grumble")).desk
    assert (await caller.call.say("mumble grumble")).desk.endswith(f"You can also {hint}")
    await caller.call.aclose()


async def test_who_has_no_keys_hears_of_none() -> None:
    caller = await Keyed().at()
    await caller.call.say("mumble grumble")
    assert "press" not in (await caller.call.say("mumble grumble")).desk
    await caller.call.aclose()


async def test_the_desk_knows_of_the_keys_once_someone_has_called_by_telephone() -> None:
    voices = Voices()
    agent = Receptionist([Order], clock=clock, ends_session=False)
    await voices.start(agent)
    for said in ("a table", "mumble grumble", "mumble grumble"):
        await voices.say(said)
        await voices.quiet()
    assert "press 1" not in voices.spoken()[-1]
    link(voices.session, participant())
    voices.session._update_user_state("speaking")
    await voices.say("help")
    await voices.quiet()
    assert voices.spoken()[-1].endswith("You can also press 1 for yes or 2 for no.")
    await voices.session.aclose()


@pytest.mark.parametrize("key", ["A", "", "12", "x"])
async def test_what_is_no_key_of_a_telephone_is_passed_over(key: str) -> None:
    caller = await Keyed().at()
    caller.agent.keypad.press(key)
    assert not caller.clock.waiting
    await caller.call.aclose()


async def test_the_pause_that_ends_an_entry_can_be_set() -> None:
    agent = Receptionist([Order], clock=clock, ends_session=False, key_pause=0.5)
    waits = Patience(agent)
    call = TextCall(agent)
    await call.open()
    for said in ("a table", "yes", "lunch", "four"):
        await call.say(said)
    agent.keypad.press("2")
    assert [seconds for seconds, _ in waits.waiting] == [0.5]
    await call.aclose()
