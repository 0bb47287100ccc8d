"""Choices as callers make them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.kinds.base import Context, Fact, InvalidValue
from handrail.kinds.choice import Choice, Option

SERVICES = (
    Option("Haircut", description="Wash and cut", minutes=30, price=45),
    Option("Colour", synonyms=("color", "dye"), minutes=90, price=120),
    Option("Consultation", description="A talk about your hair", minutes=15, price=0),
)
KIND = Choice(SERVICES)
UNASKED = Context(now=datetime(2026, 6, 12, 13, tzinfo=UTC))
ASKED = replace(UNASKED, asked=True)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("i'd like to book a haircut", "Haircut"),
        ("two haircuts", "Haircut"),
        ("a hair cut please", "Haircut"),
        ("hair-cuts", "Haircut"),
        ("just a cut", "Haircut"),
        ("i want my hair dyed", "Colour"),
        ("color", "Colour"),
        ("colouring", "Colour"),
        ("a haircut not a colour", "Haircut"),
        ("instead of a haircut i want a colour", "Colour"),
        ("no, a colour", "Colour"),
        ("a haircut, no, sorry, a consultation", "Consultation"),
        ("colour, no haircut", "Colour"),
        ("make it a colour instead", "Colour"),
        ("i'd love a colour", "Colour"),
        ("a haircut this week", "Haircut"),
        ("i'd like the colour for my sister", "Colour"),
    ],
)
def test_an_option_is_read_by_its_names_wherever_it_is_said(said: str, value: str) -> None:
    for ctx in (ASKED, UNASKED):
        reading = KIND.read(said, ctx)
        assert (reading.status, reading.value, reading.doubtful) == ("clear", value, False)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("cut", "Haircut"),
        ("the second one", "Colour"),
        ("number two", "Colour"),
        ("the last", "Consultation"),
        ("the half-hour one", "Haircut"),
        ("ninety minutes", "Colour"),
        ("the hour and a half one", "Colour"),
        ("the cheaper one", "Consultation"),
        ("the most expensive", "Colour"),
        ("the free one", "Consultation"),
        ("the $45 one", "Haircut"),
        ("the 45 dollar one", "Haircut"),
        ("the quick one", "Consultation"),
        ("a wash", "Haircut"),
        ("consult", "Consultation"),
    ],
)
def test_places_and_descriptions_count_only_when_asked(said: str, value: str) -> None:
    assert KIND.read(said, ASKED).value == value
    assert KIND.read(said, UNASKED).status == "none"


def test_places_are_those_of_the_offer() -> None:
    offered = replace(UNASKED, offered=("Consultation", "Colour"))
    assert KIND.read("the first one", offered).value == "Consultation"
    assert (
        KIND.read("the shorter", replace(offered, offered=("Haircut", "Colour"))).value == "Haircut"
    )


@pytest.mark.parametrize(
    "said",
    [
        "make sure it's with the same lady as last time",
        "this is my first time",
        "my first time here",
        "last time was great",
        "the last appointment was long",
        "my hair color is brown",
        "i love the colour of your logo",
        "i hated my last haircut",
        "how about at four on the first",
        "i can wait as long as it takes",
        "no one of us is in a hurry",
    ],
)
def test_talk_of_other_things_chooses_nothing(said: str) -> None:
    for ctx in (ASKED, UNASKED, replace(UNASKED, offered=("Haircut", "Colour"))):
        assert KIND.read(said, ctx).status == "none"


@pytest.mark.parametrize(
    "said",
    [
        "i'll take the second one", "the second one please", "um maybe the second",
        "yes the second one would be great", "i think the second one, my bus is at four",
        "let's do number two", "that second one works better for us",
    ],
)  # fmt: skip
def test_a_place_is_taken_in_many_words(said: str) -> None:
    assert KIND.read(said, ASKED).value == "Colour"


@pytest.mark.parametrize("said", ["consolation", "heircut", "consultasion"])
def test_a_sound_alike_is_doubtful(said: str) -> None:
    reading = KIND.read(said, ASKED)
    assert reading.status == "clear"
    assert reading.doubtful


TOWNS = Choice(["Atherton", "Pleasanton", "Morgan Hill", "San Ramon", "Hercules", "Half Moon Bay"])
SALONS = Choice(["Bay Area Kids Dentist", "Great Clips", "Edge Hair Salon", "C. C. Beauty Salon"])
GARAGE = Choice(["Oil change", "Tyre change", "Full service", "MOT"])


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (TOWNS, "thanks a ton"),
        (TOWNS, "i'll go on friday"),
        (TOWNS, "on mon please"),
        (TOWNS, "the less the better"),
        (SALONS, "it was at 6 a.m."),
        (GARAGE, "can i change my booking"),
        (GARAGE, "could i change it to nine people"),
    ],
)
def test_the_end_of_a_word_is_no_part_of_a_name(kind: Choice, said: str) -> None:
    for ctx in (ASKED, UNASKED):
        assert kind.read(said, ctx).status == "none"


@pytest.mark.parametrize(
    ("kind", "said", "value"),
    [
        (TOWNS, "hercules", "Hercules"),
        (TOWNS, "the moon bay one", "Half Moon Bay"),
        (SALONS, "the clips", "Great Clips"),
        (SALONS, "c c beauty", "C. C. Beauty Salon"),
        (SALONS, "the kids dentist", "Bay Area Kids Dentist"),
        (GARAGE, "the oil", "Oil change"),
        (GARAGE, "a full one", "Full service"),
    ],
)
def test_whole_words_of_a_name_choose_it(kind: Choice, said: str, value: str) -> None:
    assert kind.read(said, ASKED).value == value


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (SALONS, "have a great day"),
        (GARAGE, "my full name is maria lopez"),
        (SALONS, "i live in the area code two one two"),
        (SALONS, "a salon please"),
        (Choice(["Hot stone massage", "Thai massage"]), "a massage please"),
    ],
)
def test_unasked_an_adjective_or_a_shared_word_names_nothing(kind: Choice, said: str) -> None:
    assert kind.read(said, UNASKED).status == "none"


def test_unasked_a_part_may_be_said_with_the_day() -> None:
    for said in (
        "a trim on friday",
        "a trim please",
        "the beard trim at four",
        "a trim, and a tea",
    ):
        assert Choice(["Haircut", "Beard trim"]).read(said, UNASKED).value == "Beard trim"
    smiles = Choice(["Kids Dentist", "Bright Dentist", "Bright Windows"])
    assert smiles.read("the bright dentist on friday", UNASKED).value == "Bright Dentist"


def test_a_word_by_which_callers_mean_the_step_names_nothing() -> None:
    for ctx in (ASKED, UNASKED, replace(UNASKED, offered=("Great Clips",))):
        nouns = replace(ctx, nouns=frozenset({"dentist", "salon", "area"}))
        assert SALONS.read("i'd like that dentist", nouns).status == "none"
        assert SALONS.read("somewhere in the area please", nouns).status == "none"
        assert SALONS.read("edge hair salon", nouns).value == "Edge Hair Salon"
    assert SALONS.read("the dentist", ASKED).value == "Bay Area Kids Dentist"


def test_a_word_that_many_options_share_tells_none_apart() -> None:
    many = Choice(
        [f"{kind} massage" for kind in ("Thai", "Swedish", "Deep", "Hot", "Head", "Foot")]
    )
    few = Choice(["Thai massage", "Swedish massage", "Facial"])
    assert many.read("a massage", ASKED).status == "none"
    assert few.read("a massage", ASKED).alternatives == ("Thai massage", "Swedish massage")


def test_a_sound_alike_is_of_whole_words_that_mean_something() -> None:
    garden = Choice(["Oakland", "Parity"])
    assert garden.read("a place called oak and pastor", ASKED).status == "none"
    assert garden.read("a party", UNASKED).status == "none"
    assert garden.read("okland", ASKED).value == "Oakland"


def test_two_options_are_ambiguous() -> None:
    reading = KIND.read("a haircut or a colour", ASKED)
    assert (reading.status, reading.alternatives) == ("ambiguous", ("Haircut", "Colour"))


@pytest.mark.parametrize(
    "said",
    [
        "not a colour", "i don't want a colour", "no haircut", "how much is a colour",
        "what's a consultation", "how long does a haircut take", "blue", "the thing with the blue",
        "hair", "the second of june", "two one two five five five", "", "tuesday at three",
    ],
)  # fmt: skip
def test_what_names_no_option_is_not_read(said: str) -> None:
    assert KIND.read(said, ASKED).status == "none"


def test_the_options_may_come_at_call_time() -> None:
    kind = Choice(Fact("services"))
    ctx = replace(ASKED, facts={"services": ["Massage", {"name": "Facial", "synonyms": ["face"]}]})
    assert kind.read("a face please", ctx).value == "Facial"
    assert kind.parse("massages", ctx) == "Massage"
    assert kind.read("massage", ASKED).status == "none"
    assert kind.schema(ctx)["enum"] == ["Massage", "Facial"]


def test_a_fact_that_holds_no_options_is_refused() -> None:
    kind = Choice(Fact("services"))
    for wrong in ("Massage", 3, [3], [{"title": "Massage"}]):
        ctx = replace(ASKED, facts={"services": wrong})
        assert kind.read("massage", ctx).status == "none"
        with pytest.raises(InvalidValue):
            kind.parse("massage", ctx)


def test_the_only_option_needs_no_question() -> None:
    assert Choice(["Massage"]).only(ASKED) == "Massage"
    assert KIND.only(ASKED) is None


@pytest.mark.parametrize("raw", [None, 3, "", "Perm"])
def test_a_model_must_name_an_option(raw: object) -> None:
    with pytest.raises(InvalidValue, match="Haircut, Colour, Consultation"):
        KIND.parse(raw, ASKED)


def test_equal_options_make_equal_kinds() -> None:
    assert Choice(SERVICES) == Choice(list(SERVICES))
    assert hash(Choice(SERVICES)) == hash(Choice(list(SERVICES)))


@given(st.sampled_from(SERVICES))
def test_what_is_spoken_is_read(option: Option) -> None:
    assert KIND.read(KIND.speak(option.name, ASKED), UNASKED).value == option.name
    assert KIND.parse(KIND.dump(option.name), ASKED) == option.name
    assert KIND.supports(option.name, f"a {option.name.lower()}", ASKED)


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(said: str) -> None:
    reading = KIND.read(said, ASKED)
    assert all(0 <= start < end <= len(said) for start, end in reading.spans)


MARKED = (
    "Men's cut",
    "Women's cut",
    "Cut & Colour",
    "Wash/dry (30 min.)",
    "Dr. O'Neil",
    "C++",
    "C#",
)


@pytest.mark.parametrize("name", MARKED)
def test_an_option_is_taken_by_the_very_name_it_has(name: str) -> None:
    assert Choice(MARKED).parse(name, UNASKED) == name


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("a men's cut please", "Men's cut"),
        ("the mens cut", "Men's cut"),
        ("not the men's, the women's", "Women's cut"),
        ("cut and color", "Cut & Colour"),
        ("the wash dry", "Wash/dry (30 min.)"),
        ("doctor oneil", "Dr. O'Neil"),
    ],
)
def test_an_option_with_marks_in_its_name_is_read_as_it_is_said(said: str, value: str) -> None:
    reading = Choice(MARKED).read(said, ASKED)
    assert (reading.status, reading.value) == ("clear", value)


def test_a_refused_option_with_marks_in_its_name_is_not_offered() -> None:
    assert Choice(MARKED).read("I don't want a men's cut", ASKED).status == "none"


LESSONS = Choice(("Follow-up (30 minutes)", "One-hour lesson", "Phone call", "Beard trim"))


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("a followup", "Follow-up (30 minutes)"),
        ("the half hour one", "Follow-up (30 minutes)"),
        ("the sixty minute one", "One-hour lesson"),
        ("the shorter one", "Follow-up (30 minutes)"),
        ("by phone", "Phone call"),
        ("beard trim, no, the lesson", "One-hour lesson"),
        ("not the beard trim, the lesson", "One-hour lesson"),
    ],
)
def test_a_name_tells_of_its_option_and_its_parts_count_beside_others(
    said: str, value: str
) -> None:
    assert LESSONS.read(said, ASKED).value == value


def test_an_own_number_chooses_no_call() -> None:
    assert LESSONS.read("my phone is 212 555 0142", ASKED).status == "none"
    assert LESSONS.read("by phone", UNASKED).status == "none"


def test_an_option_and_a_part_of_another_are_both_meant() -> None:
    reading = LESSONS.read("a beard trim and a lesson", ASKED)
    assert reading.alternatives == ("One-hour lesson", "Beard trim")


def test_what_sounds_like_one_of_two_names_is_that_one() -> None:
    reading = Choice(("Haircut", "Colour and cut")).read("hare cut", ASKED)
    assert (reading.value, reading.doubtful) == ("Haircut", True)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("markus", "Marcus"),
        ("tire change", "Tyre change"),
        ("standard, actually no, the tyre change", "Tyre change"),
        ("standard actually no tyre change", "Tyre change"),
    ],
)
def test_other_spellings_of_the_same_sound_are_known(said: str, value: str) -> None:
    kind = Choice(("Marcus", "Tyre change", "Standard room"))
    assert kind.read(said, ASKED).value == value


def test_an_option_that_is_an_hour_long_is_not_the_longest() -> None:
    kind = Choice(("Full massage (90 min)", "Massage (60 min)", "Talk (20 min)"))
    assert kind.read("the hour long one", ASKED).value == "Massage (60 min)"
    assert kind.read("the long one", ASKED).value == "Full massage (90 min)"


def test_a_part_of_two_names_is_neither_of_them() -> None:
    reading = Choice(("Gel manicure", "Classic manicure")).read("manicure", ASKED)
    assert reading.alternatives == ("Gel manicure", "Classic manicure")


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("thirty", "30 minutes"),
        ("quarter of an hour", "15 minutes"),
        ("doctor o neil", "Dr. O'Neil"),
        ("anyone but the nurse", None),
    ],
)
def test_short_forms_in_names_are_said_in_full(said: str, value: str | None) -> None:
    kind = Choice(("15 minutes", "30 minutes", "Dr. O'Neil", "Nurse Kim"))
    assert kind.read(said, ASKED).value == value
