"""Phrases: templates filled, sentences ended, and marks that stay on their values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.speaking.line import Line, Mark
from handrail.speaking.phrase import Phrase, fill, in_sentence, joined, spoken_text
from handrail.wording import fields_in

FIELDS = {
    "service": Phrase("haircut").marked("service"),
    "start": Phrase("Tuesday the 16th at 3 p.m.").marked("start"),
    "tomorrow": Phrase("tomorrow at 10").marked("tomorrow"),
    "clock": Phrase("10:30 tomorrow").marked("clock"),
    "name": Phrase("maria").marked("name"),
    "first": Phrase("initial consultation").marked("first"),
    "many": Phrase("highlights").marked("many"),
}


def filled(template: str) -> str:
    phrase = fill(template, FIELDS.get)
    assert phrase is not None
    for mark in phrase.marks:
        value = FIELDS[mark.step].text.rstrip(".")
        assert phrase.text[mark.start : mark.end].lower() == value.lower()
    return phrase.sentence().text


@pytest.mark.parametrize(
    ("template", "spoken"),
    [
        ("A {service} on {start}", "A haircut on Tuesday the 16th at 3 p.m."),
        ("{start}.", "Tuesday the 16th at 3 p.m."),
        ("{start}, then.", "Tuesday the 16th at 3 p.m., then."),
        ("{a service}, happy to.", "A haircut, happy to."),
        ("For {name}: {a_service}", "For maria: a haircut."),
        ("{A service} for {Name}", "A haircut for Maria."),
        ("A {service} on {tomorrow}", "A haircut tomorrow at 10."),
        ("A {service} on {clock}", "A haircut at 10:30 tomorrow."),
        ("On {tomorrow} then", "Tomorrow at 10 then."),
        ("A {service}[ with {barber}] on {start}", "A haircut on Tuesday the 16th at 3 p.m."),
        ("A {service}[ for {name}]", "A haircut for maria."),
        ("A {first} on {start}", "An initial consultation on Tuesday the 16th at 3 p.m."),
        ("So, a {many}.", "So, highlights."),
        ("What time[ on {start}]?", "What time on Tuesday the 16th at 3 p.m.?"),
    ],
)
def test_a_template_is_filled(template: str, spoken: str) -> None:
    assert filled(template) == spoken


def test_a_template_with_nothing_to_say_for_a_field_is_not_used() -> None:
    assert fill("A {service} with {barber}", FIELDS.get) is None


def test_braces_in_a_value_are_not_filled_again() -> None:
    phrase = fill("{note}", {"note": Phrase("{service}")}.get)
    assert phrase == Phrase("{service}")


def test_the_fields_of_a_template_are_named_without_articles_and_capitals() -> None:
    assert fields_in("{A service} on {start}[ for {Name}]") == {"service", "start", "name"}


@pytest.mark.parametrize(
    ("value", "articled"),
    [
        ("haircut", "a haircut"),
        ("initial consultation", "an initial consultation"),
        ("hour of massage", "an hour of massage"),
        ("uniform fitting", "a uniform fitting"),
        ("one-hour visit", "a one-hour visit"),
        ("highlights", "highlights"),
        ("lash bus", "a lash bus"),
        ("the usual", "the usual"),
        ("8-week course", "an 8-week course"),
        ("30 minutes", "30 minutes"),
    ],
)
def test_articles_follow_the_sound(value: str, articled: str) -> None:
    assert Phrase(value).with_article().text == articled


@pytest.mark.parametrize(
    ("sentence", "inside"),
    [
        ("What time?", "what time?"),
        ("I can do that.", "I can do that."),
        ("I'm here.", "I'm here."),
        ("DNA test?", "DNA test?"),
    ],
)
def test_a_question_inside_a_sentence_loses_its_capital(sentence: str, inside: str) -> None:
    assert Phrase(sentence).lowered().text == inside


def test_a_value_keeps_its_capital_inside_a_sentence() -> None:
    assert Phrase("Maria Lopez").marked("name").lowered().text == "Maria Lopez"


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        (" Can you  ring? I'm\nearly! ", "Can you ring, I'm early"),
        ("3 p.m.", "3 p.m."),
        ("nuts...", "nuts"),
        ("Tuesday, ", "Tuesday"),
        ("no?! really", "no, really"),
        ("???", ""),
    ],
)
def test_a_callers_own_words_stand_inside_a_sentence(text: str, tidy: str) -> None:
    assert spoken_text(text) == tidy


def test_a_hosts_reason_is_ended_once() -> None:
    assert in_sentence("three is taken. ").text == "Three is taken."
    assert in_sentence("  ").text == ""


def test_a_value_cut_off_before_its_last_mark_was_heard() -> None:
    phrase = Phrase("at 3 p.m.").marked("start")
    line = Line(phrase.text, phrase.marks)
    assert line.heard("at 3 p.m") == {"start"}
    assert line.heard("at 3 p") == frozenset()


@given(st.lists(st.tuples(st.booleans(), st.text("ab.?", min_size=1, max_size=6)), max_size=6))
def test_joining_keeps_every_mark_on_its_value(pieces: list[tuple[bool, str]]) -> None:
    phrases = [Phrase(text).marked(text) if marked else Phrase(text) for marked, text in pieces]
    whole = joined(phrases)
    assert whole.text == " ".join(text for _, text in pieces)
    for mark in whole.marks:
        assert whole.text[mark.start : mark.end] == mark.step.rstrip(".,?!-")
    assert len(whole.marks) == sum(marked for marked, _ in pieces)


def test_marks_move_with_the_words_before_them() -> None:
    phrase = Phrase("So, ") + Phrase("Maria").marked("name") + "?"
    assert phrase == Phrase("So, Maria?", (Mark("name", 4, 9),))
