"""The phrasebook and the developer's own phrases: who wins, and what is refused."""

from __future__ import annotations

import pytest

from handrail.engine.effects import Finish
from handrail.engine.events import Apologised, Declined, RevisitQueued, Written
from handrail.engine.state import Candidate
from handrail.facts import Call
from handrail.kinds.choice import Choice
from handrail.kinds.name import PersonName
from handrail.kinds.number import Number
from handrail.kinds.phone import Phone
from handrail.kinds.text import Text
from handrail.kinds.when import When
from handrail.speaking import PHRASES, Line, Phrasebook, Speaker
from handrail.step import Step
from handrail.wording import fields_in
from handrail.workflow import Phrases, Workflow
from tests.speaking.studio import CONTEXT, HAIRCUT, HOURS, MARIA, PHONE, TUESDAY, Desk, answered


class Table(Workflow):
    """Says some of it in its own words, and leaves the rest to the phrasebook."""

    phrases = Phrases(done="All set. It's under {code}, table {table}.", dropped="Maybe next time!")

    area = Step(Choice(("Garden", "Bar")), echo="Lovely, {a value}.", label="area")
    guests = Step(Number(), ask="How many of you, {name}?", help="From one to ten, please.")
    name = Step(PersonName(), ask="Who is it for?", echo=("Hi {given}!", "Welcome, {given}."))
    phone = Step(Phone())
    note = Step(Text(), optional=True, rephrase="Sorry, is there anything we should know?")

    async def commit(self, call: Call[object]) -> None:
        raise NotImplementedError


def test_a_steps_own_words_come_before_the_phrasebooks() -> None:
    desk = Desk(Table)
    assert desk.asks("ask", "guests", "help").text == "From one to ten, please."
    line = desk.asks("ask", "phone", "first", answered("name", MARIA))
    assert line.text == "Hi Maria! What's the best number for you?"
    assert desk.asks("ask", "note", "rephrase").text == "Sorry, is there anything we should know?"
    assert desk.says(Finish("abandoned", "abandoned")).text == "Maybe next time!"


def test_a_question_that_names_another_value_waits_until_it_is_known() -> None:
    assert Desk(Table).asks("ask", "guests").text == "What's the number?"
    desk = Desk(Table).holds(name=MARIA)
    assert desk.asks("ask", "guests").text == "How many of you, Maria Lopez?"


def test_wordings_take_turns() -> None:
    desk = Desk(Table)
    first = desk.asks("ask", "phone", "first", answered("name", MARIA))
    second = desk.asks("ask", "note", "first", answered("name", "Ann Cole", MARIA))
    assert (first.text[:9], second.text[:13]) == ("Hi Maria!", "Welcome, Ann.")


def test_without_a_template_the_summary_names_every_label_and_value() -> None:
    line = Desk(Table).holds(area="Garden", guests=4, name=MARIA, phone=PHONE).asks("summary")
    assert line.text == (
        "The area garden, the number 4, the name Maria Lopez and the number 212, 555, 0142. "
        "Is that right?"
    )
    assert [mark.step for mark in line.marks] == ["area", "guests", "name", "phone"]


def test_a_receipt_without_a_field_leaves_its_sentence_out() -> None:
    done = Finish("completed", "completed", (Written(),), receipt={"code": "K7M4"})
    assert Desk(Table).says(done).text == "All set."


def test_a_long_note_is_not_recited() -> None:
    note = "we are bringing two dogs, a pram, and my grandmother who cannot do stairs"
    line = Desk(Table).asks("ask", "phone", "first", answered("note", note))
    assert line.text == "Thanks, noted. What's the best number for you?"
    assert not line.marks


def test_the_phrasebook_can_be_replaced_for_a_place_a_kind_or_a_step() -> None:
    book = Phrasebook().replace(
        {"read_back:phone": "So {value}?", "read_back@name": "{value}, yes?"},
        declined=("Fine by me.",),
    )
    desk = Desk()
    desk.speaker = Speaker(book)
    desk.holds(phone=PHONE, name=MARIA)
    assert desk.asks("read_back", "phone").text == "So 212, 555, 0142?"
    assert desk.asks("read_back", "name").text == "Maria Lopez, yes?"
    assert desk.asks("ask", "name", "first", Declined("email")).text == "Fine by me. And your name?"
    assert Phrasebook().phrases is PHRASES


