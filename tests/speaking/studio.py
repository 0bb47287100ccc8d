"""A booking workflow with small kinds of its own, and short ways to write states and effects.

The clock is that of the dialogues: Friday 12 June 2026, 9:00 in New York.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from handrail.engine.effects import Ask
from handrail.engine.events import Answered, News
from handrail.engine.state import Act, Answer, Manner, Offer, Prompt, State, Status
from handrail.facts import Call, Verdict
from handrail.kinds.base import Context, Fact, Kind, join_options
from handrail.kinds.choice import Choice
from handrail.kinds.email import Email
from handrail.kinds.name import PersonName
from handrail.kinds.phone import Phone
from handrail.kinds.text import Text
from handrail.kinds.when.part import WhenPart
from handrail.plan import Confirm
from handrail.speaking import Line, Speaker
from handrail.step import Step
from handrail.workflow import Phrases, Workflow

ZONE = ZoneInfo("America/New_York")
CONTEXT = Context(now=datetime(2026, 6, 12, 9, tzinfo=ZONE))

_ENDS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}


def on(day: int, clock: str = "15:00") -> datetime:
    return datetime.combine(datetime(2026, 6, day, tzinfo=ZONE), time.fromisoformat(clock), ZONE)


def spoken_day(value: datetime) -> str:
    if value.date() == CONTEXT.now.date():
        return "today"
    if (value.date() - CONTEXT.now.date()).days == 1:
        return "tomorrow"
    return f"{value:%A} the {value.day}{_ENDS.get(value.day, 'th')}"


def spoken_clock(value: datetime) -> str:
    hour = value.hour % 12 or 12
    return f"{hour}:{value.minute:02}" if value.minute else str(hour)


@dataclass(frozen=True)
class SaidTime(Kind[datetime]):
    """A time, as far as speaking needs it."""

    name: ClassVar[str] = "when"
    label: ClassVar[str] = "time"

    def schema(self, ctx: Context) -> dict[str, Any]:
        raise NotImplementedError

    def parse(self, raw: object, ctx: Context) -> datetime:
        raise NotImplementedError

    def read(self, text: str, ctx: Context) -> Any:
        raise NotImplementedError

    def speak(self, value: datetime, ctx: Context) -> str:
        del ctx
        return f"{spoken_day(value)} at {spoken_clock(value)}"

    def speak_partial(self, partial: WhenPart, ctx: Context) -> str:
        del ctx
        if partial.date:
            return spoken_day(datetime.combine(partial.date, time(9), ZONE))
        return partial.time.strftime("%H:%M") if partial.time else ""

    def speak_options(self, values: Sequence[datetime], ctx: Context) -> str:
        if len(values) == 1 or len({value.date() for value in values}) > 1:
            return join_options([self.speak(value, ctx) for value in values])
        clocks = join_options([spoken_clock(value) for value in values])
        asked_for = ctx.current is not None and ctx.current.date() == values[0].date()
        return clocks if asked_for else f"{clocks} {spoken_day(values[0])}"


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
        SaidTime(),
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
BOOKED = {"service": HAIRCUT, "start": TUESDAY, "phone": PHONE, "name": MARIA}


def answers(status: Status = "heard", **values: Any) -> dict[str, Answer]:
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

    def holds(self, status: Status = "heard", **values: Any) -> Desk:
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
        from handrail.engine.state import Candidate

        return self.has(offer=Offer(step, options, wanted or Candidate()))


def said(line: Line, step: str) -> list[str]:
    """Return the words that a line marks as a step's value."""
    return [line.text[mark.start : mark.end] for mark in line.marks if mark.step == step]
