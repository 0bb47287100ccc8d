"""What a business is asked between steps: told from its facts, by the desk or by a model."""

from __future__ import annotations

import pytest

from handrail import Number, PersonName, Reception, Step, Topic, Workflow
from handrail.livekit import Receptionist, TextCall
from tests.livekit.scripted import Reply, Scripted

FACTS = {
    "hours": "We're open from noon to 11, Tuesday to Sunday",
    "address": "We're at 12 Mill Lane",
    "price": "The menu is 45 pounds",
    "duration": "A table is yours for two hours",
    "parking": "You can park behind the house",
}


class Table(Workflow):
    party = Step(Number(min=1, max=12, unit="people"), ask="For how many people?")
    name = Step(PersonName(), ask="And your name?")

    asks_for = ("book a table", "a table")


class Held:
    """A call in writing, and what a model was asked in it."""

    def __init__(self, *replies: Reply, reception: Reception | None = None) -> None:
        self.model = Scripted(*replies)
        reception = reception or Reception(business="Mill Lane", facts=FACTS)
        receptionist = Receptionist([Table], reception=reception, ends_session=False)
        self.call = TextCall(receptionist, model=self.model) if replies else TextCall(receptionist)

    async def __call__(self, *turns: str) -> list[str]:
        await self.call.open()
        said = [(await self.call.say(turn)).desk for turn in turns]
        await self.call.aclose()
        return said


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("when are you open", "hours"),
        ("what are your opening hours", "hours"),
        ("where are you", "address"),
        ("what's the address", "address"),
        ("how much is it by the way", "price"),
        ("how long does it take", "duration"),
        ("how long do you stay open on saturdays", "hours"),
        ("is there any parking", "parking"),
        ("what about parking", "parking"),
    ],
)
async def test_a_fact_is_told_without_a_model_and_the_step_goes_on_in_other_words(
    question: str, fact: str
) -> None:
    asked, told, went_on = await Held()("a table please", question, "four people")
    assert told.startswith(f"{FACTS[fact]}. ")
    assert [each for each in FACTS.values() if each in told] == [FACTS[fact]]
    assert told.endswith("for how many people?")
    assert asked not in told
    assert "name" in went_on


async def test_asked_twice_it_is_not_asked_on_in_the_same_words() -> None:
    _, first, second = await Held()("a table please", "where are you", "how much is it")
    assert first.rpartition(". ")[2] != second.rpartition(". ")[2]


async def test_two_questions_in_one_turn_are_both_answered() -> None:
    _, told = await Held()("a table please", "where are you and how much is it")
    assert FACTS["address"] in told
    assert FACTS["price"] in told


async def test_what_is_not_known_is_said_to_be_not_known() -> None:
    _, told = await Held()("a table please", "do you have a separate room for my dog")
    assert "know" in told or "can't" in told
    assert told.endswith("for how many people?")


async def test_a_fact_answers_while_an_answer_is_given_too() -> None:
    _, told = await Held()("a table please", "four people, and where are you")
    assert FACTS["address"] in told
    assert "name" in told


async def test_a_topic_comes_before_the_fact_of_its_name() -> None:
    reception = Reception(facts=FACTS, topics={"price": Topic(("price",), lambda *_: "It varies")})
    _, told = await Held(reception=reception)("a table please", "what's the price")
    assert told.startswith("It varies. ")


# --- with a model ---------------------------------------------------------------------------------


async def test_a_model_knows_the_facts_where_they_can_be_cached() -> None:
    held = Held(Reply("You can park behind the house."), Reply("That I don't know."))
    turns = ("a table please", "where would i leave my old beetle", "do you know a good song")
    asked, told, unknown = await held(*turns)
    assert told.startswith("You can park behind the house. ")
    assert asked not in told
    assert told.endswith("for how many people?")
    assert unknown.startswith("That I don't know. ")
    first, second = (asked.messages for asked in held.model.asked)
    assert all(fact in first[0]["content"] for fact in FACTS.values())
    assert "you do not know" in first[0]["content"]
    assert second[: len(first) - 1] == first[:-1]  # all but the directive is said again


async def test_a_model_may_name_the_fact_and_the_desk_tells_it() -> None:
    turn = "where would i leave my old beetle"
    called = Reply(calls=[("aside", {"act": "question", "topic": "parking", "said": turn})])
    _, told = await Held(called)("a table please", turn)
    assert told.startswith(f"{FACTS['parking']}. ")


@pytest.mark.parametrize(
    "invented",
    [
        "Parking is 5 pounds an hour.",
        "That would be fifty pounds.",
        "It takes about ninety minutes.",
        "Our other house is at 7 High Street.",
    ],
)
async def test_a_figure_that_nobody_knows_is_not_said(invented: str) -> None:
    _, told = await Held(Reply(invented))("a table please", "do you know what my beetle would be")
    assert invented not in told
    assert "know" in told or "can't" in told
    assert told.endswith("for how many people?")


@pytest.mark.parametrize(
    "known",
    ["It's forty five pounds.", "We are open till 11.", "The house is 12, Mill Lane."],
)
async def test_a_figure_of_a_fact_is_said_in_a_models_words(known: str) -> None:
    _, told = await Held(Reply(known))("a table please", "so what would that be for my beetle")
    assert told.startswith(f"{known} ")


async def test_a_model_that_talks_on_is_cut_short() -> None:
    talk = "Behind the house. It is quiet there. My uncle planted the trees. He liked them."
    _, told = await Held(Reply(talk))("a table please", "where would i leave my old beetle")
    assert told.startswith("Behind the house. It is quiet there. ")
    assert "uncle" not in told
    assert told.endswith("for how many people?")
