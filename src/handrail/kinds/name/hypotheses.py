"""Choosing among a recogniser's hypotheses for one name.

A recogniser ranks by how words sound and follow each other; it does not know that a name was
asked. So hypotheses are ranked anew: how likely each is as a name, less a cost for its place in
the list ("after drinking", "Catherine King", "Katherine King").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .lists import likeness
from .parts import NameFound

__all__ = ["Chosen", "Heard", "choose"]

_PRIOR_WEIGHT = 0.5
_NOT_FIRST = 1.0
_PLACE_COST = 0.1
_MOST_PLACES = 15
_CLOSE = 2.2
"""Rivals within this score are a coin's toss apart: the name is read back."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A name in one hypothesis."""

    found: NameFound
    place: int
    """The hypothesis's place in the list; 0 is the best."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The likeliest of the names heard."""

    heard: Heard
    close: bool
    """Whether another name came close."""


def choose(names: Sequence[Heard], region: str) -> Chosen:
    """Choose the likeliest of at least one name.

    Args:
        names: What each hypothesis holds, best first.
        region: Where the call is, for how frequent names are.
    """
    scores: dict[str, tuple[float, Heard]] = {}
    for heard in names:
        score = _score(heard, region)
        if heard.found.value not in scores or score > scores[heard.found.value][0]:
            scores[heard.found.value] = (score, heard)
    ranked = sorted(scores.values(), key=lambda scored: -scored[0])
    close = len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _CLOSE
    return Chosen(ranked[0][1], close)


def _score(heard: Heard, region: str) -> float:
    found = heard.found
    prior = likeness(found.given.split()[-1], "given", region)
    # A name of one part is weighed against names of two: it lacks what was probably said.
    prior += likeness(found.family, "family", region) if found.family else -10.0
    cost = (_NOT_FIRST if heard.place else 0.0) + _PLACE_COST * min(heard.place, _MOST_PLACES)
    return _PRIOR_WEIGHT * prior - cost
