"""It always ends: re-asks, silence, faults of the host, a person, a polite end."""

from __future__ import annotations

import pytest

from handrail.engine import events as e
from handrail.engine.moves import (
    Abandon,
    Affirm,
    AskHuman,
    Checked,
    Choose,
    CommitFailed,
    Committed,
    Decline,
    Deny,
    Goodbye,
    Help,
    Move,
    Question,
    Record,
    Repeat,
    Revisit,
    Unclear,
    Wait,
)
from handrail.engine.state import Answer
from handrail.facts import Verdict
from handrail.plan import Confirm
from tests.engine.story import BOOKING, Story, booking, plan_of, quote, step


def lost(story: Story) -> Story:
    """Say three times what nobody understands."""
    return story.says(Unclear()).says(Unclear()).says(Unclear())


# --- not understood -------------------------------------------------------------------------------


def test_not_understood_is_rephrased_then_helped_then_a_person_is_offered() -> None:
    story = Story(BOOKING).says(Unclear()).asks("service", manner="rephrase")
    story.says(Unclear()).asks("service", manner="help")
    story.says(Unclear()).asks("human")
    story.says(Affirm()).ends("escalated", "human")


def test_tries_are_counted_per_step() -> None:
    story = Story(BOOKING).says(Unclear()).says(Unclear()).says(Record("service", "haircut"))
    story.says(Unclear()).asks("start", manner="rephrase")


def test_a_person_refused_is_followed_by_one_more_try_and_a_polite_end() -> None:
    story = lost(Story(BOOKING)).asks("human").says(Deny()).asks("service", manner="again")
    story.says(Unclear()).ends("abandoned", "not_understood")


def test_a_person_refused_and_an_answer_go_on_as_if_nothing_had_been() -> None:
    story = lost(Story(BOOKING)).says(Deny()).says(Record("service", "haircut")).asks("start")
    lost(story).ends("abandoned", "not_understood")


def test_an_answer_in_place_of_a_yes_to_a_person_goes_on() -> None:
    story = lost(Story(BOOKING)).says(Record("service", "haircut")).asks("start")
    lost(story).asks("human")


def test_who_does_not_understand_the_offer_of_a_person_is_let_go() -> None:
    story = lost(Story(BOOKING)).says(Unclear()).asks("human", manner="rephrase")
    story.says(Unclear()).ends("abandoned", "not_understood")


def test_without_a_person_the_call_ends_politely() -> None:
    lost(Story(booking(escalates=False))).ends("abandoned", "not_understood")


def test_a_yes_or_no_that_answers_nothing_is_not_understood() -> None:
    story = Story(BOOKING).says(Affirm()).asks("service", manner="rephrase")
    story.says(Deny()).asks("service", manner="help").says(Affirm()).asks("human")


def test_a_required_step_that_is_declined_again_and_again_ends_too() -> None:
    story = Story(BOOKING)
    for _ in range(2):
        story.says(Decline("service")).asks("service", manner="required")
    story.says(Decline("service")).asks("human")


def test_yes_to_is_there_an_email_invites_it_once() -> None:
    story = Story(plan_of(step("email", optional=True))).says(Affirm())
    story.asks("email", manner="invite").says(Affirm()).asks("email", manner="rephrase")


def test_no_to_an_optional_step_declines_it() -> None:
    story = Story(plan_of(step("email", optional=True))).says(Deny()).asks("summary")
    assert story.status("email") == "declined"
    assert [news.step for news in story.news(e.Declined)] == ["email"]


def test_yes_to_what_should_i_change_is_not_understood() -> None:
    story = Story(plan_of(step("a"))).says(Record("a", 1)).says(Deny()).asks("change")
    story.says(Affirm()).asks("change", manner="rephrase")


def test_a_summary_refused_for_nothing_three_times_offers_a_person() -> None:
    story = Story(plan_of(step("a"))).says(Record("a", 1))
    for _ in range(2):
        story.asks("summary").says(Deny()).asks("change").says(Deny())
    story.asks("summary").says(Deny()).says(Deny()).asks("human")


def test_a_change_at_the_summary_begins_the_count_anew() -> None:
    story = Story(plan_of(step("a"))).says(Record("a", 1)).says(Unclear()).says(Unclear())
    story.says(Record("a", 2)).asks("summary").says(Unclear()).asks("summary", manner="rephrase")


@pytest.mark.parametrize(
    "aside",
    [Repeat(), Help(), Question(), Question("price", answered=True), Wait(), Choose(7)],
    ids=["repeat", "help", "question", "answered", "wait", "no-such-option"],
)
def test_no_aside_goes_on_for_ever(aside: Move) -> None:
    story = Story(BOOKING)
    for _ in range(20):
        if story.prompt.act == "human":
            break
        story.says(aside)
    story.asks("human")
    for _ in range(20):
        if story.finish:
            break
        story.says(aside)
    story.ends("abandoned", "not_understood")


