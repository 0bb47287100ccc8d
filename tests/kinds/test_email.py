"""Email addresses as callers say, spell and correct them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from handrail.kinds.base import Context, InvalidValue, Reading
from handrail.kinds.email import Email, EmailPart

NOW = datetime(2026, 6, 12, 9, tzinfo=UTC)
EMAIL = Email()


def ctx(**known: Any) -> Context:
    return Context(now=NOW, **known)


def read(said: str, *, asked: bool = True, **known: Any) -> Reading[str]:
    return EMAIL.read(said, ctx(asked=asked, **known))


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("maria dot lopez at gmail dot com", "maria.lopez@gmail.com"),
        ("maria.lopez at example.com", "maria.lopez@example.com"),
        ("Maria.Lopez@Example.com", "maria.lopez@example.com"),
        ("maria lopez at g mail dot com all lower case", "marialopez@gmail.com"),
        ("it's maria underscore lopez at hot mail dot com", "maria_lopez@hotmail.com"),
        ("m a r i a dot l o p e z at yahoo dot co dot uk", "maria.lopez@yahoo.co.uk"),
        ("mike alpha romeo india alpha at a o l dot com", "maria@aol.com"),
        ("m for mother a r i a at gmail.com", "maria@gmail.com"),
        ("maria dot lopez that's l o p e z at gmail dot com", "maria.lopez@gmail.com"),
        ("maria dot lopes at gmail dot com, that's lopez with a z", "maria.lopez@gmail.com"),
        ("maria lopez with a z at gmail dot com", "marialopez@gmail.com"),
        ("james j o n e s at gmail dot com", "jamesjones@gmail.com"),
        ("double oh seven at gmail dot com", "007@gmail.com"),
        ("maria oh oh seven at gmail dot com", "maria007@gmail.com"),
        ("maria forty two at gmail dot com", "maria42@gmail.com"),
        ("my email is maria hyphen lopez nineteen eighty five at north side dash studio dot com",
         "maria-lopez1985@northside-studio.com"),
        ("maria plus news at example dot org", "maria+news@example.org"),
        ("j double l one at msn dot com", "jll1@msn.com"),
        ("you can reach me at maria at gmail dot com", "maria@gmail.com"),
        ("my email should be maria at gmail dot com", "maria@gmail.com"),
        ("same as the name, maria lopez at gmail dot com", "marialopez@gmail.com"),
        ("capital m maria at gmail dot com", "maria@gmail.com"),
        ("capital m a r i a at gmail dot com", "maria@gmail.com"),
        ("jon no h at gmail dot com", "jon@gmail.com"),
        ("maria full stop lopez at gmail dot com", "maria.lopez@gmail.com"),
        ("you missed the dot, maria dot lopez at gmail dot com", "maria.lopez@gmail.com"),
        ("hello at gmail dot com", "hello@gmail.com"),
        ("you can use m, a, r, i, a dot l, o, p, e, z at gmail dot com", "maria.lopez@gmail.com"),
        ("it's m, as in mike a, as in apple r i, as in ivan a at aol dot com", "maria@aol.com"),
    ],
)  # fmt: skip
def test_an_address_is_read(said: str, value: str) -> None:
    reading = read(said)
    assert (reading.status, reading.value) == ("clear", value)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("maria dot lopez at gmail dot com no sorry at yahoo dot com", "maria.lopez@yahoo.com"),
        ("maria dot lopez at gmail dot com, sorry, dot org", "maria.lopez@gmail.org"),
        ("maria dot lopez at gmail dot com, i mean lopes with an s", "maria.lopes@gmail.com"),
        ("ann at gmail dot com no wait maria at yahoo dot com", "maria@yahoo.com"),
    ],
)
def test_a_correction_in_the_same_breath_is_of_the_address(said: str, value: str) -> None:
    reading = read(said)
    assert (reading.value, reading.doubtful) == (value, True)
    assert reading.span == (0, len(said))


@pytest.mark.parametrize(
    "said", ["my first name dot last name at gmail dot com", "it's just my name at gmail"]
)
def test_a_name_that_is_not_said_is_asked_for(said: str) -> None:
    assert read(said).partial == EmailPart(domain="gmail.com")


def test_a_refusal_is_no_local_part() -> None:
    assert read("no, at example dot org").partial == EmailPart(domain="example.org")
    assert read("no, at example dot org", asked=False).status == "none"


def test_a_provider_alone_is_doubtful() -> None:
    reading = read("maria lopez at gmail")
    assert (reading.value, reading.doubtful) == ("marialopez@gmail.com", True)


def test_spelling_is_spelled_back() -> None:
    assert read("m a r i a at gmail dot com").spelled
    assert not read("maria at gmail dot com").spelled


def test_unasked_an_address_needs_its_shape() -> None:
    said = "it's tuesday, my email is maria dot lopez at gmail dot com thanks"
    reading = read(said, asked=False)
    assert reading.value == "maria.lopez@gmail.com"
    (span,) = reading.spans
    assert said[slice(*span)] == "my email is maria dot lopez at gmail dot com"
    assert read("see you at three", asked=False).status == "none"
    assert read("maria lopez at gmail", asked=False).status == "none"


@pytest.mark.parametrize(
    "said",
    [
        "yes",
        "no thanks",
        "honey",
        "any day is fine",
        "8 p.m.",
        "around 3",
        "7-ish",
        "thank you. good-bye!",
        "it's 212-555-0142",
        "three o'clock perfect",
        "tuesday at 3 p.m.",
        "three people at 7 p.m",
        "8:30 is fine",
        "",
    ],
)
def test_what_is_no_address_gives_none(said: str) -> None:
    assert read(said).status == "none"
    assert read(said, current="maria.lopez@gmail.com").status == "none"


def test_an_address_is_given_in_halves() -> None:
    first = read("maria dot lopez")
    assert first.partial == EmailPart(local="maria.lopez")
    second = read("at gmail dot com", partial=first.partial)
    assert (second.status, second.value) == ("clear", "maria.lopez@gmail.com")
    domain = read("it's at gmail dot com")
    assert domain.partial == EmailPart(domain="gmail.com")
    assert read("maria dot lopez", partial=domain.partial).value == "maria.lopez@gmail.com"
    assert EMAIL.speak_partial(first.partial, ctx()) == "maria dot lopez"
    name = read("maria")
    assert read("at gmail dot com", partial=name.partial).value == "maria@gmail.com"


@pytest.mark.parametrize(
    "lead",
    [
        "put my email as", "you can put it as", "you can put it down as", "the best one is",
        "my best email for me is", "my husband's is", "my husbands is", "my husband's email is",
        "you could try", "can you put", "my work one's", "put me down as",
    ],
)  # fmt: skip
@pytest.mark.parametrize("asked", [True, False])
def test_what_leads_up_to_an_address_is_no_part_of_it(lead: str, asked: bool) -> None:
    assert read(f"{lead} maria at lopez dot com", asked=asked).value == "maria@lopez.com"


def test_an_address_may_be_made_of_words_that_could_lead_up_to_one() -> None:
    assert read("best at lopez dot com").value == "best@lopez.com"
    assert read("the best at gmail dot com").value == "thebest@gmail.com"
    assert read("it's my mums cakes at gmail dot com").value == "mumscakes@gmail.com"
    assert read("bob as in bravo at gmail dot com").value != "inbravo@gmail.com"


@pytest.mark.parametrize(
    ("first", "rest", "value"),
    [
        ("maria", "dot lopez at gmail dot com", "maria.lopez@gmail.com"),
        ("maria dot", "lopez at gmail dot com", "maria.lopez@gmail.com"),
        ("m a r i a dot", "l o p e z at gmail dot com", "maria.lopez@gmail.com"),
        ("j o h n underscore", "doe ninety nine at hotmail dot com", "john_doe99@hotmail.com"),
        ("m dot", "miller at gmail dot com", "m.miller@gmail.com"),
        ("m a r i a", "l o p e z at gmail dot com", "marialopez@gmail.com"),
        ("maria", "forty two at gmail dot com", "maria42@gmail.com"),
        # Said all over, it stands for itself.
        ("maria dot", "maria dot lopez at gmail dot com", "maria.lopez@gmail.com"),
        ("mariah", "m a r i a at gmail dot com", "maria@gmail.com"),
        ("maria", "mlopez at gmail dot com", "mlopez@gmail.com"),
    ],
)
def test_a_half_goes_on_where_it_stopped(first: str, rest: str, value: str) -> None:
    assert read(rest, partial=read(first).partial).value == value


def test_a_half_is_given_in_three_pieces() -> None:
    for first, then in (("m a r i a", "dot lopez"), ("maria dot", "l o p e z")):
        second = read(then, partial=read(first).partial)
        assert second.partial == EmailPart(local="maria.lopez")
        assert read("at gmail dot com", partial=second.partial).value == "maria.lopez@gmail.com"


def test_talk_that_ends_in_a_sign_begins_no_address() -> None:
    for said in ("that's the point", "what's the point", "eight plus", "no dot", "i'm a plus"):
        assert read(said).status == "none", said


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("no, with an s", "maria.lopes@gmail.com"),
        ("s not z", "maria.lopes@gmail.com"),
        ("lopes with an s", "maria.lopes@gmail.com"),
        ("it's l o p e s", "maria.lopes@gmail.com"),
        ("no, lopes", "maria.lopes@gmail.com"),
        ("marie not maria", "marie.lopez@gmail.com"),
        ("it's hotmail not gmail", "maria.lopez@hotmail.com"),
        ("not gmail, hotmail", "maria.lopez@hotmail.com"),
        ("it's hotmail", "maria.lopez@hotmail.com"),
        ("at yahoo dot com", "maria.lopez@yahoo.com"),
        ("no it's dot org", "maria.lopez@gmail.org"),
        ("underscore not dot", "maria_lopez@gmail.com"),
        ("a dash not a dot", "maria-lopez@gmail.com"),
        ("no dot", "marialopez@gmail.com"),
        ("without the dot", "marialopez@gmail.com"),
        ("no, at example dot org", "maria.lopez@example.org"),
        ("there's a dash after lopez", "maria.lopez-@gmail.com"),
        ("there's a 2 at the end of maria", "maria2.lopez@gmail.com"),
        ("no, ann dot lee", "ann.lee@gmail.com"),
        ("it's g m a y l", "maria.lopez@gmayl.com"),
    ],
)
def test_a_part_of_the_address_is_corrected(said: str, value: str) -> None:
    reading = read(said, current="maria.lopez@gmail.com")
    assert (reading.status, reading.value) == ("clear", value)
    assert reading.merged


@pytest.mark.parametrize(
    ("current", "said", "value"),
    [
        ("enn", "no it's anne with an e", "anne"),
        ("ann", "no it's anne with an e", "anne"),
        ("ann", "ann with an e", "anne"),
        ("sara", "sara with an h", "sarah"),
        ("john", "jon without an h", "jon"),
        ("clark", "clark with a c and an e", "clarke"),
        ("clark", "clarke with an e", "clarke"),
        ("phillip", "philip with one l", "philip"),
        ("brian", "bryan, with a y", "bryan"),
    ],
)
def test_a_word_said_with_its_letters_outranks_what_they_would_make_of_the_old_one(
    current: str, said: str, value: str
) -> None:
    reading = read(said, current=f"{current}@example.com")
    assert (reading.value, reading.spelled) == (f"{value}@example.com", True)


def test_letters_of_another_word_mend_nothing() -> None:
    assert read("ralph with a ph", current="maria@example.com").status == "none"


def test_digits_at_the_end_are_corrected() -> None:
    assert read("no, 43", current="maria42@gmail.com").value == "maria43@gmail.com"
    assert read("43 not 42", current="maria42@gmail.com").value == "maria43@gmail.com"


@pytest.mark.parametrize("said", ["no", "yes", "that's wrong", "the email is wrong"])
def test_a_refusal_corrects_nothing(said: str) -> None:
    assert read(said, current="maria.lopez@gmail.com").status == "none"


def test_two_addresses_are_ambiguous() -> None:
    reading = read("maria@example.com or lopez@example.com", asked=False)
    assert reading.alternatives == ("maria@example.com", "lopez@example.com")


def test_speaking_and_spelling() -> None:
    assert EMAIL.speak("maria.lopez@gmail.com", ctx()) == "maria dot lopez at gmail dot com"
    assert EMAIL.spell("maria.lopez@gmail.com", ctx()) == "M A R I A dot L O P E Z at gmail dot com"
    assert EMAIL.speak("one@two.com", ctx()) == "O N E at T W O dot com"


def test_a_model_gives_an_address() -> None:
    assert EMAIL.parse("Maria@Example.com", ctx()) == "maria@example.com"
    assert EMAIL.parse("maria at gmail dot com", ctx()) == "maria@gmail.com"
    with pytest.raises(InvalidValue, match=r"^That is not an email address: .*\.$"):
        EMAIL.parse("maria@", ctx())
    for raw in (None, 4, "x" * 2000):
        with pytest.raises(InvalidValue, match=r"name@example\.com"):
            EMAIL.parse(raw, ctx())


_LABEL = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=9)
_ADDRESS = st.tuples(
    st.lists(_LABEL, min_size=1, max_size=3),
    st.sampled_from([".", "_", "-", "+"]),
    st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=9),
    st.sampled_from(["gmail.com", "example.co.uk", "b.org", "at.edu", "one.io", "studio.at"]),
).map(lambda a: f"{a[1].join(a[0])}{a[2]}@{a[3]}")


@given(_ADDRESS)
def test_what_is_spoken_is_read_back(value: str) -> None:
    try:
        assume(EMAIL.parse(value, ctx()) == value)
    except InvalidValue:
        assume(False)
    for said in (EMAIL.speak(value, ctx()), EMAIL.spell(value, ctx())):
        assert read(said).value == value


_WORDS = st.sampled_from(
    "maria m a z at dot com gmail with not no it's that's double oh 4 underscore @ . , - all lower "
    "case my email is as in for two ls people tuesday".split()
)


@given(st.one_of(st.text(), st.lists(_WORDS, max_size=30).map(" ".join)), st.booleans())
def test_no_text_makes_the_reader_fail(said: str, asked: bool) -> None:
    for known in ({}, {"partial": EmailPart("maria")}, {"current": "maria.lopez@gmail.com"}):
        reading = read(said, asked=asked, **known)
        assert all(0 <= start < end <= len(said) for start, end in reading.spans)
        if reading.status == "clear":
            assert EMAIL.parse(reading.value, ctx()) == reading.value


@pytest.mark.parametrize(
    "address",
    ["aa_at@gmail.com", "at@at.at", "dot.at@example.org", "jo0at@my.at.org", "me.com@yahoo.co.uk"],
)
def test_an_address_made_of_signs_in_words_is_read_back(address: str) -> None:
    for spoken in (EMAIL.speak(address, ctx()), EMAIL.spell(address, ctx())):
        assert read(spoken).value == address, spoken


def test_of_two_addresses_neither_is_taken() -> None:
    reading = read("maria at example dot com or mario at gmail dot com")
    assert reading.status == "ambiguous"
    assert reading.alternatives == ("maria@example.com", "mario@gmail.com")
    halves = "maria dot lopez or maria lopez at gmail dot com"
    assert read(halves).status != "clear"


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("maria at the rate example dot com", "maria@example.com"),
        ("maria at bbc dot co uk", "maria@bbc.co.uk"),
        ("maria at example dot com au", "maria@example.com.au"),
        ("maria at gmail dot con", "maria@gmail.com"),
        ("it's not maria at example dot com it's mario at example dot com", "mario@example.com"),
    ],
)
def test_an_address_is_read_as_callers_and_recognisers_have_it(said: str, value: str) -> None:
    reading = read(said)
    assert (reading.status, reading.value) == ("clear", value)


def test_an_address_that_was_refused_is_not_taken() -> None:
    assert read("not maria at example dot com").status != "clear"


@pytest.mark.parametrize(
    "said", ["I work at google dot com", "I saw it at yelp dot com", "look at amazon dot com"]
)
def test_talk_of_a_site_is_no_address_nobody_asked_for(said: str) -> None:
    assert read(said, asked=False).status == "none"


@pytest.mark.parametrize(
    "joint", [", my email is", " and my email is", " and email", " my email's"]
)
def test_the_at_of_a_time_before_it_begins_no_address(joint: str) -> None:
    reading = read(
        f"friday the 19th at 2 in the afternoon{joint} tony.russo@gmail.com", asked=False
    )
    assert (reading.status, reading.value) == ("clear", "tony.russo@gmail.com")
    assert read("maria at my company dot com").value == "maria@mycompany.com"


def test_where_the_sign_is_written_a_spoken_at_begins_no_address() -> None:
    said = "a haircut friday at two fifteen, my email's daniel.okafor@example.com"
    reading = EMAIL.read(said, Context(now=NOW))
    assert (reading.status, reading.value) == ("clear", "daniel.okafor@example.com")


def test_an_at_behind_the_first_half_belongs_to_it() -> None:
    reading = EMAIL.read("ann at", Context(now=NOW, asked=True))
    assert (reading.status, reading.span) == ("partial", (0, 6))


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("at two fifteen, my email is ann at example dot com", "ann@example.com"),
        ("friday at two, my name's ann lee, my email's ann at example dot com", "ann@example.com"),
        ("my email is ann at my company dot com", "ann@mycompany.com"),
    ],
)
def test_no_domain_is_made_of_what_is_told_before_the_address(said: str, address: str) -> None:
    reading = EMAIL.read(said, ctx())
    assert (reading.status, reading.value) == ("clear", address)
