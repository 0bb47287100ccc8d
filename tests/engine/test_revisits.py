"""Revisits: going back, and back again."""

from __future__ import annotations

import pytest

from handrail.engine import events as e
from handrail.engine.moves import Affirm, Choose, Decline, Deny, Record, Revisit
from handrail.engine.state import Answer
from handrail.facts import Verdict
from handrail.plan import Confirm
from tests.engine.story import BOOKING, Story, plan_of, step

ORDER = ["service", "start", "phone", "name", "email"]
VALUES = {"service": "haircut", "start": "three", "phone": "0142", "name": "maria", "email": "m@x"}


def at_step(name: str) -> Story:
    """Answer everything before a step, with every read-back."""
    story = Story(BOOKING)
    for each in ORDER[: ORDER.index(name)]:
        story.says(Record(each, VALUES[each]))
        if story.prompt.act == "read_back":
            story.says(Affirm())
    return story.asks(name)


def test_what_a_change_took_the_place_of_is_kept_until_the_change_is_agreed_to() -> None:
    story = at_step("name").says(Record("phone", "0199")).reads_back("phone")
    assert story.state.replaced == {"phone": "0142"}
    story.says(Record("phone", "0198")).reads_back("phone")  # the same change, put right
    assert story.state.replaced == {"phone": "0142"}
    story.says(Affirm())
    assert story.state.replaced == {}


def test_of_a_declined_answer_nothing_is_kept() -> None:
    story = at_step("email").says(Decline("email")).says(Record("email", "m@x"))
    assert story.state.replaced == {}


PAIRS = [(before, at) for at in ORDER for before in ORDER[: ORDER.index(at)]]


@pytest.mark.parametrize(("earlier", "at"), PAIRS, ids=[f"{a}-from-{b}" for a, b in PAIRS])
def test_each_step_is_corrected_in_place_from_each_later_one(earlier: str, at: str) -> None:
    story = at_step(at).says(Record(earlier, "another"))
    if earlier == "phone":
        story.reads_back("phone").says(Affirm())  # a changed value is read back once more
    story.asks(at)
    assert story.answers[earlier] == "another"
    assert {name: value for name, value in story.answers.items() if name != earlier} == {
        name: VALUES[name] for name in ORDER[: ORDER.index(at)] if name != earlier
    }


@pytest.mark.parametrize(("earlier", "at"), PAIRS, ids=[f"{a}-from-{b}" for a, b in PAIRS])
def test_each_step_is_gone_back_to_from_each_later_one(earlier: str, at: str) -> None:
    story = at_step(at).says(Revisit(earlier)).asks(earlier, manner="revisit")
    story.says(Record(earlier, "another"))
    if earlier == "phone":
        story.reads_back("phone").says(Affirm())
    story.asks(at)


def test_a_revisit_keeps_the_old_value_until_a_new_one_passes() -> None:
    story = Story(BOOKING, check=lambda check: Verdict(check.value != "four", "four is taken"))
    story.says(Record("service", "haircut"), Record("start", "three")).asks("phone")
    story.says(Revisit("start")).asks("start", manner="revisit")
    assert story.answers["start"] == "three"
    story.says(Record("start", "four")).asks("start", manner="revisit")
    assert story.answers["start"] == "three"
    assert [news.reason for news in story.news(e.CheckFailed)] == ["four is taken"]
    story.says(Record("start", "five")).asks("phone")
    assert story.answers["start"] == "five"


def test_leave_it_ends_a_revisit() -> None:
    story = at_step("phone").says(Revisit("start")).says(Deny()).asks("phone")
    assert story.answers["start"] == "three"
    assert [news.step for news in story.news(e.RevisitSettled)] == ["start"]


def test_the_same_value_again_ends_a_revisit() -> None:
    story = at_step("phone").says(Revisit("start")).says(Record("start", "three")).asks("phone")
    assert story.status("start") == "heard"
    assert [check.value for check in story.checked] == ["three"]