def test_a_dozen_corrections_are_no_trouble() -> None:
    story = Story(plan_of(step("a"), step("b")))
    story.says(Record("a", 0)).says(Record("b", 0)).asks("summary")
    for value in range(1, 30):
        story.says(Record("a", value)).asks("summary")


def test_a_value_given_and_denied_again_and_again_offers_a_person() -> None:
    story = Story(plan_of(step("a", confirm=Confirm.READ_BACK)))
    for value in range(20):
        if story.prompt.act == "human":
            break
        story.says(Record("a", value)).reads_back("a").says(Deny())
    story.asks("human")


@pytest.mark.parametrize("asides", range(13))
def test_a_yes_to_still_there_is_never_the_last_straw(asides: int) -> None:
    story = Story(plan_of(step("a", confirm=Confirm.READ_BACK), summary=False, escalates=False))
    story.says(Record("a", 1))
    for _ in range(asides):
        story.says(Repeat())
        if story.finish:
            return
    story.is_silent()
    if not story.finish:
        story.says(Affirm()).says(Affirm()).ends("completed", "completed")


def test_a_number_given_digit_by_digit_is_no_trouble() -> None:
    story = Story(plan_of(step("phone", in_parts=True)))
    for digits in range(1, 20):
        story.says(Record("phone", partial="1" * digits)).asks("phone", manner="listen")
    story.says(Record("phone", "1" * 20)).asks("summary")


def test_what_nobody_understands_before_anything_was_asked_counts_for_what_will_be() -> None:
    plan = plan_of(step("a", checked=True), step("b"))
    story = Story(plan, known={"a": Answer(1, "heard")}, slow=True)
    story.says(Unclear()).host_answers().asks("b", manner="rephrase")


@pytest.mark.parametrize("move", [Unclear(), Repeat()])
def test_what_nobody_understands_when_nothing_is_left_to_ask_holds_nothing_up(move: Move) -> None:
    plan = plan_of(step("a", checked=True), summary=False)
    story = Story(plan, known={"a": Answer(1, "heard", doubtful=False)}, slow=True)
    story.says(move).host_answers().ends("completed", "completed")


def test_the_same_digits_again_are_asked_for_the_rest() -> None:
    story = Story(plan_of(step("phone", in_parts=True)))
    story.says(Record("phone", partial="212")).asks("phone", manner="listen")
    story.says(Record("phone", partial="212")).asks("phone", manner="rest")


def test_a_day_of_which_no_time_is_wanted_does_not_go_on_for_ever() -> None:
    story = Story(plan_of(step("start", checked=True)), check=lambda _check: Verdict.choose(10, 11))
    for _ in range(10):
        if story.prompt.act == "human":
            break
        story.says(Record("start", partial="saturday")).offers("start", 10, 11).says(Deny())
    story.asks("human")


# --- silence --------------------------------------------------------------------------------------


def test_a_silence_is_nudged_then_helped_then_the_end() -> None:
    story = Story(BOOKING).is_silent().asks("service", manner="nudge")
    story.is_silent().asks("service", manner="help")
    story.is_silent().ends("abandoned", "silence")


def test_a_word_begins_the_silence_anew() -> None:
    story = Story(BOOKING).is_silent().is_silent().says(Unclear()).is_silent()
    story.asks("service", manner="nudge")


def test_half_a_number_and_silence_asks_for_the_rest() -> None:
    story = Story(plan_of(step("phone", in_parts=True)))
    story.says(Record("phone", partial="212")).asks("phone", manner="listen")
    story.is_silent().asks("phone", manner="rest")


def test_a_part_that_will_not_do_is_not_listened_to_in_silence() -> None:
    story = Story(
        plan_of(step("phone", in_parts=True, checked=True)),
        check=lambda _check: Verdict.no("we cannot call abroad"),
    )
    story.says(Record("phone", partial="+44")).asks("phone", manner="again")


# --- faults of the host ---------------------------------------------------------------------------


def test_a_check_that_breaks_apologises_and_offers_a_person() -> None:
    story = Story(BOOKING, check=lambda _check: None).says(Record("service", "haircut"))
    story.says(Record("start", "three")).asks("human")
    assert len(story.news(e.Apologised)) == 1
    assert "start" not in story.answers
    story.says(Deny()).asks("start", manner="again")
    story.says(Record("start", "three")).ends("abandoned", "failed")


