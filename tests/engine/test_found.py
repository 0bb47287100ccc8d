"""What a check finds: a value in the place of what was said, a part of one, or that it is stuck."""

from __future__ import annotations

from handrail.engine import effects as f
from handrail.engine import events as e
from handrail.engine import moves as m
from handrail.facts import Verdict
from tests.engine.story import Story, plan_of, step

FINDING = plan_of(step("booking", checked=True), step("start", "booking", checked=True))


class Finding(Story):
    """A story whose host reports all that a verdict holds."""

    def __init__(self, **found: Verdict) -> None:
        super().__init__(FINDING, check=lambda check: found.get(said(check), Verdict.yes()))


def said(check: f.Check) -> str:
    return str(check.value if check.partial is None else check.partial)


def test_a_part_that_comes_to_a_value_is_that_value() -> None:
    story = Finding(thursday=Verdict.found("K7M4"))
    story.says(m.Record(step="booking", partial="thursday")).asks("start")
    assert story.answers["booking"] == "K7M4"
    assert not story.state.partials


def test_a_value_found_again_changes_nothing() -> None:
    story = Finding(thursday=Verdict.found("K7M4"))
    story.says(m.Record(step="booking", partial="thursday"), m.Record(step="start", value="four"))
    story.says(m.Record(step="booking", partial="thursday"))
    assert story.answers == {"booking": "K7M4", "start": "four"}


def test_what_is_not_enough_is_kept_and_the_rest_is_asked() -> None:
    story = Finding(maria=Verdict.more("maria from 0142", "I need a day"))
    story.says(m.Record(step="booking", partial="maria")).asks("booking", manner="rest")
    assert story.state.partials["booking"] == "maria from 0142"
    assert [news.reason for news in story.news(e.Explained)] == ["I need a day"]


def test_what_is_not_enough_is_told_without_a_reason_too() -> None:
    story = Finding(maria=Verdict.more("maria"))
    story.says(m.Record(step="booking", partial="maria")).asks("booking")
    assert not story.news(e.Explained)


def test_a_value_that_is_only_a_part_is_no_answer() -> None:
    story = Finding(maria=Verdict.more("maria"))
    story.says(m.Record(step="booking", value="maria")).asks("booking", manner="rest")
    assert "booking" not in story.answers


def test_a_part_of_another_value_takes_the_caller_back_to_the_step() -> None:
    story = Finding(thursday=Verdict.found("K7M4"), husband=Verdict.more("husband"))
    story.says(m.Record(step="booking", partial="thursday")).asks("start")
    story.says(m.Record(step="booking", partial="husband")).asks("booking")
    assert story.answers["booking"] == "K7M4"


def test_a_check_that_can_do_no_more_offers_a_person() -> None:
    story = Finding(nobody=Verdict.person("I can't find it"))
    story.says(m.Record(step="booking", partial="nobody")).asks("human")
    assert [news.reason for news in story.news(e.Apologised)] == ["I can't find it"]
