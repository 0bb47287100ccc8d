"""Whatever happens in a call, it is written down and read back as it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import MISSING, fields
from datetime import UTC, date, datetime, time
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail import Choice, Email, Kind, Number, Phone, Step, When, engine
from handrail.engine import effects as f
from handrail.engine import events as e
from handrail.engine import moves as m
from handrail.engine.state import Answer, Candidate, Offer, Prompt, State
from handrail.entries import (
    LOST,
    Decided,
    EndingsHeard,
    Entry,
    HandedOver,
    HungUp,
    Said,
    Spoke,
)
from handrail.journal import UnreadableJournal
from handrail.journal.codec import _EVENTS, _SHAPES, FORM, decode, encode, kind_of
from handrail.journal.values import Values, is_json
from handrail.kinds.base import Context
from handrail.kinds.email import EmailPart
from handrail.kinds.phone import PhonePart
from handrail.kinds.task import TaskResult
from handrail.kinds.when.part import WhenPart
from tests.engine.worlds import STEPS, World, moves, worlds

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 6, 12, 9, 30, 15, 250, tzinfo=NEW_YORK)
CONTEXT = Context(now=NOW)
NUMBERS = Values({name: Step(Number()) for name in STEPS}, CONTEXT)
CARD = "4242424242424242"


def values(kind: Kind[Any], context: Context = CONTEXT) -> Values:
    return Values({"it": Step(kind)}, context)


def through_the_journal(entry: Entry, of: Values) -> Entry:
    data = encode(entry, of)
    assert is_json(data)
    text = json.dumps(data, ensure_ascii=False)
    return decode(kind_of(entry), json.loads(text), of)


def event_through_the_journal(event: e.Event, of: Values) -> e.Event:
    read = through_the_journal(Decided(event), of)
    assert isinstance(read, Decided)
    return read.event


# --- every call -------------------------------------------------------------------------------


@given(world=worlds(), data=st.data())
def test_any_call_is_read_back_to_the_same_state(world: World, data: st.DataObject) -> None:
    plan = world.plan
    events, state = engine.start(plan, run="run", facts=world.facts, answers=world.known)
    advance = engine.conclude(plan, state, events)
    every = [*advance.events]
    for _ in range(data.draw(st.integers(0, 12))):
        reports: list[m.Report] = []
        for effect in advance.effects:
            if isinstance(effect, f.Check):
                reports.append(world.checked(effect, offer=data.draw(st.booleans())))
            elif isinstance(effect, f.Commit):
                done = m.Committed(effect.revision, {"code": ["K7", 2, None, True, 0.5]})
                failed = m.CommitFailed(effect.revision, plan.names[0], "it is taken", (1, 2))
                reports.append(data.draw(st.sampled_from([done, failed])))
        if prompt := advance.state.prompt:
            heard = data.draw(st.none() | st.frozensets(st.sampled_from(plan.names)))
            reports.append(m.Played(prompt.revision, heard, complete=data.draw(st.booleans())))
        said = data.draw(st.lists(moves(plan.names), max_size=3))
        advance = engine.advance(plan, advance.state, [*reports, *said], new_turn=bool(said))
        every += advance.events
    read = [event_through_the_journal(event, NUMBERS) for event in every]
    assert read == every
    assert engine.replay(State(), read) == engine.replay(State(), every) == advance.state


def test_every_event_and_every_field_of_it_has_a_form() -> None:
    """What is no text, number or boolean has a shape in the table, or the codec cannot know it."""
    assert set(_EVENTS) == {cls.__name__ for cls in _all_below(e.Event)} - {"News"}
    nested = [Answer, Candidate, Offer, Prompt, m.Evidence, Said, Spoke]
    for cls in (*_EVENTS.values(), *nested):
        hints = get_type_hints(cls)
        needed = {each.name for each in fields(cls) if not _is_plain(hints[each.name])}
        named = set(_SHAPES.get(cls, {})) | ({"values"} if cls is Prompt else set())
        assert needed <= named, f"{cls.__name__}: {needed - named}"
        assert named <= {each.name for each in fields(cls)}


def _all_below(cls: type) -> set[type]:
    below: set[type] = set(cls.__subclasses__())
    return below.union(*map(_all_below, below))


def _is_plain(hint: Any) -> bool:
    if get_origin(hint) in {Union, UnionType}:
        return all(map(_is_plain, get_args(hint)))
    return get_origin(hint) is Literal or hint in {str, int, bool, type(None)}


def test_a_field_at_its_default_is_not_written() -> None:
    assert encode(Decided(e.TurnBegan()), NUMBERS) == {}
    prompt = Prompt("ask", "a", "first", 7)
    written = encode(Decided(e.Prompted(prompt)), NUMBERS)
    assert written == {"prompt": {"act": "ask", "step": "a", "manner": "first", "revision": 7}}


@pytest.mark.parametrize(
    "entry",
    [
        Said("Wednesday at three", NOW, "start"),
        Said("", NOW),
        Spoke("Booked.", frozenset({"b", "a"})),
        EndingsHeard(),
        HandedOver(),
        HungUp(),
    ],
)
def test_what_is_no_event_is_read_back_too(entry: Entry) -> None:
    assert through_the_journal(entry, NUMBERS) == entry


# --- values -----------------------------------------------------------------------------------

PARTS: list[tuple[Kind[Any], Any]] = [
    (Email(), EmailPart(local="maria.lopez")),
    (Email(), EmailPart(domain="gmail.com")),
    (Phone(), PhonePart("+44207")),
    (When(), WhenPart(date=date(2026, 6, 16))),
    (When(), WhenPart(time=time(15), bare=True, weekdays=(0, 4), prefer="first")),
    (When(), WhenPart(first=date(2026, 6, 15), last=date(2026, 6, 19), around=time(15, 30))),
    (When(), WhenPart(start=time(12), end=time(18), dates=(date(2026, 6, 16), date(2026, 6, 23)))),
    (When(), WhenPart(never=(time(13, 30), time(14)), date=date(2026, 6, 16))),
]


@pytest.mark.parametrize(("kind", "part"), PARTS)
def test_a_part_of_a_value_is_read_back_as_the_same(kind: Kind[Any], part: object) -> None:
    event = e.Heard("it", Candidate(partial=part))
    assert event_through_the_journal(event, values(kind)) == event


@pytest.mark.parametrize("field", [each.name for each in fields(WhenPart)])
def test_no_field_of_a_part_of_a_time_is_left_out(field: str) -> None:
    every = [part for _, part in PARTS if isinstance(part, WhenPart)]
    default = next(each for each in fields(WhenPart) if each.name == field).default
    assert default is not MISSING
    assert any(getattr(part, field) != default for part in every)


def test_a_time_is_read_back_in_the_zone_of_the_call_also_when_it_is_past() -> None:
    three = datetime(2026, 6, 12, 15, tzinfo=NEW_YORK)
    event = e.Answered("it", Answer(three, "heard"), old=three.replace(hour=14))
    written = encode(Decided(event), values(When()))
    a_day_later = Context(now=datetime(2026, 6, 13, 9, tzinfo=NEW_YORK))
    read = decode("Answered", written, values(When(), a_day_later))
    assert read == Decided(event)
    assert read.event.answer.value.tzinfo is NEW_YORK  # type: ignore[attr-defined]


def test_an_hour_that_is_twice_is_read_back_as_the_one_it_was() -> None:
    for fold in (0, 1):
        value = datetime(2026, 11, 1, 1, 30, fold=fold, tzinfo=NEW_YORK)
        event = e.Noted("it", value)
        read = event_through_the_journal(event, values(When()))
        assert isinstance(read, e.Noted)
        assert (read.value.fold, read.value.utcoffset()) == (fold, value.utcoffset())


def test_options_of_an_offer_are_each_written_by_their_kind() -> None:
    times = tuple(datetime(2026, 6, 16, hour, tzinfo=NEW_YORK) for hour in (10, 11))
    offered = e.Offered(Offer("it", times, Candidate(partial=WhenPart(date=date(2026, 6, 16)))))
    prompted = e.Prompted(Prompt("offer", "it", "first", 4, {"it": times}))
    for event in (offered, prompted):
        assert event_through_the_journal(event, values(When())) == event


def test_an_option_that_was_withdrawn_is_lost() -> None:
    old, new = values(Choice(("Cut", "Color"))), values(Choice(("Cut",)))
    event = e.Answered("it", Answer(Choice(("Color",)).parse("Color", CONTEXT), "heard"))
    read = decode("Answered", encode(Decided(event), old), new)
    assert read == Decided(e.Answered("it", Answer(LOST, "heard")))


def test_a_step_that_is_gone_loses_its_value_and_nothing_else() -> None:
    event = e.Answered("a", Answer(3, "heard", m.Evidence(1, ("three",))))
    read = decode("Answered", encode(Decided(event), NUMBERS), Values({}, CONTEXT))
    assert read == Decided(e.Answered("a", Answer(LOST, "heard", m.Evidence(1, ("three",)))))


class Odd(Number):
    """A kind whose values cannot be written as they should."""

    dumped: Callable[[], Any] = staticmethod(lambda: 1 / 0)

    def dump(self, value: int) -> Any:
        del value
        return self.dumped()


@pytest.mark.parametrize(
    "dumped",
    [lambda: 1 / 0, lambda: {1}, lambda: float("nan"), lambda: (1,)],
    ids=["raises", "a set", "no number", "a tuple"],
)
def test_a_kind_at_fault_costs_its_value_and_not_the_call(
    dumped: Callable[[], Any], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Odd, "dumped", staticmethod(dumped))
    event = e.Answered("it", Answer(41, "heard"))
    read = event_through_the_journal(event, values(Odd()))
    assert read == e.Answered("it", Answer(LOST, "heard"))
    assert "cannot be written" in caplog.text
    assert "41" not in caplog.text


def test_facts_and_receipts_are_kept_if_they_are_json_data() -> None:
    began = e.Began("run", "plan", "f", {"open": True, "hours": object()})
    read = event_through_the_journal(began, NUMBERS)
    assert read == e.Began("run", "plan", "f", {"open": True})
    written = e.Written({"at": NOW})
    assert event_through_the_journal(written, NUMBERS) == e.Written(None)


# --- secrets ----------------------------------------------------------------------------------


def card(*, kept: bool = False) -> Values:
    return values(TaskResult(factory=object, kept=kept))


SECRETS: list[Entry] = [
    Decided(e.Answered("it", Answer(CARD, "heard", m.Evidence(3, (CARD,)), ends=CARD), CARD)),
    Decided(e.Heard("it", Candidate(CARD, CARD, (CARD,), m.Evidence(3, (CARD,))))),
    Decided(e.CheckFailed("it", Candidate(CARD), f"{CARD} has expired")),
    Decided(e.Cleared("it", CARD, "stale", f"{CARD} has expired")),
    Decided(e.Declined("it", m.Evidence(3, (CARD,)))),
    Decided(e.Kept("it", CARD)),
    Decided(e.Noted("it", CARD)),
    Decided(e.PartHeard("it", CARD)),
    Decided(e.Offered(Offer("it", (CARD,), Candidate(CARD)))),
    Decided(e.Prompted(Prompt("summary", None, "first", 4, {"it": CARD}))),
    Decided(e.Prompted(Prompt("offer", "it", "first", 4, {"it": (CARD,)}))),
    Decided(e.Began("run", "plan", "f", {}, {"it": Answer(CARD, "confirmed")})),
    Said(CARD, NOW, "it", private=True),
    Spoke(f"Your card is {CARD}", frozenset({"it"})),
]


IDS = [f"{number} {kind_of(entry)}" for number, entry in enumerate(SECRETS)]


@pytest.mark.parametrize("entry", SECRETS, ids=IDS)
def test_what_a_task_asked_for_is_never_written(entry: Entry) -> None:
    assert CARD not in json.dumps(encode(entry, card()))
    assert type(through_the_journal(entry, card())) is type(entry)


@pytest.mark.parametrize("entry", SECRETS[:2], ids=IDS[:2])
def test_what_a_task_asked_for_is_written_if_that_was_said(entry: Entry) -> None:
    assert through_the_journal(entry, card(kept=True)) == entry


def test_a_task_that_gives_no_json_data_is_not_kept_whatever_was_said() -> None:
    event = e.Noted("it", date(2026, 6, 16))
    assert event_through_the_journal(event, card(kept=True)) == e.Noted("it", LOST)


# --- other versions ---------------------------------------------------------------------------


def test_a_field_that_an_older_version_did_not_write_has_its_default() -> None:
    written = {"heard": ["a"], "complete": True}
    assert decode("PromptHeard", written, NUMBERS) == Decided(
        e.PromptHeard(frozenset({"a"}), complete=True)
    )


@pytest.mark.parametrize(
    ("kind", "data", "form", "sentence"),
    [
        ("TurnBegan", {}, FORM + 1, "newer Handrail"),
        ("Sung", {}, FORM, "unknown kind: Sung"),
        ("Event", {}, FORM, "unknown kind"),
        ("Confirmed", {"step": "a", "loudly": True}, FORM, "damaged: Confirmed"),
        ("Confirmed", {}, FORM, "damaged"),
        ("Answered", {"step": "a", "answer": 3}, FORM, "damaged"),
        ("Prompted", {"prompt": {}}, FORM, "damaged"),
        ("Said", {"text": "hello", "at": "noon"}, FORM, "damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(
    kind: str, data: dict[str, Any], form: int, sentence: str
) -> None:
    with pytest.raises(UnreadableJournal, match=sentence):
        decode(kind, data, NUMBERS, form)


def test_the_moment_of_a_turn_is_told_in_the_zone_of_the_call() -> None:
    there = Values({}, Context(now=NOW.astimezone(UTC)))
    read = decode("Said", encode(Said("hello", NOW), NUMBERS), there)
    assert read == Said("hello", NOW)
    assert isinstance(read, Said)
    assert read.at.tzinfo is UTC
