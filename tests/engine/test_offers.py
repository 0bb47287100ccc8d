"""Offers: a numbered set of values the caller can pick from."""

from __future__ import annotations

import pytest

from handrail.engine import events as e
from handrail.engine.moves import Affirm, Checked, Choose, Deny, Record, Revisit, Unclear
from handrail.facts import Verdict
from tests.engine.story import BOOKING, Story, plan_of, quote, step


def taken(*free: str) -> Story:
    """Ask for three, which is taken; these are free."""
    story = Story(
        BOOKING,
        check=lambda check: Verdict.no("three is taken", *free) if check.value == "three"
        else Verdict.yes(),
    )  # fmt: skip
    return story.says(Record("service", "haircut")).says(Record("start", "three"))


def test_a_taken_time_becomes_an_offer_with_the_reason() -> None:
    story = taken("two", "four").offers("start", "two", "four")
    assert [news.reason for news in story.news(e.CheckFailed)] == ["three is taken"]
    assert "start" not in story.answers


def test_the_second_one() -> None:
    story = taken("two", "four").says(Choose(2)).asks("phone")
    assert story.answers["start"] == "four"
    assert story.checked[-1].value == "four"  # once more: it may be gone by now


def test_an_option_said_by_its_value_is_taken() -> None:
    assert taken("two", "four").says(Record("start", "four")).asks("phone").answers["start"]


def test_another_value_than_the_offered_ones_is_taken_too() -> None:
    assert taken("two", "four").says(Record("start", "nine")).answers["start"] == "nine"


def test_neither_withdraws_the_offer_and_asks_for_another() -> None:
    story = taken("two", "four").says(Deny()).asks("start", manner="other")
    story.says(Choose(1)).refuses("no_offer")


def test_a_yes_to_a_single_option_takes_it() -> None:
    assert taken("four").says(Affirm()).asks("phone").answers["start"] == "four"


def test_a_yes_to_several_options_asks_which() -> None:
    story = taken("two", "four").says(Affirm()).asks("start", "offer", "which")
    story.says(Choose(1)).asks("phone")


def test_a_yes_to_an_option_that_was_not_heard_takes_nothing() -> None:
    story = taken("four").cuts_in().says(Affirm()).refuses("not_heard").offers("start", "four")
    story.cuts_in("start").says(Affirm()).asks("phone")


@pytest.mark.parametrize("number", [-1, 0, 3])
def test_a_number_that_is_not_on_offer_is_refused(number: int) -> None:
    taken("two", "four").says(Choose(number)).refuses("no_offer").offers("start", "two", "four")


def test_there_is_nothing_to_choose_without_an_offer() -> None:
    Story(BOOKING).says(Choose(1)).refuses("no_offer").asks("service")


def test_an_offer_made_in_this_turn_cannot_have_been_chosen_from() -> None:
    story = Story(plan_of(step("a"))).says(Record("a", alternatives=(1, 2)), Choose(1))
    story.refuses("no_offer").offers("a", 1, 2)


def test_a_yes_or_no_is_not_for_an_offer_changed_in_the_same_turn() -> None:
    story = Story(plan_of(step("a"))).says(Record("a", alternatives=(1,))).offers("a", 1)
    story.says(Record("a", alternatives=(2,)), Affirm()).refuses("nothing_to_confirm")
    story.offers("a", 2).says(Record("a", alternatives=(3,)), Deny()).offers("a", 3)


def test_an_offer_talked_past_can_still_be_chosen_from() -> None:
    story = taken("two", "four").says(Unclear()).says(Unclear()).says(Unclear()).asks("human")
    story.says(Choose(2)).asks("phone")
    assert story.answers["start"] == "four"


def test_at_most_three_are_offered() -> None:
    story = Story(plan_of(step("a"))).says(Record("a", alternatives=(1, 2, 3, 4, 5)))
    story.offers("a", 1, 2, 3)


def test_an_ambiguous_answer_to_an_unchecked_step_is_offered_at_once() -> None:
    story = Story(plan_of(step("a"), step("b"))).says(Record("a", alternatives=("jon", "john")))
    story.offers("a", "jon", "john").says(Choose(2)).asks("b")
    assert story.answers == {"a": "john"}


def test_of_ambiguous_times_only_the_free_ones_are_offered() -> None:
    story = Story(
        plan_of(step("start", checked=True)), check=lambda _check: Verdict.choose("the 16th")
    )
    story.says(Record("start", alternatives=("the 9th", "the 16th"))).offers("start", "the 16th")


def test_ambiguous_times_that_all_pass_are_all_offered() -> None:
    story = Story(plan_of(step("start", checked=True)))
    story.says(Record("start", alternatives=("the 9th", "the 16th")))
    story.offers("start", "the 9th", "the 16th")


def test_ambiguous_times_of_which_none_is_free_are_asked_again() -> None:
    story = Story(plan_of(step("start", checked=True)), check=lambda _check: Verdict.no("full"))
    story.says(Record("start", alternatives=("the 9th", "the 16th"))).asks("start")
    assert [news.reason for news in story.news(e.CheckFailed)] == ["full"]


