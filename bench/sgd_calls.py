"""Calls of the SGD corpus, and the scene Handrail would be in before each of their turns."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import groupby
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from handrail import Reception
from handrail.engine.state import Act, Answer, Candidate, Offer, Prompt, State
from handrail.kinds.base import Context, Fact
from handrail.kinds.choice import Choice, Option
from handrail.kinds.when import When, WhenPart, parts
from handrail.kinds.yes_no import YesNo
from handrail.reading import Scene
from handrail.step import Step
from handrail.workflow import Workflow

__all__ = ["NO", "SAN_FRANCISCO", "YES", "Turn", "scenes", "turns_in"]

YES: Final = frozenset({"AFFIRM", "AFFIRM_INTENT", "SELECT"})
NO: Final = frozenset({"NEGATE", "NEGATE_INTENT", "REQUEST_ALTS"})
_UTC: Final = ZoneInfo("UTC")
_STEP_OF: Final = {
    "city": "city", "type": "type",
    "dentist_name": "provider", "doctor_name": "provider", "stylist_name": "provider",
}  # fmt: skip
_TYPES: Final = (
    Option("Dermatologist"),
    Option("ENT Specialist", synonyms=("ENT",)),
    Option("General Practitioner", synonyms=("GP",)),
    Option("Gynecologist"),
    Option("Ophthalmologist"),
)
SAN_FRANCISCO: Final = ("SF", "SFO", "San Fran")
_TOPICS: Final = {
    "phone": ("phone number", "contact number", "phone", "number", "contact", "call them"),
    "address": ("address", "where", "located", "location"),
    "rating": ("rating", "rated", "rate", "stars", "review", "reviews"),
    "unisex": ("unisex",),
    "cosmetic": ("cosmetic", "cosmetics", "cosmetic services"),
    "price": ("how much", "price", "cost", "expensive"),
}


class _Visit(Workflow, name="visit"):
    """Find a doctor, dentist or salon, and make an appointment there."""

    asks_for = (
        "book", "make an appointment", "an appointment", "schedule", "reserve",
        "make a reservation",
        "find", "find a dentist", "find a doctor", "find a salon", "see a doctor", "search for",
        "a dentist", "a doctor", "a salon", "a hair salon", "a hairdresser", "a stylist",
    )  # fmt: skip
    type = Step(Choice(_TYPES), words=("type", "kind", "specialty"))
    city = Step(Choice(Fact("cities")), words=("city", "place", "area", "town"))
    provider = Step(Choice(Fact("providers")), words=("provider", "doctor", "dentist", "salon"))
    wanted = Step(YesNo(), ask="Shall I make an appointment?")
    start = Step(When(), words=("time", "date", "day", "appointment time"))


@dataclass(frozen=True, slots=True)
class Turn:
    id: str
    prompt: str
    asked: tuple[str, ...]
    text: str
    now: datetime
    acts: frozenset[str]
    expect: dict[str, list[str]]
    other: dict[str, str]

    @property
    def values(self) -> dict[str, str]:
        """What was said for the steps other than the time, as the corpus names it."""
        return {_STEP_OF[slot]: said for slot, said in self.other.items() if slot in _STEP_OF}


def turns_in(path: Path) -> list[Turn]:
    """Return the turns of a file of the corpus."""
    with path.open(encoding="utf-8") as lines:
        return [_turn(json.loads(line)) for line in lines]


def _turn(row: dict[str, Any]) -> Turn:
    return Turn(
        row["id"], row["prompt"], tuple(row["asked"]), row["text"],
        datetime.fromisoformat(row["now"]).replace(tzinfo=_UTC),
        frozenset(row["acts"]), row["expect"], row["other"],
    )  # fmt: skip


# --- scenes -------------------------------------------------------------------------------------

_RECEPTION: Final = Reception()
_OTHER_SERVICE: Final = re.compile(
    r"humidity|degrees|temperature|\btemp\b|weather|chance of|\brain\b|\bwind\b|\bfree\b|empty slot"
    r"|available (?:from|between)|event|added|calendar",
    re.IGNORECASE,
)
_BOOKS: Final = re.compile(
    r"\b(?:book|appointment|schedule|reserv\w+|set (?:it |you )?up|visit)\b", re.IGNORECASE
)
_ASKS: Final = re.compile(
    r"\b(?:would you|do you|did you|should i|shall i|want me|want to|may i|can i|like to)\b",
    re.IGNORECASE,
)
_ELSE: Final = re.compile(r"\b(?:else|further|anything|other (?:help|assistance))\b", re.IGNORECASE)
_NAME: Final = re.compile(r"(?:(?:[A-Z][\w.'&-]*|\d+(?:st|th)?|&|and|of)[ ,:]*){2,}")
_OPENERS: Final = re.compile(
    r"^(?:(?:How|What|There|The|I|Okay|Ok|Sure|Sorry|In|Is|Do|Would|You|Their|They|It|A|Well|Yes|No"
    r"|First|One|and|of|about|Dr)\b[ ,.]*)+"
)
_WHEN: Final = When()


@dataclass(slots=True)
class _Call:
    """One dialogue, and the scene Handrail would be in before each of its turns.

    - no prompt yet, or nothing awaited after the booking: the reception's question;
    - `confirm`: the summary of what the prompt says (time and provider) and what is known;
    - `offer` of a time: an offer of that time; of a provider: an offer of that one, by the name in
      the prompt; "shall I make an appointment?": a yes/no step;
    - `date`, `time`: the time is asked for, with the half that is known from earlier turns;
    - `city`, `type`, a name: that step is asked for;
    - a prompt of another service (weather, calendar) or a fact the caller asked for: what was
      asked before stands, since Handrail would ask it again; once taken, the time is asked next.

    What earlier turns gave is known as annotated, whether or not the reader got it. The providers
    are those the prompts have named so far, and those the caller names in this dialogue: a
    directory holds them, and which of them is meant must still be read.
    """

    cities: tuple[Option, ...]
    providers: tuple[str, ...]
    known: dict[str, Any] = field(default_factory=dict)
    day: date | None = None
    clock: time | None = None
    standing: Prompt | None = None
    offer: Offer | None = None
    receiving: bool = True
    first: bool = True

    def before(self, turn: Turn) -> Scene:
        """Move on to the turn's prompt, and return the scene its words are read in."""
        context = Context(now=turn.now)
        asked = set(turn.asked)
        other = _OTHER_SERVICE.search(turn.prompt) and not _BOOKS.search(turn.prompt)
        if "confirm" in asked:
            self._hears(turn.prompt, context)
            self._stands("summary", None, {**self.known, **self._start(turn)})
        elif "offer" in asked and not other:
            self._offers(turn.prompt, context)
        elif asked & {"date", "time"}:
            self._stands("ask", "start", {})
        elif asked - {"offer"}:
            first = [step for step in _Visit.steps if step in {_STEP_OF.get(a) for a in asked}]
            self._stands("ask", first[0], {})
        elif turn.prompt and (self.standing is None or _ELSE.search(turn.prompt)):
            self.receiving, self.standing, self.offer = True, None, None
        return self._scene(turn, context)

    def _hears(self, prompt: str, context: Context) -> None:
        day, clock = parts(_WHEN.read(prompt, context))
        self.day, self.clock = day or self.day, clock or self.clock
        if name := _provider_in(prompt, self.cities):
            self.known["provider"] = name
            self.providers = tuple(dict.fromkeys((*self.providers, name)))

    def _offers(self, prompt: str, context: Context) -> None:
        reading = _WHEN.read(prompt, context)
        if reading.status == "clear" and reading.value is not None:
            self._proposes("start", reading.value)
        elif _BOOKS.search(prompt) and _ASKS.search(prompt):
            self._stands("ask", "wanted", {})
        else:
            self._proposes("provider", _provider_in(prompt, self.cities) or "the one that I found")

    def _proposes(self, step: str, value: Any) -> None:
        if step == "provider":
            self.providers = tuple(dict.fromkeys((*self.providers, value)))
        self._stands("offer", step, {step: (value,)})
        self.offer = Offer(step, (value,), Candidate(value), heard=True)

    def _stands(self, act: Act, step: str | None, values: dict[str, Any]) -> None:
        self.receiving = self.first = False
        self.offer = None
        heard = frozenset(values)
        self.standing = Prompt(act, step, "first", 0, values, heard, complete=True)

    def _start(self, turn: Turn) -> dict[str, Any]:
        """The time as far as it is known; a confirmed one without a day is the next such time."""
        if self.clock is None:
            return {}
        day = self.day or turn.now.date()
        return {"start": datetime.combine(day, self.clock, _UTC)}

    def _scene(self, turn: Turn, context: Context) -> Scene:
        facts = {"cities": self.cities, "providers": self.providers}
        context = Context(now=turn.now, facts=facts)
        if self.receiving:
            workflow = _RECEPTION.workflow(first=self.first)
            prompt = Prompt("ask", "workflow", "first", 0, complete=True)
            state = State(run="r", facts=facts, prompt=prompt)
            return Scene(workflow, state, context, (_Visit,), _TOPICS, reception=True)
        known = dict(self.known)
        if self.standing and self.standing.act == "summary":
            known |= self.standing.values
        part = WhenPart(date=self.day, time=self.clock) if self.day or self.clock else None
        state = State(
            run="r",
            facts=facts,
            answers={step: Answer(value, "heard") for step, value in known.items()},
            partials={"start": part} if part and "start" not in known else {},
            offers=(self.offer,) if self.offer else (),
            prompt=self.standing,
        )
        return Scene(_Visit, state, context, (_Visit,), _TOPICS)

    def after(self, turn: Turn) -> None:
        """Note what the turn gave, as annotated."""
        self.known |= turn.values
        if "date" in turn.expect:
            self.day = date.fromisoformat(turn.expect["date"][0])
        if "time" in turn.expect:
            self.clock = time.fromisoformat(turn.expect["time"][0])
        act = self.standing.act if self.standing else None
        if not turn.acts & YES or self.standing is None:
            return
        if act == "summary" or (self.offer and self.offer.step == "start"):
            self.standing, self.offer, self.day, self.clock = None, None, None, None
        elif act == "offer" and self.offer:
            self.known[self.offer.step] = self.offer.options[0]
            self._stands("ask", "start", {})


def _provider_in(prompt: str, cities: tuple[Option, ...]) -> str | None:
    """Return the longest capitalised name in a prompt that is no city."""
    places = {option.name.lower() for option in cities}
    names = [_OPENERS.sub("", match[0]).strip(" ,.:") for match in _NAME.finditer(prompt)]
    names = [re.sub(r"(?: (?:and|of))+$", "", name) for name in names]
    names = [name for name in names if name and name.lower() not in places]
    return max(names, key=len, default=None)


def scenes(turns: list[Turn]) -> Iterator[tuple[Turn, Scene]]:
    named = {turn.values["city"].title() for turn in turns if "city" in turn.values}
    towns = sorted(named - {short.title() for short in SAN_FRANCISCO} - {"San Francisco"})
    cities = (*map(Option, towns), Option("San Francisco", synonyms=SAN_FRANCISCO))
    for _, group in groupby(turns, key=lambda turn: turn.id.rpartition("-")[0]):
        dialogue = sorted(group, key=lambda turn: int(turn.id.rpartition("-")[2]))
        named = {turn.values["provider"] for turn in dialogue if "provider" in turn.values}
        call = _Call(cities, tuple(sorted(named)))
        for turn in dialogue:
            yield turn, call.before(turn)
            call.after(turn)
