"""Questions to the business in whatever words, beside whatever else; and what is no question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from handrail.engine import moves as m
from handrail.engine.moves import Record
from handrail.kinds.choice import Choice
from handrail.reading import understand
from handrail.reading.scene import Scene
from handrail.step import Step
from handrail.workflow import Workflow
from tests.reading.moves import acts, record
from tests.reading.sample import PHONE, TUESDAY_AT_3, at, reception, scene

TOPICS = {
    "price": ("how much", "price", "cost"),
    "hours": ("opening hours", "open", "close"),
    "address": ("where", "address", "located", "location"),
    "phone": ("phone number", "contact number", "number"),
    "parking": ("parking",),
    "vegan": ("vegan",),
}


def asking(step: str = "", **more: str) -> Scene:
    return scene(step, **more, topics=TOPICS)  # type: ignore[arg-type]


START = asking("start", knows="service")
NUMBER = asking("phone", knows="service start")
EMAIL = asking("email", knows="service start phone name")
SUMMARY = asking(act="summary", knows="service start phone name")
RECEPTION = replace(reception(), topics=TOPICS)


def about(said: str, scene: Scene = START) -> list[str | None] | None:
    """Return the topics asked about by an utterance that is nothing but questions."""
    moves = acts(said, scene)
    if moves is None or not all(isinstance(move, m.Question) for move in moves):
        return None
    return [move.topic for move in moves if isinstance(move, m.Question)]


# --- asked for in other words ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "topics"),
    [
        ("can I get your address?", ["address"]),
        ("could i please have the phone number", ["phone"]),
        ("may I have the exact address", ["address"]),
        ("give me the price please", ["price"]),
        ("please send me the location of the shop", ["address"]),
        ("could you be able to get me their contact number", ["phone"]),
        ("let me know the price", ["price"]),
        ("let me have your number, in case I get lost", ["phone"]),
        ("i need the address", ["address"]),
        ("we'd also like to know the opening hours", ["hours"]),
        ("what about the price?", ["price"]),
        ("how about parking", ["parking"]),
        ("do you have a number i can reach you at", ["phone"]),
        ("have you got the address", ["address"]),
        ("get the phone number please", ["phone"]),
        ("ok then find me the address", ["address"]),
        ("can you do vegan treatments", ["vegan"]),
        ("does the salon offer vegan colours?", ["vegan"]),
        ("is parking available there", ["parking"]),
        ("is there any parking nearby", ["parking"]),
        ("do you know if it's vegan", ["vegan"]),
        ("find out whether they are open on sundays", ["hours"]),
        ("can i get the price for tuesday at three", ["price"]),
        ("can i get the price of a colour", ["price"]),
        ("I want the cost so that I can decide", ["price"]),
    ],
)
def test_a_fact_is_asked_for(said: str, topics: Sequence[str]) -> None:
    assert about(said) == topics


@pytest.mark.parametrize(
    ("said", "topics"),
    [
        ("give me the address and the phone number", ["address", "phone"]),
        ("can i get the price, the address and a number", ["price", "address", "phone"]),
        ("what's the price? where are you? is there parking?", ["price", "address", "parking"]),
        ("What is the price? Also, can I get the phone number?", ["price", "phone"]),
        ("Where are you? And the price?", ["address", "price"]),
        ("where are you located and can you do vegan colours", ["address", "vegan"]),
        ("tell me the price and if it's vegan", ["price", "vegan"]),
        ("how much is it? i said how much is it?", ["price"]),
        ("What is Dr. Marsh's number and the address?", ["phone", "address"]),
    ],
)
def test_however_many_are_asked_for(said: str, topics: Sequence[str]) -> None:
    assert about(said) == topics


@pytest.mark.parametrize(
    "said",
    [
        "yes, give me the address",
        "yes can i get the address please",
        "that sounds good, do you have the address?",
        "That's right. I need the address too.",
        "that is correct, please also give me the address",
        "yes where are you",
    ],
)
def test_a_yes_beside_a_request_is_heard(said: str) -> None:
    assert acts(said, SUMMARY) == [m.Affirm(), m.Question("address")]


def test_a_no_beside_a_request_is_heard() -> None:
    assert acts("no can i get the price", EMAIL) == [m.Decline("email"), m.Question("price")]


def test_a_value_beside_a_request_is_heard() -> None:
    asked = m.Question("price")
    tuesday = record("start", TUESDAY_AT_3)
    assert acts("tuesday at three, what about the price", START) == [tuesday, asked]
    assert acts("212 555 0142 and give me the price", NUMBER) == [record("phone", PHONE), asked]
    assert acts("tell me the price and make it four", SUMMARY) == [
        asked,
        record("start", at(16, 16)),
    ]


def test_a_fact_is_asked_for_beside_a_wish() -> None:
    assert acts("i want to book a haircut and tell me the price", RECEPTION) == [
        m.Switch("booking"),
        record("service", "Haircut"),
        m.Question("price"),
    ]


# --- no question ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "i want the address changed", "i need an address change", "i want a different number",
        "can i have the same number", "i need to give you my address", "let me get the number",
        "my address is wrong", "what is my phone number", "can i get your email address",
        "the number is the problem", "i need number three", "when i get the price i'll call",
        "if i need the number i'll ask", "that's all i need to know about the price",
    ],
)  # fmt: skip
def test_what_only_names_a_topic_asks_nothing(said: str) -> None:
    for asked in (START, NUMBER, SUMMARY):
        moves = understand(said, asked).moves
        assert not any(isinstance(move, m.Question) and move.topic for move in moves), moves


@pytest.mark.parametrize(
    "said",
    [
        "find me a vegan salon", "can you find me a vegan salon in Dover",
        "could you help me find a salon which is located in Dover",
        "i'm looking for a salon that is located in Dover",
        "i would like a salon with parking", "can you recommend another vegan place",
        "is there a vegan salon in Dover?", "are there any other vegan salons",
        "can you find vegan colours in Dover", "where can i find a hairdresser in Dover",
        "do you know where i can find a hairdresser", "i need someone located in Dover",
    ],
)  # fmt: skip
def test_what_is_looked_for_is_not_asked_about(said: str) -> None:
    for asked in (START, SUMMARY, RECEPTION):
        moves = understand(said, asked).moves
        assert not any(isinstance(move, m.Question) for move in moves), moves


@pytest.mark.parametrize(
    ("said", "topics"),
    [
        ("find me the address", ["address"]),
        ("where can i find you", ["address"]),
        ("find out how much it is", ["price"]),
        ("can you help me find the location", ["address"]),
        ("is there a parking lot", ["parking"]),
        ("is it a vegan salon", ["vegan"]),
    ],
)
def test_facts_can_be_looked_for_too(said: str, topics: Sequence[str]) -> None:
    assert about(said) == topics


def test_a_question_behind_what_is_looked_for_is_one() -> None:
    said = "i want to book a haircut, and where are you located"
    assert m.Question("address") in (acts(said, RECEPTION) or [])


def test_a_question_behind_a_place_to_find_is_one() -> None:
    found = understand("where can i find a hairdresser and what is the address", START)
    assert [each.topic for each in found.moves if isinstance(each, m.Question)] == ["address"]


def test_where_one_can_book_is_a_wish() -> None:
    assert acts("where can i book an appointment", RECEPTION) == [m.Switch("booking")]


class Branches(Workflow):
    branch = Step(Choice(["Downtown", "Harbour"]), words=["location"])


def test_an_option_is_chosen_in_the_word_of_a_topic() -> None:
    asked = replace(asking("service"), workflow=Branches)
    assert asked.state.prompt is not None
    prompt = replace(asked.state.prompt, step="branch")
    asked = replace(asked, state=replace(asked.state, prompt=prompt))
    assert acts("i'd like the downtown location", asked) == [record("branch", "Downtown")]
    assert about("i'd like the location please", asked) == ["address"]


# --- a question is no answer ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "am i free on tuesday at three?", "sounds good. am I free on the 16th?",
        "what's my availability on tuesday", "do i have anything on tuesday at three",
        "do I have free time on the 16th?", "how is my schedule on tuesday",
        "when am i free on tuesday", "can you tell me if i'm free on tuesday",
        "Great. I have free hours on the 16th?", "Am I free then? On Tuesday?",
    ],
)  # fmt: skip
def test_what_callers_ask_of_their_own_time_records_nothing(said: str) -> None:
    for asked in (START, SUMMARY, RECEPTION):
        found = understand(said, asked)
        assert not found.covered
        assert not any(isinstance(move, Record) for move in found.moves), found.moves


@pytest.mark.parametrize(
    "said",
    [
        "i'm free on tuesday at three",
        "i am available tuesday at three",
        "i have free time on tuesday at three",
        "tuesday at three?",
    ],
)
def test_when_callers_are_free_is_an_answer(said: str) -> None:
    assert acts(said, START) == [record("start", TUESDAY_AT_3)]


# --- nobody to talk to ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "find me someone in Dover", "can you find me someone near the station",
        "is there someone like that i can see", "get me someone good", "find me someone else",
    ],
)  # fmt: skip
def test_someone_to_be_booked_is_no_person_to_talk_to(said: str) -> None:
    for asked in (START, SUMMARY, RECEPTION):
        assert m.AskHuman() not in [
            replace(each, evidence=None) for each in understand(said, asked).moves
        ]


@pytest.mark.parametrize(
    "said",
    [
        "can i talk to someone", "get me someone please", "find me someone to talk to",
        "is there someone i can speak to", "is there someone who can help me", "get me a person",
    ],
)  # fmt: skip
def test_someone_to_talk_to_is(said: str) -> None:
    for asked in (START, SUMMARY, RECEPTION):
        assert acts(said, asked) == [m.AskHuman()]


def test_a_tag_and_the_topics_own_words_ask() -> None:
    topics = {"who": ("a robot",), "services": ("what services",)}
    asked = scene("phone", knows="service start", topics=topics)
    assert acts("you're a robot aren't you", asked) == [m.Question("who")]
    assert acts("what services do you have", asked) == [m.Question("services")]
    assert acts("you're a robot", asked) is None
