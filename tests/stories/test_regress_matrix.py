"""The regress matrix: from every step back to every earlier one, and what the caller does there.

The stories are made from the workflow and held in a LiveKit session in text. Whatever happens at
the earlier step, the one that was interrupted resumes, and what is booked is what was said last.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from handrail.desk.booking import Booking
from handrail.desk.calendar import Calendar
from handrail.verify.coverage import Turn, turns_of
from tests.stories.talk import Talk, at, talk

SAMPLE = 8
"""How many of the stories the main suite tells; the soak tells all of them."""

SAYS = {
    "service": ("a haircut", "a colour"),
    "start": ("tuesday at three", "wednesday at four"),
    "phone": ("212 555 0142", "212 555 0199"),
    "name": ("maria lopez", "ann lee"),
    "email": ("maria at example dot com", "ann at example dot com"),
}
HOLDS = {
    "service": ("Haircut", "Colour"),
    "start": (at("2026-06-16 15:00"), at("2026-06-17 16:00")),
    "phone": ("+12125550142", "+12125550199"),
    "name": ("Maria Lopez", "Ann Lee"),
    "email": ("maria@example.com", "ann@example.com"),
}
CALLED = {
    "service": "service",
    "start": "time",
    "phone": "number",
    "name": "name",
    "email": "email",
}
STEPS = Booking.plan.names


@dataclass(frozen=True)
class Regress:
    """A story: interrupted at a step (or the summary), back to an earlier one, and what then."""

    at: str
    to: str
    what: str

    def __str__(self) -> str:
        return f"{self.at}-{self.to}-{self.what}"


def regresses() -> Iterator[Regress]:
    for number, here in enumerate((*STEPS, "summary")):
        for earlier in STEPS[:number]:
            for what in ("corrects", "keeps", "declines", "interrupts"):
                yield Regress(here, earlier, what)


EVERY = tuple(regresses())
SOME = random.Random(6).sample(EVERY, SAMPLE)
SEEN: set[Turn] = set()


class Matrix:
    """A caller who goes back."""

    def __init__(self, caller: Talk) -> None:
        self.caller = caller
        self.wanted = {name: values[0] for name, values in HOLDS.items()}

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
            SEEN.add((before, type(moves[0]).__name__, step, self.asked))

    async def goes_on_to(self, step: str) -> None:
        """Answer what is asked until this is asked."""
        for _ in range(20):
            act, asked = self.asked
            if (asked or act) == step and act in {"ask", "summary"}:
                return
            await self.says("yes" if act == "read_back" else SAYS[str(asked)][0])
        raise AssertionError(self.caller.told(f"never came to {step}"))

    async def goes_back(self, story: Regress) -> None:
        await self.says(f"can I change the {CALLED[story.to]}")
        self.caller.is_asked(story.to)
        if story.what == "corrects":
            await self._corrects(story.to)
        elif story.what == "keeps":
            await self.says("leave it")
        elif story.what == "declines":
            await self._declines(story.to)
        else:
            other = next((name for name in STEPS if name not in {story.to, story.at}), story.to)
            known = self.caller.known()
            await self.says(f"can I change the {CALLED[other]}")
            while self.asked[0] == "ask" and self.asked[1] in {story.to, other} & known.keys():
                await self.says("leave it")

    async def _corrects(self, step: str) -> None:
        await self.says(SAYS[step][1])
        self.wanted[step] = HOLDS[step][1]

    async def _declines(self, step: str) -> None:
        await self.says("i'd rather not say")
        if self.asked == ("ask", step):
            await self.says("leave it")
        if self.caller.known().get(step, {}).get("status") == "declined":
            self.wanted[step] = ""


async def told(story: Regress, calendar: Calendar) -> None:
    async with talk(calendar, "livekit") as caller:
        matrix = Matrix(caller)
        await caller.say("i'd like to book an appointment")
        await matrix.goes_on_to(story.at)
        await matrix.goes_back(story)
        if matrix.asked[0] == "read_back":
            await matrix.says("yes")
        if story.at != "summary":
            caller.is_asked(story.at)
        await matrix.goes_on_to("summary")
        await matrix.says("yes")
        (booked,) = await caller.bookings()
        found = (booked.service, booked.start.isoformat(), booked.phone, booked.name, booked.email)
        assert [each or "" for each in found] == [matrix.wanted[name] for name in STEPS], (
            caller.told("booked something else")
        )


@pytest.mark.parametrize("story", SOME, ids=str)
async def test_a_caller_who_goes_back_comes_on_again(story: Regress, calendar: Calendar) -> None:
    await told(story, calendar)


@pytest.mark.soak
@pytest.mark.parametrize("story", EVERY, ids=str)
async def test_from_every_step_back_to_every_other(story: Regress, calendar: Calendar) -> None:
    await told(story, calendar)


@pytest.mark.soak
def test_the_matrix_sees_a_good_part_of_the_turns_there_are(
    record_property: Callable[[str, object], None],
) -> None:
    """Run after the stories above: the ways back, and the answers and refusals there."""
    if not SEEN:
        pytest.skip("the stories above are not among the tests that run")
    possible = {turn for turn in turns_of(Booking.plan) if turn[1] in {"Revisit", "Record"}}
    seen = SEEN & possible
    record_property("turns", f"{len(seen)} of {len(possible)}")
    assert len(seen) >= 20
    print(f"\nthe matrix saw {len(seen)} of {len(possible)} turns that answer or go back")
