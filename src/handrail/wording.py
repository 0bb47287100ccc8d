"""Wordings: what a developer has said, and the fields in it.

A template names its fields in braces ("A {service} on {start}"); `{a service}` puts an article
before the value. What stands in square brackets is left out when one of its fields has nothing to
say ("A {service} on {start}[ with {barber}]").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

__all__ = ["FIELD", "OPTIONAL", "Phrases", "Words", "fields_in", "is_balanced", "wordings"]

OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
"""A part of a template that may be left out."""
FIELD = re.compile(r"\{(an? |an?_)?([a-z]\w*)\}", re.IGNORECASE)
"""A field: its article, if any, and its name."""

Words: TypeAlias = str | Sequence[str]
"""One phrase, or several of which the phrasebook takes one after the other."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """What is said of a workflow as a whole; every field has a default that fits any workflow.

    A step in braces is its value, in all of them.
    """

    summary: str = ""
    """All that was agreed, with steps in braces: "{A service} on {start} for {name}[ at {place}]".
    A part in brackets is left out when a field in it is empty. A sentence without an end mark; by
    default every step's label and value."""
    agree: Words = "Is that right?"
    """The question after the summary ("Shall I book it?")."""
    done: Words = "That's done."
    """Said after the commit; fields of the receipt in braces ("Your code is {code}.")."""
    dropped: Words = "No problem, I've left it."
    """Said when the caller drops it."""
    resume: Words = ()
    """Asked of a caller whose call was dropped, once it is sure who they are, as a question:
    "We had {a service}[ on {start}]: shall we finish that?". By default no value is said."""
    begin: Words = ()
    """Said when the caller asks for it and has said nothing else yet ("Happy to.")."""
    places: Mapping[str, Words] = field(default_factory=dict)
    """Wordings that take the phrasebook's place while this workflow runs, by place, `place:kind` or
    `place@step` (see `handrail.speaking.phrasebook`): {"offer_one@booking": "I see {options}: is
    that the one?"}."""


def wordings(words: Words) -> tuple[str, ...]:
    """Return the wordings as a tuple."""
    return (words,) if isinstance(words, str) else tuple(words)


def fields_in(template: str) -> frozenset[str]:
    """Return the names of a template's fields, without articles and capitals."""
    names = (match.group(2) for match in FIELD.finditer(template))
    return frozenset(name[0].lower() + name[1:] for name in names)


def is_balanced(template: str) -> bool:
    """Tell whether every brace and bracket belongs to a field or a part that may be left out."""
    return not re.search(r"[\[\]{}]", FIELD.sub("", OPTIONAL.sub(r"\1", template)))