def test_a_broken_check_of_an_answer_drops_it() -> None:
    story = Story(BOOKING).says(Record("service", "haircut"), Record("start", "three"))
    story.check = lambda _check: None
    story.says(Record("service", "colour")).asks("human")
    assert "start" not in story.answers
    story.check = lambda _check: Verdict.yes()
    story.says(Deny()).says(Record("start", "three")).asks("phone")


def test_two_checks_that_break_apologise_once() -> None:
    plan = plan_of(step("a", checked=True), step("b", checked=True))
    story = Story(plan, check=lambda _check: None).says(Record("a", 1), Record("b", 2))
    story.asks("human")
    assert len(story.news(e.Apologised)) == 1


def test_a_report_after_the_end_changes_nothing() -> None:
    plan = plan_of(step("a", checked=True), step("b", checked=True), escalates=False)
    story = Story(plan, check=lambda _check: None).says(Record("a", 1), Record("b", 2))
    story.ends("abandoned", "failed")
    assert story.new == ()
    assert story.answers == {}


def test_a_commit_that_breaks_apologises_offers_a_person_and_can_be_tried_again() -> None:
    story = Story(plan_of(step("a")), commits=[lambda commit: CommitFailed(commit.revision)])
    story.says(Record("a", 1)).says(Affirm()).asks("human")
    assert story.result is None
    story.says(Deny()).asks("summary").says(Affirm()).ends("completed", "completed")
    assert len(story.committed) == 2


def test_a_commit_that_breaks_without_a_summary_is_tried_again_when_no_person_is_wanted() -> None:
    broken = [lambda commit: CommitFailed(commit.revision)]
    story = Story(plan_of(step("a"), summary=False), commits=broken).says(Record("a", 1))
    story.asks("human").says(Deny()).ends("completed", "completed")


def test_a_commit_that_breaks_twice_ends_the_call() -> None:
    broken = [lambda commit: CommitFailed(commit.revision)] * 2
    story = Story(plan_of(step("a")), commits=broken).says(Record("a", 1)).says(Affirm())
    story.says(Deny()).says(Affirm()).ends("abandoned", "failed")


def test_a_value_the_commit_refuses_is_asked_again_and_the_rest_stays() -> None:
    refused = [lambda commit: CommitFailed(commit.revision, "start", "just taken", ("two", "four"))]
    story = Story(BOOKING, commits=refused)
    story.says(
        Record("service", "haircut"), Record("start", "three"), Record("phone", "0142"),
        Record("name", "maria"), Decline("email"),
    ).says(Affirm()).asks("summary").says(Affirm())  # fmt: skip
    story.offers("start", "two", "four")
    assert [news.reason for news in story.news(e.Cleared)] == ["just taken"]
    story.says(Choose(2)).asks("summary").says(Affirm()).ends("completed", "completed")
    assert story.result is not None
    assert (story.result["start"], story.result["name"]) == ("four", "maria")


def test_a_value_the_commit_refuses_without_alternatives_is_asked_again() -> None:
    refused = [lambda commit: CommitFailed(commit.revision, "a", "just taken")]
    story = Story(plan_of(step("a")), commits=refused).says(Record("a", 1)).says(Affirm())
    story.asks("a")


def test_a_commit_refused_for_a_step_that_has_no_value_is_the_hosts_fault() -> None:
    for name in ("nowhere", "email"):
        refused = [lambda commit, name=name: CommitFailed(commit.revision, name, "odd")]
        plan = plan_of(step("a"), step("email", optional=True), summary=False)
        story = Story(plan, commits=refused).says(Record("a", 1), Decline("email"))
        if name == "nowhere":
            story.asks("human")
        else:  # it holds that there is none, which will not do
            story.asks("email")


def test_the_commit_is_done_once() -> None:
    story = Story(plan_of(step("a"))).says(Record("a", 1)).says(Affirm())
    story.ends("completed", "completed")
    (commit,) = story.committed
    story.reports(Committed(commit.revision, "again"))
    assert story.new == ()
    story.reports(CommitFailed(commit.revision))
    assert story.new == ()


def test_what_is_said_while_it_is_written_is_refused() -> None:
    story = Story(plan_of(step("a"))).says(Record("a", 1))
    story.slow = True
    story.says(Affirm()).says(Record("a", 2)).refuses("committing")
    story.reports(Committed(-1), CommitFailed(-1))
    assert story.new == ()
    story.host_answers().ends("completed", "completed")
    assert story.result == {"a": 1}


def test_a_receipt_is_handed_on() -> None:
    receipt = {"code": "K7M4"}
    story = Story(
        plan_of(step("a"), summary=False),
        commits=[lambda commit: Committed(commit.revision, receipt)],
    ).says(Record("a", 1))
    assert story.finish is not None
    assert story.finish.receipt == receipt


