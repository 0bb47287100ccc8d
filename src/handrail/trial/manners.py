"""The manners every call keeps, whatever its story: what is wrong in a transcript, turn by turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from .heard import Heard
from .record import Fault, TurnRecord

__all__ = ["LONGEST_LINE", "manners"]

LONGEST_LINE = 45
"""Words. More is a speech, and a caller who only listens loses its beginning."""


def manners(turns: Sequence[TurnRecord], heard: Sequence[Heard]) -> list[Fault]:
    """Return what was wrong in a call.

    Args:
        turns: The transcript.
        heard: What the caller heard in each turn of it.
    """
    return [
        *_asked_for_the_known(heard),
        *_asked_what_does_not_apply(heard),
        *_said_twice(turns),
        *_too_much_at_once(turns),
    ]


def _asked_for_the_known(heard: Sequence[Heard]) -> Iterator[Fault]:
    for number, turn in enumerate(heard):
        if turn.act == "ask" and turn.step in turn.values and turn.step not in turn.revisited:
            yield Fault("manners", f"{turn.step} is known, and asked for", number)


def _asked_what_does_not_apply(heard: Sequence[Heard]) -> Iterator[Fault]:
    for number, turn in enumerate(heard):
        status = {rung["step"]: rung["status"] for rung in turn.ladder}
        if turn.step is not None and status.get(turn.step) == "skipped":
            yield Fault("manners", f"{turn.step} does not apply, and is asked for", number)


def _said_twice(turns: Sequence[TurnRecord]) -> Iterator[Fault]:
    spoken = [turn for turn in turns if turn.desk]
    for before, turn in pairwise(spoken):
        if turn.desk == before.desk and "Repeat" not in turn.moves:
            yield Fault("manners", f"said twice running: {turn.desk!r}", turn.number)


def _too_much_at_once(turns: Sequence[TurnRecord]) -> Iterator[Fault]:
    for turn in turns:
        if turn.desk.count("?") > 1:
            yield Fault("manners", f"two questions at once: {turn.desk!r}", turn.number)
        if len(turn.desk.split()) > LONGEST_LINE:
            yield Fault("manners", f"too long: {turn.desk!r}", turn.number)
