"""Whatever the text, a reading is made in time and holds what readings promise."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import threading
import time
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.kinds.base import Context
from handrail.kinds.when import When, WhenPart, duckling, named

NEW_YORK = zoneinfo.ZoneInfo("America/New_York")
NOW = dt.datetime(2026, 6, 12, 9, tzinfo=NEW_YORK)
LATER = NOW + dt.timedelta(days=4, hours=6)
CONTEXTS = [
    Context(now=NOW),
    Context(now=NOW, asked=True),
    Context(now=NOW, asked=True, partial=WhenPart(date=dt.date(2026, 6, 16))),
    Context(now=NOW, asked=True, partial=WhenPart(time=dt.time(15), bare=True)),
    Context(now=NOW, current=LATER),
    Context(now=NOW, asked=True, offered=(LATER, LATER + dt.timedelta(hours=1))),
]
WORDS = (
    "tuesday at three half past quarter to next week the 16th 3 pm 10 30 - , . or not no after "
    "before between and from in two days hours an evening morning tomorrow today christmas easter "
    "last first thing noon midnight same time later 2/15 2026-06-16 2018 4:30 7.30 june may of "
    "this that for people now am p m o'clock second minute year week's monday's weekend"
).split()
KIND = When()


def check(text: str, ctx: Context) -> None:
    reading = KIND.read(text, ctx)
    assert (reading.value is not None) == (reading.status == "clear")
    assert bool(reading.alternatives) == (reading.status == "ambiguous")
    assert bool(reading.spans) == (reading.status != "none")
    assert all(0 <= start < end <= len(text) for start, end in reading.spans)
    for value in (reading.value, *reading.alternatives):
        if value is not None:
            assert value.tzinfo is NEW_YORK
            assert value >= NOW or value.time() == dt.time(0)
    if reading.partial is not None:
        hash(reading.partial)
        KIND.speak_partial(reading.partial, ctx)


@given(words=st.lists(st.sampled_from(WORDS), max_size=14), ctx=st.sampled_from(CONTEXTS))
def test_any_sentence_of_time_words_is_read_as_readings_promise(
    words: list[str], ctx: Context
) -> None:
    check(" ".join(words), ctx)


@given(text=st.text(max_size=300), ctx=st.sampled_from(CONTEXTS))
def test_any_text_is_read_as_readings_promise(text: str, ctx: Context) -> None:
    check(text, ctx)


LONG = [
    "tuesday at three ", "the ", "not ", "3:", "1.", "a@", "half ", "one two ", "christmas ",
    "day after easter ", "from 3 to ", "next ", "i have ", "-", " ", "1/1/", "$1", "\u0661",
    "\U0001f600", "two thousand and ", "o", "closest monday to ", "was there ", "\x00", "\ud800",
]  # fmt: skip


@pytest.mark.parametrize("piece", LONG, ids=repr)
@pytest.mark.parametrize("length", [10_000, 100_000])
def test_a_long_text_takes_no_longer_than_a_tenth_of_a_second(piece: str, length: int) -> None:
    text = (piece * length)[: length - 20] + " tuesday at three"
    duckling.load()
    started = time.thread_time()
    check(text, CONTEXTS[1])
    assert time.thread_time() - started < 0.1


# --- Duckling -----------------------------------------------------------------------------------

has_duckling = pytest.mark.skipif(
    duckling.load() is None, reason="Duckling has no wheel for this platform"
)


@has_duckling
def test_movable_days_are_known() -> None:
    asked = CONTEXTS[1]
    assert KIND.read("easter monday", asked).partial.date == dt.date(2027, 3, 29)
    assert KIND.read("thanksgiving", asked).partial.date == dt.date(2026, 11, 26)
    assert KIND.read("the day after thanksgiving at ten", asked).value == dt.datetime(
        2026, 11, 27, 10, tzinfo=NEW_YORK
    )


def test_without_duckling_movable_days_are_left_to_a_model(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(named, "day_in", lambda *_: None)
    asked = CONTEXTS[1]
    assert KIND.read("easter monday", asked).status == "none"
    assert KIND.read("the tuesday after easter at three", asked).status == "none"
    assert KIND.read("christmas eve", asked).partial.date == dt.date(2026, 12, 24)
    assert KIND.read("tuesday at three", asked).status == "clear"


def test_duckling_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckling", None)
    duckling.load.cache_clear()
    duckling.day_in.cache_clear()
    try:
        assert duckling.load() is None
        assert duckling.day_in("easter", dt.date(2026, 6, 12), "US") is None
    finally:
        duckling.load.cache_clear()
        duckling.day_in.cache_clear()


@has_duckling
def test_ctrl_c_still_interrupts_after_duckling_is_loaded() -> None:
    # In a process of its own: here the handler may be set to ignore, as in a background job.
    code = (
        "import signal\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from handrail.kinds.when import duckling\n"
        "assert duckling.load()\n"
        "try:\n    signal.raise_signal(signal.SIGINT)\n"
        "except KeyboardInterrupt:\n    print('interrupted')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=50
    )
    assert done.stdout == "interrupted\n", done.stderr


@has_duckling
def test_duckling_may_be_used_from_any_thread() -> None:
    found: list[object] = []
    thread = threading.Thread(
        target=lambda: found.append(duckling.day_in("good friday", dt.date(2026, 6, 12), "GB"))
    )
    thread.start()
    thread.join()
    assert found == [duckling.NamedDay(dt.date(2027, 3, 26), 0, 11)]


@pytest.mark.parametrize("text", ["32/0", "99/9", "on 45/1", "0/0/0"])
def test_fractions_that_are_no_dates_are_none(text: str) -> None:
    for context in CONTEXTS:
        assert KIND.read(text, context).value is None
