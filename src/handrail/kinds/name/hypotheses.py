"""Choosing among a recogniser's hypotheses for one name.

A recogniser ranks by how words sound and follow each other; it does not know that a name was
asked, nor where the caller lives ("Kimberly Baxter", "Kimberley Baxter"). So names are ranked
anew, by Bayes' rule. How likely a name is beforehand comes from the lists of the region. How well
it was heard comes from votes: a hypothesis votes for its given and for its family name, the later
it stands the less, so a part that many hypotheses agree on outweighs the whole of one. Only names
that one hypothesis holds whole are candidates; putting the given name of one to the family name of
another, or counting votes for names that sound alike, was tried and made as many wrong as right.

No ranking tells Carol from Carole by ear, so a name that another hypothesis contradicts is read
back, however far it leads.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from .judge import certain
from .lists import likeness
from .parts import NameFound

__all__ = ["Chosen", "Heard", "choose"]

_PRIOR_WEIGHT = 0.7
"""Less than 1: a list of names is a guess at who calls, and the recogniser weighed them too."""
_NOT_FIRST = 1.0
_PLACE_COST = 0.1
_MOST_PLACES = 15
_NO_FAMILY = -10.0
"""The likeness of a family name that was not heard: callers asked for a name say both."""


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
    contested: bool
    """Whether another hypothesis holds a name that the lists know and that is no part of it."""


def choose(names: Sequence[Heard], region: str) -> Chosen:
    """Choose the likeliest of at least one name.

    Args:
        names: What each hypothesis holds, best first.
        region: Where the call is, for how frequent names are.
    """
    given: dict[str, float] = defaultdict(float)
    family: dict[str, float] = defaultdict(float)
    for heard in names:
        given[heard.found.given] += _vote(heard.place)
        family[heard.found.family] += _vote(heard.place)

    def score(heard: Heard) -> float:
        found = heard.found
        prior = likeness(found.given.split()[-1], "given", region)
        prior += likeness(found.family, "family", region) if found.family else _NO_FAMILY
        votes = math.log(given[found.given]) + math.log(family[found.family])
        return _PRIOR_WEIGHT * prior + votes

    best = max(names, key=score)
    contested = any(_contradicts(other.found, best.found) for other in names)
    return Chosen(best, contested)


def _vote(place: int) -> float:
    """Return how much a hypothesis counts, 1 for the best."""
    return math.exp(-_NOT_FIRST * (place > 0) - _PLACE_COST * min(place, _MOST_PLACES))


def _contradicts(other: NameFound, chosen: NameFound) -> bool:
    return not set(other.parts) <= set(chosen.parts) and certain(other)
