"""The request that a value or a wish comes in: "can you find me a good garage in Dover?"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from handrail.engine import moves as m
from handrail.kinds.choice import Choice
from handrail.kinds.text import Text
from handrail.kinds.when import When, WhenPart
from handrail.kinds.yes_no import YesNo
from handrail.reading import Scene
from handrail.step import Step
from handrail.workflow import Workflow
from tests.reading.moves import acts, heard, record
from tests.reading.sample import at, reception, scene


class Repair(Workflow):
    asks_for = ("book a repair", "find a garage", "a garage", "a mechanic")
    town = Step(Choice(["Dover", "Hythe", "Deal"]), words=["town", "place"])
    work = Step(Choice(["Tyre change", "Oil change"]), words=["work", "job"])
    garage = Step(Choice(["Castle Motors", "Harbour Cars"]), words=["garage", "workshop"])
    wanted = Step(YesNo(), ask="Shall I book it?")
    start = Step(When(), words=["time", "day"])


KNOWN = {"town": "Dover", "work": "Oil change", "garage": "Castle Motors"}
TOWN = scene("town", workflow=Repair)
WORK = scene("work", workflow=Repair)
GARAGE = scene("garage", workflow=Repair)
WANTED = scene("wanted", workflow=Repair, knows=KNOWN)
START = scene("start", workflow=Repair, knows=KNOWN)
SUMMARY = scene(act="summary", workflow=Repair, knows={**KNOWN, "start": at(16, 15)})


def opening() -> Scene:
    """Return the scene of "How can I help?", where only repairs are booked."""
    return replace(reception(), workflows=(Repair,), topics={})


@pytest.mark.parametrize(
    "said",
    [
        "please find me one in dover",
        "can you find me a good garage in dover",
        "i'd like to see a mechanic in dover",
        "search in dover",
        "look around dover",
        "somewhere near dover please",
        "i need a garage based in dover",
        "a garage in dover please",
        "i need the mechanic to be in dover",
        "i'm trying to find some garages in dover",
        "how about one in dover",
        "get me one in dover",
    ],
)
def test_a_request_around_a_place_is_the_place(said: str) -> None:
    assert heard(said, TOWN) == {"town": "Dover"}


def test_a_request_may_hold_several_values() -> None:
    said = "can you find me one in dover for a tyre change"
    assert heard(said, WORK) == {"town": "Dover", "work": "Tyre change"}


@pytest.mark.parametrize(
    "said",
    [
        "i'd like to visit the garage on tuesday at three",
        "an appointment with the mechanic on tuesday at three please",
        "can i see him on tuesday at three",
        "please check tuesday at three",
        "aim for tuesday at three",
        "i still want to come to the workshop on tuesday at three",
        "please see if an appointment is available on tuesday at three",
        "tell me if there's any slot available on tuesday at three",
        "i was thinking tuesday at three",
        "tuesday at three would be most convenient",
    ],
)
def test_a_request_around_a_time_is_the_time(said: str) -> None:
    assert heard(said, START) == {"start": at(16, 15)}


@pytest.mark.parametrize(
    "said",
    [
        "no, i want to visit the garage on wednesday at four",
        "no, change it to wednesday at four",
        "no. please change to wednesday at four",
        "strike that, wednesday at four",
        "that's not right, because i want it on wednesday at 4 pm",
    ],
)
def test_a_correction_changes_only_the_time(said: str) -> None:
    assert acts(said, SUMMARY) == [record("start", at(17, 16))]


def test_no_change_is_no_correction() -> None:
    revisited = scene("start", workflow=Repair, knows={"start": at(16, 15)}, manner="revisit")
    assert acts("no change", revisited) == [m.Deny()]
    assert acts("no changes to it", revisited) != [record("start", at(16, 15))]


def test_maybe_is_said_of_the_value_behind_it() -> None:
    assert acts("no, maybe wednesday at four", SUMMARY) == [record("start", at(17, 16))]
    assert acts("maybe", SUMMARY) is None
    assert acts("maybe, ask my wife about wednesday at four", SUMMARY) is None


def test_the_longer_of_two_names_is_the_one_that_was_said() -> None:
    class Dealer(Workflow):
        town = Step(Choice(["Port Dover", "Port Hythe", "Dover"]), words=["town"])
        garage = Step(Choice(["Castle Motors of Dover", "Port Hythe Cars"]), words=["garage"])

    asked = scene("garage", workflow=Dealer)
    said = "the castle motors of dover please"
    assert heard(said, asked) == {"garage": "Castle Motors of Dover"}
    offered = scene("garage", workflow=Dealer, act="offer", offer=("Port Hythe Cars",))
    assert acts("find me a garage in port dover", offered) == [record("town", "Port Dover")]


@pytest.mark.parametrize(
    "said",
    [
        "the name of the garage is castle motors",
        "the garage's name is castle motors",
        "its name is castle motors",
    ],
)
def test_a_name_is_given_as_a_name(said: str) -> None:
    assert heard(said, GARAGE) == {"garage": "Castle Motors"}


@pytest.mark.parametrize(
    "said",
    [
        "i'm trying to locate a garage",
        "i need help finding a mechanic",
        "i'm searching for a garage. can you find me one?",
        "i need a mechanic's appointment",
    ],
)
def test_at_the_opening_it_is_a_wish(said: str) -> None:
    assert acts(said, opening()) == [m.Switch("repair")]


def test_at_the_opening_a_wish_takes_its_values_along() -> None:
    said = "i need to see a mechanic, could you search for one in dover?"
    assert acts(said, opening()) == [m.Switch("repair"), record("town", "Dover")]


@pytest.mark.parametrize(
    "said",
    [
        "did you find one in dover",
        "do i need to find a garage in dover",
        "i can't find one in dover",
        "don't look in dover",
        "find me a garage in dover with parking",
        "find me a cheap garage in dover",
        "i saw one in dover",
        "not the garage in dover",
        "a garage outside dover",
        "my friend has a garage in dover",
    ],
)
def test_what_is_no_request_or_wants_more_is_left_to_the_model(said: str) -> None:
    assert acts(said, TOWN) is None


@pytest.mark.parametrize(
    "said",
    [
        "i'm seeing the mechanic on tuesday at three",
        "is it the mechanic who comes on tuesday at three",
        "someone else on tuesday at three",
        "before the mechanic on tuesday at three",
    ],
)
def test_another_visit_is_no_time(said: str) -> None:
    assert acts(said, START) is None


@pytest.mark.parametrize("said", ["no, just book the garage", "no. make it with the mechanic"])
def test_a_no_beside_a_request_is_not_settled_by_rule(said: str) -> None:
    assert acts(said, WANTED) is None


def test_that_day_is_the_day_that_is_known() -> None:
    tuesday = WhenPart(date=date(2026, 6, 16))
    asked = scene("start", workflow=Repair, knows=KNOWN, partials={"start": tuesday})
    said = "i'd like an appointment with the mechanic on that day at three"
    assert heard(said, asked) == {"start": at(16, 15)}
    assert acts("not on that day at three", asked) is None


def test_that_day_begins_what_a_wish_is_for() -> None:
    assert acts("i want to book a repair for that day", opening()) == [m.Switch("repair")]


# --- why it is wanted -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "my exhaust is broken, i need a mechanic",
        "our car broke down. can you find me a garage?",
        "i have a leak so i need to see a mechanic",
        "i'm not feeling well. i want to book a repair",
    ],
)
def test_a_complaint_is_why_it_is_booked(said: str) -> None:
    assert acts(said, opening()) == [m.Switch("repair")]


@pytest.mark.parametrize(
    "said",
    [
        "i was in an accident, i need a mechanic",
        "i need a new exhaust, find me a garage",
        "my exhaust is broken",
        "my car was stolen. i want to book a repair",
    ],
)
def test_what_else_was_said_at_the_opening_is_left_to_the_model(said: str) -> None:
    assert acts(said, opening()) is None


def test_a_complaint_may_be_what_is_asked_for_later() -> None:
    class Described(Workflow):
        asks_for = ("a mechanic",)
        trouble = Step(Text())
        start = Step(When())

    asked = replace(reception(), workflows=(Described,), topics={})
    assert acts("my exhaust is broken, i need a mechanic", asked) is None


# --- asked for again ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "i'd like to book a repair",
        "ok great, please book me a repair at the garage for that day",
        "can you find me a mechanic please",
    ],
)
def test_a_wish_for_what_is_being_booked_is_heard_and_what_is_missing_asked(said: str) -> None:
    assert acts(said, START) == [m.Question(answered=True)]


def test_a_no_beside_it_turns_nothing_down() -> None:
    assert acts("no, but please book me a repair", START) is None
    assert acts("i'd like to book a repair", WANTED) is None