@pytest.mark.parametrize(
    ("phrases", "fault"),
    [
        ({"farewell": "Bye."}, "no place 'farewell'"),
        ({"echo:phone": "{number}."}, "no field 'number'"),
        ({"nudge": ()}, "at least one wording"),
    ],
)
def test_a_fault_in_a_phrasebook_is_named(phrases: dict[str, str], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        Phrasebook().replace(phrases)


def test_the_built_in_wordings_are_clean() -> None:
    for place, variants in PHRASES.items():
        assert len(set(variants)) == len(variants), place
        for wording in variants:
            assert wording.count("?") <= 1, wording
            assert wording == " ".join(wording.split()), wording
            assert "invalid" not in wording.lower()
            assert len(wording.split()) <= 16, wording
            assert wording == "" or wording[-1] in '.?!"}' or "{" in wording, wording
            assert len(fields_in(wording)) <= 2, wording


def test_a_line_for_a_host_is_filled_and_follows_another() -> None:
    speaker = Speaker()
    greeting = speaker.greeting("Northside Studio", CONTEXT, back=True)
    assert greeting.text == "Northside Studio, welcome back."
    assert speaker.goodbye(after=greeting).text == (
        "Northside Studio, welcome back. Thank you, goodbye."
    )
    assert speaker.goodbye().last
    with pytest.raises(KeyError):
        speaker.say("farewell")


def test_the_haircut_is_articled_wherever_the_developer_does_so() -> None:
    desk = Desk().holds(service=HAIRCUT).has(revisits=("service",))
    line = desk.asks("ask", "service", "revisit", RevisitQueued("service"))
    assert line.text.startswith("Of course. It's a haircut now.")


def test_a_new_run_is_opened_with_a_word_unless_something_was_said_with_it() -> None:
    desk = Desk()
    desk.asks("ask", "service")
    desk.has(run="2")
    assert desk.asks("ask", "start").text == "Sure. When would you like to come in?"
    desk.has(run="3")
    before = Line("Of course.")
    assert desk.asks("ask", "phone", after=before).text == (
        "Of course. What's the best number for you?"
    )


def test_a_developers_opening_is_said_even_at_the_start_of_the_call() -> None:
    class Callback(Workflow):
        phrases = Phrases(begin="Happy to ring you.")
        phone = Step(Phone(), ask="What number should we call?")

    line = Desk(Callback).asks("ask", "phone")
    assert line.text == "Happy to ring you. What number should we call?"


def test_a_long_note_is_agreed_to_by_its_name() -> None:
    note = "we are bringing two dogs, a pram, and my grandmother who cannot do stairs"
    line = Desk(Table).holds(name=MARIA, note=note).asks("summary")
    assert line.text == "The name Maria Lopez and your note. Is that right?"
    assert [mark.step for mark in line.marks] == ["name", "note"]


def test_a_receipt_does_not_replace_what_a_kind_says_better() -> None:
    class Move(Workflow):
        phrases = Phrases(done="Moved to {start}, same code.")
        start = Step(When(hours=HOURS))

    receipt = {"start": "2026-06-16T15:00:00-04:00"}
    done = Finish("completed", "completed", (Written(receipt),), receipt=receipt)
    line = Desk(Move).holds(start=TUESDAY).says(done)
    assert line.text == "Moved to Tuesday the 16th at 3, same code."


def test_names_that_sound_alike_are_offered_with_their_letters() -> None:
    wanted = Candidate(alternatives=(MARIA, "Maria Lopes"))
    desk = Desk().offers("name", MARIA, "Maria Lopes", wanted=wanted)
    assert desk.asks("offer", "name").text == (
        "Is that Maria Lopez, L O P E Z or Maria Lopes, L O P E S?"
    )


def test_a_value_that_was_not_heard_is_said_again_in_short() -> None:
    desk = Desk()
    heard = answered("start", TUESDAY)
    desk.asks("ask", "phone", "first", heard)
    line = desk.asks("ask", "phone", "again", heard)
    assert line.text == "Tuesday the 16th at 3. So, what's the best number for you?"


def test_a_required_step_says_so_without_blame() -> None:
    assert Desk().asks("ask", "phone", "required").text == (
        "I do need a number to go on. What can I put down?"
    )


def test_help_of_an_optional_step_says_that_it_may_be_left_out() -> None:
    assert Desk().asks("ask", "email", "help").text.endswith("If you'd rather not, just say no.")


def test_a_summary_that_is_not_understood_is_said_again_then_explained() -> None:
    desk = Desk().holds(service=HAIRCUT, start=TUESDAY, name=MARIA)
    desk.asks("summary")
    desk.marks(named=True)
    line = desk.asks("summary", None, "rephrase")
    assert line.text.startswith("Sorry. A haircut on Tuesday the 16th at 3 for Maria Lopez.")
    assert {mark.step for mark in line.marks} == {"service", "start", "name"}
    assert desk.asks("summary", None, "help").text.startswith("Say yes and it's done")
    assert desk.asks("summary", None, "plain").text == "Shall I book it?"
    assert desk.asks("change", None, "help").text == (
        'You can say something like "the service", "the time" or "the name".'
    )


def test_a_host_that_failed_is_sorry_and_offers_a_person() -> None:
    line = Desk().asks("human", None, "first", Apologised(""))
    assert line.text == ("Sorry, I couldn't do that just now. Shall I have someone call you back?")


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        ("goodbye", "Thank you, goodbye."),
        ("silence", "I can't hear you, so I'll hang up now. Goodbye."),
        ("not_understood", "I'm sorry I couldn't help. Please try again later. Goodbye."),
    ],
)
def test_some_ends_are_the_end_of_the_call(cause: str, words: str) -> None:
    line = Desk().says(Finish("abandoned", cause))
    assert line == Line(words, last=True)


def test_a_workflow_that_writes_nothing_ends_with_the_echo_of_its_last_answer() -> None:
    done = Finish("completed", "completed", (answered("name", MARIA),))
    assert Desk().says(done).text == "Thanks, Maria."


def test_a_switch_says_nothing_of_the_run_that_is_left() -> None:
    assert Desk().says(Finish("switched", "switched", switch_to="booking")) == Line()


def test_a_step_may_have_its_own_way_to_be_read_back() -> None:
    class Order(Workflow):
        dish = Step(Choice(["Soup"]), read_back="{A value}, is that right?")

    line = Desk(Order).holds(dish="Soup").asks("read_back", "dish")
    assert line.text == "A soup, is that right?"
    assert [mark.step for mark in line.marks] == ["dish"]
