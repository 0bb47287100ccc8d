"""What a caller says while it is being written is taken up when that has reported."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from livekit.agents import Agent

from handrail.facts import Call, CommitRefused, Verdict
from handrail.kinds.number import Number
from handrail.kinds.phone import Phone
from handrail.livekit import Receptionist, WorkflowTask
from handrail.livekit.stub import NO_MODEL
from handrail.plan import Confirm
from handrail.reception import Reception
from handrail.step import Step
from handrail.workflow import Phrases, Workflow
from tests.livekit.scripted import Reply, Scripted
from tests.livekit.table import clock
from tests.livekit.voice import Voices, until


class Book:
    """Where tables are written, as slowly as a test likes."""

    def __init__(self) -> None:
        self.writing, self.gate = asyncio.Event(), asyncio.Event()
        self.written: list[int] = []
        self.full_for: int | None = None


class Table(Workflow):
    party = Step(Number(), ask="For how many people?", label="party")
    phone = Step(Phone(), ask="What number can we call?", confirm=Confirm.NEVER)

    asks_for = ("a table",)
    phrases = Phrases(agree="Shall I book it?", done="Booked. Your code is {code}.")

    async def commit(self, call: Call[Book]) -> dict[str, Any]:
        book = call.userdata
        book.writing.set()
        await book.gate.wait()
        if self.party == book.full_for:
            raise CommitRefused("party", Verdict.no("We are full for that many"))
        book.written.append(self.party)
        return {"code": "K7"}


async def writing(**options: Any) -> tuple[Voices, Receptionist, Book]:
    """A call whose booking is being written."""
    book = Book()
    voices = Voices(**options)
    reception = Reception(business="Mill Lane")
    agent = Receptionist(
        [Table], reception=reception, userdata=book, clock=clock, ends_session=False
    )
    await voices.start(agent)
    for said in ("a table", "four", "212 555 0142"):
        await voices.say(said)
        await voices.quiet()
    await voices.say("yes")
    await book.writing.wait()
    return voices, agent, book


async def meanwhile(said: str, *more: str) -> tuple[Voices, Receptionist, Book]:
    """Say something while the booking is being written, then let it be written."""
    voices, agent, book = await writing()
    lines = len(voices.spoken())
    for words in (said, *more):
        await voices.say(words)
    assert len(voices.spoken()) == lines
    book.gate.set()
    await until(lambda: len(voices.spoken()) > lines)
    await voices.quiet()
    return voices, agent, book


@pytest.mark.parametrize("said", ["yes", "yes please", "no", "thanks"])
async def test_a_yes_or_no_is_none_to_what_was_not_asked_yet(said: str) -> None:
    voices, agent, book = await meanwhile(said)
    assert book.written == [4]
    assert not agent.conversation.closed
    assert voices.spoken()[-1].startswith("Booked. Your code is K7.")
    assert voices.spoken()[-1].endswith("nything else?")
    await voices.session.aclose()


async def test_who_says_no_wait_meanwhile_hears_what_was_done_and_is_waited_for() -> None:
    voices, agent, book = await meanwhile("no wait")
    assert book.written == [4]
    assert not agent.conversation.closed
    assert voices.spoken()[-1] == "Booked. Your code is K7. Take your time."
    await voices.session.aclose()


async def test_who_calls_it_off_too_late_hears_that_it_is_booked() -> None:
    voices, agent, book = await meanwhile("never mind")
    assert book.written == [4]
    assert not agent.conversation.closed
    assert "too late" in voices.spoken()[-1]
    assert "Booked. Your code is K7." in voices.spoken()[-1]
    await voices.session.aclose()


async def test_a_goodbye_is_answered_with_what_was_booked() -> None:
    voices, agent, book = await meanwhile("thank you bye")
    assert (agent.conversation.closed, agent.conversation.outcome) == (True, "completed")
    assert voices.spoken()[-1] == "Booked. Your code is K7. Thank you, goodbye."
    assert book.written == [4]
    await voices.session.aclose()


async def test_another_wish_begins_when_the_first_is_done() -> None:
    voices, agent, book = await meanwhile("oh and", "i need a table")
    assert agent.conversation.texts == ("oh and i need a table",)
    assert "party" not in agent.conversation.state.answers
    assert voices.spoken()[-1] == "Booked. Your code is K7. For how many people?"
    await voices.session.aclose()
    assert book.written == [4]


async def test_a_change_counts_when_it_could_not_be_written() -> None:
    voices, agent, book = await writing()
    book.full_for = 4
    lines = len(voices.spoken())
    await voices.say("make it three")
    book.gate.set()
    await until(lambda: len(voices.spoken()) > lines)
    await voices.quiet()
    assert book.written == []
    assert agent.conversation.state.answers["party"].value == 3
    assert voices.spoken()[-1].endswith("Shall I book it?")
    await voices.say("yes")
    await voices.quiet()
    assert book.written == [3]
    await voices.session.aclose()


async def test_a_model_is_asked_when_it_is_known_what_came_of_it() -> None:
    aside = {"act": "goodbye", "topic": None, "said": "toodle pip"}
    model = Scripted(Reply(calls=[("aside", aside)]))
    voices, agent, book = await writing(llm=model)
    await voices.say("well toodle pip then old bean")
    await asyncio.sleep(0)
    assert model.asked == []
    book.gate.set()
    await until(lambda: agent.conversation.closed)
    await voices.quiet()
    assert len(model.asked) == 1
    assert "Nothing is under way" in model.asked[0].last
    assert voices.spoken()[-1] == "Booked. Your code is K7. Thank you, goodbye."
    await voices.session.aclose()


async def test_words_to_a_task_that_has_ended_are_in_the_parents_history() -> None:
    book = Book()
    got: list[Table] = []

    class Host(Agent):
        def __init__(self) -> None:
            super().__init__(instructions="", llm=NO_MODEL)

        async def on_enter(self) -> None:
            got.append(await WorkflowTask(Table, userdata=book, clock=clock))
            self.session.say("Done with that.")

    voices = Voices()
    host = Host()
    await voices.session.start(host, record=False)
    await until(voices.spoken)
    for said in ("four", "212 555 0142"):
        await voices.say(said)
        await voices.quiet()
    await voices.say("yes")
    await book.writing.wait()
    await voices.say("and have you got a car park")
    book.gate.set()
    await until(lambda: voices.spoken()[-1] == "Done with that.")
    assert [booked.party for booked in got] == book.written == [4]
    assert voices.spoken()[-2] == "Booked. Your code is K7."
    heard = [i.text_content for i in host.chat_ctx.items if i.type == "message"]
    assert "and have you got a car park" in heard
    await voices.session.aclose()


async def test_who_speaks_during_a_slow_commit_is_told_to_wait_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("handrail.livekit.node._SILENT_FOR", 0.0)
    voices, agent, book = await writing()
    await voices.say("thank you bye")
    await until(lambda: voices.mouth.texts[-1] == "One moment, please.")
    await voices.say("hello?")
    book.gate.set()
    await until(lambda: agent.conversation.closed)
    await voices.quiet()
    assert voices.mouth.texts.count("One moment, please.") == 1
    assert voices.spoken()[-1] == "Booked. Your code is K7. Thank you, goodbye."
    await voices.session.aclose()


async def test_who_hangs_up_meanwhile_has_what_was_written() -> None:
    voices, agent, book = await writing()
    await voices.say("no wait")
    asyncio.get_running_loop().call_soon(book.gate.set)
    await voices.session.aclose()
    assert book.written == [4]
    assert agent.conversation.outcome == "completed"


async def test_an_interrupt_by_a_developers_code_leaves_it_alone() -> None:
    voices, agent, book = await writing()
    await until(lambda: voices.session.current_speech is None)
    await voices.session.interrupt()
    book.gate.set()
    await until(lambda: voices.spoken()[-1].startswith("Booked. Your code is K7."))
    assert agent.conversation.outcome == "completed"
    await voices.session.aclose()
