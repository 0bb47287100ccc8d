"""A person takes the call; and where nobody is there, the caller is called back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from livekit.agents import AgentTask, ToolError, llm
from livekit.agents.beta.workflows.warm_transfer import WarmTransferTask

from handrail.facts import Call
from handrail.kinds.phone import Phone
from handrail.livekit import Receptionist, TextCall
from handrail.livekit.heard import line_of
from handrail.plan import Confirm
from handrail.reception import Reception
from handrail.step import Step
from handrail.workflow import Phrases, Workflow
from tests.livekit.duplex import Line
from tests.livekit.phone import Room, job, link, participant
from tests.livekit.scripted import Reply, Scripted
from tests.livekit.table import NUMBER, Table, clock
from tests.livekit.voice import Voices, until


class BackToYou(Workflow, summary=False, escalates=False):
    phone = Step(Phone(), ask="What number should they call?", confirm=Confirm.READ_BACK)

    phrases = Phrases(begin="Of course, someone will call you back.", done="They will call.")

    async def commit(self, call: Call[Any]) -> None:
        call.userdata.append(self.values())


class Person(AgentTask[str]):
    """Someone who takes the call, or does not."""

    def __init__(self, said: llm.ChatContext, *, there: bool = True) -> None:
        self.told = [item.text_content for item in said.messages()]
        self._there = there
        super().__init__(instructions="")

    async def on_enter(self) -> None:
        self.complete("taken" if self._there else ToolError("nobody is there"))


class Calling:
    """A call to a desk that can put callers through."""

    def __init__(
        self, transfer: Callable[[llm.ChatContext], AgentTask[Any]], **options: Any
    ) -> None:
        self.written: list[Any] = []
        self.agent = Receptionist(
            [Table],
            reception=Reception(business="Mill Lane", callback=BackToYou),
            userdata=self.written,
            clock=clock,
            transfer=transfer,
            **{"ends_session": False, **options},
        )
        self.call = TextCall(self.agent)

    async def says(self, *turns: str) -> str:
        """Say turns, and return all that is said to the last one, the transfer included."""
        items = self.call.session.history.items
        before = 0
        for turn in turns:
            before = len(items)
            await self.call.say(turn)
            # A run ends where another agent takes the session.
            await until(lambda: line_of(items[-1]) == self.agent.loop.line_id)
        spoken = [i for i in items[before:] if i.type == "message" and i.role == "assistant"]
        return " ".join(item.text_content or "" for item in spoken)


async def test_a_caller_who_wants_a_person_is_put_through() -> None:
    people: list[Person] = []

    def person(said: llm.ChatContext) -> Person:
        people.append(Person(said))
        return people[-1]

    calling = Calling(person)
    await calling.call.open()
    desk = await calling.says("i'd like to book a table", "four", "can i talk to a person")
    assert desk == "One moment, I'll put you through. You're through now. Goodbye."
    assert "four" in people[0].told
    assert calling.call.conversation.outcome == "escalated"
    assert calling.call.conversation.closed
    assert calling.written == []
    await calling.call.aclose()


async def test_the_caller_hears_that_they_are_put_through_before_it_rings() -> None:
    heard: list[str] = []

    class Ringing(Person):
        async def on_enter(self) -> None:
            heard.extend(voices.spoken())
            await super().on_enter()

    voices = Voices()
    calling = Calling(Ringing)
    await voices.start(calling.agent)
    await voices.say("can i talk to a person")
    await until(lambda: voices.spoken()[-1] == "You're through now. Goodbye.")
    assert heard[-1] == "One moment, I'll put you through."
    await voices.session.aclose()


async def test_where_nobody_is_there_the_caller_is_called_back() -> None:
    calling = Calling(lambda said: Person(said, there=False))
    await calling.call.open()
    desk = await calling.says("i'd like to book a table", "can i talk to a person")
    assert desk == (
        "One moment, I'll put you through. I couldn't reach anyone just now, but someone can call "
        "you back. What number should they call?"
    )
    await calling.says(NUMBER)
    assert "They will call." in await calling.says("yes")
    assert calling.written == [{"phone": "+12125550142"}]
    assert calling.call.conversation.outcome == "escalated"
    await calling.call.aclose()


async def test_what_was_said_is_not_lost_to_a_transfer_that_fails() -> None:
    calling = Calling(lambda said: Person(said, there=False))
    await calling.call.open()
    await calling.says("i'd like to book a table", "four", "can i talk to a person")
    assert "What number can we call?" in await calling.says("never mind")
    assert calling.call.conversation.state.answers["party"].value == 4
    await calling.call.aclose()


async def test_who_has_given_a_number_is_called_back_on_it_without_being_asked_again() -> None:
    calling = Calling(lambda said: Person(said, there=False))
    await calling.call.open()
    desk = await calling.says("i'd like to book a table", "four", NUMBER, "yes", "a person please")
    assert "They will call." in desk
    assert calling.written == [{"phone": "+12125550142"}]
    await calling.call.aclose()


async def test_a_model_that_hears_the_wish_puts_through_as_well() -> None:
    model = Scripted(Reply(calls=[("human", {"said": "somebody with a pulse"})]))
    calling = Calling(Person)
    calling.call = TextCall(calling.agent, model=model)
    await calling.call.open()
    await calling.says("i'd like to book a table", "is there somebody with a pulse around there")
    assert calling.call.conversation.handed_over
    await calling.call.aclose()


async def test_a_transfer_that_cannot_even_be_made_is_one_that_fails(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LIVEKIT_SIP_OUTBOUND_TRUNK", raising=False)
    calling = Calling(lambda said: WarmTransferTask("+12125550100", chat_ctx=said))
    await calling.call.open()
    desk = await calling.says("i'd like to book a table", "can i talk to a person")
    assert "What number should they call?" in desk
    assert "nobody took the call" in caplog.text
    assert "+12125550100" not in caplog.text
    await calling.call.aclose()


async def test_hanging_up_while_nobody_answers_ends_the_call() -> None:
    class Ringing(Person):
        async def on_enter(self) -> None:
            calling.call.session.shutdown(drain=False)

    calling = Calling(Ringing)
    closed = asyncio.Event()
    await calling.call.open()
    await calling.says("i'd like to book a table")
    calling.call.session.on("close", lambda _event: closed.set())
    calling.call.session.generate_reply(user_input="can i talk to a person")
    await closed.wait()
    await calling.call.aclose()
    assert calling.call.conversation.outcome == "hung_up"
    assert not calling.call.conversation.handed_over


def test_a_transfer_needs_a_call_back_for_when_nobody_is_there() -> None:
    with pytest.raises(ValueError, match="callback"):
        Receptionist([Table], clock=clock, transfer=Person)


class Ended:
    """A call on the telephone that ends, and whether its room was deleted."""

    def __init__(self, *turns: str, kind: int | None = None, **options: Any) -> None:
        self.turns = turns
        self.linked = participant() if kind is None else participant(kind=kind)
        self.options = options

    async def deletes(self, monkeypatch: pytest.MonkeyPatch) -> bool:
        deleted: list[bool] = []
        with job(Room()) as within:
            monkeypatch.setattr(within, "delete_room", lambda: deleted.append(True))
            calling = Calling(Person, **{"ends_session": True, **self.options})
            await calling.call.open()
            link(calling.call.session, self.linked)
            await calling.says(*self.turns)
            assert calling.call.conversation.closed
            assert not deleted  # not before the session is closed: the goodbye is heard out
            await calling.call.session.aclose()
        return bool(deleted)


async def test_after_the_goodbye_a_caller_on_the_telephone_is_hung_up_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert await Ended("goodbye").deletes(monkeypatch)


async def test_a_room_without_a_telephone_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not await Ended("goodbye", kind=0).deletes(monkeypatch)


async def test_the_room_of_who_was_handed_over_is_left_to_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert not await Ended("i want to talk to a person").deletes(monkeypatch)


async def test_hanging_up_can_be_left_to_the_developer(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not await Ended("goodbye", hangs_up=False).deletes(monkeypatch)


async def test_a_speech_to_speech_model_puts_through_as_well() -> None:
    calling = Calling(Person)
    line = Line()
    await line.start(calling.agent)
    line.caller_speaks()
    line.is_written("can i talk to a person")
    line.calls(("human", {"said": "can i talk to a person"}))
    await until(lambda: line.spoken()[-1] == "You're through now. Goodbye.")
    assert calling.agent.conversation.handed_over
    await line.session.aclose()
