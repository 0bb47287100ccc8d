"""A caller who is back after a while: what was checked is checked again, the rest stands."""

from __future__ import annotations

from handrail import engine
from handrail.engine import events as e
from handrail.engine import moves as m
from handrail.engine.effects import Ask, Check, Commit
from handrail.engine.machine import Advance, advance
from handrail.engine.state import Answer
from handrail.plan import StepPlan
from tests.engine.story import plan_of

PLAN = plan_of(
    StepPlan("service", "text"),
    StepPlan("start", "text", needs=("service",), checked=True),
    StepPlan("name", "text"),
)


def begun() -> Advance:
    answers = {"service": Answer("haircut", "confirmed"), "start": Answer("three", "heard")}
    events, state = engine.start(PLAN, run="run", answers=answers)
    turn = engine.conclude(PLAN, state, events)
    (check,) = turn.effects
    assert isinstance(check, Check)
    return advance(PLAN, turn.state, [m.Checked(check.revision, "start", ok=True)])


def test_what_was_checked_is_checked_again_and_what_was_asked_is_asked_again() -> None:
    turn = advance(PLAN, begun().state, [m.Resumed(0)])
    (check,) = turn.effects
    assert isinstance(check, Check)
    assert check.value == "three"
    turn = advance(PLAN, turn.state, [m.Checked(check.revision, "start", ok=True)])
    (ask,) = turn.effects
    assert isinstance(ask, Ask)
    assert (ask.prompt.step, ask.news) == ("name", ())
    assert turn.state.answers == begun().state.answers


def test_what_is_gone_meanwhile_goes_with_the_reason() -> None:
    turn = advance(PLAN, begun().state, [m.Resumed(0)])
    (check,) = turn.effects
    assert isinstance(check, Check)
    report = m.Checked(
        check.revision, "start", ok=False, reason="Three is taken", options=("four",)
    )
    turn = advance(PLAN, turn.state, [report])
    (ask,) = turn.effects
    assert isinstance(ask, Ask)
    assert (ask.prompt.act, ask.prompt.step) == ("offer", "start")
    assert turn.state.answers.keys() == {"service"}


def test_an_offer_is_looked_into_again() -> None:
    state = begun().state
    wanted = m.Record("start", alternatives=("four", "five"))
    turn = advance(PLAN, state, [wanted], new_turn=True)
    (check,) = turn.effects
    assert isinstance(check, Check)
    options = ("four", "five")
    turn = advance(PLAN, turn.state, [m.Checked(check.revision, "start", ok=True, options=options)])
    assert turn.state.offer is not None
    turn = advance(PLAN, turn.state, [m.Resumed(0)])
    assert turn.state.offer is None
    (check,) = turn.effects
    assert isinstance(check, Check)
    assert check.alternatives == ("four", "five")


def test_a_yes_that_was_given_stands() -> None:
    state = begun().state
    state = advance(PLAN, state, [m.Record("name", "Ann")], new_turn=True).state
    turn = advance(PLAN, state, [m.Played(state.revision)])
    prompt = turn.state.prompt
    assert prompt is not None
    state = advance(PLAN, turn.state, [m.Played(prompt.revision)]).state
    turn = advance(PLAN, state, [m.Affirm()], new_turn=True)
    assert isinstance(turn.effects[0], Commit)
    again = advance(PLAN, turn.state, [m.Resumed(0)])
    assert again.state.phase == "committing"
    assert [type(event) for event in again.events] == [e.Resumed]


def test_a_summary_is_told_in_full_again() -> None:
    state = begun().state
    state = advance(PLAN, state, [m.Record("name", "Ann")], new_turn=True).state
    assert state.prompt is not None
    state = advance(PLAN, state, [m.Played(state.prompt.revision)]).state
    assert state.answers["name"].named
    turn = advance(PLAN, state, [m.Resumed(0)])
    assert not turn.state.answers["name"].named
