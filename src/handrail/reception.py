"""Reception: how a call with several workflows begins, what it can answer, and how it ends."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from .facts import Call
from .kinds.base import NOTHING, Context, InvalidValue, Kind, Reading
from .step import Step, Words, wordings
from .workflow import Workflow

__all__ = ["ASKED_FOR", "RECEPTION", "Reception", "Topic"]

ASKED_FOR: Mapping[str, tuple[str, ...]] = {
    "price": (
        "how much", "price", "prices", "cost", "costs", "charge", "expensive", "fee", "pricing",
    ),
    "hours": (
        "opening hours", "opening times", "business hours", "hours of operation", "the hours",
        "what hours", "your hours", "are you open", "are you closed", "you open on", "do you open",
        "do you close", "you closed on", "how late", "stay open", "how long are you open",
        "how long do you stay open", "how long do you open",
    ),
    "address": (
        "address", "where are you", "where you are", "where is it", "located", "location",
        "find you", "get there", "directions",
    ),
    "duration": ("how long", "duration", "take long"),
}  # fmt: skip
"""What callers say when they ask for what most businesses are asked for."""


RECEPTION = "(reception)"
"""The name of the reception's own workflow: one that no developer's has."""


@dataclass(frozen=True)
class _Wish(Kind[str]):
    """What a caller wants of a reception. It is never a value: it is a `Switch` to a workflow."""

    name = "wish"
    label = "what you would like"

    def schema(self, ctx: Context) -> dict[str, Any]:
        del ctx
        return {"type": "string"}

    def parse(self, raw: object, ctx: Context) -> str:
        del raw, ctx
        raise InvalidValue("Call switch with the workflow that the caller wants.")

    def read(self, text: str, ctx: Context) -> Reading[str]:
        del text, ctx
        return NOTHING

    def speak(self, value: str, ctx: Context) -> str:
        del ctx
        return value


@dataclass(frozen=True, slots=True)
class Topic:
    """A business fact that answers questions between steps: hours, address, prices."""

    words: tuple[str, ...]
    """What callers say when they ask for it: "how much", "price"."""
    answer: Callable[[Call[Any], str], str | Awaitable[str | None] | None]
    """Given the call so far and the caller's words, the spoken answer; None when there is none.
    Plain or async."""


@dataclass(frozen=True, slots=True)
class Reception:
    """How a call is received. Greetings and goodbyes are the phrasebook's."""

    business: str = ""
    """The name by which callers know the business; it is greeted with."""
    ask: Words = "How can I help?"
    help: Words = ()
    """What callers can ask for, with an example."""
    anything_else: Words = ("Anything else?", "Is there anything else?")
    topics: Mapping[str, Topic] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    """What is known of the business: a spoken sentence without an end mark by what it is about
    ("parking": "You can park behind the house"). A caller hears it who asks for it by that name;
    for `hours`, `address`, `price` and `duration` also in the usual other words. A model knows all
    of them, and is told that nothing else is known."""
    callback: type[Workflow] | None = None
    """The workflow that takes a number to call back, when a person is wanted."""

    @property
    def answers(self) -> Mapping[str, Topic]:
        """All that can be asked between steps: the facts, and the topics before them."""
        return {**{name: _told(name, fact) for name, fact in self.facts.items()}, **self.topics}

    def workflow(self, *, first: bool) -> type[Workflow]:
        """Return the reception as a workflow of one optional step: what the caller wants.

        So its rules are the engine's own: a caller who is not understood is helped and then
        offered a person, and a no is a goodbye.

        Args:
            first: Whether nothing has been done yet in this call.
        """
        ask = self.ask if first else self.anything_else
        return _reception(wordings(ask), wordings(self.help))


def _told(name: str, fact: str) -> Topic:
    return Topic((name, *ASKED_FOR.get(name.lower(), ())), lambda _call, _said: fact)


@lru_cache(maxsize=16)  # calls to one business are received alike
def _reception(ask: tuple[str, ...], help_: tuple[str, ...]) -> type[Workflow]:
    class _Reception(Workflow, name=RECEPTION, summary=False):
        workflow = Step(_Wish(), optional=True, ask=ask, help=help_, label="what you would like")

    return _Reception
