"""The places of a booking call: how a caller gets to each, and what the desk waits for there."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.stories.talk import Talk, take

__all__ = ["PLACES", "SAID", "Place", "place"]

SAID = (
    "a haircut",
    "tuesday at three",
    "212 555 0142",
    "yes",
    "maria lopez",
    "maria at example dot com",
    "yes",
)
"""A whole call without a word too many, up to the summary."""


@dataclass(frozen=True)
class Place:
    """A moment of a call at which the desk waits for something."""

    name: str
    said: tuple[str, ...]
    step: str | None
    act: str = "ask"
    known: tuple[str, ...] = ()
    """The steps that are answered by then."""
    then: tuple[str | None, str] | None = field(default=None)
    """What is asked once the caller has talked of something else: a read-back is not said again,
    the summary names its value instead."""
    taken: str | None = None
    """A time that somebody else has booked."""

    @property
    def asking(self) -> tuple[str | None, str]:
        return self.step, self.act

    @property
    def resumed(self) -> tuple[str | None, str]:
        """What is asked when a detour is over."""
        return self.then or self.asking

    async def reach(self, caller: Talk) -> None:
        """Bring a call to this place."""
        if self.taken:
            await take(caller.calendar, "Haircut", self.taken)
        await caller.say(*self.said)
        caller.is_asked(*self.asking)


PLACES = (
    Place("the time", SAID[:1], "start", known=("service",)),
    Place("the rest of a time", (SAID[0], "tuesday"), "start", known=("service",)),
    Place("an offer", SAID[:2], "start", "offer", known=("service",), taken="2026-06-16 15:00"),
    Place("the number", SAID[:2], "phone", known=("service", "start")),
    Place(
        "the number read back",
        SAID[:3],
        "phone",
        "read_back",
        known=("service", "start", "phone"),
        then=("name", "ask"),
    ),
    Place("the name", SAID[:4], "name", known=("service", "start", "phone")),
    Place("the email", SAID[:5], "email", known=("service", "start", "phone", "name")),
    Place(
        "the email read back",
        SAID[:6],
        "email",
        "read_back",
        known=("service", "start", "phone", "name", "email"),
        then=(None, "summary"),
    ),
    Place(
        "the summary",
        SAID,
        None,
        "summary",
        known=("service", "start", "phone", "name", "email"),
    ),
    Place(
        "what to change",
        (*SAID, "no"),
        None,
        "summary",
        known=("service", "start", "phone", "name", "email"),
    ),
)


def place(name: str) -> Place:
    """Find a place by its name."""
    return next(each for each in PLACES if each.name == name)
