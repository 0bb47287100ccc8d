"""Every workflow there is to try: the desk's, those of the examples, and one with every kind."""

from __future__ import annotations

import importlib.util
import inspect
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from handrail import (
    Call,
    Choice,
    Confirm,
    Email,
    Number,
    PersonName,
    Phone,
    Phrases,
    Reception,
    Step,
    Text,
    When,
    Workflow,
    YesNo,
    condition,
)
from handrail.desk.booking import Booking as BookingCall
from handrail.desk.calendar import Booking, Calendar, all_bookings
from handrail.desk.call import answering
from handrail.desk.cancelling import Cancelling
from handrail.desk.looking_up import LookingUp
from handrail.desk.rescheduling import Rescheduling
from tests.stories.made import make

__all__ = ["WORLDS", "Hosted"]

EXAMPLES = Path(__file__).parents[3] / "examples"
FRIDAY_AT_NINE = datetime(2026, 6, 12, 9, tzinfo=ZoneInfo("America/New_York"))


class Stay(Workflow):
    """One step of every kind, each confirmed as its policy says."""

    room = Step(Choice(["Garden room", "Attic"]))
    arrival = Step(When(), confirm=Confirm.NEVER)
    guests = Step(Number(min=1, max=20))
    breakfast = Step(YesNo())

    @condition(breakfast)
    def has_breakfast(breakfast: bool | None) -> bool:  # noqa: N805 - a rule, not a method
        return bool(breakfast)

    hour = Step(Text(), when=has_breakfast, ask="Anything about breakfast?", label="wish")
    phone = Step(Phone(), confirm=Confirm.READ_BACK)
    name = Step(PersonName(), confirm=Confirm.SPELL)
    email = Step(Email(), optional=True, confirm=Confirm.NEVER)

    asks_for = ("stay the night",)
    phrases = Phrases(agree="Shall I book it?", done="Booked. Your code is {code}.")

    async def commit(self, call: Call[Any]) -> Mapping[str, Any]:
        call.userdata.append(self.values())
        return {"code": "K7"}


class Feedback(Workflow, summary=False):
    """Nothing is summed up: what is not read back is taken as it was understood."""

    stars = Step(Number(min=1, max=5))
    again = Step(YesNo(), confirm=Confirm.NEVER, ask="Would you come again?")
    words = Step(Text(), confirm=Confirm.NEVER, ask="What did you think?")

    asks_for = ("give feedback",)

    async def commit(self, call: Call[Any]) -> None:
        call.userdata.append(self.values())


class Books(list[Mapping[str, Any]]):
    """What results are written to; an example may ask more of it than to append."""

    def __getattr__(self, name: str) -> Any:
        return lambda *_args, **_options: None


@dataclass
class Hosted:
    """What a receptionist is given, and where it writes."""

    arguments: dict[str, Any]
    written: list[Mapping[str, Any]] = field(default_factory=list)
    calendar: Calendar | None = None
    """The desk's, with the bookings of several people."""
    before: tuple[Booking, ...] = ()
    """The bookings there were before the call."""
    kept: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    """What is kept of the caller and of somebody else, by kind."""

    async def changed(self) -> dict[int, Booking]:
        """Return the bookings that are not as they were before the call, by id."""
        if self.calendar is None:
            return {}
        now = await all_bookings(self.calendar)
        return {each.id: each for each in now if each not in self.before}


@dataclass(frozen=True)
class World:
    """A workflow, how callers ask for it, and how a call to it is answered."""

    workflow: type[Workflow]
    wish: str
    is_desk: bool = False

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Hosted]:
        """Answer with it."""
        if self.is_desk:
            async with await Calendar.open(":memory:") as calendar:
                made = await make(calendar)
                answer = await answering(calendar, clock=lambda: FRIDAY_AT_NINE)
                yield Hosted(
                    {**answer},
                    calendar=calendar,
                    before=tuple(await all_bookings(calendar)),
                    kept={"booking": (made["maria"].code, made["ann"].code)},
                )
            return
        written = Books()
        arguments = {
            "workflows": [self.workflow],
            "reception": Reception(business="Mill Lane"),
            "userdata": written,
            "clock": lambda: FRIDAY_AT_NINE,
        }
        yield Hosted(arguments, written)


def _of_examples() -> Sequence[type[Workflow]]:
    """Return the workflows of the examples, new ones included."""
    found: list[type[Workflow]] = []
    for path in sorted(EXAMPLES.glob("*.py")):
        spec = importlib.util.spec_from_file_location(f"example_{path.stem}", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module  # a dataclass looks itself up there
        spec.loader.exec_module(module)
        found += [
            each
            for _, each in inspect.getmembers(module, inspect.isclass)
            if issubclass(each, Workflow) and each.__module__ == module.__name__
        ]
    sections = {base for each in found for base in each.__mro__[1:]}
    return [each for each in found if each not in sections]


_HERE: Sequence[type[Workflow]] = (Stay, Feedback, *_of_examples())


def _alone(workflow: type[Workflow]) -> World:
    # Without words that ask for it, it would begin unasked.
    workflow.asks_for = workflow.asks_for or (f"the {workflow.plan.name}",)
    return World(workflow, workflow.asks_for[0])


WORLDS: Mapping[str, World] = {
    world.workflow.plan.name: world
    for world in (
        World(BookingCall, "book", is_desk=True),
        World(Rescheduling, "move my appointment", is_desk=True),
        World(Cancelling, "cancel my appointment", is_desk=True),
        World(LookingUp, "check my appointment", is_desk=True),
        *(_alone(each) for each in _HERE),
    )
}
