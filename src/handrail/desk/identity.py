"""Identity: when a caller has said enough to be told of a booking, or of a call that dropped.

One rule for both (DESIGN.md, "Journal"): two different things must match what is stored: the
number the call comes from, a number said, a name, an email address, a booking code. One alone is
what a stranger may know. A number that is said and called from is one thing, not two: whoever can
make a call appear to come from it knows it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final, Literal, Protocol, TypeAlias

from rapidfuzz.distance import Indel

__all__ = ["Claims", "Factor", "Holder", "identifies", "matching", "same_name"]

Factor: TypeAlias = Literal["calling number", "number", "name", "email", "code"]
"""A thing that can match."""

_ENOUGH: Final = 2
_ALIKE: Final = 0.75
"""Names from here on may be one name misheard or misspelled: "Lopes" and "Lopez" are 0.8, "Steven"
and "Stephen" 0.77, "Mary" and "Marie" 0.67."""


@dataclass(frozen=True, slots=True)
class Claims:
    """Who a caller says they are, as far as it was said."""

    calling: str | None = None
    """The number the call comes from, E.164; None when it is withheld."""
    number: str | None = None
    """A number that was said, E.164."""
    name: str | None = None
    email: str | None = None
    code: str | None = None
    """A booking code, without spaces."""


class Holder(Protocol):
    """What is stored of a person: a booking, or a call that dropped. "" and None match nothing."""

    @property
    def phone(self) -> str:
        """E.164."""

    @property
    def name(self) -> str:
        """As it is written."""

    @property
    def email(self) -> str | None:
        """The address, compared without case."""

    @property
    def code(self) -> str | None:
        """The booking code."""


def matching(claims: Claims, holder: Holder) -> frozenset[Factor]:
    """Return what of the claims matches what is stored.

    A name may be misspelled, or be one of several parts, only beside a number or a code that
    matches: "Lopes" from the number of Maria Lopez is she, "Maria" alone is anybody.
    """
    found: set[Factor] = set()
    if holder.phone and claims.number == holder.phone:
        found.add("number")
    elif holder.phone and claims.calling == holder.phone:
        found.add("calling number")
    if holder.code and claims.code is not None and claims.code.upper() == holder.code:
        found.add("code")
    if claims.name and holder.name and same_name(claims.name, holder.name, tolerant=bool(found)):
        found.add("name")
    if claims.email and holder.email and claims.email.casefold() == holder.email.casefold():
        found.add("email")
    return frozenset(found)


def identifies(claims: Claims, holder: Holder) -> bool:
    """Tell whether the claims are enough to speak of what is stored to this caller."""
    return len(matching(claims, holder)) >= _ENOUGH


def same_name(said: str, held: str, *, tolerant: bool) -> bool:
    """Tell whether a name that was said is the one that is stored.

    Args:
        said: As it was understood.
        held: As it is stored.
        tolerant: Whether each part that was said need only be like a part of the stored name;
            otherwise they are the same but for case, accents, hyphens and order.
    """
    parts, stored = _parts(said), _parts(held)
    if not parts or not stored:
        return False
    if sorted(parts) == sorted(stored):
        return True
    if not tolerant:
        return False
    left = list(stored)
    for part in parts:
        near = max(left, key=lambda other: _likeness(part, other), default="")
        if _likeness(part, near) < _ALIKE:
            return False
        left.remove(near)
    return True


def _parts(name: str) -> tuple[str, ...]:
    """Split a name into its parts, without case, accents and marks."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    plain = (char for char in decomposed if not unicodedata.combining(char))
    return tuple("".join(char if char.isalnum() else " " for char in plain).split())


def _likeness(one: str, other: str) -> float:
    return float(Indel.normalized_similarity(one, other))
