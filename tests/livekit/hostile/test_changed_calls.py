"""What a model changes between hearing and recording is never taken for sure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail import Choice, Email, Number, PersonName, Phone, Step, Text, When, Workflow, YesNo
from handrail.engine import moves as m
from handrail.engine.state import State
from handrail.kinds.base import Context
from handrail.livekit.calls import BadCall, Moment, ToolCall, move_of
from handrail.reading import CallerTurn, Scene, Transcript

NOW = datetime(2026, 6, 12, 9, tzinfo=ZoneInfo("America/New_York"))


class Visit(Workflow):
    service = Step(Choice(["Haircut", "Colour", "Consultation"]))
    start = Step(When())
    party = Step(Number())
    phone = Step(Phone())
    name = Step(PersonName())
    email = Step(Email())
    parking = Step(YesNo())
    note = Step(Text())


@dataclass(frozen=True)
class Heard:
    """A caller's turn, and the call of a model that understood it."""

    turn: str
    step: str
    value: Any
    said: str
    asked: str

    @property
    def call(self) -> ToolCall:
        return ToolCall(f"record_{self.step}", {self.step: self.value, "said": self.said})


def heard(turn: str, step: str, value: Any, said: str) -> Heard:
    return Heard(turn, step, value, said, step)


TRUE = [
    heard("the usual haircut i suppose dear", "service", "Haircut", "the usual haircut"),
    heard("ah tuesday at three it is", "start", "2026-06-16T15:00", "Tuesday at 3"),
    heard("make it the sixteenth at ten thirty dear", "start", "2026-06-16T10:30", "16th at 10:30"),
    heard("the whole gang of six", "party", 6, "gang of six"),
    heard("it is two one two 555 0142 dear", "phone", "+12125550142", "212 555 0142"),
    heard("well my love it is maria lopez", "name", "Maria Lopez", "Maria Lopez."),
    heard("ah maria at example dot com", "email", "maria@example.com", "maria@example.com"),
    heard("yes my dear", "parking", True, "yes my dear"),
    heard("tell them i have a big dog", "note", "I have a big dog", "i have a big dog"),
]


def moment(*turns: Heard) -> Moment:
    said = [CallerTurn(each.turn, NOW, each.asked) for each in turns]
    scene = Scene(Visit, State(), Context(now=NOW), (Visit,))
    return Moment(Transcript(scene, said), ["visit"])


def is_sure(call: ToolCall, *turns: Heard) -> bool:
    """Whether a call would be recorded, and not be read back."""
    try:
        move = move_of(call, moment(*turns))
    except BadCall:
        return False
    assert isinstance(move, m.Record)
    return move.evidence is not None and not move.doubtful


@pytest.mark.parametrize("true", TRUE, ids=lambda each: each.said)
def test_a_true_call_is_sure(true: Heard) -> None:
    assert is_sure(true.call, true)


trues = st.sampled_from(TRUE)


@given(true=trues, other=trues, data=st.data())
def test_another_value_for_true_words_is_not(
    true: Heard, other: Heard, data: st.DataObject
) -> None:
    value = data.draw(st.one_of(st.just(other.value), changed(true.value)))
    call = replace(true.call, arguments={true.step: value, "said": true.said})
    if _same(true, value):
        return
    assert not is_sure(call, true), call


@given(true=trues, data=st.data())
def test_other_words_for_another_value_are_not(true: Heard, data: st.DataObject) -> None:
    """The model is of one piece: value and quote tell the same, and nobody said it."""
    value, said = data.draw(changed(true.value)), data.draw(changed(true.said))
    if _same(true, value):
        return
    assert not is_sure(ToolCall(true.call.name, {true.step: value, "said": said}), true)


@given(before=trues, after=trues, other=trues, data=st.data())
def test_quotes_of_several_turns_make_no_value_that_none_of_them_gave(
    before: Heard, after: Heard, other: Heard, data: st.DataObject
) -> None:
    value = data.draw(st.one_of(st.just(other.value), changed(after.value)))
    said = f"{before.said} ... {after.said}"
    step = data.draw(st.sampled_from([before.step, after.step, other.step]))
    call = ToolCall(f"record_{step}", {step: value, "said": said})
    if any(each.step == step and _same(each, value) for each in (before, after)):
        return
    if step == "note" and str(value).casefold() in f"{before.turn} {after.turn}":
        return
    assert not is_sure(call, before, after), call


@given(true=trues, step=st.sampled_from(list(Visit.steps)))
def test_the_value_of_one_step_is_not_sure_as_anothers(true: Heard, step: str) -> None:
    if step == true.step:
        return
    call = ToolCall(f"record_{step}", {step: true.value, "said": true.said})
    assert not is_sure(call, true), call


@given(true=trues, fix=st.sampled_from([
    "not {}", "is it {}", "what about {}", "{}, no sorry, something else", "{} but let me see",
    "i can't do {}", "{} or maybe not", "i wonder if {}",
]))  # fmt: skip
def test_words_that_were_no_answer_make_nothing_sure(true: Heard, fix: str) -> None:
    turn = replace(true, turn=fix.format(true.said))
    if true.step == "parking":  # a yes or no is read as a whole
        return
    assert not is_sure(true.call, turn), turn.turn


@given(true=trues, later=trues)
def test_what_was_said_turns_ago_is_not_sure_any_more(true: Heard, later: Heard) -> None:
    if later.said == true.said:
        return
    assert not is_sure(true.call, true, later)


def changed(value: Any) -> st.SearchStrategy[Any]:
    """Change one digit, day, half of the day or letter of what a model gives."""
    if isinstance(value, bool):
        return st.just(not value)
    if isinstance(value, int):
        return st.integers(1, 40)
    text = str(value)
    options: list[st.SearchStrategy[str]] = [
        st.sampled_from([text[: match.start()] + other + text[match.end() :] for other in others])
        for pattern, others in ((r"\d", "0123456789"), (r"[a-z]", "aeioust"))
        for match in re.finditer(pattern, text)
    ]
    if re.match(r"\d{4}-", value):
        moved = st.sampled_from([timedelta(hours=12), timedelta(hours=-12), timedelta(days=7)])
        options.append(moved.map(lambda by: (datetime.fromisoformat(value) + by).isoformat()))
    swaps = st.sampled_from([("tuesday", "wednesday"), ("maria", "anna"), ("six", "seven")])
    options.append(swaps.map(lambda pair: re.sub(pair[0], pair[1], value, flags=re.IGNORECASE)))
    return st.one_of(options)


def _same(true: Heard, value: Any) -> bool:
    kind = Visit.steps[true.step].kind
    try:
        given_value = kind.parse(value, Context(now=NOW))
    except ValueError:
        return False
    wanted = kind.parse(true.value, Context(now=NOW))
    return bool(given_value == wanted) or str(given_value).casefold() == str(wanted).casefold()
