"""What a booking type is, in the owner's words, for callers who ask."""

from __future__ import annotations

from typing import Final

from handrail.reception import Topic

from .calendar import Service
from .calendar.reasons import with_article

__all__ = ["asking_its_price", "described", "described_shortly", "telling_of", "what_it_is"]

_SHORT: Final = 60
"""So many characters at most are told to who asks only what there is."""


def what_it_is(service: Service) -> str:
    """Name the topic of what a type is: "what a consultation is"."""
    return f"what {with_article(service.name)} is"


def telling_of(service: Service) -> Topic:
    """Return the topic by which callers ask what a type is."""
    words = [what_it_is(service), *_asked(service)]
    for some in _named(service):
        words += [f"tell me about {some}", f"explain {some}", f"what do you mean by {some}"]
        words += [f"what does {some} {verb}" for verb in ("include", "involve", "cover", "mean")]
        words += [f"what happens {when} {some}" for when in ("in", "at", "during")]
        words += [f"what do you do in {some}", f"what's included in {some}"]
    return Topic(tuple(words), lambda _call, _said: described(service))


def asking_its_price(service: Service) -> list[str]:
    """Return words for its price that begin as if it was asked what it is."""
    ends = ("cost", "going to cost", "price", "fee")
    return [f"{asked} {end}" for asked in _asked(service) for end in ends]


def _asked(service: Service) -> list[str]:
    return [
        f"{what} {some}" for what in ("what is", "what's", "what are") for some in _named(service)
    ]


def _named(service: Service) -> list[str]:
    """Return its names as they stand in a question."""
    return [
        some
        for name in (service.name, *service.synonyms)
        for some in (with_article(name), f"the {name}", f"your {name}", name)
    ]


def described(service: Service) -> str:
    """Return what the owner has written of a type, as a sentence without an end mark."""
    text = service.description.rstrip(" .!")
    return text[:1].upper() + text[1:]


def described_shortly(service: Service) -> str:
    """Return it if it is one short sentence, that a list can bear; "" otherwise."""
    text = described(service)
    return text if len(text) <= _SHORT and not set(text) & set(".!?") else ""
