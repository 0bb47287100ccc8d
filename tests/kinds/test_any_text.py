"""No text takes a kind long, however it repeats itself: every pair of pieces of talk."""

from __future__ import annotations

import time

import pytest

from handrail.kinds.base import Context
from tests.kinds.piles import piles
from tests.kinds.test_every_kind import ASKED, EVERY, SLOWEST, Sample, every
from tests.sizes import sized


def _took(sample: Sample, text: str, context: Context) -> float:
    began = time.process_time()
    sample.kind.read(text, context)
    return time.process_time() - began


@pytest.mark.soak
@every
def test_no_pile_of_talk_is_read_slowly(sample: Sample) -> None:
    sample.kind.read("warm", ASKED)
    for text in piles(sized(3_500, reduced=100)):
        short = text[:1_000]  # much is looked for only in an utterance of ordinary length
        for each in (text, short):
            assert min(_took(sample, each + end, ASKED) for end in ("", " ")) <= SLOWEST, text[:60]


def test_a_long_silence_is_read_fast_for_a_name() -> None:
    for text in (" " * 900 + "lopez", "lopez" + " " * 900, "\t " * 400 + "lopez", "ann, " * 200):
        assert min(_took(EVERY["name"], text + end, ASKED) for end in ("", " ")) <= SLOWEST
