"""Confirmation: what is read back, what a yes covers, and what was heard."""

from __future__ import annotations

import pytest

from handrail.engine import events as e
from handrail.engine.moves import (
    Affirm,
    Choose,
    Decline,
    Deny,
    Move,
    Played,
    Question,
    Record,
    Repeat,
    Revisit,
    Unclear,
)
from handrail.engine.state import Answer
from handrail.plan import Confirm
from tests.engine.story import BOOKING, Story, plan_of, quote, step

PHONE = plan_of(step("phone", confirm=Confirm.READ_BACK), step("name"))


def at_summary() -> Story:
    story = Story(plan_of(step("start"), step("name")))
    return story.says(Record("start", "three"), Record("name", "maria")).asks("summary")


# --- the policy -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("confirm", "doubtful", "read_back"),
    [
        (Confirm.NEVER, False, False),
        (Confirm.NEVER, True, False),
        (Confirm.UNSURE, False, False),
        (Confirm.UNSURE, True, True),
        (Confirm.READ_BACK, False, True),
        (Confirm.SPELL, False, True),
    ],
)
def test_a_policy_says_what_is_read_back(confirm: Confirm, doubtful: bool, read_back: bool) -> None:
    story = Story(plan_of(step("a", confirm=confirm), step("b")))
    story.says(Record("a", 1, doubtful=doubtful))
    if read_back:
        story.reads_back("a").says(Affirm())
        assert story.status("a") == "confirmed"
    story.asks("b")


def test_a_value_is_read_back_at_its_steps_turn_not_before() -> None:
    story = Story(BOOKING).says(Record("phone", "0142")).asks("service")
    story.says(Record("service", "haircut"), Record("start", "three")).reads_back("phone")


def test_a_value_is_read_back_once_and_a_changed_one_once_more() -> None:
    story = Story(PHONE).says(Record("phone", "0142")).reads_back("phone")
    story.says(Record("name", "maria")).asks("summary")  # talked past: not read back again
    story.says(Record("phone", "0199")).reads_back("phone").says(Affirm()).asks("summary")
    assert story.status("phone") == "confirmed"


def test_talked_past_a_value_stays_heard_and_the_summary_names_it() -> None:
    story = Story(PHONE).says(Record("phone", "0142")).says(Record("name", "maria")).asks("summary")
    assert story.status("phone") == "heard"
    assert story.prompt.values == {"phone": "0142", "name": "maria"}
    story.says(Affirm()).ends("completed", "completed")
    assert story.status("phone") == "confirmed"


def test_no_alone_is_a_re_ask() -> None:
    story = Story(PHONE).says(Record("phone", "0142")).says(Deny()).asks("phone")
    assert [news.value for news in story.news(e.Cleared)] == ["0142"]
    story.says(Record("phone", "0199")).reads_back("phone")


def test_no_with_a_value_is_that_value() -> None:
    story = Story(PHONE).says(Record("phone", "0142")).says(Record("phone", "0199"))
    story.reads_back("phone").says(Affirm()).asks("name")
    assert story.answers["phone"] == "0199"
    assert [event for event in story.events if isinstance(event, e.Cleared)] == []


def test_what_was_read_back_and_then_half_changed_is_read_back_again_when_left() -> None:
    story = Story(PHONE).says(Record("phone", "2125550142"))
    story.says(Record("phone", partial="646")).asks("phone")
    story.says(Deny()).reads_back("phone")
    assert story.status("phone") == "heard"
    story.says(Affirm()).asks("name")


def test_an_echo_leaves_heard() -> None:
    story = Story(plan_of(step("a"), step("b"))).says(Record("a", 1)).asks("b")
    assert story.status("a") == "heard"


def test_the_value_itself_said_again_at_its_read_back_is_a_yes() -> None:
    story = Story(PHONE).says(Record("phone", "0142")).says(Record("phone", "0142")).asks("name")
    assert story.status("phone") == "confirmed"
    story.says(Record("phone", "0142")).asks("name")
    assert story.status("phone") == "confirmed"


def test_a_value_given_in_letters_is_marked_to_be_spelled() -> None:
    story = Story(plan_of(step("name"))).says(Record("name", "lopes", spelled=True))
    assert story.state.answers["name"].spelled
    assert [news.answer.spelled for news in story.news(e.Answered)] == [True]


# --- prefilled ------------------------------------------------------------------------------------


def test_a_prefilled_value_is_read_back_instead_of_asked() -> None:
    story = Story(PHONE, known={"phone": "0142"}).reads_back("phone", manner="first")
    assert story.status("phone") == "prefilled"
    story.says(Affirm()).asks("name")
    assert story.status("phone") == "confirmed"


