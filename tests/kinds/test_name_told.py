"""Names with what callers tell of them: letters of both parts in one go, titles, hyphens."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from handrail.kinds.base import Context
from handrail.kinds.name import PersonName
from handrail.kinds.name.lists import likeness

NOW = datetime(2026, 6, 12, 9, tzinfo=UTC)
NAME = PersonName()


def read(said: str, *, asked: bool = True) -> str | None:
    return NAME.read(said, Context(now=NOW, asked=asked)).value


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("priya patel p r i y a p a t e l", "Priya Patel"),
        ("john smith j o n s m y t h", "Jon Smyth"),
        ("james J O N E S", "James Jones"),
    ],
)
def test_letters_may_spell_two_names_in_one_go(said: str, value: str) -> None:
    assert read(said) == value


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("steven spelled with a v s t e v e n", "Steven"),
        ("kate with a k k a t e", "Kate"),
        ("sean with an s h a u n", "Shaun"),
        ("catherine with a k, k a t h e r i n e jones", "Katherine Jones"),
    ],
)
def test_a_letter_that_is_told_before_a_spelling_is_no_part_of_it(said: str, value: str) -> None:
    assert read(said) == value


def test_letters_that_begin_otherwise_spell_another_name() -> None:
    assert read("anna b a double n e r") == "Anna Banner"
    assert read("cathy k a t h y") == "Kathy"


def test_one_family_name_takes_the_place_of_another() -> None:
    assert read("smith, no, sorry, jones") == "Jones"
    assert read("maria, no, sorry, maria lopez") == "Maria Lopez"


def test_a_title_makes_a_name_of_an_everyday_word() -> None:
    assert read("mister brown") == "Brown"
    assert read("this is mrs green calling", asked=False) == "Green"
    assert read("miss out") is None
    assert read("brown") is None


def test_letters_behind_any_cue_are_read_where_a_name_was_asked_for() -> None:
    assert read("it's under kowalski k o w a l s k i") == "Kowalski"


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("anne double barrelled smith jones", "Anne Smith-Jones"),
        ("anne double-barrelled smith hyphen jones", "Anne Smith-Jones"),
        ("anne smith jones hyphenated", "Anne Smith-Jones"),
        ("smith jones, it's double barrelled please", "Smith-Jones"),
    ],
)
def test_a_name_that_is_called_hyphenated_has_a_hyphen(said: str, value: str) -> None:
    assert read(said) == value


def test_a_remark_on_a_hyphen_alone_is_no_name() -> None:
    assert read("it's double barrelled") is None


def test_a_letter_that_makes_no_name_makes_the_one_that_sounds_so() -> None:
    assert read("jeff with a g") == "Geoff"


def test_the_name_of_a_letter_may_begin_a_spelling() -> None:
    assert read("zoe zed o e") == "Zoe"


def test_a_pause_that_is_written_as_an_end_parts_no_name() -> None:
    assert read("Oliver. Bennett.") == "Oliver Bennett"
    assert read("Oliver. I'd like a haircut.") == "Oliver"


@pytest.mark.parametrize("name", ["Andrea", "Charles", "Pamela", "Niamh", "Owain", "Priya"])
def test_common_british_names_are_likelier_there_than_american_ones(name: str) -> None:
    assert likeness(name.lower(), "given", "GB") > likeness("brandi", "given", "GB")


@pytest.mark.parametrize("said", ["hannah will do", "put hannah", "hannah not anna"])
def test_what_is_said_behind_a_name_is_no_family_name(said: str) -> None:
    assert read(said) == "Hannah"


def test_the_first_letter_of_a_name_is_never_left_out() -> None:
    assert read("hanna without the h at the end") == "Hanna"
    assert read("sarah without the h") == "Sara"