def test_a_yes_to_another_time_invites_it() -> None:
    story = at_step("phone").says(Revisit("start")).says(Affirm()).asks("start", manner="invite")
    story.says(Affirm()).asks("start", manner="rephrase")  # "yes" again says nothing
    story.says(Deny()).asks("phone")


def test_several_revisits_are_queued_in_the_order_they_were_named() -> None:
    story = at_step("email").says(Revisit("name"), Revisit("phone"), Revisit("service"))
    story.asks("name").says(Record("name", "lopes"))
    story.asks("phone").says(Deny())
    story.asks("service").says(Record("service", "colour"))
    story.asks("email")


def test_a_revisit_named_in_the_middle_of_another_comes_after_it() -> None:
    story = at_step("email").says(Revisit("start")).asks("start")
    story.says(Revisit("phone")).asks("start", manner="revisit")
    story.says(Record("start", "four")).asks("phone").says(Record("phone", "0199"))
    story.reads_back("phone").says(Affirm()).asks("email")


def test_a_step_named_twice_is_visited_once() -> None:
    story = at_step("name").says(Revisit("start"), Revisit("start")).says(Record("start", "four"))
    story.asks("name")


def test_a_revisit_of_another_step_sets_the_offer_aside_until_its_turn() -> None:
    story = Story(BOOKING, check=lambda check: Verdict.choose(*check.alternatives))
    story.says(Record("service", "haircut"), Record("start", alternatives=("three", "four")))
    story.offers("start", "three", "four")
    story.says(Revisit("service")).asks("service")
    story.says(Choose(1)).refuses("no_offer")
    story.says(Deny()).offers("start", "three", "four").says(Choose(1)).asks("phone")


def test_a_revisit_withdraws_an_offer_for_the_same_step() -> None:
    story = Story(BOOKING, check=lambda check: Verdict.choose(*check.alternatives))
    story.says(Record("service", "haircut"), Record("start", alternatives=("three", "four")))
    story.says(Revisit("start")).asks("start")
    assert story.state.offer is None
    story.says(Choose(1)).refuses("no_offer")


def test_a_partial_survives_a_revisit() -> None:
    story = at_step("start").says(Record("start", partial="tuesday")).asks("start", manner="rest")
    story.says(Revisit("service")).asks("service")
    story.says(Record("service", "colour")).asks("start", manner="rest")
    assert story.state.partials == {"start": "tuesday"}


def test_half_of_a_new_value_is_echoed_and_the_old_one_kept_meanwhile() -> None:
    story = at_step("phone").says(Record("start", partial="wednesday")).asks("start")
    assert [news.partial for news in story.news(e.PartHeard)] == ["wednesday"]
    assert story.answers["start"] == "three"
    story.says(Record("start", "wednesday at three")).asks("phone")
    assert story.news(e.PartHeard) == []  # the whole says it
    assert story.answers["start"] == "wednesday at three"


def test_a_failed_correction_keeps_the_old_value_and_offers() -> None:
    story = Story(
        BOOKING,
        check=lambda check: Verdict.no("taken", "two", "five") if check.value == "four"
        else Verdict.yes(),
    )  # fmt: skip
    story.says(Record("service", "haircut"), Record("start", "three"), Record("name", "maria"))
    story.says(Record("start", "four")).offers("start", "two", "five")
    assert story.answers["start"] == "three"
    story.says(Deny()).asks("start", manner="other").says(Deny()).asks("phone")
    assert story.answers["start"] == "three"
    assert story.state.revisits == ()


def test_the_old_value_picked_from_the_offer_ends_the_change() -> None:
    story = Story(
        BOOKING,
        check=lambda check: Verdict.no("taken", "three", "five") if check.value == "four"
        else Verdict.yes(),
    )  # fmt: skip
    story.says(Record("service", "haircut"), Record("start", "three"))
    story.says(Record("start", "four")).offers("start", "three", "five")
    story.says(Choose(1)).asks("phone")
    assert story.answers["start"] == "three"
    assert [check.value for check in story.checked] == ["three", "four"]