def test_a_prefilled_value_is_read_back_whatever_the_policy() -> None:
    Story(plan_of(step("a", confirm=Confirm.NEVER)), known={"a": 1}).reads_back("a")


def test_a_no_to_a_prefilled_value_asks() -> None:
    story = Story(PHONE, known={"phone": "0142"}).says(Deny()).asks("phone")
    story.says(Unclear()).asks("phone", manner="rephrase")


def test_another_value_instead_of_a_prefilled_one_is_taken() -> None:
    story = Story(PHONE, known={"phone": "0142"}).says(Record("phone", "0199")).reads_back("phone")
    assert story.prompt.values == {"phone": "0199"}


def test_a_withheld_prefill_is_simply_asked() -> None:
    Story(PHONE, known={}).asks("phone")


def test_a_prefilled_value_talked_past_is_named_in_the_summary() -> None:
    story = Story(PHONE, known={"phone": "0142"}).says(Record("name", "maria")).asks("summary")
    assert story.status("phone") == "prefilled"
    story.says(Affirm()).ends("completed", "completed")
    assert story.status("phone") == "confirmed"


# --- what a read-back was worth -------------------------------------------------------------------


def test_a_yes_to_a_read_back_that_was_cut_before_its_value_confirms_nothing() -> None:
    story = Story(PHONE).says(Record("phone", "0142")).cuts_in().says(Affirm())
    story.refuses("not_heard").reads_back("phone")
    assert story.status("phone") == "heard"
    story.says(Affirm()).asks("name")


def test_a_yes_as_soon_as_the_value_was_heard_confirms() -> None:
    story = Story(PHONE).says(Record("phone", "0142")).cuts_in("phone").says(Affirm()).asks("name")
    assert story.status("phone") == "confirmed"


def test_a_value_heard_in_a_first_read_back_needs_not_be_heard_in_the_second() -> None:
    story = Story(PHONE).says(Record("phone", "0142")).says(Question("price")).reads_back("phone")
    story.cuts_in().says(Affirm()).asks("name")


def test_a_read_back_nobody_heard_is_not_done() -> None:
    story = Story(PHONE).says(Record("phone", "0142")).cuts_in().says(Record("name", "maria"))
    story.reads_back("phone")


@pytest.mark.parametrize("aside", [Question(), Repeat(), Unclear(), Choose(2), Affirm(by="model")])
def test_a_read_back_waits_for_its_answer(aside: Move) -> None:
    story = Story(PHONE).says(Record("phone", "0142")).says(aside).reads_back("phone")
    story.says(Affirm()).asks("name")


def test_a_yes_after_a_change_in_the_same_turn_is_not_for_the_new_value() -> None:
    story = Story(PHONE).says(Record("phone", "0142"))
    story.says(Record("phone", "0199"), Affirm()).reads_back("phone")
    assert story.status("phone") == "heard"


def test_a_no_after_a_change_in_the_same_turn_is_not_for_the_new_value() -> None:
    story = Story(PHONE).says(Record("phone", "0142"))
    story.says(Record("phone", "0199"), Deny()).reads_back("phone")
    assert story.answers["phone"] == "0199"


def test_a_yes_to_still_there_agrees_to_nothing() -> None:
    story = Story(PHONE).says(Record("phone", "0142")).is_silent()
    story.reads_back("phone", manner="nudge").says(Affirm()).reads_back("phone", manner="return")
    assert story.status("phone") == "heard"


# --- the summary ----------------------------------------------------------------------------------


def test_a_yes_to_the_summary_confirms_every_value_it_named() -> None:
    story = at_summary().says(Affirm()).ends("completed", "completed")
    assert (story.status("start"), story.status("name")) == ("confirmed", "confirmed")


def test_a_partly_heard_summary_confirms_only_what_was_heard() -> None:
    story = at_summary().cuts_in("start").says(Affirm()).asks("summary")
    assert (story.status("start"), story.status("name")) == ("confirmed", "heard")
    assert story.committed == []
    story.says(Affirm()).ends("completed", "completed")


def test_a_summary_cut_at_once_agrees_to_nothing() -> None:
    story = at_summary().cuts_in().says(Affirm()).refuses("not_heard").asks("summary")
    assert story.committed == []


def test_a_summary_cut_at_once_commits_nothing_even_if_all_was_confirmed_before() -> None:
    plan = plan_of(step("phone", confirm=Confirm.READ_BACK))
    story = Story(plan).says(Record("phone", "0142")).says(Affirm()).asks("summary")
    story.cuts_in().says(Affirm()).refuses("not_heard").asks("summary")
    assert story.committed == []