# --- going away -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("move", "outcome", "cause"),
    [
        (Abandon(), "abandoned", "abandoned"),
        (Goodbye(), "abandoned", "goodbye"),
        (AskHuman(), "escalated", "human"),
    ],
)
def test_a_caller_can_leave_at_any_moment(move: Move, outcome: str, cause: str) -> None:
    Story(BOOKING).says(move).ends(outcome, cause)
    Story(BOOKING).says(Record("service", "haircut"), move, Record("name", "maria")).ends(
        outcome, cause
    )
    story = Story(plan_of(step("a"))).says(Record("a", 1)).asks("summary").says(move)
    if cause == "goodbye":
        story.asks("summary", manner="parting").says(move)
    story.ends(outcome, cause)
    assert story.committed == []
    assert story.result is None


def test_a_goodbye_with_only_optional_steps_left_asks_for_the_yes() -> None:
    plan = plan_of(step("a"), step("b", optional=True), step("c", optional=True))
    story = Story(plan).says(Record("a", 1)).asks("b").says(Goodbye())
    story.asks("summary", manner="parting")
    assert (story.status("b"), story.status("c")) == ("declined", "declined")
    story.says(Affirm()).ends("completed", "completed")


def test_a_no_after_a_goodbye_ends_the_call() -> None:
    story = Story(plan_of(step("a"))).says(Record("a", 1)).says(Goodbye()).says(Deny())
    story.ends("abandoned", "goodbye")
    assert story.committed == []


def test_a_goodbye_while_something_is_wanted_ends_the_call() -> None:
    Story(plan_of(step("a"), step("b"))).says(Record("a", 1), Goodbye()).ends(
        "abandoned", "goodbye"
    )
    revisited = Story(plan_of(step("a"))).says(Record("a", 1)).says(Revisit("a"))
    revisited.says(Goodbye()).ends("abandoned", "goodbye")


def test_a_goodbye_to_a_read_back_leaves_the_value_to_the_summary() -> None:
    plan = plan_of(step("a", confirm=Confirm.READ_BACK))
    story = Story(plan).says(Record("a", 1)).reads_back("a").says(Goodbye())
    story.asks("summary", manner="parting").says(Affirm()).ends("completed", "completed")


def test_a_change_after_a_goodbye_takes_it_back() -> None:
    story = Story(plan_of(step("a"))).says(Record("a", 1)).says(Goodbye()).says(Record("a", 2))
    story.asks("summary").says(Deny()).asks("change")


def test_where_there_is_no_person_that_is_said() -> None:
    Story(booking(escalates=False)).says(AskHuman()).refuses("no_person").asks("service")


def test_nothing_moves_after_the_end() -> None:
    story = Story(BOOKING).says(Abandon())
    story.says(Record("service", "haircut")).refuses("closed")
    story.reports(Checked(0, "start", ok=True))
    assert story.new == ()
    assert story.effects == ()


# --- the model ------------------------------------------------------------------------------------


def test_refused_moves_of_a_model_are_counted_per_turn() -> None:
    story = Story(BOOKING)
    story.says(Record("service", "haircut", by="model"), Affirm(by="model", evidence=quote("hm")))
    assert story.state.refusals == 2
    story.asks("service").says(Unclear())
    assert story.state.refusals == 0


def test_a_models_yes_that_answers_nothing_is_refused_not_counted_against_the_caller() -> None:
    story = Story(BOOKING).says(Affirm(by="model", evidence=quote("right")))
    story.refuses("nothing_to_confirm").asks("service", manner="again")
    assert story.state.tries == {}
    story.says(Unclear(by="model")).asks("service", manner="rephrase")


def test_parts_that_never_make_a_value_are_listened_to_for_so_long_only() -> None:
    """Two parts said in turn for ever: keeping silent is not counted as asking."""
    story = Story(BOOKING)
    for turn in range(100):
        story.says(Record(step="phone", partial=f"21{turn % 2}"))
        if story.state.human:
            return
    pytest.fail("the desk listens for ever")


def test_who_repeats_a_value_and_says_goodbye_in_turn_is_let_go_in_the_end() -> None:
    """Each time there was something else to agree to, so nothing seemed to be asked again."""
    plan = plan_of(step("start", checked=True))
    story = Story(plan, known={"start": "three"})
    for _ in range(40):
        story.says(Goodbye())
        if story.finish is not None or story.state.human:
            return
        story.says(Record(step="start", value="three", partial="around three"))
    pytest.fail("the call never ends")
