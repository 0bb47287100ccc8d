"""Letters as callers spell them, and what they say of the letters of a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.kinds.letter_mends import mends_in
from handrail.kinds.letters import letter_runs, similar
from handrail.kinds.spoken import words_of


@pytest.mark.parametrize(
    ("said", "letters"),
    [
        ("L O P E Z", "lopez"),
        ("l, o, p, e, z", "lopez"),
        ("l o double p e r", "lopper"),
        ("double u e b e r", "weber"),
        ("mike alpha romeo india alpha", "maria"),
        ("m for mother a r i a", "maria"),
        ("o as in oscar w e n", "owen"),
        ("n as in mike a r k", "mark"),
        ("capital m a r k", "mark"),
        ("x-ray yankee zulu", "xyz"),
    ],
)
def test_letters_are_read(said: str, letters: str) -> None:
    (run,) = letter_runs(words_of(said))
    assert run.letters == letters


def test_words_that_sound_like_letters_are_no_plain_letters() -> None:
    assert all(run.plain < 2 for run in letter_runs(words_of("i see you are busy")))


@pytest.mark.parametrize(
    ("said", "word", "mended"),
    [
        ("with a z", "lopes", "lopez"),
        ("with an s", "lopez", "lopes"),
        ("with a k", "carl", "karl"),
        ("s not f", "foner", "soner"),
        ("not f but s", "foner", "soner"),
        ("with two ls", "philip", "phillip"),
        ("with one t", "matt", "mat"),
        ("with an e on the end", "ann", "anne"),
        ("without the h", "john", "jon"),
        ("with a p h", "steven", "stephen"),
    ],
)
def test_a_word_is_mended_by_its_letters(said: str, word: str, mended: str) -> None:
    (mend,) = mends_in(words_of(said))
    assert mended in list(mend.apply(word))


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1), st.text("abcxyz", min_size=1))
def test_likeness_is_symmetric_and_bounded(a: str, b: str) -> None:
    assert 0 <= similar(a, b) == similar(b, a) <= 1
    assert similar(a, a) == 1


def test_a_no_before_letters_takes_none_away() -> None:
    """Only the H of "no H" is missing; "no M A R Y A" spells."""
    assert mends_in(words_of("no m a r y a")) == []
    assert len(mends_in(words_of("jon no h at gmail"))) == 1