def test_a_summary_cut_short_is_agreed_to_if_what_was_missed_was_confirmed_before() -> None:
    plan = plan_of(*(step(name, confirm=Confirm.READ_BACK) for name in ("start", "phone")))
    story = Story(plan).says(Record("start", "two")).says(Affirm())
    story.says(Record("phone", "0142")).says(Affirm()).asks("summary")
    story.cuts_in("start").says(Affirm()).ends("completed", "completed")


def test_a_summary_cut_short_is_not_agreed_to_if_what_was_missed_was_changed_since() -> None:
    plan = plan_of(*(step(name, confirm=Confirm.UNSURE) for name in ("start", "phone")))
    story = Story(plan).says(Record("start", "two")).says(Record("phone", "0142")).asks("summary")
    story.says(Record("phone", "0143")).asks("summary")
    story.cuts_in("start").says(Affirm()).asks("summary")
    assert story.committed == []


def test_a_summary_cut_in_its_question_is_agreed_to() -> None:
    at_summary().cuts_in("start", "name").says(Affirm()).ends("completed", "completed")


def test_a_summary_that_was_heard_in_two_halves_is_agreed_to() -> None:
    story = at_summary().cuts_in("start").says(Repeat()).asks("summary")
    story.cuts_in("name").says(Affirm()).ends("completed", "completed")


def test_a_summary_whose_values_nobody_heard_but_its_question_is_told_again() -> None:
    story = at_summary()
    story.reports(Played(story.prompt.revision, frozenset(), complete=True))
    story.cuts_in().says(Affirm()).refuses("not_heard").asks("summary")


def test_yes_but_make_it_four_changes_the_time_and_is_summarised_again() -> None:
    story = at_summary().says(Affirm(), Record("start", "four")).asks("summary")
    assert story.prompt.values == {"start": "four", "name": "maria"}
    assert (story.status("start"), story.status("name")) == ("heard", "confirmed")
    assert story.committed == []
    story.says(Affirm()).ends("completed", "completed")
    assert story.result == {"start": "four", "name": "maria"}


def test_yes_but_the_other_way_round() -> None:
    story = at_summary().says(Record("start", "four"), Affirm()).asks("summary")
    assert (story.status("start"), story.status("name")) == ("heard", "confirmed")
    assert story.committed == []


def test_yes_but_with_a_change_that_is_checked() -> None:
    story = Story(plan_of(step("start", checked=True), step("name")))
    story.says(Record("start", "three"), Record("name", "maria")).asks("summary")
    story.slow = True
    story.says(Affirm(), Record("start", "four"))
    assert story.committed == []
    story.says(Affirm())  # to nothing that was asked since
    story.slow = False
    story.host_answers().asks("summary")
    assert story.committed == []


def test_yes_and_back_is_no_agreement() -> None:
    story = at_summary().says(Affirm(), Revisit("start")).asks("start")
    story.says(Deny()).asks("summary")
    assert story.committed == []
    story = at_summary().says(Revisit("start"), Affirm()).asks("start").says(Deny())
    story.asks("summary")


def test_no_to_the_summary_asks_what_to_change() -> None:
    story = at_summary().says(Deny()).asks("change")
    story.says(Record("name", "lopes")).asks("summary")
    assert story.prompt.values == {"start": "three", "name": "lopes"}


def test_nothing_to_change_after_all_summarises_again() -> None:
    story = at_summary().says(Deny()).says(Deny()).asks("summary")
    story.says(Affirm()).ends("completed", "completed")


def test_the_same_value_at_the_question_what_to_change_changes_nothing() -> None:
    at_summary().says(Deny()).says(Record("name", "maria")).asks("change")


def test_a_step_named_at_the_question_what_to_change_is_gone_back_to() -> None:
    story = at_summary().says(Deny()).says(Revisit("name")).asks("name", manner="revisit")
    story.says(Record("name", "lopes")).asks("summary")


def test_a_declined_step_needs_no_yes() -> None:
    story = Story(plan_of(step("email", optional=True))).says(Decline("email")).asks("summary")
    assert story.prompt.values == {}
    story.says(Affirm()).ends("completed", "completed")


def test_a_models_yes_to_the_summary_leads_to_one_plain_question() -> None:
    story = at_summary().says(Affirm(by="model", evidence=quote("sounds right I guess")))
    story.asks("summary", manner="plain")
    assert story.committed == []
    story.says(Affirm(by="model", evidence=quote("yep"))).ends("completed", "completed")


