"""One run among others: evidence, what is carried, switching, starting over; purity."""

from __future__ import annotations

import dataclasses

import pytest

from handrail import engine
from handrail.engine import effects as f
from handrail.engine import events as e
from handrail.engine import moves as m
from handrail.engine.evolve import evolve
from handrail.engine.moves import (
    Abandon,
    Affirm,
    AskHuman,
    Checked,
    Choose,
    Decline,
    Deny,
    Goodbye,
    Help,
    Move,
    Question,
    Record,
    Repeat,
    Restart,
    Revisit,
    Silence,
    Switch,
    Unclear,
    Wait,
)
from handrail.engine.state import Answer, Candidate, Offer, Prompt, State
from handrail.plan import Confirm
from tests.engine.story import BOOKING, Story, booking, plan_of, quote, step

# --- evidence -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "move",
    [
        Record("service", "haircut"),
        Record("start", partial="tuesday"),
        Decline("email"),
        Revisit("service"),
        Affirm(),
        Deny(),
        Choose(1),
        Switch("rescheduling"),
        Abandon(),
        Goodbye(),
        AskHuman(),
        Restart(),
    ],
)
def test_a_model_that_quotes_nothing_moves_nothing(move: Move) -> None:
    story = Story(BOOKING)
    before = story.state.answers
    story.says(dataclasses.replace(move, by="model")).refuses("no_evidence").asks("service")
    assert story.state.answers == before == {}


@pytest.mark.parametrize(
    "move",
    [Help(), Question(), Repeat(), Silence(), Unclear(), Wait()],
    ids=lambda m: type(m).__name__,
)
def test_what_changes_no_answer_needs_no_quote(move: Move) -> None:
    story = Story(BOOKING).says(dataclasses.replace(move, by="model"))
    assert [event for event in story.new if isinstance(event, e.Refused)] == []


def test_a_models_answer_is_kept_with_the_callers_words() -> None:
    said = quote("a haircut", "please")
    story = Story(BOOKING).says(Record("service", "haircut", by="model", evidence=said))
    assert story.state.answers["service"].evidence == dataclasses.replace(said, turn=1)


def test_a_declined_step_keeps_the_callers_words() -> None:
    said = quote("no email")
    story = Story(BOOKING).says(Decline("email", by="model", evidence=said))
    kept = dataclasses.replace(said, turn=1)
    assert story.state.answers["email"] == Answer(None, "declined", kept)


def test_a_doubtful_value_of_a_model_is_read_back() -> None:
    story = Story(BOOKING)
    story.says(Record("service", "haircut", by="model", evidence=quote("hair"), doubtful=True))
    story.reads_back("service")


def test_a_completion_called_early_advances_nothing() -> None:
    story = Story(plan_of(step("a"), step("b"))).says(Record("a", 1))
    story.says(Affirm(by="model", evidence=quote("great")))
    story.refuses("nothing_to_confirm").asks("b")


def test_a_yes_to_something_else_cannot_be_quoted_again() -> None:
    story = Story(plan_of(step("a", confirm=Confirm.READ_BACK), step("b")))
    story.says(Record("a", 1)).reads_back("a").says(Affirm()).asks("b").says(Record("b", 2))
    old = quote("sounds good", turn=2)
    story.asks("summary").says(Affirm(by="model", evidence=old)).refuses("no_evidence")
    story.says(Record("b", 3, by="model", evidence=old))  # a value may be pieced together
    assert story.answers["b"] == 3


@pytest.mark.parametrize("by", ["reader", "model"])
def test_an_answer_that_says_nothing_is_refused(by: m.Source) -> None:
    story = Story(BOOKING).says(Record("service", by=by, evidence=quote("er")))
    story.refuses("no_evidence").asks("service")


def test_steps_nobody_declared_are_refused() -> None:
    for move in (Record("colour", "red"), Decline("colour"), Revisit("colour")):
        Story(BOOKING).says(move).refuses("unknown_step").asks("service")


def test_a_model_cannot_decline_what_is_required() -> None:
    story = Story(BOOKING).says(Decline("name", by="model", evidence=quote("no name")))
    story.refuses("required").asks("service")
    assert story.state.tries == {}


# --- workflows in one call ------------------------------------------------------------------------


def test_a_switch_ends_the_run_for_another_workflow() -> None:
    story = Story(BOOKING).says(Record("phone", "0142"), Switch("rescheduling"))
    story.ends("switched", "switched")
    assert story.finish is not None
    assert story.finish.switch_to == story.state.switch_to == "rescheduling"
    assert story.result is None
    assert story.committed == []


def test_a_switch_to_the_workflow_that_runs_is_no_change() -> None:
    story = Story(BOOKING).says(Record("service", "haircut"), Switch("booking")).asks("start")
    assert story.answers == {"service": "haircut"}


def test_what_was_said_in_another_workflow_is_not_asked_again() -> None:
    known = {"service": Answer("haircut", "heard"), "name": Answer("maria", "confirmed")}
    story = Story(BOOKING, known=known).asks("start")
    assert (story.status("service"), story.status("name")) == ("heard", "confirmed")


def test_a_carried_answer_of_a_step_this_workflow_has_not_is_left_out() -> None:
    assert Story(BOOKING, known={"colour": Answer("red", "heard")}).asks("service").answers == {}


