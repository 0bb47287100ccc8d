"""A conversation as its hosts see it: turns, checks, commits, what was heard, what follows.

The moves are given as such, not as words: what callers' words mean is told in `tests/stories`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from handrail import (
    Call,
    Choice,
    CommitRefused,
    Condition,
    Confirm,
    Conversation,
    Fact,
    InvalidValue,
    Number,
    Phone,
    PlainCall,
    Reception,
    Step,
    Topic,
    Verdict,
    When,
    Workflow,
    YesNo,
    condition,
    view,
)
from handrail.engine import moves as m
from handrail.speaking import Line
from handrail.workflow import Phrases

NOON = datetime(2026, 6, 12, 12, tzinfo=UTC)
CALLER_NUMBER: Fact[str] = Fact("caller_number")


@dataclass
class Kitchen:
    """What the workflows below check and write with, and what it was asked to do."""

    full: set[str] = field(default_factory=set)
    check: Callable[[Any], Any] | None = None
    commit: Callable[[], Any] | None = None
    asked: list[Any] = field(default_factory=list)
    written: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


async def has_room(table: Any, call: Call[Kitchen]) -> Verdict:
    kitchen = call.userdata
    kitchen.asked.append(table)
    if kitchen.check is not None:
        found: Verdict = await kitchen.check(table)
        return found
    if table in kitchen.full:
        return Verdict.no(f"{table} is full", "Terrace")
    return Verdict.yes()


class Dinner(Workflow):
    """Book a table."""

    people = Step(Number(), ask="How many are you?")
    table = Step(Choice(("Inside", "Outside", "Terrace")), needs=[people], check=has_room)
    phone = Step(Phone(), confirm=Confirm.READ_BACK, prefill=CALLER_NUMBER)

    asks_for = ("a table",)
    phrases = Phrases(
        summary="{table} for {people}", agree="Shall I book it?", done="Booked. It's {code}."
    )

    async def commit(self, call: Call[Kitchen]) -> Mapping[str, Any]:
        if call.userdata.commit is not None:
            await call.userdata.commit()
        call.userdata.written.append((call.run, self.values()))
        return {"code": "K7"}


class Party(Workflow):
    """Hire the room: the number of people is asked as for dinner, the table in another way."""

    people = Step(Number(), ask="How many are coming?")
    table = Step(Choice(("Round", "Long")), ask="Which table?")
    phone = Step(Phone(), ask="Which number?")

    asks_for = ("a party",)


class CallBack(Workflow, summary=False, escalates=False):
    """Take a number."""

    phone = Step(Phone(), confirm=Confirm.READ_BACK)

    phrases = Phrases(done="We'll call you.")

    async def commit(self, call: Call[Kitchen]) -> None:
        call.userdata.written.append((call.run, self.values()))


RECEPTION = Reception(
    business="Corner House",
    topics={
        "menu": Topic(("menu",), lambda call, said: f"Soup, {call.answers.get('people')} {said}"),
        "secret": Topic(("secret",), lambda _call, _said: None),
        "broken": Topic(("broken",), lambda _call, _said: str(1 // 0)),
    },
    callback=CallBack,
)

NUMBER = "+12125550142"


def calling(
    kitchen: Kitchen,
    *workflows: type[Workflow],
    reception: Reception | None = RECEPTION,
    facts: Mapping[str, Any] | None = None,
) -> Conversation[Kitchen]:
    return Conversation(
        workflows or (Dinner, Party),
        userdata=kitchen,
        clock=lambda: NOON,
        reception=reception,
        facts=facts,
        new_id=iter(f"run-{number}" for number in range(100)).__next__,
    )


async def turn(
    conversation: Conversation[Kitchen], *moves: m.Move, words: str = "so to say"
) -> Line:
    """Take one caller turn as a host does."""
    conversation.begin_turn((words,))
    for move in moves:
        conversation.apply(move)
    line = await conversation.settle()
    conversation.played(line)
    return line


async def ready_to_write(kitchen: Kitchen, **options: Any) -> Conversation[Kitchen]:
    """Bring a dinner to its summary."""
    conversation = calling(kitchen, Dinner, **options)
    conversation.played(await conversation.open())
    await turn(
        conversation,
        *([m.Switch("dinner")] if conversation.reception else []),
        m.Record("people", 4),
        m.Record("table", "Inside"),
        m.Record("phone", NUMBER),
    )
    await turn(conversation, m.Affirm())
    assert view.asking(conversation) == {"step": None, "act": "summary"}
    return conversation


# --- one workflow -----------------------------------------------------------------------------


async def test_one_workflow_runs_from_its_first_question_to_its_result() -> None:
    kitchen = Kitchen()
    conversation = calling(kitchen, Dinner, reception=None)
    line = await conversation.open()
    assert line.text == "How many are you?"
    conversation.played(line)
    await turn(conversation, m.Record("people", 4), m.Record("table", "Inside"))
    await turn(conversation, m.Record("phone", NUMBER))
    await turn(conversation, m.Affirm())
    line = await turn(conversation, m.Affirm())
    assert line.text == "Booked. It's K7."
    assert conversation.closed
    assert conversation.outcome == "completed"
    assert conversation.result == Dinner(people=4, table="Inside", phone=NUMBER)
    assert conversation.receipt == {"code": "K7"}
    assert kitchen.written == [("run-0", {"people": 4, "table": "Inside", "phone": NUMBER})]


async def test_without_a_reception_the_host_goes_on_so_nobody_says_goodbye() -> None:
    conversation = calling(Kitchen(), Dinner, reception=None)
    await conversation.open()
    line = await turn(conversation, m.Abandon())
    assert conversation.closed
    assert "goodbye" not in line.text.lower()
    assert conversation.outcome == "abandoned"
    assert conversation.result is None


async def test_what_is_said_after_the_end_is_refused() -> None:
    conversation = calling(Kitchen(), Dinner, reception=None)
    await conversation.open()
    line = await turn(conversation, m.Abandon())
    refused = conversation.apply(m.Record("people", 4, by="model"))
    assert refused is not None
    assert (refused.reason, refused.by_model) == ("closed", True)
    assert await conversation.settle() is line


async def test_a_refused_move_changes_nothing() -> None:
    conversation = calling(Kitchen(), Dinner, reception=None)
    await conversation.open()
    before = conversation.state.answers
    conversation.begin_turn(("six",))
    refused = conversation.apply(m.Record("people", 6, by="model"))
    assert refused is not None
    assert refused.reason == "no_evidence"
    assert conversation.state.answers == before


# --- reading ----------------------------------------------------------------------------------


async def test_reading_changes_nothing_and_is_made_once() -> None:
    conversation = calling(Kitchen())
    conversation.played(await conversation.open())
    before = conversation.state
    proposal = conversation.read(("a table please",))
    assert conversation.read(("a table please",)) is proposal
    assert conversation.state is before
    assert proposal.revision == conversation.revision
    assert [move.workflow for move in proposal.moves if isinstance(move, m.Switch)] == ["dinner"]


async def test_a_reading_is_made_anew_when_something_has_changed() -> None:
    conversation = calling(Kitchen())
    conversation.played(await conversation.open())
    before = conversation.read(("four",))
    await turn(conversation, m.Switch("dinner"))
    after = conversation.read(("four",))
    assert after.revision > before.revision
    assert [(move.step, move.value) for move in after.moves if isinstance(move, m.Record)] == [
        ("people", 4)
    ]


async def test_a_reading_heeds_what_else_the_recogniser_heard() -> None:
    conversation = calling(Kitchen(), Dinner, reception=None)
    conversation.played(await conversation.open())
    plain = conversation.read(("for",))
    assert conversation.read(("for",), ("for", "four")) is not plain


async def test_words_of_several_messages_are_read_as_one_turn() -> None:
    conversation = calling(Kitchen(), Dinner, reception=None)
    conversation.played(await conversation.open())
    proposal = conversation.read(("there will be", "four of us"))
    assert [getattr(move, "value", None) for move in proposal.moves] == [4]


async def test_nothing_said_is_silence_and_no_turn() -> None:
    conversation = calling(Kitchen(), Dinner, reception=None)
    conversation.played(await conversation.open())
    proposal = conversation.read(("",))
    assert [type(move) for move in proposal.moves] == [m.Silence]
    await turn(conversation, *proposal.moves, words="")
    assert conversation.texts == ()


async def test_the_revision_only_grows_over_the_runs_of_a_call() -> None:
    conversation = calling(Kitchen())
    revisions = [conversation.revision]
    conversation.played(await conversation.open())
    for move in (m.Switch("dinner"), m.Record("people", 4), m.Switch("party"), m.Abandon()):
        revisions.append(conversation.revision)
        await turn(conversation, move)
    assert revisions == sorted(set(revisions))


# --- settling ---------------------------------------------------------------------------------


async def test_settling_again_says_the_same_and_does_nothing_twice() -> None:
    kitchen = Kitchen()
    conversation = await ready_to_write(kitchen)
    line = await turn(conversation, m.Affirm())
    assert await conversation.settle() is line
    assert len(kitchen.written) == 1


async def test_two_that_settle_at_once_hear_the_same() -> None:
    kitchen = Kitchen()
    conversation = await ready_to_write(kitchen)
    conversation.begin_turn(("yes",))
    conversation.apply(m.Affirm())
    first, second = await asyncio.gather(conversation.settle(), conversation.settle())
    assert first is second
    assert len(kitchen.written) == 1


async def test_what_is_said_during_a_slow_check_is_kept() -> None:
    begun, done = asyncio.Event(), asyncio.Event()

    async def slow(_table: Any) -> Verdict:
        begun.set()
        await done.wait()
        return Verdict.yes()

    conversation = calling(Kitchen(check=slow), Dinner, reception=None)
    conversation.played(await conversation.open())
    conversation.begin_turn(("four of us inside",))
    conversation.apply(m.Record("people", 4))
    conversation.apply(m.Record("table", "Inside"))
    settling = asyncio.create_task(conversation.settle())
    await begun.wait()
    conversation.begin_turn(("and my number is ...",))
    conversation.apply(m.Record("phone", NUMBER))
    later = asyncio.create_task(conversation.settle())
    done.set()
    line = await later
    await settling
    assert "212, 555, 0142" in line.text
    assert view.answers(conversation)["table"]["value"] == "Inside"


async def test_a_host_that_stops_waiting_for_a_check_can_go_on() -> None:
    never = asyncio.Event()

    async def hangs(_table: Any) -> Verdict:
        await never.wait()
        return Verdict.yes()

    kitchen = Kitchen(check=hangs)
    conversation = calling(kitchen, Dinner, reception=None)
    conversation.played(await conversation.open())
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await turn(conversation, m.Record("people", 4), m.Record("table", "Inside"))
    line = await conversation.settle()
    conversation.played(line)
    assert "sorry" in line.text.lower()
    assert view.asking(conversation)["act"] == "human"
    kitchen.check = None
    await turn(conversation, m.Record("table", "Outside"))
    assert view.asking(conversation) == {"step": "phone", "act": "ask"}


async def test_a_commit_nobody_waited_for_is_made_again_under_the_same_key() -> None:
    runs: list[int] = []

    async def hangs_once() -> None:
        runs.append(len(runs))
        if len(runs) == 1:
            await asyncio.Event().wait()

    kitchen = Kitchen(commit=hangs_once)
    conversation = await ready_to_write(kitchen)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await turn(conversation, m.Affirm())
    conversation.played(await conversation.settle())
    assert view.asking(conversation) == {"step": None, "act": "human"}
    await turn(conversation, m.Deny())
    line = await turn(conversation, m.Affirm())
    assert "Booked" in line.text
    assert [run for run, _ in kitchen.written] == ["run-1"]


# --- what was heard ---------------------------------------------------------------------------


async def read_back(cut: str | None) -> Conversation[Kitchen]:
    """Have a number read back, of which the caller hears as much as is given."""
    conversation = calling(Kitchen(), Dinner, reception=None)
    conversation.played(await conversation.open())
    await turn(conversation, m.Record("people", 4), m.Record("table", "Inside"))
    conversation.begin_turn(("my number",))
    conversation.apply(m.Record("phone", NUMBER))
    conversation.played(await conversation.settle(), cut)
    return conversation


@pytest.mark.parametrize(
    ("heard", "agreed"), [(None, True), ("212, 555, 0142", True), ("2", False)]
)
async def test_a_yes_counts_when_the_value_was_heard(heard: str | None, *, agreed: bool) -> None:
    conversation = await read_back(heard)
    conversation.begin_turn(("yes",))
    refused = conversation.apply(m.Affirm())
    assert (refused is None) is agreed
    status = view.answers(conversation)["phone"]["status"]
    assert status == ("confirmed" if agreed else "heard")


async def test_what_was_heard_of_an_older_line_no_longer_matters() -> None:
    conversation = await read_back("")
    old = await conversation.settle()
    await turn(conversation, m.Repeat())
    before = conversation.state
    conversation.played(old)
    assert conversation.state is before


async def test_a_line_that_asks_nothing_needs_no_hearing() -> None:
    conversation = calling(Kitchen(), Dinner, reception=None)
    await conversation.open()
    line = await turn(conversation, m.Abandon())
    before = conversation.state
    conversation.played(line)
    assert conversation.state is before


# --- hanging up -------------------------------------------------------------------------------


async def test_a_hang_up_writes_nothing_whatever_was_agreed() -> None:
    kitchen = Kitchen()
    conversation = await ready_to_write(kitchen)
    conversation.begin_turn(("yes",))
    conversation.apply(m.Affirm())
    conversation.hang_up()
    await conversation.settle()
    assert not kitchen.written
    assert conversation.outcome == "hung_up"


async def test_a_hang_up_while_it_is_written_leaves_it_written() -> None:
    conversation: Conversation[Kitchen]

    async def meanwhile() -> None:
        conversation.hang_up()

    kitchen = Kitchen(commit=meanwhile)
    conversation = await ready_to_write(kitchen)
    await turn(conversation, m.Affirm())
    assert conversation.closed
    assert len(kitchen.written) == 1
    assert view.ending(conversation)["outcome"] == "completed"


async def test_a_hang_up_during_a_check_decides_nothing_more() -> None:
    conversation: Conversation[Kitchen]

    async def meanwhile(_table: Any) -> Verdict:
        conversation.hang_up()
        return Verdict.yes()

    kitchen = Kitchen(check=meanwhile)
    conversation = calling(kitchen, Dinner, reception=None)
    conversation.played(await conversation.open())
    await turn(conversation, m.Record("people", 4), m.Record("table", "Inside"))
    assert conversation.outcome == "hung_up"
    assert view.asking(conversation) == {"step": None, "act": "none"}


async def test_a_hang_up_after_the_end_changes_nothing() -> None:
    conversation = calling(Kitchen(), Dinner, reception=None)
    await conversation.open()
    await turn(conversation, m.Abandon())
    conversation.hang_up()
    assert conversation.outcome == "abandoned"


# --- checks and commits -----------------------------------------------------------------------


async def test_a_check_sees_what_was_answered_before() -> None:
    kitchen = Kitchen(full={"Inside"})
    conversation = calling(kitchen, Dinner, reception=None)
    conversation.played(await conversation.open())
    line = await turn(conversation, m.Record("table", "Inside"))
    assert not kitchen.asked, "checked before it is known for how many"
    assert view.answers(conversation)["table"] == {"value": "Inside", "status": "heard"}
    line = await turn(conversation, m.Record("people", 4))
    assert kitchen.asked == ["Inside"]
    assert "Inside is full" in line.text
    assert view.asking(conversation) == {"step": "table", "act": "offer"}


async def test_of_several_values_only_those_that_pass_are_offered() -> None:
    kitchen = Kitchen(full={"Inside"})
    conversation = calling(kitchen, Dinner, reception=None)
    conversation.played(await conversation.open())
    line = await turn(
        conversation,
        m.Record("people", 4),
        m.Record("table", alternatives=("Inside", "Outside", "Terrace")),
    )
    assert "outside or terrace" in line.text.lower()
    assert kitchen.asked == ["Inside", "Outside", "Terrace"]


async def test_of_several_values_none_of_which_passes_the_first_reason_is_heard() -> None:
    kitchen = Kitchen(full={"Inside", "Outside"})
    conversation = calling(kitchen, Dinner, reception=None)
    conversation.played(await conversation.open())
    line = await turn(
        conversation, m.Record("people", 4), m.Record("table", alternatives=("Inside", "Outside"))
    )
    assert "Inside is full" in line.text


def plain(_value: Any, _call: Call[Any]) -> Verdict:
    return Verdict.yes()


def no_verdict(_value: Any, _call: Call[Any]) -> Any:
    return True


def raises(_value: Any, _call: Call[Any]) -> Verdict:
    raise ValueError("the caller said 212 555 0142")


@pytest.mark.parametrize(("check", "good"), [(plain, True), (no_verdict, False), (raises, False)])
async def test_whatever_a_check_does_the_call_goes_on(
    check: Any, caplog: pytest.LogCaptureFixture, *, good: bool
) -> None:
    class Seat(Workflow):
        people = Step(Number(), check=check)

    conversation = calling(Kitchen(), Seat, reception=None)
    conversation.played(await conversation.open())
    line = await turn(conversation, m.Record("people", 4))
    assert ("people" in view.answers(conversation)) is good
    assert ("sorry" in line.text.lower()) is not good
    assert "0142" not in caplog.text
    if not good:
        (record,) = caplog.records
        assert record.levelno == logging.ERROR
        assert record.message.startswith("a check failed: seat.people, ")
        assert (vars(record)["where"], vars(record)["step"]) == ("seat", "people")


@pytest.mark.parametrize(
    ("verdict", "mend"),
    [
        (True, "must return a Verdict, such as Verdict.yes(), not a value of the type bool"),
        (None, "must return a Verdict, such as Verdict.yes(), not None"),
        (Verdict.no(404), "the reason of a Verdict is one spoken sentence"),  # type: ignore[arg-type]
        (Verdict.no("Noon is taken", "4pm"), "type str that a 'when' step cannot hold: give the"),
        (Verdict.choose("noon"), "type str that a 'when' step cannot hold: give the values"),
        (Verdict.no("Taken", NOON.replace(tzinfo=None)), "without a time zone: give it one"),
    ],
)
async def test_a_verdict_no_call_can_go_on_with_is_logged_with_its_mend_and_the_call_goes_on(
    verdict: Any, mend: str, caplog: pytest.LogCaptureFixture
) -> None:
    class Visit(Workflow):
        start = Step(When(), check=lambda _value, _call: verdict)

    conversation = calling(Kitchen(), Visit, reception=None)
    conversation.played(await conversation.open())
    line = await turn(conversation, m.Record("start", NOON.replace(hour=15)))
    assert "sorry" in line.text.lower()
    assert (await turn(conversation, m.Repeat())).text
    (record,) = caplog.records
    assert record.message.startswith("a check failed: visit.start, ")
    assert mend in record.message
    assert "4pm" not in record.message


async def test_what_a_check_offers_is_offered_as_the_step_would_hold_it() -> None:
    at = datetime(2026, 6, 12, 10, 0, 42, tzinfo=timezone(timedelta(hours=-4)))

    class Visit(Workflow):
        start = Step(When(), check=lambda _value, _call: Verdict.no("Three is taken", at))

    conversation = calling(Kitchen(), Visit, reception=None)
    conversation.played(await conversation.open())
    line = await turn(conversation, m.Record("start", NOON.replace(hour=15)))
    assert "Three is taken" in line.text
    assert conversation.state.offer is not None
    (offered,) = conversation.state.offer.options
    assert offered.isoformat() == "2026-06-12T14:00:00+00:00"


async def test_what_a_refused_commit_wrongly_offers_is_left_out_and_its_reason_is_heard(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def refuse() -> None:
        raise CommitRefused("table", Verdict.no("Inside has just gone", 7))

    conversation = await ready_to_write(Kitchen(commit=refuse))
    line = await turn(conversation, m.Affirm())
    assert "Inside has just gone" in line.text
    assert view.asking(conversation) == {"step": "table", "act": "ask"}
    (record,) = caplog.records
    assert record.message.startswith("a refusal failed: dinner.table, an option of its Verdict")


async def test_a_commit_that_is_refused_asks_that_step_again_with_the_reason() -> None:
    async def refuse() -> None:
        raise CommitRefused("table", Verdict.no("Inside has just gone", "Outside", "Terrace"))

    kitchen = Kitchen(commit=refuse)
    conversation = await ready_to_write(kitchen)
    line = await turn(conversation, m.Affirm())
    assert "Inside has just gone" in line.text
    assert view.asking(conversation) == {"step": "table", "act": "offer"}
    assert conversation.result is None
    kitchen.commit = None
    await turn(conversation, m.Choose(1))
    await turn(conversation, m.Affirm())
    assert [values["table"] for _, values in kitchen.written] == ["Outside"]


async def test_a_commit_that_raises_is_apologised_for_and_logged_without_what_was_said(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def fail() -> None:
        raise OSError("cannot write 212 555 0142")

    kitchen = Kitchen(commit=fail)
    conversation = await ready_to_write(kitchen)
    line = await turn(conversation, m.Affirm())
    assert "sorry" in line.text.lower()
    assert view.asking(conversation) == {"step": None, "act": "human"}
    assert not kitchen.written
    (record,) = caplog.records
    assert record.message.startswith("a commit failed: ")
    assert "0142" not in caplog.text


async def test_a_workflow_that_writes_nothing_ends_with_its_summary() -> None:
    conversation = calling(Kitchen(), Party, reception=None)
    conversation.played(await conversation.open())
    await turn(
        conversation, m.Record("people", 4), m.Record("table", "Long"), m.Record("phone", NUMBER)
    )
    await turn(conversation, m.Affirm())
    assert conversation.outcome == "completed"
    assert conversation.receipt is None
    assert conversation.result == Party(people=4, table="Long", phone=NUMBER)


# --- the reception ----------------------------------------------------------------------------


async def test_a_reception_greets_by_the_time_of_day_and_asks() -> None:
    conversation = calling(Kitchen())
    line = await conversation.open()
    assert line.text == "Corner House, good afternoon. How can I help?"
    assert conversation.receiving
    assert view.workflow(conversation) is None
    assert view.asking(conversation) == {"step": None, "act": "ask"}


async def test_a_reception_of_no_name_does_not_greet() -> None:
    conversation = calling(Kitchen(), reception=Reception(ask="What can I do?"))
    assert (await conversation.open()).text == "What can I do?"


async def test_a_model_cannot_record_what_the_caller_wants_of_a_reception() -> None:
    kind = RECEPTION.workflow(first=True).steps["workflow"].kind
    context = calling(Kitchen()).context()
    with pytest.raises(InvalidValue, match="switch"):
        kind.parse("dinner", context)
    assert kind.schema(context) == {"type": "string"}
    assert kind.read("dinner", context).status == "none"
    assert kind.speak("dinner", context) == "dinner"


async def test_a_workflow_is_begun_and_ended_and_something_else_is_asked_for() -> None:
    conversation = await ready_to_write(Kitchen())
    assert view.workflow(conversation) == "dinner"
    line = await turn(conversation, m.Affirm())
    assert line.text == "Booked. It's K7. Anything else?"
    assert view.asking(conversation) == {"step": None, "act": "none"}
    line = await turn(conversation, m.Deny())
    assert line.last
    assert line.text.lower().count("goodbye") == 1
    assert view.ending(conversation) == {
        "outcome": "completed",
        "workflow": "dinner",
        "result": {"code": "K7"},
    }


async def test_a_caller_who_wants_nothing_is_let_go() -> None:
    conversation = calling(Kitchen())
    conversation.played(await conversation.open())
    line = await turn(conversation, m.Deny())
    assert line.last
    assert view.ending(conversation) == {"outcome": "abandoned", "workflow": None, "result": None}


async def test_a_switch_to_nowhere_is_refused() -> None:
    conversation = calling(Kitchen())
    conversation.played(await conversation.open())
    refused = conversation.apply(m.Switch("moon", by="model"))
    assert refused is not None
    assert (refused.reason, refused.by_model) == ("unknown_workflow", True)
    assert conversation.receiving


async def test_what_is_said_with_a_wish_is_an_answer_to_what_was_wished_for() -> None:
    conversation = calling(Kitchen())
    conversation.played(await conversation.open())
    await turn(conversation, m.Switch("dinner"), m.Record("people", 4), words="a table for four")
    assert view.answers(conversation) == {"people": {"value": 4, "status": "heard"}}
    assert list(conversation.texts) == ["a table for four"]


async def test_a_switch_carries_what_has_the_same_name_and_kind() -> None:
    conversation = calling(Kitchen())
    conversation.played(await conversation.open())
    await turn(
        conversation,
        m.Switch("dinner"),
        m.Record("people", 4),
        m.Record("table", "Inside"),
        m.Record("phone", NUMBER),
    )
    await turn(conversation, m.Affirm())
    await turn(conversation, m.Switch("party"))
    assert view.answers(conversation) == {
        "people": {"value": 4, "status": "heard"},
        "phone": {"value": NUMBER, "status": "confirmed"},
    }
    assert view.asking(conversation) == {"step": "table", "act": "ask"}
    assert conversation.name == "party"


async def test_after_a_workflow_only_who_the_caller_is_goes_into_the_next() -> None:
    conversation = await ready_to_write(Kitchen())
    await turn(conversation, m.Affirm())
    await turn(conversation, m.Switch("dinner"))
    assert view.answers(conversation) == {"phone": {"value": NUMBER, "status": "confirmed"}}


async def test_every_run_writes_under_a_key_of_its_own() -> None:
    kitchen = Kitchen()
    conversation = await ready_to_write(kitchen)
    await turn(conversation, m.Affirm())
    await turn(
        conversation, m.Switch("dinner"), m.Record("people", 2), m.Record("table", "Outside")
    )
    await turn(conversation, m.Affirm())
    assert len(dict(kitchen.written)) == 2


async def test_a_person_is_wanted_and_calls_the_number_that_is_known() -> None:
    kitchen = Kitchen()
    conversation = await ready_to_write(kitchen)
    line = await turn(conversation, m.AskHuman())
    assert "We'll call you." in line.text
    assert line.last
    assert view.ending(conversation)["outcome"] == "escalated"
    assert [values for _, values in kitchen.written] == [{"phone": NUMBER}]


async def test_a_number_nobody_said_yes_to_is_read_back_before_a_person_calls_it() -> None:
    conversation = calling(Kitchen())
    conversation.played(await conversation.open())
    await turn(conversation, m.Switch("dinner"), m.Record("phone", NUMBER))
    await turn(conversation, m.Record("people", 4), m.Record("table", "Inside"))
    assert view.asking(conversation) == {"step": "phone", "act": "read_back"}
    line = await turn(conversation, m.AskHuman())
    assert "212, 555, 0142" in line.text
    assert view.asking(conversation) == {"step": "phone", "act": "read_back"}


def test_a_mistyped_fact_is_named_once_and_its_value_is_not(
    caplog: pytest.LogCaptureFixture,
) -> None:
    tables: Fact[Any] = Fact("tables")

    class Seat(Workflow):
        table = Step(Choice(tables), ask="Which table?")
        phone = Step(Phone(), prefill=CALLER_NUMBER)

    calling(Kitchen(), Seat, reception=None, facts={"table": ("Round", "Long")})
    assert caplog.messages == [
        "facts that workflows read were not given: tables; given and read by none: table"
    ]
    caplog.clear()
    by_fact: Any = {tables: ("Round", "Long")}
    given = calling(Kitchen(), Seat, reception=None, facts=by_fact).context().facts
    assert given == {"tables": ("Round", "Long")}
    assert not caplog.messages


async def test_a_call_back_that_is_dropped_leads_back_to_the_reception() -> None:
    conversation = calling(Kitchen())
    conversation.played(await conversation.open())
    await turn(conversation, m.AskHuman())
    assert view.asking(conversation) == {"step": "phone", "act": "ask"}
    line = await turn(conversation, m.Abandon())
    assert not line.last
    assert conversation.receiving
    assert view.ending(conversation)["outcome"] == "abandoned"


async def test_a_call_back_that_is_dropped_leads_back_to_what_it_interrupted() -> None:
    conversation = calling(Kitchen())
    conversation.played(await conversation.open())
    await turn(conversation, m.Switch("dinner"), m.Record("people", 4))
    await turn(conversation, m.AskHuman())
    await turn(conversation, m.Abandon())
    assert view.asking(conversation) == {"step": "table", "act": "ask"}
    assert view.answers(conversation)["people"]["value"] == 4
    assert conversation.outcome is None
    await turn(conversation, m.Abandon())
    assert conversation.receiving
    assert conversation.outcome == "abandoned"


async def test_a_person_without_a_call_back_ends_the_conversation() -> None:
    conversation = calling(Kitchen(), reception=Reception(business="Corner House"))
    conversation.played(await conversation.open())
    line = await turn(conversation, m.AskHuman())
    assert line.last
    assert conversation.closed
    assert conversation.outcome == "escalated"


async def test_goodbye_is_said_once_whatever_ends_the_call() -> None:
    conversation = calling(Kitchen())
    conversation.played(await conversation.open())
    await turn(conversation, m.Switch("dinner"))
    line = await turn(conversation, m.Goodbye())
    assert line.text.lower().count("goodbye") == 1
    assert view.ending(conversation)["outcome"] == "abandoned"


async def test_the_only_thing_there_is_to_choose_is_never_asked_about() -> None:
    class Seat(Workflow):
        table = Step(Choice(("Inside",)))
        people = Step(Number())

    conversation = calling(Kitchen(), Seat, reception=None)
    await conversation.open()
    assert view.asking(conversation) == {"step": "people", "act": "ask"}
    assert view.answers(conversation) == {"table": {"value": "Inside", "status": "prefilled"}}


async def test_a_number_of_the_call_is_offered_and_a_broken_one_is_not() -> None:
    for number, known in ((NUMBER, True), ("anonymous", False), (None, False)):
        conversation = calling(Kitchen(), Dinner, reception=None, facts={"caller_number": number})
        await conversation.open()
        assert ("phone" in view.answers(conversation)) is known


# --- questions --------------------------------------------------------------------------------


async def test_a_question_is_answered_by_what_is_known_and_said() -> None:
    conversation = calling(Kitchen())
    conversation.played(await conversation.open())
    await turn(conversation, m.Switch("dinner"), m.Record("people", 4))
    line = await turn(conversation, m.Question("menu"), words="what's on")
    assert line.text.startswith("Soup, 4 what's on.")


@pytest.mark.parametrize("topic", ["secret", "broken", "weather", None])
async def test_a_question_nobody_can_answer_is_not_the_end(topic: str | None) -> None:
    conversation = calling(Kitchen())
    conversation.played(await conversation.open())
    await turn(conversation, m.Switch("dinner"))
    line = await turn(conversation, m.Question(topic))
    assert "afraid" in line.text or "sorry" in line.text
    assert view.asking(conversation) == {"step": "people", "act": "ask"}


async def test_without_a_reception_there_is_nothing_to_answer_with() -> None:
    conversation = calling(Kitchen(), Dinner, reception=None)
    conversation.played(await conversation.open())
    line = await turn(conversation, m.Question("menu"))
    assert "soup" not in line.text


async def test_a_topic_may_be_answered_by_a_coroutine() -> None:
    async def menu(_call: Call[Any], _said: str) -> str:
        return "Soup and bread"

    reception = Reception(topics={"menu": Topic(("menu",), menu)})
    conversation = calling(Kitchen(), reception=reception)
    conversation.played(await conversation.open())
    line = await turn(conversation, m.Question("menu"))
    assert "Soup and bread" in line.text


async def test_the_end_of_a_workflow_is_told_again_until_it_is_heard() -> None:
    conversation = calling(Kitchen())
    conversation.played(await conversation.open())
    await turn(conversation, m.Switch("dinner"))
    conversation.begin_turn(("never mind",))
    conversation.apply(m.Abandon())
    said = await conversation.settle()
    dropped = said.text.split(".")[0]
    conversation.played(said, said.text[:4])
    assert dropped in (await turn(conversation, m.Wait())).text
    assert dropped not in (await turn(conversation, m.Wait())).text


async def done_unheard(heard: int = 0) -> tuple[Conversation[Kitchen], str]:
    """Have a dinner written, and hear so many letters of what is said to that."""
    conversation = await ready_to_write(Kitchen(), reception=Reception())
    conversation.begin_turn(("yes",))
    conversation.apply(m.Affirm())
    line = await conversation.settle()
    assert conversation.outcome == "completed"
    conversation.played(line, line.text[:heard])
    return conversation, line.text.split(".")[0]


@pytest.mark.parametrize("move", [m.Affirm(), m.Deny(), m.Abandon(), m.Restart()])
async def test_what_answers_the_summary_comes_too_late_when_it_is_written(move: m.Move) -> None:
    conversation, done = await done_unheard()
    conversation.begin_turn(("(said while it was written)",))
    refused = conversation.apply(move)
    line = await conversation.settle()
    assert refused is not None
    assert not conversation.closed
    assert done in line.text
    assert ("too late" in line.text) == isinstance(move, m.Abandon | m.Restart)
    assert "too late" not in (await turn(conversation, m.Unclear())).text


async def test_who_has_heard_that_it_is_written_and_wants_no_more_is_let_go() -> None:
    conversation, done = await done_unheard(heard=1000)
    assert done not in (await turn(conversation, m.Abandon())).text
    assert conversation.closed


async def test_a_no_after_the_news_but_before_the_question_is_no_goodbye() -> None:
    conversation, done = await done_unheard()
    conversation.begin_turn(("what",))
    conversation.apply(m.Unclear())
    line = await conversation.settle()
    conversation.played(line, line.text[: line.text.index(done) + len(done) + 1])
    conversation.begin_turn(("no",))
    assert conversation.apply(m.Deny()) is not None
    assert not conversation.closed


def test_faults_of_the_set_up_are_named_at_once() -> None:
    with pytest.raises(ValueError, match="needs a workflow"):
        Conversation([], userdata=None, clock=lambda: NOON)
    with pytest.raises(ValueError, match="two workflows are named 'dinner'"):
        Conversation([Dinner, Dinner], userdata=None, clock=lambda: NOON)
    with pytest.raises(ValueError, match="time zone"):
        Conversation([Dinner], userdata=None, clock=lambda: NOON.replace(tzinfo=None))


# --- the view ---------------------------------------------------------------------------------


async def test_the_view_of_a_part_a_choice_and_a_switch() -> None:
    conversation = calling(Kitchen(full={"Inside"}))
    conversation.played(await conversation.open())
    await turn(
        conversation,
        m.Switch("dinner"),
        m.Record("people", 4),
        m.Record("phone", partial=partial_number(conversation, "two one two")),
        m.Record("table", alternatives=("Outside", "Terrace")),
        m.Question("menu"),
    )
    assert view.partials(conversation) == {"phone": "212"}
    assert view.moves(conversation) == [
        {"move": "Switch", "step": None, "value": "dinner", "by": "reader"},
        {"move": "Record", "step": "people", "value": 4, "by": "reader"},
        {"move": "Record", "step": "phone", "value": "212", "by": "reader"},
        {"move": "Record", "step": "table", "value": ["Outside", "Terrace"], "by": "reader"},
        {"move": "Question", "step": None, "value": "menu", "by": "reader"},
    ]
    await turn(conversation, m.Choose(2), m.Revisit("people"))
    assert view.moves(conversation) == [
        {"move": "Choose", "step": None, "value": 2, "by": "reader"},
        {"move": "Revisit", "step": "people", "value": None, "by": "reader"},
    ]


def partial_number(conversation: Conversation[Kitchen], said: str) -> Any:
    """Return half a number, as the kind reads it."""
    context = conversation.context()
    asked = type(context)(now=context.now, asked=True)
    return Phone().read(said, asked).partial


async def test_the_view_of_a_step_there_is_none_of() -> None:
    conversation = calling(Kitchen())
    conversation.played(await conversation.open())
    await turn(
        conversation,
        m.Record("mood", "good", by="model"),
        m.Record("mood", partial="so", by="model"),
        m.Record("mood", alternatives=("good", "bad"), by="model"),
    )
    assert [move["value"] for move in view.moves(conversation)] == ["good", None, ["good", "bad"]]


async def test_the_view_of_a_turn_that_ended_a_workflow_knows_its_steps() -> None:
    conversation = await ready_to_write(Kitchen())
    await turn(conversation, m.Affirm())
    assert view.moves(conversation) == [
        {"move": "Affirm", "step": None, "value": None, "by": "reader"}
    ]
    assert view.answers(conversation) == {}
    assert view.partials(conversation) == {}


async def test_the_view_of_a_refused_summary() -> None:
    conversation = await ready_to_write(Kitchen())
    await turn(conversation, m.Deny())
    assert view.asking(conversation) == {"step": None, "act": "summary"}
    assert conversation.state.prompt is not None
    assert conversation.state.prompt.act == "change"


async def test_the_view_of_a_declined_answer_and_of_one_that_does_not_apply() -> None:
    @condition(CALLER_NUMBER)
    def known(number: str | None) -> bool:
        return number is not None

    assert isinstance(known, Condition)

    class Seat(Workflow):
        people = Step(Number(), optional=True)
        phone = Step(Phone(), when=known)

    conversation = calling(Kitchen(), Seat, reception=None)
    conversation.played(await conversation.open())
    await turn(conversation, m.Decline("people"), m.Record("phone", NUMBER))
    assert view.answers(conversation) == {"people": {"value": None, "status": "declined"}}


async def test_before_anything_is_asked_nothing_is_waited_for() -> None:
    assert view.asking(calling(Kitchen())) == {"step": None, "act": "none"}


# --- the plain host ---------------------------------------------------------------------------


async def test_the_plain_host_takes_words_it_cannot_read_as_unclear() -> None:
    call = PlainCall(calling(Kitchen(), Dinner, reception=None))
    await call.open()
    assert "sorry" in (await call.say("zorp")).lower()
    assert [move["move"] for move in view.moves(call.conversation)] == ["Unclear"]


async def test_the_plain_host_hangs_up() -> None:
    call = PlainCall(calling(Kitchen()))
    await call.open()
    call.hang_up()
    assert view.ending(call.conversation)["outcome"] == "hung_up"


class Visiting(Workflow):
    """Come and see."""

    soon = Step(YesNo(), ask="Soon?")


class CallingBack(Workflow, summary=False, escalates=False):
    """Take what is needed to call back."""

    soon = Step(YesNo(), ask="Shall somebody call you back soon?")


async def test_a_transfer_that_fails_is_a_person_who_is_not_there(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def fails(_said: object) -> bool:
        raise OSError("no trunk to +12125550142")

    conversation = Conversation(
        [Visiting],
        userdata=None,
        clock=lambda: datetime(2026, 6, 12, 9, tzinfo=UTC),
        reception=Reception(business="The Corner", callback=CallingBack),
        transfer=fails,
    )
    call = PlainCall(conversation)
    await call.open()
    assert "call you back soon" in await call.say("can i speak to a person")
    assert not conversation.closed
    assert "a transfer failed" in caplog.text
    assert "0142" not in caplog.text
