"""No text takes a kind long, however it repeats itself: every pair of pieces of talk."""

from __future__ import annotations

import pytest

from tests.kinds.piles import piles
from tests.kinds.test_every_kind import ASKED, EVERY, Sample, every
from tests.patience import patience
from tests.sizes import sized


@pytest.mark.soak
@every
def test_no_pile_of_talk_is_read_slowly(sample: Sample) -> None:
    for text in piles(sized(3_500, reduced=100)):
        short = text[:1_000]  # much is looked for only in an utterance of ordinary length
        for each in (text, short):
            with patience(each):
                sample.kind.read(each, ASKED)


def test_a_long_silence_is_read_fast_for_a_name() -> None:
    for text in (" " * 900 + "lopez", "lopez" + " " * 900, "\t " * 400 + "lopez", "ann, " * 200):
        with patience(text):
            EVERY["name"].kind.read(text, ASKED)