def test_what_was_declined_elsewhere_does_not_answer_what_is_required_here() -> None:
    known = {"name": Answer(None, "declined"), "email": Answer(None, "declined")}
    story = Story(BOOKING, known=known)
    assert list(story.state.answers) == ["email"]


# --- starting over --------------------------------------------------------------------------------


def test_start_over_goes_back_to_what_was_known_before() -> None:
    story = Story(BOOKING, known={"phone": "0142"})
    story.says(Record("service", "haircut"), Record("phone", "0199"), Restart())
    story.asks("service")
    assert story.answers == {"phone": "0142"}
    assert [type(news) for news in story.state.owed] == [e.Restarted]


def test_start_over_with_the_first_answer_in_one_turn() -> None:
    story = (
        Story(BOOKING)
        .says(Record("service", "haircut"))
        .says(Restart(), Record("service", "colour"))
    )
    story.asks("start")
    assert story.answers == {"service": "colour"}


def test_a_check_from_before_starting_over_is_ignored() -> None:
    story = Story(BOOKING).says(Record("service", "haircut"))
    story.slow = True
    story.says(Record("start", "three")).says(Restart()).asks("service")
    story.host_answers()
    assert story.new == ()
    assert story.answers == {}


def test_what_was_known_before_is_checked_again_after_starting_over() -> None:
    story = Story(plan_of(step("a", checked=True), step("b")), known={"a": Answer(1, "heard")})
    story.says(Restart()).asks("b")
    assert [check.value for check in story.checked] == [1, 1]


def test_starting_over_does_not_forget_that_a_person_was_refused() -> None:
    story = Story(BOOKING).says(Unclear()).says(Unclear()).says(Unclear()).says(Deny())
    story.says(Restart()).says(Unclear()).says(Unclear()).says(Unclear())
    story.ends("abandoned", "not_understood")


# --- pure -----------------------------------------------------------------------------------------


def test_the_events_of_a_run_give_its_state() -> None:
    story = Story(BOOKING).says(Record("service", "haircut"), Record("start", "three"))
    story.says(Record("phone", "0142")).says(Affirm()).says(Revisit("start")).says(Deny())
    assert engine.replay(State(), story.events) == story.state


def test_an_illegal_move_changes_nothing_and_gives_a_reason() -> None:
    state = Story(BOOKING).state
    events, after = engine.apply(BOOKING, state, Choose(1))
    assert events == (e.Refused("Choose", "no_offer"),)
    assert after == state


def test_an_illegal_move_of_a_model_is_only_counted() -> None:
    state = Story(BOOKING).state
    events, after = engine.apply(BOOKING, state, Record("service", 1, by="model"))
    assert events == (e.Refused("Record", "no_evidence", "service", by_model=True),)
    assert after == dataclasses.replace(state, refusals=1)


def test_every_event_but_a_refusal_gives_a_new_revision() -> None:
    state = Story(BOOKING).state
    assert evolve(state, e.Waited()).revision == state.revision + 1
    assert evolve(state, e.Refused("Choose", "no_offer")).revision == state.revision


def test_every_event_there_is_has_its_place() -> None:
    kinds = {getattr(e, name) for name in e.__all__}
    events = {kind for kind in kinds if isinstance(kind, type) and issubclass(kind, e.Event)}
    from handrail.engine.evolve import _CHANGES

    assert set(_CHANGES) == events - {e.Event, e.News}


def test_deciding_again_decides_the_same() -> None:
    state = Story(BOOKING).state
    said = [Record("service", "haircut"), Record("start", "three"), Revisit("service")]
    assert engine.advance(BOOKING, state, said) == engine.advance(BOOKING, state, said)


def test_what_enters_is_never_changed() -> None:
    answers = {"phone": Answer("0142", "prefilled")}
    facts: dict[str, object] = {"open": True}
    _, state = engine.start(booking(), run="run", facts=facts, answers=answers)
    engine.advance(BOOKING, state, [Record("phone", "0199"), Record("service", "colour")])
    assert answers == {"phone": Answer("0142", "prefilled")}
    assert state.answers == answers
    assert facts == {"open": True}
    with pytest.raises(dataclasses.FrozenInstanceError):
        state.revision = 1  # type: ignore[misc]


def test_a_run_can_be_started_without_anything_known() -> None:
    events, state = engine.start(BOOKING, run="run-7")
    assert [type(event) for event in events] == [e.Began]
    assert (state.run, state.phase, state.revision) == ("run-7", "open", 1)
    (ask,) = engine.conclude(BOOKING, state, events).effects
    assert isinstance(ask, f.Ask)
    assert ask.prompt.step == "service"


def test_a_prompt_puts_only_its_own_offer() -> None:
    offer = Offer("a", (1, 2), wanted=Candidate())
    assert Prompt("offer", "a", "first", 1, {"a": (1, 2)}).offers(offer)
    assert not Prompt("offer", "a", "first", 1, {"a": (1, 3)}).offers(offer)
    assert not Prompt("ask", "a", "first", 1).offers(offer)


def test_a_check_may_rely_on_what_is_known() -> None:
    story = Story(BOOKING).says(Record("name", "maria"), Record("service", "haircut"))
    story.says(Record("start", "three"))
    assert story.checked == [
        f.Check(
            "start",
            story.checked[0].revision,
            "three",
            answers={"service": "haircut", "name": "maria"},
        )
    ]
    story.reports(Checked(99, "start", ok=False))
    assert story.new == ()
