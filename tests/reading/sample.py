"""A sample business for the reader's tests, and scenes at every point of a call to it.

The clock is that of the dialogues: Friday 12 June 2026, 9:00 in New York.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from handrail.engine.state import Act, Answer, Candidate, Manner, Offer, Prompt, State
from handrail.facts import Call, Verdict
from handrail.kinds.base import Context
from handrail.kinds.choice import Choice, Option
from handrail.kinds.email import Email
from handrail.kinds.name import PersonName
from handrail.kinds.phone import Phone
from handrail.kinds.when import When
from handrail.plan import Confirm
from handrail.reading.scene import Scene
from handrail.step import Step
from handrail.workflow import Workflow

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 6, 12, 9, tzinfo=ZONE)
TUESDAY_AT_3 = datetime(2026, 6, 16, 15, tzinfo=ZONE)
PHONE = "+12125550142"
TOPICS: Mapping[str, tuple[str, ...]] = {
    "price": ("how much", "price", "cost"),
    "hours": ("open", "opening hours", "close"),
    "address": ("where", "address", "located", "parking"),
}
SERVICES = (
    Option("Haircut", minutes=30, price=45),
    Option("Colour", synonyms=("color", "dye"), minutes=90, price=120),
    Option("Consultation", minutes=15, price=0),
)


def _is_free(_value: object, _call: Call[Any]) -> Verdict:
    return Verdict.yes()


class Reception(Workflow, summary=False):
    workflow = Step(Choice(["booking", "rescheduling", "cancelling"]), optional=True)


class Booking(Workflow):
    asks_for = ("book", "make an appointment", "need an appointment", "book an appointment")
    service = Step(Choice(SERVICES), words=["service", "treatment"])
    start = Step(When(), needs=[service], check=_is_free)
    phone = Step(Phone(), confirm=Confirm.READ_BACK)
    name = Step(PersonName())
    email = Step(Email(), confirm=Confirm.SPELL, optional=True)


class Rescheduling(Workflow):
    asks_for = ("reschedule", "move", "move my appointment", "change my appointment")
    start = Step(When(), check=_is_free)
    phone = Step(Phone())
    name = Step(PersonName())


class Cancelling(Workflow):
    asks_for = ("cancel", "cancel my appointment")
    phone = Step(Phone())
    name = Step(PersonName())


KNOWN: Mapping[str, Any] = {
    "service": "Haircut",
    "start": TUESDAY_AT_3,
    "phone": PHONE,
    "name": "Maria Lopez",
    "email": "maria@example.com",
}


def scene(
    asked: str | None = None,
    *,
    act: Act = "ask",
    manner: Manner = "first",
    knows: str | Mapping[str, Any] = "",
    offer: tuple[Any, ...] = (),
    wanted: Any = None,
    partials: Mapping[str, Any] | None = None,
    workflow: type[Workflow] = Booking,
    reception: bool = False,
    topics: Mapping[str, tuple[str, ...]] = TOPICS,
    turn: int = 0,
) -> Scene:
    """Return the scene in which `asked` was asked and the steps in `knows` are answered."""
    known = {name: KNOWN[name] for name in knows.split()} if isinstance(knows, str) else knows
    answers = {
        name: value if isinstance(value, Answer) else Answer(value, "heard")
        for name, value in known.items()
    }
    prompt = None
    if asked is not None or act != "ask":
        values = {n: a.value for n, a in answers.items() if n == asked or act == "summary"}
        prompt = Prompt(act, asked, manner, 0, values, frozenset(values), complete=True)
    state = State(
        run="r1",
        turn=turn,
        answers=answers,
        partials=partials or {},
        offers=(Offer(asked, offer, Candidate(wanted)),) if offer and asked else (),
        prompt=prompt,
        revisits=(asked,) if manner == "revisit" and asked else (),
    )
    return Scene(
        workflow=workflow,
        state=state,
        context=Context(now=NOW),
        workflows=(Booking, Rescheduling, Cancelling),
        topics=topics,
        reception=reception,
    )


def reception() -> Scene:
    """Return the scene of "How can I help?"."""
    return scene("workflow", workflow=Reception, reception=True)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a time in June 2026 in New York."""
    return replace_time(NOW, day, hour, minute)


def replace_time(moment: datetime, day: int, hour: int, minute: int) -> datetime:
    return moment.replace(day=day, hour=hour, minute=minute)


__all__ = [
    "KNOWN", "NOW", "PHONE", "TUESDAY_AT_3", "Booking", "Cancelling", "Reception", "Rescheduling",
    "at", "reception", "replace", "scene",
]  # fmt: skip
