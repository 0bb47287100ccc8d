"""History policies: how much of what was said a model is shown while a step is asked.

A model is shown the call's history before the directive. Whole, it grows with the call; cut, it
costs less and distracts less. Instructions and tools stand before it and stay as they are whatever
the policy, so a provider's cache of them holds. What is on record is not in question: the engine
keeps that, and the directive names it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["History", "Keep", "Summary", "Window"]


@dataclass(frozen=True, slots=True)
class Keep:
    """Show the whole history. Each request begins as the one before it did, which caches best."""


@dataclass(frozen=True, slots=True)
class Window:
    """Show the last turns only, and what a developer's own code put into the history.

    A turn is what the desk said, what the caller answered and the calls that came of it; a call is
    never parted from its output.

    Args:
        turns: How many turns, from 1: the one that is to be understood is the last of them.

    Raises:
        ValueError: For fewer than one turn.
    """

    turns: int = 6

    def __post_init__(self) -> None:
        _check_positive("Window", turns=self.turns)


@dataclass(frozen=True, slots=True)
class Summary:
    """Show a summary of what is further back than the last turns.

    The session's model writes it in the background, between two turns. Nobody waits for it: until
    it is there, and when it fails, the history is shown whole.

    Args:
        turns: How many of the last turns are shown as they were, from 1.
        every: After how many more turns a summary is written anew, from 1: in between, requests
            begin alike and can be cached.
        words: The most words it is asked to have, from 1.

    Raises:
        ValueError: For a number below 1.
    """

    turns: int = 4
    every: int = 4
    words: int = 100

    def __post_init__(self) -> None:
        _check_positive("Summary", turns=self.turns, every=self.every, words=self.words)


History: TypeAlias = Keep | Window | Summary
"""What of the history a model is shown."""


def _check_positive(policy: str, **numbers: object) -> None:
    for name, number in numbers.items():
        if type(number) is not int or number < 1:
            msg = f"{policy}({name}={number!r}): give a whole number from 1"
            raise ValueError(msg)
