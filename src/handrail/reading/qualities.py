"""What is wanted of the thing that is looked for: "a unisex salon", "a garage with parking".

Where it is a topic of the business it is a question about that topic, put as a wish: it is answered
beside the booking. Where it is none, nothing here knows whether it can be had, and the reader
abstains.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from ..kinds.heard import heard, phrase
from ..workflow import Workflow
from .carriers import nouns_of
from .questions import Asked

__all__ = ["qualities_in"]

_ANY: Final = "(?:ones?|something|anything|someone|somebody|somewhere|place|some)"
_HAS: Final = "(?:has|have|does|do|offers?|provides?|gives?|performs?|practi[cs]es|specializes in)"
_WHICH: Final = f"""
    (?:(?:that|which|who)(?:(?:'s| is| are| must be| should be)(?: (?:also|an?))*
    |(?: (?:also|really))* {_HAS}(?: (?:an?|some))?)|with(?: an?)?|offering|for|and)"""
_SERVICES: Final = "(?: (?:services?|options?|treatments?|procedures?|work))?"
# "A salon located in Oakland" asks for no address.
_OF_A_PLACE: Final = frozenset({"where", "located", "location", "address", "situated", "based"})
_TURNED_DOWN: Final = re.compile(
    phrase("(?:not|no|but|except|without|than|never)(?: (?:an?|the|any))?") + " *$"
)

# QUALITY stands for a topic's words, NOUN for what the workflow itself calls what it books.
_TABLE: Final = (
    f"(?:an?|the|any|some|find|find me|for|good|nice|new) (?P<said>QUALITY)(?= (?:NOUN|{_ANY}))",
    f"(?:NOUN|{_ANY}) (?P<said>QUALITY{_SERVICES})",
    f"(?:NOUN|{_ANY})(?: (?:nearby|for me|there|here))? (?P<said>{_WHICH} QUALITY{_SERVICES})",
    """(?P<said>(?:(?:i(?:'d like| want| need| would like) )?(?:it|them) (?:to be|should be|must be
    |has to be|needs to be)|but it must be|and also|make it)(?: an?)? QUALITY)""",
)


def qualities_in(
    plain: str, workflow: type[Workflow], topics: Mapping[str, tuple[str, ...]]
) -> Iterator[Asked]:
    """Yield the topics that are wished for, each with the piece that says so.

    Args:
        plain: The utterance in heard form.
        workflow: The workflow whose things may be looked for ("a salon", "the dentist").
        topics: The words that callers use for each topic of the business.
    """
    seen: set[str] = set()
    for topic, patterns in _patterns(workflow, tuple((n, tuple(w)) for n, w in topics.items())):
        for pattern in patterns:
            match = pattern.search(plain)
            if match and topic not in seen and not _TURNED_DOWN.search(plain, 0, match.start()):
                seen.add(topic)
                yield Asked(topic, match.span("said"))


@lru_cache(maxsize=64)
def _patterns(
    workflow: type[Workflow], topics: tuple[tuple[str, tuple[str, ...]], ...]
) -> tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]:
    noun = nouns_of(workflow)
    found = []
    for topic, words in topics:
        plain = {" ".join(heard(word).split()) for word in words} - _OF_A_PLACE
        said = sorted(filter(None, plain), key=len, reverse=True)
        quality = "|".join(" ".join(map(re.escape, each.split())) for each in said)
        if quality:
            table = (
                row.replace("NOUN", noun).replace("QUALITY", f"(?:{quality})") for row in _TABLE
            )
            found.append((topic, tuple(re.compile(phrase(row)) for row in table)))
    return tuple(found)
