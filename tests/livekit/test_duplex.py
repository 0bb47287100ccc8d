"""Calls that a speech-to-speech model holds: its tools run before the caller's words are known."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from livekit.agents import Agent, llm

from handrail.facts import Call
from handrail.kinds.number import Number
from handrail.livekit import Receptionist, WorkflowTask
from handrail.reception import Reception
from handrail.step import Step
from handrail.workflow import Phrases, Workflow
from tests.livekit.duplex import Duplex, Line
from tests.livekit.table import NUMBER, Table, clock, receptionist
from tests.livekit.voice import until

DIGITS = "+12125550142"
WISH = ("switch", {"workflow": "table", "said": "a table"})


def party(number: int, said: str) -> tuple[str, dict[str, Any]]:
    return "record_party", {"party": number, "said": said}


def phone(said: str = NUMBER) -> tuple[str, dict[str, Any]]:
    return "record_phone", {"phone": DIGITS, "said": said}


def yes(said: str = "yes") -> tuple[str, dict[str, Any]]:
    return "answer", {"yes": True, "said": said}


NO_EMAIL = ("decline", {"step": "email", "said": "no email"})


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handrail.livekit.realtime._TOGETHER", 0.0)
    monkeypatch.setattr("handrail.livekit.realtime._PATIENCE", 0.01)


async def started(model: Duplex | None = None) -> tuple[Line, Receptionist, list[Any]]:
    written: list[Any] = []
    agent = receptionist(written)
    line = Line(model)
    await line.start(agent)
    return line, agent, written


async def at_summary() -> tuple[Line, Receptionist, list[Any]]:
    line, agent, written = await started()
    await line.turn("a table please", WISH)
    await line.turn("four", party(4, "four"))
    await line.turn(NUMBER, phone())
    await line.turn("yes", yes())
    said = await line.turn("no email", NO_EMAIL)
    assert said.endswith("Shall I book it?")
    return line, agent, written


async def test_a_call_from_greeting_to_booking() -> None:
    line, agent, written = await started()
    assert "How can I help?" in line.spoken()[-1]
    assert (await line.turn("a table please", WISH)).endswith("For how many people?")
    assert "What number" in await line.turn("four", party(4, "four"))
    assert "212, 555, 0142" in await line.turn(NUMBER, phone())
    assert (await line.turn("yes", yes())).endswith("email?")
    assert (await line.turn("no email", NO_EMAIL)).endswith("Shall I book it?")
    assert "Your code is K7." in await line.turn("yes", yes())
    assert [booked["party"] for booked in written] == [4]
    assert "Nothing is under way" in line.model.instructions
    await line.session.aclose()
    assert agent.conversation.outcome == "completed"


# --- a yes, and what comes with it ------------------------------------------------------------


async def test_yes_but_five_whose_five_the_model_calls_late_books_nothing() -> None:
    line, agent, written = await at_summary()
    late = asyncio.Event()
    line.caller_speaks()
    line.is_written("yes but make it five")
    before = len(line.spoken())
    line.calls(yes(), party(5, "make it five"), then=late)
    await until(lambda: "yes but make it five" in agent.conversation.texts)
    late.set()
    await until(lambda: len(line.spoken()) > before)
    await line.session.wait_for_idle()
    assert agent.conversation.state.answers["party"].value == 5
    assert line.spoken()[-1].endswith("Shall I book it?")
    assert written == []
    assert "Your code is K7." in await line.turn("yes", yes())
    assert [booked["party"] for booked in written] == [5]
    await line.session.aclose()


async def test_a_yes_waits_for_what_the_caller_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handrail.livekit.realtime._PATIENCE", 60)
    line, agent, written = await at_summary()
    line.caller_speaks()
    line.calls(yes())
    await asyncio.sleep(0)
    line.is_written("yes but make it five")
    await until(lambda: agent.conversation.state.answers["party"].value == 5)
    assert written == []
    await line.session.aclose()


async def test_calls_of_one_reply_are_one_turn_without_a_transcript_too() -> None:
    line, agent, written = await at_summary()
    line.caller_speaks()
    said = await line.answered(yes("yes"), party(5, "make it five"))
    assert agent.conversation.state.answers["party"].value == 5
    assert said == "5: is that right?"
    assert written == []
    await line.session.aclose()


async def test_a_yes_that_nobody_wrote_down_is_asked_for_plainly_once_more() -> None:
    line, _agent, written = await at_summary()
    line.caller_speaks()
    assert "book it?" in await line.answered(yes())
    assert written == []
    line.caller_speaks()
    assert "Your code is K7." in await line.answered(yes())
    assert len(written) == 1
    await line.session.aclose()


async def test_a_yes_to_nothing_the_caller_said_is_none() -> None:
    line, agent, _written = await started()
    await line.turn("a table please", WISH)
    await line.turn("four", party(4, "four"))
    await line.turn(NUMBER, phone())
    await line.answered(yes())
    assert agent.conversation.state.answers["phone"].status == "heard"
    assert "the caller said no such words" in line.outputs()[-1]
    await line.session.aclose()


# --- what is recorded before the words are known ----------------------------------------------


async def test_a_value_whose_words_did_not_come_in_time_is_read_back() -> None:
    line, agent, _written = await started()
    await line.turn("a table please", WISH)
    utterance = line.caller_speaks()
    said = await line.answered(party(4, "four"))
    assert "4" in said
    assert agent.conversation.state.answers["party"].doubtful
    line.is_written("for four", utterance)
    assert (await line.turn("that's right yes", yes())).startswith("What number")
    assert agent.conversation.state.answers["party"].status == "confirmed"
    await line.session.aclose()


async def test_words_that_come_late_are_no_evidence_for_the_next_turn() -> None:
    line, agent, written = await at_summary()
    utterance = line.caller_speaks()
    await line.answered(("aside", {"act": "repeat", "topic": None, "said": "say that again"}))
    line.is_written("yes say that again", utterance)
    line.caller_speaks()
    line.is_written("purple monkeys")
    await line.answered(yes())
    assert written == []
    assert "the caller said no such words" in line.outputs()[-1]
    assert agent.conversation.texts[-1] == "purple monkeys"
    await line.session.aclose()


async def test_a_model_that_nobody_writes_down_for_does_not_wait() -> None:
    line, agent, written = await started(Duplex(transcribes=False, guided=False))
    for calls in ([WISH], [party(4, "four")], [yes()], [phone()], [yes()], [NO_EMAIL]):
        line.caller_speaks()
        said = await line.answered(*calls)
    assert said.endswith("Shall I book it?")
    statuses = {name: a.status for name, a in agent.conversation.state.answers.items()}
    assert statuses == {"party": "confirmed", "phone": "confirmed", "email": "declined"}
    assert written == []
    assert "desk's voice" not in line.model.instructions
    await line.session.aclose()


async def test_what_the_model_answered_itself_can_be_quoted_still() -> None:
    line, agent, _written = await started()
    await line.turn("a table please", WISH)
    line.caller_speaks()
    line.is_written("we are four you know")
    await line.turn("so that is us", party(4, "we are four"))
    assert agent.conversation.state.answers["party"].value == 4
    assert agent.conversation.texts[-2:] == ("we are four you know", "so that is us")
    await line.session.aclose()


# --- refusals, and what was heard -------------------------------------------------------------


async def test_a_refusal_reaches_the_model_and_after_two_the_desks_question() -> None:
    line, agent, _written = await started()
    await line.turn("a table please", WISH)
    line.caller_speaks()
    line.is_written("blimey")
    line.model.says = "How many did you say?"
    await line.answered(party(9, "nine of us"))
    assert "the caller said no such words" in line.outputs()[-1]
    assert "Say exactly this" not in line.outputs()[-1]
    said = await line.answered(party(9, "nine of us"))
    assert said.endswith("people?")
    assert "the caller said no such words" in line.outputs()[-1]
    assert "party" not in agent.conversation.state.answers
    await line.session.aclose()


@pytest.mark.parametrize(
    ("said", "agreed"),
    [
        ("I've got 212-555-0142 down, all right?", True),
        ("That's two one two, five five five, oh one four two, yes?", True),
        ("Is that number right?", False),
        ("I've got 212-555-0143 down, all right?", False),
    ],
)
async def test_a_read_back_counts_when_the_model_said_the_value(said: str, *, agreed: bool) -> None:
    line, agent, _written = await started()
    await line.turn("a table please", WISH)
    await line.turn("four", party(4, "four"))
    line.model.says = said
    await line.turn(NUMBER, phone())
    after = await line.turn("yes", yes())
    assert (agent.conversation.state.answers["phone"].status == "confirmed") == agreed
    assert ("212, 555, 0142" in after) != agreed
    await line.session.aclose()


async def test_who_goes_on_before_the_model_is_understood_is_understood_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("handrail.livekit.realtime._PATIENCE", 60)
    line, agent, _written = await started()
    await line.turn("a table please", WISH)
    utterance = line.caller_speaks()
    line.calls(party(4, "four"))
    await asyncio.sleep(0)
    line.caller_speaks()
    line.is_written("four", utterance)
    line.is_written("no five")
    said = await line.answered(party(5, "no five"))
    assert agent.conversation.state.answers["party"].value == 5
    assert agent.conversation.texts[-2:] == ("four", "no five")
    assert "What number" in said
    await line.session.aclose()


# --- around a turn ----------------------------------------------------------------------------


async def test_what_is_said_while_it_is_written_is_taken_up_afterwards() -> None:
    writing, gate = asyncio.Event(), asyncio.Event()

    class Slow(Workflow, summary=False):
        party = Step(Number(), ask="How many?")
        asks_for = ("a table",)
        phrases = Phrases(done="Booked.")

        async def commit(self, call: Call[list[int]]) -> None:
            writing.set()
            await gate.wait()
            call.userdata.append(self.party)

    written: list[int] = []
    agent = Receptionist(
        [Slow], reception=Reception(), userdata=written, clock=clock, ends_session=False
    )
    line = Line()
    await line.start(agent)
    await line.turn("a table please", ("switch", {"workflow": "slow", "said": "a table"}))
    line.caller_speaks()
    line.is_written("four")
    line.calls(party(4, "four"))
    await writing.wait()
    await until(lambda: line.session.current_speech is None)
    before = len(line.spoken())
    line.caller_speaks()
    line.is_written("thank you bye")
    line.calls(("aside", {"act": "goodbye", "topic": None, "said": "bye"}))
    await asyncio.sleep(0)
    assert len(line.spoken()) == before
    gate.set()
    await until(lambda: agent.conversation.closed)
    await until(lambda: line.spoken()[-1] == "4. Booked. Thank you, goodbye.")
    assert [text for text in line.spoken() if "Booked" in text] == line.spoken()[-1:]
    assert written == [4]
    assert agent.conversation.outcome == "completed"
    await line.session.aclose()


async def test_a_silence_is_broken_by_the_desk() -> None:
    line, agent, _written = await started()
    await line.turn("a table please", WISH)
    before = len(line.spoken())
    await agent.silence()
    await until(lambda: len(line.spoken()) > before)
    assert "still there" in line.spoken()[-1].lower()
    await line.session.aclose()


async def test_a_task_ends_when_its_last_words_were_said() -> None:
    got: list[Table] = []

    class Host(Agent):
        def __init__(self) -> None:
            super().__init__(instructions="A host.")

        async def on_enter(self) -> None:
            got.append(await WorkflowTask(Table, userdata=[], clock=clock))

    line = Line()
    host = Host()
    await line.session.start(host, record=False)
    await until(line.spoken)
    for text, call in (
        ("four", party(4, "four")),
        (NUMBER, phone()),
        ("yes", yes()),
        ("no email", NO_EMAIL),
    ):
        await line.turn(text, call)
    line.caller_speaks()
    line.is_written("yes")
    line.calls(yes())
    await until(lambda: got)
    assert got == [Table(party=4, phone=DIGITS, email=None)]
    assert line.spoken()[-1] == "Booked. Your code is K7."
    await until(lambda: line.session.current_agent is host)
    await line.session.aclose()


@pytest.mark.parametrize("by_itself", [False, True])
async def test_the_goodbye_is_said_before_the_session_ends(*, by_itself: bool) -> None:
    agent = Receptionist([Table], reception=Reception(), userdata=[], clock=clock)
    line = Line(Duplex(by_itself=by_itself))
    closed = asyncio.Event()
    line.session.on("close", lambda _event: closed.set())
    await line.start(agent)
    line.caller_speaks()
    line.is_written("goodbye")
    line.calls(("aside", {"act": "goodbye", "topic": None, "said": "goodbye"}))
    await closed.wait()
    assert line.spoken()[-1] == "Thank you, goodbye."


async def test_a_model_that_says_no_goodbye_does_not_keep_the_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("handrail.livekit.hosting._PATIENCE", 0.0)
    agent = Receptionist([Table], reception=Reception(), userdata=[], clock=clock)
    line = Line(Mute(by_itself=True))
    closed = asyncio.Event()
    line.session.on("close", lambda _event: closed.set())
    await line.start(agent)
    line.caller_speaks()
    line.is_written("goodbye")
    line.calls(("aside", {"act": "goodbye", "topic": None, "said": "goodbye"}))
    await closed.wait()
    assert agent.conversation.closed


class Mute(Duplex):
    """Says nothing to what its tools give."""

    replies_to_tools = False


async def test_a_model_that_takes_no_instructions_goes_on_without(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Deaf(Duplex):
        async def told(self, instructions: str) -> None:
            del instructions
            raise llm.RealtimeError("not now")

    line, agent, _written = await started(Deaf())
    await line.turn("a table please", WISH)
    assert "could not be given its instructions" in caplog.text
    assert agent.conversation.name == "table"
    await line.session.aclose()


async def test_a_call_that_ends_while_the_words_are_waited_for_does_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("handrail.livekit.realtime._PATIENCE", 60)
    line, agent, written = await at_summary()
    line.caller_speaks()
    line.calls(yes(), party(5, "five"))
    await asyncio.sleep(0)
    await line.session.aclose()
    assert written == []
    assert agent.conversation.outcome == "hung_up"
