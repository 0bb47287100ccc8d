"""How people agree and refuse: what the phrases of one breath come to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from .agreement_phrases import ALONE, IF_LAST, PLAIN, WHEN_ASKED, Says
from .base import Span
from .heard import LONGEST_TURN, heard, is_question, phrase

__all__ = ["TELLS_TO_BOOK", "Agreement", "agreements", "verdict"]


class Agreement(NamedTuple):
    """One phrase of agreement or refusal found in an utterance."""

    says: Says
    plain: bool
    """Whether it answers even where no yes-or-no question was asked ("yes", but not "fine")."""
    span: Span


_FOLLOWS = re.compile(
    r"[\s\W]*$|\s*[.,;!?]|\s+(?:and|but|so|then|thanks|thank|please|yes|no|yeah|sure|ok)\b",
    re.IGNORECASE,
)


def _compiled(
    *tables: tuple[tuple[str, Says], ...],
) -> tuple[tuple[tuple[re.Pattern[str], Says], ...], ...]:
    return tuple(tuple((re.compile(phrase(words)), says) for words, says in t) for t in tables)


_MOST = 20
"""Phrases beyond which nobody answers any more."""
_TABLES = _compiled(PLAIN, WHEN_ASKED, IF_LAST)
_ENDS = re.compile(r"[.?!;]+(?=\s|$)")
TELLS_TO_BOOK = re.compile(
    phrase(
        """
        (?:yes|yeah|yep|yup|ok|okay|anyway)(?: (?:yes|please|just|then|go ahead and
        |let's))* (?:book|take|do|confirm|reserve|make) (?:it|that|the (?:booking|appointment))"""
    )
)
"""Where a question ends, however it is written: "what's the price yes book it"."""


@lru_cache(maxsize=512)
def agreements(text: str) -> tuple[Agreement, ...]:
    """Find the phrases of agreement and refusal, in order and without overlap.

    Phrases inside a question are none ("is that right?"); one that leads up to a question is
    ("okay, and what does it cost?").
    """
    if len(text) > LONGEST_TURN:
        return ()
    plain = heard(text)
    if says := ALONE.get(plain.strip()):
        start = len(plain) - len(plain.lstrip())
        return (Agreement(says, True, (start, start + len(plain.strip()))),)  # noqa: FBT003
    found = [
        Agreement(says, number == 0, match.span())
        for number, table in enumerate(_TABLES)
        for pattern, says in table
        for match in pattern.finditer(plain)
        if table is not _TABLES[-1] or _FOLLOWS.match(text, match.end())
    ]
    found.sort(key=lambda a: (a.span[0], -a.span[1], not a.plain))
    kept: list[Agreement] = []
    for each in found:
        if not kept or each.span[0] >= kept[-1].span[1]:
            kept.append(each)
    if len(kept) > _MOST:
        return ()
    return tuple(
        a for a in _outside_questions(text, kept) if a.says != "neither" and not _undone(plain, a)
    )


_NEGATED = re.compile(r"(?:n't|\b(?:not|never|dont|wont|if))(?: +\w+){0,4} *$")
_OPENING = re.compile(r"(?: *(?:oh|um+|uh+|er+|well))* *$")


def _undone(plain: str, each: Agreement) -> bool:
    """Whether the words before a phrase take its meaning away.

    "I don't think Thursday will work" is no yes, and "please" is one only when nothing comes
    before it ("at four, please").
    """
    if each.says not in {"yes", "guess"} or each.plain:
        return False
    before = plain[: each.span[0]]
    if plain[slice(*each.span)] == "please":
        return _OPENING.fullmatch(before) is None
    return _NEGATED.search(before) is not None


def _outside_questions(text: str, found: Sequence[Agreement]) -> list[Agreement]:
    kept: list[Agreement] = []
    start = 0
    ends = [m.end() for m in _ENDS.finditer(text)]
    ends += [m.start() for m in TELLS_TO_BOOK.finditer(heard(text))]
    for end in [*sorted(ends), len(text)]:
        inside = [a for a in found if start <= a.span[0] < end]
        lead = start
        for at, each in enumerate(inside):
            if text[lead : each.span[0]].strip(" ,.;-"):
                # Something else was said first: from here on, is this a question?
                if is_question(text[lead:end]):
                    inside = inside[:at]
                break
            lead = each.span[1]
        else:
            if text[lead:end].strip(" ,") == "?":  # "yes?" asks what is wanted
                inside = []
        kept += inside
        start = end
    return kept


def verdict(found: Sequence[Agreement]) -> Says | None:
    """Tell what the phrases of one utterance come to; None when there are none.

    A refusal after a weak agreement stands ("okay, that's not right"); an agreement and a refusal
    that are both plain, or an agreement after a refusal, leave it open.
    """
    says: Says | None = None
    for each in found:
        if each.says == "unknown":
            return "unknown"
        if says is None or says == each.says or (says == "yes" and each.says == "guess"):
            says = says or each.says
        elif says == "guess" and each.says == "yes":
            says = "yes"
        elif each.says == "no" and not any(a.plain and a.says == "yes" for a in found):
            says = "no"
        else:
            return "unknown"
    return says
