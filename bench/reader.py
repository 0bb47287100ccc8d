"""Reader: a whole turn read in its scene, from words to moves."""

from __future__ import annotations

import asyncio
import functools
import gc
from collections.abc import Iterator
from datetime import datetime
from time import perf_counter
from typing import Final
from zoneinfo import ZoneInfo

from handrail import Conversation, PlainCall
from handrail.desk.calendar import Calendar
from handrail.desk.call import answering
from handrail.kinds.heard import LONGEST_TURN
from handrail.reading import Scene, understand

from .table import Row, percentile, sized

__all__ = ["rows"]

GROUP = "reader"

_NOW: Final = datetime(2026, 6, 12, 9, tzinfo=ZoneInfo("America/New_York"))
_CALLS: Final = (
    (
        "i'd like to book a haircut",
        "next tuesday at three",
        "two one two five five five oh one four two",
        "yep",
        "maria lopez, oh and make it four instead of three",
        "wait, can we change the day",
        "actually the phone's wrong too",
        "wednesday same time",
        "212 555 0199",
        "yes",
        "maria dot lopez at gmail dot com",
        "that's right",
    ),
    (
        "hi this is maria lopez i need a colour on saturday morning my number's 212 555 0142",
        "the second",
        "right",
        "how much is it by the way",
        "i don't have an email",
        "no",
        "the name, it's lopes with an s",
    ),
    (
        "a haircut please",
        "the thing with the blue",
        "tuesday",
        "around three",
        "three's fine",
        "two one two",
        "hang on let me find it",
        "five five five oh one four two",
    ),
)


_OF_TEXTS: Final = [
    one
    for one in gc.get_objects()
    if isinstance(one, functools._lru_cache_wrapper)  # noqa: SLF001 - the only name it has
    and one.__module__.startswith("handrail.")
    and (one.cache_parameters()["maxsize"] or 0) > 64  # the smaller ones hold vocabularies
]
"""What the reader remembers of texts it has read."""


_PIECES: Final = (
    "a ",
    "1 ",
    "and ",
    "my ",
    "can i ",
    "the time and the ",
    "' ",
    "my name is ",
    " ",
)
"""Said over and over, these are the hardest to read."""


def rows() -> Iterator[Row]:
    """Read every turn of a few calls again and again, each in the scene it was said in."""
    scenes = asyncio.run(_scenes())
    for text, scene in scenes:
        understand(text, scene)  # what is loaded on first use is not the turn's own time
    repeats = sized(60, ci=5)
    took = [_time(text, scene) for _ in range(repeats) for text, scene in scenes]
    count = len(took)
    yield Row("a turn read, p50", percentile(took, 0.5), "ms", aim="< 3", count=count)
    yield Row("a turn read, p99", percentile(took, 0.99), "ms", aim="< 25", count=count)
    hard = [_time(_repeated(piece), scene) for piece in _PIECES for _, scene in scenes]
    yield Row("the longest turn read, slowest", max(hard), "ms", aim="< 100", count=len(hard))


def _repeated(piece: str) -> str:
    return (piece * LONGEST_TURN)[: LONGEST_TURN - 1]


def _time(text: str, scene: Scene) -> float:
    for cached in _OF_TEXTS:
        cached.cache_clear()  # no caller says the same thing twice
    began = perf_counter()
    understand(text, scene)
    return (perf_counter() - began) * 1000


async def _scenes() -> list[tuple[str, Scene]]:
    """Hold the calls, and note the scene of each turn."""
    found = []
    async with await Calendar.open(":memory:") as calendar:
        for turns in _CALLS:
            conversation = Conversation(**await answering(calendar, clock=lambda: _NOW))
            call = PlainCall(conversation)
            await call.open()
            for text in turns:
                found.append((text, conversation.scene()))
                await call.say(text)
    return found
