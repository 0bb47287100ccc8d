"""Moves as the reader's tests write them: without the evidence, which has its own tests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from handrail.engine.moves import Move, Record
from handrail.reading import Scene, understand

__all__ = ["acts", "bare", "heard", "record"]


def bare(moves: tuple[Move, ...]) -> list[Move]:
    """Return moves without their evidence."""
    return [replace(move, evidence=None) for move in moves]


def acts(text: str, scene: Scene) -> list[Move] | None:
    """Return the moves the reader acts on, or None where it abstains."""
    found = understand(text, scene)
    return bare(found.moves) if found.covered else None


def heard(text: str, scene: Scene) -> dict[str, Any]:
    """Return the values of an utterance that is nothing but values, by step."""
    moves = acts(text, scene)
    assert moves is not None, understand(text, scene)
    records = [move for move in moves if isinstance(move, Record)]
    assert len(records) == len(moves), moves
    return {move.step: move.value for move in records}


def record(step: str, value: Any, **more: Any) -> Record:
    """Return the move that records a value."""
    return Record(step=step, value=value, **more)