def test_a_range_becomes_an_offer_of_what_fits_it() -> None:
    story = Story(
        plan_of(step("start", checked=True)),
        check=lambda check: Verdict.choose("one", "two") if check.partial else Verdict.yes(),
    )
    story.says(Record("start", partial="tuesday afternoon")).offers("start", "one", "two")
    story.says(Choose(2)).asks("summary")


def test_around_three_is_checked_as_a_range() -> None:
    story = Story(
        plan_of(step("start", checked=True)),
        check=lambda check: Verdict.choose("3", "3:15") if check.partial else Verdict.yes(),
    )
    story.says(Record("start", "3", "around three")).offers("start", "3", "3:15")
    assert [(check.value, check.partial) for check in story.checked] == [("3", "around three")]


def test_a_part_that_passes_without_options_is_asked_for_the_rest() -> None:
    story = Story(plan_of(step("start", checked=True))).says(Record("start", partial="tuesday"))
    story.asks("start", manner="rest")
    assert story.state.partials == {"start": "tuesday"}


def test_a_part_in_which_nothing_is_possible_is_refused_with_the_reason() -> None:
    story = Story(
        plan_of(step("start", checked=True)),
        check=lambda _check: Verdict.no("we are closed on Sunday"),
    )
    story.says(Record("start", partial="sunday")).asks("start", manner="again")
    assert [news.reason for news in story.news(e.CheckFailed)] == ["we are closed on Sunday"]
    assert story.state.partials == {}


def test_an_offer_is_replaced_by_the_next() -> None:
    story = taken("two", "four").says(Record("start", alternatives=("nine", "ten")))
    story.offers("start", "nine", "ten")


def test_an_offered_value_that_is_gone_by_now_is_offered_anew() -> None:
    story = taken("two", "four")
    story.check = lambda _check: Verdict.no("two has just gone", "five")
    story.says(Choose(1)).offers("start", "five")


def test_a_value_picked_by_a_model_has_the_models_evidence() -> None:
    story = taken("two", "four").says(Choose(1, by="model", evidence=quote("earlier please")))
    assert story.state.answers["start"].evidence == quote("earlier please", turn=story.state.turn)


def test_a_value_picked_without_words_of_its_own_keeps_those_of_the_wish() -> None:
    wish = quote("three or four", turn=1)
    story = Story(plan_of(step("a"))).says(Record("a", alternatives=(3, 4), evidence=wish))
    story.says(Choose(1))
    assert story.state.answers["a"].evidence == wish


def test_an_answer_to_another_step_leaves_the_offer_on_the_table() -> None:
    story = taken("two", "four").says(Record("name", "maria")).offers("start", "two", "four")
    story.says(Revisit("service")).asks("service").says(Deny()).offers("start", "two", "four")


def test_options_that_come_too_late_are_ignored() -> None:
    story = Story(BOOKING, slow=True).says(Record("service", "haircut"))
    story.says(Record("start", "three")).says(Record("start", "four"))
    late = story.checked[0]
    story.reports(Checked(late.revision, "start", False, "three is taken", ("two",)))
    assert (story.new, story.state.offer) == ((), None)


def test_an_offer_for_another_step_leaves_the_first_for_its_turn() -> None:
    story = Story(plan_of(step("a"), step("b"), step("c")))
    story.says(Record("b", alternatives=("jon", "john"))).asks("a")
    story.says(Record("a", alternatives=(1, 2))).offers("a", 1, 2)
    story.says(Choose(2)).offers("b", "jon", "john").says(Choose(1)).asks("c")
    assert story.answers == {"a": 2, "b": "jon"}


def test_times_offered_are_checked_again_for_a_service_chosen_after_them() -> None:
    story = taken("two", "four").says(Record("service", alternatives=("colour", "cut")))
    story.offers("service", "colour", "cut").says(Choose(1)).offers("start", "two", "four")
    assert story.checked[-1].answers == {"service": "colour"}


def test_none_of_what_was_offered_leaves_the_part_it_was_offered_for() -> None:
    story = Story(
        plan_of(step("start", checked=True)),
        check=lambda check: Verdict.choose("nine", "ten") if check.partial else Verdict.yes(),
    )
    story.says(Record("start", partial="tuesday")).offers("start", "nine", "ten")
    story.says(Deny()).asks("start", manner="other")
    assert story.state.partials == {"start": "tuesday"}


def test_a_part_that_will_not_do_is_not_kept_with_none_of_what_was_offered_instead() -> None:
    story = Story(
        plan_of(step("start", checked=True)),
        check=lambda _check: Verdict.no("closed on sundays", "monday"),
    )
    story.says(Record("start", partial="sunday")).offers("start", "monday").says(Deny())
    story.asks("start")
    assert story.state.partials == {}


def test_a_value_said_before_what_its_check_needs_is_told_once() -> None:
    story = Story(BOOKING).says(Record("start", "three")).asks("service")
    assert [news.value for news in story.news(e.Noted)] == ["three"]
    story.says(Unclear()).asks("service")
    assert not story.news(e.Noted)
    story.says(Record("service", "haircut")).asks("phone")
    assert story.answers["start"] == "three"
    assert not story.news(e.Noted)


def test_what_is_said_with_what_it_needs_is_told_as_an_answer_only() -> None:
    story = Story(BOOKING).says(Record("start", "three"), Record("service", "haircut"))
    assert story.asks("phone").news(e.Answered)
    assert not story.news(e.Noted)
