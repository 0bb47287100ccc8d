"""A topic of the business that is wished for: "a garage with parking", "a quiet table"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from handrail.engine import moves as m
from handrail.kinds.choice import Choice
from handrail.kinds.when import When
from handrail.reading import Scene
from handrail.step import Step
from handrail.workflow import Workflow
from tests.reading.moves import acts, record
from tests.reading.sample import at, reception, scene

TOPICS: Mapping[str, tuple[str, ...]] = {
    "vegan": ("vegan", "vegan food"),
    "music": ("live music", "music"),
    "address": ("where", "located", "address"),
}


class Table(Workflow):
    asks_for = ("book a table", "find a restaurant", "a restaurant")
    town = Step(Choice(["Dover", "Hythe", "Deal"]), words=["town", "place"])
    start = Step(When(), words=["time", "day"])


TOWN = scene("town", workflow=Table, topics=TOPICS)
START = scene("start", workflow=Table, knows={"town": "Dover"}, topics=TOPICS)


def opening() -> Scene:
    """Return the scene of "How can I help?", where tables are booked."""
    return replace(reception(), workflows=(Table,), topics=TOPICS)


@pytest.mark.parametrize(
    "said",
    [
        "i need a vegan restaurant in dover",
        "find me vegan restaurants in dover",
        "something vegan in dover please",
        "i'd like a restaurant that is vegan in dover",
        "a restaurant with vegan options in dover",
        "i want it to be vegan, in dover",
    ],
)
def test_a_topic_that_is_wanted_is_asked_about_beside_the_value(said: str) -> None:
    found = acts(said, TOWN)
    assert found is not None
    assert sorted(found, key=repr) == sorted(
        [m.Question("vegan"), record("town", "Dover")], key=repr
    )


def test_several_topics_may_be_wanted() -> None:
    said = "find me a vegan restaurant that has live music in dover"
    assert acts(said, TOWN) == [m.Question("vegan"), m.Question("music"), record("town", "Dover")]


def test_at_the_opening_the_wish_comes_first() -> None:
    said = "i'm looking for a vegan restaurant in dover"
    assert acts(said, opening()) == [
        m.Switch("table"), m.Question("vegan"), record("town", "Dover"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        "not a vegan restaurant in dover",
        "anything but a vegan place in dover",
        "a cheap restaurant in dover",
        "a vegan restaurant in dover that takes dogs",
        "my vegan sister lives in dover",
    ],
)
def test_what_is_no_topic_or_not_wanted_is_left_to_the_model(said: str) -> None:
    assert acts(said, TOWN) is None


def test_where_it_is_to_be_is_no_question() -> None:
    assert acts("i need a restaurant located in dover", TOWN) == [record("town", "Dover")]


def test_without_a_value_or_a_wish_a_quality_is_no_question() -> None:
    assert acts("vegan restaurant people", START) is None
    assert acts("tuesday at three", START) == [record("start", at(16, 15))]
