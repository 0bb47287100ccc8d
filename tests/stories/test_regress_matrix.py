"""The regress matrix: from every step back to every earlier one, and what the caller does there.

The stories are made from the desk's workflows and held in a LiveKit session in text. Whatever
happens at the earlier step, the one that was interrupted resumes, and what is booked, moved or
cancelled in the end is what was said last. Asides are said at every question and read-back: the
value of any other step, while this one is waiting.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import pytest

from handrail import Confirm, Workflow
from handrail.desk.booking import Booking
from handrail.desk.calendar import Calendar, NewBooking, all_bookings, book
from handrail.desk.cancelling import Cancelling
from handrail.desk.rescheduling import Rescheduling
from handrail.verify.coverage import Turn, turns_of
from tests.sizes import sized
from tests.stories.talk import FRIDAY_AT_NINE, Talk, at, talk

SAMPLE = 3
"""How many stories of each workflow the main suite tells; the soak tells all of them."""

NUMBER, NAME = "+12125550142", "Maria Lopez"
TAKEN = {"Haircut": at("2026-06-16 15:00"), "Colour": at("2026-06-17 16:00")}
"""The bookings that a caller has who moves or cancels one: when each is."""

Rows = Mapping[str, tuple[str | None, ...]]
"""The bookings there are that count, by their service: when, and for whom a new one is."""


@dataclass(frozen=True)
class Flow:
    """How one workflow is called, and what it does."""

    workflow: type[Workflow]
    begins: tuple[str, ...]
    says: Mapping[str, tuple[str, str]]
    """What the caller says at each step, and what instead."""
    means: Mapping[str, tuple[str, str]]
    aside: Mapping[str, str]
    """How the caller says the second of the values while something else is asked."""
    does: Callable[[Mapping[str, str]], Rows]
    """The bookings there are in the end, by the answers."""
    backs: Mapping[str, str]
    """How the caller goes back to a step, where it is not "can I change the" and its name."""
    has_bookings: bool = True

    @property
    def steps(self) -> tuple[str, ...]:
        return self.workflow.plan.names


FLOWS = {
    "booking": Flow(
        Booking,
        ("i'd like to book an appointment",),
        says={
            "service": ("a haircut", "a colour"),
            "start": ("tuesday at three", "wednesday at four"),
            "phone": ("212 555 0142", "212 555 0199"),
            "name": ("maria lopez", "ann lee"),
            "email": ("maria at example dot com", "ann at example dot com"),
        },
        means={
            "service": ("Haircut", "Colour"),
            "start": (at("2026-06-16 15:00"), at("2026-06-17 16:00")),
            "phone": (NUMBER, "+12125550199"),
            "name": (NAME, "Ann Lee"),
            "email": ("maria@example.com", "ann@example.com"),
        },
        aside={
            "service": "actually make it a colour",
            "start": "actually make it wednesday at four",
            "phone": "my number is 212 555 0199",
            "name": "my name is ann lee",
            "email": "my email is ann at example dot com",
        },
        does=lambda a: {a["service"]: (a["start"], a["phone"], a["name"], a["email"] or None)},
        backs={"start": "can I change the time", "phone": "can I change the number"},
        has_bookings=False,
    ),
    "rescheduling": Flow(
        Rescheduling,
        ("i want to move my booking", "maria lopez"),
        says={
            "booking": ("the haircut", "the colour"),
            "start": ("friday at two", "thursday at one"),
        },
        means={
            "booking": ("Haircut", "Colour"),
            "start": (at("2026-06-19 14:00"), at("2026-06-18 13:00")),
        },
        aside={"booking": "no, I mean the colour", "start": "actually make it thursday at one"},
        does=lambda a: {
            service: (a["start"] if service == a["booking"] else start, NUMBER, NAME, None)
            for service, start in TAKEN.items()
        },
        backs={"start": "can I change the time", "booking": "that's the wrong booking"},
    ),
    "cancelling": Flow(
        Cancelling,
        ("i want to cancel my booking", "maria lopez"),
        says={"booking": ("the haircut", "the colour")},
        means={"booking": ("Haircut", "Colour")},
        aside={"booking": "no, I mean the colour"},
        does=lambda a: {
            service: (start, NUMBER, NAME, None)
            for service, start in TAKEN.items()
            if service != a["booking"]
        },
        backs={"booking": "that's the wrong booking"},
    ),
}


@dataclass(frozen=True)
class Regress:
    """A story: interrupted at a step (or the summary), back to an earlier one, and what then."""

    flow: str
    at: str
    to: str
    what: str

    def __str__(self) -> str:
        return f"{self.flow}-{self.at}-{self.to}-{self.what}"


def regresses() -> Iterator[Regress]:
    for name, flow in FLOWS.items():
        for number, here in enumerate((*flow.steps, "summary")):
            for earlier in flow.steps[:number]:
                for what in ("corrects", "keeps", "declines", "interrupts"):
                    yield Regress(name, here, earlier, what)


def asides() -> Iterator[Regress]:
    for name, flow in FLOWS.items():
        for step in (*flow.workflow.plan.steps, None):
            here = "summary" if step is None else step.name
            acts = ["aside"]
            if step is not None and step.confirm in {Confirm.READ_BACK, Confirm.SPELL}:
                acts.append("aside_at_read_back")
            for other in flow.steps:
                yield from (Regress(name, here, other, act) for act in acts if other != here)


EVERY = (*regresses(), *asides())
SOME = tuple(
    story
    for flow in FLOWS
    for story in random.Random(6).sample([each for each in EVERY if each.flow == flow], SAMPLE)
)
MANY = random.Random(6).sample(EVERY, sized(len(EVERY), reduced=50))
SEEN: defaultdict[str, set[Turn]] = defaultdict(set)


class Matrix:
    """A caller who goes back."""

    def __init__(self, caller: Talk, story: Regress) -> None:
        self.caller, self.story = caller, story
        self.flow = FLOWS[story.flow]
        self.wanted = {name: values[0] for name, values in self.flow.means.items()}

    @property
    def asked(self) -> tuple[str, str | None]:
        prompt = self.caller.conversation.state.prompt
        return ("closed", None) if prompt is None else (prompt.act, prompt.step)

    async def says(self, text: str) -> None:
        before = self.asked
        await self.caller.say(text)
        moves = self.caller.conversation.moves
        if len(moves) == 1:
            step = getattr(moves[0], "step", None)
            SEEN[self.story.flow].add((before, type(moves[0]).__name__, step, self.asked))

    async def goes_on_to(self, step: str) -> None:
        """Answer what is asked until this is asked."""
        for _ in range(20):
            act, asked = self.asked
            if (asked or act) == step and act in {"ask", "offer", "summary"}:
                return
            await self.says("yes" if act == "read_back" else self.flow.says[str(asked)][0])
        raise AssertionError(self.caller.told(f"never came to {step}"))

    async def goes_back(self) -> None:
        to, what = self.story.to, self.story.what
        await self._changes(to)
        self.caller.is_asked(to)
        if what == "corrects":
            await self.says(self.flow.says[to][1])
            self.wanted[to] = self.flow.means[to][1]
        elif what == "keeps":
            await self.says("leave it")
        elif what == "declines":
            await self._declines(to)
        else:
            others = (name for name in self.flow.steps if name not in {to, self.story.at})
            other = next(others, to)
            known = self.caller.known()
            await self._changes(other)
            while self.asked[0] == "ask" and self.asked[1] in {to, other} & known.keys():
                await self.says("leave it")

    async def says_aside(self) -> None:
        if self.story.what == "aside_at_read_back":
            await self.says(self.flow.says[self.story.at][0])
        await self.says(self.flow.aside[self.story.to])
        self.wanted[self.story.to] = self.flow.means[self.story.to][1]

    async def _changes(self, step: str) -> None:
        await self.says(self.flow.backs.get(step, f"can I change the {step}"))

    async def _declines(self, step: str) -> None:
        await self.says("i'd rather not say")
        if self.asked == ("ask", step):
            await self.says("leave it")
        if self.caller.known().get(step, {}).get("status") == "declined":
            self.wanted[step] = ""


async def told(story: Regress, calendar: Calendar) -> None:
    if FLOWS[story.flow].has_bookings:
        await books(calendar)
    number = NUMBER if FLOWS[story.flow].has_bookings else None
    async with talk(calendar, "livekit", caller=number) as caller:
        matrix = Matrix(caller, story)
        for text in matrix.flow.begins:
            await matrix.says(text)
        await matrix.goes_on_to(story.at)
        aside = story.what.startswith("aside")
        await (matrix.says_aside() if aside else matrix.goes_back())
        if matrix.asked in {("read_back", story.to), ("offer", story.to)}:  # "is that the one?"
            await matrix.says("yes")
        if story.at != "summary" and not aside:
            caller.is_asked(story.at)
        await matrix.goes_on_to("summary")
        await matrix.says("yes")
        found = {
            each.service: (each.start.isoformat(), each.phone, each.name, each.email)
            for each in await all_bookings(calendar)
            if each.status == "confirmed"
        }
        assert found == matrix.flow.does(matrix.wanted), caller.told("did something else")


async def books(calendar: Calendar) -> None:
    """Make the bookings of the caller who moves or cancels one."""
    services = {one.name: one for one in await calendar.services()}
    for service, start in TAKEN.items():
        wanted = NewBooking(services[service], datetime.fromisoformat(start), NUMBER, NAME)
        await book(calendar, wanted, run=service, now=FRIDAY_AT_NINE)


@pytest.mark.parametrize("story", SOME, ids=str)
async def test_a_caller_who_goes_back_comes_on_again(story: Regress, calendar: Calendar) -> None:
    await told(story, calendar)


@pytest.mark.soak
@pytest.mark.parametrize("story", MANY, ids=str)
async def test_from_every_step_back_to_every_other(story: Regress, calendar: Calendar) -> None:
    await told(story, calendar)


@pytest.mark.soak
@pytest.mark.parametrize(
    ("flow", "least"), [("booking", sized(60, reduced=20)), ("rescheduling", 3), ("cancelling", 2)]
)
def test_the_matrix_sees_a_good_part_of_the_turns_there_are(
    flow: str, least: int, record_property: Callable[[str, object], None]
) -> None:
    """Run after the stories above: the ways back, and the answers and refusals there."""
    if not SEEN[flow]:
        pytest.skip("the stories above are not among the tests that run")
    turns = turns_of(FLOWS[flow].workflow.plan)
    possible = {turn for turn in turns if turn[1] in {"Revisit", "Record"}}
    seen = SEEN[flow] & possible
    told = f"{len(seen)} of {len(possible)}, {len(SEEN[flow] & turns)} of {len(turns)} of any move"
    record_property("turns", told)
    print(f"\n{flow}: the matrix saw of the turns that answer or go back {told}")
    assert len(seen) >= least
