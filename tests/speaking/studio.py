"""The sample booking workflow, and short ways to write states and effects.

The clock is that of the dialogues: Friday 12 June 2026, 9:00 in New York.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from handrail.engine.effects import Ask
from handrail.engine.events import Answered, News
from handrail.engine.state import Act, Answer, Candidate, Manner, Offer, Prompt, State, Status
from handrail.facts import Call, Verdict
from handrail.kinds.base import Context, Fact
from handrail.kinds.choice import Choice
from handrail.kinds.email import Email
from handrail.kinds.name import PersonName
from handrail.kinds.phone import Phone
from handrail.kinds.text import Text
from handrail.kinds.when import WeeklyHours, When
from handrail.plan import Confirm
from handrail.speaking import Line, Speaker
from handrail.step import Step
from handrail.workflow import Phrases, Workflow

ZONE = ZoneInfo("America/New_York")
CONTEXT = Context(now=datetime(2026, 6, 12, 9, tzinfo=ZONE))

HOURS = WeeklyHours.of("Mon-Fri 09:00-18:00, Sat 10:00-14:00")


def on(day: int, clock: str = "15:00") -> datetime:
    """Return a time in June 2026."""
    return datetime.combine(date(2026, 6, day), time.fromisoformat(clock), ZONE)


def is_free(value: object, call: Call[Any]) -> Verdict:
    raise NotImplementedError


class Booking(Workflow):
    """The sample business's."""

    asks_for = ("book",)
    phrases = Phrases(
        summary="A {service} on {start} for {name}",
        agree="Shall I book it?",
        done="Booked. Your code is {code}.",
    )

    service = Step(
        Choice(("Haircut", "Colour", "Initial consultation")),
        ask="What would you like to book?",
        echo="{a value}, happy to.",
        label="service",
    )
    start = Step(
        When(hours=HOURS),
        ask="When would you like to come in?",
        rephrase="Which day and time would suit you?",
        needs=[service],
        check=is_free,
    )
    phone = Step(
        Phone(),
        ask="What's the best number for you?",
        confirm=Confirm.READ_BACK,
        prefill=Fact("caller_number"),
    )
    name = Step(PersonName(), ask="And your name?")
    email = Step(
        Email(),
        ask=("Is there an email for the confirmation?", "An email for the confirmation?"),
        confirm=Confirm.SPELL,
        optional=True,
    )

    async def commit(self, call: Call[Any]) -> Mapping[str, Any] | None:
        raise NotImplementedError


class Lobby(Workflow, summary=False):
    """The receptionist's own."""

    workflow = Step(Text(), optional=True, ask=("How can I help?", "Anything else?"))


HAIRCUT, TUESDAY, PHONE, MARIA = "Haircut", on(16), "+12125550142", "Maria Lopez"
BOOKED: dict[str, Any] = {"service": HAIRCUT, "start": TUESDAY, "phone": PHONE, "name": MARIA}


def answers(status: Status = "heard", /, **values: Any) -> dict[str, Answer]:
    return {name: Answer(value, status) for name, value in values.items()}


def answered(step: str, value: Any, old: Any = None, **more: Any) -> Answered:
    return Answered(step, Answer(value, "heard", **more), old)


class Desk:
    """A speaker and the state of one run, changed as the story goes on."""

    def __init__(self, workflow: type[Workflow] = Booking, *, context: Context = CONTEXT) -> None:
        self.workflow = workflow
        self.context = context
        self.speaker = Speaker()
        self.state = State(run="1")
        self.topics: dict[str | None, str] = {}

    def holds(self, status: Status = "heard", /, **values: Any) -> Desk:
        known = {**self.state.answers, **answers(status, **values)}
        self.state = replace(self.state, answers=known)
        return self

    def marks(self, **flags: Any) -> Desk:
        """Change flags of every answer ("named")."""
        known = {name: replace(each, **flags) for name, each in self.state.answers.items()}
        self.state = replace(self.state, answers=known)
        return self

    def has(self, **fields: Any) -> Desk:
        self.state = replace(self.state, **fields)
        return self

    def asks(
        self,
        act: Act,
        step: str | None = None,
        manner: Manner = "first",
        *news: News,
        values: Mapping[str, Any] | None = None,
        after: Line | None = None,
        lobby: bool = False,
    ) -> Line:
        """Let the answers of the news hold, and say the prompt."""
        for item in news:
            if isinstance(item, Answered):
                self.has(answers={**self.state.answers, item.step: item.answer})
        revision = self.state.revision + 1
        held = {
            name: each.value for name, each in self.state.answers.items() if each.value is not None
        }
        if values is None:
            values = held if act == "summary" else {}
            if act == "read_back" and step is not None:
                values = {step: held[step]}
        prompt = Prompt(act, step, manner, revision, values)
        self.has(prompt=prompt, revision=revision)
        return self.says(Ask(prompt, news), after=after, lobby=lobby)

    def says(self, *effects: Any, after: Line | None = None, lobby: bool = False) -> Line:
        return self.speaker.line(
            self.workflow,
            self.state,
            effects,
            self.context,
            answers_to_questions=self.topics.get,
            after=after,
            lobby=lobby,
        )

    def offers(self, step: str, *options: Any, wanted: Any = None) -> Desk:
        return self.has(offers=(Offer(step, options, wanted or Candidate()),))


def said(line: Line, step: str) -> list[str]:
    """Return the words that a line marks as a step's value."""
    return [line.text[mark.start : mark.end] for mark in line.marks if mark.step == step]