def test_a_models_yes_with_a_change_is_summarised_in_full() -> None:
    said = quote("sure but at four")
    story = at_summary().says(
        Affirm(by="model", evidence=said), Record("start", "four", by="model", evidence=said)
    )
    story.asks("summary", manner="first")
    assert story.status("start") == "heard"


# --- what was heard of the news -------------------------------------------------------------------


def told(story: Story) -> list[str]:
    return [news.step for news in story.news(e.Answered)]


def test_news_that_were_not_heard_are_told_again() -> None:
    story = Story(BOOKING).says(Record("service", "haircut"))
    assert told(story) == ["service"]
    story.cuts_in().says(Record("start", "three"))
    assert told(story) == ["service", "start"]
    story.says(Unclear())
    assert told(story) == []


def test_of_news_heard_in_part_the_rest_is_told_again() -> None:
    story = Story(BOOKING).says(Record("name", "maria"), Record("service", "haircut"))
    story.cuts_in("name").says(Unclear())
    assert told(story) == ["service"]


def test_news_without_a_value_are_heard_with_the_whole_prompt() -> None:
    story = Story(BOOKING).says(Question("price")).cuts_in("service").says(Unclear())
    assert [news.topic for news in story.news(e.Digressed)] == ["price"]


def test_a_prompt_cut_short_with_all_its_values_heard() -> None:
    story = Story(BOOKING).says(Record("service", "haircut"), Question("price"))
    story.reports(Played(story.prompt.revision, None, complete=False))
    assert [type(news) for news in story.state.owed] == [e.Digressed]


def test_news_that_came_after_the_prompt_are_not_heard_with_it() -> None:
    story = Story(BOOKING).says(Record("service", "haircut")).asks("start")
    story.slow = True
    story.says(Record("name", "maria"), Record("start", "three"))
    story.reports(Played(story.prompt.revision))  # of the question before
    story.host_answers().asks("phone")
    assert told(story) == ["name", "start"]


def test_a_report_on_an_earlier_prompt_is_ignored() -> None:
    story = Story(PHONE).says(Record("phone", "0142")).reads_back("phone")
    first = story.prompt
    story.cuts_in().says(Unclear()).reports(Played(first.revision))
    assert story.new == ()
    assert not story.state.answers["phone"].read_back


def test_only_the_latest_news_of_a_step_are_told() -> None:
    story = Story(BOOKING).says(Record("service", "haircut")).cuts_in()
    story.says(Record("service", "colour"))
    assert [(news.answer.value, news.old) for news in story.news(e.Answered)] == [
        ("colour", "haircut")
    ]


def test_the_end_tells_what_is_still_owed() -> None:
    story = Story(plan_of(step("a"), summary=False)).says(Record("a", 1))
    assert [type(news) for news in story.finish.news] == [e.Answered, e.Written, e.Closed]  # type: ignore[union-attr]


def test_a_carried_answer_must_be_named_again_before_a_yes_covers_it() -> None:
    story = Story(
        plan_of(step("a"), step("b")), known={"a": Answer(1, "heard", named=True, read_back=True)}
    ).asks("b")
    story.says(Record("b", 2)).asks("summary").cuts_in("b").says(Affirm()).asks("summary")
    assert story.status("a") == "heard"


@pytest.mark.parametrize("move", [Affirm(), Deny()])
def test_a_yes_or_no_before_anything_was_asked_is_refused(move: Move) -> None:
    plan = plan_of(step("start", checked=True))
    story = Story(plan, known={"start": Answer("three", "heard")}, slow=True)
    assert story.effects == (story.checked[0],)
    story.says(move).refuses("nothing_to_confirm").host_answers().asks("summary")


@pytest.mark.parametrize("move", [Affirm(), Deny(), Decline("email")])
def test_a_yes_or_no_to_a_question_of_which_nothing_was_heard_is_for_something_else(
    move: Move,
) -> None:
    story = Story(plan_of(step("name"), step("email", optional=True))).says(Record("name", "maria"))
    story.asks("email").misses_it().says(move).refuses("not_heard").asks("email")
    story.says(Deny()).asks("summary")
    assert story.status("email") == "declined"


def test_a_silence_after_a_question_of_which_nothing_was_heard_has_it_asked_again() -> None:
    story = Story(plan_of(step("name"))).misses_it().is_silent().asks("name")
    assert story.prompt.manner == "repeat"
    assert story.is_silent().prompt.manner == "help"
