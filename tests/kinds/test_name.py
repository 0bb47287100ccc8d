"""Names as callers give, spell and correct them, and as recognisers mishear them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from handrail.kinds.base import Context, InvalidValue, Reading
from handrail.kinds.name import PersonName, given

NOW = datetime(2026, 6, 12, 9, tzinfo=UTC)
NAME = PersonName()


def ctx(**known: Any) -> Context:
    return Context(now=NOW, **known)


def read(said: str, *, asked: bool = True, **known: Any) -> Reading[str]:
    return NAME.read(said, ctx(asked=asked, **known))


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("maria lopez", "Maria Lopez"),
        ("maria", "Maria"),
        ("it's maria lopez", "Maria Lopez"),
        ("um, maria lopez please", "Maria Lopez"),
        ("maria lopez, oh and make it four instead of three", "Maria Lopez"),
        ("dr sarah o brien", "Sarah O'Brien"),
        ("mrs conor mcdonald", "Conor McDonald"),
        ("ana van der berg", "Ana van der Berg"),
        ("mary-jane smith hyphen jones", "Mary-Jane Smith-Jones"),
        ("Maria, Lopez", "Maria Lopez"),
        ("john smith junior", "John Smith Jr"),
        ("thomas p farris", "Thomas P Farris"),
        ("the name's bond, james bond", "James Bond"),
        ("first name maria last name lopez", "Maria Lopez"),
        ("surname lopez, first name maria", "Maria Lopez"),
        ("maria lopez is my name", "Maria Lopez"),
        ("put it under grace kelly", "Grace Kelly"),
        ("DeShawn MacDonald", "DeShawn MacDonald"),
        ("siobhan", "Siobhan"),
        ("toby field", "Toby Field"),
        ("last name smith first name john", "John Smith"),
        ("the name is bond james bond", "James Bond"),
        ("brett brett rhodes", "Brett Rhodes"),
        ("mr brett brett rhodes", "Brett Rhodes"),
        ("john. john doe", "John Doe"),
        ("lopez, maria", "Maria Lopez"),
        ("lopez comma maria", "Maria Lopez"),
        ("o'brien, sean", "Sean O'Brien"),
        ("put me down as john smith", "John Smith"),
        ("that'd be john smith", "John Smith"),
        ("my wife's name is ann lee", "Ann Lee"),
        ("it's for my son tim jones", "Tim Jones"),
        ("i'm john's wife mary doe", "Mary Doe"),
        ("her name is ann lee", "Ann Lee"),
    ],
)
def test_a_name_is_read(said: str, value: str) -> None:
    reading = read(said)
    assert (reading.status, reading.value) == ("clear", value)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("sam smith no sorry sam jones", "Sam Jones"),
        ("sam smith no no sorry sam jones", "Sam Jones"),
        ("anna no hannah berg", "Hannah Berg"),
        ("maria lopez, i mean lopes", "Maria Lopes"),
        ("it's maria lopez sorry maria lopes with an s please", "Maria Lopes"),
    ],
)
def test_a_name_corrected_in_the_same_breath(said: str, value: str) -> None:
    assert read(said).value == value
    assert read(f"my name is {said}", asked=False).value == value


def test_the_first_of_two_names_stands_when_more_than_a_name_follows() -> None:
    assert read("maria lopez, sorry sam what was that").value == "Maria Lopez"
    assert read("anna no hannah").doubtful


@pytest.mark.parametrize("said", ["ludwig van beethoven", "j. smith", "j smith"])
def test_a_name_that_could_be_one_is_read_back(said: str) -> None:
    assert read(said).doubtful
    assert read(said, asked=False).status == "none"


@pytest.mark.parametrize("word", ["mark", "grace", "summer", "will", "may", "april"])
def test_names_that_are_words_are_names_when_asked_or_cued(word: str) -> None:
    assert read(word).value == word.capitalize()
    assert read(f"my name is {word}", asked=False).value == word.capitalize()
    assert read(word, asked=False).status == "none"


@pytest.mark.parametrize(
    "said",
    [
        "yes", "no", "sure", "hello", "what", "the thing with the blue", "blue blue", "sounds good",
        "next tuesday", "tuesday at three", "no thanks", "what time is it", "hang on",
        "haircut please", "that's accurate", "no thankyou", "mark the date", "two one two",
        "wait, can we change the day", "i'm looking for a haircut", "i'm busy", "this is great",
        "yes honey i'm on the phone", "mark my words", "ok google", "my husband booked it",
        "my first name dot last name at gmail dot com", "put me down for tuesday",
        "it's tuesday", "a woman", "i see you are busy", "for al fresco", "april may", "",
    ],
)  # fmt: skip
def test_what_is_no_name_gives_none(said: str) -> None:
    assert read(said).status == "none"
    assert read(said, asked=False).status == "none"


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("hi this is maria lopez i need a colour on saturday morning", "Maria Lopez"),
        ("my name is xochitl quetzal", "Xochitl Quetzal"),
        ("this is john calling", "John"),
        ("i'm maria", "Maria"),
        ("you can call me al", "Al"),
        ("it's under the name kanosh", "Kanosh"),
        ("my name's sarah connor and you can reach me on ", "Sarah Connor"),
        ("this is will smith", "Will Smith"),
    ],
)
def test_unasked_a_name_needs_a_cue(said: str, value: str) -> None:
    assert read(said, asked=False).value == value


@pytest.mark.parametrize(
    "said",
    [
        "maria lopez",
        "the dentist's name is robert durr",
        "a table under the stars",
        "the restaurant name is asta",
        "valentine's day",
        "book me for thu, 9 aug",
        "a haircut for my son tim jones",
        "her name is ann lee",
    ],
)
def test_unasked_others_names_are_not_the_callers(said: str) -> None:
    assert read(said, asked=False).status == "none"


def test_the_cue_belongs_to_the_span() -> None:
    said = "hello my name is maria lopez and i need a trim"
    (span,) = read(said, asked=False).spans
    assert said[slice(*span)] == "my name is maria lopez"


def test_a_name_on_no_list_is_read_back() -> None:
    assert read("my name is zyx quetzalpo").doubtful
    assert not read("maria lopez").doubtful


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("maria l o p e z", "Maria Lopez"),
        ("maria lopez l o p e s", "Maria Lopes"),
        ("maria lopez that's l o p e s", "Maria Lopes"),
        ("m a r i a l o p e z", "Maria Lopez"),
        ("m a r i a space l o p e z", "Maria Lopez"),
        ("maria lopes with an s", "Maria Lopes"),
        ("catherine with a k", "Katherine"),
        ("steven with a ph", "Stephen"),
        ("anna with two n's, anna berg", "Anna Berg"),
        ("ann with an e at the end", "Anne"),
        ("anna kowalczuk k o w a l c z u k", "Anna Kowalczuk"),
        ("k o w a l c z u k", "Kowalczuk"),
    ],
)
def test_spelled_letters_outrank_the_word(said: str, value: str) -> None:
    reading = read(said)
    assert reading.value == value
    assert reading.spelled


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("o as in oscar w e n hamilton", "Owen Hamilton"),
        ("sean s h a u n kennedy", "Shaun Kennedy"),
        ("sean with an s h a u n smith", "Shaun Smith"),
        ("siobhan o'connor, that's s i o b h a n", "Siobhan O'Connor"),
        ("kathryn mcdonald, kathryn is k a t h r y n", "Kathryn McDonald"),
    ],
)
def test_letters_of_a_given_name_are_no_reason_to_spell_the_family_name(
    said: str, value: str
) -> None:
    reading = read(said)
    assert reading.value == value
    assert not reading.spelled


def test_y_joins_two_family_names() -> None:
    assert read("jose maria de la cruz y fernandez").value == "Jose Maria de la Cruz y Fernandez"


def test_misheard_letters_are_taken_for_the_nearest_name() -> None:
    reading = read("d o r o th y wi LL I am s")
    assert reading.value == "Dorothy Williams"
    assert reading.doubtful


@pytest.mark.parametrize(
    ("current", "said", "value"),
    [
        ("Maria Lopez", "the name, it's lopes with an s", "Maria Lopes"),
        ("Maria Lopez", "it's l o p e s", "Maria Lopes"),
        ("Maria Lopez", "lopes not lopez", "Maria Lopes"),
        ("Maria Lopez", "s not z", "Maria Lopes"),
        ("Maria Lopez", "no, with an s", "Maria Lopes"),
        ("Maria Lopez", "no it's mario", "Mario Lopez"),
        ("Maria Lopez", "the last name is lopes", "Maria Lopes"),
        ("Maria Lopez", "maria jones", "Maria Jones"),
        ("Carl Hall", "with a k", "Karl Hall"),
        ("Steven Philips", "with two ls", "Steven Phillips"),
        ("Ann Taylor", "with an e", "Anne Taylor"),
        ("Sara Lee", "sarah with an h", "Sarah Lee"),
        ("Clark Jones", "clark with a c and an e", "Clarke Jones"),
        ("John Clark", "clark with an e", "John Clarke"),
        ("John Smith", "jon without an h", "Jon Smith"),
        ("Maria", "lopez", "Maria Lopez"),
        ("Lopez", "maria", "Maria Lopez"),
        ("Maria", "ann", "Ann"),
        ("Maria Lopez", "it's not maria it's marie", "Marie Lopez"),
        ("Mario Lopez", "maria not mario", "Maria Lopez"),
        ("Maria Lopez", "no, not lopez, lopes", "Maria Lopes"),
    ],
)
def test_the_name_in_hand_is_mended(current: str, said: str, value: str) -> None:
    assert read(said, current=current).value == value


def test_unasked_letters_mend_the_name_they_resemble() -> None:
    reading = read("the name, it's lopes with an s", asked=False, current="Maria Lopez")
    assert (reading.value, reading.spelled, reading.merged) == ("Maria Lopes", True, True)
    exchanged = read("it's not maria it's marie", asked=False, current="Maria Lopez")
    assert (exchanged.value, exchanged.merged) == ("Marie Lopez", True)
    spelled = "maria at gmail dot com that's m a r y a"
    assert read(spelled, asked=False, current="Maria Lopez").status == "none"


@pytest.mark.parametrize("said", ["no", "yes", "that's wrong", "what time is it"])
def test_a_refusal_mends_nothing(said: str) -> None:
    assert read(said, current="Maria Lopez").status == "none"


def test_the_likeliest_hypothesis_is_taken_and_read_back() -> None:
    heard = ("after drinking", "catherine king", "katherine king", "african cake")
    reading = read(heard[0], nbest=heard)
    assert reading.value == "Catherine King"
    assert reading.doubtful


def test_the_caller_s_country_tells_spellings_apart() -> None:
    heard = ("jeffrey jones", "geoffrey jones")
    assert read(heard[0], nbest=heard, region="US").value == "Jeffrey Jones"
    assert read(heard[0], nbest=heard, region="US").doubtful


def test_a_spelling_of_the_caller_s_country_outweighs_the_first_hypothesis() -> None:
    heard = ("kimberly baxter", "kimberley baxter")
    assert read(heard[0], nbest=heard, region="GB").value == "Kimberley Baxter"
    assert read(heard[0], nbest=heard, region="US").value == "Kimberly Baxter"


def test_a_part_that_many_hypotheses_hold_outweighs_the_first_of_them() -> None:
    heard = ("ryan ford", "brian ford", "brian card", "brian board", "brian forde", "brian forge")
    reading = read(heard[0], nbest=heard, region="US")
    assert (reading.value, reading.doubtful) == ("Brian Ford", True)


def test_a_name_that_another_hypothesis_contradicts_is_read_back() -> None:
    assert read("ryan evans", nbest=("ryan evans", "ryan evan")).doubtful
    assert read("edie", nbest=("edie", "e d i th")).doubtful
    assert not read("ryan evans", nbest=("ryan evans", "ryan", "ryan heavens")).doubtful


@pytest.mark.parametrize("said", ["the dawn atkinson", "is dan wilkinson", "a dan wilkinson"])
def test_a_slip_before_a_full_name_leaves_a_name_to_read_back(said: str) -> None:
    reading = read(said)
    assert (reading.value or "").split()[-1] == said.rsplit(maxsplit=1)[-1].capitalize()
    assert reading.doubtful
    assert read(f"{said} there").status == "none"


def test_another_hypothesis_makes_no_name_of_an_answer() -> None:
    assert read("yes", nbest=("yes", "jess", "jess lee")).status == "none"


def test_hypotheses_of_the_whole_do_not_apply_to_what_is_left() -> None:
    left = "maria lopez             "
    assert read(left, nbest=("maria lopes at three", "mario lopez at three")).value == "Maria Lopez"


def test_saying_and_spelling() -> None:
    assert NAME.speak("Maria Lopez", ctx()) == "Maria Lopez"
    assert NAME.spell("Maria Lopez", ctx()) == "L O P E Z"
    assert given("Maria Lopez") == "Maria"
    assert given("") == ""


def test_a_model_gives_a_name() -> None:
    assert NAME.parse("maria o'neill", ctx()) == "Maria O'Neill"
    assert NAME.parse("Ana van der Berg", ctx()) == "Ana van der Berg"
    assert NAME.supports("Maria Lopez", "it's maria / l o p e z", ctx())
    assert not NAME.supports("Al Lopez", "really lopez", ctx())
    for raw in ("", "R2D2", None, 5, "x" * 200):
        with pytest.raises(InvalidValue, match="not a person's name"):
            NAME.parse(raw, ctx())


_GIVEN = st.sampled_from("Maria John Siobhan Mary-Jane Grace DeShawn Will Xavier Zoe".split())
_FAMILY = st.sampled_from(
    ["Lopez", "O'Brien", "McDonald", "Smith-Jones", "van der Berg", "de la Cruz", "King", "Li"]
)


@for_all(_GIVEN, _FAMILY)
def test_what_is_spoken_is_read_back(first: str, last: str) -> None:
    value = f"{first} {last}"
    assert read(NAME.speak(value, ctx())).value == value
    assert read(NAME.speak(value, ctx()).lower()).value is not None
    assert read(f"my name is {value}", asked=False).value == value


_LETTERS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=10)


@for_all(_LETTERS)
def test_what_is_spelled_is_read_back(family: str) -> None:
    value = f"Maria {family.capitalize()}"
    reading = read(f"Maria {NAME.spell(value, ctx())}")
    assert reading.value is not None
    assert reading.value.lower() == value.lower()


_WORDS = st.sampled_from(
    "maria lopez l o p e z my name is it's under with a an s not no m as in mike van der mc o dr "
    "first last double two ls , - ' this i'm 4 at".split()
)


@for_all(st.one_of(st.text(), st.lists(_WORDS, max_size=30).map(" ".join)), st.booleans())
def test_no_text_makes_the_reader_fail(said: str, asked: bool) -> None:
    for known in ({}, {"current": "Maria Lopez"}, {"nbest": (said, "maria lopez", said[::-1])}):
        reading = read(said, asked=asked, **known)
        assert all(0 <= start < end <= len(said) for start, end in reading.spans)


def test_real_recogniser_output(shared_data: Callable[[str], Path]) -> None:
    lines = shared_data("spelled_names_dev.jsonl").read_text(encoding="utf-8").splitlines()
    right = {True: 0, False: 0}
    count = {True: 0, False: 0}
    for case in map(json.loads, lines):
        reading = read(case["text"], nbest=tuple(case["nbest"]), region="GB")
        first = case["attempt"] == 0
        count[first] += 1
        right[first] += (reading.value or "").lower() == case["expect"].lower()
    assert right[True] / count[True] > 0.67
    assert right[False] / count[False] > 0.53


@pytest.mark.parametrize(
    ("known", "said", "name"),
    [
        ("Maria Smith-Jones", "s m i t h j o n e s", "Maria Smith-Jones"),
        ("Maria Smith-Jones", "s m y t h j o n e s", "Maria Smyth-Jones"),
        ("Maria Smith-Jones", "it's j o n a s", "Maria Smith-Jonas"),
        ("Maria Smith-Jones", "no, jonas", "Maria Smith-Jonas"),
        ("Maria Smith", "s m i t h hyphen j o n e s", "Maria Smith-Jones"),
        ("Maria van Dyke", "d y k e", "Maria van Dyke"),
        ("Maria Van Dyke", "d y k e", "Maria Van Dyke"),
        ("Ana van der Berg", "b u r g", "Ana van der Burg"),
        ("Sean O'Brien", "o b r y a n", "Sean O'Bryan"),
        ("Maria DeShawn", "m a r i e", "Marie DeShawn"),
    ],
)
def test_letters_keep_what_else_is_written_of_a_name(known: str, said: str, name: str) -> None:
    assert read(said, current=known).value == name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("maria smith jones, s m i t h hyphen j o n e s", "Maria Smith-Jones"),
        ("maria van dijk, that's d i j k", "Maria van Dijk"),
    ],
)
def test_a_name_is_written_as_its_letters_say(said: str, name: str) -> None:
    assert read(said).value == name


def test_a_hyphen_is_spelled() -> None:
    assert NAME.spell("Maria Smith-Jones", ctx()) == "S M I T H hyphen J O N E S"


@pytest.mark.parametrize("said", ["jos\u00e9 garc\u00eda", "it's j\u00fcrgen m\u00fcller"])
def test_a_name_is_known_with_its_accents(said: str) -> None:
    assert read(said).value == said.removeprefix("it's ").title()


@pytest.mark.parametrize(
    "said", ["oluwaseun adeyemi", "it's ngozi okonkwo", "ay\u015fe y\u0131lmaz"]
)
def test_a_full_name_on_no_list_is_read_back(said: str) -> None:
    """Its owner would be asked for it again and again."""
    reading = read(said)
    assert (reading.status, reading.doubtful) == ("clear", True)


@pytest.mark.parametrize(
    "said", ["blah blah", "speak louder", "terrible connection", "bloody hell"]
)
def test_two_words_that_are_talk_are_no_name(said: str) -> None:
    assert read(said).status == "none"


def test_a_word_that_was_spelled_before_it_was_said_is_one_part() -> None:
    for said in ("it's spelled k a t h r y n, kathryn mcdonald", "k a t h r y n kathryn mcdonald"):
        assert read(said).value == "Kathryn McDonald"
    assert read("m a r i a, maria maria").value == "Maria Maria"


def test_one_part_said_after_a_but_mends_the_name_in_hand() -> None:
    for said in ("but the name is marina", "yes but the name is marina", "the name's marina"):
        assert read(said, current="Maria Lopez").value == "Marina Lopez", said
    assert read("but the name is anna smith", current="Maria Lopez").value == "Anna Smith"


def test_letters_behind_a_whole_name_belong_to_it_whatever_leads_up_to_it() -> None:
    reading = PersonName().read("this is maria lopez, l o p e z", Context(now=NOW))
    assert (reading.value, reading.spelled) == ("Maria Lopez", True)