def test_wrong_number_at_its_read_back_is_a_no() -> None:
    story = at_step("phone").says(Record("phone", "0142")).reads_back("phone")
    story.says(Revisit("phone")).asks("phone")
    assert "phone" not in story.answers
    assert [news.cause for news in story.news(e.Cleared)] == ["denied"]


def test_going_back_from_a_read_back_leaves_it_unconfirmed() -> None:
    story = at_step("phone").says(Record("phone", "0142")).reads_back("phone")
    story.says(Revisit("start")).asks("start").says(Record("start", "four")).asks("name")
    assert story.status("phone") == "heard"


def test_a_wish_to_change_what_is_just_being_checked_is_not_lost() -> None:
    story = at_step("start")
    story.slow = True
    story.says(Record("start", "three")).says(Revisit("start"))
    story.host_answers().asks("start")
    assert "start" not in story.answers
    story.slow = False
    story.says(Record("start", "four")).asks("phone")


def test_a_change_of_mind_while_a_correction_is_checked_keeps_the_old_value() -> None:
    story = at_step("phone").says(Revisit("start"))
    story.slow = True
    story.says(Record("start", "four")).says(Revisit("start"))
    story.host_answers().asks("start", manner="revisit")
    assert story.answers["start"] == "three"


def test_go_back_means_the_answer_given_last() -> None:
    at_step("name").says(Revisit()).asks("phone")
    story = at_step("email").says(Record("email", "m@x")).says(Affirm()).asks("summary")
    story.says(Revisit()).asks("email", manner="revisit")


def test_go_back_and_back_again() -> None:
    story = at_step("name").says(Revisit()).asks("phone").says(Revisit()).asks("phone")
    story.says(Deny()).asks("start").says(Deny()).asks("name")


def test_there_is_nothing_to_go_back_to_at_the_first_question() -> None:
    Story(BOOKING).says(Revisit()).refuses("nothing_to_revisit").asks("service")


def test_the_only_choice_there_is_cannot_be_gone_back_to_by_going_back() -> None:
    only = Answer("haircut", "prefilled", settled=True)
    story = Story(BOOKING, known={"service": only}).asks("start")
    story.says(Revisit()).refuses("nothing_to_revisit")


def test_a_step_not_yet_asked_can_be_asked_for_first() -> None:
    story = at_step("start").says(Revisit("phone")).asks("phone", manner="first")
    story.says(Record("phone", "0142")).asks("start").says(Record("start", "three"))
    story.reads_back("phone")


def test_going_back_to_what_is_being_asked_asks_it_again() -> None:
    story = at_step("start").says(Revisit("start")).asks("start", manner="again")
    story.says(Record("start", "three")).asks("phone")


def test_an_unknown_step_cannot_be_gone_back_to() -> None:
    at_step("start").says(Revisit("colour")).refuses("unknown_step").asks("start")


def test_a_declined_step_can_be_gone_back_to() -> None:
    story = at_step("email").says(Decline("email")).asks("summary")
    story.says(Revisit("email")).asks("email", manner="revisit")
    story.says(Record("email", "m@x")).reads_back("email")


def test_a_declined_step_that_is_declined_again_ends_its_revisit() -> None:
    story = at_step("email").says(Decline("email")).says(Revisit("email"))
    story.says(Decline("email")).asks("summary")


def test_a_value_can_be_taken_back_where_it_is_optional() -> None:
    story = at_step("email").says(Record("email", "m@x")).reads_back("email")
    story.says(Decline("email")).asks("summary")
    assert story.status("email") == "declined"


def test_a_revisit_at_the_summary_is_resumed_at_the_summary() -> None:
    plan = plan_of(step("a", confirm=Confirm.NEVER))
    story = Story(plan).says(Record("a", 1)).asks("summary").says(Revisit("a")).asks("a")
    story.says(Record("a", 2)).asks("summary")
    assert story.prompt.values == {"a": 2}


def test_the_only_value_there_is_cannot_be_revisited() -> None:
    story = Story(BOOKING, known={"service": Answer("haircut", "prefilled", settled=True)})
    story.says(Record("start", "three")).asks("phone")
    story.says(Revisit("service")).refuses("does_not_apply").asks("phone")
